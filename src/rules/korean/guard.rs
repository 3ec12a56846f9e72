//! Sentences that say nothing of the person, whatever words are in them.

use super::{
    clauses::Token,
    particles::is_one_of,
    verbs::{self, Mood},
};

/// Marks of questions, quotations, code and songs.
const MARKS: &[&str] = &[
    "?", "？", "\"", "「", "」", "『", "』", "《", "<", ">", "`", "{", "}", "://", "www.", "♪", "♬", "=", ";",
];
/// Stories, suppositions, jokes, work on a text.
const NEVER: &[&str] = &[
    "너는 ",
    "넌 ",
    "너의 ",
    "당신은",
    "당신이",
    "그대",
    "역할",
    "인 척",
    "는 척",
    "척해",
    "척 해",
    "소설 속",
    "소설에서",
    "소설 써",
    "소설을 써",
    "소설의 ",
    "캐릭터",
    "주인공",
    "게임에서",
    "게임 속",
    "이야기에서",
    "이야기 속",
    "가사:",
    "가사에",
    "가사야",
    "노래 가사",
    "노랫말",
    "시나리오",
    "대사",
    "상상",
    "가정하",
    "가정해",
    "가정을 ",
    "라고 치",
    "다고 치",
    "꿈에서",
    "꿈에 ",
    "꿈속",
    "드라마에서",
    "영화에서",
    "만화에서",
    "번역해",
    "번역 좀",
    "번역:",
    "예문",
    "문장",
    "라는 뜻",
    "라는 말",
    "다는 말",
    "속담",
    "작문",
    "영작",
    "농담",
    "거짓말",
    "장난",
    "만우절",
    "뻥",
    "만약",
    "만일",
    "혹시",
    "아마 ",
    "아마도",
    "어쩌면",
    "것 같",
    "거 같",
    "것같",
    "거같",
    "듯",
    "텐데",
    "뻔했",
    "뻔 했",
    "다면",
    "좋겠",
    "싶",
    "을지도",
    "ㄹ지도",
    "지도 모",
    "할까",
    "을까",
    "다더라",
    "라더라",
    "다던데",
    "라던데",
    "대요",
    "다고 하",
    "다고 했",
    "다고 해",
    "냐고",
    "다며",
    "라며 ",
    "라고 했",
    "라고 하더",
    "라고 말",
    "라고 생각",
    "가 봐",
    "나 봐",
    "가봐요",
    "나봐요",
    "는 건 아니",
    "믿거나 말거나",
    "왕년에",
    "전생",
    "다음 생",
    "죽겠",
    "미치겠",
    "인 줄 알",
    "는 줄 알았",
    "ㄴ 줄 알았",
    "줄 알았",
    "제목",
    "예를 들",
    "예시",
    "이라는 사람",
    "라는 사람",
    "내 친구가",
    "제 친구가",
    "써 줘",
    "써줘",
    "작성해",
    "써주세요",
    "써 주세요",
    "만들어 줘",
    "만들어줘",
    "만들어 주세요",
    "시 한 편",
    "페르소나",
    "연기해",
    "롤플레이",
    "역을 ",
];
const QUESTIONS: &str = "뭐 뭘 뭐가 뭐를 뭔 무엇 무엇을 무엇이 무슨 어디 어디에 어디서 어디로 어디가 언제 누구 누가 누굴 왜 어떻게 어째서 몇 얼마 얼마나 어느 어떤 뭐예요 뭐야 뭐에요 뭐지 누구예요 어때 어때요 어떨까 맞나 맞죠 아닌가 어딘지 뭔지 누군지 언젠지";
/// Nouns that end like a condition.
const NOODLES: &str = "라면 냉면 쫄면 짜장면 자장면 컵라면 신라면 비빔면 밀면 소면 당면 막국수면 칼국면 우동면 평양냉면 함흥냉면 비빔냉면 물냉면 진라면 볶음면 화면 표면 측면 장면 수면 반면 정면 방면 지면 도면 국면 가면 평면 이면 양면 단면 대면 직면 외면 내면 서면 전면 라볶면 중면 쌀국면 짬뽕라면 해물라면 불닭볶음면 콩국면";

/// Whether a sentence asks, quotes or supposes.
pub(super) fn asks_or_quotes(sentence: &str, tokens: &[Token]) -> bool {
    MARKS.iter().any(|mark| sentence.contains(mark))
        || tokens.iter().any(|token| is_unsure(&token.text))
        || tokens.last().is_some_and(|token| asks(&token.text))
}

/// Whether what follows, and the sentence itself, is a game, a dialogue or a text to work on.
pub(super) fn hands_over(sentence: &str) -> bool {
    const CUES: &[&str] = &[
        "역할극",
        "역할을 맡",
        "역을 맡",
        "세계관",
        "TRPG",
        "던전",
        "드워프",
        "엘프",
        "마법사",
        "마왕",
        "흡혈귀",
        "뱀파이어",
        "모험가",
        "선술집",
        "NPC",
        "롤플레이",
        "상황극",
        "놀이 하자",
        "놀이하자",
        "컨셉 놀이",
        "소설을 쓰자",
        "번역해",
        "교정해",
        "맞춤법",
        "다음 글",
        "아래 글",
        "다음 문장",
        "아래 문장",
        "아래 내용",
        "다음 내용",
        "다음 대화",
        "아래 대화",
        "다음 텍스트",
    ];
    // 민수: 저는 제주에 살아요.
    let speaker = sentence.split_once([':', '：']).is_some_and(|(name, said)| {
        let name = name.trim();
        (1..=8).contains(&name.chars().count())
            && name.chars().all(char::is_alphabetic)
            && said.contains(' ')
            && !is_one_of("이름 나이 직업 생일 참고 추신 질문", name)
    });
    speaker || CUES.iter().any(|cue| sentence.contains(cue))
}

/// Whether it quotes, or is no prose: what is left if its question marks are passed over.
pub(super) fn has_marks(sentence: &str) -> bool {
    MARKS.iter().filter(|mark| !matches!(**mark, "?" | "？")).any(|mark| sentence.contains(mark))
}

/// Whether a word asks or supposes.
pub(super) fn is_unsure(word: &str) -> bool {
    is_one_of(QUESTIONS, word) || is_condition(word)
}

/// Whether it says nothing of the person for another reason.
pub(super) fn says_nothing(sentence: &str) -> bool {
    NEVER.iter().any(|never| sentence.contains(never))
        || ["너 ", "니 "].iter().any(|you| sentence.starts_with(you))
        || sentence.split_whitespace().any(|word| matches!(word, "네가" | "니가"))
}

fn is_condition(word: &str) -> bool {
    word.chars().count() > 1
        && (word.ends_with('면') || word.ends_with("면요"))
        && !is_one_of(NOODLES, word)
        && !word.ends_with("라면")
        || (word.ends_with("라면") && word.chars().count() > 3 && !is_one_of(NOODLES, word))
}

fn asks(word: &str) -> bool {
    const ENDS: &[&str] =
        &["나요", "까요", "까", "인가", "는가", "냐", "을래", "을래요", "니까", "는지", "은지", "인지"];
    // 일어나요 is what somebody does.
    let states = || verbs::forms(word).any(|form| matches!(form.mood, Mood::Final { .. }));
    ENDS.iter().any(|end| word.ends_with(end)) && !word.ends_with("으니까") && !states()
}
