//! Words that are one slip apart: a letter too many, too few, another, or two that changed places (F. J. Damerau, "A
//! technique for computer detection and correction of spelling errors", Communications of the ACM 7(3), 1964). Hangul is
//! compared by the strokes of the keyboard, so that 김치찌게 is one slip from 김치찌개.

use super::{keyboard, korean, script::Script};

/// Words of fewer letters are too near to too many others; those of more may have two slips.
const MIN_LETTERS: usize = 4;
const TWO_SLIPS_LETTERS: usize = 8;
/// In words of at most so many letters, another letter must be one that the hand or the ear takes for it: cake is no
/// slip for make.
const SURE_LETTERS: usize = 5;
/// The same for Hangul, in syllables; never two slips.
const MIN_SYLLABLES: usize = 2;
const SURE_SYLLABLES: usize = 2;
/// Longer words are not looked for.
const MAX_LETTERS: usize = 40;

/// How many bytes a syllable takes.
const SYLLABLE_BYTES: usize = 3;

/// What is remembered of a word so that most need not be read: which letters or strokes it has, and its kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Signature(u32);

/// The kinds of words, above the letters.
const ASCII: u32 = 1 << 30;
const HANGUL: u32 = 2 << 30;
const OTHER: u32 = 3 << 30;
const KIND: u32 = 3 << 30;

impl Signature {
    /// Nothing is near a number, a word with a figure in it, or one of a script without spaces.
    pub(super) fn of(word: &str) -> Self {
        let kind = if word.bytes().all(|b| b.is_ascii_alphabetic()) {
            ASCII
        } else if word.chars().all(|c| Script::of(c) == Script::Hangul) {
            HANGUL
        } else if word.chars().all(|c| c.is_alphabetic() && Script::of(c) == Script::Spaced) {
            OTHER
        } else {
            return Self(0);
        };
        let mut units = Units::default();
        if units.read(word, kind == HANGUL) { Self(kind | bag(&units.units)) } else { Self(0) }
    }

    const fn kind(self) -> u32 {
        self.0 & KIND
    }
}

/// A word that is looked for among others.
#[derive(Debug)]
pub(super) struct Probe {
    word: Units,
    signature: Signature,
    /// How many slips are forgiven.
    slips: usize,
    /// Whether it is so short that another letter must be likely.
    is_short: bool,
    /// The shortest and the longest word that may be near, in bytes.
    bytes: (usize, usize),
    candidate: Units,
    rows: [Vec<usize>; 3],
}

/// A word as letters, or as strokes.
#[derive(Debug, Default)]
struct Units {
    units: Vec<u32>,
    strokes: Vec<u8>,
}

impl Probe {
    /// None for what nothing is near, and for a word that is too short.
    pub(super) fn new(word: &str) -> Option<Self> {
        let signature = Signature::of(word);
        let letters = word.chars().count();
        let (least, sure, letter_bytes, slack) = match signature.kind() {
            ASCII => (MIN_LETTERS, SURE_LETTERS, 1, 1),
            // A stroke more may begin another syllable.
            HANGUL => (MIN_SYLLABLES, SURE_SYLLABLES, SYLLABLE_BYTES, SYLLABLE_BYTES),
            // Letters take from two to four bytes.
            OTHER => (MIN_LETTERS, SURE_LETTERS, 2, 4),
            _ => return None,
        };
        if !(least..=MAX_LETTERS).contains(&letters) {
            return None;
        }
        let is_hangul = signature.kind() == HANGUL;
        let slips = if letters >= TWO_SLIPS_LETTERS && !is_hangul { 2 } else { 1 };
        let shortest = word.len().saturating_sub(slack * slips).max(least * letter_bytes);
        let mut units = Units::default();
        units.read(word, is_hangul).then_some(Self {
            word: units,
            signature,
            slips,
            is_short: letters <= sure,
            bytes: (shortest, word.len() + slack * slips),
            candidate: Units::default(),
            rows: Default::default(),
        })
    }

