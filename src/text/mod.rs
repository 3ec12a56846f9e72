//! Words: normalising, splitting and ranking text in any language.
//!
//! ```text
//!   WordIndex (BM25) ─► tokenize ─► normalize      each pure, each usable alone
//!        │                 ├─► english             endings off: hiked, hiking, hikes → hike
//!        │                 ├─► korean              particles and endings off: 서울에서 → 서울, 먹었어요 → 먹
//!        │                 └─► compound, emoji     Wi-Fi → wifi; 🎂
//!        └─► bm25::expand ─► korean, latin, typos  of a query: 들어요 → 듣다, Katzen → Katze, alergic → allergic
//! ```
//!
//! Ranks with [`crate::index`]'s `SlotSet`, `Scored` and `TopK`, so that vectors and words speak of the same slots.

pub mod bm25;
mod compound;
mod content;
mod emoji;
mod english;
pub mod estimate;
mod keyboard;
pub(crate) mod korean;
mod latin;
mod name_keys;
mod names;
pub mod normalize;
mod script;
pub mod sentences;
mod stop_words;
pub mod threads;
pub mod time_words;
pub mod tokenize;
mod typos;

pub use bm25::{WordIndex, WordScore, WordScores};
pub use content::content_words;
pub use estimate::estimate_tokens;
pub use name_keys::{
    given_name, is_empty_word, is_one_slip, keys_in, name_key, name_parts, without_particle,
};
pub use names::names_in;
pub use normalize::normalize;
pub use script::written_alike;
pub use sentences::sentences;
pub use threads::{Threads, Turn};
pub use time_words::{TimeWindow, time_window};
pub use tokenize::tokenize;
