//! Time, importance and use lift what is as relevant; several queries at once; duplicates; queries of all sorts.

use forgetmenot::{
    engine::{
        Abort, Ports,
        request::{AddOptions, MAX_QUERY_BYTES, MessageInput, SearchOptions, SignalsInput},
    },
    text::estimate_tokens,
};
use proptest::prelude::*;
use serde_json::json;

use crate::{
    doubles::{World, add, find, of, search, user},
    support::block_on,
};

fn said(text: &str, at: &str) -> Vec<MessageInput> {
    let message = MessageInput { role: "user".into(), content: text.into(), ..MessageInput::default() };
    vec![MessageInput { timestamp: Some(at.into()), ..message }]
}

#[test]
fn the_time_a_query_names_lifts_what_was_said_then() {
    let world = World::new();
    let engine = world.open_without_model();
    for (text, at) in [
        ("we went hiking near the lake", "2026-03-10T10:00:00Z"),
        ("we went hiking in the woods", "2026-10-10T10:00:00Z"),
    ] {
        block_on(engine.add(said(text, at), of("ana"), &Abort::never())).unwrap();
    }
    let first = |query: &str, options: SearchOptions| {
        let hits = block_on(engine.search(query, options, &Abort::never())).unwrap().results;
        assert_eq!(hits.len(), 2, "time is a signal, never a filter");
        hits[0].clone()
    };
    let march = first("where did we go hiking last March?", find("ana"));
    assert!(march.item.memory.contains("lake"));
    let part = march.explain.iter().find(|p| p.signal == "time").unwrap();
    assert_eq!((part.raw, part.value), (0.0, 1.0));
    assert!(first("where did we go hiking last month?", find("ana")).item.memory.contains("woods"));
    let asked_then = SearchOptions { now: Some("2026-04-02T09:00:00+09:00".into()), ..find("ana") };
    assert!(first("where did we go hiking last month?", asked_then).item.memory.contains("lake"));
    let off = SearchOptions {
        signals: Some(SignalsInput { time: Some(0.0), ..Default::default() }),
        ..find("ana")
    };
    assert!(first("hiking last March", off).explain.iter().all(|p| p.signal != "time"));
}

#[test]
fn a_question_of_nothing_but_a_time_is_answered_by_the_time() {
    let world = World::new();
    let engine = world.open_without_model();
    for (text, at) in [
        ("ate soup with Bo", "2026-03-10T10:00:00Z"),
        ("climbed a hill", "2026-03-12T10:00:00Z"),
        ("bought shoes", "2026-10-10T10:00:00Z"),
    ] {
        block_on(engine.add(said(text, at), of("ana"), &Abort::never())).unwrap();
    }
    let asked = |query: &str| -> Vec<String> {
        search(&engine, "ana", query).into_iter().map(|hit| hit.item.memory).collect()
    };
    assert_eq!(asked("what was it last March?"), ["climbed a hill", "ate soup with Bo"], "the latest first");
    assert_eq!(asked("지난 10월에 뭐 했지?"), ["bought shoes"]);
    assert!(asked("what was it last January?").is_empty() && asked("what was it?").is_empty());
    // In a prompt, too, they stand in the order and with the days in which they were said.
    let found = block_on(engine.context("what was it last March?", find("ana"), &Abort::never())).unwrap();
    let lines: Vec<&str> = found.text.lines().filter(|line| line.starts_with("- [")).collect();
    assert_eq!(lines, ["- [2026-03-10] ate soup with Bo", "- [2026-03-12] climbed a hill"]);
}

#[test]
fn importance_and_use_break_ties_and_a_search_is_no_use() {
    let world = World::new();
    let engine = world.open_without_model();
    let important = AddOptions { metadata: json!({ "importance": 1 }).as_object().cloned(), ..of("ana") };
    block_on(engine.add(user("tea is fine one"), important, &Abort::never())).unwrap();
    add(&engine, "ana", "tea is fine two");
    assert_eq!(search(&engine, "ana", "tea")[0].item.memory, "tea is fine one");
    assert_eq!(search(&engine, "ana", "tea"), search(&engine, "ana", "tea"), "looking changes nothing");
    block_on(engine.context("tea two", find("ana"), &Abort::never())).unwrap();
    let used = |signal: &str| {
        search(&engine, "ana", "tea")[0].explain.iter().find(|p| p.signal == signal).map(|p| p.raw).unwrap()
    };
    assert_eq!((used("use"), used("importance")), (1.0, 1.0));
}

