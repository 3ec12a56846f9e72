//! Who the person is: name, age, birthday, where they come from, what they speak.

use super::{
    clauses::{Arg, Clause},
    letters::{object, with},
    nouns::{country_of, is_full_name, is_known_place, is_name, is_place},
    numbers::{age, number},
    particles::{Case, is_one_of},
    predicates::{Denied, Tense, What},
    say::{With, fact},
    verbs::Verb,
    work::what_one_is,
};
use crate::rules::Statement;

/// What a clause says of it.
pub(super) fn read(clause: &Clause) -> Option<Vec<Statement>> {
    called(clause)
        .or_else(|| attribute(clause))
        .or_else(|| is(clause))
        .or_else(|| born(clause))
        .or_else(|| speaks(clause))
}

fn name(name: &str) -> Statement {
    fact(format!("사용자의 이름은 {name}이다"), "identity", 0.8)
        .about("name", name)
        .names(name, "person", "named")
}

fn origin(place: &str) -> Statement {
    fact(format!("사용자는 {place} 출신이다"), "identity place", 0.7)
        .about("origin", place)
        .names(place, "place", "from")
}

fn called(clause: &Clause) -> Option<Vec<Statement>> {
    let Some(What::Called(called)) = clause.what() else { return None };
    let mut words: Vec<&str> = Vec::new();
    let mut asked = false;
    for arg in &clause.args {
        match arg.case {
            Case::Bare => words.extend(arg.words.iter().map(String::as_str)),
            Case::Topic | Case::Subject | Case::Object
                if is_one_of("이름 성함 닉네임 별명 절 저 날 나", arg.last()) =>
            {
                asked = arg.mine || clause.me || is_one_of("절 저 날 나", arg.last());
            }
            Case::To if is_one_of("이름 앞", arg.last()) => {}
            _ => return None,
        }
    }
    words.push(called);
    if is_full_name(called) && words.len() > 1 && clause.times.is_empty() {
        let found = more(&words, clause);
        return (!found.is_empty()).then_some(found);
    }
    let called = words.join(" ");
    let called = called.strip_prefix("그냥 ").unwrap_or(&called);
    // "뭐라고 해요" asks, and what a thing is called is not said of a person.
    let ok = is_name(called) && clause.times.is_empty() && (asked || clause.me || words.len() == 1);
    let plain = is_one_of("안녕 사랑 감사 뭐 어떻게 이거 아니 네 응 그게 이게 된다 한다 간다", called);
    let goes_by = || {
        let text = format!("사용자는 {} 불리기를 원한다", with(called, "이라고", "라고"));
        fact(text, "identity", 0.8).about("called", called).names(called, "person", "named")
    };
    let wished = clause.predicate.as_ref().is_some_and(|predicate| predicate.tense == Tense::Future);
    (ok && !plain).then(|| vec![if wished { goes_by() } else { name(called) }])
}

/// 이름은 김민지예요.
fn attribute(clause: &Clause) -> Option<Vec<Statement>> {
    let values = clause.is()?;
    let value = values.join(" ");
    let arg = clause.only(&[Case::Topic, Case::Subject, Case::Bare])?;
    let noun = arg.noun();
    if value == "생일" {
        return born_on(clause, &noun);
    }
    let said = match noun.as_str() {
        "이름" | "본명" | "성함" => {
            let ok = is_name(&value) && !clause.mine;
            ok.then(|| name(&value))
        }
        "나이" => {
            let told = age(&values).filter(|(_, used)| *used == values.len()).map(|(n, _)| n);
            told.or_else(|| number(&value).filter(|n| (8..=120).contains(n))).map(|n| aged(&value, n))
        }
        "생일" | "생년월일" | "태어난 날" => None,
        "고향" | "출신지" | "출신" => {
            is_place(&value).then(|| origin(value.trim_end_matches(" 출신")))
        }
        "국적" => is_name(&value).then(|| {
            fact(format!("사용자의 국적은 {value}이다"), "identity", 0.7).names(&value, "place", "from")
        }),
        "모국어" => value.ends_with('어').then(|| {
            fact(format!("사용자의 모국어는 {value}이다"), "identity", 0.6)
                .names(&value, "language", "speaks")
        }),
        "종교" => is_name(&value).then(|| fact(format!("사용자의 종교는 {value}이다"), "identity", 0.5)),
        "MBTI" | "엠비티아이" | "mbti" | "Mbti" => is_type(&value).then(|| typed(&value)),
        "혈액형" => {
            is_blood(&value).then(|| fact(format!("사용자의 혈액형은 {value}이다"), "identity health", 0.6))
        }
        _ => None,
    };
    said.map(|said| vec![said]).or_else(|| birthday(clause, &noun, &values))
}

