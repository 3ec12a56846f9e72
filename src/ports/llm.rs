//! A language model that completes a prompt, to a JSON schema or as a stream of text.

use serde::Serialize;
use serde_json::Value;

use super::PortFuture;
use crate::model::{MediaBytes, MediaType};

/// Who said a turn of a prompt.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TurnRole {
    /// The person (or the library, asking on its behalf).
    #[default]
    User,
    /// The model.
    Model,
}

/// One turn of a prompt.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Turn {
    /// Who said it.
    pub role: TurnRole,
    /// What was said; may be empty where something is shown.
    pub text: String,
    /// What is shown or played before it.
    pub media: Vec<TurnMedia>,
}

impl Turn {
    /// A turn of nothing but text.
    pub fn new(role: TurnRole, text: impl Into<String>) -> Self {
        Self { role, text: text.into(), media: Vec::new() }
    }
}

/// A picture or a sound in a prompt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TurnMedia {
    /// What it is.
    pub mime_type: MediaType,
    /// The file.
    pub data: MediaBytes,
}

/// What the model is asked. The last turn is the user's.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Prompt {
    /// Instructions. Data (conversations, memories) never goes here.
    pub system: String,
    /// The turns, oldest first.
    pub turns: Vec<Turn>,
    /// The JSON schema the answer must follow; none for free text.
    pub schema: Option<Value>,
    /// The most tokens the answer may take, thinking included; none for the model's own limit.
    pub max_output_tokens: Option<u32>,
}

/// Why the model stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finish {
    /// It had said all.
    Stop,
    /// It hit the token limit: the text is cut.
    Length,
}

/// Tokens a call took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Usage {
    /// Tokens in.
    pub input_tokens: u64,
    /// Tokens out, thinking included.
    pub output_tokens: u64,
}

impl std::ops::AddAssign for Usage {
    fn add_assign(&mut self, other: Self) {
        self.input_tokens = self.input_tokens.saturating_add(other.input_tokens);
        self.output_tokens = self.output_tokens.saturating_add(other.output_tokens);
    }
}

/// What the model answered. Never empty text with `Finish::Stop`: that is the error `model_bad_reply`.
#[derive(Clone, Debug, PartialEq)]
pub struct Reply {
    /// The text, thinking left out.
    pub text: String,
    /// Why it stopped.
    pub finish: Finish,
    /// What it cost.
    pub usage: Usage,
    /// The model that answered, as the service names it.
    pub model: String,
}

/// A language model. Errors: every `model_*` code, `network`, `timeout`. Retries are the adapter's business:
/// an error that comes back has been retried as far as that makes sense.
pub trait Llm {
    /// The model asked for.
    fn model(&self) -> &str;

    /// Whether the model takes pictures or sounds of this type. It is never shown one that it does not.
    fn supports(&self, _media: MediaType) -> bool {
        false
    }

    /// Completes the prompt. A reply cut at the token limit comes back as `Finish::Length` (its text may hold
    /// complete items worth saving), unless it holds no text at all: that is `model_truncated`.
    fn complete<'a>(&'a self, prompt: &'a Prompt) -> PortFuture<'a, Reply>;

    /// Completes the prompt, handing each piece of text to `on_text` as it comes; resolves to the whole.
    fn stream<'a>(&'a self, prompt: &'a Prompt, on_text: &'a mut dyn FnMut(&str)) -> PortFuture<'a, Reply>;
}
