//! Which pieces begin here: a byte trie in four flat arrays.
//!
//! Nodes are numbered breadth-first, so the children of a node are neighbours and one offset a node finds them. That is
//! a tenth of the memory of nodes with pointers, and built in one pass over the sorted pieces, which a double array is not.

use super::bytes::corrupt;
use crate::Result;

/// No piece ends at this node.
const NO_PIECE: u32 = u32::MAX;
/// Up to this many children are looked through one by one.
const LINEAR: usize = 8;

/// The pieces of a vocabulary, by their bytes.
pub(super) struct Trie {
    /// The last byte on the way to each node.
    labels: Vec<u8>,
    /// Where each node's children begin; they end where the next node's begin.
    children: Vec<u32>,
    pieces: Vec<u32>,
    /// The root's child by byte; 0 for none.
    roots: [u32; 256],
}

impl Trie {
    /// A trie of `pieces`, each with its id. Error: `model_corrupt` if one is empty or there twice.
    pub(super) fn new(mut pieces: Vec<(&[u8], u32)>) -> Result<Self> {
        pieces.sort_unstable();
        let mut trie = Self { labels: vec![0], children: Vec::new(), pieces: Vec::new(), roots: [0; 256] };
        // The sorted pieces that lie below each node, and how many bytes lead to it.
        let mut below = vec![(0_usize, pieces.len(), 0_usize)];
        let mut node = 0;
        while let Some(&(start, end, depth)) = below.get(node) {
            trie.children.push(number(below.len())?);
            let mut rest = pieces.get(start..end).unwrap_or_default();
            let ends_here = rest.split_first().filter(|((piece, _), _)| piece.len() == depth);
            trie.pieces.push(ends_here.map_or(NO_PIECE, |((_, id), _)| *id));
            if let Some((_, others)) = ends_here {
                rest = others;
            }
            let mut at = end.saturating_sub(rest.len());
            while let Some(label) = rest.first().map(|(piece, _)| piece.get(depth).copied()) {
                let label = label.ok_or_else(|| corrupt("names a piece twice"))?;
                let same = rest.iter().take_while(|(piece, _)| piece.get(depth) == Some(&label)).count();
                if let Some(root) = trie.roots.get_mut(usize::from(label)).filter(|_| node == 0) {
                    *root = number(below.len())?;
                }
                below.push((at, at.saturating_add(same), depth.saturating_add(1)));
                trie.labels.push(label);
                at = at.saturating_add(same);
                rest = rest.get(same..).unwrap_or_default();
            }
            node += 1;
        }
        trie.children.push(number(below.len())?);
        match trie.pieces.first() {
            Some(&NO_PIECE) => Ok(trie),
            _ => Err(corrupt("holds an empty piece")),
        }
    }

    /// Calls `found` with the length in bytes and the id of every piece that `text` begins with, shortest first.
    #[inline]
    pub(super) fn prefixes(&self, text: &[u8], mut found: impl FnMut(usize, u32)) {
        let Some(mut node) = text.first().and_then(|byte| self.roots.get(usize::from(*byte)).copied()) else {
            return;
        };
        if node == 0 {
            return;
        }
        for length in 1.. {
            let piece = self.pieces.get(node as usize).copied().unwrap_or(NO_PIECE);
            if piece != NO_PIECE {
                found(length, piece);
            }
            let Some(next) = text.get(length).and_then(|byte| self.child(node, *byte)) else { return };
            node = next;
        }
    }

    #[inline]
    fn child(&self, node: u32, byte: u8) -> Option<u32> {
        let start = *self.children.get(node as usize)?;
        let end = *self.children.get(node as usize + 1)?;
        let labels = self.labels.get(start as usize..end as usize)?;
        let at = if labels.len() <= LINEAR {
            labels.iter().position(|label| *label == byte)?
        } else {
            labels.binary_search(&byte).ok()?
        };
        Some(start + at as u32)
    }
}

fn number(count: usize) -> Result<u32> {
    u32::try_from(count).map_err(|_| corrupt("holds too many pieces"))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    fn found(trie: &Trie, text: &str) -> Vec<(usize, u32)> {
        let mut all = Vec::new();
        trie.prefixes(text.as_bytes(), |length, id| all.push((length, id)));
        all
    }

    #[test]
    fn empty_and_repeated_pieces_are_refused() {
        assert!(Trie::new(vec![(b"", 0), (b"a", 1)]).is_err());
        assert!(Trie::new(vec![(b"ab", 0), (b"a", 1), (b"ab", 2)]).is_err());
        let none = Trie::new(Vec::new()).unwrap();
        assert_eq!((found(&none, "a"), found(&none, "")), (vec![], vec![]));
    }

    proptest! {
        #[test]
        fn finds_exactly_the_pieces_a_text_begins_with(
            pieces in prop::collection::btree_set("[a-c가-갋]{1,4}", 0..60), text in "[a-d가-갋]{0,8}",
        ) {
            let ids: BTreeMap<&str, u32> = pieces.iter().map(String::as_str).zip(0..).collect();
            let trie = Trie::new(ids.iter().map(|(piece, id)| (piece.as_bytes(), *id)).collect()).unwrap();
            let mut expected: Vec<_> =
                ids.iter().filter(|(piece, _)| text.starts_with(**piece)).map(|(p, id)| (p.len(), *id)).collect();
            expected.sort_unstable();
            prop_assert_eq!(found(&trie, &text), expected);
        }
    }
}
