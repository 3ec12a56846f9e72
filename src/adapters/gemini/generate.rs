//! What is asked of a chat model, and what is made of its answer. No input or output happens here.

use super::{
    error::{self, Asked},
    models::{self, ThinkingLevel},
    wire::{Content, GenerateRequest, GenerateResponse, GenerationConfig, ThinkingConfig},
};
use crate::{
    Error, ErrorCode, Result,
    ports::{Finish, Prompt, Reply, TurnRole, Usage},
};

/// How a model is asked, beside the prompt.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Style {
    pub(super) thinking: Option<ThinkingLevel>,
    pub(super) temperature: Option<f64>,
}

/// The body of a request. `continuation` is what the last answer to the same prompt gave to go on with.
pub(super) fn request(
    model: &str,
    style: Style,
    prompt: &Prompt,
    continuation: Option<&str>,
) -> Result<String> {
    // The newest models refuse a conversation that ends with their own turn.
    if prompt.turns.last().is_none_or(|turn| turn.role != TurnRole::User) {
        return Err(Error::invalid_input("a prompt must end with a turn of the user"));
    }
    let role = |role| Some(if role == TurnRole::User { "user" } else { "model" });
    let level = style.thinking.and_then(|level| models::thinking_level(model, level));
    let request = GenerateRequest {
        contents: prompt.turns.iter().map(|t| Content::shown(role(t.role), &t.text, &t.media)).collect(),
        system_instruction: (!prompt.system.is_empty()).then(|| Content::new(None, &prompt.system)),
        generation_config: GenerationConfig {
            response_mime_type: prompt.schema.as_ref().map(|_| "application/json"),
            response_json_schema: prompt.schema.as_ref(),
            max_output_tokens: prompt.max_output_tokens,
            temperature: style.temperature,
            thinking_config: level.map(|thinking_level| ThinkingConfig { thinking_level }),
        },
        continuation_token: continuation,
    };
    serde_json::to_string(&request).map_err(|_| Error::internal("a request could not be written as JSON"))
}

/// Reads a body, or the data of one event of a stream. Errors: `model_bad_reply`, or what an `error` in it says.
pub(super) fn read(bytes: &[u8], asked: Asked<'_>) -> Result<GenerateResponse> {
    let response: GenerateResponse = serde_json::from_slice(bytes).map_err(|_| {
        Error::bad_reply("the model service sent something that is not its JSON, or only a part of it")
    })?;
    match &response.error {
        Some(e) => Err(error::of_object(e, asked)),
        None => Ok(response),
    }
}

/// What an answer comes to.
#[derive(Debug)]
pub(super) enum Outcome {
    /// A whole reply.
    Done(Reply),
    /// A part of it: the same request is to be sent again with this token.
    Continue(Part),
}

/// A part of a reply.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) reply: Reply,
    pub(super) token: String,
}

/// Puts an answer together from one response or from the many of a stream.
#[derive(Default)]
pub(super) struct Collector {
    text: String,
    finish: Option<String>,
    blocked: Option<String>,
    token: Option<String>,
    usage: Usage,
    model: Option<String>,
}

impl Collector {
    /// Takes the next response; returns the text in it, the model's thoughts left out. Only the first candidate
    /// counts: no more are ever asked for.
    pub(super) fn take(&mut self, response: GenerateResponse) -> String {
        if let Some(reason) = response.prompt_feedback.and_then(|feedback| feedback.block_reason) {
            self.blocked = Some(reason);
        }
        if let Some(usage) = response.usage_metadata {
            // Cumulative in a stream: the last one counts.
            let count = |key| usage.get(key).and_then(serde_json::Value::as_u64).unwrap_or(0);
            self.usage = Usage {
                input_tokens: count("promptTokenCount").saturating_add(count("toolUsePromptTokenCount")),
                output_tokens: count("candidatesTokenCount").saturating_add(count("thoughtsTokenCount")),
            };
        }
        self.model = response.model_version.filter(|model| !model.is_empty()).or_else(|| self.model.take());
        let Some(candidate) = response.candidates.into_iter().flatten().next() else { return String::new() };
        self.finish = candidate.finish_reason.or_else(|| self.finish.take());
        self.token = candidate.continuation_token.or_else(|| self.token.take());
        let parts = candidate.content.and_then(|content| content.parts).unwrap_or_default();
        let said = parts.into_iter().filter(|part| part.thought != Some(true)).filter_map(|part| part.text);
        let text: String = said.collect();
        self.text.push_str(&text);
        text
    }

    /// Judges the whole. `streamed`: an answer without a reason to end is one whose end is missing. `before` is the
    /// text of the parts that came before this one.
    pub(super) fn finish(self, asked: Asked<'_>, streamed: bool, before: &str) -> Result<Outcome> {
        let no_text = before.trim().is_empty() && self.text.trim().is_empty();
        if let Some(reason) = &self.blocked {
            return Err(Error::new(
                ErrorCode::ModelBlocked,
                format!("the service blocked the prompt ({}): change it", error::known_reason(reason)),
            ));
        }
        let finish = match self.finish.as_deref() {
            None if streamed => {
                return Err(Error::bad_reply("the model's answer broke off: try again"));
            }
            Some("MAX_TOKENS") if no_text => {
                return Err(Error::new(
                    ErrorCode::ModelTruncated,
                    "the model used up its tokens before it said anything: allow more output tokens, or set a lower \
                     `thinkingLevel`",
                ));
            }
            // The port has no third way to end: what would have to be continued is cut.
            Some("MAX_TOKENS" | "CONTINUATION") => Finish::Length,
            Some(reason) if is_block(reason) => {
                return Err(Error::new(
                    ErrorCode::ModelBlocked,
                    format!("the service blocked the model's answer ({})", error::known_reason(reason)),
                ));
            }
            Some(
                reason @ ("OTHER"
                | "MALFORMED_FUNCTION_CALL"
                | "UNEXPECTED_TOOL_CALL"
                | "TOO_MANY_TOOL_CALLS"
                | "MALFORMED_RESPONSE"
                | "NO_IMAGE"),
            ) => {
                return Err(Error::bad_reply(format!(
                    "the model failed to answer ({}): try again",
                    error::known_reason(reason)
                )));
            }
            // STOP, none from a proxy that leaves it out, or a reason newer than this release.
            _ => Finish::Stop,
        };
        let cut_for_later = self.finish.as_deref() == Some("CONTINUATION");
        let reply = Reply {
            text: self.text,
            finish,
            usage: self.usage,
            model: self.model.unwrap_or_else(|| asked.model.to_owned()),
        };
        match self.token {
            Some(token) if cut_for_later && !token.is_empty() => Ok(Outcome::Continue(Part { reply, token })),
            _ if no_text => Err(Error::bad_reply("the model's answer is empty: try again")),
            _ => Ok(Outcome::Done(reply)),
        }
    }
}

fn is_block(reason: &str) -> bool {
    matches!(reason, "SAFETY" | "RECITATION" | "LANGUAGE" | "BLOCKLIST" | "PROHIBITED_CONTENT" | "SPII")
        || reason.starts_with("IMAGE_")
}
