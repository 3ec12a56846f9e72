//! Statements put together.

use super::super::{Slot, Statement};
use crate::model::{Entity, Kind, Relation, graph::USER};

/// A statement about the person: its text, what it belongs to (words parted by spaces), and how much it matters.
pub(super) fn fact(text: String, categories: &str, importance: f64) -> Statement {
    let categories = categories.split_ascii_whitespace().map(str::to_owned).collect();
    Statement { text, categories, importance, ..Statement::default() }
}

/// What is added to a statement.
pub(super) trait With: Sized {
    /// What it is about, with its value.
    fn about(self, key: &str, value: &str) -> Self;
    /// What sort of thing it is.
    fn kind(self, kind: Kind) -> Self;
    /// Whom or what it names, and how the person stands to it.
    fn names(self, name: &str, kind: &str, predicate: &str) -> Self;
    /// Whom or what it names, and how that stands to the person.
    fn named_by(self, name: &str, kind: &str, predicate: &str) -> Self;
}

impl With for Statement {
    fn about(self, key: &str, value: &str) -> Self {
        Self { slot: Some(Slot::new(key, value)), ..self }
    }

    fn kind(self, kind: Kind) -> Self {
        Self { kind, ..self }
    }

    fn names(mut self, name: &str, kind: &str, predicate: &str) -> Self {
        self.entities.extend(both(name, kind));
        self.relations.push(relation(USER, predicate, name));
        self
    }

    fn named_by(mut self, name: &str, kind: &str, predicate: &str) -> Self {
        self.entities.extend(both(name, kind));
        self.relations.push(relation(name, predicate, USER));
        self
    }
}

fn both(name: &str, kind: &str) -> [Entity; 2] {
    [entity(USER, "person"), entity(name, kind)]
}

fn entity(name: &str, kind: &str) -> Entity {
    Entity { name: name.to_owned(), kind: Some(kind.to_owned()), aliases: Vec::new() }
}

fn relation(subject: &str, predicate: &str, object: &str) -> Relation {
    Relation { subject: subject.to_owned(), predicate: predicate.to_owned(), object: object.to_owned() }
}
