//! Korean words without a dictionary: what comes off a noun and a verb, which forms a verb has, and how near two
//! spellings are on the keyboard.
//!
//! A handle here is no grammar: it is what the forms of a word have in common. 서울에서 and 서울은 meet in 서울; 먹었어요,
//! 먹고 and 먹는다 in 먹. What forms do not share (듣다, 들어요) is looked up when a query is made, and costs texts nothing.

mod irregular;
mod keys;
mod noun;
pub(crate) mod syllable;
mod verb;

pub(super) use irregular::forms;
pub(super) use keys::{keys, sound_alike};

/// The handles of a word of Hangul syllables: as a noun and as a verb, where an ending comes off. Never empty ones, nor
/// the word itself.
pub(super) fn handles(word: &[char]) -> impl Iterator<Item = Vec<char>> {
    let noun = noun::stem(word);
    // 학생이에요 ends like a verb and is none.
    let verb = if noun.as_ref().is_some_and(|stem| stem.was_named) { None } else { verb::stem(word) };
    let noun = noun.map(|stem| stem.kept.to_vec());
    [noun, verb].into_iter().flatten().filter(move |stem| !stem.is_empty() && stem != word)
}

/// The noun in a word, if a particle or a form of 이다 comes off.
pub(super) fn noun(word: &[char]) -> Option<Vec<char>> {
    noun::stem(word).map(|stem| stem.kept.to_vec())
}

#[cfg(test)]
mod tests;
