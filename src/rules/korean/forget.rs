//! "…라는 거 잊어 줘": a wish that something be forgotten.

use super::{lists::CONNECTORS, particles::is_one_of};

/// The ends of such a wish. Longest first.
const WISHES: &[&str] = &[
    "기억하지 말아 주세요",
    "기억하지 말아주세요",
    "기억하지 말아 줘요",
    "기억하지 말아 줘",
    "기억하지 말아줘",
    "기억하지 마세요",
    "기억하지 마",
    "기억하지마",
    "기억에서 지워 주세요",
    "기억에서 지워주세요",
    "기억에서 지워 줘",
    "기억에서 지워줘",
    "기억에서 삭제해 줘",
    "기억에서 삭제해줘",
    "기억에서 삭제해 주세요",
    "저장하지 말아 주세요",
    "저장하지 말아줘",
    "저장하지 말아 줘",
    "저장하지 마세요",
    "저장하지 마",
    "기록하지 마세요",
    "기록하지 마",
    "기억하지 말고 잊어 주십시오",
    "기억하지 말고 잊어 주세요",
    "기억하지 말고 잊어 줘",
    "기억하지 말아 주십시오",
    "기억하지 마십시오",
    "잊어 주십시오",
    "잊어주십시오",
    "기록에서 빼 주십시오",
    "기록에서 빼 주세요",
    "기록에서 빼 줘",
    "기록에서 지워 줘",
    "기록에서 지워 주세요",
    "잊어버려 주세요",
    "잊어버려 줘",
    "잊어버려줘",
    "잊어 주세요",
    "잊어주세요",
    "잊어 줘요",
    "잊어줘요",
    "잊어 줘",
    "잊어줘",
    "잊어 주라",
    "잊어주라",
    "잊어버려",
    "까먹어 줘",
    "까먹어줘",
];
/// The ends of a wish to delete: of what, must be told from a file or a line.
const DELETES: &[&str] = &[
    "지워 주십시오",
    "삭제해 주십시오",
    "지워 주세요",
    "지워주세요",
    "지워 줘요",
    "지워 줘",
    "지워줘",
    "삭제해 주세요",
    "삭제해주세요",
    "삭제해 줘",
    "삭제해줘",
    "없던 걸로 해 줘",
    "없던 걸로 해줘",
    "없던 일로 해 줘",
];
/// What was said just now.
const JUST_NOW: &str = "그거 그건 그것 그걸 이거 이건 이걸 그말 이말 그얘기 방금 방금거 아까 말 얘기 이야기 거 것 대화 내용 사실 정보 그 이 한 말한 했던 얘기한 말했던 이야기한 내가 제가 나한테 방금전 전에 좀 그냥 제발 부탁인데 조금 전 마지막 마지막으로 다 모두 전부 건 걸 은 메시지 그래 아니";
/// What wraps what is meant: 라는 거, 다는 사실.
const WRAPS: &[&str] = &[
    "에 대한 정보",
    "에 대한 내용",
    "에 대한 얘기",
    "에 대한 이야기",
    "에 대한 거",
    "에 대한 것",
    "에 대해 말한 거",
    "에 대해 말한 것",
    "에 대해 한 말",
    "에 대해",
    "에 대해서",
    "에 관한 정보",
    "에 관한 거",
    "에 관해",
    "고 말한 거",
    "고 말한 것",
    "고 한 거",
    "고 한 것",
    "고 한 말",
    "고 했던 거",
    "고 했던 것",
    "고 했던 말",
    "고 말했던 거",
    "다고 얘기한 거",
    "는 거",
    "는 것",
    "는 사실",
    "는 말",
    "는 얘기",
    "는 이야기",
    "는 내용",
    "는 정보",
    " 얘기",
    " 이야기",
    " 정보",
    " 내용",
    " 관련 내용",
    " 이야기한 거",
];

/// What a topic does not begin with.
const OPENINGS: &str = "방금 아까 좀 그 제발 내가 제가 나는 저는 내 제 나의 저의";

/// What is to be forgotten, empty for what was said just now; none if the sentence wishes nothing of the kind.
pub(super) fn read(sentence: &str) -> Option<String> {
    wish(sentence).or_else(|| {
        // 혈압 얘기는 지워 주세요, 이제 정상이에요.
        let (wished, after) = sentence.split_once([',', ';'])?;
        (!after.contains("잊") && !after.contains("지워")).then(|| wish(wished)).flatten()
    })
}

