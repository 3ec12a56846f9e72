//! Hangul syllables taken apart: initial × 588 + medial × 28 + final (The Unicode Standard, section 3.12).

const FIRST: u32 = 0xac00;
const COUNT: u32 = 11_172;
const FINALS: u32 = 28;
const MEDIALS: u32 = 21;

pub(super) const INITIAL_IEUNG: u32 = 11;
pub(super) const INITIAL_HIEUH: u32 = 18;

/// Medials by their number.
pub(super) mod medial {
    pub(in super::super) const A: u32 = 0;
    pub(in super::super) const AE: u32 = 1;
    pub(in super::super) const YA: u32 = 2;
    pub(in super::super) const YAE: u32 = 3;
    pub(in super::super) const EO: u32 = 4;
    pub(in super::super) const E: u32 = 5;
    pub(in super::super) const YEO: u32 = 6;
    pub(in super::super) const O: u32 = 8;
    pub(in super::super) const WA: u32 = 9;
    pub(in super::super) const WAE: u32 = 10;
    pub(in super::super) const OE: u32 = 11;
    pub(in super::super) const U: u32 = 13;
    pub(in super::super) const WEO: u32 = 14;
    pub(in super::super) const EU: u32 = 18;
    pub(in super::super) const I: u32 = 20;
}

/// Finals by their number.
pub(super) mod last {
    pub(in super::super) const NONE: u32 = 0;
    pub(in super::super) const N: u32 = 4;
    pub(in super::super) const D: u32 = 7;
    pub(in super::super) const R: u32 = 8;
    pub(in super::super) const B: u32 = 17;
    pub(in super::super) const BS: u32 = 18;
    pub(in super::super) const S: u32 = 19;
    pub(in super::super) const SS: u32 = 20;
    pub(in super::super) const H: u32 = 27;
}

/// A syllable by the numbers of its letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Syllable {
    pub(super) initial: u32,
    pub(super) medial: u32,
    /// 0 if it is open.
    pub(super) last: u32,
}

impl Syllable {
    pub(super) const fn of(c: char) -> Option<Self> {
        let number = (c as u32).wrapping_sub(FIRST);
        if number >= COUNT {
            return None;
        }
        let (initial, medial, last) =
            (number / (MEDIALS * FINALS), number / FINALS % MEDIALS, number % FINALS);
        Some(Self { initial, medial, last })
    }

    pub(super) fn char(self) -> char {
        let number = (self.initial * MEDIALS + self.medial) * FINALS + self.last;
        char::from_u32(FIRST + number).unwrap_or('\u{fffd}')
    }

    pub(super) const fn is_open(self) -> bool {
        self.last == last::NONE
    }

    pub(super) const fn with_last(self, last: u32) -> Self {
        Self { last, ..self }
    }

    pub(super) const fn with_medial(self, medial: u32) -> Self {
        Self { medial, ..self }
    }

    /// Whether a verb's ending after it has 아, not 어.
    pub(super) const fn is_bright(self) -> bool {
        matches!(self.medial, medial::A | medial::YA | medial::O)
    }
}

/// The last syllable of a word; none if it ends in anything else.
pub(super) fn last_of(word: &[char]) -> Option<Syllable> {
    Syllable::of(*word.last()?)
}

/// The word with another last syllable.
pub(super) fn ending_in(word: &[char], syllable: Syllable) -> Vec<char> {
    let mut changed = word.to_vec();
    if let Some(last) = changed.last_mut() {
        *last = syllable.char();
    }
    changed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn apart_and_together_again() {
        for c in '가'..='힣' {
            assert_eq!(Syllable::of(c).map(Syllable::char), Some(c));
        }
        for c in ['a', 'ㅋ', '\u{1100}', '漢'] {
            assert_eq!(Syllable::of(c), None);
        }
        let syllable = Syllable::of('값').unwrap();
        assert_eq!((syllable.initial, syllable.medial, syllable.is_open()), (0, medial::A, false));
        assert_eq!(syllable.with_last(last::R).with_medial(medial::O).char(), '골');
    }
}
