//! What callers ask, as parsed from their JSON. `checked` turns each into something the engine can trust:
//! nothing past these functions looks at a limit or an id again.

use serde::Deserialize;
use serde_json::Value;

use crate::{
    Error, Result,
    model::{Filter, Metadata, Role, Scope, Timestamp},
};

/// The longest message, and the longest text of a memory, in bytes of UTF-8.
pub const MAX_TEXT_BYTES: usize = 64 * 1024;
/// The most bytes of messages one call may bring.
pub const MAX_ADD_BYTES: usize = 256 * 1024;
/// The most messages one call may bring.
pub const MAX_MESSAGES: usize = 200;
/// The longest query, in bytes.
pub const MAX_QUERY_BYTES: usize = 128 * 1024;
/// The most queries one call may bring.
pub const MAX_QUERIES: usize = 100;
/// The largest metadata, in bytes of JSON.
pub const MAX_METADATA_BYTES: usize = 16 * 1024;
/// The deepest metadata.
pub const MAX_METADATA_DEPTH: usize = 8;

macro_rules! request {
    ($(#[doc = $doc:literal])+ $name:ident { $($(#[doc = $field_doc:literal])* $field:ident: $ty:ty,)* }) => {
        $(#[doc = $doc])+
        #[derive(Clone, Debug, Default, Deserialize)]
        #[serde(rename_all = "camelCase", deny_unknown_fields, default)]
        pub struct $name {
            /// The person.
            pub user_id: Option<String>,
            /// The assistant.
            pub agent_id: Option<String>,
            /// The conversation or task.
            pub run_id: Option<String>,
            $($(#[doc = $field_doc])* pub $field: $ty,)*
        }

        impl $name {
            /// The ids as given, not checked yet.
            fn scope(&self) -> Scope {
                Scope {
                    user_id: self.user_id.clone(),
                    agent_id: self.agent_id.clone(),
                    run_id: self.run_id.clone(),
                }
            }
        }
    };
}

/// A message as a caller gives it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MessageInput {
    /// `user`, `assistant`, `system` or `tool`.
    pub role: String,
    /// The text.
    pub content: String,
    /// The speaker's name.
    #[serde(default)]
    pub name: Option<String>,
    /// RFC 3339.
    #[serde(default)]
    pub timestamp: Option<String>,
}

/// A checked message that has no id yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// Who spoke.
    pub role: Role,
    /// What was said: trimmed, not empty.
    pub content: String,
    /// The speaker's name.
    pub name: Option<String>,
    /// When it was said, if the caller knows.
    pub at: Option<Timestamp>,
}

/// Checks messages: at least one, known roles, none empty, none too long.
pub fn checked_messages(messages: Vec<MessageInput>) -> Result<Vec<Said>> {
    if messages.is_empty() {
        return Err(Error::invalid_input("give at least one message"));
    }
    if messages.len() > MAX_MESSAGES {
        return Err(Error::invalid_input(format!("give at most {MAX_MESSAGES} messages a call")));
    }
    let total: usize = messages.iter().map(|m| m.content.len()).sum();
    if messages.iter().any(|m| m.content.len() > MAX_TEXT_BYTES) || total > MAX_ADD_BYTES {
        return Err(Error::invalid_input(format!(
            "a message may hold {MAX_TEXT_BYTES} bytes, a call {MAX_ADD_BYTES}: split longer text"
        )));
    }
    messages.into_iter().map(checked_message).collect()
}

fn checked_message(message: MessageInput) -> Result<Said> {
    let role = match message.role.as_str() {
        "user" => Role::User,
        "assistant" => Role::Assistant,
        "system" => Role::System,
        "tool" => Role::Tool,
        _ => return Err(Error::invalid_input("a message's role must be user, assistant, system or tool")),
    };
    let content = message.content.trim();
    if content.is_empty() {
        return Err(Error::invalid_input("a message's content must not be empty"));
    }
    let name = message.name.map(|n| n.trim().to_owned()).filter(|n| !n.is_empty());
    if name.as_ref().is_some_and(|n| n.len() > 256) {
        return Err(Error::invalid_input("a message's name may hold 256 bytes"));
    }
    let at = message.timestamp.as_deref().map(Timestamp::parse).transpose()?;
    Ok(Said { role, content: content.to_owned(), name, at })
}

request! {
    /// Options of `add`.
    AddOptions {
        /// The caller's own data, put on every memory this call adds.
        metadata: Option<Metadata>,
        /// `false`: keep every non-system message word for word.
        infer: Option<bool>,
    }
}

impl AddOptions {
    /// The scope, metadata and whether to infer.
    pub fn checked(self) -> Result<(Scope, Metadata, bool)> {
        let scope = self.scope().checked()?;
        let metadata = checked_metadata(self.metadata.unwrap_or_default())?;
        Ok((scope, metadata, self.infer.unwrap_or(true)))
    }
}

/// Refuses metadata that is too large or too deep.
pub fn checked_metadata(metadata: Metadata) -> Result<Metadata> {
    let deep = metadata.values().any(|v| depth_exceeds(v, MAX_METADATA_DEPTH.saturating_sub(1)));
    let size = if deep { 0 } else { serde_json::to_string(&metadata).map_or(usize::MAX, |s| s.len()) };
    if deep || size > MAX_METADATA_BYTES {
        return Err(Error::invalid_input(format!(
            "metadata may take {MAX_METADATA_BYTES} bytes as JSON and nest {MAX_METADATA_DEPTH} deep"
        )));
    }
    Ok(metadata)
}

fn depth_exceeds(value: &Value, left: usize) -> bool {
    match value {
        Value::Array(items) => left == 0 || items.iter().any(|v| depth_exceeds(v, left - 1)),
        Value::Object(map) => left == 0 || map.values().any(|v| depth_exceeds(v, left - 1)),
        _ => false,
    }
}

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
}

impl Default for SignalWeights {
    fn default() -> Self {
        Self { recency: 0.02, usage: 0.01, importance: 0.03, time: 0.15 }
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
    fn parse(text: &str) -> Result<Self> {
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
}

/// What a near-duplicate loses where the caller does not say.
pub const DEFAULT_DIVERSITY: f32 = 0.1;

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
        })
    }
}

