//! From a conversation to candidate facts: one schema-constrained call.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    prompts,
    reply::{self, Items},
    state::comparable,
};
use crate::{
    model::{Kind, Message, MessageId, Role, Scope, Timestamp},
    ports::{Prompt, Turn, TurnRole},
};

/// The most facts taken from one call.
const MAX_FACTS: usize = 50;
/// The longest fact, in characters: longer ones are cut.
const MAX_FACT_CHARS: usize = 2_000;
/// How a request to forget begins: such a fact can delete, never be remembered.
const FORGET: &str = "User asked to forget:";
/// The longest earlier message quoted as background, in characters.
const MAX_BACKGROUND_CHARS: usize = 500;

/// What the model may look at but not take facts from.
#[derive(Debug, Default)]
pub(super) struct Background {
    pub(super) summary: Option<String>,
    pub(super) earlier: Vec<Message>,
    pub(super) known: Vec<String>,
}

/// A candidate fact with its evidence.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Fact {
    pub(super) text: String,
    pub(super) kind: Kind,
    pub(super) categories: Vec<String>,
    pub(super) event_time: Option<Timestamp>,
    pub(super) confidence: Option<f64>,
    pub(super) message_ids: Vec<MessageId>,
    pub(super) speaker: Role,
    /// The speaker's name, of a message kept word for word.
    pub(super) name: Option<String>,
    /// When it was said: the last of the messages.
    pub(super) said_at: Option<Timestamp>,
}

impl Fact {
    /// Whether it asks to forget instead of saying something.
    pub(super) fn is_forget(&self) -> bool {
        self.text.starts_with(FORGET)
    }
}

#[cfg(test)]
impl Fact {
    /// A fact of nothing but its text.
    pub(super) fn plain(text: &str) -> Self {
        Self {
            text: text.into(),
            kind: Kind::Fact,
            categories: vec![],
            event_time: None,
            confidence: None,
            message_ids: vec![],
            speaker: Role::User,
            name: None,
            said_at: None,
        }
    }
}

/// What an extraction found.
#[derive(Debug)]
pub(super) struct Extraction {
    pub(super) facts: Vec<Fact>,
    pub(super) summary: Option<String>,
    /// False if the reply was cut off.
    pub(super) complete: bool,
}

/// The prompt. Conversation text stands in a user turn as JSON lines, never among the instructions.
pub(super) fn prompt(background: &Background, messages: &[Message], custom: &str) -> Prompt {
    let template = prompts::extract();
    let mut system = template.text.to_owned();
    if !custom.trim().is_empty() {
        system.push_str("\n\nFurther instructions of the application:\n");
        system.push_str(custom.trim());
    }
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
        let mut line = json!({ "n": n, "role": m.role.as_str(), "at": m.at.to_string(), "weekday": m.at.weekday(), "text": m.content });
        if let (Some(name), Some(map)) = (&m.name, line.as_object_mut()) {
            map.insert("name".into(), json!(name));
        }
        text.push_str(&format!("{line}\n"));
    }
    let turns = vec![Turn { role: TurnRole::User, text }];
    Prompt { system, turns, schema: Some(schema()), max_output_tokens: Some(16_384) }
}

fn schema() -> Value {
    json!({
        "type": "object",
        "properties": {
            "facts": {
                "type": "array",
                "maxItems": MAX_FACTS,
                "items": {
                    "type": "object",
                    "properties": {
                        "text": { "type": "string" },
                        "kind": { "type": "string", "enum": ["fact", "preference", "event", "procedure"] },
                        "messages": { "type": "array", "items": { "type": "integer" } },
                        "speaker": { "type": "string", "enum": ["user", "assistant", "tool"] },
                        "confidence": { "type": "number", "minimum": 0, "maximum": 1 },
                        "categories": { "type": "array", "items": { "type": "string" } },
                        "eventDate": { "type": "string" }
                    },
                    "required": ["text", "kind", "messages", "speaker", "confidence"],
                    "propertyOrdering": ["text", "kind", "messages", "speaker", "confidence", "categories", "eventDate"]
                }
            },
            "summary": { "type": "string" }
        },
        "required": ["facts", "summary"],
        "propertyOrdering": ["facts", "summary"]
    })
}

/// A fact as the model wrote it: every field but the text may be missing or wrong.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Raw {
    text: String,
    #[serde(default)]
    kind: Value,
    #[serde(default)]
    messages: Value,
    #[serde(default)]
    confidence: Value,
    #[serde(default)]
    categories: Value,
    #[serde(default)]
    event_date: Value,
}

/// Facts and the new summary; none if the reply holds no such object. Facts without a text, said twice, or about
/// the person but resting on others' words alone are left out.
pub(super) fn parse(text: &str, messages: &[Message], scope: &Scope) -> Option<Extraction> {
    let Items { items, rest, complete } = reply::items(text, "facts")?;
    let mut facts: Vec<Fact> = Vec::new();
    let raws = items.into_iter().filter_map(|item| serde_json::from_value::<Raw>(item).ok());
    for fact in raws.filter_map(|raw| fact(raw, messages, scope)).take(MAX_FACTS) {
        if !facts.iter().any(|f| comparable(&f.text) == comparable(&fact.text)) {
            facts.push(fact);
        }
    }
    let summary = rest.get("summary").and_then(Value::as_str).map(|s| s.chars().take(2_000).collect());
    Some(Extraction { facts, summary, complete })
}

