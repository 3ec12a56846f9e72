//! Races, times, grades and scores, and what is aimed at.

use super::rule::{GOAL, HABIT, Rule, SKILL, rule};

pub(super) const RULES: &[Rule] = &[
    rule(
        &[
            "my {distance} best|pb|pr|record|time|pace is|was {duration}",
            "my {distance} personal best|record is|was {duration}",
            "my best|fastest {distance} time? is|was {duration}",
            "my pb|pr|record|best for|in|over|on a|the? {distance} is|was {duration}",
            "i ran|swam|rowed|cycled|finished|completed my|a|an|the? first? {distance} in {duration}",
        ],
        "User's {0} time is {1}",
        SKILL,
    ),
    rule(
        &[
            "i have? signed|registered up? for {race}",
            "i am|got signed|registered up? for {race}",
            "i entered {race} ~",
        ],
        "User signed up for {0}",
        GOAL,
    ),
    rule(
        &["my? goal|target|aim score? is|was {score}", "my? target score is {figure}"],
        "User's goal is {0}",
        GOAL,
    ),
    rule(
        &[
            "my? goal|target|ideal|dream weight? is {figure}",
            "my? goal is to get|go down|up? to {figure}",
            "my? goal is to reach|hit|weigh {figure}",
        ],
        "User's goal is {0}",
        GOAL,
    ),
    rule(
        &[
            "i am aiming|shooting for {score}",
            "i have? decided to aim|shoot|go for {score}",
            "i want|need to score|hit|reach|get {score} ~",
            "i want|need to score|hit|reach|get {score} on|in *",
            "i want|need a|an {score} on|in *",
        ],
        "User's goal is {0}",
        GOAL,
    ),
    rule(
        &[
            "i scored|got a|an? {score} on|in {test}",
            "i scored a|an? {score} on|in|for my|the|a|that|this *",
            "i scored {score} ~",
            "my toeic|sat|gre|gmat|test|exam|last|latest|practice test|practice? score is|was {score}",
        ],
        "User's score is {0}",
        SKILL,
    ),
    rule(
        &[
            "i train|lift|box|climb|spar at {gym}",
            "i work out at {gym}",
            "i am training at {gym}",
            "i am working out at {gym}",
            "i am at {gymname} these|nowadays|instead *",
            "i am a member of|at {gymname}",
            "i go to {gymname}",
            "i have? switched|moved|changed to {gymname}",
            "i have? joined {gymname}",
            "my gym is {gym}",
        ],
        "User trains at {0}",
        HABIT,
    ),
];
