//! Forms of a verb that share no handle, looked up when a query is made: 듣다 for 들어요, 춥다 for 추워요, 모르다 for 몰라요.
//!
//! From a handle to the dictionary's stems it may come from, and from each of those to every handle its forms leave and
//! to the forms that no ending is taken off (간, 마실). Stems of two syllables and more follow their shape alone, as most
//! of what that makes up is in no text; of one syllable, where nearly everything is a word, only the verbs that there
//! are (the classes are closed).

use super::{
    handles,
    syllable::{INITIAL_IEUNG, Syllable, ending_in, last, last_of, medial},
    verb,
};

/// Verbs of one syllable whose forms part, by what their stem ends in.
const ONE_SYLLABLE: &[char] = &[
    // ㄷ that becomes ㄹ, ㅅ that falls, ㅂ that becomes 우 or 오.
    '걷', '듣', '묻', '싣', '긷', '붇', '짓', '낫', '붓', '잇', '긋', '젓', '돕', '눕', '줍', '굽', '춥',
    '덥', '맵', '쉽', '밉', '곱', '깁', // ㄹ that falls before ㄴ, ㅂ, ㅅ.
    '살', '알', '놀', '울', '들', '걸', '팔', '열', '불', '물', '밀', '벌', '빌', '길', '멀', '달', '갈',
    '돌', '털', '틀', '풀', '얼', '날', '늘',
    '줄', // ㅡ that falls, and open stems whose endings grow into them.
    '쓰', '크', '끄', '뜨', '트', '가', '하', '사', '보', '오', '자', '타', '주', '되', '치', '켜', '펴',
    '서', '내', '쉬', '뛰',
];

/// Other forms of a word's verb.
#[derive(Debug, Default)]
pub(in super::super) struct Forms {
    /// Tokens that texts with those forms may have.
    pub(in super::super) tokens: Vec<String>,
    /// That the word is a verb is guessed from how it ends without an ending (간, 몰라), as many nouns do.
    pub(in super::super) guessed: bool,
}

/// What texts with other forms of this word may have as tokens; empty if it is no verb.
pub(in super::super) fn forms(word: &[char]) -> Forms {
    let (stem, cut, guessed) = match verb::stem(word) {
        // What came off as a particle makes no verb: 학생이에요.
        Some(stem) => (handles(word).find(|handle| *handle == stem), false, false),
        None => match verb::bare(word) {
            Some(stem) => (Some(stem), false, true),
            None => (before_noun(word), true, true),
        },
    };
    let mut found: Vec<Vec<char>> = Vec::new();
    for stem in stem.into_iter().flat_map(|stem| dictionary_stems(&stem, cut)) {
        for form in forms_of(&stem) {
            if form != word && !found.contains(&form) {
                found.push(form);
            }
        }
    }
    Forms { tokens: found.into_iter().map(String::from_iter).collect(), guessed }
}

/// The handle in a form that stands before a noun: 간 → 가, 추운 → 추우.
fn before_noun(word: &[char]) -> Option<Vec<char>> {
    let end = last_of(word).filter(|end| matches!(end.last, last::N | last::R))?;
    Some(ending_in(word, end.with_last(last::NONE)))
}

