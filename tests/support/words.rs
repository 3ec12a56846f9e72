//! An embedder whose geometry is that of shared words: no network, no model, the same vectors everywhere.

use std::{
    cell::Cell,
    future::poll_fn,
    hash::{DefaultHasher, Hash, Hasher},
    task::Poll,
};

use forgetmenot::{
    Error, ErrorCode,
    ports::{EmbedPurpose, Embedder, EmbeddingSpace, PortFuture},
};

/// Texts sharing words are near.
pub(crate) struct WordEmbedder {
    space: EmbeddingSpace,
    /// What every call fails with from now on.
    pub(crate) failing: Cell<Option<ErrorCode>>,
    /// How many calls began.
    pub(crate) calls: Cell<usize>,
    /// How many texts were embedded.
    pub(crate) embedded: Cell<usize>,
}

impl WordEmbedder {
    pub(crate) fn new(model: &str, dims: usize) -> Self {
        let space = EmbeddingSpace { provider: "words".into(), model: model.into(), dims };
        Self { space, failing: Cell::new(None), calls: Cell::new(0), embedded: Cell::new(0) }
    }

    fn vector(&self, text: &str) -> Vec<f32> {
        let mut vector = vec![0.01; self.space.dims];
        for word in text.to_lowercase().split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
            let mut hash = DefaultHasher::new();
            word.hash(&mut hash);
            let at = usize::try_from(hash.finish() % self.space.dims as u64).unwrap_or(0);
            vector.iter_mut().skip(at).take(1).for_each(|x| *x += 1.0);
        }
        let length = vector.iter().map(|x| x * x).sum::<f32>().sqrt();
        vector.iter().map(|x| x / length).collect()
    }
}

impl Embedder for WordEmbedder {
    fn provider(&self) -> &str {
        &self.space.provider
    }

    fn space(&self) -> Option<&EmbeddingSpace> {
        Some(&self.space)
    }

    fn embed<'a>(&'a self, texts: &'a [String], _: EmbedPurpose) -> PortFuture<'a, Vec<Option<Vec<f32>>>> {
        Box::pin(async move {
            self.calls.set(self.calls.get() + 1);
            yield_once().await;
            if let Some(code) = self.failing.get() {
                return Err(Error::new(code, "scripted failure"));
            }
            self.embedded.set(self.embedded.get() + texts.len());
            Ok(texts.iter().map(|t| Some(self.vector(t))).collect())
        })
    }
}

/// Gives others a turn, as a real call would.
pub(crate) async fn yield_once() {
    let mut first = true;
    poll_fn(|context| {
        if std::mem::take(&mut first) {
            context.waker().wake_by_ref();
            Poll::Pending
        } else {
            Poll::Ready(())
        }
    })
    .await;
}
