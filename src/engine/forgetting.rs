//! What a person's wish to forget takes along: the turns that say it, the messages it rests on, the summary that may tell of it.
//! Otherwise what is forgotten would be read back from the transcript.

use std::collections::HashSet;

use super::{
    Engine,
    compare::Offered,
    decide::Decision,
    edit::{Said, grounds},
    reconcile::{Settled, is_of_the_past},
    state::State,
};
use crate::{
    Result,
    model::{Memory, MemoryId, Message, MessageId, Op, Scope},
    ports::Write,
};

/// What is dropped with the memories that a wish closes.
#[derive(Debug, Default)]
pub(super) struct Forgetting {
    memories: Vec<MemoryId>,
    /// The messages that wish it: they name what is to be forgotten.
    wishes: Vec<MessageId>,
    said: Said,
}

impl Engine {
    /// What the wishes among decisions take along.
    pub(super) async fn forgetting(&self, settled: &[Settled]) -> Result<Forgetting> {
        let wishes: Vec<&Settled> = {
            let state = self.state.borrow();
            settled.iter().filter(|settled| is_carried_out(&state, settled)).collect()
        };
        let mut forgetting = Forgetting::default();
        for settled in wishes {
            forgetting.memories.extend(settled.decision.target.iter().map(|target| target.id.clone()));
            forgetting.wishes.extend(settled.fact.message_ids.iter().cloned());
        }
        if !forgetting.memories.is_empty() {
            forgetting.said = self.said(forgetting.memories.clone()).await?;
        }
        Ok(forgetting)
    }
}

impl Forgetting {
    /// Whether a message may be kept as a turn.
    pub(super) fn keeps(&self, message: &Message) -> bool {
        !self.wishes.contains(&message.id)
    }

    /// Deletes of the rows that tell of what is forgotten.
    pub(super) fn writes(&self, state: &State) -> Result<Vec<Write>> {
        let mut writes = Vec::new();
        for memory in self.memories.iter().filter_map(|id| state.memory(id)) {
            writes.extend(grounds(memory, &self.said)?);
        }
        Ok(writes)
    }
}

/// Further decisions: those that close the turns which the memories closed by a wish came from.
pub(super) fn turns_too(state: &State, scope: &Scope, settled: &[Settled]) -> Vec<Settled> {
    let wishes = || settled.iter().filter(|settled| is_carried_out(state, settled));
    let mut closed: HashSet<&MemoryId> =
        wishes().filter_map(|wish| wish.decision.target.as_ref()).map(|target| &target.id).collect();
    let mut more = Vec::new();
    for wish in wishes() {
        let memory = wish.decision.target.as_ref().and_then(|target| state.memory(&target.id));
        for turn in memory.into_iter().flat_map(|memory| turns_under(state, scope, memory)) {
            if closed.insert(&turn.id) {
                let decision = Decision { target: Offered::of(turn), ..wish.decision.clone() };
                more.push(Settled { fact: wish.fact.clone(), decision, embedding: None });
            }
        }
    }
    more
}

/// The turns kept word for word that a memory rests on.
fn turns_under<'a>(state: &'a State, scope: &Scope, memory: &Memory) -> Vec<&'a Memory> {
    let evidence = || memory.versions().iter().map(|version| &version.evidence);
    let messages: Vec<&MessageId> = evidence().flat_map(|evidence| &evidence.message_ids).collect();
    let times: Vec<i64> = evidence().filter_map(|evidence| Some(evidence.said_at?.millis())).collect();
    if messages.is_empty() {
        return Vec::new();
    }
    let rests_on_them = |turn: &&Memory| {
        turn.versions().iter().flat_map(|v| &v.evidence.message_ids).any(|id| messages.contains(&id))
    };
    state.turns_said(&times, scope).filter(rests_on_them).collect()
}

/// Whether a wish closes what it names: one of the past leaves what was said since.
fn is_carried_out(state: &State, settled: &Settled) -> bool {
    let target = settled.decision.target.as_ref().and_then(|target| state.memory(&target.id));
    let is_late = target.is_some_and(|memory| is_of_the_past(&settled.fact, memory));
    settled.fact.is_forget() && settled.decision.op == Op::Delete && !is_late
}
