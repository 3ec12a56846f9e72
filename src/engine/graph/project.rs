//! The graph of a scope: entities as nodes, relations as edges, each edge with the memory that states it. Made of what
//! memories say, never stored, and made again when they change.

use std::{
    collections::{BTreeMap, HashMap},
    rc::Rc,
};

use super::{
    resolve::{Class, Resolver},
    said::{Name, Said, Times},
};
use crate::model::{Entity, graph::USER};
use crate::sort::Arrange;

/// Predicates that say that two names are one.
const NAMING: &[&str] = &[
    "is_named",
    "has_name",
    "name_is",
    "is_called",
    "known_as",
    "also_known_as",
    "aka",
    "alias_of",
    "has_alias",
    "nicknamed",
    "has_nickname",
    "nickname_of",
    "goes_by",
    "same_as",
];

/// Entities and how they stand to each other.
#[derive(Debug, Default)]
pub(in crate::engine) struct Graph {
    pub(super) nodes: Vec<Node>,
    pub(super) edges: Vec<Edge>,
    pub(super) facts: Vec<Fact>,
    /// Nodes by the key of any of their names, the one most is known of first.
    pub(super) by_key: HashMap<String, Vec<usize>>,
    /// The same by the keys of the parts of their names.
    pub(super) by_part: HashMap<String, Vec<usize>>,
    /// The person whose memory it is.
    pub(super) user: Option<usize>,
}

/// An entity.
#[derive(Debug, Default)]
pub(super) struct Node {
    pub(super) entity: Entity,
    /// The edges that touch it, in the order of their memories.
    pub(super) edges: Vec<usize>,
    /// What names it, likewise.
    pub(super) facts: Vec<usize>,
}

/// A relation.
#[derive(Debug)]
pub(super) struct Edge {
    pub(super) subject: usize,
    pub(super) predicate: Rc<str>,
    pub(super) object: usize,
    pub(super) fact: usize,
}

/// A version of a memory that names entities.
#[derive(Debug)]
pub(super) struct Fact {
    /// What the caller knows it by: its slot.
    pub(super) tag: u32,
    pub(super) times: Times,
    /// Without what is named twice, in ascending order.
    pub(super) nodes: Vec<usize>,
}

impl Edge {
    /// The other end.
    pub(super) const fn beyond(&self, node: usize) -> usize {
        if self.subject == node { self.object } else { self.subject }
    }
}

/// What a fact names, as forms.
#[derive(Default)]
struct Forms {
    named: Vec<usize>,
    stated: Vec<(usize, Rc<str>, usize)>,
}

