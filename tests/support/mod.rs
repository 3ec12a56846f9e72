//! Doubles of the world outside, for every test crate: a clock of virtual time, seeded randomness, an embedder of words,
//! an HTTP that plays a script and remembers what was asked.
#![expect(clippy::expect_used, reason = "a double used wrongly fails the test")]
#![allow(dead_code, reason = "no test crate uses them all")]

pub(crate) mod tiny_model;
pub(crate) mod words;

use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
    future::{Future, pending},
    pin::pin,
    rc::Rc,
    task::{Context, Poll, Waker},
};

use forgetmenot::{
    Error, Result,
    model::Timestamp,
    ports::{Clock, Entropy, Http, HttpBody, HttpRequest, HttpResponse, PortFuture},
};

/// Runs a future whose every wait is answered by the doubles here. One that waits for anything else fails the test.
pub(crate) fn block_on<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    let ready = (0..100_000).find_map(|_| match future.as_mut().poll(&mut context) {
        Poll::Ready(value) => Some(value),
        Poll::Pending => None,
    });
    assert!(ready.is_some(), "the future waits for something that never comes");
    ready.into_iter().next().expect("just asserted")
}

/// Virtual time: a sleep that is waited for passes at once, moves the clock on, and is remembered.
#[derive(Clone)]
pub(crate) struct FakeClock(Rc<ClockState>);

struct ClockState {
    now_ms: Cell<i64>,
    sleeps: RefCell<Vec<u64>>,
    stopped: Cell<bool>,
    offset_minutes: Cell<i32>,
}

impl FakeClock {
    pub(crate) fn at(time: &str) -> Self {
        let now = Timestamp::parse(time).expect("the time is RFC 3339");
        let now_ms = Cell::new(now.millis());
        Self(Rc::new(ClockState {
            now_ms,
            sleeps: RefCell::default(),
            stopped: Cell::new(false),
            offset_minutes: Cell::new(0),
        }))
    }

    /// Every sleep waited for until now, in milliseconds.
    pub(crate) fn sleeps(&self) -> Vec<u64> {
        self.0.sleeps.borrow().clone()
    }

    /// From now on no sleep ever ends.
    pub(crate) fn stop(&self) {
        self.0.stopped.set(true);
    }

    /// From now on local time is so far ahead of UTC.
    pub(crate) fn stand_at(&self, offset_minutes: i32) {
        self.0.offset_minutes.set(offset_minutes);
    }

    pub(crate) fn advance(&self, ms: u64) {
        self.0.now_ms.set(self.0.now_ms.get().saturating_add(i64::try_from(ms).unwrap_or(i64::MAX)));
    }
}

impl Clock for FakeClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.now_ms.get()).expect("within the years of RFC 3339")
    }

    fn utc_offset_minutes(&self) -> i32 {
        self.0.offset_minutes.get()
    }

    fn sleep(&self, ms: u64) -> PortFuture<'static, ()> {
        let clock = self.clone();
        Box::pin(async move {
            clock.0.sleeps.borrow_mut().push(ms);
            if clock.0.stopped.get() {
                pending::<()>().await;
            }
            clock.advance(ms);
            Ok(())
        })
    }
}

/// The same random bytes for the same seed (xorshift64*, Vigna 2014).
pub(crate) struct SeededEntropy(Cell<u64>);

impl SeededEntropy {
    pub(crate) fn new(seed: u64) -> Self {
        Self(Cell::new(seed | 1))
    }
}

impl Entropy for SeededEntropy {
    fn fill(&self, bytes: &mut [u8]) {
        for byte in bytes {
            let mut x = self.0.get();
            x ^= x >> 12;
            x ^= x << 25;
            x ^= x >> 27;
            self.0.set(x);
            *byte = x.wrapping_mul(0x2545_F491_4F6C_DD1D).to_le_bytes()[7];
        }
    }
}

/// How one request is answered.
pub(crate) enum Answer {
    /// With a head and a body.
    Reply { status: u16, headers: Vec<(String, String)>, body: Vec<Piece> },
    /// With no response.
    Fail(Error),
    /// Never.
    Hang,
}

/// What comes next of a body.
#[derive(Clone)]
pub(crate) enum Piece {
    Bytes(Vec<u8>),
    Fail(Error),
    Hang,
}

impl Answer {
    /// A body in one piece.
    pub(crate) fn json(status: u16, body: impl AsRef<[u8]>) -> Self {
        Self::Reply { status, headers: Vec::new(), body: vec![Piece::Bytes(body.as_ref().to_vec())] }
    }

    /// A body of status 200 in pieces.
    pub(crate) fn pieces(body: Vec<Piece>) -> Self {
        Self::Reply { status: 200, headers: Vec::new(), body }
    }

    pub(crate) fn with_header(mut self, name: &str, value: &str) -> Self {
        if let Self::Reply { headers, .. } = &mut self {
            headers.push((name.to_owned(), value.to_owned()));
        }
        self
    }
}

/// Answers requests in the order of its script; a request beyond it fails the test.
#[derive(Default)]
pub(crate) struct ScriptedHttp {
    script: RefCell<VecDeque<Answer>>,
    requests: RefCell<Vec<HttpRequest>>,
    aborted: Rc<Cell<usize>>,
}

impl ScriptedHttp {
    pub(crate) fn new(script: impl IntoIterator<Item = Answer>) -> Rc<Self> {
        Rc::new(Self { script: RefCell::new(script.into_iter().collect()), ..Self::default() })
    }

    /// Every request until now.
    pub(crate) fn requests(&self) -> Vec<HttpRequest> {
        self.requests.borrow().clone()
    }

    /// How many exchanges were dropped before their end.
    pub(crate) fn aborted(&self) -> usize {
        self.aborted.get()
    }

    /// How many answers were not asked for.
    pub(crate) fn left(&self) -> usize {
        self.script.borrow().len()
    }
}

impl Http for ScriptedHttp {
    fn send(&self, request: HttpRequest) -> PortFuture<'_, HttpResponse> {
        self.requests.borrow_mut().push(request);
        let answer = self.script.borrow_mut().pop_front();
        Box::pin(async move {
            let mut exchange = Exchange { aborted: Rc::clone(&self.aborted), finished: false };
            match answer.expect("more requests than the script has answers") {
                Answer::Reply { status, headers, body } => {
                    let body = Box::new(ScriptedBody { pieces: body.into(), exchange });
                    Ok(HttpResponse { status, headers, body })
                }
                Answer::Fail(error) => {
                    exchange.finished = true;
                    Err(error)
                }
                Answer::Hang => pending().await,
            }
        })
    }
}

struct Exchange {
    aborted: Rc<Cell<usize>>,
    finished: bool,
}

impl Drop for Exchange {
    fn drop(&mut self) {
        if !self.finished {
            self.aborted.set(self.aborted.get() + 1);
        }
    }
}

struct ScriptedBody {
    pieces: VecDeque<Piece>,
    exchange: Exchange,
}

impl HttpBody for ScriptedBody {
    fn chunk(&mut self) -> PortFuture<'_, Option<Vec<u8>>> {
        let piece = self.pieces.pop_front();
        self.exchange.finished |= matches!(piece, None | Some(Piece::Fail(_)));
        Box::pin(async move {
            let result: Result<Option<Vec<u8>>> = match piece {
                Some(Piece::Bytes(bytes)) => Ok(Some(bytes)),
                Some(Piece::Fail(error)) => Err(error),
                Some(Piece::Hang) => pending().await,
                None => Ok(None),
            };
            result
        })
    }
}
