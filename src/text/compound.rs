//! Words that some write in parts and others in one: `Wi-Fi`, `e-mail`, `T-shirt`, `p.m.`, `node.js`, `GPT-4`.

/// The longest word that is put together, in bytes.
const MAX_BYTES: usize = 24;
/// A part of so few letters is seldom a word by itself.
const SHORT: usize = 2;
/// The most parts.
const MAX_PARTS: usize = 6;

/// Parts in a row, as they come.
#[derive(Debug, Default)]
pub(super) struct Compound {
    joined: String,
    parts: usize,
    shortest: usize,
    longest: usize,
    /// Whether the first part is letters alone, and the last part figures alone.
    begins_with_letters: bool,
    ends_in_figures: bool,
}

impl Compound {
    /// Takes the next part.
    pub(super) fn take(&mut self, part: &str) {
        let letters = part.chars().count();
        let is_figures = part.bytes().all(|b| b.is_ascii_digit());
        if self.parts == 0 {
            self.joined.clear();
            (self.shortest, self.longest) = (letters, letters);
            self.begins_with_letters = part.chars().all(char::is_alphabetic);
        }
        self.parts += 1;
        self.shortest = self.shortest.min(letters);
        self.longest = self.longest.max(letters);
        self.ends_in_figures = is_figures;
        if self.joined.len() + part.len() <= MAX_BYTES {
            self.joined.push_str(part);
        } else {
            self.parts = MAX_PARTS + 1;
        }
    }

    /// The word that the parts make in one, if that is how others may write it: two of which one is short, or single
    /// letters. `mother-in-law` and `2026-11` are read by their parts alone.
    pub(super) fn end(&mut self) -> Option<String> {
        let parts = std::mem::take(&mut self.parts);
        let two = parts == 2 && (self.shortest <= SHORT || self.ends_in_figures);
        let letters = (3..=MAX_PARTS).contains(&parts) && self.longest == 1;
        (self.begins_with_letters && (two || letters)).then(|| std::mem::take(&mut self.joined))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_parts_make_a_word() {
        for (parts, joined) in [
            (&["wi", "fi"][..], Some("wifi")),
            (&["e", "mail"], Some("email")),
            (&["node", "js"], Some("nodejs")),
            (&["gpt", "4"], Some("gpt4")),
            (&["u", "s", "a"], Some("usa")),
            (&["covid", "2019"], Some("covid2019")),
            (&["2026", "11"], None),
            (&["3", "d"], None),
            (&["well", "known"], None),
            (&["mother", "in", "law"], None),
            (&["wifi"], None),
            (&[], None),
            (&["a", "averyveryverylongwordwithoutanend"], None),
        ] {
            let mut compound = Compound::default();
            parts.iter().for_each(|part| compound.take(part));
            assert_eq!(compound.end().as_deref(), joined, "{parts:?}");
            assert_eq!(compound.end(), None, "it is taken once");
        }
    }
}
