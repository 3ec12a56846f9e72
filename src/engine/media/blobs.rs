//! The bytes of pictures and sounds in the store: named by their hash within a scope, so that the same file is kept once.
//!
//! A blob lives as long as a version of a memory, a waiting turn or a finished one points to it. Who points is asked when
//! something goes, not counted: a count can be wrong.

use super::super::{
    Engine, codec,
    request::BlobOptions,
    rows::{BLOB_PREFIX, BlobRow, Job, blob_key, blob_part_key, blob_parts_of, blobs_of},
};
use crate::{
    Error, Result,
    model::{Media, MediaBytes, MediaId, MediaType, Memory, Scope, Timestamp},
    ports::{Key, Range, Row, Table, Write},
    sort::Arrange,
};

/// How many bytes of a blob one row holds: less than a store's row, by what sealing adds.
const PART_BYTES: usize = 900_000;

/// The bytes of a picture or a sound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blob {
    /// What it is.
    pub mime_type: MediaType,
    /// The file.
    pub data: MediaBytes,
}

/// The rows of a blob.
pub(in crate::engine) fn put(
    scope: &Scope,
    media: &Media,
    data: &MediaBytes,
    now: Timestamp,
) -> Result<Vec<Write>> {
    let mut writes = Vec::new();
    let mut parts = 0_u32;
    for part in data.as_slice().chunks(PART_BYTES) {
        writes.push(codec::put_bytes(Table::Blobs, blob_part_key(scope, &media.id, parts)?, part));
        parts = parts.saturating_add(1);
    }
    let (scope, mime_type, bytes) = (scope.clone(), media.mime_type, media.bytes);
    let key = blob_key(&scope, &media.id)?;
    writes.push(codec::put(Table::Blobs, key, &BlobRow { scope, mime_type, bytes, parts, created_at: now })?);
    Ok(writes)
}

/// Removes a blob.
pub(in crate::engine) fn delete(scope: &Scope, id: &MediaId) -> Result<[Write; 2]> {
    Ok([
        Write::Delete(Table::Blobs, blob_key(scope, id)?),
        Write::DeleteRange(Table::Blobs, blob_parts_of(scope, id)?),
    ])
}

/// What a memory points to.
pub(in crate::engine) fn of_memory(memory: &Memory) -> impl Iterator<Item = &MediaId> {
    memory.versions().iter().filter_map(|version| Some(&version.media.as_ref()?.id))
}

/// What a turn points to.
pub(in crate::engine) fn of_job(job: &Job) -> impl Iterator<Item = &MediaId> {
    job.messages.iter().flat_map(|message| &message.media).map(|attached| &attached.media.id)
}

impl Engine {
    /// The picture or sound a memory points to (`media.id`), or none if the scope has none of that id. Errors: `invalid_input`,
    /// `scope_required`, `storage_*` (`storage_corrupt` if its bytes are damaged).
    pub async fn blob(&self, id: &str, options: BlobOptions) -> Result<Option<Blob>> {
        let (id, scope) = (MediaId::parse(id)?, options.checked()?);
        self.ready().await?;
        for Row { key, value } in self.ports.store.scan(Table::Blobs, &blobs_of(&id)?).await? {
            // A damaged head belongs to nobody who could be shown to ask.
            let Ok(head) = codec::read::<BlobRow>(Table::Blobs, &key, &value) else { continue };
            if scope.covers(&head.scope) {
                return self.bytes_of(&head, &id).await.map(Some);
            }
        }
        Ok(None)
    }

    /// The blob of exactly this scope.
    pub(super) async fn blob_of(&self, scope: &Scope, id: &MediaId) -> Result<Option<Blob>> {
        let key = blob_key(scope, id)?;
        let row = self.ports.store.get(Table::Blobs, std::slice::from_ref(&key)).await?.pop().flatten();
        let Some(row) = row else { return Ok(None) };
        self.bytes_of(&codec::read(Table::Blobs, &key, &row)?, id).await.map(Some)
    }

    async fn bytes_of(&self, head: &BlobRow, id: &MediaId) -> Result<Blob> {
        let corrupt = || Error::storage_corrupt("a stored picture or sound is damaged: delete its memory");
        let rows = self.ports.store.scan(Table::Blobs, &blob_parts_of(&head.scope, id)?).await?;
        let mut bytes = Vec::new();
        for row in rows {
            bytes.extend_from_slice(codec::open(Table::Blobs, &row.key, &row.value)?);
        }
        if MediaId::of(&bytes) != *id {
            return Err(corrupt());
        }
        Ok(Blob { mime_type: head.mime_type, data: bytes.into() })
    }

    /// Deletes of every blob that the scope covers: for when all that could point to them goes, too.
    pub(in crate::engine) async fn all_blobs(&self, scope: &Scope) -> Result<Vec<Write>> {
        let heads = Range::prefix(&Key::new(BLOB_PREFIX)?);
        let mut writes = Vec::new();
        for Row { key, value } in self.ports.store.scan(Table::Blobs, &heads).await? {
            let Ok(head) = codec::read::<BlobRow>(Table::Blobs, &key, &value) else { continue };
            let id =
                key.as_str().strip_prefix(BLOB_PREFIX).and_then(|rest| rest.get(..64)).map(MediaId::parse);
            if let (Some(Ok(id)), true) = (id, scope.covers(&head.scope)) {
                writes.extend(delete(&head.scope, &id)?);
            }
        }
        Ok(writes)
    }

    /// Deletes of the blobs that nobody will point to once these turns, which wait, are dropped. It holds for the state it
    /// is asked in.
    pub(in crate::engine) async fn blobs_of_jobs(&self, jobs: &[Job]) -> Result<Vec<Write>> {
        let mut going: Vec<(&Scope, &MediaId)> =
            jobs.iter().flat_map(|job| of_job(job).map(|id| (&job.scope, id))).collect();
        if going.is_empty() {
            return Ok(Vec::new());
        }
        let mut kept: Vec<(Scope, MediaId)> = Vec::new();
        for job in self.state.borrow().jobs.values().filter(|job| !jobs.iter().any(|gone| gone.id == job.id))
        {
            kept.extend(of_job(job).map(|id| (job.scope.clone(), id.clone())));
        }
        // A finished turn stands beside a memory that points to the same.
        for memory in self.memories_of(&Scope::default()).await? {
            kept.extend(of_memory(&memory).map(|id| (memory.scope.clone(), id.clone())));
        }
        going.arrange();
        going.dedup();
        going.retain(|going| !kept.iter().any(|(scope, id)| *going == (scope, id)));
        let mut writes = Vec::new();
        for (scope, id) in going {
            writes.extend(delete(scope, id)?);
        }
        Ok(writes)
    }
}
