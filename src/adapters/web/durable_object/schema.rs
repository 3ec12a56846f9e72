//! The tables, and the header row with the schema's version and the sequence number.
//!
//! Their names carry a prefix: the object's class may keep tables of its own.

use super::{
    number,
    sql::{Storage, corrupt},
};
use crate::{Error, ErrorCode, Result};

/// The table of all rows.
pub(super) const ROWS: &str = "forgetmenot_rows";
const HEADER: &str = "forgetmenot_header";
/// The schema this release writes. 2: pictures and sounds among the rows, which an older release would not know.
const CURRENT: u64 = 2;

/// Makes the tables or brings them up to date, all or nothing. A newer schema is left alone.
pub(super) fn prepare(storage: &Storage) -> Result<()> {
    let mut version = version(storage)?;
    if version > CURRENT {
        return Err(Error::new(
            ErrorCode::StorageNewer,
            "the storage was written by a newer release, nothing was touched: update this one",
        ));
    }
    if version == CURRENT {
        return Ok(());
    }
    storage.transaction(|| {
        while version < CURRENT {
            // The table of all rows holds those of 2 as it is: only its number changes.
            if version == 0 {
                create_tables(storage)?;
            }
            version += 1;
        }
        storage.query(&format!("UPDATE {HEADER} SET version = ?"), &[number::to_js(CURRENT)])?;
        Ok(())
    })
}

/// The sequence number.
pub(super) fn seq(storage: &Storage) -> Result<u64> {
    whole(storage, "seq")
}

/// Writes the number after `seq`, and answers it.
pub(super) fn raise_seq(storage: &Storage, seq: u64) -> Result<u64> {
    storage.query(&format!("UPDATE {HEADER} SET seq = ?"), &[number::to_js(seq + 1)])?;
    Ok(seq + 1)
}

/// The version of the schema found, 0 where there is none.
fn version(storage: &Storage) -> Result<u64> {
    let tables =
        storage.query("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", &[HEADER.into()])?;
    if tables.is_empty() { Ok(0) } else { whole(storage, "version") }
}

fn create_tables(storage: &Storage) -> Result<()> {
    let statements = [
        format!(
            "CREATE TABLE {ROWS} (tbl TEXT NOT NULL, key TEXT NOT NULL, value BLOB NOT NULL, PRIMARY KEY (tbl, key)) \
             WITHOUT ROWID"
        ),
        format!(
            "CREATE TABLE {HEADER} (id INTEGER PRIMARY KEY CHECK (id = 1), version INTEGER, seq INTEGER)"
        ),
        format!("INSERT INTO {HEADER} (id, version, seq) VALUES (1, 0, 0)"),
    ];
    statements.iter().try_for_each(|statement| storage.query(statement, &[]).map(drop))
}

fn whole(storage: &Storage, column: &str) -> Result<u64> {
    let header = storage.query(&format!("SELECT {column} FROM {HEADER} WHERE id = 1"), &[])?;
    let value = header.first().and_then(|row| number::from_js(&row.get(0)));
    value.ok_or_else(|| corrupt("a damaged header"))
}
