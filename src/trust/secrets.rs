//! Secrets: keys, tokens, passwords and card numbers, told by their shape, a checksum, or the words before them. They are
//! masked before a message is stored or sent anywhere, so that no search can bring them up and no model sees them.
//!
//! Precision matters as much as recall here: a date, a phone number or a hash in a sentence stays what it is.

use crate::sort::Arrange;
use std::borrow::Cow;

/// What stands in a secret's place.
pub const MASK: &str = "[secret]";

/// How tokens of well-known services begin, and how long what follows is at least.
const PREFIXES: &[(&str, usize)] = &[
    ("sk-", 20),
    ("pk_live_", 16),
    ("sk_live_", 16),
    ("rk_live_", 16),
    ("sk_test_", 16),
    ("AIza", 30),
    ("AKIA", 16),
    ("ASIA", 16),
    ("ghp_", 30),
    ("gho_", 30),
    ("ghs_", 30),
    ("ghu_", 30),
    ("github_pat_", 30),
    ("glpat-", 16),
    ("xoxb-", 16),
    ("xoxp-", 16),
    ("xoxa-", 16),
    ("xapp-", 16),
    ("ya29.", 20),
    ("npm_", 30),
    ("hf_", 25),
    ("SG.", 30),
    ("dop_v1_", 40),
    ("shpat_", 30),
    ("eyJ", 40),
    ("whsec_", 24),
    ("AQ.", 30),
];

/// Words that say that a secret follows, with what may stand between: "my password is", "API key:", "비밀번호는".
const NAMES: &[&str] = &[
    "password",
    "passwort",
    "passcode",
    "passphrase",
    "contraseña",
    "mot de passe",
    "senha",
    "api key",
    "apikey",
    "api-key",
    "api_key",
    "secret key",
    "secret_key",
    "secret access key",
    "secret_access_key",
    "access token",
    "access_token",
    "auth token",
    "private key",
    "client secret",
    "client_secret",
    "pin code",
    "cvv",
    "cvc",
    "비밀번호",
    "패스워드",
    "암호",
    "비번",
    "パスワード",
    "密码",
    "密碼",
];
/// What may stand between such a word and the secret.
const LINKS: &[&str] = &[
    "is", "are", "was", "to", "은", "는", "이", "가", "を", "は", "が", "是", "ist", "es", "est", "é", "as",
];
/// What shows in a word that no key or password is meant, only talked about.
const MIN_NAMED: usize = 4;

/// A text with its secrets masked; borrowed if it has none.
pub fn masked(text: &str) -> Cow<'_, str> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    pem(text, &mut found);
    tokens(text, &mut found);
    named(text, &mut found);
    cards(text, &mut found);
    if found.is_empty() {
        return Cow::Borrowed(text);
    }
    found.arrange();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (from, to) in found {
        if to <= at {
            continue;
        }
        out.push_str(text.get(at..from.max(at)).unwrap_or_default());
        if from >= at {
            out.push_str(MASK);
        }
        at = to;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    Cow::Owned(out)
}

/// Blocks of PEM that hold a private key; one that does not end runs to the end.
fn pem(text: &str, found: &mut Vec<(usize, usize)>) {
    let mut from = 0;
    while let Some(at) =
        text.get(from..).and_then(|rest| rest.find("-----BEGIN ")).map(|at| from.saturating_add(at))
    {
        let rest = text.get(at..).unwrap_or_default();
        let label = rest.lines().next().unwrap_or_default();
        let end = rest.find("-----END ").and_then(|end| {
            let tail = rest.get(end.saturating_add(9)..)?;
            Some(end.saturating_add(9).saturating_add(tail.find("-----")?).saturating_add(5))
        });
        let to = at.saturating_add(end.unwrap_or(rest.len()));
        if label.contains("PRIVATE KEY") {
            found.push((at, to));
        }
        from = to.max(at.saturating_add(1));
    }
}

/// Words of a text with where they stand: runs without white space, quotes and brackets.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_edge = |c: char| {
        c.is_whitespace()
            || matches!(c, '"' | '\'' | '`' | '(' | ')' | '<' | '>' | ',' | ';' | '“' | '”' | '「' | '」')
    };
    let mut at = 0_usize;
    let pieces = text.split_inclusive(is_edge).map(move |piece| {
        let from = at;
        at = at.saturating_add(piece.len());
        (from, piece.trim_end_matches(is_edge))
    });
    pieces.filter(|(_, word)| !word.is_empty())
}

