//! The index against a naive model: exact where it scans, a bound on recall where a graph answers, and never a slot
//! that was removed or is not allowed.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::{plan::Way, *};
use crate::{ErrorCode, Result};

mod many;
mod upkeep;

const DIMS: usize = 12;
const CELLS: IndexOptions =
    IndexOptions { cells_above: 200, graph_above: usize::MAX, may_block: false, seed: 7 };
const GRAPH: IndexOptions = IndexOptions { graph_above: 200, may_block: true, ..CELLS };
/// A score is exact but for what 16 bits a component leave out: half a step times the query's absolute sum, at most.
const CLOSE: f32 = 6e-5;

/// Small numbers without a library: the tests need many vectors from one seed.
struct Rng(u64);

impl Rng {
    /// Uniform in −1 … 1 (splitmix64).
    fn next(&mut self) -> f32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 40) as f32 / (1_u32 << 23) as f32 - 1.0
    }

    fn vector(&mut self, dims: usize) -> Vec<f32> {
        (0..dims).map(|_| self.next()).collect()
    }
}

fn clustered(rng: &mut Rng, count: usize, clusters: usize, dims: usize) -> Vec<Vec<f32>> {
    let centres: Vec<Vec<f32>> = (0..clusters).map(|_| rng.vector(dims)).collect();
    (0..count).map(|i| centres[i % clusters].iter().map(|x| x + 0.4 * rng.next()).collect()).collect()
}

fn filled(vectors: &[Vec<f32>], options: IndexOptions) -> VectorIndex {
    let mut index = VectorIndex::new(vectors[0].len(), options);
    for (slot, vector) in (0..).zip(vectors) {
        index.insert(slot, vector).unwrap();
    }
    settle(&mut index);
    index
}

fn settle(index: &mut VectorIndex) {
    let mut steps = 0;
    index.maintain(&mut || {
        steps += 1;
        assert!(steps < 100_000, "maintenance does not end");
        false
    });
    assert!(!index.needs_maintenance());
}

/// What the index should say: every vector scored, sorted.
fn naive(model: &BTreeMap<u32, Vec<f32>>, query: &[f32], k: usize, allowed: Option<&SlotSet>) -> Vec<Scored> {
    let query = normalise(query).unwrap();
    let mut all: Vec<Scored> = model
        .iter()
        .filter(|(slot, _)| allowed.is_none_or(|set| set.contains(**slot)))
        .map(|(&slot, v)| Scored { slot, score: kernel::dot_portable(&query, &normalise(v).unwrap()) + 0.0 })
        .collect();
    all.sort_by(Scored::best_first);
    all.truncate(k);
    all
}

/// How many of the found are as near as the last of the truth.
fn common(found: &[Scored], truth: &[Scored]) -> usize {
    let last = truth.last().map_or(1.0, |last| last.score);
    found.iter().filter(|hit| hit.score >= last - CLOSE).count()
}

/// The same answer, but for the order of what is as good as equal.
fn assert_same(found: &[Scored], truth: &[Scored]) {
    assert_eq!(common(found, truth), truth.len(), "{found:?} is not {truth:?}");
    for (a, b) in found.iter().zip(truth) {
        assert!((a.score - b.score).abs() <= CLOSE, "{a:?} is not {b:?}");
    }
}

#[derive(Clone, Debug)]
enum Step {
    Insert(u32, u64),
    Remove(u32),
    Search(u64, usize, Option<u32>),
    Maintain(u32),
    SaveAndLoad,
}

fn steps(slots: u32, length: usize) -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        8 => (0..slots, any::<u64>()).prop_map(|(slot, seed)| Step::Insert(slot, seed)),
        3 => (0..slots).prop_map(Step::Remove),
        3 => (any::<u64>(), 0_usize..20, proptest::option::of(1_u32..5)).prop_map(|(q, k, a)| Step::Search(q, k, a)),
        2 => (1_u32..40).prop_map(Step::Maintain),
        1 => Just(Step::SaveAndLoad),
    ];
    proptest::collection::vec(step, 0..length)
}

