//! Ranking by words where texts are turns of conversations: a question shares its words with the turn before the answer
//! as often as with the answer, and with the session around both.
//!
//! Three readings of BM25, added: the text alone, the text with its neighbours, its session. The neighbours enter as in
//! BM25F (Robertson, Zaragoza & Taylor, "Simple BM25 Extension to Multiple Weighted Fields", 2004): how often a word
//! comes is summed over the window, with weights, *before* it saturates, so that two words in two adjacent turns count
//! as two and one word said twice does not. A text that is no turn is a window and a session of its own.

use super::{Posting, WordIndex};
use crate::{
    index::{Scored, SlotSet, TopK},
    text::threads::Threads,
};

/// What the turns before a text count, the nearest first; and those after it.
const BEFORE: [f64; 3] = [0.6, 0.3, 0.15];
const AFTER: [f64; 3] = [0.4, 0.2, 0.1];
/// What a text alone and its session count beside the window's 1.
const ALONE: f64 = 0.3;
const SESSION: f64 = 0.5;
/// BM25's two parameters for a text and its window. The measured optimum is flat between 0.8 and 1.6, 0.3 and 0.75.
const K1: f64 = 1.0;
const B: f64 = 0.5;
/// And for sessions.
const SESSION_K1: f64 = 1.2;
const SESSION_B: f64 = 0.75;

/// What a text's words scored: the sum is the score.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct WordScore {
    /// By its own words.
    pub own: f32,
    /// By its own and its neighbours' words together.
    pub window: f32,
    /// By the words of its session.
    pub session: f32,
}

impl WordScore {
    /// The score.
    pub fn total(&self) -> f32 {
        self.own + self.window + self.session
    }
}

/// The scores of one query.
#[derive(Debug, Default)]
pub struct WordScores {
    scores: Vec<WordScore>,
    full: f32,
}

impl WordScores {
    /// What a text of mean length would score that says every word of the query once, in a session of mean length that
    /// does, too. Words that nobody has used count as the rarest: they are not covered.
    pub fn full(&self) -> f32 {
        self.full
    }

    /// What a slot scored; 0 where it shares no word with the query, nor anything near it does.
    pub fn of(&self, slot: u32) -> WordScore {
        self.scores.get(slot as usize).copied().unwrap_or_default()
    }

    /// The `k` best of `allowed`, best first, ties by slot. Scores are above 0 and have no upper bound.
    pub fn best(&self, k: usize, allowed: &SlotSet) -> Vec<Scored> {
        let mut top = TopK::new(k);
        for (slot, score) in (0_u32..).zip(&self.scores) {
            let total = score.total();
            if total > 0.0 && allowed.contains(slot) {
                top.push(slot, total);
            }
        }
        top.into_sorted()
    }
}

impl WordIndex {
    /// Scores every text by the words of `query`, with those of its neighbours and its session. `names` are tokens of
    /// the query that say whose turns are asked for: in turns whose speaker is known they do not count as words, unless
    /// the query has no other. Other forms of its words, and what may be meant by one that no text has, count as in
    /// [`Self::search`]. How rare a word is, is counted over all texts.
    pub fn search_threads(&self, query: &str, threads: &Threads, names: &[String]) -> WordScores {
        let mut pass = Pass::new(self, threads);
        for clause in self.clauses(query, names) {
            let counts =
                |p: &&Posting| !clause.is_name || threads.turn(p.slot).is_none_or(|t| t.speaker.is_none());
            let full = pass.take(clause.weight, clause.postings.iter().filter(counts));
            if clause.is_asked && !clause.is_name {
                pass.full += full;
            }
        }
        WordScores { scores: pass.scores, full: pass.full as f32 }
    }
}

/// One query's way over the index.
struct Pass<'a> {
    index: &'a WordIndex,
    threads: &'a Threads,
    scores: Vec<WordScore>,
    full: f64,
    /// Of the word at hand: how often it comes in each window, and in which it comes at all.
    times: Vec<f64>,
    met: Vec<u32>,
    /// The same for sessions.
    session_times: Vec<f64>,
    sessions_met: Vec<u32>,
    /// Saturation norms, once they were asked for.
    norms: Vec<f64>,
    session_norms: Vec<f64>,
    /// Sessions there are, each text outside of conversations one of its own.
    session_count: f64,
}

impl<'a> Pass<'a> {
    fn new(index: &'a WordIndex, threads: &'a Threads) -> Self {
        let (slots, sessions) = (index.texts.len(), threads.sessions());
        Self {
            index,
            threads,
            scores: vec![WordScore::default(); slots],
            full: 0.0,
            times: vec![0.0; slots],
            met: Vec::new(),
            session_times: vec![0.0; sessions],
            sessions_met: Vec::new(),
            norms: vec![0.0; slots],
            session_norms: vec![0.0; sessions],
            session_count: (sessions + index.len().saturating_sub(threads.len())) as f64,
        }
    }

