//! Which sentences of a message are the person's own words: not a text they hand over, a quotation or code.

use super::english;
use crate::text::sentences;

/// The sentences up to where a text is handed over ("Translate this: …", "Let's play a game"), without those that stand within
/// quotation marks or a fence.
pub(super) fn own_words(message: &str) -> impl Iterator<Item = &str> {
    let mut is_open = false;
    let own = |sentence: &&str| !english::hands_over(sentence);
    let unfenced = message.split_once("```").map_or(message, |(before, _)| before);
    sentences(unfenced).take_while(own).filter(move |sentence| {
        let was_open = is_open;
        let (opened, closed) = (sentence.matches('“').count(), sentence.matches('”').count());
        // Not inches: 5'9".
        let inches =
            sentence.as_bytes().windows(2).filter(|pair| matches!(pair, [b'0'..=b'9', b'"'])).count();
        let straight = sentence.matches('"').count().saturating_sub(inches) % 2 == 1;
        is_open = if opened == closed { is_open != straight } else { opened > closed };
        !was_open && !is_open
    })
}

#[cfg(test)]
mod tests {
    use super::own_words;

    #[test]
    fn what_is_handed_over_or_quoted_is_not_the_persons_own() {
        let own = |message: &'static str| own_words(message).collect::<Vec<_>>();
        assert_eq!(own("I'm Ana. I live in Busan."), ["I'm Ana.", "I live in Busan."]);
        assert_eq!(own("I'm Ana. Translate this to Korean. I live in Paris."), ["I'm Ana."]);
        assert_eq!(own("Proofread the following:\nI live in Paris."), Vec::<&str>::new());
        assert_eq!(own("Let's play a game. I'm a knight."), Vec::<&str>::new());
        assert_eq!(own("He said: \"I am Bob. I live in Rome. Bye.\" I like tea."), ["I like tea."]);
        assert_eq!(own("I'm 5'9\". I like tea."), ["I'm 5'9\".", "I like tea."]);
        assert_eq!(own("I like tea.\n```\nI live in Rome\n```"), ["I like tea."]);
        assert_eq!(
            own("Can you help me write my bio? I'm a nurse."),
            ["Can you help me write my bio?", "I'm a nurse."]
        );
    }
}
