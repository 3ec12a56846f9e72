//! The people and animals of somebody's life.

use super::{
    lexicon,
    matcher::{Match, Words},
    rule::{FAMILY, Rule, bare, connect, entity, is_in, linked, relation, rule, stated},
    words::Token,
};
use crate::{model::graph::USER, rules::Statement};

pub(super) const RULES: &[Rule] = &[
    linked(
        &["i am|got married to {name} ~", "i married {name} ~"],
        "User is married to {0}",
        FAMILY,
        ("married_to", "person"),
    ),
    linked(&["i am|got engaged to {name} ~"], "User is engaged to {0}", FAMILY, ("engaged_to", "person")),
    linked(
        &["i am dating|seeing {name} ~", "i am in a relationship with {name} ~"],
        "User is dating {0}",
        FAMILY,
        ("partner_of", "person"),
    ),
    rule(
        &[
            "i broke up with my {partner}",
            "my {partner} and i broke|split up",
            "my {partner} broke up with me",
            "my {partner} left|dumped me",
        ],
        "User broke up with their {0}",
        FAMILY,
    ),
    linked(
        &[
            "i broke up with {name} ~",
            "i am no longer with|dating|seeing {name} ~",
            "{name} and i broke|split up",
        ],
        "User broke up with {0}",
        FAMILY,
        ("formerly_with", "person"),
    ),
    rule(
        &[
            "i am|got divorced ~",
            "i am|got divorced =last|in|two|since|three|five",
            "my {partner} and i got divorced",
            "i am a divorcee",
        ],
        "User is divorced",
        FAMILY,
    ),
    rule(&["i|we got|are|am engaged ~", "i|we got engaged last|in|this *"], "User is engaged", FAMILY),
    rule(&["i am separated ~", "i am separated from my {partner}"], "User is separated", FAMILY),
    rule(&["i am widowed", "i am a widow|widower"], "User is widowed", FAMILY),
    rule(&["i am single ~", "i am single now|again|at|these|since *"], "User is single", FAMILY),
    rule(
        &[
            "i|we am|are|got married ~",
            "i|we am|are married =with|now|for|since",
            "i|we got married last|in|this|two|on *",
            "i|we have been married for|since *",
        ],
        "User is married",
        FAMILY,
    ),
    rule(
        &[
            "i|we have {count} {children}",
            "i|we have got {count} {children}",
            "i am with {count} {children}",
            "i am a|the? mom|mum|mother|dad|father|parent of|to {count} {children}",
        ],
        "User has {0} {1}",
        FAMILY,
    ),
    rule(&["i am a|the mom|mum|mother|dad|father|parent of|to {count}"], "User has {0} children", FAMILY),
    rule(&["i am a single mom|mum|mother ~"], "User is a single mother", FAMILY),
    rule(&["i am a single dad|father ~"], "User is a single father", FAMILY),
    rule(&["i am an only child"], "User is an only child", FAMILY),
    rule(&["i have a|an {partner} ~"], "User has a {0}", FAMILY),
    rule(&["i do not have any? kids|children", "i have no kids|children"], "User has no children", FAMILY),
    rule(
        &[
            "i|we are|am expecting a|our baby",
            "i|we are|am expecting twins|triplets",
            "i|we are|am having a baby",
        ],
        "User is expecting a baby",
        FAMILY,
    ),
    rule(&["i|we have {count} {pets} ~", "i|we own {count} {pets} ~"], "User has {0} {1}", FAMILY),
    rule(
        &[
            "i|we adopted|got a|an new? {animal} ~",
            "i|we have adopted|got a|an {animal} ~",
            "i|we just? adopted|got a|an {animal} last|this|in|from *",
        ],
        "User has a {0}",
        FAMILY,
    ),
];
/// What is said of somebody else, after who it is.
const FACTS: &[(&[&str], &str, &str)] = &[
    (&["is {occupation}", "works as {occupation}"], "is {0}", "works_as"),
    (&["lives in {place}", "is living|based in {place}", "moved to {place}"], "lives in {0}", "lives_in"),
    (&["works at|for {org}"], "works at {0}", "works_at"),
    (&["studies at {org}", "goes to {school}"], "studies at {0}", "studies_at"),
    (&["is from {place}"], "is from {0}", "from"),
    (&["is {age} years|year old", "is {age} ~", "just? turned {age} ~"], "is {0} years old", ""),
    (
        &["is severely|deathly? allergic to {allergens}", "has a|an {allergen} allergy"],
        "is allergic to {0}",
        "allergic_to",
    ),
    (&["has {conditions}", "was diagnosed with {diagnosis}"], "has {0}", "has_condition"),
    (&["is a|an? {diet} ~"], "is {0}", ""),
    (&["is {nationality} ~"], "is {0}", ""),
    (&["loves {things}"], "loves {0}", "likes"),
    (&["likes|enjoys {things}"], "likes {0}", "likes"),
    (&["hates {things}"], "hates {0}", "dislikes"),
    (&["does not like {things}"], "does not like {0}", "dislikes"),
    (&["speaks {languages}"], "speaks {0}", "speaks"),
    (&["is pregnant ~"], "is pregnant", ""),
    (&["died ~", "died last|in|this|two|when|of|from|a *", "passed away", "has died|passed"], "died", ""),
];

