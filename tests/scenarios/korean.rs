//! Korean without a model, through the whole engine: what a conversation leaves known.

use forgetmenot::{
    engine::{Engine, request::GetAllOptions},
    model::Kind,
};

use crate::{
    doubles::{World, add},
    support::block_on,
};

fn facts(engine: &Engine) -> Vec<String> {
    let options = GetAllOptions { user_id: Some("ana".into()), ..GetAllOptions::default() };
    let all = block_on(engine.get_all(options)).unwrap().results;
    let facts = all.into_iter().rev().filter(|item| item.kind != Kind::Verbatim);
    facts.map(|item| item.memory).collect()
}

/// The facts after these messages, each a turn of its own.
fn told(messages: &[&str]) -> Vec<String> {
    let world = World::new();
    let engine = world.open_without_model();
    for message in messages {
        add(&engine, "ana", message);
    }
    facts(&engine)
}

#[test]
fn what_conversations_leave_known() {
    let rows: &[(&[&str], &[&str])] = &[
        (
            &["안녕하세요, 저는 김민지예요. 스물아홉 살이고 부산에 살아요."],
            &["사용자의 이름은 김민지이다", "사용자의 나이는 스물아홉 살이다", "사용자는 부산에 산다"],
        ),
        (
            &["땅콩 알레르기가 있어요.", "이제 땅콩 알레르기가 없어요."],
            &["사용자는 이제 땅콩 알레르기가 없다"],
        ),
        (&["네이버에서 일해요.", "퇴사했어요."], &["사용자는 회사를 그만두었다"]),
        (&["채식주의자예요.", "요즘은 다시 고기를 먹어요."], &["사용자는 다시 고기를 먹는다"]),
        (&["커피를 좋아해요.", "커피는 이제 안 마셔요."], &["사용자는 이제 커피를 마시지 않는다"]),
        (&["여자친구가 있어요.", "여자친구랑 헤어졌어요."], &["사용자는 여자친구와 헤어졌다"]),
        (&["부산에 살아요.", "부산이 아니라 대구예요."], &["사용자는 대구에 산다"]),
        (&["제 이름은 한나예요.", "한나가 아니라 안나예요."], &["사용자의 이름은 안나이다"]),
        (
            &["부산에 살아요. 커피를 좋아해요.", "내가 부산에 산다는 거 잊어 줘."],
            &["사용자는 커피를 좋아한다"],
        ),
        (&["부산에 살아요.", "제 주소는 잊어 주세요."], &[]),
        (&["간호사예요.", "내가 간호사라는 거 기억하지 마."], &[]),
        (&["부산에 살아요.", "잊지 마!", "그냥 잊어 줘."], &["사용자는 부산에 산다"]),
        (
            &["제 동생은 간호사예요. 서울에 살아요.", "저는 부산에 살아요."],
            &["사용자의 동생은 간호사이다", "사용자는 부산에 산다"],
        ),
        (
            &["저는 김민지예요.", "민지라고 불러 주세요."],
            &["사용자의 이름은 김민지이다", "사용자는 민지라고 불리기를 원한다"],
        ),
        (&["몸무게는 81kg이에요.", "76.8kg 됐어요!"], &["사용자의 몸무게는 76.8kg이다"]),
        (&["예산은 800만원입니다.", "예산을 천만원으로 늘렸어요."], &["사용자의 예산은 천만원이다"]),
        (
            &["전세 보증금이 2억 4천이에요.", "재계약했어. 이제 보증금 2억 5천이고 2028년까지야."],
            &["사용자의 보증금은 2억 5천이다"],
        ),
        (&["토익 720점 받았어요.", "토익 790점 나왔어!"], &["사용자의 토익 점수는 790점이다"]),
        (&["벤치프레스 40kg 들어.", "벤치프레스 55 성공!"], &["사용자의 벤치프레스 기록은 55kg이다"]),
        (&["필라테스를 하고 있어요.", "필라테스는 그만뒀어."], &["사용자는 필라테스를 그만두었다"]),
        (
            &["우체국에서 일해요.", "지난달에 우체국을 그만두고 시립도서관으로 옮겼습니다."],
            &["사용자는 시립도서관에서 일한다"],
        ),
        (
            &["아내가 새우 알레르기가 있는데 젓갈은 괜찮을까요?", "부모님은 대구에 사세요."],
            &["사용자의 아내는 새우 알레르기가 있다", "사용자의 부모님은 대구에 산다"],
        ),
        (&["몸무게는 70kg이에요.", "제 몸무게는 잊어 주세요."], &[]),
        (&["앞으로는 존댓말로 답해 줘.", "고마워!"], &["사용자는 존댓말로 답해 주기를 원한다"]),
    ];
    for (messages, known) in rows {
        assert_eq!(told(messages), *known, "{messages:?}");
    }
}