    /// The same for a word of which a particle or ending is so much that what is left counts as short.
    pub(super) fn careful(mut self, stem: &str) -> Self {
        self.is_short |= self.signature.kind() == HANGUL && stem.len() <= SURE_SYLLABLES * SYLLABLE_BYTES;
        self
    }

    /// Whether a word of this signature and so many bytes may be near: asked before it is read.
    pub(super) const fn may_be_near(&self, signature: Signature, bytes: usize) -> bool {
        let (own, other) = (self.signature.0, signature.0);
        let most = self.slips as u32;
        // A slip adds one kind of letter at most, and takes one away at most.
        (own ^ other) & KIND == 0
            && (own & !other).count_ones() <= most
            && (other & !own).count_ones() <= most
            && bytes >= self.bytes.0
            && bytes <= self.bytes.1
    }

    /// How many slips a word that may be near is away, if they are forgiven; 0 if it is the word.
    pub(super) fn slips(&mut self, word: &str) -> Option<usize> {
        if !self.candidate.read(word, self.signature.kind() == HANGUL) {
            return None;
        }
        let (own, other) = (&self.word.units, &self.candidate.units);
        let slips = distance(own, other, self.slips, &mut self.rows)?;
        (!self.is_short || self.is_likely()).then_some(slips)
    }

    /// Whether the word at hand has no other letter in place of one than a likely one.
    fn is_likely(&self) -> bool {
        let (own, other) = (&self.word.units, &self.candidate.units);
        let mut differ = own.iter().zip(other).filter(|(a, b)| a != b);
        match (differ.next(), differ.next()) {
            (Some((a, b)), None) if own.len() == other.len() => {
                let vowel =
                    |unit: &u32| matches!(char::from_u32(*unit), Some('a' | 'e' | 'i' | 'o' | 'u' | 'y'));
                let is_hangul = self.signature.kind() == HANGUL;
                keyboard::are_near(*a, *b) || !is_hangul && vowel(a) && vowel(b)
            }
            _ => true,
        }
    }

    /// Whether the word differs in more than vowels that sound the same, and whether in its first letter: what is more
    /// likely meant sorts first.
    pub(super) fn unlikeliness(&mut self, word: &str) -> (bool, bool) {
        let is_hangul = self.signature.kind() == HANGUL;
        if !self.candidate.read(word, is_hangul) {
            return (true, true);
        }
        let (own, other) = (&self.word, &self.candidate);
        let sounds_alike = is_hangul
            && own.strokes.len() == other.strokes.len()
            && own.strokes.iter().zip(&other.strokes).all(|(a, b)| a == b || korean::sound_alike(*a, *b));
        (!sounds_alike, own.units.first() != other.units.first())
    }
}

impl Units {
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

/// Which letters there are, thirty kinds told apart.
fn bag(units: &[u32]) -> u32 {
    units.iter().fold(0, |bag, unit| bag | (1 << ((unit & 31) % 30)))
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
        let mut probe = Probe::new(a)?;
        if probe.may_be_near(Signature::of(b), b.len()) { probe.slips(b) } else { None }
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
            ("cake", "make", None),
            ("cajw", "cake", None),
            ("caje", "cake", Some(1)),
            ("caek", "cake", Some(1)),
            ("coat", "cat", None),
            ("mesa", "mess", Some(1)),
            ("pianu", "piano", Some(1)),
            ("молако", "молоко", Some(1)),
            ("김치찌게", "김치찌개", Some(1)),
            ("김치찌개", "감치찌개", Some(1)),
            ("라먄", "라면", Some(1)),
            ("안녕하세\u{116d}", "안녕하세요", Some(1)),
            ("먹엇", "먹었", Some(1)),
            ("밥", "법", None),
            ("부산", "우산", None),
            ("부산을", "우산을", Some(1)),
            ("사과", "ㅅ과", None),
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
        fn the_distance_is_the_naive_one(a in "[abc]{6,7}", b in "[abc]{0,8}") {
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
        fn of_hangul_it_is_that_of_the_strokes(a in "[가각갸거게개고과나낙]{3}", b in "[가각갸거게개고과나낙]{2,4}") {
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
