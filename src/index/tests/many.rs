//! Several queries at once are each answered as by itself.

use super::*;
use crate::index::{code::Query, staged};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn many_queries_at_once_are_each_by_itself(
        seed: u64,
        // Rows that are sealed, and those that come after.
        (sealed, fresh) in
            prop_oneof![Just((0, 400)), Just((900, 0)), Just((700, 300)), Just((0, 1_300)), Just((1_500, 230))],
        gone in 1_u32..50,
        nth in proptest::option::of(1_u32..6),
        count in 0_usize..40,
        k in 0_usize..12,
    ) {
        let all = clustered(&mut Rng(seed), sealed + fresh + count, 20, 40);
        let (vectors, queries) = all.split_at(sealed + fresh);
        let queries: Vec<&[f32]> = queries.iter().map(Vec::as_slice).collect();
        let options = IndexOptions { cells_above: if sealed > 0 { 200 } else { 5_000 }, ..CELLS };
        let mut index = VectorIndex::new(40, options);
        (0..).zip(vectors).take(sealed).for_each(|(slot, v)| index.insert(slot, v).unwrap());
        settle(&mut index);
        (0..).zip(vectors).skip(sealed).for_each(|(slot, v)| index.insert(slot, v).unwrap());
        if sealed == 0 {
            settle(&mut index);
        }
        for slot in (0..(sealed + fresh) as u32).step_by(gone as usize + 2) {
            index.remove(slot);
        }
        let allowed = nth.map(|n| (0..2_000).filter(|slot| slot % n == 0).collect::<SlotSet>());
        let allowed = allowed.as_ref();
        for effort in [Effort::Planned, Effort::Recall(0.9), Effort::Ef(30), Effort::Exact] {
            let many = index.search_many(&queries, k, allowed, effort).unwrap();
            let each: Vec<Vec<Scored>> =
                queries.iter().map(|q| index.search_with(q, k, allowed, effort).unwrap()).collect();
            prop_assert_eq!(many, each, "{:?}", effort);
        }
        // Through the stages together whatever there is to read.
        let asked: Vec<Query> =
            queries.iter().take(32).map(|q| Query::of(normalise(q).unwrap())).collect();
        let k = k.clamp(1, index.len());
        for (ef, reach, share) in
            [(9, None, 0.2), (60, Some(0.1), 0.5), (9, Some(0.4), 0.2), (60, None, 0.5), (200, None, 1.0)]
        {
            let effort = staged::Effort { weighed: 2 * ef, ef, reach, read: share, share };
            let staged = |asked| index.staged(asked, k, allowed, effort);
            let each: Vec<Vec<Scored>> = asked.chunks(1).flat_map(staged).collect();
            prop_assert_eq!(staged(&asked), each, "{:?}", effort);
        }
    }
}

#[test]
fn stages_that_read_everything_find_everything_in_every_segment() {
    let vectors = clustered(&mut Rng(21), 1_260, 20, 40);
    let mut index = VectorIndex::new(40, IndexOptions { cells_above: 200, ..CELLS });
    for (slot, vector) in (0..).zip(&vectors) {
        index.insert(slot, vector).unwrap();
        if [899, 1_199].contains(&slot) {
            settle(&mut index);
        }
    }
    assert_eq!((index.segments().0, index.fresh.len()), (2, 60));
    let effort = staged::Effort { weighed: 1_260, ef: 1_260, reach: None, read: 1.0, share: 1.0 };
    for query in clustered(&mut Rng(22), 20, 5, 40) {
        let exact = index.search_with(&query, 10, None, Effort::Exact).unwrap();
        let asked = [Query::of(normalise(&query).unwrap())];
        assert_eq!(index.staged(&asked, 10, None, effort), std::slice::from_ref(&exact));
        let reaching = staged::Effort { reach: Some(2.0), share: 0.4, ..effort };
        assert_eq!(index.staged(&asked, 10, None, reaching), [exact], "as far as there are cells");
    }
}

#[test]
fn each_cut_leaves_out_what_it_says() {
    let index = filled(&clustered(&mut Rng(23), 2_000, 40, 64), IndexOptions { cells_above: 200, ..CELLS });
    assert_eq!((index.segments().0, index.fresh.len()), (1, 0));
    let asked = [Query::of(normalise(&clustered(&mut Rng(24), 1, 1, 64)[0]).unwrap())];
    let effort = staged::Effort { weighed: 400, ef: 400, reach: Some(2.0), read: 1.0, share: 1.0 };
    // The rows whose bits are read, and those that are scored.
    let work = |effort| {
        let before = crate::index::arena::READ.get();
        index.staged(&asked, 5, None, effort);
        (index.scratch.borrow()[0].read(), crate::index::arena::READ.get() - before)
    };
    let (all, scored) = work(effort);
    assert_eq!(all, 2_000, "within reach of everything");
    let (_, fewer) = work(staged::Effort { ef: 40, ..effort });
    // Passing by the chunks counts as well, alike in both.
    assert!((300..=400).contains(&(scored - fewer)), "{fewer} for {scored}: of 400 rows 40 are scored");
    let (near, _) = work(staged::Effort { reach: Some(0.1), ..effort });
    assert!((1..1_000).contains(&near), "{near} of {all} are read");
    let (half, _) = work(staged::Effort { reach: None, share: 0.5, ..effort });
    assert!((500..1_500).contains(&half), "{half} of {all} are read");
}

#[test]
fn a_plan_that_was_saved_without_its_cuts_is_measured_again() {
    let index = filled(&clustered(&mut Rng(25), 900, 20, 40), IndexOptions { cells_above: 200, ..CELLS });
    let copy = |without: &str| {
        let mut copy = VectorIndex::new(40, CELLS);
        for (part, _) in index.parts().iter().filter(|(part, _)| part != without) {
            copy.import(part, &index.export(part).unwrap()).unwrap();
        }
        copy.finish_import();
        copy.plan.unwrap()
    };
    assert_eq!(Some(&copy("")), index.plan.as_ref());
    assert!(copy("plan-cuts").stale);
}

#[test]
fn many_queries_count_for_the_plan_as_one_by_one() {
    let index = filled(&clustered(&mut Rng(11), 300, 20, 40), CELLS);
    let queries = clustered(&mut Rng(12), 3, 20, 40);
    let queries: Vec<&[f32]> = queries.iter().map(Vec::as_slice).collect();
    let before = index.asked.get();
    index.search_many(&queries, 7, None, Effort::Exact).unwrap();
    assert_eq!((index.asked.get(), index.recent.borrow().len()), (before + 3, 3));
}

#[test]
fn one_bad_query_of_many_is_refused() {
    let index = filled(&clustered(&mut Rng(10), 300, 20, 40), CELLS);
    let good = vec![1.0; 40];
    assert!(index.search_many(&[&good, &[f32::NAN; 40]], 7, None, Effort::Exact).is_err());
    assert!(index.search_many(&[&good, &[1.0; 39]], 7, None, Effort::Exact).is_err());
    assert!(index.search_many(&[], 7, None, Effort::Exact).unwrap().is_empty());
}
