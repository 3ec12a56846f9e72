//! What the person has, does every week, can do, measures and wants.

use super::{
    figures,
    lexicon::list,
    matcher::Words,
    measure, phrase,
    rule::{GOAL, HABIT, IDENTITY, POSSESSION, Rule, SKILL, linked, rule},
};

pub(super) const RULES: &[Rule] = &[
    linked(
        &[
            "i|we have|own|got|ride {possession} ~",
            "i|we have got {possession} ~",
            "i|we bought {possession}",
            "i|we have bought {possession}",
        ],
        "User has {0}",
        POSSESSION,
        ("owns", "product"),
    ),
    linked(
        &["i drive {vehicle} ~", "my car is {vehicle} ~"],
        "User drives {0}",
        POSSESSION,
        ("owns", "product"),
    ),
    rule(&["i {habit}", "i {usual}"], "User {0}", HABIT),
    linked(
        &["i|we play {played}", "i am learning to play {played}"],
        "User plays {0}",
        SKILL,
        ("plays", "activity"),
    ),
    rule(
        &["i can not {skill} ~", "i do not know how to {skill} ~", "i never learned how? to {skill} ~"],
        "User cannot {0}",
        SKILL,
    ),
    rule(&["i know how to {skill} ~", "i can {skill} ~"], "User can {0}", SKILL),
    linked(
        &[
            "i know {tech} ~",
            "i code|program|develop mainly|mostly? in {tech}",
            "i am proficient|experienced in|with {tech}",
        ],
        "User knows {0}",
        SKILL,
        ("knows", "technology"),
    ),
    linked(
        &["i use {tech} ~", "i am using {tech} at work|home", "i use {tech} at|for work|home|everything"],
        "User uses {0}",
        SKILL,
        ("uses", "technology"),
    ),
    rule(
        &[
            "i am a complete|total|absolute? beginner|novice|newbie at|in|with {thing}",
            "i am a {thing} beginner ~",
        ],
        "User is a beginner at {0}",
        SKILL,
    ),
    rule(&["i am an? intermediate|advanced at|in {thing}"], "User is experienced at {0}", SKILL),
    rule(&["i am new to {thing}"], "User is new to {0}", SKILL),
    rule(&["i am good|great|skilled|excellent at {thing}"], "User is good at {0}", SKILL),
    rule(
        &["i am bad|terrible|awful|hopeless at {thing}", "i am not good at {thing}"],
        "User is bad at {0}",
        SKILL,
    ),
    rule(
        &["i am learning how? {learned}", "i have been learning {learned}", "i am teaching myself {learned}"],
        "User is learning {0}",
        SKILL,
    ),
    rule(
        &[
            "i weigh|weighed in? at? about|around? {measure}",
            "i am down|up to {bodyweight}",
            "i am at {bodyweight} ~",
            "i am at {bodyweight} now|right|this|today",
            "i have dropped|gone|got down to {bodyweight}",
            "down to {bodyweight} ~",
            "down to {bodyweight} now|this|today|already|from|as *",
            "i am about|around? {heaviness} ~",
            "my weight is about|around? {measure}",
        ],
        "User weighs {0}",
        IDENTITY,
    ),
    rule(
        &[
            "i am a|an|usually? {size} ~",
            "i am a|an {size} these|now *",
            "i wear|take a|an? {size} ~",
            "my shoe|shoes|foot size is {size}",
        ],
        "User wears {0}",
        IDENTITY,
    ),
    rule(
        &[
            "i am {measure} tall",
            "i am about|around? {tallness} ~",
            "my height is {measure}",
            "i stand {measure} tall",
        ],
        "User is {0} tall",
        IDENTITY,
    ),
    rule(
        &[
            "i|we want|plan|aim|intend to {goal}",
            "i|we am|are trying|planning|aiming|determined to {goal}",
            "my main|biggest|current? goal|dream|aim|resolution is to {goal}",
            "my main|biggest|current? goal|dream|resolution for this|next year is to {goal}",
        ],
        "User wants to {0}",
        GOAL,
    ),
    rule(
        &[
            "i am training|preparing|prepping|studying for {test}",
            "i have been training|preparing|studying for {test}",
        ],
        "User is preparing for {0}",
        GOAL,
    ),
    rule(
        &[
            "i am saving up? for {possession}",
            "i am saving up? for {vehicle}",
            "i am saving money|up to buy|get {possession}",
            "i am saving money|up to buy|get {vehicle}",
        ],
        "User is saving for {0}",
        GOAL,
    ),
];

