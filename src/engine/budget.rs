//! What the calls of the language model may come to in a day: kept in the store, so that a reload and other tabs count on, and held
//! against the limits before each call.

use serde::{Deserialize, Serialize};

use super::{Engine, Ports, codec, commit::Draft, response::BudgetHealth, rows::SPENT};
use crate::{
    Error, ErrorCode, Result,
    model::Timestamp,
    ports::{Key, Prompt, Table, TurnMedia, Usage},
    text::estimate_tokens,
};

const DAY_MS: i64 = 86_400_000;
const MINUTE_MS: i64 = 60_000;
/// The tokens set aside for a reply: a call that leaves fewer is not made.
const REPLY_TOKENS: u64 = 2_048;
/// The longest reply of a model that is given no limit, in tokens.
const LONGEST_REPLY: u64 = 65_536;
/// The tokens of a picture, and how many bytes of a sound make one: upper bounds, as services count them (32 a second).
const IMAGE_TOKENS: u64 = 1_500;
const SOUND_BYTES: usize = 128;
const PLAIN_SOUND_BYTES: usize = 1_000;

/// The limits of a day, from midnight to midnight of the host's clock. None: no limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Budget {
    /// How many calls may be made.
    pub calls_per_day: Option<u64>,
    /// How many tokens they may take, in and out.
    pub tokens_per_day: Option<u64>,
}

/// What a day's calls came to: a row of `meta`. Calls under way count with what they may take.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Spent {
    /// Days since 1970-01-01 on the host's clock.
    pub(super) day: i64,
    pub(super) calls: u64,
    pub(super) tokens: u64,
}

/// A call that may be made.
#[derive(Clone, Copy, Debug)]
pub(super) struct Booked {
    day: i64,
    tokens: u64,
    /// The most tokens its reply may take; none where that is no tighter than what was asked for.
    pub(super) most: Option<u32>,
}

impl Budget {
    /// Checks the limits. Error: `invalid_config`.
    pub fn check(&self) -> Result<()> {
        for (key, limit) in [("callsPerDay", self.calls_per_day), ("tokensPerDay", self.tokens_per_day)] {
            if limit == Some(0) {
                return Err(Error::invalid_config(format!(
                    "budget.{key} must be a positive integer: leave it out for no limit, or `llm` for no calls"
                )));
            }
        }
        Ok(())
    }

    const fn is_set(&self) -> bool {
        self.calls_per_day.is_some() || self.tokens_per_day.is_some()
    }
}

impl Spent {
    /// What was spent on `day`. A clock that is a day behind has crossed a border or was put right: that day goes on.
    const fn on(self, day: i64) -> Self {
        if self.day == day || self.day == day.saturating_add(1) {
            self
        } else {
            Self { day, calls: 0, tokens: 0 }
        }
    }

    /// When the next day begins.
    fn renews_at(self, offset_minutes: i32) -> Timestamp {
        let local = self.day.saturating_add(1).saturating_mul(DAY_MS);
        let at = local.saturating_sub(i64::from(offset_minutes).saturating_mul(MINUTE_MS));
        Timestamp::from_millis(at).unwrap_or_default()
    }
}

impl Engine {
    /// Books a call before it is made; none where nothing limits it. Errors: `budget_exceeded`, `storage_*`.
    pub(super) async fn book(&self, prompt: &Prompt) -> Result<Option<Booked>> {
        let budget = self.options.budget;
        if !budget.is_set() {
            return Ok(None);
        }
        let asks = estimated(prompt);
        let asked = prompt.max_output_tokens.map_or(LONGEST_REPLY, u64::from);
        let booked = self.commit(|state| {
            let spent = self.spent_today(state.spent);
            let tokens = asks.saturating_add(asked.min(REPLY_TOKENS));
            let left = budget.tokens_per_day.map(|most| most.saturating_sub(spent.tokens));
            let is_over = budget.calls_per_day.is_some_and(|most| spent.calls >= most)
                || left.is_some_and(|left| left < tokens);
            if is_over {
                return Err(self.exceeded(spent));
            }
            let most = left.map(|left| left.saturating_sub(asks)).filter(|most| *most < asked);
            let booked =
                Booked { day: spent.day, tokens, most: most.and_then(|most| u32::try_from(most).ok()) };
            let (calls, tokens) = (spent.calls.saturating_add(1), spent.tokens.saturating_add(tokens));
            let spent = Some(Spent { calls, tokens, ..spent });
            Ok((Draft { spent, ..Draft::default() }, booked))
        });
        booked.await.map(Some)
    }

