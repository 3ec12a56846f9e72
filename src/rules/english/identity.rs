//! Who the person is: name, age, birthday, where they come from, what they speak.

use super::rule::{HEALTH, IDENTITY, LANGUAGE, Rule, linked, rule};

pub(super) const RULES: &[Rule] = &[
    rule(
        &[
            "my full|real|first|actual|given|legal? name is|be {anyname} ~",
            "i am called|named {anyname} ~",
            "my names {name} ~",
            "the name is {name} ~",
            "i am {name} ~",
            "i am {name} =from",
            "this is {name} here? $",
        ],
        "User's name is {0}",
        IDENTITY,
    ),
    rule(
        &["my last|family name is {anyname} ~", "my surname is {anyname} ~"],
        "User's last name is {0}",
        IDENTITY,
    ),
    rule(
        &[
            "my nickname is {anyname} ~",
            "i go by {name} ~",
            "people|everyone|everybody call|calls me {name} ~",
            "my friends call me {anyname} ~",
            "they call me {name} ~",
            "friends call me {anyname} ~",
            "i prefer|like to be called {name} ~",
            "i prefer being called {name} ~",
        ],
        "User is called {0}",
        IDENTITY,
    ),
    rule(
        &[
            "i am {age} years|year|yrs|yr old|young?",
            "i am {age} yo|y/o",
            "i am {age} ~",
            "i am {age} =from",
            "i turned {age} ~",
            "i have turned {age} ~",
            "i turned {age} =today|yesterday|last|this|in|on",
            "i am a|an {age} year|years old *",
            "i am turned {age} ~",
            "my age is {age} ~",
            "i am a|an {aged} *",
            "i am {aged} ~",
        ],
        "User is {0} years old",
        IDENTITY,
    ),
    rule(
        &[
            "my birthday|bday|birthdate is|falls on? {birthday}",
            "my date of birth is {birthday}",
            "i was born on {birthday}",
        ],
        "User's birthday is {0}",
        IDENTITY,
    ),
    rule(&["i was born in {year} ~", "i was born in {year} in *"], "User was born in {0}", IDENTITY),
    linked(
        &[
            "i|we am|are originally? from {place}",
            "i|we originally? come|hail originally? from {place}",
            "i was born and raised|bred in {place}",
            "i was born and grew up in {place}",
            "my hometown|home is {place} $",
            "my home town is {place} $",
            "i am a native of {place}",
        ],
        "User is from {0}",
        IDENTITY,
        ("from", "place"),
    ),
    linked(&["i was born in {place}"], "User was born in {0}", IDENTITY, ("born_in", "place")),
    linked(
        &["i|we grew up in {place}", "i was raised in {place}"],
        "User grew up in {0}",
        IDENTITY,
        ("grew_up_in", "place"),
    ),
    rule(
        &[
            "i|we am|are {nationality} ~",
            "i|we am|are {nationality} by birth",
            "i am a|an? {nationality} =living|based|working|studying|residing",
        ],
        "User is {0}",
        IDENTITY,
    ),
    linked(
        &[
            "i can? speak fluent|fluently? {languages}",
            "i am fluent in {languages}",
            "i am a native {languages} speaker",
            "my native|first language is {languages}",
            "my mother tongue is {languages}",
            "my native tongue is {languages}",
        ],
        "User speaks {0}",
        LANGUAGE,
        ("speaks", "language"),
    ),
    rule(
        &[
            "i can? speak some|basic {languages}",
            "i can? speak a little|bit of? {languages}",
            "i can? speak a little bit of {languages}",
        ],
        "User speaks some {0}",
        LANGUAGE,
    ),
    rule(
        &["i do not speak any? {languages}", "i can not speak any? {languages}"],
        "User does not speak {0}",
        LANGUAGE,
    ),
    rule(
        &[
            "i am|are learning {languages}",
            "i have been learning {languages}",
            "i am studying {languages}",
            "i started learning {languages}",
        ],
        "User is learning {0}",
        LANGUAGE,
    ),
    rule(&["i am left-handed", "i am left handed"], "User is left-handed", HEALTH),
];
