//! What the person does: work, school.

use super::{
    clauses::{Arg, Clause},
    letters::object,
    nouns::{is_company, is_job, is_known_place, is_place, is_school},
    particles::{Case, is_one_of},
    predicates::{Denied, Tense, What},
    say::{With, fact},
    verbs::Verb,
};
use crate::rules::{Slot, Statement};

/// Where one works without its being told at what.
const ANY_WORK: &str = "회사 직장 일 집 사무실 현장 여기 거기 재택 원격 카페 밖 팀 부서 곳 데 스타트업 대기업 중소기업 외국계 공공기관 알바 아르바이트 낮 밤 야간 주간 병원 학교 공장 식당 은행 연구소 공기업 중견기업 대학교 대학 외국계회사 IT회사";
/// What one goes to that is neither work nor school.
const NO_WORK: &str = "여행 산책 출장 심부름 헬스 헬스장 피티 PT 체육관 학원 수영장 수영 요가 요가원 필라테스 교회 성당 절 도서관 독서실 스터디 어디 여기 거기 한의원 치과 상담 동호회 구경 쇼핑 등산 캠핑 소풍 데이트 길 곳 데 이곳저곳 여기저기 군데 \
    병원 어린이집 유치원 미용실 클라이밍 크로스핏 복싱 주짓수 발레 댄스 문화센터 시장 카페 맛집 동네 밖 자전거 지하철 버스 차 걸어서";

/// The value of work that has ended, whichever it was.
const NO_WORK_AT_ALL: &str = "none";

/// What a clause says of it.
pub(super) fn read(clause: &Clause) -> Option<Vec<Statement>> {
    match clause.what()? {
        What::Does(verb, stem) if clause.denied() == Denied::No => match verb {
            Verb::Work => works(clause),
            Verb::Attend => attends(clause),
            Verb::Enter | Verb::Change | Verb::Enrol => enters(clause, *verb),
            Verb::Quit | Verb::Leave => quits(clause, stem),
            Verb::Retire => retires(clause),
            Verb::Major => majors(clause),
            Verb::Graduate => graduates(clause),
            Verb::Run => runs(clause),
            Verb::Promote if clause.tense() == Tense::Past => {
                let to = clause.only(&[Case::To])?.noun();
                is_job(&to).then(|| vec![occupation(&to)])
            }
            _ => None,
        },
        What::Does(Verb::Attend | Verb::Work, _) => no_longer(clause),
        What::Is(_) => is(clause),
        _ => None,
    }
}

fn employer(name: &str) -> Statement {
    fact(format!("사용자는 {name}에서 일한다"), "work", 0.7).about("employer", name).names(
        name,
        "organization",
        "works_at",
    )
}

fn occupation(job: &str) -> Statement {
    fact(format!("사용자의 직업은 {job}이다"), "work", 0.7).about("occupation", job).names(
        job,
        "occupation",
        "works_as",
    )
}

fn school(name: &str) -> Statement {
    fact(format!("사용자는 {name}에 다닌다"), "school", 0.7).about("school", name).names(
        name,
        "organization",
        "studies_at",
    )
}

fn grade(name: &str) -> Statement {
    fact(format!("사용자는 {name}이다"), "school", 0.6).about("grade", name)
}

fn major(name: &str) -> Statement {
    fact(format!("사용자의 전공은 {name}이다"), "school", 0.6).about("major", name)
}

fn left(name: &str) -> Statement {
    let value = if is_one_of("회사 일 직장", name) { NO_WORK_AT_ALL } else { Slot::ENDED };
    fact(format!("사용자는 {} 그만두었다", object(name)), "work", 0.7).about("employer", value)
}

/// 네이버에서 개발자로 일해요.
fn works(clause: &Clause) -> Option<Vec<Statement>> {
    let now = matches!(clause.tense(), Tense::Present | Tense::Ongoing | Tense::Begun);
    let mut found = Vec::new();
    for arg in clause.args.iter().filter(|arg| arg.case != Case::Since) {
        let noun = arg.noun();
        match arg.case {
            Case::In | Case::At if is_one_of(ANY_WORK, &noun) => {
                if is_one_of(
                    "병원 학교 공장 식당 은행 연구소 스타트업 대기업 중소기업 공공기관 공기업 중견기업",
                    &noun,
                ) {
                    found.push(fact(format!("사용자는 {noun}에서 일한다"), "work", 0.6));
                }
            }
            // 서울에서 일해요 says where, not for whom.
            Case::In if is_known_place(&noun) => {
                found.push(fact(format!("사용자는 {noun}에서 일한다"), "work place", 0.5));
            }
            Case::In | Case::At if is_organization(arg) => found.push(employer(&noun)),
            Case::To if is_job(&noun) => found.push(occupation(&noun)),
            _ => return None,
        }
    }
    (now && !found.is_empty()).then_some(found)
}

