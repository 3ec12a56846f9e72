//! The model proposes, the library decides: a decision is held against what it is about before anything is changed. What
//! does not hold becomes ADD, which loses nothing and which the next comparison settles, or UPDATE, which keeps both texts.

use std::collections::HashSet;

use super::{compare::Offered, decide::Decision, extract::Fact, state::comparable};
use crate::{
    model::Op,
    rules,
    text::{content_words, normalize},
};

/// From this likeness on, on the embedder's own scale, two sentences are about the same thing though they share no word.
const ALIKE: f32 = 0.3;

/// Words that only say that there is an attitude: "User likes jazz" is not about what "User likes tea" is about.
const ATTITUDES: &str = "like love hate dislike enjoy prefer want need favorite favourite really very much also not no longer now has \
    좋아한다 좋아하다 좋아해 좋아 싫어한다 싫어하다 싫어해 싫어 즐긴다 원한다 선호한다 아주 정말 매우";

/// How a sentence says that something is no longer so: English, Korean, Japanese, Chinese. In other languages a deletion
/// becomes an update to the fact, which says the same and loses nothing.
const ENDINGS: &[&str] = &[
    "no longer",
    "not ",
    "n't",
    "never",
    "stopped",
    "quit",
    "ended",
    "gave up",
    "given up",
    "used to",
    "any more",
    "anymore",
    "cancel",
    "left ",
    "lost ",
    "died",
    "sold ",
    "broke up",
    "divorced",
    "over with",
    "removed",
    "without",
    "더 이상",
    "더이상",
    "않",
    " 안 ",
    "없",
    "아니",
    "그만",
    "끊",
    "취소",
    "헤어",
    "이혼",
    "죽",
    "팔았",
    "잃",
    "못 ",
    "ない",
    "やめ",
    "辞め",
    "不再",
    "没有",
    "沒有",
    "取消",
];

/// The decision as it may be carried out. `alike`: how near the fact is to the memory it names, 0 to 1 on the embedder's
/// own scale; 0 where that is not known.
pub(super) fn verified(decision: Decision, fact: &Fact, alike: f32) -> Decision {
    let Some(target) = &decision.target else { return decision };
    if fact.is_forget() {
        let is_another = fact.forgotten_topic().is_some_and(|topic| is_another(topic, &target.text, alike));
        return if is_another { Decision::fallback(fact) } else { decision };
    }
    if !is_related(&fact.text, &target.text, alike) || are_of_other_slots(&fact.text, &target.text) {
        // A memory that says something else is not what the fact replaces, ends or repeats.
        return Decision {
            reason: Some("added: the memory that was named is about something else".to_owned()),
            ..Decision::fallback(fact)
        };
    }
    match decision.op {
        // What is so now is not nothing: the memory changes, it does not vanish.
        Op::Delete if !says_an_end(&fact.text) => {
            Decision { op: Op::Update, text: Some(fact.text.clone()), ..decision }
        }
        // An update that keeps the old text would drop the fact.
        Op::Update if keeps(&decision, target) => Decision { text: Some(fact.text.clone()), ..decision },
        _ => decision,
    }
}

/// Whether a memory is known to be about something else than what a person wants forgotten. Where nothing is known of the two, the
/// model's word stands.
fn is_another(topic: &str, memory: &str, alike: f32) -> bool {
    let Some(slot) = rules::slot_of(memory) else { return false };
    let keys = rules::keys_of(topic);
    if !keys.is_empty() {
        return !keys.contains(&slot.key.as_str());
    }
    alike < ALIKE && content_words(topic).is_disjoint(&content_words(memory))
}

/// Whether each of two sentences that share no word says the value of another slot: "is learning Spanish" may be near "lives in
/// Barcelona", but does not replace it.
fn are_of_other_slots(a: &str, b: &str) -> bool {
    if !telling_words(a).is_disjoint(&content_words(b)) {
        return false;
    }
    let slots = rules::slot_of(a).zip(rules::slot_of(b));
    slots.is_some_and(|(a, b)| a.key != b.key)
}

/// Whether two sentences may be about the same thing.
pub(super) fn is_related(a: &str, b: &str, alike: f32) -> bool {
    if comparable(a) == comparable(b) || alike >= ALIKE {
        return true;
    }
    !telling_words(a).is_disjoint(&content_words(b))
}

/// The words of a sentence that tell it from others about the same person.
pub(super) fn telling_words(text: &str) -> HashSet<String> {
    let attitudes = content_words(ATTITUDES);
    let mut words = content_words(text);
    words.retain(|word| !attitudes.contains(word));
    words
}

/// Whether two sentences say the same word for word, but for articles and punctuation. Order counts, and so does every
/// ending: "lived" is not "lives".
pub(super) fn same_words(a: &str, b: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        let is_article = |word: &str| matches!(word, "a" | "an" | "the");
        let normal = normalize(text);
        let words = normal.split(|c: char| !c.is_alphanumeric() && !matches!(c, '.' | ',' | '-' | '+' | '#'));
        let trimmed = words.map(|word| word.trim_matches(['.', ',', '-']));
        trimmed.filter(|word| !word.is_empty() && !is_article(word)).map(str::to_owned).collect()
    };
    let a = words(a);
    !a.is_empty() && a == words(b)
}

