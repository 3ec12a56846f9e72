//! What sentences of memories are about, in a model's words, and how they are put right.

use crate::rules::{corrected, slot_of};

#[test]
fn a_models_sentences_have_the_slots_of_ours() {
    for (text, slot) in [
        ("사용자는 부산에 거주한다.", Some("home=부산")),
        ("사용자는 현재 부산에 살고 있다", Some("home=부산")),
        ("사용자는 5월에 부산으로 이사했다", Some("home=부산")),
        ("사용자의 이름은 김민지다", Some("name=김민지")),
        ("사용자 이름은 김민지이다", Some("name=김민지")),
        ("사용자의 직업은 간호사이다", Some("occupation=간호사")),
        ("사용자는 간호사로 일하고 있다", Some("occupation=간호사")),
        ("사용자는 네이버에서 디자이너로 일한다", Some("employer=네이버")),
        ("사용자는 네이버에서 근무함", Some("employer=네이버")),
        ("사용자는 커피를 좋아함", Some("attitude:커피=like")),
        ("사용자는 커피를 싫어합니다", Some("attitude:커피=dislike")),
        ("사용자는 땅콩 알레르기가 있음", Some("allergy:땅콩=yes")),
        ("사용자에게 땅콩 알레르기가 있다", Some("allergy:땅콩=yes")),
        ("사용자는 땅콩에 알레르기가 있다", Some("allergy:땅콩=yes")),
        ("사용자는 채식주의자다", Some("diet=채식")),
        ("사용자는 29세이다", Some("age=29")),
        ("사용자의 나이는 29세다", Some("age=29")),
        ("사용자의 고향은 부산이다", Some("origin=부산")),
        ("사용자는 결혼했다", Some("marital=married")),
        ("사용자의 친구는 부산에 산다", None),
        ("사용자의 동생은 부산에 산다", None),
        ("사용자의 아내는 간호사이다", None),
        ("사용자는 강아지를 키운다", Some("has:강아지=yes")),
        ("사용자는 더 이상 서울에 살지 않는다", Some("home=no")),
        ("사용자는 서울을 떠났다", Some("home=no")),
        ("사용자는 미아가 서울에 산다고 말했다", None),
        ("사용자는 부산에 살고 싶어 한다", None),
        ("사용자가 부산에 산다", Some("home=부산")),
        ("사용자는 당뇨를 앓고 있다", Some("condition:당뇨=yes")),
        ("사용자는 네이버를 퇴사했다", Some("employer=no")),
        ("사용자는 서울대학교에서 경영학을 전공하고 있다", Some("school=서울대학교")),
        ("사용자의 생일은 5월 3일이다", Some("birthday=5월 3일")),
        ("사용자의 예산은 30만 원이다", Some("budget=30만 원")),
        ("사용자는 커피를 마시지 않는다", Some("attitude:커피=dislike")),
        ("사용자는 담배를 끊었다", Some("attitude:담배=dislike")),
        ("사용자는 비건이다", Some("diet=비건")),
        ("사용자의 최애 음식은 라면이다", Some("favorite:음식=라면")),
        ("사용자는 내일 시험이 있다", None),
        ("사용자는 부산 출신이다", Some("origin=부산")),
        ("사용자는 미혼이다", Some("marital=single")),
        ("사용자의 아내 이름은 지수이다", Some("partner=지수")),
        ("사용자의 강아지 이름은 초코이다", Some("pet:초코=강아지")),
        ("사용자는 예전에 서울에 살았다", None),
        ("사용자는 부산에 살았다", None),
        ("사용자는 커피를 좋아했다", None),
    ] {
        let read = slot_of(text).map(|slot| format!("{}={}", slot.key, slot.value));
        assert_eq!(read.as_deref(), slot, "{text}");
    }
}

#[test]
fn a_word_is_put_right_with_its_particle() {
    for (text, wrong, right, put_right) in [
        ("사용자는 부산에 산다", "부산", "서울", Some("사용자는 서울에 산다")),
        ("사용자의 이름은 한나이다", "한나", "안나", Some("사용자의 이름은 안나이다")),
        ("사용자는 커피를 좋아한다", "커피", "녹차라떼 말차", Some("사용자는 녹차라떼 말차를 좋아한다")),
        ("사용자는 커피를 좋아한다", "커피", "홍삼", Some("사용자는 홍삼을 좋아한다")),
        ("사용자는 부산으로 이사했다", "부산", "대구", Some("사용자는 대구로 이사했다")),
        ("사용자는 부산으로 이사했다", "부산", "서울", Some("사용자는 서울로 이사했다")),
        ("사용자는 부산과 대구를 좋아한다", "대구", "울산", Some("사용자는 부산과 울산을 좋아한다")),
        ("사용자는 naver에서 일한다", "Naver", "카카오", Some("사용자는 카카오에서 일한다")),
        ("사용자는 29살이다", "29살", "30살", Some("사용자는 30살이다")),
        ("사용자는 부산대학교에 다닌다", "부산", "서울", None),
        ("사용자는 동부산에 산다", "부산", "서울", None),
        ("사용자는 부산에 산다", "대구", "서울", None),
        ("사용자는 부산에 산다", "", "서울", None),
    ] {
        assert_eq!(corrected(text, wrong, right).as_deref(), put_right, "{text}");
    }
}