fn run(
    steps: Vec<Step>,
    options: IndexOptions,
    mut index: VectorIndex,
    model: &mut BTreeMap<u32, Vec<f32>>,
    mut check: impl FnMut(&[Scored], &[Scored]),
) -> Result<VectorIndex> {
    for step in steps {
        match step {
            Step::Insert(slot, seed) => {
                let vector = Rng(seed).vector(DIMS);
                index.insert(slot, &vector)?;
                assert!((index.measure(&vector).unwrap().cosine(slot).unwrap() - 1.0).abs() <= CLOSE);
                model.insert(slot, vector);
            }
            Step::Remove(slot) => assert_eq!(index.remove(slot), model.remove(&slot).is_some()),
            Step::Search(seed, k, nth) => {
                let query = Rng(seed).vector(DIMS);
                let allowed = nth.map(|n| (0..2_000).filter(|slot| slot % n == 0).collect::<SlotSet>());
                let found = index.search(&query, k, allowed.as_ref())?;
                let truth = naive(model, &query, k, allowed.as_ref());
                assert_eq!(found.len(), truth.len());
                assert!(found.is_sorted_by(|a, b| a.best_first(b).is_lt()));
                for hit in &found {
                    assert!(model.contains_key(&hit.slot), "a removed slot came back");
                    assert!(
                        allowed.as_ref().is_none_or(|set| set.contains(hit.slot)),
                        "a slot outside the set"
                    );
                }
                check(&found, &truth);
            }
            Step::Maintain(steps) => {
                let mut left = steps;
                index.maintain(&mut || {
                    left = left.saturating_sub(1);
                    left == 0
                });
            }
            Step::SaveAndLoad => index = VectorIndex::from_bytes(&index.to_bytes()?, options)?,
        }
        assert_eq!(index.len(), model.len());
    }
    Ok(index)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn few_vectors_are_searched_exactly(steps in steps(150, 300)) {
        let options = IndexOptions::default();
        let mut model = BTreeMap::new();
        let index = run(steps, options, VectorIndex::new(DIMS, options), &mut model, assert_same).unwrap();
        prop_assert_eq!(index.kind(), if model.is_empty() { "none" } else { "flat" });
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]
    #[test]
    fn sealed_vectors_come_close_and_none_shows_that_must_not(
        steps in steps(1_200, 300), seed: u64, options in prop_oneof![Just(CELLS), Just(GRAPH)],
    ) {
        let vectors = clustered(&mut Rng(seed), 900, 30, DIMS);
        let mut model: BTreeMap<u32, Vec<f32>> = (0..).zip(vectors.iter().cloned()).collect();
        let index = filled(&vectors, options);
        prop_assert_eq!(index.kind(), if options.may_block { "graph" } else { "cells" });
        let (mut hit, mut wanted) = (0, 0);
        run(steps, options, index, &mut model, |found, truth| {
            hit += common(found, truth);
            wanted += truth.len();
        }).unwrap();
        prop_assert!(hit * 100 >= wanted * 95, "{} of {}", hit, wanted);
    }
}

