//! How the device says what it predicts: the memory's own words, with what is likely about them before or after. In Korean of
//! Korean memories, else in English.

use super::recurrence::Period;

/// "Likely again (weekly): User went to yoga".
pub(super) fn again(text: &str, period: Period) -> String {
    let (korean, text) = (is_korean(text), without_dates(text));
    let how_often = match (period, korean) {
        (Period::Days(1), false) => "daily".to_owned(),
        (Period::Days(7), false) => "weekly".to_owned(),
        (Period::Days(14), false) => "every two weeks".to_owned(),
        (Period::Days(days), false) => format!("every {days} days"),
        (Period::Months(1), false) => "monthly".to_owned(),
        (Period::Months(12), false) => "yearly".to_owned(),
        (Period::Months(24), false) => "every two years".to_owned(),
        (Period::Months(months), false) => format!("every {months} months"),
        (Period::Days(1), true) => "매일".to_owned(),
        (Period::Days(7), true) => "매주".to_owned(),
        (Period::Days(14), true) => "2주마다".to_owned(),
        (Period::Days(days), true) => format!("{days}일마다"),
        (Period::Months(1), true) => "매달".to_owned(),
        (Period::Months(12), true) => "매년".to_owned(),
        (Period::Months(24), true) => "2년마다".to_owned(),
        (Period::Months(months), true) => format!("{months}개월마다"),
    };
    if korean {
        format!("다시 있을 듯함({how_often}): {text}")
    } else {
        format!("Likely again ({how_often}): {text}")
    }
}

/// "Likely about 74 kg by 2026-12-22, from 80 kg on 2026-09-01: User weighs 76 kg".
pub(super) fn goes_on(text: &str, value: &str, by: &str, first: &str, since: &str) -> String {
    if is_korean(text) {
        format!("{by}까지 약 {value}일 듯함({since}에는 {first}): {text}")
    } else {
        format!("Likely about {value} by {by}, from {first} on {since}: {text}")
    }
}

/// "Yearly day: User's birthday is on 1990-05-12".
pub(super) fn yearly(text: &str) -> String {
    if is_korean(text) { format!("매년 돌아오는 날: {text}") } else { format!("Yearly day: {text}") }
}

/// A text without its ISO dates and what leads to them: they say when it was, not when it will be.
fn without_dates(text: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    for word in text.split_whitespace() {
        if starts_with_date(word) {
            if kept
                .last()
                .is_some_and(|word| matches!(word.to_lowercase().as_str(), "on" | "at" | "since" | "from"))
            {
                kept.pop();
            }
        } else {
            kept.push(word);
        }
    }
    if kept.is_empty() { text.to_owned() } else { kept.join(" ") }
}

fn starts_with_date(word: &str) -> bool {
    date_in(word).is_some()
}

/// The ISO date a word begins with.
pub(super) fn date_in(word: &str) -> Option<&str> {
    let date = word.trim_start_matches('(').get(..10)?;
    let is_date =
        date.char_indices().all(|(at, c)| if matches!(at, 4 | 7) { c == '-' } else { c.is_ascii_digit() });
    is_date.then_some(date)
}

fn is_korean(text: &str) -> bool {
    text.chars().any(|c| matches!(c, '가'..='힣'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prediction_is_said_in_the_words_of_its_memory() {
        assert_eq!(
            again("User went to yoga on 2026-11-02.", Period::Days(7)),
            "Likely again (weekly): User went to yoga"
        );
        assert_eq!(
            again("사용자는 2026-11-02에 치과에 갔다", Period::Months(6)),
            "다시 있을 듯함(6개월마다): 사용자는 치과에 갔다"
        );
        assert_eq!(again("2026-11-02", Period::Days(3)), "Likely again (every 3 days): 2026-11-02");
        assert!(
            goes_on("User weighs 76 kg", "74 kg", "2026-12-22", "80 kg", "2026-09-01")
                .starts_with("Likely about 74 kg by")
        );
        assert_eq!(date_in("(1990-05-12)"), Some("1990-05-12"));
        assert_eq!(date_in("1990-5-12"), None);
    }
}
