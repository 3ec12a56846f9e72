//! "부산이 아니라 서울이에요": what was meant in place of what was understood.

use super::{
    clauses::{ME, MINE, Token},
    copula,
    letters::{may_be, with},
    lists::ADVERBS,
    particles::{Case, case_of, is_one_of},
    verbs::{self, Mood},
};

/// The wrong word and the right one, where a sentence says nothing else.
pub(super) fn read(words: &[&str]) -> Option<(String, String)> {
    let opening = words
        .iter()
        .take_while(|word| {
            is_one_of(
                "아니 아니요 아뇨 아냐 아니야 아 그게 제 말은 저는 죄송해요 미안 앗 음 정정할게요 정정",
                word,
            )
        })
        .count();
    let words = words.get(opening..)?;
    if let Some(found) = of_a_unit(words) {
        return Some(found);
    }
    let at = words
        .iter()
        .position(|word| is_one_of("아니라 아니고 아니구 말고 아니에요 아니예요 아닙니다 아니야", word))?;
    let (before, after) = (words.get(..at)?, words.get(at.checked_add(1)?..)?);
    let middle = *words.get(at)?;
    let wrong = match middle {
        "말고" => before.join(" "),
        _ => {
            let joined = before.join(" ");
            let noun = joined.strip_suffix('이').filter(|noun| may_be(noun, false));
            noun.or_else(|| joined.strip_suffix('가').filter(|noun| may_be(noun, true)))?.to_owned()
        }
    };
    let (last, ahead) = after.split_last()?;
    let mood = |word: &'static str| last.strip_suffix(word).filter(|noun| !noun.is_empty());
    let noun = mood("이라고요")
        .or_else(|| mood("라고요"))
        .or_else(|| mood("이라고"))
        .or_else(|| mood("라고"))
        .or_else(|| {
            copula::noun_in(last).filter(|(_, mood)| matches!(mood, Mood::Final { .. })).map(|(noun, _)| noun)
        })
        .or_else(|| mood("이요").filter(|noun| may_be(noun, false)))
        .or_else(|| {
            mood("요").filter(|noun| {
                may_be(noun, true) && !noun.ends_with(['세', '줘', '나', '까', '네', '죠', '해'])
            })
        })
        .or_else(|| {
            (middle == "아니라" && after.len() == 1 && case_of(last).1 == Case::Bare).then_some(*last)
        })
        .filter(|_| verbs::forms(last).next().is_none())?;
    let right: Vec<&str> = ahead.iter().copied().chain([noun]).collect();
    let right = right.join(" ");
    let short = |text: &str| {
        let words = text.split(' ').count();
        words <= 3 && text.chars().any(char::is_alphanumeric) && !text.split(' ').any(|word| {
            is_one_of("이건 그건 이게 그게 저건 제가 내가 네가 너는 문제는 문제 그거 이거 것 거 게 제 내 때문 뿐 정도 줄 말 의도 필요", word) || word.ends_with(['은', '는', '를', '을']) && word.chars().count() > 2
        })
    };
    (short(&wrong) && short(&right) && wrong != right).then_some((wrong, right))
}

/// 6일이 아니라 13일로 미뤄졌어요, 24일 아니고 27일이에요: two numbers of one unit, however the sentence goes on.
fn of_a_unit(words: &[&str]) -> Option<(String, String)> {
    const UNITS: &[&str] =
        &["일", "월", "시", "년", "살", "점", "만원", "원", "kg", "cm", "급", "층", "개월", "학년"];
    let at = words.iter().position(|word| is_one_of("아니라 아니고 아니구 말고", word))?;
    let number = |word: &str| {
        let digits = word.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
        (digits.len() < word.len()).then(|| word.len().saturating_sub(digits.len())).and_then(|end| {
            let (n, rest) = word.split_at_checked(end)?;
            let unit = UNITS.iter().filter(|unit| rest.starts_with(**unit)).max_by_key(|unit| unit.len())?;
            Some((n.to_owned() + unit, *unit, rest.strip_prefix(unit)?.to_owned()))
        })
    };
    let (wrong, unit, particle) = number(words.get(at.checked_sub(1)?)?)?;
    let (right, same, _) = number(words.get(at.checked_add(1)?)?)?;
    let fits = unit == same && wrong != right && matches!(particle.as_str(), "" | "이" | "가");
    fits.then_some((wrong, right))
}

