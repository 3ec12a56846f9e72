//! The port over a static model that is fetched when it is first needed, once for all who use it.

use std::{
    cell::{OnceCell, RefCell},
    fmt,
    future::Future,
    pin::Pin,
    rc::Rc,
};

use futures_util::{
    FutureExt,
    future::{Either, Shared, select},
};

use super::{fmn::FusionHint, model::StaticModel, source::ModelSource};
use crate::{
    Error, ErrorCode, Result,
    model::Timestamp,
    ports::{Clock, EmbedPurpose, Embedder, EmbeddingSpace, Fusion, PortFuture, Readiness},
};

/// The provider's name in a space.
pub(super) const PROVIDER: &str = "static";
/// How long a call waits for a model that is being fetched, in milliseconds. Then words must do; the model comes later.
const PATIENCE_MS: u64 = 3_000;
/// How soon after a failure the model is fetched again, in milliseconds.
const RETRY_AFTER_MS: u64 = 10_000;

/// Of a model that says nothing of its own. Half and half is the middle of a flat optimum (DESIGN.md, "Retrieval").
const FUSION: Fusion = Fusion { words_weight: 0.5, cosine_low: 0.0, cosine_high: 1.0 };

type Loaded = Result<Rc<StaticModel>>;
type Loading = Shared<Pin<Box<dyn Future<Output = Loaded>>>>;

/// A static model, fetched when it is first needed. A failure is tried again by a later call.
///
/// Errors of `embed`: `model_unavailable` (cannot be fetched, or not yet), `model_corrupt`.
pub struct StaticEmbedder {
    source: Rc<dyn ModelSource>,
    clock: Rc<dyn Clock>,
    space: Rc<OnceCell<EmbeddingSpace>>,
    state: RefCell<State>,
}

enum State {
    Unread,
    Loading(Loading),
    Ready(Rc<StaticModel>),
    Failed(Error, Timestamp),
}

impl fmt::Debug for StaticEmbedder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StaticEmbedder").field("space", &self.space.get()).finish_non_exhaustive()
    }
}

impl StaticEmbedder {
    /// An embedder whose model comes from `source`.
    pub fn new(source: Rc<dyn ModelSource>, clock: Rc<dyn Clock>) -> Self {
        let space = OnceCell::new();
        if let Some(known) = source.space() {
            space.get_or_init(|| known);
        }
        Self { source, clock, space: Rc::new(space), state: RefCell::new(State::Unread) }
    }

    /// The model, once it is there.
    pub fn model(&self) -> Option<Rc<StaticModel>> {
        match &*self.state.borrow() {
            State::Ready(model) => Some(Rc::clone(model)),
            _ => None,
        }
    }

    /// The model, fetched if need be. One fetch serves all who ask meanwhile.
    async fn load(&self) -> Loaded {
        let loading = {
            let mut state = self.state.borrow_mut();
            match &*state {
                State::Ready(model) => return Ok(Rc::clone(model)),
                State::Loading(loading) => loading.clone(),
                State::Failed(error, at)
                    if self.clock.now().millis().abs_diff(at.millis()) < RETRY_AFTER_MS =>
                {
                    return Err(error.clone());
                }
                State::Unread | State::Failed(..) => {
                    let loading = fetch(Rc::clone(&self.source), Rc::clone(&self.space));
                    let loading: Loading =
                        (Box::pin(loading) as Pin<Box<dyn Future<Output = Loaded>>>).shared();
                    *state = State::Loading(loading.clone());
                    loading
                }
            }
        };
        let loaded = loading.await;
        let mut state = self.state.borrow_mut();
        if matches!(&*state, State::Loading(_)) {
            *state = match &loaded {
                Ok(model) => State::Ready(Rc::clone(model)),
                Err(error) => State::Failed(error.clone(), self.clock.now()),
            };
        }
        loaded
    }

    async fn embed_all(&self, texts: &[String]) -> Result<Vec<Option<Vec<f32>>>> {
        if texts.is_empty() {
            return Ok(Vec::new());
        }
        let model = match self.model() {
            Some(model) => model,
            None => match select(Box::pin(self.load()), self.clock.sleep(PATIENCE_MS)).await {
                Either::Left((loaded, _)) => loaded?,
                Either::Right(_) => {
                    return Err(Error::new(
                        ErrorCode::ModelUnavailable,
                        "the embedding model is still being fetched: until it is there, words must do",
                    ));
                }
            },
        };
        Ok(texts.iter().map(|text| model.embed(text)).collect())
    }
}

/// Reads the model, and once more from where it comes from if what a cache on the way held is not right.
async fn fetch(source: Rc<dyn ModelSource>, space: Rc<OnceCell<EmbeddingSpace>>) -> Loaded {
    let read = |fresh| {
        let (files, expected, announced) = (source.read(fresh), source.sha256(), space.get().cloned());
        async move { files.await?.model(expected, announced.as_ref()) }
    };
    let (model, found) = match read(false).await {
        Err(e) if e.code() == ErrorCode::ModelCorrupt => read(true).await?,
        answer => answer?,
    };
    space.get_or_init(|| found);
    Ok(Rc::new(model))
}

impl Embedder for StaticEmbedder {
    fn fusion(&self) -> Fusion {
        let measured = self.model().and_then(|model| model.fusion());
        measured.map_or(FUSION, |FusionHint { words, cosine_low, cosine_high }| Fusion {
            words_weight: words,
            cosine_low,
            cosine_high,
        })
    }

    fn provider(&self) -> &str {
        PROVIDER
    }

    fn space(&self) -> Option<&EmbeddingSpace> {
        self.space.get()
    }

    fn is_on_device(&self) -> bool {
        true
    }

    fn readiness(&self) -> Readiness {
        match &*self.state.borrow() {
            State::Ready(_) => Readiness::Ready,
            State::Unread | State::Loading(_) => Readiness::Loading,
            State::Failed(error, _) => Readiness::Failed(error.clone()),
        }
    }

    fn prepare(&self) -> PortFuture<'_, ()> {
        Box::pin(async { self.load().await.map(drop) })
    }

    fn embed<'a>(&'a self, texts: &'a [String], _: EmbedPurpose) -> PortFuture<'a, Vec<Option<Vec<f32>>>> {
        Box::pin(self.embed_all(texts))
    }
}
