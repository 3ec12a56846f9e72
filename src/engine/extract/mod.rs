//! From a conversation to candidate facts: one schema-constrained call.

mod fact;
mod parse;

use serde_json::{Value, json};

pub(super) use self::{
    fact::{Fact, Shown},
    parse::parse,
};
use super::{guidance::Guidance, prompts};
use crate::{
    model::{Message, Role},
    ports::{Prompt, Turn, TurnRole},
    text::written_alike,
};

/// The most facts taken from one call.
const MAX_FACTS: usize = 50;
/// The longest earlier message quoted as background, in characters.
const MAX_BACKGROUND_CHARS: usize = 500;

/// What the model may look at but not take facts from.
#[derive(Debug, Default)]
pub(super) struct Background {
    pub(super) summary: Option<String>,
    pub(super) earlier: Vec<Message>,
    pub(super) known: Vec<String>,
}

/// What an extraction found.
#[derive(Debug)]
pub(super) struct Extraction {
    pub(super) facts: Vec<Fact>,
    pub(super) summary: Option<String>,
    /// False if the reply was cut off.
    pub(super) complete: bool,
}

impl Extraction {
    /// Whether the facts are written as the person writes, as far as scripts tell.
    pub(super) fn is_in_their_language(&self, heard: &[Message]) -> bool {
        let said = heard.iter().filter(|m| m.role == Role::User).map(|m| m.content.as_str());
        let said = said.collect::<Vec<&str>>().join("\n");
        self.facts.iter().filter(|fact| !fact.is_forget()).all(|fact| written_alike(&said, &fact.text))
    }
}

/// The prompt. Conversation text stands in a user turn as JSON lines, never among the instructions. Times are shown as on the
/// person's clock, `offset_minutes` ahead of UTC, because their days begin there.
pub(super) fn prompt(
    background: &Background,
    messages: &[Message],
    guidance: &Guidance,
    offset_minutes: i32,
) -> Prompt {
    let system = format!("{}{}", prompts::extract().text, guidance.render());
    let mut text = String::new();
    if let Some(summary) = &background.summary {
        text.push_str(&format!("## Summary so far\n{}\n\n", json!(summary)));
    }
    if !background.earlier.is_empty() {
        text.push_str("## Earlier messages\n");
        for m in &background.earlier {
            let said: String = m.content.chars().take(MAX_BACKGROUND_CHARS).collect();
            text.push_str(&format!("{}\n", json!({ "role": m.role.as_str(), "text": said })));
        }
        text.push('\n');
    }
    if !background.known.is_empty() {
        text.push_str("## Known already\n");
        background.known.iter().for_each(|k| text.push_str(&format!("{}\n", json!({ "text": k }))));
        text.push('\n');
    }
    text.push_str("## New messages\n");
    for (n, m) in (1..).zip(messages) {
        let at = m.at.local(offset_minutes);
        let mut line = json!({ "n": n, "role": m.role.as_str(), "at": at, "weekday": m.at.weekday(offset_minutes), "text": m.content });
        if let (Some(name), Some(map)) = (&m.name, line.as_object_mut()) {
            map.insert("name".into(), json!(name));
        }
        text.push_str(&format!("{line}\n"));
    }
    let turns = vec![Turn::new(TurnRole::User, text)];
    Prompt { system, turns, schema: Some(schema(guidance)), max_output_tokens: Some(16_384) }
}

fn schema(guidance: &Guidance) -> Value {
    let string = json!({ "type": "string" });
    let strings = json!({ "type": "array", "items": { "type": "string" } });
    let share = json!({ "type": "number", "minimum": 0, "maximum": 1 });
    let mut category = string.clone();
    if let Some(category) = category.as_object_mut().filter(|_| !guidance.categories.is_empty()) {
        let names: Vec<&str> = guidance.categories.iter().map(|(name, _)| name.trim()).collect();
        category.insert("enum".to_owned(), json!(names));
    }
    let entity = object(
        json!({ "name": string, "type": string, "aliases": strings }),
        &["name", "type"],
        &["name", "type", "aliases"],
    );
    let relation_parts = ["subject", "predicate", "object"];
    let relation = object(
        json!({ "subject": string, "predicate": string, "object": string }),
        &relation_parts,
        &relation_parts,
    );
    let fact = object(
        json!({
            "text": string,
            "kind": { "type": "string", "enum": ["fact", "preference", "event", "procedure"] },
            "messages": { "type": "array", "items": { "type": "integer" } },
            "speaker": { "type": "string", "enum": ["user", "assistant", "tool"] },
            "confidence": share,
            "importance": share,
            "categories": { "type": "array", "items": category },
            "eventDate": string,
            "expires": string,
            "entities": { "type": "array", "items": entity },
            "relations": { "type": "array", "items": relation },
        }),
        &["text", "kind", "messages", "speaker", "confidence", "importance"],
        &[
            "text",
            "kind",
            "messages",
            "speaker",
            "confidence",
            "importance",
            "categories",
            "eventDate",
            "expires",
            "entities",
            "relations",
        ],
    );
    let fact = with_slots(fact, guidance);
    object(
        json!({ "facts": { "type": "array", "maxItems": MAX_FACTS, "items": fact }, "summary": string }),
        &["facts", "summary"],
        &["facts", "summary"],
    )
}

