//! What the application wants remembered: its instructions, categories, profile slots and topics. The model is told, and what it says is
//! held against them.

use crate::{Error, Result, text::normalize};

/// The longest instructions, in characters.
const MAX_INSTRUCTIONS: usize = 4_000;
/// The most categories, slots, or topics of a list.
const MAX_ENTRIES: usize = 50;
/// The longest category, slot or topic, in characters, and the longest description of a category or slot.
const MAX_NAME: usize = 64;
const MAX_DESCRIPTION: usize = 300;

/// The application's own wishes for the extraction. Empty: ours alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Guidance {
    /// In the application's words, added to the prompt.
    pub custom_instructions: String,
    /// The only categories there are, each with what belongs to it. Empty: free words.
    pub categories: Vec<(String, String)>,
    /// What the application wants to know of each person, one value at a time: names with what belongs there, in words.
    pub slots: Vec<(String, String)>,
    /// Topics to keep to. Empty: all.
    pub includes: Vec<String>,
    /// Topics to leave out.
    pub excludes: Vec<String>,
}

impl Guidance {
    /// Checks sizes. Error: `invalid_config`.
    pub fn check(&self) -> Result<()> {
        if self.custom_instructions.chars().count() > MAX_INSTRUCTIONS {
            return Err(Error::invalid_config("customInstructions may hold 4,000 characters"));
        }
        let names = |name: &str| (1..=MAX_NAME).contains(&name.trim().chars().count());
        let categories = self.categories.len() <= MAX_ENTRIES
            && self.categories.iter().all(|(n, d)| names(n) && d.chars().count() <= MAX_DESCRIPTION);
        if !categories {
            return Err(Error::invalid_config(
                "customCategories may hold 50 categories, of 1 to 64 characters each, with descriptions of 300",
            ));
        }
        let slots = self.slots.len() <= MAX_ENTRIES
            && self.slots.iter().all(|(n, d)| names(n) && d.chars().count() <= MAX_DESCRIPTION);
        let is_twice = |(at, (name, _)): (usize, &(String, String))| {
            self.slots.iter().skip(at.saturating_add(1)).any(|(other, _)| same(name, other))
        };
        if !slots || self.slots.iter().enumerate().any(is_twice) {
            return Err(Error::invalid_config(
                "profile.slots may hold 50 slots, of different names of 1 to 64 characters, with descriptions of 300",
            ));
        }
        for (key, topics) in [("includes", &self.includes), ("excludes", &self.excludes)] {
            if topics.len() > MAX_ENTRIES || !topics.iter().all(|topic| names(topic)) {
                return Err(Error::invalid_config(format!(
                    "{key} may hold 50 topics, of 1 to 64 characters each"
                )));
            }
        }
        Ok(())
    }

    /// What the prompt says of it; empty if there is nothing to say.
    pub(super) fn render(&self) -> String {
        let mut text = String::new();
        if !self.categories.is_empty() {
            text.push_str("\n\nCategories: use these and no others, or none if none fits.");
            for (name, description) in &self.categories {
                text.push_str(&format!("\n- {}", name.trim()));
                if !description.trim().is_empty() {
                    text.push_str(&format!(": {}", description.trim()));
                }
            }
        }
        if !self.slots.is_empty() {
            text.push_str(
                "\n\nProfile: a fact that states the present value of one of these names it in \"slot\"; \
                 other facts leave \"slot\" out.",
            );
            for (name, description) in &self.slots {
                text.push_str(&format!("\n- {}: {}", name.trim(), description.trim()));
            }
        }
        for (wish, topics) in [
            ("Write down only what is about", &self.includes),
            ("Never write down anything about", &self.excludes),
        ] {
            if !topics.is_empty() {
                let topics: Vec<&str> = topics.iter().map(|topic| topic.trim()).collect();
                text.push_str(&format!("\n\n{wish}: {}.", topics.join("; ")));
            }
        }
        if !self.custom_instructions.trim().is_empty() {
            text.push_str("\n\nFurther instructions of the application:\n");
            text.push_str(self.custom_instructions.trim());
        }
        text
    }

