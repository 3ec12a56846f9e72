//! The life of an entity: every version of a memory that names it, those of the past too, in the order things happened.

use std::collections::HashSet;

use super::{
    project::Graph,
    said::{Names, Said, Times},
};
use crate::{
    Result,
    engine::{
        Engine,
        request::{Timeline, TimelineOptions},
        response::TimelineEntry,
    },
    model::{Kind, Memory, Timestamp, Version},
    sort::Arrange,
    text::keys_in,
};

/// A version with its memory.
type Told<'a> = (&'a Memory, &'a Version);

impl Engine {
    /// What is and was known of an entity, in the order it happened; where nobody said when, in the order it was said. Messages
    /// kept word for word are left out. Empty for a name nobody has. Reads every memory's row. Errors: `invalid_input`,
    /// `scope_required`, `storage_*`.
    pub async fn timeline(&self, entity: &str, options: TimelineOptions) -> Result<Vec<TimelineEntry>> {
        let asked = options.checked(entity)?;
        self.ready().await?;
        let memories = self.memories_of(&asked.scope).await?;
        Ok(entries(&memories, &asked, self.ports.clock.now()))
    }
}

fn entries(memories: &[Memory], asked: &Timeline, now: Timestamp) -> Vec<TimelineEntry> {
    let told: Vec<Told<'_>> = memories
        .iter()
        .flat_map(|memory| memory.versions().iter().map(move |version| (memory, version)))
        .filter(|(_, version)| version.kind != Kind::Verbatim)
        .collect();
    let mut names = Names::default();
    let said: Vec<(u32, Said)> =
        (0..).zip(&told).filter_map(|(tag, (_, version))| Some((tag, names.said(version)?))).collect();
    let graph = Graph::of(said.iter().map(|(tag, said)| (*tag, said)));
    let Some(node) = graph.find(&asked.entity, now.millis()) else { return Vec::new() };
    let facts = graph.node(node).map_or(&[][..], |node| &node.facts);
    let named: HashSet<u32> = facts.iter().filter_map(|fact| Some(graph.fact(*fact)?.tag)).collect();
    let is_of = |tag: u32, version: &Version| named.contains(&tag) || says(&graph, node, &version.text);
    let of_it = (0..).zip(&told).filter(|(tag, (_, version))| is_of(*tag, version));
    let mut entries: Vec<(i64, TimelineEntry)> =
        of_it.filter_map(|(_, (memory, version))| entry(memory, version)).collect();
    let (from, to) = (asked.from.map(Timestamp::millis), asked.to.map(Timestamp::millis));
    entries.retain(|(at, _)| from.is_none_or(|from| from <= *at) && to.is_none_or(|to| *at < to));
    // Memories come in the order they were learned, which settles what happened at one moment.
    entries.arrange_by_key(|(at, _)| *at);
    entries.into_iter().take(asked.limit).map(|(_, entry)| entry).collect()
}

/// Whether a text says a name that only this entity has.
fn says(graph: &Graph, node: usize, text: &str) -> bool {
    keys_in(text).iter().any(|key| graph.by_key.get(key).is_some_and(|nodes| *nodes == [node]))
}

fn entry(memory: &Memory, version: &Version) -> Option<(i64, TimelineEntry)> {
    let times = Times::of(version);
    let next = version.superseded_by.and_then(|next| memory.versions().iter().find(|v| v.number == next));
    // It was so until the next was said, which may have been learned much later.
    let replaced = next.map(|next| Times::of(next).from.max(times.from));
    let to = match replaced {
        Some(replaced) => Some(times.to.map_or(replaced, |end| end.min(replaced))),
        None => times.to,
    };
    let show = |ms: i64| Timestamp::from_millis(ms).ok().map(|at| at.to_string());
    let entry = TimelineEntry {
        memory_id: memory.id.to_string(),
        version: version.number,
        memory: version.text.clone(),
        kind: version.kind,
        at: show(times.moment())?,
        event_time: times.event.and_then(show),
        valid_from: show(times.from)?,
        valid_to: to.and_then(show),
        replaced_by: next.map(|next| next.text.clone()),
    };
    Some((times.moment(), entry))
}
