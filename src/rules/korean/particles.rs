//! The particle at the end of a word, and the noun before it.

use super::letters::{final_of, may_be};
use crate::text::korean::syllable::last;

/// What a noun is to its clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Case {
    /// Without a particle, as they are often left out.
    Bare,
    /// 은, 는.
    Topic,
    /// 이, 가, 께서.
    Subject,
    /// 을, 를.
    Object,
    /// 에.
    At,
    /// 에서.
    In,
    /// 로, 으로.
    To,
    /// 와, 과, 랑, 하고.
    And,
    /// 도.
    Also,
    /// 보다.
    Than,
    /// 부터.
    Since,
    /// 마다.
    Every,
    /// Any other: nothing that a rule asks for.
    Other,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum After {
    Any,
    Open,
    Closed,
    Flowing,
}

use After::{Any, Closed, Flowing, Open};

/// Longest first.
const PARTICLES: &[(&str, After, Case)] = &[
    ("에서부터", Any, Case::Since),
    ("으로부터", Closed, Case::Other),
    ("에서는", Any, Case::In),
    ("에서도", Any, Case::In),
    ("께서는", Any, Case::Subject),
    ("으로는", Closed, Case::To),
    ("에게는", Any, Case::Other),
    ("한테는", Any, Case::Other),
    ("보다는", Any, Case::Than),
    ("부터는", Any, Case::Since),
    ("한테서", Any, Case::Other),
    ("에서", Any, Case::In),
    ("에는", Any, Case::At),
    ("에도", Any, Case::At),
    ("에요", Any, Case::Other),
    ("에게", Any, Case::Other),
    ("한테", Any, Case::Other),
    ("께서", Any, Case::Subject),
    ("까지", Any, Case::Other),
    ("부터", Any, Case::Since),
    ("처럼", Any, Case::Other),
    ("같은", Any, Case::Other),
    ("보다", Any, Case::Than),
    ("만큼", Any, Case::Other),
    ("으로", Closed, Case::To),
    ("이랑", Closed, Case::And),
    ("이나", Closed, Case::Other),
    ("하고", Any, Case::And),
    ("마다", Any, Case::Every),
    ("밖에", Any, Case::Other),
    ("만은", Any, Case::Topic),
    ("엔", Any, Case::At),
    ("은", Closed, Case::Topic),
    ("는", Open, Case::Topic),
    ("을", Closed, Case::Object),
    ("를", Open, Case::Object),
    ("이", Closed, Case::Subject),
    ("가", Open, Case::Subject),
    ("에", Any, Case::At),
    ("로", Flowing, Case::To),
    ("와", Open, Case::And),
    ("과", Closed, Case::And),
    ("랑", Open, Case::And),
    ("도", Any, Case::Also),
    ("만", Any, Case::Other),
];

/// Nouns that end as if a particle followed.
const WHOLE: &str = "고양이 떡볶이 라볶이 호랑이 거북이 원숭이 쌍둥이 달팽이 어린이 젊은이 목걸이 귀걸이 먹이 놀이 길이 높이 깊이 나이 아이 \
    오이 구이 갈비구이 생선구이 종이 전등이 멍멍이 야옹이 냥이 냥냥이 댕댕이 막내둥이 요가 휴가 작가 화가 국가 상가 물가 여가 증가 추가 평가 전문가 음악가 번역가 사업가 평론가 \
    소설가 만화가 건축가 투자가 기업가 예술가 활동가 미식가 포도 제주도 독도 여의도 강화도 거제도 울릉도 진도 완도 남해도 영종도 파도 온도 속도 지도 태도 \
    경기도 강원도 충청도 충청북도 충청남도 전라도 전라북도 전라남도 경상도 경상북도 경상남도 홋카이도 인도 검도 유도 태권도 \
    사과 국문과 영문과 불문과 독문과 일문과 중문과 컴공과 기계과 전자과 간호과 경영과 무역과 학과 치과 안과 내과 외과 소아과 이과 문과 피부과 정형외과 산부인과 이비인후과 정신과 효과 결과 통과 초과 다과 회의 강의 주의 편의 채식주의 \
    사랑 신랑 자랑 노랑 파랑 카페라떼와 기와 와 도로 진로 항로 경로 피로 미로 화로 프로 유로 제로 콜라제로 마이크로 매크로 카메라로 낚시로 멜로 첼로 \
    만두 가을 마을 노을 겨울 서울 이을 고을 개울 거울 방울 은 는 이 가 을 를 에 로 와 과 도 만 랑 대만 불만 비만 낭만 오만 자만 만 \
    카카오 카카오페이 무한도전 파인애플 반도 월세 배구 나에 수에 뉴에 마은 조은 다은 가은 하은 지은 고은 예은 성은 시은 세은 나은 정은 주은 혜은 \
    가을 하늘 그늘 바늘 마늘 비늘 아가 로이 제이 케이 레이 하이 데이 스파이 와이파이 파이 애플파이 초코파이 하와이 타이 두바이 상하이 \
    브이로그 아르바이트 짜장 간짜장 현대 토마토 한과 약과 모과 유과 석과 공과 상과 교과 일과 성과 투과 여과 경과 고과 인과";

/// The noun in a word and what it is to its clause. A word without a particle is [`Case::Bare`].
pub(super) fn case_of(word: &str) -> (&str, Case) {
    if is_one_of(WHOLE, word) || word.ends_with("학과") {
        return (word, Case::Bare);
    }
    for (particle, after, case) in PARTICLES {
        let Some(noun) = word.strip_suffix(particle).filter(|noun| !noun.is_empty()) else { continue };
        let follows = match after {
            Any => may_be(noun, true) || may_be(noun, false),
            Open => may_be(noun, true),
            Closed => may_be(noun, false),
            Flowing => may_be(noun, true) || final_of(noun) == Some(last::R),
        };
        // 30만 원.
        let counts = *particle == "만"
            && noun.ends_with(|c: char| c.is_ascii_digit() || matches!(c, '십' | '백' | '천'));
        if counts {
            return (word, Case::Bare);
        }
        if follows {
            return (noun, *case);
        }
    }
    (word, Case::Bare)
}

/// Whether a list of words parted by spaces has this one.
pub(super) fn is_one_of(list: &str, word: &str) -> bool {
    !word.is_empty() && list.split_ascii_whitespace().any(|listed| listed == word)
}

/// The longest word of a list that this one ends in.
pub(super) fn ends_in_one_of<'a>(list: &'a str, word: &str) -> Option<&'a str> {
    list.split_ascii_whitespace().filter(|listed| word.ends_with(listed)).max_by_key(|listed| listed.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn particles_come_off_and_nouns_stay_whole() {
        for (word, noun, case) in [
            ("부산에", "부산", Case::At),
            ("네이버에서", "네이버", Case::In),
            ("Naver에서는", "Naver", Case::In),
            ("커피를", "커피", Case::Object),
            ("제주도", "제주도", Case::Bare),
            ("제주도에", "제주도", Case::At),
            ("고양이", "고양이", Case::Bare),
            ("고양이가", "고양이", Case::Subject),
            ("서울로", "서울", Case::To),
            ("부산으로", "부산", Case::To),
            ("요가", "요가", Case::Bare),
            ("를", "를", Case::Bare),
        ] {
            assert_eq!(case_of(word), (noun, case), "{word}");
        }
        assert!(PARTICLES.is_sorted_by(|a, b| a.0.chars().count() >= b.0.chars().count()), "longest first");
    }
}
