//! The person's people and animals.

use super::{
    clauses::{Arg, Clause},
    letters::{object, subject, together, topic},
    nouns::{is_full_name, is_job, is_name},
    numbers::number,
    particles::{Case, is_one_of},
    predicates::{Denied, Tense, What},
    say::{With, fact},
    verbs::Verb,
};
use crate::rules::{Slot, Statement};

/// What a clause says of them.
pub(super) fn read(clause: &Clause) -> Option<Vec<Statement>> {
    match clause.what()? {
        What::Is(_) => named(clause).or_else(|| state(clause)),
        What::Does(verb, _) => does(clause, *verb),
        _ => None,
    }
    .map(|said| vec![said])
}

/// 제 동생 이름은 민수예요, 남편은 의사예요, 강아지 이름은 초코예요.
pub(super) fn named(clause: &Clause) -> Option<Statement> {
    let arg = clause.only(&[Case::Topic, Case::Subject])?;
    let value = clause.is()?.join(" ");
    let words: Vec<&str> = arg.words.iter().map(String::as_str).collect();
    if let [who, "생일"] = words.as_slice()
        && is_kin(who)
    {
        return birthday(clause, who);
    }
    if !clause.times.is_empty() || clause.mine {
        return None;
    }
    match words.as_slice() {
        [who, "이름"] | ["이름", who] if relation_of(who).is_some() && is_name(&value) => {
            let text = format!("사용자의 {who} 이름은 {value}이다");
            let said = fact(text, "family", 0.7).named_by(&value, "person", relation_of(who)?);
            Some(if is_partner(who) { said.about("partner", &value) } else { said })
        }
        [pet, "이름"] | ["집", pet, "이름"] if is_one_of(PETS, pet) && is_name(&value) => {
            let text = format!("사용자의 {pet} 이름은 {value}이다");
            let said = fact(text, "family", 0.6).names(&value, "animal", "has_pet");
            Some(said.about(&format!("pet:{value}"), pet))
        }
        [pet] if is_pet(pet) && arg.mine && is_age(&value) => {
            let text = format!("사용자의 {} {value}이다", topic(pet));
            Some(fact(text, "family", 0.5).names(pet, "animal", "has_pet"))
        }
        [who] if is_kin(who) && (is_job(&value) || is_age(&value)) => {
            let text = format!("사용자의 {} {value}이다", topic(who));
            Some(fact(text, "family", 0.5).named_by(who, "person", relation_of(who)?))
        }
        [who] if is_kin(who) && arg.mine && is_full_name(&value) => {
            let text = format!("사용자의 {who} 이름은 {value}이다");
            let said = fact(text, "family", 0.7).named_by(&value, "person", relation_of(who)?);
            Some(if is_partner(who) { said.about("partner", &value) } else { said })
        }
        _ => None,
    }
}

/// 아내 생일은 5월 9일이에요.
fn birthday(clause: &Clause, who: &str) -> Option<Statement> {
    let words: Vec<&str> = clause.times.iter().map(String::as_str).chain(clause.is()?).collect();
    let of = |unit: char| words.iter().any(|word| word.ends_with(unit));
    let dated = words
        .iter()
        .all(|word| word.starts_with(|c: char| c.is_ascii_digit()) || is_one_of("음력 양력", word));
    let date = words.join(" ");
    (dated && of('월') && of('일')).then(|| {
        fact(format!("사용자의 {who} 생일은 {date}이다"), "family", 0.6)
            .about(&format!("birthday:{who}"), &date)
    })
}

fn is_partner(who: &str) -> bool {
    matches!(relation_of(who), Some("married_to" | "dating" | "engaged_to"))
}

/// Whether it is somebody of whom a person has one, or few, and speaks as theirs.
pub(super) fn is_kin(who: &str) -> bool {
    relation_of(who)
        .is_some_and(|relation| !matches!(relation, "friend_of" | "boss_of" | "colleague_of" | "family_of"))
}

