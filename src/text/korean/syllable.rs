//! Hangul syllables taken apart: initial × 588 + medial × 28 + final (The Unicode Standard, section 3.12).

const FIRST: u32 = 0xac00;
const COUNT: u32 = 11_172;
const FINALS: u32 = 28;
const MEDIALS: u32 = 21;

pub(crate) const INITIAL_IEUNG: u32 = 11;
pub(crate) const INITIAL_HIEUH: u32 = 18;

/// Medials by their number.
pub(crate) mod medial {
    pub(crate) const A: u32 = 0;
    pub(crate) const AE: u32 = 1;
    pub(crate) const YA: u32 = 2;
    pub(crate) const YAE: u32 = 3;
    pub(crate) const EO: u32 = 4;
    pub(crate) const E: u32 = 5;
    pub(crate) const YEO: u32 = 6;
    pub(crate) const O: u32 = 8;
    pub(crate) const WA: u32 = 9;
    pub(crate) const WAE: u32 = 10;
    pub(crate) const OE: u32 = 11;
    pub(crate) const U: u32 = 13;
    pub(crate) const WEO: u32 = 14;
    pub(crate) const EU: u32 = 18;
    pub(crate) const I: u32 = 20;
}

/// Finals by their number.
pub(crate) mod last {
    pub(crate) const NONE: u32 = 0;
    pub(crate) const N: u32 = 4;
    pub(crate) const D: u32 = 7;
    pub(crate) const R: u32 = 8;
    pub(crate) const B: u32 = 17;
    pub(crate) const BS: u32 = 18;
    pub(crate) const S: u32 = 19;
    pub(crate) const SS: u32 = 20;
    pub(crate) const H: u32 = 27;
}

/// A syllable by the numbers of its letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Syllable {
    pub(crate) initial: u32,
    pub(crate) medial: u32,
    /// 0 if it is open.
    pub(crate) last: u32,
}

impl Syllable {
    pub(crate) const fn of(c: char) -> Option<Self> {
        let number = (c as u32).wrapping_sub(FIRST);
        if number >= COUNT {
            return None;
        }
        let (initial, medial, last) =
            (number / (MEDIALS * FINALS), number / FINALS % MEDIALS, number % FINALS);
        Some(Self { initial, medial, last })
    }

    pub(crate) fn char(self) -> char {
        let number = (self.initial * MEDIALS + self.medial) * FINALS + self.last;
        char::from_u32(FIRST + number).unwrap_or('\u{fffd}')
    }

    pub(crate) const fn is_open(self) -> bool {
        self.last == last::NONE
    }

    pub(crate) const fn with_last(self, last: u32) -> Self {
        Self { last, ..self }
    }

    pub(crate) const fn with_medial(self, medial: u32) -> Self {
        Self { medial, ..self }
    }

    /// Whether a verb's ending after it has 아, not 어.
    pub(crate) const fn is_bright(self) -> bool {
        matches!(self.medial, medial::A | medial::YA | medial::O)
    }
}

/// The last syllable of a word; none if it ends in anything else.
pub(crate) fn last_of(word: &[char]) -> Option<Syllable> {
    Syllable::of(*word.last()?)
}

/// The word with another last syllable.
pub(crate) fn ending_in(word: &[char], syllable: Syllable) -> Vec<char> {
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
