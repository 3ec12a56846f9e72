//! A sentence as words: each with a key to compare and its place in the sentence. Contractions come apart ("I'm" is `i`, `am`).

use super::lexicon::List;
use crate::text::normalize;

/// A word or a mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    /// Lower case, without accents, one spelling for what is spelled in several ways.
    pub(super) key: String,
    /// Where it begins in the sentence, in bytes.
    pub(super) start: usize,
    /// Where it ends. A word that was not said, but is meant, ends where it begins.
    pub(super) end: usize,
}

impl Token {
    /// A word that is meant.
    pub(super) fn meant(key: &str) -> Self {
        Self { key: key.to_owned(), start: 0, end: 0 }
    }

    /// Whether it is one of `keys`.
    pub(super) fn is(&self, keys: &[&str]) -> bool {
        keys.contains(&self.key.as_str())
    }

    /// Whether it is in a list.
    pub(super) fn is_in(&self, list: &List) -> bool {
        list.has(&self.key)
    }

    /// Whether it is a mark and no word.
    pub(super) fn is_mark(&self) -> bool {
        !self.key.chars().any(char::is_alphanumeric)
    }

    /// As written.
    pub(super) fn text<'s>(&self, sentence: &'s str) -> &'s str {
        sentence.get(self.start..self.end).unwrap_or_default()
    }

    /// Whether it begins with a capital letter, or is a number.
    pub(super) fn is_capital(&self, sentence: &str) -> bool {
        self.text(sentence).chars().next().is_some_and(|c| c.is_uppercase() || c.is_ascii_digit())
    }
}

/// What is one word in writing and two in meaning, or is spelled in several ways.
const SPELLINGS: &[(&str, &str)] = &[
    ("i'm", "i am"),
    ("im", "i am"),
    ("i've", "i have"),
    ("ive", "i have"),
    ("i'd", "i would"),
    ("i'll", "i will"),
    ("we're", "we are"),
    ("we've", "we have"),
    ("we'll", "we will"),
    ("we'd", "we would"),
    ("you're", "you are"),
    ("youre", "you are"),
    ("you've", "you have"),
    ("they're", "they are"),
    ("it's", "it is"),
    ("that's", "that is"),
    ("thats", "that is"),
    ("he's", "he is"),
    ("she's", "she is"),
    ("there's", "there is"),
    ("what's", "what is"),
    ("how's", "how is"),
    ("where's", "where is"),
    ("who's", "who is"),
    ("let's", "let us"),
    ("lets", "let us"),
    ("name's", "name is"),
    ("rent's", "rent is"),
    ("salary's", "salary is"),
    ("budget's", "budget is"),
    ("weight's", "weight is"),
    ("goal's", "goal is"),
    ("target's", "target is"),
    ("birthday's", "birthday is"),
    ("foot's", "foot is"),
    ("knee's", "knee is"),
    ("ankle's", "ankle is"),
    ("shoulder's", "shoulder is"),
    ("wrist's", "wrist is"),
    ("don't", "do not"),
    ("dont", "do not"),
    ("doesn't", "does not"),
    ("doesnt", "does not"),
    ("didn't", "did not"),
    ("didnt", "did not"),
    ("can't", "can not"),
    ("cant", "can not"),
    ("cannot", "can not"),
    ("couldn't", "could not"),
    ("won't", "will not"),
    ("wont", "will not"),
    ("wouldn't", "would not"),
    ("isn't", "is not"),
    ("isnt", "is not"),
    ("aren't", "are not"),
    ("wasn't", "was not"),
    ("wasnt", "was not"),
    ("haven't", "have not"),
    ("havent", "have not"),
    ("hasn't", "has not"),
    ("shouldn't", "should not"),
    ("gonna", "going to"),
    ("wanna", "want to"),
    ("gotta", "got to"),
    ("anymore", "any more"),
    ("favourite", "favorite"),
    ("fav", "favorite"),
    ("fave", "favorite"),
    ("u", "you"),
    ("ur", "your"),
    ("pls", "please"),
    ("plz", "please"),
    ("&", "and"),
    ("+", "and"),
    ("cuz", "because"),
    ("coz", "because"),
    ("cos", "because"),
    ("cause", "because"),
    ("’", "'"),
    ("…", "."),
    ("–", "-"),
    ("—", "-"),
];

