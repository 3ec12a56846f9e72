//! What the spellings of a name have in common, and what is part of a name.

use super::{
    korean, normalize,
    script::Script,
    stop_words::is_stop_word,
    typos::{Probe, Signature},
};
use crate::sort::Arrange;

/// What follows a name to be polite. Apart from it by a space, any; joined to it, those that hardly end a name.
const HONORIFICS: &[&str] = &["선생님", "씨", "님", "군", "양", "쌤", "さん", "ちゃん", "くん", "様", "氏"];
const JOINED_HONORIFICS: &[&str] = &["씨", "님", "さん", "ちゃん", "くん", "様"];
/// A name keeps at least so many characters before what is joined to it.
const LEAST_BEFORE: usize = 2;
/// What stands before a name to be polite.
const TITLES: &[&str] = &["mr", "mrs", "ms", "miss", "mx", "dr", "prof", "sir"];
/// Family names, by which a Korean full name is told: the common ones, and those of two syllables.
const FAMILY_NAMES: &str = "김이박최정강조윤장임한오서신권황안송류전홍고문양손배백허유남심노하곽성차주우구민진지엄채원천방공현함변염여추도소석선설마길연위표명기반왕금옥육인맹제모탁국";
const LONG_FAMILY_NAMES: &[&str] = &["남궁", "황보", "제갈", "사공", "선우", "독고"];

/// What a name is matched by: its letters and digits, normalised, without spaces, hyphens and marks, an article before and a
/// possessive or an honorific after it. Digits that stood apart stay apart; `+` and `#` stay (`C++`). A name of marks alone
/// is itself.
pub fn name_key(name: &str) -> String {
    let normal = normalize(name.trim());
    let mut key = String::new();
    let mut stood_apart = false;
    for c in bare(&normal).chars() {
        if !c.is_alphanumeric() && !matches!(c, '+' | '#') {
            stood_apart = true;
            continue;
        }
        if stood_apart && c.is_numeric() && key.ends_with(char::is_numeric) {
            key.push(' ');
        }
        stood_apart = false;
        key.push(c);
    }
    if key.is_empty() { normal.trim().to_owned() } else { key }
}

/// The key of the given name within a full one: `Mia` of `Mia Kim`, `민지` of `김민지`, `太郎` of `田中 太郎`. None for a name of one
/// part.
pub fn given_name(name: &str) -> Option<String> {
    let normal = normalize(name.trim());
    let parts = parts(bare(&normal))?;
    let joined: String = parts.concat();
    let syllables: Vec<char> = joined.chars().collect();
    if syllables.iter().all(|c| Script::of(*c) == Script::Hangul) {
        return korean_given_name(&joined, &syllables);
    }
    let is_unspaced = syllables.iter().any(|c| Script::of(*c) == Script::Unspaced);
    let given = if is_unspaced { parts.last() } else { parts.first() }?;
    (parts.len() > 1 && given.chars().nth(1).is_some()).then(|| name_key(given))
}

/// The keys of the parts of a name of several: `mia` and `kim` of `Mia Kim`.
pub fn name_parts(name: &str) -> Vec<String> {
    let normal = normalize(name.trim());
    let mut keys: Vec<String> = parts(bare(&normal))
        .filter(|parts| parts.len() > 1)
        .into_iter()
        .flatten()
        .filter(|part| part.chars().nth(1).is_some() && !is_stop_word(part))
        .map(name_key)
        .collect();
    keys.extend(given_name(name));
    keys.arrange();
    keys.dedup();
    keys
}

/// The key without the Korean particle at its end: `민지` of `민지는`. None if there is none.
pub fn without_particle(key: &str) -> Option<String> {
    let word: Vec<char> = key.chars().collect();
    if !word.iter().all(|c| Script::of(*c) == Script::Hangul) {
        return None;
    }
    let noun: String = korean::noun(&word)?.into_iter().collect();
    (noun.chars().count() >= LEAST_BEFORE).then(|| name_key(&noun))
}

/// Whether two keys are one slip of the hand apart, in words long enough to tell.
pub fn is_one_slip(typed: &str, meant: &str) -> bool {
    Probe::new(typed).is_some_and(|mut probe| {
        probe.may_be_near(Signature::of(meant), meant.len()) && probe.slips(meant) == Some(1)
    })
}

/// Whether a word says nothing by itself, so that it names nobody in a sentence.
pub fn is_empty_word(word: &str) -> bool {
    is_stop_word(word)
}

/// The keys in a sentence that may be names: of up to five words beside each other, the longest first within a place; of
/// Korean words also without their particle; of scripts without spaces, of up to eight characters.
pub fn keys_in(sentence: &str) -> Vec<String> {
    const MOST_WORDS: usize = 5;
    const MOST_CHARS: usize = 8;
    let normal = normalize(sentence);
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '-' | '+' | '#' | '.' | '&');
    let words: Vec<&str> = normal
        .split(|c: char| !is_part(c))
        .map(|word| word.trim_matches(['\'', '.', '-']))
        .filter(|word| !word.is_empty())
        .collect();
    let mut keys = Vec::new();
    for at in 0..words.len() {
        for count in (1..=MOST_WORDS).rev() {
            let Some(some) = at.checked_add(count).and_then(|end| words.get(at..end)) else { continue };
            if matches!(some, [one] if is_stop_word(one)) {
                continue;
            }
            let key = name_key(&some.join(" "));
            keys.extend(without_particle(&key));
            keys.push(key);
        }
    }
    for run in normal.split(|c: char| Script::of(c) != Script::Unspaced) {
        let run: Vec<char> = run.chars().collect();
        for at in 0..run.len() {
            for count in (2..=MOST_CHARS).rev() {
                let Some(some) = at.checked_add(count).and_then(|end| run.get(at..end)) else { continue };
                keys.push(name_key(&some.iter().collect::<String>()));
            }
        }
    }
    keys.retain(|key| key.chars().nth(1).is_some());
    keys
}

