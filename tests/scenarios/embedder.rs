//! The embedder on the device: found by meaning, done without, caught up with.

use std::rc::Rc;

use forgetmenot::{
    ErrorCode,
    adapters::static_embedder::StaticEmbedder,
    engine::{Abort, Engine, Ports, request::AddOptions, response::SearchResult},
};

use crate::{
    doubles::{World, find, of, user},
    support::{block_on, tiny_model::Source, words::WordEmbedder},
};

fn ports(world: &World, source: &Rc<Source>) -> Ports {
    let embedder = StaticEmbedder::new(Rc::clone(source) as _, Rc::new(world.clock.clone()));
    Ports { llm: None, chat: None, embedder: Some(Rc::new(embedder)), ..world.ports() }
}

/// Keeps a message as it is.
fn keep(engine: &Engine, text: &str) {
    let options = AddOptions { infer: Some(false), ..of("ana") };
    block_on(engine.add(user(text), options, &Abort::never())).unwrap();
}

fn asked(engine: &Engine, query: &str) -> SearchResult {
    block_on(engine.search(query, find("ana"), &Abort::never())).unwrap()
}

fn best(engine: &Engine, query: &str) -> Option<String> {
    asked(engine, query).results.into_iter().next().map(|hit| hit.item.memory)
}

fn vectors(engine: &Engine) -> usize {
    block_on(engine.health()).unwrap().index.vectors
}

fn settle(engine: &Engine) {
    let ends = (0..1_000).any(|_| !block_on(engine.maintain()).unwrap());
    assert!(ends, "upkeep never ends");
}

#[test]
fn a_paraphrase_is_found_in_either_language() {
    let world = World::new();
    let engine = world.open_with(ports(&world, &Source::new("tiny", true)));
    keep(&engine, "My cat is called Mia");
    keep(&engine, "세금 신고는 5월");
    assert_eq!(best(&engine, "any pet?").unwrap(), "My cat is called Mia");
    assert_eq!(best(&engine, "고양이").unwrap(), "My cat is called Mia");
    assert_eq!(best(&engine, "invoice").unwrap(), "세금 신고는 5월");
}

#[test]
fn without_its_model_words_do_and_later_everything_is_embedded() {
    for (announced, code) in [
        (true, ErrorCode::ModelUnavailable),
        (false, ErrorCode::ModelUnavailable),
        (true, ErrorCode::ModelCorrupt),
    ] {
        let world = World::new();
        let source = Source::new("tiny", announced);
        source.failing.set(Some(code));
        let engine = world.open_with(ports(&world, &source));
        keep(&engine, "My cat is called Mia");
        let found = asked(&engine, "called Mia");
        assert_eq!((found.results.len(), found.degraded.unwrap().code), (1, code.as_str()));
        assert!(asked(&engine, "pet").results.is_empty());
        settle(&engine);
        let health = block_on(engine.health()).unwrap();
        let embedder = health.embedder.unwrap();
        assert_eq!(
            (health.index.vectors, embedder.loaded, embedder.dims),
            (0, false, announced.then_some(2))
        );
        assert_eq!(embedder.problem.unwrap().code, code.as_str());

        source.failing.set(None);
        world.clock.advance(20_000);
        block_on(engine.prepare()).unwrap();
        settle(&engine);
        let health = block_on(engine.health()).unwrap();
        let embedder = health.embedder.unwrap();
        assert_eq!((health.index.vectors, embedder.loaded, embedder.dims), (1, true, Some(2)));
        let found = asked(&engine, "pet");
        assert_eq!((found.results.len(), found.degraded), (1, None));
    }
}

#[test]
fn a_search_itself_tries_again_and_flush_catches_up() {
    let world = World::new();
    let source = Source::new("tiny", false);
    source.failing.set(Some(ErrorCode::ModelUnavailable));
    let engine = world.open_with(ports(&world, &source));
    keep(&engine, "My cat is called Mia");
    source.failing.set(None);
    world.clock.advance(20_000);
    assert!(asked(&engine, "pet").degraded.is_none());
    block_on(engine.flush(&Abort::never())).unwrap();
    assert_eq!(asked(&engine, "pet").results.len(), 1);
}

