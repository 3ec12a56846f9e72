//! The class `Memory`. Every method takes `&self`, parses its arguments, calls one verb of the engine and writes
//! the answer. What the methods do is documented in `types.d.ts`.

use std::{cell::Cell, future::Future, rc::Rc};

use futures_channel::mpsc::unbounded;
use futures_util::{FutureExt, StreamExt, future::LocalBoxFuture};
use js_sys::{Object, Promise, Reflect, Uint8Array};
use serde::Serialize;
use serde_json::Value;
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::{future_to_promise, spawn_local};

use super::{abort, config, convert, error, graph::Graph, stream};
use crate::{
    Error, Result,
    adapters::web::system::SystemClock,
    engine::{
        Abort, Blob, ChatStep, Engine,
        request::{ChatOptions, MessageInput, SearchOptions, UpdateInput},
        response::{ChatResult, SearchResult},
    },
    ports::Clock,
};

/// How long after a write the index is tended to, in milliseconds: a burst of writes is over by then.
const IDLE_MS: u64 = 1_000;

/// The pause between two slices of tending, in milliseconds: whatever waits is served in it.
const BETWEEN_SLICES_MS: u64 = 4;

/// The memory of one store.
#[wasm_bindgen]
#[derive(Clone, Debug)]
pub struct Memory {
    engine: Rc<Engine>,
    /// Whether somebody waits already to tend to the index.
    tending: Rc<Cell<bool>>,
    /// Whether somebody waits already for buffered turns to be due.
    idling: Rc<Cell<bool>>,
}

#[wasm_bindgen]
impl Memory {
    /// Opens the store and loads the index. `host` is what the package's entry knows of where it runs: how a model's
    /// file is read, and which one came with the package.
    #[wasm_bindgen(unchecked_return_type = "Promise<Memory>")]
    pub fn open(config: JsValue, host: JsValue) -> Promise {
        let opened = async move {
            let (ports, options) = config::ports(&config, &host).await?;
            let engine = Engine::open(ports, options).await?;
            let memory = Self { engine, tending: Rc::default(), idling: Rc::default() };
            // What opening left for later: rows to be checked, parts of the index to be made again …
            spawn_local(memory.tend());
            // … and the embedder's model, with what it could not embed before.
            spawn_local(memory.prepare());
            // … and turns that were buffered.
            spawn_local(memory.idle());
            Ok(memory.into())
        };
        promise(opened.boxed_local())
    }

    /// Remembers a conversation.
    pub fn add(&self, messages: JsValue, options: JsValue) -> Promise {
        self.change(|engine| async move {
            let abort = abort::signal(&options)?;
            let messages = conversation(&messages)?;
            engine.add(messages, convert::options(&options, "options")?, &abort).await
        })
    }

    /// Finds memories.
    pub fn search(&self, query: JsValue, options: JsValue) -> Promise {
        self.tend_if_due();
        self.answer(|engine| async move {
            let abort = abort::signal(&options)?;
            engine.search(&text(&query, "query")?, searching(&options, false)?, &abort).await
        })
    }

    /// Finds the memories for each of several queries.
    #[wasm_bindgen(js_name = searchMany)]
    pub fn search_many(&self, queries: JsValue, options: JsValue) -> Promise {
        self.tend_if_due();
        self.answer(|engine| async move {
            let abort = abort::signal(&options)?;
            let queries: Vec<String> = convert::typed(convert::plain(&queries, "queries", &[])?, "queries")?;
            engine.search_many(&queries, searching(&options, false)?, &abort).await
        })
    }

    /// Finds memories and packs them for a prompt.
    pub fn context(&self, query: JsValue, options: JsValue) -> Promise {
        self.answer(|engine| async move {
            let abort = abort::signal(&options)?;
            engine.context(&text(&query, "query")?, searching(&options, true)?, &abort).await
        })
    }

    /// A memory by id, or null.
    pub fn get(&self, id: JsValue) -> Promise {
        self.answer(|engine| async move { engine.get(&text(&id, "id")?).await })
    }

