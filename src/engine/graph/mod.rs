//! The graph of what is known: who and what memories name, and how they stand to each other. A projection of memories: `said`
//! (what each says) → `resolve` (which names are one) → `project` (nodes and edges) → `find` and `walk`. It is made for a
//! scope when somebody asks, kept until one of the scope's memories changes, and never stored.

mod find;
mod kinship;
mod links;
mod project;
mod related;
mod resolve;
mod said;
mod timeline;
mod walk;

use std::rc::Rc;

pub(in crate::engine) use self::{
    links::Links,
    project::Graph,
    said::{Names, Said},
};
use super::{
    Engine,
    request::{Entities, EntitiesOptions, Neighbors, NeighborsOptions, PathBetween, PathOptions},
    response::{EntityItem, GraphPath, Neighbor, Neighborhood, RelationItem},
    state::State,
};
use crate::{
    Result,
    model::{Entity, Scope, Timestamp},
    sort::Arrange,
};

impl Engine {
    /// The entities that the memories of a scope name, those most memories name first. Errors: `invalid_input`,
    /// `scope_required`, `storage_*`.
    pub async fn entities(&self, options: EntitiesOptions) -> Result<Vec<EntityItem>> {
        let Entities { scope, limit, as_of } = options.checked()?;
        self.at_graph(&scope, as_of, |graph, _, _| {
            let item =
                |node: &project::Node| EntityItem { entity: node.entity.clone(), memories: node.facts.len() };
            let mut items: Vec<EntityItem> = graph.nodes.iter().map(item).collect();
            items.arrange_by(|a, b| {
                b.memories.cmp(&a.memories).then_with(|| a.entity.name.cmp(&b.entity.name))
            });
            items.truncate(limit);
            items
        })
        .await
    }

    /// The entities within some steps of one, nearest first, with the relations that lead there; none for a name nobody has.
    /// Errors: as for `entities`.
    pub async fn neighbors(&self, entity: &str, options: NeighborsOptions) -> Result<Neighborhood> {
        let Neighbors { entity, scope, depth, limit, as_of } = options.checked(entity)?;
        self.at_graph(&scope, as_of, |graph, state, at| {
            let Some(node) = graph.find(&entity, at) else { return Neighborhood::default() };
            let reached = graph.around(&[node], depth, at, None);
            let neighbors = reached.into_iter().take(limit).filter_map(|reached| {
                let relations =
                    reached.edges.iter().filter_map(|edge| relation(state, graph, *edge)).collect();
                let entity = graph.node(reached.node)?.entity.clone();
                Some(Neighbor { entity, relations, distance: reached.distance })
            });
            Neighborhood { neighbors: neighbors.collect(), entity: entity_of(graph, node) }
        })
        .await
    }

    /// The shortest way from one entity to another, of several the newest; none if there is none of so many steps. Errors: as
    /// for `entities`.
    pub async fn path(&self, from: &str, to: &str, options: PathOptions) -> Result<Option<GraphPath>> {
        let PathBetween { from, to, scope, max_depth, as_of } = options.checked(from, to)?;
        self.at_graph(&scope, as_of, |graph, state, at| {
            let (from, to) = graph.find(&from, at).zip(graph.find(&to, at))?;
            let (nodes, edges) = graph.way(from, to, max_depth, at)?;
            Some(GraphPath {
                path: nodes.into_iter().filter_map(|node| entity_of(graph, node)).collect(),
                relations: edges.into_iter().filter_map(|edge| relation(state, graph, edge)).collect(),
            })
        })
        .await
    }

    /// Asks the graph of a scope as it is or was; with the state it is made of, and the moment in milliseconds.
    async fn at_graph<T>(
        &self,
        scope: &Scope,
        as_of: Option<Timestamp>,
        ask: impl FnOnce(&Graph, &State, i64) -> T,
    ) -> Result<T> {
        self.ready().await?;
        let at = as_of.unwrap_or_else(|| self.ports.clock.now());
        if let Some(at) = as_of {
            let past: Rc<State> = self.past(scope, at).await?;
            return Ok(ask(&past.graph(scope), &past, at.millis()));
        }
        let state = self.state.borrow();
        Ok(ask(&state.graph(scope), &state, at.millis()))
    }
}

fn entity_of(graph: &Graph, node: usize) -> Option<Entity> {
    Some(graph.node(node)?.entity.clone())
}

/// An edge as shown, under the names that its entities go by.
fn relation(state: &State, graph: &Graph, edge: usize) -> Option<RelationItem> {
    let edge = graph.edges.get(edge)?;
    let fact = graph.fact(edge.fact)?;
    let time = |ms: i64| Timestamp::from_millis(ms).ok().map(|at| at.to_string());
    Some(RelationItem {
        subject: graph.node(edge.subject)?.entity.name.clone(),
        predicate: edge.predicate.to_string(),
        object: graph.node(edge.object)?.entity.name.clone(),
        memory_id: state.at(fact.tag)?.id.to_string(),
        valid_from: time(fact.times.from)?,
        valid_to: fact.times.to.and_then(time),
        event_time: fact.times.event.and_then(time),
    })
}
