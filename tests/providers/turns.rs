//! The whole engine over the adapter and a service that answers badly: what is complete is kept, what is not waits with its
//! reason, and when the service is well again everything is there once.

use std::rc::Rc;

use forgetmenot::{
    adapters::MemoryStore,
    engine::{
        Abort, Engine, Options, Ports,
        request::{AddOptions, GetAllOptions, MessageInput},
        response::AddResult,
    },
    ports::Store,
};
use serde_json::{Value, json};

use super::{
    World, ok, says,
    support::{Answer, SeededEntropy, block_on},
    world,
};

const FACTS: &str = r#"{"facts":[{"text":"User lives in Porto","messages":[1]},{"text":"Ana's cat is Miso","messages":[1]}],"summary":"s"}"#;
const DECISION: &str = r#"{"decisions":[{"fact":1,"event":"UPDATE","memory":1,"text":"User lives in Porto","reason":"r","confidence":1}]}"#;

fn open(store: &MemoryStore, world: &World, seed: u64) -> Rc<Engine> {
    let ports = Ports {
        store: Rc::new(MemoryStore::shared(store)) as Rc<dyn Store>,
        llm: Some(Rc::new(world.llm("gemini-3.5-flash-lite"))),
        chat: None,
        embedder: None,
        reranker: None,
        clock: Rc::new(world.clock.clone()),
        entropy: Rc::new(SeededEntropy::new(seed)),
    };
    block_on(Engine::open(ports, Options::default())).unwrap()
}

fn add(engine: &Engine, text: &str) -> AddResult {
    let message = MessageInput { role: "user".into(), content: text.into(), ..MessageInput::default() };
    let options = AddOptions { user_id: Some("ana".into()), ..AddOptions::default() };
    block_on(engine.add(vec![message], options, &Abort::never())).unwrap()
}

fn known(engine: &Engine) -> Vec<String> {
    let options = GetAllOptions { user_id: Some("ana".into()), ..GetAllOptions::default() };
    let list = block_on(engine.get_all(options)).unwrap();
    let mut texts: Vec<String> = list.results.into_iter().map(|item| item.memory).collect();
    texts.sort();
    texts
}

fn parts(parts: &Value, reason: &str) -> Value {
    json!({ "candidates": [{ "content": { "role": "model", "parts": parts }, "finishReason": reason }] })
}

