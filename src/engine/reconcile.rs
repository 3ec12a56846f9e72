//! Decisions become a plan: pure, so that the same decisions can be held against a newer state when another
//! instance wrote first.

use std::collections::HashMap;

use super::{
    decide::Decision,
    extract::Fact,
    ids::Ids,
    prompts,
    response::AddedItem,
    state::{State, comparable},
    verify::is_related,
};
use crate::model::{
    Change, Event, Evidence, Kind, Memory, MemoryId, Metadata, Op, Plan, Scope, Timestamp, Version,
};

/// A fact, what was decided about it, and the embedding of the text that will be stored.
#[derive(Clone, Debug)]
pub(super) struct Settled {
    pub(super) fact: Fact,
    pub(super) decision: Decision,
    pub(super) embedding: Option<Vec<f32>>,
}

/// What every decision of one call shares.
pub(super) struct Setting<'a> {
    pub(super) ids: &'a Ids,
    pub(super) now: Timestamp,
    pub(super) scope: &'a Scope,
    pub(super) metadata: &'a Metadata,
    /// When what is added is over, where it does not say itself.
    pub(super) expires_at: Option<Timestamp>,
    pub(super) model: Option<&'a str>,
    pub(super) prompt_version: Option<&'a str>,
}

/// Folds the decisions, in order, over the state. A decision about a memory that has changed since the model saw
/// it becomes ADD: nothing is lost, and the next comparison settles it.
pub(super) fn plan(state: &State, setting: &Setting<'_>, settled: &[Settled]) -> (Plan, Vec<AddedItem>) {
    let mut draft =
        Draft { state, setting, touched: HashMap::new(), plan: Plan::default(), items: Vec::new() };
    settled.iter().for_each(|s| draft.take(s));
    (draft.plan, draft.items)
}

/// Whether a fact was said before what a memory says now.
pub(super) fn is_of_the_past(fact: &Fact, memory: &Memory) -> bool {
    let said = fact.said_at;
    memory.current().is_some_and(|current| said.is_some_and(|said| said < current.began()))
}

struct Draft<'a> {
    state: &'a State,
    setting: &'a Setting<'a>,
    /// Memories as this plan leaves them so far.
    touched: HashMap<MemoryId, Memory>,
    plan: Plan,
    items: Vec<AddedItem>,
}

