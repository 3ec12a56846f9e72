//! Words that are one slip apart: a letter too many, too few, another, or two that changed places (F. J. Damerau, "A
//! technique for computer detection and correction of spelling errors", Communications of the ACM 7(3), 1964). Hangul is
//! compared by the strokes of the keyboard, so that 김치찌게 is one slip from 김치찌개.

use super::{korean, script::Script};

/// Words of fewer letters are too near to too many others; those of more may have two slips.
const MIN_LETTERS: usize = 4;
const TWO_SLIPS_LETTERS: usize = 8;
/// The same for Hangul, in syllables; never two slips.
const MIN_SYLLABLES: usize = 2;
/// Longer words are not looked for.
const MAX_LETTERS: usize = 40;

/// How many bytes a syllable takes.
const SYLLABLE_BYTES: usize = 3;

/// A word that is looked for among others.
#[derive(Debug)]
pub(super) struct Probe {
    /// Letters, or strokes.
    units: Vec<u32>,
    bag: u64,
    /// How many slips are forgiven.
    slips: usize,
    is_hangul: bool,
    is_ascii: bool,
    /// The shortest and the longest word that may be near, in bytes.
    bytes: (usize, usize),
    candidate: Candidate,
}

/// The word at hand; its memory is used again for the next.
#[derive(Debug, Default)]
struct Candidate {
    units: Vec<u32>,
    strokes: Vec<u8>,
    rows: [Vec<usize>; 3],
}

impl Probe {
    /// None for a number, a word with a figure in it, one that is too short, and one of a script without spaces.
    pub(super) fn new(word: &str) -> Option<Self> {
        let is_hangul = word.chars().all(|c| Script::of(c) == Script::Hangul);
        let is_spaced = word.chars().all(|c| c.is_alphabetic() && Script::of(c) == Script::Spaced);
        let letters = word.chars().count();
        let least = if is_hangul { MIN_SYLLABLES } else { MIN_LETTERS };
        if !(is_hangul || is_spaced) || !(least..=MAX_LETTERS).contains(&letters) {
            return None;
        }
        let slips = if is_spaced && letters >= TWO_SLIPS_LETTERS { 2 } else { 1 };
        let is_ascii = word.is_ascii();
        // A stroke more may begin another syllable; letters of other scripts take up to four bytes.
        let slack = if is_ascii {
            slips
        } else if is_hangul {
            SYLLABLE_BYTES
        } else {
            4 * slips
        };
        let mut candidate = Candidate::default();
        candidate.read(word, is_hangul).then_some(())?;
        let units = std::mem::take(&mut candidate.units);
        let bytes = (word.len().saturating_sub(slack), word.len() + slack);
        Some(Self { bag: bag(&units), units, slips, is_hangul, is_ascii, bytes, candidate })
    }

    /// Whether a word of so many bytes may be near at all: asked before it is read.
    pub(super) const fn may_be_near(&self, bytes: usize) -> bool {
        bytes >= self.bytes.0 && bytes <= self.bytes.1
    }

    /// How many slips a word is away, if they are forgiven and it could be meant; 0 if it is the word.
    pub(super) fn slips(&mut self, word: &str) -> Option<usize> {
        if !self.may_be_near(word.len()) || self.is_ascii && !word.is_ascii() || !self.is_alike(word) {
            return None;
        }
        if !self.candidate.read(word, self.is_hangul) {
            return None;
        }
        let other = bag(&self.candidate.units);
        let too_many = |a: u64, b: u64| (a & !b).count_ones() as usize > self.slips;
        if too_many(self.bag, other) || too_many(other, self.bag) {
            return None;
        }
        let Candidate { units, rows, .. } = &mut self.candidate;
        distance(&self.units, units, self.slips, rows)
    }

    /// Whether the word only has a vowel that sounds like the one meant, or begins with the same letter: what is more
    /// likely meant sorts first.
    pub(super) fn unlikeliness(&mut self, word: &str) -> (bool, bool) {
        if !self.candidate.read(word, self.is_hangul) {
            return (true, true);
        }
        let pairs = || self.units.iter().zip(&self.candidate.units);
        let stroke = |unit: u32| u8::try_from(unit).unwrap_or_default();
        let sounds_alike = self.is_hangul
            && self.units.len() == self.candidate.units.len()
            && pairs().all(|(a, b)| a == b || korean::sound_alike(stroke(*a), stroke(*b)));
        (!sounds_alike, self.units.first() != self.candidate.units.first())
    }

    /// Whether a word is of the same kind: Hangul of two syllables, or letters alone.
    fn is_alike(&self, word: &str) -> bool {
        if self.is_hangul {
            word.len() >= MIN_SYLLABLES * SYLLABLE_BYTES
                && word.starts_with(|c| Script::of(c) == Script::Hangul)
        } else if self.is_ascii {
            word.bytes().all(|b| b.is_ascii_alphabetic())
        } else {
            word.chars().all(|c| c.is_alphabetic() && Script::of(c) == Script::Spaced)
        }
    }
}

impl Candidate {
    /// Takes a word apart. False if that cannot be done.
    fn read(&mut self, word: &str, is_hangul: bool) -> bool {
        self.units.clear();
        if !is_hangul {
            self.units.extend(word.chars().map(u32::from));
            return true;
        }
        self.strokes.clear();
        let read = korean::keys(word, &mut self.strokes);
        self.units.extend(self.strokes.iter().map(|stroke| u32::from(*stroke)));
        read
    }
}

