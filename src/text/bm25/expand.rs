//! Words that stand for a word of a query: other forms of it, the same written apart or in one, what was meant if it is
//! mistyped. All are looked up when a query is made, so texts are indexed by their own words alone, and a word that no
//! text has costs nothing.

use std::{
    borrow::Cow,
    cmp::Reverse,
    collections::{BTreeMap, HashSet},
};

use super::{Posting, WordIndex, query::Clause};
use crate::{
    sort::Arrange,
    text::{
        english, korean,
        latin::{FAMILIES, Family, forms},
        script::Script,
        tokenize::{Kind, Token},
        typos::Probe,
    },
};

/// What a form of the word counts beside the word's 1.
const FORM: f64 = 0.6;
/// A form of what may be another word altogether.
const GUESSED: f64 = 0.3;
/// The same written apart, or in one.
const RESPACED: f64 = 0.6;
/// A word one slip away, and two.
const SLIPS: [f64; 2] = [0.5, 0.35];
/// The most words of a query that others are looked up for.
const MAX_WORDS: usize = 24;
/// The most words that are taken for a mistyped one, and the most spellings of a query that are looked up so.
const MAX_MEANT: usize = 3;
const MAX_PROBES: usize = 8;
/// A language is that of the texts if its words are in one text of so many, and at least two of them in two.
const ONE_TEXT_OF: usize = 50;
const MIN_MARKERS: usize = 2;

/// A word that may be meant: how many slips away, how unlikely, how many texts have it, best first.
type Meant<'a> = (usize, (bool, bool), Reverse<usize>, &'a str);

/// What is looked for beside the words of one query.
pub(super) struct Expansion<'a, 'q> {
    index: &'a WordIndex,
    /// The query's own words: they are looked for anyway.
    own: HashSet<&'q str>,
    /// Words that were looked up already.
    met: HashSet<String>,
    clauses: Vec<Clause<'a>>,
    /// With the number of the word they are for.
    probes: Vec<(usize, Probe)>,
    /// Of each family, whether texts are in one of its languages; asked once.
    spoken: Option<[bool; FAMILIES.len()]>,
}

impl<'a, 'q> Expansion<'a, 'q> {
    pub(super) fn new(index: &'a WordIndex, tokens: &'q [Token]) -> Self {
        let own = tokens.iter().map(|token| &*token.text).collect();
        Self { index, own, met: HashSet::new(), clauses: Vec::new(), probes: Vec::new(), spoken: None }
    }

    /// Looks up what stands for a word, given with all its tokens, and for it together with the word after it.
    pub(super) fn word(&mut self, tokens: &[Token], next: Option<&[Token]>) {
        let Some(word) = tokens.first().filter(|token| token.kind == Kind::Word) else { return };
        if self.met.len() >= MAX_WORDS || !self.met.insert(word.text.clone()) {
            return;
        }
        let next = next.and_then(<[Token]>::first).filter(|token| token.kind == Kind::Word);
        if word.letters.is_empty() {
            self.hangul(word, tokens, next);
        } else {
            self.spaced(word, next);
        }
    }

