//! A caller's wish to stop, as a value that can be asked for at every step.

use std::{fmt, future::Future, pin::pin};

use futures_util::{
    FutureExt,
    future::{Either, LocalBoxFuture, Shared, select},
};

use crate::{Error, ErrorCode, Result};

/// Stops what it guards once its signal resolves. Cheap to clone.
#[derive(Clone, Default)]
pub struct Abort(Option<Shared<LocalBoxFuture<'static, ()>>>);

impl fmt::Debug for Abort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Abort").finish()
    }
}

impl Abort {
    /// Never stops anything.
    pub const fn never() -> Self {
        Self(None)
    }

    /// Stops when `signal` resolves.
    pub fn on(signal: impl Future<Output = ()> + 'static) -> Self {
        Self(Some(signal.boxed_local().shared()))
    }

    /// Stops when this one does, or when `other` resolves, whichever is first.
    #[must_use]
    pub fn or(&self, other: impl Future<Output = ()> + 'static) -> Self {
        let mine = self.clone();
        Self::on(async move {
            match &mine.0 {
                Some(signal) => drop(select(signal.clone(), pin!(other)).await),
                None => other.await,
            }
        })
    }

    /// Runs `work` until it is done or the signal fires; then it is dropped, which cancels it. Error: `aborted`.
    pub async fn guard<T>(&self, work: impl Future<Output = Result<T>>) -> Result<T> {
        let Some(signal) = &self.0 else { return work.await };
        // Boxed, so that the choice is compiled once for each answer, not for each work.
        match select(signal.clone(), work.boxed_local()).await {
            Either::Left(_) => Err(Error::new(ErrorCode::Aborted, "the caller stopped this call")),
            Either::Right((done, _)) => done,
        }
    }
}