impl Graph {
    /// The graph of what memories say, each with its tag, in the order they were learned.
    pub(in crate::engine) fn of<'a>(said: impl Iterator<Item = (u32, &'a Said)>) -> Self {
        let mut resolver = Resolver::default();
        let mut uses = Uses::default();
        let mut read = Vec::new();
        for (tag, said) in said {
            read.push((tag, said.times, forms(said, &mut resolver, &mut uses)));
        }
        let sets = resolver.resolve();
        let mut graph = Self::default();
        let nodes = graph.name(&sets, &uses);
        let node = |form: usize| nodes.get(form).copied().unwrap_or_default();
        for (tag, times, forms) in read {
            let fact = graph.facts.len();
            let mut named: Vec<usize> = forms.named.into_iter().map(node).collect();
            for (subject, predicate, object) in forms.stated {
                let (subject, object) = (node(subject), node(object));
                named.extend([subject, object]);
                if subject != object {
                    graph.edges.push(Edge { subject, predicate, object, fact });
                }
            }
            named.arrange();
            named.dedup();
            graph.facts.push(Fact { tag, times, nodes: named });
        }
        graph.link();
        graph.index(&sets, &nodes, &uses);
        graph
    }

    /// A node for each set of forms; the node of every form.
    fn name(&mut self, sets: &[usize], uses: &Uses) -> Vec<usize> {
        let mut by_root: BTreeMap<usize, usize> = BTreeMap::new();
        let mut members: Vec<Vec<usize>> = Vec::new();
        let mut nodes = Vec::with_capacity(sets.len());
        for (form, root) in sets.iter().enumerate() {
            let node = *by_root.entry(*root).or_insert(members.len());
            if node == members.len() {
                members.push(Vec::new());
            }
            if let Some(members) = members.get_mut(node) {
                members.push(form);
            }
            nodes.push(node);
        }
        for (node, forms) in members.iter().enumerate() {
            let entity = uses.entity(forms);
            if entity.name == USER {
                self.user = Some(node);
            }
            self.nodes.push(Node { entity, ..Node::default() });
        }
        nodes
    }

    fn link(&mut self) {
        for (at, edge) in self.edges.iter().enumerate() {
            for end in [edge.subject, edge.object] {
                if let Some(node) = self.nodes.get_mut(end) {
                    node.edges.push(at);
                }
            }
        }
        for (at, fact) in self.facts.iter().enumerate() {
            for node in &fact.nodes {
                if let Some(node) = self.nodes.get_mut(*node) {
                    node.facts.push(at);
                }
            }
        }
    }

    fn index(&mut self, sets: &[usize], nodes: &[usize], uses: &Uses) {
        for form in 0..sets.len() {
            let (Some(name), Some(node)) = (uses.names.get(&form), nodes.get(form)) else { continue };
            self.by_key.entry(name.key.clone()).or_default().push(*node);
            for part in &name.parts {
                self.by_part.entry(part.clone()).or_default().push(*node);
            }
        }
        let known = |node: &usize| self.nodes.get(*node).map_or(0, |node| node.facts.len());
        for nodes in self.by_key.values_mut().chain(self.by_part.values_mut()) {
            nodes.arrange_by_key(|node| (std::cmp::Reverse(known(node)), *node));
            nodes.dedup();
        }
    }

    pub(super) fn node(&self, node: usize) -> Option<&Node> {
        self.nodes.get(node)
    }

    pub(super) fn fact(&self, fact: usize) -> Option<&Fact> {
        self.facts.get(fact)
    }

    /// The edges of a node that hold then.
    pub(super) fn edges_at(&self, node: usize, at: i64) -> impl Iterator<Item = (usize, &Edge)> {
        let edges = self.nodes.get(node).map_or(&[][..], |node| &node.edges);
        let holds = move |fact: usize| self.facts.get(fact).is_some_and(|fact| fact.times.hold_at(at));
        edges
            .iter()
            .filter_map(|edge| Some((*edge, self.edges.get(*edge)?)))
            .filter(move |(_, edge)| holds(edge.fact))
    }

    /// When what an edge tells was said.
    pub(super) fn said(&self, edge: usize) -> i64 {
        self.edges.get(edge).and_then(|edge| self.facts.get(edge.fact)).map_or(0, |fact| fact.times.from)
    }
}

/// How names and types were used, by form.
#[derive(Default)]
struct Uses {
    names: BTreeMap<usize, Rc<Name>>,
    /// How often each was the name itself, not another one for it.
    counts: HashMap<usize, usize>,
    kinds: HashMap<usize, BTreeMap<Rc<str>, usize>>,
}

impl Uses {
    fn note(&mut self, form: usize, name: &Rc<Name>, times: usize) {
        self.names.entry(form).or_insert_with(|| Rc::clone(name));
        let count = self.counts.entry(form).or_default();
        *count = count.saturating_add(times);
    }

