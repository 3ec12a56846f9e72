//! Time limits and retries for any provider: exponential backoff with full jitter
//! (<https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/>), or the delay the service asks for.

use std::{fmt, future::Future, pin::pin, rc::Rc};

use futures_util::future::{Either, select};

use crate::{
    Error, ErrorCode, Result,
    model::Timestamp,
    ports::{Clock, Entropy},
};

/// The upper bound of the first wait, in milliseconds; it doubles with every attempt.
const FIRST_WAIT_MS: u64 = 1_000;
/// The longest wait between two attempts, in milliseconds.
pub const MAX_WAIT_MS: u64 = 60_000;
/// A reply that makes no sense is asked for once more, not as often as a failing service: each try costs money.
const MAX_BAD_REPLIES: u32 = 1;

/// How a provider's calls are limited in time and tried again.
pub struct Retry {
    clock: Rc<dyn Clock>,
    entropy: Rc<dyn Entropy>,
    timeout_ms: u64,
    max_retries: u32,
}

impl fmt::Debug for Retry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Retry")
            .field("timeout_ms", &self.timeout_ms)
            .field("max_retries", &self.max_retries)
            .finish_non_exhaustive()
    }
}

impl Retry {
    /// Each attempt may take `timeout_ms`; after the first there are up to `max_retries` more.
    pub fn new(clock: Rc<dyn Clock>, entropy: Rc<dyn Entropy>, timeout_ms: u64, max_retries: u32) -> Self {
        Self { clock, entropy, timeout_ms, max_retries }
    }

    /// The time now: what an absolute `retry-after` is counted from.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Runs `work`, and drops it with the error `timeout` when it takes longer than one attempt may.
    pub async fn limited<T>(&self, work: impl Future<Output = Result<T>>) -> Result<T> {
        let work = pin!(work);
        match select(work, self.clock.sleep(self.timeout_ms)).await {
            Either::Left((result, _)) => result,
            Either::Right(_) => Err(Error::new(
                ErrorCode::Timeout,
                format!(
                    "the model service did not answer within {} ms: try again later, or raise `timeoutMs`",
                    self.timeout_ms
                ),
            )),
        }
    }

    /// Starts counting the attempts of one call.
    pub fn attempts(&self) -> Attempts<'_> {
        Attempts { retry: self, failed: 0, bad_replies: 0 }
    }
}

/// The attempts of one call.
#[derive(Debug)]
pub struct Attempts<'a> {
    retry: &'a Retry,
    failed: u32,
    bad_replies: u32,
}

impl Attempts<'_> {
    /// Waits until the next attempt may start, or gives `error` back when there should be none: it is not of a
    /// kind that passes, the attempts are used up, or the service asks for more than [`MAX_WAIT_MS`] (the error
    /// then still says how long).
    pub async fn after(&mut self, error: Error) -> Result<()> {
        if self.failed >= self.retry.max_retries || !self.may_pass(&error) {
            return Err(error);
        }
        let asked = error.retry_after_ms().unwrap_or(0);
        if asked > MAX_WAIT_MS {
            return Err(error);
        }
        let wait = asked.max(self.jittered());
        self.failed += 1;
        self.retry.clock.sleep(wait).await
    }

    fn may_pass(&mut self, error: &Error) -> bool {
        match error.code() {
            ErrorCode::ModelRateLimited
            | ErrorCode::ModelUnavailable
            | ErrorCode::Network
            | ErrorCode::Timeout => true,
            ErrorCode::ModelBadReply => {
                self.bad_replies += 1;
                self.bad_replies <= MAX_BAD_REPLIES
            }
            _ => false,
        }
    }

    /// A wait drawn evenly from zero to the bound of this attempt.
    fn jittered(&self) -> u64 {
        let bound = FIRST_WAIT_MS.saturating_mul(1 << self.failed.min(16)).min(MAX_WAIT_MS);
        let mut random = [0; 8];
        self.retry.entropy.fill(&mut random);
        u64::from_le_bytes(random) % (bound + 1)
    }
}
