//! What a browser's exception means to a caller.

use js_sys::Reflect;
use wasm_bindgen::JsValue;

use crate::{Error, ErrorCode};

/// Why an attempt failed.
#[derive(Clone, Debug)]
pub(super) enum Failure {
    /// The connection went away, whether or not the transaction was committed: reopen and look.
    Lost(Error),
    /// Trying again the same way would fail the same way.
    Final(Error),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Final(error)
    }
}

impl From<JsValue> for Failure {
    /// Sorts an exception by its name alone: messages differ by browser and may quote data.
    fn from(exception: JsValue) -> Self {
        // Asked only where there is one: a failing `Reflect::get` costs wasm-bindgen a table slot for ever.
        let name = if exception.is_object() { Reflect::get(&exception, &"name".into()).ok() } else { None };
        let name = name.and_then(|name| name.as_string());
        match name.as_deref().unwrap_or("no exception") {
            "QuotaExceededError" => Self::Final(Error::new(
                ErrorCode::StorageFull,
                "the device or this site's share of it is full, nothing was written: free some space and retry",
            )),
            "VersionError" => Self::Final(Error::new(
                ErrorCode::StorageNewer,
                "the database was written by a newer release, nothing was touched: update this one",
            )),
            "SecurityError" => Self::Final(Error::storage_unavailable(
                "the browser denies this page its storage: allow site data, or choose the memory store",
            )),
            "NotFoundError" | "NotReadableError" | "DataError" | "DataCloneError" | "ReadOnlyError" => {
                Self::Final(Error::storage_corrupt(
                    "the database lacks a table or cannot read a row: restore it from a backup",
                ))
            }
            // InvalidStateError (connection closing), UnknownError (backend gone), AbortError (forced close) …
            other => {
                Self::Lost(Error::storage_unavailable(format!("the database connection was lost ({other})")))
            }
        }
    }
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Lost(error) | Failure::Final(error) => error,
        }
    }
}

/// The answer of every call after `close`.
pub(super) fn closed() -> Failure {
    Failure::Final(Error::new(ErrorCode::Closed, "the store is closed: open it again"))
}
