//! The person's health, and how they eat for it.

use super::{
    clauses::{Arg, Clause},
    letters::{object, subject},
    particles::{Case, ends_in_one_of, is_one_of},
    predicates::{Denied, Tense, What},
    say::{With, fact},
    verbs::Verb,
};
use crate::{
    model::Kind,
    rules::{Slot, Statement},
};

const ALLERGY: &[&str] = &["알레르기", "알러지", "알레지", "앨러지", "알르레기"];
/// Conditions that last.
const CONDITIONS: &str = "migraine asthma diabetes eczema epilepsy celiac IBS OCD 당뇨 당뇨병 고혈압 저혈압 고지혈증 천식 아토피 비염 축농증 우울증 조울증 불안장애 공황장애 ADHD 자폐 강박증 불면증 빈혈 편두통 갑상선 통풍 디스크 허리디스크 목디스크 관절염 류마티스 건선 역류성식도염 위염 장염 과민성대장증후군 크론병 \
    간염 지방간 신부전 심부전 부정맥 협심증 뇌전증 간질 파킨슨병 치매 백혈병 암 유방암 위암 폐암 갑상선암 대장암 백내장 녹내장 난시 근시 색맹 색약 이명 난청 메니에르병 탈모 여드름 무좀 치질 생리불순 다낭성난소증후군 자궁내막증 성조숙증 골다공증 척추측만증 하지정맥류 \
    수면무호흡증 기면증 루푸스 섬유근육통 PTSD 섭식장애 거식증 폭식증 난독증 말더듬 유당불내증 셀리악병 글루텐불내증 고소공포증 폐소공포증 천식기 임신성당뇨 당뇨전단계 심장병 신장병 간경화 결핵 폐렴";
const ENDS: &str = "증후군 불내증 공포증 장애 질환 디스크";
const PASSING: &str = "증 관심증 궁금증 갈증 인증 학생증 자격증 면허증 보증 영수증 신분증 검증 논증 기침 열 두통 복통 치통 감기 몸살 배탈 의사소통장애 장애";

/// What a clause says of it.
pub(super) fn read(clause: &Clause) -> Option<Vec<Statement>> {
    diet(clause).or_else(|| match clause.what()? {
        What::Does(verb, _) => does(clause, *verb),
        What::Is(_) => is(clause),
        _ => None,
    })
}

fn allergy(to: &str, has: bool, ended: bool) -> Statement {
    let has_it = if has { "있다" } else { "없다" };
    let now = if ended { "이제 " } else { "" };
    let said = fact(format!("사용자는 {now}{to} 알레르기가 {has_it}"), "health", 0.9);
    let said = said.about(&format!("allergy:{to}"), if has { "yes" } else { Slot::ENDED });
    if has { said.names(to, "substance", "allergic_to") } else { said }
}

fn condition(name: &str, has: bool, ended: bool) -> Statement {
    let has_it = if has { "있다" } else { "없다" };
    let now = if ended { "이제 " } else { "" };
    let said = fact(format!("사용자는 {now}{} {has_it}", subject(name)), "health", 0.9);
    let said = said.about(&format!("condition:{name}"), if has { "yes" } else { Slot::ENDED });
    if has { said.names(name, "condition", "has_condition") } else { said }
}

