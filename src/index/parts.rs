//! The index as parts that are saved one by one, each with a version: what did not change need not be written again.
//! Read as if an enemy had written them.
//!
//! | part | what |
//! |---|---|
//! | `plan` | the origin of the sign bits and the measured plan, but for |
//! | `plan-cuts` | how many rows it scores, and how far it reads |
//! | `rows/n` | the n-th page of rows: which there are, their scales and planes |
//! | `segment/n` | a segment's rows, cell by cell, and its heads; it never changes |
//! | `alive/n` | which of them still count |
//! | `graph/n` | its graph, if it has one, in instant-distance's form |

use serde::{Deserialize, Serialize};

use super::{
    arena::MAX_SLOTS,
    cells::Cells,
    code::{self, Code},
    graph::Graph,
    heads::Heads,
    plan::{LEVELS, Plan},
    segment::Segment,
    slots::SlotSet,
    staged::Effort,
    vector_index::VectorIndex,
};
use crate::{Error, Result};

/// A page of rows is at most about so large, whatever their width.
const PAGE_BYTES: usize = 44_000;

#[derive(Serialize, Deserialize)]
struct PlanPart {
    dims: u32,
    centred_at: u32,
    mean: Option<Vec<f32>>,
    plan: Option<(u32, u32, Levels, Levels)>,
}

/// How many rows get a weighed distance, and the share of the sealed ones that is read.
type Levels = Vec<(u32, f32)>;

/// For each level how many rows get an int8 score, how far cells are read and how much that is; for few neighbours and for
/// many.
type Cuts = (Vec<Cut>, Vec<Cut>);
type Cut = (u32, Option<f32>, f32);

#[derive(Serialize, Deserialize)]
struct RowsPart {
    dims: u32,
    /// One bit a row of the page.
    there: Vec<u64>,
    scales: Vec<f32>,
    /// `dims` high codes and then `dims` low ones, row by row.
    #[serde(with = "bytes")]
    planes: Vec<u8>,
}

#[derive(Serialize, Deserialize)]
struct SegmentPart {
    rows: Vec<u32>,
    offsets: Vec<u32>,
    #[serde(with = "bytes")]
    heads: Vec<u8>,
    scales: Vec<f32>,
}

/// What was imported and waits for the other parts.
#[derive(Debug, Default)]
pub(super) struct Imported {
    cuts: Option<Cuts>,
    segments: Vec<(u32, Vec<u32>, Vec<u32>, Heads)>,
    alive: Vec<(u32, SlotSet)>,
    graphs: Vec<(u32, Vec<u8>)>,
}

impl VectorIndex {
    /// What a snapshot of this index consists of: names (ASCII, at most 16 bytes) with versions. A part whose version
    /// did not change has not changed.
    pub fn parts(&self) -> Vec<(String, u64)> {
        let mut parts: Vec<(String, u64)> =
            ["plan", "plan-cuts"].map(|part| (part.to_owned(), self.plan_version)).into();
        for (page, version) in self.page_versions.iter().enumerate() {
            if self.page_holds(page) {
                parts.push((format!("rows/{page:08x}"), *version));
            }
        }
        for segment in &self.segments {
            parts.push((format!("segment/{:08x}", segment.id), 0));
            parts.push((format!("alive/{:08x}", segment.id), segment.version));
            if segment.graph.is_some() {
                parts.push((format!("graph/{:08x}", segment.id), 0));
            }
        }
        parts
    }

    /// The bytes of a part; none if there is no such part.
    pub fn export(&self, part: &str) -> Option<Vec<u8>> {
        if part == "plan" {
            return postcard::to_allocvec(&self.plan_part()).ok();
        }
        if part == "plan-cuts" {
            return postcard::to_allocvec(&self.cuts()).ok();
        }
        let (kind, number) = parse(part)?;
        if kind == "rows" {
            return self.rows_part(number as usize);
        }
        let segment = self.segments.iter().find(|segment| segment.id == number)?;
        match kind {
            "segment" => postcard::to_allocvec(&SegmentPart {
                rows: segment.cells.rows.clone(),
                offsets: segment.cells.offsets.clone(),
                heads: segment.cells.heads.high.iter().map(|x| x.cast_unsigned()).collect(),
                scales: segment.cells.heads.scales.clone(),
            })
            .ok(),
            "alive" => Some(segment.alive.words().iter().flat_map(|word| word.to_le_bytes()).collect()),
            "graph" => segment.graph.as_ref().map(Graph::to_bytes),
            _ => None,
        }
    }

