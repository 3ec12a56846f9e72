//! Reading a snapshot: pages in groups, several groups under way while the one before is unpacked.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use futures_util::{StreamExt, stream};

use super::{
    super::{Options, Ports, codec, state::State, state::VECTORS},
    Saved, SavedPart,
    header::Header,
    page_keys,
};
use crate::{
    Result,
    ports::{Key, Store, Table},
};

/// How much is asked for in one go, and how many such requests are under way: one is unpacked while the next ones come.
const GROUP_BYTES: usize = 4 << 20;
const GROUPS_AT_ONCE: usize = 3;

/// A state as it was when it was saved.
pub(in crate::engine) struct Loaded {
    pub(in crate::engine) state: State,
    /// Whether every memory of that time is in it.
    pub(in crate::engine) complete: bool,
}

/// A part to be read.
struct Wanted<'a> {
    name: &'a str,
    bytes: u32,
    keys: Vec<Key>,
}

/// The snapshot of a store. None if there is none; what is damaged of it is left out. Errors are the store's own.
pub(in crate::engine) async fn load(ports: &Ports, options: &Options) -> Result<Option<Loaded>> {
    let Some(header) = Header::read(&*ports.store).await? else { return Ok(None) };
    let space = ports.space();
    let mut state = State::new(space, options.index);
    state.seq = header.seq;
    // Vectors of another embedder mean nothing here, and are replaced at the next save.
    let fits = |name: &str| header.space.as_ref() == space || !name.starts_with(VECTORS);
    let mut taken = BTreeSet::new();
    let groups = groups(header.parts().filter(|(name, ..)| fits(name)))?;
    let mut answers =
        stream::iter(groups).map(|group| read_group(&*ports.store, group)).buffered(GROUPS_AT_ONCE);
    while let Some(answer) = answers.next().await {
        let (group, values) = answer?;
        let mut values = values.into_iter();
        for part in group {
            let pages: Vec<Option<Vec<u8>>> = values.by_ref().take(part.keys.len()).collect();
            let good = assembled(&part, &pages).is_some_and(|bytes| state.import(part.name, &bytes).is_ok());
            if good {
                taken.insert(part.name);
            }
        }
    }
    drop(answers);
    let versions = state.finish_import(header.parts().map(|(name, ..)| name));
    let complete = state.len() == header.memories as usize;
    state.saved = saved(&header, versions, &taken);
    Ok(Some(Loaded { state, complete }))
}

/// What the store is known to hold of the state, part by part.
fn saved(header: &Header, mut versions: BTreeMap<String, u64>, taken: &BTreeSet<&str>) -> Saved {
    let mut saved = Saved { header: Some(Rc::clone(&header.save)), ..Saved::default() };
    for (name, save, bytes) in header.parts() {
        let version = versions.remove(name).filter(|_| taken.contains(name));
        if version.is_none() {
            saved.worn();
        }
        saved.parts.insert(name.to_owned(), SavedPart { version, save: Rc::clone(save), bytes });
    }
    saved
}

/// Parts in groups of about the size of one request.
fn groups<'a>(parts: impl Iterator<Item = (&'a str, &'a Rc<str>, u32)>) -> Result<Vec<Vec<Wanted<'a>>>> {
    let (mut groups, mut group, mut size) = (Vec::new(), Vec::new(), 0_usize);
    for (name, save, bytes) in parts {
        let keys = page_keys(save, name, bytes).collect::<Result<Vec<Key>>>()?;
        size = size.saturating_add(bytes as usize);
        group.push(Wanted { name, bytes, keys });
        if size >= GROUP_BYTES {
            groups.push(std::mem::take(&mut group));
            size = 0;
        }
    }
    groups.push(group);
    Ok(groups)
}

type Answer<'a> = (Vec<Wanted<'a>>, Vec<Option<Vec<u8>>>);

async fn read_group<'a>(store: &dyn Store, group: Vec<Wanted<'a>>) -> Result<Answer<'a>> {
    let keys: Vec<Key> = group.iter().flat_map(|part| part.keys.iter().cloned()).collect();
    let values = store.get(Table::Pages, &keys).await?;
    Ok((group, values))
}

/// The bytes of a part, if all of its pages are whole.
fn assembled<'a>(part: &Wanted<'_>, pages: &'a [Option<Vec<u8>>]) -> Option<Cow<'a, [u8]>> {
    let mut bytes = Cow::Borrowed(&[][..]);
    for (key, page) in part.keys.iter().zip(pages) {
        let page = codec::open(Table::Pages, key, page.as_ref()?).ok()?;
        if bytes.is_empty() {
            bytes = Cow::Borrowed(page);
        } else {
            bytes.to_mut().extend_from_slice(page);
        }
    }
    (bytes.len() == part.bytes as usize).then_some(bytes)
}
