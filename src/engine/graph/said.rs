//! What a memory says of entities, as the graph is made of it. Names are kept once, however many memories say them, and are
//! forgotten with the last of these.

use std::{collections::HashMap, rc::Rc};

use crate::{
    model::{Version, graph::USER},
    rules,
    text::{given_name, name_key, name_parts, without_particle},
};

/// What other words for the person have as key.
const THE_PERSON: &[&str] = &["user", "사용자"];

/// A name as written, with what it is matched by.
#[derive(Debug)]
pub(in crate::engine) struct Name {
    /// Its number among the names that are known together.
    pub(super) number: u32,
    pub(super) text: Rc<str>,
    pub(super) key: String,
    /// The key of the given name, of a full one.
    pub(super) given: Option<String>,
    /// The keys of its parts, if it has several.
    pub(super) parts: Vec<String>,
    /// The key without a Korean particle, if it may end in one.
    pub(super) noun: Option<String>,
}

impl Name {
    pub(super) fn is_user(&self) -> bool {
        self.key == *USER_KEY
    }
}

const USER_KEY: &str = "user";

/// Names by their spelling.
#[derive(Debug, Default)]
pub(in crate::engine) struct Names {
    by_text: HashMap<Rc<str>, Rc<Name>>,
    next: u32,
}

/// An entity as a memory names it.
#[derive(Debug)]
pub(super) struct Named {
    pub(super) name: Rc<Name>,
    pub(super) kind: Option<Rc<str>>,
    pub(super) aliases: Vec<Rc<Name>>,
}

/// A relation as a memory states it.
#[derive(Debug)]
pub(super) struct Stated {
    pub(super) subject: Rc<Name>,
    pub(super) predicate: Rc<str>,
    pub(super) object: Rc<Name>,
}

/// What one version of a memory says.
#[derive(Debug)]
pub(in crate::engine) struct Said {
    pub(super) entities: Vec<Named>,
    pub(super) relations: Vec<Stated>,
    /// The key of the person's own name, where this is the memory that tells it.
    pub(super) own_name: Option<String>,
    pub(super) times: Times,
}

/// When it holds, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Times {
    /// Said, or where that is not known, learned.
    pub(super) from: i64,
    /// Over: closed, or of no more use.
    pub(super) to: Option<i64>,
    /// It happened.
    pub(super) event: Option<i64>,
}

impl Times {
    pub(super) fn of(version: &Version) -> Self {
        let ends = [version.valid_to, version.expires_at];
        Self {
            from: version.evidence.said_at.unwrap_or(version.valid_from).millis(),
            to: ends.into_iter().flatten().min().map(|end| end.millis()),
            event: version.event_time.map(|at| at.millis()),
        }
    }

    /// When it happened; where nobody said, when it was said.
    pub(super) fn moment(&self) -> i64 {
        self.event.unwrap_or(self.from)
    }

    /// Whether it holds then, as far as it ends by itself.
    pub(super) fn hold_at(&self, at: i64) -> bool {
        self.to.is_none_or(|end| end > at)
    }
}

impl Names {
    /// What a version says; none if it names nothing.
    pub(in crate::engine) fn said(&mut self, version: &Version) -> Option<Said> {
        if version.entities.is_empty() && version.relations.is_empty() {
            return None;
        }
        let mut entities = Vec::with_capacity(version.entities.len());
        for entity in &version.entities {
            entities.push(Named {
                name: self.intern(&entity.name),
                kind: entity.kind.as_deref().map(Into::into),
                aliases: entity.aliases.iter().map(|alias| self.intern(alias)).collect(),
            });
        }
        let mut relations = Vec::with_capacity(version.relations.len());
        for relation in &version.relations {
            relations.push(Stated {
                subject: self.intern(&relation.subject),
                predicate: relation.predicate.as_str().into(),
                object: self.intern(&relation.object),
            });
        }
        let own_name = rules::slot_of(&version.text).filter(|slot| slot.key == "name");
        let own_name = own_name.map(|slot| name_key(&slot.value));
        Some(Said { entities, relations, own_name, times: Times::of(version) })
    }

    /// Forgets what only this memory named.
    pub(in crate::engine) fn forget(&mut self, said: Said) {
        let texts: Vec<Rc<str>> = said.names().map(|name| Rc::clone(&name.text)).collect();
        drop(said);
        for text in texts {
            if self.by_text.get(&text).is_some_and(|name| Rc::strong_count(name) == 1) {
                self.by_text.remove(&text);
            }
        }
    }

    fn intern(&mut self, text: &str) -> Rc<Name> {
        if let Some(name) = self.by_text.get(text) {
            return Rc::clone(name);
        }
        let key = name_key(text);
        let key = if THE_PERSON.contains(&key.as_str()) { USER_KEY.to_owned() } else { key };
        let name = Rc::new(Name {
            number: self.next,
            text: if key == USER_KEY { USER } else { text }.into(),
            given: given_name(text),
            parts: name_parts(text),
            noun: without_particle(&key),
            key,
        });
        self.next = self.next.saturating_add(1);
        self.by_text.insert(text.into(), Rc::clone(&name));
        name
    }
}

impl Said {
    fn names(&self) -> impl Iterator<Item = &Rc<Name>> {
        let entities = self.entities.iter().flat_map(|entity| entity.aliases.iter().chain([&entity.name]));
        entities.chain(self.relations.iter().flat_map(|relation| [&relation.subject, &relation.object]))
    }
}
