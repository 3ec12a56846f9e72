//! The profile: slots, a summary that is always ready, and how the person wants things done.

use std::rc::Rc;

use forgetmenot::{
    engine::{
        Abort, Engine, Guidance, Options, ProfileResult,
        request::{ChatOptions, ProfileOptions, SearchOptions},
    },
    model::Op,
};
use serde_json::{Value, json};

use crate::{
    doubles::{World, add, all, find, user},
    support::block_on,
};

fn with_slots(world: &World) -> Rc<Engine> {
    let slots = vec![
        ("level".to_owned(), "the learner's level in Korean".to_owned()),
        ("Goal".to_owned(), "what they learn for".to_owned()),
    ];
    let options = Options { guidance: Guidance { slots, ..Guidance::default() }, ..Options::default() };
    block_on(Engine::open(world.ports(), options)).unwrap()
}

/// The next extraction finds these facts, each with fields beside the usual ones.
fn finds(world: &World, facts: &[(&str, Value)]) {
    let fact = |(text, more): &(&str, Value)| {
        let mut fact =
            json!({ "text": text, "kind": "fact", "messages": [1], "speaker": "user", "confidence": 1 });
        fact.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        fact
    };
    let facts: Vec<Value> = facts.iter().map(fact).collect();
    world.llm.say(json!({ "facts": facts, "summary": "" }).to_string());
}

fn learn(world: &World, engine: &Engine, facts: &[(&str, Value)]) {
    finds(world, facts);
    add(engine, "ana", "A lot happened to me");
}

fn profile(engine: &Engine, user_id: &str) -> ProfileResult {
    let options = ProfileOptions { user_id: Some(user_id.into()), ..ProfileOptions::default() };
    block_on(engine.profile(options)).unwrap()
}

#[test]
fn a_slot_of_the_application_holds_the_newer_fact() {
    let world = World::new();
    let engine = with_slots(&world);
    learn(&world, &engine, &[("User is at level A2 in Korean", json!({ "slot": "LEVEL" }))]);
    let asked = world.llm.prompts.borrow()[0].clone();
    assert!(asked.system.contains("- level: the learner's level in Korean"), "{}", asked.system);

    world.clock.advance(1_000);
    // A weak model would keep both, and does not see that they share a word with nothing.
    finds(&world, &[("They passed the B1 exam", json!({ "slot": "level" }))]);
    world.llm.decisions(&[(1, "ADD", None, None)]);
    let changed = add(&engine, "ana", "I passed B1!").results.remove(0);
    assert_eq!(
        (changed.event, changed.previous_memory.as_deref()),
        (Op::Update, Some("User is at level A2 in Korean"))
    );
    assert_eq!(all(&engine, "ana"), ["They passed the B1 exam"]);

    for engine in [engine, with_slots(&world)] {
        let profile = profile(&engine, "ana");
        assert_eq!(profile.slots.len(), 1, "{:?}", profile.slots);
        let level = &profile.slots["level"];
        assert_eq!((level.memory.as_str(), &level.memory_id), ("They passed the B1 exam", &changed.id));
        assert_eq!(level.updated_at, "2026-11-22T10:00:01Z");
    }
}

#[test]
fn a_slot_nobody_defined_is_none_and_of_two_in_one_turn_the_last_counts() {
    let world = World::new();
    let engine = with_slots(&world);
    learn(&world, &engine, &[("User likes tea", json!({ "slot": "mood" }))]);
    assert!(profile(&engine, "ana").slots.is_empty());
    let goal = json!({ "slot": "goal" });
    finds(&world, &[("User learns for a trip", goal.clone()), ("User learns for work", goal)]);
    add(&engine, "bo", "for a trip; no, for work");
    let slots = profile(&engine, "bo").slots;
    assert_eq!(slots["Goal"].memory, "User learns for work", "by the name that the application gave");
}