    /// The categories of a fact that exist here.
    pub(super) fn known_categories(&self, given: Vec<String>) -> Vec<String> {
        if self.categories.is_empty() {
            return given;
        }
        let name = |given: &String| {
            let known = self.categories.iter().find(|(name, _)| same(name, given))?;
            Some(known.0.trim().to_owned())
        };
        given.iter().filter_map(name).collect()
    }

    /// A slot of this name, as the application spells it.
    pub(super) fn known_slot(&self, given: &str) -> Option<String> {
        let (name, _) = self.slots.iter().find(|(name, _)| same(name, given))?;
        Some(name.trim().to_owned())
    }

    /// Whether a fact of these categories may be remembered: never one of a topic that is left out.
    pub(super) fn admits(&self, categories: &[String]) -> bool {
        !categories.iter().any(|category| self.excludes.iter().any(|topic| same(topic, category)))
    }

    /// Whether a fact that rules found is about a topic to keep to: they can be told nothing, so its categories decide.
    pub(super) fn is_included(&self, categories: &[String]) -> bool {
        let is_topic = |category: &String| self.includes.iter().any(|topic| same(topic, category));
        self.includes.is_empty() || categories.iter().any(is_topic)
    }
}

fn same(a: &str, b: &str) -> bool {
    normalize(a.trim()) == normalize(b.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn topics_and_categories_hold_whatever_a_model_says() {
        let guidance = Guidance {
            categories: vec![("Food".into(), "What they eat.".into()), ("sport".into(), String::new())],
            includes: list(&["food"]),
            excludes: list(&["Health "]),
            ..Guidance::default()
        };
        assert!(guidance.check().is_ok());
        assert_eq!(guidance.known_categories(list(&["food", "politics", "SPORT"])), ["Food", "sport"]);
        assert!(!guidance.admits(&list(&["food", "health"])) && guidance.admits(&list(&["food"])));
        let text = guidance.render();
        for part in
            ["- Food: What they eat.\n- sport\n\n", "only what is about: food.", "anything about: Health."]
        {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert_eq!(Guidance::default().render(), "");
    }

    #[test]
    fn slots_are_shown_to_the_model_and_known_however_it_spells_them() {
        let slots = vec![("Level".to_owned(), "their level in Korean".to_owned())];
        let guidance = Guidance { slots, ..Guidance::default() };
        assert!(guidance.check().is_ok());
        assert!(guidance.render().contains("\n- Level: their level in Korean"));
        assert_eq!(guidance.known_slot(" level"), Some("Level".to_owned()));
        assert_eq!(guidance.known_slot("mood"), None);
    }

    #[test]
    fn what_is_too_long_or_empty_is_refused_by_name() {
        let wrong = [
            (
                "customInstructions",
                Guidance { custom_instructions: "x".repeat(4_001), ..Guidance::default() },
            ),
            (
                "customCategories",
                Guidance { categories: vec![(" ".into(), String::new())], ..Guidance::default() },
            ),
            (
                "profile.slots",
                Guidance { slots: vec![("x".repeat(65), String::new())], ..Guidance::default() },
            ),
            (
                "profile.slots",
                Guidance {
                    slots: vec![("a".into(), String::new()), ("A ".into(), String::new())],
                    ..Guidance::default()
                },
            ),
            ("includes", Guidance { includes: list(&["x"; 51]), ..Guidance::default() }),
            ("excludes", Guidance { excludes: vec!["x".repeat(65)], ..Guidance::default() }),
        ];
        for (key, guidance) in wrong {
            let error = guidance.check().unwrap_err();
            assert!(error.message().starts_with(key), "{key}: {}", error.message());
        }
    }
}
