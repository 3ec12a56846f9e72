//! What the person is going to do, and when: "I have an exam on Friday".

use super::{
    lexicon::list,
    matcher::Words,
    names, phrase,
    rule::{PLAN, connect, stated},
    when::{self, Said},
    words::Token,
};
use crate::rules::Statement;

list!(
    /// What happens on a day: the last word of it.
    EVENTS,
    "exam, exams, test, quiz, midterm, final, finals, appointment, interview, meeting, flight, wedding, surgery, operation, deadline, \
     presentation, trip, party, date, concert, game, match, race, marathon, conference, checkup, check-up, class, lesson, dinner, \
     lunch, brunch, reservation, ceremony, audition, recital, hearing, vacation, holiday, reunion, procedure, workshop, seminar, \
     defense, defence, graduation, funeral, scan, mri, biopsy, x-ray, vaccination, festival, tournament, competition, performance, \
     rehearsal, shift, move, move-in, due date, playdate, sleepover, barbecue, bbq, picnic, tour, cruise, layover, review, \
     orientation, anniversary, birthday, haircut, massage, demo, pitch, talk, speech, retreat, bootcamp, trial, assessment, audit"
);
list!(
    /// Where one goes, after "am" or "will": "flying to Paris".
    TRAVELS,
    "going, go, traveling, travelling, travel, flying, fly, moving, move, heading, head, driving, drive, visiting, visit, leaving, \
     leave, returning, return, graduating, graduate, retiring, retire, hiking, hike, camping, camp, skiing, ski"
);
list!(
    /// What one does that is only told by what it is done to: "having surgery".
    DEEDS,
    "having, have, getting, get, taking, take, running, run, hosting, host, giving, give, attending, attend, celebrating, celebrate, \
     starting, start, presenting, present, launching, launch, submitting, submit, throwing, throw, undergoing, undergo, adopting, \
     adopt, defending, defend, finishing, finish, quitting, quit, buying, buy, closing, playing, doing"
);
list!(
    /// What it is done to, beside events: the last word.
    OBJECTS,
    "married, engaged, divorced, baby, job, school, university, college, therapy, thesis, dissertation, dog, puppy, cat, kitten, tattoo, \
     braces, vaccinated, house, apartment, business, company, semester, internship, application, visa, passport, license, licence, \
     chemo, chemotherapy, treatment, radiation, graduate, proposal, book, album, degree, course, phd, master's, anniversary, birthday, car"
);
list!(
    /// Whom one sees by appointment.
    SEEN,
    "doctor, dentist, therapist, specialist, lawyer, accountant, psychiatrist, physiotherapist, dermatologist, cardiologist, vet, \
     surgeon, optometrist, obstetrician, gynecologist, counselor, advisor, recruiter, landlord, neurologist, oncologist, orthodontist"
);
list!(
    /// What none of these is said of.
    IDLE,
    "bed, sleep, try, back, through, over, on, ahead, with, crazy, insane, mad, home, out, off, away, there, well, fine, better, worse, \
     tired, hungry, late, look, guess, lot, bit, ready, rid, up, down, somewhere, nowhere, nuts, bananas, store, shop, office, work, \
     bathroom, kitchen, supermarket, hell, someone, somebody, everyone, anyone, now, soon, forward, live, offline, online, viral"
);

/// The plan that a clause states.
pub(super) fn read(clause: Words<'_>, said: Said) -> Option<Statement> {
    if let Some(moving) = clause.find(&[
        "i|we am|are moving|relocating to {place} $",
        "i|we am|are moving|relocating to {place} soon $",
    ]) {
        return Some(going(format!("User is moving to {}", moving.text(0)?), moving.text(0)));
    }
    let when = when::find(clause, said)?;
    let (before, after) = if when.start == 0 {
        (clause.from(when.end), clause.from(clause.tokens.len()))
    } else {
        (Words { tokens: clause.tokens.get(..when.start)?, ..clause }, clause.from(when.end))
    };
    let (text, place) = activity(before)?;
    let tail = tail(after)?;
    let mut statement = going(format!("{text} {}{tail}", when.text), place.as_deref());
    statement.event_time = Some(when.from);
    statement.expires_at = Some(when.to);
    Some(statement)
}

fn going(text: String, place: Option<&str>) -> Statement {
    let mut statement = stated(text, PLAN);
    if let Some(place) = place {
        connect(&mut statement, "plans_to_visit", place, "place");
    }
    statement
}

