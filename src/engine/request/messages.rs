//! Messages as callers give them.

use serde::Deserialize;

use super::{MAX_ADD_BYTES, MAX_MESSAGES, MAX_TEXT_BYTES};
use crate::{
    Error, Result,
    model::{Role, Timestamp},
};

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
