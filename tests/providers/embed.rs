//! `embed`: the requests for each model, and what is made of the vectors.

use forgetmenot::{
    ErrorCode,
    ports::{EmbedPurpose, Embedder},
};
use serde_json::{Value, json};

use super::{ok, support::block_on, vectors, world};

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn request_of(model: &str, dims: usize, purpose: EmbedPurpose) -> (String, Value) {
    let world = world([ok(&vectors(2, dims))]);
    let vectors =
        block_on(world.embedder(model, dims).embed(&texts(&["차 마시기", "a \"b\""]), purpose)).unwrap();
    assert_eq!(
        (vectors.len(), vectors[1].as_ref().unwrap().len(), vectors[1].as_ref().unwrap()[1]),
        (2, dims, 1.0)
    );
    (world.http.requests()[0].url.clone(), world.bodies().remove(0))
}

#[test]
fn the_newest_models_are_told_the_side_in_words() {
    for (purpose, prefix) in [
        (EmbedPurpose::Query, "task: search result | query: "),
        (EmbedPurpose::Document, "title: none | text: "),
    ] {
        let (url, body) = request_of("gemini-embedding-2", 768, purpose);
        assert_eq!(
            url,
            "https://generativelanguage.googleapis.com/v1beta/models/gemini-embedding-2:batchEmbedContents"
        );
        let element = |text: &str| {
            json!({
                "model": "models/gemini-embedding-2",
                "content": { "parts": [{ "text": format!("{prefix}{text}") }] },
                "outputDimensionality": 768,
            })
        };
        assert_eq!(body, json!({ "requests": [element("차 마시기"), element("a \"b\"")] }));
    }
}

#[test]
fn the_older_model_is_told_the_side_by_a_field() {
    for (purpose, task) in
        [(EmbedPurpose::Query, "RETRIEVAL_QUERY"), (EmbedPurpose::Document, "RETRIEVAL_DOCUMENT")]
    {
        let (_, body) = request_of("gemini-embedding-001", 256, purpose);
        let element = |text: &str| {
            json!({
                "model": "models/gemini-embedding-001", "content": { "parts": [{ "text": text }] },
                "taskType": task, "outputDimensionality": 256,
            })
        };
        assert_eq!(body, json!({ "requests": [element("차 마시기"), element("a \"b\"")] }));
    }
}

#[test]
fn names_its_space() {
    let world = world([]);
    let embedder = world.embedder("models/gemini-embedding-2", 768);
    let space = embedder.space().unwrap();
    assert_eq!(
        (space.provider.as_str(), space.model.as_str(), space.dims),
        ("gemini", "gemini-embedding-2", 768)
    );
    assert_eq!(block_on(embedder.embed(&[], EmbedPurpose::Query)).unwrap(), Vec::<Option<Vec<f32>>>::new());
}

#[test]
fn splits_by_number_and_keeps_the_order() {
    let answer = |from: usize, count: usize| {
        let one = |i: usize| json!({ "values": (0..128).map(|d| if d == i % 128 { 1.0 } else { 0.0 }).collect::<Vec<_>>() });
        ok(&json!({ "embeddings": (from..from + count).map(one).collect::<Vec<_>>() }))
    };
    let world = world([answer(0, 100), answer(100, 100), answer(200, 1)]);
    let many: Vec<_> = (0..201).map(|i| format!("text {i}")).collect();
    let vectors =
        block_on(world.embedder("gemini-embedding-2", 128).embed(&many, EmbedPurpose::Document)).unwrap();
    assert!(vectors.iter().enumerate().all(|(i, vector)| vector.as_ref().unwrap()[i % 128] == 1.0));
    let sent: Vec<String> = world
        .bodies()
        .iter()
        .flat_map(|body| body["requests"].as_array().unwrap().clone())
        .map(|element| element["content"]["parts"][0]["text"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(sent, many.iter().map(|text| format!("title: none | text: {text}")).collect::<Vec<_>>());
}

#[test]
fn splits_by_bytes_as_they_stand_in_json() {
    // Each control character takes six bytes in JSON: 100 such texts make 14 MB.
    let many: Vec<_> = (0..100).map(|_| "\u{1}".repeat(24_000)).collect();
    let batches = [28, 28, 28, 16];
    let world = world(batches.map(|count| ok(&vectors(count, 128))));
    let result =
        block_on(world.embedder("gemini-embedding-2", 128).embed(&many, EmbedPurpose::Document)).unwrap();
    assert_eq!((result.len(), world.http.left()), (100, 0));
    assert!(
        world.http.requests().iter().all(|request| request.body.as_ref().unwrap().len() < 4 * 1024 * 1024)
    );
}

#[test]
fn long_texts_are_cut_between_characters() {
    for (model, max) in [("gemini-embedding-2", 24_576), ("gemini-embedding-001", 6_144)] {
        let world = world([ok(&vectors(1, 128))]);
        let long = vec!["가🙂".repeat(10_000)];
        block_on(world.embedder(model, 128).embed(&long, EmbedPurpose::Document)).unwrap();
        let sent =
            world.bodies()[0]["requests"][0]["content"]["parts"][0]["text"].as_str().unwrap().to_owned();
        assert!(sent.len() <= max && sent.len() > max - 4, "{}", sent.len());
        assert!(sent.ends_with(['가', '🙂']));
    }
}

#[test]
fn vectors_are_checked() {
    let embed = |answer: &Value| {
        let world = world([ok(answer)]).without_retries();
        block_on(world.embedder("gemini-embedding-2", 128).embed(&texts(&["a"]), EmbedPurpose::Query))
    };
    let values = |values: Vec<f64>| json!({ "embeddings": [{ "values": values }] });
    let mut skewed = vec![0.25; 128];
    skewed[3] = -8.0;
    let unit = embed(&values(skewed)).unwrap().remove(0).unwrap();
    assert!((unit.iter().map(|x| x * x).sum::<f32>() - 1.0).abs() < 1e-5 && unit[3] < 0.0);

    for (answer, code) in [
        (vectors(1, 256), ErrorCode::EmbeddingMismatch),
        (vectors(1, 127), ErrorCode::EmbeddingMismatch),
        (json!({ "embeddings": [{}] }), ErrorCode::EmbeddingMismatch),
        (vectors(2, 128), ErrorCode::ModelBadReply),
        (json!({}), ErrorCode::ModelBadReply),
        (json!({ "embeddings": [] }), ErrorCode::ModelBadReply),
        (values(vec![0.0; 128]), ErrorCode::ModelBadReply),
        (values(vec![1e300; 128]), ErrorCode::ModelBadReply),
    ] {
        assert_eq!(embed(&answer).unwrap_err().code(), code);
    }
}
