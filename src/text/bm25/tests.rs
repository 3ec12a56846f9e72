//! Against BM25 read off the texts, against a rebuild, and against its own parts.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::{query::query_terms, *};
use crate::text::Threads;

/// BM25 read off the texts each time.
fn naive(texts: &BTreeMap<u32, String>, query: &str, k: usize, allowed: Option<&SlotSet>) -> Vec<Scored> {
    let tokens: BTreeMap<u32, Vec<String>> = texts.iter().map(|(s, t)| (*s, tokenize(t))).collect();
    let average = tokens.values().map(Vec::len).sum::<usize>() as f64 / tokens.len() as f64;
    let mut all = Vec::new();
    for (&slot, words) in tokens.iter().filter(|(slot, _)| allowed.is_none_or(|set| set.contains(**slot))) {
        let mut score = 0.0;
        for (term, in_query) in query_terms(query) {
            let times = words.iter().filter(|w| **w == term).count() as f64;
            let with = tokens.values().filter(|words| words.contains(&term)).count() as f64;
            let idf = ((tokens.len() as f64 - with + 0.5) / (with + 0.5)).ln_1p();
            let norm = 1.2 * (1.0 - 0.75 + 0.75 * words.len() as f64 / average);
            score += f64::from(in_query) * idf * (times * 2.2 / (times + norm));
        }
        if score > 0.0 {
            all.push(Scored { slot, score: score as f32 });
        }
    }
    all.sort_by(Scored::best_first);
    all.truncate(k);
    all
}

fn text() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "tea",
        "teas",
        "the",
        "서울에서",
        "서울",
        "東京",
        "京都",
        "!",
        "coffee",
        "7",
    ]);
    proptest::collection::vec(word, 0..8).prop_map(|words| words.join(" "))
}

proptest! {
    #[test]
    fn after_any_steps_it_equals_the_naive_model_and_a_rebuild(
        steps in proptest::collection::vec((0_u32..12, proptest::option::weighted(0.7, text())), 0..60),
        query in text(),
        k in 0_usize..8,
        nth in proptest::option::of(1_u32..4),
    ) {
        let (mut index, mut texts) = (WordIndex::new(), BTreeMap::new());
        for (slot, text) in steps {
            match text {
                Some(text) => {
                    index.insert(slot, &text);
                    texts.insert(slot, text);
                }
                None => prop_assert_eq!(index.remove(slot), texts.remove(&slot).is_some()),
            }
            prop_assert_eq!(index.len(), texts.len());
        }
        let allowed = nth.map(|n| (0..12).filter(|slot| slot % n == 0).collect::<SlotSet>());
        let found = index.search(&query, k, allowed.as_ref());
        let mut rebuilt = WordIndex::new();
        texts.iter().for_each(|(slot, text)| rebuilt.insert(*slot, text));
        prop_assert_eq!(&found, &rebuilt.search(&query, k, allowed.as_ref()));
        prop_assert_eq!(found, naive(&texts, &query, k, allowed.as_ref()));
    }
}

/// Words of every kind that texts have tokens for, and queries look up others for.
fn any_text() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "tea",
        "coffee",
        "toffee",
        "cofee",
        "Wi-Fi",
        "wifi",
        "ice",
        "cream",
        "icecream",
        "C++",
        "C",
        "Katze",
        "Katzen",
        "und",
        "nicht",
        "chevaux",
        "cheval",
        "들었어요",
        "듣다",
        "추운",
        "춥다",
        "김치찌개",
        "김치찌게",
        "김치",
        "찌개",
        "집밥",
        "집",
        "밥",
        "산다",
        "살아요",
        "🎂",
        "😂😂",
        "東京",
        "とうきょう",
        "2024년",
        "LLM을",
        "ㅋㅋㅋ",
        ".",
    ]);
    proptest::collection::vec(word, 0..6).prop_map(|words| words.join(" "))
}

