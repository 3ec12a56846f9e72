//! Walks over the graph, breadth first: who stands near an entity, and how two are connected.

use crate::sort::Arrange;
use std::collections::{HashMap, VecDeque};

use super::project::{Edge, Graph};

/// A node that a walk came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reached {
    pub(super) node: usize,
    /// In how many steps, 1 at least.
    pub(super) distance: usize,
    /// The edges that lead to it from one step nearer, the newest first.
    pub(super) edges: Vec<usize>,
}

impl Graph {
    /// Every node within `depth` steps of these over edges that hold then; nearest first, of these the one that was last told
    /// of. `closed` is come to, but not passed.
    pub(super) fn around(
        &self,
        from: &[usize],
        depth: usize,
        at: i64,
        closed: Option<usize>,
    ) -> Vec<Reached> {
        self.around_by(from, depth, at, closed, |_| true)
    }

    /// The same by the edges that are taken.
    pub(super) fn around_by(
        &self,
        from: &[usize],
        depth: usize,
        at: i64,
        closed: Option<usize>,
        is_taken: impl Fn(&Edge) -> bool,
    ) -> Vec<Reached> {
        let mut distances: HashMap<usize, usize> = from.iter().map(|node| (*node, 0)).collect();
        let mut edges: HashMap<usize, Vec<usize>> = HashMap::new();
        let mut queue: VecDeque<usize> = from.iter().copied().collect();
        while let Some(node) = queue.pop_front() {
            let next = distances.get(&node).map_or(1, |distance| distance.saturating_add(1));
            if next > depth || closed == Some(node) {
                continue;
            }
            for (at_edge, edge) in self.edges_at(node, at).filter(|(_, edge)| is_taken(edge)) {
                let other = edge.beyond(node);
                let distance = *distances.entry(other).or_insert_with(|| {
                    queue.push_back(other);
                    next
                });
                if distance == next {
                    edges.entry(other).or_default().push(at_edge);
                }
            }
        }
        let mut reached: Vec<Reached> = edges
            .into_iter()
            .filter_map(|(node, mut edges)| {
                edges.arrange_by_key(|edge| std::cmp::Reverse((self.said(*edge), *edge)));
                edges.dedup();
                Some(Reached { node, distance: *distances.get(&node)?, edges })
            })
            .collect();
        let newest = |reached: &Reached| reached.edges.first().map_or(0, |edge| self.said(*edge));
        reached.arrange_by_key(|r| (r.distance, std::cmp::Reverse(newest(r)), r.node));
        reached
    }

    /// A shortest way from one node to another of at most so many steps: its nodes, and the edge of each step. Of several, at
    /// each step back from the end the edge told of last.
    pub(super) fn way(
        &self,
        from: usize,
        to: usize,
        most: usize,
        at: i64,
    ) -> Option<(Vec<usize>, Vec<usize>)> {
        let (mut nodes, mut edges) = (vec![to], Vec::new());
        if from == to {
            return Some((nodes, edges));
        }
        let reached = self.around(&[from], most, at, None);
        let by_node: HashMap<usize, &Reached> = reached.iter().map(|r| (r.node, r)).collect();
        let mut node = to;
        while node != from {
            let edge = *by_node.get(&node)?.edges.first()?;
            node = self.edges.get(edge)?.beyond(node);
            nodes.push(node);
            edges.push(edge);
        }
        nodes.reverse();
        edges.reverse();
        Some((nodes, edges))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        engine::graph::Names,
        model::{Relation, Timestamp, Version},
    };

    const NODES: usize = 9;

