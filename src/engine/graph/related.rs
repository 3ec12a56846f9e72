//! What one memory has to do with others: as cause or effect, before or after it, or by what it is about.

use std::collections::{BTreeMap, HashMap};

use super::project::{Edge, Graph};
use crate::{
    Error, Result,
    engine::{
        Engine,
        request::{LinkKind, Related, RelatedOptions},
        response::RelatedItem,
        state::State,
    },
    index::SlotSet,
    model::MemoryId,
    ports::Fusion,
    sort::Arrange,
};

/// Predicates that say why.
const CAUSAL: &[&str] = &[
    "caused_by",
    "causes",
    "caused",
    "cause_of",
    "led_to",
    "leads_to",
    "because_of",
    "due_to",
    "results_in",
    "resulted_in",
    "result_of",
    "results_from",
    "resulted_from",
    "prevents",
    "prevented",
    "prevented_by",
    "triggers",
    "triggered",
    "triggered_by",
    "reason_for",
    "motivated_by",
    "enables",
    "enabled",
    "enabled_by",
    "follows_from",
];
/// So far a chain of causes is followed.
const MOST_STEPS: usize = 4;
/// What a memory counts that names a cause or effect without saying so itself.
const NAMES_IT: f32 = 0.8;
/// What is said of one entity is half as near in time after so many days; of none, after so many.
const SHARED_DAYS: f32 = 30.0;
const APART_DAYS: f32 = 7.0;
/// What happened further apart has nothing to do with each other, unless they share an entity.
const MOST_APART_DAYS: f32 = 30.0;
const DAY_MS: f32 = 86_400_000.0;
/// What each way of being alike counts.
const MEANING: f32 = 0.5;
const WORDS: f32 = 0.25;
const ENTITIES: f32 = 0.25;
/// What is less alike is not told.
const LEAST_ALIKE: f32 = 0.15;
/// So many memories that share words are looked at.
const MOST_BY_WORDS: usize = 200;
/// Among so many memories each is compared by meaning; among more, those that share words or entities.
const MOST_COMPARED: usize = 20_000;

/// A memory that has to do with the one asked about.
#[derive(Clone, Debug, PartialEq)]
struct Link {
    score: f32,
    reason: String,
    via: Vec<usize>,
}

/// Links by slot, the best of each.
type Links = BTreeMap<u32, Link>;

impl Engine {
    /// The memories that one has to do with, closest first; each kind asked for has its share of `limit`. They are of the
    /// memory's own scope, or of one that covers it. Errors: `invalid_input`; `not_found` for a memory there is not, or not in
    /// the scope.
    pub async fn related(&self, id: &str, options: RelatedOptions) -> Result<Vec<RelatedItem>> {
        let id = MemoryId::parse(id)?;
        let Related { scope, kinds, limit } = options.checked()?;
        self.ready().await?;
        let state = self.state.borrow();
        let unknown = || Error::not_found("no memory of this scope has this id: it may have been deleted");
        let memory = state.memory(&id).ok_or_else(unknown)?;
        let scope = scope.unwrap_or_else(|| memory.scope.clone());
        if !scope.covers(&memory.scope) {
            return Err(unknown());
        }
        let slot = state.slot(&id).ok_or_else(unknown)?;
        let now = self.ports.clock.now();
        let graph = state.graph(&scope);
        let asked = Asked {
            graph: &graph,
            fact: graph.facts.iter().position(|fact| fact.tag == slot),
            allowed: state.allowed(&scope, None, Some(now)),
            slot,
            at: now.millis(),
        };
        let fusion = self.ports.embedder.as_ref().map(|e| e.fusion()).unwrap_or_default();
        let mut found = Vec::new();
        for kind in kinds {
            let links = match kind {
                LinkKind::Causal => asked.causal(),
                LinkKind::Temporal => asked.temporal(),
                LinkKind::Semantic => asked.semantic(&state, fusion),
            };
            let mut links: Vec<(u32, Link)> = links.into_iter().collect();
            links.arrange_by(|(a, x), (b, y)| y.score.total_cmp(&x.score).then(b.cmp(a)));
            found.extend((0_usize..).zip(links).map(|(rank, (slot, link))| (rank, kind, slot, link)));
        }
        // The best of each kind, then the second of each, until there are enough.
        found.arrange_by_key(|(rank, kind, ..)| (*rank, *kind));
        found.truncate(limit);
        found.arrange_by(|(_, _, _, a), (_, _, _, b)| b.score.total_cmp(&a.score));
        let item = |(_, kind, slot, link): (usize, LinkKind, u32, Link)| {
            let memory = state.at(slot)?;
            let name = |node: usize| Some(graph.node(node)?.entity.name.clone());
            Some(RelatedItem {
                id: memory.id.to_string(),
                memory: memory.current()?.text.clone(),
                kind,
                score: link.score,
                reason: link.reason,
                via: link.via.into_iter().filter_map(name).collect(),
            })
        };
        Ok(found.into_iter().filter_map(item).collect())
    }
}

