//! A candidate fact with its evidence: what an extraction, by a model or by rules, hands to the decision.

use crate::model::{Entity, Kind, Media, Message, MessageId, Relation, Role, Timestamp};

/// How a request to forget begins: such a fact can delete, never be remembered.
const FORGET: &str = "User asked to forget:";
/// How models write it instead, in lower case: what they write in the person's language, they write this in, too.
const FORGETS: &[&str] = &[
    "user asked to forget",
    "user asks to forget",
    "the user asked to forget",
    "the user asks to forget",
    "사용자가 잊어 달라고",
    "사용자가 잊어달라고",
    "사용자는 잊어 달라고",
    "사용자는 잊어달라고",
];

/// A candidate fact with its evidence.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::engine) struct Fact {
    pub(in crate::engine) text: String,
    pub(in crate::engine) kind: Kind,
    pub(in crate::engine) categories: Vec<String>,
    /// 0 to 1.
    pub(in crate::engine) importance: Option<f64>,
    /// The slot of the application's profile that it fills.
    pub(in crate::engine) slot: Option<String>,
    pub(in crate::engine) entities: Vec<Entity>,
    pub(in crate::engine) relations: Vec<Relation>,
    pub(in crate::engine) event_time: Option<Timestamp>,
    /// From when on it is of no more use.
    pub(in crate::engine) expires_at: Option<Timestamp>,
    pub(in crate::engine) confidence: Option<f64>,
    pub(in crate::engine) message_ids: Vec<MessageId>,
    pub(in crate::engine) speaker: Role,
    /// The speaker's name, of a message kept word for word.
    pub(in crate::engine) name: Option<String>,
    /// When it was said: the last of the messages.
    pub(in crate::engine) said_at: Option<Timestamp>,
    /// The picture or sound it is of.
    pub(in crate::engine) media: Option<Shown>,
}

/// A picture or a sound, and which model described it; none if only its caption is known.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::engine) struct Shown {
    pub(in crate::engine) media: Media,
    pub(in crate::engine) model: Option<String>,
}

impl Fact {
    /// A fact of nothing but its text, said by the person.
    pub(in crate::engine) fn plain(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            kind: Kind::Fact,
            categories: Vec::new(),
            importance: None,
            slot: None,
            entities: Vec::new(),
            relations: Vec::new(),
            event_time: None,
            expires_at: None,
            confidence: None,
            message_ids: Vec::new(),
            speaker: Role::User,
            name: None,
            said_at: None,
            media: None,
        }
    }

    /// A wish that what a topic names be forgotten.
    pub(in crate::engine) fn wish_to_forget(topic: &str) -> Self {
        Self::plain(format!("{FORGET} {topic}"))
    }

    /// A message kept word for word.
    pub(in crate::engine) fn verbatim(message: &Message) -> Self {
        Self {
            kind: Kind::Verbatim,
            message_ids: vec![message.id.clone()],
            speaker: message.role,
            name: message.name.clone(),
            said_at: Some(message.at),
            ..Self::plain(message.content.clone())
        }
    }

    /// Whether it asks to forget instead of saying something.
    pub(in crate::engine) fn is_forget(&self) -> bool {
        let text = self.text.trim_start().to_lowercase();
        self.media.is_none() && FORGETS.iter().any(|begin| text.starts_with(begin))
    }

    /// What it asks to forget, where it names that after a colon.
    pub(in crate::engine) fn forgotten_topic(&self) -> Option<&str> {
        let (_, topic) = self.text.split_once(':').filter(|_| self.is_forget())?;
        Some(topic.trim()).filter(|topic| !topic.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wish_to_forget_is_one_in_either_language() {
        assert!(Fact::wish_to_forget("the cat").is_forget());
        for text in [
            "User asked to forget: the cat",
            "the user asked to forget their address",
            "사용자가 잊어 달라고 함: 나이",
            "사용자는 잊어달라고 했다: 나이",
        ] {
            assert!(Fact::plain(text).is_forget(), "{text}");
        }
        assert_eq!(Fact::wish_to_forget("the cat").forgotten_topic(), Some("the cat"));
        assert_eq!(Fact::plain("사용자가 잊어 달라고 함: 나이").forgotten_topic(), Some("나이"));
        assert_eq!(Fact::plain("User has a note: milk").forgotten_topic(), None);
        for text in ["User forgets names", "User asked for tea", "사용자는 이름을 잘 잊는다"] {
            assert!(!Fact::plain(text).is_forget(), "{text}");
        }
    }
}
