//! From JSON to a filter, within limits: recursion never goes deeper than the limit on groups.

use serde_json::{Map, Value};

use super::{
    MAX_DEPTH, MAX_KEY_BYTES, MAX_LIST_VALUES, MAX_NODES, Node,
    field::{Field, Operand, Order, Test, fold},
};
use crate::{
    Error, Result,
    model::{scope::Scope, time::Timestamp},
};

const OPERATORS: &str = "eq, ne, gt, gte, lt, lte, in, nin, contains, icontains";

/// Parses a filter; the equalities on a scope's ids go into `scope`, if one is given.
pub(super) fn filter(value: &Value, scope: Option<&mut Scope>) -> Result<Node> {
    let Value::Object(object) = value else {
        return Err(Error::invalid_filter("a filter must be an object"));
    };
    Parser::default().object(object, "", 1, scope)
}

/// What was counted so far.
#[derive(Default)]
struct Parser {
    nodes: usize,
    listed: usize,
}

impl Parser {
    /// Everything in `object` must hold. `path` leads to it and ends in a dot, unless it is the outermost.
    fn object(
        &mut self,
        object: &Map<String, Value>,
        path: &str,
        depth: usize,
        mut scope: Option<&mut Scope>,
    ) -> Result<Node> {
        if depth > MAX_DEPTH {
            return Err(Error::invalid_filter(format!("the filter nests more than {MAX_DEPTH} deep")));
        }
        let mut all = Vec::new();
        for (key, value) in object {
            let path = format!("{path}{}", shown(key));
            let node = match (key.as_str(), value) {
                ("AND", Value::Array(list)) => {
                    Node::All(self.list(list, &path, depth, scope.as_deref_mut())?)
                }
                ("OR", Value::Array(list)) => Node::Any(self.list(list, &path, depth, None)?),
                ("NOT", Value::Array(list)) => Node::None(self.list(list, &path, depth, None)?),
                ("NOT", Value::Object(_)) => Node::None(vec![self.member(value, &path, depth, None)?]),
                ("AND" | "OR" | "NOT", _) => {
                    return Err(Error::invalid_filter(format!("{path} must be a list of objects")));
                }
                _ => {
                    if let Some(scope) = scope.as_deref_mut()
                        && take_id(scope, key, value, &path)?
                    {
                        continue;
                    }
                    self.field(key, value, &path)?
                }
            };
            if node != Node::All(Vec::new()) {
                all.push(node);
            }
        }
        Ok(match <[Node; 1]>::try_from(all) {
            Ok([only]) => only,
            Err(all) => Node::All(all),
        })
    }

    fn list(
        &mut self,
        list: &[Value],
        path: &str,
        depth: usize,
        mut scope: Option<&mut Scope>,
    ) -> Result<Vec<Node>> {
        self.count(path)?;
        if list.is_empty() {
            return Err(Error::invalid_filter(format!("{path} must not be empty")));
        }
        let mut nodes = Vec::new();
        for (i, value) in list.iter().enumerate() {
            let node = self.member(value, &format!("{path}[{i}]"), depth, scope.as_deref_mut())?;
            // What went into the scope leaves nothing behind.
            if scope.is_none() || node != Node::All(Vec::new()) {
                nodes.push(node);
            }
        }
        Ok(nodes)
    }

    fn member(&mut self, value: &Value, path: &str, depth: usize, scope: Option<&mut Scope>) -> Result<Node> {
        self.count(path)?;
        match value {
            Value::Object(object) if !object.is_empty() => {
                self.object(object, &format!("{path}."), depth + 1, scope)
            }
            _ => Err(Error::invalid_filter(format!("{path} must be an object with at least one condition"))),
        }
    }

    fn field(&mut self, key: &str, value: &Value, path: &str) -> Result<Node> {
        if key.is_empty() || key.len() > MAX_KEY_BYTES {
            return Err(Error::invalid_filter(format!(
                "{path}: a field's name must be 1 to {MAX_KEY_BYTES} bytes"
            )));
        }
        let field = Field::named(key);
        let tests = match value {
            Value::String(text) if text == "*" => vec![Test::IsThere],
            Value::Array(_) => vec![self.test(&field, "in", value, path)?],
            Value::Object(conditions) if conditions.is_empty() => {
                return Err(Error::invalid_filter(format!("{path} must have an operator: {OPERATORS}")));
            }
            Value::Object(conditions) => conditions
                .iter()
                .map(|(operator, operand)| {
                    self.test(&field, operator, operand, &format!("{path}.{}", shown(operator)))
                })
                .collect::<Result<_>>()?,
            _ => vec![self.test(&field, "eq", value, path)?],
        };
        tests.iter().try_for_each(|_| self.count(path))?;
        let mut nodes: Vec<Node> = tests.into_iter().map(|test| Node::Is(field.clone(), test)).collect();
        Ok(if nodes.len() == 1 { nodes.swap_remove(0) } else { Node::All(nodes) })
    }