fn does(clause: &Clause, verb: Verb) -> Option<Vec<Statement>> {
    let now = matches!(clause.tense(), Tense::Present | Tense::Ongoing | Tense::Begun);
    let past = clause.tense() == Tense::Past;
    let ended = clause.says("이제 이제는 이젠 더이상 더는 인제");
    match (verb, clause.denied()) {
        (Verb::Be, Denied::No) if now => has(clause, true, false),
        (Verb::Lack, Denied::No) if now => has(clause, false, ended),
        (Verb::Lack | Verb::Recover, Denied::No) if past => has(clause, false, true),
        (Verb::Suffer, Denied::No) if now => {
            let noun = clause.only(&[Case::Object, Case::Bare])?.noun();
            is_condition(&noun).then(|| vec![condition(&noun, true, false)])
        }
        (Verb::Pregnant, Denied::No) if clause.args.is_empty() && clause.tense() != Tense::Future => {
            Some(pregnant())
        }
        (Verb::Hurt, Denied::No) if past => {
            let part = clause.only(&[Case::Object, Case::Bare])?.noun();
            let said = || fact(format!("사용자는 {} 다쳤다", object(&part)), "health", 0.7).kind(Kind::Event);
            is_body(&part).then(|| vec![said()])
        }
        (Verb::Good, Denied::Not) if clause.times.is_empty() => {
            let part = clause.only(&[Case::Subject, Case::Bare])?.noun();
            is_body(&part)
                .then(|| vec![fact(format!("사용자는 {} 좋지 않다", subject(&part)), "health", 0.7)])
        }
        (Verb::Diagnosed, Denied::No) if past => diagnosed(clause),
        // 밤에 잠을 잘 못 자요.
        (Verb::Act, Denied::Cannot) if now && clause.says("잘") => {
            let sleep = clause.only(&[Case::Object, Case::Bare])?.noun() == "잠";
            let nights = clause.times.iter().all(|time| is_one_of("밤 밤에", time));
            let said = || fact("사용자는 잠을 잘 못 잔다".to_owned(), "health", 0.6);
            (sleep && nights).then(|| vec![said()])
        }
        (Verb::Say | Verb::Receive, Denied::No) if past => operated(clause),
        (Verb::Receive, Denied::No) if now => treated(clause),
        (Verb::Eat | Verb::Take, denied @ (Denied::No | Denied::Not)) if now => {
            medication(clause, verb, denied, ended)
        }
        (Verb::Stop, Denied::No) if past => {
            let noun = clause.only(&[Case::Object, Case::Bare, Case::Topic])?.noun();
            is_medicine(&noun).then(|| vec![medicine(&noun, false)])
        }
        _ => None,
    }
}

fn pregnant() -> Vec<Statement> {
    let said = fact("사용자는 임신 중이다".to_owned(), "health family", 0.9);
    vec![said.about("condition:임신", "yes").names("임신", "condition", "has_condition")]
}

/// Parts of the body whose state lasts.
fn is_body(noun: &str) -> bool {
    is_one_of(
        "무릎 허리 목 어깨 발목 손목 팔 다리 팔꿈치 관절 심장 간 위 장 눈 시력 청력 왼쪽무릎 오른쪽무릎 발 손 갈비뼈 척추 골반 인대",
        noun.rsplit(' ').next().unwrap_or_default(),
    ) && noun.split(' ').count() <= 2
}

/// 땅콩 알레르기가 있어요, 당뇨가 있어요.
fn has(clause: &Clause, has: bool, ended: bool) -> Option<Vec<Statement>> {
    if clause.times.iter().any(|time| !time.contains("부터") && !time.contains("전")) {
        return None;
    }
    let args: Vec<&Arg> = clause.args.iter().filter(|arg| arg.case != Case::Since).collect();
    let (last, before) = args.split_last()?;
    if !matches!(last.case, Case::Subject | Case::Bare | Case::Also | Case::Topic) {
        return None;
    }
    if let Some(to) = allergen(&last.words) {
        // 땅콩에 알레르기가 있어요; 땅콩이랑 새우 알레르기가 있어요.
        let mut to: Vec<String> = to.into_iter().collect();
        for arg in before.iter().rev() {
            match arg.case {
                Case::At if to.is_empty() => to.push(arg.noun()),
                Case::And => to.push(arg.noun()),
                _ => return None,
            }
        }
        to.reverse();
        let named = !to.is_empty() && to.iter().all(|to| is_substance(to));
        return named.then(|| to.iter().map(|to| allergy(to, has, ended)).collect());
    }
    if before.iter().any(|arg| arg.case != Case::And) {
        return None;
    }
    let all: Option<Vec<String>> =
        args.iter().map(|arg| Some(arg.noun()).filter(|noun| is_condition(noun))).collect();
    Some(all?.iter().map(|name| condition(name, has, ended)).collect())
}

/// What an allergy is to: 땅콩 알레르기, 땅콩알레르기. `Some(None)`: it is not said here.
fn allergen(words: &[String]) -> Option<Option<String>> {
    let (last, before) = words.split_last()?;
    let (joined, _) =
        ALLERGY.iter().find_map(|allergy| last.strip_suffix(allergy).map(|rest| (rest, allergy)))?;
    let mut to: Vec<&str> = before.iter().map(String::as_str).collect();
    if !joined.is_empty() {
        to.push(joined);
    }
    let to = to.join(" ");
    Some(Some(to).filter(|to| !to.is_empty()))
}