fn is_age(value: &str) -> bool {
    let in_school =
        ["초등학교 ", "중학교 ", "고등학교 ", "대학교 "].iter().find_map(|at| value.strip_prefix(at));
    let short = value.chars().count() == 2
        && value.starts_with(['초', '중', '고'])
        && value.ends_with(|c: char| ('1'..='6').contains(&c));
    let value = in_school.unwrap_or(value);
    let n = if short {
        Some("1")
    } else {
        value
            .strip_suffix('살')
            .or_else(|| value.strip_suffix('세'))
            .or_else(|| value.strip_suffix("학년"))
            .or_else(|| value.strip_suffix("개월"))
    };
    n.is_some_and(|n| number(n.trim_end()).is_some())
}

/// 미혼이에요, 연애 중이에요.
fn state(clause: &Clause) -> Option<Statement> {
    let noun = clause.is()?.join(" ");
    if !clause.args.is_empty() || clause.mine {
        return None;
    }
    let value = match noun.as_str() {
        "미혼" | "싱글" | "솔로" | "비혼" | "모태솔로" | "비혼주의자" | "독신" => "single",
        "기혼" | "기혼자" | "유부남" | "유부녀" | "신혼" | "신혼부부" => "married",
        "돌싱" | "이혼남" | "이혼녀" => "divorced",
        _ if parent(&noun).is_some() => {
            let said = fact(format!("사용자는 {noun}이다"), "family identity", 0.7);
            let (child, n) = parent(&noun)?;
            return Some(said.about(&format!("has:{child}"), &n.to_string()));
        }
        _ if is_household(&noun) => {
            let said = fact(format!("사용자는 {noun}이다"), "family", 0.6);
            return Some(said.about("household", &noun));
        }
        "연애 중" | "연애중" => return Some(fact("사용자는 연애 중이다".to_owned(), "family", 0.6)),
        _ => return None,
    };
    Some(fact(format!("사용자는 {noun}이다"), "family identity", 0.7).about("marital", value))
}

/// 4인 가족, 세 식구.
fn is_household(noun: &str) -> bool {
    let Some((count, home)) = noun.split_once(' ') else { return false };
    match home {
        "가족" | "가구" => count.strip_suffix('인').is_some_and(|n| number(n).is_some()),
        "식구" => number(count).is_some(),
        _ => false,
    }
}

/// 두 아이의 엄마: whose parent, and of how many.
fn parent(noun: &str) -> Option<(&str, u32)> {
    let mut words = noun.split(' ');
    let (n, child, parent) = (words.next()?, words.next()?, words.next()?);
    let child = child.strip_suffix('의')?;
    let fits = words.next().is_none()
        && is_one_of("엄마 아빠 어머니 아버지", parent)
        && is_one_of("아이 딸 아들 자녀", child);
    number(n).filter(|_| fits).map(|n| (child, n))
}

fn does(clause: &Clause, verb: Verb) -> Option<Statement> {
    let past = clause.tense() == Tense::Past;
    let married =
        |text: &str, value: &str| Some(fact(text.to_owned(), "family identity", 0.7).about("marital", value));
    let alone = clause.args.iter().all(|arg| matches!(arg.case, Case::And | Case::In | Case::Since));
    match (verb, clause.denied()) {
        (Verb::Marry, Denied::No) if past && alone => married("사용자는 결혼했다", "married"),
        (Verb::Divorce, Denied::No) if past && alone => married("사용자는 이혼했다", "divorced"),
        (Verb::Engage, Denied::No) if past && alone => married("사용자는 약혼했다", "engaged"),
        (Verb::Marry, Denied::Not) if past && clause.args.is_empty() => {
            married("사용자는 결혼하지 않았다", "single")
        }
        (Verb::Say, Denied::Not) if past && clause.only(&[Case::Bare, Case::Topic])?.noun() == "결혼" => {
            married("사용자는 결혼하지 않았다", "single")
        }
        (Verb::Part, Denied::No) if past => {
            let who = clause.only(&[Case::And])?.noun();
            let said = fact(format!("사용자는 {} 헤어졌다", together(&who)), "family", 0.6);
            is_partner(&who).then(|| said.about("partner", Slot::ENDED))
        }
        (Verb::Raise, _) => raises(clause),
        (Verb::Be | Verb::Lack, Denied::No) => has(clause, verb == Verb::Be),
        _ => None,
    }
}

