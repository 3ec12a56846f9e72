//! Patterns over words. A pattern is words with a space between: `live|reside` is one of several, `now?` may be missing, `{place}`
//! is captured ([`super::capture`]), `$` at the end: nothing may follow; `~`: only what a mark or "and" parts
//! from it; `*`: anything; `=with|and`: one of these, which is not taken. It matches from the first word on; words that only colour
//! a sentence ("actually", "really") are passed over.

use super::{
    capture,
    lexicon::{List, list},
    words::Token,
};

/// How many words of a sentence a pattern may pass over in a row.
const MAX_FILLERS: usize = 4;
list!(
    /// Words that say nothing where a pattern expects another.
    FILLERS,
    "actually, really, honestly, personally, currently, presently, just, also, still, recently, \
     basically, truly, absolutely, definitely, totally, certainly, simply, both, already, finally, \
     officially, indeed, obviously, naturally, very, super, extremely, deeply, quite, pretty, so, \
     genuinely, sadly, unfortunately, luckily, thankfully, fortunately, happily, newly, do, clearly, \
     seriously, even, now"
);
list!(
    /// What may follow what a pattern says: when, how, and what a clause of its own says.
    TAILS,
    "for, since, in, on, at, with, near, by, from, now, currently, right, these, this, last, next, \
     today, tomorrow, tonight, yesterday, too, also, as, because, every, during, until, after, before, \
     ago, already, again, though, lol, haha, hehe, btw, and, or, but, so, any, anyway, nowadays, lately, \
     recently, most, when, while, where, whenever, sometimes, really, actually, honestly, tbh, more, \
     better, than, a, very, the, about, around, together, alone, daily, to, over, especially, mostly, \
     mainly, particularly, usually, only, myself, here, there, full-time, part-time, remotely, instead, \
     not, then, soon, if, based, outside, who, which, called, named, thanks, please"
);

list!(
    /// What may follow where a pattern ends with "~".
    CLOSINGS,
    "and, or, but, too, btw, lol, haha, though, tbh, anyway, thanks, now, actually, honestly"
);

/// The words of a clause with what they were written in.
#[derive(Clone, Copy, Debug)]
pub(super) struct Words<'c> {
    /// The sentence.
    pub(super) sentence: &'c str,
    /// The words in question.
    pub(super) tokens: &'c [Token],
}

/// What a pattern found.
#[derive(Clone, Debug, Default)]
pub(super) struct Match<'c> {
    /// What each capture holds, in order: one text, or several of a list.
    pub(super) captures: Vec<Vec<String>>,
    /// What follows.
    pub(super) rest: &'c [Token],
}

impl Match<'_> {
    /// The first text of a capture.
    pub(super) fn text(&self, at: usize) -> Option<&str> {
        self.captures.get(at)?.first().map(String::as_str)
    }
}

impl<'c> Words<'c> {
    /// The words from one on.
    pub(super) fn from(self, at: usize) -> Self {
        Self { tokens: self.tokens.get(at..).unwrap_or_default(), ..self }
    }

    /// The first word.
    pub(super) fn first(self) -> Option<&'c Token> {
        self.tokens.first()
    }

    /// Whether the word at `at` is one of `keys`.
    pub(super) fn is(self, at: usize, keys: &[&str]) -> bool {
        self.tokens.get(at).is_some_and(|token| token.is(keys))
    }

    /// Whether the word at `at` is in a list.
    pub(super) fn is_in(self, at: usize, list: &List) -> bool {
        self.tokens.get(at).is_some_and(|token| token.is_in(list))
    }

    /// What was written from the first word to the last.
    pub(super) fn written(self) -> &'c str {
        let said = || self.tokens.iter().filter(|token| token.end > token.start);
        let range = said().next().zip(said().next_back()).map(|(first, last)| first.start..last.end);
        range.and_then(|range| self.sentence.get(range)).unwrap_or_default()
    }

    /// The first of several patterns that fits.
    pub(super) fn find(self, patterns: &[&str]) -> Option<Match<'c>> {
        patterns.iter().find_map(|pattern| self.matches(pattern))
    }

    /// What a pattern finds; none if it does not fit.
    pub(super) fn matches(self, pattern: &str) -> Option<Match<'c>> {
        let mut found = Match::default();
        self.step(pattern, &mut found).then_some(found)
    }

    fn step(self, pattern: &str, found: &mut Match<'c>) -> bool {
        let (item, after) = pattern.split_once(' ').unwrap_or((pattern, ""));
        match item {
            "" => {
                found.rest = self.tokens;
                let ago = self.tokens.iter().take(4).any(|token| token.is(&["ago"]));
                ago || self.first().is_none_or(|token| token.is_mark() || token.is_in(&TAILS))
            }
            "$" => self.tokens.is_empty(),
            "~" => {
                found.rest = self.tokens;
                self.first().is_none_or(|token| token.is_mark() || token.is_in(&CLOSINGS))
            }
            "*" => {
                found.rest = self.tokens;
                true
            }
            _ if item.starts_with('=') => {
                found.rest = self.tokens;
                self.first().is_some_and(|token| {
                    item.trim_start_matches('=').split('|').any(|word| word == token.key)
                })
            }
            _ if item.starts_with('{') => {
                let kind = item.trim_matches(['{', '}']);
                let Some((used, texts)) = capture::read(kind, self) else { return false };
                let at = found.captures.len();
                found.captures.push(texts);
                let fits = used > 0 && self.from(used).step(after, found);
                if !fits {
                    found.captures.truncate(at);
                }
                fits
            }
            _ => self.word(item, after, found),
        }
    }

    fn word(self, item: &str, after: &str, found: &mut Match<'c>) -> bool {
        let (words, optional) = item.strip_suffix('?').map_or((item, false), |words| (words, true));
        let here = |words_left: Words<'c>| {
            words_left.first().is_some_and(|token| words.split('|').any(|word| word == token.key))
        };
        let mut left = self;
        for _ in 0..=MAX_FILLERS {
            if here(left) {
                if left.from(1).step(after, found) {
                    return true;
                }
                break;
            }
            if !left.first().is_some_and(|token| token.is_in(&FILLERS)) {
                break;
            }
            left = left.from(1);
        }
        optional && self.step(after, found)
    }
}

#[cfg(test)]
mod tests {
    use super::{super::words::tokens, *};

    #[test]
    fn patterns_find_words_and_what_stands_between() {
        let says = |sentence: &str, pattern: &str| {
            let tokens = tokens(sentence);
            let found = Words { sentence, tokens: &tokens }.matches(pattern);
            found.map(|found| found.text(0).unwrap_or_default().to_owned())
        };
        assert_eq!(says("I live in Busan", "i live|reside in {place}").as_deref(), Some("Busan"));
        assert_eq!(says("I actually live now in Busan", "i live in {place}").as_deref(), Some("Busan"));
        assert_eq!(says("I never live in Busan", "i live in {place}"), None);
        assert_eq!(says("I live in Busan", "i live right? in {place} $").as_deref(), Some("Busan"));
        assert_eq!(says("I live in Busan is wrong", "i live in {place}"), None);
        assert_eq!(says("", "i"), None);
    }
}
