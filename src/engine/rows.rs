//! Where each noun lies in the store: the layout of keys, and the rows that are not nouns of `model`.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{
    Error, Result,
    model::{MediaId, MediaType, MemoryId, Message, MessageId, Metadata, Scope, Timestamp},
    ports::{Key, Range},
};

/// A turn acknowledged but not extracted yet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Job {
    /// Its id; jobs sort by the time they were made.
    pub(crate) id: MessageId,
    pub(crate) scope: Scope,
    pub(crate) metadata: Metadata,
    pub(crate) messages: Vec<Message>,
    /// Whether facts are extracted, by a model or, without one, by rules; else the messages are kept word for word.
    pub(crate) infer: bool,
    /// When what comes of it is over, where its text does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) expires_at: Option<Timestamp>,
    /// Whether rules have read it while it waits for the model.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) read: bool,
    /// Whether it is of the past, taken in later: then the rolling summary, which tells of the present, is left alone.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) imported: bool,
    pub(crate) created_at: Timestamp,
    /// How many tries failed, and the code of the last failure.
    #[serde(default)]
    pub(crate) attempts: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) code: Option<String>,
    /// The jobs that are read together as this one; none where it is one of its own. Never stored.
    #[serde(skip)]
    pub(crate) parts: Vec<MessageId>,
}

impl Job {
    /// The journal's entries that it is.
    pub(crate) fn ids(&self) -> &[MessageId] {
        if self.parts.is_empty() { std::slice::from_ref(&self.id) } else { &self.parts }
    }

    /// The same after a try that failed.
    pub(crate) fn failed(&self, error: &Error) -> Self {
        let code = Some(error.code().as_str().to_owned());
        Self { attempts: self.attempts.saturating_add(1), code, ..self.clone() }
    }
}

/// A message as journalled once its turn is finished.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct TurnRow {
    pub(crate) scope: Scope,
    pub(crate) message: Message,
    /// Set where no model has read it, only rules.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) unread: Option<Unread>,
}

/// What a model that reads a turn later is to know of its job.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Unread {
    #[serde(default, skip_serializing_if = "Metadata::is_empty")]
    pub(crate) metadata: Metadata,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) expires_at: Option<Timestamp>,
}

impl Unread {
    pub(crate) fn of(job: &Job) -> Self {
        Self { metadata: job.metadata.clone(), expires_at: job.expires_at }
    }
}

/// The row of `meta` that is there while some turn is unread.
pub(crate) const UNREAD: &str = "unread";

/// The row of `meta` that says what a day's model calls came to.
pub(crate) const SPENT: &str = "spent";

/// The rolling summary of a scope's conversation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct SummaryRow {
    pub(crate) scope: Scope,
    pub(crate) text: String,
}

/// A group of messages of an old conversation was taken in, as this turn.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct ImportRow {
    pub(crate) scope: Scope,
    pub(crate) job: MessageId,
}

/// What one change touched: other instances read it to catch up. Every strict batch writes one, so that a gap in
/// the numbers means the store was cleared or pruned.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct LogRow {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) memories: Vec<MemoryId>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) jobs: Vec<MessageId>,
    /// Whether the budget's row changed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) spent: bool,
}

/// A picture or a sound: what it is, and whose. Its bytes are the parts beside it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct BlobRow {
    pub(crate) scope: Scope,
    pub(crate) mime_type: MediaType,
    /// How many bytes, in how many parts.
    pub(crate) bytes: u64,
    pub(crate) parts: u32,
    /// When it was given last.
    pub(crate) created_at: Timestamp,
}

pub(crate) fn memory_key(id: &MemoryId) -> Result<Key> {
    Key::new(id.as_str())
}

pub(crate) fn vector_key(id: &MemoryId, version: u32) -> Result<Key> {
    Key::new(format!("{id}/{version:08x}"))
}

pub(crate) fn event_key(id: &MemoryId, seq: u64, n: usize) -> Result<Key> {
    Key::new(format!("{id}/{seq:016x}/{n:04x}"))
}

