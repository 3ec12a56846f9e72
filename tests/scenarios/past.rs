//! Looking back: what was known then, what has changed since, and undoing a decision.

use forgetmenot::{
    ErrorCode,
    engine::{
        Abort, Engine,
        request::{ChangesOptions, DeleteAllOptions, MessageInput, SearchOptions, UpdateInput},
        response::HistoryEntry,
    },
    model::Op,
};

use crate::{
    doubles::{World, add, all, find, of},
    support::block_on,
};

/// Lisbon in January, Porto in March, the cat forgotten in May; each said then, all imported today.
fn a_life(world: &World) -> std::rc::Rc<Engine> {
    let engine = world.open();
    let tell = |text: &str, at: &str| {
        let message = MessageInput {
            role: "user".into(),
            content: text.into(),
            timestamp: Some(at.into()),
            ..MessageInput::default()
        };
        world.clock.advance(1_000);
        block_on(engine.add(vec![message], of("ana"), &Abort::never())).unwrap();
    };
    world.llm.facts(&["User lives in Lisbon", "User has a cat"]);
    tell("I live in Lisbon with my cat", "2026-01-10T10:00:00Z");
    world.llm.facts(&["User lives in Porto"]);
    world.llm.decisions(&[(1, "UPDATE", Some(1), Some("User lives in Porto"))]);
    tell("I moved to Porto", "2026-03-10T10:00:00Z");
    engine
}

fn known(engine: &Engine, query: &str, at: &str) -> Vec<String> {
    let options = SearchOptions { as_of: Some(at.into()), ..find("ana") };
    let found = block_on(engine.search(query, options, &Abort::never())).unwrap();
    found.results.into_iter().map(|hit| hit.item.memory).collect()
}

fn changes(engine: &Engine, options: ChangesOptions) -> Vec<HistoryEntry> {
    let options = ChangesOptions { user_id: Some("ana".into()), ..options };
    block_on(engine.changes(options)).unwrap().results
}

fn texts(entries: &[HistoryEntry]) -> Vec<(Op, Option<&str>, Option<&str>)> {
    entries.iter().map(|e| (e.event, e.previous_memory.as_deref(), e.new_memory.as_deref())).collect()
}

#[test]
fn a_search_answers_as_of_a_moment_in_the_conversation() {
    let world = World::new();
    let engine = a_life(&world);
    assert!(known(&engine, "where does the user live?", "2026-01-09").is_empty());
    assert_eq!(known(&engine, "lives in", "2026-02-01")[0], "User lives in Lisbon");
    assert_eq!(known(&engine, "lives in", "2026-03-10T10:00:00Z")[0], "User lives in Porto");
    assert_eq!(known(&engine, "lives in", "2026-02-01")[0], "User lives in Lisbon", "and back again");
    let cat = engine_cat(&engine);
    world.clock.advance(86_400_000);
    block_on(engine.delete(&cat)).unwrap();
    assert!(known(&engine, "cat", "2030-01-01").iter().all(|text| text != "User has a cat"));
    assert_eq!(known(&engine, "cat", "2026-02-01")[0], "User has a cat", "deleted later, known then");
    // Another person's memories are in no past of hers, and a hard delete leaves none.
    let options = SearchOptions { as_of: Some("2026-02-01".into()), ..find("bo") };
    assert!(block_on(engine.search("lives in", options, &Abort::never())).unwrap().results.is_empty());
    let hard = DeleteAllOptions { user_id: Some("ana".into()), hard: Some(true), ..Default::default() };
    block_on(engine.delete_all(hard)).unwrap();
    assert!(known(&engine, "lives in", "2026-02-01").is_empty());
}

fn engine_cat(engine: &Engine) -> String {
    let found = block_on(engine.search("cat", find("ana"), &Abort::never())).unwrap();
    found.results.into_iter().find(|hit| hit.item.memory == "User has a cat").unwrap().item.id
}

#[test]
fn changes_tell_what_was_decided_in_a_window() {
    let world = World::new();
    let engine = a_life(&world);
    let everything = changes(&engine, ChangesOptions::default());
    let [lisbon, cat, porto] = &everything[..] else { panic!("{everything:?}") };
    assert_eq!(
        texts(&everything),
        [
            (Op::Add, None, Some("User lives in Lisbon")),
            (Op::Add, None, Some("User has a cat")),
            (Op::Update, Some("User lives in Lisbon"), Some("User lives in Porto")),
        ]
    );
    let window = |since: Option<&HistoryEntry>, until: Option<&HistoryEntry>| ChangesOptions {
        since: since.map(|e| e.at.clone()),
        until: until.map(|e| e.at.clone()),
        ..Default::default()
    };
    assert_eq!(changes(&engine, window(Some(porto), None)), std::slice::from_ref(porto));
    assert_eq!(changes(&engine, window(None, Some(porto))), [lisbon.clone(), cat.clone()]);
    let one = ChangesOptions { limit: Some(1.0), ..Default::default() };
    assert_eq!(changes(&engine, one), std::slice::from_ref(lisbon));
    // What changed nothing is no change; what was closed is.
    world.llm.facts(&["User has a cat"]);
    add(&engine, "ana", "my cat, as I said");
    assert_eq!(changes(&engine, ChangesOptions::default()).len(), 3);
    block_on(engine.delete(&engine_cat(&engine))).unwrap();
    assert_eq!(changes(&engine, ChangesOptions::default()).last().unwrap().event, Op::Delete);
    let user_id = Some("ana".into());
    let wrong = block_on(engine.changes(ChangesOptions { user_id, ..window(Some(porto), Some(lisbon)) }));
    assert_eq!(wrong.unwrap_err().code(), ErrorCode::InvalidInput);
    let nobody = block_on(engine.changes(ChangesOptions::default()));
    assert_eq!(nobody.unwrap_err().code(), ErrorCode::ScopeRequired);
}

