//! The class `VectorIndex`: the index by itself, for vectors that are no memories. Ids are the caller's numbers; the
//! index below counts slots from 0 up.

use std::{
    cell::{Cell, RefCell},
    collections::HashMap,
    hash::{BuildHasherDefault, Hasher},
    rc::{Rc, Weak},
};

use js_sys::{ArrayBuffer, Date, Float32Array, Object, Reflect, Uint8Array, Uint32Array};
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};

use super::{error, fields, foreign, layout::layout, numbers};
use crate::{
    Error, Result, crc32,
    index::{self, Effort, IndexOptions, Scored, SlotSet, kernel},
};

/// The widest vectors there are.
const MAX_DIMS: usize = 65_536;
/// How many hits a search gives when nobody says.
const DEFAULT_K: usize = 10;
const DEFAULT_BUDGET_MS: f64 = 8.0;

/// Vectors by id, searched by cosine similarity, in memory.
#[wasm_bindgen]
#[derive(Debug)]
pub struct VectorIndex {
    index: index::VectorIndex,
    slots: HashMap<u32, u32, BuildHasherDefault<IdHasher>>,
    /// The id of each slot; what a free slot held last stays there.
    ids: Vec<u32>,
    free: Vec<u32>,
    /// Raised whenever an id gets or loses its slot.
    epoch: u64,
    /// What `subset` prepared, as long as somebody holds it.
    subsets: RefCell<HashMap<u32, Weak<Prepared>>>,
}

/// Spreads ids, which are the caller's own; the standard hasher has no secret in WebAssembly either, and is larger and slower.
#[derive(Debug, Default)]
struct IdHasher(u32);

impl Hasher for IdHasher {
    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u32(u32::from(*byte)));
    }

    fn write_u32(&mut self, id: u32) {
        // 2⁶⁴ over the golden ratio; both halves, because neither alone depends on every bit of the id.
        let product = u64::from(self.0 ^ id).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 = (product ^ product >> 32) as u32;
    }

    fn finish(&self) -> u64 {
        u64::from(self.0) << 32 | u64::from(self.0)
    }
}

/// Ids that searches may be restricted to, prepared once.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Subset {
    key: u32,
    _shared: Rc<Prepared>,
}

#[derive(Debug)]
struct Prepared {
    ids: Vec<u32>,
    /// Their slots, and the epoch in which they had them.
    slots: RefCell<(u64, SlotSet)>,
}

thread_local! {
    /// Keys of subsets are never used twice, so that one of another index is not taken for one's own.
    static NEXT_KEY: Cell<u32> = const { Cell::new(0) };
}

#[wasm_bindgen]
impl Subset {
    /// By which its index knows it.
    #[wasm_bindgen(getter)]
    pub fn key(&self) -> u32 {
        self.key
    }
}

#[wasm_bindgen]
extern "C" {
    /// What a search found, a plain object. Its setters make no name of a field at run time, which takes a microsecond of
    /// the thirteen in which a small index answers.
    type Hits;

    #[wasm_bindgen(method, setter, catch)]
    fn set_ids(this: &Hits, ids: Uint32Array) -> Result<(), JsValue>;

    #[wasm_bindgen(method, setter, catch)]
    fn set_scores(this: &Hits, scores: Float32Array) -> Result<(), JsValue>;

    #[wasm_bindgen(method, setter, catch)]
    fn set_counts(this: &Hits, counts: Uint32Array) -> Result<(), JsValue>;
}

/// What a search asks for.
struct Search {
    k: usize,
    effort: Effort,
    allowed: Option<SlotSet>,
}

#[wasm_bindgen]
impl VectorIndex {
    /// An empty index.
    pub fn create(options: JsValue) -> Result<Self, JsValue> {
        let make = || {
            let dims = numbers::count(&fields::one(&options, "options", "dims")?, "options.dims")?;
            if !(1..=MAX_DIMS).contains(&dims) {
                return Err(Error::invalid_input("options.dims must be an integer from 1 to 65,536"));
            }
            Ok(Self::over(index::VectorIndex::new(dims, asked_layout(&options)?)))
        };
        make().map_err(|e: Error| error::to_js(&e))
    }

