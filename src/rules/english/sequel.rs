//! Figures that only the clause before gives a meaning: "I got a raise, it's 3,150 net now".

use super::{
    matcher::Words,
    rule::{FINANCE, GOAL, SKILL, stated},
};
use crate::rules::Statement;

/// What a clause says in the light of the one before it.
pub(super) fn read(before: Words<'_>, clause: Words<'_>) -> Option<Statement> {
    let it =
        ["it is about|around? {amount} ~", "it is about|around? {amount} net|gross|now|a|per|after|before *"];
    if before.find(&["i|we got|had|have a|my pay|salary? raise|rise *"]).is_some() {
        let amount = clause.find(&it)?;
        return Some(stated(format!("User earns {}", amount.text(0)?), FINANCE));
    }
    if before
        .find(&["my|our|the rent went|is going? up|down *", "my|our|the rent has gone up|down *"])
        .is_some()
    {
        let amount = clause.find(&it)?;
        return Some(stated(format!("User's rent is {}", amount.text(0)?), FINANCE));
    }
    if before.find(&["i took|sat|did a|an|the|my|another practice|mock? test|exam *"]).is_some() {
        let score = clause.find(&["{score} $", "i got|scored a? {score} ~", "it was {score} ~"])?;
        return Some(stated(format!("User's score is {}", score.text(0)?), SKILL));
    }
    if before.find(&["my? goal|target score? is {score}", "i am aiming for {score}"]).is_some() {
        let score = clause.find(&["i am at {score}", "i am at {score} right|now *"])?;
        return Some(stated(format!("User's score is {}", score.text(0)?), SKILL));
    }
    if before
        .find(&["i weigh {bodyweight}", "i am {bodyweight}", "i am at|down|up to? {bodyweight}"])
        .is_some()
    {
        let goal = clause.find(&["my? goal|target is {figure} ~"])?;
        return Some(stated(format!("User's goal is {}", goal.text(0)?), GOAL));
    }
    None
}