list!(
    /// What people can or cannot do.
    SKILLS,
    "cook, swim, drive, dance, sing, ski, whistle, ride a bike, ride a bicycle, draw, touch type, read music, drive a car, \
     drive stick, drive a stick shift, play the piano, play the guitar, play guitar, play piano, knit, sew, code, program, \
     snowboard, skate, surf, juggle, dive, swim well, cook well, bake, ride a motorcycle, ride a horse, speak in public, \
     play chess, paint, sail, ice skate, roller skate, read hangul, type fast, drive a manual, parallel park"
);
list!(
    /// What people play.
    PLAYED,
    "the piano, piano, the guitar, guitar, the violin, violin, the cello, cello, the drums, drums, the flute, flute, bass, \
     the bass, the saxophone, saxophone, the trumpet, trumpet, the ukulele, ukulele, the clarinet, the harp, the harmonica, \
     tennis, chess, soccer, football, basketball, baseball, golf, badminton, volleyball, table tennis, ping pong, hockey, \
     ice hockey, cricket, rugby, squash, pickleball, handball, softball, video games, board games, minecraft, fortnite, \
     league of legends, overwatch, valorant, dungeons and dragons, d&d, go, baduk, poker, bridge, mahjong, pool, darts, \
     bass guitar, electric guitar, acoustic guitar, stardew valley, world of warcraft, zelda, pokemon, frisbee, lacrosse"
);
list!(
    /// What programmers know and use.
    TECHS,
    "python, javascript, typescript, rust, java, kotlin, swift, c, c++, c#, go, golang, ruby, php, scala, haskell, elixir, erlang, \
     clojure, r, matlab, julia, sql, html, css, react, vue, angular, svelte, django, flask, rails, spring, node, node.js, nodejs, \
     linux, ubuntu, arch linux, arch, fedora, debian, windows, windows 11, windows 10, macos, a mac, mac, vim, neovim, emacs, \
     vs code, vscode, intellij, xcode, docker, kubernetes, aws, azure, gcp, git, postgres, postgresql, mysql, mongodb, excel, \
     photoshop, figma, blender, unity, unreal, unreal engine, latex, notion, obsidian, android, an android, an android phone, \
     an iphone, ios, firefox, chrome, dart, flutter, perl, lua, zig, nix, nixos, fortran, cobol, assembly, .net, tableau, power bi, \
     wordpress, shopify, pytorch, tensorflow, terraform, a macbook, a pixel"
);
list!(
    /// What people set out to do, word for word.
    GOALS,
    "get fit, get in shape, get married, get healthier, get healthy, get promoted, get a promotion, get stronger, lose weight, \
     gain weight, gain muscle, build muscle, eat healthier, eat better, eat less sugar, eat less meat, drink less, drink more water, \
     sleep more, sleep better, read more, read more books, exercise more, save money, save more, save more money, quit smoking, \
     stop smoking, quit drinking, stop drinking, quit sugar, quit caffeine, run a marathon, run a half marathon, run a 5k, \
     run a 10k, write a book, write a novel, publish a book, start a business, start a company, start my own business, \
     start my own company, buy a house, buy an apartment, buy a car, change careers, switch careers, change jobs, find a new job, \
     find a job, get a dog, get a cat, adopt a dog, adopt a cat, have kids, have children, have a baby, go back to school, \
     get a phd, get a master's, get a degree, finish my degree, finish my phd, finish my thesis, retire early, pay off my debt, \
     pay off my student loans, pay off my mortgage, learn to cook, learn to drive, learn to swim, learn to code, learn to dance, \
     cut down on sugar, cut down on caffeine, cut down on alcohol, lower my cholesterol, lower my blood pressure, travel more, \
     travel the world, see the northern lights, be healthier, improve my english, practice english, practice my english"
);
list!(
    /// What is to be learned, beyond languages.
    NOT_LEARNED,
    "more, about, how, what, why, a, lot, from, as, new, things, fast, slowly, here, everything, something, so, the, to, that, of"
);
list!(
    /// What people prepare for.
    TESTS,
    "marathon, triathlon, exam, exams, test, interview, interviews, ironman, toefl, ielts, toeic, sat, act, gre, gmat, lsat, mcat, jlpt, \
     topik, bar, finals, midterms, competition, race, 5k, 10k, boards, certification, suneung, csat, wedding, championship"
);

