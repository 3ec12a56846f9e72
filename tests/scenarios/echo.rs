//! What memory said is not remembered again (mem0 #4573: 97.8 % junk, much of it recalled memories stored again).

use forgetmenot::engine::{Abort, Engine, Ports, request::MessageInput};

use crate::{
    doubles::{World, add, all, find, of},
    support::block_on,
};

fn said(role: &str, content: &str) -> MessageInput {
    MessageInput { role: role.into(), content: content.into(), ..MessageInput::default() }
}

/// Recalls, puts the block before the question as applications do, answers from it, and adds the whole exchange.
fn round(engine: &Engine, question: &str) {
    let block = block_on(engine.context(question, find("ana"), &Abort::never())).unwrap();
    assert!(block.text.contains("Lisbon"));
    let prompt = format!("{}\n\n{question}", block.text);
    let lines = block.text.lines().filter_map(|line| line.split_once("] ")).map(|(_, memory)| memory);
    let answer: Vec<String> = lines
        .map(|memory| memory.replace("User lives", "You live").replace("User has", "You have"))
        .collect();
    let exchange = vec![said("user", &prompt), said("assistant", &format!("{}.", answer.join(". ")))];
    block_on(engine.add(exchange, of("ana"), &Abort::never())).unwrap();
}

#[test]
fn recalled_memories_are_never_extracted_again() {
    let world = World::new();
    let engine = world.open();
    world.llm.facts(&["User lives in Lisbon", "User has a cat called Miso"]);
    add(&engine, "ana", "I live in Lisbon with my cat Miso");
    let before = all(&engine, "ana");
    for _ in 0..100 {
        // A model that takes whatever it is shown for a fact.
        world.llm.say(r#"{"facts":[{"text":"User lives in Lisbon.","messages":[1]},{"text":"User has the cat called Miso","messages":[1]}],"summary":"s"}"#);
        round(&engine, "Where do I live?");
    }
    assert_eq!(all(&engine, "ana"), before);
    let prompts = world.llm.prompts.borrow();
    let last = &prompts.last().unwrap().turns[0].text;
    let new = last.split("## New messages").nth(1).unwrap();
    assert!(new.contains("Where do I live?") && !new.contains("Lisbon") && !new.contains("Miso"), "{new}");
}

#[test]
fn word_for_word_too_only_the_question_is_new() {
    let world = World::new();
    let engine = world.open_with(Ports { llm: None, ..world.ports() });
    add(&engine, "ana", "User lives in Lisbon");
    for _ in 0..100 {
        round(&engine, "Where do I live?");
    }
    assert_eq!(all(&engine, "ana"), ["User lives in Lisbon", "Where do I live?"]);
}

#[test]
fn what_is_new_in_an_answer_is_heard() {
    let world = World::new();
    let engine = world.open();
    world.llm.facts(&["User lives in Lisbon"]);
    add(&engine, "ana", "I live in Lisbon");
    let exchange =
        vec![said("user", "any ideas?"), said("assistant", "You live in Lisbon. Shall we visit Sintra?")];
    block_on(engine.add(exchange, of("ana"), &Abort::never())).unwrap();
    let prompts = world.llm.prompts.borrow();
    let text = &prompts.last().unwrap().turns[0].text;
    assert!(text.contains("Shall we visit Sintra?") && !text.contains("You live in Lisbon"));
}

#[test]
fn a_turn_of_nothing_but_memory_costs_no_call() {
    let world = World::new();
    let engine = world.open();
    world.llm.facts(&["User lives in Lisbon"]);
    add(&engine, "ana", "I live in Lisbon");
    let calls = world.llm.calls();
    let block = block_on(engine.context("Lisbon", find("ana"), &Abort::never())).unwrap();
    for exchange in [vec![said("user", &block.text)], vec![said("assistant", "You live in Lisbon.")]] {
        let added = block_on(engine.add(exchange, of("ana"), &Abort::never())).unwrap();
        assert!(added.results.is_empty() && added.pending.is_none());
    }
    assert_eq!(world.llm.calls(), calls);
    assert!(block_on(engine.pending()).unwrap().is_empty());
}
