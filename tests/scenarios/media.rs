//! Pictures and sounds: kept once, described by a model that can see and hear, found by what they show, gone when nothing
//! points to them.

use std::{
    cell::Cell,
    pin::pin,
    task::{Context, Waker},
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use forgetmenot::{
    ErrorCode,
    engine::{
        Abort, Blob, Engine,
        request::{
            AddOptions, BlobOptions, ChatOptions, DeleteAllOptions, GetAllOptions, MessageInput,
            SearchOptions,
        },
        response::{AddResult, MemoryItem},
    },
    model::{Kind, MediaType, Op},
    ports::{Batch, Durability, Range, Row, Store, Table, Write},
};
use serde_json::{Value, json};

use crate::{
    doubles::{World, add, all, find, of, search},
    support::block_on,
};

fn png(length: usize, filling: u8) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    bytes.resize(length, filling);
    bytes
}

fn wav() -> Vec<u8> {
    b"RIFF\x24\0\0\0WAVEfmt \x10\0\0\0".to_vec()
}

fn image(bytes: &[u8], caption: Option<&str>) -> Value {
    json!({ "type": "image", "mimeType": "image/png", "data": STANDARD.encode(bytes), "caption": caption })
}

fn audio(bytes: &[u8]) -> Value {
    json!({ "type": "audio", "mimeType": "audio/wav", "data": STANDARD.encode(bytes) })
}

fn text(text: &str) -> Value {
    json!({ "type": "text", "text": text })
}

fn message(parts: &[Value]) -> Vec<MessageInput> {
    vec![serde_json::from_value(json!({ "role": "user", "content": parts })).unwrap()]
}

fn send(engine: &Engine, user_id: &str, parts: &[Value]) -> AddResult {
    block_on(engine.add(message(parts), of(user_id), &Abort::never())).unwrap()
}

fn items(engine: &Engine, user_id: &str) -> Vec<MemoryItem> {
    let options = GetAllOptions { user_id: Some(user_id.into()), ..GetAllOptions::default() };
    block_on(engine.get_all(options)).unwrap().results
}

/// The one memory of a picture or sound.
fn shown(engine: &Engine, user_id: &str) -> MemoryItem {
    let mut media: Vec<MemoryItem> =
        items(engine, user_id).into_iter().filter(|item| item.kind == Kind::Media).collect();
    assert_eq!(media.len(), 1, "{media:?}");
    media.remove(0)
}

fn blob(engine: &Engine, id: &str, user_id: &str) -> Option<Blob> {
    let options = BlobOptions { user_id: Some(user_id.into()), ..BlobOptions::default() };
    block_on(engine.blob(id, options)).unwrap()
}

fn blob_rows(world: &World) -> Vec<Row> {
    block_on(world.store.scan(Table::Blobs, &Range::default())).unwrap()
}

fn delete_all(engine: &Engine, user_id: &str, hard: bool) {
    let options = DeleteAllOptions { user_id: Some(user_id.into()), hard: Some(hard), ..Default::default() };
    block_on(engine.delete_all(options)).unwrap();
}

fn flush(engine: &Engine) -> forgetmenot::engine::response::FlushResult {
    block_on(engine.flush(&Abort::never())).unwrap()
}

fn seeing() -> World {
    let world = World::new();
    world.llm.senses.set(true);
    world
}