#[test]
fn recall_at_every_selectivity() {
    let mut rng = Rng(1);
    for clusters in [12, 300] {
        let all = clustered(&mut rng, 3_100, clusters, 64);
        let (vectors, queries) = all.split_at(3_000);
        let model: BTreeMap<u32, Vec<f32>> = (0..).zip(vectors.iter().cloned()).collect();
        for (options, kind) in [(IndexOptions::default(), "flat"), (CELLS, "cells"), (GRAPH, "graph")] {
            let mut index = filled(vectors, options);
            assert_eq!(index.kind(), kind);
            // The plan is measured anew once real queries are known.
            queries.iter().take(40).for_each(|q| drop(index.search(q, 10, None)));
            assert!(index.needs_maintenance());
            settle(&mut index);
            // At the default recall ten near twins in 300 clusters are cheaper to score one and all.
            let effort = Effort::Recall(0.98);
            assert!(matches!(index.way(10, 3_000, effort), Way::Staged(_)), "{kind}, {clusters} clusters");
            // The last one is one stretch of slots: all in few cells, and far from most queries.
            for per_mille in [1_000, 500, 100, 10, 1, 0] {
                let allowed: SlotSet = match per_mille {
                    0 => (0..3_000).filter(|slot| slot % clusters as u32 == 3).collect(),
                    _ => (0..3_000).filter(|slot| slot * 37 % 1_000 < per_mille).collect(),
                };
                let allowed = (per_mille < 1_000).then_some(&allowed);
                let mut wanted = 0;
                let mut hits = 0;
                for query in queries {
                    let truth = naive(&model, query, 10, allowed);
                    wanted += truth.len();
                    hits += common(&index.search_with(query, 10, allowed, effort).unwrap(), &truth);
                }
                assert!(
                    hits * 100 >= wanted * 95,
                    "{kind}, {clusters} clusters, {per_mille} ‰: {hits} of {wanted}"
                );
            }
        }
    }
}

#[test]
fn exact_means_exact_and_recall_means_recall() {
    let all = clustered(&mut Rng(9), 4_100, 200, 96);
    let (vectors, queries) = all.split_at(4_000);
    let model: BTreeMap<u32, Vec<f32>> = (0..).zip(vectors.iter().cloned()).collect();
    for options in [IndexOptions::default(), CELLS] {
        let index = filled(vectors, options);
        let share = |effort| {
            let hits: usize = queries
                .iter()
                .map(|q| {
                    common(&index.search_with(q, 10, None, effort).unwrap(), &naive(&model, q, 10, None))
                })
                .sum();
            hits as f32 / 1_000.0
        };
        for query in queries {
            assert_same(
                &index.search_with(query, 10, None, Effort::Exact).unwrap(),
                &naive(&model, query, 10, None),
            );
        }
        assert!(share(Effort::Planned) >= 0.99);
        assert_eq!(index.planned(10).is_some(), index.planned_rows(10).is_some());
        assert!(index.planned_rows(10).is_none_or(|rows| rows > 0 && rows <= 4_000));
        for recall in [0.9, 0.95, 0.99] {
            let got = share(Effort::Recall(recall));
            assert!(got >= recall - 0.02, "{got} at {recall}");
        }
        // From none to more than there are: defined, and never worse for more work.
        let efs: Vec<f32> = [0, 10, 100, 1_000, 1_000_000].map(|ef| share(Effort::Ef(ef))).to_vec();
        assert!(efs.is_sorted() && efs[4] >= 0.999, "{efs:?}");
    }
}

#[test]
fn the_same_calls_make_the_same_index() {
    let vectors = clustered(&mut Rng(11), 900, 20, DIMS);
    for options in [CELLS, GRAPH] {
        assert_eq!(
            filled(&vectors, options).to_bytes().unwrap(),
            filled(&vectors, options).to_bytes().unwrap()
        );
        let other = IndexOptions { seed: 8, ..options };
        assert_ne!(
            filled(&vectors, options).to_bytes().unwrap(),
            filled(&vectors, other).to_bytes().unwrap()
        );
    }
}

#[test]
fn what_changes_while_a_segment_is_made_is_as_it_was_left() {
    let vectors = clustered(&mut Rng(12), 900, 20, DIMS);
    let mut index = VectorIndex::new(DIMS, CELLS);
    (0..).zip(&vectors).for_each(|(slot, v)| index.insert(slot, v).unwrap());
    let mut model: BTreeMap<u32, Vec<f32>> = (0..).zip(vectors.iter().cloned()).collect();
    let mut steps = 0_u32;
    while index.maintain(&mut || true) {
        let slot = steps * 7 % 900;
        if steps.is_multiple_of(2) {
            index.remove(slot);
            model.remove(&slot);
        } else {
            let vector = Rng(u64::from(steps)).vector(DIMS);
            index.insert(slot, &vector).unwrap();
            model.insert(slot, vector);
        }
        steps += 1;
    }
    assert!(steps > 20 && index.kind() == "cells" && index.len() == model.len(), "{steps} steps");
    for seed in 0..50 {
        let query = Rng(seed).vector(DIMS);
        assert_same(
            &index.search_with(&query, 20, None, Effort::Exact).unwrap(),
            &naive(&model, &query, 20, None),
        );
        assert!(index.search(&query, 20, None).unwrap().iter().all(|hit| model.contains_key(&hit.slot)));
    }
}

