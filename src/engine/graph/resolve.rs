//! Which names are one entity: the same key, a stated alias, an unambiguous given name, a Korean particle left on. Sets of
//! names are joined one step at a time (union-find), and two are never joined whose types differ, or of which a memory
//! says that one stands in a relation to the other.

use crate::sort::Arrange;
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    rc::Rc,
};

use super::said::Name;

/// What sort of thing an entity is, as far as it matters for telling two apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Class {
    /// Nobody said: it may be any.
    #[default]
    Unknown,
    Person,
    Animal,
    Place,
    Organization,
    /// Anything else: models waver between words for it.
    Other,
}

impl Class {
    /// Of the type a model gave.
    pub(super) fn of(kind: &str) -> Self {
        match kind.trim().to_lowercase().as_str() {
            "" | "unknown" | "entity" => Self::Unknown,
            "person" | "people" | "human" | "man" | "woman" | "child" | "user" | "friend" | "relative"
            | "family member" | "colleague" | "coworker" | "사람" | "인물" => Self::Person,
            "animal" | "pet" | "dog" | "cat" | "bird" | "fish" | "horse" | "rabbit" | "hamster" | "동물" => {
                Self::Animal
            }
            "place" | "location" | "city" | "country" | "town" | "village" | "region" | "state"
            | "address" | "neighborhood" | "neighbourhood" | "street" | "장소" | "도시" => Self::Place,
            "organization" | "organisation" | "company" | "business" | "employer" | "institution"
            | "team" | "brand" | "회사" | "조직" => Self::Organization,
            _ => Self::Other,
        }
    }

    const fn fits(self, other: Self) -> bool {
        matches!((self, other), (Self::Unknown, _) | (_, Self::Unknown)) || self as u8 == other as u8
    }
}

/// A name as one sort of thing.
#[derive(Debug)]
struct Form {
    name: Rc<Name>,
    class: Class,
}

/// Names on their way to entities.
#[derive(Debug, Default)]
pub(super) struct Resolver {
    forms: Vec<Form>,
    by_name: HashMap<(u32, Class), usize>,
    same: BTreeSet<(usize, usize)>,
    apart: BTreeSet<(usize, usize)>,
}

impl Resolver {
    /// The number of a name as a sort of thing.
    pub(super) fn form(&mut self, name: &Rc<Name>, class: Class) -> usize {
        let class = if name.is_user() { Class::Person } else { class };
        let next = self.forms.len();
        let form = *self.by_name.entry((name.number, class)).or_insert(next);
        if form == next {
            self.forms.push(Form { name: Rc::clone(name), class });
        }
        form
    }

    /// Somebody said that two are one.
    pub(super) fn same(&mut self, a: usize, b: usize) {
        if a != b {
            self.same.insert((a.min(b), a.max(b)));
        }
    }

    /// A relation leads from one to the other, so they are two.
    pub(super) fn apart(&mut self, a: usize, b: usize) {
        if a != b {
            self.apart.insert((a.min(b), a.max(b)));
        }
    }

    /// The set of every form, by the lowest form in it.
    pub(super) fn resolve(&self) -> Vec<usize> {
        let mut sets = Sets::new(&self.forms, &self.apart);
        let by_key = self.by(|name| Some(&name.key));
        by_key.values().for_each(|forms| self.join_spellings(&mut sets, forms));
        for (a, b) in &self.same {
            sets.join(*a, *b);
        }
        for (at, form) in self.forms.iter().enumerate() {
            let nouns = form.name.noun.as_ref().and_then(|noun| by_key.get(noun.as_str()));
            let nouns = nouns.into_iter().flatten().copied();
            self.join_only(&mut sets, at, nouns.filter(|noun| self.is_alive(at, *noun)));
        }
        let by_given = self.by(|name| name.given.as_ref());
        for (at, form) in self.forms.iter().enumerate() {
            if !form.name.parts.is_empty() || form.name.given.is_some() {
                continue;
            }
            let full = by_given.get(form.name.key.as_str()).into_iter().flatten().copied();
            self.join_only(&mut sets, at, full.filter(|full| self.is_somebody(at, *full)));
        }
        (0..self.forms.len()).map(|form| sets.find(form)).collect()
    }

