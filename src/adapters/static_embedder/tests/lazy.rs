//! Fetching a model when it is needed: once, verified, tried again.

use std::{
    cell::{Cell, RefCell},
    future::{Future, pending, ready},
    pin::pin,
    rc::Rc,
    task::{Context, Poll, Waker},
};

use super::{
    super::{ModelFiles, ModelSource, StaticEmbedder},
    Maker,
};
use crate::{
    Error, ErrorCode, Result,
    model::Timestamp,
    ports::{Clock, EmbedPurpose, Embedder, EmbeddingSpace, PortFuture, Readiness},
};

/// Time that passes only when told.
#[derive(Default)]
struct StillClock(Cell<i64>, Cell<bool>);

impl Clock for StillClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(1_000_000 + self.0.get()).unwrap()
    }

    fn sleep(&self, _: u64) -> PortFuture<'static, ()> {
        if self.1.get() { Box::pin(ready(Ok(()))) } else { Box::pin(pending()) }
    }
}

/// Answers with what it is told to; remembers whether each was asked for fresh.
#[derive(Default)]
struct Script {
    cached: RefCell<Option<Result<Vec<u8>>>>,
    fresh: RefCell<Option<Result<Vec<u8>>>>,
    asked: RefCell<Vec<bool>>,
    sha256: Option<[u8; 32]>,
    space: Option<EmbeddingSpace>,
}

impl ModelSource for Script {
    fn read(&self, fresh: bool) -> PortFuture<'static, ModelFiles> {
        self.asked.borrow_mut().push(fresh);
        let answer = if fresh { &self.fresh } else { &self.cached };
        match answer.borrow().clone() {
            Some(answer) => Box::pin(ready(answer.map(ModelFiles::Fmn))),
            None => Box::pin(pending()),
        }
    }

    fn sha256(&self) -> Option<[u8; 32]> {
        self.sha256
    }

    fn space(&self) -> Option<EmbeddingSpace> {
        self.space.clone()
    }
}

fn poll<T>(future: impl Future<Output = T>) -> Option<T> {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => Some(value),
        Poll::Pending => None,
    }
}

fn embed(embedder: &StaticEmbedder, text: &str) -> Result<Option<Vec<f32>>> {
    let texts = [text.to_owned()];
    poll(embedder.embed(&texts, EmbedPurpose::Query)).unwrap().map(|mut vectors| vectors.pop().unwrap())
}

fn over(script: Script) -> (Rc<Script>, Rc<StillClock>, StaticEmbedder) {
    let (script, clock) = (Rc::new(script), Rc::new(StillClock::default()));
    let embedder = StaticEmbedder::new(Rc::clone(&script) as _, Rc::clone(&clock) as _);
    (script, clock, embedder)
}

fn good() -> Vec<u8> {
    Maker::new().file()
}

fn digest() -> [u8; 32] {
    ModelFiles::Fmn(good()).digest()
}

#[test]
fn is_read_once_and_then_knows_its_space() {
    let (script, _, embedder) = over(Script { cached: RefCell::new(Some(Ok(good()))), ..Script::default() });
    assert!(embedder.space().is_none() && matches!(embedder.readiness(), Readiness::Loading));
    assert_eq!(poll(embedder.embed(&[], EmbedPurpose::Query)).unwrap().unwrap().len(), 0);
    assert!(script.asked.borrow().is_empty(), "nothing to embed needs no model");
    assert!(embed(&embedder, "cat").unwrap().is_some());
    assert_eq!(embed(&embedder, "🙂").unwrap(), None);
    let space = embedder.space().unwrap();
    let short: String = digest().iter().take(4).map(|b| format!("{b:02x}")).collect();
    assert_eq!(
        (space.provider.as_str(), space.model.clone(), space.dims),
        ("static", format!("tiny-{short}"), 2)
    );
    assert_eq!((script.asked.borrow().len(), embedder.model().is_some()), (1, true));
    assert!(matches!(embedder.readiness(), Readiness::Ready) && embedder.is_on_device());
}

#[test]
fn what_a_cache_spoilt_is_fetched_again() {
    for spoilt in [good()[..40].to_vec(), vec![0; 9]] {
        let script = Script {
            cached: RefCell::new(Some(Ok(spoilt))),
            fresh: RefCell::new(Some(Ok(good()))),
            sha256: Some(digest()),
            ..Script::default()
        };
        let (script, _, embedder) = over(script);
        assert!(embed(&embedder, "cat").unwrap().is_some());
        assert_eq!(*script.asked.borrow(), [false, true]);
    }
}

#[test]
fn the_wrong_file_is_never_used() {
    let announced = EmbeddingSpace { provider: "static".into(), model: "tiny-00000000".into(), dims: 3 };
    for (sha256, space) in [(Some([7; 32]), None), (None, Some(announced))] {
        let file = || RefCell::new(Some(Ok(good())));
        let (script, _, embedder) =
            over(Script { cached: file(), fresh: file(), sha256, space, ..Script::default() });
        assert_eq!(embed(&embedder, "cat").unwrap_err().code(), ErrorCode::ModelCorrupt);
        assert_eq!(script.asked.borrow().len(), 2);
        assert!(matches!(embedder.readiness(), Readiness::Failed(e) if e.code() == ErrorCode::ModelCorrupt));
    }
}

#[test]
fn a_failure_is_tried_again_after_a_while() {
    let failure = Error::new(ErrorCode::ModelUnavailable, "offline");
    let (script, clock, embedder) =
        over(Script { cached: RefCell::new(Some(Err(failure))), ..Script::default() });
    assert_eq!(embed(&embedder, "cat").unwrap_err().code(), ErrorCode::ModelUnavailable);
    *script.cached.borrow_mut() = Some(Ok(good()));
    assert!(embed(&embedder, "cat").is_err(), "not at once");
    assert_eq!(script.asked.borrow().len(), 1);
    clock.0.set(10_000);
    assert!(embed(&embedder, "cat").unwrap().is_some());
    assert_eq!(script.asked.borrow().len(), 2);
}

#[test]
fn callers_share_one_fetch_and_none_waits_for_ever() {
    let (script, clock, embedder) = over(Script::default());
    let texts = ["cat".to_owned()];
    let mut first = embedder.embed(&texts, EmbedPurpose::Query);
    let mut second = embedder.prepare();
    let mut context = Context::from_waker(Waker::noop());
    assert!(
        first.as_mut().poll(&mut context).is_pending() && second.as_mut().poll(&mut context).is_pending()
    );
    assert_eq!(script.asked.borrow().len(), 1);
    drop((first, second));
    clock.1.set(true);
    let error = embed(&embedder, "cat").unwrap_err();
    assert_eq!((error.code(), error.is_retryable()), (ErrorCode::ModelUnavailable, true));
    assert_eq!(script.asked.borrow().len(), 1, "what was dropped goes on for the next who asks");
}

#[test]
fn a_hash_is_sixty_four_digits() {
    let text = "00ff".repeat(16);
    assert_eq!(super::super::sha256_of_hex(&text).unwrap()[..3], [0, 255, 0]);
    assert_eq!(super::super::sha256_of_hex(&text.to_uppercase()).unwrap()[..3], [0, 255, 0]);
    for bad in ["", "0", "00", &"0".repeat(63), &"0".repeat(66), &"+0".repeat(32), &"é".repeat(32)] {
        let error = super::super::sha256_of_hex(bad).unwrap_err();
        assert_eq!(error.code(), ErrorCode::InvalidConfig);
    }
}
