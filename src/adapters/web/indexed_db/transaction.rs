//! One transaction: every request is issued without a pause, and only its end is awaited.
//!
//! A browser commits a transaction by itself as soon as nothing is asked of it, so nothing else may be awaited
//! inside. Given up, a transaction is aborted.

use futures_channel::oneshot;
use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{IdbDatabase, IdbObjectStore, IdbTransaction};

use super::{failure::Failure, signal::Signal};

/// When the browser may call a transaction committed.
#[derive(Clone, Copy, Debug)]
pub(super) enum Durability {
    /// On the disk.
    Strict,
    /// Handed to the operating system.
    Relaxed,
}

impl Durability {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Strict => "strict",
            Self::Relaxed => "relaxed",
        }
    }
}

/// A transaction under way.
pub(super) struct Transaction {
    inner: IdbTransaction,
    end: oneshot::Receiver<bool>,
    ended: bool,
    _complete: Closure<dyn FnMut()>,
    _abort: Closure<dyn FnMut()>,
}

impl Transaction {
    /// Begins one that reads `table`.
    pub(super) fn read(db: &IdbDatabase, table: &str) -> Result<Self, Failure> {
        Ok(Self::over(db.transaction_with_str(table)?))
    }

    /// Begins one that writes `tables`.
    pub(super) fn write(db: &IdbDatabase, tables: &[&str], durability: Durability) -> Result<Self, Failure> {
        let tables: Array = tables.iter().map(|table| JsValue::from_str(table)).collect();
        let options = Object::new();
        Reflect::set(&options, &"durability".into(), &durability.as_str().into())?;
        // web-sys keeps the options behind its unstable flag. Browsers that know none ignore them.
        let begin: Function = Reflect::get(db, &"transaction".into())?.dyn_into()?;
        Ok(Self::over(begin.call3(db, &tables, &"readwrite".into(), &options)?.unchecked_into()))
    }

    fn over(inner: IdbTransaction) -> Self {
        let (signal, end) = Signal::new();
        let (complete, abort) = (signal.on(true), signal.on(false));
        inner.set_oncomplete(Some(complete.as_ref().unchecked_ref()));
        inner.set_onabort(Some(abort.as_ref().unchecked_ref()));
        Self { inner, end, ended: false, _complete: complete, _abort: abort }
    }

    /// An object store of it.
    pub(super) fn table(&self, name: &str) -> Result<IdbObjectStore, Failure> {
        Ok(self.inner.object_store(name)?)
    }

    /// The browser's own, for callbacks that end it.
    pub(super) fn inner(&self) -> &IdbTransaction {
        &self.inner
    }

    /// Waits until it is committed. An abort without a reason is a lost connection.
    pub(super) async fn committed(mut self) -> Result<(), Failure> {
        let committed = (&mut self.end).await;
        self.ended = true;
        match committed {
            Ok(true) => Ok(()),
            Ok(false) | Err(oneshot::Canceled) => {
                Err(self.inner.error().map_or(JsValue::NULL, JsValue::from).into())
            }
        }
    }
}

impl Drop for Transaction {
    fn drop(&mut self) {
        self.inner.set_oncomplete(None);
        self.inner.set_onabort(None);
        if !self.ended {
            // Fails when the commit is already under way: then it is whole.
            let _ = self.inner.abort();
        }
    }
}
