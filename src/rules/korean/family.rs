//! What is so of the person's family and animals: illnesses, allergies, where they live.

use super::{
    clauses::{Arg, Clause},
    health, home,
    letters::topic,
    particles::{Case, is_one_of},
    people::{is_kin, is_pet, relation_of},
    say::{With, fact},
};
use crate::rules::Statement;

/// What a clause says of one of them: 아내가 새우 알레르기가 있어요, 부모님은 대구에 사세요.
pub(super) fn read(clause: &Clause) -> Option<Vec<Statement>> {
    let (first, rest) = clause.args.split_first()?;
    let (name, kin) = member(first)?;
    if clause.me || clause.mine || rest.iter().any(|arg| arg.mine) {
        return None;
    }
    let own = Clause { args: rest.to_vec(), me: true, ..clause.clone() };
    let of_body = |statement: &Statement| {
        let key = statement.slot.as_ref().map_or("", |slot| slot.key.as_str());
        ["allergy:", "condition:", "medication:"].iter().any(|kind| key.starts_with(kind))
    };
    let said = health::read(&own).filter(|said| said.iter().all(of_body));
    let said =
        said.or_else(|| home::read(&own).filter(|_| !rest.is_empty() && relation_of(kin).is_some()))?;
    said.into_iter()
        .map(|statement| {
            let rest = statement.text.strip_prefix("사용자는 ")?;
            let text = format!("사용자의 {} {rest}", topic(&name));
            let categories = format!("family {}", statement.categories.join(" "));
            let said = fact(text, &categories, 0.6);
            Some(match relation_of(kin) {
                Some(relation) => said.named_by(&name, "person", relation),
                None => said.names(&name, "animal", "has_pet"),
            })
        })
        .collect()
}

/// The name of somebody of the family who is the subject, and the word for how they stand to the person.
fn member(arg: &Arg) -> Option<(String, &str)> {
    if !matches!(arg.case, Case::Topic | Case::Subject) {
        return None;
    }
    let (last, before) = arg.words.split_last()?;
    let ordered = before.iter().all(|word| is_one_of("첫째 둘째 셋째 큰 작은 막내 예비 친정", word));
    let known = is_kin(last) || (is_pet(last) && arg.mine);
    (ordered && known).then(|| (arg.noun(), last.as_str()))
}