/// The words of a sentence without what it says is not so: 의사가 아니라 간호사예요 says 간호사예요.
pub(super) fn without_wrong(tokens: &[Token]) -> Vec<Token> {
    let Some(at) = tokens.iter().position(|token| is_one_of("아니라 아니고 말고", &token.text))
    else {
        return tokens.to_vec();
    };
    let before = tokens.get(..at).unwrap_or_default();
    let begins = |token: &Token| {
        is_one_of(ME, &token.text)
            || is_one_of(MINE, &token.text)
            || is_one_of(ADVERBS, &token.text)
            || !matches!(case_of(&token.text).1, Case::Bare)
    };
    // The word before it, and the bare ones that belong to that.
    let last = before.len().saturating_sub(1);
    let from =
        before.get(..last).unwrap_or_default().iter().rposition(begins).map_or(0, |at| at.saturating_add(1));
    let after = tokens.get(at.saturating_add(1)..).unwrap_or_default();
    before.get(..from.min(last)).unwrap_or_default().iter().chain(after).cloned().collect()
}

/// What may follow a noun in a text of a memory.
const AFTER: &[(&str, &str, &str)] = &[
    ("이라는", "이라는", "라는"),
    ("에서는", "에서는", "에서는"),
    ("이다", "이다", "이다"),
    ("에서", "에서", "에서"),
    ("에는", "에는", "에는"),
    ("으로", "으로", "로"),
    ("까지", "까지", "까지"),
    ("부터", "부터", "부터"),
    ("보다", "보다", "보다"),
    ("에게", "에게", "에게"),
    ("이고", "이고", "이고"),
    ("이랑", "이랑", "랑"),
    ("라는", "이라는", "라는"),
    ("은", "은", "는"),
    ("는", "은", "는"),
    ("이", "이", "가"),
    ("가", "이", "가"),
    ("을", "을", "를"),
    ("를", "을", "를"),
    ("로", "으로", "로"),
    ("와", "과", "와"),
    ("과", "과", "와"),
    ("랑", "이랑", "랑"),
    ("에", "에", "에"),
    ("의", "의", "의"),
    ("도", "도", "도"),
    ("만", "만", "만"),
    ("다", "이다", "다"),
    ("", "", ""),
];

/// A memory's text with what was wrong put right, its particle fitted; none if it does not hold it as a word of its own.
pub(super) fn corrected(text: &str, wrong: &str, right: &str) -> Option<String> {
    let (wrong, right) = (wrong.trim(), right.trim());
    if wrong.is_empty() || right.is_empty() {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut found = false;
    while let Some((before, after)) = split_at_word(rest, wrong) {
        let begins = before.chars().next_back().or_else(|| out.chars().next_back());
        let starts_word = begins.is_none_or(|c| !c.is_alphanumeric());
        let end = after.find(|c: char| !c.is_alphanumeric()).unwrap_or(after.len());
        let (particle, behind) = after.split_at_checked(end)?;
        let fitted = AFTER.iter().find(|(written, ..)| *written == particle).filter(|_| starts_word);
        out.push_str(before);
        match fitted {
            Some((_, closed, open)) => {
                found = true;
                out.push_str(&with(right, closed, open));
                rest = behind;
            }
            None => {
                out.push_str(rest.get(before.len()..rest.len() - after.len())?);
                rest = after;
            }
        }
    }
    out.push_str(rest);
    found.then_some(out)
}

/// What stands before and after the first place of a word, however its Latin letters are written.
fn split_at_word<'a>(text: &'a str, word: &str) -> Option<(&'a str, &'a str)> {
    text.char_indices().find_map(|(at, _)| {
        let (before, from) = text.split_at_checked(at)?;
        let head = from.get(..word.len())?;
        head.eq_ignore_ascii_case(word).then(|| (before, from.get(word.len()..).unwrap_or_default()))
    })
}
