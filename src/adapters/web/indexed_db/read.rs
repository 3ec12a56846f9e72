//! Reading rows.

use std::{cell::RefCell, rc::Rc};

use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{IdbCursor, IdbCursorDirection, IdbDatabase, IdbKeyRange, IdbObjectStore, IdbRequest};

use super::{
    failure::Failure,
    schema::{HEADER, HEADER_KEY, Header},
    transaction::Transaction,
};
use crate::{
    Error,
    ports::{Key, Range, Row, Table},
};

/// The header.
pub(super) async fn header(db: &IdbDatabase) -> Result<Header, Failure> {
    let transaction = Transaction::read(db, HEADER)?;
    let request = transaction.table(HEADER)?.get(&HEADER_KEY.into())?;
    transaction.committed().await?;
    header_of(&request)
}

/// The header in the answer to a request for it.
pub(super) fn header_of(request: &IdbRequest) -> Result<Header, Failure> {
    Header::from_js(&request.result()?).ok_or_else(|| corrupt("the database's header is damaged"))
}

/// The values of `keys`, in their order.
pub(super) async fn get(
    db: &IdbDatabase,
    table: Table,
    keys: &[Key],
) -> Result<Vec<Option<Vec<u8>>>, Failure> {
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let transaction = Transaction::read(db, table.as_str())?;
    let rows = transaction.table(table.as_str())?;
    let requests: Vec<IdbRequest> =
        keys.iter().map(|key| rows.get(&key.as_str().into())).collect::<Result<_, _>>()?;
    transaction.committed().await?;
    let value = |request: &IdbRequest| {
        let value = request.result()?;
        if value.is_undefined() { Ok(None) } else { bytes(value).map(Some) }
    };
    requests.iter().map(value).collect()
}

/// The rows of a range. Keys and values come as two lists of one transaction: far fewer events than a cursor.
pub(super) async fn scan(db: &IdbDatabase, table: Table, range: &Range) -> Result<Vec<Row>, Failure> {
    if range.is_empty() || range.limit == Some(0) {
        return Ok(Vec::new());
    }
    let limit = range.limit.and_then(|limit| u32::try_from(limit).ok());
    let transaction = Transaction::read(db, table.as_str())?;
    let rows = transaction.table(table.as_str())?;
    let bounds = bounds(range)?;
    let mut found = match limit {
        Some(limit) if range.reverse => {
            let last = LastRows::ask(rows, bounds, limit)?;
            transaction.committed().await?;
            last.answer()?
        }
        _ => {
            let lists = Lists::ask(&rows, &bounds, limit)?;
            transaction.committed().await?;
            lists.answer()?
        }
    };
    if range.reverse {
        found.reverse();
    }
    Ok(found)
}

/// The range for the browser; undefined for the whole table.
pub(super) fn bounds(range: &Range) -> Result<JsValue, JsValue> {
    let js = |key: &Key| JsValue::from_str(key.as_str());
    Ok(match (&range.from, &range.to) {
        (None, None) => JsValue::UNDEFINED,
        (Some(from), None) => IdbKeyRange::lower_bound(&js(from))?.into(),
        (None, Some(to)) => IdbKeyRange::upper_bound_with_open(&js(to), true)?.into(),
        (Some(from), Some(to)) => {
            IdbKeyRange::bound_with_lower_open_and_upper_open(&js(from), &js(to), false, true)?.into()
        }
    })
}

/// Requests for the keys and for the values of a range.
struct Lists {
    keys: IdbRequest,
    values: IdbRequest,
}

impl Lists {
    fn ask(rows: &IdbObjectStore, bounds: &JsValue, limit: Option<u32>) -> Result<Self, JsValue> {
        Ok(match limit {
            Some(limit) => Self {
                keys: rows.get_all_keys_with_key_and_limit(bounds, limit)?,
                values: rows.get_all_with_key_and_limit(bounds, limit)?,
            },
            None => {
                Self { keys: rows.get_all_keys_with_key(bounds)?, values: rows.get_all_with_key(bounds)? }
            }
        })
    }