#[test]
fn a_picture_is_described_remembered_and_found_and_facts_rest_on_what_it_shows() {
    let world = seeing();
    let engine = world.open();
    let file = png(2_000_000, 7);
    world.llm.sees("A brown dachshund on a red sofa.");
    world.llm.facts(&["User has a dachshund called Rex"]);
    let added = send(&engine, "ana", &[text("Look at him"), image(&file, Some("Rex"))]);
    assert_eq!(added.results.iter().map(|item| item.event).collect::<Vec<_>>(), [Op::Add, Op::Add]);
    assert_eq!(added.usage.unwrap().input_tokens, 20, "both calls are counted");

    let prompts = world.llm.prompts.borrow().clone();
    assert_eq!(prompts.len(), 2);
    assert_eq!(prompts[0].turns[0].media[0].data.as_slice(), file);
    assert!(prompts[0].turns[0].text.contains("Rex"));
    let said = &prompts[1].turns[0];
    assert!(
        said.media.is_empty()
            && said.text.contains(r"Look at him\n[image: Rex; A brown dachshund on a red sofa.]")
    );

    let memory = shown(&engine, "ana");
    assert_eq!(memory.memory, "Rex\nA brown dachshund on a red sofa.");
    assert_eq!(memory.evidence.model.as_deref(), Some("scripted-1"));
    assert!(memory.evidence.prompt_version.unwrap().starts_with("describe-"));
    let fact = items(&engine, "ana").into_iter().find(|item| item.kind == Kind::Fact).unwrap();
    assert_eq!(fact.evidence.message_ids, memory.evidence.message_ids);
    assert_eq!(search(&engine, "ana", "brown sofa")[0].item.id, memory.id);

    let reopened = world.open();
    let filters = Some(json!({ "kind": "media" }));
    let options = SearchOptions { filters, ..find("ana") };
    let found = block_on(reopened.search("Rex", options, &Abort::never())).unwrap().results;
    assert_eq!(found.len(), 1);
    let media = found[0].item.media.clone().unwrap();
    assert_eq!((media.mime_type, media.bytes), (MediaType::Png, 2_000_000));
    let kept = blob(&reopened, media.id.as_str(), "ana").unwrap();
    assert_eq!((kept.mime_type, kept.data.as_slice()), (MediaType::Png, &*file));
}

