//! Where the person lives.

use super::rule::{HOME, Rule, linked, rule};

pub(super) const RULES: &[Rule] = &[
    linked(
        &[
            "i|we do not live in {place} any more|longer",
            "i|we no longer live|reside in {place}",
            "i|we am|are no longer living|based in {place}",
            "i|we am|are not living|based in {place} any more",
            "i|we moved out of|from {place} $",
            "i|we have moved out of|from {place} $",
            "i|we moved away from {place} $",
            "i|we have moved away from {place} $",
        ],
        "User no longer lives in {0}",
        HOME,
        ("lived_in", "place"),
    ),
    linked(
        &[
            "i|we live|reside|dwell in {place}",
            "i|we live right in {place}",
            "i|we live over here in {place}",
            "i|we live here in {place}",
            "i|we live together|alone in {place}",
            "i|we am|are living|residing|based|located|settled in {place}",
            "i|we am|are based out of {place}",
            "i|we have lived in {place} for|since|all *",
            "i|we have been living|based in {place}",
            "i|we have always lived in {place}",
            "i|we moved|relocated back|over? to {place}",
            "i|we have moved|relocated back|over? to {place}",
            "i|we moved|relocated here? to {place}",
            "i|we settled|settled down? in {place}",
            "i|we settled down in {place}",
            "i|we moved in to {place}",
            "i|we call {place} home",
            "my home is in {place}",
            "i|we own|have a house|home|flat|apartment in {place}",
            "my house|apartment|flat|place is in {place}",
            "my current? address|city|location is {place} $",
        ],
        "User lives in {0}",
        HOME,
        ("lives_in", "place"),
    ),
    linked(
        &[
            "i|we moved|relocated from {from} to {place}",
            "i|we have moved|relocated from {from} to {place}",
            "i|we live with {household} in {place}",
            "i|we live in {dwelling} in {place}",
        ],
        "User lives in {1}",
        HOME,
        ("lives_in", "place"),
    ),
    linked(
        &["i|we live near|outside|by {place}", "i|we live just outside|near of? {place}"],
        "User lives near {0}",
        HOME,
        ("lives_near", "place"),
    ),
    rule(&["i live alone ~", "i live by myself ~", "i live on my own ~"], "User lives alone", HOME),
    rule(&["i still? live with {household} ~"], "User lives with {0}", HOME),
    rule(&["i|we live in {dwelling} ~"], "User lives in {0}", HOME),
];
