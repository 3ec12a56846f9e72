//! What a comparison reads from a memory, and when it holds.

use std::cmp::Ordering;

use serde_json::{Number, Value};

use crate::model::{
    memory::{Kind, Memory, Metadata},
    time::Timestamp,
};

/// What is asked about.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Field {
    Id,
    Text,
    Kind,
    Categories,
    UserId,
    AgentId,
    RunId,
    CreatedAt,
    UpdatedAt,
    EventTime,
    ExpiresAt,
    Metadata(String),
}

/// What a memory has there.
#[derive(Debug)]
pub(super) enum Found<'a> {
    Nothing,
    Text(&'a str),
    Texts(&'a [String]),
    Time(Timestamp),
    Json(&'a Value),
}

/// What it is compared with. `Json` is null, a boolean, a number or a string.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Operand {
    Json(Value),
    Time(Timestamp),
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Test {
    IsThere,
    Equals(Operand),
    EqualsNot(Operand),
    In(Vec<Operand>),
    NotIn(Vec<Operand>),
    Order(Order, Operand),
    Contains(Value),
    /// Folded already.
    ContainsFolded(String),
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Order {
    Gt,
    Gte,
    Lt,
    Lte,
}

impl Field {
    pub(super) fn named(name: &str) -> Self {
        match name {
            "id" => Self::Id,
            "memory" => Self::Text,
            "kind" => Self::Kind,
            "categories" => Self::Categories,
            "user_id" | "userId" => Self::UserId,
            "agent_id" | "agentId" => Self::AgentId,
            "run_id" | "runId" => Self::RunId,
            "created_at" | "createdAt" => Self::CreatedAt,
            "updated_at" | "updatedAt" => Self::UpdatedAt,
            "event_time" | "eventTime" => Self::EventTime,
            "expires_at" | "expiresAt" => Self::ExpiresAt,
            key => Self::Metadata(key.to_owned()),
        }
    }

    pub(super) const fn is_time(&self) -> bool {
        matches!(self, Self::CreatedAt | Self::UpdatedAt | Self::EventTime | Self::ExpiresAt)
    }

    pub(super) fn of<'a>(&self, memory: &'a Memory) -> Found<'a> {
        let newest = memory.latest();
        let found = match self {
            Self::Id => Some(Found::Text(memory.id.as_str())),
            Self::Text => newest.map(|v| Found::Text(&v.text)),
            Self::Kind => newest.map(|v| Found::Text(kind_name(v.kind))),
            Self::Categories => newest.map(|v| Found::Texts(&v.categories)),
            Self::UserId => memory.scope.user_id.as_deref().map(Found::Text),
            Self::AgentId => memory.scope.agent_id.as_deref().map(Found::Text),
            Self::RunId => memory.scope.run_id.as_deref().map(Found::Text),
            Self::CreatedAt => Some(Found::Time(memory.created_at)),
            Self::UpdatedAt => Some(Found::Time(memory.updated_at)),
            Self::EventTime => newest.and_then(|v| v.event_time).map(Found::Time),
            Self::ExpiresAt => newest.and_then(|v| v.expires_at).map(Found::Time),
            Self::Metadata(key) => look_up(&memory.metadata, key).map(Found::Json),
        };
        found.unwrap_or(Found::Nothing)
    }
}

impl Test {
    pub(super) fn holds(&self, found: Found<'_>) -> bool {
        match self {
            Self::IsThere => match found {
                Found::Nothing | Found::Json(Value::Null) => false,
                Found::Texts(texts) => !texts.is_empty(),
                Found::Text(_) | Found::Time(_) | Found::Json(_) => true,
            },
            Self::Equals(operand) => found.equals(operand),
            Self::EqualsNot(operand) => !found.equals(operand),
            Self::In(operands) => operands.iter().any(|operand| found.equals(operand)),
            Self::NotIn(operands) => !operands.iter().any(|operand| found.equals(operand)),
            Self::Order(order, operand) => found.compare(operand).is_some_and(|o| order.accepts(o)),
            Self::Contains(part) => found.contains(part),
            Self::ContainsFolded(part) => found.contains_folded(part),
        }
    }
}

impl Order {
    fn accepts(self, ordering: Ordering) -> bool {
        match self {
            Self::Gt => ordering.is_gt(),
            Self::Gte => ordering.is_ge(),
            Self::Lt => ordering.is_lt(),
            Self::Lte => ordering.is_le(),
        }
    }
}

impl Found<'_> {
    fn equals(&self, operand: &Operand) -> bool {
        match (self, operand) {
            (Self::Time(a), Operand::Time(b)) => a == b,
            (Self::Text(a), Operand::Json(Value::String(b))) => a == b,
            (Self::Texts(all), Operand::Json(Value::String(b))) => all.contains(b),
            (Self::Json(Value::Array(all)), Operand::Json(b)) => all.iter().any(|a| equal(a, b)),
            (Self::Json(a), Operand::Json(b)) => equal(a, b),
            _ => false,
        }
    }

    fn compare(&self, operand: &Operand) -> Option<Ordering> {
        match (self, operand) {
            (Self::Time(a), Operand::Time(b)) => Some(a.cmp(b)),
            (Self::Text(a), Operand::Json(Value::String(b))) => Some((*a).cmp(b.as_str())),
            (Self::Json(Value::String(a)), Operand::Json(Value::String(b))) => Some(a.cmp(b)),
            (Self::Json(Value::Number(a)), Operand::Json(Value::Number(b))) => compare_numbers(a, b),
            _ => None,
        }
    }

    fn contains(&self, part: &Value) -> bool {
        match (self, part) {
            (Self::Text(text), Value::String(part)) => text.contains(part.as_str()),
            (Self::Json(Value::String(text)), Value::String(part)) => text.contains(part.as_str()),
            (Self::Texts(all), Value::String(part)) => all.contains(part),
            (Self::Json(Value::Array(all)), part) => all.iter().any(|value| equal(value, part)),
            _ => false,
        }
    }

    fn contains_folded(&self, part: &str) -> bool {
        match self {
            Self::Text(text) => fold(text).contains(part),
            Self::Json(Value::String(text)) => fold(text).contains(part),
            Self::Texts(all) => all.iter().any(|text| fold(text) == part),
            Self::Json(Value::Array(all)) => {
                all.iter().filter_map(Value::as_str).any(|text| fold(text) == part)
            }
            Self::Nothing | Self::Time(_) | Self::Json(_) => false,
        }
    }
}

