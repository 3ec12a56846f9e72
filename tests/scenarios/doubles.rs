//! A model that plays a script, an embedder whose geometry is that of shared words, and an engine over them.

use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
    hash::{DefaultHasher, Hash, Hasher},
    rc::Rc,
};

use forgetmenot::{
    Error, ErrorCode, Result,
    adapters::MemoryStore,
    engine::{
        Abort, Engine, Options, Ports,
        request::{AddOptions, MessageInput, SearchOptions},
        response::{AddResult, SearchHit},
    },
    index::IndexOptions,
    ports::{EmbedPurpose, Embedder, EmbeddingSpace, Finish, Llm, PortFuture, Prompt, Reply, Store, Usage},
};
use serde_json::{Value, json};

use crate::support::{FakeClock, SeededEntropy, block_on};

/// Answers with the next line of its script; beyond it, finds nothing worth remembering.
#[derive(Default)]
pub(crate) struct ScriptedLlm {
    script: RefCell<VecDeque<Result<String>>>,
    pub(crate) prompts: RefCell<Vec<Prompt>>,
}

impl ScriptedLlm {
    pub(crate) fn say(&self, reply: impl Into<String>) {
        self.script.borrow_mut().push_back(Ok(reply.into()));
    }

    pub(crate) fn fail(&self, code: ErrorCode) {
        self.script.borrow_mut().push_back(Err(Error::new(code, "scripted failure")));
    }

    /// The next extraction finds these facts, each resting on the first message.
    pub(crate) fn facts(&self, facts: &[&str]) {
        let facts: Vec<Value> = facts
            .iter()
            .map(|t| json!({ "text": t, "kind": "fact", "messages": [1], "speaker": "user", "confidence": 0.9 }))
            .collect();
        self.say(json!({ "facts": facts, "summary": "a summary" }).to_string());
    }

    /// The next decision: (fact, event, memory, text).
    pub(crate) fn decisions(&self, decisions: &[(u32, &str, Option<u32>, Option<&str>)]) {
        let decisions: Vec<Value> = decisions
            .iter()
            .map(|(fact, event, memory, text)| {
                json!({ "fact": fact, "event": event, "memory": memory, "text": text, "reason": "because", "confidence": 1 })
            })
            .collect();
        self.say(json!({ "decisions": decisions }).to_string());
    }

    pub(crate) fn calls(&self) -> usize {
        self.prompts.borrow().len()
    }

    fn answer(&self) -> Result<Reply> {
        let nothing = r#"{"facts":[],"summary":""}"#.to_owned();
        let text = self.script.borrow_mut().pop_front().unwrap_or(Ok(nothing))?;
        let usage = Usage { input_tokens: 10, output_tokens: 1 };
        Ok(Reply { text, finish: Finish::Stop, usage, model: "scripted-1".into() })
    }
}

impl Llm for ScriptedLlm {
    fn model(&self) -> &str {
        "scripted"
    }

    fn complete<'a>(&'a self, prompt: &'a Prompt) -> PortFuture<'a, Reply> {
        Box::pin(async move {
            self.prompts.borrow_mut().push(prompt.clone());
            yield_once().await;
            self.answer()
        })
    }

    fn stream<'a>(&'a self, prompt: &'a Prompt, on_text: &'a mut dyn FnMut(&str)) -> PortFuture<'a, Reply> {
        Box::pin(async move {
            self.prompts.borrow_mut().push(prompt.clone());
            yield_once().await;
            let reply = self.answer()?;
            reply.text.split_inclusive(' ').for_each(on_text);
            Ok(reply)
        })
    }
}

/// Gives others a turn, as a real call would.
pub(crate) async fn yield_once() {
    let mut first = true;
    std::future::poll_fn(|_| {
        if std::mem::take(&mut first) { std::task::Poll::Pending } else { std::task::Poll::Ready(()) }
    })
    .await;
}

/// Texts sharing words are near.
pub(crate) struct WordEmbedder {
    space: EmbeddingSpace,
    pub(crate) failing: Cell<Option<ErrorCode>>,
    pub(crate) embedded: Cell<usize>,
}

impl WordEmbedder {
    pub(crate) fn new(model: &str, dims: usize) -> Self {
        let space = EmbeddingSpace { provider: "words".into(), model: model.into(), dims };
        Self { space, failing: Cell::new(None), embedded: Cell::new(0) }
    }

