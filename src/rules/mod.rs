//! Facts by rules: what a person says about themselves in plain words, read on the device where no model is.
//!
//! ```text
//!   read ─► english │ korean      each sentence of a message: a statement, a wish to forget, a correction, or nothing
//!   slot_of ─► the same           what a sentence of a memory is about, so that a newer one can replace it
//!   confirm                       what the assistant said of the person, once they say yes
//!   small_talk                    what is said without saying anything
//!   topics                        what "my address" means where somebody wants it forgotten
//! ```
//!
//! Precision over recall: a sentence that might be a question, a quotation, a supposition, a joke or about somebody else says
//! nothing here. The message itself stays searchable beside what is read from it.

mod confirm;
mod english;
mod korean;
mod own_words;
mod small_talk;
mod topics;

pub use self::{
    confirm::{agrees, as_said_by_the_person},
    small_talk::{Talk, may_be_answered_by_a_nod, weighed},
    topics::keys_of,
};
use crate::model::{Entity, Kind, Relation, Timestamp};

/// Which rules read it; stored with what they read.
pub const VERSION: &str = "rules-1";
/// The most statements read from one message.
const MAX_FOUND: usize = 20;
/// A longer sentence is none a rule can judge, in characters.
const MAX_SENTENCE_CHARS: usize = 400;

/// What a sentence says.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    /// Something about the person.
    Statement(Statement),
    /// A wish that what is known about this be forgotten; empty: what was said just now.
    Forget(String),
    /// "Not A but B": the same was said before with `wrong` in place of `right`.
    Correction {
        /// What was understood.
        wrong: String,
        /// What was meant.
        right: String,
    },
}

/// A statement about the person, in words that stand for themselves.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Statement {
    /// One self-contained sentence in the third person, in the language of the message: "User lives in Busan".
    pub text: String,
    /// What sort of thing it is.
    pub kind: Kind,
    /// `identity`, `home`, `work`, `family`, `preference`, `health`, `plan`, `place`, `habit`, `possession`, `procedure` …
    pub categories: Vec<String>,
    /// 0 to 1.
    pub importance: f64,
    /// What it is about; none where a newer one of its kind leaves it standing.
    pub slot: Option<Slot>,
    /// Who and what it names, the person as [`crate::model::graph::USER`].
    pub entities: Vec<Entity>,
    /// How they stand to each other.
    pub relations: Vec<Relation>,
    /// When it happens or happened, if the sentence says so.
    pub event_time: Option<Timestamp>,
    /// From when on it is of no more use: a plan's day is over.
    pub expires_at: Option<Timestamp>,
}

/// What holds one value at a time: of two statements with the same key, the newer is so.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Slot {
    /// `home`, `employer`, `name`, `partner`, `attitude:tea`, `allergy:peanut` …; the same in every language, but for the words of the
    /// person.
    pub key: String,
    /// Its value, normalised: `busan`, `like`, `no` …
    pub value: String,
}

impl Slot {
    /// The value of what has ended: "User no longer lives in Seoul".
    pub const ENDED: &'static str = "no";
    /// The value of what is so, and no more is said of it: "User takes lisinopril".
    pub const ANY: &'static str = "yes";

    /// A slot with its value, both normalised.
    pub fn new(key: &str, value: &str) -> Self {
        let normal = |text: &str| crate::text::normalize(text.trim());
        Self { key: normal(key), value: normal(value) }
    }
}

/// What the sentences of a message say, in order. `at`: when it was said; `offset_minutes`: how far the person's clock is ahead of
/// UTC.
pub fn read(message: &str, at: Timestamp, offset_minutes: i32) -> Vec<Found> {
    let mut korean = korean::Reader::default();
    let mut english = english::Reader::default();
    let mut found = Vec::new();
    for sentence in own_words::own_words(message) {
        if sentence.chars().count() > MAX_SENTENCE_CHARS {
            continue;
        }
        found.extend(if is_korean(sentence) {
            korean.read(sentence, at, offset_minutes)
        } else {
            english.read(sentence, at, offset_minutes)
        });
        if found.len() >= MAX_FOUND {
            break;
        }
    }
    found.truncate(MAX_FOUND);
    found
}

/// What a sentence of a memory is about, ours or a model's. None for one whose subject is not the person: where Mia lives is not
/// where the person lives.
pub fn slot_of(text: &str) -> Option<Slot> {
    if !is_about_the_person(text) {
        return None;
    }
    if is_korean(text) { korean::slot_of(text) } else { english::slot_of(text) }
}

/// A memory's text with what was wrong put right; none if it does not hold it as a word of its own.
pub fn corrected(text: &str, wrong: &str, right: &str) -> Option<String> {
    if is_korean(text) {
        korean::corrected(text, wrong, right)
    } else {
        english::corrected(text, wrong, right)
    }
}

fn is_about_the_person(text: &str) -> bool {
    let text = text.trim_start();
    let begins = |subject: &str| text.get(..subject.len()).is_some_and(|s| s.eq_ignore_ascii_case(subject));
    ["user ", "user's ", "user’s ", "the user ", "the user's ", "the user’s "].iter().any(|s| begins(s))
        || text.starts_with("사용자")
}

/// Whether rules for Korean read it: English names within Korean sentences are common, the other way round they are not.
fn is_korean(text: &str) -> bool {
    text.chars().any(|c| matches!(c, '가'..='힣'))
}
