//! The JSON of the service, as far as it is used. Of an answer, unknown fields and values are let pass, and absent or
//! `null` means the same (<https://protobuf.dev/programming-guides/json/>).

use base64::{display::Base64Display, engine::general_purpose::STANDARD};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;

use super::models;
use crate::ports::TurnMedia;

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
    pub(super) parts: Vec<Part<'a>>,
}

impl<'a> Content<'a> {
    pub(super) fn new(role: Option<&'static str>, text: &'a str) -> Self {
        Self { role, parts: vec![Part::Text(text)] }
    }

    /// What is shown comes before what is asked about it, as the service advises. An empty text is no part.
    pub(super) fn shown(role: Option<&'static str>, text: &'a str, media: &'a [TurnMedia]) -> Self {
        let shown = media.iter().map(|media| {
            let mime_type = models::mime_type(media.mime_type).unwrap_or_else(|| media.mime_type.as_str());
            Part::InlineData(Blob { mime_type, data: media.data.as_slice() })
        });
        let text = (!text.is_empty() || media.is_empty()).then_some(Part::Text(text));
        Self { role, parts: shown.chain(text).collect() }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Part<'a> {
    Text(&'a str),
    InlineData(Blob<'a>),
}

/// A file in the request itself.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Blob<'a> {
    mime_type: &'static str,
    #[serde(serialize_with = "base64")]
    data: &'a [u8],
}

fn base64<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&Base64Display::new(bytes, &STANDARD))
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
