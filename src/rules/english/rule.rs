//! A rule: what is said, and the statement it makes.

use super::{
    lexicon::List,
    matcher::{Match, Words},
    slots,
};
use crate::{
    model::{Entity, Kind, Relation, graph::USER},
    rules::Statement,
};

/// What sort of statement a rule makes.
#[derive(Clone, Copy, Debug)]
pub(super) struct About {
    pub(super) kind: Kind,
    pub(super) categories: &'static [&'static str],
    pub(super) importance: f64,
}

const fn fact(categories: &'static [&'static str], importance: f64) -> About {
    About { kind: Kind::Fact, categories, importance }
}

pub(super) const IDENTITY: About = fact(&["identity"], 0.8);
pub(super) const LANGUAGE: About = fact(&["identity", "skill"], 0.6);
pub(super) const HOME: About = fact(&["home"], 0.75);
pub(super) const WORK: About = fact(&["work"], 0.75);
pub(super) const SCHOOL: About = fact(&["school"], 0.7);
pub(super) const FAMILY: About = fact(&["family"], 0.75);
pub(super) const HEALTH: About = fact(&["health"], 0.9);
pub(super) const DIET: About = fact(&["diet"], 0.8);
pub(super) const HABIT: About = fact(&["habit"], 0.4);
pub(super) const GOAL: About = fact(&["goal"], 0.6);
pub(super) const SKILL: About = fact(&["skill"], 0.5);
pub(super) const POSSESSION: About = fact(&["possession"], 0.5);
pub(super) const FINANCE: About = fact(&["finance"], 0.6);
pub(super) const PLAN: About = About { kind: Kind::Event, categories: &["plan"], importance: 0.6 };
pub(super) const TASTE: About =
    About { kind: Kind::Preference, categories: &["preference"], importance: 0.5 };
pub(super) const INJURY: About = About { kind: Kind::Event, categories: &["health"], importance: 0.7 };
pub(super) const PROCEDURE: About =
    About { kind: Kind::Procedure, categories: &["procedure"], importance: 0.8 };

/// Patterns, and what they say.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rule {
    /// Any of these.
    pub(super) said: &'static [&'static str],
    /// The statement, `{0}` where the first capture goes; made once for each text of a list.
    pub(super) text: &'static str,
    pub(super) about: About,
    /// How the person stands to the first capture, and what that is.
    pub(super) link: Option<(&'static str, &'static str)>,
}

/// A rule without a relation.
pub(super) const fn rule(said: &'static [&'static str], text: &'static str, about: About) -> Rule {
    Rule { said, text, about, link: None }
}

/// A rule whose first capture the person stands in a relation to.
pub(super) const fn linked(
    said: &'static [&'static str],
    text: &'static str,
    about: About,
    link: (&'static str, &'static str),
) -> Rule {
    Rule { said, text, about, link: Some(link) }
}

impl Rule {
    /// Which capture the person is related to: the one the text names first.
    fn linked_gap(&self) -> usize {
        let after = self.text.split_once('{').and_then(|(_, after)| after.chars().next());
        after.and_then(|digit| digit.to_digit(10)).and_then(|digit| usize::try_from(digit).ok()).unwrap_or(0)
    }

    /// The statements that a clause makes by this rule, and what of the clause is left.
    pub(super) fn read<'c>(&self, words: Words<'c>) -> Option<(Vec<Statement>, Match<'c>)> {
        let found = words.find(self.said)?;
        let lists = found.captures.iter().map(Vec::len).max().unwrap_or(1).max(1);
        let statements = (0..lists).map(|at| {
            let mut text = self.text.to_owned();
            for (gap, texts) in found.captures.iter().enumerate() {
                let held = texts.get(at).or_else(|| texts.first()).map(String::as_str).unwrap_or_default();
                text = text.replace(&format!("{{{gap}}}"), held);
            }
            let mut statement = stated(text, self.about);
            let held = found
                .captures
                .get(self.linked_gap())
                .and_then(|texts| texts.get(at).or_else(|| texts.first()));
            if let Some(((predicate, kind), held)) = self.link.zip(held) {
                connect(&mut statement, predicate, bare(held), kind);
            }
            statement
        });
        Some((statements.collect(), found))
    }
}

/// A statement of these words.
pub(super) fn stated(text: String, about: About) -> Statement {
    Statement {
        kind: about.kind,
        categories: about.categories.iter().map(|&category| category.to_owned()).collect(),
        importance: about.importance,
        slot: slots::slot_of(&text),
        entities: vec![entity(USER, "person")],
        text,
        ..Statement::default()
    }
}

/// The person stands in a relation to something.
pub(super) fn connect(statement: &mut Statement, predicate: &str, object: &str, kind: &str) {
    statement.entities.push(entity(object, kind));
    statement.relations.push(relation(USER, predicate, object));
}

/// An entity of a kind.
pub(super) fn entity(name: &str, kind: &str) -> Entity {
    Entity { name: name.to_owned(), kind: Some(kind.to_owned()), ..Entity::default() }
}

/// A relation.
pub(super) fn relation(subject: &str, predicate: &str, object: &str) -> Relation {
    Relation { subject: subject.to_owned(), predicate: predicate.to_owned(), object: object.to_owned() }
}

/// A phrase without its article.
pub(super) fn bare(phrase: &str) -> &str {
    ["a ", "an ", "the ", "their "].iter().find_map(|article| phrase.strip_prefix(article)).unwrap_or(phrase)
}

/// Whether a text is an entry of a list, whatever its case.
pub(super) fn is_in(text: &str, list: &List) -> bool {
    list.has(&crate::text::normalize(text))
}