#[test]
fn near_duplicates_do_not_fill_the_list_or_the_context() {
    let world = World::new();
    let engine = world.open_without_model();
    for text in ["tea is good, tea!", "tea is good tea", "Tea is good. Tea?", "my tea cup is blue"] {
        add(&engine, "ana", text);
    }
    let hits = search(&engine, "ana", "good tea");
    assert_eq!(hits.len(), 4, "nothing is lost");
    assert!(hits.windows(2).all(|w| w[0].score >= w[1].score));
    assert!(hits.iter().any(|h| h.explain.iter().any(|p| p.signal == "diversity" && p.weight < 0.0)));
    for hit in &hits {
        let sum: f32 = hit.explain.iter().map(|p| p.weight * p.value).sum();
        assert!((hit.score - sum).abs() < 1e-5, "{hit:?}");
    }
    let block = block_on(engine.context("good tea", find("ana"), &Abort::never())).unwrap();
    assert_eq!(block.ids.len(), 2, "{}", block.text);
}

#[test]
fn a_rewritten_query_is_searched_and_a_failed_rewriting_is_not_missed() {
    let world = World::new();
    let engine = world.open();
    world.llm.facts(&["User lives in Lisbon"]);
    add(&engine, "ana", "I live in Lisbon");
    let rewriting = || SearchOptions { rewrite: Some(true), ..find("ana") };
    world.llm.say(r#"{"query":"Lisbon"}"#);
    let found = block_on(engine.search("erm, that town of hers?", rewriting(), &Abort::never())).unwrap();
    assert_eq!((found.rewritten.as_deref(), found.results.len()), (Some("Lisbon"), 1));
    assert!(world.llm.prompts.borrow().last().unwrap().turns[0].text.contains("that town"));
    world.llm.say("no JSON");
    let plain = block_on(engine.search("Lisbon", rewriting(), &Abort::never())).unwrap();
    world.llm.fail(forgetmenot::ErrorCode::Network);
    let failed = block_on(engine.search("Lisbon", rewriting(), &Abort::never())).unwrap();
    assert_eq!((&plain.rewritten, &plain.degraded, plain.results.len()), (&None, &None, 1));
    assert_eq!(plain, failed);
    let calls = world.llm.calls();
    search(&engine, "ana", "Lisbon");
    assert_eq!(world.llm.calls(), calls, "off by default");
}

#[test]
fn every_query_has_a_defined_answer() {
    let world = World::new();
    let engine = world.open_with(Ports { llm: None, ..world.ports() });
    add(&engine, "ana", "I drink green tea");
    let long = "tea ".repeat(25_000);
    for query in ["the", "💥🎉", "?!", "은 는 이 가", &long] {
        let found = block_on(engine.search(query, find("ana"), &Abort::never())).unwrap();
        assert!(found.degraded.is_none() && found.results.len() <= 1);
    }
    assert_eq!(search(&engine, "ana", &long).len(), 1);
    let huge = "x".repeat(MAX_QUERY_BYTES + 1);
    for query in ["", " \n ", &huge] {
        let refused = block_on(engine.search(query, find("ana"), &Abort::never())).unwrap_err();
        assert_eq!(refused.code().as_str(), "invalid_input");
    }
    let signals = |recency: f64| Some(SignalsInput { recency: Some(recency), ..Default::default() });
    for bad in [
        SearchOptions { diversity: Some(1.1), ..find("ana") },
        SearchOptions { signals: signals(f64::NAN), ..find("ana") },
        SearchOptions { now: Some("yesterday".into()), ..find("ana") },
    ] {
        let refused = block_on(engine.search("tea", bad, &Abort::never())).unwrap_err();
        assert_eq!(refused.code().as_str(), "invalid_input");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn a_context_never_exceeds_its_budget(
        texts in prop::collection::vec("tea [a-z0-9 💥서울é]{0,60}", 1..12),
        max in 16_u32..400,
    ) {
        let world = World::new();
        let engine = world.open_without_model();
        for text in &texts {
            add(&engine, "ana", text);
        }
        let options = SearchOptions { max_tokens: Some(f64::from(max)), ..find("ana") };
        let block = block_on(engine.context("tea", options, &Abort::never())).unwrap();
        prop_assert!(block.tokens <= max as usize);
        prop_assert!(estimate_tokens(&block.text) <= block.tokens);
    }
}
