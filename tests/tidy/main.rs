//! The rules no compiler checks: arrows between the rooms, invariants, lengths, and facts that stand in two files.

#![cfg_attr(test, expect(clippy::string_slice, reason = "a panic on odd input is this test failing"))]

#[cfg(test)]
mod arrows;
#[cfg(test)]
mod code;
#[cfg(test)]
mod contract;
#[cfg(test)]
mod files;
