//! In place of `graph` where the crate is the index alone: there are no graphs, so cells answer whatever the size. What builds
//! one is a third of that wasm, for what pays above some 200,000 vectors in a worker.

use super::{arena::Arena, code::Query};
use crate::{Error, Result};

/// See `graph`.
pub(super) const EF_SEARCH: usize = 200;

/// There is none.
#[derive(Debug)]
pub(super) enum Graph {}

impl Graph {
    pub(super) fn build(_: &Arena, _: &[u32], _: u64) -> Result<Self> {
        Err(Error::internal("this build has no graphs"))
    }

    /// A saved graph is left out.
    pub(super) fn from_bytes(_: &[u8], _: usize) -> Result<Self> {
        Err(Error::storage_corrupt("this build has no graphs"))
    }

    pub(super) fn nearest(&self, _: &Query, _: &Arena, _: &[u32]) -> Vec<u32> {
        match *self {}
    }

    pub(super) fn to_bytes(&self) -> Vec<u8> {
        match *self {}
    }

    pub(super) const fn bytes(&self) -> usize {
        match *self {}
    }
}
