//! `complete`: the request, and what is made of each kind of answer.

use forgetmenot::{
    ErrorCode,
    adapters::gemini::{GeminiLlm, ThinkingLevel},
    ports::{Finish, Llm, Prompt, Turn, TurnRole},
};
use serde_json::{Value, json};

use super::{KEY, World, ask, ok, says, support::block_on, world};

fn complete(answer: &Value) -> Result<forgetmenot::ports::Reply, forgetmenot::Error> {
    let world = world([ok(answer)]).without_retries();
    block_on(world.llm("gemini-3.5-flash-lite").complete(&ask("hello")))
}

#[test]
fn asks_with_instruction_turns_and_schema() {
    let world = world([ok(&says("{\"facts\":[]}", "STOP"))]);
    let turn = |role, text: &str| Turn::new(role, text);
    let schema = json!({ "type": "object", "properties": { "facts": { "type": "array", "items": { "type": "string" } } } });
    let prompt = Prompt {
        system: "Extract facts.".to_owned(),
        turns: vec![
            turn(TurnRole::User, "안녕"),
            turn(TurnRole::Model, "hi"),
            turn(TurnRole::User, "I'm \"Ana\"\n"),
        ],
        schema: Some(schema.clone()),
        max_output_tokens: Some(2_048),
    };
    let reply = block_on(world.llm("gemini-3.5-flash-lite").complete(&prompt)).unwrap();
    assert_eq!((reply.text.as_str(), reply.finish), ("{\"facts\":[]}", Finish::Stop));
    assert_eq!((reply.usage.input_tokens, reply.usage.output_tokens), (11, 7));
    assert_eq!(reply.model, "gemini-3.5-flash-lite-001");

    let request = &world.http.requests()[0];
    assert_eq!(request.method, "POST");
    assert_eq!(
        request.url,
        "https://generativelanguage.googleapis.com/v1beta/models/gemini-3.5-flash-lite:generateContent"
    );
    let headers: Vec<_> = request.headers.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    assert_eq!(headers, [("content-type", "application/json"), ("x-goog-api-key", KEY)]);
    assert_eq!(
        world.bodies(),
        [json!({
            "contents": [
                { "role": "user", "parts": [{ "text": "안녕" }] },
                { "role": "model", "parts": [{ "text": "hi" }] },
                { "role": "user", "parts": [{ "text": "I'm \"Ana\"\n" }] },
            ],
            "systemInstruction": { "parts": [{ "text": "Extract facts." }] },
            "generationConfig": {
                "responseMimeType": "application/json", "responseJsonSchema": schema, "maxOutputTokens": 2048,
            },
        })]
    );
    assert_eq!((world.http.aborted(), world.clock.sleeps().len()), (0, 0));
}

#[test]
fn sends_nothing_that_was_not_asked_for() {
    let world = world([ok(&says("hi", "STOP"))]);
    block_on(world.llm("gemini-3.8-flash").complete(&ask("hello"))).unwrap();
    assert_eq!(world.bodies(), [json!({ "contents": [{ "role": "user", "parts": [{ "text": "hello" }] }] })]);
}

fn generation_config(model: &str, level: Option<ThinkingLevel>, temperature: Option<f64>) -> Value {
    let World { http, clock, config } = world([ok(&says("hi", "STOP"))]);
    let entropy = std::rc::Rc::new(super::SeededEntropy::new(1));
    let llm =
        GeminiLlm::new(&config, model, level, temperature, http.clone(), std::rc::Rc::new(clock), entropy)
            .unwrap();
    block_on(llm.complete(&ask("hello"))).unwrap();
    let body: Value = serde_json::from_str(http.requests()[0].body.as_deref().unwrap()).unwrap();
    body["generationConfig"].clone()
}

#[test]
fn thinking_levels_go_only_to_models_that_take_them() {
    use ThinkingLevel::{High, Minimal};
    let level = |model, level| generation_config(model, Some(level), None);
    assert_eq!(
        level("gemini-3.5-flash-lite", Minimal),
        json!({ "thinkingConfig": { "thinkingLevel": "MINIMAL" } })
    );
    assert_eq!(level("gemini-3.8-flash", High), json!({ "thinkingConfig": { "thinkingLevel": "HIGH" } }));
    assert_eq!(level("gemini-3.8-flash", Minimal), Value::Null);
    assert_eq!(level("gemini-2.5-flash", High), Value::Null);
    assert_eq!(generation_config("gemini-3.8-flash", None, Some(0.5)), json!({ "temperature": 0.5 }));
}

#[test]
fn thoughts_and_parts_without_text_are_left_out() {
    let mut answer = says("", "STOP");
    answer["candidates"][0]["content"]["parts"] = json!([
        { "text": "let me think", "thought": true },
        { "text": "one " },
        { "functionCall": { "name": "f", "args": {} } },
        { "text": "two", "thoughtSignature": "c2ln", "somethingNew": [1] },
    ]);
    assert_eq!(complete(&answer).unwrap().text, "one two");
}

