//! What goes into a prompt whatever is asked: how the person wants things done, and their profile where that is wanted. It
//! stands in the fenced block with the memories, because a wish is what somebody said, too.

use super::super::{
    Engine,
    profile::{one_line, procedures, summary},
    request::{SUMMARY_TOKENS, Search},
    response::ContextResult,
    state::State,
};
use crate::{
    Result,
    model::{Filter, Memory, Scope, Timestamp},
    text::estimate_tokens,
};

/// A line that goes along.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::engine) struct Standing {
    /// The memories it tells of.
    pub(super) ids: Vec<String>,
    pub(super) line: String,
    pub(super) is_wish: bool,
}

impl Engine {
    /// What goes along with an answer to a search, of the state that it is answered from.
    pub(super) async fn standing(&self, search: &Search) -> Result<Vec<Standing>> {
        let now = search.now.map_or_else(|| self.ports.clock.now(), |now| now.at);
        let (at, past) = match search.as_of {
            Some(at) => (at, Some(self.past(&search.scope, at).await?)),
            None => (now, None),
        };
        let state = self.state.borrow();
        let state = past.as_deref().unwrap_or(&state);
        let Search { scope, max_tokens, .. } = search;
        let mut standing = wishes(state, scope, search.filter.as_ref(), at, *max_tokens);
        // A filter says what may be seen, and a summary tells of everything.
        if search.profile && search.filter.is_none() {
            let known: Vec<String> = standing.iter().flat_map(|wish| wish.ids.iter().cloned()).collect();
            let lines = summary(state, scope, at, SUMMARY_TOKENS.min(max_tokens / 3));
            let new = lines.into_iter().filter(|line| !line.ids.iter().all(|id| known.contains(id)));
            standing.extend(new.map(|line| {
                let text = format!("- [profile] {}\n", line.text);
                Standing { ids: line.ids, line: text, is_wish: false }
            }));
        }
        Ok(standing)
    }

    /// How the person wants things done, in up to half of so many tokens.
    pub(in crate::engine) fn wishes(&self, scope: &Scope, max_tokens: usize) -> Vec<Standing> {
        wishes(&self.state.borrow(), scope, None, self.ports.clock.now(), max_tokens)
    }

    /// Notes which hits were put before a model. What always goes along says nothing of how useful it is.
    pub(in crate::engine) fn used_beside(&self, standing: &[Standing], block: &ContextResult) {
        let goes_along = |id: &String| standing.iter().any(|standing| standing.ids.contains(id));
        let chosen: Vec<String> = block.ids.iter().filter(|id| !goes_along(id)).cloned().collect();
        self.used(&chosen);
    }
}

fn wishes(
    state: &State,
    scope: &Scope,
    filter: Option<&Filter>,
    at: Timestamp,
    max_tokens: usize,
) -> Vec<Standing> {
    let mut left = max_tokens / 2;
    let mut wishes = Vec::new();
    let passes = |memory: &&Memory| filter.is_none_or(|filter| filter.matches(memory));
    for memory in procedures(state, scope, at).into_iter().filter(passes) {
        let Some(current) = memory.current() else { continue };
        let line = format!("- [wish] {}\n", one_line(&current.text));
        let cost = estimate_tokens(&line).saturating_add(1);
        if cost <= left {
            left = left.saturating_sub(cost);
            wishes.push(Standing { ids: vec![memory.id.to_string()], line, is_wish: true });
        }
    }
    wishes
}