/// The words and marks of a sentence, in order.
pub(super) fn tokens(sentence: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let mut chars = sentence.char_indices().peekable();
    while let Some((start, first)) = chars.next() {
        let mut last = first;
        if first.is_whitespace() {
            continue;
        }
        let mut end = start + first.len_utf8();
        let begins = first.is_alphanumeric() || is_currency(first);
        while let Some(&(at, c)) = chars.peek() {
            let after = sentence.get(at + c.len_utf8()..).and_then(|rest| rest.chars().next());
            let joins = joins(last, c, after);
            let closes = matches!(c, '+' | '#' | '%') && !after.is_some_and(char::is_alphanumeric);
            if !begins || !(c.is_alphanumeric() || is_mark_on_letter(c) || joins || closes) {
                break;
            }
            end = at + c.len_utf8();
            last = c;
            chars.next();
        }
        push(&mut found, sentence, start, end);
    }
    found
}

fn push(found: &mut Vec<Token>, sentence: &str, start: usize, end: usize) {
    let written = sentence.get(start..end).unwrap_or_default();
    let mut end = end;
    let key = normalize(written);
    // "Dr. Kim": the mark is the title's.
    if TITLES.contains(&key.as_str()) && sentence.get(end..).is_some_and(|rest| rest.starts_with('.')) {
        end += 1;
    }
    if key == "." && found.last().is_some_and(|last: &Token| last.end > start) {
        return;
    }
    let spelled = SPELLINGS.iter().find(|(as_written, _)| *as_written == key).map(|(_, meant)| *meant);
    for part in spelled.unwrap_or(key.trim()).split(' ') {
        found.push(Token { key: part.to_owned(), start, end });
    }
}

const TITLES: &[&str] = &["dr", "mr", "mrs", "ms", "prof", "st", "jr", "sr"];

/// Marks within a word: "Wi-Fi", "Node.js"; a comma or colon joins digits alone: "1,000", "7:30".
fn joins(before: char, mark: char, after: Option<char>) -> bool {
    let both = |is: fn(char) -> bool| is(before) && after.is_some_and(is);
    match mark {
        ',' | ':' => both(|c| c.is_ascii_digit()),
        '\'' | '’' | '-' | '.' | '/' | '&' | '@' | '_' | '‐' | '‑' => both(char::is_alphanumeric),
        _ => false,
    }
}

const fn is_mark_on_letter(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{200c}'..='\u{200d}')
}

const fn is_currency(c: char) -> bool {
    matches!(c, '$' | '€' | '£' | '¥' | '₩' | '₹')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(sentence: &str) -> Vec<String> {
        tokens(sentence).into_iter().map(|token| token.key).collect()
    }

    #[test]
    fn words_come_apart() {
        for (sentence, expected) in [
            ("I’m Ana, 34.", "i am ana , 34 ."),
            ("dont like C++ or C#", "do not like c++ or c#"),
            ("Dr. Kim can't", "dr kim can not"),
            ("$1,500 at 7:30pm", "$1,500 at 7:30pm"),
            ("tea,coffee", "tea , coffee"),
            ("Café — Zürich", "cafe - zurich"),
            ("Node.js ok?!", "node.js ok ? !"),
            ("", ""),
        ] {
            assert_eq!(keys(sentence).join(" "), expected, "{sentence}");
        }
    }

    #[test]
    fn words_keep_their_place() {
        let sentence = "My café, IT’S";
        let found = tokens(sentence);
        let texts: Vec<&str> = found.iter().map(|token| token.text(sentence)).collect();
        assert_eq!(texts, ["My", "café", ",", "IT’S", "IT’S"]);
    }
}
