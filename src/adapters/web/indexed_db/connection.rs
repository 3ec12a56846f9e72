//! The one connection of a store: opened when needed, let go when another tab asks, reopened when the browser lost it.

use std::{
    cell::{Cell, RefCell},
    fmt,
    rc::Rc,
};

use futures_util::{
    FutureExt,
    future::{LocalBoxFuture, Shared},
};
use wasm_bindgen::{JsCast, closure::Closure};
use wasm_bindgen_futures::spawn_local;
use web_sys::IdbDatabase;

use super::{
    failure::{Failure, closed},
    open::open,
    read::header,
    schema::new_id,
};
use crate::{
    Error, Result,
    ports::{Clock, Entropy},
};

/// Waits before the second, third and fourth attempt, in milliseconds: mobile Safari's storage server is back
/// within a second when it has crashed.
const BACKOFF_MS: [u64; 3] = [50, 200, 1_000];

/// What a connection stands on.
pub(super) struct Connection {
    name: String,
    clock: Rc<dyn Clock>,
    entropy: Rc<dyn Entropy>,
    state: RefCell<State>,
    /// The id of the database first opened; from then on no other one is accepted, and none is made.
    id: RefCell<Option<String>>,
}

enum State {
    Idle,
    Opening(Opening),
    Open(Rc<Handle>),
    Closed,
}

type Opening = Shared<LocalBoxFuture<'static, Result<Rc<Handle>, Failure>>>;

impl Connection {
    /// A connection to the database `name`, not open yet.
    pub(super) fn new(name: &str, clock: Rc<dyn Clock>, entropy: Rc<dyn Entropy>) -> Rc<Self> {
        let (state, id) = (RefCell::new(State::Idle), RefCell::new(None));
        Rc::new(Self { name: name.to_owned(), clock, entropy, state, id })
    }

    /// An id for a batch.
    pub(super) fn new_batch_id(&self) -> String {
        new_id(&*self.entropy)
    }

    /// Runs `attempt` on an open database, again on a new connection whenever the old one is lost. An attempt
    /// must be safe to repeat when it is not known whether it was committed.
    pub(super) async fn run<T>(
        self: &Rc<Self>,
        attempt: impl AsyncFn(&IdbDatabase) -> Result<T, Failure>,
    ) -> Result<T> {
        let mut waits = BACKOFF_MS.iter();
        loop {
            let lost = match self.handle().await {
                Ok(handle) => match attempt(&handle.db).await {
                    Ok(answer) => return Ok(answer),
                    Err(Failure::Final(error)) => return Err(error),
                    Err(Failure::Lost(cause)) => {
                        handle.let_go();
                        cause
                    }
                },
                Err(Failure::Final(error)) => return Err(error),
                Err(Failure::Lost(cause)) => cause,
            };
            let Some(wait) = waits.next() else {
                return Err(Error::storage_unavailable(
                    "the browser's database does not answer: reload the page and retry",
                )
                .because(lost));
            };
            self.clock.sleep(*wait).await?;
        }
    }

    /// Lets go for good. Transactions under way still end.
    pub(super) fn close(&self) {
        let before = self.state.replace(State::Closed);
        if let State::Open(handle) = before {
            handle.let_go();
        }
    }

    /// Whether `close` was called.
    pub(super) fn is_closed(&self) -> bool {
        matches!(*self.state.borrow(), State::Closed)
    }

    async fn handle(self: &Rc<Self>) -> Result<Rc<Handle>, Failure> {
        let opening = match &*self.state.borrow() {
            State::Closed => return Err(closed()),
            State::Open(handle) if !handle.gone.get() => return Ok(Rc::clone(handle)),
            State::Opening(opening) => Some(opening.clone()),
            State::Open(_) | State::Idle => None,
        };
        opening.unwrap_or_else(|| self.start_opening()).await
    }

    /// Opens once for all who wait; on its own task, so that it ends even if they all stop waiting.
    fn start_opening(self: &Rc<Self>) -> Opening {
        let opening = Rc::clone(self).open().boxed_local().shared();
        let before = self.state.replace(State::Opening(opening.clone()));
        drop(before);
        spawn_local(opening.clone().map(drop));
        opening
    }

    async fn open(self: Rc<Self>) -> Result<Rc<Handle>, Failure> {
        let opened = self.open_same().await;
        if self.is_closed() {
            return Err(closed());
        }
        let next = opened.as_ref().map_or(State::Idle, |handle| State::Open(Rc::clone(handle)));
        let before = self.state.replace(next);
        drop(before);
        opened
    }

    /// Opens, and makes sure it is the database that was open before.
    async fn open_same(&self) -> Result<Rc<Handle>, Failure> {
        let known = self.id.borrow().clone();
        let new_id = known.is_none().then(|| new_id(&*self.entropy));
        let handle = Rc::new(Handle::new(open(&self.name, new_id, &*self.clock).await?));
        let found = header(&handle.db).await?.id;
        if known.is_some_and(|known| known != found) {
            return Err(Failure::Final(Error::storage_unavailable(
                "the database was deleted and made anew while it was open: open the memory anew",
            )));
        }
        *self.id.borrow_mut() = Some(found);
        Ok(handle)
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.close();
    }
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connection").field("name", &self.name).finish_non_exhaustive()
    }
}

/// An open database. It lets go when another tab wants to upgrade or delete it, and notices when the browser does.
struct Handle {
    db: IdbDatabase,
    gone: Rc<Cell<bool>>,
    _let_go: Closure<dyn FnMut()>,
}

impl Handle {
    fn new(db: IdbDatabase) -> Self {
        let gone = Rc::new(Cell::new(false));
        let let_go: Closure<dyn FnMut()> = Closure::new({
            let (db, gone) = (db.clone(), Rc::clone(&gone));
            move || {
                gone.set(true);
                db.close();
            }
        });
        db.set_onclose(Some(let_go.as_ref().unchecked_ref()));
        db.set_onversionchange(Some(let_go.as_ref().unchecked_ref()));
        Self { db, gone, _let_go: let_go }
    }

    fn let_go(&self) {
        self.gone.set(true);
        self.db.close();
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.db.set_onclose(None);
        self.db.set_onversionchange(None);
        self.let_go();
    }
}
