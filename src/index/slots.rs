//! Sets of slots: which memories a search may see.

/// A set of slots, one bit each. A slot is the engine's small dense number for a memory: memory use is one bit for
/// every number up to the largest one inserted, so slots are handed out from 0 up and used again, never hashed.
#[derive(Clone, Debug, Default)]
pub struct SlotSet {
    words: Vec<u64>,
    len: usize,
}

impl SlotSet {
    /// The empty set.
    pub const fn new() -> Self {
        Self { words: Vec::new(), len: 0 }
    }

    /// Adds a slot. True if it was not there.
    pub fn insert(&mut self, slot: u32) -> bool {
        let (word, bit) = place(slot);
        if word >= self.words.len() {
            self.words.resize(word + 1, 0);
        }
        let Some(bits) = self.words.get_mut(word) else { return false };
        let new = *bits & bit == 0;
        *bits |= bit;
        self.len += usize::from(new);
        new
    }

    /// Takes a slot out. True if it was there.
    pub fn remove(&mut self, slot: u32) -> bool {
        let (word, bit) = place(slot);
        let Some(bits) = self.words.get_mut(word) else { return false };
        let there = *bits & bit != 0;
        *bits &= !bit;
        self.len -= usize::from(there);
        there
    }

    /// Whether a slot is in it.
    #[inline]
    pub fn contains(&self, slot: u32) -> bool {
        let (word, bit) = place(slot);
        self.words.get(word).is_some_and(|bits| bits & bit != 0)
    }

    /// How many slots are in it. Constant time.
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether none is.
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Takes every slot out; keeps the allocation.
    pub fn clear(&mut self) {
        self.words.clear();
        self.len = 0;
    }

    /// The slots, lowest first.
    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        self.words.iter().zip(0_u32..).flat_map(|(&bits, word)| Bits(bits).map(move |bit| word * 64 + bit))
    }

    /// The slots of `from..from + count`, lowest first. `from` is a multiple of 64.
    pub(crate) fn iter_range(&self, from: u32, count: usize) -> impl Iterator<Item = u32> + '_ {
        let first = (from / 64) as usize;
        let words = self.words.get(first..).unwrap_or_default();
        words
            .iter()
            .take(count.div_ceil(64))
            .zip(from / 64..)
            .flat_map(|(&bits, word)| Bits(bits).map(move |bit| word * 64 + bit))
    }

    /// How many of `from..from + count` are in it. Both are multiples of 64.
    pub(crate) fn count_range(&self, from: u32, count: usize) -> usize {
        let words = self.words.get((from / 64) as usize..).unwrap_or_default();
        words.iter().take(count.div_ceil(64)).map(|bits| bits.count_ones() as usize).sum()
    }

    /// The slots at these places of the set's order, which must rise; places beyond its end have none.
    pub(crate) fn at(&self, places: impl Iterator<Item = usize>) -> impl Iterator<Item = u32> {
        let mut words = self.words.iter().zip(0_u32..);
        // Of the word that was reached: its bits, its number, and how many slots come before it.
        let (mut bits, mut number, mut before) = (0_u64, 0_u32, 0_usize);
        places.map_while(move |place| {
            while place - before >= bits.count_ones() as usize {
                before += bits.count_ones() as usize;
                (bits, number) = words.next().map(|(bits, number)| (*bits, number))?;
            }
            Bits(bits).nth(place - before).map(|bit| number * 64 + bit)
        })
    }

    /// How many slots both sets hold.
    pub(crate) fn count_common(&self, other: &Self) -> usize {
        self.words.iter().zip(&other.words).map(|(a, b)| (a & b).count_ones() as usize).sum()
    }

    /// The bits of the 64 slots from `64 · word` on.
    #[inline]
    pub(crate) fn word(&self, word: u32) -> u64 {
        self.words.get(word as usize).copied().unwrap_or(0)
    }

    /// The set as 64-bit words, lowest slots first.
    pub(crate) fn words(&self) -> &[u64] {
        &self.words
    }

    /// The set of the bits of these words.
    pub(crate) fn from_words(words: Vec<u64>) -> Self {
        let mut set = Self { words, len: 0 };
        set.count();
        set
    }

    /// Takes every slot of `other` out.
    pub(crate) fn subtract(&mut self, other: &Self) {
        for (mine, theirs) in self.words.iter_mut().zip(&other.words) {
            *mine &= !theirs;
        }
        self.count();
    }

    /// Keeps only the slots that are in `other` too.
    pub fn intersect_with(&mut self, other: &Self) {
        self.words.truncate(other.words.len());
        for (mine, theirs) in self.words.iter_mut().zip(&other.words) {
            *mine &= theirs;
        }
        self.count();
    }

    /// Adds every slot of `other`.
    pub fn union_with(&mut self, other: &Self) {
        if self.words.len() < other.words.len() {
            self.words.resize(other.words.len(), 0);
        }
        for (mine, theirs) in self.words.iter_mut().zip(&other.words) {
            *mine |= theirs;
        }
        self.count();
    }

    /// The slots in both sets.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        let mut both = self.clone();
        both.intersect_with(other);
        both
    }

    fn count(&mut self) {
        self.len = self.words.iter().map(|bits| bits.count_ones() as usize).sum();
    }
}

