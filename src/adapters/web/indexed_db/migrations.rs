//! From any older schema to the current one, forward only, inside the browser's upgrade transaction.

use wasm_bindgen::JsValue;
use web_sys::{IdbDatabase, IdbTransaction};

use super::schema::{HEADER, HEADER_KEY, Header};
use crate::ports::Table;

/// The schemas there have been, by the version number of the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Version {
    /// No database yet.
    Nothing = 0,
    /// One object store a table, and the header.
    Tables = 1,
    /// A table of pictures and sounds beside them.
    Blobs = 2,
}

impl Version {
    /// The schema this release writes.
    pub(super) const CURRENT: Self = Self::Blobs;

    fn of(number: f64) -> Self {
        match number {
            0.0..1.0 => Self::Nothing,
            1.0..2.0 => Self::Tables,
            _ => Self::Blobs,
        }
    }
}

/// Brings a database of version `from` up to date; `id` is for a database that is made now.
pub(super) fn migrate(
    db: &IdbDatabase,
    upgrade: &IdbTransaction,
    from: f64,
    id: &str,
) -> Result<(), JsValue> {
    let mut version = Version::of(from);
    while version < Version::CURRENT {
        version = match version {
            Version::Nothing => create_tables(db, upgrade, id)?,
            Version::Tables => add_blobs(db, upgrade)?,
            Version::Blobs => Version::CURRENT,
        };
    }
    Ok(())
}

fn create_tables(db: &IdbDatabase, upgrade: &IdbTransaction, id: &str) -> Result<Version, JsValue> {
    for table in Table::ALL {
        db.create_object_store(table.as_str())?;
    }
    db.create_object_store(HEADER)?;
    upgrade.object_store(HEADER)?.put_with_key(&Header::new(id).to_js(), &HEADER_KEY.into())?;
    // Made with every table there is today, so no later step is left to take.
    Ok(Version::CURRENT)
}

fn add_blobs(db: &IdbDatabase, upgrade: &IdbTransaction) -> Result<Version, JsValue> {
    // Throws where the database is somebody else's: then the upgrade is called off and nothing is touched.
    upgrade.object_store(HEADER)?;
    db.create_object_store(Table::Blobs.as_str())?;
    Ok(Version::Blobs)
}
