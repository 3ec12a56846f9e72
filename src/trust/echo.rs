//! Echoes: what memory itself put into a prompt, and the assistant's restating of it. Remembering those again is how
//! memories come to consist of themselves.
//!
//! An echo is told by its words, against what is known: no record of what was recalled is needed, so the guard holds
//! across reloads, tabs and applications that build their prompts themselves.

use std::{borrow::Cow, collections::HashSet};

use unicode_segmentation::UnicodeSegmentation;

use crate::text::content_words;

/// From this share of its words on, a sentence that a memory has is that memory's.
const SAME: f64 = 0.8;
/// How a block that `context` made begins and ends.
const OPEN: &str = "<memories code=\"";
const CLOSE: &str = "</memories code=\"";

/// A text without the blocks of memories that were put into it; borrowed if there is none. A block that does not end runs
/// to the end of the text.
pub fn without_blocks(text: &str) -> Cow<'_, str> {
    let mut rest = text;
    let mut kept = String::new();
    while let Some((before, block)) = rest.split_once(OPEN) {
        kept.push_str(before);
        let code = block.split('"').next().unwrap_or_default();
        let close = format!("{CLOSE}{code}\">");
        rest = block.split_once(&close).map_or("", |(_, after)| after);
    }
    if kept.is_empty() && rest.len() == text.len() {
        return Cow::Borrowed(text);
    }
    kept.push_str(rest);
    Cow::Owned(kept)
}

/// A text without the sentences that only say what `known` says, and whether any was left out. `known` gives the texts
/// nearest to a sentence.
pub fn without_echoes(text: &str, known: impl Fn(&str) -> Vec<String>) -> (String, bool) {
    let mut kept = String::new();
    let mut echoed = false;
    for line in text.split_inclusive('\n') {
        for sentence in line.split_sentence_bounds() {
            if is_echo(sentence, &known) {
                echoed = true;
            } else {
                kept.push_str(sentence);
            }
        }
    }
    (kept, echoed)
}

/// Whether nearly every word that says something stands in one text that is known. A sentence of one such word says too
/// little to be told from chance, unless it is all the known text says.
fn is_echo(sentence: &str, known: impl Fn(&str) -> Vec<String>) -> bool {
    let words = content_words(sentence);
    if words.is_empty() {
        return false;
    }
    known(sentence).iter().any(|text| {
        let theirs: HashSet<String> = content_words(text);
        let common = words.intersection(&theirs).count();
        #[expect(clippy::cast_precision_loss, reason = "a sentence has few words")]
        let share = common as f64 / words.len() as f64;
        share >= SAME && (words.len() > 1 || theirs.len() == 1)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn kept(text: &str) -> String {
        let known = |_: &str| {
            ["User lives in Lisbon", "User is allergic to peanuts", "사용자는 서울에 산다"]
                .map(String::from)
                .to_vec()
        };
        without_echoes(text, known).0.trim().to_owned()
    }

    #[test]
    fn restated_memories_are_echoes_and_what_is_new_is_kept() {
        for echo in
            ["You live in Lisbon.", "- [2026-01-01] User lives in Lisbon", "You are allergic to peanuts!"]
        {
            assert_eq!(kept(echo), "", "{echo}");
        }
        let new = "Shall I look for flats in Porto?";
        assert_eq!(kept(&format!("You live in Lisbon. {new}")), new);
        for fresh in [
            "You live in Porto.",
            "Hello!",
            "You are allergic to peanuts and shrimps, says doctor Kim.",
            "🙂",
        ] {
            assert_eq!(kept(fresh), fresh);
        }
    }

    #[test]
    fn blocks_go_and_nothing_else() {
        let block = "<memories code=\"a1\">\nnote\n- [d] x\n</memories code=\"a1\">";
        assert_eq!(without_blocks("plain <memories>"), "plain <memories>");
        assert_eq!(without_blocks(&format!("{block}\n\nWhere do I live?")), "\n\nWhere do I live?");
        assert_eq!(without_blocks(&format!("a{block}b{block}c")), "abc");
        assert_eq!(without_blocks("a<memories code=\"x\">never ends"), "a");
        let nested = "<memories code=\"a\">\n</memories code=\"b\"> still\n</memories code=\"a\">rest";
        assert_eq!(without_blocks(nested), "rest", "another code ends nothing");
    }

    proptest! {
        #[test]
        fn what_is_no_echo_stays_as_it_is(text in "\\PC{0,80}") {
            prop_assert_eq!(without_echoes(&text, |_| Vec::new()).0, text);
        }

        #[test]
        fn blocks_are_cut_without_a_panic(parts in prop::collection::vec(prop::sample::select(vec![OPEN, CLOSE, "a", "\">", "é"]), 0..12)) {
            let text: String = parts.concat();
            let cut = without_blocks(&text);
            prop_assert!(!cut.contains(OPEN) || cut.len() < text.len() || cut == text);
        }
    }
}
