//! `stream`: text as it comes, and what happens when the stream does not end well.

use forgetmenot::{
    Error, ErrorCode, Result,
    ports::{Finish, Llm, Reply},
};
use serde_json::{Value, json};

use super::{
    World, ask, says,
    support::{Answer, Piece, block_on},
    world,
};

/// A stream of chunks, as the service writes it.
fn sse(chunks: &[Value]) -> Vec<u8> {
    chunks.iter().map(|chunk| format!("data: {chunk}\r\n\r\n")).collect::<String>().into_bytes()
}

fn chunk(text: &str) -> Value {
    let mut chunk = says(text, "");
    chunk["candidates"][0].as_object_mut().unwrap().remove("finishReason");
    chunk["usageMetadata"] = json!({ "promptTokenCount": 11, "candidatesTokenCount": 1 });
    chunk
}

fn whole() -> Vec<u8> {
    sse(&[chunk("안녕 "), chunk("🙂 wor"), says("ld", "STOP")])
}

fn bytes(body: &[u8]) -> Answer {
    Answer::pieces(vec![Piece::Bytes(body.to_vec())])
}

fn listen(world: &World) -> (Result<Reply>, Vec<String>) {
    let llm = world.llm("gemini-3.8-flash");
    let mut heard = Vec::new();
    let result = block_on(llm.stream(&ask("hello"), &mut |text| heard.push(text.to_owned())));
    (result, heard)
}

#[test]
fn hands_out_text_as_it_comes() {
    let world = world([bytes(&whole())]);
    let (reply, heard) = listen(&world);
    let reply = reply.unwrap();
    assert_eq!(heard, ["안녕 ", "🙂 wor", "ld"]);
    assert_eq!((reply.text.as_str(), reply.finish), ("안녕 🙂 world", Finish::Stop));
    assert_eq!((reply.usage.input_tokens, reply.usage.output_tokens), (11, 7));
    let url = &world.http.requests()[0].url;
    assert!(url.ends_with("/v1beta/models/gemini-3.8-flash:streamGenerateContent?alt=sse"), "{url}");
    assert_eq!(world.http.aborted(), 0);
}

#[test]
fn any_cutting_of_the_bytes_says_the_same() {
    let body = whole();
    for size in 1..=body.len() {
        let pieces = body.chunks(size).map(|piece| Piece::Bytes(piece.to_vec())).collect();
        let (reply, heard) = listen(&world([Answer::pieces(pieces)]));
        assert_eq!(
            (reply.unwrap().text.as_str(), heard.concat().as_str()),
            ("안녕 🙂 world", "안녕 🙂 world")
        );
    }
}

#[test]
fn a_stream_cut_anywhere_is_a_bad_reply() {
    let body = whole();
    // Without its last line end the last event still is whole.
    for end in 0..body.len() - 4 {
        let (reply, heard) = listen(&world([bytes(&body[..end])]).without_retries());
        assert_eq!(reply.unwrap_err().code(), ErrorCode::ModelBadReply, "at {end}");
        assert!("안녕 🙂 world".starts_with(&heard.concat()));
    }
}

#[test]
fn is_tried_again_before_the_first_text_only() {
    let overloaded = || Answer::json(503, r#"{"error":{"code":503,"status":"UNAVAILABLE"}}"#);
    let mid_error = json!({ "error": { "code": 503, "message": "overloaded", "status": "UNAVAILABLE" } });
    let early = bytes(&sse(std::slice::from_ref(&mid_error)));
    let ok_world = world([overloaded(), early, bytes(&whole())]);
    let (reply, heard) = listen(&ok_world);
    assert_eq!((reply.unwrap().text.len(), heard.len()), ("안녕 🙂 world".len(), 3));
    assert_eq!(ok_world.clock.sleeps().len(), 2);

    let late = world([bytes(&sse(&[chunk("one"), mid_error])), bytes(&whole())]);
    let (reply, heard) = listen(&late);
    assert_eq!(reply.unwrap_err().code(), ErrorCode::ModelUnavailable);
    assert_eq!((heard, late.http.left()), (vec!["one".to_owned()], 1));
}

#[test]
fn an_error_amid_the_stream_is_typed() {
    let error = json!({ "error": {
        "code": 429, "status": "RESOURCE_EXHAUSTED", "message": "slow down",
        "details": [{ "@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "9s" }],
    } });
    // As an event, and bare as some versions write it.
    for body in [
        sse(&[chunk("one"), error.clone()]),
        [sse(&[chunk("one")]), format!("{error:#}").into_bytes()].concat(),
    ] {
        let error = listen(&world([bytes(&body)])).0.unwrap_err();
        assert_eq!((error.code(), error.retry_after_ms()), (ErrorCode::ModelRateLimited, Some(9_000)));
    }
}

#[test]
fn a_pause_too_long_is_a_timeout_and_aborts() {
    let started = Answer::pieces(vec![Piece::Bytes(sse(&[chunk("one")])), Piece::Hang]);
    let world = world([started, bytes(&whole())]);
    let (reply, heard) = listen(&world);
    assert_eq!(reply.unwrap_err().code(), ErrorCode::Timeout);
    assert_eq!((heard.len(), world.clock.sleeps(), world.http.aborted()), (1, vec![60_000], 1));
}

#[test]
fn a_connection_that_breaks_is_a_network_error() {
    let broken = Piece::Fail(Error::new(ErrorCode::Network, "gone"));
    let (reply, _) = listen(&world([Answer::pieces(vec![Piece::Bytes(sse(&[chunk("one")])), broken])]));
    assert_eq!(reply.unwrap_err().code(), ErrorCode::Network);
}

#[test]
fn blocks_cuts_and_silence_are_judged_as_in_one_piece() {
    let code =
        |chunks: &[Value]| listen(&world([bytes(&sse(chunks))]).without_retries()).0.unwrap_err().code();
    assert_eq!(code(&[json!({ "promptFeedback": { "blockReason": "SAFETY" } })]), ErrorCode::ModelBlocked);
    assert_eq!(code(&[chunk("one"), says("", "SPII")]), ErrorCode::ModelBlocked);
    assert_eq!(code(&[says("", "MAX_TOKENS")]), ErrorCode::ModelTruncated);
    assert_eq!(code(&[says("", "STOP")]), ErrorCode::ModelBadReply);
    assert_eq!(code(&[]), ErrorCode::ModelBadReply);
    let cut = listen(&world([bytes(&sse(&[chunk("one"), says("", "MAX_TOKENS")]))])).0.unwrap();
    assert_eq!((cut.text.as_str(), cut.finish), ("one", Finish::Length));
}

#[test]
fn dropping_it_aborts_the_exchange() {
    let world = world([Answer::pieces(vec![Piece::Bytes(sse(&[chunk("one")])), Piece::Hang])]);
    let llm = world.llm("gemini-3.8-flash");
    let prompt = ask("hello");
    let mut ignore = |_: &str| {};
    let listening = llm.stream(&prompt, &mut ignore);
    drop(listening);
    assert_eq!(world.http.requests().len(), 0, "nothing is sent before it is waited for");

    // The caller gives up while the body is waited for.
    world.clock.stop();
    let caller = async {
        futures_util::future::select(llm.stream(&prompt, &mut ignore), std::future::ready(())).await
    };
    assert!(matches!(block_on(caller), futures_util::future::Either::Right(_)));
    assert_eq!((world.http.requests().len(), world.http.aborted()), (1, 1));
}
