//! Which characters are emoji that somebody may search for.

/// Whether a character is an emoji in its own right: not a skin tone, nor a sign that only varies another.
///
/// By the blocks of Unicode that hold them (UTS #51); a whole block is taken, so that a later emoji is one too.
pub(super) const fn is_emoji(c: char) -> bool {
    match c {
        // Skin tones, and the signs that say whether a man or a woman runs.
        '\u{1f3fb}'..='\u{1f3ff}' | '\u{2640}' | '\u{2642}' => false,
        '\u{203c}'
        | '\u{2049}'
        | '\u{231a}'..='\u{231b}'
        | '\u{23cf}'
        | '\u{23e9}'..='\u{23fa}'
        | '\u{2600}'..='\u{27bf}'
        | '\u{2b05}'..='\u{2b07}'
        | '\u{2b1b}'..='\u{2b1c}'
        | '\u{2b50}'
        | '\u{2b55}' => true,
        _ => matches!(c, '\u{1f000}'..='\u{1f1e5}' | '\u{1f200}'..='\u{1faff}'),
    }
}

/// Whether a character is half a flag: two letters of a country.
pub(super) const fn is_flag_letter(c: char) -> bool {
    matches!(c, '\u{1f1e6}'..='\u{1f1ff}')
}

/// The emoji between two words, in their order: one a character, a flag's two letters together.
pub(super) fn emoji_in(text: &str) -> impl Iterator<Item = [Option<char>; 2]> {
    let mut chars = text.chars().peekable();
    std::iter::from_fn(move || {
        loop {
            let c = chars.next()?;
            if is_emoji(c) {
                return Some([Some(c), None]);
            }
            if is_flag_letter(c)
                && let Some(second) = chars.next_if(|&next| is_flag_letter(next))
            {
                return Some([Some(c), Some(second)]);
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        emoji_in(text).map(|emoji| emoji.into_iter().flatten().collect()).collect()
    }

    #[test]
    fn emoji_stand_out_of_other_signs() {
        assert_eq!(found("!🎂 — 🇰🇷🇫🇷🇰 ✈★"), ["🎂", "🇰🇷", "🇫🇷", "✈", "★"]);
        assert_eq!(found("👍🏽 🏃♀"), ["👍", "🏃"], "skin tone and gender are no emoji of their own");
        assert_eq!(found("…·—€+=→\u{301}"), Vec::<String>::new());
    }
}
