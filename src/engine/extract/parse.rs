//! From the model's reply to facts: every field but the text may be missing or wrong.

use serde::Deserialize;
use serde_json::Value;

use super::{Extraction, Fact, MAX_FACTS};
use crate::{
    engine::{
        guidance::Guidance,
        reply::{self, Items},
        state::comparable,
    },
    model::{Entity, Kind, Message, Relation, Role, Scope, Timestamp},
};

/// The longest fact, in characters: longer ones are cut.
const MAX_FACT_CHARS: usize = 2_000;
/// The most entities, and relations, of a fact; the most other names of an entity; the longest name, in characters.
const MAX_EDGES: usize = 12;
const MAX_ALIASES: usize = 5;
const MAX_NAME_CHARS: usize = 100;
const DAY_MS: i64 = 86_400_000;

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
    importance: Value,
    #[serde(default)]
    slot: Value,
    #[serde(default)]
    event_date: Value,
    #[serde(default)]
    expires: Value,
    #[serde(default)]
    entities: Value,
    #[serde(default)]
    relations: Value,
}

/// Facts and the new summary; none if the reply holds no such object. Facts without a text, said twice, or about
/// the person but resting on others' words alone are left out.
pub(in crate::engine) fn parse(
    text: &str,
    messages: &[Message],
    scope: &Scope,
    guidance: &Guidance,
    offset_minutes: i32,
) -> Option<Extraction> {
    let Items { items, rest, complete } = reply::items(text, "facts")?;
    let mut facts: Vec<Fact> = Vec::new();
    let raws = items.into_iter().filter_map(|item| serde_json::from_value::<Raw>(item).ok());
    for mut fact in raws.filter_map(|raw| fact(raw, messages, scope, offset_minutes)).take(MAX_FACTS) {
        if !guidance.admits(&fact.categories) {
            continue;
        }
        fact.categories = guidance.known_categories(fact.categories);
        let is_forget = fact.is_forget();
        fact.slot = fact.slot.and_then(|slot| guidance.known_slot(&slot)).filter(|_| !is_forget);
        // A slot holds one value: what was said last of it in these messages.
        let same = |f: &&mut Fact| f.slot.is_some() && f.slot == fact.slot;
        facts.iter_mut().filter(same).for_each(|earlier| earlier.slot = None);
        if !facts.iter().any(|f| comparable(&f.text) == comparable(&fact.text)) {
            facts.push(fact);
        }
    }
    let summary = rest.get("summary").and_then(Value::as_str).map(|s| s.chars().take(2_000).collect());
    Some(Extraction { facts, summary, complete })
}

fn fact(raw: Raw, messages: &[Message], scope: &Scope, offset_minutes: i32) -> Option<Fact> {
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
    let said_at = evidence.iter().map(|m| m.at).max();
    Some(Fact {
        text,
        kind: serde_json::from_value(raw.kind)
            .ok()
            .filter(|k| !matches!(k, Kind::Verbatim | Kind::Media))
            .unwrap_or_default(),
        categories: strings(&raw.categories).take(5).collect(),
        importance: share(&raw.importance),
        slot: raw.slot.as_str().map(str::to_owned),
        entities: objects(&raw.entities).filter_map(|raw| entity(&raw)).take(MAX_EDGES).collect(),
        relations: objects(&raw.relations).filter_map(|raw| relation(&raw)).take(MAX_EDGES).collect(),
        event_time: raw.event_date.as_str().and_then(|d| Timestamp::parse(d.trim()).ok()),
        expires_at: raw
            .expires
            .as_str()
            .and_then(|d| over(d.trim(), offset_minutes))
            .filter(|end| said_at.is_none_or(|at| *end > at)),
        confidence: share(&raw.confidence),
        message_ids: evidence.iter().map(|m| m.id.clone()).collect(),
        speaker,
        name: None,
        said_at,
        media: None,
    })
}

/// When a day is over for a person whose clock is so far ahead of UTC; a full timestamp stands for itself.
fn over(text: &str, offset_minutes: i32) -> Option<Timestamp> {
    let at = Timestamp::parse(text).ok()?;
    if text.len() > 10 {
        return Some(at);
    }
    let local_end = at.millis().checked_add(DAY_MS)?;
    Timestamp::from_millis(local_end.checked_sub(i64::from(offset_minutes) * 60_000)?).ok()
}

fn entity(raw: &Value) -> Option<Entity> {
    let aliases = raw.get("aliases").map(|value| strings(value).take(MAX_ALIASES).collect());
    let kind = word(raw, "type").map(|kind| kind.to_lowercase());
    Some(Entity { name: word(raw, "name")?, kind, aliases: aliases.unwrap_or_default() })
}

fn relation(raw: &Value) -> Option<Relation> {
    let predicate = word(raw, "predicate")?.to_lowercase();
    let predicate = predicate.split(|c: char| c.is_whitespace() || c == '-').collect::<Vec<_>>().join("_");
    let (subject, object) = (word(raw, "subject")?, word(raw, "object")?);
    (subject != object).then_some(Relation { subject, predicate, object })
}