fn is_organization(arg: &Arg) -> bool {
    let noun = arg.noun();
    let odd = |word: &str| {
        is_one_of("이 그 저 어떤 다른 같은 새 새로운 여러 작은 큰 좋은 이런 그런 네 너희 우리", word)
            || word.ends_with(['는', '던', '의'])
            || word.ends_with("한")
    };
    arg.words.len() <= 3
        && !arg.words.iter().any(|word| odd(word))
        && !is_one_of(NO_WORK, arg.last())
        && noun.chars().any(char::is_alphabetic)
        && (noun.chars().count() > 1)
        && !noun.starts_with(|c: char| c.is_ascii_digit())
}

/// 네이버에 다녀요, 서울대에 다녀요.
fn attends(clause: &Clause) -> Option<Vec<Statement>> {
    let mut rest = clause.args.iter().filter(|arg| !matches!(arg.case, Case::Since));
    let arg = rest.next().filter(|_| rest.next().is_none())?;
    let fits = matches!(arg.case, Case::At | Case::Object | Case::Bare | Case::In);
    let now = matches!(clause.tense(), Tense::Present | Tense::Ongoing | Tense::Begun);
    let noun = arg.noun();
    if !fits || !now || is_one_of("초등학교 중학교 고등학교 대학교 대학원 대학", &noun) {
        let level = fits && now && is_one_of("초등학교 중학교 고등학교 대학교 대학원", &noun);
        return level.then(|| vec![fact(format!("사용자는 {noun}에 다닌다"), "school", 0.6)]);
    }
    if is_one_of("학교", &noun) || is_one_of(ANY_WORK, &noun) {
        return None;
    }
    if is_school(&noun) {
        return Some(vec![school(&noun)]);
    }
    // 헬스장 다녀요 is a habit; 여행을 다녀요 neither.
    (is_organization(arg)
        && !is_place_only(&noun)
        && clause.times.iter().all(|time| !time.contains('매') && !time.contains("마다")))
    .then(|| vec![employer(&noun)])
}

fn is_place_only(noun: &str) -> bool {
    is_known_place(noun) || noun.ends_with(['집', '길', '관', '원', '장']) && !is_company(noun)
}

fn enters(clause: &Clause, verb: Verb) -> Option<Vec<Statement>> {
    if !matches!(clause.tense(), Tense::Past | Tense::Begun) {
        return None;
    }
    let mut to: Option<&Arg> = None;
    for arg in &clause.args {
        match arg.case {
            Case::At | Case::To | Case::Bare if to.is_none() => to = Some(arg),
            Case::In if verb == Verb::Change => {}
            Case::Object if verb == Verb::Change && is_one_of("직장 회사 일자리", arg.last()) => {}
            _ => return None,
        }
    }
    let to = to?;
    let noun = to.noun();
    if verb == Verb::Enrol {
        return is_school(&noun).then(|| vec![school(&noun)]);
    }
    if is_job(&noun) && to.case == Case::To {
        return Some(vec![occupation(&noun)]);
    }
    (is_organization(to) && !is_one_of(ANY_WORK, &noun)).then(|| vec![employer(&noun)])
}

fn quits(clause: &Clause, stem: &str) -> Option<Vec<Statement>> {
    if clause.tense() != Tense::Past {
        return None;
    }
    let resigned = stem == "퇴사하";
    if resigned && clause.args.is_empty() {
        return Some(vec![left("회사")]);
    }
    let arg = clause.only(&[Case::Object, Case::Bare, Case::In])?;
    let noun = arg.noun();
    if is_one_of("회사 직장 다니던회사 일", &noun) || noun == "다니던 회사" {
        return Some(vec![left(if noun == "일" { "일" } else { "회사" })]);
    }
    if arg.case == Case::In && !resigned {
        return None;
    }
    let known = resigned || is_company(&noun);
    if is_school(&noun) {
        return Some(vec![
            fact(format!("사용자는 {} 그만두었다", object(&noun)), "school", 0.6)
                .about("school", Slot::ENDED),
        ]);
    }
    (known && is_organization(arg)).then(|| vec![left(&noun).names(&noun, "organization", "left")])
}

