//! What the person eats, and does not.

use super::rule::{DIET, Rule, rule};

pub(super) const RULES: &[Rule] = &[
    rule(
        &["i do|practice|practise intermittent fasting", "i am doing intermittent fasting"],
        "User practices intermittent fasting",
        DIET,
    ),
    rule(
        &[
            "i|we am|are no longer a|an? {diet}",
            "i|we am|are not a|an? {diet} any more",
            "i stopped being a|an? {diet}",
            "i quit being a|an? {diet}",
            "i quit|stopped doing? {diet}",
        ],
        "User is no longer {0}",
        DIET,
    ),
    rule(&["i|we am|are not a|an? {diet} ~"], "User is not {0}", DIET),
    rule(
        &[
            "i|we follow|keep|have a|an strict|strictly? {diet} diet",
            "i|we am|are on a|an|the strict? {diet} diet",
            "i|we am|are following a|an {diet} diet",
            "my diet is {diet} ~",
            "i|we do|follow|keep {plan_diet} ~",
            "i am on|doing {plan_diet} ~",
            "i|we only|strictly? eat only? {plan_diet} food? ~",
            "i started a|an|the? {plan_diet} diet",
            "i started|began doing? {plan_diet} ~",
        ],
        "User follows a {0} diet",
        DIET,
    ),
    rule(
        &[
            "i|we am|are a|an strict|lifelong|committed? {diet} ~",
            "i|we am|are strictly? {diet} ~",
            "i|we have been a|an? {diet} for|since|all *",
            "i|we am|are {diet} for|since|because|so *",
            "i|we went|turned|became a|an? {diet} ~",
            "i|we went|turned|became a|an? {diet} =last|this|in|two|three|a|for|when",
            "i|we went|turned|became a|an? {diet} last|this|in|two|three|a *",
            "i have become|gone|turned a|an? {diet}",
            "i|we only? eat only? {diet} ~",
            "i|we only? eat only? {diet} food",
        ],
        "User is {0}",
        DIET,
    ),
    rule(
        &[
            "i|we stopped|quit eating {food}",
            "i|we have stopped|quit eating {food}",
            "i|we gave up eating? {food} for good|health|my *",
            "i|we have given up eating? {food}",
            "i|we no longer eat {food}",
            "i|we do not eat {food} any more|longer",
            "i|we cut out {food}",
            "i|we have cut out {food}",
        ],
        "User no longer eats {0}",
        DIET,
    ),
    rule(
        &[
            "i|we eat {food} again",
            "i|we started eating {food} again",
            "i am eating {food} again",
            "i have started eating {food} again",
        ],
        "User eats {0} again",
        DIET,
    ),
    rule(
        &[
            "i|we do not eat {food} ~",
            "i|we never eat {food} ~",
            "i|we do not eat any|most|much {food}",
            "i|we avoid eating {food} ~",
            "i|we can not eat {food} ~",
            "i|we can not have {food} ~",
            "i|we do not eat {food} because|for|since *",
        ],
        "User does not eat {0}",
        DIET,
    ),
];