fn wish(sentence: &str) -> Option<String> {
    let said = sentence.trim_end_matches(|c: char| !c.is_alphanumeric() || ('ㄱ'..='ㅣ').contains(&c)).trim();
    let opening = ["앞으로는", "앞으로"];
    let of = |ends: &[&str]| {
        ends.iter().find_map(|end| {
            let before = said.strip_suffix(end)?;
            (before.is_empty() || before.ends_with(|c: char| c.is_whitespace() || c == ','))
                .then(|| before.trim().to_owned())
        })
    };
    let (before, deletes) = match of(WISHES) {
        Some(before) => (before, false),
        None => (of(DELETES)?, true),
    };
    if sentence.contains(['?', '"', '`'])
        || before.contains("잊지")
        || before.contains("까먹지")
        || before.ends_with("걱정은")
    {
        return None;
    }
    let before = before
        .trim_end_matches([',', ' '])
        .trim_end_matches(" 그냥")
        .trim_end_matches(" 좀")
        .trim_end_matches(" 제발")
        .trim_end_matches(" 이제")
        .trim();
    let before = opening.iter().fold(before, |text, word| text.strip_prefix(word).unwrap_or(text)).trim();
    // 그냥 잊어 줘: never mind.
    if before.is_empty() || is_one_of("그냥 됐어 됐어요 아니야 아니 아냐 제발 이제 좀 다", before)
    {
        return None;
    }
    let topic = unwrapped(before);
    let vague =
        topic.split(' ').all(|word| is_one_of(JUST_NOW, without_particle(word)) || is_one_of(JUST_NOW, word));
    let said_so = ["라는", "다는", "고 한", "말한", "했던", "한 말", "얘기", "기억", "메모리", "정보"]
        .iter()
        .any(|word| before.contains(word));
    let mine = before.split(' ').any(|word| is_one_of("제 내 저의 나의 우리 내가 제가 나 나에 저에", word));
    if vague {
        let clear = !deletes || said_so;
        let idle = said.ends_with("잊어버려");
        return (clear && !idle).then(String::new);
    }
    let file = [
        "파일", "코드", "줄", "문장", "단어", "주석", "함수", "사진", "폴더", "문단", "글자", "댓글", "메일",
        "행", "열", "표", "변수",
    ]
    .iter()
    .any(|thing| topic.contains(thing));
    if deletes && (!(said_so || mine) || file) {
        return None;
    }
    Some(topic)
}

/// The topic in words that stand for themselves: 내가 부산에 산다는 거 → 부산에 산다.
fn unwrapped(before: &str) -> String {
    let all = [" 다", " 모두", " 전부", " 그냥", " 좀", " 이제"];
    let before = all.iter().fold(before, |text, word| text.strip_suffix(word).unwrap_or(text));
    let bare = without_particle(before);
    let mut topic = bare.trim().to_owned();
    for wrap in WRAPS {
        if let Some(inner) = bare.strip_suffix(wrap).filter(|inner| !inner.trim().is_empty()) {
            topic = inner.trim().to_owned();
            break;
        }
    }
    let opens = |word: &&str| {
        is_one_of(OPENINGS, word.trim_end_matches(','))
            || is_one_of(CONNECTORS, word.trim_end_matches(','))
            || word.chars().all(|c| ('ㄱ'..='ㅣ').contains(&c))
    };
    topic = topic.split_whitespace().skip_while(opens).collect::<Vec<_>>().join(" ");
    // 간호사라(는 거) is 간호사이다.
    if bare.len() > topic.len()
        && let Some(noun) = topic.strip_suffix("이라").or_else(|| topic.strip_suffix('라'))
    {
        topic = format!("{noun}이다");
    }
    topic
}

/// The words without the particle at their end.
fn without_particle(text: &str) -> &str {
    ["에 대해서는", "은", "는", "을", "를", "도", "만"]
        .iter()
        .find_map(|particle| {
            text.strip_suffix(particle).filter(|rest| {
                !rest.is_empty()
                    && rest.ends_with([
                        '거', '것', '말', '기', '실', '용', '보', '소', '름', '이', '호', '일', '업', '장',
                        '사', '교', '단', '게', '중', '키', '산', '화', '적', '건', '친', '구', '력',
                    ])
            })
        })
        .or_else(|| text.strip_suffix("걸").filter(|rest| rest.ends_with(' ')).map(|_| text))
        .unwrap_or(text)
}
