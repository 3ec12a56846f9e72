//! What says something: a sentence a row, `sentence => text [slot] | text [slot]`.

use super::*;

const ROWS: &str = include_str!("statements.txt");

fn row(sentence: &str) -> String {
    let with_slot = |text: String| {
        let slot = slot(&text);
        if slot.is_empty() { text } else { format!("{text} [{slot}]") }
    };
    let said: Vec<String> = texts(sentence).into_iter().map(with_slot).collect();
    format!("{sentence} => {}", said.join(" | "))
}

#[test]
fn sentences_say_what_their_row_says() {
    let wrong: Vec<String> = ROWS
        .lines()
        .filter_map(|line| {
            let (sentence, _) = line.split_once(" => ")?;
            let read = row(sentence);
            (read != line).then_some(read)
        })
        .collect();
    assert!(wrong.is_empty(), "read otherwise:\n{}", wrong.join("\n"));
    assert!(ROWS.lines().count() > 150);
}
