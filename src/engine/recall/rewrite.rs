//! Putting a query into words that a memory may hold: one call of the model, only where the caller asks for it. Whatever
//! goes wrong, the plain query is as good as ever.

use serde::Deserialize;
use serde_json::json;

use super::super::{Abort, Engine, prompts};
use crate::{
    Error, ErrorCode, Result,
    ports::{Llm, Prompt, Turn, TurnRole},
};

/// A longer query is searched as it is, and a longer answer is none.
const MAX_CHARS: usize = 4_000;

#[derive(Deserialize)]
struct Rewritten {
    query: String,
}

impl Engine {
    /// The query in other words; none if there is no model or it gave none. Errors: `aborted`.
    pub(super) async fn rewrite(&self, query: &str, abort: &Abort) -> Result<Option<String>> {
        let Some(llm) = self.llm().filter(|_| query.chars().count() <= MAX_CHARS) else {
            return Ok(None);
        };
        let prompt = prompt(query);
        match abort.guard(llm.complete(&prompt)).await {
            Ok(reply) => Ok(read(&reply.text)),
            Err(e) if stops(&e) => Err(e),
            Err(_) => Ok(None),
        }
    }
}

fn stops(error: &Error) -> bool {
    matches!(error.code(), ErrorCode::Aborted | ErrorCode::Closed)
}

/// The query is data in a user turn, as JSON, so that it cannot pass for an instruction.
fn prompt(query: &str) -> Prompt {
    let schema = json!({
        "type": "object",
        "properties": { "query": { "type": "string" } },
        "required": ["query"],
    });
    Prompt {
        system: prompts::rewrite().text.to_owned(),
        turns: vec![Turn::new(TurnRole::User, json!({ "query": query }).to_string())],
        schema: Some(schema),
        max_output_tokens: None,
    }
}

fn read(text: &str) -> Option<String> {
    let Rewritten { query } = serde_json::from_str(text).ok()?;
    let query = query.trim();
    (!query.is_empty() && query.chars().count() <= MAX_CHARS).then(|| query.to_owned())
}