    fn vector(&self, text: &str) -> Vec<f32> {
        let mut vector = vec![0.01; self.space.dims];
        for word in text.to_lowercase().split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
            let mut hash = DefaultHasher::new();
            word.hash(&mut hash);
            let at = usize::try_from(hash.finish() % self.space.dims as u64).unwrap();
            vector[at] += 1.0;
        }
        let length = vector.iter().map(|x| x * x).sum::<f32>().sqrt();
        vector.iter().map(|x| x / length).collect()
    }
}

impl Embedder for WordEmbedder {
    fn space(&self) -> &EmbeddingSpace {
        &self.space
    }

    fn embed<'a>(&'a self, texts: &'a [String], _: EmbedPurpose) -> PortFuture<'a, Vec<Vec<f32>>> {
        Box::pin(async move {
            yield_once().await;
            if let Some(code) = self.failing.get() {
                return Err(Error::new(code, "scripted failure"));
            }
            self.embedded.set(self.embedded.get() + texts.len());
            Ok(texts.iter().map(|t| self.vector(t)).collect())
        })
    }
}

/// Everything an engine stands on, so that it can be opened again over the same store.
pub(crate) struct World {
    pub(crate) store: Rc<MemoryStore>,
    pub(crate) llm: Rc<ScriptedLlm>,
    pub(crate) embedder: Rc<WordEmbedder>,
    pub(crate) clock: FakeClock,
    seeds: Cell<u64>,
}

impl World {
    pub(crate) fn new() -> Self {
        Self {
            store: Rc::new(MemoryStore::new()),
            llm: Rc::default(),
            embedder: Rc::new(WordEmbedder::new("m1", 128)),
            clock: FakeClock::at("2026-11-22T10:00:00Z"),
            seeds: Cell::new(7),
        }
    }

    /// A second way into the same store, as another tab has.
    pub(crate) fn ports(&self) -> Ports {
        self.seeds.set(self.seeds.get() + 2); // the generator uses odd seeds
        let llm: Rc<dyn Llm> = Rc::clone(&self.llm) as Rc<dyn Llm>;
        Ports {
            store: Rc::new(MemoryStore::shared(&self.store)) as Rc<dyn Store>,
            llm: Some(Rc::clone(&llm)),
            chat: Some(llm),
            embedder: Some(Rc::clone(&self.embedder) as Rc<dyn Embedder>),
            clock: Rc::new(self.clock.clone()),
            entropy: Rc::new(SeededEntropy::new(self.seeds.get())),
        }
    }

    pub(crate) fn open(&self) -> Rc<Engine> {
        self.open_with(self.ports())
    }

    pub(crate) fn open_without_model(&self) -> Rc<Engine> {
        self.open_with(Ports { llm: None, chat: None, embedder: None, ..self.ports() })
    }

    pub(crate) fn open_with(&self, ports: Ports) -> Rc<Engine> {
        let index = IndexOptions { graph_above: 200, segment_size: 100, seed: 1 };
        block_on(Engine::open(ports, Options { index, custom_instructions: String::new() })).unwrap()
    }
}

pub(crate) fn user(text: &str) -> Vec<MessageInput> {
    vec![MessageInput { role: "user".into(), content: text.into(), ..MessageInput::default() }]
}

pub(crate) fn of(user_id: &str) -> AddOptions {
    AddOptions { user_id: Some(user_id.into()), ..AddOptions::default() }
}

pub(crate) fn find(user_id: &str) -> SearchOptions {
    SearchOptions { user_id: Some(user_id.into()), ..SearchOptions::default() }
}

pub(crate) fn add(engine: &Engine, user_id: &str, text: &str) -> AddResult {
    block_on(engine.add(user(text), of(user_id), &Abort::never())).unwrap()
}

pub(crate) fn search(engine: &Engine, user_id: &str, query: &str) -> Vec<SearchHit> {
    block_on(engine.search(query, find(user_id), &Abort::never())).unwrap().results
}

/// The current memories of a user, oldest first.
pub(crate) fn all(engine: &Engine, user_id: &str) -> Vec<String> {
    let options =
        forgetmenot::engine::request::GetAllOptions { user_id: Some(user_id.into()), ..Default::default() };
    let list = block_on(engine.get_all(options)).unwrap();
    list.results.into_iter().rev().map(|m| m.memory).collect()
}