    /// Reads what `toBytes` wrote.
    #[wasm_bindgen(js_name = fromBytes)]
    pub fn from_bytes(bytes: JsValue, options: JsValue) -> Result<Self, JsValue> {
        let read = || {
            let options = asked_layout(&options)?;
            let bytes = numbers::bytes(&bytes, "bytes")?;
            let corrupt =
                || Error::storage_corrupt("these bytes are not what toBytes() gave: build the index anew");
            let (count, rest) = bytes.split_first_chunk::<4>().ok_or_else(corrupt)?;
            let length = (u32::from_le_bytes(*count) as usize).checked_mul(4).ok_or_else(corrupt)?;
            let (ids, rest) = rest.split_at_checked(length).ok_or_else(corrupt)?;
            let (checksum, rest) = rest.split_first_chunk::<4>().ok_or_else(corrupt)?;
            if crc32::hash(ids) != u32::from_le_bytes(*checksum) {
                return Err(corrupt());
            }
            let mut read = Self::over(index::VectorIndex::from_bytes(rest, options)?);
            read.ids = ids.as_chunks::<4>().0.iter().map(|id| u32::from_le_bytes(*id)).collect();
            for (slot, id) in (0..).zip(&read.ids) {
                if !read.index.contains(slot) {
                    read.free.push(slot);
                } else if read.slots.insert(*id, slot).is_some() {
                    return Err(corrupt());
                }
            }
            if read.slots.len() != read.index.len() {
                return Err(corrupt());
            }
            Ok(read)
        };
        read().map_err(|e: Error| error::to_js(&e))
    }

    /// The width of its vectors.
    #[wasm_bindgen(getter)]
    pub fn dims(&self) -> usize {
        self.index.dims()
    }

    /// How many vectors it holds.
    #[wasm_bindgen(getter)]
    pub fn size(&self) -> usize {
        self.index.len()
    }

    /// Puts vectors in.
    pub fn insert(&mut self, ids: JsValue, vectors: JsValue) -> Result<(), JsValue> {
        self.put(&ids, &vectors).map_err(|e| error::to_js(&e))
    }

    /// Takes vectors out.
    pub fn remove(&mut self, ids: JsValue) -> Result<usize, JsValue> {
        let ids = numbers::ids(&ids, "ids").map_err(|e| error::to_js(&e))?;
        let mut removed = 0;
        for id in ids {
            if let Some(slot) = self.slots.remove(&id) {
                self.index.remove(slot);
                self.free.push(slot);
                self.epoch += 1;
                removed += 1;
            }
        }
        if self.slots.is_empty() {
            (self.slots, self.ids, self.free) = (HashMap::default(), Vec::new(), Vec::new());
        }
        Ok(removed)
    }

    /// Whether it holds a vector of that id.
    pub fn has(&self, id: u32) -> bool {
        self.slots.contains_key(&id)
    }

    /// Prepares a set of ids for `allowed`.
    pub fn subset(&self, ids: JsValue) -> Result<Subset, JsValue> {
        let ids = numbers::ids(&ids, "ids").map_err(|e| error::to_js(&e))?;
        let slots = RefCell::new((self.epoch, self.slots_of(&ids)));
        let shared = Rc::new(Prepared { ids, slots });
        let key = NEXT_KEY.replace(NEXT_KEY.get().wrapping_add(1));
        let mut subsets = self.subsets.borrow_mut();
        subsets.retain(|_, subset| subset.strong_count() > 0);
        subsets.insert(key, Rc::downgrade(&shared));
        Ok(Subset { key, _shared: shared })
    }

    /// The nearest vectors.
    pub fn search(&self, query: JsValue, options: JsValue) -> Result<JsValue, JsValue> {
        let found = || {
            let query = numbers::floats(&query, "query")?;
            let search = self.asked(&options)?;
            let hits = self.index.search_with(&query, search.k, search.allowed.as_ref(), search.effort)?;
            Ok(self.written(&[hits], false))
        };
        found().map_err(|e: Error| error::to_js(&e))
    }