impl Draft<'_> {
    fn take(&mut self, settled: &Settled) {
        let decision = &settled.decision;
        let target = decision.target.as_ref().and_then(|t| {
            let memory = self.memory(&t.id)?;
            // Earlier facts of this very call may have moved it on: that is no conflict.
            let unchanged = self.touched.contains_key(&t.id) || memory.current()?.number == t.version;
            // What is said of a picture is not the picture: it neither replaces nor repeats it.
            let is_picture = memory.current()?.media.is_some() && settled.fact.media.is_none();
            let fits = decision.op == Op::Delete || !is_picture;
            (unchanged && fits && memory.current().is_some()).then(|| memory.clone())
        });
        let target = match target {
            Some(memory) if decision.op != Op::Add && is_of_the_past(&settled.fact, &memory) => {
                return self.past(settled, memory);
            }
            target => target,
        };
        match (decision.op, target) {
            (Op::Update, Some(memory)) => self.update(settled, memory),
            (Op::Delete, Some(memory)) => self.delete(settled, memory),
            (Op::Noop, Some(memory)) => self.noop(settled, &memory),
            _ if settled.fact.is_forget() => {}
            // A picture that has changed or gone since it was described is not added again.
            (Op::Update, None) if settled.fact.media.is_some() => {}
            _ => self.add(settled),
        }
    }

    fn add(&mut self, settled: &Settled) {
        let scope = self.setting.scope;
        let text = comparable(&settled.fact.text);
        let shows = settled.fact.media.as_ref().map(|shown| &shown.media.id);
        let says_it = |m: &&Memory| {
            let says = |v: &Version| comparable(&v.text) == text && v.media.as_ref().map(|m| &m.id) == shows;
            m.scope == *scope && m.current().is_some_and(says)
        };
        let known = self.touched.values().find(says_it).or_else(|| {
            let stored = self.state.same_media(scope, &settled.fact.text, shows, self.setting.now)?;
            // Not if this plan has changed it.
            (!self.touched.contains_key(&stored.id)).then_some(stored)
        });
        if let Some(known) = known.cloned() {
            // A turn is said once, a fact holds from when it was first said.
            let is_turn = settled.fact.kind == Kind::Verbatim;
            return if !is_turn && is_of_the_past(&settled.fact, &known) {
                self.past(settled, known)
            } else {
                self.noop(settled, &known)
            };
        }
        let version = self.version(settled, settled.fact.text.clone(), settled.fact.kind, None);
        let memory =
            Memory::new(self.setting.ids.memory(), scope.clone(), self.setting.metadata.clone(), version);
        let text = settled.fact.text.clone();
        self.record(settled, Op::Add, memory, None, Some(1), text, None);
    }

    fn update(&mut self, settled: &Settled, mut memory: Memory) {
        let Some(old) = memory.current().cloned() else { return };
        let text = settled.decision.text.clone().unwrap_or_else(|| settled.fact.text.clone());
        if comparable(&text) == comparable(&old.text) {
            return self.noop(settled, &memory);
        }
        // The model wrote the text without knowing what an earlier fact of this call has made of the memory. If it says
        // nothing of that, it would undo it: both are kept.
        let is_moved_on = settled.decision.target.as_ref().is_some_and(|seen| seen.version != old.number);
        if is_moved_on && !is_related(&text, &old.text, 0.0) {
            return self.add(settled);
        }
        let next = self.version(settled, text.clone(), settled.fact.kind, Some(&old));
        let number = memory.supersede(next);
        self.record(settled, Op::Update, memory, Some(old.number), Some(number), text, Some(old.text));
    }

    /// What was said before what is current now neither replaces nor ends it: it is put before it, so that a question as of then
    /// finds it. A wish to forget was a wish about what was known then.
    fn past(&mut self, settled: &Settled, mut memory: Memory) {
        let Some(current) = memory.current().cloned() else { return };
        let is_known =
            memory.versions().iter().any(|v| comparable(&v.text) == comparable(&settled.fact.text));
        let is_first =
            memory.versions().iter().all(|v| settled.fact.said_at.is_some_and(|at| at < v.began()));
        if settled.fact.is_forget() || settled.fact.media.is_some() || (is_known && !is_first) {
            return self.noop(settled, &memory);
        }
        let earlier = self.version(settled, settled.fact.text.clone(), settled.fact.kind, Some(&current));
        let Some(number) = memory.precede(earlier) else { return self.noop(settled, &memory) };
        let reason = "said before what is known now: kept as what was so then".to_owned();
        let evidence = Evidence { reason: Some(reason), ..self.evidence(settled) };
        // Nothing that is current has changed.
        let event = self.event(Op::Noop, &memory.id, None, Some(number), evidence);
        self.items.push(AddedItem {
            id: memory.id.to_string(),
            memory: current.text,
            kind: current.kind,
            event: Op::Noop,
            event_id: event.id.to_string(),
            previous_memory: None,
            reason: event.evidence.reason.clone(),
        });
        let is_its_own = settled.decision.text.as_ref().is_none_or(|text| *text == settled.fact.text);
        let embedding = settled.embedding.clone().filter(|_| is_its_own);
        self.touched.insert(memory.id.clone(), memory.clone());
        self.plan.changes.push(Change { memory: Some(memory), embedding, event });
    }

    fn delete(&mut self, settled: &Settled, mut memory: Memory) {
        let Some(old) = memory.current().cloned() else { return };
        memory.close(self.setting.now);
        self.record(settled, Op::Delete, memory, Some(old.number), None, old.text, None);
    }

    /// Recorded in the history, so that "why was this not stored?" has an answer.
    fn noop(&mut self, settled: &Settled, memory: &Memory) {
        let Some(current) = memory.current() else { return };
        let evidence = self.evidence(settled);
        let event = self.event(Op::Noop, &memory.id, Some(current.number), Some(current.number), evidence);
        let (event_id, reason) = (event.id.to_string(), event.evidence.reason.clone());
        self.plan.changes.push(Change { memory: None, embedding: None, event });
        self.items.push(AddedItem {
            id: memory.id.to_string(),
            memory: current.text.clone(),
            kind: current.kind,
            event: Op::Noop,
            event_id,
            previous_memory: None,
            reason,
        });
    }

    #[expect(clippy::too_many_arguments, reason = "one entry of the history has that many parts")]
    fn record(
        &mut self,
        settled: &Settled,
        op: Op,
        memory: Memory,
        from: Option<u32>,
        to: Option<u32>,
        text: String,
        previous_memory: Option<String>,
    ) {
        let event = self.event(op, &memory.id, from, to, self.evidence(settled));
        let (event_id, reason) = (event.id.to_string(), event.evidence.reason.clone());
        self.items.push(AddedItem {
            id: memory.id.to_string(),
            memory: text,
            kind: memory.latest().map(|version| version.kind).unwrap_or_default(),
            event: op,
            event_id,
            previous_memory,
            reason,
        });
        self.touched.insert(memory.id.clone(), memory.clone());
        let embedding = if op == Op::Delete { None } else { settled.embedding.clone() };
        self.plan.changes.push(Change { memory: Some(memory), embedding, event });
    }

    fn memory(&self, id: &MemoryId) -> Option<&Memory> {
        self.touched.get(id).or_else(|| self.state.memory(id))
    }

    fn version(&self, settled: &Settled, text: String, kind: Kind, old: Option<&Version>) -> Version {
        let categories = match old {
            Some(old) if settled.fact.categories.is_empty() => old.categories.clone(),
            _ => settled.fact.categories.clone(),
        };
        Version {
            number: 1,
            text,
            kind,
            categories,
            importance: settled.fact.importance,
            slot: settled.fact.slot.clone().or_else(|| old.and_then(|old| old.slot.clone())),
            media: settled.fact.media.as_ref().map(|shown| shown.media.clone()),
            entities: settled.fact.entities.clone(),
            relations: settled.fact.relations.clone(),
            event_time: settled.fact.event_time,
            expires_at: settled.fact.expires_at.or(self.setting.expires_at),
            valid_from: self.setting.now,
            valid_to: None,
            superseded_by: None,
            evidence: self.evidence(settled),
        }
    }

    fn evidence(&self, settled: &Settled) -> Evidence {
        let decision = &settled.decision;
        let (model, prompt_version) = match &settled.fact.media {
            Some(shown) => {
                (shown.model.as_deref(), shown.model.as_ref().map(|_| prompts::describe().version))
            }
            None => (self.setting.model, self.setting.prompt_version),
        };
        Evidence {
            message_ids: settled.fact.message_ids.clone(),
            speaker: Some(settled.fact.speaker),
            name: settled.fact.name.clone(),
            said_at: settled.fact.said_at,
            reason: decision.reason.clone(),
            confidence: decision.confidence.or(settled.fact.confidence),
            model: model.map(Into::into),
            // What is kept word for word, nobody has read.
            prompt_version: prompt_version.filter(|_| settled.fact.kind != Kind::Verbatim).map(Into::into),
        }
    }

    fn event(&self, op: Op, id: &MemoryId, from: Option<u32>, to: Option<u32>, evidence: Evidence) -> Event {
        Event {
            id: self.setting.ids.event(),
            memory_id: id.clone(),
            op,
            at: self.setting.now,
            from_version: from,
            to_version: to,
            undoes: None,
            evidence,
        }
    }
}