fn is_substance(noun: &str) -> bool {
    let odd = "심한 약간 약간의 조금 무슨 어떤 이 그 저 아무 아무런 음식 특정 특별한 별다른 다른 없는 다 딱히 너 네 월요일 공부 일 사람";
    noun.split(' ').count() <= 3
        && !noun.split(' ').any(|word| is_one_of(odd, word))
        && noun.chars().any(char::is_alphabetic)
}

fn is_condition(noun: &str) -> bool {
    let last = noun.split(' ').next_back().unwrap_or_default();
    let known = is_one_of(CONDITIONS, last)
        || (ends_in_one_of(ENDS, last).is_some_and(|end| end.len() < last.len())
            && !is_one_of(PASSING, last));
    let kind = |word: &str| {
        is_one_of(
            "제1형 제2형 1형 2형 일형 이형 심한 만성 경미한 알레르기성 허리 목 선천성 후천성 임신성 성인 소아 계절성 가벼운 중증 경증 초기 급성 유전성 과민성 대장 다낭성 난소",
            word,
        )
    };
    let before = noun.split(' ').count().saturating_sub(1);
    known && noun.split(' ').take(before).all(kind)
}

/// 당뇨 진단을 받았어요, 천식으로 진단받았어요.
fn diagnosed(clause: &Clause) -> Option<Vec<Statement>> {
    let arg = clause.only(&[Case::Bare, Case::To, Case::Object, Case::And])?;
    let noun = arg.noun();
    let noun = noun.strip_suffix(" 진단").unwrap_or(&noun);
    is_condition(noun).then(|| vec![condition(noun, true, false)])
}

/// 작년에 무릎 수술했어요, 백내장 수술을 받았어요.
fn operated(clause: &Clause) -> Option<Vec<Statement>> {
    let arg = clause.only(&[Case::Bare, Case::Object])?;
    let noun = arg.noun();
    let of = noun.strip_suffix("수술")?.trim_end();
    let known = is_body(of)
        || is_condition(of)
        || is_one_of("맹장 라식 라섹 제왕절개 편도 자궁 쓸개 담낭 십자인대 연골 임플란트 양악 코 눈", of);
    let said = || fact(format!("사용자는 {of} 수술을 받았다"), "health", 0.7).kind(Kind::Event);
    known.then(|| vec![said()])
}

/// 허리 디스크 때문에 도수치료를 받고 있어요.
fn treated(clause: &Clause) -> Option<Vec<Statement>> {
    let (mut found, args) = because(clause)?;
    let [arg] = args.as_slice() else { return None };
    let noun = arg.noun();
    let known = ["치료", "재활", "투석", "상담", "교정", "항암", "레슨", "과외", "PT", "피티"]
        .iter()
        .any(|end| noun.ends_with(end));
    let odd = arg.words.len() > 2 || arg.words.iter().any(|word| is_one_of("이 그 저 고객 전화", word));
    let lasts = clause.times.iter().all(|time| {
        time.ends_with("부터")
            || time.ends_with('째')
            || time.ends_with("마다")
            || is_one_of("매주 매달 매일", time)
    });
    if !known || odd || !lasts || !matches!(arg.case, Case::Bare | Case::Object) {
        return None;
    }
    found.push(fact(format!("사용자는 {} 받는다", object(&noun)), "health", 0.7));
    Some(found)
}

/// The conditions that a clause gives as its reason, and its other nouns: 당뇨 때문에. None if the reason is anything else.
fn because(clause: &Clause) -> Option<(Vec<Statement>, Vec<&Arg>)> {
    let is_reason = |arg: &&Arg| arg.case == Case::At && arg.last() == "때문";
    let (reasons, rest): (Vec<&Arg>, Vec<&Arg>) = clause.args.iter().partition(is_reason);
    let conditions: Option<Vec<Statement>> = reasons
        .iter()
        .map(|arg| {
            let noun = arg.noun();
            let name = noun.strip_suffix(" 때문").filter(|name| is_condition(name))?;
            Some(condition(name, true, false))
        })
        .collect();
    Some((conditions?, rest))
}

/// Stems that the names of drugs share (WHO, The use of stems in the selection of INN), in both scripts.
const STEMS: &str = "triptan formin statin pril sartan prazole olol cillin oxetine azepam thyroxine gliptin gliflozin glutide profen cetamol 트립탄 포르민 포민 스타틴 사르탄 프라졸 실린 옥세틴 아제팜 티록신 글립틴 글리플로진 글루타이드 프로펜 아미노펜 씬지로이드 아스피린";

