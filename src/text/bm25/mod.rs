//! Ranking by words: Okapi BM25 (Robertson & Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009)
//! with Lucene's idf, which is never negative: `ln(1 + (N − n + 0.5) / (n + 0.5))`.

mod dictionary;
mod expand;
#[cfg(test)]
mod language_tests;
mod parts;
mod query;
#[cfg(test)]
mod tests;
mod threaded;

use std::collections::HashMap;

use dictionary::Dictionary;
pub use threaded::{WordScore, WordScores};

use super::tokenize::tokenize;
use crate::index::{Scored, SlotSet, TopK};

/// How fast a repeated word stops adding.
const K1: f64 = 1.2;
/// How much a long text is held against its matches.
const B: f64 = 0.75;

/// Texts by slot, searched by their words. Slots are small dense numbers, as in [`SlotSet`]. Inserting and removing one
/// by one, and being saved and loaded in parts, leave exactly the scores that building from the texts left would give.
#[derive(Debug, Default)]
pub struct WordIndex {
    dictionary: Dictionary,
    /// By word.
    postings: Vec<Vec<Posting>>,
    /// By slot.
    texts: Vec<Option<Text>>,
    len: usize,
    /// Tokens of all texts together.
    total: u64,
    /// Of each part of the texts, how often it has changed.
    versions: Vec<u64>,
}

/// That a text has a word. Sorted by slot.
#[derive(Clone, Copy, Debug)]
struct Posting {
    slot: u32,
    times: u32,
}

#[derive(Debug)]
struct Text {
    /// How many tokens it has.
    length: u32,
    /// Its distinct words, and how often each comes.
    terms: Box<[(u32, u32)]>,
}

impl Text {
    fn new(terms: Vec<(u32, u32)>) -> Self {
        let length = terms.iter().fold(0_u32, |sum, (_, times)| sum.saturating_add(*times));
        Self { length, terms: terms.into_boxed_slice() }
    }
}

impl WordIndex {
    /// An empty index.
    pub fn new() -> Self {
        Self::default()
    }

    /// Indexes a text, in place of the one the slot has. Of a very long text, only what
    /// [`super::tokenize::tokenize`] reads.
    pub fn insert(&mut self, slot: u32, text: &str) {
        self.remove(slot);
        let counted = count(tokenize(text));
        let number = |(term, times): (String, u32)| Some((self.dictionary.intern(&term)?, times));
        let text = Text::new(counted.into_iter().filter_map(number).collect());
        if self.postings.len() < self.dictionary.ceiling() {
            self.postings.resize_with(self.dictionary.ceiling(), Vec::new);
        }
        for (term, times) in &text.terms {
            if let Some(postings) = self.postings.get_mut(*term as usize) {
                let at = postings.partition_point(|posting| posting.slot < slot);
                postings.insert(at, Posting { slot, times: *times });
            }
        }
        self.place(slot, text);
        self.touch(slot);
    }

    /// Takes a slot's text out. True if it had one.
    pub fn remove(&mut self, slot: u32) -> bool {
        let Some(text) = self.texts.get_mut(slot as usize).and_then(Option::take) else { return false };
        self.len -= 1;
        self.total -= u64::from(text.length);
        self.touch(slot);
        for (term, _) in text.terms {
            let Some(postings) = self.postings.get_mut(term as usize) else { continue };
            if let Ok(at) = postings.binary_search_by_key(&slot, |posting| posting.slot) {
                postings.remove(at);
            }
            if postings.is_empty() {
                *postings = Vec::new();
                self.dictionary.forget(term);
            }
        }
        true
    }

    /// The `k` slots that match `query` best among `allowed` (all, if none is given), best first; ties by slot. Slots
    /// that share no word with it are left out; scores are above 0 and have no upper bound.
    ///
    /// Stop words of the query are left out if another word remains. Other forms of its words count less than the words
    /// (듣다 for 들어요), as does what may be meant by a word that no text has: mistyped, written apart, another language's
    /// plural. How rare a word is, is counted over all texts, so
    /// `allowed` decides who is ranked and never changes a score.
    pub fn search(&self, query: &str, k: usize, allowed: Option<&SlotSet>) -> Vec<Scored> {
        let mut scores = vec![0.0_f64; self.texts.len()];
        let mut met = Vec::new();
        for clause in self.clauses(query, &[]) {
            let weight = clause.weight * self.idf(clause.postings.len());
            for Posting { slot, times } in clause.postings.iter() {
                let at = *slot as usize;
                let (Some(Some(text)), Some(score)) = (self.texts.get(at), scores.get_mut(at)) else {
                    continue;
                };
                if allowed.is_none_or(|set| set.contains(*slot)) {
                    if *score == 0.0 {
                        met.push(*slot);
                    }
                    *score += weight * self.saturation(*times, text.length);
                }
            }
        }
        let mut top = TopK::new(k);
        for slot in met {
            if let Some(&score) = scores.get(slot as usize) {
                top.push(slot, score as f32);
            }
        }
        top.into_sorted()
    }

    /// How many texts it holds, those without a word counted.
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether it holds none.
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Whether the slot has a text.
    pub fn contains(&self, slot: u32) -> bool {
        self.texts.get(slot as usize).is_some_and(Option::is_some)
    }

    /// Puts a text into its empty place, and counts it.
    fn place(&mut self, slot: u32, text: Text) {
        let at = slot as usize;
        if at >= self.texts.len() {
            self.texts.resize_with(at + 1, || None);
        }
        self.len += 1;
        self.total += u64::from(text.length);
        if let Some(place) = self.texts.get_mut(at) {
            *place = Some(text);
        }
    }

    fn idf(&self, texts_with_it: usize) -> f64 {
        let (all, with) = (self.len() as f64, texts_with_it as f64);
        ((all - with + 0.5) / (with + 0.5)).ln_1p()
    }

    fn saturation(&self, times: u32, length: u32) -> f64 {
        let average = self.total as f64 / self.len() as f64;
        let times = f64::from(times);
        times * (K1 + 1.0) / (times + K1 * (1.0 - B + B * f64::from(length) / average))
    }
}

/// Distinct tokens in order of first appearance, and how often each comes.
fn count(tokens: Vec<String>) -> Vec<(String, u32)> {
    let mut counted: Vec<(String, u32)> = Vec::new();
    let mut places = HashMap::new();
    for token in tokens {
        let place = *places.entry(token).or_insert_with_key(|token| {
            counted.push((token.clone(), 0));
            counted.len() - 1
        });
        if let Some((_, times)) = counted.get_mut(place) {
            *times += 1;
        }
    }
    counted
}
