//! Names of speakers in a query.

use std::collections::HashSet;

use super::{script::Script, stop_words::is_stop_word, tokenize};

/// Which of `names` a query says, each with the tokens of the query that say it. `Caroline` is said by `Caroline's`,
/// `김민지` by `김민지는` and by `민지`; part of a longer name is enough (`Ana Silva` is said by `Ana`). A name that is a
/// word without meaning of its own (`Will`) or a single letter is not recognised.
pub fn names_in<'a>(
    query: &str,
    names: impl Iterator<Item = &'a str>,
) -> impl Iterator<Item = (&'a str, Vec<String>)> {
    let said: HashSet<String> = tokenize(query).into_iter().collect();
    names.filter_map(move |name| {
        let tokens: Vec<String> = telling(name).into_iter().filter(|token| said.contains(token)).collect();
        (!tokens.is_empty()).then_some((name, tokens))
    })
}

/// The tokens that tell a name. Of a Korean one not those that begin it: the family name alone tells nobody apart, and
/// a stem that took the last syllable for a particle would meet other names.
fn telling(name: &str) -> Vec<String> {
    let tokens = tokenize(name);
    let begins =
        |token: &String| tokens.iter().any(|other| other.len() > token.len() && other.starts_with(token));
    let is_hangul = |token: &String| token.chars().all(|c| Script::of(c) == Script::Hangul);
    let tells = |token: &&String| {
        token.chars().nth(1).is_some() && !is_stop_word(token) && !(is_hangul(token) && begins(token))
    };
    tokens.iter().filter(tells).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_a_name() {
        for (query, name, said) in [
            ("What is Caroline's dog called?", "Caroline", true),
            ("what is caroline up to", "Caroline", true),
            ("what did Ana say?", "Ana Silva", true),
            ("민지는 어디에 살아?", "김민지", true),
            ("김민지가 뭐라고 했지?", "김민지", true),
            ("김민수는 뭘 먹었어?", "김민지", false),
            ("민지", "민지", true),
            ("민수", "민지", false),
            ("what will she do?", "Will", false),
            ("plan b", "B", false),
            ("anything about tea", "Ana", false),
            ("", "Ana", false),
        ] {
            assert_eq!(names_in(query, [name].into_iter()).count() == 1, said, "{query} {name}");
        }
    }

    #[test]
    fn gives_the_tokens_of_the_query() {
        let found: Vec<_> =
            names_in("Caroline and Melanie", ["Caroline", "Melanie", "Jon"].into_iter()).collect();
        let tokens = |name: &str| tokenize(name);
        assert_eq!(found, [("Caroline", tokens("Caroline")), ("Melanie", tokens("Melanie"))]);
    }
}
