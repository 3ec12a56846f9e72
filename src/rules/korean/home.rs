//! Where the person lives.

use super::{
    clauses::{Arg, Clause},
    letters::together,
    nouns::{is_known_place, is_place},
    particles::{Case, is_one_of},
    people::is_relative,
    predicates::{Denied, Tense, What},
    say::{With, fact},
    verbs::Verb,
};
use crate::rules::{Slot, Statement};

/// What a clause says of it.
pub(super) fn read(clause: &Clause) -> Option<Vec<Statement>> {
    match clause.what()? {
        What::Does(Verb::Live, _) => lives(clause),
        What::Does(Verb::Move, _) => moved(clause),
        What::Does(Verb::Leave, _) => left(clause),
        What::Is(_) => named(clause),
        _ => None,
    }
    .map(|said| vec![said])
}

fn home(place: &str) -> Statement {
    fact(format!("사용자는 {place}에 산다"), "home place", 0.8)
        .about("home", place)
        .names(place, "place", "lives_in")
}

fn gone(place: &str) -> Statement {
    fact(format!("사용자는 이제 {place}에 살지 않는다"), "home place", 0.7).about("home", Slot::ENDED)
}

fn lives(clause: &Clause) -> Option<Statement> {
    let is_with = |arg: &&Arg| arg.case == Case::And && is_relative(arg.last());
    let company: Vec<&Arg> = clause.args.iter().filter(is_with).collect();
    let mut rest = clause.args.iter().filter(|arg| !is_with(arg) && arg.case != Case::Since);
    let (place, more) = (rest.next(), rest.next());
    if more.is_some() {
        return None;
    }
    let now = matches!(clause.tense(), Tense::Present | Tense::Ongoing | Tense::Begun);
    let Some(place) = place else {
        let alone = clause.says("혼자 혼자서") && company.is_empty();
        let text = match company.as_slice() {
            [] if alone => "사용자는 혼자 산다".to_owned(),
            [one] if clause.denied() == Denied::No => format!("사용자는 {} 함께 산다", together(&one.noun())),
            _ => return None,
        };
        let fits = now && clause.denied() == Denied::No && clause.times.is_empty();
        return fits.then(|| fact(text, "home family", 0.6));
    };
    let fits = matches!(place.case, Case::At | Case::In | Case::Bare | Case::Also);
    let noun = place.noun();
    if !fits
        || !now
        || !is_place(&noun)
        || (place.case == Case::Bare && noun.contains(' ') && !is_known_place(&noun))
    {
        return None;
    }
    match clause.denied() {
        Denied::No => Some(home(&noun)),
        Denied::Not
            if clause.says("이제 이제는 이젠 더이상 더는 인제 지금 지금은 현재 현재는 요즘 요즘은") =>
        {
            Some(gone(&noun))
        }
        Denied::Not if place.case != Case::Bare && (clause.me || is_known_place(&noun)) => Some(gone(&noun)),
        _ => None,
    }
}

/// 부산으로 이사했어요, 서울에서 부산으로 이사 왔어요.
fn moved(clause: &Clause) -> Option<Statement> {
    if !matches!(clause.tense(), Tense::Past | Tense::Begun) || clause.denied() != Denied::No {
        return None;
    }
    let mut to: Option<&Arg> = None;
    for arg in &clause.args {
        match arg.case {
            Case::To | Case::At | Case::Bare if to.is_none() => to = Some(arg),
            Case::In => {}
            Case::And if is_relative(arg.last()) => {}
            _ => return None,
        }
    }
    let noun = to?.noun();
    is_place(&noun).then(|| home(&noun))
}

fn left(clause: &Clause) -> Option<Statement> {
    let place = clause.only(&[Case::Object, Case::Bare])?.noun();
    let fits = clause.tense() == Tense::Past && clause.denied() == Denied::No && is_known_place(&place);
    fits.then(|| gone(&place))
}

/// 집은 부산이에요, 사는 곳은 부산이에요.
fn named(clause: &Clause) -> Option<Statement> {
    let arg = clause.only(&[Case::Topic, Case::Subject])?;
    let noun = arg.noun();
    let is_home = is_one_of("집 주소 거주지 사는곳 동네", &noun)
        || matches!(noun.as_str(), "사는 곳" | "사는 데" | "집 주소" | "사는 동네" | "현재 거주지");
    let value = clause.is()?.join(" ");
    let value = value.strip_suffix(" 쪽").unwrap_or(&value);
    let fits =
        is_home && is_place(value) && (noun != "집" || is_known_place(value)) && clause.times.is_empty();
    fits.then(|| home(value))
}
