//! Plurals and genders of other languages in Latin letters: endings that stand for each other (after the light stemmers
//! of J. Savoy, "Light stemming approaches for the French, Portuguese, German and Hungarian languages", SAC 2006).
//!
//! What language a text of a sentence is in is not known, and a stemmer for the wrong one merges words. So texts are
//! indexed as for English, and the other forms of a word are looked up when a query is made.

/// Languages that form words alike.
#[derive(Debug)]
pub(super) struct Family {
    /// Words that texts in these languages have, and English ones do not.
    pub(super) markers: &'static [&'static str],
    /// Endings that stand for each other.
    endings: &'static [&'static [&'static str]],
}

/// French, Spanish, Portuguese, Italian; German, Dutch, the Scandinavian languages. Accents are off already.
pub(super) const FAMILIES: [Family; 2] = [
    Family {
        markers: &[
            "une", "dans", "avec", "suis", "chez", "que", "pero", "una", "por", "para", "muy", "nao", "uma",
            "muito", "minha", "che", "della", "sono", "gli", "mio",
        ],
        endings: &[
            &["", "s", "e", "es", "x"],
            &["o", "a", "os", "as", "i", "e"],
            &["al", "aux", "ais", "ales", "ali"],
            &["eau", "eaux"],
            &["ao", "oes", "aes", "aos", "a", "as"],
            &["el", "eis", "eles"],
            &["ol", "ois", "oles"],
            &["m", "ns"],
            &["z", "ces"],
            &["co", "chi", "ci", "ca", "che"],
            &["go", "ghi", "ga", "ghe"],
            &["eux", "euse", "euses"],
            &["eur", "euse", "euses", "rice", "rices"],
            &["if", "ive", "ifs", "ives"],
            &["er", "ere", "eres"],
        ],
    },
    Family {
        markers: &[
            "und", "ist", "nicht", "ich", "der", "das", "mein", "eine", "het", "een", "niet", "mijn", "och",
            "inte", "jag", "og", "ikke", "jeg",
        ],
        endings: &[
            &["", "e", "en", "n", "er", "ern", "es", "s", "em", "je", "jes"],
            &["en", "et", "er", "ar", "or", "na", "erna", "arna", "orna", "ene", "a", ""],
            &["in", "innen", ""],
            &["um", "en"],
            &["nis", "nisse", "nissen"],
        ],
    },
];

/// The shortest stem that is taken as one.
const MIN_STEM: usize = 3;
/// And where nothing says that a text is in one of the languages.
const MIN_STEM_UNSURE: usize = 4;

/// Other forms that a word of letters may have. Most of them are no words: they are to be looked up. `sure`: the texts
/// are in a language of the family.
pub(super) fn forms(word: &str, family: &Family, sure: bool) -> Vec<String> {
    let least = if sure { MIN_STEM } else { MIN_STEM_UNSURE };
    let mut forms: Vec<String> = Vec::new();
    if !word.chars().all(char::is_alphabetic) {
        return forms;
    }
    let mut take = |form: String| {
        if form != word && !forms.contains(&form) {
            forms.push(form);
        }
    };
    for group in family.endings {
        for ending in *group {
            let Some(stem) = word.strip_suffix(ending) else { continue };
            // An ending makes up for a letter: luz, luces.
            if stem.chars().count() + usize::from(sure && !ending.is_empty()) < least {
                continue;
            }
            for other in group.iter().filter(|other| *other != ending) {
                take(format!("{stem}{other}"));
            }
            for stem in respelt(stem) {
                group.iter().for_each(|other| take(format!("{stem}{other}")));
            }
        }
    }
    forms
}

/// Dutch and the Scandinavian languages double a letter before an ending, or write a long vowel once: kat, katten; boom,
/// bomen.
fn respelt(stem: &str) -> Vec<String> {
    let letters: Vec<char> = stem.chars().collect();
    let is_vowel = |c: char| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y');
    let mut respelt = Vec::new();
    match letters.as_slice() {
        [kept @ .., a, b] if a == b && !is_vowel(*a) => respelt.push(kept.iter().chain([a]).collect()),
        [kept @ .., a, b, c] if a == b && is_vowel(*a) && !is_vowel(*c) => {
            respelt.push(kept.iter().chain([a, c]).collect());
        }
        [kept @ .., a, b] if is_vowel(*a) && !is_vowel(*b) => {
            respelt.push(letters.iter().chain([b]).collect());
            respelt.push(kept.iter().chain([a, a, b]).collect());
        }
        _ => {}
    }
    respelt
}

#[cfg(test)]
mod tests {
    use super::*;

    fn has(word: &str, form: &str) -> bool {
        FAMILIES.iter().any(|family| forms(word, family, true).iter().any(|f| f == form))
    }

    #[test]
    fn plurals_and_genders_meet_both_ways() {
        for (one, many) in [
            ("cheval", "chevaux"),
            ("gateau", "gateaux"),
            ("amie", "amis"),
            ("heureux", "heureuse"),
            ("luz", "luces"),
            ("gato", "gatas"),
            ("pared", "paredes"),
            ("coracao", "coracoes"),
            ("animal", "animais"),
            ("homem", "homens"),
            ("gatto", "gatti"),
            ("amica", "amiche"),
            ("lago", "laghi"),
            ("katze", "katzen"),
            ("kind", "kinder"),
            ("haus", "hausern"),
            ("lehrerin", "lehrerinnen"),
            ("museum", "museen"),
            ("kat", "katten"),
            ("boom", "bomen"),
            ("flicka", "flickorna"),
            ("hund", "hundar"),
        ] {
            assert!(has(one, many), "{one} → {many}");
            assert!(has(many, one), "{many} → {one}");
        }
        assert!(!has("tea", "teak") && !has("haus", "maus"));
    }

    #[test]
    fn the_forms_are_few_and_never_the_word() {
        for word in ["katzen", "a", "", "es", "chevaux", "internationalisierungen", "room600"] {
            for (family, sure) in FAMILIES.iter().flat_map(|family| [(family, true), (family, false)]) {
                let forms = forms(word, family, sure);
                assert!(forms.len() <= 160 && !forms.iter().any(|form| form == word), "{word}");
            }
        }
        assert!(forms("room600", &FAMILIES[1], true).is_empty(), "a number has no plural");
        assert!(forms("car", &FAMILIES[0], false).is_empty(), "short words need a sign of their language");
    }
}
