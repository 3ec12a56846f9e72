//! The laws of the vector index where it will run: exact where it scans, near enough where a graph answers.

use std::collections::BTreeMap;

use forgetmenot::index::{IndexOptions, Scored, SlotSet, VectorIndex, kernel, normalise};

use super::kernels::Random;

/// Applies `$apply` to the laws of the index.
macro_rules! laws_of_the_index {
    ($apply:ident) => {
        $apply! { indexes::a_scan_equals_the_naive_model, indexes::a_graph_comes_close_to_the_naive_model }
    };
}
pub(crate) use laws_of_the_index;

const DIMS: usize = 48;

pub(crate) fn a_scan_equals_the_naive_model() {
    let (index, model) = filled(IndexOptions::default());
    assert_eq!(index.kind(), "flat");
    check(&index, &model, |found, truth| assert_eq!(found, truth));
}

pub(crate) fn a_graph_comes_close_to_the_naive_model() {
    let options = IndexOptions { graph_above: 200, segment_size: 100, seed: 1 };
    let (mut index, model) = filled(options);
    while index.needs_maintenance() {
        index.maintain();
    }
    assert_eq!(index.kind(), "graph");
    let again = VectorIndex::from_bytes(&index.to_bytes(), options).unwrap();
    for index in [index, again] {
        let (mut hits, mut wanted) = (0, 0);
        check(&index, &model, |found, truth| {
            assert_eq!(found.len(), truth.len());
            assert!(found.is_sorted_by(|a, b| a.best_first(b).is_lt()));
            wanted += truth.len();
            hits += truth.iter().filter(|hit| found.contains(hit)).count(); // the same slot with the same score
        });
        assert!(hits * 100 >= wanted * 95, "{hits} of {wanted}");
    }
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