proptest! {
    #[test]
    fn with_every_kind_of_word_it_equals_a_rebuild(
        steps in proptest::collection::vec((0_u32..9, proptest::option::weighted(0.7, any_text()), any::<bool>()), 0..40),
        query in any_text(),
    ) {
        let (mut index, mut texts, mut disk) = (WordIndex::new(), BTreeMap::new(), BTreeMap::new());
        for (slot, text, save) in steps {
            match text {
                Some(text) => {
                    index.insert(slot, &text);
                    texts.insert(slot, text);
                }
                None => prop_assert_eq!(index.remove(slot), texts.remove(&slot).is_some()),
            }
            if save {
                index = save_and_load(&index, &mut disk);
            }
        }
        let mut rebuilt = WordIndex::new();
        texts.iter().for_each(|(slot, text)| rebuilt.insert(*slot, text));
        prop_assert_eq!(index.search(&query, 9, None), rebuilt.search(&query, 9, None));
        let threads = Threads::new();
        let (scores, expected) =
            (index.search_threads(&query, &threads, &[]), rebuilt.search_threads(&query, &threads, &[]));
        (0..9).for_each(|slot| assert_eq!(scores.of(slot), expected.of(slot)));
    }

    #[test]
    fn words_that_are_near_never_change_the_scores_of_known_ones(
        texts in proptest::collection::btree_map(0_u32..9, "(coffee |toffee |house |horse |hoarse |mouse |bouse ){0,5}", 1..9),
        query in "(coffee |toffee |house |horse |hoarse |mouse ){0,4}",
    ) {
        let known = |word: &&str| texts.values().any(|text| text.split(' ').any(|other| other == *word));
        let query: Vec<&str> = query.split_whitespace().filter(known).collect();
        let mut index = WordIndex::new();
        texts.iter().for_each(|(slot, text)| index.insert(*slot, text));
        prop_assert_eq!(index.search(&query.join(" "), 9, None), naive(&texts, &query.join(" "), 9, None));
    }
}

/// Saves the parts whose version moved, as a snapshot does, and loads the whole from what is saved.
fn save_and_load(index: &WordIndex, disk: &mut BTreeMap<String, (u64, Vec<u8>)>) -> WordIndex {
    for (name, version) in index.parts() {
        if disk.get(&name).is_none_or(|(saved, _)| *saved != version) {
            disk.insert(name.clone(), (version, index.export(&name).unwrap()));
        }
    }
    let mut loaded = WordIndex::new();
    disk.iter().for_each(|(name, (_, bytes))| loaded.import(name, bytes).unwrap());
    for (name, version) in loaded.parts() {
        disk.get_mut(&name).unwrap().0 = version;
    }
    loaded.finish_import().unwrap();
    loaded
}

proptest! {
    #[test]
    fn saved_in_parts_and_loaded_it_equals_a_rebuild(
        steps in proptest::collection::vec((0_u32..1_200, proptest::option::weighted(0.7, text()), any::<bool>()), 0..40),
        query in text(),
    ) {
        let (mut index, mut texts, mut disk) = (WordIndex::new(), BTreeMap::new(), BTreeMap::new());
        for (slot, text, save) in steps {
            match text {
                Some(text) => {
                    index.insert(slot, &text);
                    texts.insert(slot, text);
                }
                None => prop_assert_eq!(index.remove(slot), texts.remove(&slot).is_some()),
            }
            if save {
                index = save_and_load(&index, &mut disk);
            }
        }
        index = save_and_load(&index, &mut disk);
        prop_assert_eq!(index.len(), texts.len());
        let mut rebuilt = WordIndex::new();
        texts.iter().for_each(|(slot, text)| rebuilt.insert(*slot, text));
        prop_assert_eq!(index.search(&query, 9, None), rebuilt.search(&query, 9, None));
    }
}