    /// Adds what one word brings. Returns what it brings at full: once, in a text and in a session of mean length.
    fn take<'p>(&mut self, weight: f64, postings: impl Iterator<Item = &'p Posting>) -> f64 {
        let mut own = Vec::new();
        let mut alone = 0_usize;
        for posting in postings {
            let times = f64::from(posting.times);
            own.push((posting.slot, times));
            self.meet(posting.slot, times);
            // What stands before this text has it among those after, and the other way round.
            for (distance, (after, before)) in (1_i32..).zip(AFTER.into_iter().zip(BEFORE)) {
                if let Some(slot) = self.threads.beside(posting.slot, -distance) {
                    self.meet(slot, after * times);
                }
                if let Some(slot) = self.threads.beside(posting.slot, distance) {
                    self.meet(slot, before * times);
                }
            }
            match self.threads.session(posting.slot) {
                Some(session) => self.meet_session(session, times),
                None => alone += 1,
            }
        }
        let rare = weight * idf(self.index.len() as f64, self.met.len() as f64);
        let rare_session = weight * idf(self.session_count, (self.sessions_met.len() + alone) as f64);
        for (slot, times) in own {
            let norm = K1 * (1.0 - B + B * self.length(slot) / self.average());
            self.add(slot, |score| score.own += (ALONE * rare * saturate(times, K1, norm)) as f32);
            if self.threads.session(slot).is_none() {
                let norm = self.session_norm(self.length(slot));
                let gain = SESSION * rare_session * saturate(times, SESSION_K1, norm);
                self.add(slot, |score| score.session += gain as f32);
            }
        }
        for slot in std::mem::take(&mut self.met) {
            let times = self.times.get_mut(slot as usize).map(std::mem::take).unwrap_or_default();
            let gain = rare * saturate(times, K1, self.window_norm(slot));
            self.add(slot, |score| score.window += gain as f32);
        }
        for session in std::mem::take(&mut self.sessions_met) {
            let times = self.session_times.get_mut(session as usize).map(std::mem::take).unwrap_or_default();
            let gain = SESSION * rare_session * saturate(times, SESSION_K1, self.norm_of_session(session));
            for slot in self.threads.of_session(session) {
                self.add(*slot, |score| score.session += gain as f32);
            }
        }
        (1.0 + ALONE) * rare + SESSION * rare_session
    }

    fn meet(&mut self, slot: u32, times: f64) {
        let Some(sum) = self.times.get_mut(slot as usize) else { return };
        if *sum == 0.0 {
            self.met.push(slot);
        }
        *sum += times;
    }

    fn meet_session(&mut self, session: u32, times: f64) {
        let Some(sum) = self.session_times.get_mut(session as usize) else { return };
        if *sum == 0.0 {
            self.sessions_met.push(session);
        }
        *sum += times;
    }

    fn add(&mut self, slot: u32, change: impl FnOnce(&mut WordScore)) {
        if let Some(score) = self.scores.get_mut(slot as usize) {
            change(score);
        }
    }

    /// How many words a text has.
    fn length(&self, slot: u32) -> f64 {
        self.index
            .texts
            .get(slot as usize)
            .and_then(Option::as_ref)
            .map_or(0.0, |text| f64::from(text.length))
    }

    fn average(&self) -> f64 {
        self.index.total as f64 / self.index.len() as f64
    }

    /// The norm of a window: its length is the weighted mean of its texts', so that the first turn of a session, which
    /// has fewer neighbours, is not taken for a short text.
    fn window_norm(&mut self, slot: u32) -> f64 {
        let known = self.norms.get(slot as usize).copied().unwrap_or_default();
        if known > 0.0 {
            return known;
        }
        let (mut length, mut weights) = (self.length(slot), 1.0);
        for (distance, (after, before)) in (1_i32..).zip(AFTER.into_iter().zip(BEFORE)) {
            for (beside, weight) in [(-distance, before), (distance, after)] {
                if let Some(slot) = self.threads.beside(slot, beside) {
                    length += weight * self.length(slot);
                    weights += weight;
                }
            }
        }
        let norm = K1 * (1.0 - B + B * length / weights / self.average());
        if let Some(place) = self.norms.get_mut(slot as usize) {
            *place = norm;
        }
        norm
    }

    fn norm_of_session(&mut self, session: u32) -> f64 {
        let known = self.session_norms.get(session as usize).copied().unwrap_or_default();
        if known > 0.0 {
            return known;
        }
        let length = self.threads.of_session(session).iter().map(|slot| self.length(*slot)).sum();
        let norm = self.session_norm(length);
        if let Some(place) = self.session_norms.get_mut(session as usize) {
            *place = norm;
        }
        norm
    }

    fn session_norm(&self, length: f64) -> f64 {
        let average = self.index.total as f64 / self.session_count;
        SESSION_K1 * (1.0 - SESSION_B + SESSION_B * length / average)
    }
}

fn idf(all: f64, with: f64) -> f64 {
    ((all - with + 0.5) / (with + 0.5)).max(0.0).ln_1p()
}

fn saturate(times: f64, k1: f64, norm: f64) -> f64 {
    times * (k1 + 1.0) / (times + norm)
}

#[cfg(test)]
#[path = "threaded_tests.rs"]
mod tests;
