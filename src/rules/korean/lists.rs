//! Words that rules look for, parted by spaces.

use super::particles::is_one_of;

/// What colours a statement and changes nothing of it.
pub(super) const ADVERBS: &str = "정말 진짜 너무 아주 매우 엄청 되게 무척 굉장히 상당히 꽤 제일 가장 별로 그다지 전혀 절대 좀 조금 많이 특히 특별히 항상 늘 언제나 원래 \
    사실 사실은 솔직히 참고로 일단 우선 바로 그냥 역시 주로 보통 자주 가끔 종종 다시 이미 벌써 아직 아직도 여전히 계속 쭉 더이상 더는 이젠 이제 이제는 인제 지금 지금은 현재 현재는 요즘 요즘은 요즘에는 요새 요새는 최근 \
    최근에 최근에는 얼마전에 혼자 혼자서 같이 함께 따로 둘이 가족과 부모님과 부모님이랑 남편이랑 남편과 아내와 아내랑 여자친구랑 남자친구랑 룸메이트랑 친구랑 친구와 가족들과 가족들이랑 \
    개인적으로 확실히 살짝 완전 몹시 굉장한 진심 진심으로 실은 그리 딱히 새로 그래도 잘 즐겨 처음 처음으로 즐겁게 열심히 평소 평소에 평소에는 본래 어려서부터 어릴때부터 드디어 마침내 오랫동안 줄곧 훨씬 더 덜";
/// What a clause begins with after another, and greetings.
pub(super) const CONNECTORS: &str = "그리고 근데 그런데 하지만 그래서 그치만 그렇지만 그러나 또 또한 게다가 반면 반면에 대신 아 어 음 네 예 응 아니 아니요 아뇨 참 아참 저기 안녕하세요 안녕 안녕하십니까 반가워요 \
    반갑습니다 ㅇㅇ 넵 그럼 그러니까 왜냐하면 다만 그래도 암튼 아무튼 어쨌든 헉 와 오";
/// Adjectives before a noun that end as if a particle followed.
pub(super) const MODIFIERS: &str = "작은 많은 좋은 높은 넓은 젊은 늦은 밝은 짧은 얇은 굵은 붉은 검은 깊은 낮은 좁은 얕은 굳은 묽은 맑은 같은 옅은 짙은 익은 삶은 볶은 구운 매운 뜨거운 차가운 단 쓴 짠 신 싱거운 \
    조용한 시끄러운 따뜻한 시원한 담백한 느끼한 이런 그런 저런 어떤 새 헌 옛";
/// Words for times that stand alone.
const TIMES: &str = "오늘 오늘은 내일 내일은 모레 글피 어제 어제는 그제 그저께 이번 다음 다다음 지난 저번 주 주에 주말 주말에 주말에는 달 달에 달부터 해 이번주 이번주에 이번주는 다음주 다음주에 다음주는 다다음주 다다음주에 지난주 지난주에 \
    이번달 이번달에 다음달 다음달에 다음달부터 지난달 지난달에 올해 올해는 올해부터 내년 내년에 작년 작년에 작년부터 재작년 재작년에 월요일 화요일 수요일 목요일 금요일 토요일 일요일 월요일에 화요일에 수요일에 목요일에 금요일에 토요일에 일요일에 월요일날 화요일날 \
    아침 아침에 점심 점심에 저녁 저녁에 밤 밤에 새벽 새벽에 오전 오전에 오후 오후에 전 전에 전부터 후 후에 뒤 뒤에 동안 반 반에 이번주말 이번주말에 다음주말 다음주말에 주초에 주중에 연말에 연초에 여름에 겨울에 봄에 가을에 어릴 때 때부터 때 얼마 \
    한 두 세 사흘 나흘 열흘 하루 이틀 일주일 보름 년 개월 달째 매일 매주 매달 매년 날마다 주말마다 아침마다 저녁마다 밤마다 퇴근 출근 하루에 일주일에 한달에";
/// Verbs before a noun.
const VERBAL: &str = "오는 가는 하는 있는 없는 먹는 사는 보는 듣는 읽는 만드는 만든 다니는 나오는 되는 쓰는 마시는 키우는 자는 타는 노는 아는 모르는 걷는 달리는 준 온 간 본 들은 읽은 먹은 산 한 했던 살던 있던";

/// Whether a word says when. `before`: the time word right before it.
pub(super) fn is_time(word: &str, before: Option<&str>) -> bool {
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        let rest =
            word.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, ':' | '~' | '-' | '.'));
        let units = ["년", "월", "일", "시", "개월", "달", "주", "주일", "시간", "분"];
        let after = "에 에는 째 전 전에 동안 간 부터 후 후에 뒤 뒤에 쯤 쯤에 정도 까지 차 반 반에 에서 마다 전부터 날";
        let of_unit = |unit: &&str| {
            rest.strip_prefix(*unit)
                .is_some_and(|rest| rest.is_empty() || is_one_of(after, rest) || is_time(rest, None))
        };
        return units.iter().any(of_unit);
    }
    // 한, 두 and the like are times only beside one.
    let alone = !is_one_of(
        "한 두 세 반 전 전에 전부터 뒤 뒤에 후 후에 동안 주 달 해 때 때부터 년 개월 달째 반에 주에 달에 달부터",
        word,
    );
    if is_one_of("한 두 세", word) {
        return false;
    }
    is_one_of(TIMES, word) && (alone || before.is_some())
}

/// Whether a word is a verb before a noun.
pub(super) fn is_verbal_modifier(word: &str) -> bool {
    is_one_of(VERBAL, word)
        || (word.ends_with("하는") && word.chars().count() > 2)
        || (word.ends_with("되는") && word.chars().count() > 2)
        || word.ends_with("있는")
        || word.ends_with("없는")
        || (word.ends_with('던') && word.chars().count() > 1)
}
