//! Whose memory it is: a user, an agent, a run, or any mix of the three.

use crate::sort::Arrange;
use serde::{Deserialize, Serialize};

use crate::{Error, ErrorCode, Result};

/// The longest id of a scope, in bytes.
pub const MAX_ID_BYTES: usize = 256;

/// Who a memory belongs to. Read as a question, it covers every memory that carries all the ids it names.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Scope {
    /// The person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    /// The assistant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent_id: Option<String>,
    /// The conversation or task.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run_id: Option<String>,
}

impl Scope {
    /// A scope of one user.
    pub fn user(id: impl Into<String>) -> Self {
        Self { user_id: Some(id.into()), ..Self::default() }
    }

    /// Checks the ids given (trimmed; no white space inside, no control characters, at most 256 bytes each)
    /// and that there is at least one.
    pub fn checked(self) -> Result<Self> {
        let scope = Self {
            user_id: checked_id("userId", self.user_id)?,
            agent_id: checked_id("agentId", self.agent_id)?,
            run_id: checked_id("runId", self.run_id)?,
        };
        if scope.is_empty() {
            return Err(Error::new(ErrorCode::ScopeRequired, "give at least one of userId, agentId, runId"));
        }
        Ok(scope)
    }

    /// Whether it names nobody.
    pub const fn is_empty(&self) -> bool {
        self.user_id.is_none() && self.agent_id.is_none() && self.run_id.is_none()
    }

    /// Whether a row of scope `other` answers a question asked in this scope: every id named here is equal there.
    pub fn covers(&self, other: &Self) -> bool {
        let covers = |mine: &Option<String>, theirs: &Option<String>| mine.is_none() || mine == theirs;
        covers(&self.user_id, &other.user_id)
            && covers(&self.agent_id, &other.agent_id)
            && covers(&self.run_id, &other.run_id)
    }

    /// Every scope that covers this one: itself, and what is left when some of its ids are left out.
    pub fn covering(&self) -> Vec<Self> {
        let without = |left_out: u8| Self {
            user_id: self.user_id.clone().filter(|_| left_out & 1 == 0),
            agent_id: self.agent_id.clone().filter(|_| left_out & 2 == 0),
            run_id: self.run_id.clone().filter(|_| left_out & 4 == 0),
        };
        let mut all: Vec<Self> = (0..8).map(without).filter(|scope| !scope.is_empty()).collect();
        all.arrange();
        all.dedup();
        all
    }
}

fn checked_id(name: &str, id: Option<String>) -> Result<Option<String>> {
    let Some(id) = id else { return Ok(None) };
    let id = id.trim();
    if id.is_empty() || id.len() > MAX_ID_BYTES || id.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Err(Error::invalid_input(format!(
            "{name} must be 1 to {MAX_ID_BYTES} bytes without white space inside"
        )));
    }
    Ok(Some(id.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn covers_only_rows_with_all_its_ids() {
        let ana = Scope::user("ana");
        let ana_in_run = Scope { run_id: Some("r1".into()), ..ana.clone() };
        assert!(ana.covers(&ana_in_run));
        assert!(!ana_in_run.covers(&ana));
        assert!(!Scope::user("bo").covers(&ana));
    }

    #[test]
    fn the_covering_scopes_are_all_that_cover_it() {
        let whole = Scope { user_id: Some("u".into()), agent_id: Some("a".into()), run_id: Some("r".into()) };
        let all = whole.covering();
        assert_eq!(all.iter().collect::<std::collections::BTreeSet<_>>().len(), 7);
        assert!(all.contains(&whole) && all.iter().all(|scope| scope.covers(&whole)));
        assert_eq!(Scope::user("u").covering(), [Scope::user("u")]);
    }

    #[test]
    fn bad_ids_are_refused_and_good_ones_trimmed() {
        assert_eq!(Scope::default().checked().unwrap_err().code(), ErrorCode::ScopeRequired);
        for bad in ["", "  ", "a b", "a\nb", "a\u{3000}b", "\u{7}", &"x".repeat(257)] {
            assert_eq!(Scope::user(bad).checked().unwrap_err().code(), ErrorCode::InvalidInput, "{bad:?}");
        }
        assert_eq!(Scope::user(" 민지 ").checked().unwrap(), Scope::user("민지"));
    }
}
