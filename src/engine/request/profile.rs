//! What a profile is asked with.

use serde::Deserialize;

use super::check::checked_count;
use crate::{Result, model::Scope};

request! {
    /// Options of `profile`.
    ProfileOptions {
        /// The budget of the summary.
        max_tokens: Option<f64>,
    }
}

/// A checked question for a profile.
#[derive(Clone, Debug)]
pub struct Profile {
    /// Whose.
    pub scope: Scope,
    /// The budget of the summary, in tokens: 16 to 10,000.
    pub max_tokens: usize,
}

/// The budget of a summary where the caller does not say, in tokens.
pub const SUMMARY_TOKENS: usize = 300;

impl ProfileOptions {
    /// Checks scope and budget.
    pub fn checked(self) -> Result<Profile> {
        let max_tokens = checked_count("maxTokens", self.max_tokens, SUMMARY_TOKENS, 16..=10_000)?;
        Ok(Profile { scope: self.scope().checked()?, max_tokens })
    }
}
