//! A hierarchical navigable small world graph (Malkov & Yashunin 2018, arXiv 1603.09320) over a block of vectors, by
//! the crate instant-distance.
//!
//! The graph holds row numbers only; the vectors stay in the block it was built over. instant-distance builds once
//! from all points, takes no insertion or removal, and fixes the search width at build time.

use instant_distance::{Builder, Heuristic, Hnsw, Point, Search};
use serde::{Deserialize, Deserializer, Serialize, Serializer, ser::Error as _};

use super::kernel;
use crate::{Error, Result};

/// How many neighbours an insertion looks at (`efConstruction`).
const EF_CONSTRUCTION: usize = 64;
/// How many rows a search returns (`ef`).
pub(crate) const EF_SEARCH: usize = 100;
/// Links go to diverse neighbours and spare places stay empty. Measured on 10,000 × 768 against taking the nearest
/// (`None`): two thirds of the build time, a quarter of the search time, recall@10 1.000 against 0.993; filling the spare places
/// (instant-distance's default) costs several times the build.
const DIVERSE: Heuristic = Heuristic { extend_candidates: false, keep_pruned: false };
/// Links of a point in the upper layers, fixed in instant-distance; the lowest layer has twice as many.
const LINKS: usize = 32;
/// Marks a link that leads nowhere, in instant-distance.
const NO_LINK: u32 = u32::MAX;

/// A graph over the rows of one block of vectors.
pub(crate) struct Graph {
    hnsw: Hnsw<Vertex<'static>>,
    rows: usize,
}

impl Graph {
    /// Builds the graph of all rows of `vectors`, unit vectors of `dims` components one after the other. Blocks for
    /// the whole build. The same rows and seed give the same graph.
    pub(crate) fn build(vectors: &[f32], dims: usize, seed: u64) -> Result<Self> {
        let block = Block { vectors, dims };
        let rows = vectors.len().checked_div(dims).unwrap_or(0);
        let count = u32::try_from(rows).map_err(|_| Error::internal("a graph of more than 2³² rows"))?;
        let points = (0..count).map(|row| Vertex::Built(row, &block)).collect();
        let builder = Builder::default()
            .seed(seed)
            .ef_construction(EF_CONSTRUCTION)
            .ef_search(EF_SEARCH)
            .select_heuristic(Some(DIVERSE));
        let (hnsw, _) = on_one_thread(|| builder.build_hnsw(points));
        // A round trip through the serialised form lets go of the borrowed block.
        Self::from_bytes(&to_bytes(&hnsw)?, rows)
    }

    /// The rows nearest to the unit vector `query`, nearest first, at most [`EF_SEARCH`]. `vectors` is the block the
    /// graph was built over.
    pub(crate) fn nearest(&self, query: &[f32], vectors: &[f32]) -> Vec<usize> {
        let lookup = Lookup { query, block: Block { vectors, dims: query.len() } };
        // `Hnsw` is covariant in its point, so the rows may be compared with a query that lives only for this call.
        let hnsw: &Hnsw<Vertex<'_>> = &self.hnsw;
        let mut search = Search::default();
        hnsw.search(&Vertex::Query(&lookup), &mut search).filter_map(|item| item.point.row()).collect()
    }

    pub(crate) fn to_bytes(&self) -> Result<Vec<u8>> {
        to_bytes(&self.hnsw)
    }

    /// Reads what [`Self::to_bytes`] wrote for a block of `rows` rows. Every link is checked, because instant-distance
    /// follows them unchecked.
    pub(crate) fn from_bytes(bytes: &[u8], rows: usize) -> Result<Self> {
        let corrupt = || Error::storage_corrupt("an index page holds a graph that does not fit its vectors");
        let layout: Layout = postcard::from_bytes(bytes).map_err(|_| corrupt())?;
        if !layout.fits(rows) {
            return Err(corrupt());
        }
        let hnsw = postcard::from_bytes(bytes).map_err(|_| corrupt())?;
        Ok(Self { hnsw, rows })
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
    vectors: &'a [f32],
    dims: usize,
}

#[derive(Debug)]
struct Lookup<'a> {
    query: &'a [f32],
    block: Block<'a>,
}

impl Block<'_> {
    fn row(&self, row: u32) -> &[f32] {
        let start = row as usize * self.dims;
        self.vectors.get(start..start + self.dims).unwrap_or_default()
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
    /// 1 − cosine. instant-distance compares rows with rows while building, and the query with rows while searching;
    /// two rows of a finished graph are never compared.
    fn distance(&self, other: &Self) -> f32 {
        match (self, other) {
            (Self::Built(a, block), Self::Built(b, _)) => 1.0 - kernel::dot(block.row(*a), block.row(*b)),
            (Self::Query(lookup), Self::Row(row)) | (Self::Row(row), Self::Query(lookup)) => {
                1.0 - kernel::dot(lookup.query, lookup.block.row(*row))
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

    /// Unit vectors on a circle, so that neighbours are known.
    fn circle(rows: usize) -> Vec<f32> {
        let angle = |row: usize| row as f32 * std::f32::consts::TAU / rows as f32;
        (0..rows).flat_map(|row| [angle(row).cos(), angle(row).sin()]).collect()
    }

    #[test]
    fn finds_the_nearest_first() {
        let vectors = circle(500);
        let graph = Graph::build(&vectors, 2, 1).unwrap();
        for row in [0, 1, 250, 499] {
            let nearest = graph.nearest(&vectors[row * 2..row * 2 + 2], &vectors);
            assert_eq!((nearest[0], nearest.len()), (row, EF_SEARCH));
        }
    }

    #[test]
    fn the_same_rows_and_seed_give_the_same_graph() {
        let vectors = circle(300);
        let bytes = |seed| Graph::build(&vectors, 2, seed).unwrap().to_bytes().unwrap();
        assert_eq!(bytes(1), bytes(1));
        assert_ne!(bytes(1), bytes(2));
    }

    #[test]
    fn tiny_graphs_and_equal_vectors_work() {
        for rows in [0, 1, 2, 40, 700] {
            let vectors: Vec<f32> = [1.0, 0.0].repeat(rows);
            let graph = Graph::build(&vectors, 2, 3).unwrap();
            let met = graph.nearest(&[1.0, 0.0], &vectors).len();
            assert!(met <= EF_SEARCH && met >= rows.min(64), "{rows}: {met}");
        }
    }

    #[test]
    fn a_graph_with_a_wrong_link_row_or_layer_is_refused() {
        let vectors = circle(300);
        let good = Graph::build(&vectors, 2, 1).unwrap().to_bytes().unwrap();
        assert!(Graph::from_bytes(&good, 300).is_ok());
        assert!(Graph::from_bytes(&good, 299).is_err());
        assert!(Graph::from_bytes(&good[..good.len() - 1], 300).is_err());
        // No change of a byte may make a graph that reads beyond its rows: either refused, or searched without harm.
        for at in (0..good.len()).step_by(7) {
            let mut bad = good.clone();
            bad[at] ^= 0x41;
            if let Ok(graph) = Graph::from_bytes(&bad, 300) {
                assert!(graph.nearest(&[0.6, 0.8], &vectors).iter().all(|&row| row < 300));
            }
        }
    }
}