fn birthday(clause: &Clause, noun: &str, values: &[&str]) -> Option<Vec<Statement>> {
    if !matches!(noun, "생일" | "생년월일" | "태어난 날" | "음력 생일" | "양력 생일") {
        return None;
    }
    let mut words: Vec<&str> = clause.times.iter().map(String::as_str).collect();
    words.extend(values);
    let date = words.join(" ");
    let of = |unit| {
        date.split(' ').any(|word| word.contains(unit) && word.starts_with(|c: char| c.is_ascii_digit()))
    };
    let fits = of('월')
        && of('일')
        && words
            .iter()
            .all(|word| word.starts_with(|c: char| c.is_ascii_digit()) || is_one_of("음력 양력", word));
    fits.then(|| vec![fact(format!("사용자의 생일은 {date}이다"), "identity", 0.7).about("birthday", &date)])
}

/// 5월 3일이 제 생일이에요.
fn born_on(clause: &Clause, day: &str) -> Option<Vec<Statement>> {
    let words: Vec<&str> = clause.times.iter().map(String::as_str).chain([day]).collect();
    let of = |unit: char| words.iter().any(|word| word.ends_with(unit));
    let dated = words.iter().all(|word| word.starts_with(|c: char| c.is_ascii_digit()));
    let date = words.join(" ");
    (clause.mine && dated && of('월') && of('일'))
        .then(|| vec![fact(format!("사용자의 생일은 {date}이다"), "identity", 0.7).about("birthday", &date)])
}

fn aged(words: &str, n: u32) -> Statement {
    fact(format!("사용자의 나이는 {words}이다"), "identity", 0.7).about("age", &n.to_string())
}

fn typed(mbti: &str) -> Statement {
    fact(format!("사용자의 MBTI는 {mbti}이다"), "identity", 0.4)
}

fn is_type(word: &str) -> bool {
    let letters: Vec<char> = word.to_ascii_uppercase().chars().collect();
    matches!(letters.as_slice(), ['I' | 'E', 'N' | 'S', 'T' | 'F', 'J' | 'P'])
}

fn is_blood(word: &str) -> bool {
    matches!(word, "A형" | "B형" | "O형" | "AB형" | "a형" | "b형" | "o형" | "ab형")
}

/// What people are for good, written without spaces.
const TRAITS: &str = "왼손잡이 오른손잡이 양손잡이 비흡연자 흡연자 크리스천 기독교인 개신교인 천주교인 불교신자 기독교신자 천주교신자 무교 무신론자 무슬림 아침형인간 저녁형인간 올빼미형 올빼미형인간 집순이 집돌이 외동딸 외동아들 외동 장남 장녀 막내 맏이 재외동포 교포";

