//! The index in parts, so that a small change saves little: what words each text has, by ranges of slots, and the
//! words by ranges of their numbers. The postings follow from the texts and are not saved.

use super::{Posting, Text, WordIndex};
use crate::{Error, Result};

/// How many slots one part covers.
const TEXTS_A_PART: usize = 512;
/// More slots or words than fit in memory: a part that names them is damaged.
const MAX_PART: usize = 1 << 20;

/// Which part a name means.
#[derive(Clone, Copy)]
enum Part {
    Texts(usize),
    Terms(usize),
}

impl Part {
    fn parse(name: &str) -> Option<Self> {
        let (kind, number) = name.split_once('/')?;
        let number = usize::from_str_radix(number, 16).ok().filter(|n| *n < MAX_PART)?;
        match kind {
            "texts" => Some(Self::Texts(number)),
            "terms" => Some(Self::Terms(number)),
            _ => None,
        }
    }
}

/// The distinct words of a text by number, and how often each comes.
type Terms = Vec<(u32, u32)>;

impl WordIndex {
    /// What a snapshot consists of: names and versions. A part whose version did not change has not changed.
    pub fn parts(&self) -> Vec<(String, u64)> {
        let named = |kind: &'static str, versions: &[u64]| -> Vec<(String, u64)> {
            versions.iter().enumerate().map(|(n, v)| (format!("{kind}/{n:08x}"), *v)).collect()
        };
        let mut all = named("terms", self.dictionary.versions());
        all.extend(named("texts", &self.versions));
        all
    }

    /// The bytes of a part; none if there is no such part.
    pub fn export(&self, part: &str) -> Option<Vec<u8>> {
        match Part::parse(part)? {
            Part::Terms(n) => postcard::to_allocvec(&self.dictionary.part(n)?).ok(),
            Part::Texts(n) => {
                let texts = self.texts.chunks(TEXTS_A_PART).nth(n)?;
                let terms: Vec<Option<&[(u32, u32)]>> =
                    texts.iter().map(|text| text.as_ref().map(|t| &*t.terms)).collect();
                postcard::to_allocvec(&terms).ok()
            }
        }
    }

    /// Takes a part over into an index that is being loaded, in any order. It answers once [`Self::finish_import`]
    /// was called. Error: `storage_corrupt`; a part of texts is then absent, after a part of words the whole index is
    /// to be built from the texts.
    pub fn import(&mut self, part: &str, bytes: &[u8]) -> Result<()> {
        let taken = match Part::parse(part) {
            Some(Part::Terms(n)) => {
                let words: Option<Vec<&str>> = whole(bytes);
                words.is_some_and(|words| self.dictionary.take(n, &words))
            }
            Some(Part::Texts(n)) => {
                let texts: Option<Vec<Option<Terms>>> = whole(bytes);
                texts.is_some_and(|texts| self.take_texts(n, texts))
            }
            None => false,
        };
        if taken { Ok(()) } else { Err(Error::storage_corrupt("a part of the saved word index is damaged")) }
    }

    /// Call once after the last part: makes the postings. Error: `storage_corrupt` if a text has a word that no part
    /// brought; then the whole is to be built from the texts.
    pub fn finish_import(&mut self) -> Result<()> {
        self.dictionary.finish();
        let mut counts = vec![0_u32; self.dictionary.ceiling()];
        for (term, _) in self.texts.iter().flatten().flat_map(|text| &text.terms) {
            let known = counts.get_mut(*term as usize).filter(|_| self.dictionary.has(*term));
            match known {
                Some(count) => *count = count.saturating_add(1),
                None => return Err(Error::storage_corrupt("the saved word index lacks a word")),
            }
        }
        self.postings = counts.iter().map(|count| Vec::with_capacity(*count as usize)).collect();
        for (slot, text) in (0_u32..).zip(&self.texts) {
            for (term, times) in text.iter().flat_map(|text| &text.terms) {
                if let Some(postings) = self.postings.get_mut(*term as usize) {
                    postings.push(Posting { slot, times: *times });
                }
            }
        }
        for (term, count) in (0_u32..).zip(&counts) {
            if *count == 0 {
                // Its texts were in a part that is lost.
                self.dictionary.forget(term);
            }
        }
        Ok(())
    }

    /// False if the place is taken or a text has a word twice.
    fn take_texts(&mut self, part: usize, texts: Vec<Option<Terms>>) -> bool {
        let from = part * TEXTS_A_PART;
        let taken = self.texts.iter().skip(from).take(TEXTS_A_PART).any(Option::is_some);
        if taken || texts.len() > TEXTS_A_PART || texts.iter().flatten().any(|terms| has_twice(terms)) {
            return false;
        }
        for (at, terms) in (from..).zip(texts) {
            if let (Some(terms), Ok(slot)) = (terms, u32::try_from(at)) {
                self.place(slot, Text::new(terms));
            }
        }
        self.cover(part);
        true
    }

    /// Notes that the part of a slot has changed.
    pub(super) fn touch(&mut self, slot: u32) {
        let part = slot as usize / TEXTS_A_PART;
        self.cover(part);
        if let Some(version) = self.versions.get_mut(part) {
            *version = version.saturating_add(1);
        }
    }

    fn cover(&mut self, part: usize) {
        if part >= self.versions.len() {
            self.versions.resize(part + 1, 0);
        }
    }
}

/// What the bytes hold, if they hold nothing else.
fn whole<'a, T: serde::Deserialize<'a>>(bytes: &'a [u8]) -> Option<T> {
    postcard::take_from_bytes(bytes).ok().filter(|(_, rest)| rest.is_empty()).map(|(value, _)| value)
}

fn has_twice(terms: &[(u32, u32)]) -> bool {
    let mut numbers: Vec<u32> = terms.iter().map(|(term, _)| *term).collect();
    numbers.sort_unstable();
    numbers.windows(2).any(|pair| matches!(pair, [a, b] if a == b))
}