fn is_medicine(noun: &str) -> bool {
    let last = noun.split(' ').next_back().unwrap_or_default();
    let by_end = [
        "약",
        "보충제",
        "치료제",
        "영양제",
        "억제제",
        "항생제",
        "진통제",
        "수면제",
        "인슐린",
        "유산균",
        "비타민",
        "오메가3",
        "타이레놀",
        "메트포르민",
        "항우울제",
        "안정제",
    ]
    .iter()
    .any(|end| last.ends_with(end));
    // 고혈압 약, but no 약.
    let of = noun.strip_suffix(" 약");
    ends_in_one_of(STEMS, last)
        .is_some_and(|end| end.len() < last.len() || is_one_of("씬지로이드 아스피린", end))
        || of.is_some_and(|of| is_condition(of) || is_one_of("혈압 갑상선 당뇨 수면 위장 심장 탈모", of))
        || by_end
            && !is_one_of("약 치약 계약 예약 공약 절약 조약 쥐약 요약 제약 보약 화약 농약", last)
            && noun.split(' ').count() <= 3
}

fn medicine(name: &str, takes: bool) -> Statement {
    let text = if takes {
        format!("사용자는 {} 복용한다", object(name))
    } else {
        format!("사용자는 이제 {} 복용하지 않는다", object(name))
    };
    let said = fact(text, "health", 0.9)
        .about(&format!("medication:{name}"), if takes { "yes" } else { Slot::ENDED });
    if takes { said.names(name, "medication", "takes") } else { said }
}

fn medication(clause: &Clause, verb: Verb, denied: Denied, ended: bool) -> Option<Vec<Statement>> {
    let (mut found, args) = because(clause)?;
    let [arg] = args.as_slice() else { return None };
    let noun = arg.noun();
    // 복용하다 is said of drugs alone.
    let named = verb == Verb::Take
        && arg.words.len() <= 2
        && arg.last().chars().count() > 2
        && !arg.words.iter().any(|word| is_one_of("이 그 저 무슨 어떤 여러", word));
    let fits = matches!(arg.case, Case::Object | Case::Bare | Case::Also) && (named || is_medicine(&noun));
    if !fits || clause.times.iter().any(|time| is_one_of("오늘 방금 어제", time)) {
        return None;
    }
    match denied {
        Denied::No => {
            found.push(medicine(&noun, true));
            Some(found)
        }
        _ => ended.then(|| vec![medicine(&noun, false)]),
    }
}

const SKINS: &str = "지성 건성 복합성 지복합성 수부지 민감성 중성 악건성 여드름성";

/// 땅콩 알레르기예요, 임신 중이에요, 당뇨 환자예요.
fn is(clause: &Clause) -> Option<Vec<Statement>> {
    let words: Vec<String> = clause.is()?.into_iter().map(str::to_owned).collect();
    // 제 피부는 건성이에요.
    if let Some(arg) = clause.only(&[Case::Topic, Case::Subject])
        && arg.noun() == "피부"
    {
        let skin = words.join(" ");
        let said = || fact(format!("사용자의 피부는 {skin}이다"), "health", 0.6).about("skin", &skin);
        return is_one_of(SKINS, &skin).then(|| vec![said()]);
    }
    // 먹는 약은 갑상선 약이에요.
    if let Some(arg) = clause.only(&[Case::Topic])
        && matches!(arg.noun().as_str(), "먹는 약" | "복용하는 약" | "복용 중인 약")
    {
        let name = words.join(" ");
        let name = name.trim_end_matches('뿐');
        return is_medicine(name).then(|| vec![medicine(name, true)]);
    }
    if !clause.args.is_empty() || clause.mine {
        return None;
    }
    if let Some(Some(to)) = allergen(&words) {
        return (is_substance(&to) && clause.times.is_empty()).then(|| vec![allergy(&to, true, false)]);
    }
    let noun = words.join(" ");
    match noun.as_str() {
        "임신 중" | "임신중" | "임산부" | "임신부" | "임신" => return Some(pregnant()),
        _ => {}
    }
    let months = noun.strip_prefix("임신 ").is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_ascii_digit())
            && ["개월", "주", "주차", "개월차"].iter().any(|end| rest.ends_with(end))
    });
    if months {
        let said = fact(format!("사용자는 {noun}이다"), "health family", 0.9);
        return Some(vec![said.about("condition:임신", "yes").names("임신", "condition", "has_condition")]);
    }
    if let Some(skin) = noun.strip_suffix(" 피부").filter(|skin| is_one_of(SKINS, skin)) {
        let said = || fact(format!("사용자는 {noun}이다"), "health", 0.6).about("skin", skin);
        return Some(vec![said()]);
    }
    let patient = noun.strip_suffix(" 환자");
    let name = patient.unwrap_or(&noun);
    let sure = patient.is_some() || clause.me;
    (sure && is_condition(name)).then(|| vec![condition(name, true, false)])
}

