//! The exact scan of sealed rows: what it answers, and how much it reads.

use super::*;
use crate::index::{arena::READ, levels::Levels};

/// Bounds the rows of every segment, as upkeep does where they are many.
pub(super) fn level(index: &mut VectorIndex) {
    let dims = index.dims();
    for segment in &mut index.segments {
        let mut levels = Levels::default();
        levels.extend(&index.arena, &segment.cells.rows, usize::MAX, dims);
        segment.levels = Some(levels);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn bounds_lose_nothing(
        seed: u64,
        dims in prop_oneof![Just(DIMS), Just(64), Just(100)],
        clusters in prop_oneof![Just(1_usize), Just(30), Just(900)],
        changes in proptest::collection::vec((0_u32..1_500, any::<bool>()), 0..300),
        nth in proptest::option::of(1_u32..40),
        k in 1_usize..30,
    ) {
        let mut rng = Rng(seed);
        let all = clustered(&mut rng, 910, clusters, dims);
        let (vectors, queries) = all.split_at(900);
        let mut index = filled(vectors, CELLS);
        level(&mut index);
        let mut model: BTreeMap<u32, Vec<f32>> = (0..).zip(vectors.iter().cloned()).collect();
        // Sealed rows die, by removal or because their slot gets another vector, and fresh ones come.
        for (slot, remove) in changes {
            if remove {
                prop_assert_eq!(index.remove(slot), model.remove(&slot).is_some());
            } else {
                let vector = rng.vector(dims);
                index.insert(slot, &vector).unwrap();
                model.insert(slot, vector);
            }
        }
        let allowed = nth.map(|n| (0..2_000).filter(|slot| slot % n == 0).collect::<SlotSet>());
        for query in queries.iter().chain(&vectors[..3]) {
            let live = allowed.as_ref().map(|set| set.intersection(&index.live));
            let found = index.scan(&code::Query::of(normalise(query).unwrap()), k, live.as_ref());
            assert_same(&found, &naive(&model, query, k, live.as_ref()));
        }
    }
}

#[test]
fn few_rows_are_scored_where_bounds_tell() {
    let all = clustered(&mut Rng(20), 2_110, 100, 256);
    let (vectors, queries) = all.split_at(2_000);
    let mut index = filled(vectors, CELLS);
    level(&mut index);
    let before = READ.get();
    for query in queries {
        index.search_with(query, 10, None, Effort::Exact).unwrap();
    }
    let read = (READ.get() - before) / queries.len();
    // Half of them are in the cells that are scored first.
    assert!(read < 1_200, "{read} of 2,000 rows");
    // Where no row is nearer than the others each is scored once, in order, after the sample told so.
    let mut rng = Rng(21);
    let vectors: Vec<Vec<f32>> = (0..2_000).map(|_| rng.vector(256)).collect();
    let mut index = filled(&vectors, CELLS);
    level(&mut index);
    let before = READ.get();
    index.search_with(&rng.vector(256), 10, None, Effort::Exact).unwrap();
    let read = READ.get() - before;
    assert!((2_000..4_000).contains(&read), "{read} of 2,000 rows");
}
