//! The model that ships, read by us, against what the script that made it says (models/make/reference.json).

use forgetmenot::adapters::static_embedder::StaticModel;
use serde_json::Value;

fn model() -> StaticModel {
    StaticModel::from_fmn(std::fs::read("models/static-multilingual.fmn").unwrap()).unwrap()
}

#[test]
fn it_reads_texts_as_the_script_that_made_it() {
    let model = model();
    let reference = std::fs::read_to_string("models/make/reference.json").unwrap();
    let cases: Vec<Value> = serde_json::from_str(&reference).unwrap();
    assert!(cases.len() >= 10);
    for case in cases {
        let text = case["text"].as_str().unwrap();
        let tokens: Vec<u64> = case["tokens"].as_array().unwrap().iter().filter_map(Value::as_u64).collect();
        let ours: Vec<u64> = model.tokens(text).into_iter().map(u64::from).collect();
        assert_eq!(ours, tokens, "{text}");
        let vector = model.embed(text).unwrap_or_default();
        let expected = case["vector"].as_array().unwrap();
        assert_eq!(vector.is_empty(), expected.is_empty(), "{text}");
        for (ours, theirs) in vector.iter().zip(expected) {
            assert!((f64::from(*ours) - theirs.as_f64().unwrap()).abs() < 2e-5, "{text}: {ours} {theirs}");
        }
    }
}

#[test]
fn it_puts_paraphrases_near_within_and_across_languages() {
    let model = model();
    let near = |a: &str, b: &str| -> f32 {
        let (a, b) = (model.embed(a).unwrap(), model.embed(b).unwrap());
        a.iter().zip(&b).map(|(x, y)| x * y).sum()
    };
    for (query, right, wrong) in [
        ("which pets do they keep?", "our cat hates the vet", "I broke my wrist while snowboarding"),
        ("which instrument does he play?", "I am learning the guitar", "I collect old stamps"),
        ("무슨 악기를 배워요?", "기타를 배우고 있어요", "담배를 끊었어요"),
        ("where does she live?", "저는 부산에 살아요", "저는 커피를 좋아해요"),
        ("어떤 동물을 키워요?", "we have two dogs and a cat", "my rent went up"),
    ] {
        assert!(near(query, right) > near(query, wrong), "{query}");
    }
}

#[test]
fn its_card_says_what_it_is() {
    let model = model();
    let card: Value =
        serde_json::from_str(&std::fs::read_to_string("models/static-multilingual.json").unwrap()).unwrap();
    assert_eq!(
        (card["name"].as_str(), card["dims"].as_u64()),
        (Some(model.name()), Some(model.dims() as u64))
    );
    assert_eq!(
        card["bytes"].as_u64(),
        Some(std::fs::metadata("models/static-multilingual.fmn").unwrap().len())
    );
}
