//! Which memories of a scope say the same, by a hash of the text: chains of slots that share one.

use std::collections::HashMap;

use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

/// No slot: the end of a chain.
const END: u32 = u32::MAX;

/// A text for telling whether it is the same: compatibility forms, case, white space and final punctuation apart.
/// Accents count: they change words.
pub(crate) fn comparable(text: &str) -> String {
    let folded = text.nfkc().collect::<String>().to_lowercase();
    let words: Vec<&str> = folded.split_whitespace().collect();
    words.join(" ").trim_end_matches(['.', '!', '。', '！', ' ']).to_owned()
}

/// A hash of a comparable text, the same in every release: it is saved. What it finds is to be compared.
pub(super) fn text_hash(comparable: &str) -> u64 {
    let hash = Sha256::digest(comparable.as_bytes());
    hash.first_chunk::<8>().map_or(0, |first| u64::from_le_bytes(*first))
}

/// Slots by scope and hash of the text. A slot stands in one chain at most.
#[derive(Debug, Default)]
pub(super) struct SameText {
    heads: HashMap<u64, u32>,
    /// By slot: the next slot of its chain.
    next: Vec<u32>,
}

impl SameText {
    pub(super) fn insert(&mut self, scope: u32, hash: u64, slot: u32) {
        let at = slot as usize;
        if at >= self.next.len() {
            self.next.resize(at.saturating_add(1), END);
        }
        let head = self.heads.insert(key(scope, hash), slot).unwrap_or(END);
        if let Some(next) = self.next.get_mut(at) {
            *next = head;
        }
    }

    pub(super) fn remove(&mut self, scope: u32, hash: u64, slot: u32) {
        let after = self.after(slot);
        let Some(head) = self.heads.get_mut(&key(scope, hash)) else { return };
        if *head == slot {
            match after {
                Some(after) => *head = after,
                None => drop(self.heads.remove(&key(scope, hash))),
            }
        } else {
            let mut at = *head;
            while let Some(next) = self.next.get_mut(at as usize).filter(|next| **next != END) {
                if *next == slot {
                    *next = after.unwrap_or(END);
                    break;
                }
                at = *next;
            }
        }
        if let Some(next) = self.next.get_mut(slot as usize) {
            *next = END;
        }
    }

    /// The slots that may say the same, the last inserted first.
    pub(super) fn candidates(&self, scope: u32, hash: u64) -> impl Iterator<Item = u32> {
        let head = self.heads.get(&key(scope, hash)).copied();
        std::iter::successors(head, |slot| self.after(*slot))
    }

    fn after(&self, slot: u32) -> Option<u32> {
        self.next.get(slot as usize).copied().filter(|next| *next != END)
    }
}

/// Scopes that say the same share no chain, or a greeting said by everybody would make one of all.
const fn key(scope: u32, hash: u64) -> u64 {
    hash ^ (scope as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn chains_are_sets(steps in proptest::collection::vec((0_u32..20, 0_u32..2, 0_u64..3), 0..80)) {
            let (mut chains, mut naive): (SameText, BTreeMap<u32, (u32, u64)>) = Default::default();
            for (slot, scope, hash) in steps {
                match naive.remove(&slot) {
                    Some((scope, hash)) => chains.remove(scope, hash, slot),
                    None => {
                        chains.insert(scope, hash, slot);
                        naive.insert(slot, (scope, hash));
                    }
                }
                for (scope, hash) in [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2)] {
                    let found: BTreeSet<u32> = chains.candidates(scope, hash).collect();
                    let has = |place: &(u32, u64)| *place == (scope, hash);
                    let all = naive.iter().filter(|(_, place)| has(place)).map(|(slot, _)| *slot);
                    prop_assert_eq!(found, all.collect::<BTreeSet<u32>>());
                }
            }
        }
    }

    #[test]
    fn hashes_stay_what_they_are() {
        assert_eq!(comparable("I like  TEA."), comparable("i like tea"));
        assert_ne!(comparable("resume"), comparable("résumé"));
        assert_eq!(
            text_hash("").to_le_bytes(),
            [0xe3, 0xb0, 0xc4, 0x42, 0x98, 0xfc, 0x1c, 0x14],
            "as SHA-256 says"
        );
    }
}