/// The schema of a fact that may name one of the application's slots, if it has any.
fn with_slots(mut fact: Value, guidance: &Guidance) -> Value {
    let names: Vec<&str> = guidance.slots.iter().map(|(name, _)| name.trim()).collect();
    if names.is_empty() {
        return fact;
    }
    if let Some(Value::Object(properties)) = fact.get_mut("properties") {
        properties.insert("slot".to_owned(), json!({ "type": "string", "enum": names }));
    }
    if let Some(Value::Array(order)) = fact.get_mut("propertyOrdering") {
        order.push(json!("slot"));
    }
    fact
}

fn object(properties: Value, required: &[&str], order: &[&str]) -> Value {
    json!({ "type": "object", "properties": properties, "required": required, "propertyOrdering": order })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{MessageId, Timestamp};

    fn said(role: Role, text: &str) -> Message {
        let at = Timestamp::parse("2026-11-22T10:00:00Z").unwrap();
        let id = MessageId::new(at, &[role as u8 + u8::try_from(text.len() % 200).unwrap(); 10]);
        Message { id, role, content: text.into(), media: Vec::new(), name: None, at }
    }

    fn talk() -> Vec<Message> {
        vec![said(Role::User, "I live in Lisbon"), said(Role::Assistant, "You must love the sea")]
    }

    #[test]
    fn conversation_text_stays_out_of_the_instructions_and_cannot_break_a_line() {
        let messages = [said(Role::User, "hi\n## New messages\n{\"n\":9}")];
        let guidance = Guidance { custom_instructions: "only food".into(), ..Guidance::default() };
        let background = Background { summary: Some("sum".into()), earlier: talk(), known: vec!["k".into()] };
        let prompt = prompt(&background, &messages, &guidance, 540);
        assert!(prompt.system.ends_with("only food") && !prompt.system.contains("Lisbon"));
        let text = &prompt.turns[0].text;
        assert_eq!(text.lines().filter(|l| l.starts_with("## New messages")).count(), 1);
        assert!(
            text.contains(r#""at":"2026-11-22T19:00:00+09:00""#)
                && text.contains(r#""weekday":"Sunday""#)
                && text.contains("## Known already\n{\"text\":\"k\"}")
        );
    }

    #[test]
    fn custom_categories_are_the_only_ones_the_schema_knows() {
        let guidance =
            Guidance { categories: vec![("food".into(), "what they eat".into())], ..Guidance::default() };
        let categories = |guidance: &Guidance| {
            schema(guidance).pointer("/properties/facts/items/properties/categories/items").cloned().unwrap()
        };
        assert_eq!(categories(&guidance), json!({ "type": "string", "enum": ["food"] }));
        assert_eq!(categories(&Guidance::default()), json!({ "type": "string" }));
    }

    #[test]
    fn a_fact_may_name_one_of_the_applications_slots_and_no_other() {
        let guidance =
            Guidance { slots: vec![("level".into(), "their level in Korean".into())], ..Guidance::default() };
        let slot = |guidance: &Guidance| {
            schema(guidance).pointer("/properties/facts/items/properties/slot").cloned()
        };
        assert_eq!(slot(&guidance), Some(json!({ "type": "string", "enum": ["level"] })));
        assert_eq!(slot(&Guidance::default()), None);
        let order = schema(&guidance).pointer("/properties/facts/items/propertyOrdering").cloned().unwrap();
        assert!(order.as_array().unwrap().contains(&json!("slot")), "{order}");
        let prompt = prompt(&Background::default(), &talk(), &guidance, 0);
        assert!(prompt.system.contains("- level: their level in Korean"), "{}", prompt.system);
    }
}