fn retires(clause: &Clause) -> Option<Vec<Statement>> {
    let fits = clause.tense() == Tense::Past && clause.args.iter().all(|arg| arg.case == Case::In);
    fits.then(|| vec![fact("사용자는 은퇴했다".to_owned(), "work", 0.7).about("employer", NO_WORK_AT_ALL)])
}

/// 이제 네이버에 안 다녀요.
fn no_longer(clause: &Clause) -> Option<Vec<Statement>> {
    let arg = clause.only(&[Case::At, Case::In, Case::Bare])?;
    let noun = arg.noun();
    let now = matches!(clause.tense(), Tense::Present | Tense::Ongoing);
    let fits = now
        && clause.denied() == Denied::Not
        && clause.says("이제 이제는 이젠 더이상 더는 지금은 현재는 요즘은");
    if !fits || !is_organization(arg) {
        return None;
    }
    if is_school(&noun) {
        let text = format!("사용자는 이제 {noun}에 다니지 않는다");
        return Some(vec![fact(text, "school", 0.6).about("school", Slot::ENDED)]);
    }
    let text = format!("사용자는 이제 {noun}에서 일하지 않는다");
    Some(vec![fact(text, "work", 0.7).about("employer", Slot::ENDED)])
}

fn majors(clause: &Clause) -> Option<Vec<Statement>> {
    let mut at = None;
    let mut what = None;
    for arg in &clause.args {
        match arg.case {
            Case::Object | Case::Bare if what.is_none() => what = Some(arg.noun()),
            Case::In if at.is_none() && is_school(&arg.noun()) => at = Some(arg.noun()),
            Case::To if what.is_none() => what = Some(arg.noun()),
            _ => return None,
        }
    }
    let what = what.filter(|what| is_subject(what) && clause.tense() != Tense::Future)?;
    let now = matches!(clause.tense(), Tense::Present | Tense::Ongoing);
    Some(at.filter(|_| now).map(|at| school(&at)).into_iter().chain([major(&what)]).collect())
}

fn is_subject(noun: &str) -> bool {
    noun.chars().count() > 1 && noun.split(' ').count() <= 3 && !noun.split(' ').any(|word| {
        is_one_of(
            "이 그 저 뭐 무엇 관련 이거 그거 것 필수 선택 교양 자유 무관 상관 비밀 문제 적성 수업 책 시험",
            word,
        )
    })
}

fn graduates(clause: &Clause) -> Option<Vec<Statement>> {
    let noun = clause.only(&[Case::Object, Case::Bare])?.noun();
    let fits = clause.tense() == Tense::Past && is_school(&noun) && !is_one_of("학교", &noun);
    fits.then(|| {
        let text = format!("사용자는 {} 졸업했다", object(&noun));
        vec![fact(text, "school", 0.5).names(&noun, "organization", "graduated_from")]
    })
}

/// 카페를 운영해요.
fn runs(clause: &Clause) -> Option<Vec<Statement>> {
    let arg = clause.only(&[Case::Object, Case::Bare])?;
    let now = matches!(clause.tense(), Tense::Present | Tense::Ongoing | Tense::Begun);
    let odd = arg.words.iter().any(|word| is_one_of("이 그 저 같이 함께 잘", word)) || arg.words.len() > 3;
    (now && !odd).then(|| {
        let noun = arg.noun();
        vec![fact(format!("사용자는 {} 운영한다", object(&noun)), "work", 0.7).names(
            &noun,
            "organization",
            "runs",
        )]
    })
}