fn tokens(text: &str, found: &mut Vec<(usize, usize)>) {
    for (at, word) in words(text) {
        let starts = PREFIXES.iter().flat_map(|(prefix, least)| {
            word.match_indices(prefix).map(move |(start, _)| (prefix, *least, start))
        });
        for (prefix, least, start) in starts {
            let before = word.get(..start).unwrap_or_default();
            let is_start = before.chars().next_back().is_none_or(|c| !c.is_alphanumeric());
            let rest = word.get(start.saturating_add(prefix.len())..).unwrap_or_default();
            let is_key =
                |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | '+' | '=');
            let length = rest.find(|c| !is_key(c)).unwrap_or(rest.len());
            let key = rest.get(..length).unwrap_or_default().trim_end_matches(['.', '-']);
            if is_start && key.len() >= least && key.chars().any(|c| c.is_ascii_digit()) {
                let from = at.saturating_add(start);
                found.push((from, from.saturating_add(prefix.len()).saturating_add(key.len())));
            }
        }
    }
}

/// What follows a word for a secret, if it looks like one: with a digit or a mark in it, or as a value after `:` or `=`.
fn named(text: &str, found: &mut Vec<(usize, usize)>) {
    let lower = text.to_lowercase();
    if lower.len() != text.len() {
        // Letters that change their length in lower case would shift what is found. They are rare: fold ASCII alone.
        return named_in(&text.to_ascii_lowercase(), text, found);
    }
    named_in(&lower, text, found);
}

fn named_in(lower: &str, text: &str, found: &mut Vec<(usize, usize)>) {
    for name in NAMES {
        let mut from = 0;
        while let Some(at) =
            lower.get(from..).and_then(|rest| rest.find(name)).map(|at| from.saturating_add(at))
        {
            from = at.saturating_add(name.len());
            let is_word = lower
                .get(..at)
                .unwrap_or_default()
                .chars()
                .next_back()
                .is_none_or(|c| !c.is_ascii_alphabetic());
            if let Some((start, end)) = is_word.then(|| value(lower, text, from)).flatten() {
                found.push((start, end));
                from = end;
            }
        }
    }
}

