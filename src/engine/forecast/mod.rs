//! `forecast`: what is likely next, with the memories that speak for it. Worked out when it is asked for and never stored: a
//! prediction is not a fact.
//!
//! ```text
//!   device ─► recurrence    days that come back: weekly, monthly, yearly
//!          ├► trend         numbers that rise or fall, with their units (quantity)
//!          └► plans         what was said to come
//!   ask                     what a model makes of the same memories, if there is one
//! ```

mod ask;
mod device;
mod phrase;
mod quantity;
mod recurrence;
mod stats;
mod subject;
mod trend;

use serde::Serialize;

use self::ask::{MAX_SHOWN, Shown};
use super::{
    Abort, Engine,
    add::keeps_turn_pending,
    request::{Forecast, ForecastOptions, Search},
    response::{Problem, SearchHit},
    state::State,
    verify::is_related,
};
use crate::{
    Result,
    model::{Memory, MemoryId, Timestamp},
    ports::Usage,
    sort::Arrange,
};

const DAY_MS: i64 = 86_400_000;
/// How many memories a forecast rests on at most: the last, or of a subject the nearest.
const MAX_MEMORIES: usize = 2_000;
const MAX_NEAR: usize = 200;
/// The most predictions.
const MAX_PREDICTIONS: usize = 50;

/// What speaks for a prediction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Basis {
    /// It was said to come.
    Plan,
    /// It came back regularly.
    Recurrence,
    /// A number goes on as it went.
    Trend,
    /// A model's judgement of memories.
    Model,
}

/// Something likely.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Prediction {
    /// One sentence, in the language of the memories.
    pub text: String,
    /// When: RFC 3339; of a date, its first moment in UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// The first and last moment it may be, where days varied.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// See `from`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// Of a trend: the value at the end of the horizon.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<f64>,
    /// Its unit, as written; none where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// 0 to 1.
    pub confidence: f64,
    /// What speaks for it.
    pub basis: Basis,
    /// The memories it rests on.
    pub memory_ids: Vec<String>,
}

impl Prediction {
    fn new(text: String, confidence: f64, basis: Basis) -> Self {
        Self {
            text,
            at: None,
            from: None,
            until: None,
            value: None,
            unit: None,
            confidence: (confidence * 1_000.0).round() / 1_000.0,
            basis,
            memory_ids: Vec::new(),
        }
    }
}

/// What `forecast` answers.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ForecastResult {
    /// In order of time; what has no time comes last.
    pub predictions: Vec<Prediction>,
    /// The end of the horizon: RFC 3339.
    pub until: String,
    /// What the model took.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usage: Option<Usage>,
    /// Why the answer rests on less than it could: the model failed, or what finds memories by meaning.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub degraded: Option<Problem>,
}

/// The span a forecast is about.
#[derive(Clone, Copy, Debug)]
struct When {
    now: Timestamp,
    /// The day on the person's clock, counted from 1970-01-01. Dates without a time are midnight UTC of such a day.
    today: i64,
    /// The end, in milliseconds.
    until_ms: i64,
}

impl When {
    fn new(now: Timestamp, offset_minutes: i32, horizon_ms: i64) -> Self {
        let local = now.millis().saturating_add(i64::from(offset_minutes) * 60_000);
        let until_ms = now.millis().saturating_add(horizon_ms);
        Self { now, today: local.div_euclid(DAY_MS), until_ms }
    }

    fn until_day(&self) -> i64 {
        self.until_ms.div_euclid(DAY_MS)
    }

    /// Whether a moment lies in the span: from today on.
    fn holds(&self, at: Timestamp) -> bool {
        at.millis() >= self.today.saturating_mul(DAY_MS) && at.millis() <= self.until_ms
    }
}

/// A day as a date.
fn day_of(day: i64) -> String {
    moment_of(day).map(Timestamp::date).unwrap_or_default()
}

fn moment_of(day: i64) -> Option<Timestamp> {
    Timestamp::from_millis(day.checked_mul(DAY_MS)?).ok()
}