/// What a clause says of somebody in the person's life, and what of it is left.
pub(super) fn read(clause: Words<'_>) -> Option<(Vec<Statement>, Vec<Token>)> {
    let (said, left) = named(clause).or_else(|| told(clause))?;
    Some((said, left.to_vec()))
}

/// "My wife's name is Jane", "my dog is called Rex", "we have a cat named Miso".
fn named(clause: Words<'_>) -> Option<(Vec<Statement>, &[Token])> {
    let animal = clause.find(&[
        "my|our {animal} is called|named {anyname} ~",
        "my|our {animal} is {name} ~",
        "my|our {animals} name is {anyname} ~",
        "i|we have|adopted|got|own a|an new? {animal} called|named {anyname}",
        "i|we have adopted|got a|an new? {animal} called|named {anyname}",
        "i|we have a|an {animal} , {name} ~",
        "i|we named my|our new? {animal} {anyname} ~",
    ]);
    if let Some(found) = animal {
        let (animal, name) = (found.text(0)?.to_owned(), found.text(1)?.to_owned());
        return Some((vec![pet(&animal, &name)], found.rest));
    }
    if let Some((baby, birth)) = born(clause) {
        return Some((baby, birth));
    }
    if let Some(found) = clause.find(&["i report to {name} ~", "i report to {name} now"]) {
        return Some((vec![person("manager", found.text(0)?)], found.rest));
    }
    let found = clause.find(&[
        "my|our {relative} is called|named {anyname} ~",
        "my|our {relative} is called|named {name} =who|which",
        "my|our {relative} is {name} ~",
        "my|our {relatives} name is {anyname} ~",
        "i have a|an {relative} called|named {anyname}",
    ])?;
    let (relative, name) = (found.text(0)?.to_owned(), found.text(1)?.to_owned());
    Some((vec![person(&relative, &name)], found.rest))
}

/// "Baby Ida was born on August 15": who it is, and when.
fn born(clause: Words<'_>) -> Option<(Vec<Statement>, &[Token])> {
    let dated = clause.find(&[
        "my|our? baby {name} was born|arrived on {birthday}",
        "my|our newborn|baby|little son|daughter|boy|girl {name} was born|arrived on {birthday}",
    ]);
    let found = dated.or_else(|| {
        clause.find(&[
            "my|our? baby {name} was born|arrived|came *",
            "my|our newborn|baby|little son|daughter|boy|girl {name} was born|arrived *",
        ])
    })?;
    let name = found.text(0)?;
    let on = found.text(1).map(|day| format!(" on {day}")).unwrap_or_default();
    let birth = stated(format!("User's baby {name} was born{on}"), FAMILY);
    Some((vec![person("baby", name), birth], found.rest))
}

