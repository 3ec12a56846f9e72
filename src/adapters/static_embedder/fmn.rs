//! The project's own model file, as `models/FORMAT.md` describes it.

use serde::Deserialize;

use super::{
    bytes::{Bytes, corrupt},
    model::{StaticModel, Tokenizer},
    rows::{Coding, Rows},
    unigram::Unigram,
};
use crate::{Result, crc32};

/// What every file begins with.
pub(super) const MAGIC: &[u8; 8] = b"FMNMODL1";
const CHECKSUM_BYTES: usize = 4;
/// The longest header, in bytes.
const MAX_HEADER: usize = 1 << 20;
/// The widest vectors.
const MAX_DIMS: usize = 4_096;
/// Scores are written as multiples of this, without their sign.
const SCORE_STEP: f32 = 1.0 / 1_024.0;

/// What the reader needs of the header; what else is in it is for people.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Header {
    name: String,
    dims: usize,
    pieces: usize,
    bits: u8,
    normalizer: String,
    #[serde(default)]
    lowercase: bool,
    space: String,
    unknown_penalty: f32,
    #[serde(default)]
    fusion: Option<FusionHint>,
}

/// What the maker of a model measured about joining its similarities with words.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq)]
#[serde(rename_all = "camelCase")]
pub struct FusionHint {
    /// The share of words in the score, 0 to 1.
    pub words: f32,
    /// The cosine similarity that counts nothing.
    pub cosine_low: f32,
    /// The cosine similarity that counts in full.
    pub cosine_high: f32,
}

impl FusionHint {
    fn is_sound(&self) -> bool {
        (0.0..=1.0).contains(&self.words)
            && self.cosine_low >= -1.0
            && self.cosine_high <= 1.0
            && self.cosine_low < self.cosine_high
    }
}

/// Reads a whole file. Whatever it holds instead ends in `model_corrupt`, and no length in it is believed before as many
/// bytes were seen to be there.
pub(super) fn read(mut bytes: Vec<u8>) -> Result<StaticModel> {
    if !bytes.starts_with(MAGIC) {
        return Err(corrupt("is no embedding model of a known version"));
    }
    let body = bytes.len().saturating_sub(CHECKSUM_BYTES);
    let checked = bytes.split_last_chunk::<CHECKSUM_BYTES>();
    if checked.is_none_or(|(body, sum)| crc32::hash(body) != u32::from_le_bytes(*sum)) {
        return Err(corrupt("is damaged or cut off"));
    }
    bytes.truncate(body);
    let (header, unigram, factors, start) = parse(&bytes).ok_or_else(|| corrupt("contradicts itself"))??;
    // The rows stay where they are: only what stands before them is taken off.
    bytes.drain(..start);
    let coding = if header.bits == 4 { Coding::Int4 } else { Coding::Int8 };
    let rows = Rows::new(header.dims, coding, bytes, factors, None)?;
    let tokenizer = Tokenizer::Spaced { unigram: Box::new(unigram), lowercase: header.lowercase };
    Ok(StaticModel::new(header.name, tokenizer, rows, header.fusion))
}

/// Everything but the rows, and where they begin; none if a length does not fit.
#[expect(clippy::type_complexity, reason = "the parts of a file")]
fn parse(bytes: &[u8]) -> Option<Result<(Header, Unigram, Vec<f32>, usize)>> {
    let mut rest = Bytes::new(bytes);
    rest.take(MAGIC.len())?;
    let length = rest.u32()? as usize;
    let header: Header = serde_json::from_slice(rest.take(length).filter(|_| length <= MAX_HEADER)?).ok()?;
    let sound = (1..=MAX_DIMS).contains(&header.dims)
        && matches!(header.bits, 4 | 8)
        && header.normalizer == "nfkc"
        && header.space.chars().eq([super::unigram::SPACE])
        && header.fusion.is_none_or(|fusion| fusion.is_sound())
        && !header.name.is_empty();
    if !sound {
        return None;
    }
    let length = rest.u32()? as usize;
    let mut texts = Bytes::new(rest.take(length)?);
    // A piece takes two bytes at least, so that nothing is reserved for pieces that cannot be there.
    if header.pieces == 0 || header.pieces > texts.len() / 2 {
        return None;
    }
    let mut pieces = Vec::with_capacity(header.pieces);
    for _ in 0..header.pieces {
        let length = usize::from(texts.u8()?);
        pieces.push(str::from_utf8(texts.take(length)?).ok()?);
    }
    let scores = rest.take(header.pieces.checked_mul(2)?)?.as_chunks::<2>().0;
    let costs = scores.iter().map(|score| f32::from(u16::from_le_bytes(*score)) * SCORE_STEP).collect();
    let factors = rest.take(header.pieces.checked_mul(4)?)?.as_chunks::<4>().0;
    let factors: Vec<f32> = factors.iter().map(|factor| f32::from_le_bytes(*factor)).collect();
    let stride = if header.bits == 4 { header.dims.div_ceil(2) } else { header.dims };
    let whole = texts.len() == 0 && rest.len() == header.pieces.checked_mul(stride)?;
    if !whole || !factors.iter().all(|factor| factor.is_finite() && *factor >= 0.0) {
        return None;
    }
    let start = bytes.len() - rest.len();
    // The header gives a score, and a score is at most 0.
    let unigram = Unigram::new(pieces.into_iter().zip(0..).collect(), costs, header.unknown_penalty.abs());
    Some(unigram.map(|unigram| (header, unigram, factors, start)))
}