/// 저는 김민지예요, 스물아홉 살이에요, 부산 출신이에요.
fn is(clause: &Clause) -> Option<Vec<Statement>> {
    let mut words = clause.is()?;
    if !clause.args.is_empty() || clause.mine {
        return None;
    }
    let mut found = Vec::new();
    // 29살 간호사: the age stands before what else the person is.
    let ahead = (1..=words.len().min(2)).find_map(|count| {
        let (n, used) = age(words.get(..count)?)?;
        (used == count).then_some((n, count))
    });
    if let Some((n, count)) = ahead
        && clause.times.iter().all(|time| is_one_of("올해 올해로 이제 현재", time))
    {
        found.push(aged(&words.get(..count)?.join(" "), n));
        words = words.get(count..)?.to_vec();
        if words.is_empty() {
            return Some(found);
        }
    }
    let noun = words.join(" ");
    // 92년생이에요.
    if let Some(year) = noun.strip_suffix("년생")
        && matches!(year.len(), 2 | 4)
        && year.chars().all(|c| c.is_ascii_digit())
        && clause.times.is_empty()
    {
        let text = format!("사용자는 {noun}이다");
        return Some(vec![fact(text, "identity", 0.7).about("birth year", year)]);
    }
    // 서른이에요.
    let in_words =
        number(&noun).filter(|n| (19..=99).contains(n) && !noun.starts_with(|c: char| c.is_ascii_digit()));
    if let Some(n) = in_words.filter(|_| clause.me || clause.times.iter().any(|time| time == "올해")) {
        return Some(vec![aged(&noun, n)]);
    }
    if let Some(place) = noun.strip_suffix(" 출신").filter(|place| is_place(place) || is_known_place(place))
    {
        found.push(origin(place));
    } else if let Some(country) = country_of(&noun) {
        let text = format!("사용자는 {noun}이다");
        found.push(fact(text, "identity", 0.7).names(country, "place", "from"));
    } else if let Some(place) = noun.strip_suffix(" 사람").filter(|place| clause.me && is_known_place(place))
    {
        found.push(origin(place));
    } else if is_full_name(&noun)
        && clause.times.is_empty()
        && clause
            .adverbs
            .iter()
            .all(|word| is_one_of("안녕하세요 안녕 반갑습니다 반가워요 안녕하십니까 네 아 음", word))
    {
        found.push(name(&noun));
    } else if clause.me && is_one_of(TRAITS, &noun.replace(' ', "")) {
        found.push(fact(format!("사용자는 {noun}이다"), "identity", 0.6));
    } else if clause.me && is_type(&noun) {
        found.push(typed(&noun));
    } else if clause.me && is_blood(&noun) {
        found.push(fact(format!("사용자의 혈액형은 {noun}이다"), "identity health", 0.6));
    } else if let Some(decade) =
        noun.strip_suffix('대').filter(|n| matches!(*n, "10" | "20" | "30" | "40" | "50" | "60" | "70"))
    {
        found.push(fact(format!("사용자는 {decade}대이다"), "identity", 0.6));
    } else if !found.is_empty() || words.last().is_some_and(|last| words.len() > 1 && is_full_name(last)) {
        found.extend(more(&words, clause));
    } else {
        return None;
    }
    Some(found)
}

/// What follows an age, or comes before a name: 간호사 김민지.
fn more(words: &[&str], clause: &Clause) -> Vec<Statement> {
    let told = |words: &[&str]| what_one_is(&words.join(" "), clause).unwrap_or_default();
    match words.split_last() {
        Some((last, before)) if is_full_name(last) => {
            let mut found = told(before);
            if !before.is_empty() && found.is_empty() {
                return Vec::new();
            }
            found.push(name(last));
            found
        }
        _ => told(words),
    }
}

/// 부산에서 태어났어요, 부산에서 나고 자랐어요.
fn born(clause: &Clause) -> Option<Vec<Statement>> {
    let Some(What::Does(verb @ (Verb::Born | Verb::Grow), _)) = clause.what() else { return None };
    let place = clause.only(&[Case::In])?.noun();
    if clause.denied() != Denied::No || !is_place(&place) {
        return None;
    }
    match (verb, clause.tense()) {
        (Verb::Born, Tense::Past) => Some(vec![origin(&place)]),
        (Verb::Born, Tense::Present) => Some(vec![origin(&place)]),
        (Verb::Grow, Tense::Past) => Some(vec![
            fact(format!("사용자는 {place}에서 자랐다"), "identity place", 0.6)
                .names(&place, "place", "from"),
        ]),
        _ => None,
    }
}

/// 영어를 할 줄 알아요, 영어를 구사해요.
fn speaks(clause: &Clause) -> Option<Vec<Statement>> {
    let known = match clause.what()? {
        What::Knows(verb) if verb == "할" || verb == "할 수" => clause.denied() == Denied::No,
        What::Does(Verb::Speak, _) => clause.denied() == Denied::No && clause.tense() != Tense::Future,
        _ => false,
    };
    let is_language =
        |arg: &Arg| arg.words.len() == 1 && arg.last().ends_with('어') && arg.last().chars().count() > 1;
    let (last, before) = clause.args.split_last()?;
    let listed = matches!(last.case, Case::Object | Case::Bare | Case::Also)
        && before.iter().all(|arg| arg.case == Case::And);
    (known && listed && clause.args.iter().all(is_language) && clause.times.is_empty()).then(|| {
        let said = |arg: &Arg| {
            let text = format!("사용자는 {} 할 줄 안다", object(arg.last()));
            fact(text, "skill identity", 0.6).names(arg.last(), "language", "speaks")
        };
        clause.args.iter().map(said).collect()
    })
}
