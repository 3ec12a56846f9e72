//! Adds, flushes and reloads in any order over a model that fails in any way: every seed is another schedule.
#![expect(clippy::indexing_slicing, reason = "a test that goes wrong may panic")]

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, BTreeSet},
    future::Future,
    pin::{Pin, pin},
    rc::Rc,
    task::{Context, Poll, Waker},
};

use forgetmenot::{
    Error, ErrorCode,
    engine::{Abort, Budget, Buffer, Engine, Options, Ports},
    ports::{Finish, Llm, PortFuture, Prompt, Reply, Usage},
};
use proptest::prelude::*;
use serde_json::json;

use crate::{
    doubles::{World, add, all, of, user},
    support::{block_on, words::yield_once},
};

const SCOPES: [&str; 3] = ["ana", "bo", "cho"];
/// How many steps a schedule has, and how often one future may be asked before the test gives up.
const STEPS: usize = 400;

/// The same numbers for the same seed (xorshift64*, Vigna 2014).
struct Chance(Cell<u64>);

impl Chance {
    fn below(&self, n: usize) -> usize {
        let mut x = self.0.get();
        x ^= x >> 12;
        x ^= x << 25;
        x ^= x >> 27;
        self.0.set(x);
        usize::try_from(x.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33).unwrap() % n
    }
}

/// Finds one fact in every message, unless it is slow, fails, talks nonsense or is cut off.
struct Moody {
    chance: Rc<Chance>,
    /// Whether it has moods at all.
    well: Rc<Cell<bool>>,
    calls: Rc<Cell<u64>>,
    /// The turns that a reply which was cut off told of: they are read again, and may then be told in other words.
    cut: Rc<RefCell<BTreeSet<String>>>,
    /// The scopes it is reading for: those of one engine are read one call at a time.
    reading: RefCell<BTreeSet<&'static str>>,
}

/// A scope that is being read, until the call ends or is dropped.
struct Reading<'a>(&'a Moody, &'static str);

impl Drop for Reading<'_> {
    fn drop(&mut self) {
        self.0.reading.borrow_mut().remove(self.1);
    }
}

impl Moody {
    fn answer(&self, prompt: &Prompt) -> forgetmenot::Result<Reply> {
        let text = &prompt.turns[0].text;
        let good = match text.split_once("## New messages") {
            Some((_, new)) => {
                let said = new.lines().filter(|line| line.starts_with('{'));
                let fact = |(n, line): (usize, &str)| {
                    let (_, after) = line.split_once("kettle ").unwrap();
                    let number: String = after.chars().take_while(char::is_ascii_digit).collect();
                    // Never twice in the same words, so that nothing is taken for known.
                    json!({ "text": format!("Kettle {number} hums in call {}", self.calls.get()), "messages": [n] })
                };
                json!({ "facts": (1..).zip(said).map(fact).collect::<Vec<_>>(), "summary": "s" }).to_string()
            }
            None => {
                let count = text.split_once("## Memories").unwrap().0.matches("\"n\":").count();
                let add = |n: usize| json!({ "fact": n, "event": "ADD", "memory": null });
                json!({ "decisions": (1..=count).map(add).collect::<Vec<_>>() }).to_string()
            }
        };
        let fail = |code| Err(Error::new(code, "one of its moods"));
        let mood = if self.well.get() { 99 } else { self.chance.below(12) };
        let text = match mood {
            0 => return fail(ErrorCode::Network),
            1 => return fail(ErrorCode::ModelBlocked),
            2 => return fail(ErrorCode::ModelRateLimited),
            3 => "I would rather not.".to_owned(),
            4 => {
                let numbers = good.split("Kettle ").skip(1).filter_map(|fact| fact.split(' ').next());
                self.cut.borrow_mut().extend(numbers.map(str::to_owned));
                good.chars().take(self.chance.below(good.len())).collect()
            }
            _ => good,
        };
        let usage = Usage { input_tokens: 10, output_tokens: 1 };
        Ok(Reply { text, finish: Finish::Stop, usage, model: "moody".into() })
    }
}

impl Llm for Moody {
    fn model(&self) -> &str {
        "moody"
    }

