//! How the person wants to be answered: 앞으로는 존댓말로 답해 줘.

use super::{
    clauses::Token,
    lists::{ADVERBS, CONNECTORS},
    particles::{case_of, is_one_of},
    say::{With, fact},
};
use crate::{model::Kind, rules::Statement};

/// What makes it a wish for every time.
const ALWAYS: &str = "앞으로 앞으로는 앞으론 이제부터 이제부터는 이제부턴 지금부터 지금부터는 항상 언제나 늘 매번 절대 절대로 무조건 기본적으로 평소에 평소에는";
/// How an answer may be.
const STYLES: &str = "존댓말로 존댓말 존대로 반말로 반말 짧게 간단히 간단하게 간략하게 간결하게 길게 한국어로 한국말로 영어로 일본어로 중국어로 한글로 친근하게 정중하게 편하게 공손하게 솔직하게 핵심만 요점만 결론부터 두괄식으로 이모지 이모지를 이모지는 이모티콘 이모티콘을 이모티콘은 없이 이모지없이 마크다운 마크다운을 느낌표 느낌표를 존칭으로 격식체로 높임말로";
/// How all answers may be, and a single one as well.
const STYLES_OF_ANSWERS: &str = "쉽게 자세히 자세하게 상세하게 상세히 친절하게 단계별로 표로 목록으로 불릿으로 번호로 구체적으로 다정하게 차분하게 부드럽게 천천히";
/// What is to be in that style.
const ANSWERS: &str = "답변 답변은 답변을 답 답은 답을 대답 대답은 대답을 말 말은 말을 설명 설명은 저한테 나한테 저에게 나에게 저한테는 나한테는 더 꼭";
/// Verbs of answering.
const SAYS: &str = "답해 답변해 대답해 말해 얘기해 이야기해 대화해 해 써 사용해";
const LEAVES: &str = "쓰지 사용하지 하지 넣지 붙이지";
/// Requests at the end of a sentence, longest first.
const REQUESTS: &[&str] = &["주십시오", "주세요", "줄래요", "줘요", "줘라", "주라", "줘"];
const REFUSALS: &[&str] = &[
    "말아주세요",
    "말아주십시오",
    "말아줘요",
    "말아줘",
    "마세요",
    "마십시오",
    "말아요",
    "마요",
    "말아",
    "마",
    "말 것",
];

/// What a sentence asks for, for every time.
pub(super) fn read(tokens: &[Token]) -> Option<Statement> {
    let words: Vec<&str> = tokens.iter().map(|token| token.text.as_str()).collect();
    let (ahead, verb, refused) = request(&words)?;
    let whenever = whenever(&ahead);
    let always = whenever || ahead.iter().any(|word| is_one_of(ALWAYS, word));
    // 설명은 쉽게: of every one; 쉽게 말해 줘 may be of this one.
    let of_answers = ahead.iter().any(|word| is_one_of("답변은 답은 대답은 설명은 말은", word));
    let is_style = |word: &str| is_one_of(STYLES, word) || (of_answers && is_one_of(STYLES_OF_ANSWERS, word));
    let style = ahead.iter().filter(|word| is_style(word)).count();
    let only_style = ahead.iter().all(|word| {
        is_style(word) || is_one_of(ANSWERS, word) || is_one_of(ADVERBS, word) || is_one_of(CONNECTORS, word)
    });
    let says = if refused { is_one_of(LEAVES, &verb) } else { is_one_of(SAYS, &verb) };
    let odd = ahead.iter().any(|word| is_one_of("이 그 이거 그거 이것 그것 이걸 그걸 저거 잘 행복하게 건강하게 응원 기억 곁에 옆에 내일 오늘 다음", word));
    let one_off = is_one_of("영어로 일본어로 중국어로", ahead.first().copied().unwrap_or_default())
        && matches!(verb.as_str(), "말해" | "해" | "써");
    let fits = if always {
        !ahead.is_empty() && (style > 0 || whenever || about_answers(&ahead, &verb))
    } else {
        style > 0 && only_style && says && !one_off
    };
    if !fits || odd || words.len() > 20 {
        return None;
    }
    let kept: Vec<&str> = ahead
        .iter()
        .copied()
        .filter(|word| {
            let when = word.starts_with("앞으") || word.starts_with("이제부") || word.starts_with("지금부");
            !(when
                || is_one_of(CONNECTORS, word)
                || is_one_of("좀 제발 꼭 저한테 나한테 저에게 나에게 제 내 우리 저희", word))
        })
        .collect();
    let body = kept.join(" ");
    let gap = if body.is_empty() || verb.is_empty() { "" } else { " " };
    let text = if refused {
        format!("사용자는 {body}{gap}{verb} 않기를 원한다")
    } else {
        format!("사용자는 {body}{gap}{verb} 주기를 원한다")
    };
    Some(fact(text, "procedure", 0.8).kind(Kind::Procedure))
}

