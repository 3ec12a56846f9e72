//! ADD, UPDATE, DELETE, NOOP, and what happens when the model proposes nonsense.

use forgetmenot::{engine::Abort, model::Op};

use crate::{
    doubles::{World, add, all, find, of, search, user},
    support::block_on,
};

#[test]
fn a_life_in_four_turns_is_remembered_corrected_and_forgotten() {
    let world = World::new();
    let engine = world.open();
    world.llm.facts(&["User lives in Lisbon", "User has a cat"]);
    let added = add(&engine, "ana", "I live in Lisbon with my cat");
    assert_eq!(added.results.iter().map(|r| r.event).collect::<Vec<_>>(), [Op::Add, Op::Add]);
    assert_eq!(world.llm.calls(), 1, "nothing is known: nothing to decide");

    world.llm.facts(&["User lives in Porto"]);
    world.llm.decisions(&[(1, "UPDATE", Some(1), Some("User lives in Porto, Portugal"))]);
    let updated = add(&engine, "ana", "I moved to Porto").results.remove(0);
    assert_eq!((updated.event, updated.memory.as_str()), (Op::Update, "User lives in Porto, Portugal"));
    assert_eq!(updated.previous_memory.as_deref(), Some("User lives in Lisbon"));
    assert_eq!(updated.reason.as_deref(), Some("because"));

    world.llm.facts(&["User asked to forget: the cat"]);
    world.llm.decisions(&[(1, "DELETE", Some(1), None)]);
    let deleted = add(&engine, "ana", "forget my cat").results.remove(0);
    assert_eq!((deleted.event, deleted.memory.as_str()), (Op::Delete, "User has a cat"));

    let reopened = world.open();
    assert_eq!(all(&reopened, "ana"), ["User lives in Porto, Portugal"]);
    let history = block_on(reopened.history(&updated.id)).unwrap();
    let told: Vec<_> =
        history.iter().map(|h| (h.event, h.previous_memory.as_deref(), h.new_memory.as_deref())).collect();
    assert_eq!(
        told,
        [
            (Op::Add, None, Some("User lives in Lisbon")),
            (Op::Update, Some("User lives in Lisbon"), Some("User lives in Porto, Portugal")),
        ]
    );
    let gone = block_on(reopened.history(&deleted.id)).unwrap();
    assert_eq!(gone.last().map(|h| (h.event, h.new_memory.clone())), Some((Op::Delete, None)));
    assert_eq!(block_on(reopened.get(&deleted.id)).unwrap(), None);
}

#[test]
fn the_same_fact_is_stored_once_whether_in_one_batch_or_two() {
    let world = World::new();
    let engine = world.open();
    world.llm.facts(&["User likes tea", "user likes TEA.", "User likes  tea"]);
    assert_eq!(add(&engine, "ana", "tea!").results.len(), 1);
    world.llm.facts(&["User likes tea."]);
    let again = add(&engine, "ana", "tea, as I said");
    assert_eq!(again.results[0].event, Op::Noop);
    assert_eq!(world.llm.calls(), 2, "settled without asking");
    assert_eq!(all(&engine, "ana"), ["User likes tea"]);
    world.llm.facts(&["User likes tea"]);
    assert_eq!(add(&engine, "bo", "tea").results[0].event, Op::Add, "another person's tea");
}

#[test]
fn contradictory_facts_in_one_batch_fold_in_order_onto_one_memory() {
    let world = World::new();
    let engine = world.open();
    world.llm.facts(&["User lives in Lisbon"]);
    add(&engine, "ana", "Lisbon");
    world.llm.facts(&["User lives in Porto", "User lives in Faro"]);
    world.llm.decisions(&[(1, "UPDATE", Some(1), None), (2, "UPDATE", Some(1), None)]);
    let results = add(&engine, "ana", "Porto. No, Faro!").results;
    assert_eq!(all(&engine, "ana"), ["User lives in Faro"]);
    let history = block_on(engine.history(&results[1].id)).unwrap();
    assert_eq!(history.last().unwrap().previous_memory.as_deref(), Some("User lives in Porto"));
    // And a delete followed by an update of the same memory keeps the newer fact.
    world.llm.facts(&["User asked to forget: Faro", "User lives in Braga"]);
    world.llm.decisions(&[(1, "DELETE", Some(1), None), (2, "UPDATE", Some(1), None)]);
    add(&engine, "ana", "Forget Faro. Braga it is.");
    assert_eq!(all(&engine, "ana"), ["User lives in Braga"]);
}

#[test]
fn ids_that_were_never_given_and_missing_decisions_lose_nothing() {
    let world = World::new();
    let engine = world.open();
    world.llm.facts(&["User plays chess"]);
    add(&engine, "ana", "chess");
    world.llm.facts(&["User plays chess on Fridays", "User plays go", "User plays checkers"]);
    world.llm.decisions(&[
        (1, "DELETE", Some(99), None),
        (2, "UPDATE", None, None),
        (7, "NOOP", Some(1), None),
    ]);
    add(&engine, "ana", "A lot happened to me");
    assert_eq!(
        all(&engine, "ana"),
        ["User plays chess", "User plays chess on Fridays", "User plays go", "User plays checkers"]
    );
}

