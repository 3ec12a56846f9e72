//! What is measured: weight, height, budget; and aims.

use super::{
    clauses::Clause,
    particles::{Case, is_one_of},
    predicates::{Denied, Tense, What},
    say::{With, fact},
    verbs::Verb,
};
use crate::rules::Statement;

/// What a clause says of it.
pub(super) fn read(clause: &Clause) -> Option<Vec<Statement>> {
    let said = match clause.what()? {
        What::Is(_) => {
            let value = clause.is()?.join(" ");
            match clause.only(&[Case::Topic, Case::Subject]) {
                Some(arg) => of(&arg.noun(), &value),
                None if clause.args.is_empty() && clause.me => by_unit(&value),
                None => None,
            }
        }
        // 몸무게가 70kg 나가요.
        What::Does(Verb::Heavy, _) if clause.denied() == Denied::No && clause.tense() != Tense::Past => {
            match clause.args.as_slice() {
                [what, value] if value.case == Case::Bare => of(&what.noun(), &value.noun()),
                [value] if value.case == Case::Bare => by_unit(&value.noun()),
                _ => None,
            }
        }
        _ => None,
    };
    said.filter(|_| clause.times.is_empty() && !clause.mine).map(|said| vec![said])
}

fn of(noun: &str, value: &str) -> Option<Statement> {
    let value = value.strip_suffix(" 정도").or_else(|| value.strip_suffix("정도")).unwrap_or(value);
    let said = |name: &str, key: &str, category: &str| {
        Some(fact(format!("사용자의 {name} {value}이다"), category, 0.6).about(key, value))
    };
    match noun {
        "몸무게" | "체중"
            if number(value)
                .is_some_and(|(n, unit)| (20..=300).contains(&n) && (unit.is_empty() || is_weight(unit))) =>
        {
            said("몸무게는", "weight", "health")
        }
        "키" | "신장"
            if number(value).is_some_and(|(n, unit)| {
                (100..=250).contains(&n) && (unit.is_empty() || is_height(unit))
                    || n <= 2 && (unit.starts_with("m") || unit.starts_with("미터"))
            }) =>
        {
            said("키는", "height", "health")
        }
        "예산" if is_money(value) => said("예산은", "budget", "finance"),
        "목표" | "제 목표" | "올해 목표"
            if value.chars().any(char::is_alphabetic)
                && value.split(' ').count() <= 6
                && !is_one_of("이거 그거 뭐 이것 그것", value) =>
        {
            Some(fact(format!("사용자의 목표는 {value}이다"), "goal", 0.6))
        }
        _ => None,
    }
}

/// 저는 70kg예요.
fn by_unit(value: &str) -> Option<Statement> {
    let (_, unit) = number(value)?;
    if unit.is_empty() {
        return None;
    }
    if is_weight(unit) {
        of("몸무게", value)
    } else if is_height(unit) {
        of("키", value)
    } else {
        None
    }
}

fn is_weight(unit: &str) -> bool {
    is_one_of("kg KG Kg 킬로 킬로그램 키로", unit)
}

fn is_height(unit: &str) -> bool {
    is_one_of("cm CM 센티 센치 센티미터", unit)
}

/// The whole part of a number that a value begins with, and its unit.
fn number(value: &str) -> Option<(u32, &str)> {
    let end = value.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(value.len());
    let (digits, unit) = value.split_at_checked(end)?;
    Some((digits.split('.').next()?.parse().ok()?, unit.trim()))
}

fn is_money(value: &str) -> bool {
    let counted = value.chars().any(|c| c.is_ascii_digit() || matches!(c, '백' | '천' | '만' | '억'));
    let money = ["원", "달러", "불", "유로", "엔", "만", "천", "위안", "파운드"]
        .iter()
        .any(|unit| value.ends_with(unit));
    counted && money && value.split(' ').count() <= 3
}
