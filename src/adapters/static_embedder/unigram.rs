//! The likeliest way to take a text for a row of pieces (Kudo 2018, "Subword Regularization", the Unigram model;
//! SentencePiece's Viterbi): one pass, the best way to each byte.

use super::{bytes::corrupt, trie::Trie};
use crate::Result;

/// What SentencePiece puts before every word.
pub(super) const SPACE: char = '▁';

/// A vocabulary with the log probability of each piece.
pub(super) struct Unigram {
    trie: Trie,
    /// Minus the log probability, by id.
    costs: Vec<f32>,
    /// What a character costs that is no piece by itself.
    unknown: f32,
    /// Whether no piece goes over the start of a word, so that words can be taken one by one.
    splits: bool,
}

/// Memory that calls share: it grows to the longest word and stays.
#[derive(Default)]
pub(super) struct Lattice {
    /// For each byte of a word: the cost of the best way to it, where its last piece began, and that piece.
    best: Vec<(f64, u32, u32)>,
    path: Vec<u32>,
}

/// The way over a character that no piece covers.
const UNKNOWN: u32 = u32::MAX;

impl Unigram {
    /// The pieces with their ids; the cost (minus log probability) of each id; `unknown` is what a character costs that no
    /// piece covers. Error: `model_corrupt`.
    pub(super) fn new(pieces: Vec<(&str, u32)>, costs: Vec<f32>, unknown: f32) -> Result<Self> {
        if pieces.len() > costs.len() || !costs.iter().all(|c| c.is_finite()) || !unknown.is_finite() {
            return Err(corrupt("has no proper score for each piece"));
        }
        let splits = pieces.iter().all(|(piece, _)| !piece.chars().skip(1).any(|c| c == SPACE));
        let trie = Trie::new(pieces.into_iter().map(|(piece, id)| (piece.as_bytes(), id)).collect())?;
        Ok(Self { trie, costs, unknown, splits })
    }

    /// Appends the ids of the pieces of `text` to `ids`; characters that no piece covers are left out. `text` is
    /// normalised and has [`SPACE`] before each word.
    pub(super) fn tokenize(&self, text: &str, lattice: &mut Lattice, ids: &mut Vec<u32>) {
        if !self.splits {
            return self.best_path(text, lattice, ids);
        }
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let after = rest.get(first.len_utf8()..).unwrap_or_default();
            let end = after.find(SPACE).map_or(rest.len(), |at| at + first.len_utf8());
            let (word, others) = rest.split_at_checked(end).unwrap_or((rest, ""));
            self.best_path(word, lattice, ids);
            rest = others;
        }
    }

    fn best_path(&self, word: &str, lattice: &mut Lattice, ids: &mut Vec<u32>) {
        let bytes = word.as_bytes();
        lattice.best.clear();
        lattice.best.resize(bytes.len() + 1, (f64::INFINITY, 0, UNKNOWN));
        if let Some(start) = lattice.best.first_mut() {
            start.0 = 0.0;
        }
        for (start, character) in word.char_indices() {
            let Some(&(cost, ..)) = lattice.best.get(start) else { break };
            let width = character.len_utf8();
            let mut alone = false;
            let best = &mut lattice.best;
            self.trie.prefixes(bytes.get(start..).unwrap_or_default(), |length, id| {
                alone |= length == width;
                let piece = self.costs.get(id as usize).copied().unwrap_or(self.unknown);
                improve(best, start, length, cost + f64::from(piece), id);
            });
            if !alone {
                improve(best, start, width, cost + f64::from(self.unknown), UNKNOWN);
            }
        }
        let mut at = bytes.len();
        while let Some(&(_, start, id)) = lattice.best.get(at).filter(|_| at > 0) {
            if id != UNKNOWN {
                lattice.path.push(id);
            }
            at = start as usize;
        }
        ids.extend(lattice.path.drain(..).rev());
    }
}

