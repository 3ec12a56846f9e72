//! Which memories stand near the entities that a question names.

use crate::sort::Arrange;
use std::collections::HashMap;

use super::project::Graph;

/// So many steps are taken from what a question names.
const MOST_STEPS: usize = 2;
/// An entity that more memories name leads nowhere in particular.
const MOST_FACTS: usize = 100;

/// Memories by their tag, with the steps from what a question names.
#[derive(Clone, Debug, Default)]
pub(in crate::engine) struct Links {
    steps: HashMap<u32, usize>,
}

impl Graph {
    /// The memories that name an entity of the question (no step), or one that it is related to by one or two relations that
    /// hold then. Never by way of the person, to whom everything is related. Empty if the question names nobody.
    pub(in crate::engine) fn links(&self, question: &str, at: i64) -> Links {
        let named = self.named_in(question, at);
        let mut steps = HashMap::new();
        let mut note = |node: usize, distance: usize| {
            let facts = self.node(node).map_or(&[][..], |node| &node.facts);
            if distance > 0 && facts.len() > MOST_FACTS {
                return;
            }
            for fact in facts.iter().filter_map(|fact| self.fact(*fact)) {
                steps.entry(fact.tag).or_insert(distance);
            }
        };
        named.iter().for_each(|node| note(*node, 0));
        if !named.is_empty() {
            for reached in self.around(&named, MOST_STEPS, at, self.user) {
                if Some(reached.node) != self.user {
                    note(reached.node, reached.distance);
                }
            }
        }
        Links { steps }
    }
}

impl Links {
    /// Whether the question names nobody.
    pub(in crate::engine) fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// 1 for a memory that names what is asked about, halved for every step; 0 for one that is not linked.
    pub(in crate::engine) fn of(&self, tag: u32) -> f32 {
        self.steps.get(&tag).map_or(0.0, |steps| match steps {
            0 => 1.0,
            1 => 0.5,
            _ => 0.25,
        })
    }

    /// The nearest that are allowed, at most so many; of those equally near the newest slots.
    pub(in crate::engine) fn nearest(&self, most: usize, is_allowed: impl Fn(u32) -> bool) -> Vec<u32> {
        let allowed = self.steps.iter().filter(|(tag, _)| is_allowed(**tag));
        let mut found: Vec<(usize, std::cmp::Reverse<u32>)> =
            allowed.map(|(tag, steps)| (*steps, std::cmp::Reverse(*tag))).collect();
        found.arrange();
        found.into_iter().take(most).map(|(_, tag)| tag.0).collect()
    }
}
