//! The JSON of the service, as far as it is used. Of an answer, unknown fields and values are let pass, and absent or
//! `null` means the same (<https://protobuf.dev/programming-guides/json/>).

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The body of `generateContent` and `streamGenerateContent`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct GenerateRequest<'a> {
    pub(super) contents: Vec<Content<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) system_instruction: Option<Content<'a>>,
    #[serde(skip_serializing_if = "GenerationConfig::is_empty")]
    pub(super) generation_config: GenerationConfig<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) continuation_token: Option<&'a str>,
}

/// A turn, an instruction, or a text to embed.
#[derive(Serialize)]
pub(super) struct Content<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) role: Option<&'static str>,
    pub(super) parts: [Part<'a>; 1],
}

impl<'a> Content<'a> {
    pub(super) fn new(role: Option<&'static str>, text: &'a str) -> Self {
        Self { role, parts: [Part { text }] }
    }
}

#[derive(Serialize)]
pub(super) struct Part<'a> {
    text: &'a str,
}

#[derive(Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct GenerationConfig<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) response_mime_type: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) response_json_schema: Option<&'a Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) max_output_tokens: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) temperature: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) thinking_config: Option<ThinkingConfig>,
}

impl GenerationConfig<'_> {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

#[derive(PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ThinkingConfig {
    pub(super) thinking_level: &'static str,
}

/// One element of `batchEmbedContents`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct EmbedRequest<'a> {
    /// Every element names the model again: the service asks for it.
    pub(super) model: &'a str,
    pub(super) content: Content<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) task_type: Option<&'static str>,
    pub(super) output_dimensionality: usize,
}

/// A whole answer, or one chunk of a streamed one.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct GenerateResponse {
    /// What a stream says instead when it fails midway.
    pub(super) error: Option<Value>,
    pub(super) candidates: Option<Vec<Candidate>>,
    pub(super) prompt_feedback: Option<PromptFeedback>,
    /// Read leniently: a good answer is not lost for an odd count.
    pub(super) usage_metadata: Option<Value>,
    pub(super) model_version: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Candidate {
    pub(super) content: Option<ReplyContent>,
    pub(super) finish_reason: Option<String>,
    pub(super) continuation_token: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct ReplyContent {
    pub(super) parts: Option<Vec<ReplyPart>>,
}

#[derive(Deserialize)]
pub(super) struct ReplyPart {
    pub(super) text: Option<String>,
    pub(super) thought: Option<bool>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PromptFeedback {
    pub(super) block_reason: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct BatchEmbedResponse {
    pub(super) error: Option<Value>,
    pub(super) embeddings: Option<Vec<Embedding>>,
}

#[derive(Deserialize)]
pub(super) struct Embedding {
    pub(super) values: Option<Vec<f32>>,
}
