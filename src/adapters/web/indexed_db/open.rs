//! One open request, from the call to a database at the current schema, in bounded time.

use std::{cell::RefCell, rc::Rc};

use futures_util::{
    FutureExt,
    future::{Either, select},
};
use js_sys::{Reflect, global};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{IdbDatabase, IdbFactory, IdbOpenDbRequest, IdbTransaction, IdbVersionChangeEvent};

use super::{
    failure::Failure,
    migrations::{Version, migrate},
    signal::Signal,
};
use crate::{Error, ErrorCode, ports::Clock};

/// How long other tabs get to let go of an older schema once the browser has asked them to.
const BLOCKED_LIMIT_MS: u64 = 3_000;
/// How long the browser gets to answer at all: a deletion that another tab holds up sends no `blocked` event.
const OPEN_LIMIT_MS: u64 = 10_000;

/// Opens the database. `new_id` names a database made now; without one, a missing database is not made.
pub(super) async fn open(
    name: &str,
    new_id: Option<String>,
    clock: &dyn Clock,
) -> Result<IdbDatabase, Failure> {
    let request =
        Pending { request: factory()?.open_with_u32(name, Version::CURRENT as u32)?, settled: false };
    let refused: Rc<RefCell<Option<Failure>>> = Rc::default();
    let upgrade: Closure<dyn FnMut(IdbVersionChangeEvent)> = Closure::new({
        let (request, refused) = (request.request.clone(), Rc::clone(&refused));
        move |event: IdbVersionChangeEvent| {
            if let Err(failure) = run_upgrade(&request, event.old_version(), new_id.as_deref()) {
                *refused.borrow_mut() = Some(failure);
                abort_upgrade(&request);
            }
        }
    });
    let (ended, end) = Signal::new();
    let (succeed, fail) = (ended.on(true), ended.on(false));
    let (block, blocked) = Signal::new();
    let block = block.on(());
    request.request.set_onupgradeneeded(Some(upgrade.as_ref().unchecked_ref()));
    request.request.set_onsuccess(Some(succeed.as_ref().unchecked_ref()));
    request.request.set_onerror(Some(fail.as_ref().unchecked_ref()));
    request.request.set_onblocked(Some(block.as_ref().unchecked_ref()));
    let patience = async {
        match select(blocked, clock.sleep(OPEN_LIMIT_MS)).await {
            Either::Left(_) => drop(clock.sleep(BLOCKED_LIMIT_MS).await),
            Either::Right(_) => {}
        }
    };
    match select(end, patience.boxed_local()).await {
        Either::Left((Ok(true), _)) => Ok(request.settle().result()?.unchecked_into()),
        Either::Left((_, _)) => {
            let request = request.settle();
            let refused = refused.borrow_mut().take();
            Err(refused
                .unwrap_or_else(|| request.error().map_or_else(Failure::from, |e| JsValue::from(e).into())))
        }
        Either::Right(_) => Err(Failure::Final(Error::new(
            ErrorCode::StorageBlocked,
            "another tab keeps the database from opening: close the other tabs of this site and retry",
        ))),
    }
}

/// `globalThis.indexedDB`: there is no `window` in a worker.
fn factory() -> Result<IdbFactory, Failure> {
    match Reflect::get(&global(), &"indexedDB".into()) {
        Ok(factory) if factory.is_object() => Ok(factory.unchecked_into()),
        _ => Err(Failure::Final(Error::storage_unavailable(
            "this runtime has no IndexedDB: choose the memory or the durable-object store",
        ))),
    }
}

fn run_upgrade(request: &IdbOpenDbRequest, from: f64, new_id: Option<&str>) -> Result<(), Failure> {
    let id = match new_id {
        Some(id) => id,
        None if from >= 1.0 => "",
        None => {
            return Err(Failure::Final(Error::storage_unavailable(
                "the database was deleted while it was open: open the memory anew to start an empty one",
            )));
        }
    };
    let db: IdbDatabase = request.result()?.unchecked_into();
    let upgrade: IdbTransaction = request.transaction().ok_or(JsValue::NULL)?;
    Ok(migrate(&db, &upgrade, from, id)?)
}

fn abort_upgrade(request: &IdbOpenDbRequest) {
    if let Some(upgrade) = request.transaction() {
        // Fails if it is over already, which is as good.
        let _ = upgrade.abort();
    }
}

/// A request whose answer is awaited. Given up, it must neither hold a connection nor make an empty schema later.
struct Pending {
    request: IdbOpenDbRequest,
    settled: bool,
}

impl Pending {
    fn settle(mut self) -> IdbOpenDbRequest {
        self.settled = true;
        self.request.clone()
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        let late = |action: fn(&IdbOpenDbRequest)| {
            let request = self.request.clone();
            Closure::once_into_js(move || action(&request))
        };
        let (upgrade, success) = if self.settled {
            (None, None)
        } else {
            let close = |request: &IdbOpenDbRequest| {
                if let Ok(db) = request.result() {
                    db.unchecked_into::<IdbDatabase>().close();
                }
            };
            (Some(late(abort_upgrade)), Some(late(close)))
        };
        self.request.set_onupgradeneeded(upgrade.as_ref().map(JsCast::unchecked_ref));
        self.request.set_onsuccess(success.as_ref().map(JsCast::unchecked_ref));
        self.request.set_onerror(None);
        self.request.set_onblocked(None);
    }
}