#[test]
fn a_small_change_touches_few_parts_and_a_lost_part_only_its_texts() {
    let mut index = WordIndex::new();
    (0..2_000).for_each(|slot| index.insert(slot, &format!("tea number{slot} of shelf{}", slot % 40)));
    let before = index.parts();
    index.insert(2_000, "tea and a newcomer");
    let moved = index.parts().iter().filter(|part| !before.contains(part)).count();
    assert_eq!(moved, 2, "one of the words, one of the texts");
    let mut loaded = WordIndex::new();
    for (name, _) in index.parts() {
        if name != "texts/00000001" {
            loaded.import(&name, &index.export(&name).unwrap()).unwrap();
        }
    }
    loaded.finish_import().unwrap();
    assert!(
        loaded.contains(511) && !loaded.contains(512) && !loaded.contains(1_023) && loaded.contains(1_024)
    );
    assert!(loaded.search("number600", 3, None).is_empty());
    (512..1_024).for_each(|slot| loaded.insert(slot, &format!("tea number{slot} of shelf{}", slot % 40)));
    for query in ["number600", "tea shelf7", "newcomer"] {
        assert_eq!(loaded.search(query, 9, None), index.search(query, 9, None));
    }
}

#[test]
fn what_is_no_part_is_refused() {
    let mut index = WordIndex::new();
    index.insert(0, "tea");
    let (terms, texts) = (index.export("terms/00000000").unwrap(), index.export("texts/00000000").unwrap());
    for (name, bytes) in
        [("terms/00000000", &texts[..]), ("texts/x", &texts), ("texts/ffffffff", &texts), ("", &[])]
    {
        assert!(WordIndex::new().import(name, bytes).is_err(), "{name}");
    }
    for cut in 0..texts.len() {
        assert!(WordIndex::new().import("texts/00000000", &texts[..cut]).is_err());
    }
    let mut twice = WordIndex::new();
    twice.import("texts/00000000", &texts).unwrap();
    assert!(twice.finish_import().is_err(), "a text without its words");
    assert!(twice.import("texts/00000000", &texts).is_err());
    assert!(
        twice.import("terms/00000001", &terms).is_ok() && twice.import("terms/00000000", &terms).is_err()
    );
}

#[test]
fn what_is_erased_is_not_saved() {
    let mut index = WordIndex::new();
    index.insert(0, "tea marzipan");
    index.insert(1, "tea");
    index.remove(0);
    let saved: Vec<u8> = index.parts().iter().flat_map(|(name, _)| index.export(name).unwrap()).collect();
    assert!(
        String::from_utf8_lossy(&saved).contains("tea")
            && !String::from_utf8_lossy(&saved).contains("marzipan")
    );
}

fn finds(texts: &[&str], query: &str) -> Vec<u32> {
    let mut index = WordIndex::new();
    (0..).zip(texts).for_each(|(slot, text)| index.insert(slot, text));
    index.search(query, 10, None).iter().map(|s| s.slot).collect()
}

#[test]
fn words_find_texts_in_any_language() {
    let texts = [
        "서울에서 살아요",
        "라면을 먹었어요",
        "東京都に住んでいます",
        "She is allergic to peanuts",
        "Über die Straße",
        "ฉันชอบกินข้าว",
    ];
    for (query, first) in [
        ("서울", 0),
        ("먹다", 1),
        ("라면", 1),
        ("東京", 2),
        ("京都", 2),
        ("what is the peanut", 3),
        ("strasse", 4),
        ("ข้าว", 5),
    ] {
        assert_eq!(finds(&texts, query).first(), Some(&first), "{query}");
    }
    assert!(finds(&texts, "부산").is_empty());
}

#[test]
fn stop_words_count_only_where_nothing_else_is_asked() {
    let texts = ["the who", "what is it", "green tea"];
    assert_eq!(finds(&texts, "the who"), [0]);
    assert_eq!(finds(&texts, "what is green"), [2]);
    for nothing in ["", "?!", "\u{301}", "💥"] {
        assert!(finds(&texts, nothing).is_empty());
    }
}

#[test]
fn rare_words_and_short_texts_rank_higher() {
    assert_eq!(
        finds(&["tea tea", "tea and milk", "tea and honey cake", "rare tea"], "rare tea")[..2],
        [3, 0]
    );
}

#[test]
fn removed_words_leave_nothing_behind() {
    let mut index = WordIndex::new();
    index.insert(70_000, "a b c 서울에서");
    index.insert(70_000, "d");
    assert!(index.remove(70_000) && !index.remove(70_000));
    assert!(index.dictionary.is_empty() && index.is_empty() && index.total == 0);
    assert!(index.postings.iter().all(Vec::is_empty));
}
