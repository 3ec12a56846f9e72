//! Several queries in one call are each answered as by a search of its own.

use std::{rc::Rc, task::Poll};

use forgetmenot::{
    ErrorCode,
    engine::{
        Abort, Engine, Ports,
        request::{AddOptions, SearchOptions, SignalsInput},
        response::SearchResult,
    },
    ports::{PortFuture, Reranker},
};
use proptest::prelude::*;
use serde_json::json;

use crate::{
    doubles::{World, add, find, user},
    support::block_on,
};

const WORDS: [&str; 12] =
    ["tea", "dog", "green", "walk", "Busan", "apples", "rain", "week", "sister", "piano", "train", "coffee"];

/// Puts the longest first.
struct Longest;

impl Reranker for Longest {
    fn rerank<'a>(&'a self, _: &'a str, texts: &'a [String]) -> PortFuture<'a, Vec<f32>> {
        Box::pin(std::future::ready(Ok(texts.iter().map(|text| text.len() as f32).collect())))
    }
}

/// Three hundred and twenty turns of two people in two conversations, some over, some of each year, in cells and fresh.
fn lived(world: &World, reranks: bool) -> Rc<Engine> {
    let reranker = reranks.then(|| Rc::new(Longest) as Rc<dyn Reranker>);
    let engine = world.open_with(Ports { llm: None, reranker, ..world.ports() });
    for n in 0..320_usize {
        let word = |by: usize| WORDS.get((n * by + n / 7) % WORDS.len()).copied().unwrap_or_default();
        let options = AddOptions {
            user_id: Some(if n % 3 == 0 { "bo" } else { "ana" }.into()),
            run_id: (n % 2 == 0).then(|| "a-run".into()),
            metadata: json!({ "year": 2020 + n % 5 }).as_object().cloned(),
            infer: Some(false),
            expires_at: (n % 11 == 0).then(|| "2026-11-22T10:01:00Z".into()),
            ..AddOptions::default()
        };
        let text = format!("{} and {} with {} {n}", word(1), word(5), word(7));
        block_on(engine.add(user(&text), options, &Abort::never())).unwrap();
        world.clock.advance(500);
        if n == 300 {
            while block_on(engine.maintain()).unwrap() {}
        }
    }
    engine
}

fn one_by_one(engine: &Engine, queries: &[String], options: &SearchOptions) -> Vec<SearchResult> {
    let ask = |query: &String| block_on(engine.search(query, options.clone(), &Abort::never())).unwrap();
    queries.iter().map(ask).collect()
}

fn options() -> impl Strategy<Value = SearchOptions> {
    let whose = (prop_oneof![Just("ana"), Just("bo"), Just("nobody")], any::<bool>());
    let which = (proptest::option::of(0_u32..6), any::<bool>(), proptest::option::of(0_u64..200));
    let how = (proptest::option::of(1_u32..80), 0.0..0.6_f64, 0.0..=1.0_f64, 0.0..=1.0_f64);
    (whose, which, how).prop_map(
        |((user, run), (year, include_expired, seconds), (limit, threshold, diversity, recency))| {
            SearchOptions {
                run_id: run.then(|| "a-run".into()),
                filters: year.map(|year| json!({ "year": { "gte": 2020 + year } })),
                include_expired: Some(include_expired),
                as_of: seconds.map(|s| format!("2026-11-22T10:{:02}:{:02}Z", s / 60, s % 60)),
                limit: limit.map(f64::from),
                threshold: Some(threshold),
                diversity: Some(diversity),
                signals: Some(SignalsInput { recency: Some(recency), ..SignalsInput::default() }),
                ..find(user)
            }
        },
    )
}

fn queries() -> impl Strategy<Value = Vec<String>> {
    let query =
        proptest::collection::vec(prop::sample::select(&WORDS[..]), 1..4).prop_map(|words| words.join(" "));
    let timed = Just("what was yesterday?".to_owned());
    proptest::collection::vec(prop_oneof![9 => query, 1 => timed], 0..12)
}

#[test]
fn many_queries_are_answered_as_one_by_one() {
    for reranks in [false, true] {
        let world = World::new();
        let engine = lived(&world, reranks);
        let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig::with_cases(64));
        let law = runner.run(&(queries(), options(), any::<bool>()), |(queries, options, words_only)| {
            world.embedder.failing.set(words_only.then_some(ErrorCode::ModelUnavailable));
            let many = block_on(engine.search_many(&queries, options.clone(), &Abort::never())).unwrap();
            prop_assert!(many == one_by_one(&engine, &queries, &options), "other hits, scores or order");
            Ok(())
        });
        law.unwrap();
    }
}

#[test]
fn many_queries_take_one_call_of_the_embedder() {
    let world = World::new();
    let engine = world.open_with(Ports { llm: None, ..world.ports() });
    for text in ["I drink green tea", "I have a dog", "the dog likes walks", "green apples last week"] {
        add(&engine, "ana", text);
    }
    let queries: Vec<String> = ["dog", "green", "dog", "what did I eat last week?"].map(str::to_owned).into();
    let calls = world.embedder.calls.get();
    let many = block_on(engine.search_many(&queries, find("ana"), &Abort::never())).unwrap();
    assert_eq!(world.embedder.calls.get(), calls + 1);
    for (query, found) in queries.iter().zip(&many) {
        assert_eq!(found, &block_on(engine.search(query, find("ana"), &Abort::never())).unwrap());
    }
    assert!(block_on(engine.search_many(&[], find("ana"), &Abort::never())).unwrap().is_empty());
    let too_many = vec!["tea".to_owned(); 101];
    for bad in [&too_many[..], &[String::new()]] {
        let refused = block_on(engine.search_many(bad, find("ana"), &Abort::never())).unwrap_err();
        assert_eq!(refused.code().as_str(), "invalid_input");
    }
}

/// A call that is given up answers nothing, wherever it waits; what is asked next is answered.
#[test]
fn a_call_is_given_up_as_a_whole() {
    let world = World::new();
    let engine = lived(&world, false);
    let queries = ["tea", "dog"].map(str::to_owned);
    for polls in 0..6 {
        let mut left = polls;
        let abort = Abort::on(std::future::poll_fn(move |_| {
            left -= 1;
            if left < 0 { Poll::Ready(()) } else { Poll::Pending }
        }));
        match block_on(engine.search_many(&queries, find("ana"), &abort)) {
            Err(e) => assert_eq!(e.code(), ErrorCode::Aborted),
            Ok(found) => assert_eq!(found, one_by_one(&engine, &queries, &find("ana"))),
        }
    }
}
