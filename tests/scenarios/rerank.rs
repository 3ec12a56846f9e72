//! The host's reranker has the last word on the order, and can do no harm.

use std::{cell::RefCell, rc::Rc};

use forgetmenot::{
    Error, ErrorCode,
    engine::{Abort, Engine, Ports, request::SearchOptions, response::SearchResult},
    ports::{PortFuture, Reranker},
};

use crate::{
    doubles::{World, add, find},
    support::block_on,
};

/// Answers what `answer` makes of the texts, and notes them.
struct Scripted {
    answer: fn(&[String]) -> Result<Vec<f32>, ErrorCode>,
    read: RefCell<Vec<usize>>,
}

impl Reranker for Scripted {
    fn rerank<'a>(&'a self, _: &'a str, texts: &'a [String]) -> PortFuture<'a, Vec<f32>> {
        self.read.borrow_mut().push(texts.len());
        let answer = (self.answer)(texts).map_err(|code| Error::new(code, "scripted failure"));
        Box::pin(std::future::ready(answer))
    }
}

fn over(world: &World, answer: fn(&[String]) -> Result<Vec<f32>, ErrorCode>) -> (Rc<Engine>, Rc<Scripted>) {
    let reranker = Rc::new(Scripted { answer, read: RefCell::default() });
    let ports =
        Ports { llm: None, reranker: Some(Rc::clone(&reranker) as Rc<dyn Reranker>), ..world.ports() };
    (world.open_with(ports), reranker)
}

#[expect(clippy::unnecessary_wraps, reason = "one shape for all scripts")]
fn shortest(texts: &[String]) -> Result<Vec<f32>, ErrorCode> {
    Ok(texts.iter().map(|text| -(text.len() as f32)).collect())
}

fn ask(engine: &Engine, options: SearchOptions) -> SearchResult {
    block_on(engine.search("green tea", options, &Abort::never())).unwrap()
}

const LONG: &str = "green tea and green apples for all of us";

fn told(engine: &Engine) {
    [LONG, "tea", "a dog"].iter().for_each(|text| drop(add(engine, "ana", text)));
}

#[test]
fn it_orders_what_was_found_and_the_score_explains_it() {
    let world = World::new();
    let (engine, _) = over(&world, shortest);
    told(&engine);
    let found = ask(&engine, find("ana"));
    assert_eq!((found.results[0].item.memory.as_str(), found.degraded), ("tea", None));
    for hit in &found.results {
        let sum: f32 = hit.explain.iter().map(|p| p.weight * p.value).sum();
        assert!((hit.score - sum).abs() < 1e-5 && hit.explain.iter().any(|p| p.signal == "rerank"));
    }
    // The threshold and the limit come after it.
    let one = ask(&engine, SearchOptions { limit: Some(1.0), ..find("ana") });
    assert_eq!(one.results[0].item.memory, "tea");
    let good = ask(&engine, SearchOptions { threshold: Some(0.9), ..find("ana") });
    assert_eq!(good.results.len(), 1);
}

#[test]
fn a_failure_leaves_our_order_and_says_so() {
    let world = World::new();
    told(&world.open_with(Ports { llm: None, ..world.ports() }));
    type Script = fn(&[String]) -> Result<Vec<f32>, ErrorCode>;
    let scripts: [(Script, &str); 4] = [
        (|_| Err(ErrorCode::ModelUnavailable), "model_unavailable"),
        (|texts| Ok(vec![f32::NAN; texts.len()]), "model_bad_reply"),
        (|texts| Ok(vec![f32::INFINITY; texts.len()]), "model_bad_reply"),
        (|_| Ok(Vec::new()), "model_bad_reply"),
    ];
    for (script, code) in scripts {
        let found = ask(&over(&world, script).0, find("ana"));
        assert_eq!(found.results[0].item.memory, LONG);
        assert_eq!(found.degraded.map(|problem| problem.code), Some(code));
    }
    let extreme: Script = |texts| Ok((0..texts.len()).map(|n| [f32::MAX, f32::MIN][n % 2]).collect());
    for script in [extreme, |texts| Ok(vec![7.0; texts.len()])] {
        let found = ask(&over(&world, script).0, find("ana"));
        assert!(found.degraded.is_none() && found.results.iter().all(|hit| (0.0..=1.0).contains(&hit.score)));
    }
}

#[test]
fn it_reads_fifty_to_a_hundred_and_nothing_of_an_empty_search() {
    let world = World::new();
    let (engine, reranker) = over(&world, shortest);
    assert!(ask(&engine, find("bo")).results.is_empty());
    for n in 0..130 {
        add(&engine, "ana", &format!("green tea number {n}"));
    }
    for limit in [1.0, 70.0, 1_000.0] {
        let found = ask(&engine, SearchOptions { limit: Some(limit), ..find("ana") });
        assert_eq!(found.results.len(), [1, 70, 130][reranker.read.borrow().len() - 1]);
        assert!(found.results.is_sorted_by(|a, b| a.score >= b.score));
    }
    assert_eq!(*reranker.read.borrow(), [50, 70, 100]);
}
