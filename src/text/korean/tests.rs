//! Forms that must meet, in both directions, and words that must not.

use super::*;

fn tokens(word: &str) -> Vec<String> {
    let chars: Vec<char> = word.chars().collect();
    let mut tokens = vec![word.to_owned()];
    tokens.extend(handles(&chars).map(String::from_iter));
    tokens
}

/// Whether a query for one word meets a text with the other by more than a pair of syllables.
fn meets(query: &str, text: &str) -> bool {
    let chars: Vec<char> = query.chars().collect();
    let mut asked = tokens(query);
    asked.extend(forms(&chars).tokens);
    tokens(text).iter().any(|token| asked.contains(token))
}

#[test]
fn every_form_of_a_verb_finds_every_other() {
    for forms in [
        "들었어요 들어요 듣다 듣고 들으면 들은 들어",
        "걸었어요 걷다 걸어서 걷는다",
        "추워요 춥다 추웠다 추운 추우면 춥고 추워서",
        "고마워요 고맙다 고마웠어요 고맙습니다",
        "도와요 돕다 도왔어요 돕는",
        "몰라요 모르다 몰랐어요 모르겠어요 모르는 몰라",
        "불러요 부르다 불렀다 부르고",
        "지었어요 짓다 지어요 짓고",
        "나았어요 낫다 나아서",
        "빨개요 빨갛다 빨간 빨갰어요",
        "그래요 그렇다 그런",
        "써요 쓰다 썼어요 쓴 쓸 쓰고 씁니다",
        "예뻐요 예쁘다 예쁜 예뻤어요",
        "아파요 아프다 아팠어요 아픈",
        "갔어요 가요 가다 간다 갑니다 간 갈까요 가는",
        "마셨어요 마시다 마셔요 마신 마실 마십니다 마시는",
        "했어요 하다 합니다 해요 한 할게요 해 하는",
        "배워요 배우다 배웠어요 배운",
        "좋아해요 좋아하다 좋아한다 좋아하는 좋아했던 좋아할",
        "산다 살다 살아요 삽니다 사는 살았어요",
        "만들어요 만들다 만듭니다 만든 만드는 만들었다",
        "먹었어요 먹다 먹는다 먹고 먹었다",
        "켜요 켜다 켰어요",
        "왔어요 오다 와요 온",
    ] {
        let forms: Vec<&str> = forms.split(' ').collect();
        for query in &forms {
            for text in &forms {
                assert!(meets(query, text), "{query} does not find {text}");
            }
        }
    }
}

#[test]
fn other_words_stay_apart() {
    for (query, text) in [
        ("듣다", "마셔요"),
        ("먹었어요", "마셨어요"),
        ("서울", "서운해요"),
        ("라면", "라디오"),
        ("바다", "발"),
        ("바다", "받았어요"),
        ("사과", "사요"),
        ("가게", "가요"),
        ("바지", "바다"),
        ("좋아요", "조아요"),
    ] {
        assert!(!meets(query, text), "{query} finds {text}");
    }
}

#[test]
fn a_word_has_two_handles_at_most_and_few_forms() {
    for word in ["먹었어요", "학생이에요", "친구하고", "먹는", "강아지를", "보다", "하고"]
    {
        let chars: Vec<char> = word.chars().collect();
        assert!(handles(&chars).count() <= 2, "{word}");
        assert!(forms(&chars).tokens.len() <= 32, "{word}");
    }
}
