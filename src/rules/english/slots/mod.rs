//! What a sentence about the person is about, whether a rule wrote it or a model: its slot.

mod form;
mod table;

use self::{
    form::{bare, birthday, dose, drug, place, plain, whole},
    table::{DOES, HAS},
};
use super::{matcher::Words, words::tokens};
use crate::rules::Slot;

/// What a sentence of a memory is about.
pub(in crate::rules) fn slot_of(text: &str) -> Option<Slot> {
    let mut words = tokens(text);
    // "Their job" was "my job" when the person said it.
    for token in &mut words {
        let own = OWN.iter().find(|(theirs, _)| token.key == *theirs);
        token.key = own.map_or_else(|| std::mem::take(&mut token.key), |(_, mine)| (*mine).to_owned());
    }
    let all = Words { sentence: text, tokens: &words };
    let all = if all.is(0, &["the"]) { all.from(1) } else { all };
    let (table, said) = match all.first()?.key.as_str() {
        "user" => (DOES, all.from(1)),
        "user's" => (HAS, all.from(1)),
        _ => return None,
    };
    table.iter().find_map(|(patterns, key, value)| {
        let found = said.find(patterns)?;
        let fill = |template: &str, form: fn(&str) -> String| {
            let mut filled = template.to_owned();
            for gap in 0..found.captures.len() {
                filled = filled.replace(&format!("{{{gap}}}"), &form(found.text(gap)?));
            }
            let last = found.captures.len().checked_sub(1).and_then(|last| found.text(last));
            for (name, read) in SPECIAL {
                if filled.contains(name) {
                    filled = filled.replace(name, &read(last?)?);
                }
            }
            Some(filled)
        };
        Some(Slot::new(&fill(key, bare)?, &fill(value, plain)?))
    })
}

/// The person in the third person and in the first.
const OWN: &[(&str, &str)] = &[("their", "my"), ("them", "me"), ("themselves", "myself")];

type Read = fn(&str) -> Option<String>;

/// What is read from the last capture.
const SPECIAL: &[(&str, Read)] = &[
    ("{place}", place),
    ("{org}", whole),
    ("{role}", whole),
    ("{drug}", drug),
    ("{dose}", dose),
    ("{birthday}", birthday),
];