const DIETS: &[(&str, &str)] = &[
    ("비건", "비건"),
    ("채식주의자", "채식"),
    ("베지테리언", "채식"),
    ("채식", "채식"),
    ("vegan", "비건"),
    ("Vegan", "비건"),
    ("vegetarian", "채식"),
    ("Vegetarian", "채식"),
    ("페스코", "페스코"),
    ("페스카테리언", "페스코"),
    ("페스코 베지테리언", "페스코"),
    ("플렉시테리언", "플렉시테리언"),
    ("락토 베지테리언", "락토"),
    ("락토오보", "락토오보"),
    ("키토", "키토"),
    ("키토 식단", "키토"),
    ("키토제닉", "키토"),
    ("저탄고지", "저탄고지"),
    ("저탄고지 식단", "저탄고지"),
    ("저염식", "저염식"),
    ("할랄", "할랄"),
    ("간헐적 단식", "간헐적 단식"),
    ("글루텐프리", "글루텐프리"),
    ("글루텐 프리", "글루텐프리"),
    ("글루텐프리 식단", "글루텐프리"),
    ("비건 식단", "비건"),
    ("저당 식단", "저당"),
    ("저당식", "저당"),
];

fn diet(clause: &Clause) -> Option<Vec<Statement>> {
    let find = |noun: &str| DIETS.iter().find(|(name, _)| *name == noun).copied();
    let now = matches!(clause.tense(), Tense::Present | Tense::Ongoing | Tense::Begun);
    let eats = |text: String, diet: &str| Some(vec![fact(text, "diet health", 0.8).about("diet", diet)]);
    match clause.what()? {
        What::Is(_) => {
            let noun = clause.is()?.join(" ");
            let (name, diet) = find(noun.strip_suffix(" 중").unwrap_or(&noun))?;
            let fits = clause.args.is_empty() && !clause.mine && (clause.times.is_empty() || clause.me);
            let person = matches!(
                name,
                "비건"
                    | "vegan"
                    | "Vegan"
                    | "vegetarian"
                    | "Vegetarian"
                    | "채식주의자"
                    | "베지테리언"
                    | "페스코"
                    | "페스카테리언"
                    | "페스코 베지테리언"
                    | "플렉시테리언"
                    | "락토 베지테리언"
                    | "락토오보"
            );
            let text = if person {
                format!("사용자는 {name}이다")
            } else {
                format!("사용자는 {} 한다", object(name))
            };
            (fits && (person || noun.ends_with(" 중"))).then(|| eats(text, diet)).flatten()
        }
        // 채식을 해요.
        What::Does(Verb::Say, _) if now => {
            let noun = clause.only(&[Case::Object, Case::Bare])?.noun();
            let (name, diet) =
                find(&noun).filter(|(name, _)| !matches!(*name, "비건" | "채식주의자" | "베지테리언"))?;
            match clause.denied() {
                Denied::No => eats(format!("사용자는 {} 한다", object(name)), diet),
                _ => None,
            }
        }
        What::Does(Verb::Eat, _) if now && clause.denied() == Denied::No => {
            let arg = clause.only(&[Case::Object, Case::Bare, Case::Other])?;
            let noun = arg.noun();
            if arg.case == Case::Other {
                let only = matches!(noun.as_str(), "할랄 음식" | "할랄" | "비건 음식" | "채식");
                let diet = noun.strip_suffix(" 음식").unwrap_or(&noun);
                return only.then(|| eats(format!("사용자는 {noun}만 먹는다"), diet)).flatten();
            }
            let again = clause.says("다시") && is_one_of("고기 육류", &noun) && clause.times.is_empty();
            again.then(|| eats(format!("사용자는 다시 {} 먹는다", object(&noun)), "고기")).flatten()
        }
        _ => None,
    }
}