/// What is said before the time, in the third person, and the place it leads to.
fn activity(words: Words<'_>) -> Option<(String, Option<String>)> {
    if let Some(found) = words.find(&["i|we have got *", "i|we have *", "i|we will have *"]) {
        let event = Words { tokens: found.rest, ..words };
        return is_event(event).then(|| (format!("User has {}", phrase::text(event)), None));
    }
    if let Some(found) = words.find(&[
        "my|our {subject} is|starts|begins|falls|takes place? $",
        "my|our {subject} is scheduled|due|booked|set for? $",
    ]) {
        let subject = words.from(1);
        let used = phrase::noun_phrase(subject)?;
        let event = Words { tokens: subject.tokens.get(..used)?, ..words };
        let birthday = event.tokens.last().is_some_and(|last| last.is(&["birthday"]));
        return (is_event(event) && !birthday)
            .then(|| (format!("User's {} is", found.text(0).unwrap_or_default()), None));
    }
    let joined = [
        "i|we have? signed|registered up? for {race} $",
        "i|we am|are|got signed|registered up? for {race} $",
        "i|we have? entered {race} $",
    ];
    if let Some(found) = words.find(&joined) {
        return Some((format!("User signed up for {}", found.text(0)?), None));
    }
    let doing = words.find(&[
        "i|we am|are going to *",
        "i|we will *",
        "i|we plan|intend|have|need to *",
        "i|we am|are planning to *",
    ]);
    if let Some(found) = doing {
        let rest = Words { tokens: found.rest, ..words };
        if is_done(rest) {
            return Some((format!("User plans to {}", phrase::text(rest)), place_in(rest)));
        }
    }
    let found = words.find(&["i|we am|are *"])?;
    let rest = Words { tokens: found.rest, ..words };
    is_done(rest).then(|| (format!("User is {}", phrase::text(rest)), place_in(rest)))
}

/// Whether words name something that happens on a day: "a dentist appointment".
fn is_event(words: Words<'_>) -> bool {
    let of = words
        .tokens
        .iter()
        .position(|token| token.is(&["with", "at", "in", "to", "for", "of"]))
        .unwrap_or(words.tokens.len());
    let head = of.checked_sub(1).and_then(|last| words.tokens.get(last));
    let refused = |token: &Token| phrase::is_refused(token) || token.is_mark();
    words.tokens.len() <= 8
        && head.is_some_and(|head| head.is_in(&EVENTS))
        && !words.tokens.iter().any(refused)
}

/// Whether words, from a verb on, say something that is done on a day.
fn is_done(words: Words<'_>) -> bool {
    let Some((verb, said)) = words.tokens.split_first() else { return false };
    let refused = |token: &Token| phrase::is_refused(token) || token.is_mark() || token.is_in(&IDLE);
    if said.len() > 8 || said.iter().any(refused) {
        return false;
    }
    let object = words.from(1);
    if verb.is_in(&TRAVELS) {
        let alone = verb.is(&[
            "graduating",
            "graduate",
            "retiring",
            "retire",
            "hiking",
            "camping",
            "skiing",
            "hike",
            "camp",
            "ski",
        ]);
        return if said.is_empty() { alone } else { !object.is(0, &["to"]) || said.len() > 1 };
    }
    if verb.is(&["seeing", "see", "meeting", "meet"]) {
        let named = object.is(0, &["my", "our"]) || names::name(object).is_some();
        return named || said.last().is_some_and(|last| last.is_in(&SEEN));
    }
    let until = |token: &Token| token.is(&["with", "at", "in", "to", "for", "of", "on"]);
    let head =
        said.iter().position(until).unwrap_or(said.len()).checked_sub(1).and_then(|last| said.get(last));
    verb.is_in(&DEEDS) && head.is_some_and(|head| head.is_in(&OBJECTS) || head.is_in(&EVENTS))
}

/// The place after "to" or "visiting".
fn place_in(words: Words<'_>) -> Option<String> {
    let at = words.tokens.iter().position(|token| token.is(&["to", "visiting", "visit", "for"]))? + 1;
    let place = words.from(at);
    let used = names::place(place)?;
    Some(phrase::text(Words { tokens: place.tokens.get(..used)?, ..words }))
}

/// What follows the time: an hour, a place, somebody. None where it says something else.
fn tail(words: Words<'_>) -> Option<String> {
    let Some(first) = words.first().filter(|first| !first.is_mark()) else { return Some(String::new()) };
    let used = words.tokens.iter().position(Token::is_mark).unwrap_or(words.tokens.len());
    let said = Words { tokens: words.tokens.get(..used)?, ..words };
    if first.is(&["too", "as", "and", "though", "because"]) {
        return Some(String::new());
    }
    let fits = first.is(&["at", "with", "in", "for", "to", "from", "morning"])
        && used <= 6
        && !said.tokens.iter().any(phrase::is_refused);
    fits.then(|| format!(" {}", phrase::text(said)))
}
