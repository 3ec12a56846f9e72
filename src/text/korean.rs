//! Korean endings: particles after nouns, and tense and politeness after verbs, come off by rule, without a dictionary.
//!
//! A stem here is a handle, not grammar: 먹다, 먹었어요 and 먹고 meet in 먹, 서울에서 and 서울은 in 서울, 갔어요 and 가요 in 가.
//! A noun that ends like a particle loses too much, so the whole word and its pairs of syllables are indexed as well.

/// Longest first, so that the first that fits is the one taken.
const ENDINGS: &[&str] = &[
    "으로부터",
    "에서부터",
    "이라도",
    "에게서",
    "한테서",
    "습니까",
    "습니다",
    "입니다",
    "으니까",
    "으면서",
    "었던",
    "았던",
    "에서",
    "에게",
    "한테",
    "께서",
    "까지",
    "부터",
    "처럼",
    "보다",
    "으로",
    "이랑",
    "하고",
    "이나",
    "마다",
    "밖에",
    "조차",
    "라도",
    "어요",
    "아요",
    "여요",
    "에요",
    "예요",
    "네요",
    "군요",
    "지요",
    "세요",
    "니다",
    "는데",
    "은데",
    "지만",
    "어서",
    "아서",
    "여서",
    "니까",
    "으면",
    "면서",
    "으러",
    "려고",
    "도록",
    "거나",
    "는지",
    "다가",
    "던",
    "죠",
    "요",
    "은",
    "는",
    "을",
    "를",
    "이",
    "가",
    "에",
    "로",
    "와",
    "과",
    "도",
    "만",
    "의",
    "랑",
    "나",
    "고",
    "다",
    "서",
    "면",
    "게",
    "지",
    "러",
    "자",
    "니",
    "어",
    "아",
    "여",
];

/// After these the stem's vowel may have grown together with the ending: 해요, 마셔서.
const GROWING: &[&str] = &["요", "서"];

/// Hangul syllables are numbered initial × 588 + medial × 28 + final (The Unicode Standard, section 3.12).
const FIRST_SYLLABLE: u32 = 0xac00;
const SYLLABLES: u32 = 11_172;
const FINALS: u32 = 28;
const MEDIALS: u32 = 21;
const FINAL_B: u32 = 17;
const FINAL_SS: u32 = 20;

/// The stem of a word of Hangul syllables, if an ending comes off. Never empty.
pub(super) fn stem(word: &[char]) -> Option<Vec<char>> {
    let mut stem = word.to_vec();
    // A noun takes up to two particles (에서는), a verb a tense and an ending.
    for _ in 0..2 {
        strip_ending(&mut stem);
        strip_past(&mut stem);
    }
    (stem != word).then_some(stem)
}

/// Takes one ending off, if a syllable is left.
fn strip_ending(word: &mut Vec<char>) {
    let found = ENDINGS.iter().find_map(|ending| {
        let kept = word.len().checked_sub(ending.chars().count()).filter(|&kept| kept > 0)?;
        word.iter().skip(kept).copied().eq(ending.chars()).then_some((kept, *ending))
    });
    let Some((kept, ending)) = found else { return };
    word.truncate(kept);
    if ending == "니다" || ending == "니까" {
        // 갑니다: the ending's first consonant sits under the stem.
        change_last(word, |medial, last| if last == FINAL_B { (medial, 0) } else { (medial, last) });
    } else if GROWING.contains(&ending) {
        change_last(word, |medial, last| if last == 0 { (base_vowel(medial), 0) } else { (medial, last) });
    }
}

/// Takes the past tense off: 먹었 → 먹, 갔 → 가, 했 → 하, 마셨 → 마시, 왔 → 오.
fn strip_past(word: &mut Vec<char>) {
    if word.len() > 1 && matches!(word.last(), Some('었' | '았' | '였')) {
        word.pop();
    } else {
        change_last(
            word,
            |medial, last| if last == FINAL_SS { (base_vowel(medial), 0) } else { (medial, last) },
        );
    }
}

/// Changes the medial and final of the last syllable.
fn change_last(word: &mut [char], change: impl FnOnce(u32, u32) -> (u32, u32)) {
    let Some(last) = word.last_mut() else { return };
    let number = u32::from(*last).wrapping_sub(FIRST_SYLLABLE);
    if number < SYLLABLES {
        let initial = number / (MEDIALS * FINALS);
        let (medial, end) = change(number / FINALS % MEDIALS, number % FINALS);
        let changed = FIRST_SYLLABLE + (initial * MEDIALS + medial) * FINALS + end;
        *last = char::from_u32(changed).unwrap_or(*last);
    }
}

/// The vowel of the stem before 어 or 아 grew into it, by the number of the medial.
const fn base_vowel(medial: u32) -> u32 {
    match medial {
        1 => 0,   // 해 ← 하
        6 => 20,  // 셔 ← 시
        9 => 8,   // 와 ← 오
        10 => 11, // 돼 ← 되
        14 => 13, // 줘 ← 주
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stemmed(word: &str) -> String {
        let word: Vec<char> = word.chars().collect();
        stem(&word).unwrap_or(word).into_iter().collect()
    }

    #[test]
    fn forms_of_a_word_meet() {
        for (forms, expected) in [
            (&["먹다", "먹었어요", "먹어요", "먹고", "먹는다", "먹습니다", "먹었습니다", "먹었다"][..], "먹"),
            (&["마시다", "마셔요", "마셨어요", "마시고", "마십니다"], "마시"),
            (&["좋아하다", "좋아해요", "좋아했어요", "좋아합니다", "좋아하는"], "좋아하"),
            (&["가다", "갔어요", "가요", "갑니다", "갔다"], "가"),
            (&["서울", "서울에서", "서울은", "서울에서는", "서울까지"], "서울"),
            (&["학교", "학교를", "학교에서도"], "학교"),
        ] {
            for form in forms {
                assert_eq!(stemmed(form), expected, "{form}");
            }
        }
    }

    #[test]
    fn something_is_always_left() {
        for ending in ENDINGS {
            assert!(!stemmed(ending).is_empty(), "{ending}");
            assert!(stemmed(&format!("산{ending}")).starts_with('산'), "{ending}");
        }
        assert!(ENDINGS.is_sorted_by(|a, b| a.chars().count() >= b.chars().count()), "longest first");
        assert_eq!(stem(&['ㅋ', 'ㅋ']), None);
    }
}
