//! What the person does again and again.

use super::{
    clauses::{Arg, Clause},
    letters::plain,
    lists::ACTIVITIES,
    measures::is_money,
    particles::{Case, is_one_of},
    predicates::{Denied, Tense, What},
    say::fact,
    verbs::Verb,
};
use crate::rules::Statement;

/// What says that it is a habit.
const AGAIN: &str = "매일 매주 매달 매년 날마다 주말마다 아침마다 저녁마다 밤마다 하루에 일주일에 한달에";
const MOSTLY: &str = "보통 주로 항상 늘 언제나";

/// What a clause says of it.
pub(super) fn read(clause: &Clause) -> Option<Vec<Statement>> {
    let What::Does(verb, stem) = clause.what()? else { return None };
    let often = clause
        .times
        .iter()
        .any(|time| is_one_of(AGAIN, time) || time.ends_with("마다") || time.starts_with("주 "))
        || clause
            .args
            .iter()
            .any(|arg| arg.case == Case::Every || arg.words.iter().any(|word| word.ends_with("원씩")));
    let mostly = clause.says(MOSTLY) && (!clause.times.is_empty() || matches!(verb, Verb::Act));
    let now = matches!(clause.tense(), Tense::Present | Tense::Ongoing | Tense::Begun);
    let cases = [Case::Object, Case::Bare, Case::At, Case::In, Case::To, Case::And, Case::Every, Case::Since];
    let does = |arg: &Arg| arg.case == Case::Topic && is_one_of(ACTIVITIES, arg.last());
    let fits =
        clause.args.iter().all(|arg| cases.contains(&arg.case) || does(arg)) && clause.denied() == Denied::No;
    if !now || !fits || !(often || mostly) || clause.words.len() > 8 {
        return None;
    }
    let odd = |word: &String| is_one_of("이 그 저 이거 그거 너 것 거 약속 다음 내일 오늘 이번", word);
    if clause.words.iter().any(odd) {
        return None;
    }
    let ahead = clause.words.join(" ");
    let text = match verb {
        Verb::Act
        | Verb::Go
        | Verb::Eat
        | Verb::Drink
        | Verb::Work
        | Verb::Learn
        | Verb::Attend
        | Verb::Take
        | Verb::Ride
        | Verb::Sit
        | Verb::Pay => {
            let goes = clause.args.iter().any(|arg| {
                matches!(arg.case, Case::At | Case::To | Case::Object)
                    || !arg.words.iter().any(|word| is_one_of("번 회", word))
            });
            let weak = match verb {
                Verb::Sit | Verb::Eat | Verb::Drink => clause.args.is_empty(),
                Verb::Go | Verb::Attend => !goes,
                Verb::Pay => {
                    let sum = |word: &String| is_money(word.trim_end_matches('씩'));
                    !clause.args.iter().any(|arg| arg.words.iter().any(sum))
                }
                _ => false,
            };
            (!weak).then(|| format!("사용자는 {ahead} {}", plain(stem)))?
        }
        Verb::Say => {
            let last = clause.args.last()?;
            let does = is_one_of(ACTIVITIES, last.last())
                && matches!(last.case, Case::Bare | Case::Object | Case::Topic);
            let gap = if last.case == Case::Bare { "" } else { " " };
            does.then(|| format!("사용자는 {ahead}{gap}한다"))?
        }
        _ => return None,
    };
    Some(vec![fact(text, "habit", 0.4)])
}
