//! Conversations through the whole engine, natively: real store laws, real indexes, a scripted model.
#![expect(clippy::unwrap_used, reason = "a test that goes wrong may panic")]

#[path = "../support/mod.rs"]
mod support;

mod broken;
mod corpus;
mod decisions;
mod doubles;
mod echo;
mod embedder;
mod english;
mod expiry;
mod grounding;
mod journal;
mod media;
mod past;
mod recall;
mod reports;
mod rerank;
mod saving;
mod signals;
mod storage;
mod tabs;
mod turns;