request! {
    /// Options of `getAll`.
    GetAllOptions {
        /// How many at most.
        limit: Option<f64>,
        /// mem0's filter JSON.
        filters: Option<Value>,
    }
}

impl GetAllOptions {
    /// The scope, the filter and how many at most (1 to 10,000).
    pub fn checked(self) -> Result<(Scope, Option<Filter>, usize)> {
        let (scope, filter) = scope_and_filter(self.scope(), self.filters.as_ref())?;
        Ok((scope, filter, checked_count("limit", self.limit, 100, 1..=10_000)?))
    }
}

request! {
    /// Options of `deleteAll`.
    DeleteAllOptions {
        /// Remove rows and history too.
        hard: Option<bool>,
    }
}

impl DeleteAllOptions {
    /// The scope, and whether to erase.
    pub fn checked(self) -> Result<(Scope, bool)> {
        Ok((self.scope().checked()?, self.hard.unwrap_or(false)))
    }
}

request! {
    /// Options of `chat`.
    ChatOptions {
        /// The application's instructions.
        system: Option<String>,
        /// How many memories to recall at most.
        limit: Option<f64>,
        /// `false`: answer without remembering.
        remember: Option<bool>,
    }
}

/// A checked chat call.
#[derive(Clone, Debug)]
pub struct Chat {
    /// The conversation, the person's message last.
    pub messages: Vec<Said>,
    /// Whose memories.
    pub scope: Scope,
    /// The application's instructions.
    pub system: String,
    /// How many memories to recall at most.
    pub limit: usize,
    /// Whether to remember the exchange.
    pub remember: bool,
}

