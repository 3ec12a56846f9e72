//! What is likely next: told with the memories that speak for it, and never stored.

use forgetmenot::{
    ErrorCode,
    engine::{
        Abort, Basis, Engine, ForecastResult,
        request::{ForecastOptions, HorizonInput, UpdateInput},
    },
};
use serde_json::{Value, json};

use crate::{
    doubles::{World, add, all},
    support::block_on,
};

/// Learns these facts: text, kind, and the day it is about.
fn learn(world: &World, engine: &Engine, facts: &[(&str, &str, Option<&str>)]) {
    let fact = |(text, kind, day): &(&str, &str, Option<&str>)| {
        let mut fact = json!({ "text": text, "kind": kind, "messages": [1], "confidence": 1 });
        if let (Some(day), Some(map)) = (day, fact.as_object_mut()) {
            map.insert("eventDate".into(), json!(day));
        }
        fact
    };
    let facts: Vec<Value> = facts.iter().map(fact).collect();
    world.llm.say(json!({ "facts": facts, "summary": "" }).to_string());
    let korean = facts.iter().any(|fact| fact["text"].as_str().is_some_and(|text| !text.is_ascii()));
    add(engine, "ana", if korean { "오늘 많은 일이 있었어요" } else { "A lot happened to me" });
}

fn ask(engine: &Engine, options: ForecastOptions) -> ForecastResult {
    let options = ForecastOptions { user_id: Some("ana".into()), ..options };
    block_on(engine.forecast(options, &Abort::never())).unwrap()
}

fn within(horizon: &str) -> ForecastOptions {
    ForecastOptions {
        horizon: Some(HorizonInput::Text(horizon.into())),
        model: Some(false),
        ..ForecastOptions::default()
    }
}

fn told(result: &ForecastResult) -> Vec<(Basis, &str, &str)> {
    result
        .predictions
        .iter()
        .map(|p| (p.basis, p.at.as_deref().and_then(|at| at.get(..10)).unwrap_or_default(), p.text.as_str()))
        .collect()
}

#[test]
fn what_comes_back_what_is_planned_and_what_goes_on() {
    let world = World::new(); // 2026-11-22
    let engine = world.open();
    learn(
        &world,
        &engine,
        &[
            ("User went to yoga on 2026-11-03", "event", Some("2026-11-03")),
            ("User went to yoga on 2026-11-10", "event", Some("2026-11-10")),
            ("User went to yoga on 2026-11-17", "event", Some("2026-11-17")),
            ("User flies to Rome on 2026-11-28", "event", Some("2026-11-28")),
            ("User's birthday is on 1990-11-30", "fact", None),
            ("User weighed 80 kg", "fact", Some("2026-09-01")),
            ("User weighed 78 kg", "fact", Some("2026-10-01")),
            ("User weighed 76 kg", "fact", Some("2026-10-31")),
            ("User likes tea", "preference", None),
        ],
    );
    let before = all(&engine, "ana");
    let calls = world.llm.calls();
    let result = ask(&engine, within("8d"));
    assert_eq!(
        told(&result),
        [
            (Basis::Recurrence, "2026-11-24", "Likely again (weekly): User went to yoga"),
            (Basis::Plan, "2026-11-28", "User flies to Rome on 2026-11-28"),
            (Basis::Recurrence, "2026-11-30", "Yearly day: User's birthday is on 1990-11-30"),
            (
                Basis::Trend,
                "2026-11-30",
                "Likely about 74 kg by 2026-11-30, from 80 kg on 2026-09-01: User weighed 76 kg"
            ),
        ]
    );
    let (yoga, weight) = (&result.predictions[0], &result.predictions[3]);
    assert_eq!((yoga.memory_ids.len(), yoga.confidence), (3, 0.75));
    assert_eq!((weight.memory_ids.len(), weight.value, weight.unit.as_deref()), (3, Some(74.0), Some("kg")));
    assert_eq!(result.until, "2026-11-30T10:00:00Z");
    assert_eq!((world.llm.calls(), all(&engine, "ana")), (calls, before), "nothing is asked or stored");

    let about = ForecastOptions { about: Some("when is yoga?".into()), ..within("30d") };
    let about = ask(&engine, about);
    let days: Vec<&str> = told(&about).into_iter().map(|(_, day, _)| day).collect();
    assert_eq!(days, ["2026-11-24", "2026-12-01", "2026-12-08", "2026-12-15", "2026-12-22"], "{about:?}");
    let later = ForecastOptions { now: Some("2027-06-01T10:00:00Z".into()), ..within("30d") };
    assert!(!told(&ask(&engine, later)).iter().any(|(_, _, text)| text.contains("yoga")), "long over");
}

