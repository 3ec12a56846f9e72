//! Words by number. A word that no text has any more gives its number back and is forgotten, so that nothing saved
//! tells of a text that was erased.

use std::{
    collections::{BTreeSet, HashMap},
    rc::Rc,
};

use crate::text::typos::{Probe, Signature};

/// How many numbers one part of a saved dictionary covers.
pub(super) const TERMS_A_PART: usize = 2_048;

/// Words and their numbers, dense from 0 up.
#[derive(Debug, Default)]
pub(super) struct Dictionary {
    numbers: HashMap<Rc<str>, u32>,
    words: Vec<Option<Rc<str>>>,
    /// By number.
    signatures: Vec<Signature>,
    free: BTreeSet<u32>,
    /// Of each part, how often it has changed.
    versions: Vec<u64>,
}

impl Dictionary {
    pub(super) fn number(&self, word: &str) -> Option<u32> {
        self.numbers.get(word).copied()
    }

    /// The number of a word, a new one if it has none. None once there are 2³² words.
    pub(super) fn intern(&mut self, word: &str) -> Option<u32> {
        if let Some(number) = self.number(word) {
            return Some(number);
        }
        let number = match self.free.pop_first() {
            Some(number) => number,
            None => {
                let number = u32::try_from(self.words.len()).ok()?;
                self.words.push(None);
                number
            }
        };
        let word: Rc<str> = word.into();
        self.numbers.insert(Rc::clone(&word), number);
        self.place(number as usize, word);
        self.touch(number);
        Some(number)
    }

    /// Forgets a word.
    pub(super) fn forget(&mut self, number: u32) {
        let Some(word) = self.words.get_mut(number as usize).and_then(Option::take) else { return };
        self.numbers.remove(&word);
        if let Some(signature) = self.signatures.get_mut(number as usize) {
            *signature = Signature::default();
        }
        self.free.insert(number);
        self.touch(number);
    }

    /// Whether a word has this number.
    pub(super) fn has(&self, number: u32) -> bool {
        self.words.get(number as usize).is_some_and(Option::is_some)
    }

    /// The words that each probe is few slips from, with how many, in no order. One pass over all words: their
    /// signatures tell nearly all of them off before they are read.
    pub(super) fn near(&self, mut probes: Vec<Probe>) -> Vec<(Probe, Vec<(usize, &str)>)> {
        let mut near = probes.iter().map(|_| Vec::new()).collect::<Vec<_>>();
        if !probes.is_empty() {
            for (word, signature) in self.words.iter().zip(&self.signatures) {
                let Some(word) = word else { continue };
                for (probe, near) in probes.iter_mut().zip(&mut near) {
                    if probe.may_be_near(*signature, word.len())
                        && let Some(slips) = probe.slips(word)
                    {
                        near.push((slips, &**word));
                    }
                }
            }
        }
        probes.into_iter().zip(near).collect()
    }

    /// The highest number ever given and one more.
    pub(super) fn ceiling(&self) -> usize {
        self.words.len()
    }

    #[cfg(test)]
    pub(super) fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }

    pub(super) fn versions(&self) -> &[u64] {
        &self.versions
    }

    /// The words of a part, an empty one where a number is free.
    pub(super) fn part(&self, part: usize) -> Option<Vec<&str>> {
        let words = self.words.chunks(TERMS_A_PART).nth(part)?;
        Some(words.iter().map(|word| word.as_deref().unwrap_or_default()).collect())
    }

    /// Takes a part over. False if its place is taken or a word comes twice: then the whole is to be thrown away.
    pub(super) fn take(&mut self, part: usize, words: &[&str]) -> bool {
        let from = part.saturating_mul(TERMS_A_PART);
        let mut places = self.words.iter().skip(from).take(TERMS_A_PART);
        if words.len() > TERMS_A_PART || places.any(Option::is_some) {
            return false;
        }
        let to = from.saturating_add(words.len());
        self.words.resize(self.words.len().max(to), None);
        self.numbers.reserve(words.len());
        for (at, word) in (from..).zip(words).filter(|(_, word)| !word.is_empty()) {
            let (word, Ok(number)) = (Rc::<str>::from(*word), u32::try_from(at)) else { return false };
            if self.numbers.insert(Rc::clone(&word), number).is_some() {
                return false;
            }
            self.place(at, word);
        }
        self.cover(part);
        true
    }

    /// To be called after the last part was taken over: numbers without a word may be given again.
    pub(super) fn finish(&mut self) {
        self.free = (0_u32..).zip(&self.words).filter(|(_, word)| word.is_none()).map(|(n, _)| n).collect();
    }

    fn place(&mut self, number: usize, word: Rc<str>) {
        self.signatures.resize(self.signatures.len().max(self.words.len()), Signature::default());
        if let (Some(place), Some(signature)) = (self.words.get_mut(number), self.signatures.get_mut(number))
        {
            *signature = Signature::of(&word);
            *place = Some(word);
        }
    }

    fn touch(&mut self, number: u32) {
        let part = number as usize / TERMS_A_PART;
        self.cover(part);
        if let Some(version) = self.versions.get_mut(part) {
            *version = version.saturating_add(1);
        }
    }

    fn cover(&mut self, part: usize) {
        if part >= self.versions.len() {
            self.versions.resize(part.saturating_add(1), 0);
        }
    }
}