impl ChatOptions {
    /// Checks the conversation, which must end with the person's message.
    pub fn checked(self, messages: Vec<MessageInput>) -> Result<Chat> {
        let messages = checked_messages(messages)?;
        if messages.last().is_none_or(|m| m.role != Role::User) {
            return Err(Error::invalid_input("the last message of a chat must be the user's"));
        }
        let scope = self.scope().checked()?;
        let system = self.system.unwrap_or_default();
        if system.len() > MAX_TEXT_BYTES {
            return Err(Error::invalid_input(format!("system may hold {MAX_TEXT_BYTES} bytes")));
        }
        let limit = checked_count("limit", self.limit, 10, 1..=1_000)?;
        Ok(Chat { messages, scope, system, limit, remember: self.remember.unwrap_or(true) })
    }
}

/// What `update` changes.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct UpdateInput {
    /// The new text.
    pub text: Option<String>,
    /// The new metadata, in place of the old.
    pub metadata: Option<Metadata>,
}

impl UpdateInput {
    /// The text (trimmed, not empty) and metadata; at least one of them.
    pub fn checked(self) -> Result<(Option<String>, Option<Metadata>)> {
        if self.text.is_none() && self.metadata.is_none() {
            return Err(Error::invalid_input("give a text, metadata, or both"));
        }
        let text = self.text.map(|t| t.trim().to_owned());
        if text.as_ref().is_some_and(|t| t.is_empty() || t.len() > MAX_TEXT_BYTES) {
            return Err(Error::invalid_input(format!(
                "a memory's text must hold 1 to {MAX_TEXT_BYTES} bytes"
            )));
        }
        Ok((text, self.metadata.map(checked_metadata).transpose()?))
    }
}

fn scope_and_filter(scope: Scope, filters: Option<&Value>) -> Result<(Scope, Option<Filter>)> {
    let Some(filters) = filters.filter(|f| !f.is_null()) else { return Ok((scope.checked()?, None)) };
    let (named, filter) = Filter::parse_with_scope(filters)?;
    let merged = Scope {
        user_id: same("userId", scope.user_id, named.user_id)?,
        agent_id: same("agentId", scope.agent_id, named.agent_id)?,
        run_id: same("runId", scope.run_id, named.run_id)?,
    };
    Ok((merged.checked()?, filter))
}

fn same(name: &str, a: Option<String>, b: Option<String>) -> Result<Option<String>> {
    match (a, b) {
        (Some(a), Some(b)) if a.trim() != b.trim() => {
            Err(Error::invalid_input(format!("{name} is given twice, with different values")))
        }
        (a, b) => Ok(a.or(b)),
    }
}

/// A number from 0 to 1.
fn checked_share(name: &str, given: Option<f64>, default: f32) -> Result<f32> {
    let Some(share) = given else { return Ok(default) };
    if !(0.0..=1.0).contains(&share) {
        return Err(Error::invalid_input(format!("{name} must be a number from 0 to 1")));
    }
    #[expect(clippy::cast_possible_truncation, reason = "0 to 1 fits")]
    Ok(share as f32)
}

/// A whole number in a range. `f64` because that is what JavaScript has: NaN, 1.5 and 1e9 are refused by name.
fn checked_count(
    name: &str,
    given: Option<f64>,
    default: usize,
    range: std::ops::RangeInclusive<u32>,
) -> Result<usize> {
    let Some(n) = given else { return Ok(default) };
    if n.fract() != 0.0 || n < f64::from(*range.start()) || n > f64::from(*range.end()) || !n.is_finite() {
        let (low, high) = (range.start(), range.end());
        return Err(Error::invalid_input(format!("{name} must be a whole number from {low} to {high}")));
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within a range of u32")]
    Ok(n as usize)
}