#[test]
fn upkeep_seals_vectors_and_lets_them_out_again() {
    let mut index = filled(&clustered(&mut Rng(2), 700, 9, DIMS), GRAPH);
    assert_eq!((index.kind(), index.len(), index.segments()), ("graph", 700, (1, 0)));
    (0..300).for_each(|slot| assert!(index.remove(slot)));
    assert!(!index.needs_maintenance() && index.segments() == (1, 300), "tombstones cost nothing yet");
    (300..400).for_each(|slot| assert!(index.remove(slot)));
    assert!(index.needs_maintenance(), "more than half of the segment is dead");
    settle(&mut index);
    assert_eq!((index.kind(), index.len(), index.segments()), ("graph", 300, (1, 0)));
    (400..650).for_each(|slot| assert!(index.remove(slot)));
    settle(&mut index);
    assert_eq!((index.kind(), index.len()), ("flat", 50));
    (650..700).for_each(|slot| assert!(index.remove(slot)));
    assert_eq!(
        (index.kind(), index.is_empty(), index.search(&[1.0; DIMS], 3, None).unwrap().len()),
        ("none", true, 0)
    );
}

#[test]
fn equal_vectors_far_beyond_the_links_of_a_point_are_all_found() {
    for options in [IndexOptions::default(), CELLS, GRAPH] {
        let index = filled(&vec![vec![1.0; DIMS]; 3_000], options);
        assert_eq!(index.search(&[1.0; DIMS], 3_000, None).unwrap().len(), 3_000);
        assert_eq!(index.search(&[1.0; DIMS], usize::MAX, None).unwrap().len(), 3_000);
        assert_eq!(index.search(&[1.0; DIMS], 0, None).unwrap(), []);
        assert_eq!(index.search(&[1.0; DIMS], 10, Some(&SlotSet::from_iter([5, 899]))).unwrap().len(), 2);
    }
}

#[test]
fn what_cannot_be_compared_is_refused_and_changes_nothing() {
    let mut index = VectorIndex::new(2, IndexOptions::default());
    let far = (1 << 24) - 1;
    index.insert(far, &[3.0, 4.0]).unwrap();
    for (bad, code) in [
        (&[1.0][..], ErrorCode::EmbeddingMismatch),
        (&[], ErrorCode::EmbeddingMismatch),
        (&[1.0, f32::NAN], ErrorCode::InvalidInput),
        (&[f32::INFINITY, 1.0], ErrorCode::InvalidInput),
        (&[0.0, 0.0], ErrorCode::InvalidInput),
    ] {
        assert_eq!(index.insert(far, bad).unwrap_err().code(), code, "{bad:?}");
        assert_eq!(index.search(bad, 1, None).unwrap_err().code(), code, "{bad:?}");
        assert!(index.measure(bad).is_none_or(|measure| measure.cosine(far).is_none()));
    }
    assert_eq!(index.insert(u32::MAX, &[1.0, 0.0]).unwrap_err().code(), ErrorCode::InvalidInput);
    assert_same(&index.search(&[0.6, 0.8], usize::MAX, None).unwrap(), &[Scored { slot: far, score: 1.0 }]);
    assert!(VectorIndex::new(0, IndexOptions::default()).insert(0, &[]).is_err());
    assert!(VectorIndex::new(0, IndexOptions::default()).search(&[], 1, None).is_err());
}

