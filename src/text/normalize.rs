//! One spelling for what readers take for the same text.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Normalises for matching, not for showing: Unicode NFKC, upper and lower case alike, marks that are not seen taken
/// out. Accents come off Latin and Greek letters (`é` → `e`, `ø` → `o`, `ß` → `ss`, `ά` → `α`), `ё` becomes `е`; Arabic
/// and Hebrew lose their vowel points, Arabic its letters' variants as well (`أ` → `ا`, `ى` → `ي`); katakana becomes
/// hiragana, any script's decimal digits ASCII ones. Marks that make another letter of a letter stay (`й`, `が`,
/// Devanagari's vowels); Hangul comes out in whole syllables. At most 18 times as long as it was (the longest NFKC
/// expansion).
pub fn normalize(text: &str) -> String {
    if text.chars().all(is_settled) {
        return text.to_ascii_lowercase();
    }
    // Step by step and not as one chain, which would hold the tables' machinery once for each step.
    let folded: String = text.nfkc().filter(|&c| !is_unseen(c)).flat_map(char::to_lowercase).collect();
    let mut unaccented = String::with_capacity(folded.len());
    let mut base = ' ';
    for c in folded.nfd() {
        let mark = is_combining_mark(c);
        if !mark {
            base = c;
        }
        if !(mark && is_accent(base, c)) {
            unaccented.push(c);
        }
    }
    let mut out = String::with_capacity(text.len());
    for c in unaccented.nfc() {
        match plain(c) {
            Some(plain) => out.push_str(plain),
            None => out.push(one(c)),
        }
    }
    out
}

/// Characters that come out as they went in, case apart, as long as there are no others: most of what most texts consist of.
const fn is_settled(c: char) -> bool {
    matches!(c, '\0'..='\u{7f}' | '가'..='힣' | '\u{3041}'..='\u{3096}' | '\u{4e00}'..='\u{9fff}' | '\u{1f300}'..='\u{1faff}')
}

/// Soft hyphen, joiners, direction marks, byte order mark, variation selectors, Arabic's lengthening stroke, the frame of
/// a keycap: they change how a word looks, not what it is. The zero-width space stays: it parts words in Thai and Khmer.
const fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{640}' | '\u{200c}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}' | '\u{20e3}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e01ef}')
}

/// Whether a mark on a letter is one that people leave out when they search.
const fn is_accent(base: char, mark: char) -> bool {
    match base {
        _ if is_latin(base) => true,
        '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => true,
        'е' => matches!(mark, '\u{301}' | '\u{308}'),
        // The stress mark of a textbook.
        'а' | 'и' | 'о' | 'у' | 'ы' | 'э' | 'ю' | 'я' | 'і' | 'є' => matches!(mark, '\u{301}'),
        _ => matches!(mark, '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}'
            | '\u{6d6}'..='\u{6ed}'),
    }
}

pub(super) const fn is_latin(c: char) -> bool {
    matches!(c, 'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' | '\u{250}'..='\u{2af}' | '\u{1e00}'..='\u{1eff}')
        && !matches!(c, '×' | '÷')
}

/// Latin letters that Unicode does not take apart.
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
        '’' | 'ʼ' => "'",
        _ => return None,
    })
}

/// Letters and digits that stand for another: the second small sigma, Arabic and Persian forms, katakana.
fn one(c: char) -> char {
    const ZERO: u32 = '0' as u32;
    let moved = |to: u32| char::from_u32(to).unwrap_or(c);
    match c {
        'ς' => 'σ',
        'ى' | 'ی' => 'ي',
        'ة' => 'ه',
        'ک' => 'ك',
        '\u{30a1}'..='\u{30f6}' | '\u{30fd}' | '\u{30fe}' => moved(u32::from(c) - 0x60),
        '\u{660}'..='\u{669}' => moved(u32::from(c) - 0x660 + ZERO),
        '\u{6f0}'..='\u{6f9}' => moved(u32::from(c) - 0x6f0 + ZERO),
        '\u{966}'..='\u{96f}' => moved(u32::from(c) - 0x966 + ZERO),
        '\u{9e6}'..='\u{9ef}' => moved(u32::from(c) - 0x9e6 + ZERO),
        '\u{e50}'..='\u{e59}' => moved(u32::from(c) - 0xe50 + ZERO),
        _ => c,
    }
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
            ("İstanbul ılık", "istanbul ilik"),
            ("ΟΔΥΣΣΕΥΣ Ἀθήνα", "οδυσσευς αθηνα"),
            ("pea\u{ad}nut\u{200d}s", "peanuts"),
            ("서울", "\u{1109}\u{1165}\u{110b}\u{116e}\u{11af}"),
            ("ｶﾞﾗｽ", "ガラス"),
            ("リンゴ ヴァイオリン", "りんご ゔぁいおりん"),
            ("Łódź Ærø Đặng Þór", "lodz aero dang thor"),
            ("Phở Nguyễn", "pho nguyen"),
            ("it’s", "it's"),
            ("Ёлка молоко\u{301}", "елка молоко"),
            ("مُحَمَّد أحمد إلى آب كـــتاب", "محمد احمد الي اب كتاب"),
            ("مدرسة کتاب", "مدرسه كتاب"),
            ("שָׁלוֹם", "שלום"),
            ("٢٠٢٤ ۲۰۲۴ २०२४ ২০২৪ ๒๐๒๔", "2024 2024 2024 2024 2024"),
            ("1\u{fe0f}\u{20e3}", "1"),
        ] {
            assert_eq!(normalize(a), normalize(b), "{a} {b}");
        }
    }

    #[test]
    fn what_is_another_letter_stays_one() {
        for (a, b) in
            [("й", "и"), ("が", "か"), ("パ", "ば"), ("ї", "і"), ("ќ", "к"), ("की", "क"), ("กำ", "ก")]
        {
            assert_ne!(normalize(a), normalize(b), "{a} {b}");
        }
        assert_eq!(normalize("हिन्दी"), "हिन्दी", "vowels and joins of Devanagari are letters");
        assert_eq!(normalize("서울").chars().count(), 2);
        assert_eq!(normalize("\u{301}\u{302}"), "\u{301}\u{302}");
    }

    proptest! {
        #[test]
        fn takes_any_text_and_bounds_its_length(text in any::<String>()) {
            prop_assert!(normalize(&text).chars().count() <= 18 * text.chars().count());
        }

        #[test]
        fn twice_is_once_for_letters(text in "[a-zA-ZÀ-ÿŁßα-ωΑ-Ωά-ώа-яё가-힣ぁ-んァ-ヺ一-鿿أ-ي٠-٩ ]{0,20}") {
            let once = normalize(&text);
            prop_assert_eq!(normalize(&once), once);
        }

        #[test]
        fn composed_and_decomposed_are_one(text in any::<String>()) {
            let (nfc, nfd) = (text.nfc().collect::<String>(), text.nfd().collect::<String>());
            prop_assert_eq!(normalize(&nfc), normalize(&nfd));
        }

        #[test]
        fn the_short_way_is_the_long_one(text in "[ -~가-힣ぁ-ゖ一-鿿🌀-🫿]{0,30}") {
            let long = normalize(&format!("é{text}"));
            prop_assert_eq!(format!("e{}", normalize(&text)), long);
        }
    }
}