    /// The picture or sound of a memory, or null.
    pub fn blob(&self, id: JsValue, options: JsValue) -> Promise {
        let engine = Rc::clone(&self.engine);
        let work = async move {
            match engine.blob(&text(&id, "id")?, convert::options(&options, "options")?).await? {
                Some(blob) => Ok(file(&blob)),
                None => Ok(JsValue::NULL),
            }
        };
        promise(work.boxed_local())
    }

    /// The memories of a scope.
    #[wasm_bindgen(js_name = getAll)]
    pub fn get_all(&self, options: JsValue) -> Promise {
        self.answer(|engine| async move { engine.get_all(convert::options(&options, "options")?).await })
    }

    /// Changes a memory.
    pub fn update(&self, id: JsValue, change: JsValue) -> Promise {
        self.change(|engine| async move {
            let input = match change.as_string() {
                Some(text) => UpdateInput { text: Some(text), metadata: None },
                None => convert::options(&change, "change")?,
            };
            engine.update(&text(&id, "id")?, input).await
        })
    }

    /// Closes a memory.
    pub fn delete(&self, id: JsValue) -> Promise {
        self.change(|engine| async move { engine.delete(&text(&id, "id")?).await })
    }

    /// Closes or erases every memory of a scope.
    #[wasm_bindgen(js_name = deleteAll)]
    pub fn delete_all(&self, options: JsValue) -> Promise {
        self.change(|engine| async move { engine.delete_all(convert::options(&options, "options")?).await })
    }

    /// Every decision about a memory.
    pub fn history(&self, id: JsValue) -> Promise {
        self.answer(|engine| async move { engine.history(&text(&id, "id")?).await })
    }

    /// What was decided about a scope's memories in a window of time.
    pub fn changes(&self, options: JsValue) -> Promise {
        self.answer(|engine| async move { engine.changes(convert::options(&options, "options")?).await })
    }

    /// Reverses a decision.
    pub fn undo(&self, event_id: JsValue) -> Promise {
        self.change(|engine| async move { engine.undo(&text(&event_id, "eventId")?).await })
    }

    /// Who and what is known, and how they stand to each other.
    #[wasm_bindgen(getter)]
    pub fn graph(&self) -> Graph {
        Graph::new(Rc::clone(&self.engine))
    }

    /// The life of an entity.
    pub fn timeline(&self, entity: JsValue, options: JsValue) -> Promise {
        self.answer(|engine| async move {
            engine.timeline(&text(&entity, "entity")?, convert::options(&options, "options")?).await
        })
    }

    /// Removes everything.
    pub fn reset(&self) -> Promise {
        self.done(|engine| async move { engine.reset().await })
    }

    /// Recall, answer, remember: a promise, or with `stream: true` an async iterator.
    pub fn chat(&self, message: JsValue, options: JsValue) -> JsValue {
        match chatting(&message, &options) {
            Ok((true, call)) => self.chat_stream(call),
            Ok((false, call)) => self
                .change(|engine| async move {
                    engine.chat(call.messages, call.options, &mut |_| {}, &call.abort).await
                })
                .into(),
            // Who asked for an iterator gets one, and hears of the error by asking for the first event.
            Err(e) if wants_stream(&options) => stream::failed(e),
            Err(e) => Promise::reject(&error::to_js(&e)).into(),
        }
    }

    /// Turns not extracted yet.
    pub fn pending(&self) -> Promise {
        self.answer(|engine| async move { engine.pending().await })
    }

    /// Tries pending turns again.
    pub fn flush(&self, options: JsValue) -> Promise {
        self.change(|engine| async move {
            let abort = abort::signal(&options)?;
            engine.flush(&abort).await
        })
    }

    /// Figures.
    pub fn health(&self) -> Promise {
        self.answer(|engine| async move { engine.health().await })
    }

    /// Lets go of the store.
    pub fn close(&self) -> Promise {
        self.done(|engine| async move { engine.close().await })
    }
}

impl Memory {
    /// Runs a verb and writes its answer or its error.
    pub(super) fn answer<T, F>(&self, verb: impl FnOnce(Rc<Engine>) -> F) -> Promise
    where
        T: Serialize,
        F: Future<Output = Result<T>> + 'static,
    {
        answer(&self.engine, verb)
    }

