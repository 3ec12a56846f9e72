//! A Hugging Face `tokenizer.json`: a normaliser, where words are cut, and WordPiece or Unigram.

use std::collections::{HashMap, HashSet};

use serde::Deserialize;
use serde_json::Value;

use super::{
    super::{
        bytes::corrupt,
        unigram::{Lattice, Unigram},
    },
    text::{Normalizer, PreTokenizer},
    wordpiece::WordPiece,
};
use crate::{Result, sort::Arrange};

/// The most tokens of a text that count, as model2vec has it.
const MAX_TOKENS: usize = 512;
/// What an unknown character costs more than the rarest piece (SentencePiece's `kUnkPenalty`).
const UNKNOWN_COST: f64 = 10.0;

/// The parts of a file that count, each still to be read ([`super::text`] says why by hand).
#[derive(Deserialize)]
struct File {
    normalizer: Option<Value>,
    pre_tokenizer: Option<Value>,
    model: Value,
}

enum Model {
    WordPiece {
        vocab: HashMap<String, u32>,
        unk_token: String,
        continuing_subword_prefix: String,
        max_input_chars_per_word: usize,
    },
    Unigram {
        vocab: Vec<(String, f64)>,
        unk_id: Option<usize>,
    },
}

impl Model {
    fn read(mut model: Value) -> Option<Self> {
        let vocab = model.get_mut("vocab")?.take();
        let text = |name: &str| model.get(name).map(|value| value.as_str().map(str::to_owned));
        let whole = |value: &Value| usize::try_from(value.as_u64()?).ok();
        match (model.get("type")?.as_str()?, vocab) {
            ("WordPiece", Value::Object(vocab)) => {
                let id = |(piece, id): (String, Value)| Some((piece, u32::try_from(id.as_u64()?).ok()?));
                Some(Self::WordPiece {
                    vocab: vocab.into_iter().map(id).collect::<Option<_>>()?,
                    unk_token: text("unk_token")??,
                    continuing_subword_prefix: text("continuing_subword_prefix")
                        .unwrap_or_else(|| Some("##".to_owned()))?,
                    max_input_chars_per_word: model
                        .get("max_input_chars_per_word")
                        .map_or(Some(100), whole)?,
                })
            }
            ("Unigram", Value::Array(vocab)) => {
                let scored = |pair: Value| match pair {
                    Value::Array(pair) => match <[Value; 2]>::try_from(pair) {
                        Ok([Value::String(piece), score]) => Some((piece, score.as_f64()?)),
                        _ => None,
                    },
                    _ => None,
                };
                Some(Self::Unigram {
                    vocab: vocab.into_iter().map(scored).collect::<Option<_>>()?,
                    unk_id: match model.get("unk_id") {
                        None | Some(Value::Null) => None,
                        Some(id) => Some(whole(id)?),
                    },
                })
            }
            _ => None,
        }
    }
}

enum Pieces {
    Words(Box<WordPiece>),
    Unigram(Box<Unigram>),
}

/// A tokeniser that leaves unknown tokens out.
pub(in super::super) struct Tokenizer {
    normalizer: Option<Normalizer>,
    pre_tokenizer: Option<PreTokenizer>,
    pieces: Pieces,
    unknown: Option<u32>,
    /// One more than the highest id.
    tokens: usize,
    /// How many characters of a text can count.
    max_chars: usize,
}

impl Tokenizer {
    pub(super) fn read(json: &[u8]) -> Result<Self> {
        let (normalizer, pre_tokenizer, model) = parts(json).ok_or_else(|| {
            corrupt("has a tokenizer.json with a step that is not known here, or that is no tokenizer.json")
        })?;
        if !normalizer.as_ref().is_none_or(Normalizer::is_known) {
            return Err(corrupt("has a tokenizer.json that asks for a regular expression not known here"));
        }
        let (pieces, unknown, tokens, lengths) = match model {
            Model::WordPiece { vocab, unk_token, continuing_subword_prefix, max_input_chars_per_word } => {
                let lengths: Vec<usize> = vocab.keys().map(|piece| piece.chars().count()).collect();
                let tokens = vocab.values().max().map_or(0, |id| *id as usize + 1);
                let pieces = WordPiece::new(&vocab, &continuing_subword_prefix, max_input_chars_per_word)?;
                (Pieces::Words(Box::new(pieces)), vocab.get(&unk_token).copied(), tokens, lengths)
            }
            Model::Unigram { vocab, unk_id } => {
                let lengths = vocab.iter().map(|(piece, _)| piece.chars().count()).collect();
                let rarest = vocab.iter().map(|(_, score)| *score).fold(f64::INFINITY, f64::min);
                let costs = vocab.iter().map(|(_, score)| -score as f32).collect();
                // The first of two pieces that are the same has the id.
                let mut seen = HashSet::new();
                let named = vocab.iter().zip(0..).map(|((piece, _), id)| (piece.as_str(), id));
                let named = named.filter(|(piece, _)| !piece.is_empty() && seen.insert(*piece)).collect();
                let unigram = Unigram::new(named, costs, (UNKNOWN_COST - rarest) as f32)?;
                (
                    Pieces::Unigram(Box::new(unigram)),
                    unk_id.and_then(|id| u32::try_from(id).ok()),
                    vocab.len(),
                    lengths,
                )
            }
        };
        let max_chars = median(lengths).max(1).saturating_mul(MAX_TOKENS);
        Ok(Self { normalizer, pre_tokenizer, pieces, unknown, tokens, max_chars })
    }

    /// How many rows its ids need.
    pub(super) const fn tokens(&self) -> usize {
        self.tokens
    }

    /// Appends the ids of a text's tokens.
    pub(in super::super) fn tokenize(&self, text: &str, lattice: &mut Lattice, ids: &mut Vec<u32>) {
        let end = text.char_indices().nth(self.max_chars).map_or(text.len(), |(at, _)| at);
        let text = text.get(..end).unwrap_or(text);
        let text =
            self.normalizer.as_ref().map_or_else(|| text.to_owned(), |normalizer| normalizer.apply(text));
        let words = match &self.pre_tokenizer {
            Some(pre_tokenizer) => pre_tokenizer.split(text),
            None => vec![text],
        };
        for word in &words {
            match &self.pieces {
                Pieces::Words(pieces) => pieces.tokenize(word, ids),
                Pieces::Unigram(unigram) => unigram.tokenize(word, lattice, ids),
            }
        }
        ids.retain(|id| Some(*id) != self.unknown);
        ids.truncate(MAX_TOKENS);
    }
}

/// The parts of a file; none if one of them is not known.
fn parts(json: &[u8]) -> Option<(Option<Normalizer>, Option<PreTokenizer>, Model)> {
    let File { normalizer, pre_tokenizer, model } = serde_json::from_slice(json).ok()?;
    let normalizer = match normalizer {
        Some(step) => Some(Normalizer::read(&step)?),
        None => None,
    };
    let pre_tokenizer = match pre_tokenizer {
        Some(step) => Some(PreTokenizer::read(&step)?),
        None => None,
    };
    Some((normalizer, pre_tokenizer, Model::read(model)?))
}

/// The middle length, rounded down.
fn median(mut lengths: Vec<usize>) -> usize {
    lengths.arrange();
    let at = |n: usize| lengths.get(n).copied().unwrap_or_default();
    let middle = lengths.len() / 2;
    if lengths.len() % 2 == 1 { at(middle) } else { (at(middle.saturating_sub(1)) + at(middle)) / 2 }
}
