//! The model's part of `add`: extract → compare → decide. At most two calls, and one where nothing is near.

use super::{
    Engine,
    add::Done,
    by_rules::by_slot,
    codec,
    compare::{self, MAX_OFFERED, Offered},
    decide::{self, Decision},
    extract::{self, Background, Extraction, Fact},
    finish::Provenance,
    flush::is_about_this_turn,
    forgetting::turns_too,
    prompts,
    reconcile::Settled,
    rows::{Job, SummaryRow, TurnRow, summary_key, turn_key, turns_of},
    verify::{same_words, verified},
};
use crate::{
    Error, ErrorCode, Result,
    model::{Message, Op},
    ports::{Finish, Llm, Prompt, Table, Turn, TurnRole, Usage},
};

/// How many earlier messages of the scope the model sees.
const EARLIER_MESSAGES: usize = 10;
/// How many known memories it sees while extracting.
const KNOWN_MEMORIES: usize = 10;
/// How often a reply that cannot be read is asked for.
const MAX_READS: usize = 2;
/// How much of it the model sees again, in characters.
const MAX_REPEATED_CHARS: usize = 4_000;

impl Engine {
    /// Extracts facts from a journalled turn, decides about each, and commits.
    pub(super) async fn infer(
        &self,
        llm: &dyn Llm,
        job: &Job,
        heard: &[Message],
        usage: &mut Usage,
    ) -> Result<Done> {
        let background = self.background(job, heard).await?;
        let (guidance, offset) = (&self.options.guidance, self.ports.clock.utc_offset_minutes());
        let prompt = extract::prompt(&background, heard, guidance, offset);
        let read = |text: &str| {
            let found = extract::parse(text, heard, &job.scope, guidance, offset)?;
            let reading = match found.complete {
                false => Reading::Part,
                // What the application asks for in its own words may be another language.
                true if guidance.custom_instructions.trim().is_empty()
                    && !found.is_in_their_language(heard) =>
                {
                    Reading::Doubtful
                }
                true => Reading::Whole,
            };
            Some((found, reading))
        };
        let Asked { answer, model, missing } = ask(llm, &prompt, usage, read).await?;
        let Extraction { facts, summary, .. } = answer;
        let texts: Vec<String> = facts.iter().map(|f| f.text.clone()).collect();
        let vectors = self.embed_facts(&texts).await?;
        let facts = facts.into_iter().zip(vectors).collect();
        let (facts, ungrounded) = self.grounded(&background, heard, facts).await;
        let mut settled = self.settle(llm, job, facts, usage).await?;
        self.embed_updates(&mut settled).await?;
        let versions = format!("{}+{}", prompts::extract().version, prompts::decide().version);
        let (model, prompt_version) = (Some(model), Some(versions));
        let provenance = Provenance { model, prompt_version, summary, unread: false };
        let items = match &missing {
            None => self.finish(job, &settled, &provenance).await?,
            Some(missing) => self.finish_part(job, &settled, &provenance, missing).await?,
        };
        Ok(Done { items, missing, ungrounded, ..Done::default() })
    }

    /// Summary, earlier messages and what is known about the subject: for understanding, not for extracting.
    async fn background(&self, job: &Job, heard: &[Message]) -> Result<Background> {
        let store = &self.ports.store;
        let key = summary_key(&job.scope)?;
        let row = store.get(Table::Meta, std::slice::from_ref(&key)).await?.pop().flatten();
        // A damaged summary or message is background lost, nothing more.
        let summary = row
            .filter(|_| !job.imported)
            .and_then(|row| codec::read::<SummaryRow>(Table::Meta, &key, &row).ok());
        let earlier = self.earlier(job, EARLIER_MESSAGES).await?;
        let said: Vec<&str> = heard.iter().map(|m| m.content.as_str()).collect();
        let mut known = {
            let now = self.ports.clock.now();
            let among = compare::Among::All;
            compare::neighbours(&self.state.borrow(), &job.scope, &said.join("\n"), None, now, among)?
        };
        known.truncate(KNOWN_MEMORIES);
        let known = known.into_iter().map(|k| k.text).collect();
        Ok(Background { summary: summary.map(|s| s.text), earlier, known })
    }