    /// Runs a verb that answers nothing.
    fn done<F>(&self, verb: impl FnOnce(Rc<Engine>) -> F) -> Promise
    where
        F: Future<Output = Result<()>> + 'static,
    {
        let work = verb(Rc::clone(&self.engine));
        promise(async move { work.await.map(|()| JsValue::UNDEFINED) }.boxed_local())
    }

    /// Runs a verb that writes, and tends to the index once the writes have paused. What goes wrong in tending costs
    /// speed, never a memory, and shows again at the next write.
    pub(super) fn change<T, F>(&self, verb: impl FnOnce(Rc<Engine>) -> F) -> Promise
    where
        T: Serialize,
        F: Future<Output = Result<T>> + 'static,
    {
        let work = verb(Rc::clone(&self.engine));
        let (tend, idle) = (self.tend(), self.idle());
        self.answer(|_| async move {
            let answer = work.await;
            spawn_local(tend);
            spawn_local(idle);
            answer
        })
    }

    /// Queries tell how the index should be measured, so that one who only searches has it tended, too.
    fn tend_if_due(&self) {
        if !self.tending.get() && self.engine.wants_upkeep() {
            spawn_local(self.tend());
        }
    }

    fn prepare(&self) -> LocalBoxFuture<'static, ()> {
        let (engine, tend) = (Rc::clone(&self.engine), self.tend());
        let prepared = async move {
            if engine.prepare().await.is_ok() {
                drop(engine);
                tend.await;
            }
        };
        prepared.boxed_local()
    }

    fn tend(&self) -> LocalBoxFuture<'static, ()> {
        let (engine, tending) = (Rc::downgrade(&self.engine), Rc::clone(&self.tending));
        let tended = async move {
            if tending.replace(true) {
                return;
            }
            let mut pause = IDLE_MS;
            while SystemClock.sleep(pause).await.is_ok() {
                let Some(engine) = engine.upgrade() else { break };
                if !engine.maintain().await.unwrap_or(false) {
                    break;
                }
                pause = BETWEEN_SLICES_MS;
            }
            tending.set(false);
        };
        tended.boxed_local()
    }

    /// Reads buffered turns once their scopes have been idle for long enough. What goes wrong leaves them pending.
    fn idle(&self) -> LocalBoxFuture<'static, ()> {
        let (engine, idling) = (Rc::downgrade(&self.engine), Rc::clone(&self.idling));
        let idled = async move {
            if idling.replace(true) {
                return;
            }
            while let Some(wait) = engine.upgrade().and_then(|engine| engine.reads_in()) {
                if SystemClock.sleep(wait).await.is_err() {
                    break;
                }
                let Some(engine) = engine.upgrade() else { break };
                if !engine.read_idle().await.unwrap_or(false) {
                    break;
                }
            }
            idling.set(false);
        };
        idled.boxed_local()
    }

    fn chat_stream(&self, call: ChatCall) -> JsValue {
        let ChatCall { messages, options, abort, .. } = call;
        let (leave, mut left) = unbounded::<()>();
        let (events, iterator) = stream::channel(move || drop(leave.unbounded_send(())));
        let abort = abort.or(async move {
            // An iterator that was collected without being left early stops nothing.
            if left.next().await.is_none() {
                std::future::pending::<()>().await;
            }
        });
        let (engine, tend, idle) = (Rc::clone(&self.engine), self.tend(), self.idle());
        spawn_local(async move {
            // The reader may be gone: then there is nobody to tell.
            let send = |event: Result<JsValue>| drop(events.unbounded_send(event));
            let mut hear = |step: ChatStep| match step {
                ChatStep::Recall(found) => send(recall(&found)),
                ChatStep::Text(text) => send(event("text", &[("text", Ok(text.into()))])),
            };
            let answer = engine.chat(messages, options, &mut hear, &abort).await;
            spawn_local(tend);
            spawn_local(idle);
            send(answer.and_then(|ChatResult { text, added, .. }| {
                event("remembered", &[("added", convert::to_js(&added)), ("text", Ok(text.into()))])
            }));
        });
        iterator
    }
}

/// Runs a verb and writes its answer or its error.
pub(super) fn answer<T, F>(engine: &Rc<Engine>, verb: impl FnOnce(Rc<Engine>) -> F) -> Promise
where
    T: Serialize,
    F: Future<Output = Result<T>> + 'static,
{
    let work = verb(Rc::clone(engine));
    promise(async move { convert::to_js(&work.await?) }.boxed_local())
}