/// A noun with how many of it there are: 딸이 둘, 강아지 두 마리를. The count as it is written and as a number.
fn counted(args: &[Arg]) -> Option<(String, Option<(String, u32)>)> {
    let words: Vec<&str> = args.iter().flat_map(|arg| arg.words.iter().map(String::as_str)).collect();
    let is_count = |words: &[&str]| {
        let (first, rest) = words.split_first()?;
        let counts = match rest {
            [] => number(first)
                .or_else(|| first.strip_suffix("명").or_else(|| first.strip_suffix("마리")).and_then(number)),
            ["명" | "마리" | "분"] => number(first),
            _ => None,
        };
        counts.filter(|n| (1..=20).contains(n)).map(|n| (words.join(" "), n))
    };
    match words.as_slice() {
        [noun] => Some(((*noun).to_owned(), None)),
        [noun, rest @ ..] => match is_count(rest) {
            Some(count) => Some(((*noun).to_owned(), Some(count))),
            // 두 딸.
            None => match (number(noun), rest) {
                (Some(n), [noun_after]) => Some(((*noun_after).to_owned(), Some((format!("{noun} 명"), n)))),
                _ => None,
            },
        },
        [] => None,
    }
}

fn of_count(count: Option<&(String, u32)>) -> String {
    count.map_or_else(|| "yes".to_owned(), |(_, n)| n.to_string())
}

/// 강아지 두 마리를 키워요.
fn raises(clause: &Clause) -> Option<Statement> {
    let fits = clause.args.iter().all(|arg| matches!(arg.case, Case::Object | Case::Bare | Case::Topic));
    let now = matches!(clause.tense(), Tense::Present | Tense::Ongoing | Tense::Begun);
    let (noun, count) = counted(&clause.args)?;
    if !fits || !now || !is_one_of(PETS, &noun) {
        return None;
    }
    pet(&noun, count.as_ref(), clause.denied() == Denied::No)
}

fn pet(noun: &str, count: Option<&(String, u32)>, has: bool) -> Option<Statement> {
    let all = count.map_or_else(|| noun.to_owned(), |(count, _)| format!("{noun} {count}"));
    let text = if has {
        format!("사용자는 {} 키운다", object(&all))
    } else {
        format!("사용자는 {} 키우지 않는다", object(noun))
    };
    let value = if has { of_count(count) } else { Slot::ENDED.to_owned() };
    let said = fact(text, "family possession", 0.6).about(&format!("has:{noun}"), &value);
    Some(if has { said.names(noun, "animal", "has_pet") } else { said })
}

/// 딸이 둘 있어요, 여자친구가 없어요.
fn has(clause: &Clause, has: bool) -> Option<Statement> {
    let now = matches!(clause.tense(), Tense::Present | Tense::Ongoing | Tense::Begun);
    // 집에 고양이가 두 마리 있어요.
    let home = |arg: &&Arg| arg.case == Case::At && arg.words.len() == 1 && arg.last() == "집";
    let args: Vec<Arg> = clause.args.iter().filter(|arg| !home(arg)).cloned().collect();
    let fits =
        args.iter().all(|arg| matches!(arg.case, Case::Subject | Case::Bare | Case::Also | Case::Topic));
    if !now || !fits || !clause.times.is_empty() {
        return None;
    }
    let (noun, count) = counted(&args)?;
    if is_one_of(PETS, &noun) {
        return pet(&noun, count.as_ref(), has);
    }
    // 엄마가 있어요 is where she is; 친구가 있어요 says nothing.
    let can_have = is_one_of(
        "딸 아들 아이 자녀 자식 아기 누나 언니 오빠 형 동생 여동생 남동생 조카 손자 손녀 쌍둥이 형제 자매 남편 아내 와이프 여자친구 여친 남자친구 남친 애인 약혼자",
        &noun,
    );
    if !can_have || (is_one_of("아기 아이", &noun) && !clause.me && count.is_none() && has) {
        return None;
    }
    let has_it = if has { "있다" } else { "없다" };
    let text = match &count {
        Some((count, _)) => format!("사용자는 {} {count} {has_it}", subject(&noun)),
        None => format!("사용자는 {} {has_it}", subject(&noun)),
    };
    let said = fact(text, "family", 0.7);
    let value = |has_it: String| if has { has_it } else { Slot::ENDED.to_owned() };
    Some(if is_partner(&noun) {
        said.about("partner", &value(noun))
    } else {
        said.about(&format!("has:{noun}"), &value(of_count(count.as_ref())))
    })
}