    fn by<'a>(&'a self, key: impl Fn(&'a Name) -> Option<&'a String>) -> BTreeMap<&'a str, Vec<usize>> {
        let mut by: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, form) in self.forms.iter().enumerate() {
            if let Some(key) = key(&form.name) {
                by.entry(key).or_default().push(at);
            }
        }
        by
    }

    /// Forms of one key are one where their sort is; what has none belongs to the one sort there is.
    fn join_spellings(&self, sets: &mut Sets, forms: &[usize]) {
        let mut first: Vec<(Class, usize)> = Vec::new();
        for form in forms {
            let Some(class) = self.forms.get(*form).map(|form| form.class) else { continue };
            match first.iter().find(|(known, _)| *known == class) {
                Some((_, first)) => sets.join(*first, *form),
                None => first.push((class, *form)),
            }
        }
        let nothing = first.iter().position(|(class, _)| *class == Class::Unknown);
        let nothing = nothing.map(|at| first.swap_remove(at));
        if let (Some((_, nothing)), [(_, only)]) = (nothing, first.as_slice()) {
            sets.join(nothing, *only);
        }
    }

    /// Joins a form with the set that all of these are in, if it is one.
    fn join_only(&self, sets: &mut Sets, form: usize, others: impl Iterator<Item = usize>) {
        let mut found: Vec<usize> = others.map(|other| sets.find(other)).collect();
        found.arrange();
        found.dedup();
        if let [only] = *found {
            sets.join(form, only);
        }
    }

    fn classes(&self, a: usize, b: usize) -> Option<(Class, Class)> {
        Some((self.forms.get(a)?.class, self.forms.get(b)?.class))
    }

    fn is_somebody(&self, a: usize, b: usize) -> bool {
        use Class::{Person, Unknown};
        matches!(self.classes(a, b), Some((Person, Person | Unknown) | (Unknown, Person)))
    }

    fn is_alive(&self, a: usize, b: usize) -> bool {
        use Class::{Animal, Unknown};
        let is_pet = matches!(self.classes(a, b), Some((Animal, Animal | Unknown) | (Unknown, Animal)));
        is_pet || self.is_somebody(a, b)
    }
}

/// Disjoint sets of forms, each with its sort and with what it may not be joined to.
struct Sets {
    parent: Vec<usize>,
    class: Vec<Class>,
    apart: HashMap<usize, BTreeSet<usize>>,
}

impl Sets {
    fn new(forms: &[Form], apart: &BTreeSet<(usize, usize)>) -> Self {
        let mut by_form: HashMap<usize, BTreeSet<usize>> = HashMap::new();
        for (a, b) in apart {
            by_form.entry(*a).or_default().insert(*b);
            by_form.entry(*b).or_default().insert(*a);
        }
        let class = forms.iter().map(|form| form.class).collect();
        Self { parent: (0..forms.len()).collect(), class, apart: by_form }
    }

    fn find(&mut self, form: usize) -> usize {
        let mut at = form;
        while let Some(above) = self.parent.get(at).copied().filter(|above| *above != at) {
            // Every second step is cut short on the way up.
            let higher = self.parent.get(above).copied().unwrap_or(above);
            if let Some(parent) = self.parent.get_mut(at) {
                *parent = higher;
            }
            at = above;
        }
        at
    }

    fn class(&self, root: usize) -> Class {
        self.class.get(root).copied().unwrap_or_default()
    }

    /// Joins two sets, if they may be one.
    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.find(a), self.find(b));
        let (low, high) = (a.min(b), a.max(b));
        if low == high || !self.class(low).fits(self.class(high)) || self.are_apart(low, high) {
            return;
        }
        let class = self.class(low).max(self.class(high));
        if let (Some(parent), Some(place)) = (self.parent.get_mut(high), self.class.get_mut(low)) {
            (*parent, *place) = (low, class);
        }
        if let Some(apart) = self.apart.remove(&high) {
            self.apart.entry(low).or_default().extend(apart);
        }
    }

    /// Each of two that are apart lists the other, so the shorter list tells.
    fn are_apart(&mut self, a: usize, b: usize) -> bool {
        let (Some(of_a), Some(of_b)) = (self.apart.get(&a), self.apart.get(&b)) else { return false };
        let (listed, other) = if of_a.len() <= of_b.len() { (of_a, b) } else { (of_b, a) };
        let listed: Vec<usize> = listed.iter().copied().collect();
        listed.into_iter().any(|form| self.find(form) == other)
    }
}
