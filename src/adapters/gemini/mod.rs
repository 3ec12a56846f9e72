//! Google's Gemini over its REST API: `generateContent`, `streamGenerateContent` and `batchEmbedContents`
//! (<https://ai.google.dev/api>).
//!
//! The key travels in the `x-goog-api-key` header alone. Nothing of what the service says in prose reaches an error
//! message, for it may quote the prompt: errors are in our own words, with the status and reason codes we know.

mod client;
mod config;
mod embed;
mod error;
mod generate;
mod llm;
mod models;
mod sse;
mod wire;

pub use config::GeminiConfig;
pub use embed::GeminiEmbedder;
pub use llm::GeminiLlm;
pub use models::{DEFAULT_CHAT_MODEL, DEFAULT_DIMS, DEFAULT_EMBEDDING_MODEL, DEFAULT_MODEL, ThinkingLevel};