#[test]
fn every_decision_can_be_undone_in_reverse_order() {
    let world = World::new();
    let engine = a_life(&world);
    block_on(engine.delete(&engine_cat(&engine))).unwrap();
    let undo = |n: usize| {
        world.clock.advance(1_000);
        let id = changes(&engine, ChangesOptions::default())[n].id.clone();
        block_on(engine.undo(&id))
    };
    // 0 ADD Lisbon, 1 ADD cat, 2 UPDATE Porto, 3 DELETE cat
    for n in [0, 1] {
        assert_eq!(undo(n).unwrap_err().code(), ErrorCode::InvalidInput, "a later decision rests on it");
    }
    let back = undo(3).unwrap();
    assert_eq!((back.event, back.new_memory.as_deref()), (Op::Add, Some("User has a cat")));
    let lisbon = undo(2).unwrap();
    assert_eq!(
        texts(std::slice::from_ref(&lisbon)),
        [(Op::Update, Some("User lives in Porto"), Some("User lives in Lisbon"))]
    );
    assert_eq!(all(&engine, "ana"), ["User lives in Lisbon", "User has a cat"]);
    assert_eq!(undo(2).unwrap_err().code(), ErrorCode::InvalidInput, "undone already");
    // An undo is a decision like any other: it is told, found, and undone itself.
    let reopened = world.open();
    let found = block_on(reopened.search("User lives in Lisbon", find("ana"), &Abort::never())).unwrap();
    assert_eq!(found.results[0].item.memory, "User lives in Lisbon");
    assert!(found.results[0].explain.iter().any(|part| part.signal == "vector" && part.raw > 0.9));
    block_on(reopened.undo(&lisbon.id)).unwrap();
    assert_eq!(all(&reopened, "ana"), ["User lives in Porto", "User has a cat"]);
    let history = block_on(reopened.history(&lisbon.memory_id)).unwrap();
    assert_eq!(history.len(), 4);
    assert_eq!(history[2].undoes.as_ref(), Some(&history[1].id));
    assert_eq!(history[3].undoes.as_ref(), Some(&history[2].id));
    // Back and forth, and the decision stands again to be undone.
    block_on(reopened.undo(&history[1].id)).unwrap();
    assert_eq!(all(&reopened, "ana")[0], "User lives in Lisbon");
    block_on(reopened.undo(&history[0].id)).unwrap();
    assert_eq!(all(&reopened, "ana"), ["User has a cat"], "all of it is undone");
    assert_eq!(block_on(reopened.undo(&history[1].id)).unwrap_err().code(), ErrorCode::InvalidInput);
}

#[test]
fn what_an_add_brought_is_undone_by_its_event_id() {
    let world = World::new();
    let engine = world.open();
    world.llm.facts(&["User likes tea"]);
    let added = add(&engine, "ana", "tea").results.remove(0);
    let undone = block_on(engine.undo(&added.event_id)).unwrap();
    assert_eq!((undone.event, undone.memory_id.as_str()), (Op::Delete, added.id.as_str()));
    assert!(all(&engine, "ana").is_empty());
    world.llm.facts(&["User likes coffee"]);
    let coffee = add(&engine, "ana", "coffee").results.remove(0);
    world.llm.facts(&["User likes coffee"]);
    let noop = add(&engine, "ana", "coffee").results.remove(0);
    let code = |id: &str| block_on(engine.undo(id)).unwrap_err().code();
    assert_eq!(code(&noop.event_id), ErrorCode::InvalidInput, "it changed nothing");
    assert_eq!(code("nonsense"), ErrorCode::InvalidInput);
    assert_eq!(code(&coffee.id), ErrorCode::NotFound, "no decision's id");
    let change = UpdateInput { metadata: Some(Default::default()), ..Default::default() };
    block_on(engine.update(&coffee.id, change)).unwrap();
    assert_eq!(
        block_on(engine.undo(&coffee.event_id)).unwrap().event,
        Op::Delete,
        "data by hand is no later text"
    );
}

#[test]
fn an_undo_beside_another_tab_is_done_once() {
    let world = World::new();
    let engine = a_life(&world);
    let other = world.open();
    let last = changes(&engine, ChangesOptions::default()).pop().unwrap();
    let both = block_on(futures_util::future::join(engine.undo(&last.id), other.undo(&last.id)));
    let won = [both.0.is_ok(), both.1.is_ok()];
    assert_eq!(won.iter().filter(|won| **won).count(), 1, "{both:?}");
    assert_eq!(all(&world.open(), "ana")[0], "User lives in Lisbon");
}
