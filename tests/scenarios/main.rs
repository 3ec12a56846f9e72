//! Conversations through the whole engine, natively: real store laws, real indexes, a scripted model.
#![expect(clippy::unwrap_used, reason = "a test that goes wrong may panic")]

#[path = "../support/mod.rs"]
mod support;

mod broken;
mod budget;
mod buffer;
mod corpus;
mod decisions;
mod doubles;
mod echo;
mod embedder;
mod english;
mod expiry;
mod forecast;
mod graph;
mod grounding;
mod import;
mod interleaving;
mod journal;
mod korean;
mod links;
mod many;
mod media;
mod novelty;
mod on_device;
mod past;
mod profile;
mod recall;
mod reports;
mod rerank;
mod saving;
mod signals;
mod storage;
mod tabs;
mod turns;