    fn test(&mut self, field: &Field, operator: &str, value: &Value, path: &str) -> Result<Test> {
        let order = |order| Ok(Test::Order(order, ordered(field, value, path)?));
        match operator {
            "eq" => Ok(Test::Equals(operand(field, value, path)?)),
            "ne" => Ok(Test::EqualsNot(operand(field, value, path)?)),
            "in" => Ok(Test::In(self.operands(field, value, path)?)),
            "nin" => Ok(Test::NotIn(self.operands(field, value, path)?)),
            "gt" => order(Order::Gt),
            "gte" => order(Order::Gte),
            "lt" => order(Order::Lt),
            "lte" => order(Order::Lte),
            "contains" | "icontains" if field.is_time() => {
                Err(Error::invalid_filter(format!("{path}: a time contains nothing; compare it")))
            }
            "contains" if is_scalar(value) => Ok(Test::Contains(value.clone())),
            "icontains" => match value {
                Value::String(part) => Ok(Test::ContainsFolded(fold(part))),
                _ => Err(Error::invalid_filter(format!("{path} must be a string"))),
            },
            "contains" => Err(Error::invalid_filter(format!("{path} must be one string, number or boolean"))),
            _ => Err(Error::invalid_filter(format!("{path} is no operator; the operators are {OPERATORS}"))),
        }
    }

    fn operands(&mut self, field: &Field, value: &Value, path: &str) -> Result<Vec<Operand>> {
        let Value::Array(list) = value else {
            return Err(Error::invalid_filter(format!("{path} must be a list")));
        };
        self.listed = self.listed.saturating_add(list.len());
        if self.listed > MAX_LIST_VALUES {
            return Err(Error::invalid_filter(format!(
                "{path}: the filter's lists have more than {MAX_LIST_VALUES} values"
            )));
        }
        list.iter().map(|value| operand(field, value, path)).collect()
    }

    fn count(&mut self, path: &str) -> Result<()> {
        self.nodes += 1;
        if self.nodes > MAX_NODES {
            return Err(Error::invalid_filter(format!(
                "{path}: the filter has more than {MAX_NODES} conditions"
            )));
        }
        Ok(())
    }
}

fn operand(field: &Field, value: &Value, path: &str) -> Result<Operand> {
    if field.is_time() {
        let time = value.as_str().and_then(|text| Timestamp::parse(text).ok());
        return time.map(Operand::Time).ok_or_else(|| {
            Error::invalid_filter(format!(
                "{path} must be a time or a date, as in 2026-11-22T10:00:00Z or 2026-11-22"
            ))
        });
    }
    if !is_scalar(value) {
        return Err(Error::invalid_filter(format!("{path} must be a string, number, boolean or null")));
    }
    Ok(Operand::Json(value.clone()))
}

fn ordered(field: &Field, value: &Value, path: &str) -> Result<Operand> {
    if !value.is_string() && !value.is_number() {
        return Err(Error::invalid_filter(format!("{path} must be a number, a string or a time")));
    }
    operand(field, value, path)
}

const fn is_scalar(value: &Value) -> bool {
    !matches!(value, Value::Array(_) | Value::Object(_))
}

/// Whether `key: value` was an equality on one of a scope's ids and is in the scope now.
fn take_id(scope: &mut Scope, key: &str, value: &Value, path: &str) -> Result<bool> {
    let id = match Field::named(key) {
        Field::UserId => &mut scope.user_id,
        Field::AgentId => &mut scope.agent_id,
        Field::RunId => &mut scope.run_id,
        _ => return Ok(false),
    };
    let given = match value {
        Value::String(any) if any == "*" => return Ok(false),
        Value::Object(conditions) => match conditions.get("eq") {
            Some(given) if conditions.len() == 1 => given,
            _ => return Ok(false),
        },
        Value::Array(_) => return Ok(false),
        given => given,
    };
    let Value::String(given) = given else {
        return Err(Error::invalid_filter(format!("{path} must be a string")));
    };
    if id.as_ref().is_some_and(|id| id != given) {
        return Err(Error::invalid_filter(format!("{path} is given twice, with different values")));
    }
    *id = Some(given.clone());
    Ok(true)
}

/// A key as an error shows it: cut, so that no message grows without bound.
fn shown(key: &str) -> String {
    const LONGEST: usize = 64;
    match key.char_indices().nth(LONGEST) {
        Some(_) => key.chars().take(LONGEST).chain(['…']).collect(),
        None => key.to_owned(),
    }
}
