//! Ranking by words: Okapi BM25 (Robertson & Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009)
//! with Lucene's idf, which is never negative: `ln(1 + (N − n + 0.5) / (n + 0.5))`.

use std::collections::HashMap;

use super::{stop_words::is_stop_word, tokenize::tokenize};
use crate::index::{Scored, SlotSet, TopK};

/// How fast a repeated word stops adding.
const K1: f64 = 1.2;
/// How much a long text is held against its matches.
const B: f64 = 0.75;
/// The most distinct words of a query that are looked up.
const MAX_QUERY_TERMS: usize = 512;

/// Texts by slot, searched by their words. Inserting and removing one by one leaves exactly the scores that building
/// from the texts left would give.
#[derive(Debug, Default)]
pub struct WordIndex {
    /// The number of each word that some text has.
    terms: HashMap<String, usize>,
    postings: Vec<Vec<Posting>>,
    /// Numbers of words and texts that are free again.
    free_terms: Vec<usize>,
    free_texts: Vec<usize>,
    texts: Vec<Text>,
    /// The number of each slot's text.
    numbers: HashMap<u32, usize>,
    /// Tokens of all texts together.
    total: u64,
}

/// That a text has a word. Sorted by text.
#[derive(Clone, Copy, Debug)]
struct Posting {
    text: usize,
    times: u32,
}

#[derive(Debug, Default)]
struct Text {
    slot: u32,
    length: u32,
    /// Its distinct words.
    terms: Vec<(String, u32)>,
}

impl WordIndex {
    /// An empty index.
    pub fn new() -> Self {
        Self::default()
    }

    /// Indexes a text, in place of the one the slot has. Of a very long text, only what
    /// [`super::tokenize::tokenize`] reads.
    pub fn insert(&mut self, slot: u32, text: &str) {
        self.remove(slot);
        let tokens = tokenize(text);
        let length = u32::try_from(tokens.len()).unwrap_or(u32::MAX);
        let terms = count(tokens);
        let number = self.free_texts.pop().unwrap_or_else(|| {
            self.texts.push(Text::default());
            self.texts.len() - 1
        });
        for (term, times) in &terms {
            let term = self.term(term);
            if let Some(postings) = self.postings.get_mut(term) {
                let at = postings.partition_point(|posting| posting.text < number);
                postings.insert(at, Posting { text: number, times: *times });
            }
        }
        if let Some(entry) = self.texts.get_mut(number) {
            *entry = Text { slot, length, terms };
        }
        self.numbers.insert(slot, number);
        self.total += u64::from(length);
    }

    /// Takes a slot's text out. True if it had one.
    pub fn remove(&mut self, slot: u32) -> bool {
        let Some(number) = self.numbers.remove(&slot) else { return false };
        self.free_texts.push(number);
        let Some(text) = self.texts.get_mut(number).map(std::mem::take) else { return true };
        self.total -= u64::from(text.length);
        for (term, _) in text.terms {
            let Some(&id) = self.terms.get(&term) else { continue };
            let Some(postings) = self.postings.get_mut(id) else { continue };
            if let Ok(at) = postings.binary_search_by_key(&number, |posting| posting.text) {
                postings.remove(at);
            }
            if postings.is_empty() {
                *postings = Vec::new();
                self.terms.remove(&term);
                self.free_terms.push(id);
            }
        }
        true
    }

    /// The `k` slots that match `query` best among `allowed` (all, if none is given), best first; ties by slot. Slots
    /// that share no word with it are left out; scores are above 0 and have no upper bound.
    ///
    /// Stop words of the query are left out if another word remains. How rare a word is, is counted over all texts, so
    /// `allowed` decides who is ranked and never changes a score.
    pub fn search(&self, query: &str, k: usize, allowed: Option<&SlotSet>) -> Vec<Scored> {
        let mut scores = vec![0.0_f64; self.texts.len()];
        let mut met = Vec::new();
        for (term, times) in query_terms(query) {
            let Some(postings) = self.terms.get(&term).and_then(|&id| self.postings.get(id)) else {
                continue;
            };
            let weight = f64::from(times) * self.idf(postings.len());
            for posting in postings {
                let (Some(text), Some(score)) = (self.texts.get(posting.text), scores.get_mut(posting.text))
                else {
                    continue;
                };
                if allowed.is_none_or(|set| set.contains(text.slot)) {
                    if *score == 0.0 {
                        met.push(posting.text);
                    }
                    *score += weight * self.saturation(posting.times, text.length);
                }
            }
        }
        let mut top = TopK::new(k);
        for number in met {
            if let (Some(text), Some(&score)) = (self.texts.get(number), scores.get(number)) {
                top.push(text.slot, score as f32);
            }
        }
        top.into_sorted()
    }

    /// How many texts it holds, those without a word counted.
    pub fn len(&self) -> usize {
        self.numbers.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }

    fn term(&mut self, term: &str) -> usize {
        if let Some(&id) = self.terms.get(term) {
            return id;
        }
        let id = self.free_terms.pop().unwrap_or_else(|| {
            self.postings.push(Vec::new());
            self.postings.len() - 1
        });
        self.terms.insert(term.to_owned(), id);
        id
    }

    fn idf(&self, texts_with_it: usize) -> f64 {
        let (all, with) = (self.len() as f64, texts_with_it as f64);
        ((all - with + 0.5) / (with + 0.5)).ln_1p()
    }

    fn saturation(&self, times: u32, length: u32) -> f64 {
        let average = self.total as f64 / self.len() as f64;
        let times = f64::from(times);
        times * (K1 + 1.0) / (times + K1 * (1.0 - B + B * f64::from(length) / average))
    }
}

/// Distinct tokens in order of first appearance, and how often each comes.
fn count(tokens: Vec<String>) -> Vec<(String, u32)> {
    let mut counted: Vec<(String, u32)> = Vec::new();
    let mut places = HashMap::new();
    for token in tokens {
        let place = *places.entry(token).or_insert_with_key(|token| {
            counted.push((token.clone(), 0));
            counted.len() - 1
        });
        if let Some((_, times)) = counted.get_mut(place) {
            *times += 1;
        }
    }
    counted
}

fn query_terms(query: &str) -> Vec<(String, u32)> {
    let mut terms = count(tokenize(query));
    if terms.iter().any(|(term, _)| !is_stop_word(term)) {
        terms.retain(|(term, _)| !is_stop_word(term));
    }
    terms.truncate(MAX_QUERY_TERMS);
    terms
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    /// BM25 read off the texts each time.
    fn naive(texts: &BTreeMap<u32, String>, query: &str, k: usize, allowed: Option<&SlotSet>) -> Vec<Scored> {
        let tokens: BTreeMap<u32, Vec<String>> = texts.iter().map(|(s, t)| (*s, tokenize(t))).collect();
        let average = tokens.values().map(Vec::len).sum::<usize>() as f64 / tokens.len() as f64;
        let mut all = Vec::new();
        for (&slot, words) in tokens.iter().filter(|(slot, _)| allowed.is_none_or(|set| set.contains(**slot)))
        {
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
        index.insert(u32::MAX, "a b c 서울에서");
        index.insert(u32::MAX, "d");
        assert!(index.remove(u32::MAX) && !index.remove(u32::MAX));
        assert!(index.terms.is_empty() && index.numbers.is_empty() && index.total == 0);
        assert!(index.postings.iter().all(Vec::is_empty));
    }
}