    /// Takes a part over into an index that holds nothing but parts imported before; in any order, but quickest as
    /// [`Self::parts`] lists them. Then [`Self::finish_import`] must be called.
    ///
    /// Error: `storage_corrupt` for bytes that cannot be that part of an index of this width; it is then left out.
    pub fn import(&mut self, part: &str, bytes: &[u8]) -> Result<()> {
        if part == "plan" {
            return self.take_plan(bytes);
        }
        if part == "plan-cuts" {
            self.imported.cuts = postcard::from_bytes(bytes).map_err(|_| corrupt())?;
            return Ok(());
        }
        let (kind, number) = parse(part).ok_or_else(corrupt)?;
        if kind != "rows" {
            // Even if it turns out damaged: a new segment of that number would be taken for the saved one.
            self.next_segment = self.next_segment.max(number.saturating_add(1));
        }
        match kind {
            "rows" => self.take_rows(number, bytes),
            "segment" => {
                let part: SegmentPart = postcard::from_bytes(bytes).map_err(|_| corrupt())?;
                let mut heads = Heads::new(self.arena.stride());
                heads.high = part.heads.iter().map(|x| x.cast_signed()).collect();
                heads.scales = part.scales;
                if !fits(&part.rows, &part.offsets, &heads, self.arena.stride()) {
                    return Err(corrupt());
                }
                self.imported.segments.push((number, part.rows, part.offsets, heads));
                Ok(())
            }
            "alive" => {
                let (words, rest) = bytes.as_chunks::<8>();
                if !rest.is_empty() || words.len() > MAX_SLOTS as usize / 64 {
                    return Err(corrupt());
                }
                let set = SlotSet::from_words(words.iter().map(|word| u64::from_le_bytes(*word)).collect());
                self.imported.alive.push((number, set));
                Ok(())
            }
            "graph" => {
                self.imported.graphs.push((number, bytes.to_vec()));
                Ok(())
            }
            _ => Err(corrupt()),
        }
    }

    /// Puts the imported parts together. What does not fit the rest is left out: rows are then scanned like fresh ones
    /// until upkeep seals them again. Versions begin anew: what [`Self::parts`] says now is what was imported.
    pub fn finish_import(&mut self) {
        let imported = std::mem::take(&mut self.imported);
        self.finish_plan(imported.cuts);
        self.fresh = self.live.clone();
        for (id, rows, offsets, heads) in imported.segments {
            let Some((_, said)) = imported.alive.iter().find(|(of, _)| *of == id) else { continue };
            let mut alive = said.intersection(&self.fresh);
            let listed: SlotSet = rows.iter().copied().filter(|slot| *slot < MAX_SLOTS).collect();
            alive.intersect_with(&listed);
            // A segment that lost rows is not mended but made anew: its parts would no longer be what they were.
            if alive != *said
                || listed.len() != rows.len()
                || self.segments.iter().any(|segment| segment.id == id)
            {
                continue;
            }
            self.fresh.subtract(&alive);
            let cells = Cells::of_parts(&self.arena, rows, offsets, heads);
            let mut segment = Segment::new(id, cells, alive);
            let graph = imported.graphs.iter().find(|(of, _)| *of == id);
            segment.graph = graph.and_then(|(_, bytes)| Graph::from_bytes(bytes, segment.rows()).ok());
            self.segments.push(segment);
        }
    }

    /// How many rows a page holds.
    pub(super) fn page_rows(&self) -> usize {
        (PAGE_BYTES / (2 * self.dims() + 8)).max(1)
    }

    fn page_slots(&self, page: usize) -> std::ops::Range<u32> {
        let from = (page * self.page_rows()) as u32;
        from..from.saturating_add(self.page_rows() as u32)
    }

    fn page_holds(&self, page: usize) -> bool {
        self.page_slots(page).any(|slot| self.live.contains(slot))
    }

    fn plan_part(&self) -> PlanPart {
        let levels = |efforts: &[Effort]| efforts.iter().map(|e| (saturating(e.weighed), e.share)).collect();
        let plan = self.plan.as_ref().filter(|plan| !plan.stale);
        PlanPart {
            dims: self.dims() as u32,
            centred_at: self.centred_at as u32,
            mean: self.arena.mean().map(<[f32]>::to_vec),
            plan: plan.map(|plan| (plan.rows as u32, plan.asked, levels(&plan.near), levels(&plan.far))),
        }
    }

    fn cuts(&self) -> Option<Cuts> {
        let cuts = |efforts: &[Effort]| efforts.iter().map(|e| (saturating(e.ef), e.reach, e.read)).collect();
        self.plan.as_ref().map(|plan| (cuts(&plan.near), cuts(&plan.far)))
    }

    /// Tells the plan how many rows to score and how far to read. Where that was not saved it is measured again, and until
    /// then every row that gets a weighed distance gets a score too.
    fn finish_plan(&mut self, cuts: Option<Cuts>) {
        let Some(plan) = &mut self.plan else { return };
        let (near, far) = cuts.unwrap_or_default();
        plan.stale = near.len() != LEVELS.len() || far.len() != LEVELS.len();
        for (effort, cut) in plan.near.iter_mut().zip(near).chain(plan.far.iter_mut().zip(far)) {
            let (ef, reach, read) = cut;
            effort.ef = ef as usize;
            (effort.reach, effort.read) = (reach.filter(|reach| reach.is_finite()), read.clamp(0.0, 1.0));
        }
    }

