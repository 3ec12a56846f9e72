//! What nouns are: places, jobs, schools, names.

use super::particles::{ends_in_one_of, is_one_of};

/// Where somebody can live, as far as it can be told without its particle.
const PLACES: &str = "서울 부산 대구 인천 광주 대전 울산 세종 수원 성남 분당 판교 용인 고양 일산 부천 안양 안산 화성 동탄 평택 의정부 파주 김포 하남 광명 시흥 군포 의왕 과천 구리 남양주 이천 여주 \
    춘천 원주 강릉 속초 동해 삼척 청주 충주 제천 천안 아산 공주 보령 서산 당진 전주 군산 익산 정읍 남원 목포 여수 순천 나주 광양 포항 경주 김천 안동 구미 영주 영천 상주 문경 경산 창원 마산 진해 \
    진주 통영 사천 김해 밀양 거제 양산 제주 제주도 서귀포 강남 서초 송파 잠실 마포 홍대 신촌 이태원 용산 종로 명동 강북 노원 은평 관악 신림 사당 여의도 영등포 구로 해운대 경기도 강원도 충청도 전라도 경상도 \
    한국 대한민국 미국 일본 중국 영국 프랑스 독일 캐나다 호주 뉴질랜드 베트남 태국 싱가포르 대만 홍콩 인도 인도네시아 필리핀 말레이시아 몽골 러시아 스페인 이탈리아 네덜란드 스위스 스웨덴 노르웨이 덴마크 핀란드 \
    브라질 멕시코 아르헨티나 칠레 터키 튀르키예 이집트 두바이 도쿄 오사카 교토 후쿠오카 삿포로 베이징 상하이 뉴욕 런던 파리 베를린 뮌헨 시드니 멜버른 밴쿠버 토론토 시애틀 보스턴 시카고 샌프란시스코 로스앤젤레스 하와이 \
    방콕 하노이 호치민 다낭 타이베이 마드리드 바르셀로나 로마 밀라노 암스테르담 취리히 북한 괌 발리 세부";
const COUNTRIES: &str = "한국 대한민국 미국 일본 중국 영국 프랑스 독일 캐나다 호주 뉴질랜드 베트남 태국 싱가포르 대만 홍콩 인도 인도네시아 필리핀 말레이시아 몽골 러시아 스페인 이탈리아 네덜란드 스위스 스웨덴 브라질 멕시코 터키";
const REGIONS: &str = "특별시 광역시 시 도 구 군 동 읍 면 리 마을 동네 시골 지역 신도시";
/// What people live in or speak of that is no place a fact could name.
const NO_PLACES: &str = "동네 여기 거기 저기 이곳 그곳 저곳 집 혼자 오래 오래오래 세상 세계 지구 지구상 우주 꿈 꿈속 마음 마음속 가슴 현실 과거 미래 시대 하루 하루하루 힘 재미 맛 낙 덕분 덕 때문 곳 데 어디 아무데 아무데나 물 땅 바다 산 \
    숲 나무 방 위 아래 옆 근처 가까이 멀리 밖 안 속 층 아파트 빌라 원룸 투룸 오피스텔 기숙사 주택 단독주택 자취방 고시원 월세 전세 반지하 옥탑방 하숙집 새집 이웃 둘 셋 넷 다 모두 잘 못 정도 사이 조건 환경 상황 곳곳";

/// Whether a noun can name where somebody lives.
pub(super) fn is_place(noun: &str) -> bool {
    let last = noun.split(' ').next_back().unwrap_or_default();
    let first = noun.split(' ').next().unwrap_or_default();
    let odd = ["이", "그", "저", "어떤", "어느", "무슨", "남의", "네", "너의"];
    !is_one_of(NO_PLACES, last)
        && !odd.contains(&first)
        && noun.split(' ').count() <= 4
        && !last.ends_with(['게', '히', '럼', '집'])
        && !last.starts_with(|c: char| c.is_ascii_digit())
        && !noun
            .split(' ')
            .any(|word| word.ends_with('의') || word.ends_with("한") && !is_one_of(PLACES, word))
        && last.chars().any(char::is_alphabetic)
        && (last.chars().count() > 1 || is_one_of("괌", last))
}

