//! A model that plays a script, and an engine over it.

use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
    rc::Rc,
};

use forgetmenot::{
    Error, ErrorCode, Result,
    adapters::MemoryStore,
    engine::{
        Abort, Engine, Options, Ports,
        request::{AddOptions, GetAllOptions, MessageInput, SearchOptions},
        response::{AddResult, MemoryItem, SearchHit},
    },
    index::IndexOptions,
    model::{Kind, MediaType},
    ports::{Embedder, Finish, Llm, PortFuture, Prompt, Reply, Store, Usage},
};
use serde_json::{Value, json};

use crate::support::{
    FakeClock, SeededEntropy, block_on,
    words::{WordEmbedder, yield_once},
};

/// Answers with the next line of its script; beyond it, finds nothing worth remembering.
#[derive(Default)]
pub(crate) struct ScriptedLlm {
    script: RefCell<VecDeque<Result<String>>>,
    /// Whether every answer says that it was cut at the token limit.
    pub(crate) cut: Cell<bool>,
    /// Whether it can be shown pictures and sounds.
    pub(crate) senses: Cell<bool>,
    pub(crate) prompts: RefCell<Vec<Prompt>>,
}

impl ScriptedLlm {
    pub(crate) fn say(&self, reply: impl Into<String>) {
        self.script.borrow_mut().push_back(Ok(reply.into()));
    }

    pub(crate) fn fail(&self, code: ErrorCode) {
        self.script.borrow_mut().push_back(Err(Error::new(code, "scripted failure")));
    }

    /// Drops what is left of the script.
    pub(crate) fn forget(&self) {
        self.script.borrow_mut().clear();
    }

    /// The next extraction finds these facts, each resting on the first message.
    pub(crate) fn facts(&self, facts: &[&str]) {
        let facts: Vec<Value> = facts
            .iter()
            .map(|t| json!({ "text": t, "kind": "fact", "messages": [1], "speaker": "user", "confidence": 0.9 }))
            .collect();
        self.say(json!({ "facts": facts, "summary": "a summary" }).to_string());
    }

    /// The next picture or sound is described so.
    pub(crate) fn sees(&self, description: &str) {
        self.say(json!({ "description": description, "language": "en" }).to_string());
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
        let finish = if self.cut.get() { Finish::Length } else { Finish::Stop };
        Ok(Reply { text, finish, usage, model: "scripted-1".into() })
    }
}

impl Llm for ScriptedLlm {
    fn model(&self) -> &str {
        "scripted"
    }

    fn supports(&self, media: MediaType) -> bool {
        self.senses.get() && media != MediaType::Gif
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
            reranker: None,
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

    /// Every turn is read, though tests say the same words over and over.
    pub(crate) fn open_with(&self, ports: Ports) -> Rc<Engine> {
        Self::opened(ports, Options { novelty_gate: false, ..Options::default() })
    }

    /// As an application configures it; the index is the tests'.
    pub(crate) fn open_as(&self, options: Options) -> Rc<Engine> {
        Self::opened(self.ports(), options)
    }

    fn opened(ports: Ports, options: Options) -> Rc<Engine> {
        let index = IndexOptions { cells_above: 200, graph_above: 100, may_block: true, seed: 1 };
        block_on(Engine::open(ports, Options { index, ..options })).unwrap()
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
pub(crate) fn items(engine: &Engine, user_id: &str) -> Vec<MemoryItem> {
    let options = GetAllOptions { user_id: Some(user_id.into()), ..GetAllOptions::default() };
    let mut items = block_on(engine.get_all(options)).unwrap().results;
    items.reverse();
    items
}

/// Their texts.
pub(crate) fn all(engine: &Engine, user_id: &str) -> Vec<String> {
    items(engine, user_id).into_iter().map(|item| item.memory).collect()
}

/// What is known of Ana beside her messages, oldest first.
pub(crate) fn facts(engine: &Engine) -> Vec<String> {
    let items = items(engine, "ana").into_iter().filter(|item| item.kind != Kind::Verbatim);
    items.map(|item| item.memory).collect()
}

/// What rules make of her messages, each a turn of its own.
pub(crate) fn told(messages: &[&str]) -> Vec<String> {
    let engine = World::new().open_without_model();
    for message in messages {
        add(&engine, "ana", message);
    }
    facts(&engine)
}