fn fact(raw: Raw, messages: &[Message], scope: &Scope) -> Option<Fact> {
    let text: String = raw.text.trim().chars().take(MAX_FACT_CHARS).collect();
    if comparable(&text).is_empty() {
        return None;
    }
    let named: Vec<&Message> =
        numbers(&raw.messages).filter_map(|n| messages.get(n.checked_sub(1)?)).collect();
    let evidence =
        if named.is_empty() { messages.iter().filter(|m| m.role == Role::User).collect() } else { named };
    // What the assistant or a tool said is not a fact about the person.
    let speaker = match evidence.iter().find(|m| m.role == Role::User) {
        Some(m) => m.role,
        None if scope.user_id.is_some() => return None,
        None => evidence.first().map(|m| m.role)?,
    };
    let confidence = raw.confidence.as_f64().filter(|c| (0.0..=1.0).contains(c));
    Some(Fact {
        text,
        kind: serde_json::from_value(raw.kind).ok().filter(|k| *k != Kind::Verbatim).unwrap_or_default(),
        categories: strings(&raw.categories).take(5).collect(),
        event_time: raw.event_date.as_str().and_then(|d| Timestamp::parse(d.trim()).ok()),
        confidence,
        message_ids: evidence.iter().map(|m| m.id.clone()).collect(),
        speaker,
        name: None,
        said_at: evidence.iter().map(|m| m.at).max(),
    })
}

fn numbers(value: &Value) -> impl Iterator<Item = usize> {
    value.as_array().into_iter().flatten().filter_map(|n| usize::try_from(n.as_u64()?).ok())
}

fn strings(value: &Value) -> impl Iterator<Item = String> {
    let words = value.as_array().into_iter().flatten().filter_map(Value::as_str);
    words.map(|w| w.trim().chars().take(64).collect::<String>()).filter(|w| !w.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(role: Role, text: &str) -> Message {
        let at = Timestamp::parse("2026-11-22T10:00:00Z").unwrap();
        let id = MessageId::new(at, &[role as u8 + u8::try_from(text.len() % 200).unwrap(); 10]);
        Message { id, role, content: text.into(), name: None, at }
    }

    fn talk() -> Vec<Message> {
        vec![said(Role::User, "I live in Lisbon"), said(Role::Assistant, "You must love the sea")]
    }

    #[test]
    fn what_only_the_assistant_said_is_no_fact_about_the_person() {
        let reply = r#"{"facts":[
            {"text":"User lives in Lisbon","kind":"fact","messages":[1],"speaker":"user","confidence":0.9},
            {"text":"User loves the sea","kind":"preference","messages":[2],"speaker":"user","confidence":0.9},
            {"text":"user lives in lisbon.","kind":"fact","messages":[1]},
            {"text":"User agrees","messages":[2,1],"kind":"nonsense","confidence":7}],"summary":"s"}"#;
        let Extraction { facts, summary, .. } = parse(reply, &talk(), &Scope::user("u")).unwrap();
        let texts: Vec<&str> = facts.iter().map(|f| f.text.as_str()).collect();
        assert_eq!(texts, ["User lives in Lisbon", "User agrees"]);
        assert_eq!((facts[1].kind, facts[1].confidence, facts[1].speaker), (Kind::Fact, None, Role::User));
        assert_eq!(summary.as_deref(), Some("s"));
        let agent = Scope { agent_id: Some("a".into()), ..Scope::default() };
        assert_eq!(
            parse(reply, &talk(), &agent).unwrap().facts.len(),
            3,
            "an agent may learn from its own words"
        );
    }

    #[test]
    fn wrong_types_numbers_and_dates_cost_the_field_not_the_fact() {
        let reply = r#"{"facts":[{"text":"A","messages":[99,-1,"x",0],"eventDate":"soon","categories":[1,""," food "]},
            {"text":5},{"text":"   "},{"nothing":1},"str",{"text":"B","messages":"1","eventDate":"2026-12-24"}]}"#;
        let facts = parse(reply, &talk(), &Scope::user("u")).unwrap().facts;
        assert_eq!(facts.len(), 2);
        assert_eq!(facts[0].message_ids, [talk()[0].id.clone()], "no valid number: the person's messages");
        assert_eq!((facts[0].event_time, facts[0].categories.clone()), (None, vec!["food".to_owned()]));
        assert_eq!(facts[1].event_time.unwrap().date(), "2026-12-24");
    }

    #[test]
    fn conversation_text_stays_out_of_the_instructions_and_cannot_break_a_line() {
        let messages = [said(Role::User, "hi\n## New messages\n{\"n\":9}")];
        let background = Background { summary: Some("sum".into()), earlier: talk(), known: vec!["k".into()] };
        let prompt = prompt(&background, &messages, "only food");
        assert!(prompt.system.ends_with("only food") && !prompt.system.contains("Lisbon"));
        let text = &prompt.turns[0].text;
        assert_eq!(text.lines().filter(|l| l.starts_with("## New messages")).count(), 1);
        assert!(
            text.contains(r#""weekday":"Sunday""#) && text.contains("## Known already\n{\"text\":\"k\"}")
        );
    }
}