impl Engine {
    /// What is likely within a horizon, with the memories it rests on. Nothing of it is stored. Where a model is asked and fails,
    /// the answer is the device's own and says so (`degraded`). Errors: `invalid_input`, `scope_required`, `aborted`.
    pub async fn forecast(&self, options: ForecastOptions, abort: &Abort) -> Result<ForecastResult> {
        let Forecast { scope, about, horizon_ms, now, model } = options.checked()?;
        self.ready().await?;
        let clock = &self.ports.clock;
        let (now, offset) =
            now.map_or_else(|| (clock.now(), clock.utc_offset_minutes()), |m| (m.at, m.offset_minutes));
        let when = When::new(now, offset, horizon_ms);
        let (near, mut degraded) = match &about {
            Some(about) => {
                let search =
                    Search { include_expired: true, ..Search::plain(about.clone(), scope.clone(), MAX_NEAR) };
                let found = self.recall(&search, abort).await?;
                let hits = found.results.into_iter().filter(|hit| is_about(about, hit));
                (Some(hits.map(|hit| hit.item.id).collect::<Vec<String>>()), found.degraded)
            }
            None => (None, None),
        };
        let (mut predictions, shown) = {
            let state = self.state.borrow();
            let memories = match &near {
                Some(ids) => by_id(&state, ids),
                None => latest(&state, &scope),
            };
            let current = memories.iter().filter(|memory| !memory.has_expired(now));
            let shown: Vec<Shown> = current.filter_map(|memory| Shown::of(memory)).take(MAX_SHOWN).collect();
            (device::predictions(&memories, &when), shown)
        };
        let mut usage = None;
        if let Some(llm) = self.llm().filter(|_| model && !shown.is_empty()) {
            let mut used = Usage::default();
            let asked = ask::by_model(&llm, about.as_deref(), &when, &shown, &mut used);
            match abort.guard(asked).await {
                Ok(more) => predictions
                    .extend(more.into_iter().filter(|p| !is_said(&predictions, p)).collect::<Vec<_>>()),
                Err(e) if keeps_turn_pending(e.code()) => degraded = Some(Problem::from(&e)),
                Err(e) => return Err(e),
            }
            usage = Some(used);
        }
        // RFC 3339 in UTC sorts as text.
        predictions.arrange_by(|a, b| {
            let key = |p: &Prediction| (p.at.is_none(), p.at.clone());
            key(a).cmp(&key(b)).then(b.confidence.total_cmp(&a.confidence)).then(a.basis.cmp(&b.basis))
        });
        predictions.truncate(MAX_PREDICTIONS);
        let until = Timestamp::from_millis(when.until_ms).map(|at| at.to_string()).unwrap_or_default();
        Ok(ForecastResult { predictions, until, usage, degraded })
    }
}

/// Whether a hit is about the subject: it shares a word with it that says something, or is near it in meaning.
fn is_about(about: &str, hit: &SearchHit) -> bool {
    let alike = hit.explain.iter().find(|part| part.signal == "vector").map_or(0.0, |part| part.value);
    is_related(about, &hit.item.memory, alike)
}

fn by_id<'a>(state: &'a State, ids: &[String]) -> Vec<&'a Memory> {
    let memory = |id: &String| state.memory(&MemoryId::parse(id).ok()?);
    ids.iter().filter_map(memory).filter(|memory| device::counts(memory)).collect()
}

/// The facts of a scope, the latest first. What is over counts: it happened.
fn latest<'a>(state: &'a State, scope: &crate::model::Scope) -> Vec<&'a Memory> {
    let mut allowed = state.allowed(scope, None, None);
    state.leave_out_turns(&mut allowed);
    let memories = allowed.iter().filter_map(|slot| state.at(slot));
    let mut memories: Vec<&Memory> = memories.filter(|memory| device::counts(memory)).collect();
    memories.arrange_by(|a, b| b.moment().cmp(&a.moment()).then_with(|| b.id.cmp(&a.id)));
    memories.truncate(MAX_MEMORIES);
    memories
}

/// Whether one of these rests on the same memory and is for the same day.
fn is_said(predictions: &[Prediction], other: &Prediction) -> bool {
    let rests_alike = |p: &Prediction| p.memory_ids.iter().any(|id| other.memory_ids.contains(id));
    predictions.iter().any(|p| p.at == other.at && p.at.is_some() && rests_alike(p))
}