/// Whether a noun is an animal that people keep.
pub(super) fn is_pet(noun: &str) -> bool {
    is_one_of(PETS, noun)
}

/// Animals that people keep.
const PETS: &str = "강아지 개 반려견 고양이 반려묘 냥이 토끼 햄스터 앵무새 새 거북이 물고기 열대어 금붕어 구피 고슴도치 도마뱀 뱀 기니피그 페럿 말 닭 오리 푸들 말티즈 말티푸 포메라니안 치와와 시바견 진돗개 웰시코기 골든리트리버 리트리버 비숑 닥스훈트 비글 요크셔테리어 러시안블루 페르시안 샴고양이 코리안숏헤어 코숏 반려동물";

/// People as they stand to the person, with the relation of them to the person.
const RELATIVES: &[(&str, &str)] = &[
    ("엄마", "mother_of"),
    ("어머니", "mother_of"),
    ("아빠", "father_of"),
    ("아버지", "father_of"),
    ("부모님", "parent_of"),
    ("누나", "sister_of"),
    ("언니", "sister_of"),
    ("여동생", "sister_of"),
    ("형", "brother_of"),
    ("오빠", "brother_of"),
    ("남동생", "brother_of"),
    ("동생", "sibling_of"),
    ("막내동생", "sibling_of"),
    ("할머니", "grandmother_of"),
    ("외할머니", "grandmother_of"),
    ("할아버지", "grandfather_of"),
    ("외할아버지", "grandfather_of"),
    ("남편", "married_to"),
    ("신랑", "married_to"),
    ("아내", "married_to"),
    ("와이프", "married_to"),
    ("배우자", "married_to"),
    ("집사람", "married_to"),
    ("여자친구", "dating"),
    ("여친", "dating"),
    ("남자친구", "dating"),
    ("남친", "dating"),
    ("애인", "dating"),
    ("약혼자", "engaged_to"),
    ("약혼녀", "engaged_to"),
    ("딸", "daughter_of"),
    ("큰딸", "daughter_of"),
    ("작은딸", "daughter_of"),
    ("첫째", "child_of"),
    ("둘째", "child_of"),
    ("셋째", "child_of"),
    ("막내", "child_of"),
    ("아들", "son_of"),
    ("큰아들", "son_of"),
    ("작은아들", "son_of"),
    ("아이", "child_of"),
    ("아기", "child_of"),
    ("이모", "aunt_of"),
    ("고모", "aunt_of"),
    ("삼촌", "uncle_of"),
    ("외삼촌", "uncle_of"),
    ("사촌", "cousin_of"),
    ("사촌동생", "cousin_of"),
    ("조카", "niece_or_nephew_of"),
    ("친정엄마", "mother_of"),
    ("친정어머니", "mother_of"),
    ("친정아버지", "father_of"),
    ("시부모님", "parent_in_law_of"),
    ("손자", "grandson_of"),
    ("손녀", "granddaughter_of"),
    ("며느리", "daughter_in_law_of"),
    ("사위", "son_in_law_of"),
    ("부인", "married_to"),
    ("장모", "mother_in_law_of"),
    ("장인", "father_in_law_of"),
    ("시어머니", "mother_in_law_of"),
    ("장모님", "mother_in_law_of"),
    ("시아버지", "father_in_law_of"),
    ("장인어른", "father_in_law_of"),
    ("친구", "friend_of"),
    ("절친", "friend_of"),
    ("룸메이트", "roommate_of"),
    ("상사", "boss_of"),
    ("팀장", "boss_of"),
    ("팀장님", "boss_of"),
    ("동료", "colleague_of"),
    ("가족", "family_of"),
];

/// How somebody stands to the person: `sister_of` for 누나.
pub(super) fn relation_of(noun: &str) -> Option<&'static str> {
    RELATIVES.iter().find(|(relative, _)| *relative == noun).map(|(_, relation)| *relation)
}

/// Whether a noun names one of the person's people.
pub(super) fn is_relative(noun: &str) -> bool {
    relation_of(noun).is_some() || is_one_of("부모 가족들 친구들 아이들 애들 형제 자매 남매 시댁 처가", noun)
}