    fn answer(&self) -> Result<Vec<Row>, Failure> {
        let (keys, values) = (Array::from(&self.keys.result()?), Array::from(&self.values.result()?));
        keys.iter().zip(values.iter()).map(|(key, value)| row(&key, value)).collect()
    }
}

fn row(key: &JsValue, value: JsValue) -> Result<Row, Failure> {
    let key = key.as_string().and_then(|key| Key::new(key).ok());
    Ok(Row {
        key: key.ok_or_else(|| corrupt("the database holds a key this library never writes"))?,
        value: bytes(value)?,
    })
}

fn bytes(value: JsValue) -> Result<Vec<u8>, Failure> {
    let bytes: Uint8Array =
        value.dyn_into().map_err(|_| corrupt("the database holds a value this library never writes"))?;
    Ok(bytes.to_vec())
}

fn corrupt(message: &str) -> Failure {
    Failure::Final(Error::storage_corrupt(format!("{message}: restore it from a backup")))
}

/// The last `limit` rows of a range. `getAll` has no direction, so a key cursor steps back to the first of them.
struct LastRows {
    lists: Rc<RefCell<Option<Result<Lists, JsValue>>>>,
    cursor: IdbRequest,
    _step: Closure<dyn FnMut()>,
}

impl LastRows {
    fn ask(rows: IdbObjectStore, bounds: JsValue, limit: u32) -> Result<Self, JsValue> {
        let cursor = rows.open_key_cursor_with_range_and_direction(&bounds, IdbCursorDirection::Prev)?;
        let lists: Rc<RefCell<Option<Result<Lists, JsValue>>>> = Rc::default();
        let mut to_skip = limit - 1;
        let step: Closure<dyn FnMut()> = Closure::new({
            let (cursor, lists) = (cursor.clone(), Rc::clone(&lists));
            move || {
                let skip = std::mem::take(&mut to_skip);
                if let Some(asked) = Self::step(&rows, &bounds, &cursor, skip).transpose() {
                    *lists.borrow_mut() = Some(asked);
                }
            }
        });
        cursor.set_onsuccess(Some(step.as_ref().unchecked_ref()));
        Ok(Self { lists, cursor, _step: step })
    }

    /// Steps back by `skip`, or asks for the rows from where the cursor stands (from the start, if it ran out).
    fn step(
        rows: &IdbObjectStore,
        bounds: &JsValue,
        cursor: &IdbRequest,
        skip: u32,
    ) -> Result<Option<Lists>, JsValue> {
        let cursor = cursor.result()?;
        if cursor.is_null() {
            return Lists::ask(rows, bounds, None).map(Some);
        }
        let cursor: IdbCursor = cursor.unchecked_into();
        if skip > 0 {
            cursor.advance(skip)?;
            return Ok(None);
        }
        let upper = if bounds.is_undefined() { None } else { Some(bounds.unchecked_ref::<IdbKeyRange>()) };
        let upper = upper.map(IdbKeyRange::upper).transpose()?.filter(|upper| !upper.is_undefined());
        let rest = match upper {
            Some(upper) => {
                IdbKeyRange::bound_with_lower_open_and_upper_open(&cursor.key()?, &upper, false, true)?
            }
            None => IdbKeyRange::lower_bound(&cursor.key()?)?,
        };
        Lists::ask(rows, &rest, None).map(Some)
    }

    fn answer(&self) -> Result<Vec<Row>, Failure> {
        match &*self.lists.borrow() {
            Some(Ok(lists)) => lists.answer(),
            Some(Err(exception)) => Err(exception.clone().into()),
            None => Err(JsValue::NULL.into()),
        }
    }
}

impl Drop for LastRows {
    fn drop(&mut self) {
        self.cursor.set_onsuccess(None);
    }
}
