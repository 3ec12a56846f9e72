//! Where and what the person studies.

use super::rule::{Rule, SCHOOL, linked, rule};

pub(super) const RULES: &[Rule] = &[
    linked(
        &["i dropped out of {org}", "i no longer study at {org}", "i do not study at {org} any more"],
        "User no longer studies at {0}",
        SCHOOL,
        ("studied_at", "organization"),
    ),
    linked(
        &[
            "i study at {org}",
            "i am studying at {org}",
            "i attend {school}",
            "i am attending {school}",
            "i go to {school}",
            "i got into {school}",
            "i am enrolled at|in {school}",
            "i started at {school}",
        ],
        "User studies at {0}",
        SCHOOL,
        ("studies_at", "organization"),
    ),
    linked(
        &["i am a|an {student} at|of {org}", "i am a|an {student} in {school}"],
        "User studies at {1}",
        SCHOOL,
        ("studies_at", "organization"),
    ),
    linked(
        &["i graduated from {org}", "i have graduated from {org}"],
        "User graduated from {0}",
        SCHOOL,
        ("graduated_from", "organization"),
    ),
    rule(
        &[
            "i am double? majoring in {favorites}",
            "i major in {favorites}",
            "my major is {favorites}",
            "i am a|an {studies} major",
        ],
        "User majors in {0}",
        SCHOOL,
    ),
    rule(&["i study {studies}", "i am studying {studies}"], "User studies {0}", SCHOOL),
    rule(
        &[
            "i am in {grade} ~",
            "i am in the? {grade} at|in *",
            "i am a {grade} in|at *",
            "i am going into {grade} ~",
        ],
        "User is in {0}",
        SCHOOL,
    ),
];