/// A promise of what a verb answers. Boxed, because what drives a future is compiled anew for every type of one.
fn promise(work: LocalBoxFuture<'static, Result<JsValue>>) -> Promise {
    future_to_promise(async move { work.await.map_err(|e| error::to_js(&e)) })
}

struct ChatCall {
    messages: Vec<MessageInput>,
    options: ChatOptions,
    abort: Abort,
}

fn chatting(message: &JsValue, options: &JsValue) -> Result<(bool, ChatCall)> {
    let abort = abort::signal(options)?;
    let messages = conversation(message)?;
    let mut fields = fields(options)?;
    let stream = match fields.remove("stream") {
        None => false,
        Some(Value::Bool(stream)) => stream,
        Some(_) => return Err(Error::invalid_input("options.stream must be true or false")),
    };
    Ok((stream, ChatCall { messages, options: convert::typed(Value::Object(fields), "options")?, abort }))
}

fn wants_stream(options: &JsValue) -> bool {
    options.is_object() && Reflect::get(options, &"stream".into()).is_ok_and(|stream| stream.is_truthy())
}

/// `search` makes no block for a prompt: `maxTokens` and `profile` there would be silently useless.
fn searching(options: &JsValue, budget: bool) -> Result<SearchOptions> {
    let parsed: SearchOptions = convert::options(options, "options")?;
    if parsed.max_tokens.is_some() && !budget {
        return Err(Error::invalid_input("options.maxTokens is not an option of search: use context"));
    }
    if parsed.profile.is_some() && !budget {
        return Err(Error::invalid_input(
            "options.profile is not an option of search: use context or profile",
        ));
    }
    Ok(parsed)
}

fn fields(options: &JsValue) -> Result<serde_json::Map<String, Value>> {
    match convert::plain(options, "options", &["signal"])? {
        Value::Object(fields) => Ok(fields),
        Value::Null => Ok(serde_json::Map::new()),
        _ => Err(Error::invalid_input("options must be an object")),
    }
}

/// A text is one message of the person's; an object is one message; a list is a conversation.
fn conversation(messages: &JsValue) -> Result<Vec<MessageInput>> {
    if let Some(content) = messages.as_string() {
        return Ok(vec![MessageInput { role: "user".to_owned(), content, ..MessageInput::default() }]);
    }
    match convert::plain_with_bytes(messages, "messages")? {
        Value::Object(one) => Ok(vec![convert::typed(Value::Object(one), "messages")?]),
        list @ Value::Array(_) => convert::typed(list, "messages"),
        _ => Err(Error::invalid_input("messages must be a text, a message, or a list of messages")),
    }
}

pub(super) fn text(value: &JsValue, what: &str) -> Result<String> {
    value.as_string().ok_or_else(|| Error::invalid_input(format!("{what} must be a string")))
}

/// `{ mimeType, data }`, the bytes copied out of wasm memory.
fn file(blob: &Blob) -> JsValue {
    let file = Object::new();
    let data = Uint8Array::from(blob.data.as_slice());
    // Setting a field of a fresh plain object does not fail.
    let _ = Reflect::set(&file, &"mimeType".into(), &blob.mime_type.as_str().into());
    let _ = Reflect::set(&file, &"data".into(), &data);
    file.into()
}

/// A search's answer as an event: `results`, and `degraded` where it is.
fn recall(found: &SearchResult) -> Result<JsValue> {
    let mut fields = vec![("results", convert::to_js(&found.results))];
    if let Some(problem) = &found.degraded {
        fields.push(("degraded", convert::to_js(problem)));
    }
    event("recall", &fields)
}

fn event(kind: &str, fields: &[(&str, Result<JsValue>)]) -> Result<JsValue> {
    let object = Object::new();
    // Setting a field of a fresh plain object does not fail.
    let _ = Reflect::set(&object, &"type".into(), &kind.into());
    for (name, value) in fields {
        let value = value.as_ref().map_err(Clone::clone)?;
        let _ = Reflect::set(&object, &(*name).into(), value);
    }
    Ok(object.into())
}
