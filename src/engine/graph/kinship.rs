//! "My sister" in a question: who stands so to the person.

use super::project::Graph;
use crate::sort::Arrange;
use crate::text::{is_empty_word, name_key, normalize, without_particle};

/// Words for people by how they stand to somebody, and the relations that make them so.
const KIN: &[(&[&str], &[&str])] = &[
    (&["sister", "sis", "언니", "누나", "여동생", "자매"], &["sister"]),
    (&["brother", "bro", "오빠", "형", "남동생", "형제"], &["brother"]),
    (&["sibling", "동생"], &["sibling", "sister", "brother"]),
    (&["mother", "mom", "mum", "mama", "mommy", "엄마", "어머니"], &["mother"]),
    (&["father", "dad", "papa", "daddy", "아빠", "아버지"], &["father"]),
    (&["parent", "부모님"], &["parent", "mother", "father"]),
    (&["wife", "아내", "와이프"], &["wife", "spouse", "married"]),
    (&["husband", "남편"], &["husband", "spouse", "married"]),
    (
        &["partner", "spouse", "배우자"],
        &["partner", "spouse", "wife", "husband", "married", "girlfriend", "boyfriend", "dating", "engaged"],
    ),
    (&["girlfriend", "여자친구", "여친"], &["girlfriend", "dating"]),
    (&["boyfriend", "남자친구", "남친"], &["boyfriend", "dating"]),
    (&["fiancee", "fiance", "약혼자"], &["fiance", "fiancee", "engaged"]),
    (&["son", "아들"], &["son"]),
    (&["daughter", "딸"], &["daughter"]),
    (&["child", "kid", "아이"], &["child", "son", "daughter"]),
    (&["grandmother", "grandma", "granny", "할머니", "외할머니"], &["grandmother"]),
    (&["grandfather", "grandpa", "할아버지", "외할아버지"], &["grandfather"]),
    (&["aunt", "이모", "고모"], &["aunt"]),
    (&["uncle", "삼촌", "외삼촌"], &["uncle"]),
    (&["cousin", "사촌"], &["cousin"]),
    (&["niece"], &["niece"]),
    (&["nephew", "조카"], &["nephew", "niece"]),
    (&["friend", "친구"], &["friend", "friends"]),
    (&["roommate", "flatmate", "룸메이트"], &["roommate", "flatmate"]),
    (&["colleague", "coworker", "동료"], &["colleague", "coworker", "works"]),
    (&["boss", "manager", "상사"], &["boss", "manager"]),
    (&["neighbor", "neighbour", "이웃"], &["neighbor", "neighbour"]),
    (&["teacher", "선생님"], &["teacher"]),
    (&["doctor", "의사"], &["doctor"]),
];
/// The same of animals, which are told by their type.
const PETS: &[(&[&str], &[&str])] = &[
    (&["dog", "puppy", "강아지"], &["dog", "puppy"]),
    (&["cat", "kitten", "고양이"], &["cat", "kitten"]),
    (&["pet", "반려동물"], &["pet", "animal", "dog", "cat", "bird", "rabbit", "hamster", "fish"]),
];
/// Relations that hold in both directions.
const MUTUAL: &[&str] = &[
    "sibling",
    "spouse",
    "partner",
    "married",
    "dating",
    "engaged",
    "cousin",
    "friend",
    "friends",
    "roommate",
    "flatmate",
    "colleague",
    "coworker",
    "works",
    "neighbor",
    "neighbour",
];
/// Relations of somebody to an animal of theirs.
const OWNING: &[&str] = &["owns", "has", "has_pet", "pet_owner_of", "adopted", "keeps", "has_dog", "has_cat"];
/// What makes the next words somebody of the person's.
const OURS: &[&str] = &["my", "our", "user's"];
/// Words before a noun that do not change which one it is.
const MOST_BETWEEN: usize = 2;

/// Whether another name that was given for an entity is a name: not "my sister", "she" or "friend", which many are.
pub(super) fn is_name(alias: &str) -> bool {
    let normal = normalize(alias.trim());
    let mut words = normal.split_whitespace();
    let is_ours =
        words.next().is_some_and(|first| OURS.contains(&first) || matches!(first, "내" | "제" | "우리"));
    let is_word = is_empty_word(&normal) || word_table(&normal).next().is_some();
    let is_somebody_of_theirs = is_ours && words.next().is_some();
    !(normal.is_empty() || is_word || is_somebody_of_theirs)
}

/// The entities that a sentence names by how they stand to the person.
pub(super) fn kin_in(graph: &Graph, sentence: &str, at: i64) -> Vec<usize> {
    let Some(user) = graph.user else { return Vec::new() };
    let mut found: Vec<usize> = Vec::new();
    for word in kin_words(sentence) {
        for (is_pet, relations) in word_table(&word) {
            for (_, edge) in graph.edges_at(user, at) {
                let other = edge.beyond(user);
                let is_it = if is_pet {
                    let kind = graph.node(other).and_then(|node| node.entity.kind.as_deref());
                    OWNING.contains(&&*edge.predicate) && kind.is_some_and(|kind| relations.contains(&kind))
                        || relations.iter().any(|kind| is_so(&edge.predicate, kind, edge.object == other))
                } else {
                    relations.iter().any(|relation| is_so(&edge.predicate, relation, edge.object == other))
                };
                if is_it {
                    found.push(other);
                }
            }
        }
    }
    found.arrange();
    found.dedup();
    found
}

fn word_table(word: &str) -> impl Iterator<Item = (bool, &'static [&'static str])> {
    let kin = KIN.iter().map(|row| (false, row)).chain(PETS.iter().map(|row| (true, row)));
    kin.filter(move |(_, (words, _))| words.contains(&word))
        .map(|(is_pet, (_, relations))| (is_pet, *relations))
}

/// Whether a predicate makes the other one the person's `relation`. `leads_to_other`: it starts from the person
/// (`has_sister`, a bare `sister`); else it leads to them (`sister_of`, `older_sister_of`).
fn is_so(predicate: &str, relation: &str, leads_to_other: bool) -> bool {
    let words: Vec<&str> =
        predicate.split('_').filter(|word| !matches!(*word, "is" | "are" | "a" | "the")).collect();
    if !words.contains(&relation) {
        return false;
    }
    let starts = words.first() == Some(&"has");
    let ends = matches!(words.last(), Some(&("of" | "to")));
    if MUTUAL.contains(&relation) {
        return relation != "works" || words == ["works", "with"];
    }
    if leads_to_other { starts || !ends } else { ends }
}

/// The words of a sentence that say somebody of the person's: in English after "my", in Korean anywhere.
fn kin_words(sentence: &str) -> Vec<String> {
    let normal = normalize(sentence);
    let words: Vec<&str> =
        normal.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|w| !w.is_empty()).collect();
    let mut found = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let before = words.get(at.saturating_sub(MOST_BETWEEN.saturating_add(1))..at).unwrap_or_default();
        let singular = word.strip_suffix("'s").unwrap_or(word);
        let singular = if word_table(singular).next().is_some() {
            singular
        } else {
            singular.strip_suffix('s').unwrap_or(singular)
        };
        if word.is_ascii() {
            if before.iter().any(|word| OURS.contains(word)) {
                found.push(singular.to_owned());
            }
        } else {
            found.extend([(*word).to_owned(), name_key(word)]);
            found.extend(without_particle(word));
            found.extend(
                word.strip_suffix(['이', '은', '을', '가', '는', '를', '의', '랑']).map(str::to_owned),
            );
        }
    }
    found.arrange();
    found.dedup();
    found
}
