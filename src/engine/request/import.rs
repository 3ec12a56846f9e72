//! Old conversations as callers give them.

use std::fmt::Write as _;

use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::{Adding, MessageInput, Said, checked_messages, checked_metadata};
use crate::{
    Error, Result,
    model::{Metadata, Role, Scope, Timestamp},
    sort::Arrange,
};

/// The most conversations one call may bring.
pub const MAX_CONVERSATIONS: usize = 10_000;
/// How much of a conversation is read in one go: a model that gets a day's talk at once overlooks half of it.
const GROUP_MESSAGES: usize = 20;
const GROUP_BYTES: usize = 16 * 1024;

/// A conversation of the past.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConversationInput {
    /// What was said, in order.
    pub messages: Vec<MessageInput>,
    /// When it began: RFC 3339. Messages without a time of their own were said then, or with the one before.
    #[serde(default)]
    pub started_at: Option<String>,
}

request! {
    /// Options of `importConversations`.
    ImportOptions {
        /// The caller's own data, put on every memory that comes of it.
        metadata: Option<Metadata>,
        /// `false`: keep every non-system message word for word.
        infer: Option<bool>,
    }
}

/// Conversations to be taken in, checked.
#[derive(Clone, Debug)]
pub struct Import {
    /// Whose memories they make, and how.
    pub adding: Adding,
    /// In order of time.
    pub conversations: Vec<Conversation>,
}

/// A checked conversation.
#[derive(Clone, Debug)]
pub struct Conversation {
    /// When it began, if that is known.
    pub began: Option<Timestamp>,
    /// What is read in one go each.
    pub groups: Vec<Group>,
}

/// A part of a conversation that is read in one go.
#[derive(Clone, Debug)]
pub struct Group {
    /// Names it by all that was said up to its end: 32 hex digits.
    pub hash: String,
    /// What was said, with times.
    pub messages: Vec<Said>,
}

impl ImportOptions {
    /// Checks scope, metadata and every conversation, and puts them in order of time.
    pub fn checked(self, conversations: Vec<ConversationInput>) -> Result<Import> {
        if conversations.len() > MAX_CONVERSATIONS {
            return Err(Error::invalid_input(format!(
                "give at most {MAX_CONVERSATIONS} conversations a call"
            )));
        }
        let adding = Adding {
            scope: self.scope().checked()?,
            metadata: checked_metadata(self.metadata.unwrap_or_default())?,
            infer: self.infer.unwrap_or(true),
            imported: true,
            ..Adding::default()
        };
        let checked = |(at, conversation): (usize, ConversationInput)| {
            checked_conversation(conversation)
                .map_err(|e| Error::new(e.code(), format!("conversations[{at}]: {}", e.message())))
        };
        let mut conversations =
            conversations.into_iter().enumerate().map(checked).collect::<Result<Vec<Conversation>>>()?;
        // Those whose time nobody knows are as new as can be.
        conversations.arrange_by_key(|conversation| (conversation.began.is_none(), conversation.began));
        Ok(Import { adding, conversations })
    }
}

fn checked_conversation(input: ConversationInput) -> Result<Conversation> {
    let ConversationInput { messages, started_at } = input;
    let started_at = started_at.as_deref().map(Timestamp::parse).transpose()?;
    // Exports hold messages of which nothing is left, and the application's instructions.
    let says_something = |m: &MessageInput| !m.content.trim().is_empty() || !m.media.is_empty();
    let mut said = Vec::new();
    for message in messages.into_iter().filter(says_something) {
        said.extend(checked_messages(vec![message])?);
    }
    said.retain(|said| said.role != Role::System);
    let began = started_at.or_else(|| said.iter().find_map(|said| said.at));
    let mut groups: Vec<Group> = Vec::new();
    let mut hash = Sha256::new();
    hash.update(started_at.map_or(i64::MIN, Timestamp::millis).to_be_bytes());
    let (mut time, mut bytes) = (began, 0_usize);
    for mut said in said {
        update(&mut hash, &said);
        time = said.at.or(time);
        said.at = time;
        bytes = bytes.saturating_add(said.content.len());
        let fits = |group: &&mut Group| group.messages.len() < GROUP_MESSAGES && bytes <= GROUP_BYTES;
        let so_far = hex(&hash.clone().finalize());
        match groups.last_mut().filter(fits) {
            Some(group) => {
                group.messages.push(said);
                group.hash = so_far;
            }
            None => {
                bytes = said.content.len();
                groups.push(Group { hash: so_far, messages: vec![said] });
            }
        }
    }
    Ok(Conversation { began, groups })
}