    fn complete<'a>(&'a self, prompt: &'a Prompt) -> PortFuture<'a, Reply> {
        Box::pin(async move {
            let text = &prompt.turns[0].text;
            let scope = SCOPES.into_iter().find(|scope| text.contains(&format!("{scope}'s kettle")));
            let _reading = scope.map(|scope| {
                assert!(self.reading.borrow_mut().insert(scope), "two calls for one scope at once");
                Reading(self, scope)
            });
            self.calls.set(self.calls.get() + 1);
            for _ in 0..self.chance.below(4) {
                yield_once().await;
            }
            self.answer(prompt)
        })
    }

    fn stream<'a>(&'a self, prompt: &'a Prompt, _: &'a mut dyn FnMut(&str)) -> PortFuture<'a, Reply> {
        self.complete(prompt)
    }
}

type Task = Pin<Box<dyn Future<Output = ()>>>;

/// A store with two tabs, and what was said to them.
struct Schedule {
    world: World,
    chance: Rc<Chance>,
    well: Rc<Cell<bool>>,
    calls: Rc<Cell<u64>>,
    cut: Rc<RefCell<BTreeSet<String>>>,
    options: Options,
    /// Which turn was said in which scope, and whether it was acknowledged.
    said: Rc<RefCell<BTreeMap<usize, (&'static str, bool)>>>,
}

impl Schedule {
    fn new(seed: u64) -> Self {
        let chance = Rc::new(Chance(Cell::new(seed | 1)));
        let buffer = (chance.below(2) == 0).then(|| Buffer { turns: Some(3), ..Buffer::default() });
        let calls_per_day = (chance.below(2) == 0).then_some(12);
        let budget = Budget { calls_per_day, tokens_per_day: None };
        let options = Options { buffer, budget, ..Options::default() };
        let (well, calls, cut, said) = Default::default();
        Self { world: World::new(), chance, well, calls, cut, options, said }
    }

    fn open(&self) -> Rc<Engine> {
        let llm = Rc::new(Moody {
            chance: Rc::clone(&self.chance),
            well: Rc::clone(&self.well),
            calls: Rc::clone(&self.calls),
            cut: Rc::clone(&self.cut),
            reading: RefCell::default(),
        });
        block_on(Engine::open(Ports { llm: Some(llm), ..self.world.ports() }, self.options.clone())).unwrap()
    }

    fn task(&self, engine: &Rc<Engine>) -> Task {
        let engine = Rc::clone(engine);
        if self.chance.below(6) == 0 {
            return Box::pin(async move { drop(engine.flush(&Abort::never()).await.unwrap()) });
        }
        let scope = SCOPES[self.chance.below(SCOPES.len())];
        let said = Rc::clone(&self.said);
        let n = said.borrow().len();
        said.borrow_mut().insert(n, (scope, false));
        Box::pin(async move {
            let text = format!("{scope}'s kettle {n} hums");
            engine.add(user(&text), of(scope), &Abort::never()).await.unwrap();
            said.borrow_mut().insert(n, (scope, true));
        })
    }

