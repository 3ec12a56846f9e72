//! Light stemming: plurals and the endings of verbs, by step 1 and the final-e rule of M. F. Porter's algorithm ("An
//! algorithm for suffix stripping", Program 14(3), 1980). The later steps, which merge `general` and `generate`, are
//! left out: on memories of a sentence each they cost more precision than they bring.

/// The stem of a lower-case ASCII word; any other word, and any of three letters or fewer, comes back as it was.
pub(super) fn stem(word: &str) -> String {
    let mut word = word.to_owned();
    if word.len() > 3 && word.bytes().all(|b| b.is_ascii_lowercase()) {
        plural(&mut word);
        past_or_progressive(&mut word);
        final_y(&mut word);
        final_e(&mut word);
    }
    word
}

/// A word in -ing or -ed with the letter before doubled, or single if it was: what `runing` and `hikking` are meant for.
pub(super) fn doubled(word: &str) -> Option<String> {
    let ending = ["ing", "ed"].into_iter().find(|ending| word.ends_with(ending))?;
    let stem = word.strip_suffix(ending)?;
    let last = stem.chars().next_back().filter(|c| c.is_ascii_lowercase() && !"aeiouwxy".contains(*c))?;
    let once = stem.strip_suffix(last)?;
    let meant = if once.ends_with(last) { once.to_owned() } else { format!("{stem}{last}") };
    Some(meant + ending)
}

/// Step 1a: `caresses` → `caress`, `ponies` → `poni`, `cats` → `cat`.
fn plural(word: &mut String) {
    let cut = match word.as_str() {
        w if w.ends_with("sses") || w.ends_with("ies") => 2,
        w if w.ends_with("ss") || w.ends_with("us") => 0,
        w if w.ends_with('s') => 1,
        _ => 0,
    };
    word.truncate(word.len() - cut);
}

/// Step 1b: `agreed` → `agree`, `hopped` → `hop`, `hiking` → `hike`.
fn past_or_progressive(word: &mut String) {
    if let Some(stem) = word.strip_suffix("eed") {
        if measure(stem) > 0 {
            word.truncate(word.len() - 1);
        }
        return;
    }
    let Some(stem) = word.strip_suffix("ed").or_else(|| word.strip_suffix("ing")) else { return };
    if !has_vowel(stem) {
        return;
    }
    word.truncate(stem.len());
    if word.ends_with("at") || word.ends_with("bl") || word.ends_with("iz") {
        word.push('e');
    } else if ends_in_double_consonant(word) && !word.ends_with(['l', 's', 'z']) {
        word.pop();
    } else if measure(word) == 1 && ends_short(word) {
        word.push('e');
    }
}

/// Step 1c: `happy` → `happi`, as `allergies` and `allergy` meet in `allergi`.
fn final_y(word: &mut String) {
    if word.strip_suffix('y').is_some_and(has_vowel) {
        word.pop();
        word.push('i');
    }
}

/// Step 5a: `believe` → `believ`, where `believed` has arrived too.
fn final_e(word: &mut String) {
    if let Some(stem) = word.strip_suffix('e')
        && (measure(stem) > 1 || measure(stem) == 1 && !ends_short(stem))
    {
        word.pop();
    }
}

/// Which letters are vowels: a, e, i, o, u, and y after a consonant.
fn vowels(word: &str) -> Vec<bool> {
    let mut vowels: Vec<bool> = Vec::with_capacity(word.len());
    for b in word.bytes() {
        let after_consonant = vowels.last().is_some_and(|vowel| !vowel);
        vowels.push(matches!(b, b'a' | b'e' | b'i' | b'o' | b'u') || b == b'y' && after_consonant);
    }
    vowels
}

fn has_vowel(word: &str) -> bool {
    vowels(word).contains(&true)
}

/// Porter's m: how often a vowel is followed by a consonant.
fn measure(word: &str) -> usize {
    vowels(word).windows(2).filter(|pair| *pair == [true, false]).count()
}

fn ends_in_double_consonant(word: &str) -> bool {
    matches!(word.as_bytes(), [.., a, b] if a == b) && vowels(word).last() == Some(&false)
}

/// Porter's *o: ends consonant, vowel, consonant, the last not w, x or y.
fn ends_short(word: &str) -> bool {
    vowels(word).ends_with(&[false, true, false]) && !word.ends_with(['w', 'x', 'y'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_meet() {
        for forms in [
            &["hike", "hikes", "hiked", "hiking"][..],
            &["allergy", "allergies"],
            &["peanut", "peanuts"],
            &["stop", "stops", "stopped", "stopping"],
            &["believe", "believes", "believed", "believing"],
            &["agree", "agrees", "agreed", "agreeing"],
            &["play", "plays", "played", "playing"],
            &["class", "classes"],
            &["relate", "relates", "related", "relating"],
        ] {
            let stems: Vec<String> = forms.iter().map(|form| stem(form)).collect();
            assert!(stems.iter().all(|s| *s == stems[0]), "{forms:?} → {stems:?}");
        }
    }

    #[test]
    fn a_letter_doubles_before_an_ending_or_is_single_again() {
        for (typed, meant) in [
            ("runing", Some("running")),
            ("hikking", Some("hiking")),
            ("stoped", Some("stopped")),
            ("ing", None),
            ("run", None),
        ] {
            assert_eq!(doubled(typed).as_deref(), meant);
        }
    }

    #[test]
    fn other_words_stay_apart_or_untouched() {
        assert_ne!(stem("general"), stem("generate"));
        for same in ["", "s", "gas", "sing", "bed", "bus", "3d", "서울", "für", "rust2024s", "virus"] {
            assert_eq!(stem(same), same);
        }
    }
}