fn keeps(decision: &Decision, target: &Offered) -> bool {
    decision.text.as_ref().is_some_and(|text| comparable(text) == comparable(&target.text))
}

fn says_an_end(text: &str) -> bool {
    let text = format!(" {} ", normalize(text));
    ENDINGS.iter().any(|ending| text.contains(ending))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{MemoryId, Timestamp};

    fn decided(op: Op, fact: &str, memory: &str, text: Option<&str>) -> (Op, Option<String>) {
        let fact = Fact::plain(fact);
        let target =
            Offered { id: MemoryId::new(Timestamp::default(), &[1; 10]), version: 1, text: memory.into() };
        let decision =
            Decision { op, target: Some(target), text: text.map(Into::into), reason: None, confidence: None };
        let Decision { op, text, .. } = verified(decision, &fact, 0.0);
        (op, text)
    }

    #[test]
    fn an_unrelated_memory_is_neither_changed_nor_ended_nor_taken_for_the_fact() {
        for op in [Op::Update, Op::Delete, Op::Noop] {
            for (fact, memory) in [
                ("User likes jazz", "User lives in Lisbon"),
                ("User likes jazz", "User likes tea"),
                ("사용자는 재즈를 좋아한다", "사용자는 서울에 산다"),
                ("사용자는 재즈를 좋아한다", "사용자는 커피를 좋아한다"),
            ] {
                assert_eq!(decided(op, fact, memory, None).0, Op::Add, "{op:?} {fact} / {memory}");
            }
        }
    }

    #[test]
    fn what_is_about_the_same_stays_as_the_model_decided() {
        assert_eq!(
            decided(Op::Noop, "User lives in Lisbon", "The user's home is in Lisbon", None).0,
            Op::Noop
        );
        let moved = decided(
            Op::Update,
            "User lives in Porto",
            "User lives in Lisbon",
            Some("User lives in Porto now"),
        );
        assert_eq!(moved, (Op::Update, Some("User lives in Porto now".into())));
        assert_eq!(
            decided(Op::Delete, "User no longer has a dog", "User has a dog called Rex", None).0,
            Op::Delete
        );
        assert_eq!(
            decided(Op::Delete, "사용자는 더 이상 담배를 피우지 않는다", "사용자는 담배를 피운다", None).0,
            Op::Delete
        );
    }

    #[test]
    fn a_contradiction_leaves_the_newer_fact() {
        let (op, text) = decided(Op::Delete, "User eats fish", "User eats no fish", None);
        assert_eq!((op, text.as_deref()), (Op::Update, Some("User eats fish")));
        let kept =
            decided(Op::Update, "User lives in Porto", "User lives in Lisbon", Some("User lives in Lisbon."));
        assert_eq!(
            kept,
            (Op::Update, Some("User lives in Porto".into())),
            "an update that keeps the old text"
        );
    }

    #[test]
    fn a_wish_to_forget_is_the_models_to_place() {
        assert_eq!(
            decided(Op::Delete, "User asked to forget: his address", "Lives at 5 Elm Road", None).0,
            Op::Delete
        );
    }

    /// Rests on the rules for what a sentence is about.
    #[test]
    fn a_wish_to_forget_does_not_take_what_is_known_to_be_something_else() {
        for (topic, memory, op) in [
            ("their address", "User lives in Seoul", Op::Delete),
            ("their address", "User's name is Mina", Op::Noop),
            ("사용자의 나이", "사용자는 서울에 산다", Op::Noop),
            ("the jazz concert", "User's name is Mina", Op::Noop),
            ("the name Mina", "User's name is Mina", Op::Delete),
        ] {
            let wish = format!("User asked to forget: {topic}");
            assert_eq!(decided(Op::Delete, &wish, memory, None).0, op, "{topic} / {memory}");
        }
    }

    #[test]
    fn likeness_alone_joins_no_two_slots() {
        let likely = |fact: &str, memory: &str| {
            let target = Offered {
                id: MemoryId::new(Timestamp::default(), &[1; 10]),
                version: 1,
                text: memory.into(),
            };
            let decision =
                Decision { op: Op::Update, target: Some(target), text: None, reason: None, confidence: None };
            verified(decision, &Fact::plain(fact), 0.9).op
        };
        assert_eq!(likely("User is a nurse", "User lives in Barcelona"), Op::Add);
        assert_eq!(likely("User saw the Sagrada Familia", "User lives in Barcelona"), Op::Update);
    }

    #[test]
    fn only_articles_and_marks_make_no_difference() {
        for (a, b) in [
            ("User has a dog.", "user has the dog"),
            ("Likes tea, milk", "likes tea milk!"),
            ("고양이 두 마리", "고양이 두 마리."),
        ] {
            assert!(same_words(a, b), "{a} / {b}");
        }
        for (a, b) in [
            ("User lives here", "User lived here"),
            ("Mia is Bo's sister", "Bo is Mia's sister"),
            ("1.5 kg", "15 kg"),
            ("likes C", "likes C++"),
            ("", "."),
        ] {
            assert!(!same_words(a, b), "{a} / {b}");
        }
    }
}
