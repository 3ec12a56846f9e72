//! What the person earns, pays, owes, saves and may spend.

use super::rule::{FINANCE, Rule, TASTE, rule};

pub(super) const RULES: &[Rule] = &[
    rule(
        &[
            "my total|monthly|travel? budget is about|around|roughly? {money}",
            "i|we have a total|monthly? budget of about|around|roughly? {money}",
            "i|we have a {money} budget",
            "i|we do not want to spend more than|over {money}",
            "i|we can not spend|afford more than|over? {money}",
            "i|we can only? spend|afford up? to? {money} ~",
            "i|we want to spend at most|under|below {money}",
            "i|we want to spend no more than {money}",
        ],
        "User has a budget of {0}",
        FINANCE,
    ),
    rule(
        &[
            "i earn|make about|around? {amount} a|per {period}",
            "i take home about|around? {amount} a|per {period}",
        ],
        "User earns {0} a {1}",
        FINANCE,
    ),
    rule(
        &[
            "i earn|make about|around? {amount} net|gross|after|before *",
            "i take home about|around? {amount} ~",
            "i got|had|have got? a|my pay|salary? raise|rise|bump to {amount}",
        ],
        "User earns {0}",
        FINANCE,
    ),
    rule(
        &[
            "my|our rent is about|around|at? {amount}",
            "i|we pay about|around? {amount} in|for rent *",
            "i|we pay about|around? {amount} rent",
            "my|our|the? landlord put|raised|upped|increased|hiked|bumped|lowered|dropped|cut the|my|our rent up|down? again? to {amount}",
            "my|our rent has? went|gone|goes|is up|down again? to {amount}",
            "my|our rent rose|increased|dropped|fell|jumped to {amount}",
        ],
        "User's rent is {0}",
        FINANCE,
    ),
    rule(
        &[
            "my salary|income is about|around? {money}",
            "my salary|income|pay|wage is|went up|down to {amount}",
            "my salary|income|pay|wage rose|increased|dropped|fell to {amount}",
        ],
        "User's salary is {0}",
        FINANCE,
    ),
    rule(
        &[
            "i|we have got? about|around|roughly|almost|nearly? {amount} saved up? so?",
            "i|we have got? about|around|roughly|almost|nearly? {amount} put|set|tucked|stashed|squirreled away|aside|by",
            "i|we have got? about|around|roughly|almost|nearly? {amount} in my|our? savings account?",
            "i|we have got? about|around|roughly|almost|nearly? {amount} in the bank",
            "i|we have saved|put up|aside|away? about|around|roughly|almost|nearly? {amount} ~",
            "i|we have saved up? about|around|roughly|almost|nearly? {amount} so|for|towards|already *",
            "my|our savings are at|up? to? about|around? {amount}",
        ],
        "User has {0} saved",
        FINANCE,
    ),
    rule(
        &[
            "i|we have got? a|an|my|our {debt} loan , about|around? {amount} left|remaining|to|outstanding",
            "i|we have got? a|an {debt} loan of|for|with about|around? {amount}",
        ],
        "User owes {1} on their {0} loan",
        FINANCE,
    ),
    rule(
        &[
            "i|we owe about|around? {amount} on my|our|the {debt} loan|loans?",
            "i|we have got? about|around? {amount} left|to on|of|pay|go off|on? my|our|the {debt} loan|loans?",
            "i|we? am|are? down to about|around? {amount} on my|our|the {debt} loan|loans?",
            "i|we have got? about|around? {amount} in|of {debt} loans",
        ],
        "User owes {0} on their {1} loan",
        FINANCE,
    ),
    rule(
        &[
            "i|we owe about|around? {amount} on my|our|the mortgage",
            "i|we have got? about|around? {amount} left on my|our|the mortgage",
            "i|we? am|are? down to about|around? {amount} on my|our|the mortgage",
            "i|we have got? a mortgage of {amount}",
            "i|we have got? a|the mortgage , about|around? {amount} left|remaining|to|outstanding",
        ],
        "User owes {0} on their mortgage",
        FINANCE,
    ),
    rule(
        &[
            "i|we have? paid off all|the? of? last|rest|remainder? of? my|our|the {debt} loan|loans",
            "i|we have? paid my|our|the {debt} loan|loans off",
            "my|our|the {debt} loan|loans is|are paid off",
        ],
        "User paid off their {0} loan",
        FINANCE,
    ),
    rule(
        &[
            "i|we have? paid off all|the? of? last|rest|remainder? of? my|our|the mortgage",
            "my|our|the mortgage is paid off",
        ],
        "User paid off their mortgage",
        FINANCE,
    ),
    rule(&["i|we am|are very|really|pretty|quite|so? {thrift} with money"], "User is {0} with money", TASTE),
];