    /// The messages that were kept before those of a turn, oldest first: what was said before, not what was known before, for a turn
    /// may be read late, or be of the past.
    pub(super) async fn earlier(&self, job: &Job, limit: usize) -> Result<Vec<Message>> {
        let mut range = turns_of(&job.scope)?.reversed().limited(limit);
        if let Some(first) = job.messages.iter().map(|message| &message.id).min() {
            range.to = Some(turn_key(&job.scope, first)?);
        }
        let rows = self.ports.store.scan(Table::Turns, &range).await?;
        let turns =
            rows.iter().rev().filter_map(|r| codec::read::<TurnRow>(Table::Turns, &r.key, &r.value).ok());
        Ok(turns.map(|row| row.message).collect())
    }

    /// Compares facts with what is known; only those with neighbours cost a call.
    async fn settle(
        &self,
        llm: &dyn Llm,
        job: &Job,
        facts: Vec<(Fact, Option<Vec<f32>>)>,
        usage: &mut Usage,
    ) -> Result<Vec<Settled>> {
        let now = self.ports.clock.now();
        let mut offered: Vec<Offered> = Vec::new();
        let mut settled: Vec<Settled> = Vec::new();
        // For each open fact: where it lies in `settled`, the numbers of the memories near it, and what its slot says.
        let mut open: Vec<(usize, Vec<usize>, Option<Decision>)> = Vec::new();
        {
            let state = self.state.borrow();
            for (fact, embedding) in facts {
                let mut decision = Decision::fallback(&fact);
                if state.same_text(&job.scope, &fact.text, now).is_some() {
                    // Settled without the model: adding what is there already is recorded as NOOP.
                    decision.reason = Some("already known, word for word".to_owned());
                } else {
                    let among = if fact.is_forget() { compare::Among::All } else { compare::Among::Facts };
                    let vector = embedding.as_deref();
                    let near = compare::neighbours(&state, &job.scope, &fact.text, vector, now, among)?;
                    if let Some(known) = near.iter().find(|known| same_words(&known.text, &fact.text)) {
                        decision.op = Op::Noop;
                        decision.target = Some(known.clone());
                        decision.reason = Some("already known, in the same words".to_owned());
                        settled.push(Settled { fact, decision, embedding });
                        continue;
                    }
                    let by_slot = by_slot(&state, job, &fact, now).filter(|by_slot| by_slot.op == Op::Update);
                    // What the fact replaces is shown, however far it lies.
                    let replaced = by_slot.iter().filter_map(|by_slot| by_slot.target.clone());
                    let near = replaced.chain(near).collect();
                    let numbers = numbered(&mut offered, near);
                    if !numbers.is_empty() {
                        open.push((settled.len(), numbers, by_slot));
                    }
                }
                settled.push(Settled { fact, decision, embedding });
            }
        }
        if open.is_empty() {
            return Ok(settled);
        }
        let facts: Vec<(&Fact, Vec<usize>)> =
            open.iter().filter_map(|(at, near, _)| Some((&settled.get(*at)?.fact, near.clone()))).collect();
        let prompt = decide::prompt(&facts, &offered);
        let facts: Vec<&Fact> = facts.into_iter().map(|(fact, _)| fact).collect();
        let read = |text: &str| {
            let (decisions, complete) = decide::parse(text, &facts, &offered)?;
            Some((decisions, if complete { Reading::Whole } else { Reading::Part }))
        };
        let Asked { answer: decisions, missing, .. } = ask(llm, &prompt, usage, read).await?;
        // What a cut answer did not decide is added; but one that could not be asked for again is worth another try.
        if let Some(missing) = missing.filter(|e| !is_about_this_turn(e.code())) {
            return Err(missing);
        }
        let fusion = self.ports.embedder.as_ref().map(|e| e.fusion()).unwrap_or_default();
        let state = self.state.borrow();
        for ((at, _, by_slot), decision) in open.into_iter().zip(decisions) {
            if let Some(s) = settled.get_mut(at) {
                let alike = decision.target.as_ref().and_then(|target| {
                    let index = state.vectors.as_ref()?;
                    index.measure(s.embedding.as_deref()?)?.cosine(state.slot(&target.id)?)
                });
                let decision = verified(decision, &s.fact, alike.map_or(0.0, |cosine| fusion.scale(cosine)));
                // What holds one value at a time takes the new one, though the model would keep both.
                s.decision = by_slot.filter(|_| decision.op == Op::Add).unwrap_or(decision);
            }
        }
        settled.extend(turns_too(&state, &job.scope, &settled));
        Ok(settled)
    }