impl PartialEq for SlotSet {
    fn eq(&self, other: &Self) -> bool {
        self.len == other.len && self.words.iter().zip(&other.words).all(|(a, b)| a == b)
    }
}

impl Eq for SlotSet {}

impl FromIterator<u32> for SlotSet {
    fn from_iter<I: IntoIterator<Item = u32>>(slots: I) -> Self {
        let mut set = Self::new();
        set.extend(slots);
        set
    }
}

impl Extend<u32> for SlotSet {
    fn extend<I: IntoIterator<Item = u32>>(&mut self, slots: I) {
        for slot in slots {
            self.insert(slot);
        }
    }
}

#[inline]
const fn place(slot: u32) -> (usize, u64) {
    ((slot / 64) as usize, 1 << (slot % 64))
}

/// The numbers of the bits set in a word, lowest first.
struct Bits(u64);

impl Iterator for Bits {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        if self.0 == 0 {
            return None;
        }
        let lowest = self.0.trailing_zeros();
        self.0 &= self.0 - 1;
        Some(lowest)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn is_a_set(ops in proptest::collection::vec((any::<bool>(), 0_u32..300), 0..200), others: BTreeSet<u16>) {
            let (mut set, mut naive) = (SlotSet::new(), BTreeSet::new());
            for (add, slot) in ops {
                if add {
                    prop_assert_eq!(set.insert(slot), naive.insert(slot));
                } else {
                    prop_assert_eq!(set.remove(slot), naive.remove(&slot));
                }
                prop_assert_eq!(set.contains(slot), naive.contains(&slot));
                prop_assert_eq!(set.len(), naive.len());
                prop_assert_eq!(set.is_empty(), naive.is_empty());
            }
            prop_assert!(set.iter().eq(naive.iter().copied()));

            let others: BTreeSet<u32> = others.into_iter().map(u32::from).collect();
            let other: SlotSet = others.iter().copied().collect();
            let both: Vec<u32> = naive.intersection(&others).copied().collect();
            prop_assert!(set.intersection(&other).iter().eq(both.iter().copied()));
            prop_assert_eq!(set.intersection(&other).len(), both.len());
            prop_assert_eq!(set.count_common(&other), both.len());
            for from in [0, 64, 192] {
                let range = from..from + 128;
                prop_assert!(set.iter_range(from, 128).eq(naive.range(range.clone()).copied()));
                prop_assert_eq!(set.count_range(from, 128), naive.range(range).count());
            }
            let places = [0, 1, 1, 7, 40, 300].into_iter();
            prop_assert!(set.at(places.clone()).eq(places.filter_map(|place| naive.iter().nth(place).copied())));
            prop_assert_eq!(&SlotSet::from_words(set.words().to_vec()), &set);
            let mut rest = set.clone();
            rest.subtract(&other);
            prop_assert!(rest.iter().eq(naive.difference(&others).copied()));
            let mut all = set.clone();
            all.union_with(&other);
            prop_assert!(all.iter().eq(naive.union(&others).copied()));
        }
    }

    #[test]
    fn equal_sets_are_equal_whatever_they_once_held() {
        let mut a: SlotSet = [1, 5000].into_iter().collect();
        a.remove(5000);
        assert_eq!(a, SlotSet::from_iter([1]));
        assert_ne!(a, SlotSet::from_iter([2]));
        a.clear();
        assert_eq!(a, SlotSet::new());
    }
}
