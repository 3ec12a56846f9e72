//! Words that rules look for, parted by spaces.

use super::particles::is_one_of;

/// What colours a statement and changes nothing of it.
pub(super) const ADVERBS: &str = "정말 진짜 너무 아주 매우 엄청 되게 무척 굉장히 상당히 꽤 제일 가장 별로 그다지 전혀 절대 좀 조금 많이 특히 특별히 항상 늘 언제나 원래 \
    사실 사실은 솔직히 참고로 일단 우선 바로 그냥 역시 주로 보통 자주 가끔 종종 다시 이미 벌써 아직 아직도 여전히 계속 쭉 더이상 더는 이젠 이제 이제는 인제 지금 지금은 현재 현재는 요즘 요즘은 요즘에는 요새 요새는 최근 \
    최근에 최근에는 얼마전에 혼자 혼자서 같이 함께 따로 둘이 \
    개인적으로 확실히 살짝 완전 몹시 굉장한 진심 진심으로 실은 그리 딱히 새로 그래도 잘 즐겨 처음 처음으로 즐겁게 열심히 평소 평소에 평소에는 본래 어려서부터 어릴때부터 드디어 마침내 오랫동안 줄곧 훨씬 더 덜 편하게 다 챙겨 꾸준히 이번에 오늘부로";
/// What a clause begins with after another, and greetings.
pub(super) const CONNECTORS: &str = "그리고 근데 그런데 하지만 그래서 그치만 그렇지만 그러나 또 또한 게다가 반면 반면에 대신 아 어 음 네 예 응 아니 아니요 아뇨 참 아참 저기 안녕하세요 안녕 안녕하십니까 반가워요 \
    반갑습니다 ㅇㅇ 넵 야 hi Hi hello Hello 그럼 그러니까 왜냐하면 다만 그래도 암튼 아무튼 어쨌든 헉 와 오";
/// Adjectives before a noun that end as if a particle followed.
pub(super) const MODIFIERS: &str = "작은 많은 좋은 높은 넓은 젊은 늦은 밝은 짧은 얇은 굵은 붉은 검은 깊은 낮은 좁은 얕은 굳은 묽은 맑은 같은 옅은 짙은 익은 삶은 볶은 구운 매운 뜨거운 차가운 단 쓴 짠 신 싱거운 \
    조용한 시끄러운 따뜻한 시원한 담백한 느끼한 이런 그런 저런 어떤 새 헌 옛";
/// Tastes before 것.
pub(super) const TASTES: &str = "매운 단 짠 신 쓴 느끼한 뜨거운 차가운 달콤한";
/// Words for times that stand alone.
const TIMES: &str = "내일모레 한달 두달 세달 한달에 한시에 두시에 세시에 오늘 오늘은 이번엔 이번에는 내일 내일은 모레 글피 어제 어제는 그제 그저께 이번 다음 다다음 지난 저번 주 주에 주말 주말에 주말에는 달 달에 달부터 해 이번주 이번주에 이번주는 다음주 다음주에 다음주는 다다음주 다다음주에 지난주 지난주에 \
    이번달 이번달에 다음달 다음달에 다음달부터 지난달 지난달에 올해 올해는 올해부터 내년 내년에 작년 작년에 작년부터 재작년 재작년에 월요일 화요일 수요일 목요일 금요일 토요일 일요일 월요일에 화요일에 수요일에 목요일에 금요일에 토요일에 일요일에 월요일날 화요일날 \
    아침 아침에 점심 점심에 저녁 저녁에 밤 밤에 새벽 새벽에 오전 오전에 오후 오후에 전 전에 전부터 후 후에 뒤 뒤에 동안 반 반에 이번주말 이번주말에 다음주말 다음주말에 주초에 주중에 연말에 연초에 여름에 겨울에 봄에 가을에 어릴 때 때부터 때 얼마 \
    한 두 세 사흘 나흘 열흘 하루 이틀 일주일 보름 년 개월 달째 매일 매주 매달 매년 날마다 주말마다 아침마다 저녁마다 밤마다 퇴근 출근 하루에 일주일에 한달에";
/// Verbs before a noun.
const VERBAL: &str = "오는 가는 하는 있는 없는 먹는 사는 보는 듣는 읽는 만드는 만든 다니는 나오는 되는 쓰는 마시는 키우는 자는 타는 노는 아는 모르는 걷는 달리는 준 온 간 본 들은 읽은 먹은 했던 살던 있던";

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
    if let Some(start) = word.strip_suffix("부터").filter(|start| !start.is_empty()) {
        return is_time(start, before);
    }
    if word.starts_with("주 ") {
        return true;
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

/// What one does, before 하다.
pub(super) const ACTIVITIES: &str = "운동 조깅 산책 수영 요가 명상 등산 청소 요리 야근 출근 퇴근 독서 스트레칭 필라테스 헬스 러닝 달리기 골프 테니스 축구 농구 야구 배드민턴 탁구 볼링 게임 빨래 설거지 샤워 기도 묵상 단식 홈트 운전 봉사 낮잠 채식 예약 발표 수술 캠핑 낚시 코딩 클라이밍 자전거 일기 강의";
/// What is on somebody's calendar.
pub(super) const EVENTS: &str = "시험 면접 약속 회의 미팅 발표 수술 검진 건강검진 예약 진료 결혼식 여행 출장 수업 파티 콘서트 공연 모임 동창회 이사 데이트 마감 경기 대회 치과 소개팅 상견례 졸업식 입학식 오디션 세미나 학회 강의 훈련 회식 마라톤 인터뷰 중간고사 기말고사 수능 토익 토플 자격증시험 필기시험 실기시험 \
    운전면허시험 돌잔치 장례식 제사 워크숍 워크샵 컨퍼런스 촬영 정기검진 내시경 비행기 비행 상담 개강 종강 개학 출산 생일파티 집들이 송별회 환영회 입대 전역 퇴원 입원 공채 코딩테스트 코테 연주회 전시회 체육대회 소풍 수학여행 신혼여행 유학 휴가 캠핑 병원 병원예약 미용실 행사 축제";
