//! model2vec's published format (<https://github.com/MinishLab/model2vec>): `model.safetensors` with a table of token vectors,
//! weights, and which row each token has; and the `tokenizer.json` that made the tokens.

mod safetensors;
#[cfg(test)]
mod tests;
mod text;
mod tokenizer;
mod wordpiece;

pub(super) use tokenizer::Tokenizer;

use self::safetensors::Tensors;
use super::{
    bytes::corrupt,
    model::{self, StaticModel},
    rows::Rows,
};
use crate::Result;

/// The name of every model: the format has none.
const NAME: &str = "model2vec";

/// Reads the two files. Error: `model_corrupt`.
pub(super) fn read(safetensors: &[u8], tokenizer: &[u8]) -> Result<StaticModel> {
    let tokenizer = Tokenizer::read(tokenizer)?;
    let tensors = Tensors::read(safetensors)?;
    let table = tensors.table("embeddings")?.ok_or_else(|| corrupt("has no tensor `embeddings`"))?;
    let mapping = tensors.indices("mapping")?;
    let weights = tensors.numbers("weights")?;
    // With neither, tokens are rows.
    let tokens = mapping.as_ref().map(Vec::len).or(weights.as_ref().map(Vec::len)).unwrap_or(table.rows);
    let weights = weights.unwrap_or_else(|| vec![1.0; tokens]);
    let rows = Rows::new(table.dims, table.coding, table.bytes.to_vec(), weights, mapping)?;
    if tokenizer.tokens() > tokens {
        return Err(corrupt("has fewer rows than its tokenizer has tokens"));
    }
    Ok(StaticModel::new(NAME.to_owned(), model::Tokenizer::Published(Box::new(tokenizer)), rows, None))
}
