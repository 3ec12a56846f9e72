//! Who a sentence speaks of where it leaves that out, as diaries and chats do: "signed up for a marathon" is the person's word
//! unless the message speaks of somebody else. And "my wife and I" is "we".

use super::{
    clauses::without_lead,
    lexicon::{self, list},
    matcher::Words,
    words::Token,
};

list!(
    /// What the person did, without "I".
    DID,
    "signed up, registered for, paid off, paid my, ran a, ran my, ran the, ran 5k, ran 10k, got a raise, got my results, got diagnosed, got engaged, \
     got promoted, quit my job, quit smoking, quit drinking, gave up smoking, started taking, started learning, started a new job, \
     bought a house, bought a car, bought an apartment, adopted a, broke my, sprained my, tore my, took a practice, took a mock, \
     took the practice, passed my, weighed in, gave birth, stopped taking, stopped smoking, stopped eating, moved to, moved back to, scored"
);
list!(
    /// What the person is or does, without "I am".
    AM,
    "saving up for, saving up to, training for, prepping for, preparing for, studying for, aiming for, trying to lose, trying to gain, \
     trying to quit, trying to learn, planning to move, planning to learn, allergic to, lactose intolerant, getting married, pregnant with, \
     currently living in, currently learning, currently working at, currently working as, currently training for, \
     currently studying for, currently taking, currently saving up for"
);
list!(
    /// What the person does, after "currently" and without "I".
    DO,
    "have, live, own, work, weigh, earn, make, pay, owe, drive, take, study"
);
list!(
    /// Words for somebody else.
    OTHERS,
    "he, she, they, him, her, them, his, their, someone, somebody"
);

/// Whether words speak of somebody else, so that a sentence without a subject may, too.
pub(super) fn speaks_of_others(words: &[Token]) -> bool {
    words.iter().any(|token| token.is_in(&OTHERS) || token.is_in(&lexicon::RELATIVES))
}

/// The words with the subject they leave out; `others`: somebody else was spoken of before.
pub(super) fn supplied(sentence: &str, words: Vec<Token>, others: bool) -> Vec<Token> {
    let left = without_lead(&words);
    let all = Words { sentence, tokens: left };
    let both = all.find(&[
        "my|our {relative} and i =want|have|live|own|bought|are|need|love|like|moved|adopted|do|can|plan|hate|enjoy|owe|earn|pay|saved",
        "me and my {relative} =want|have|live|own|bought|are|need|love|like|moved|adopted|do|can|plan|hate|enjoy|owe|earn|pay|saved",
    ]);
    if let Some(found) = both {
        return std::iter::once(Token::meant("we")).chain(found.rest.iter().cloned()).collect();
    }
    if others || speaks_of_others(&words) || words.last().is_some_and(|last| last.is(&["?"])) {
        return words;
    }
    let led = words.len() - left.len();
    let now = led.checked_sub(1).and_then(|at| words.get(at)).is_some_and(|token| token.is(&["currently"]));
    let from = if now { led - 1 } else { led };
    let said = words.get(from..).unwrap_or_default();
    let subject: &[&str] = if DID.begins(left).is_some() || now && DO.begins(left).is_some() {
        &["i"]
    } else if AM.begins(left).is_some() || AM.begins(said).is_some() {
        &["i", "am"]
    } else {
        return words;
    };
    subject.iter().map(|key| Token::meant(key)).chain(left.iter().cloned()).collect()
}