/// Whether it is a place by its own look.
pub(super) fn is_known_place(noun: &str) -> bool {
    let last = noun.split(' ').next_back().unwrap_or_default();
    is_one_of(PLACES, last)
        || (last.chars().count() > 2 && ends_in_one_of(REGIONS, last).is_some() && !is_job(last))
}

/// The country of a person of it: 한국인, 한국 사람.
pub(super) fn country_of(people: &str) -> Option<&str> {
    let country = people.strip_suffix("사람").or_else(|| people.strip_suffix("인"))?.trim_end();
    is_one_of(COUNTRIES, country).then_some(country)
}

/// Jobs and what else people say they are; the word may have more before it: 보육교사, 웹개발자.
const JOBS: &str = "간호사 한의사 치과의사 수의사 변호사 회계사 세무사 변리사 법무사 노무사 관세사 감정평가사 선생님 연구원 연구자 과학자 개발자 \
    프로그래머 엔지니어 디자이너 기획자 마케터 소설가 아나운서 무용수 음악가 작곡가 피아니스트 바이올리니스트 만화가 웹툰작가 \
    일러스트레이터 사진작가 포토그래퍼 유튜버 크리에이터 스트리머 블로거 인플루언서 번역가 통역사 편집자 회사원 직장인 공무원 \
    경찰관 소방관 부사관 교도관 사회복지사 상담사 심리상담사 물리치료사 작업치료사 임상병리사 방사선사 치위생사 영양사 조리사 \
    요리사 셰프 제빵사 파티시에 바리스타 바텐더 미용사 헤어디자이너 네일아티스트 메이크업아티스트 승무원 조종사 파일럿 운전기사 \
    택시기사 버스기사 배달기사 기관사 농사꾼 전기기사 용접공 건축가 건축사 건설노동자 정비사 기계공 컨설턴트 애널리스트 \
    데이터분석가 데이터과학자 사업가 창업가 자영업자 전업주부 가정주부 대학생 고등학생 중학생 초등학생 대학원생 석사생 박사생 \
    휴학생 복학생 취준생 취업준비생 공시생 고시생 재수생 수험생 수습사원 전도사 큐레이터 트레이너 운동선수 축구선수 보험설계사 \
    공인중개사 은행원 판매원 점원 알바생 아르바이트생 영업사원 상담원 경비원 청소부 미화원 간병인 요양보호사 보육교사 유치원교사 \
    베이비시터 도예가 플로리스트 사육사 훈련사 은퇴자 전업투자자 데브옵스 아키텍트 기술사 조향사 소믈리에 개그맨 코미디언 프로듀서 \
    연출가 극작가 평론가 칼럼니스트 인사담당자 행정사 외교관 통역가 유학생 사회복무요원 방송작가 웹개발자 앱개발자 직업군인 \
    심리학자 수학자 물리학자 화학자 생물학자 경제학자 사회학자 역사학자 철학자 언어학자 천문학자 데이터사이언티스트 사이언티스트";
/// Those that are the end of too many other words.
const SHORT_JOBS: &str = "사장 점주 원장 의사 대표 대리 선수 기자 기장 시인 배우 모델 감독 과장 박사 비서 사서 주부 목사 조교 경찰 학생 선생 군인 판사 약사 \
    가수 작가 교사 교수 강사 PM PO DJ MC QA PD 백수 심판 코치 인턴 성우 공익 무직 사원 화가 장교 부장 차장 \
    팀장 스님 수녀 농부 어부 선원 목수 해녀 래퍼 피디 라이더 관리자 매니저 에디터 트레이더 투자자 CEO CTO SRE 댄서 \
    프리랜서 외과의사 내과의사 초등교사 중등교사 특수교사 보건교사 영어교사 수학교사 부교수 조교수 시간강사 영어강사 학원강사 \
    요가강사 필라테스강사 수영강사 드라마작가 야구선수 농구선수 골프선수 프로게이머 영화감독 음악감독 영화배우 연극배우 뮤지컬배우 \
    신문기자 방송기자 회사대표 개인비서 정신과의사 대학교수 여군 병원약사 법대생 의대생";
