//! What follows a verb's or an adjective's stem: endings, the past, what is polite.

use super::syllable::{INITIAL_HIEUH, INITIAL_IEUNG, Syllable, ending_in, last, last_of, medial};

/// What a stem must look like for an ending to follow it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum After {
    Any,
    Closed,
    /// After ㄹ it is as often the stem's own: 불러.
    Open,
    /// Open or ending in ㄹ.
    Flowing,
    /// Closed, or of two syllables: what also ends many nouns (가게, 바지).
    Sure,
    /// After the past, 있 and 없: elsewhere they are as often part of the stem (만나, 언니).
    Past,
    /// These finals belong to the ending: 갑니다, 간다, 갈까.
    Under(u32),
}

use After::{Any, Closed, Flowing, Open, Past, Sure, Under};

/// Endings and what they follow, longest first, 요 taken off.
const ENDINGS: &[(&str, After)] = &[
    ("으십시오", Closed),
    ("더라고", Any),
    ("는다고", Closed),
    ("는다면", Closed),
    ("는구나", Any),
    ("자마자", Any),
    ("느라고", Any),
    ("습니다", Closed),
    ("습니까", Closed),
    ("으니까", Closed),
    ("으면서", Closed),
    ("으려고", Closed),
    ("으려면", Closed),
    ("을수록", Closed),
    ("을거야", Closed),
    ("을거예", Closed),
    ("읍시다", Closed),
    ("십시오", Flowing),
    ("거야", Under(last::R)),
    ("거예", Under(last::R)),
    ("니다", Under(last::B)),
    ("니까", Under(last::B)),
    ("시다", Under(last::B)),
    ("다고", Under(last::N)),
    ("다면", Under(last::N)),
    ("다는", Under(last::N)),
    ("수록", Under(last::R)),
    ("는다", Closed),
    ("는데", Any),
    ("는지", Any),
    ("는군", Any),
    ("은데", Closed),
    ("은지", Closed),
    ("으면", Closed),
    ("으니", Closed),
    ("으며", Closed),
    ("으러", Closed),
    ("으세", Closed),
    ("을까", Closed),
    ("을게", Closed),
    ("을래", Closed),
    ("을지", Closed),
    ("니까", Flowing),
    ("면서", Flowing),
    ("려고", Flowing),
    ("려면", Flowing),
    ("지만", Any),
    ("거든", Any),
    ("거나", Any),
    ("도록", Any),
    ("다가", Any),
    ("다고", Any),
    ("다면", Any),
    ("다는", Any),
    ("더니", Any),
    ("더라", Any),
    ("던데", Any),
    ("구나", Any),
    ("고서", Any),
    ("고는", Any),
    ("기는", Any),
    ("기도", Any),
    ("기에", Any),
    ("기로", Any),
    ("잖아", Any),
    ("다", Under(last::N)),
    ("데", Under(last::N)),
    ("대", Under(last::N)),
    ("까", Under(last::R)),
    ("게", Under(last::R)),
    ("래", Under(last::R)),
    ("는", Any),
    ("은", Closed),
    ("을", Closed),
    ("음", Closed),
    ("면", Flowing),
    ("며", Flowing),
    ("러", Open),
    ("다", Any),
    ("고", Any),
    ("던", Any),
    ("네", Any),
    ("군", Any),
    ("죠", Any),
    ("대", Closed),
    ("지", Sure),
    ("게", Sure),
    ("기", Sure),
    ("자", Closed),
    ("나", Past),
    ("니", Past),
    ("냐", Past),
];

/// What follows the form in 어 (먹어서, 해도, 가야).
const AFTER_INFINITIVE: [char; 4] = ['서', '도', '야', '라'];

/// The handle of a verb in a word of Hangul syllables, if an ending comes off.
pub(super) fn stem(word: &[char]) -> Option<Vec<char>> {
    let plain = word.strip_suffix(&['요']).filter(|rest| !rest.is_empty());
    let polite = plain.is_some();
    let body = plain.unwrap_or(word);
    let mut stem = after_ending(body, polite).or_else(|| infinitive(body, polite))?;
    // 갔었어요 has the past twice.
    for _ in 0..2 {
        if stem.len() > 1 && stem.last() == Some(&'겠') {
            stem.pop();
        }
        match past(&stem) {
            Some(shorter) => stem = shorter,
            None => break,
        }
    }
    Some(stem)
}

/// The handle of a word that is all stem, if its verb's form in 어 looks like it: 몰라, 예뻐. Most such words are nouns.
pub(super) fn bare(word: &[char]) -> Option<Vec<char>> {
    opened(word).map(|(stem, _)| stem)
}

/// The word without its ending.
fn after_ending(word: &[char], polite: bool) -> Option<Vec<char>> {
    if polite && let Some(stem) = word.strip_suffix(&['세']).filter(|stem| ends_open(stem)) {
        return Some(stem.to_vec());
    }
    ENDINGS.iter().find_map(|(ending, after)| {
        let kept = word.len().checked_sub(ending.chars().count()).filter(|&kept| kept > 0)?;
        let (stem, rest) = word.split_at_checked(kept)?;
        if !rest.iter().copied().eq(ending.chars()) {
            return None;
        }
        let end = last_of(stem)?;
        let follows = match after {
            Any => true,
            Closed => !end.is_open(),
            Open => end.is_open() && !polite,
            Past => matches!(end.last, last::SS | last::BS),
            Flowing => end.is_open() || end.last == last::R,
            Sure => polite || !end.is_open() || stem.len() > 1,
            Under(last) => return (end.last == *last).then(|| ending_in(stem, end.with_last(last::NONE))),
        };
        follows.then(|| stem.to_vec())
    })
}

