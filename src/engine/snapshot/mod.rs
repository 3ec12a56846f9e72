//! The projection as pages in the store, so that opening reads few large rows instead of many small ones.
//!
//! A snapshot is derived and never trusted. It consists of parts, each in pages under keys that only the save which
//! wrote them uses, and of a header that names every part: replacing the header, in one batch, is what makes a save
//! count. So whatever else is in the table, and wherever a save was cut off, a header finds its own pages or none.

mod header;
mod load;
mod save;

use std::{collections::BTreeMap, rc::Rc};

pub(super) use load::{Loaded, load};

use crate::{Result, ports::Key};

/// A page is small enough for Chromium to send it inside a message. Larger values come by shared memory one by one, and
/// above 64 kB lie in side files, which can go missing and escape the quota until the commit. The figures are in
/// DESIGN.md.
const PAGE_BYTES: usize = 48 * 1024;
/// How many changes make a save worth while.
pub(super) const SAVE_AFTER: usize = 512;

/// What the snapshot in the store holds of a state.
#[derive(Debug, Default)]
pub(crate) struct Saved {
    /// The header in the store, if this state was loaded from it or saved as it.
    header: Option<Rc<str>>,
    /// A header that was found and was of no use: the next save takes its place.
    refused: Option<Rc<str>>,
    parts: BTreeMap<String, SavedPart>,
    /// Changes since.
    changes: usize,
    /// Tells this state from one that took its place, and from itself before its pages were thrown away.
    token: Rc<()>,
}

/// A part in the store.
#[derive(Clone, Debug)]
struct SavedPart {
    /// Which version of the part it is; none if it cannot be read.
    version: Option<u64>,
    /// Which save wrote it.
    save: Rc<str>,
    bytes: u32,
}

impl Saved {
    /// Notes that the state is no longer what was saved.
    pub(crate) fn changed(&mut self) {
        self.changes = self.changes.saturating_add(1);
    }

    /// Notes that a save is due.
    pub(crate) fn worn(&mut self) {
        self.changes = self.changes.max(SAVE_AFTER);
    }

    /// Whether enough has changed to save it now.
    pub(crate) const fn is_due(&self) -> bool {
        self.changes >= SAVE_AFTER
    }

    /// Notes a snapshot that was of no use.
    pub(crate) fn refuse(&mut self, useless: Self) {
        self.refused = useless.header;
        self.worn();
    }

    /// Notes that the pages are gone.
    pub(crate) fn forget(&mut self) {
        *self = Self { changes: self.changes.saturating_add(1), ..Self::default() };
    }
}

/// The keys of a part's pages.
fn page_keys(save: &str, part: &str, bytes: u32) -> impl Iterator<Item = Result<Key>> {
    let pages = (bytes as usize).div_ceil(PAGE_BYTES);
    (0..pages).map(move |n| Key::new(format!("{save}/{part}/{n:04x}")))
}