/// What describes no job: 좋은 의사, 우리 의사.
const NO_KIND: &str =
    "같은 아닌 좋은 나쁜 착한 최고의 네 너 그 이 저 내 제 우리 담당 어떤 진짜 가짜 명예 반 거의 천생";

/// Whether it is what somebody does for a living, or in place of it.
pub(super) fn is_job(noun: &str) -> bool {
    let mut words = noun.split(' ').rev();
    let Some(last) = words.next() else { return false };
    let is_kind = |word: &str| {
        let describes = word.chars().count() > 1 && word.ends_with(['한', '운', '된', '할', '될']);
        !is_one_of(NO_KIND, word) && !describes && !word.ends_with(['의', '은', '는', '던'])
    };
    let known = is_one_of(SHORT_JOBS, last) || ends_in_one_of(JOBS, last).is_some();
    known && noun.split(' ').count() <= 4 && words.all(is_kind)
}

/// Schools.
pub(super) fn is_school(noun: &str) -> bool {
    let last = noun.split(' ').next_back().unwrap_or_default();
    let by_end = is_one_of("카이스트 KAIST 포스텍 POSTECH 유니스트 UNIST 디지스트 지스트 한예종 하버드 스탠퍼드 스탠포드 MIT 예일 프린스턴 버클리 옥스퍼드 케임브리지", last) || ends_in_one_of("대학교 대학원 대학 고등학교 중학교 초등학교 학교 로스쿨 의전원 여고 남고 외고 과학고 과고 예고 여중 남중", last).is_some();
    let short = last
        .strip_suffix('대')
        .is_some_and(|rest| rest.chars().count() > 1 || is_one_of("서 연 고 이 홍 건 중 한 경 동 숙", rest));
    by_end
        || (short
            && !is_one_of(
                "군대 무대 침대 해운대 최대 절대 기대 시대 세대 부대 초대 확대 반대 현대 상대 잔대 20대 30대 40대 50대 10대 60대",
                last,
            )
            && !last.starts_with(|c: char| c.is_ascii_digit()))
}

/// Companies that say so.
pub(super) fn is_company(noun: &str) -> bool {
    let last = noun.split(' ').next_back().unwrap_or_default();
    is_one_of("네이버 카카오 쿠팡 배달의민족 우아한형제들 토스 라인 당근 당근마켓 삼성 LG SK 현대 기아 롯데 한화 포스코 KT 구글 애플 아마존 메타 마이크로소프트 넷플릭스 테슬라 엔비디아 넥슨 엔씨소프트 넷마블 크래프톤 하이닉스 이마트 신세계 야놀자 무신사 하이브 스타벅스", last)
        || ends_in_one_of("전자 그룹 은행 증권 카드 자동차 병원 생명 화재 물산 건설 중공업 텔레콤 소프트 테크 랩스 제약 화학 항공 통신 뱅크 페이 회계법인 법무법인 스튜디오 엔터 컴퍼니 코리아 하이닉스 스튜디오스 시스템즈 공사 공단 연구소", last).is_some_and(|end| end.len() < last.len())
        || (last.starts_with(|c: char| c.is_ascii_uppercase()) && last.len() > 1)
}

