//! What upkeep does in one step, and what is found between two.

use super::*;
use crate::index::{
    arena::{READ, Row},
    code,
    upkeep::Task,
};

/// The most rows that one step of upkeep read.
fn longest_step(vectors: &[Vec<f32>], options: IndexOptions) -> usize {
    let mut index = VectorIndex::new(vectors[0].len(), options);
    (0..).zip(vectors).for_each(|(slot, vector)| index.insert(slot, vector).unwrap());
    let (mut most, mut before) = (0, READ.get());
    index.maintain(&mut || {
        most = most.max(READ.get() - before);
        before = READ.get();
        false
    });
    assert_eq!((index.kind(), index.needs_maintenance()), ("cells", false));
    most
}

#[test]
fn no_step_of_upkeep_grows_with_the_store() {
    let vectors = clustered(&mut Rng(15), 20_000, 60, DIMS);
    // A step of the measurement reads eight chunks, once for their scores and once for their bits.
    let (few, many) = (longest_step(&vectors[..10_000], CELLS), longest_step(&vectors, CELLS));
    assert_eq!(few, many);
    assert!(many <= 2 * 8 * 1_024 + 100, "{many} rows");
    // Equal vectors are all in one group, and all of its heads but one have no members.
    let alike = longest_step(&vec![vec![1.0; DIMS]; 5_000], CELLS);
    assert!(alike <= 2 * 8 * 1_024 + 100, "{alike} rows");
}

#[test]
fn signs_are_taken_anew_beside_searches_and_changes() {
    // Before the new bits are there, while they are made, and after: the same vectors, old and new ones, are found.
    for sealed in [false, true] {
        let options = if sealed { CELLS } else { IndexOptions::default() };
        let vectors = clustered(&mut Rng(16), 6_000, 40, DIMS);
        let mut index = filled(&vectors[..1_500], options);
        let mut model: BTreeMap<u32, Vec<f32>> = (0..1_500).zip(vectors.iter().cloned()).collect();
        for (slot, vector) in (1_500..6_000).zip(&vectors[1_500..]) {
            index.insert(slot, vector).unwrap();
            model.insert(slot, vector.clone());
        }
        let (mut steps, mut during) = (0_u32, 0);
        while index.maintain(&mut || true) {
            steps += 1;
            let recentring = matches!(index.task, Some(Task::Recentre(_)));
            during += u32::from(recentring);
            if !recentring && !steps.is_multiple_of(50) {
                continue;
            }
            // One that was there, one that is new in a chunk that may be done, one in a chunk that is not there yet.
            for slot in [steps * 131 % 6_000, 6_000 + steps, 9_000 + 2 * steps] {
                let vector = Rng(u64::from(slot)).vector(DIMS);
                index.insert(slot, &vector).unwrap();
                model.insert(slot, vector);
            }
            let gone = steps * 37 % 6_000;
            assert_eq!(index.remove(gone), model.remove(&gone).is_some());
            let query = Rng(u64::from(steps)).vector(DIMS);
            assert_same(
                &index.search_with(&query, 10, None, Effort::Exact).unwrap(),
                &naive(&model, &query, 10, None),
            );
        }
        assert!(during > 5, "{during} of {steps} steps");
        // Whatever was written when, its bits are those about the origin that queries use.
        let mean = index.arena.mean().unwrap().to_vec();
        let signs_of = |row: Row<'_>| {
            let mut bits = vec![0; index.arena.words()];
            code::signs(row.high, row.low, row.scale, Some(&mean), &mut bits);
            bits
        };
        for slot in model.keys() {
            assert_eq!(index.arena.bits(*slot).unwrap(), signs_of(index.arena.row(*slot).unwrap()), "{slot}");
        }
        for segment in &index.segments {
            let words = index.arena.words();
            for (slot, bits) in segment.cells.rows.iter().zip(segment.cells.bits.chunks_exact(words)) {
                let alive = segment.alive.contains(*slot);
                assert!(!alive || bits == index.arena.bits(*slot).unwrap(), "{slot}");
            }
        }
    }
}