    /// The clauses found, mistyped words last.
    pub(super) fn clauses(mut self) -> Vec<Clause<'a>> {
        let index = self.index;
        let mut found: BTreeMap<usize, Vec<Meant<'_>>> = BTreeMap::new();
        let (words, probes): (Vec<_>, Vec<_>) = std::mem::take(&mut self.probes).into_iter().unzip();
        for (word, (mut probe, near)) in words.into_iter().zip(index.dictionary.near(probes)) {
            found.entry(word).or_default().extend(near.into_iter().filter_map(|(slips, meant)| {
                let texts = index.postings_of(meant)?.len();
                Some((slips, probe.unlikeliness(meant), Reverse(texts), meant))
            }));
        }
        for mut meant in found.into_values() {
            meant.arrange();
            let Some(slips) = meant.first().map(|(slips, ..)| *slips) else { continue };
            let mut words: Vec<&str> = Vec::new();
            for (_, _, _, word) in meant.into_iter().filter(|(count, ..)| *count == slips) {
                if words.len() < MAX_MEANT && !words.contains(&word) {
                    words.push(word);
                }
            }
            let weight = slips.checked_sub(1).and_then(|more| SLIPS.get(more)).copied();
            self.take(weight.unwrap_or_default(), &words, &[]);
        }
        self.clauses
    }

    fn hangul(&mut self, word: &Token, tokens: &[Token], next: Option<&Token>) {
        let letters: Vec<char> = word.text.chars().collect();
        if let (Some(last), Some(first)) = (letters.last(), next.and_then(|next| next.text.chars().next()))
            && Script::of(first) == Script::Hangul
        {
            // 서울 대학교: the pair that 서울대학교 has in its middle.
            self.take(RESPACED, &[&String::from_iter([*last, first])], &[]);
        }
        let own: Vec<&str> = tokens
            .iter()
            .filter(|token| matches!(token.kind, Kind::Word | Kind::Handle))
            .map(|t| &*t.text)
            .collect();
        let forms = korean::forms(&letters);
        let weight = if forms.guessed { GUESSED } else { FORM };
        let tokens: Vec<&str> = forms.tokens.iter().map(String::as_str).collect();
        let has_forms = self.take(weight, &tokens, &own);
        if has_forms && !forms.guessed || own.iter().any(|token| self.index.postings_of(token).is_some()) {
            return;
        }
        if let [first, second] = letters.as_slice()
            && self.take_both(&first.to_string(), &second.to_string())
        {
            return;
        }
        let shortest = own.iter().min_by_key(|token| token.len()).copied().unwrap_or_default();
        own.iter().for_each(|token| self.probe(word.word, token, shortest));
    }

    fn spaced(&mut self, word: &Token, next: Option<&Token>) {
        if let Some(next) = next.filter(|next| !next.letters.is_empty()) {
            self.take(RESPACED, &[&english::stem(&format!("{}{}", word.letters, next.letters))], &[]);
        }
        let is_known = self.index.postings_of(&word.text).is_some();
        if !is_known && self.split(&word.letters) {
            return;
        }
        let spoken = self.spoken();
        let families = FAMILIES.iter().zip(spoken).filter(|(_, spoken)| *spoken || !is_known);
        let forms: Vec<String> = families
            .flat_map(|(family, spoken)| forms(&word.letters, family, spoken))
            .map(|form| english::stem(&form))
            .collect();
        let mut forms: Vec<&str> = forms.iter().map(String::as_str).collect();
        forms.arrange();
        forms.dedup();
        let has_forms = self.take(FORM, &forms, &[&word.text]);
        let doubled = english::doubled(&word.letters).filter(|_| !is_known);
        if doubled.is_some_and(|meant| self.take(FORM, &[&english::stem(&meant)], &[])) {
            return;
        }
        if !is_known && !has_forms {
            self.probe(word.word, &word.text, &word.text);
            // Whether a stem keeps its e depends on the letters before, one of which may be wrong.
            match (word.text.strip_suffix('e'), word.letters.ends_with('e')) {
                (Some(stem), _) => self.probe(word.word, stem, stem),
                (None, true) => self.probe(word.word, &word.letters, &word.letters),
                _ => {}
            }
        }
    }

    /// `icecream`, `iphone15`: texts that have both its parts, each of three letters or a number. True if there are some.
    fn split(&mut self, letters: &str) -> bool {
        letters.char_indices().skip(1).any(|(at, _)| {
            let Some((first, second)) = letters.split_at_checked(at) else { return false };
            let is_part =
                |part: &str| part.chars().nth(2).is_some() || part.bytes().all(|b| b.is_ascii_digit());
            let (first, second) = (english::stem(first), english::stem(second));
            is_part(&first) && is_part(&second) && self.take_both(&first, &second)
        })
    }

    /// Looks for a mistyped word once all are known.
    fn probe(&mut self, word: usize, spelling: &str, stem: &str) {
        if self.probes.len() < MAX_PROBES
            && let Some(probe) = Probe::new(spelling)
        {
            self.probes.push((word, probe.careful(stem)));
        }
    }

    /// Whether texts are in a language of each family.
    fn spoken(&mut self) -> [bool; FAMILIES.len()] {
        let index = self.index;
        *self.spoken.get_or_insert_with(|| FAMILIES.each_ref().map(|family| index.speaks(family)))
    }

    /// Adds a clause for the texts that have any of `words` and none of `without`. False if there is none.
    fn take(&mut self, weight: f64, words: &[&str], without: &[&str]) -> bool {
        let is_new = |word: &&&str| !self.own.contains(**word);
        let mut postings: Vec<Posting> = words
            .iter()
            .filter(is_new)
            .filter_map(|word| self.index.postings_of(word))
            .flatten()
            .copied()
            .collect();
        postings.sort_by_key(|posting| posting.slot);
        postings.dedup_by(|next, kept| {
            let is_same = next.slot == kept.slot;
            kept.times += if is_same { next.times } else { 0 };
            is_same
        });
        for word in without {
            let has = self.index.postings_of(word).unwrap_or_default();
            postings.retain(|posting| has.binary_search_by_key(&posting.slot, |p| p.slot).is_err());
        }
        self.add(weight, postings)
    }

    /// Adds a clause for the texts that have both words. False if there is none.
    fn take_both(&mut self, first: &str, second: &str) -> bool {
        let (Some(first), Some(second)) = (self.index.postings_of(first), self.index.postings_of(second))
        else {
            return false;
        };
        let both = first.iter().filter_map(|posting| {
            let at = second.binary_search_by_key(&posting.slot, |p| p.slot).ok()?;
            Some(Posting { slot: posting.slot, times: posting.times.min(second.get(at)?.times) })
        });
        let both = both.collect();
        self.add(RESPACED, both)
    }

    fn add(&mut self, weight: f64, postings: Vec<Posting>) -> bool {
        let has = !postings.is_empty();
        if has {
            self.clauses.push(Clause {
                weight,
                postings: Cow::Owned(postings),
                is_asked: false,
                is_name: false,
            });
        }
        has
    }
}

impl WordIndex {
    /// Whether its texts are in a language of the family.
    fn speaks(&self, family: &Family) -> bool {
        let known = |marker: &&str| Some(self.postings_of(&english::stem(marker))?.len());
        let counts: Vec<usize> = family.markers.iter().filter_map(known).collect();
        counts.len() >= MIN_MARKERS && counts.iter().sum::<usize>() >= (self.len / ONE_TEXT_OF).max(2)
    }
}
