//! What sentences in English say.
//!
//! ```text
//!   words ─► subject ─► guards ─► forget │ correct │ clauses ─► rules by topic ─► Statement
//!                                            │            └─► matcher ─► capture ─► phrase, things, names ─► lexicon
//!   slots ─► the same matcher                └─► procedure, plan, family
//! ```

mod capture;
mod clauses;
mod correct;
mod diet;
mod family;
mod figures;
mod forget;
mod guards;
mod habit;
mod health;
mod home;
mod identity;
mod lexicon;
mod life;
mod matcher;
mod measure;
mod money;
mod names;
mod phrase;
mod plan;
mod preference;
mod procedure;
mod rule;
mod school;
mod sequel;
mod slots;
mod subject;
#[cfg(test)]
mod tests;
mod things;
mod training;
mod when;
mod words;
mod work;

use self::{
    clauses::Clause,
    matcher::Words,
    rule::Rule,
    when::Said,
    words::{Token, tokens},
};
pub(super) use self::{correct::corrected, guards::hands_over, slots::slot_of};
use super::{Found, Statement};
use crate::model::Timestamp;

/// The rules of every topic; the first that fits a clause reads it.
const TOPICS: &[&[Rule]] = &[
    identity::RULES,
    home::RULES,
    health::RULES,
    diet::RULES,
    school::RULES,
    work::RULES,
    family::RULES,
    preference::RULES,
    money::RULES,
    training::RULES,
    life::RULES,
];
/// The most a clause says.
const MAX_STATEMENTS: usize = 8;

/// Reads the sentences of one message, in order.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Reader {
    /// Somebody else was spoken of.
    others: bool,
}

impl Reader {
    /// What the next sentence says.
    pub(super) fn read(&mut self, sentence: &str, at: Timestamp, offset_minutes: i32) -> Vec<Found> {
        let found = read(sentence, at, offset_minutes, self.others);
        self.others |= subject::speaks_of_others(&tokens(sentence));
        found
    }
}

/// What a sentence says; `others`: somebody else was spoken of before.
fn read(sentence: &str, at: Timestamp, offset_minutes: i32, others: bool) -> Vec<Found> {
    let Some(sentence) = guards::unquoted(sentence) else { return Vec::new() };
    let words = tokens(&sentence);
    if let Some(topic) = forget::read(&sentence, &words) {
        return vec![Found::Forget(topic)];
    }
    let words = subject::supplied(&sentence, words, others);
    if guards::is_foreign(&sentence, &words) {
        return Vec::new();
    }
    let mut corrections = Vec::new();
    let mut corrected = Vec::new();
    // Small letters may begin a sentence.
    for part in words.split(|token| token.is(&[".", "!", ";", "..."])) {
        if let Some((correction, first)) = correct::read(&sentence, part).zip(part.first()) {
            corrections.push(correction);
            corrected.push(first.start..part.last().map_or(first.end, |last| last.end));
        }
    }
    if let Some(wish) = procedure::read(Words { sentence: &sentence, tokens: &words }) {
        return vec![Found::Statement(wish)];
    }
    let clauses = clauses::clauses(&words);
    let asked = asked(&words, &clauses);
    let mut found: Vec<Statement> = Vec::new();
    let mut doubtful = guards::mocks(&words);
    let said = Said { at, offset_minutes };
    let mut time: &[Token] = &[];
    // How much was found before the last clause.
    let mut before = 0;
    for (at, clause) in clauses.iter().enumerate() {
        // "Next week, I'm going to Japan."
        if when::is_all(&clause.tokens, &sentence, said) {
            time = &clause.tokens;
            continue;
        }
        let tokens: Vec<Token> = clause.tokens.iter().chain(time).cloned().collect();
        let is_corrected =
            |token: &Token| token.end > 0 && corrected.iter().any(|range| range.contains(&token.start));
        if clause.tokens.iter().any(is_corrected) {
            continue;
        }
        let all = Words { sentence: &sentence, tokens: &clause.tokens };
        // "Today I moved to Busan."
        let led = when::find(all, said).filter(|when| when.start == 0).map_or(0, |when| when.end);
        let timed = Words { sentence: &sentence, tokens: &tokens };
        if guards::reports(&clause.tokens) {
            break;
        }
        if let Some(wish) = procedure::read(all) {
            found.push(wish);
            continue;
        }
        if asked.is_some_and(|asked| at >= asked) || guards::asks(&clause.tokens) {
            continue;
        }
        if guards::hedges(&clause.tokens) {
            found.truncate(before);
            continue;
        }
        before = found.len();
        doubtful |= guards::is_doubtful(&clause.tokens);
        // What holds if something else does is no fact.
        doubtful |=
            clause.is_condition && clause.tokens.first().is_some_and(|token| token.is(&["if", "unless"]));
        if !clause.is_condition && !guards::is_guess(&clause.tokens) {
            let earlier = at.checked_sub(1).and_then(|at| clauses.get(at));
            let earlier =
                earlier.filter(|earlier| !earlier.is_condition && !guards::is_guess(&earlier.tokens));
            let earlier = earlier.map(|earlier| Words { tokens: &earlier.tokens, ..all });
            let sequel = earlier.and_then(|earlier| sequel::read(earlier, all));
            match sequel.or_else(|| plan::read(timed, said)) {
                Some(plan) => found.push(plan),
                None => {
                    let happened = when::happened(all, said);
                    let told = statements(all.from(led));
                    found.extend(told.into_iter().map(|said| Statement { event_time: happened, ..said }));
                }
            }
        }
    }
    if doubtful {
        found.retain(|statement| statement.kind == crate::model::Kind::Procedure);
    }
    let mut said: Vec<Statement> = Vec::new();
    for statement in found {
        if !said.iter().any(|earlier| earlier.text == statement.text) {
            said.push(statement);
        }
    }
    said.into_iter().map(Found::Statement).chain(corrections).collect()
}

