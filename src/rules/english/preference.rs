//! What the person likes, and does not.

use super::rule::{PROCEDURE, Rule, TASTE, linked, rule};

const LIKES: (&str, &str) = ("likes", "thing");
const DISLIKES: (&str, &str) = ("dislikes", "thing");

pub(super) const RULES: &[Rule] = &[
    rule(
        &["i prefer|like|want {manner} answers|replies|responses|explanations"],
        "User prefers {0} answers",
        PROCEDURE,
    ),
    linked(
        &["i|we like {phrase} more|better than {phrase}", "i|we prefer {phrase} to|over {phrase}"],
        "User prefers {0} to {1}",
        TASTE,
        LIKES,
    ),
    linked(
        &["i|we prefer {things}", "i have always preferred {things}"],
        "User prefers {0}",
        TASTE,
        ("prefers", "thing"),
    ),
    linked(
        &["i|we like {things}", "i have always liked {things}", "i|we like both? {things}"],
        "User likes {0}",
        TASTE,
        LIKES,
    ),
    linked(
        &[
            "i|we love {things}",
            "i have always loved {things}",
            "i am in love with {things}",
            "i|we adore {things}",
            "i fell in love with {things}",
        ],
        "User loves {0}",
        TASTE,
        LIKES,
    ),
    linked(&["i|we enjoy {things}", "i have always enjoyed {things}"], "User enjoys {0}", TASTE, LIKES),
    linked(
        &[
            "i am a|an big|huge|massive|great|avid|lifelong|die-hard? fan of {things}",
            "i have always been a big|huge? fan of {things}",
            "i am a big|huge? {liked} fan ~",
            "i am fond of {things}",
        ],
        "User is a fan of {0}",
        TASTE,
        LIKES,
    ),
    linked(
        &[
            "i|we am|are more? into {things}",
            "i got into {things} lately|recently",
            "i have been into {things}",
        ],
        "User is into {0}",
        TASTE,
        LIKES,
    ),
    linked(
        &[
            "i am obsessed with {things}",
            "i am crazy|passionate|mad about {things}",
            "i am keen on {things}",
            "i have a passion for {things}",
        ],
        "User is passionate about {0}",
        TASTE,
        LIKES,
    ),
    linked(
        &["i no longer like|love|enjoy {things}", "i do not like|love|enjoy {things} any more|longer"],
        "User no longer likes {0}",
        TASTE,
        DISLIKES,
    ),
    linked(
        &["i|we hate|despise|detest|loathe {things}", "i have always hated {things}"],
        "User hates {0}",
        TASTE,
        DISLIKES,
    ),
    linked(
        &["i|we dislike {things}", "i have always disliked {things}"],
        "User dislikes {0}",
        TASTE,
        DISLIKES,
    ),
    linked(
        &[
            "i|we do not particularly|much|even|really? like|love|enjoy {things}",
            "i have never liked|enjoyed {things}",
            "i never liked|enjoyed {things}",
            "i do not care for {things}",
            "i am not fond of {things}",
            "i am not keen on {things}",
        ],
        "User does not like {0}",
        TASTE,
        DISLIKES,
    ),
    linked(&["i|we can not stand|bear|tolerate {things}"], "User cannot stand {0}", TASTE, DISLIKES),
    linked(
        &[
            "i am not a|much big|huge|great? of? a? fan of {things}",
            "i am not into {things}",
            "i am not much of a {liked} fan",
        ],
        "User is not a fan of {0}",
        TASTE,
        DISLIKES,
    ),
    rule(
        &["my all-time|absolute? favorite {subject} of? all? time? is {favored}"],
        "User's favorite {0} is {1}",
        TASTE,
    ),
    rule(
        &["my all-time|absolute? favorite {subject} of? all? time? are {favorites}"],
        "User's favorite {0} are {1}",
        TASTE,
    ),
    rule(&["{favored} is|are my all-time|absolute? favorite {subject}"], "User's favorite {1} is {0}", TASTE),
];