    /// Puts what a call took in place of what was set aside for it. A call that was dropped keeps that.
    pub(super) async fn settle_up(&self, booked: Booked, took: u64) {
        let settled = self.commit(|state| {
            // A day that is over is over.
            let of_day = state.spent.day == booked.day;
            let tokens = state.spent.tokens.saturating_sub(booked.tokens).saturating_add(took);
            let spent = of_day.then_some(Spent { tokens, ..state.spent });
            Ok((Draft { spent, ..Draft::default() }, ()))
        });
        // The answer is there and paid for: what cannot be written now errs towards having spent more.
        let _ = settled.await;
    }

    /// The budget in figures; none if there is none.
    pub(super) fn budget_health(&self) -> Option<BudgetHealth> {
        let budget = self.options.budget;
        let spent = self.spent_today(self.state.borrow().spent);
        let left = |most: Option<u64>, spent: u64| most.map(|most| most.saturating_sub(spent));
        budget.is_set().then(|| BudgetHealth {
            calls: spent.calls,
            tokens: spent.tokens,
            calls_left: left(budget.calls_per_day, spent.calls),
            tokens_left: left(budget.tokens_per_day, spent.tokens),
            renews_at: spent.renews_at(self.ports.clock.utc_offset_minutes()).to_string(),
        })
    }

    fn spent_today(&self, spent: Spent) -> Spent {
        let clock = &self.ports.clock;
        let local = i64::from(clock.utc_offset_minutes()).saturating_mul(MINUTE_MS);
        spent.on(clock.now().millis().saturating_add(local).div_euclid(DAY_MS))
    }

    fn exceeded(&self, spent: Spent) -> Error {
        let renews_at = spent.renews_at(self.ports.clock.utc_offset_minutes());
        let wait = renews_at.millis().saturating_sub(self.ports.clock.now().millis());
        let message = format!(
            "the day's budget of model calls or tokens is used up: it is renewed at {renews_at}; or raise `budget` of Memory.open"
        );
        Error::new(ErrorCode::BudgetExceeded, message).retry_after(u64::try_from(wait).unwrap_or_default())
    }
}

/// What the store holds of it; nothing where the row is damaged: a limit must not become a lock.
pub(super) async fn read(ports: &Ports) -> Result<Spent> {
    let key = Key::new(SPENT)?;
    let row = ports.store.get(Table::Meta, std::slice::from_ref(&key)).await?.pop().flatten();
    Ok(row.and_then(|row| codec::read(Table::Meta, &key, &row).ok()).unwrap_or_default())
}

/// What a call took that failed so: nothing where the service did not read the prompt; none where that is not known.
pub(super) const fn took_nothing(code: ErrorCode) -> bool {
    matches!(
        code,
        ErrorCode::Network
            | ErrorCode::ModelAuth
            | ErrorCode::ModelRateLimited
            | ErrorCode::ModelQuota
            | ErrorCode::ModelNotFound
            | ErrorCode::ModelRejected
            | ErrorCode::ModelUnavailable
    )
}

pub(super) const fn total(usage: Usage) -> u64 {
    usage.input_tokens.saturating_add(usage.output_tokens)
}

/// The tokens of a prompt, erring upwards.
fn estimated(prompt: &Prompt) -> u64 {
    let words = |text: &str| u64::try_from(estimate_tokens(text)).unwrap_or(u64::MAX);
    let schema = prompt.schema.as_ref().map_or(0, |schema| words(&schema.to_string()));
    let turns = prompt.turns.iter().map(|turn| {
        let shown = turn.media.iter().map(media_tokens).fold(0, u64::saturating_add);
        words(&turn.text).saturating_add(shown)
    });
    turns.fold(words(&prompt.system).saturating_add(schema), u64::saturating_add)
}

fn media_tokens(shown: &TurnMedia) -> u64 {
    use crate::model::MediaType;
    let bytes = shown.data.as_slice().len();
    let tokens = |a_token: usize| u64::try_from(bytes.div_ceil(a_token)).unwrap_or(u64::MAX);
    match shown.mime_type {
        media if media.is_image() => IMAGE_TOKENS,
        MediaType::Wav | MediaType::Aiff | MediaType::Flac => tokens(PLAIN_SOUND_BYTES),
        _ => tokens(SOUND_BYTES),
    }
}
