//! Every shape of request the adapter makes, written as lines of JSON to the file that `FORGETMENOT_REQUESTS` names, for
//! a check against Google's published message definitions.

use std::{fs, rc::Rc};

use forgetmenot::{
    adapters::gemini::{
        DEFAULT_CHAT_MODEL, DEFAULT_EMBEDDING_MODEL, DEFAULT_MODEL, GeminiLlm, ThinkingLevel,
    },
    model::MediaType,
    ports::{EmbedPurpose, Embedder, Llm, Prompt, Turn, TurnMedia, TurnRole},
};
use serde_json::{Value, json};

use super::{
    SeededEntropy, ask, ok, says,
    support::{Answer, block_on},
    vectors, world,
};

fn prompts() -> Vec<Prompt> {
    let turn = |role, text: &str| Turn::new(role, text);
    let schema = json!({ "type": "object", "required": ["facts"], "properties": { "facts": { "type": "array", "items": {
        "type": "object", "properties": { "text": { "type": "string" }, "event": { "type": "string", "enum": ["ADD", "NONE"] } } } } } });
    let full = Prompt {
        system: "Extract facts.".to_owned(),
        turns: vec![
            turn(TurnRole::User, "안녕"),
            turn(TurnRole::Model, "hi"),
            turn(TurnRole::User, "I'm Ana"),
        ],
        schema: Some(schema),
        max_output_tokens: Some(1_024),
    };
    let media = [MediaType::Png, MediaType::Mp3]
        .map(|mime_type| TurnMedia { mime_type, data: vec![0, 255, 62, 63].into() });
    let shown = Turn { media: media.into(), ..Turn::new(TurnRole::User, "What is it?") };
    vec![ask("hello"), full, Prompt { turns: vec![shown], ..Prompt::default() }]
}

fn generate(
    level: Option<ThinkingLevel>,
    temperature: Option<f64>,
    model: &str,
    prompt: &Prompt,
) -> Vec<Value> {
    let mut part = says("one ", "CONTINUATION");
    part["candidates"][0]["continuationToken"] = json!("dG9rZW4=");
    let stream = |answer: &Value| Answer::json(200, format!("data: {answer}\n\n"));
    let last = says("two", "STOP");
    let world = world([ok(&part), ok(&last), stream(&part), stream(&last)]);
    let (http, clock) = (Rc::clone(&world.http), Rc::new(world.clock.clone()));
    let llm =
        GeminiLlm::new(&world.config, model, level, temperature, http, clock, Rc::new(SeededEntropy::new(3)))
            .unwrap();
    block_on(llm.complete(prompt)).unwrap();
    block_on(llm.stream(prompt, &mut |_| {})).unwrap();
    let bodies = world.bodies();
    assert_eq!(bodies[..2], bodies[2..], "a stream asks for the same");
    bodies.into_iter().take(2).map(|body| json!({ "rpc": "GenerateContentRequest", "body": body })).collect()
}

fn embed(model: &str, purpose: EmbedPurpose) -> Value {
    let world = world([ok(&vectors(2, 768))]);
    let texts = ["Ana is vegetarian".to_owned(), "아나는 채식주의자".to_owned()];
    block_on(world.embedder(model, 768).embed(&texts, purpose)).unwrap();
    json!({ "rpc": "BatchEmbedContentsRequest", "body": world.bodies().remove(0) })
}

#[test]
fn every_shape_of_request_is_made_of_known_keys() {
    let mut lines = Vec::new();
    for prompt in prompts() {
        for model in [DEFAULT_MODEL, DEFAULT_CHAT_MODEL] {
            lines.extend(generate(None, None, model, &prompt));
            lines.extend(generate(Some(ThinkingLevel::Low), Some(0.5), model, &prompt));
        }
    }
    for model in [DEFAULT_EMBEDDING_MODEL, "gemini-embedding-001"] {
        lines.extend([EmbedPurpose::Query, EmbedPurpose::Document].map(|purpose| embed(model, purpose)));
    }
    let known = ["contents", "systemInstruction", "generationConfig", "continuationToken", "requests"];
    for line in &lines {
        let body = line["body"].as_object().unwrap();
        assert!(body.keys().all(|key| known.contains(&key.as_str())), "{line}");
    }
    if let Some(file) = std::env::var_os("FORGETMENOT_REQUESTS") {
        let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
        fs::write(file, text).unwrap();
    }
}
