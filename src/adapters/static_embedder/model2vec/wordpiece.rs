//! WordPiece as BERT has it: of each word the longest piece known, then the longest continuation; a word that cannot be
//! covered to its end is unknown as a whole.

use std::collections::HashMap;

use super::super::trie::Trie;
use crate::Result;

pub(super) struct WordPiece {
    starts: Trie,
    continuations: Trie,
    max_chars: usize,
}

impl WordPiece {
    pub(super) fn new(vocab: &HashMap<String, u32>, prefix: &str, max_chars: usize) -> Result<Self> {
        let (mut starts, mut continuations) = (Vec::new(), Vec::new());
        for (piece, id) in vocab.iter().filter(|(piece, _)| !piece.is_empty()) {
            match piece.strip_prefix(prefix).filter(|rest| !prefix.is_empty() && !rest.is_empty()) {
                Some(rest) => continuations.push((rest.as_bytes(), *id)),
                None => starts.push((piece.as_bytes(), *id)),
            }
        }
        Ok(Self { starts: Trie::new(starts)?, continuations: Trie::new(continuations)?, max_chars })
    }

    /// Appends the ids of a word's pieces; nothing for an unknown word.
    pub(super) fn tokenize(&self, word: &str, ids: &mut Vec<u32>) {
        let before = ids.len();
        let mut rest = word.as_bytes();
        if word.chars().take(self.max_chars.saturating_add(1)).count() > self.max_chars {
            return;
        }
        while !rest.is_empty() {
            let pieces = if rest.len() == word.len() { &self.starts } else { &self.continuations };
            let mut longest = None;
            pieces.prefixes(rest, |length, id| longest = Some((length, id)));
            let Some((length, id)) = longest else {
                ids.truncate(before);
                return;
            };
            ids.push(id);
            rest = rest.get(length..).unwrap_or_default();
        }
    }
}
