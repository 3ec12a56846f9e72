//! What a wish to forget means by "my address": the slots of facts that do not say the word.

use crate::text::normalize;

/// Words for what holds one value, with the slot's key.
const TOPICS: &[(&str, &str)] = &[
    ("address", "home"),
    ("home", "home"),
    ("hometown", "origin"),
    ("city", "home"),
    ("where i live", "home"),
    ("where i come from", "origin"),
    ("name", "name"),
    ("age", "age"),
    ("how old i am", "age"),
    ("birthday", "birthday"),
    ("birth date", "birthday"),
    ("job", "occupation"),
    ("job", "employer"),
    ("profession", "occupation"),
    ("occupation", "occupation"),
    ("employer", "employer"),
    ("company", "employer"),
    ("where i work", "employer"),
    ("school", "school"),
    ("diet", "diet"),
    ("weight", "weight"),
    ("height", "height"),
    ("budget", "budget"),
    ("partner", "partner"),
    ("주소", "home"),
    ("사는 곳", "home"),
    ("집", "home"),
    ("고향", "origin"),
    ("이름", "name"),
    ("이름", "called"),
    ("호칭", "called"),
    ("나이", "age"),
    ("생일", "birthday"),
    ("직업", "occupation"),
    ("직장", "employer"),
    ("회사", "employer"),
    ("학교", "school"),
    ("전공", "major"),
    ("학년", "grade"),
    ("식단", "diet"),
    ("몸무게", "weight"),
    ("체중", "weight"),
    ("키", "height"),
    ("예산", "budget"),
];

/// Whose it is; a model speaks of the person in the third person.
const MINE: &[&str] = &[
    "the user's ",
    "user's ",
    "my ",
    "his ",
    "her ",
    "their ",
    "the ",
    "사용자의 ",
    "사용자 ",
    "제 ",
    "내 ",
    "저의 ",
    "나의 ",
    "우리 ",
];

/// The keys of the slots that a topic names and says no more of: "my address", "제 주소". None for a topic of other words.
pub fn keys_of(topic: &str) -> Vec<&'static str> {
    let normal = normalize(topic);
    let mut rest = normal.trim().trim_end_matches(['.', '!', '~', ' ']);
    for mine in MINE {
        rest = rest.strip_prefix(mine).unwrap_or(rest);
    }
    // As a model tells it: "where the user lives".
    let in_their_words = ["the user ", "user ", "they ", "he ", "she "].iter().find_map(|who| {
        let said = rest.strip_prefix("where ")?.strip_prefix(who)?;
        Some(format!(
            "where i {}",
            said.replacen("lives", "live", 1).replacen("works", "work", 1).replacen("comes", "come", 1)
        ))
    });
    let rest = in_their_words.as_deref().unwrap_or(rest);
    // "my address", but not "my sister's address".
    TOPICS.iter().filter(|(word, _)| *word == rest).map(|(_, key)| *key).collect()
}

#[cfg(test)]
mod tests {
    use super::keys_of;

    #[test]
    fn a_topic_names_its_slots_and_nothing_else_does() {
        assert_eq!(keys_of("my address"), ["home"]);
        assert_eq!(keys_of("Where I live."), ["home"]);
        assert_eq!(keys_of("my job"), ["occupation", "employer"]);
        assert_eq!(keys_of("제 주소"), ["home"]);
        assert_eq!(keys_of("the user's address"), ["home"]);
        assert_eq!(keys_of("where they live"), ["home"]);
        assert_eq!(keys_of("사용자의 나이"), ["age"]);
        assert!(keys_of("my sister's address").is_empty() && keys_of("").is_empty());
    }
}