    /// The nearest vectors of several queries, one after the other.
    #[wasm_bindgen(js_name = searchMany)]
    pub fn search_many(&self, queries: JsValue, options: JsValue) -> Result<JsValue, JsValue> {
        let found = || {
            let queries = numbers::floats(&queries, "queries")?;
            let dims = self.index.dims();
            if queries.len() % dims != 0 {
                return Err(Error::invalid_input("queries must hold whole vectors, one after the other"));
            }
            let search = self.asked(&options)?;
            let queries: Vec<&[f32]> = queries.chunks_exact(dims).collect();
            let hits = self.index.search_many(&queries, search.k, search.allowed.as_ref(), search.effort)?;
            Ok(self.written(&hits, true))
        };
        found().map_err(|e: Error| error::to_js(&e))
    }

    /// Works on the index for a while.
    pub fn maintain(&mut self, budget_ms: Option<f64>) -> bool {
        let end = Date::now() + budget_ms.unwrap_or(DEFAULT_BUDGET_MS);
        self.index.maintain(&mut || Date::now() >= end)
    }

    /// Everything as bytes.
    #[wasm_bindgen(js_name = toBytes)]
    pub fn to_bytes(&self) -> Result<Uint8Array, JsValue> {
        let index = self.index.to_bytes().map_err(|e| error::to_js(&e))?;
        let count = u32::try_from(self.ids.len()).unwrap_or(u32::MAX);
        let mut head = count.to_le_bytes().to_vec();
        head.extend(self.ids.iter().flat_map(|id| id.to_le_bytes()));
        let checksum = crc32::hash(head.get(4..).unwrap_or_default());
        head.extend(checksum.to_le_bytes());
        // Put together on JavaScript's side: here it would take the memory twice.
        let (head, index) = (head.as_slice(), index.as_slice());
        let bytes = Uint8Array::new_with_length(u32::try_from(head.len() + index.len()).unwrap_or(u32::MAX));
        bytes.subarray(0, head.len() as u32).copy_from(head);
        bytes.subarray(head.len() as u32, bytes.length()).copy_from(index);
        Ok(bytes)
    }

    /// Figures.
    pub fn stats(&self) -> JsValue {
        let (segments, tombstones) = self.index.segments();
        let figures: [(&str, JsValue); 9] = [
            ("kind", self.index.kind().into()),
            ("kernel", kernel::name().into()),
            ("size", self.index.len().into()),
            ("segments", segments.into()),
            ("tombstones", tombstones.into()),
            ("bytes", (self.index.bytes() + 4 * self.ids.capacity() + 9 * self.slots.capacity()).into()),
            ("ef", self.index.planned(DEFAULT_K).map_or(JsValue::NULL, JsValue::from)),
            ("rows", self.index.planned_rows(DEFAULT_K).map_or(JsValue::NULL, JsValue::from)),
            ("maintained", (!self.index.needs_maintenance()).into()),
        ];
        let object = Object::new();
        for (name, value) in figures {
            // Setting a field of a fresh object does not fail.
            let _ = Reflect::set(&object, &name.into(), &value);
        }
        object.into()
    }
}

impl VectorIndex {
    fn over(index: index::VectorIndex) -> Self {
        Self {
            index,
            slots: HashMap::default(),
            ids: Vec::new(),
            free: Vec::new(),
            epoch: 0,
            subsets: RefCell::default(),
        }
    }

    /// All or nothing as far as the input goes: everything is checked before the first vector is put in.
    fn put(&mut self, ids: &JsValue, vectors: &JsValue) -> Result<()> {
        let (ids, vectors, dims) =
            (numbers::ids(ids, "ids")?, numbers::floats(vectors, "vectors")?, self.index.dims());
        if vectors.len() != ids.len() * dims {
            let message = format!("vectors must hold {dims} numbers for each id, one vector after the other");
            return Err(Error::new(crate::ErrorCode::EmbeddingMismatch, message));
        }
        for vector in vectors.chunks_exact(dims) {
            index::length(vector)?;
        }
        for (id, vector) in ids.into_iter().zip(vectors.chunks_exact(dims)) {
            if let Some(slot) = self.slots.get(&id) {
                self.index.insert(*slot, vector)?;
                continue;
            }
            let slot = self.free.last().copied().unwrap_or(u32::try_from(self.ids.len()).unwrap_or(u32::MAX));
            self.index.insert(slot, vector)?;
            match self.ids.get_mut(slot as usize) {
                Some(place) => {
                    *place = id;
                    self.free.pop();
                }
                None => self.ids.push(id),
            }
            self.slots.insert(id, slot);
            self.epoch += 1;
        }
        Ok(())
    }