#[test]
fn the_versions_of_one_memory_make_a_trend_and_a_korean_one_is_told_in_korean() {
    let world = World::new();
    let engine = world.open();
    learn(&world, &engine, &[("사용자의 토익 점수는 700점이다", "fact", None)]);
    let id = all_ids(&engine).remove(0);
    for score in [750, 800] {
        world.clock.advance(30 * 86_400_000);
        let input = UpdateInput {
            text: Some(format!("사용자의 토익 점수는 {score}점이다")), metadata: None
        };
        block_on(engine.update(&id, input)).unwrap();
    }
    let result = ask(&engine, within("30d"));
    let trend = &result.predictions[0];
    assert_eq!((trend.value, trend.unit.as_deref(), &trend.memory_ids), (Some(850.0), Some("점"), &vec![id]));
    assert!(trend.text.contains("약 850점일 듯함"), "{}", trend.text);
}

#[test]
fn a_model_says_only_what_shown_memories_speak_for_and_its_failure_leaves_the_devices_answer() {
    let world = World::new();
    let engine = world.open();
    learn(&world, &engine, &[("User starts a new job on 2026-12-01", "event", Some("2026-12-01"))]);
    world.llm.say(
        json!({ "predictions": [
            { "memories": [1], "text": "User will likely be busy with a new job", "confidence": 0.6 },
            { "memories": [7], "text": "User will move to Mars", "confidence": 1 },
            { "memories": [1], "text": "User starts the job", "date": "2026-12-01", "confidence": 1 }] })
        .to_string(),
    );
    let options = || ForecastOptions { model: None, ..within("2w") };
    let result = ask(&engine, options());
    assert_eq!(
        told(&result),
        [
            (Basis::Plan, "2026-12-01", "User starts a new job on 2026-12-01"),
            (Basis::Model, "", "User will likely be busy with a new job"),
        ]
    );
    assert!(result.usage.is_some() && result.degraded.is_none());
    let prompt = world.llm.prompts.borrow().last().unwrap().clone();
    assert!(prompt.turns[0].text.contains("new job") && !prompt.system.contains("new job"));

    world.llm.fail(ErrorCode::ModelUnavailable);
    let result = ask(&engine, options());
    assert_eq!(told(&result).len(), 1);
    assert_eq!(result.degraded.unwrap().code, "model_unavailable");
    let calls = world.llm.calls();
    let nothing = ForecastOptions { user_id: Some("bo".into()), ..options() };
    let nothing = block_on(engine.forecast(nothing, &Abort::never())).unwrap();
    assert!(nothing.predictions.is_empty() && world.llm.calls() == calls, "of nothing, nobody is asked");
    let wrong = ForecastOptions { user_id: Some("ana".into()), ..within("never") };
    assert_eq!(
        block_on(engine.forecast(wrong, &Abort::never())).unwrap_err().code(),
        ErrorCode::InvalidInput
    );
}

fn all_ids(engine: &Engine) -> Vec<String> {
    let options =
        forgetmenot::engine::request::GetAllOptions { user_id: Some("ana".into()), ..Default::default() };
    block_on(engine.get_all(options)).unwrap().results.into_iter().map(|item| item.id).collect()
}
