//! A hierarchical navigable small world graph (Malkov & Yashunin 2018, arXiv 1603.09320) over sealed rows, by the
//! crate instant-distance.
//!
//! The graph holds row numbers only; the codes stay in the arena. instant-distance builds once from all points in one
//! call, takes no insertion or removal, knows no filter, and fixes the search width at build time.

use instant_distance::{Builder, Heuristic, Hnsw, Point, Search};
use serde::{Deserialize, Deserializer, Serialize, Serializer, ser::Error as _};

use super::{
    arena::Arena,
    code::{COARSE, Query},
    kernel,
};
use crate::{Error, Result};

/// How many neighbours an insertion looks at (`efConstruction`).
const EF_CONSTRUCTION: usize = 64;
/// How many rows a search returns (`ef`).
pub(super) const EF_SEARCH: usize = 200;
/// Links go to diverse neighbours and spare places stay empty: filling them (instant-distance's default) takes nine
/// times the distances to build, for about the same recall a distance.
const DIVERSE: Heuristic = Heuristic { extend_candidates: false, keep_pruned: false };
/// Links of a point in the upper layers, fixed in instant-distance; the lowest layer has twice as many.
const LINKS: usize = 32;
/// Marks a link that leads nowhere, in instant-distance.
const NO_LINK: u32 = u32::MAX;

/// A graph over a list of rows.
pub(super) struct Graph {
    hnsw: Hnsw<Vertex<'static>>,
    rows: usize,
}

impl Graph {
    /// Builds the graph of the rows of these slots. Blocks for the whole build. The same rows and seed give the same
    /// graph.
    pub(super) fn build(arena: &Arena, slots: &[u32], seed: u64) -> Result<Self> {
        let block = Block { arena, slots };
        let count =
            u32::try_from(slots.len()).map_err(|_| Error::internal("a graph of more than 2³² rows"))?;
        let points = (0..count).map(|row| Vertex::Built(row, &block)).collect();
        let builder = Builder::default()
            .seed(seed)
            .ef_construction(EF_CONSTRUCTION)
            .ef_search(EF_SEARCH)
            .select_heuristic(Some(DIVERSE));
        let (hnsw, _) = on_one_thread(|| builder.build_hnsw(points));
        // A round trip through the serialised form lets go of the borrowed rows.
        Self::from_bytes(&to_bytes(&hnsw)?, slots.len())
    }

    /// The slots of the rows nearest to the query, nearest first, at most [`EF_SEARCH`]. `slots` is the list the
    /// graph was built over.
    pub(super) fn nearest(&self, query: &Query, arena: &Arena, slots: &[u32]) -> Vec<u32> {
        let lookup = Lookup { query, block: Block { arena, slots } };
        // `Hnsw` is covariant in its point, so the rows may be compared with a query that lives only for this call.
        let hnsw: &Hnsw<Vertex<'_>> = &self.hnsw;
        let mut search = Search::default();
        let rows = hnsw.search(&Vertex::Query(&lookup), &mut search).filter_map(|item| item.point.row());
        rows.filter_map(|row| slots.get(row).copied()).collect()
    }

    pub(super) fn to_bytes(&self) -> Vec<u8> {
        to_bytes(&self.hnsw).unwrap_or_default()
    }

    /// Reads what [`Self::to_bytes`] wrote for a list of `rows` slots. Every link is checked, because instant-distance
    /// follows them unchecked.
    pub(super) fn from_bytes(bytes: &[u8], rows: usize) -> Result<Self> {
        let corrupt = || Error::storage_corrupt("a saved graph does not fit its vectors: it is built anew");
        let layout: Layout = postcard::from_bytes(bytes).map_err(|_| corrupt())?;
        if !layout.fits(rows) {
            return Err(corrupt());
        }
        let hnsw = postcard::from_bytes(bytes).map_err(|_| corrupt())?;
        Ok(Self { hnsw, rows })
    }