/// Whether it is for each time that something is written: 코드 설명할 때는 예시도 들어 줘.
fn whenever(words: &[&str]) -> bool {
    const WRITES: &str = "설명할 답할 답변할 대답할 말할 알려줄 추천할 요약할 번역할 계산할 정리할 보여줄 소개할 비교할 짤 부를 작성할";
    words.windows(2).any(|pair| match pair {
        [verb, when] => is_one_of("때 때는 땐 때엔 때에는 때마다 때도", when) && is_one_of(WRITES, verb),
        _ => false,
    })
}

/// Whether a standing wish is about what is written to the person.
fn about_answers(words: &[&str], verb: &str) -> bool {
    const ABOUT: &str = "힌트 풀이 보고서 답변 답 대답 설명 코드 예시 예제 주석 요약 출처 링크 표 목록 불릿 단위 이름 단위 섭씨 미터법 번역 메일 이메일 글 문장 농담 사과 단계별 순서 결론 근거 추천 레시피 이모지 이모티콘 마크다운 반말 존댓말";
    is_one_of("답해 답변해 대답해 말해 설명해 알려 불러 요약해 답하지 말하지", verb)
        || words
            .iter()
            .any(|word| is_one_of(ABOUT, case_of(word).0) || is_one_of(ABOUT, word.trim_end_matches("별로")))
}

/// The words of a request before its verb, the verb's form, and whether it is a wish that something not be done.
fn request<'a>(words: &[&'a str]) -> Option<(Vec<&'a str>, String, bool)> {
    let (last, before) = words.split_last()?;
    let joined = |ending: &str| last.strip_suffix(ending).filter(|verb| !verb.is_empty());
    // 쓰지 마, 쓰지마, 쓰지 말아 줘.
    for end in REFUSALS {
        if last == end
            && let Some((verb, ahead)) = before.split_last()
            && verb.ends_with('지')
        {
            return Some((ahead.to_vec(), (*verb).to_owned(), true));
        }
        if let Some(verb) = joined(end).filter(|verb| verb.ends_with('지')) {
            return Some((before.to_vec(), verb.to_owned(), true));
        }
    }
    for end in REQUESTS {
        if last == end
            && let Some((verb, ahead)) = before.split_last()
        {
            if *verb == "말아"
                && let Some((verb, ahead)) = ahead.split_last().filter(|(verb, _)| verb.ends_with('지'))
            {
                return Some((ahead.to_vec(), (*verb).to_owned(), true));
            }
            if in_eo(verb) {
                return Some((ahead.to_vec(), (*verb).to_owned(), false));
            }
            // 힌트부터 주세요.
            return Some((before.to_vec(), String::new(), false));
        }
        if let Some(verb) = joined(end).filter(|verb| in_eo(verb)) {
            return Some((before.to_vec(), verb.to_owned(), false));
        }
    }
    // 존댓말로 답하세요, 짧게 말해.
    let polite = ["답하세요", "말하세요", "대답하세요", "답변하세요", "하세요"].contains(last);
    if polite {
        return Some((before.to_vec(), last.replace("하세요", "해"), false));
    }
    is_one_of("답해 답변해 대답해 말해", last).then(|| (before.to_vec(), (*last).to_owned(), false))
}

/// Whether a word can be the form in 어 that a request follows.
fn in_eo(verb: &str) -> bool {
    verb.ends_with([
        '해', '려', '여', '어', '아', '러', '써', '줘', '와', '워', '춰', '켜', '겨', '쳐', '펴', '꿔', '내',
    ])
}
