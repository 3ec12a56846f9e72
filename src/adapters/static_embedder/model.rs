//! A static embedding model: a text's vector is the weighted sum of the vectors of its tokens, made to length 1.
//!
//! (Tulkens and van Dongen 2024, "Model2Vec"; Arora et al. 2017, "A Simple but Tough-to-Beat Baseline for Sentence Embeddings",
//! for why weighting tokens by their rarity is most of it.)

use std::{cell::RefCell, fmt};

use super::{
    fmn::{self, FusionHint},
    model2vec,
    normalize::spaced,
    rows::{Rows, Sum},
    unigram::{Lattice, Unigram},
};
use crate::Result;

/// How a model takes a text for tokens.
pub(super) enum Tokenizer {
    /// The project's own: folded, words with a sign before each, Unigram.
    Spaced { unigram: Box<Unigram>, lowercase: bool },
    /// As a `tokenizer.json` says.
    Published(Box<model2vec::Tokenizer>),
}

/// A model in memory, quantised as in its file.
pub struct StaticModel {
    name: String,
    tokenizer: Tokenizer,
    rows: Rows,
    fusion: Option<FusionHint>,
    scratch: RefCell<Scratch>,
}

/// Memory that calls share.
#[derive(Default)]
struct Scratch {
    text: String,
    tokens: Vec<u32>,
    lattice: Lattice,
    sum: Sum,
}

/// What a call leaves behind of a long text is given back above this many bytes.
const KEPT_TEXT: usize = 1 << 16;

impl fmt::Debug for StaticModel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StaticModel")
            .field("name", &self.name)
            .field("dims", &self.dims())
            .finish_non_exhaustive()
    }
}

impl StaticModel {
    pub(super) fn new(name: String, tokenizer: Tokenizer, rows: Rows, fusion: Option<FusionHint>) -> Self {
        Self { name, tokenizer, rows, fusion, scratch: RefCell::default() }
    }

    /// Reads the project's own format (`models/FORMAT.md`). Error: `model_corrupt`, for any other bytes.
    pub fn from_fmn(bytes: Vec<u8>) -> Result<Self> {
        fmn::read(bytes)
    }

    /// Reads model2vec's published format: `model.safetensors` and `tokenizer.json`. Error: `model_corrupt`, also for a
    /// tokeniser with steps that are not known here.
    pub fn from_model2vec(safetensors: &[u8], tokenizer: &[u8]) -> Result<Self> {
        model2vec::read(safetensors, tokenizer)
    }

    /// The name its maker gave it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How wide its vectors are.
    pub fn dims(&self) -> usize {
        self.rows.dims()
    }

    /// What its maker measured about joining it with words.
    pub const fn fusion(&self) -> Option<FusionHint> {
        self.fusion
    }

    /// The vector of a text, of length 1; none if no token of it is known. Time and memory grow with the text's length and no faster.
    pub fn embed(&self, text: &str) -> Option<Vec<f32>> {
        let mut scratch = self.scratch.take();
        self.tokenize(text, &mut scratch);
        let vector = self.rows.direction(&scratch.tokens, &mut scratch.sum);
        if text.len() <= KEPT_TEXT {
            self.scratch.replace(scratch);
        }
        vector
    }

    /// The ids of the tokens of a text, unknown ones left out: for tests and for tools that make models.
    pub fn tokens(&self, text: &str) -> Vec<u32> {
        let mut scratch = Scratch::default();
        self.tokenize(text, &mut scratch);
        scratch.tokens
    }

    fn tokenize(&self, text: &str, scratch: &mut Scratch) {
        scratch.tokens.clear();
        match &self.tokenizer {
            Tokenizer::Spaced { unigram, lowercase } => {
                spaced(text, *lowercase, &mut scratch.text);
                unigram.tokenize(&scratch.text, &mut scratch.lattice, &mut scratch.tokens);
            }
            Tokenizer::Published(tokenizer) => {
                tokenizer.tokenize(text, &mut scratch.lattice, &mut scratch.tokens);
            }
        }
    }
}