    /// Bytes of memory it holds, about: the lowest layer's links, the points, and a 32nd part for the upper layers.
    pub(super) const fn bytes(&self) -> usize {
        self.rows * (4 * 2 * LINKS + 16 + 4 * LINKS / LINKS)
    }
}

impl std::fmt::Debug for Graph {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Graph").field("rows", &self.rows).finish_non_exhaustive()
    }
}

impl Clone for Vertex<'_> {
    fn clone(&self) -> Self {
        *self
    }
}

impl Copy for Vertex<'_> {}

/// What instant-distance sees of a vector: eight bytes in wasm, whatever the vector's width.
#[derive(Debug)]
enum Vertex<'a> {
    /// A row of a finished graph.
    Row(u32),
    /// A row while the graph is built.
    Built(u32, &'a Block<'a>),
    /// What is searched for, and the block the rows are in.
    Query(&'a Lookup<'a>),
}

#[derive(Debug)]
struct Block<'a> {
    arena: &'a Arena,
    slots: &'a [u32],
}

#[derive(Debug)]
struct Lookup<'a> {
    query: &'a Query,
    block: Block<'a>,
}

impl Block<'_> {
    fn code(&self, row: u32) -> (&[i8], f32) {
        let row = self.slots.get(row as usize).and_then(|slot| self.arena.row(*slot));
        row.map_or((&[], 0.0), |row| (row.high, row.scale))
    }
}

impl Vertex<'_> {
    fn row(&self) -> Option<usize> {
        match self {
            Self::Row(row) | Self::Built(row, _) => Some(*row as usize),
            Self::Query(_) => None,
        }
    }
}

impl Point for Vertex<'_> {
    /// 1 − the int8 score. instant-distance compares rows with rows while building, and the query with rows while
    /// searching; two rows of a finished graph are never compared.
    fn distance(&self, other: &Self) -> f32 {
        match (self, other) {
            (Self::Built(a, block), Self::Built(b, _)) => {
                let ((a, a_scale), (b, b_scale)) = (block.code(*a), block.code(*b));
                1.0 - kernel::dot_i8_i8(a, b) as f32 * (a_scale * COARSE) * (b_scale * COARSE)
            }
            (Self::Query(lookup), Self::Row(row)) | (Self::Row(row), Self::Query(lookup)) => {
                let (code, scale) = lookup.block.code(*row);
                1.0 - lookup.query.coarse(kernel::dot_i8(&lookup.query.codes, code), scale)
            }
            _ => f32::MAX,
        }
    }
}

impl Serialize for Vertex<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Row(row) | Self::Built(row, _) => serializer.serialize_u32(*row),
            Self::Query(_) => Err(S::Error::custom("a query is no part of a graph")),
        }
    }
}

impl<'de> Deserialize<'de> for Vertex<'static> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        u32::deserialize(deserializer).map(Vertex::Row)
    }
}

/// instant-distance's serialised form, read to be checked: its own fields are private.
#[derive(Deserialize)]
struct Layout {
    ef_search: u64,
    points: Vec<u32>,
    /// Twice [`LINKS`] a point.
    zero: Vec<([u32; LINKS], [u32; LINKS])>,
    layers: Vec<Vec<[u32; LINKS]>>,
}

impl Layout {
    /// Whether it is a graph of exactly the rows `0..rows`, every link of which leads to a point of its own layer.
    fn fits(&self, rows: usize) -> bool {
        let leads_into = |links: &[u32], points: usize| {
            links.iter().all(|&link| link == NO_LINK || (link as usize) < points)
        };
        let mut seen = vec![false; rows];
        let each_row_once = self
            .points
            .iter()
            .all(|&row| seen.get_mut(row as usize).is_some_and(|seen| !std::mem::replace(seen, true)));
        let mut below = self.points.len();
        let layers_shrink = self.layers.iter().all(|layer| {
            let fits = (1..=below).contains(&layer.len());
            below = layer.len();
            fits
        });
        self.ef_search == EF_SEARCH as u64
            && self.points.len() == rows
            && self.zero.len() == rows
            && each_row_once
            && layers_shrink
            && self.zero.iter().all(|(a, b)| leads_into(a, rows) && leads_into(b, rows))
            && self.layers.iter().all(|layer| layer.iter().all(|links| leads_into(links, layer.len())))
    }
}