#[test]
fn what_the_assistant_said_is_not_remembered_about_the_person() {
    let world = World::new();
    let engine = world.open();
    let mut talk = user("What should I cook?");
    talk.push(forgetmenot::engine::request::MessageInput {
        role: "assistant".into(),
        content: "You love lasagna!".into(),
        ..Default::default()
    });
    world.llm.say(r#"{"facts":[{"text":"User loves lasagna","kind":"preference","messages":[2],"speaker":"user","confidence":1}],"summary":"s"}"#);
    let added = block_on(engine.add(talk, of("ana"), &Abort::never())).unwrap();
    assert!(added.results.is_empty());
}

#[test]
fn without_a_model_messages_are_kept_word_for_word_and_found_by_words() {
    let world = World::new();
    let engine = world.open_without_model();
    let mut talk = user("I'm allergic to peanuts");
    talk.push(forgetmenot::engine::request::MessageInput {
        role: "system".into(),
        content: "You are a cook".into(),
        ..Default::default()
    });
    let added = block_on(engine.add(talk, of("ana"), &Abort::never())).unwrap();
    let kept: Vec<&str> = added.results.iter().map(|item| item.memory.as_str()).collect();
    assert_eq!(
        kept,
        ["I'm allergic to peanuts", "User is allergic to peanuts"],
        "the application's instructions are no memory"
    );
    add(&engine, "ana", "I live in Lisbon");
    let hits = search(&world.open_without_model(), "ana", "peanuts?");
    assert!(hits.iter().any(|hit| hit.item.memory == "I'm allergic to peanuts"));
    assert!(hits[0].item.memory.contains("peanuts"));
    assert!(hits[0].explain.iter().all(|part| part.signal != "vector"));
    let chat = block_on(engine.chat(
        user("hi"),
        forgetmenot::engine::request::ChatOptions { user_id: Some("ana".into()), ..Default::default() },
        &mut |_| {},
        &Abort::never(),
    ));
    assert_eq!(chat.unwrap_err().code().as_str(), "not_configured");
}

#[test]
fn infer_false_asks_no_model() {
    let world = World::new();
    let engine = world.open();
    let options = forgetmenot::engine::request::AddOptions { infer: Some(false), ..of("ana") };
    block_on(engine.add(user("verbatim, please"), options, &Abort::never())).unwrap();
    assert_eq!(world.llm.calls(), 0);
    let found = block_on(engine.search("verbatim", find("ana"), &Abort::never())).unwrap();
    let signals: Vec<&str> = found.results[0].explain.iter().map(|part| part.signal).collect();
    assert!(signals.starts_with(&["vector", "words"]), "found by meaning and by words: {signals:?}");
}

#[test]
fn editing_by_hand_keeps_the_history_and_checks_its_input() {
    let world = World::new();
    let engine = world.open_without_model();
    let kept = forgetmenot::engine::request::AddOptions { infer: Some(false), ..of("ana") };
    let added = block_on(engine.add(user("I like tea"), kept, &Abort::never())).unwrap();
    let id = added.results[0].id.clone();
    let change = |json: &str| serde_json::from_str(json).unwrap();
    let item =
        block_on(engine.update(&id, change(r#"{"text":"I like coffee","metadata":{"a":1}}"#))).unwrap();
    assert_eq!((item.memory.as_str(), item.version), ("I like coffee", 2));
    let item = block_on(engine.update(&id, change(r#"{"metadata":{"b":2}}"#))).unwrap();
    assert_eq!((item.version, item.metadata.len()), (2, 1), "metadata alone opens no version");
    assert!(search(&engine, "ana", "tea").is_empty(), "the old text answers nothing");
    for (bad, code) in [("{}", "invalid_input"), (r#"{"text":"  "}"#, "invalid_input")] {
        assert_eq!(block_on(engine.update(&id, change(bad))).unwrap_err().code().as_str(), code);
    }
    let stranger = "01a20497-f07b-7002-9dbd-71cc4fa2df8c";
    assert_eq!(
        block_on(engine.update(stranger, change(r#"{"text":"x"}"#))).unwrap_err().code().as_str(),
        "not_found"
    );
    assert_eq!(block_on(engine.delete("nonsense")).unwrap_err().code().as_str(), "invalid_input");
    assert_eq!(block_on(engine.delete(&id)).unwrap().deleted, 1);
    assert_eq!(block_on(engine.delete(&id)).unwrap_err().code().as_str(), "not_found");
    assert_eq!(block_on(engine.history(&id)).unwrap().len(), 4);
    assert_eq!(block_on(engine.history(stranger)).unwrap_err().code().as_str(), "not_found");
}