/// Bodies that hold no answer, or half of one, with the code the turn waits with.
fn broken(good: &str) -> Vec<(String, Vec<u8>, &'static str)> {
    let mut cases: Vec<(String, Vec<u8>, &'static str)> = Vec::new();
    let mut case =
        |name: &str, body: Value, code| cases.push((name.to_owned(), body.to_string().into_bytes(), code));
    for (end, _) in good.char_indices() {
        case(
            &format!("cut at {end}, by the limit"),
            says(good.get(..end).unwrap(), "MAX_TOKENS"),
            "model_truncated",
        );
        case(&format!("cut at {end}, in silence"), says(good.get(..end).unwrap(), "STOP"), "model_bad_reply");
    }
    case("empty", says("", "STOP"), "model_bad_reply");
    case("white space", says(" \n", "STOP"), "model_bad_reply");
    case("a refusal", says("I'm sorry, I cannot help with that.", "STOP"), "model_bad_reply");
    case("another language", says("죄송합니다. 도와드릴 수 없습니다.", "STOP"), "model_bad_reply");
    case("wrong types", says(r#"{"facts":"none","decisions":7}"#, "STOP"), "model_bad_reply");
    case("only thoughts", parts(&json!([{ "text": good, "thought": true }]), "STOP"), "model_bad_reply");
    case("no parts", parts(&json!([]), "STOP"), "model_bad_reply");
    case("ten megabytes", says(&format!("{}{good}", " ".repeat(10 << 20)), "STOP"), "model_bad_reply");
    case(
        "ten megabytes of an item",
        says(&good.replace("User", &"U".repeat(10 << 20)), "STOP"),
        "model_bad_reply",
    );
    case("stopped for safety", says("", "SAFETY"), "model_blocked");
    case("stopped for safety in between", says(good.get(..40).unwrap(), "SAFETY"), "model_blocked");
    case(
        "a prompt that is blocked",
        json!({ "promptFeedback": { "blockReason": "SAFETY" } }),
        "model_blocked",
    );
    let body = says(good, "STOP").to_string().into_bytes();
    for end in (0..body.len()).step_by(11) {
        cases.push((format!("body cut at {end}"), body[..end].to_vec(), "model_bad_reply"));
    }
    cases
}

/// What can be read in spite of how it looks.
fn readable(good: &str) -> Vec<(&'static str, Value)> {
    let (first, second) = good.split_at(25);
    vec![
        ("plain", says(good, "STOP")),
        ("fenced", says(&format!("```json\n{good}\n```"), "STOP")),
        ("thinking before and after", says(&format!("Well {{hm}} [1]:\n{good}\nDone. {{}}"), "STOP")),
        (
            "thoughts as parts",
            parts(&json!([{ "text": "{\"facts\":[]}", "thought": true }, { "text": good }]), "STOP"),
        ),
        ("in two parts", parts(&json!([{ "text": first }, { "text": second }]), "STOP")),
        ("trailing commas", says(&good.replace("}]", "},]"), "STOP")),
        ("NaN", says(&good.replacen("{\"", "{\"x\":NaN,\"", 1), "STOP")),
        ("items of other types", says(&good.replace("[{", "[1,null,\"x\",{"), "STOP")),
        (
            "duplicated keys",
            says(
                &good
                    .replace("\"messages\"", "\"confidence\":\"x\",\"messages\"")
                    .replace("\"event\"", "\"event\":\"ADD\",\"event\""),
                "STOP",
            ),
        ),
    ]
}

/// A service that is well again, over the same store: everything is there in the end, and once.
fn recovers(store: &MemoryStore, name: &str, bodies: &[&str], want: &[&str]) {
    let well = world(bodies.iter().map(|text| ok(&says(text, "STOP"))));
    let engine = open(store, &well, 99);
    for _ in 0..2 {
        block_on(engine.flush(&Abort::never())).unwrap();
    }
    assert!(block_on(engine.pending()).unwrap().is_empty(), "{name}");
    assert_eq!(known(&engine), want, "{name}");
}

#[test]
fn the_corpus_of_extractions() {
    for (name, body, code) in broken(FACTS) {
        let store = MemoryStore::new();
        let answers = (0..2).map(|_| Answer::json(200, &body));
        let service = world(answers).without_retries();
        let added = add(&open(&store, &service, 7), "Porto it is, and Miso came along");
        assert_eq!(added.pending.unwrap().problem.code, code, "{name}");
        let kept = added.results.len();
        let decides = (kept == 1).then_some(r#"{"decisions":[{"fact":1,"event":"ADD","memory":null}]}"#);
        let bodies: Vec<&str> = [FACTS].into_iter().chain(decides).collect();
        recovers(&store, &name, &bodies, &["Ana's cat is Miso", "User lives in Porto"]);
        assert!(kept < 2 || name.starts_with("cut"), "{name}");
    }
    for (name, body) in readable(FACTS) {
        let store = MemoryStore::new();
        let service = world([ok(&body)]);
        let engine = open(&store, &service, 7);
        assert_eq!(add(&engine, "Porto it is, and Miso came along").pending, None, "{name}");
        assert_eq!(known(&engine), ["Ana's cat is Miso", "User lives in Porto"], "{name}");
    }
}

#[test]
fn the_corpus_of_decisions() {
    let one = |city: &str| {
        format!(r#"{{"facts":[{{"text":"User lives in {city}","messages":[1]}}],"summary":"s"}}"#)
    };
    let begin = || [ok(&says(&one("Lisbon"), "STOP")), ok(&says(&one("Porto"), "STOP"))];
    for (name, body, code) in broken(DECISION) {
        let store = MemoryStore::new();
        let service =
            world(begin().into_iter().chain((0..2).map(|_| Answer::json(200, &body)))).without_retries();
        let engine = open(&store, &service, 7);
        add(&engine, "Lisbon it is");
        let added = add(&engine, "Porto it is");
        // A decision that was complete counts, though the list was not.
        let Some(note) = added.pending else {
            assert!(name.starts_with("cut"), "{name}");
            assert_eq!(known(&engine), ["User lives in Porto"], "{name}");
            continue;
        };
        assert_eq!(
            (note.problem.code, known(&engine)),
            (code, vec!["User lives in Lisbon".to_owned()]),
            "{name}"
        );
        recovers(&store, &name, &[&one("Porto"), DECISION], &["User lives in Porto"]);
    }
    for (name, body) in readable(DECISION) {
        let store = MemoryStore::new();
        let service = world(begin().into_iter().chain([ok(&body)]));
        let engine = open(&store, &service, 7);
        add(&engine, "Lisbon it is");
        assert_eq!(add(&engine, "Porto it is").pending, None, "{name}");
        assert_eq!(known(&engine), ["User lives in Porto"], "{name}");
    }
}
