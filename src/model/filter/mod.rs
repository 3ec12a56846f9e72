//! Which memories a search may see: comparisons on fields and metadata, joined by AND, OR and NOT.
//!
//! The language is mem0's. Two-valued logic, no SQL nulls: a comparison with something that is not there, or is of
//! another type, is false; `ne` and `nin` are the plain opposites of `eq` and `in`, so they are true of it.

mod field;
mod parse;
#[cfg(test)]
mod tests;

use serde_json::Value;

use self::{field::Field, field::Test};
use super::{memory::Memory, scope::Scope};
use crate::Result;

/// How deep groups (`AND`, `OR`, `NOT`) may nest, the outermost object counted.
pub const MAX_DEPTH: usize = 16;
/// How many groups and comparisons one filter may have.
pub const MAX_NODES: usize = 256;
/// How many values all lists (`in`, `nin`) of one filter may have together.
pub const MAX_LIST_VALUES: usize = 1_000;
/// The longest field name, in bytes.
pub const MAX_KEY_BYTES: usize = 256;

/// A parsed filter.
///
/// An object of `field: condition` pairs and groups, all of which must hold:
///
/// - `{ field: value }`, `{ field: { eq: value } }`: equal. `null` equals a stored `null` only.
/// - `{ field: [values] }`, `{ field: { in: [values] } }`: equal to one of them.
/// - `{ field: "*" }`: there, and not `null`.
/// - `ne`, `nin`: not equal (to any); also where the field is not there.
/// - `gt`, `gte`, `lt`, `lte`: order, between two numbers, two strings (by code point) or two times.
/// - `contains`: a part of a string, or a value of a list. `icontains`: the same, upper and lower case alike.
/// - `AND: [objects]`, `OR: [objects]`, `NOT: [objects]` (none of them) or `NOT: object`.
///
/// Fields: `id`, `memory` (the text), `kind`, `categories` (a list), `user_id`, `agent_id`, `run_id`, the times
/// `created_at`, `updated_at`, `event_time` (compared with RFC 3339 times, or dates for their first moment in UTC), all
/// in camel case too. Any other name is a metadata key; dots lead into nested objects, unless a key has that very name;
/// `metadata.kind` reaches a key that shares a field's name. On a list, `eq`, `in` and `contains` ask whether any
/// value of it fits.
#[derive(Clone, Debug, PartialEq)]
pub struct Filter {
    root: Node,
}

#[derive(Clone, Debug, PartialEq)]
enum Node {
    All(Vec<Node>),
    Any(Vec<Node>),
    None(Vec<Node>),
    Is(Field, Test),
}

impl Filter {
    /// Parses a filter; `{}` lets everything pass.
    ///
    /// Error: `invalid_filter`, with the path of the key, for an unknown operator, an operand an operator cannot take,
    /// an empty group, or more than [`MAX_DEPTH`], [`MAX_NODES`], [`MAX_LIST_VALUES`] or [`MAX_KEY_BYTES`] allow.
    pub fn parse(value: &Value) -> Result<Self> {
        Ok(Self { root: parse::filter(value, None)? })
    }

    /// Parses a filter and takes the scope out of it: equalities on `user_id`, `agent_id`, `run_id` that must all hold
    /// (at the top, or in an `AND` at the top). The rest is the filter; none if nothing is left.
    ///
    /// The scope is not checked and may be empty. Errors: as [`Self::parse`]; `invalid_filter` too if an id is not a
    /// string or is given twice with different values.
    pub fn parse_with_scope(value: &Value) -> Result<(Scope, Option<Self>)> {
        let mut scope = Scope::default();
        let root = parse::filter(value, Some(&mut scope))?;
        let rest = (root != Node::All(Vec::new())).then_some(Self { root });
        Ok((scope, rest))
    }

    /// Whether `memory` passes, by its newest version.
    pub fn matches(&self, memory: &Memory) -> bool {
        self.root.holds(memory)
    }
}

impl Node {
    fn holds(&self, memory: &Memory) -> bool {
        match self {
            Self::All(nodes) => nodes.iter().all(|node| node.holds(memory)),
            Self::Any(nodes) => nodes.iter().any(|node| node.holds(memory)),
            Self::None(nodes) => !nodes.iter().any(|node| node.holds(memory)),
            Self::Is(field, test) => test.holds(field.of(memory)),
        }
    }
}
