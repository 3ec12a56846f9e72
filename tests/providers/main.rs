//! The providers' adapters against recorded-style traffic: what they make of each answer, and exactly what they ask.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a broken expectation fails the test")]

#[path = "../support/mod.rs"]
mod support;

mod config;
mod corpus;
mod embed;
mod errors;
mod generate;
mod media;
mod requests;
mod retries;
mod shipped_model;
mod stream;
mod turns;

use std::rc::Rc;

use forgetmenot::{
    adapters::gemini::{GeminiConfig, GeminiEmbedder, GeminiLlm},
    ports::{Prompt, Turn, TurnRole},
};
use serde_json::{Value, json};
use support::{Answer, FakeClock, ScriptedHttp, SeededEntropy};

const KEY: &str = "AIzaSyTestKey-0123456789";
const NOW: &str = "2026-11-22T10:00:00Z";

/// A scripted service with everything around it.
struct World {
    http: Rc<ScriptedHttp>,
    clock: FakeClock,
    config: GeminiConfig,
}

fn world(script: impl IntoIterator<Item = Answer>) -> World {
    let config = GeminiConfig { api_key: Some(KEY.to_owned()), ..GeminiConfig::default() };
    World { http: ScriptedHttp::new(script), clock: FakeClock::at(NOW), config }
}

impl World {
    fn llm(&self, model: &str) -> GeminiLlm {
        let (http, clock) = (Rc::clone(&self.http), Rc::new(self.clock.clone()));
        GeminiLlm::new(&self.config, model, None, None, http, clock, Rc::new(SeededEntropy::new(7))).unwrap()
    }

    fn embedder(&self, model: &str, dims: usize) -> GeminiEmbedder {
        let (http, clock) = (Rc::clone(&self.http), Rc::new(self.clock.clone()));
        GeminiEmbedder::new(&self.config, model, dims, http, clock, Rc::new(SeededEntropy::new(7))).unwrap()
    }

    fn without_retries(mut self) -> Self {
        self.config.max_retries = 0;
        self
    }

    /// The body of each request, as JSON.
    fn bodies(&self) -> Vec<Value> {
        let bodies = self.http.requests().into_iter().map(|request| request.body.unwrap());
        bodies.map(|body| serde_json::from_str(&body).unwrap()).collect()
    }
}

fn ask(text: &str) -> Prompt {
    Prompt { turns: vec![Turn::new(TurnRole::User, text)], ..Prompt::default() }
}

/// An answer that says `text` and ends for `reason`.
fn says(text: &str, reason: &str) -> Value {
    json!({
        "candidates": [{ "index": 0, "content": { "role": "model", "parts": [{ "text": text }] }, "finishReason": reason }],
        "usageMetadata": { "promptTokenCount": 11, "candidatesTokenCount": 5, "thoughtsTokenCount": 2, "totalTokenCount": 18 },
        "modelVersion": "gemini-3.5-flash-lite-001",
        "responseId": "r-1"
    })
}

fn ok(body: &Value) -> Answer {
    Answer::json(200, body.to_string())
}

fn vectors(count: usize, dims: usize) -> Value {
    let one = |i: usize| json!({ "values": (0..dims).map(|d| if d == i % dims { 3.0 } else { 0.0 }).collect::<Vec<_>>() });
    json!({ "embeddings": (0..count).map(one).collect::<Vec<_>>() })
}
