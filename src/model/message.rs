//! What was said, by whom, when.

use serde::{Deserialize, Serialize};

use super::{ids::MessageId, media::Attached, time::Timestamp};

/// Who speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// The person: the only one whose words are facts about the person.
    User,
    /// The model.
    Assistant,
    /// The application's instructions: kept out of memory.
    System,
    /// What a tool returned.
    Tool,
}

impl Role {
    /// The word used on the wire and in prompts.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Assistant => "assistant",
            Self::System => "system",
            Self::Tool => "tool",
        }
    }
}

/// One message of a conversation, as journalled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Its id.
    pub id: MessageId,
    /// Who spoke.
    pub role: Role,
    /// What was said; empty where only a picture or a sound was sent.
    pub content: String,
    /// Pictures and sounds sent with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub media: Vec<Attached>,
    /// The speaker's name, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// When it was said: relative words ("yesterday") are resolved against this.
    pub at: Timestamp,
}