fn word(raw: &Value, field: &str) -> Option<String> {
    let text = raw.get(field)?.as_str()?.trim();
    (!text.is_empty() && text.chars().count() <= MAX_NAME_CHARS).then(|| text.to_owned())
}

fn share(value: &Value) -> Option<f64> {
    value.as_f64().filter(|share| (0.0..=1.0).contains(share))
}

fn objects(value: &Value) -> impl Iterator<Item = Value> {
    value.as_array().into_iter().flatten().filter(|item| item.is_object()).cloned()
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
    use crate::model::MessageId;

    fn said(role: Role, text: &str) -> Message {
        let at = Timestamp::parse("2026-11-22T10:00:00Z").unwrap();
        let id = MessageId::new(at, &[role as u8 + u8::try_from(text.len() % 200).unwrap(); 10]);
        Message { id, role, content: text.into(), media: Vec::new(), name: None, at }
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
        let Extraction { facts, summary, .. } =
            parse(reply, &talk(), &Scope::user("u"), &Guidance::default(), 0).unwrap();
        let texts: Vec<&str> = facts.iter().map(|f| f.text.as_str()).collect();
        assert_eq!(texts, ["User lives in Lisbon", "User agrees"]);
        assert_eq!((facts[1].kind, facts[1].confidence, facts[1].speaker), (Kind::Fact, None, Role::User));
        assert_eq!(summary.as_deref(), Some("s"));
        let agent = Scope { agent_id: Some("a".into()), ..Scope::default() };
        assert_eq!(
            parse(reply, &talk(), &agent, &Guidance::default(), 0).unwrap().facts.len(),
            3,
            "an agent may learn from its own words"
        );
    }

    #[test]
    fn wrong_types_numbers_and_dates_cost_the_field_not_the_fact() {
        let reply = r#"{"facts":[{"text":"A","messages":[99,-1,"x",0],"eventDate":"soon","categories":[1,""," food "]},
            {"text":5},{"text":"   "},{"nothing":1},"str",{"text":"B","messages":"1","eventDate":"2026-12-24"}]}"#;
        let facts = parse(reply, &talk(), &Scope::user("u"), &Guidance::default(), 0).unwrap().facts;
        assert_eq!(facts.len(), 2);
        assert_eq!(facts[0].message_ids, [talk()[0].id.clone()], "no valid number: the person's messages");
        assert_eq!((facts[0].event_time, facts[0].categories.clone()), (None, vec!["food".to_owned()]));
        assert_eq!(facts[1].event_time.unwrap().date(), "2026-12-24");
    }

    #[test]
    fn who_and_what_a_fact_names_and_when_it_is_over() {
        let reply = r#"{"facts":[{"text":"User's sister Mia has an exam on 2026-11-23","messages":[1],"importance":0.4,"expires":"2026-11-23",
            "entities":[{"name":" Mia ","type":"Person","aliases":["미아"]},{"name":""},{"type":"x"},5,{"name":"exam"}],
            "relations":[{"subject":"Mia","predicate":"Sister of","object":"User"},{"subject":"Mia","predicate":"is","object":"Mia"},
                {"subject":"Mia","object":"User"},"x"]},
            {"text":"Over already","messages":[1],"expires":"2026-11-20","importance":4,"entities":{},"relations":7}]}"#;
        let facts = parse(reply, &talk(), &Scope::user("u"), &Guidance::default(), 540).unwrap().facts;
        let entity = |name: &str, kind: Option<&str>, aliases: &[&str]| Entity {
            name: name.into(),
            kind: kind.map(Into::into),
            aliases: aliases.iter().map(|a| (*a).into()).collect(),
        };
        assert_eq!(facts[0].entities, [entity("Mia", Some("person"), &["미아"]), entity("exam", None, &[])]);
        let relation =
            Relation { subject: "Mia".into(), predicate: "sister_of".into(), object: "User".into() };
        assert_eq!(facts[0].relations, [relation]);
        assert_eq!(facts[0].importance, Some(0.4));
        let over = Timestamp::parse("2026-11-23T15:00:00Z").unwrap();
        assert_eq!(facts[0].expires_at, Some(over), "the end of the day in Seoul");
        assert_eq!(
            (facts[1].expires_at, facts[1].importance),
            (None, None),
            "over before it was said: a mistake"
        );
        assert!(facts[1].entities.is_empty() && facts[1].relations.is_empty());
    }

    #[test]
    fn topics_left_out_are_dropped_and_categories_kept_to() {
        let reply =
            r#"{"facts":[{"text":"A","categories":["health"]},{"text":"B","categories":["food","mood"]}]}"#;
        let guidance = Guidance {
            categories: vec![("Food".into(), String::new()), ("health".into(), String::new())],
            excludes: vec!["Health".into()],
            ..Guidance::default()
        };
        let facts = parse(reply, &talk(), &Scope::user("u"), &guidance, 0).unwrap().facts;
        assert_eq!(facts.len(), 1);
        assert_eq!((facts[0].text.as_str(), facts[0].categories.clone()), ("B", vec!["Food".to_owned()]));
    }
}