/// From which clause on a sentence asks; none if it does not. "I live in Busan, right?" asks from the beginning.
fn asked(words: &[Token], clauses: &[Clause]) -> Option<usize> {
    if !words.iter().any(|token| token.is(&["?"])) {
        return None;
    }
    let last = clauses.len().checked_sub(1)?;
    let first = clauses.iter().position(|clause| guards::asks(&clause.tokens));
    Some(first.unwrap_or(0).min(last))
}

/// What a clause says, and what the rest of it says in turn: "I'm Ana, 34, a nurse from Busan".
fn statements(clause: Words<'_>) -> Vec<Statement> {
    let mut found = Vec::new();
    let mut tokens = clause.tokens.to_vec();
    while found.len() < MAX_STATEMENTS {
        let words = Words { tokens: &tokens, ..clause };
        let read = family::read(words).or_else(|| {
            TOPICS
                .iter()
                .copied()
                .flatten()
                .find_map(|rule| rule.read(words))
                .map(|(said, left)| (said, left.rest.to_vec()))
        });
        let is = words.is(0, &["i", "we"]) && words.is(1, &["am", "are"]);
        let rest = match read {
            Some((said, rest)) => {
                found.extend(said);
                rest
            }
            None if is => after_part(words.from(2).tokens),
            None => break,
        };
        let Some(next) = continued(words, &rest) else { break };
        if next.len() >= tokens.len() {
            break;
        }
        tokens = next;
    }
    found
}

/// What follows the next comma or "and", with it.
fn after_part(words: &[Token]) -> Vec<Token> {
    let at = words.iter().position(|token| token.is(&[",", "and"]));
    at.and_then(|at| words.get(at..)).unwrap_or_default().to_vec()
}

/// The rest of a clause as one of its own.
fn continued(clause: Words<'_>, rest: &[Token]) -> Option<Vec<Token>> {
    let parting = rest.iter().take_while(|token| token.is(&[",", "and"])).count();
    let said = rest.get(parting..)?;
    let first = said.first()?;
    let is = clause.is(0, &["i", "we"]) && clause.is(1, &["am", "are"]);
    let studies = clause.is(1, &["study"]) || clause.is(2, &["studying"]);
    let aged = clause.tokens.get(3).is_some_and(|token| token.key.starts_with(|c: char| c.is_ascii_digit()));
    if parting == 0 && is && aged && [4, 6].iter().any(|before| clause.tokens.len() == said.len() + before) {
        // "A 34-year-old nurse".
        return Some(clause.tokens.iter().take(3).chain(said).cloned().collect());
    }
    // "Lisinopril for high blood pressure".
    if parting == 0 && first.is(&["for"]) && clause.is(1, &["take"]) {
        let mine = usize::from(said.get(1).is_some_and(|token| token.is(&["my"])));
        let lead = ["i", "have"].into_iter().map(Token::meant);
        return Some(lead.chain(said.iter().skip(1 + mine).cloned()).collect());
    }
    let has = clause.is(0, &["i", "we"]) && clause.is(1, &["have"]);
    let lead: &[&str] = if has && parting > 0 {
        &["i", "have"]
    } else if parting == 0 && first.is(&["living", "based", "working", "studying"]) {
        &["i", "am"]
    } else if parting == 0 && first.is(&["at"]) && studies {
        &["i", "study"]
    } else if parting == 0 && first.is(&["as", "at", "for"]) {
        &["i", "work"]
    } else if first.is(&["from"]) || is && (parting > 0 || first.is(&["with", "in"])) {
        &["i", "am"]
    } else {
        return None;
    };
    let lead = lead.iter().map(|key| Token::meant(key));
    Some(lead.chain(said.iter().cloned()).collect())
}
