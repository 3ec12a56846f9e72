//! Broken replies of every kind: none may panic, each must come to a typed error.

use forgetmenot::{
    ErrorCode,
    ports::{EmbedPurpose, Embedder, Llm},
};
use proptest::prelude::*;

use super::{
    ask, says,
    support::{Answer, Piece, block_on},
    vectors, world,
};

/// What comes of a body for each call: `None` where it is a good reply.
fn outcomes(body: &[u8]) -> [Option<ErrorCode>; 3] {
    let answer = || Answer::json(200, body);
    let (chat, stream, embed) = (world([answer()]), world([answer()]), world([answer()]));
    let (chat, stream, embed) = (chat.without_retries(), stream.without_retries(), embed.without_retries());
    let chat = block_on(chat.llm("gemini-3.8-flash").complete(&ask("hello"))).err();
    let stream = block_on(stream.llm("gemini-3.8-flash").stream(&ask("hello"), &mut |_| {})).err();
    let text = ["hello".to_owned()];
    let embed = block_on(embed.embedder("gemini-embedding-2", 128).embed(&text, EmbedPurpose::Query)).err();
    [chat, stream, embed].map(|error| error.map(|e| e.code()))
}

const BAD: Option<ErrorCode> = Some(ErrorCode::ModelBadReply);

#[test]
fn a_body_cut_at_any_byte_is_a_bad_reply() {
    let good = says("안녕 \"world\"\n", "STOP").to_string();
    let vector = vectors(1, 128).to_string();
    for end in 0..good.len() {
        assert_eq!(outcomes(&good.as_bytes()[..end])[0], BAD, "at {end}");
    }
    for end in 0..vector.len() {
        assert_eq!(outcomes(&vector.as_bytes()[..end])[2], BAD, "at {end}");
    }
    assert_eq!((outcomes(good.as_bytes())[0], outcomes(vector.as_bytes())[2]), (None, None));
}

#[test]
fn bodies_that_make_no_sense_are_bad_replies() {
    let fenced = format!("```json\n{}\n```", says("hi", "STOP"));
    let trailing = format!("{} and more", says("hi", "STOP"));
    let twice = r#"{"candidates":[],"candidates":[{}],"embeddings":[],"embeddings":[]}"#;
    let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    let deep_field = format!(r#"{{"unknown":{deep}}}"#);
    let deep_used = format!(r#"{{"candidates":{deep},"embeddings":{deep}}}"#);
    let deep_usage = format!(r#"{{"usageMetadata":{deep}}}"#);
    for body in [
        "",
        " ",
        "null",
        "true",
        "0",
        "\"text\"",
        "[]",
        "{}",
        "<!doctype html><html></html>",
        "NaN",
        "\u{0}",
        "\u{feff}",
        r#"{"candidates":{}}"#,
        r#"{"candidates":"x"}"#,
        r#"{"candidates":[null]}"#,
        r#"{"candidates":[[]]}"#,
        r#"{"candidates":[{"content":{"parts":[{"text":1}]}}]}"#,
        r#"{"candidates":[{"content":"x"}]}"#,
        r#"{"candidates":[{"finishReason":7}]}"#,
        r#"{"promptFeedback":[1]}"#,
        r#"{"modelVersion":{}}"#,
        r#"{"embeddings":{}}"#,
        r#"{"embeddings":[{"values":[NaN]}]}"#,
        r#"{"embeddings":[{"values":["NaN"]}]}"#,
        r#"{"embeddings":[{"values":[1e999]}]}"#,
        r#"{"embeddings":[{"values":[null]}]}"#,
        r#"{"embeddings":[{"values":"x"}]}"#,
        r#"{"candidates":[{"content":{"parts":[{"text":"\ud800"}]}}],"embeddings":[{"values":"\ud800"}]}"#,
        fenced.as_str(),
        trailing.as_str(),
        twice,
        deep.as_str(),
        deep_field.as_str(),
        deep_used.as_str(),
        deep_usage.as_str(),
    ] {
        assert_eq!(outcomes(body.as_bytes()), [BAD; 3], "{}", body.chars().take(80).collect::<String>());
    }
    assert_eq!(outcomes(b"{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"\xff\xfe\"}]}}]}"), [BAD; 3]);
}

#[test]
fn a_body_over_32_mb_is_not_read_to_its_end() {
    let endless = || Answer::pieces(vec![Piece::Bytes(vec![b' '; 1024 * 1024]); 40]);
    let world = world([endless(), endless()]).without_retries();
    let llm = world.llm("gemini-3.8-flash");
    for result in [block_on(llm.complete(&ask("hello"))), block_on(llm.stream(&ask("hello"), &mut |_| {}))] {
        let error = result.unwrap_err();
        assert_eq!(error.code(), ErrorCode::ModelBadReply);
        assert!(error.message().contains("32 MB"), "{error}");
    }
    assert_eq!(world.http.aborted(), 2);
}

proptest! {
    #[test]
    fn no_bytes_at_all_break_it(body in prop::collection::vec(any::<u8>(), 0..300), status in 0_u16..=999) {
        outcomes(&body);
        let world = world([Answer::json(status, &body)]).without_retries();
        let result = block_on(world.llm("gemini-3.8-flash").complete(&ask("hello")));
        prop_assert!(result.is_err());
    }

    #[test]
    fn no_byte_changed_breaks_it(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        for good in [says("안녕", "STOP").to_string(), vectors(1, 128).to_string(), format!("data: {}\n\n", says("hi", "STOP"))] {
            let mut body = good.into_bytes();
            let at = at.index(body.len());
            body[at] = byte;
            outcomes(&body);
        }
    }
}