/// A memory in its graph.
struct Asked<'a> {
    graph: &'a Graph,
    /// What it says there; none if it names nothing.
    fact: Option<usize>,
    /// What may be told.
    allowed: SlotSet,
    slot: u32,
    at: i64,
}

impl Asked<'_> {
    /// What it names beside the person.
    fn nodes(&self) -> Vec<usize> {
        let nodes = self.fact.and_then(|fact| self.graph.fact(fact)).map_or(&[][..], |fact| &fact.nodes);
        nodes.iter().copied().filter(|node| Some(*node) != self.graph.user).collect()
    }

    fn note(&self, links: &mut Links, fact: usize, link: Link) {
        let Some(tag) = self.graph.fact(fact).map(|fact| fact.tag) else { return };
        if tag == self.slot || !self.allowed.contains(tag) {
            return;
        }
        let known = links.entry(tag).or_insert_with(|| link.clone());
        if known.score < link.score {
            *known = link;
        }
    }

    /// Along the relations that say why, from what the memory names: those who state them, and those who name what is at
    /// their end.
    fn causal(&self) -> Links {
        let mut links = Links::new();
        let nodes = self.nodes();
        let says_why = |edge: &Edge| CAUSAL.contains(&&*edge.predicate);
        let reached = self.graph.around_by(&nodes, MOST_STEPS, self.at, self.graph.user, says_why);
        let mut steps: HashMap<usize, usize> = nodes.iter().map(|node| (*node, 0)).collect();
        steps.extend(reached.iter().map(|reached| (reached.node, reached.distance)));
        for (node, distance) in steps {
            if Some(node) == self.graph.user {
                continue;
            }
            #[expect(clippy::cast_precision_loss, reason = "a handful of steps")]
            let score = 1.0 / (1.0 + distance as f32);
            let why: Vec<&Edge> = self
                .graph
                .edges_at(node, self.at)
                .map(|(_, edge)| edge)
                .filter(|edge| says_why(edge))
                .collect();
            for edge in &why {
                let link = Link { score, reason: edge.predicate.to_string(), via: vec![node] };
                self.note(&mut links, edge.fact, link);
            }
            // Who names a cause has to do with a memory that says so, not with another that only names it.
            let told =
                if distance > 0 { why.first() } else { why.iter().find(|edge| Some(edge.fact) == self.fact) };
            let Some(told) = told else { continue };
            for fact in self.graph.node(node).map_or(&[][..], |node| &node.facts) {
                let link =
                    Link { score: score * NAMES_IT, reason: told.predicate.to_string(), via: vec![node] };
                self.note(&mut links, *fact, link);
            }
        }
        links
    }

    /// Before and after: what is said of the same entities, and what happened about then.
    fn temporal(&self) -> Links {
        let mut links = Links::new();
        let (nodes, own) = (self.nodes(), self.fact.and_then(|fact| self.graph.fact(fact)));
        let Some(own) = own else { return links };
        for (at, fact) in self.graph.facts.iter().enumerate() {
            let shared: Vec<usize> = fact.nodes.iter().copied().filter(|node| nodes.contains(node)).collect();
            let gap = fact.times.moment().saturating_sub(own.times.moment());
            #[expect(clippy::cast_precision_loss, reason = "a span of milliseconds, in days")]
            let days = gap.unsigned_abs() as f32 / DAY_MS;
            let both_happened = fact.times.event.is_some() && own.times.event.is_some();
            let score = match shared.is_empty() {
                false => 0.5 + 0.5 * (-days / SHARED_DAYS).exp2(),
                true if both_happened && days <= MOST_APART_DAYS => 0.5 * (-days / APART_DAYS).exp2(),
                true => continue,
            };
            let reason = match gap {
                0 => "same time",
                1.. => "after",
                _ => "before",
            };
            self.note(&mut links, at, Link { score, reason: reason.to_owned(), via: shared });
        }
        links
    }

    /// About the same: by meaning, by words, by the entities they share.
    fn semantic(&self, state: &State, fusion: Fusion) -> Links {
        let shared = self.shared();
        let text = state.at(self.slot).and_then(|memory| memory.current()).map_or("", |v| v.text.as_str());
        let by_words = state.words.search(text, MOST_BY_WORDS, Some(&self.allowed));
        let full = by_words.iter().map(|hit| hit.score).fold(f32::MIN_POSITIVE, f32::max);
        let words: HashMap<u32, f32> = by_words.iter().map(|hit| (hit.slot, hit.score / full)).collect();
        let measure = state.vectors.as_ref().and_then(|vectors| vectors.measure_of(self.slot));
        // Without a vector, words and entities are all there is.
        let all = if measure.is_some() { 1.0 } else { WORDS + ENTITIES };
        let is_few = measure.is_some() && self.allowed.len() <= MOST_COMPARED;
        let mut links = Links::new();
        for slot in self.allowed.iter().filter(|slot| *slot != self.slot) {
            if !is_few && !words.contains_key(&slot) && !shared.contains_key(&slot) {
                continue;
            }
            let cosine = measure.as_ref().and_then(|measure| measure.cosine(slot));
            let (share, via) = shared.get(&slot).cloned().unwrap_or_default();
            let parts = [
                (MEANING * cosine.map_or(0.0, |cosine| fusion.scale(cosine)), "meaning"),
                (WORDS * words.get(&slot).copied().unwrap_or_default(), "words"),
                (ENTITIES * share, "entities"),
            ];
            let score = parts.iter().map(|(part, _)| part).sum::<f32>() / all;
            let best = parts.iter().max_by(|(a, _), (b, _)| a.total_cmp(b)).map_or("", |(_, reason)| *reason);
            if score >= LEAST_ALIKE {
                links.insert(slot, Link { score: score.min(1.0), reason: best.to_owned(), via });
            }
        }
        links
    }

    /// What share of the entities of both each memory has in common with this one (Jaccard), and which.
    fn shared(&self) -> HashMap<u32, (f32, Vec<usize>)> {
        let nodes = self.nodes();
        let mut shared: HashMap<u32, (f32, Vec<usize>)> = HashMap::new();
        for node in &nodes {
            for fact in self.graph.node(*node).into_iter().flat_map(|node| &node.facts) {
                let Some(fact) = self.graph.fact(*fact) else { continue };
                let others = fact.nodes.iter().filter(|node| Some(**node) != self.graph.user).count();
                let (share, via) = shared.entry(fact.tag).or_default();
                via.push(*node);
                let all = nodes.len().saturating_add(others).saturating_sub(via.len()).max(1);
                #[expect(clippy::cast_precision_loss, reason = "a memory names a few entities")]
                let jaccard = via.len() as f32 / all as f32;
                *share = jaccard;
            }
        }
        shared
    }
}
