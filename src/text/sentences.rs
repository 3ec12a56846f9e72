//! A text as its sentences.

use unicode_segmentation::UnicodeSegmentation;

/// The sentences of a text, trimmed, in order; a line's end is a sentence's, too. What holds no letter or digit is left out.
pub fn sentences(text: &str) -> impl Iterator<Item = &str> {
    cut(text).into_iter()
}

/// A loop and not a chain of iterators: those would hold several copies of the machine that finds a sentence's end.
#[inline(never)]
fn cut(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for line in text.lines() {
        for sentence in line.split_sentence_bounds() {
            let sentence = sentence.trim();
            if sentence.chars().any(char::is_alphanumeric) {
                found.push(sentence);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_with_marks_and_lines() {
        let of = |text: &'static str| sentences(text).collect::<Vec<_>>();
        assert_eq!(
            of("I live here. And you?\n안녕하세요. 반가워요!  …"),
            ["I live here.", "And you?", "안녕하세요.", "반가워요!"]
        );
        assert_eq!(of("v1.5 is out"), ["v1.5 is out"]);
        assert_eq!(of(" \n ?!"), Vec::<&str>::new());
    }
}
