//! What a search is asked with.

use serde::Deserialize;
use serde_json::Value;

use super::{
    MAX_QUERY_BYTES,
    check::{checked_count, checked_share, scope_and_filter},
};
use crate::{
    Error, Result,
    model::{Filter, Scope, Timestamp},
};

request! {
    /// Options of `search` and `context`.
    SearchOptions {
        /// How many hits at most.
        limit: Option<f64>,
        /// The lowest score.
        threshold: Option<f64>,
        /// mem0's filter JSON.
        filters: Option<Value>,
        /// `context` only: the budget.
        max_tokens: Option<f64>,
        /// When the question is asked, RFC 3339; its offset says where days begin.
        now: Option<String>,
        /// What each signal counts.
        signals: Option<SignalsInput>,
        /// How much a near-duplicate of a better hit loses.
        diversity: Option<f64>,
        /// Whether the model puts the query into other words first.
        rewrite: Option<bool>,
        /// Answers from what had been said by then, RFC 3339.
        as_of: Option<String>,
        /// Whether what is over is found, too.
        include_expired: Option<bool>,
        /// `context` only: whether the profile's summary goes along.
        profile: Option<bool>,
    }
}

/// What each signal counts beside relevance, as a caller gives it.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct SignalsInput {
    /// How new.
    pub recency: Option<f64>,
    /// How often handed to a model lately.
    pub r#use: Option<f64>,
    /// How important the caller says it is.
    pub importance: Option<f64>,
    /// Whether it lies in the time the query names.
    pub time: Option<f64>,
    /// How near it is to the entities the query names.
    pub graph: Option<f64>,
}

/// What each signal counts, 0 to 1, where relevance counts 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SignalWeights {
    /// How new.
    pub recency: f32,
    /// How often handed to a model lately.
    pub usage: f32,
    /// How important the caller says it is.
    pub importance: f32,
    /// Whether it lies in the time the query names; counts only where it names one.
    pub time: f32,
    /// How near it is to the entities the query names; counts only where it names one.
    pub graph: f32,
}

impl Default for SignalWeights {
    fn default() -> Self {
        Self { recency: 0.02, usage: 0.01, importance: 0.03, time: 0.15, graph: 0.1 }
    }
}

/// When a question is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The moment.
    pub at: Timestamp,
    /// How far local time is ahead of UTC there, in minutes.
    pub offset_minutes: i32,
}

impl Moment {
    pub(super) fn parse(text: &str) -> Result<Self> {
        let at = Timestamp::parse(text)?;
        let offset = text.len().checked_sub(6).and_then(|start| text.get(start..));
        let minutes = |offset: &str| {
            let sign = match offset.get(..1)? {
                "+" => 1,
                "-" => -1,
                _ => return None,
            };
            let (hours, minutes) = offset.get(1..)?.split_once(':')?;
            Some(sign * (hours.parse::<i32>().ok()? * 60 + minutes.parse::<i32>().ok()?))
        };
        let offset_minutes = if text.len() > 10 { offset.and_then(minutes).unwrap_or(0) } else { 0 };
        Ok(Self { at, offset_minutes })
    }
}

/// A checked search.
#[derive(Clone, Debug)]
pub struct Search {
    /// What is asked: trimmed, not empty.
    pub query: String,
    /// Whose memories.
    pub scope: Scope,
    /// Which of them.
    pub filter: Option<Filter>,
    /// How many at most: 1 to 1,000.
    pub limit: usize,
    /// The lowest score, 0 to 1.
    pub threshold: f32,
    /// `context` only: the budget in tokens.
    pub max_tokens: usize,
    /// When it is asked; none for now.
    pub now: Option<Moment>,
    /// What each signal counts.
    pub signals: SignalWeights,
    /// How much a near-duplicate of a better hit loses, 0 to 1.
    pub diversity: f32,
    /// Whether the model puts the query into other words first.
    pub rewrite: bool,
    /// Answers from what had been said by then; none for what is known now.
    pub as_of: Option<Timestamp>,
    /// Whether what is over is found, too.
    pub include_expired: bool,
    /// `context` only: whether the profile's summary goes along.
    pub profile: bool,
}

/// What a near-duplicate loses where the caller does not say.
pub(super) const DEFAULT_DIVERSITY: f32 = 0.1;

impl Search {
    /// A search with nothing but a query, a scope and a limit.
    pub fn plain(query: String, scope: Scope, limit: usize) -> Self {
        Self {
            query,
            scope,
            filter: None,
            limit,
            threshold: 0.0,
            max_tokens: 0,
            now: None,
            signals: SignalWeights::default(),
            diversity: DEFAULT_DIVERSITY,
            rewrite: false,
            as_of: None,
            include_expired: false,
            profile: false,
        }
    }
}

impl SearchOptions {
    /// Checks query, scope, filter and limits.
    pub fn checked(self, query: &str) -> Result<Search> {
        let query = query.trim();
        if query.is_empty() || query.len() > MAX_QUERY_BYTES {
            return Err(Error::invalid_input(format!(
                "a query must hold 1 to {MAX_QUERY_BYTES} bytes of text"
            )));
        }
        let (scope, filter) = scope_and_filter(self.scope(), self.filters.as_ref())?;
        let given = self.signals.unwrap_or_default();
        let default = SignalWeights::default();
        let signals = SignalWeights {
            recency: checked_share("signals.recency", given.recency, default.recency)?,
            usage: checked_share("signals.use", given.r#use, default.usage)?,
            importance: checked_share("signals.importance", given.importance, default.importance)?,
            time: checked_share("signals.time", given.time, default.time)?,
            graph: checked_share("signals.graph", given.graph, default.graph)?,
        };
        Ok(Search {
            query: query.to_owned(),
            scope,
            filter,
            limit: checked_count("limit", self.limit, 10, 1..=1_000)?,
            threshold: checked_share("threshold", self.threshold, 0.0)?,
            max_tokens: checked_count("maxTokens", self.max_tokens, 1_000, 16..=100_000)?,
            now: self.now.as_deref().map(Moment::parse).transpose()?,
            signals,
            diversity: checked_share("diversity", self.diversity, DEFAULT_DIVERSITY)?,
            rewrite: self.rewrite.unwrap_or(false),
            as_of: self.as_of.as_deref().map(Timestamp::parse).transpose()?,
            include_expired: self.include_expired.unwrap_or(false),
            profile: self.profile.unwrap_or(false),
        })
    }
}