#[test]
fn stored_vectors_are_used_once_the_space_is_known() {
    let world = World::new();
    let engine = world.open_with(ports(&world, &Source::new("tiny", false)));
    for n in 0..20 {
        keep(&engine, &format!("cat number {n}"));
    }
    block_on(engine.close()).unwrap();
    let source = Source::new("tiny", false);
    let engine = world.open_with(ports(&world, &source));
    assert_eq!((vectors(&engine), source.reads.get()), (0, 0), "opening waits for no model");
    // The very search that brings the model has the vectors.
    assert_eq!(asked(&engine, "pet").results.len(), 10);
    assert_eq!((vectors(&engine), source.reads.get()), (20, 1));
}

#[test]
fn a_text_without_a_direction_is_kept_and_found_by_its_words() {
    let world = World::new();
    let engine = world.open_with(ports(&world, &Source::new("tiny", true)));
    keep(&engine, "zeppelin 42");
    keep(&engine, "a cat");
    assert_eq!(vectors(&engine), 1);
    let found = asked(&engine, "zeppelin");
    assert_eq!(found.degraded, None, "a query without a direction, too");
    assert_eq!(found.results[0].item.memory, "zeppelin 42", "before the turn beside it");
    settle(&engine);
    assert!(!engine.wants_upkeep(), "nobody tries again and again");
    block_on(engine.flush(&Abort::never())).unwrap();
    assert_eq!(vectors(&engine), 1);
    let id = found.results[0].item.id.clone();
    let change = serde_json::from_str(r#"{"text":"a pet zeppelin"}"#).unwrap();
    block_on(engine.update(&id, change)).unwrap();
    assert_eq!(vectors(&engine), 2, "its next text may have one");
}

#[test]
fn another_models_memories_are_embedded_anew_in_the_background() {
    let mut world = World::new();
    let words = |world: &World| Ports { llm: None, chat: None, ..world.ports() };
    let engine = world.open_with(words(&world));
    for n in 0..250 {
        keep(&engine, &format!("cat number {n}"));
    }
    block_on(engine.close()).unwrap();
    let engine = world.open_with(ports(&world, &Source::new("tiny", true)));
    assert_eq!(vectors(&engine), 0);
    assert_eq!(best(&engine, "number 7").unwrap(), "cat number 7");
    settle(&engine);
    assert_eq!((vectors(&engine), asked(&engine, "pet").results.len()), (250, 10));
    block_on(engine.close()).unwrap();
    // And back: an embedder that fails is not asked over and over.
    world.embedder = Rc::new(WordEmbedder::new("m1", 128));
    world.embedder.failing.set(Some(ErrorCode::Network));
    let engine = world.open_with(words(&world));
    settle(&engine);
    settle(&engine);
    assert_eq!((vectors(&engine), world.embedder.calls.get()), (0, 1));
    world.embedder.failing.set(None);
    assert!(asked(&engine, "cat").degraded.is_none());
    settle(&engine);
    assert_eq!(vectors(&engine), 250);
}

#[test]
fn extracted_facts_do_not_wait_for_a_model_that_is_missing() {
    let world = World::new();
    let source = Source::new("tiny", true);
    source.failing.set(Some(ErrorCode::ModelUnavailable));
    let engine = world.open_with(Ports { llm: world.ports().llm, ..ports(&world, &source) });
    world.llm.facts(&["User has a cat"]);
    block_on(engine.add(user("I have a cat"), of("ana"), &Abort::never())).unwrap();
    assert_eq!(best(&engine, "cat").unwrap(), "User has a cat");
    assert!(block_on(engine.pending()).unwrap().is_empty());
    assert_eq!(vectors(&engine), 0);
}