/// A normalised name without an article, a possessive or an honorific.
fn bare(normal: &str) -> &str {
    let mut rest = normal.trim();
    rest = rest.strip_prefix("the ").map_or(rest, str::trim_start);
    rest = rest.strip_suffix("'s").or_else(|| rest.strip_suffix('\'')).unwrap_or(rest);
    let apart = |form: &str| rest.strip_suffix(form)?.strip_suffix(' ').map(str::trim_end);
    let joined = |form: &str| {
        let kept = rest.strip_suffix(form)?;
        kept.chars().nth(LEAST_BEFORE.saturating_sub(1)).map(|_| kept.trim_end())
    };
    let kept = HONORIFICS.iter().find_map(|form| apart(form));
    let kept = kept.or_else(|| JOINED_HONORIFICS.iter().find_map(|form| joined(form)));
    kept.filter(|kept| !kept.is_empty()).unwrap_or(rest)
}

/// The words of a name without titles; none for what names several or belongs to somebody ("Mia and Bo", "Mia's cat").
fn parts(bare: &str) -> Option<Vec<&str>> {
    let is_title = |part: &&str| TITLES.contains(&part.trim_end_matches('.'));
    let parts: Vec<&str> = bare.split_whitespace().filter(|part| !is_title(part)).collect();
    let is_several = |part: &&str| {
        matches!(*part, "and" | "&" | "of" | "와" | "과") || part.ends_with("'s") || part.contains([',', '/'])
    };
    (!parts.is_empty() && !parts.iter().any(is_several)).then_some(parts)
}

fn korean_given_name(joined: &str, syllables: &[char]) -> Option<String> {
    let is_full = match syllables {
        [family, _, _] => FAMILY_NAMES.contains(*family),
        [_, _, _, _] => LONG_FAMILY_NAMES.iter().any(|family| joined.starts_with(family)),
        _ => false,
    };
    let given = syllables.get(syllables.len().checked_sub(2)?..)?;
    is_full.then(|| given.iter().collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn spellings_of_a_name_meet() {
        for (a, b) in [
            ("Anne-Marie", "anne marie"),
            ("José", "Jose"),
            ("민지 씨", "민지"),
            ("민지님", "민지"),
            ("김 민지", "김민지"),
            ("美咲さん", "美咲"),
            ("the Louvre", "Louvre"),
            ("Mia's", "Mia"),
            ("iPhone 15", "iphone15"),
            ("Miso 🐱", "miso"),
        ] {
            assert_eq!(name_key(a), name_key(b), "{a} {b}");
        }
    }

    #[test]
    fn other_names_stay_apart() {
        for (a, b) in [
            ("C", "C++"),
            ("C#", "C++"),
            ("GPT 3.5", "GPT 35"),
            ("Gate 1 2", "Gate 12"),
            ("Minji", "민지"),
            ("Mina", "Mia"),
            ("날씨", "날"),
        ] {
            assert_ne!(name_key(a), name_key(b), "{a} {b}");
        }
        assert_eq!(name_key("🐶"), "🐶");
    }

    #[test]
    fn a_full_name_has_a_given_one() {
        for (full, given) in [
            ("Mia Kim", Some("mia")),
            ("Dr. Ana Maria Silva", Some("ana")),
            ("김민지", Some("민지")),
            ("김민지 씨", Some("민지")),
            ("남궁민수", Some("민수")),
            ("田中 太郎", Some("太郎")),
            ("Mia", None),
            ("민지", None),
            ("강아지들", None),
            ("Mia and Bo", None),
            ("Mia's cat", None),
            ("J Smith", None),
        ] {
            assert_eq!(given_name(full).as_deref(), given, "{full}");
        }
        assert_eq!(name_parts("Mia Kim"), ["kim", "mia"]);
    }

    #[test]
    fn particles_and_slips() {
        assert_eq!(without_particle("민지는").as_deref(), Some("민지"));
        assert_eq!(without_particle("민지"), None);
        assert_eq!(without_particle("mia"), None);
        assert!(is_one_slip("catherin", "catherine") && !is_one_slip("mia", "mina"));
        assert!(!is_one_slip("catherine", "catherine"), "the word itself is no slip");
    }

    #[test]
    fn a_sentence_holds_the_keys_of_the_names_it_says() {
        for (sentence, key) in [
            ("Where does Mia Kim's sister live?", "miakim"),
            ("what is Anne-Marie up to?", "annemarie"),
            ("민지는 어디에 살아?", "민지"),
            ("민지 씨가 좋아하는 것", "민지"),
            ("美咲はどこに住んでいますか", "美咲"),
            ("is it c++?", "c++"),
        ] {
            assert!(keys_in(sentence).contains(&key.to_owned()), "{sentence}: {:?}", keys_in(sentence));
        }
        assert!(!keys_in("what will she do").contains(&"will".to_owned()));
    }

    proptest! {
        #[test]
        fn takes_any_text(text in any::<String>()) {
            let key = name_key(&text);
            prop_assert_eq!(key.is_empty(), normalize(text.trim()).trim().is_empty());
            let _ = (given_name(&text), name_parts(&text), without_particle(&text), keys_in(&text));
        }
    }
}
