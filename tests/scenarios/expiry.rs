//! What a fact says of itself: when it is over, how much it matters, who it is about; and what the application keeps out.

use forgetmenot::{
    engine::{
        Abort, Engine, Guidance, Options,
        request::{AddOptions, GetAllOptions, SearchOptions, UpdateInput},
    },
    model::{Entity, Relation},
};
use serde_json::{Value, json};

use crate::{
    doubles::{World, add, all, find, of, search, user},
    support::block_on,
};

const DAY_MS: u64 = 86_400_000;

fn reply(facts: &[Value]) -> String {
    json!({ "facts": facts, "summary": "s" }).to_string()
}

fn exam() -> Value {
    json!({ "text": "User has an exam on 2026-11-23", "kind": "event", "messages": [1], "speaker": "user",
        "confidence": 0.9, "importance": 0.4, "eventDate": "2026-11-23", "expires": "2026-11-23" })
}

fn everything(engine: &Engine, include_expired: bool) -> usize {
    let include_expired = Some(include_expired);
    let options = GetAllOptions { user_id: Some("ana".into()), include_expired, ..GetAllOptions::default() };
    block_on(engine.get_all(options)).unwrap().results.len()
}

#[test]
fn what_is_over_is_passed_over_but_not_lost() {
    let world = World::new();
    let engine = world.open();
    world.llm.say(reply(&[exam()]));
    add(&engine, "ana", "I have an exam tomorrow");
    let hit = search(&engine, "ana", "exam").remove(0);
    assert_eq!(hit.item.expires_at.as_deref(), Some("2026-11-24T00:00:00Z"));
    world.clock.advance(2 * DAY_MS);
    let later = world.open();
    for engine in [&engine, &later] {
        assert!(search(engine, "ana", "exam").is_empty() && all(engine, "ana").is_empty());
        assert_eq!((everything(engine, false), everything(engine, true)), (0, 1));
        let ask = |options| block_on(engine.search("exam", options, &Abort::never())).unwrap().results.len();
        assert_eq!(ask(SearchOptions { include_expired: Some(true), ..find("ana") }), 1);
        assert_eq!(
            ask(SearchOptions { as_of: Some("2026-11-23".into()), ..find("ana") }),
            1,
            "it was so then"
        );
        assert_eq!(ask(SearchOptions { now: Some("2026-11-23T08:00:00Z".into()), ..find("ana") }), 1);
        assert_eq!(block_on(engine.history(&hit.item.id)).unwrap().len(), 1);
    }
}

#[test]
fn what_is_over_does_not_stand_in_the_way_of_the_same_words_later() {
    let world = World::new();
    let engine = world.open();
    let shopping =
        json!({ "text": "User goes shopping this week", "messages": [1], "expires": "2026-11-24" });
    world.llm.say(reply(std::slice::from_ref(&shopping)));
    add(&engine, "ana", "I go shopping this week");
    world.clock.advance(8 * DAY_MS);
    let mut again = shopping;
    again["expires"] = json!("2026-12-05");
    world.llm.say(reply(&[again]));
    let added = add(&engine, "ana", "I go shopping this week");
    assert_eq!(added.results[0].event, forgetmenot::model::Op::Add);
    assert_eq!(all(&engine, "ana").len(), 1);
}

#[test]
fn the_application_may_say_when_what_it_adds_is_over() {
    let world = World::new();
    let engine = world.open_without_model();
    let options = AddOptions { expires_at: Some("2026-11-22T11:00:00Z".into()), ..of("ana") };
    block_on(engine.add(user("The code of the door is blue"), options, &Abort::never())).unwrap();
    assert_eq!(search(&engine, "ana", "door").len(), 1);
    world.clock.advance(DAY_MS);
    assert!(search(&engine, "ana", "door").is_empty());
    let wrong = AddOptions { expires_at: Some("soon".into()), ..of("ana") };
    assert!(block_on(engine.add(user("x"), wrong, &Abort::never())).is_err());
}

#[test]
fn entities_and_relations_stay_with_the_version_that_states_them() {
    let world = World::new();
    let engine = world.open();
    world.llm.say(reply(&[
        json!({ "text": "User's sister Mia lives in Rome", "messages": [1], "importance": 0.7,
        "entities": [{ "name": "Mia", "type": "person" }, { "name": "Rome", "type": "place" }],
        "relations": [{ "subject": "Mia", "predicate": "sister_of", "object": "User" },
            { "subject": "Mia", "predicate": "lives_in", "object": "Rome" }] }),
    ]));
    add(&engine, "ana", "My sister Mia lives in Rome");
    let item = search(&engine, "ana", "Mia").remove(0).item;
    assert_eq!(item.importance, Some(0.7));
    assert_eq!(item.relations.len(), 2);
    let change = UpdateInput { text: Some("User's sister Mia lives in Oslo".into()), metadata: None };
    let changed = block_on(engine.update(&item.id, change)).unwrap();
    let mia = Entity { name: "Mia".into(), kind: Some("person".into()), aliases: vec![] };
    assert_eq!(changed.entities, [mia], "Rome is not named any more");
    let sister = Relation { subject: "Mia".into(), predicate: "sister_of".into(), object: "User".into() };
    assert_eq!(changed.relations, [sister]);
}

#[test]
fn importance_as_the_model_judged_it_lifts_a_hit_and_the_applications_word_counts_before_it() {
    let world = World::new();
    let engine = world.open();
    let fact =
        |text: &str, importance: f64| json!({ "text": text, "messages": [1], "importance": importance });
    world.llm.say(reply(&[fact("User eats tofu", 0.1), fact("User eats rice", 0.9)]));
    add(&engine, "ana", "I eat tofu and rice");
    let part = |hit: &forgetmenot::engine::response::SearchHit| {
        hit.explain.iter().find(|part| part.signal == "importance").unwrap().value
    };
    let hits = search(&engine, "ana", "what the user eats");
    assert_eq!((hits[0].item.memory.as_str(), part(&hits[0])), ("User eats rice", 0.9));
    let change = UpdateInput { text: None, metadata: json!({ "importance": 0.2 }).as_object().cloned() };
    block_on(engine.update(&hits[0].item.id, change)).unwrap();
    let again = search(&engine, "ana", "what the user eats rice");
    assert_eq!(part(again.iter().find(|h| h.item.id == hits[0].item.id).unwrap()), 0.2);
}

#[test]
fn topics_left_out_are_not_remembered_whatever_the_model_finds() {
    let world = World::new();
    let guidance = Guidance {
        includes: vec!["food".into()],
        excludes: vec!["health".into()],
        categories: vec![("food".into(), "what they eat".into()), ("health".into(), String::new())],
        ..Guidance::default()
    };
    let options = Options { guidance, ..Options::default() };
    let engine = block_on(Engine::open(world.ports(), options)).unwrap();
    let fact =
        |text: &str, category: &str| json!({ "text": text, "messages": [1], "categories": [category] });
    world.llm.say(reply(&[fact("User has diabetes", "Health"), fact("User loves figs", "food")]));
    add(&engine, "ana", "I have diabetes and love figs");
    assert_eq!(all(&engine, "ana"), ["User loves figs"]);
    let prompt = world.llm.prompts.borrow()[0].clone();
    for told in ["only what is about: food.", "anything about: health.", "- food: what they eat"] {
        assert!(prompt.system.contains(told), "{told}");
    }
}
