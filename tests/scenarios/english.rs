//! Conversations in English without a model: what rules read of them, through the whole engine.

use crate::doubles::{World, add, facts, search};

#[test]
fn what_is_so_now_takes_the_place_of_what_was() {
    let world = World::new();
    let engine = world.open_without_model();
    for said in [
        "Hi! I'm Ana, a nurse from Porto, and I live in Lisbon.",
        "I like tea and coffee",
        "I moved to Busan last month",
        "I don't like tea anymore",
        "I'm a vegetarian",
        "I eat meat again",
    ] {
        add(&engine, "ana", said);
    }
    let mut facts = facts(&engine);
    facts.sort_unstable();
    assert_eq!(
        facts,
        [
            "User eats meat again",
            "User is a nurse",
            "User is from Porto",
            "User likes coffee",
            "User lives in Busan",
            "User no longer likes tea",
            "User's name is Ana",
        ]
    );
}

#[test]
fn what_has_ended_ends_itself_and_nothing_else() {
    let world = World::new();
    let engine = world.open_without_model();
    add(&engine, "ana", "I'm allergic to peanuts and shellfish.");
    add(&engine, "ana", "I work at Naver. I live in Busan.");
    add(&engine, "ana", "I'm not allergic to peanuts any more, and I quit Naver.");
    add(&engine, "ana", "I no longer live in Seoul");
    let facts = facts(&engine);
    for so in ["User is allergic to shellfish", "User lives in Busan", "User no longer works at Naver"] {
        assert!(facts.iter().any(|fact| fact == so), "{so}: {facts:?}");
    }
    for over in ["User is allergic to peanuts", "User works at Naver"] {
        assert!(!facts.iter().any(|fact| fact == over), "{over}: {facts:?}");
    }
}

#[test]
fn a_correction_puts_right_what_was_said_before() {
    let world = World::new();
    let engine = world.open_without_model();
    add(&engine, "ana", "My dog is called Max");
    add(&engine, "ana", "No, I meant Rex, not Max");
    assert_eq!(facts(&engine), ["User's dog is called Rex"]);
    add(&engine, "ana", "I live in Seoul. Sorry, Busan, not Seoul.");
    assert_eq!(facts(&engine), ["User's dog is called Rex", "User lives in Busan"]);
}

#[test]
fn what_is_to_be_forgotten_is_gone() {
    let world = World::new();
    let engine = world.open_without_model();
    add(&engine, "ana", "I live in Seoul");
    add(&engine, "ana", "I have asthma");
    add(&engine, "ana", "Please forget my address.");
    assert_eq!(facts(&engine), ["User has asthma"]);
    assert!(search(&engine, "ana", "Seoul").is_empty());
    add(&engine, "ana", "Don't forget to call mom");
    assert_eq!(facts(&engine), ["User has asthma"]);
}

#[test]
fn small_talk_questions_and_texts_handed_over_say_nothing() {
    let world = World::new();
    let engine = world.open_without_model();
    for said in [
        "I'm fine, thanks. I like that idea.",
        "Translate this to Korean: I live in Paris. I'm a dentist.",
        "If I lived in Rome I would be happy. Do I live in Rome?",
        "My friend said \"I live in Oslo. I love it here.\"",
        "Let's play a game. I'm a knight. I live in a castle in Wales.",
    ] {
        add(&engine, "ana", said);
        assert_eq!(facts(&engine), Vec::<String>::new(), "{said}");
    }
}
