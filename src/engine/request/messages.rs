//! Messages as callers give them.

use serde::Deserialize;

use super::{
    MAX_ADD_BYTES, MAX_MESSAGES, MAX_TEXT_BYTES,
    media::{Content, MAX_CALL_MEDIA_BYTES, MAX_MEDIA, MediaSaid, PartInput, checked_media, too_large},
};
use crate::{
    Error, Result,
    model::{Role, Timestamp},
};

/// A message as a caller gives it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(from = "RawMessage")]
pub struct MessageInput {
    /// `user`, `assistant`, `system` or `tool`.
    pub role: String,
    /// The text.
    pub content: String,
    /// The parts of its content that are not text.
    pub media: Vec<PartInput>,
    /// The speaker's name.
    pub name: Option<String>,
    /// RFC 3339.
    pub timestamp: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct RawMessage {
    role: String,
    content: Content,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    timestamp: Option<String>,
}

impl From<RawMessage> for MessageInput {
    fn from(raw: RawMessage) -> Self {
        let RawMessage { role, content, name, timestamp } = raw;
        let (content, media) = content.split();
        Self { role, content, media, name, timestamp }
    }
}

/// A checked message that has no id yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// Who spoke.
    pub role: Role,
    /// What was said: trimmed; empty only where something was sent with it.
    pub content: String,
    /// Pictures and sounds sent with it.
    pub media: Vec<MediaSaid>,
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
    if messages.iter().map(|m| m.media.len()).sum::<usize>() > MAX_MEDIA {
        return Err(too_large());
    }
    let said = messages.into_iter().map(checked_message).collect::<Result<Vec<Said>>>()?;
    let media: u64 = said.iter().flat_map(|said| &said.media).map(|sent| sent.media.bytes).sum();
    if media > MAX_CALL_MEDIA_BYTES as u64 {
        return Err(too_large());
    }
    Ok(said)
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
    let media = message.media.into_iter().map(checked_media).collect::<Result<Vec<MediaSaid>>>()?;
    if content.is_empty() && media.is_empty() {
        return Err(Error::invalid_input("a message's content must not be empty"));
    }
    let name = message.name.map(|n| n.trim().to_owned()).filter(|n| !n.is_empty());
    if name.as_ref().is_some_and(|n| n.len() > 256) {
        return Err(Error::invalid_input("a message's name may hold 256 bytes"));
    }
    let at = message.timestamp.as_deref().map(Timestamp::parse).transpose()?;
    Ok(Said { role, content: content.to_owned(), media, name, at })
}
