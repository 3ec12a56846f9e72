//! Time and randomness from JavaScript. The only place that asks for either.

use gloo_timers::future::TimeoutFuture;
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

use crate::{
    Error, Result,
    model::Timestamp,
    ports::{Clock, Entropy, PortFuture},
};

/// `setTimeout` takes a signed 32-bit number of milliseconds, and fires at once beyond it.
const MAX_TIMEOUT_MS: u64 = i32::MAX as u64;
/// `getRandomValues` fills no more bytes at once.
const MAX_RANDOM_BYTES: usize = 65_536;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = crypto, js_name = getRandomValues)]
    fn get_random_values(bytes: &mut [u8]) -> Result<(), JsValue>;
}

/// `Date.now` and `setTimeout`.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        // Milliseconds; the cast saturates and makes zero of NaN.
        Timestamp::from_millis(js_sys::Date::now() as i64).unwrap_or_default()
    }

    fn utc_offset_minutes(&self) -> i32 {
        // The other way round: minutes that UTC is ahead.
        -(js_sys::Date::new_0().get_timezone_offset() as i32)
    }

    fn sleep(&self, ms: u64) -> PortFuture<'static, ()> {
        // The timer starts when it is first waited for, and is cleared when the future is dropped.
        Box::pin(async move {
            let mut left = ms;
            loop {
                let step = left.min(MAX_TIMEOUT_MS);
                TimeoutFuture::new(u32::try_from(step).unwrap_or(0)).await;
                left -= step;
                if left == 0 {
                    return Ok(());
                }
            }
        })
    }
}

/// `crypto.getRandomValues`.
#[derive(Clone, Copy, Debug)]
pub struct SystemEntropy(());

impl SystemEntropy {
    /// Tries it once. Refused where there is none: Workers give neither randomness nor timers nor `fetch` while a
    /// module loads, so the caller learns it here, before anything else is begun.
    pub fn new() -> Result<Self> {
        match get_random_values(&mut [0; 1]) {
            Ok(()) => Ok(Self(())),
            Err(_) => Err(Error::not_configured(
                "no randomness here: in a Worker, open the memory within a request, not while the module loads",
            )),
        }
    }
}

impl Entropy for SystemEntropy {
    fn fill(&self, bytes: &mut [u8]) {
        for part in bytes.chunks_mut(MAX_RANDOM_BYTES) {
            if let Err(error) = get_random_values(part) {
                // It worked before, so this does not happen; ids and nonces without randomness would be worse.
                wasm_bindgen::throw_val(error);
            }
        }
    }
}
