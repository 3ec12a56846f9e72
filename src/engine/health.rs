//! `health`: how the memory is, in figures.

use super::{
    Engine,
    response::{EmbedderHealth, Health, IndexHealth, SetAside},
};
use crate::{Result, index::kernel};

impl Engine {
    /// Figures about the store and the index, and the rows that were set aside.
    pub async fn health(&self) -> Result<Health> {
        self.ready().await?;
        let state = self.state.borrow();
        let set_aside = state.set_aside.iter();
        Ok(Health {
            storage: self.ports.store.info(),
            memories: state.len(),
            pending: state.jobs.len(),
            index: IndexHealth {
                kind: state.vectors.as_ref().map_or("none", |v| v.kind()),
                vectors: state.vectors.as_ref().map_or(0, |v| v.len()),
                bytes: state.vectors.as_ref().map_or(0, |v| v.bytes()),
                maintained: state.vectors.as_ref().is_none_or(|v| !v.needs_maintenance()),
                kernel: kernel::name(),
            },
            embedder: self.ports.embedder.as_deref().map(EmbedderHealth::of),
            set_aside: set_aside
                .map(|(t, key)| SetAside { table: t.as_str(), key: key.as_str().into() })
                .collect(),
            budget: self.budget_health(),
            version: env!("CARGO_PKG_VERSION"),
        })
    }
}
