//! What callers ask, as parsed from their JSON. `checked` turns each into something the engine can trust:
//! nothing past these functions looks at a limit or an id again.

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

mod check;
mod forecast;
mod graph;
mod import;
mod media;
mod messages;
mod profile;
mod search;

use serde::Deserialize;
use serde_json::Value;

use self::check::{checked_count, scope_and_filter};
pub use self::{
    check::checked_metadata,
    forecast::{DaysInput, Forecast, ForecastOptions, HorizonInput},
    graph::{
        Entities, EntitiesOptions, LinkKind, Neighbors, NeighborsOptions, PathBetween, PathOptions, Related,
        RelatedOptions, Timeline, TimelineOptions,
    },
    import::{Conversation, ConversationInput, Group, Import, ImportOptions, MAX_CONVERSATIONS},
    media::{MAX_CALL_MEDIA_BYTES, MAX_CAPTION_BYTES, MAX_MEDIA, MAX_MEDIA_BYTES, MediaSaid, PartInput},
    messages::{MessageInput, Said, checked_messages},
    profile::{Profile, ProfileOptions, SUMMARY_TOKENS},
    search::{Moment, Search, SearchOptions, SignalWeights, SignalsInput},
};
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

request! {
    /// Options of `add`.
    AddOptions {
        /// The caller's own data, put on every memory this call adds.
        metadata: Option<Metadata>,
        /// `false`: keep every non-system message word for word.
        infer: Option<bool>,
        /// When what this call adds is over, where its own text does not say; RFC 3339.
        expires_at: Option<String>,
    }
}

/// How a conversation is to be remembered, checked.
#[derive(Clone, Debug, Default)]
pub struct Adding {
    /// Whose memories it makes.
    pub scope: Scope,
    /// The caller's own data, put on each.
    pub metadata: Metadata,
    /// Whether facts are extracted; else messages are kept word for word.
    pub infer: bool,
    /// When they are over, where their own text does not say.
    pub expires_at: Option<Timestamp>,
    /// Whether it is one of the past, taken in later.
    pub imported: bool,
}

impl AddOptions {
    /// Checks scope, metadata and expiry.
    pub fn checked(self) -> Result<Adding> {
        let scope = self.scope().checked()?;
        let expires_at = self.expires_at.as_deref().map(Timestamp::parse).transpose()?;
        let metadata = checked_metadata(self.metadata.unwrap_or_default())?;
        Ok(Adding { scope, metadata, infer: self.infer.unwrap_or(true), expires_at, imported: false })
    }
}

request! {
    /// Options of `getAll`.
    GetAllOptions {
        /// How many at most.
        limit: Option<f64>,
        /// mem0's filter JSON.
        filters: Option<Value>,
        /// Whether what is over is listed, too.
        include_expired: Option<bool>,
    }
}

/// A checked `getAll`.
#[derive(Clone, Debug)]
pub struct GetAll {
    /// Whose memories.
    pub scope: Scope,
    /// Which of them.
    pub filter: Option<Filter>,
    /// How many at most: 1 to 10,000.
    pub limit: usize,
    /// Whether what is over is listed, too.
    pub include_expired: bool,
}

impl GetAllOptions {
    /// Checks scope, filter and limit.
    pub fn checked(self) -> Result<GetAll> {
        let (scope, filter) = scope_and_filter(self.scope(), self.filters.as_ref())?;
        let limit = checked_count("limit", self.limit, 100, 1..=10_000)?;
        Ok(GetAll { scope, filter, limit, include_expired: self.include_expired.unwrap_or(false) })
    }
}

request! {
    /// Options of `changes`.
    ChangesOptions {
        /// From when on, RFC 3339.
        since: Option<String>,
        /// Until when, that moment left out, RFC 3339.
        until: Option<String>,
        /// How many at most.
        limit: Option<f64>,
    }
}

/// A checked question for changes.
#[derive(Clone, Debug)]
pub struct Changes {
    /// Whose memories.
    pub scope: Scope,
    /// From when on.
    pub since: Timestamp,
    /// Until when, that moment left out; none for now.
    pub until: Option<Timestamp>,
    /// How many at most: 1 to 10,000.
    pub limit: usize,
}

impl ChangesOptions {
    /// Checks scope, window and limit.
    pub fn checked(self) -> Result<Changes> {
        let since = self.since.as_deref().map(Timestamp::parse).transpose()?.unwrap_or_default();
        let until = self.until.as_deref().map(Timestamp::parse).transpose()?;
        if until.is_some_and(|until| until <= since) {
            return Err(Error::invalid_input("until must come after since"));
        }
        let limit = checked_count("limit", self.limit, 100, 1..=10_000)?;
        Ok(Changes { scope: self.scope().checked()?, since, until, limit })
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
    /// Options of `blob`.
    BlobOptions {}
}

impl BlobOptions {
    /// The scope.
    pub fn checked(self) -> Result<Scope> {
        self.scope().checked()
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
