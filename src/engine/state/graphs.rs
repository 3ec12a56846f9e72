//! What memories say of entities, and the graphs made of it: both for whoever asks first, and kept up from then on. Turns
//! kept word for word name no entities.

use std::{cell::RefCell, collections::HashMap, rc::Rc};

use super::{State, turns::Turns};
use crate::{
    engine::graph::{Graph, Names, Said},
    index::SlotSet,
    model::{Memory, Scope},
    sort::Arrange,
};

/// How many graphs are kept; the one asked for longest ago makes room.
const MAX_GRAPHS: usize = 8;

/// What is known of entities.
#[derive(Debug, Default)]
pub(super) struct Graphs(RefCell<Known>);

#[derive(Debug, Default)]
struct Known {
    names: Names,
    said: HashMap<u32, Said>,
    /// Memories that were looked at, and whether all were: what comes later is looked at when it comes.
    read: SlotSet,
    is_complete: bool,
    /// The one asked for last at the end.
    made: Vec<(Scope, Rc<Graph>)>,
}

impl Graphs {
    /// Notes a memory as it is.
    pub(super) fn put(&mut self, slot: u32, memory: &Memory) {
        if Turns::said(memory).is_some() {
            return;
        }
        let known = self.0.get_mut();
        known.made.retain(|(scope, _)| !scope.covers(&memory.scope));
        known.put(slot, memory);
    }

    /// Forgets what a memory of this scope said.
    pub(super) fn remove(&mut self, slot: u32, scope: Option<&Scope>) {
        let known = self.0.get_mut();
        known.made.retain(|(made, _)| scope.is_some_and(|scope| !made.covers(scope)));
        known.read.remove(slot);
        if let Some(said) = known.said.remove(&slot) {
            known.names.forget(said);
        }
    }
}

impl Known {
    fn put(&mut self, slot: u32, memory: &Memory) {
        self.read.insert(slot);
        let said = memory.current().and_then(|version| self.names.said(version));
        if let Some(said) = said {
            self.said.insert(slot, said);
        }
    }
}

impl State {
    /// The graph of what `scope` covers.
    pub(crate) fn graph(&self, scope: &Scope) -> Rc<Graph> {
        self.read_entities(scope, usize::MAX);
        let mut known = self.graphs.0.borrow_mut();
        if let Some(at) = known.made.iter().position(|(made, _)| made == scope) {
            let made = known.made.remove(at);
            let graph = Rc::clone(&made.1);
            known.made.push(made);
            return graph;
        }
        let allowed = self.scopes.allowed(scope);
        let said = |slot: u32| Some((self.docs.entry(slot)?.id, slot, known.said.get(&slot)?));
        let mut said: Vec<(u128, u32, &Said)> = allowed.iter().filter_map(said).collect();
        // Ids rise with time.
        said.arrange_by_key(|(id, ..)| *id);
        let graph = Rc::new(Graph::of(said.into_iter().map(|(_, slot, said)| (slot, said))));
        if known.made.len() >= MAX_GRAPHS {
            known.made.remove(0);
        }
        known.made.push((scope.clone(), Rc::clone(&graph)));
        graph
    }

    /// The same if no more than so many memories must be unpacked for it.
    pub(crate) fn graph_within(&self, scope: &Scope, most: usize) -> Option<Rc<Graph>> {
        self.read_entities(scope, most).then(|| self.graph(scope))
    }

    /// Looks at memories that nobody has looked at yet, so many at most. Whether those of the scope are all known then.
    pub(crate) fn read_entities(&self, scope: &Scope, most: usize) -> bool {
        let mut known = self.graphs.0.borrow_mut();
        if known.is_complete || known.made.iter().any(|(made, _)| made == scope) {
            return true;
        }
        let allowed = self.scopes.allowed(scope);
        let unread = allowed.iter().filter(|slot| !self.turns.contains(*slot) && !known.read.contains(*slot));
        let unread: Vec<u32> = unread.take(most.saturating_add(1)).collect();
        for slot in unread.iter().take(most) {
            self.docs.look(*slot, |memory| known.put(*slot, memory));
            known.read.insert(*slot);
        }
        let is_read = unread.len() <= most;
        known.is_complete = is_read && scope.is_empty();
        is_read
    }
}