    /// Nothing is lost: what was acknowledged waits or is known. Nothing is stored twice, nor with another's.
    fn check(&self, observer: &Engine) {
        let pending = block_on(observer.pending()).unwrap();
        let waits: Vec<&str> =
            pending.iter().flat_map(|turn| &turn.messages).map(|message| message.content.as_str()).collect();
        let known: BTreeMap<&str, Vec<String>> =
            SCOPES.into_iter().map(|scope| (scope, all(observer, scope))).collect();
        for (n, (scope, acknowledged)) in self.said.borrow().iter() {
            let (text, fact) = (format!("{scope}'s kettle {n} hums"), format!("Kettle {n} hums "));
            let waiting = waits.iter().filter(|waiting| **waiting == text).count();
            let times = |scope: &str| known[scope].iter().filter(|known| known.starts_with(&fact)).count();
            let elsewhere: usize =
                SCOPES.iter().filter(|other| *other != scope).map(|other| times(other)).sum();
            let most = if self.cut.borrow().contains(&n.to_string()) { usize::MAX } else { 1 };
            assert!(
                waiting <= 1 && times(scope) <= most && elsewhere == 0,
                "{n}: {waiting}, {}",
                times(scope)
            );
            assert!(waiting + times(scope) <= most, "{n} waits, though it is known");
            assert!(!acknowledged || waiting + times(scope) >= 1, "turn {n} is lost");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn no_turn_is_lost_and_none_is_stored_twice(seed in any::<u64>()) {
        let schedule = Schedule::new(seed);
        let chance = &schedule.chance;
        let mut tabs = [schedule.open(), schedule.open()];
        let observer = schedule.world.open_without_model();
        let mut tasks: Vec<(usize, Task)> = Vec::new();
        for step in 0..STEPS {
            match chance.below(20) {
                0..3 if tasks.len() < 8 => {
                    let tab = chance.below(2);
                    tasks.push((tab, schedule.task(&tabs[tab])));
                }
                // A call is dropped, or a whole tab goes with all its calls.
                3 if step % 7 == 0 && !tasks.is_empty() => drop(tasks.remove(chance.below(tasks.len()))),
                4 if step % 11 == 0 => {
                    let tab = chance.below(2);
                    tasks.retain(|(of, _)| *of != tab);
                    tabs[tab] = schedule.open();
                }
                5 if step % 13 == 0 => schedule.check(&observer),
                _ if !tasks.is_empty() => {
                    let at = chance.below(tasks.len());
                    let done = tasks[at].1.as_mut().poll(&mut Context::from_waker(Waker::noop()));
                    if done.is_ready() {
                        drop(tasks.remove(at));
                    }
                }
                _ => {}
            }
        }
        if let Some(most) = schedule.options.budget.calls_per_day {
            prop_assert!(schedule.calls.get() <= most, "{} calls", schedule.calls.get());
        }
        schedule.check(&observer);
        tasks.clear();
        // The service is well again, and it is another day.
        schedule.well.set(true);
        for _ in 0..20 {
            schedule.world.clock.advance(24 * 3_600_000);
            block_on(tabs[0].flush(&Abort::never())).unwrap();
            schedule.check(&observer);
        }
        prop_assert!(block_on(tabs[1].pending()).unwrap().is_empty());
        let acknowledged = schedule.said.borrow().values().filter(|(_, acknowledged)| *acknowledged).count();
        let known: usize = SCOPES.iter().map(|scope| all(&tabs[1], scope).len()).sum();
        prop_assert!(known >= acknowledged, "{known} of {acknowledged}");
    }
}

/// While one scope's call hangs, its next turn waits and another scope's does not.
#[test]
fn scopes_do_not_wait_for_each_other() {
    struct Stuck(Rc<crate::doubles::ScriptedLlm>);
    impl Llm for Stuck {
        fn model(&self) -> &str {
            "stuck"
        }
        fn complete<'a>(&'a self, prompt: &'a Prompt) -> PortFuture<'a, Reply> {
            if prompt.turns[0].text.contains("Lisbon") {
                self.0.prompts.borrow_mut().push(prompt.clone());
                return Box::pin(std::future::pending());
            }
            self.0.complete(prompt)
        }
        fn stream<'a>(
            &'a self,
            prompt: &'a Prompt,
            on_text: &'a mut dyn FnMut(&str),
        ) -> PortFuture<'a, Reply> {
            self.0.stream(prompt, on_text)
        }
    }
    let world = World::new();
    let llm = Rc::new(Stuck(Rc::clone(&world.llm)));
    let engine = world.open_with(Ports { llm: Some(llm), ..world.ports() });
    let never = Abort::never();
    let mut first = pin!(engine.add(user("I live in Lisbon"), of("ana"), &never));
    let mut second = pin!(engine.add(user("I have a cat"), of("ana"), &never));
    let mut context = Context::from_waker(Waker::noop());
    let mut polled = || {
        for _ in 0..50 {
            assert!(matches!(first.as_mut().poll(&mut context), Poll::Pending));
            assert!(matches!(second.as_mut().poll(&mut context), Poll::Pending));
        }
    };
    polled();
    assert_eq!(
        (world.llm.calls(), block_on(engine.pending()).unwrap().len()),
        (1, 2),
        "journalled, and in turn"
    );
    world.llm.facts(&["User has a dog"]);
    assert_eq!(add(&engine, "bo", "I have a dog").results.len(), 1);
    polled();
    assert_eq!(world.llm.calls(), 2);
}