/// Upper and lower case alike: by way of upper case, so that `ß` meets `SS` and the two small sigmas each other.
pub(super) fn fold(text: &str) -> String {
    text.to_uppercase().to_lowercase().replace('ς', "σ")
}

const fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Fact => "fact",
        Kind::Preference => "preference",
        Kind::Event => "event",
        Kind::Procedure => "procedure",
        Kind::Verbatim => "verbatim",
        Kind::Media => "media",
    }
}

fn look_up<'a>(metadata: &'a Metadata, key: &str) -> Option<&'a Value> {
    by_name_or_path(metadata, key)
        .or_else(|| key.strip_prefix("metadata.").and_then(|key| by_name_or_path(metadata, key)))
}

fn by_name_or_path<'a>(metadata: &'a Metadata, key: &str) -> Option<&'a Value> {
    metadata.get(key).or_else(|| {
        let mut steps = key.split('.');
        let first = metadata.get(steps.next()?)?;
        steps.try_fold(first, |value, step| value.as_object()?.get(step))
    })
}

/// Equality of two values that are not lists or objects; 1 equals 1.0.
fn equal(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => compare_numbers(a, b).is_some_and(Ordering::is_eq),
        (Value::Null, Value::Null) => true,
        (Value::Bool(a), Value::Bool(b)) => a == b,
        (Value::String(a), Value::String(b)) => a == b,
        _ => false,
    }
}

/// Whole numbers exactly, others as `f64`.
fn compare_numbers(a: &Number, b: &Number) -> Option<Ordering> {
    let whole = |n: &Number| n.as_i64().map(i128::from).or_else(|| n.as_u64().map(i128::from));
    match (whole(a), whole(b)) {
        (Some(a), Some(b)) => Some(a.cmp(&b)),
        _ => a.as_f64()?.partial_cmp(&b.as_f64()?),
    }
}
