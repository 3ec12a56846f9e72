//! Against the three readings worked out from the texts each time.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::{super::query::query_terms, *};
use crate::text::{Turn, tokenize};

/// Texts by slot; those with a minute are turns of thread 1, the odd ones of them said by a known speaker.
type Texts = BTreeMap<u32, (String, Option<i64>)>;

fn built(texts: &Texts) -> (WordIndex, Threads) {
    let (mut index, mut threads) = (WordIndex::new(), Threads::new());
    for (slot, (text, minute)) in texts {
        index.insert(*slot, text);
        if let Some(minute) = minute {
            threads.insert(*slot, turn(*slot, *minute));
        }
    }
    (index, threads)
}

fn turn(slot: u32, minute: i64) -> Turn {
    Turn { thread: 1, at: minute * 60_000, id: slot.into(), speaker: (slot % 2 == 1).then_some(1) }
}

fn bm25(times: f64, idf: f64, k1: f64, b: f64, length: f64) -> f64 {
    // No word at all in any text: there is no average to hold a length against.
    if times > 0.0 { idf * times * (k1 + 1.0) / (times + k1 * (1.0 - b + b * length)) } else { 0.0 }
}

/// The score of every text, part by part.
fn naive(texts: &Texts, query: &str, names: &[String]) -> BTreeMap<u32, WordScore> {
    let (_, threads) = built(texts);
    let words: BTreeMap<u32, Vec<String>> = texts.iter().map(|(s, (t, _))| (*s, tokenize(t))).collect();
    let windows: BTreeMap<u32, Vec<(u32, f64)>> = texts
        .keys()
        .map(|slot| {
            let beside = |d: i32, w: f64| Some((threads.beside(*slot, d)?, w));
            let mut window = vec![(*slot, 1.0)];
            window.extend((1..).zip(BEFORE).filter_map(|(d, w)| beside(-d, w)));
            window.extend((1..).zip(AFTER).filter_map(|(d, w)| beside(d, w)));
            (*slot, window)
        })
        .collect();
    let session_of = |slot: u32| match threads.session(slot) {
        Some(session) => threads.of_session(session).to_vec(),
        None => vec![slot],
    };
    let sessions: std::collections::BTreeSet<Vec<u32>> = texts.keys().map(|slot| session_of(*slot)).collect();
    let total: f64 = words.values().map(|w| w.len() as f64).sum();
    let (average, session_average) = (total / texts.len() as f64, total / sessions.len() as f64);
    let length = |slots: &[(u32, f64)]| slots.iter().map(|(s, w)| w * words[s].len() as f64).sum::<f64>();
    let terms = query_terms(query);
    let others = terms.iter().any(|(term, _)| !names.contains(term));
    let mut scores: BTreeMap<u32, WordScore> = texts.keys().map(|s| (*s, WordScore::default())).collect();
    for (term, in_query) in terms {
        let is_name = others && names.contains(&term);
        let times = |slot: u32| -> f64 {
            let spoken = threads.turn(slot).is_some_and(|t| t.speaker.is_some());
            let counted = words[&slot].iter().filter(|w| **w == term).count() as f64;
            if is_name && spoken { 0.0 } else { counted }
        };
        let sum = |slots: &[(u32, f64)]| slots.iter().map(|(s, w)| w * times(*s)).sum::<f64>();
        let whole = |session: &[u32]| session.iter().map(|s| (*s, 1.0)).collect::<Vec<_>>();
        let with = windows.values().filter(|w| sum(w) > 0.0).count() as f64;
        let sessions_with = sessions.iter().filter(|s| sum(&whole(s)) > 0.0).count() as f64;
        let rare = f64::from(in_query) * idf(texts.len() as f64, with);
        let rare_session = f64::from(in_query) * idf(sessions.len() as f64, sessions_with);
        for (slot, score) in &mut scores {
            let window = &windows[slot];
            let weights: f64 = window.iter().map(|(_, w)| w).sum();
            let session = whole(&session_of(*slot));
            score.own += (ALONE * bm25(times(*slot), rare, K1, B, words[slot].len() as f64 / average)) as f32;
            score.window += bm25(sum(window), rare, K1, B, length(window) / weights / average) as f32;
            let by_session =
                bm25(sum(&session), rare_session, SESSION_K1, SESSION_B, length(&session) / session_average);
            score.session += (SESSION * by_session) as f32;
        }
    }
    scores
}

fn text() -> impl Strategy<Value = String> {
    let word =
        prop::sample::select(vec!["tea", "teas", "the", "서울에서", "서울", "京都", "!", "coffee", "ana"]);
    proptest::collection::vec(word, 0..6).prop_map(|words| words.join(" "))
}

proptest! {
    #[test]
    fn it_equals_the_naive_model(
        texts in proptest::collection::btree_map(0_u32..14, (text(), proptest::option::weighted(0.8, 0_i64..120)), 1..14),
        query in text(),
        named in any::<bool>(),
    ) {
        let names: Vec<String> = named.then(|| "ana".to_owned()).into_iter().collect();
        let (index, threads) = built(&texts);
        let found = index.search_threads(&query, &threads, &names);
        for (slot, expected) in naive(&texts, &query, &names) {
            let score = found.of(slot);
            for (a, b) in [(score.own, expected.own), (score.window, expected.window), (score.session, expected.session)] {
                prop_assert!((a - b).abs() < 1e-4, "slot {}: {:?} instead of {:?}", slot, score, expected);
            }
        }
        let all: SlotSet = texts.keys().copied().collect();
        let best = found.best(14, &all);
        prop_assert!(best.is_sorted_by(|a, b| a.score >= b.score) && best.iter().all(|s| s.score > 0.0));
    }
}

#[test]
fn the_answer_after_a_question_is_found_by_the_words_of_the_question() {
    let texts: Texts = [
        (0, ("where did you spend your holiday in July?".to_owned(), Some(0))),
        (1, ("Lisbon, it was lovely".to_owned(), Some(1))),
        (2, ("I must tidy my desk".to_owned(), Some(200))),
        (3, ("mine as well".to_owned(), Some(201))),
    ]
    .into();
    let (mut index, mut threads) = built(&texts);
    let all: SlotSet = (0..4).collect();
    let found = |index: &WordIndex, threads: &Threads| -> Vec<u32> {
        let scores = index.search_threads("holiday in July", threads, &[]);
        scores.best(9, &all).iter().map(|s| s.slot).collect()
    };
    assert_eq!(found(&index, &threads), [0, 1]);
    index.remove(0);
    threads.remove(0);
    assert_eq!(
        found(&index, &threads),
        Vec::<u32>::new(),
        "nothing of a removed turn stays in its neighbours"
    );
}

#[test]
fn a_name_counts_as_a_word_only_where_the_speaker_is_not_known() {
    let texts: Texts = [
        (0, ("Ana likes tea".to_owned(), None)),
        (1, ("Ana, do you like tea?".to_owned(), Some(0))),
        (2, ("Ana, what about tea?".to_owned(), Some(100))),
        (3, ("something else".to_owned(), Some(300))),
    ]
    .into();
    let (index, threads) = built(&texts);
    let plain = index.search_threads("Ana tea", &threads, &[]);
    let names = ["ana".to_owned()];
    let named = index.search_threads("Ana tea", &threads, &names);
    assert!(named.of(1).total() < plain.of(1).total(), "slot 1 has a speaker");
    assert!(named.of(0).own > named.of(1).own && named.of(2).own > named.of(1).own);
    assert!(
        index.search_threads("Ana", &threads, &names).of(1).total() > 0.0,
        "a name alone is searched for"
    );
}
