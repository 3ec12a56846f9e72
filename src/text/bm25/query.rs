//! What a query looks for: its words, and for some of them words that stand for them.
//!
//! A known word counts in full. Beside it, or in its place, a clause of lower weight looks for texts that have another
//! form of it ([`super::expand`]); those clauses leave out the texts that have the word itself, so no text is counted
//! twice for one word.

use std::{borrow::Cow, collections::HashMap};

use super::{Posting, WordIndex, expand::Expansion};
use crate::text::{
    stop_words::telling,
    tokenize::{Token, analyze},
};

/// The most distinct words of a query that are looked up.
const MAX_QUERY_TERMS: usize = 512;

/// Texts that have what one word of the query looks for.
#[derive(Debug)]
pub(super) struct Clause<'a> {
    pub(super) weight: f64,
    pub(super) postings: Cow<'a, [Posting]>,
    /// Whether it looks for a word of the query itself, which no text may have.
    pub(super) is_asked: bool,
    /// Whether it is a name that says whose turns are asked for.
    pub(super) is_name: bool,
}

impl WordIndex {
    /// The clauses of a query in the order of its words, those of other forms last. `names`: its tokens that are names.
    pub(super) fn clauses(&self, query: &str, names: &[String]) -> Vec<Clause<'_>> {
        let tokens = telling(analyze(query));
        let terms = counted(&tokens);
        let others = terms.iter().any(|(term, _)| !names.iter().any(|name| name == term));
        let mut clauses = Vec::new();
        for (term, times) in &terms {
            clauses.push(Clause {
                weight: f64::from(*times),
                postings: Cow::Borrowed(self.postings_of(term).unwrap_or_default()),
                is_asked: true,
                is_name: others && names.iter().any(|name| name == term),
            });
        }
        let mut words: Vec<&[Token]> = tokens.chunk_by(|a, b| a.word == b.word).collect();
        words.truncate(MAX_QUERY_TERMS);
        let is_name = |word: &&[Token]| word.iter().any(|token| names.contains(&token.text));
        let mut expansion = Expansion::new(self, &tokens);
        let mut nexts = words.iter().skip(1);
        for word in &words {
            let next = nexts.next().copied().filter(|next| !is_name(next));
            if !is_name(word) {
                expansion.word(word, next);
            }
        }
        clauses.extend(expansion.clauses());
        clauses
    }

    /// The texts that have a word; none if no text has it.
    pub(super) fn postings_of(&self, word: &str) -> Option<&[Posting]> {
        let number = self.dictionary.number(word)?;
        self.postings.get(number as usize).map(Vec::as_slice).filter(|postings| !postings.is_empty())
    }
}

/// Distinct tokens in order of first appearance, and how often each comes, at most [`MAX_QUERY_TERMS`].
fn counted(tokens: &[Token]) -> Vec<(&str, u32)> {
    let mut counted: Vec<(&str, u32)> = Vec::new();
    let mut places = HashMap::new();
    for token in tokens {
        let place = *places.entry(token.text.as_str()).or_insert_with(|| {
            counted.push((&token.text, 0));
            counted.len() - 1
        });
        if let Some((_, times)) = counted.get_mut(place) {
            *times += 1;
        }
    }
    counted.truncate(MAX_QUERY_TERMS);
    counted
}

/// The words a query looks for, and how often it has each.
#[cfg(test)]
pub(super) fn query_terms(query: &str) -> Vec<(String, u32)> {
    counted(&telling(analyze(query))).into_iter().map(|(term, times)| (term.to_owned(), times)).collect()
}