fn to_bytes(hnsw: &Hnsw<Vertex<'_>>) -> Result<Vec<u8>> {
    postcard::to_allocvec(hnsw).map_err(|_| Error::internal("a graph could not be serialised"))
}

/// instant-distance inserts through rayon's pool, and the order of insertions shapes the graph: on one thread the
/// graph depends on nothing but the rows and the seed. wasm has one thread anyway.
fn on_one_thread<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    #[cfg(not(target_family = "wasm"))]
    if let Ok(pool) = rayon::ThreadPoolBuilder::new().num_threads(1).build() {
        return pool.install(work);
    }
    work()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::code::Code;

    /// Unit vectors on a circle, so that neighbours are known.
    fn circle(rows: u32) -> (Arena, Vec<u32>) {
        let mut arena = Arena::new(2);
        for row in 0..rows {
            let angle = row as f32 * std::f32::consts::TAU / rows as f32;
            arena.put(row, &Code::of(&[angle.cos(), angle.sin()]).unwrap()).unwrap();
        }
        (arena, (0..rows).collect())
    }

    #[test]
    fn finds_the_nearest_first() {
        let (arena, slots) = circle(300);
        let graph = Graph::build(&arena, &slots, 1).unwrap();
        for row in [0_u32, 1, 150, 299] {
            let angle = row as f32 * std::f32::consts::TAU / 300.0;
            let nearest = graph.nearest(&Query::of(vec![angle.cos(), angle.sin()]), &arena, &slots);
            let apart = nearest[0].abs_diff(row);
            assert!(apart.min(300 - apart) <= 1 && nearest.len() == EF_SEARCH, "{row}: {}", nearest[0]);
        }
    }

    #[test]
    fn the_same_rows_and_seed_give_the_same_graph() {
        let (arena, slots) = circle(300);
        let bytes = |seed| Graph::build(&arena, &slots, seed).unwrap().to_bytes();
        assert_eq!(bytes(1), bytes(1));
        assert_ne!(bytes(1), bytes(2));
    }

    #[test]
    fn tiny_graphs_and_equal_vectors_work() {
        for rows in [0, 1, 2, 40, 700] {
            let mut arena = Arena::new(2);
            (0..rows).for_each(|row| arena.put(row, &Code::of(&[1.0, 0.0]).unwrap()).unwrap());
            let slots: Vec<u32> = (0..rows).collect();
            let graph = Graph::build(&arena, &slots, 3).unwrap();
            let met = graph.nearest(&Query::of(vec![1.0, 0.0]), &arena, &slots).len();
            assert!(met <= EF_SEARCH && met >= (rows as usize).min(64), "{rows}: {met}");
        }
    }

    #[test]
    fn a_graph_with_a_wrong_link_row_or_layer_is_refused() {
        let (arena, slots) = circle(300);
        let good = Graph::build(&arena, &slots, 1).unwrap().to_bytes();
        assert!(Graph::from_bytes(&good, 300).is_ok());
        assert!(Graph::from_bytes(&good, 299).is_err());
        assert!(Graph::from_bytes(&good[..good.len() - 1], 300).is_err());
        // No change of a byte may make a graph that reads beyond its rows: either refused, or searched without harm.
        for at in (0..good.len()).step_by(7) {
            let mut bad = good.clone();
            bad[at] ^= 0x41;
            if let Ok(graph) = Graph::from_bytes(&bad, 300) {
                let met = graph.nearest(&Query::of(vec![0.6, 0.8]), &arena, &slots);
                assert!(met.iter().all(|slot| *slot < 300));
            }
        }
    }
}