    fn slots_of(&self, ids: &[u32]) -> SlotSet {
        ids.iter().filter_map(|id| self.slots.get(id).copied()).collect()
    }

    fn asked(&self, options: &JsValue) -> Result<Search> {
        let mut search = Search { k: DEFAULT_K, effort: Effort::Planned, allowed: None };
        let (mut exact, mut ef, mut recall) = (false, None, None);
        fields::each(options, "options", |name, value| {
            match name {
                "k" => search.k = numbers::count(value, "options.k")?,
                "ef" => ef = Some(numbers::count(value, "options.ef")?),
                "exact" => {
                    exact = value
                        .as_bool()
                        .ok_or_else(|| Error::invalid_input("options.exact must be true or false"))?
                }
                "recall" => {
                    let above_0 = value.as_f64().filter(|x| *x > 0.0 && *x <= 1.0);
                    let wrong = || Error::invalid_input("options.recall must be a number above 0, at most 1");
                    recall = Some(above_0.ok_or_else(wrong)? as f32);
                }
                "allowed" => search.allowed = Some(self.allowed(value)?),
                _ => return Ok(false),
            }
            Ok(true)
        })?;
        search.effort = match (exact, ef, recall) {
            (true, _, _) => Effort::Exact,
            (_, Some(ef), _) => Effort::Ef(ef),
            (_, _, Some(recall)) if recall >= 1.0 => Effort::Exact,
            (_, _, Some(recall)) => Effort::Recall(recall),
            _ => Effort::Planned,
        };
        Ok(search)
    }

    fn allowed(&self, value: &JsValue) -> Result<SlotSet> {
        let is_list = ArrayBuffer::is_view(value) || foreign::is_array(value).unwrap_or(false);
        if !is_list {
            let key = if value.is_object() { Reflect::get(value, &"key".into()).ok() } else { None };
            let key = key.and_then(|key| key.as_f64()).map(|key| key as u32);
            let subset = key.and_then(|key| self.subsets.borrow().get(&key)?.upgrade());
            let Some(subset) = subset else {
                let message =
                    "options.allowed must be ids, or what subset(ids) of this index gave and was not freed";
                return Err(Error::invalid_input(message));
            };
            let mut slots = subset.slots.borrow_mut();
            if slots.0 != self.epoch {
                *slots = (self.epoch, self.slots_of(&subset.ids));
            }
            return Ok(slots.1.clone());
        }
        Ok(self.slots_of(&numbers::ids(value, "options.allowed")?))
    }

    fn written(&self, hits: &[Vec<Scored>], counted: bool) -> JsValue {
        let id = |hit: &Scored| self.ids.get(hit.slot as usize).copied().unwrap_or_default();
        let ids: Vec<u32> = hits.iter().flatten().map(id).collect();
        let scores: Vec<f32> = hits.iter().flatten().map(|hit| hit.score).collect();
        let answer: Hits = Object::new().unchecked_into();
        // Setting a field of a fresh object does not fail.
        let _ = answer.set_ids(Uint32Array::from(ids.as_slice()));
        let _ = answer.set_scores(Float32Array::from(scores.as_slice()));
        if counted {
            let counts: Vec<u32> = hits.iter().map(|hits| hits.len() as u32).collect();
            let _ = answer.set_counts(Uint32Array::from(counts.as_slice()));
        }
        answer.into()
    }
}

/// The layout that `options.index` asks for.
fn asked_layout(options: &JsValue) -> Result<IndexOptions> {
    layout(&fields::one(options, "options", "index")?, "options.index")
}