    fn take_plan(&mut self, bytes: &[u8]) -> Result<()> {
        let part: PlanPart = postcard::from_bytes(bytes).map_err(|_| corrupt())?;
        let mean_fits = part
            .mean
            .as_ref()
            .is_none_or(|mean| mean.len() == self.arena.stride() && mean.iter().all(|x| x.is_finite()));
        if part.dims as usize != self.dims() || !mean_fits {
            return Err(corrupt());
        }
        let efforts = |levels: Levels| -> Option<[Effort; LEVELS.len()]> {
            let efforts: Vec<Effort> = levels
                .into_iter()
                .map(|(rows, share)| Effort {
                    weighed: rows as usize,
                    ef: rows as usize,
                    reach: None,
                    read: share.clamp(0.0, 1.0),
                    share: share.clamp(0.0, 1.0),
                })
                .collect();
            efforts.try_into().ok()
        };
        self.plan = part.plan.and_then(|(rows, asked, near, far)| {
            Some(Plan { rows: rows as usize, stale: false, asked, near: efforts(near)?, far: efforts(far)? })
        });
        self.asked.set(self.plan.as_ref().map_or(0, |plan| plan.asked));
        self.centred_at = part.centred_at as usize;
        self.arena.recentre(part.mean);
        Ok(())
    }

    fn rows_part(&self, page: usize) -> Option<Vec<u8>> {
        let slots = self.page_slots(page);
        let mut part = RowsPart {
            dims: self.dims() as u32,
            there: vec![0; self.page_rows().div_ceil(64)],
            scales: Vec::new(),
            planes: Vec::new(),
        };
        for (at, slot) in slots.enumerate() {
            let Some(row) = self.arena.row(slot).filter(|_| self.live.contains(slot)) else { continue };
            *part.there.get_mut(at / 64)? |= 1 << (at % 64);
            part.scales.push(row.scale);
            for plane in [row.high, row.low] {
                part.planes.extend(plane.iter().take(self.dims()).map(|x| x.cast_unsigned()));
            }
        }
        if part.scales.is_empty() { None } else { postcard::to_allocvec(&part).ok() }
    }

    fn take_rows(&mut self, page: u32, bytes: &[u8]) -> Result<()> {
        let part: RowsPart = postcard::from_bytes(bytes).map_err(|_| corrupt())?;
        let dims = self.dims();
        let first = u64::from(page) * self.page_rows() as u64;
        let there = SlotSet::from_words(part.there);
        let beyond = there.iter().last().is_some_and(|last| last as usize >= self.page_rows());
        let whole = part.scales.len().checked_mul(2 * dims) == Some(part.planes.len());
        if part.dims as usize != dims
            || beyond
            || !whole
            || there.len() != part.scales.len()
            || first >= u64::from(MAX_SLOTS)
        {
            return Err(corrupt());
        }
        for ((at, scale), planes) in there.iter().zip(&part.scales).zip(part.planes.chunks_exact(2 * dims)) {
            let (high, low) = planes.split_at_checked(dims).ok_or_else(corrupt)?;
            let code = code_of(high, low, *scale, self.arena.stride()).ok_or_else(corrupt)?;
            let slot = first as u32 + at;
            self.arena.put(slot, &code)?;
            self.live.insert(slot);
        }
        let page = page as usize;
        if page >= self.page_versions.len() {
            self.page_versions.resize(page + 1, 0);
        }
        Ok(())
    }
}

fn saturating(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// The code of these planes, if it can be that of a unit vector.
fn code_of(high: &[u8], low: &[u8], scale: f32, stride: usize) -> Option<Code> {
    let padded = |plane: &[u8]| {
        let mut padded = vec![0_i8; stride];
        padded.iter_mut().zip(plane).for_each(|(to, from)| *to = from.cast_signed());
        padded
    };
    let (high, low) = (padded(high), padded(low));
    let slack = code::slack(&low, scale);
    let is_unit = (code::row_length(&high, &low, scale) - 1.0).abs() <= 1e-2;
    is_unit.then_some(Code { high, low, scale, slack })
}

/// Whether offsets rise from 0 to the number of rows, with a head for each cell.
fn fits(rows: &[u32], offsets: &[u32], heads: &Heads, stride: usize) -> bool {
    offsets.first() == Some(&0)
        && offsets.is_sorted()
        && offsets.last().is_some_and(|last| *last as usize == rows.len())
        && offsets.len() == heads.len() + 1
        && heads.high.len() == heads.len() * stride
        && heads.scales.iter().all(|scale| scale.is_finite())
}

fn parse(part: &str) -> Option<(&str, u32)> {
    let (kind, number) = part.split_once('/')?;
    (number.len() == 8).then_some((kind, u32::from_str_radix(number, 16).ok()?))
}

fn corrupt() -> Error {
    Error::storage_corrupt("a part of the saved index is damaged: its vectors are read from their rows")
}

/// Bytes as one run, not as a list of numbers.
mod bytes {
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(bytes)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
        <&[u8]>::deserialize(deserializer).map(<[u8]>::to_vec)
    }
}
