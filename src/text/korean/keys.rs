//! Hangul as it is typed: the strokes of the standard two-set keyboard, so that a slip of one key is a distance of one.

use super::syllable::Syllable;

/// Compound medials and finals are two strokes; doubled consonants one, with shift.
const MEDIALS: [&[u8]; 21] = [
    b"k", b"o", b"i", b"O", b"j", b"p", b"u", b"P", b"h", b"hk", b"ho", b"hl", b"y", b"n", b"nj", b"np",
    b"nl", b"b", b"m", b"ml", b"l",
];
const INITIALS: &[u8; 19] = b"rRseEfaqQtTdwWczxvg";
const FINALS: [&[u8]; 28] = [
    b"", b"r", b"R", b"rt", b"s", b"sw", b"sg", b"e", b"f", b"fr", b"fa", b"fq", b"ft", b"fx", b"fv", b"fg",
    b"a", b"q", b"qt", b"t", b"T", b"d", b"w", b"c", b"z", b"x", b"v", b"g",
];

/// The strokes of a word of Hangul, added to `out`. False if it has anything else.
pub(in super::super) fn keys(word: &str, out: &mut Vec<u8>) -> bool {
    for c in word.chars() {
        match Syllable::of(c) {
            Some(syllable) => {
                out.extend(INITIALS.get(syllable.initial as usize));
                out.extend(MEDIALS.get(syllable.medial as usize).copied().unwrap_or_default());
                out.extend(FINALS.get(syllable.last as usize).copied().unwrap_or_default());
            }
            // A letter that found no syllable, as NFKC leaves it.
            None => {
                let at = |first: u32| u32::from(c).checked_sub(first).and_then(|n| usize::try_from(n).ok());
                let initial = at(0x1100).and_then(|n| INITIALS.get(n..=n));
                let medial = || at(0x1161).and_then(|n| MEDIALS.get(n).copied());
                let last = || at(0x11a7).and_then(|n| FINALS.get(n).copied());
                match initial.or_else(medial).or_else(last) {
                    Some(strokes) => out.extend(strokes),
                    None => return false,
                }
            }
        }
    }
    true
}

/// Whether two strokes are vowels that most speakers no longer tell apart: ㅐ and ㅔ, ㅒ and ㅖ.
pub(in super::super) const fn sound_alike(a: u8, b: u8) -> bool {
    matches!((a, b), (b'o', b'p') | (b'p', b'o') | (b'O', b'P') | (b'P', b'O'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(word: &str) -> Option<String> {
        let mut out = Vec::new();
        keys(word, &mut out).then(|| String::from_utf8(out).unwrap())
    }

    #[test]
    fn syllables_are_typed_letter_by_letter() {
        assert_eq!(typed("김치찌개").as_deref(), Some("rlaclWlro"));
        assert_eq!(typed("값이 "), None);
        assert_eq!(typed("값의").as_deref(), Some("rkqtdml"));
        assert_eq!(typed("세\u{116d}").as_deref(), Some("tpy"), "a letter without its syllable");
        assert_eq!(typed("\u{110f}").as_deref(), Some("z"));
        assert_eq!(typed("a"), None);
    }
}