/// "My sister Mia lives in Busan".
fn told(clause: Words<'_>) -> Option<(Vec<Statement>, &[Token])> {
    let birthday = clause.find(&["my|our {relatives} birthday is|falls on? {birthday}"]);
    if let Some(found) = birthday {
        let text = format!("User's {}'s birthday is {}", found.text(0)?, found.text(1)?);
        return Some((vec![stated(text, FAMILY)], found.rest));
    }
    let found = clause.find(&[
        "my|our {relative} ,? {name} ,? *",
        "my|our {animal} ,? {name} ,? *",
        "my|our {relative} *",
    ])?;
    let (who, name) = (found.text(0)?.to_owned(), found.text(1).map(str::to_owned));
    let after = Words { tokens: found.rest, ..clause };
    let told = FACTS.iter().find_map(|(patterns, said, predicate)| {
        let fact = after.find(patterns)?;
        Some((said, predicate, fact))
    });
    let Some((said, predicate, fact)) = told else {
        // Whatever they do, they have a name.
        let does = after.first().is_some_and(|next| !next.is_mark() && !next.is(&["and", "or"]));
        let is_person = is_in(&who, &lexicon::RELATIVES);
        return name.filter(|_| does && is_person).map(|name| (vec![person(&who, &name)], found.rest));
    };
    // Of people who are not family the name is enough.
    if is_in(&who, &lexicon::ACQUAINTANCES) {
        return name.map(|name| (vec![person(&who, &name)], rest_of(&fact)));
    }
    let subject =
        name.as_ref().map_or_else(|| format!("User's {who}"), |name| format!("User's {who} {name}"));
    let mut statements: Vec<Statement> = Vec::new();
    if let Some(name) = &name {
        let is_animal = is_in(&who, &lexicon::ANIMALS);
        if *said != "died" || !is_animal {
            statements.push(if is_animal { pet(&who, name) } else { person(&who, name) });
        }
    }
    let texts = fact.captures.first().cloned().unwrap_or_else(|| vec![String::new()]);
    for held in texts {
        let mut statement = stated(format!("{subject} {}", said.replace("{0}", &held)), FAMILY);
        if let Some(name) = name.as_ref().filter(|_| !predicate.is_empty()) {
            let object = bare(&held);
            statement.entities.push(entity(name, "person"));
            statement.entities.push(entity(object, kind_of(predicate)));
            statement.relations.push(relation(name, predicate, object));
        }
        statements.push(statement);
    }
    Some((statements, rest_of(&fact)))
}

fn rest_of<'c>(found: &Match<'c>) -> &'c [Token] {
    found.rest
}

fn kind_of(predicate: &str) -> &'static str {
    match predicate {
        "lives_in" | "from" => "place",
        "works_at" | "studies_at" => "organization",
        "works_as" => "occupation",
        "has_condition" => "condition",
        "speaks" => "language",
        _ => "thing",
    }
}

/// A person by their name, with how they are related.
fn person(relative: &str, name: &str) -> Statement {
    let mut statement = stated(format!("User's {relative} is called {name}"), FAMILY);
    match relative {
        "wife" | "husband" | "spouse" => connect(&mut statement, "married_to", name, "person"),
        _ if is_in(relative, &lexicon::PARTNERS) => connect(&mut statement, "partner_of", name, "person"),
        _ => {
            statement.entities.push(entity(name, "person"));
            let predicate = format!("{}_of", relative.replace([' ', '-'], "_"));
            statement.relations.push(relation(name, &predicate, USER));
        }
    }
    statement
}

/// An animal by its name.
fn pet(animal: &str, name: &str) -> Statement {
    let mut statement = stated(format!("User's {animal} is called {name}"), FAMILY);
    connect(&mut statement, "has_pet", name, "animal");
    statement
}