/// A message as it was given: of two equal ones the hash is equal, and of two lists no other than equal ones.
fn update(hash: &mut Sha256, said: &Said) {
    let mut part = |bytes: &[u8]| {
        hash.update((bytes.len() as u64).to_be_bytes());
        hash.update(bytes);
    };
    part(said.role.as_str().as_bytes());
    part(said.content.as_bytes());
    part(said.name.as_deref().unwrap_or_default().as_bytes());
    part(&said.at.map_or(i64::MIN, Timestamp::millis).to_be_bytes());
    part(&(said.media.len() as u64).to_be_bytes());
    for sent in &said.media {
        part(sent.media.id.as_str().as_bytes());
        part(sent.caption.as_deref().unwrap_or_default().as_bytes());
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().take(16).fold(String::new(), |mut text, byte| {
        // Writing to a string does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(role: &str, content: &str, timestamp: Option<&str>) -> MessageInput {
        MessageInput {
            role: role.into(),
            content: content.into(),
            timestamp: timestamp.map(Into::into),
            ..MessageInput::default()
        }
    }

    fn checked(conversations: Vec<ConversationInput>) -> Result<Vec<Conversation>> {
        let options = ImportOptions { user_id: Some("ana".into()), ..ImportOptions::default() };
        Ok(options.checked(conversations)?.conversations)
    }

    #[test]
    fn conversations_come_in_order_and_every_message_has_a_time() {
        let talk = |started_at: Option<&str>, messages: Vec<MessageInput>| ConversationInput {
            messages,
            started_at: started_at.map(Into::into),
        };
        let found = checked(vec![
            talk(None, vec![message("user", "no idea when", None)]),
            talk(Some("2025-01-01"), vec![message("user", "a", None), message("assistant", " ", None)]),
            talk(None, vec![message("user", "b", None), message("user", "c", Some("2024-05-01"))]),
        ])
        .unwrap();
        let times: Vec<Option<String>> =
            found.iter().map(|c| c.groups[0].messages[0].at.map(Timestamp::date)).collect();
        assert_eq!(times, [Some("2024-05-01".into()), Some("2025-01-01".into()), None]);
        assert_eq!(found[1].groups[0].messages.len(), 1, "what says nothing is left out");
        let bad = checked(vec![talk(None, vec![message("user", "x", Some("long ago"))])]).unwrap_err();
        assert!(bad.message().starts_with("conversations[0]: "), "{}", bad.message());
    }

    #[test]
    fn a_conversation_that_has_grown_keeps_the_names_of_its_full_groups() {
        let talk = |n: usize| ConversationInput {
            messages: (0..n).map(|n| message("user", &format!("message {n}"), None)).collect(),
            started_at: Some("2024-01-01".into()),
        };
        let hashes = |n: usize| -> Vec<String> {
            checked(vec![talk(n)]).unwrap()[0].groups.iter().map(|group| group.hash.clone()).collect()
        };
        let (before, after) = (hashes(45), hashes(50));
        assert_eq!((before.len(), before.get(..2)), (3, after.get(..2)));
        assert_ne!(before[2], after[2]);
        let long = message("user", &"x".repeat(10_000), None);
        let long = ConversationInput { messages: vec![long; 3], started_at: None };
        assert_eq!(checked(vec![long]).unwrap()[0].groups.len(), 3);
    }
}
