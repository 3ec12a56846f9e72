//! Lists of words and of what consists of several words.

use std::{collections::HashSet, sync::LazyLock};

use super::super::words::Token;

/// Words, or several with a space between, in lower case.
#[derive(Debug)]
pub(in super::super) struct List {
    entries: HashSet<&'static str>,
    /// The most words of an entry.
    longest: usize,
}

/// A list that is made when it is first asked for.
pub(in super::super) type Lazy = LazyLock<List>;

impl List {
    /// From entries with commas between.
    pub(in super::super) fn of(text: &'static str) -> Self {
        let entries: HashSet<&str> =
            text.split(',').map(str::trim).filter(|entry| !entry.is_empty()).collect();
        let longest = entries.iter().map(|entry| entry.split(' ').count()).max().unwrap_or(0);
        Self { entries, longest }
    }

    /// Whether it holds this entry.
    pub(in super::super) fn has(&self, entry: &str) -> bool {
        self.entries.contains(entry)
    }

    /// How many words the longest entry has that the words begin with.
    pub(in super::super) fn begins(&self, words: &[Token]) -> Option<usize> {
        let most = self.longest.min(words.len());
        (1..=most).rev().find(|count| {
            let keys: Vec<&str> = words.iter().take(*count).map(|token| token.key.as_str()).collect();
            self.has(&keys.join(" "))
        })
    }
}

/// Declares a list: its name, then its entries with commas between.
macro_rules! list {
    ($(#[$doc:meta])* $name:ident, $entries:literal) => {
        $(#[$doc])*
        pub(in crate::rules::english) static $name: $crate::rules::english::lexicon::Lazy =
            std::sync::LazyLock::new(|| $crate::rules::english::lexicon::List::of($entries));
    };
}
pub(in super::super) use list;

#[cfg(test)]
mod tests {
    use super::{super::super::words::tokens, *};

    #[test]
    fn the_longest_entry_counts() {
        let list = List::of("new, new york, york");
        assert_eq!(list.begins(&tokens("New York City")), Some(2));
        assert_eq!(list.begins(&tokens("New")), Some(1));
        assert_eq!(list.begins(&tokens("old")), None);
        assert_eq!(list.begins(&[]), None);
    }
}