/// Which units there are, 64 kinds told apart: a slip adds one kind at most and takes one away at most.
fn bag(units: &[u32]) -> u64 {
    units.iter().fold(0, |bag, unit| bag | 1 << (unit & 63))
}

/// The fewest slips between two words, no letter slipping twice (optimal string alignment); none if more than `most`.
fn distance(a: &[u32], b: &[u32], most: usize, rows: &mut [Vec<usize>; 3]) -> Option<usize> {
    if a.len().abs_diff(b.len()) > most {
        return None;
    }
    let [before, above, row] = rows;
    above.clear();
    above.extend(0..=b.len());
    let mut left_of = None;
    for (at, unit) in (1..).zip(a) {
        row.clear();
        row.push(at);
        let mut best = at;
        let mut left = at;
        let mut previous = None;
        for (to, other) in b.iter().enumerate() {
            let get = |row: &Vec<usize>, at: usize| row.get(at).copied().unwrap_or(usize::MAX / 2);
            let changed = get(above, to) + usize::from(unit != other);
            let mut cost = changed.min(get(above, to + 1) + 1).min(left + 1);
            if left_of == Some(other) && previous == Some(unit) && to > 0 {
                cost = cost.min(get(before, to - 1) + 1);
            }
            row.push(cost);
            best = best.min(cost);
            left = cost;
            previous = Some(other);
        }
        // Two letters may still change places with the row before, which was no better than `most` allows.
        if best > most && above.iter().all(|cost| *cost > most) {
            return None;
        }
        left_of = Some(unit);
        std::mem::swap(before, above);
        std::mem::swap(above, row);
    }
    above.last().copied().filter(|cost| *cost <= most)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn slips(a: &str, b: &str) -> Option<usize> {
        Probe::new(a)?.slips(b)
    }

    #[test]
    fn slips_of_the_hand_are_counted() {
        for (typed, meant, count) in [
            ("alergic", "allergic", Some(1)),
            ("recieve", "receive", Some(1)),
            ("restuarant", "restaurant", Some(1)),
            ("restaraunt", "restaurant", Some(2)),
            ("peanat", "peanut", Some(1)),
            ("tehe", "tea", None),
            ("cat", "cap", None),
            ("2024", "2025", None),
            ("gpt4", "gpt3", None),
            ("peanut", "gpt3", None),
            ("молако", "молоко", Some(1)),
            ("김치찌게", "김치찌개", Some(1)),
            ("김치찌개", "감치찌개", Some(1)),
            ("라먄", "라면", Some(1)),
            ("안녕하세\u{116d}", "안녕하세요", Some(1)),
            ("먹엇", "먹었", Some(1)),
            ("밥", "법", None),
            ("서울", "부산", None),
            ("東京都", "東京市", None),
        ] {
            assert_eq!(slips(typed, meant), count, "{typed} {meant}");
        }
    }

    #[test]
    fn the_likelier_word_sorts_first() {
        let mut probe = Probe::new("찌게").unwrap();
        assert!(probe.unlikeliness("찌개") < probe.unlikeliness("찌기"));
        let mut probe = Probe::new("hause").unwrap();
        assert!(probe.unlikeliness("house") < probe.unlikeliness("pause"));
    }

    /// By the definition, without a bound.
    fn naive(a: &[char], b: &[char]) -> usize {
        match (a, b) {
            ([], rest) | (rest, []) => rest.len(),
            ([.., x], [.., y]) => {
                let (short_a, short_b) = (&a[..a.len() - 1], &b[..b.len() - 1]);
                let mut best = naive(short_a, short_b) + usize::from(x != y);
                best = best.min(naive(short_a, b) + 1).min(naive(a, short_b) + 1);
                if let ([rest_a @ .., w, _], [rest_b @ .., v, _]) = (a, b)
                    && (w, x) == (y, v)
                {
                    best = best.min(naive(rest_a, rest_b) + 1);
                }
                best
            }
        }
    }

    proptest! {
        #[test]
        fn the_distance_is_the_naive_one(a in "[abc]{4,7}", b in "[abc]{0,7}") {
            let (x, y): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
            let expected = Some(naive(&x, &y)).filter(|slips| *slips <= 1);
            prop_assert_eq!(slips(&a, &b), expected);
        }

        #[test]
        fn and_with_two_slips(a in "[ab]{8}", b in "[ab]{6,8}") {
            let (x, y): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
            prop_assert_eq!(slips(&a, &b), Some(naive(&x, &y)).filter(|slips| *slips <= 2));
        }

        #[test]
        fn of_hangul_it_is_that_of_the_strokes(a in "[가각갸거게개고과나낙]{2,3}", b in "[가각갸거게개고과나낙]{2,3}") {
            let strokes = |word: &str| {
                let mut out = Vec::new();
                assert!(korean::keys(word, &mut out));
                out.into_iter().map(char::from).collect::<Vec<_>>()
            };
            prop_assert_eq!(slips(&a, &b), Some(naive(&strokes(&a), &strokes(&b))).filter(|slips| *slips <= 1));
        }

        #[test]
        fn takes_any_words(a in any::<String>(), b in any::<String>()) {
            let _ = slips(&a, &b);
        }
    }
}
