//! The doors: what the engine asks of the world, as traits. No implementation lives here.
//!
//! Everything is single-threaded on purpose: `Rc`, no `Send` bounds. A future that is dropped is a call that is
//! cancelled: adapters must free what they hold (abort the request, drop the listeners).

pub mod clock;
pub mod embedder;
pub mod http;
pub mod llm;
pub mod reranker;
pub mod store;

use std::{future::Future, pin::Pin};

pub use clock::{Clock, Entropy};
pub use embedder::{EmbedPurpose, Embedder, EmbeddingSpace, Fusion, Readiness};
pub use http::{Http, HttpBody, HttpRequest, HttpResponse};
pub use llm::{Finish, Llm, Prompt, Reply, Turn, TurnMedia, TurnRole, Usage};
pub use reranker::Reranker;
pub use store::{Batch, Durability, Key, Range, Row, Store, StoreInfo, Table, Write};

use crate::Result;

/// A boxed future of a port's answer.
pub type PortFuture<'a, T> = Pin<Box<dyn Future<Output = Result<T>> + 'a>>;