/// The stem in a word that ends in the form in 어, by itself or before 서, 도 and the like.
fn infinitive(word: &[char], polite: bool) -> Option<Vec<char>> {
    if let Some((after, body)) = word.split_last()
        && AFTER_INFINITIVE.contains(after)
        && let Some((stem, sure)) = opened(body)
        && (sure || *after == '서')
    {
        return Some(stem);
    }
    let (stem, sure) = opened(word)?;
    (sure || polite).then_some(stem)
}

/// The stem before the past's 았, 었, 였 or a ㅆ grown into it: 먹었 → 먹, 갔 → 가, 했 → 하, 마셨 → 마시.
fn past(word: &[char]) -> Option<Vec<char>> {
    let end = last_of(word).filter(|end| end.last == last::SS)?;
    if word.last() == Some(&'있') {
        return None;
    }
    opened(&ending_in(word, end.with_last(last::NONE))).map(|(stem, _)| stem)
}

/// Undoes the form in 어, and whether that is certain: 먹어 → 먹, 마셔 → 마시, 해 → 하; 가 stays and is not.
fn opened(word: &[char]) -> Option<(Vec<char>, bool)> {
    // 뭐 is no form of a verb.
    let end = last_of(word).filter(|end| end.is_open() && word != ['뭐'])?;
    if let Some((_, stem)) = word.split_last()
        && let Some(before) = last_of(stem)
        && end.initial == INITIAL_IEUNG
    {
        let fits = match end.medial {
            medial::EO => !before.is_bright() || before.last == last::SS,
            medial::A => before.is_bright(),
            medial::YEO => stem.last() == Some(&'하'),
            _ => false,
        };
        if fits {
            return Some((stem.to_vec(), true));
        }
    }
    let grown = match end.medial {
        medial::AE if end.initial == INITIAL_HIEUH => medial::A,
        medial::YEO => medial::I,
        medial::WA => medial::O,
        medial::WEO => medial::U,
        medial::WAE => medial::OE,
        medial::A | medial::EO | medial::AE | medial::YAE => return Some((word.to_vec(), false)),
        medial::E if end.initial != INITIAL_IEUNG => return Some((word.to_vec(), false)),
        _ => return None,
    };
    Some((ending_in(word, Syllable { medial: grown, ..end }), true))
}

fn ends_open(stem: &[char]) -> bool {
    last_of(stem).is_some_and(Syllable::is_open)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stemmed(word: &str) -> Option<String> {
        let word: Vec<char> = word.chars().collect();
        stem(&word).map(String::from_iter)
    }

    #[test]
    fn endings_come_off() {
        for (verb, words) in [
            (
                "먹",
                "먹다 먹었어요 먹어요 먹고 먹는다 먹습니다 먹었습니다 먹었다 먹어 먹는 먹은 먹을 먹을게요 먹으면 먹어서 먹어도 먹지만 먹겠습니다 먹었겠다 먹자 먹을까 먹었나요 먹네요 먹음 먹으려고",
            ),
            (
                "마시",
                "마시다 마셔요 마셨어요 마시고 마십니다 마신다 마셔 마셔서 마시면 마셨는데 마시지 마시는데",
            ),
            (
                "좋아하",
                "좋아하다 좋아해요 좋아했어요 좋아합니다 좋아하는 좋아한다 좋아해 좋아하여 좋아하세요 좋아했던",
            ),
            (
                "가",
                "가다 갔어요 가요 갑니다 갔다 간다 갈까 갈게요 가세요 가면 가서 가려고 갔었어요 가겠어요 갔어 갑시다",
            ),
            ("하", "하다 합니다 해요 했어요 해 했어 한다 하면 할게요 할까 했는데 해서 하죠 할거예요"),
            ("오", "오다 와요 왔어요 와 옵니다 온다"),
            ("배우", "배우다 배워요 배웠어요 배워 배웁니다"),
            ("되", "되다 돼요 됐어요 된다"),
            ("있", "있다 있어요 있었어요 있어 있는데 있습니다"),
            ("살", "살다 살아요 살았어요 살고"),
            ("만나", "만나요 만났어요 만나다 만납니다"),
        ] {
            for word in words.split(' ') {
                assert_eq!(stemmed(word).as_deref(), Some(verb), "{word}");
            }
        }
    }

    #[test]
    fn many_nouns_are_left_alone() {
        for word in [
            "서울", "가게", "바지", "피자", "의자", "고기", "아기", "부서", "커피", "나이", "ㅋㅋ", "", "요",
            "다",
        ] {
            assert_eq!(stemmed(word), None, "{word}");
        }
        assert!(ENDINGS.is_sorted_by(|a, b| a.0.chars().count() >= b.0.chars().count()), "longest first");
    }
}