#[test]
fn a_cut_answer_keeps_its_text() {
    let reply = complete(&says("{\"facts\":[\"a\"", "MAX_TOKENS")).unwrap();
    assert_eq!((reply.text.as_str(), reply.finish), ("{\"facts\":[\"a\"", Finish::Length));
    let no_text = json!({ "candidates": [{ "content": { "role": "model" }, "finishReason": "MAX_TOKENS" }] });
    for empty in [no_text, says("", "MAX_TOKENS"), says("\n ", "MAX_TOKENS")] {
        assert_eq!(complete(&empty).unwrap_err().code(), ErrorCode::ModelTruncated);
    }
}

#[test]
fn blocks_name_the_reason() {
    for reason in
        ["SAFETY", "RECITATION", "LANGUAGE", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "IMAGE_SAFETY"]
    {
        let error = complete(&says("some text", reason)).unwrap_err();
        assert_eq!(error.code(), ErrorCode::ModelBlocked, "{reason}");
        assert!(error.message().contains(reason), "{error}");
    }
    for reason in ["SAFETY", "OTHER", "BLOCKLIST", "PROHIBITED_CONTENT", "IMAGE_SAFETY", "SOMETHING_NEW"] {
        let error = complete(&json!({ "promptFeedback": { "blockReason": reason } })).unwrap_err();
        assert_eq!(error.code(), ErrorCode::ModelBlocked, "{reason}");
        assert_eq!(error.message().contains(reason), reason != "SOMETHING_NEW", "{error}");
    }
}

#[test]
fn an_answer_without_an_answer_is_a_bad_reply() {
    for empty in [
        json!({}),
        json!({ "candidates": null }),
        json!({ "candidates": [] }),
        json!({ "candidates": [{}] }),
        json!({ "candidates": [{ "finishReason": "STOP" }] }),
        json!({ "candidates": [{ "content": {}, "finishReason": "STOP" }] }),
        json!({ "candidates": [{ "content": { "parts": [] }, "finishReason": "STOP" }] }),
        json!({ "candidates": [{ "content": { "parts": [{}] }, "finishReason": "STOP" }] }),
        says("", "STOP"),
        says(" \n", "STOP"),
        says("text", "OTHER"),
        says("text", "MALFORMED_RESPONSE"),
        says("text", "MALFORMED_FUNCTION_CALL"),
        says("", "SOMETHING_NEW"),
    ] {
        assert_eq!(complete(&empty).unwrap_err().code(), ErrorCode::ModelBadReply, "{empty}");
    }
}

#[test]
fn what_is_new_or_missing_around_the_text_does_no_harm() {
    assert_eq!(complete(&says("text", "SOMETHING_NEW")).unwrap().finish, Finish::Stop);
    let mut bare = says("text", "STOP");
    bare["candidates"][0].as_object_mut().unwrap().remove("finishReason");
    bare.as_object_mut().unwrap().retain(|key, _| key == "candidates");
    let reply = complete(&bare).unwrap();
    assert_eq!((reply.text.as_str(), reply.model.as_str()), ("text", "gemini-3.5-flash-lite"));
    let mut odd = says("text", "STOP");
    odd["usageMetadata"] = json!({ "promptTokenCount": -1, "candidatesTokenCount": "five" });
    odd["modelStatus"] = json!({ "new": true });
    assert_eq!(complete(&odd).unwrap().usage.input_tokens, 0);
}

#[test]
fn an_answer_in_parts_is_put_together() {
    let part = |text: &str, token: &str| {
        let mut answer = says(text, "CONTINUATION");
        answer["candidates"][0]["continuationToken"] = json!(token);
        answer
    };
    let world = world([ok(&part("one ", "t1")), ok(&part("", "t2")), ok(&says("two", "STOP"))]);
    let reply = block_on(world.llm("gemini-3.8-flash").complete(&ask("hello"))).unwrap();
    assert_eq!((reply.text.as_str(), reply.finish, reply.usage.input_tokens), ("one two", Finish::Stop, 33));
    let bodies = world.bodies();
    assert_eq!(
        bodies.iter().map(|b| &b["continuationToken"]).collect::<Vec<_>>(),
        [&Value::Null, &json!("t1"), &json!("t2")]
    );
    assert!(bodies.iter().all(|body| body["contents"] == bodies[0]["contents"]));
}

#[test]
fn an_answer_in_parts_ends_as_cut() {
    let mut endless = says("x", "CONTINUATION");
    assert_eq!(complete(&endless).unwrap().finish, Finish::Length);
    endless["candidates"][0]["continuationToken"] = json!("more");
    let world = world((0..6).map(|_| ok(&endless)));
    let reply = block_on(world.llm("gemini-3.8-flash").complete(&ask("hello"))).unwrap();
    assert_eq!((reply.text.as_str(), reply.finish, world.http.left()), ("xxxxxx", Finish::Length, 0));
}

#[test]
fn a_prompt_must_end_with_the_user() {
    let world = world([]);
    let llm = world.llm("gemini-3.8-flash");
    let mut prompt = ask("hello");
    prompt.turns.push(Turn::new(TurnRole::Model, "hi"));
    for prompt in [prompt, Prompt::default()] {
        assert_eq!(block_on(llm.complete(&prompt)).unwrap_err().code(), ErrorCode::InvalidInput);
    }
}
