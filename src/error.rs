//! The one error that leaves the crate: a stable code, a message that says what to do, and whether a retry can help.
//!
//! Messages start lower-case and never hold a key, a token or a memory's text.

use std::fmt;

/// What every fallible function of the crate returns.
pub type Result<T, E = Error> = std::result::Result<T, E>;

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident = $text:literal, retryable: $retryable:literal;)+) => {
        /// What went wrong, as a stable string (`as_str`): the `code` of the JavaScript `MemoryError`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum ErrorCode { $($(#[doc = $doc])+ $name,)+ }

        impl ErrorCode {
            /// Every code, in the order they are documented.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The stable string.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)+ }
            }

            /// Whether the same call may succeed later without anything being changed by the caller.
            pub const fn is_retryable(self) -> bool {
                match self { $(Self::$name => $retryable,)+ }
            }
        }
    };
}

codes! {
    /// An argument is missing, malformed or too large.
    InvalidInput = "invalid_input", retryable: false;
    /// The configuration given to `open` is wrong; the message names the key.
    InvalidConfig = "invalid_config", retryable: false;
    /// A search filter is malformed, too deep or too large.
    InvalidFilter = "invalid_filter", retryable: false;
    /// None of `userId`, `agentId`, `runId` was given where one is needed.
    ScopeRequired = "scope_required", retryable: false;
    /// No memory or event has that id.
    NotFound = "not_found", retryable: false;
    /// The verb needs a model or an embedder that was not configured.
    NotConfigured = "not_configured", retryable: false;
    /// The instance was closed.
    Closed = "closed", retryable: false;
    /// The caller's `AbortSignal` fired.
    Aborted = "aborted", retryable: false;
    /// The device or origin is out of space; nothing of the change was written.
    StorageFull = "storage_full", retryable: false;
    /// The index needs more memory than the environment gives; nothing of the change was kept.
    OutOfMemory = "out_of_memory", retryable: false;
    /// The store cannot be reached now (connection lost, database deleted, private mode …).
    StorageUnavailable = "storage_unavailable", retryable: true;
    /// Another tab holds an older version of the database open and did not let go.
    StorageBlocked = "storage_blocked", retryable: true;
    /// The database was written by a newer release; nothing was touched.
    StorageNewer = "storage_newer", retryable: false;
    /// Someone else wrote first; nothing of the change was written. The engine retries by itself.
    StorageConflict = "storage_conflict", retryable: true;
    /// Stored bytes failed their checksum or did not parse.
    StorageCorrupt = "storage_corrupt", retryable: false;
    /// The model service refused the key, or the key lacks rights.
    ModelAuth = "model_auth", retryable: false;
    /// Too many requests in a short window.
    ModelRateLimited = "model_rate_limited", retryable: true;
    /// A daily or billing quota is used up.
    ModelQuota = "model_quota", retryable: false;
    /// The model does not exist (any more) under that name.
    ModelNotFound = "model_not_found", retryable: false;
    /// The service refused the request as malformed.
    ModelRejected = "model_rejected", retryable: false;
    /// The day's budget of calls or tokens, as configured, is used up; the message says when it is renewed.
    BudgetExceeded = "budget_exceeded", retryable: true;
    /// The prompt or the answer was blocked by the service's safety rules.
    ModelBlocked = "model_blocked", retryable: false;
    /// The answer was cut at the token limit.
    ModelTruncated = "model_truncated", retryable: true;
    /// The answer was empty or not what the schema asks for.
    ModelBadReply = "model_bad_reply", retryable: true;
    /// The service failed or is overloaded, or a model's file cannot be had now.
    ModelUnavailable = "model_unavailable", retryable: true;
    /// The embedding model's file is damaged, of an unknown format, or not the one whose hash was given.
    ModelCorrupt = "model_corrupt", retryable: false;
    /// A vector's width or space is not the one the store was made with.
    EmbeddingMismatch = "embedding_mismatch", retryable: false;
    /// The network could not be reached.
    Network = "network", retryable: true;
    /// The call took longer than its time limit.
    Timeout = "timeout", retryable: true;
    /// A bug in this library: please report it.
    Internal = "internal", retryable: false;
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// An error with a stable code and a message that says what to do.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{message}")]
pub struct Error {
    code: ErrorCode,
    message: String,
    retry_after_ms: Option<u64>,
    #[source]
    source: Option<Box<Error>>,
}

impl Error {
    /// Makes an error. `message` starts lower-case, says what to do, and holds no key and no memory's text.
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), retry_after_ms: None, source: None }
    }

    /// The same error with what caused it.
    #[must_use]
    pub fn because(mut self, source: Error) -> Self {
        self.source = Some(Box::new(source));
        self
    }

    /// The same error with how long the service asked us to wait, in milliseconds.
    #[must_use]
    pub fn retry_after(mut self, ms: u64) -> Self {
        self.retry_after_ms = Some(ms);
        self
    }

    /// The stable code.
    pub const fn code(&self) -> ErrorCode {
        self.code
    }

    /// The message.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Whether the same call may succeed later unchanged.
    pub const fn is_retryable(&self) -> bool {
        self.code.is_retryable()
    }

    /// How long the service asked us to wait, in milliseconds, if it did.
    pub const fn retry_after_ms(&self) -> Option<u64> {
        self.retry_after_ms
    }

    /// What caused it, if known.
    pub fn cause(&self) -> Option<&Error> {
        self.source.as_deref()
    }
}

macro_rules! shorthands {
    ($($fn:ident => $code:ident),+ $(,)?) => {
        impl Error { $(
            #[doc = concat!("An error of code [`ErrorCode::", stringify!($code), "`].")]
            pub fn $fn(message: impl Into<String>) -> Self { Self::new(ErrorCode::$code, message) }
        )+ }
    };
}

shorthands! {
    invalid_input => InvalidInput, invalid_config => InvalidConfig, invalid_filter => InvalidFilter,
    not_found => NotFound, not_configured => NotConfigured, storage_unavailable => StorageUnavailable,
    storage_corrupt => StorageCorrupt, bad_reply => ModelBadReply, internal => Internal,
}