fn is(clause: &Clause) -> Option<Vec<Statement>> {
    let value = clause.is()?.join(" ");
    if let Some(arg) = clause.only(&[Case::Topic, Case::Subject]) {
        let noun = arg.noun();
        return match noun.as_str() {
            "직업" | "하는 일" | "본업" | "직종" => (is_job(&value)
                || (is_place(&value) && noun == "직업" && value.chars().count() > 1))
                .then(|| vec![occupation(&value)]),
            "직장" | "회사" | "다니는 회사" | "직장 이름" | "회사 이름" => {
                let arg = Arg { words: vec![value.clone()], case: Case::In, mine: false };
                let named = is_company(&value) || noun.ends_with("이름");
                (named && is_organization(&arg)).then(|| vec![employer(&value)])
            }
            "전공" | "학과" | "과" => is_subject(&value).then(|| vec![major(&value)]),
            "학교" | "다니는 학교" | "대학" | "대학교" => {
                is_school(&value).then(|| vec![school(&value)])
            }
            // 개발 경력은 3년이에요.
            _ if arg.last() == "경력" && arg.words.len() <= 3 => {
                let years = value.strip_suffix("차").unwrap_or(&value);
                let told = years.strip_suffix('년').or_else(|| years.strip_suffix("개월"));
                told.filter(|n| n.chars().all(|c| c.is_ascii_digit())).map(|_| {
                    let text = format!("사용자의 {noun}은 {value}이다");
                    vec![fact(text, "work", 0.5).about("experience", &value)]
                })
            }
            "학년" => (value.ends_with("학년")).then(|| vec![grade(&value)]),
            _ => None,
        };
    }
    if clause.mine || !clause.args.is_empty() || !clause.times.is_empty() && !clause.me {
        return None;
    }
    what_one_is(&value, clause)
}

/// What somebody is, in one noun: 간호사, 서울대 3학년.
pub(super) fn what_one_is(noun: &str, clause: &Clause) -> Option<Vec<Statement>> {
    let words: Vec<&str> = noun.split(' ').collect();
    let (last, before) = words.split_last()?;
    let ahead = before.join(" ");
    let short = last.len() == 4
        && ["고", "중", "초"].iter().any(|level| last.starts_with(level))
        && last.ends_with(|c: char| ('1'..='6').contains(&c));
    let by_year = last.strip_suffix("학년").is_some_and(|n| {
        n.trim_end_matches(|c: char| c.is_ascii_digit()) != n || is_one_of("일 이 삼 사 오 육", n)
    });
    if *last == "전공" && (1..=3).contains(&before.len()) {
        return is_subject(&ahead).then(|| vec![major(&ahead)]);
    }
    let department = ["학과", "공학과", "교육과", "국문과", "영문과"].iter().any(|end| last.ends_with(end))
        && last.chars().count() > 2;
    if department && before.iter().all(|word| is_school(word)) && before.len() <= 1 {
        return clause.me.then(|| before.iter().map(|at| school(at)).chain([major(last)]).collect());
    }
    if short && before.is_empty() {
        return clause.me.then(|| vec![grade(noun)]);
    }
    if by_year {
        let school_level = is_one_of("대학교 고등학교 중학교 초등학교 대학 대학원", &ahead);
        if before.is_empty() || school_level {
            return Some(vec![grade(noun)]);
        }
        let [of] = before else { return None };
        if is_school(of) {
            return Some(vec![school(of), grade(last)]);
        }
        return (of.ends_with('과') && of.chars().count() > 2).then(|| vec![major(of), grade(last)]);
    }
    if *last == "재학" || *last == "중" && before.last() == Some(&"재학") {
        let ahead = before.iter().copied().filter(|word| *word != "재학").collect::<Vec<_>>().join(" ");
        return is_school(&ahead).then(|| vec![school(&ahead)]);
    }
    if *last == "재직" || *last == "중" && before.last() == Some(&"재직") {
        let ahead = before.iter().copied().filter(|word| *word != "재직").collect::<Vec<_>>().join(" ");
        return (!ahead.is_empty()).then(|| vec![employer(&ahead)]);
    }
    if *last == "중" && matches!(before, ["구직" | "취업준비" | "취준" | "휴직" | "육아휴직" | "휴학"])
    {
        return Some(vec![fact(format!("사용자는 {ahead} 중이다"), "work", 0.6)]);
    }
    if is_one_of("직원 사원", last) && before.len() == 1 && !is_one_of(ANY_WORK, &ahead) {
        let org = Arg { words: vec![ahead.clone()], case: Case::In, mine: false };
        return is_organization(&org).then(|| vec![employer(&ahead)]);
    }
    if !is_job(noun) {
        return None;
    }
    // 네이버 개발자, 서울대 학생: where, and what as.
    if let [place] = before
        && (is_company(place) || (is_school(place) && is_one_of("학생 대학생 대학원생", last)))
    {
        let at = if is_company(place) && !is_school(place) { employer(place) } else { school(place) };
        return Some(vec![at, occupation(last)]);
    }
    Some(vec![occupation(noun)])
}