#[inline]
fn improve(best: &mut [(f64, u32, u32)], start: usize, length: usize, cost: f64, id: u32) {
    if let Some(to) = best.get_mut(start + length).filter(|to| cost < to.0) {
        *to = (cost, start as u32, id);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn model(pieces: &[(&str, f32)]) -> Unigram {
        let named = pieces.iter().zip(0..).map(|((piece, _), id)| (*piece, id)).collect();
        Unigram::new(named, pieces.iter().map(|(_, cost)| *cost).collect(), 20.0).unwrap()
    }

    fn tokens(model: &Unigram, text: &str) -> Vec<u32> {
        let mut ids = Vec::new();
        model.tokenize(text, &mut Lattice::default(), &mut ids);
        ids
    }

    #[test]
    fn takes_the_likeliest_pieces_and_leaves_out_what_none_covers() {
        let model = model(&[
            ("▁", 4.0),
            ("a", 3.0),
            ("b", 3.0),
            ("ab", 2.0),
            ("▁ab", 9.5),
            ("▁a", 1.0),
            ("서울", 5.0),
        ]);
        assert_eq!(tokens(&model, "▁ab"), [5, 2], "1 + 3 < 4 + 2");
        assert_eq!(tokens(&model, "▁abab▁b"), [5, 2, 3, 0, 2]);
        assert_eq!(tokens(&model, "▁서울에서"), [0, 6]);
        assert_eq!(tokens(&model, "🙂"), Vec::<u32>::new());
        assert_eq!(tokens(&model, ""), Vec::<u32>::new());
    }

    #[test]
    fn pieces_of_several_words_are_found_too() {
        let model = model(&[("▁new", 5.0), ("▁york", 5.0), ("▁new▁york", 7.0)]);
        assert_eq!(tokens(&model, "▁new▁york▁new"), [2, 0]);
    }

    #[test]
    fn a_long_text_without_spaces_takes_memory_in_proportion() {
        let model = model(&[("ab", 2.0), ("aba", 2.5), ("a", 4.0), ("b", 4.0)]);
        let text = "ab".repeat(50_000);
        let mut lattice = Lattice::default();
        let mut ids = Vec::new();
        model.tokenize(&text, &mut lattice, &mut ids);
        assert_eq!(ids.len(), 50_000);
        assert_eq!(lattice.best.len(), text.len() + 1);
    }

    /// Every way to cut a text, tried one by one.
    fn cheapest(pieces: &[(&str, f32)], text: &str) -> f32 {
        let mut rest = text.chars();
        let Some(first) = rest.next() else { return 0.0 };
        let after = pieces.iter().filter_map(|(piece, cost)| Some((text.strip_prefix(piece)?, cost)));
        let known = after.map(|(after, cost)| cost + cheapest(pieces, after));
        let alone = pieces.iter().any(|(piece, _)| piece.chars().eq([first]));
        let unknown = (!alone).then(|| 20.0 + cheapest(pieces, rest.as_str()));
        known.chain(unknown).fold(f32::INFINITY, f32::min)
    }

    proptest! {
        #[test]
        fn no_other_way_is_likelier(
            pieces in prop::collection::btree_map("▁?[a-b가]{1,3}", 1_u8..40, 1..12), words in "(▁[a-c가]{0,4}){1,3}",
        ) {
            let pieces: Vec<(&str, f32)> = pieces.iter().map(|(p, c)| (p.as_str(), f32::from(*c))).collect();
            let ids = tokens(&model(&pieces), &words);
            let covered: usize = ids.iter().map(|id| pieces[*id as usize].0.chars().count()).sum();
            let known: f32 = ids.iter().map(|id| pieces[*id as usize].1).sum();
            let cost = known + 20.0 * (words.chars().count() - covered) as f32;
            prop_assert!((cost - cheapest(&pieces, &words)).abs() < 1e-3);
        }
    }
}
