//! Sorting where size counts more than speed. Each type the standard library sorts costs some 7 kB of WebAssembly; here the work
//! is done by one instance, on indices.

use std::{cmp::Ordering, mem};

/// `slice::sort_by` and its like for lists that are short or seldom sorted. Stable, n log n.
pub(crate) trait Arrange<T> {
    /// Sorts by a comparison.
    fn arrange_by(&mut self, compare: impl FnMut(&T, &T) -> Ordering);

    /// Sorts by a key, which is made anew for each comparison.
    fn arrange_by_key<K: Ord>(&mut self, mut key: impl FnMut(&T) -> K) {
        self.arrange_by(|a, b| key(a).cmp(&key(b)));
    }

    /// Sorts by the order of the type.
    fn arrange(&mut self)
    where
        T: Ord,
    {
        self.arrange_by(T::cmp);
    }
}

impl<T> Arrange<T> for [T] {
    fn arrange_by(&mut self, mut compare: impl FnMut(&T, &T) -> Ordering) {
        let mut places = places(self.len(), &mut |a, b| match (self.get(a), self.get(b)) {
            (Some(a), Some(b)) => compare(a, b),
            _ => Ordering::Equal,
        });
        for at in 0..self.len() {
            // Each swap brings one item to its place.
            while let Some(&place) = places.get(at).filter(|place| **place != at) {
                self.swap(at, place);
                let Some(other) = places.get_mut(place) else { break };
                let next = mem::replace(other, place);
                if let Some(here) = places.get_mut(at) {
                    *here = next;
                }
            }
        }
    }
}

/// Where each of `len` items belongs.
fn places(len: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..len).collect();
    order.sort_by(|a, b| compare(*a, *b));
    let mut places = vec![0; len];
    for (place, item) in order.into_iter().enumerate() {
        if let Some(slot) = places.get_mut(item) {
            *slot = place;
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn like_the_standard_librarys(items in prop::collection::vec((0_u8..8, any::<u16>()), 0..200)) {
            let mut ours = items.clone();
            ours.arrange_by_key(|(key, _)| *key);
            let mut theirs = items;
            theirs.sort_by_key(|(key, _)| *key);
            prop_assert_eq!(&ours, &theirs, "stable");
            ours.arrange();
            theirs.sort();
            prop_assert_eq!(&ours, &theirs);
            ours.arrange_by(|a, b| b.cmp(a));
            theirs.reverse();
            prop_assert_eq!(ours, theirs);
        }
    }
}
