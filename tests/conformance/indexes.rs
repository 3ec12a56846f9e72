//! The laws of the vector index where it will run: exact where it scans, near enough where a graph answers.

use std::collections::BTreeMap;

use forgetmenot::index::{IndexOptions, Scored, SlotSet, VectorIndex, kernel, normalise};

use super::kernels::Random;

/// Applies `$apply` to the laws of the index.
macro_rules! laws_of_the_index {
    ($apply:ident) => {
        $apply! { indexes::a_scan_equals_the_naive_model, indexes::sealed_vectors_come_close_to_the_naive_model }
    };
}
pub(crate) use laws_of_the_index;

const DIMS: usize = 48;

/// A score is exact but for what 16 bits a component leave out.
const CLOSE: f32 = 2e-5;

pub(crate) fn a_scan_equals_the_naive_model() {
    let (index, model) = filled(IndexOptions::default());
    assert_eq!(index.kind(), "flat");
    check(&index, &model, |found, truth| assert_eq!(near(found, truth), truth.len()));
}

pub(crate) fn sealed_vectors_come_close_to_the_naive_model() {
    for may_block in [false, true] {
        let options = IndexOptions { cells_above: 200, graph_above: 100, may_block, seed: 1 };
        let (mut index, model) = filled(options);
        // The plan is measured with what was asked before: these queries lie elsewhere than the vectors.
        check(&index, &model, |_, _| {});
        while index.maintain(&mut || true) {}
        assert_eq!(index.kind(), if may_block { "graph" } else { "cells" });
        let again = VectorIndex::from_bytes(&index.to_bytes().unwrap(), options).unwrap();
        for index in [index, again] {
            let (mut hits, mut wanted) = (0, 0);
            check(&index, &model, |found, truth| {
                assert_eq!(found.len(), truth.len());
                assert!(found.is_sorted_by(|a, b| a.best_first(b).is_lt()));
                wanted += truth.len();
                hits += near(found, truth);
            });
            assert!(hits * 100 >= wanted * 95, "{hits} of {wanted}");
        }
    }
}

/// How many of the found are as near as the last of the truth.
fn near(found: &[Scored], truth: &[Scored]) -> usize {
    let last = truth.last().map_or(1.0, |last| last.score);
    found.iter().filter(|hit| hit.score >= last - CLOSE).count()
}

/// 600 vectors put in, some of them twice, every seventh taken out again.
fn filled(options: IndexOptions) -> (VectorIndex, BTreeMap<u32, Vec<f32>>) {
    let mut random = Random(5);
    let centres: Vec<Vec<f32>> = (0..12).map(|_| random.vector(DIMS)).collect();
    let (mut index, mut model) = (VectorIndex::new(DIMS, options), BTreeMap::new());
    for n in 0..660_u32 {
        let near = centres.iter().cycle().nth(n as usize % 12).unwrap().iter();
        let vector: Vec<f32> = near.zip(random.vector(DIMS)).map(|(x, noise)| x + 0.4 * noise).collect();
        index.insert(n % 600, &vector).unwrap();
        model.insert(n % 600, normalise(&vector).unwrap());
    }
    for slot in (0..600).step_by(7) {
        assert!(index.remove(slot));
        model.remove(&slot);
    }
    assert_eq!(index.len(), model.len());
    (index, model)
}

fn check(
    index: &VectorIndex,
    model: &BTreeMap<u32, Vec<f32>>,
    mut compare: impl FnMut(&[Scored], &[Scored]),
) {
    let mut random = Random(6);
    let some: SlotSet = (0..600).filter(|slot| slot % 5 == 0).collect();
    let few: SlotSet = [0, 1, 2, 599, 4_000].into_iter().collect();
    for _ in 0..40 {
        let query = random.vector(DIMS);
        let unit = normalise(&query).unwrap();
        for allowed in [None, Some(&some), Some(&few)] {
            let mut truth: Vec<Scored> = model
                .iter()
                .filter(|(slot, _)| allowed.is_none_or(|set| set.contains(**slot)))
                .map(|(&slot, vector)| Scored { slot, score: kernel::dot_portable(&unit, vector) + 0.0 })
                .collect();
            truth.sort_by(Scored::best_first);
            truth.truncate(10);
            compare(&index.search(&query, 10, allowed).unwrap(), &truth);
        }
    }
}
