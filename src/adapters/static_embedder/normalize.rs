//! A text as the pieces were made of it.

use unicode_normalization::UnicodeNormalization;

use super::unigram::SPACE;

/// NFKC, in lower case if asked, runs of white space as one [`SPACE`], which also stands before the first word.
/// White space at the ends is dropped. Written over `out`.
pub(super) fn spaced(text: &str, lowercase: bool, out: &mut String) {
    out.clear();
    let mut gap = true;
    let mut put = |c: char| {
        if c.is_whitespace() {
            gap = true;
            return;
        }
        if std::mem::take(&mut gap) {
            out.push(SPACE);
        }
        if lowercase {
            out.extend(c.to_lowercase());
        } else {
            out.push(c);
        }
    };
    if text.is_ascii() {
        // ASCII is its own NFKC.
        text.chars().for_each(&mut put);
    } else {
        text.nfkc().for_each(&mut put);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_spaced_and_folded() {
        let of = |text: &str, lowercase| {
            let mut out = "old".to_owned();
            spaced(text, lowercase, &mut out);
            out
        };
        assert_eq!(of("  Hello \t\n World ", false), "▁Hello▁World");
        assert_eq!(of("Ｈｅｌｌｏ　ﬁ", true), "▁hello▁fi");
        assert_eq!(of("\u{1109}\u{1165}\u{110b}\u{116e}\u{11af}에서", true), "▁서울에서");
        assert_eq!(of(" \u{a0}\u{3000}", true), "");
    }
}