/// The stems whose forms may have left this handle. `cut`: a ㄴ or ㄹ was taken off, so an ending in 어 was not.
fn dictionary_stems(handle: &[char], cut: bool) -> Vec<Vec<char>> {
    let mut stems = vec![handle.to_vec()];
    let Some(end) = last_of(handle) else { return stems };
    let before = handle.split_last().map_or(&[][..], |(_, before)| before);
    let closed = |last| ending_in(handle, end.with_last(last));
    match end.last {
        last::R => stems.push(closed(last::D)),
        last::NONE => {
            stems.push(closed(last::R));
            stems.push(closed(last::S));
            if let Some(previous) = last_of(before) {
                let is_ieung = end.initial == INITIAL_IEUNG;
                if is_ieung && matches!(end.medial, medial::U | medial::O) && previous.is_open() {
                    stems.push(ending_in(before, previous.with_last(last::B)));
                }
                let is_ra = end.with_last(last::NONE).char() == '라' || end.char() == '러';
                if is_ra && previous.last == last::R && !cut {
                    let mut stem = ending_in(before, previous.with_last(last::NONE));
                    stem.push('르');
                    stems.push(stem);
                }
            }
            let other = |medial, last| ending_in(handle, Syllable { medial, last, ..end });
            match end.medial {
                medial::A | medial::EO => {
                    stems.push(closed(last::H));
                    if !cut {
                        stems.push(other(medial::EU, last::NONE));
                    }
                }
                medial::AE => {
                    stems.push(other(medial::A, last::H));
                    stems.push(other(medial::EO, last::H));
                }
                medial::YAE => stems.push(other(medial::YA, last::H)),
                medial::I => stems.push(other(medial::YEO, last::NONE)),
                _ => {}
            }
        }
        _ => {}
    }
    stems.retain(|stem| match stem.as_slice() {
        [only] => ONE_SYLLABLE.contains(only),
        _ => true,
    });
    stems
}

/// What the forms of a stem leave: handles, and the forms that nothing is taken off.
fn forms_of(stem: &[char]) -> Vec<Vec<char>> {
    let mut forms = vec![stem.to_vec()];
    let Some(end) = last_of(stem) else { return forms };
    let before = stem.split_last().map_or(&[][..], |(_, before)| before);
    let opened = ending_in(stem, end.with_last(last::NONE));
    // What stands before endings in 으, and so before ㄴ and ㄹ.
    let mut flowing = Vec::new();
    match end.last {
        last::NONE => flowing.push(stem.to_vec()),
        last::B => {
            let mut with = opened;
            with.push('우');
            flowing.push(with.clone());
            if matches!(stem, ['돕' | '곱']) {
                with.pop();
                with.push('오');
                forms.push(with);
            }
        }
        last::D => forms.push(ending_in(stem, end.with_last(last::R))),
        last::S => forms.push(opened),
        last::R => flowing.push(opened),
        last::H => {
            flowing.push(opened);
            let grown = if end.medial == medial::YA { medial::YAE } else { medial::AE };
            forms.push(ending_in(stem, end.with_last(last::NONE).with_medial(grown)));
        }
        _ => {}
    }
    if end.is_open() && end.medial == medial::EU {
        let bright = last_of(before).is_some_and(Syllable::is_bright);
        let grown = if bright { medial::A } else { medial::EO };
        forms.push(ending_in(stem, end.with_medial(grown)));
        if end.char() == '르'
            && let Some(previous) = last_of(before)
        {
            let mut with = ending_in(before, previous.with_last(last::R));
            with.push(if bright { '라' } else { '러' });
            forms.push(with);
        }
    }
    if end.is_open() && end.medial == medial::YEO {
        forms.push(ending_in(stem, end.with_medial(medial::I)));
    }
    for stem in flowing {
        if let Some(end) = last_of(&stem) {
            forms.extend([last::N, last::R].map(|last| ending_in(&stem, end.with_last(last))));
        }
        forms.push(stem);
    }
    forms.push(joined(stem));
    forms
}

/// The pair of syllables that the past has even where words run together: 라면먹었어요 has 먹었, 커피마셨어요 마셨.
fn joined(stem: &[char]) -> Vec<char> {
    let (Some(end), Some((last, before))) = (last_of(stem), stem.split_last()) else { return Vec::new() };
    if !end.is_open() {
        return vec![*last, if end.is_bright() { '았' } else { '었' }];
    }
    let grown = match end.medial {
        medial::A if *last == '하' => medial::AE,
        medial::I => medial::YEO,
        medial::O => medial::WA,
        medial::U => medial::WEO,
        medial::OE => medial::WAE,
        other => other,
    };
    let past = Syllable { medial: grown, last: last::SS, ..end }.char();
    before.last().copied().into_iter().chain([past]).collect()
}