/// Every row of one memory in a table whose keys start with its id.
pub(crate) fn rows_of(id: &MemoryId) -> Result<Range> {
    Ok(Range::prefix(&Key::new(format!("{id}/"))?))
}

pub(crate) fn log_key(seq: u64) -> Result<Key> {
    Key::new(format!("{seq:016x}"))
}

pub(crate) fn job_key(id: &MessageId) -> Result<Key> {
    Key::new(id.as_str())
}

pub(crate) fn turn_key(scope: &Scope, id: &MessageId) -> Result<Key> {
    Key::new(format!("{}/{id}", scope_tag(scope)))
}

/// The messages of exactly this scope.
pub(crate) fn turns_of(scope: &Scope) -> Result<Range> {
    Ok(Range::prefix(&Key::new(format!("{}/", scope_tag(scope)))?))
}

pub(crate) fn summary_key(scope: &Scope) -> Result<Key> {
    Key::new(format!("{SUMMARY_PREFIX}{}", scope_tag(scope)))
}

pub(crate) const SUMMARY_PREFIX: &str = "summary/";

/// The marks of what was imported, whosoever it is.
pub(crate) const IMPORT_PREFIX: &str = "import/";

pub(crate) fn import_key(scope: &Scope, hash: &str) -> Result<Key> {
    Key::new(format!("{IMPORT_PREFIX}{}/{hash}", scope_tag(scope)))
}

/// Every blob's head, whosoever it is.
pub(crate) const BLOB_PREFIX: &str = "head/";

/// The heads of the blobs of these bytes, one a scope.
pub(crate) fn blobs_of(id: &MediaId) -> Result<Range> {
    Ok(Range::prefix(&Key::new(format!("{BLOB_PREFIX}{}/", id.as_str()))?))
}

pub(crate) fn blob_key(scope: &Scope, id: &MediaId) -> Result<Key> {
    Key::new(format!("{BLOB_PREFIX}{}/{}", id.as_str(), scope_tag(scope)))
}

pub(crate) fn blob_part_key(scope: &Scope, id: &MediaId, n: u32) -> Result<Key> {
    Key::new(format!("part/{}/{}/{n:04x}", id.as_str(), scope_tag(scope)))
}

pub(crate) fn blob_parts_of(scope: &Scope, id: &MediaId) -> Result<Range> {
    Ok(Range::prefix(&Key::new(format!("part/{}/{}/", id.as_str(), scope_tag(scope)))?))
}

/// The memories of pictures and sounds that a model is still to describe.
pub(crate) const UNDESCRIBED_PREFIX: &str = "undescribed/";

pub(crate) fn undescribed_key(id: &MemoryId) -> Result<Key> {
    Key::new(format!("{UNDESCRIBED_PREFIX}{id}"))
}

/// A scope as a short ASCII tag: ids may hold any character, keys may not, and keys should not show who is meant.
fn scope_tag(scope: &Scope) -> String {
    let mut hash = Sha256::new();
    for id in [&scope.user_id, &scope.agent_id, &scope.run_id] {
        match id {
            Some(id) => {
                hash.update([1]);
                hash.update((id.len() as u64).to_be_bytes()); // the same on 32 and 64 bits
                hash.update(id.as_bytes());
            }
            None => hash.update([0]),
        }
    }
    hash.finalize().iter().take(16).map(|b| format!("{b:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_never_share_a_tag() {
        let scope = |user: Option<&str>, agent: Option<&str>| Scope {
            user_id: user.map(Into::into),
            agent_id: agent.map(Into::into),
            run_id: None,
        };
        let all = [
            scope(Some("ab"), None),
            scope(None, Some("ab")),
            scope(Some("a"), Some("b")),
            scope(Some("ab"), Some("")),
            scope(Some(""), Some("ab")),
        ];
        let tags: std::collections::BTreeSet<String> = all.iter().map(scope_tag).collect();
        assert_eq!(tags.len(), all.len());
    }
}