/// Where the value after a name lies.
fn value(lower: &str, text: &str, from: usize) -> Option<(usize, usize)> {
    let mut at = from;
    let mut is_assigned = false;
    for _ in 0..4 {
        let rest = lower.get(at..)?;
        let skipped = rest.trim_start_matches(|c: char| {
            c.is_whitespace() || matches!(c, '"' | '\'' | '`' | '“' | '「' | '*')
        });
        at = at.saturating_add(rest.len().saturating_sub(skipped.len()));
        if let Some(mark) = skipped.chars().next().filter(|c| matches!(c, ':' | '=' | '：')) {
            is_assigned = true;
            at = at.saturating_add(mark.len_utf8());
            continue;
        }
        let link = LINKS.iter().find(|link| {
            let after = skipped.strip_prefix(**link).and_then(|rest| rest.chars().next());
            after.is_some_and(|c| c.is_whitespace() || matches!(c, ':' | '"' | '\''))
        });
        match link {
            Some(link) => at = at.saturating_add(link.len()),
            None => break,
        }
    }
    let rest = text.get(at..)?;
    let end = rest
        .find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`' | '”' | '」' | ',' | ';' | ')'))
        .unwrap_or(rest.len());
    let word = rest.get(..end)?.trim_end_matches(['.', '!', '?']);
    // Korean joins the verb to what is said: "1234qwer야", "hunter2입니다".
    let word = word.trim_end_matches(|c: char| ('가'..='힣').contains(&c));
    let marked = word
        .chars()
        .any(|c| c.is_ascii_digit() || matches!(c, '!' | '@' | '#' | '$' | '%' | '^' | '&' | '*' | '_'));
    let is_value =
        word.chars().count() >= MIN_NAMED || (word.len() >= 3 && word.chars().all(|c| c.is_ascii_digit()));
    let is_masked = word.starts_with('[') || word.chars().all(|c| matches!(c, '*' | '•' | '.'));
    (is_value && !is_masked && (marked || (is_assigned && at > from)))
        .then(|| (at, at.saturating_add(word.len())))
}

/// Numbers of payment cards: 13 to 19 digits, alone or in groups, with a known first digit and Luhn's checksum (ISO/IEC
/// 7812). Other numbers may stand beside them.
fn cards(text: &str, found: &mut Vec<(usize, usize)>) {
    let groups = groups(text);
    for first in 0..groups.len() {
        let mut digits: Vec<u32> = Vec::new();
        let mut end: Option<usize> = None;
        for Group { from, to, digits: more } in groups.iter().skip(first) {
            // Groups of a number stand one space or hyphen apart.
            if end.is_some_and(|end| end.saturating_add(1) != *from || !joins(text, end)) {
                break;
            }
            digits.extend(more);
            end = Some(*to);
            if digits.len() > 19 {
                break;
            }
            let is_card =
                digits.len() >= 13 && digits.first().is_some_and(|d| (3..=6).contains(d)) && luhn(&digits);
            if let Some(start) = groups.get(first).filter(|_| is_card) {
                found.push((start.from, *to));
            }
        }
    }
}

/// Digits that follow each other, and where they stand.
struct Group {
    from: usize,
    to: usize,
    digits: Vec<u32>,
}

fn groups(text: &str) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (at, digit) in text.char_indices().filter_map(|(at, c)| Some((at, c.to_digit(10)?))) {
        match groups.last_mut() {
            Some(group) if group.to == at => {
                group.to = at.saturating_add(1);
                group.digits.push(digit);
            }
            _ => groups.push(Group { from: at, to: at.saturating_add(1), digits: vec![digit] }),
        }
    }
    groups
}

fn joins(text: &str, at: usize) -> bool {
    text.get(at..).is_some_and(|rest| rest.starts_with([' ', '-']))
}

fn luhn(digits: &[u32]) -> bool {
    let doubled = |digit: u32| if digit > 4 { digit * 2 - 9 } else { digit * 2 };
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(n, digit)| if n % 2 == 1 { doubled(*digit) } else { *digit })
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn key(prefix: &str, length: usize) -> String {
        let letters = "a1B2c3D4e5F6g7H8i9J0";
        prefix.chars().chain(letters.chars().cycle().take(length)).collect()
    }

    #[test]
    fn secrets_are_masked_and_what_stands_around_them_stays() {
        let google = key("AIza", 35);
        let openai = key("sk-proj-", 40);
        for (text, want) in [
            (format!("my key is {google}, keep it"), "my key is [secret], keep it".to_owned()),
            (format!("OPENAI={openai}"), "OPENAI=[secret]".into()),
            (format!("\"{}\"", key("ghp_", 36)), "\"[secret]\"".into()),
            ("AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG".into(), "AWS_SECRET_ACCESS_KEY=[secret]".into()),
            ("my password is hunter2!".into(), "my password is [secret]!".into()),
            ("Password: correcthorse".into(), "Password: [secret]".into()),
            ("api_key = 'abcd1234'".into(), "api_key = '[secret]'".into()),
            ("내 비밀번호는 qwer1234야".into(), "내 비밀번호는 [secret]야".into()),
            ("현관 비번은 4821 이야".into(), "현관 비번은 [secret] 이야".into()),
            ("card 4111 1111 1111 1111 exp 12/29".into(), "card [secret] exp 12/29".into()),
            ("5500-0000-0000-0004".into(), "[secret]".into()),
            (
                "a -----BEGIN RSA PRIVATE KEY-----\nMII\n-----END RSA PRIVATE KEY----- b".into(),
                "a [secret] b".into(),
            ),
        ] {
            assert_eq!(masked(&text), want, "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_one_or_is_talked_about_stays() {
        for text in [
            "I forgot my password again",
            "my password is too long",
            "The password manager is Bitwarden",
            "she is a skier: sk-",
            "call me at +82 10 1234 5678",
            "ISBN 978-3-16-148410-0",
            "order 4111 1111 1111 1112",
            "born 1990-05-04",
            "commit 3f786850e387550fdab836ed7e6dc881de23001b",
            "암호화폐에 관심 있어요",
            "Is a PIN code needed?",
            "[secret]",
            "password: [secret]",
            "password: ********",
            "-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----",
        ] {
            assert_eq!(masked(text), text, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_mixture_is_read(parts in prop::collection::vec(prop::sample::select(vec![
            "password", " is ", ": ", "hunter2", "비밀번호는 ", "4111111111111111", " ", "-----BEGIN PRIVATE KEY-----", "é", "İ", "\n", "sk-a1b2c3d4e5f6g7h8i9j0k1", "\"",
        ]), 0..10)) {
            let text: String = parts.concat();
            let once = masked(&text).into_owned();
            prop_assert!(once.len() <= text.len() + MASK.len() * 10);
            // Beside a space on both sides there is no doubt.
            let with_card = masked(&[&once, " 4111111111111111 ."].concat()).into_owned();
            prop_assert!(with_card.ends_with("[secret] ."));
        }

        #[test]
        fn any_text_is_read(text in "\\PC{0,120}") {
            let _ = masked(&text);
        }
    }
}
