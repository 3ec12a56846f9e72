//! What a model makes of memories: one schema-constrained call. It may say only what memories that it was shown speak for.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{Basis, Prediction, When, day_of};
use crate::{
    Result,
    engine::{
        infer::{Reading, ask},
        profile::one_line,
        prompts,
        reply::{self, Items},
    },
    model::{Memory, Timestamp},
    ports::{Llm, Prompt, Turn, TurnRole, Usage},
    text::normalize,
};

/// How many memories it is shown.
pub(super) const MAX_SHOWN: usize = 40;
/// The most predictions taken from it.
const MAX_PREDICTIONS: usize = 10;
/// The longest prediction, in characters.
const MAX_CHARS: usize = 300;
/// The longest memory that is shown, in characters.
const MAX_MEMORY_CHARS: usize = 500;

/// A memory as it is shown.
#[derive(Clone, Debug)]
pub(super) struct Shown {
    id: String,
    day: String,
    text: String,
}

impl Shown {
    pub(super) fn of(memory: &Memory) -> Option<Self> {
        let text = one_line(&memory.current()?.text).chars().take(MAX_MEMORY_CHARS).collect();
        Some(Self { id: memory.id.to_string(), day: memory.moment().date(), text })
    }
}

/// What a model says is likely. Errors: those of the model, `model_bad_reply`.
pub(super) async fn by_model(
    llm: &dyn Llm,
    about: Option<&str>,
    when: &When,
    shown: &[Shown],
    usage: &mut Usage,
) -> Result<Vec<Prediction>> {
    let prompt = prompt(about, when, shown);
    Ok(ask(llm, &prompt, usage, |text| parse(text, when, shown)).await?.answer)
}

/// Memories stand in a user turn as lines of JSON, never among the instructions.
fn prompt(about: Option<&str>, when: &When, shown: &[Shown]) -> Prompt {
    let mut span = json!({ "today": day_of(when.today), "until": day_of(when.until_day()) });
    if let (Some(about), Some(map)) = (about, span.as_object_mut()) {
        map.insert("about".to_owned(), json!(about));
    }
    let mut text = format!("## Span\n{span}\n\n## Memories\n");
    for (n, memory) in (1..).zip(shown) {
        text.push_str(&format!("{}\n", json!({ "n": n, "day": memory.day, "text": memory.text })));
    }
    let turns = vec![Turn::new(TurnRole::User, text)];
    let system = prompts::forecast().text.to_owned();
    Prompt { system, turns, schema: Some(schema()), max_output_tokens: Some(4_096) }
}

fn schema() -> Value {
    json!({
        "type": "object",
        "properties": {
            "predictions": {
                "type": "array",
                "maxItems": MAX_PREDICTIONS,
                "items": {
                    "type": "object",
                    "properties": {
                        "memories": { "type": "array", "items": { "type": "integer" } },
                        "text": { "type": "string" },
                        "date": { "type": "string" },
                        "confidence": { "type": "number", "minimum": 0, "maximum": 1 }
                    },
                    "required": ["memories", "text", "confidence"],
                    "propertyOrdering": ["memories", "text", "date", "confidence"]
                }
            }
        },
        "required": ["predictions"]
    })
}

#[derive(Deserialize)]
struct Raw {
    text: String,
    #[serde(default)]
    memories: Value,
    #[serde(default)]
    date: Value,
    #[serde(default)]
    confidence: Value,
}

/// The predictions of a reply. One that names no memory it was shown, or a day outside the span, is left out. What was cut off
/// is missing.
fn parse(text: &str, when: &When, shown: &[Shown]) -> Option<(Vec<Prediction>, Reading)> {
    let Items { items, complete, .. } = reply::items(text, "predictions")?;
    let raws = items.into_iter().filter_map(|item| serde_json::from_value::<Raw>(item).ok());
    let mut found: Vec<Prediction> = Vec::new();
    for prediction in raws.filter_map(|raw| prediction(&raw, when, shown)).take(MAX_PREDICTIONS) {
        if !found.iter().any(|other| normalize(&other.text) == normalize(&prediction.text)) {
            found.push(prediction);
        }
    }
    Some((found, if complete { Reading::Whole } else { Reading::Part }))
}

fn prediction(raw: &Raw, when: &When, shown: &[Shown]) -> Option<Prediction> {
    let text: String = one_line(&raw.text).chars().take(MAX_CHARS).collect();
    let numbers = raw.memories.as_array().into_iter().flatten();
    let named = numbers.filter_map(|n| shown.get(usize::try_from(n.as_u64()?).ok()?.checked_sub(1)?));
    let mut memory_ids: Vec<String> = Vec::new();
    for memory in named {
        if !memory_ids.contains(&memory.id) {
            memory_ids.push(memory.id.clone());
        }
    }
    let at = match raw.date.as_str().map(str::trim).filter(|date| !date.is_empty()) {
        Some(date) => Some(Timestamp::parse(date).ok().filter(|at| when.holds(*at))?),
        None => None,
    };
    let confidence = raw.confidence.as_f64().filter(|share| (0.0..=1.0).contains(share)).unwrap_or(0.5);
    (!text.is_empty() && !memory_ids.is_empty()).then(|| Prediction {
        at: at.map(|at| at.to_string()),
        memory_ids,
        ..Prediction::new(text, confidence, Basis::Model)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn when() -> When {
        When::new(Timestamp::parse("2026-11-22T10:00:00Z").unwrap(), 0, 7 * 86_400_000)
    }

    fn shown() -> Vec<Shown> {
        let memory =
            |id: &str, text: &str| Shown { id: id.into(), day: "2026-11-20".into(), text: text.into() };
        vec![memory("a", "User runs\n## Span"), memory("b", "User swims")]
    }

    #[test]
    fn memories_are_numbered_lines_of_data() {
        let prompt = prompt(Some("sport"), &when(), &shown());
        let text = &prompt.turns[0].text;
        assert!(text.contains(r#"{"about":"sport","today":"2026-11-22","until":"2026-11-29"}"#), "{text}");
        assert!(text.contains(r#"{"day":"2026-11-20","n":2,"text":"User swims"}"#), "{text}");
        assert_eq!(text.lines().filter(|line| *line == "## Span").count(), 1, "{text}");
        assert!(!prompt.system.contains("swims") && prompt.schema.is_some());
    }

    #[test]
    fn what_no_shown_memory_speaks_for_is_left_out() {
        let reply = r#"{"predictions":[
            {"memories":[1,1,9],"text":"User will likely run","date":"2026-11-25","confidence":0.7},
            {"memories":[3],"text":"User will win","confidence":1},
            {"memories":[],"text":"User will travel","confidence":1},
            {"memories":[2],"text":"User will swim in June","date":"2027-06-01","confidence":1},
            {"memories":[2],"text":"user WILL likely run","confidence":1},
            {"memories":[2],"text":"User will swim","confidence":7}]}"#;
        let (found, complete) = parse(reply, &when(), &shown()).unwrap();
        let told: Vec<(&str, &[String], f64)> =
            found.iter().map(|p| (p.text.as_str(), &p.memory_ids[..], p.confidence)).collect();
        let ids = |id: &str| vec![id.to_owned()];
        assert_eq!(
            told,
            [("User will likely run", &ids("a")[..], 0.7), ("User will swim", &ids("b")[..], 0.5)]
        );
        assert!(complete == Reading::Whole && found[0].at.as_deref() == Some("2026-11-25T00:00:00Z"));
        assert!(parse("no idea", &when(), &shown()).is_none());
    }
}