#[test]
fn every_width_is_searched_right() {
    for dims in [1, 31, 32, 63, 64, 65, 100, 384, 768, 1_536, 3_072] {
        let vectors = clustered(&mut Rng(dims as u64), 80, 8, dims);
        let index = filled(&vectors, IndexOptions::default());
        let model: BTreeMap<u32, Vec<f32>> = (0..).zip(vectors.iter().cloned()).collect();
        for query in clustered(&mut Rng(1), 5, 5, dims) {
            assert_same(&index.search(&query, 10, None).unwrap(), &naive(&model, &query, 10, None));
        }
    }
}

#[test]
fn parts_that_did_not_change_keep_their_version_and_make_the_same_index() {
    let vectors = clustered(&mut Rng(13), 700, 20, DIMS);
    let mut index = filled(&vectors, GRAPH);
    let before = index.parts();
    index.insert(3, &vectors[5]).unwrap();
    let changed: Vec<String> =
        index.parts().into_iter().filter(|part| !before.contains(part)).map(|(name, _)| name).collect();
    assert_eq!(changed, ["rows/00000000", "alive/00000000"], "of {} parts", before.len());

    let copied = |names: &mut dyn Iterator<Item = &(String, u64)>| {
        let mut copy = VectorIndex::new(DIMS, GRAPH);
        names.for_each(|(name, _)| copy.import(name, &index.export(name).unwrap()).unwrap());
        copy.finish_import();
        copy
    };
    let parts = index.parts();
    assert_eq!(copied(&mut parts.iter()).to_bytes().unwrap(), index.to_bytes().unwrap());
    assert_eq!(
        copied(&mut parts.iter().rev()).to_bytes().unwrap(),
        index.to_bytes().unwrap(),
        "in any order"
    );
    // Whatever is missing, what is there is found.
    for gone in &parts {
        let copy = copied(&mut parts.iter().filter(|part| *part != gone));
        let model: BTreeMap<u32, Vec<f32>> = (0..)
            .zip(vectors.iter().cloned())
            .map(|(slot, v)| (slot, if slot == 3 { vectors[5].clone() } else { v }))
            .filter(|(slot, _)| copy.contains(*slot))
            .collect();
        assert!(copy.len() == 700 || gone.0.starts_with("rows"), "{gone:?}");
        for query in &vectors[..5] {
            let found = copy.search_with(query, 10, None, Effort::Exact).unwrap();
            assert_same(&found, &naive(&model, query, 10, None));
        }
    }
}

#[test]
fn every_flipped_bit_and_every_cut_is_noticed() {
    let index = filled(&clustered(&mut Rng(3), 210, 5, 2), GRAPH);
    assert_eq!(index.kind(), "graph");
    let good = index.to_bytes().unwrap();
    assert!(VectorIndex::from_bytes(&good, GRAPH).is_ok());
    let refused = |bytes: &[u8]| {
        VectorIndex::from_bytes(bytes, GRAPH).is_err_and(|e| e.code() == ErrorCode::StorageCorrupt)
    };
    for bit in (0..good.len() * 8).step_by(3) {
        let mut bad = good.clone();
        bad[bit / 8] ^= 1 << (bit % 8);
        assert!(refused(&bad), "bit {bit}");
    }
    for length in (0..good.len()).step_by(7) {
        assert!(refused(&good[..length]), "{length} bytes");
    }
    assert!(refused(&[&good[..], &[0]].concat()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    /// A file with a right checksum may still be a lie: it is refused, or searched without harm.
    #[test]
    fn a_forged_file_does_no_harm(edits in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4)) {
        let mut bytes = filled(&clustered(&mut Rng(3), 210, 5, 2), GRAPH).to_bytes().unwrap();
        bytes.truncate(bytes.len() - 4);
        for (at, byte) in edits {
            *at.get_mut(&mut bytes) = byte;
        }
        let checksum = crc32fast::hash(&bytes).to_le_bytes();
        bytes.extend(checksum);
        if let Ok(mut index) = VectorIndex::from_bytes(&bytes, GRAPH) {
            let query = vec![1.0; index.dims()];
            let _ = index.search(&query, 10, None);
            settle(&mut index);
            let _ = index.search(&query, 10, Some(&SlotSet::from_iter(0..100)));
        }
    }
}