/// What somebody wants to reach: what is known word for word, or to learn, become or visit something.
pub(super) fn goal(words: Words<'_>) -> Option<usize> {
    let ends = |used: usize| {
        words.tokens.get(used).is_none_or(|after| {
            after.is_mark()
                || after.is(&["this", "next", "by", "before", "in", "and", "someday", "one", "within", "for"])
        })
    };
    if let Some(used) = GOALS.begins(words.tokens).filter(|used| ends(*used)) {
        return Some(used);
    }
    let used = match words.first()?.key.as_str() {
        "learn" => 1 + learned(words.from(1))?,
        "become" => 1 + phrase::occupation(words.from(1))?,
        "visit" => 1 + super::names::place(words.from(1))?,
        "move" | "travel" | "emigrate" if words.is(1, &["to"]) => 2 + super::names::place(words.from(2))?,
        "buy" => 1 + bought(words.from(1))?,
        "get" if words.is(1, &["to"]) => 2 + figures::figure(words.from(2))?,
        "get" if words.is(1, &["down", "up"]) && words.is(2, &["to"]) => 3 + figures::figure(words.from(3))?,
        "reach" | "hit" | "weigh" => 1 + figures::figure(words.from(1))?,
        "put" | "set" => put_aside(words)?,
        "save" => {
            let up = 1 + usize::from(words.is(1, &["up"]));
            up + measure::amount(words.from(up))?
        }
        "lose" | "gain" => 1 + measure::measure(words.from(1))?,
        _ => return None,
    };
    ends(used).then_some(used)
}

/// What one buys once: "a flat in Ghent". What else one wants to buy is an errand.
fn bought(words: Words<'_>) -> Option<usize> {
    let used = phrase::dwelling(words)?;
    let place = words.is(used, &["in"]).then(|| super::names::place(words.from(used + 1))).flatten();
    Some(place.map_or(used, |place| used + 1 + place))
}

/// "Put 5,000 aside for a workshop".
fn put_aside(words: Words<'_>) -> Option<usize> {
    let aside = |at: usize| words.is(at, &["aside", "away"]);
    let led = 1 + usize::from(aside(1));
    let money = led + measure::amount(words.from(led))?;
    let used = money + usize::from(led == 1);
    if led == 1 && !aside(money) {
        return None;
    }
    let purpose = words.is(used, &["for"]).then(|| phrase::noun_phrase(words.from(used + 1))).flatten();
    Some(purpose.map_or(used, |purpose| used + 1 + purpose))
}

/// Something to learn: "Rust", "to drive", "the guitar".
pub(super) fn learned(words: Words<'_>) -> Option<usize> {
    if words.is(0, &["to"]) {
        return SKILLS
            .begins(words.from(1).tokens)
            .or_else(|| PLAYED.begins(words.from(2).tokens).map(|used| used + 1))
            .map(|used| used + 1);
    }
    let listed = PLAYED.begins(words.tokens).or_else(|| TECHS.begins(words.tokens));
    let used = listed.or_else(|| phrase::noun_phrase(words).filter(|used| *used <= 3))?;
    let said = words.tokens.get(..used)?;
    (listed.is_some() || !said.iter().any(|token| token.is_in(&NOT_LEARNED))).then_some(used)
}

/// Something people prepare for: "a marathon", "the TOEFL exam".
pub(super) fn test(words: Words<'_>) -> Option<usize> {
    let used = phrase::noun_phrase(words).filter(|used| *used <= 5)?;
    words.tokens.get(used.checked_sub(1)?)?.is_in(&TESTS).then_some(used)
}

/// A vehicle: "a Tesla", "a 2015 Honda Civic".
pub(super) fn vehicle(words: Words<'_>) -> Option<usize> {
    let used = phrase::noun_phrase(words).filter(|used| (2..=6).contains(used))?;
    let said = words.tokens.get(1..used)?;
    let known =
        said.iter().any(|token| token.is_capital(words.sentence)) || phrase::possession(words) == Some(used);
    (words.is(0, &["a", "an"]) && known).then_some(used)
}