    /// What a set of forms is called most often, and which sort of thing it is; its other names, one a key.
    fn entity(&self, forms: &[usize]) -> Entity {
        let mut by_text: BTreeMap<&str, (usize, &Name)> = BTreeMap::new();
        let mut kinds: BTreeMap<&Rc<str>, usize> = BTreeMap::new();
        for form in forms {
            let Some(name) = self.names.get(form) else { continue };
            let uses = &mut by_text.entry(&name.text).or_insert((0, name)).0;
            *uses = uses.saturating_add(self.counts.get(form).copied().unwrap_or_default());
            for (kind, times) in self.kinds.get(form).into_iter().flatten() {
                let count = kinds.entry(kind).or_default();
                *count = count.saturating_add(*times);
            }
        }
        let mut by_key: HashMap<&str, usize> = HashMap::new();
        for (uses, name) in by_text.values() {
            let all = by_key.entry(&name.key).or_default();
            *all = all.saturating_add(*uses);
        }
        let mut names: Vec<(&str, usize, &Name)> =
            by_text.iter().map(|(text, (uses, name))| (*text, *uses, *name)).collect();
        // The person is `User`, whatever else they are called; then the name used most in all its spellings, the longer of
        // two; and of these the spelling used most, the shorter of two, which has no honorific.
        let rank = |(text, uses, name): &(&str, usize, &Name)| {
            let of_key = by_key.get(name.key.as_str()).copied();
            (name.is_user(), of_key, name.key.chars().count(), *uses, std::cmp::Reverse(text.chars().count()))
        };
        names.arrange_by(|a, b| rank(b).cmp(&rank(a)).then_with(|| a.0.cmp(b.0)));
        let mut keys: Vec<&str> = Vec::new();
        let mut shown = Vec::new();
        for (text, _, name) in names {
            if !keys.contains(&name.key.as_str())
                && !name.noun.as_ref().is_some_and(|noun| keys.contains(&noun.as_str()))
            {
                keys.push(&name.key);
                shown.push(text.to_owned());
            }
        }
        let kind = kinds.into_iter().max_by_key(|(kind, times)| (*times, std::cmp::Reverse(*kind)));
        let mut shown = shown.into_iter();
        Entity {
            name: shown.next().unwrap_or_default(),
            kind: kind.map(|(kind, _)| kind.to_string()),
            aliases: shown.collect(),
        }
    }
}

/// What a memory says, its names as forms.
fn forms(said: &Said, resolver: &mut Resolver, uses: &mut Uses) -> Forms {
    let mut forms = Forms::default();
    // A name without a type is what the same memory says it is.
    let mut classes: HashMap<&str, Class> = HashMap::new();
    for entity in &said.entities {
        let class = entity.kind.as_deref().map_or(Class::Unknown, Class::of);
        let known = classes.entry(&entity.name.key).or_insert(class);
        *known = (*known).max(class);
    }
    let class_of = |name: &Name| classes.get(name.key.as_str()).copied().unwrap_or_default();
    let user = said.entities.iter().map(|entity| &entity.name).find(|name| name.is_user());
    let user = user
        .or_else(|| said.relations.iter().flat_map(|r| [&r.subject, &r.object]).find(|name| name.is_user()));
    for entity in &said.entities {
        let class = class_of(&entity.name);
        let form = resolver.form(&entity.name, class);
        uses.note(form, &entity.name, 1);
        if let Some(kind) = &entity.kind {
            let count = uses.kinds.entry(form).or_default().entry(Rc::clone(kind)).or_default();
            *count = count.saturating_add(1);
        }
        forms.named.push(form);
        for alias in entity.aliases.iter().filter(|alias| super::kinship::is_name(&alias.text)) {
            let other = resolver.form(alias, class);
            uses.note(other, alias, 0);
            resolver.same(form, other);
        }
        if let Some(user) = user.filter(|_| said.own_name.as_ref() == Some(&entity.name.key)) {
            let own = resolver.form(user, Class::Person);
            uses.note(own, user, 0);
            resolver.same(own, form);
        }
    }
    for relation in &said.relations {
        let subject = resolver.form(&relation.subject, class_of(&relation.subject));
        let object = resolver.form(&relation.object, class_of(&relation.object));
        uses.note(subject, &relation.subject, 1);
        uses.note(object, &relation.object, 1);
        if NAMING.contains(&&*relation.predicate) {
            resolver.same(subject, object);
        } else {
            resolver.apart(subject, object);
        }
        forms.stated.push((subject, Rc::clone(&relation.predicate), object));
    }
    forms
}
