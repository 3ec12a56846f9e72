//! Turns of conversations: what stands beside them helps to find them, and leaves nothing behind.

use forgetmenot::engine::{
    Abort, Engine, Ports,
    request::{AddOptions, MessageInput},
    response::SearchHit,
};

use crate::{
    doubles::{World, find, of, search, user},
    support::block_on,
};

fn words_only(world: &World) -> Ports {
    Ports { llm: None, chat: None, embedder: None, ..world.ports() }
}

fn said(name: &str, minute: u32, text: &str) -> MessageInput {
    let timestamp = Some(format!("2026-03-0{}T10:{:02}:00Z", 1 + minute / 60, minute % 60));
    MessageInput { name: Some(name.into()), timestamp, ..user(text).remove(0) }
}

/// Two sessions of Ana and 민지, days apart.
fn talk(engine: &Engine) -> Vec<String> {
    let first = vec![
        said("Ana", 0, "Where will you spend the summer holiday?"),
        said("민지", 1, "Lisbon, with my sister"),
        said("Ana", 2, "I stay here and paint the kitchen"),
    ];
    let second = vec![said("민지", 60, "My new job begins on Monday"), said("Ana", 61, "Congratulations!")];
    let mut ids = Vec::new();
    for messages in [first, second] {
        let added = block_on(engine.add(messages, of("u"), &Abort::never())).unwrap();
        ids.extend(added.results.into_iter().map(|item| item.id));
    }
    ids
}

fn texts(hits: &[SearchHit]) -> Vec<&str> {
    hits.iter().map(|hit| hit.item.memory.as_str()).collect()
}

#[test]
fn an_answer_is_found_by_its_question_until_the_question_is_deleted() {
    let world = World::new();
    let engine = world.open_with(words_only(&world));
    let ids = talk(&engine);
    let hits = search(&engine, "u", "summer holiday");
    assert_eq!(texts(&hits)[..2], ["Where will you spend the summer holiday?", "Lisbon, with my sister"]);
    let explained =
        |signal: &str| hits[1].explain.iter().find(|p| p.signal == signal).map_or(0.0, |p| p.value);
    assert!(explained("neighbours") > 0.0 && explained("session") > 0.0 && explained("words") == 0.0);
    assert!(!texts(&hits).contains(&"My new job begins on Monday"), "another session");
    block_on(engine.delete(&ids[0])).unwrap();
    assert!(search(&engine, "u", "summer holiday").is_empty());
}

#[test]
fn who_is_asked_about_is_answered_by_what_they_said() {
    let world = World::new();
    let engine = world.open_with(words_only(&world));
    talk(&engine);
    let lisbon = |query: &str| {
        let hits = search(&engine, "u", query);
        let hit = hits.iter().find(|hit| hit.item.memory == "Lisbon, with my sister").unwrap().clone();
        (hit.score / hits[0].score, hit)
    };
    let ((plain, _), (asked, hit)) = (lisbon("summer holiday"), lisbon("민지의 summer holiday"));
    assert!(asked > plain, "{asked} {plain}");
    assert!(hit.explain.iter().any(|p| p.signal == "speaker" && p.value > 0.0));
    let ana = search(&engine, "u", "what is Ana up to?");
    assert_eq!(ana.len(), 3, "nothing shares a word, and she said three things");
    assert!(ana.iter().all(|hit| hit.item.evidence.name.as_deref() == Some("Ana")));
    let both = search(&engine, "u", "what about Ana and 민지 and the holiday");
    assert!(both.iter().flat_map(|hit| &hit.explain).all(|p| p.signal != "speaker"));
    let other = AddOptions { user_id: Some("v".into()), ..AddOptions::default() };
    block_on(engine.add(user("I had tea"), other, &Abort::never())).unwrap();
    assert!(search(&engine, "v", "what is Ana up to?").is_empty(), "nobody of that name speaks here");
}

/// From the rows, from a snapshot, and as it was: the same answers in the same order for the same reasons.
#[test]
fn conversations_survive_reopening() {
    let world = World::new();
    let engine = world.open_with(words_only(&world));
    let ids = talk(&engine);
    block_on(engine.delete(&ids[2])).unwrap();
    let queries = ["summer holiday", "민지의 job", "what is Ana up to?", "kitchen"];
    let answers = |engine: &Engine| -> Vec<String> {
        let shown = |hit: &SearchHit| format!("{} {:.5} {:?}", hit.item.id, hit.score, hit.explain);
        queries.iter().flat_map(|q| search(engine, "u", q).iter().map(shown).collect::<Vec<_>>()).collect()
    };
    let before = answers(&engine);
    assert!(before.len() > 5);
    let from_rows = world.open_with(words_only(&world));
    assert_eq!(answers(&from_rows), before);
    block_on(engine.close()).unwrap();
    let from_snapshot = world.open_with(words_only(&world));
    assert_eq!(answers(&from_snapshot), before);
    let item = &block_on(from_snapshot.search("Lisbon", find("u"), &Abort::never())).unwrap().results[0].item;
    let moment = item.evidence.said_at.unwrap().to_string();
    assert_eq!((item.evidence.name.as_deref(), moment.as_str()), (Some("민지"), "2026-03-01T10:01:00Z"));
}

#[test]
fn runs_are_conversations_of_their_own() {
    let world = World::new();
    let engine = world.open_with(words_only(&world));
    for (run, text) in
        [("r1", "where do you keep the spare key?"), ("r2", "under the blue pot"), ("r1", "ask me later")]
    {
        let options = AddOptions { run_id: Some(run.into()), ..of("u") };
        block_on(engine.add(user(text), options, &Abort::never())).unwrap();
    }
    assert_eq!(
        texts(&search(&engine, "u", "spare key")),
        ["where do you keep the spare key?", "ask me later"]
    );
}