    /// An update whose text is not the fact's own needs its own vector.
    async fn embed_updates(&self, settled: &mut [Settled]) -> Result<()> {
        let rewritten = |s: &Settled| {
            let text = s.decision.text.as_ref().filter(|t| **t != s.fact.text);
            text.filter(|_| s.decision.op == Op::Update).cloned()
        };
        let texts: Vec<String> = settled.iter().filter_map(rewritten).collect();
        let vectors = self.embed_facts(&texts).await?;
        for (s, vector) in settled.iter_mut().filter(|s| rewritten(s).is_some()).zip(vectors) {
            s.embedding = vector;
        }
        Ok(())
    }
}

/// What a reply holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// All of the answer.
    Whole,
    /// All of it, but not as it was asked for: taken if no better one comes.
    Doubtful,
    /// Its complete items; the rest was cut off.
    Part,
}

/// An answer that could be read.
#[derive(Debug)]
pub(super) struct Asked<T> {
    pub(super) answer: T,
    /// The model that gave it.
    pub(super) model: String,
    /// Why it is not the whole answer, if it is not.
    pub(super) missing: Option<Error>,
}

/// Asks until the reply can be read whole, at most twice, the second time with what was wrong with the first. What the
/// last readable reply holds is taken even if it was cut off: its complete items are worth more than nothing. `read` says what a
/// reply holds; none if nothing can be read. Errors: the model's, `model_bad_reply` and `model_truncated` where there is nothing to take.
pub(super) async fn ask<T>(
    llm: &dyn Llm,
    prompt: &Prompt,
    usage: &mut Usage,
    read: impl Fn(&str) -> Option<(T, Reading)>,
) -> Result<Asked<T>> {
    let mut prompt = prompt.clone();
    let mut best: Option<(Asked<T>, Reading)> = None;
    let mut failure = unreadable(false);
    for _ in 0..MAX_READS {
        let reply = match llm.complete(&prompt).await {
            Ok(reply) => reply,
            Err(e) => {
                failure = e;
                break;
            }
        };
        *usage += reply.usage;
        failure = unreadable(reply.finish == Finish::Length);
        let found = read(&reply.text);
        repair(&mut prompt, &reply.text);
        if let Some((answer, reading)) = found {
            let asked = Asked { answer, model: reply.model, missing: None };
            if reading == Reading::Whole {
                return Ok(asked);
            }
            // A part is no better than a whole that is doubtful.
            if reading == Reading::Doubtful || best.as_ref().is_none_or(|(_, known)| *known == Reading::Part)
            {
                best = Some((asked, reading));
            }
        }
    }
    match best {
        Some((asked, Reading::Part)) => Ok(Asked { missing: Some(failure), ..asked }),
        Some((asked, _)) => Ok(asked),
        None => Err(failure),
    }
}

fn unreadable(cut: bool) -> Error {
    if cut {
        Error::new(
            ErrorCode::ModelTruncated,
            "the model's answer was cut at its token limit: try again, add fewer messages a call, or choose another model",
        )
    } else {
        Error::bad_reply(
            "the model's answer was not the JSON it was asked for: try again, or choose another model",
        )
    }
}

/// Adds the reply that could not be read and what was wrong with it; nothing if it was empty.
fn repair(prompt: &mut Prompt, reply: &str) {
    let said: String = reply.trim().chars().take(MAX_REPEATED_CHARS).collect();
    if !said.is_empty() {
        prompt.turns.push(Turn::new(TurnRole::Model, said));
        prompt.turns.push(Turn::new(TurnRole::User, prompts::repair().text));
    }
}

/// The numbers (from 1) of memories in the list shown to the model, which grows up to its limit.
fn numbered(offered: &mut Vec<Offered>, near: Vec<Offered>) -> Vec<usize> {
    let mut numbers = Vec::new();
    for memory in near {
        match offered.iter().position(|o| o.id == memory.id) {
            Some(at) => numbers.push(at.saturating_add(1)),
            None if offered.len() < MAX_OFFERED => {
                offered.push(memory);
                numbers.push(offered.len());
            }
            None => {}
        }
    }
    numbers
}
