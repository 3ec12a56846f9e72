//! One spelling for what readers take for the same text.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Normalises for matching, not for showing: Unicode NFKC, upper and lower case alike, accents off Latin letters
/// (`é` → `e`, `ø` → `o`, `ß` → `ss`), marks that are not seen taken out. Other scripts keep their marks; Hangul comes
/// out in whole syllables. At most 18 times as long as it was (the longest NFKC expansion).
pub fn normalize(text: &str) -> String {
    let folded = text.nfkc().filter(|&c| !is_unseen(c)).flat_map(char::to_lowercase).nfd();
    let mut after_latin = false;
    let unaccented = folded.filter(move |&c| {
        let mark = is_combining_mark(c);
        if !mark {
            after_latin = is_latin(c);
        }
        !(mark && after_latin)
    });
    let mut out = String::with_capacity(text.len());
    for c in unaccented.nfc() {
        match plain(c) {
            Some(plain) => out.push_str(plain),
            None => out.push(c),
        }
    }
    out
}

/// Soft hyphen, joiners, direction marks, byte order mark, variation selectors: they change how a word looks, not what
/// it is. The zero-width space stays: it parts words in Thai and Khmer.
const fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{200c}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e01ef}')
}

pub(super) const fn is_latin(c: char) -> bool {
    matches!(c, 'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' | '\u{250}'..='\u{2af}' | '\u{1e00}'..='\u{1eff}')
        && !matches!(c, '×' | '÷')
}

/// Latin letters that Unicode does not take apart, and the second small sigma.
const fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'þ' => "th",
        'ħ' => "h",
        'ı' => "i",
        'ς' => "σ",
        '’' | 'ʼ' => "'",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_reads_the_same_is_the_same() {
        for (a, b) in [
            ("Café", "cafe"),
            ("Cafe\u{301}", "café"),
            ("ＦＵＬＬ　Width", "full width"),
            ("STRASSE", "straße"),
            ("İstanbul", "istanbul"),
            ("ΟΔΥΣΣΕΥΣ", "οδυσσευς"),
            ("pea\u{ad}nut\u{200d}s", "peanuts"),
            ("서울", "\u{1109}\u{1165}\u{110b}\u{116e}\u{11af}"),
            ("ｶﾞﾗｽ", "ガラス"),
            ("Łódź", "lodz"),
            ("it’s", "it's"),
        ] {
            assert_eq!(normalize(a), normalize(b), "{a} {b}");
        }
        assert_eq!(normalize("が"), "が", "the mark of another script is part of its letter");
        assert_ne!(normalize("й"), normalize("и"));
        assert_eq!(normalize("서울").chars().count(), 2);
        assert_eq!(normalize("\u{301}\u{302}"), "\u{301}\u{302}");
    }

    proptest! {
        #[test]
        fn takes_any_text_and_bounds_its_length(text in any::<String>()) {
            prop_assert!(normalize(&text).chars().count() <= 18 * text.chars().count());
        }

        #[test]
        fn twice_is_once_for_letters(text in "[a-zA-ZÀ-ÿŁßα-ωΑ-Ω가-힣ぁ-んァ-ン一-鿿 ]{0,20}") {
            let once = normalize(&text);
            prop_assert_eq!(normalize(&once), once);
        }
    }
}
