//! Numbers as people write them.

/// A number in digits, with a point or without: `12`, `12.5`. None for anything else, signs and exponents included. Exact to the
/// last bit with up to 15 digits. Not the standard library's: what that needs to be exact with any number of digits is 14 kB of
/// WebAssembly that hardly compress.
pub(crate) fn decimal(text: &str) -> Option<f64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if whole.is_empty() && fraction.is_empty() {
        return None;
    }
    let next = |value: f64, digit: char| Some(value * 10.0 + f64::from(digit.to_digit(10)?));
    let digits = whole.chars().chain(fraction.chars()).try_fold(0.0, next)?;
    Some(digits / 10_f64.powi(i32::try_from(fraction.len()).ok()?))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_plain_numbers_are_numbers() {
        for text in ["", ".", "-1", "+1", "1e3", "inf", "nan", "1.2.3", " 1", "٣"] {
            assert_eq!(decimal(text), None, "{text}");
        }
        assert_eq!(decimal("007"), Some(7.0));
        assert_eq!(decimal(".5"), Some(0.5));
        assert_eq!(decimal("5."), Some(5.0));
    }

    proptest! {
        #[test]
        fn like_the_standard_librarys(text in "[0-9]{1,8}(\\.[0-9]{0,7})?") {
            prop_assert_eq!(decimal(&text), text.parse().ok());
        }
    }
}
