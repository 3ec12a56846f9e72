//! The ports over what browsers, Node and Workers share.

pub mod fetch;
pub mod system;