    /// A graph over letters, an edge a memory; some edges end.
    fn graph(edges: &[(usize, usize, bool)]) -> Graph {
        let mut names = Names::default();
        let name = |n: usize| format!("N{}", char::from(b'a' + u8::try_from(n).unwrap()));
        let version = |(n, (from, to, ends)): (usize, &(usize, usize, bool))| Version {
            relations: vec![Relation { subject: name(*from), predicate: "knows".into(), object: name(*to) }],
            valid_from: Timestamp::from_millis(i64::try_from(n).unwrap()).unwrap(),
            expires_at: ends.then(|| Timestamp::from_millis(1_000).unwrap()),
            ..Version::default()
        };
        let said: Vec<_> = edges.iter().enumerate().filter_map(|e| names.said(&version(e))).collect();
        Graph::of((0..).zip(&said))
    }

    /// By relaxing every edge until nothing changes.
    fn naive(edges: &[(usize, usize, bool)], at: i64) -> Vec<Vec<usize>> {
        let far = usize::MAX / 2;
        let mut distance = vec![vec![far; NODES]; NODES];
        (0..NODES).for_each(|n| distance[n][n] = 0);
        for _ in 0..NODES {
            for (from, to, _) in edges.iter().filter(|(.., ends)| !ends || at < 1_000) {
                for row in &mut distance {
                    let (a, b) = (row[*from], row[*to]);
                    row[*from] = a.min(b + 1);
                    row[*to] = b.min(a + 1);
                }
            }
        }
        distance
    }

    proptest! {
        #[test]
        fn walks_are_the_naive_ones(
            edges in proptest::collection::vec((0..NODES, 0..NODES, any::<bool>()), 0..16),
            depth in 1_usize..5, is_late in any::<bool>(),
        ) {
            let at = if is_late { 2_000 } else { 500 };
            let graph = graph(&edges);
            let distance = naive(&edges, at);
            let node = |n: usize| graph.find(&format!("N{}", char::from(b'a' + u8::try_from(n).unwrap())), at);
            for (from, distance) in distance.iter().enumerate() {
                let Some(start) = node(from) else { continue };
                let around = graph.around(&[start], depth, at, None);
                prop_assert!(around.is_sorted_by_key(|r| r.distance));
                for (to, distance) in distance.iter().copied().enumerate() {
                    let Some(end) = node(to) else { continue };
                    let found = around.iter().find(|r| r.node == end).map(|r| r.distance);
                    let expected = Some(distance).filter(|d| (1..=depth).contains(d));
                    prop_assert_eq!(found, expected);
                    let way = graph.way(start, end, depth, at);
                    prop_assert_eq!(way.is_some(), distance <= depth);
                    let Some((nodes, edges)) = way else { continue };
                    prop_assert_eq!(edges.len(), distance);
                    prop_assert_eq!((nodes.first(), nodes.last()), (Some(&start), Some(&end)));
                    for (step, edge) in nodes.windows(2).zip(&edges) {
                        prop_assert_eq!(graph.edges[*edge].beyond(step[0]), step[1]);
                        prop_assert!(graph.facts[graph.edges[*edge].fact].times.hold_at(at));
                    }
                }
            }
        }
    }

    #[test]
    fn a_closed_node_is_come_to_and_not_passed() {
        let graph = graph(&[(0, 1, false), (1, 2, false), (0, 3, false)]);
        let node = |name: &str| graph.find(name, 0).unwrap();
        let reached = |closed| -> Vec<usize> {
            graph.around(&[node("Na")], 3, 0, closed).into_iter().map(|r| r.node).collect()
        };
        assert_eq!(reached(None), [node("Nd"), node("Nb"), node("Nc")], "the newest first");
        assert_eq!(reached(Some(node("Nb"))), [node("Nd"), node("Nb")]);
    }

    #[test]
    fn of_two_ways_the_newer_is_taken() {
        let graph = graph(&[(0, 1, false), (1, 3, false), (0, 2, false), (2, 3, false)]);
        let node = |name: &str| graph.find(name, 0).unwrap();
        let (nodes, _) = graph.way(node("Na"), node("Nd"), 4, 0).unwrap();
        assert_eq!(nodes, [node("Na"), node("Nc"), node("Nd")]);
    }
}
