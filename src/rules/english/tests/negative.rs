//! What says nothing: a sentence a row.

use super::*;

const ROWS: &str = include_str!("nothing.txt");

#[test]
fn ordinary_talk_says_nothing() {
    let read: Vec<String> = ROWS
        .lines()
        .map(|sentence| (sentence, texts(sentence)))
        .filter(|(_, said)| !said.is_empty())
        .map(|(sentence, said)| format!("{sentence} => {}", said.join(" | ")))
        .collect();
    assert!(read.is_empty(), "read, though nothing was said:\n{}", read.join("\n"));
    assert!(ROWS.lines().count() > 120);
}
