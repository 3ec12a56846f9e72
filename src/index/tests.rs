//! The index against a naive model: exact where it scans, a bound on recall where a graph answers, and never a slot
//! that was removed or is not allowed.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::{ErrorCode, Result};

const DIMS: usize = 12;
const GRAPH: IndexOptions = IndexOptions { graph_above: 200, segment_size: 10_000, seed: 7 };

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
    for _ in 0..1_000 {
        if !index.needs_maintenance() {
            return;
        }
        index.maintain();
    }
    panic!("maintenance does not end");
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

fn common(found: &[Scored], truth: &[Scored]) -> usize {
    truth.iter().filter(|t| found.iter().any(|f| f.slot == t.slot)).count()
}

#[derive(Clone, Debug)]
enum Step {
    Insert(u32, u64),
    Remove(u32),
    Search(u64, usize, Option<u32>),
    Maintain,
    SaveAndLoad,
}

fn steps(slots: u32, length: usize) -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        8 => (0..slots, any::<u64>()).prop_map(|(slot, seed)| Step::Insert(slot, seed)),
        3 => (0..slots).prop_map(Step::Remove),
        3 => (any::<u64>(), 0_usize..20, proptest::option::of(1_u32..5)).prop_map(|(q, k, a)| Step::Search(q, k, a)),
        1 => Just(Step::Maintain),
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
                assert_eq!(index.vector(slot).unwrap(), normalise(&vector)?);
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
            Step::Maintain => index.maintain(),
            Step::SaveAndLoad => index = VectorIndex::from_bytes(&index.to_bytes(), options)?,
        }
        assert_eq!(index.len(), model.len());
    }
    Ok(index)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn without_a_graph_it_equals_the_naive_model(steps in steps(150, 300)) {
        let options = IndexOptions::default();
        let mut model = BTreeMap::new();
        let index = run(steps, options, VectorIndex::new(DIMS, options), &mut model, |found, truth| {
            assert_eq!(found, truth);
        }).unwrap();
        prop_assert_eq!(index.kind(), if model.is_empty() { "none" } else { "flat" });
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn with_graphs_it_comes_close_and_never_shows_what_it_must_not(steps in steps(1_200, 300), seed: u64) {
        let vectors = clustered(&mut Rng(seed), 900, 30, DIMS);
        let mut model: BTreeMap<u32, Vec<f32>> = (0..).zip(vectors.iter().cloned()).collect();
        let index = filled(&vectors, GRAPH);
        prop_assert_eq!(index.kind(), "graph");
        let (mut hit, mut wanted) = (0, 0);
        run(steps, GRAPH, index, &mut model, |found, truth| {
            hit += common(found, truth);
            wanted += truth.len();
        }).unwrap();
        prop_assert!(hit * 100 >= wanted * 95, "{} of {}", hit, wanted);
    }
}

#[test]
fn recall_at_every_selectivity_with_graphs() {
    let mut rng = Rng(1);
    for clusters in [12, 300] {
        let all = clustered(&mut rng, 3_100, clusters, 64);
        let (vectors, queries) = all.split_at(3_000);
        let options = IndexOptions { graph_above: 1_000, ..GRAPH };
        let index = filled(vectors, options);
        assert_eq!(index.kind(), "graph");
        let model: BTreeMap<u32, Vec<f32>> = (0..).zip(vectors.iter().cloned()).collect();
        for percent in [100, 50, 10, 1] {
            let allowed: SlotSet = (0..3_000).filter(|slot| slot * 37 % 100 < percent).collect();
            let allowed = (percent < 100).then_some(&allowed);
            let hits: usize = queries
                .iter()
                .map(|q| common(&index.search(q, 10, allowed).unwrap(), &naive(&model, q, 10, allowed)))
                .sum();
            assert!(hits >= 950, "{clusters} clusters, {percent} %: {hits} of 1000");
        }
    }
}

#[test]
fn upkeep_moves_vectors_to_graphs_and_back() {
    let mut index = filled(&clustered(&mut Rng(2), 700, 9, DIMS), GRAPH);
    assert_eq!((index.kind(), index.len()), ("graph", 700));
    (0..550).for_each(|slot| assert!(index.remove(slot)));
    assert!(index.needs_maintenance(), "half-dead graphs are put together");
    settle(&mut index);
    (550..650).for_each(|slot| assert!(index.remove(slot)));
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
    let index = filled(&vec![vec![1.0; DIMS]; 900], GRAPH);
    assert_eq!(index.search(&[1.0; DIMS], 900, None).unwrap().len(), 900);
    assert_eq!(index.search(&[1.0; DIMS], 10, Some(&SlotSet::from_iter([5, 899]))).unwrap().len(), 2);
}

#[test]
fn what_cannot_be_compared_is_refused_and_changes_nothing() {
    let mut index = VectorIndex::new(2, IndexOptions::default());
    index.insert(u32::MAX, &[3.0, 4.0]).unwrap();
    for (bad, code) in [
        (&[1.0][..], ErrorCode::EmbeddingMismatch),
        (&[], ErrorCode::EmbeddingMismatch),
        (&[1.0, f32::NAN], ErrorCode::InvalidInput),
        (&[0.0, 0.0], ErrorCode::InvalidInput),
    ] {
        assert_eq!(index.insert(u32::MAX, bad).unwrap_err().code(), code, "{bad:?}");
        assert_eq!(index.search(bad, 1, None).unwrap_err().code(), code, "{bad:?}");
    }
    assert_eq!(index.vector(u32::MAX), Some(&[0.6, 0.8][..]));
    assert_eq!(index.search(&[0.6, 0.8], usize::MAX, None).unwrap(), [Scored { slot: u32::MAX, score: 1.0 }]);
    assert!(VectorIndex::new(0, IndexOptions::default()).insert(0, &[]).is_err());
    assert!(VectorIndex::new(0, IndexOptions::default()).search(&[], 1, None).is_err());
}

#[test]
fn every_flipped_bit_and_every_cut_is_noticed() {
    let index = filled(&clustered(&mut Rng(3), 210, 5, 2), GRAPH);
    assert_eq!(index.kind(), "graph");
    let good = index.to_bytes();
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
        let mut bytes = filled(&clustered(&mut Rng(3), 210, 5, 2), GRAPH).to_bytes();
        bytes.truncate(bytes.len() - 4);
        for (at, byte) in edits {
            *at.get_mut(&mut bytes) = byte;
        }
        let checksum = crc32fast::hash(&bytes).to_le_bytes();
        bytes.extend(checksum);
        if let Ok(mut index) = VectorIndex::from_bytes(&bytes, GRAPH) {
            let query = vec![1.0; index.dims()];
            let _ = index.search(&query, 10, None);
            index.maintain();
            let _ = index.search(&query, 10, Some(&SlotSet::from_iter(0..100)));
        }
    }
}
