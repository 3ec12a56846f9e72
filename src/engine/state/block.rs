//! A block of memories as bytes: what a search needs of each in the open, the memories themselves as JSON that is
//! compressed together. JSON, because a field of a later release is skipped; compressed, because memories of a scope
//! share most of it and reading is what opening waits for.

use lz4_flex::block::{compress, decompress};
use serde::{Deserialize, Serialize};

use super::turns::Said;
use crate::{model::Scope, ports::store::MAX_ROW_BYTES};

/// How many slots a block covers: about 40 kB of common memories, a page. A memory that changes is saved with its block.
pub(super) const SLOTS_A_BLOCK: usize = 256;
/// A block that says it is larger is damaged: a memory's row holds a megabyte at most.
const MAX_UNPACKED: usize = SLOTS_A_BLOCK * MAX_ROW_BYTES;

/// The memories of a block, compressed.
#[derive(Debug)]
pub(super) struct Packed {
    bytes: Vec<u8>,
    unpacked: usize,
}

/// A memory to be packed.
pub(super) struct PackedRow<'a> {
    /// Its place in the block: 256 fit.
    pub(super) at: u8,
    pub(super) id: u128,
    pub(super) scope: &'a Scope,
    pub(super) version: u32,
    pub(super) text: u64,
    /// When it happened, in milliseconds.
    pub(super) moment: i64,
    /// When it is over, in milliseconds.
    pub(super) expires: Option<i64>,
    /// When it was said and by whom, if it is a turn.
    pub(super) said: Option<Said<'a>>,
    pub(super) json: Vec<u8>,
}

/// A block that was read.
#[derive(Debug)]
pub(super) struct Block {
    pub(super) packed: Packed,
    pub(super) scopes: Vec<Scope>,
    /// In the order of their places.
    pub(super) rows: Vec<Found>,
}

/// A memory of a block.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) at: u8,
    pub(super) id: u128,
    /// Which of the block's scopes.
    pub(super) scope: usize,
    pub(super) version: u32,
    pub(super) text: u64,
    /// When it happened, in milliseconds.
    pub(super) moment: i64,
    /// When it is over, in milliseconds.
    pub(super) expires: Option<i64>,
    /// When it was said and by whom, if it is a turn.
    pub(super) said: Option<(i64, Option<String>)>,
    /// Where it lies in the unpacked block.
    pub(super) span: (u32, u32),
}

#[derive(Serialize, Deserialize)]
struct Bytes<'a> {
    /// User, agent and run of each scope.
    scopes: Vec<[Option<&'a str>; 3]>,
    /// Names of those who speak.
    #[serde(borrow)]
    names: Vec<&'a str>,
    rows: Vec<Row>,
    unpacked: u32,
    #[serde(borrow)]
    packed: &'a [u8],
}

#[derive(Serialize, Deserialize)]
struct Row {
    at: u8,
    /// As bytes: numbers that are evenly spread grow by a seventh as varints.
    id: [u8; 16],
    scope: u8,
    version: u32,
    text: [u8; 8],
    moment: i64,
    expires: Option<i64>,
    /// When it was said, and the place in `names` of who said it.
    said: Option<(i64, Option<u8>)>,
    length: u32,
}

impl Packed {
    /// The block as bytes; none if it holds more than a block can.
    pub(super) fn encode(rows: &[PackedRow<'_>]) -> Option<Vec<u8>> {
        let mut scopes: Vec<&Scope> = Vec::new();
        let mut names: Vec<&str> = Vec::new();
        let mut packed_rows = Vec::with_capacity(rows.len());
        let mut bodies = Vec::new();
        for row in rows {
            let known = scopes.iter().position(|scope| *scope == row.scope);
            let scope = known.unwrap_or_else(|| {
                scopes.push(row.scope);
                scopes.len().saturating_sub(1)
            });
            let mut place_of = |name| {
                let known = names.iter().position(|known| *known == name);
                u8::try_from(known.unwrap_or_else(|| {
                    names.push(name);
                    names.len().saturating_sub(1)
                }))
            };
            let said = match row.said {
                Some((at, Some(name))) => Some((at, Some(place_of(name).ok()?))),
                Some((at, None)) => Some((at, None)),
                None => None,
            };
            packed_rows.push(Row {
                at: row.at,
                id: row.id.to_le_bytes(),
                scope: u8::try_from(scope).ok()?,
                version: row.version,
                text: row.text.to_le_bytes(),
                moment: row.moment,
                expires: row.expires,
                said,
                length: u32::try_from(row.json.len()).ok()?,
            });
            bodies.extend_from_slice(&row.json);
        }
        let ids = |s: &&'_ Scope| -> [Option<String>; 3] {
            [s.user_id.clone(), s.agent_id.clone(), s.run_id.clone()]
        };
        let scopes: Vec<_> = scopes.iter().map(ids).collect();
        let scopes = scopes.iter().map(|ids| ids.each_ref().map(Option::as_deref)).collect();
        let unpacked = u32::try_from(bodies.len()).ok().filter(|n| *n as usize <= MAX_UNPACKED)?;
        postcard::to_allocvec(&Bytes {
            scopes,
            names,
            rows: packed_rows,
            unpacked,
            packed: &compress(&bodies),
        })
        .ok()
    }

    /// Every memory's JSON, one after the other; none if it does not unpack.
    pub(super) fn unpack(&self) -> Option<Vec<u8>> {
        decompress(&self.bytes, self.unpacked).ok().filter(|bytes| bytes.len() == self.unpacked)
    }
}

impl Block {
    /// Reads what `encode` wrote; none for anything else.
    pub(super) fn decode(bytes: &[u8]) -> Option<Self> {
        let (found, rest) = postcard::take_from_bytes::<Bytes<'_>>(bytes).ok()?;
        let unpacked = found.unpacked as usize;
        if !rest.is_empty() || unpacked > MAX_UNPACKED {
            return None;
        }
        let owned = |id: &Option<&str>| id.map(str::to_owned);
        let scope = |[user, agent, run]: &[Option<&str>; 3]| Scope {
            user_id: owned(user),
            agent_id: owned(agent),
            run_id: owned(run),
        };
        let scopes: Vec<Scope> = found.scopes.iter().map(scope).collect();
        let (mut end, mut next) = (0_u32, 0_u16);
        let mut rows = Vec::with_capacity(found.rows.len());
        for row in found.rows {
            let from = end;
            end = from.checked_add(row.length).filter(|end| *end <= found.unpacked)?;
            let scope = usize::from(row.scope);
            if u16::from(row.at) < next || scope >= scopes.len() {
                return None;
            }
            next = u16::from(row.at).saturating_add(1);
            let said = match row.said {
                Some((at, Some(name))) => Some((at, Some((*found.names.get(usize::from(name))?).to_owned()))),
                Some((at, None)) => Some((at, None)),
                None => None,
            };
            let (id, text) = (u128::from_le_bytes(row.id), u64::from_le_bytes(row.text));
            let Row { at, version, moment, expires, .. } = row;
            rows.push(Found { at, id, scope, version, text, moment, expires, said, span: (from, end) });
        }
        let packed = Packed { bytes: found.packed.to_vec(), unpacked };
        (end == found.unpacked && !has_twice(&rows)).then_some(Self { packed, scopes, rows })
    }
}

fn has_twice(rows: &[Found]) -> bool {
    let mut ids: Vec<u128> = rows.iter().map(|row| row.id).collect();
    ids.sort_unstable();
    ids.windows(2).any(|pair| matches!(pair, [a, b] if a == b))
}