const SURNAMES: &str = "김 이 박 최 정 강 조 윤 장 임 한 오 서 신 권 황 안 송 류 유 홍 전 고 문 손 양 배 백 허 남 심 노 하 곽 성 차 주 우 구 민 나 진 지 엄 채 원 천 방 공 현 함 변 염 여 추 도 소 석 선 설 마 길 연 위 표 명 기 반 라 왕 금 옥 육 인 맹 제 모 탁 국 어 은 편 용 남궁 황보 제갈 선우 독고 사공 서문";
const GIVEN: &str = "가 강 건 경 관 광 교 구 규 균 근 기 길 나 남 다 담 대 덕 도 동 득 라 란 람 래 령 로 록 루 리 린 림 마 만 명 모 무 문 미 민 바 백 범 별 병 보 복 봄 봉 빈 빛 사 산 상 새 서 석 선 설 섭 성 세 소 솔 송 수 숙 순 슬 승 시 식 신 심 아 안 애 양 억 언 연 엽 영 예 오 옥 완 요 용 우 욱 운 웅 원 월 유 윤 율 은 을 음 의 이 익 인 일 임 자 잔 재 전 정 제 조 종 주 준 중 지 진 찬 창 채 천 철 청 초 춘 충 치 태 택 필 하 학 한 해 향 혁 현 형 혜 호 홍 화 환 회 훈 휘 흠 희 후";
const NO_NAMES: &str = "배란기 성수기 권태기 유아기 고양이 이민자 이과생 한국인 전문가 신입생 장애인 임산부 주인공 이용자 사용자 개발자 강아지 우등생 유학생 여행자 나그네 조교수 부교수 정상인 현대인 문외한 신혼부부 고수 하수 선수 정도 전부 하나 안경 오전 오후 주부 전문 초보 중수 고민 신자 무교 천주교 기독교 불교 이상 이하 정반대 반대 찬성 채식 임신 미혼 기혼 비혼 소수 남자 여자 남성 여성 성인 노인 청년 \
    소년 소녀 어른 아이 기자 가수 의사 주인 손님 회원 지인 동료 정원 이과 문과 예비역 현역 신인 기본 최고 최선 진심 진짜 이유 문제 사실 나중 다음 처음 오늘 내일 모레 우리 저희 도중 중간 유료 무료 제외 전공 전공자 비전공자 국문과 영문과 한의사 수의사 변호사 간호사 공무원 연구원 소방관 하이 제주 진주 여수 광주 전주 원주 경주 양주 나주 안산 고성 인제 양산 서산 전남 전북 경남 경북 \
    강남 강북 용산 마포 도봉 성북 서초 구로 금천 노원 은평 남해 안동 영주 상주 성주 구미 문경 왕초보 유재석팬 조기 고등어 고사리 고구마 이불 강원도 경기도 제주도 차도녀 한량 도민 시민 주민 국민 서민 시골 도시 강박증 우울증 고혈압 천식 지병 심심 조용 유명 연예인 정치인 경제인 기혼자 미혼자 문과생 예체능 여고생 남고생 여대생 공대생 의대생 법대생 고학생 신앙인 기독교인 천주교인 무신론자 소띠 용띠 양띠 말띠 개띠 돼지띠 전라도 남도 경상도 충청도";

/// Whether it looks like a Korean's whole name.
pub(super) fn is_full_name(noun: &str) -> bool {
    let letters: Vec<char> = noun.chars().filter(|c| *c != ' ').collect();
    let words: Vec<&str> = noun.split(' ').collect();
    let shape = matches!(words.as_slice(), [_])
        || matches!(words.as_slice(), [surname, _] if is_one_of(SURNAMES, surname));
    let text: String = letters.iter().collect();
    let given = |count: usize| letters.iter().skip(count).all(|c| is_one_of(GIVEN, &c.to_string()));
    let surname = |count: usize| is_one_of(SURNAMES, &letters.iter().take(count).collect::<String>());
    shape
        && !is_one_of(NO_NAMES, &text)
        && !is_job(&text)
        && country_of(&text).is_none()
        && match letters.len() {
            3 => {
                surname(1)
                    && given(1)
                    && !letters.last().is_some_and(|c| matches!(c, '자' | '인' | '도' | '사' | '생' | '가'))
            }
            4 => surname(2) && given(2),
            _ => false,
        }
}

/// Whether it can be a name where the sentence says that it is one.
pub(super) fn is_name(noun: &str) -> bool {
    let letters = noun.chars().count();
    let words = noun.split(' ').count();
    let odd =
        "뭐 무엇 누구 비밀 너 당신 이거 그거 저거 것 거 이름 아무개 기억 예쁜 특이해 흔해 그 이 저 바보 천재";
    (1..=20).contains(&letters)
        && words <= 3
        && noun.split(' ').all(|word| {
            !is_one_of(odd, word)
                && word.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '.' | '\''))
        })
        && !noun.chars().any(|c| c.is_ascii_digit())
}