#[test]
fn a_profile_is_short_in_parts_and_follows_every_change() {
    let world = World::new();
    let engine = with_slots(&world);
    let facts = [
        ("User's name is Ana", json!({ "categories": ["identity"], "importance": 0.9 })),
        ("User lives in Lisbon", json!({ "categories": ["home"], "importance": 0.6 })),
        ("User is allergic to peanuts", json!({ "categories": ["health"], "importance": 0.95 })),
        ("User likes jazz", json!({ "kind": "preference", "importance": 0.3 })),
        (
            "User flies to Rome on 2026-12-01",
            json!({ "kind": "event", "eventDate": "2026-12-01", "importance": 0.5 }),
        ),
        (
            "User ran a marathon on 2025-05-01",
            json!({ "kind": "event", "eventDate": "2025-05-01", "importance": 0.5 }),
        ),
        ("User wants short answers", json!({ "kind": "procedure", "importance": 0.8 })),
    ];
    learn(&world, &engine, &facts);
    let calls = world.llm.calls();
    let whole = profile(&engine, "ana");
    assert_eq!(
        whole.summary,
        "Who: User's name is Ana\nHome: User lives in Lisbon\nHealth: User is allergic to peanuts\n\
         Preferences: User likes jazz\nPlans: User flies to Rome on 2026-12-01\n\
         How things are to be done: User wants short answers"
    );
    assert_eq!(whole.procedures[0].memory, "User wants short answers");
    assert_eq!(whole.preferences[0].memory, "User likes jazz");
    assert_eq!(world.llm.calls(), calls, "no model is asked");
    assert_eq!(profile(&with_slots(&world), "ana"), whole, "the same after opening again");
    assert_eq!(profile(&engine, "bo"), ProfileResult::default());

    let short = ProfileOptions { user_id: Some("ana".into()), max_tokens: Some(30.0), ..Default::default() };
    let short = block_on(engine.profile(short)).unwrap();
    assert!(
        short.tokens <= 30 && short.summary.contains("peanuts") && !short.summary.contains("jazz"),
        "{short:?}"
    );

    block_on(engine.delete(&whole.preferences[0].id)).unwrap();
    let text = serde_json::from_value(json!({ "text": "User wants answers in Korean" })).unwrap();
    block_on(engine.update(&whole.procedures[0].id, text)).unwrap();
    let changed = profile(&engine, "ana");
    assert!(!changed.summary.contains("jazz"), "{}", changed.summary);
    assert_eq!(changed.procedures[0].memory, "User wants answers in Korean");
    let wrong = ProfileOptions { user_id: Some("ana".into()), max_tokens: Some(5.0), ..Default::default() };
    assert_eq!(block_on(engine.profile(wrong)).unwrap_err().code().as_str(), "invalid_input");
}

#[test]
fn how_things_are_to_be_done_goes_along_whatever_is_asked() {
    let world = World::new();
    let engine = with_slots(&world);
    learn(
        &world,
        &engine,
        &[
            ("User wants answers\nin Korean", json!({ "kind": "procedure" })),
            ("User lives in Lisbon", json!({ "categories": ["home"] })),
        ],
    );
    let context = |options: SearchOptions| {
        block_on(engine.context("where does the user live?", options, &Abort::never())).unwrap()
    };
    let block = context(find("ana"));
    let lines: Vec<&str> = block.text.lines().collect();
    assert!(lines[1].contains("[wish]"), "{}", block.text);
    assert_eq!(lines[2], "- [wish] User wants answers in Korean", "first, and on one line");
    assert!(lines[3].ends_with("User lives in Lisbon") && lines.len() == 5, "{}", block.text);
    assert_eq!(block.ids.len(), 2);
    let nothing = block_on(engine.context("zebra", find("bo"), &Abort::never())).unwrap();
    assert_eq!(nothing.text, "", "another person's wishes stay theirs");

    let with_profile = context(SearchOptions { profile: Some(true), ..find("ana") });
    assert!(with_profile.text.contains("- [profile] Home: User lives in Lisbon"), "{}", with_profile.text);
    assert_eq!(with_profile.text.matches("Lisbon").count(), 1, "what the profile says is not said again");
    let tight = context(SearchOptions { profile: Some(true), max_tokens: Some(60.0), ..find("ana") });
    assert!(tight.tokens <= 60, "{tight:?}");
    let filters = Some(json!({ "kind": "fact" }));
    let filtered = context(SearchOptions { filters, profile: Some(true), ..find("ana") });
    assert!(!filtered.text.contains("Korean") && !filtered.text.contains("[profile]"), "{}", filtered.text);

    let asked = ChatOptions { user_id: Some("ana".into()), remember: Some(false), ..Default::default() };
    world.llm.say("네");
    block_on(engine.chat(user("zebra?"), asked, &mut |_| {}, &Abort::never())).unwrap();
    let prompt = world.llm.prompts.borrow().last().unwrap().clone();
    assert!(prompt.turns[0].text.contains("- [wish] User wants answers in Korean"), "{:?}", prompt.turns);
    assert!(prompt.system.contains("[wish]") && !prompt.system.contains("in Korean"), "{}", prompt.system);
}