#[test]
fn what_is_said_in_a_sound_is_what_the_speaker_said() {
    let world = seeing();
    let engine = world.open();
    let heard = json!({ "description": "A voice note.", "transcript": "My sister lives in Oslo, the password is hunter2-Zx81", "language": "en" });
    world.llm.say(heard.to_string());
    world.llm.facts(&["User's sister lives in Oslo"]);
    send(&engine, "ana", &[audio(&wav())]);
    let said = world.llm.prompts.borrow()[1].turns[0].text.clone();
    assert!(said.contains(r#""text":"My sister lives in Oslo"#) && said.contains(r"[audio: A voice note.]"));
    assert!(!said.contains("hunter2"));
    let memory = shown(&engine, "ana");
    assert!(memory.memory.starts_with("A voice note.\nMy sister lives in Oslo"));
    assert!(!memory.memory.contains("hunter2"), "a secret that was spoken is masked as one that was written");
}

#[test]
fn without_a_model_the_caption_is_kept_and_a_model_that_comes_later_describes() {
    let world = seeing();
    let engine = world.open_without_model();
    send(&engine, "ana", &[text("Hello"), image(&png(100, 1), Some("The harbour"))]);
    send(&engine, "ana", &[image(&png(100, 2), None)]);
    let texts: Vec<String> = items(&engine, "ana").into_iter().map(|item| item.memory).collect();
    assert_eq!(texts, ["", "The harbour", "Hello"]);
    assert_eq!(search(&engine, "ana", "harbour").len(), 1);
    assert!(search(&engine, "ana", "image").is_empty(), "what nobody described is found by no word");

    let seeing = world.open();
    world.llm.sees("Boats at a quay.");
    world.llm.fail(ErrorCode::Network);
    assert!(flush(&seeing).results.is_empty(), "the network is down: the turn waits");
    world.llm.sees("A cat.");
    let flushed = flush(&seeing);
    assert_eq!(flushed.results.iter().map(|item| item.event).collect::<Vec<_>>(), [Op::Update, Op::Update]);
    assert!(flush(&seeing).results.is_empty(), "each is described once");
    assert_eq!(world.llm.calls(), 4, "two described, one of them in vain at first, and the facts of both");
    let read = world.llm.prompts.borrow()[3].turns[0].text.clone();
    assert!(read.contains(r"Hello\n[image: The harbour; Boats at a quay.]"), "{read}");
    let texts: Vec<String> = items(&seeing, "ana").into_iter().map(|item| item.memory).collect();
    assert_eq!(texts, ["A cat.", "The harbour\nBoats at a quay.", "Hello"]);
    let memory = search(&seeing, "ana", "boats").remove(0).item;
    assert_eq!((memory.version, memory.media.unwrap().bytes), (2, 100));
    let history = block_on(seeing.history(&memory.id)).unwrap();
    assert_eq!(history[1].previous_memory.as_deref(), Some("The harbour"));
}

#[test]
fn who_asked_for_no_model_is_asked_of_none_later() {
    let world = seeing();
    let engine = world.open();
    let options = AddOptions { infer: Some(false), ..of("ana") };
    block_on(engine.add(message(&[image(&png(60, 1), Some("Mine"))]), options, &Abort::never())).unwrap();
    flush(&engine);
    assert_eq!((world.llm.calls(), shown(&engine, "ana").memory.as_str()), (0, "Mine"));
}

#[test]
fn a_type_the_model_does_not_take_is_never_shown_to_it() {
    let world = seeing();
    let engine = world.open();
    let gif = json!({ "type": "image", "mimeType": "image/gif", "data": STANDARD.encode(b"GIF89a\x01\0"), "caption": "My cat dancing" });
    world.llm.facts(&["User has a cat"]);
    send(&engine, "ana", &[gif]);
    assert_eq!(world.llm.calls(), 1);
    assert!(world.llm.prompts.borrow()[0].turns[0].text.contains("[image: My cat dancing]"));
    assert_eq!(shown(&engine, "ana").memory, "My cat dancing");
    flush(&engine);
    assert_eq!(world.llm.calls(), 1);
}

#[test]
fn a_model_that_takes_it_describes_what_an_earlier_one_could_not_see() {
    let world = World::new();
    let engine = world.open();
    send(&engine, "ana", &[image(&png(60, 1), Some("Rex"))]);
    assert_eq!(shown(&engine, "ana").memory, "Rex");
    world.llm.senses.set(true);
    world.llm.sees("A dachshund.");
    assert_eq!(flush(&engine).results[0].event, Op::Update);
    assert!(flush(&engine).results.is_empty());
    let memory = shown(&engine, "ana");
    assert_eq!((memory.memory.as_str(), memory.version), ("Rex\nA dachshund.", 2));
    // Taken back, it is not described again; deleted, it does not come back.
    let event = block_on(engine.history(&memory.id)).unwrap().remove(1);
    block_on(engine.undo(&event.id)).unwrap();
    assert!(flush(&engine).results.is_empty() && shown(&engine, "ana").memory == "Rex");
}

#[test]
fn a_failed_description_keeps_the_turn_and_a_paid_one_is_not_paid_again() {
    let world = seeing();
    let engine = world.open();
    world.llm.fail(ErrorCode::ModelUnavailable);
    let waiting = send(&engine, "ana", &[text("Look"), image(&png(3_000, 3), None)]).pending.unwrap();
    assert_eq!(waiting.problem.code, "model_unavailable");
    let pending = block_on(engine.pending()).unwrap();
    assert_eq!(
        (pending[0].messages[0].content.as_str(), pending[0].messages[0].media[0].bytes),
        ("Look", 3_000)
    );
    assert!(!blob_rows(&world).is_empty(), "the file waits with its turn");

    world.llm.sees("A lighthouse.");
    world.llm.fail(ErrorCode::Network);
    assert_eq!(flush(&engine).remaining, 1);
    world.llm.facts(&[]);
    assert_eq!(flush(&world.open()).remaining, 0);
    assert_eq!(world.llm.calls(), 4, "described, extracted in vain, extracted; the first call failed");
    assert_eq!(all(&engine, "ana"), ["A lighthouse."]);
}

#[test]
fn a_file_that_is_blocked_or_refused_keeps_its_caption_and_its_turn_goes_on() {
    for code in [ErrorCode::ModelBlocked, ErrorCode::ModelRejected] {
        let world = seeing();
        let engine = world.open();
        world.llm.fail(code);
        world.llm.facts(&["User was at the beach"]);
        let added = send(&engine, "ana", &[image(&png(60, 4), Some("At the beach"))]);
        assert!(added.pending.is_none());
        assert_eq!(shown(&engine, "ana").memory, "At the beach");
        world.llm.sees("Sand.");
        let described = flush(&engine).results.len();
        assert_eq!(described, usize::from(code == ErrorCode::ModelRejected), "{code}: blocked is final");
    }
}

/// A process that dies at any await of `add` leaves the turn pending or done, with its file, never without.
#[test]
fn killed_at_any_step_a_turn_has_its_file() {
    for steps in 1..40 {
        let world = seeing();
        let engine = world.open();
        let file = png(1_000_000, 3);
        world.llm.sees("A tree.");
        let never = Abort::never();
        {
            let mut adding = pin!(engine.add(message(&[image(&file, None)]), of("ana"), &never));
            let mut context = Context::from_waker(Waker::noop());
            for _ in 0..steps {
                if adding.as_mut().poll(&mut context).is_ready() {
                    break;
                }
            }
        }
        let reopened = world.open();
        let (done, waiting) = (items(&reopened, "ana").len(), block_on(reopened.pending()).unwrap().len());
        assert_eq!(done + waiting, 1, "after {steps} steps: {done} done, {waiting} waiting");
        if waiting == 1 {
            world.llm.sees("A tree.");
            flush(&reopened);
        }
        let memory = shown(&reopened, "ana");
        assert!(memory.memory == "A tree." && blob_rows(&world).len() == 3, "after {steps} steps");
        assert_eq!(blob(&reopened, memory.media.unwrap().id.as_str(), "ana").unwrap().data.as_slice(), file);
    }
}

#[test]
fn a_secret_in_a_caption_is_masked_before_it_is_sent_or_kept() {
    let world = seeing();
    let engine = world.open();
    world.llm.sees("A sticky note.");
    send(&engine, "ana", &[image(&png(60, 1), Some("my password is hunter2-Zx81"))]);
    assert!(!world.llm.prompts.borrow().iter().any(|prompt| prompt.turns[0].text.contains("hunter2")));
    assert!(!shown(&engine, "ana").memory.contains("hunter2"));
}

#[test]
fn the_same_file_is_kept_once_a_scope_and_no_other_scope_reads_it() {
    let world = World::new();
    let engine = world.open_without_model();
    let file = png(1_900_000, 5);
    send(&engine, "ana", &[image(&file, Some("one"))]);
    let rows = blob_rows(&world).len();
    assert_eq!(rows, 4, "a head and three parts");
    send(&engine, "ana", &[image(&file, Some("two")), image(&file, Some("two"))]);
    assert_eq!((blob_rows(&world).len(), items(&engine, "ana").len()), (rows, 2));
    let id = items(&engine, "ana")[0].media.clone().unwrap().id;
    assert_eq!(blob(&engine, id.as_str(), "bo"), None);
    let run =
        BlobOptions { user_id: Some("ana".into()), run_id: Some("r1".into()), ..BlobOptions::default() };
    assert_eq!(block_on(engine.blob(id.as_str(), run)).unwrap(), None, "a narrower scope does not see it");
    for (id, options, code) in [
        (
            "../../etc",
            BlobOptions { user_id: Some("ana".into()), ..BlobOptions::default() },
            ErrorCode::InvalidInput,
        ),
        (id.as_str(), BlobOptions::default(), ErrorCode::ScopeRequired),
    ] {
        assert_eq!(block_on(engine.blob(id, options)).unwrap_err().code(), code);
    }
    send(&engine, "bo", &[image(&file, Some("mine"))]);
    assert_eq!(blob_rows(&world).len(), 2 * rows);
    delete_all(&engine, "ana", true);
    assert_eq!(blob(&engine, id.as_str(), "ana"), None);
    assert_eq!(
        blob(&engine, id.as_str(), "bo").unwrap().data.as_slice(),
        file,
        "what is erased for one stays for the other"
    );
}

#[test]
fn a_file_lives_as_long_as_something_points_to_it() {
    let world = seeing();
    let engine = world.open();
    world.llm.fail(ErrorCode::Network);
    send(&engine, "ana", &[image(&png(100, 6), Some("waits"))]);
    world.llm.sees("A tree.");
    send(&engine, "ana", &[image(&png(100, 7), None)]);
    let memory = shown(&engine, "ana");
    let id = memory.media.unwrap().id;
    block_on(engine.delete(&memory.id)).unwrap();
    assert!(blob(&engine, id.as_str(), "ana").is_some(), "its history shows it");
    assert_eq!(blob_rows(&world).len(), 4);
    delete_all(&engine, "ana", false);
    assert_eq!(blob_rows(&world).len(), 2, "what only waited is gone, what a history points to is not");
    delete_all(&engine, "ana", true);
    assert_eq!(blob_rows(&world).len(), 0);
    send(&engine, "ana", &[image(&png(100, 8), None)]);
    block_on(engine.reset()).unwrap();
    assert_eq!(blob_rows(&world).len(), 0);
}

#[test]
fn an_aborted_turn_takes_its_file_along_unless_a_memory_has_it() {
    let world = seeing();
    let engine = world.open();
    let aborted = |file: &[u8]| {
        let polls = Cell::new(0);
        let abort = Abort::on(std::future::poll_fn(move |_| {
            polls.set(polls.get() + 1);
            if polls.get() > 2 { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
        }));
        let error = block_on(engine.add(message(&[image(file, None)]), of("ana"), &abort)).unwrap_err();
        assert_eq!(error.code(), ErrorCode::Aborted);
    };
    aborted(&png(100, 9));
    assert_eq!(blob_rows(&world).len(), 0);
    world.llm.sees("A tree.");
    send(&engine, "ana", &[image(&png(100, 9), None)]);
    aborted(&png(100, 9));
    assert_eq!(blob_rows(&world).len(), 2);
}

#[test]
fn a_full_store_keeps_nothing_of_a_turn_that_does_not_fit() {
    let world = World::new();
    let engine = world.open_without_model();
    world.store.set_capacity(500_000);
    let error = block_on(engine.add(message(&[image(&png(2_000_000, 1), None)]), of("ana"), &Abort::never()));
    assert_eq!(error.unwrap_err().code(), ErrorCode::StorageFull);
    world.store.set_capacity(usize::MAX);
    assert!(blob_rows(&world).is_empty() && block_on(engine.pending()).unwrap().is_empty());
}

#[test]
fn a_damaged_file_is_said_to_be_damaged_and_costs_no_memory() {
    let world = World::new();
    let engine = world.open_without_model();
    send(&engine, "ana", &[image(&png(100, 1), Some("The harbour"))]);
    let id = shown(&engine, "ana").media.unwrap().id;
    let part = blob_rows(&world).into_iter().find(|row| row.key.as_str().starts_with("part/")).unwrap();
    let rotten = Write::Put(Table::Blobs, Row { value: b"\x01rotten".to_vec(), ..part });
    let batch = Batch { durability: Durability::Relaxed, writes: vec![rotten] };
    block_on(world.store.apply(&batch)).unwrap();
    let options = BlobOptions { user_id: Some("ana".into()), ..BlobOptions::default() };
    assert_eq!(block_on(engine.blob(id.as_str(), options)).unwrap_err().code(), ErrorCode::StorageCorrupt);
    world.llm.senses.set(true);
    let seeing = world.open();
    assert!(flush(&seeing).results.is_empty());
    assert!(world.llm.prompts.borrow().iter().all(|prompt| prompt.turns[0].media.is_empty()));
    assert_eq!(search(&seeing, "ana", "harbour").len(), 1);
}

#[test]
fn a_fact_neither_replaces_a_picture_nor_repeats_it_but_a_wish_to_forget_ends_it() {
    let world = seeing();
    let engine = world.open();
    world.llm.sees("A brown dog on a sofa.");
    send(&engine, "ana", &[image(&png(60, 1), None)]);
    world.llm.facts(&["A brown dog on a sofa."]);
    assert_eq!(
        add(&engine, "ana", "my dog").results[0].event,
        Op::Add,
        "the same words are not the same thing"
    );
    world.llm.facts(&["User has a brown dog"]);
    world.llm.decisions(&[(1, "ADD", None, None)]);
    assert_eq!(add(&engine, "ana", "my dog").results[0].event, Op::Add);
    let offered = world.llm.prompts.borrow().last().unwrap().turns[0].text.clone();
    assert_eq!(offered.matches("A brown dog on a sofa.").count(), 1, "a picture is no neighbour of a fact");
    assert_eq!(shown(&engine, "ana").version, 1);
    let calls = world.llm.calls();
    world.llm.facts(&["User asked to forget: the picture of the brown dog on a sofa"]);
    world.llm.say("not a decision");
    let _ = add(&engine, "ana", "forget the picture of the dog");
    let offered = world.llm.prompts.borrow()[calls + 1].turns[0].text.clone();
    assert!(offered.contains("A brown dog on a sofa."), "it can be named by a wish to forget");
}

#[test]
fn a_chat_shows_the_file_to_a_model_that_sees_and_tells_the_caption_to_one_that_does_not() {
    for sees in [true, false] {
        let world = World::new();
        world.llm.senses.set(sees);
        let engine = world.open();
        world.llm.say("A nice dog.");
        if sees {
            world.llm.sees("A dachshund.");
        }
        let options = ChatOptions { user_id: Some("ana".into()), ..ChatOptions::default() };
        let parts = message(&[image(&png(60, 1), Some("Rex"))]);
        let answer = block_on(engine.chat(parts, options, &mut |_| {}, &Abort::never())).unwrap();
        assert_eq!(answer.text, "A nice dog.");
        let turn = world.llm.prompts.borrow()[0].turns[0].clone();
        assert_eq!((turn.media.len(), turn.text.as_str()), (usize::from(sees), "[image: Rex]"));
        assert!(shown(&engine, "ana").memory.starts_with("Rex"));
    }
}

#[test]
fn the_bytes_of_a_file_are_in_no_log() {
    let parts = message(&[image(&png(60, 1), None)]);
    assert!(!format!("{parts:?}").contains(STANDARD.encode(png(60, 1)).get(..20).unwrap()));
    let world = seeing();
    let engine = world.open();
    world.llm.sees("A tree.");
    send(&engine, "ana", &[image(&png(60, 0x41), None)]);
    assert!(!format!("{:?}", world.llm.prompts.borrow()[0]).contains("65, 65, 65"));
}

/// The description, its repair, the extraction, its repair and the decision: each took ten tokens in.
#[test]
fn usage_counts_every_call_of_a_turn_also_of_one_that_failed() {
    let world = World::new();
    world.llm.senses.set(true);
    let engine = world.open();
    world.llm.facts(&["User has a cat"]);
    add(&engine, "ana", "a cat");
    world.llm.say("?");
    world.llm.sees("A cat called Miso");
    world.llm.say("?");
    world.llm.facts(&["User has a cat called Miso"]);
    world.llm.fail(ErrorCode::Network);
    let failed = send(&engine, "ana", &[text("look"), image(&png(64, 1), None)]);
    assert!(failed.pending.is_some());
    assert_eq!(failed.usage.unwrap().input_tokens, 40);
    world.llm.facts(&["User has a cat called Miso"]);
    world.llm.decisions(&[(1, "UPDATE", Some(1), Some("User has a cat called Miso"))]);
    let flushed = block_on(engine.flush(&Abort::never())).unwrap();
    assert_eq!((flushed.finished, flushed.usage.unwrap().input_tokens), (1, 20));
}
