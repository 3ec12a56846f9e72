//! Guards: what may not become a memory.

pub mod echo;
pub mod secrets;
