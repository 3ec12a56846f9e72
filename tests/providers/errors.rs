//! Every way the service is documented to fail, as a typed error that shows no secret.

use forgetmenot::{
    Error, ErrorCode,
    ports::{EmbedPurpose, Embedder, Llm},
};
use serde_json::{Value, json};

use super::{
    KEY, ask, ok,
    support::{Answer, Piece, block_on},
    world,
};

/// What must never be shown: a word of the prompt.
const PROMPT: &str = "zanzibar-secret";

/// The error that comes of an answer; checked to show neither the key nor the prompt.
fn error_of(answer: Answer) -> Error {
    let world = world([answer]).without_retries();
    let llm = world.llm("gemini-3.8-flash");
    let error = block_on(llm.complete(&ask(PROMPT))).unwrap_err();
    for shown in [error.to_string(), format!("{error:?}"), format!("{llm:?} {:?}", world.config)] {
        assert!(!shown.contains(KEY) && !shown.contains(PROMPT), "{shown}");
    }
    assert!(error.message().starts_with(|c: char| !c.is_uppercase()), "{error}");
    error
}

fn google(code: u16, status: &str, message: &str, details: Value) -> Answer {
    // The service quotes what it should not.
    let message = format!("{message} [{KEY}] [{PROMPT}]");
    Answer::json(
        code,
        json!({ "error": { "code": code, "message": message, "status": status, "details": details } })
            .to_string(),
    )
}

fn info(reason: &str) -> Value {
    json!([{ "@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": reason, "domain": "googleapis.com" }])
}

fn quota(id: &str, delay: &str) -> Value {
    json!([
        { "@type": "type.googleapis.com/google.rpc.QuotaFailure", "violations": [{
            "quotaMetric": "generativelanguage.googleapis.com/generate_content_free_tier_requests",
            "quotaId": id, "quotaDimensions": { "location": "global", "model": KEY }, "quotaValue": "20" }] },
        { "@type": "type.googleapis.com/google.rpc.Help", "links": [] },
        { "@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": delay },
    ])
}

#[test]
fn keys_that_are_refused() {
    use ErrorCode::{ModelAuth, ModelQuota};
    let bad_key = "API key not valid. Please pass a valid API key.";
    for (answer, code, word) in [
        (google(400, "INVALID_ARGUMENT", bad_key, info("API_KEY_INVALID")), ModelAuth, "API_KEY_INVALID"),
        (google(400, "INVALID_ARGUMENT", bad_key, json!([])), ModelAuth, "400"),
        (google(400, "INVALID_ARGUMENT", "API key expired.", info("API_KEY_EXPIRED")), ModelAuth, "expired"),
        (google(401, "UNAUTHENTICATED", "", json!(null)), ModelAuth, "UNAUTHENTICATED"),
        (google(403, "PERMISSION_DENIED", "", info("API_KEY_HTTP_REFERRER_BLOCKED")), ModelAuth, "site"),
        (google(403, "PERMISSION_DENIED", "", info("SERVICE_DISABLED")), ModelAuth, "API is off"),
        (google(403, "PERMISSION_DENIED", "", info(KEY)), ModelAuth, "PERMISSION_DENIED"),
        (google(403, "PERMISSION_DENIED", "", info("BILLING_DISABLED")), ModelQuota, "billing"),
        (Answer::json(403, "<html>forbidden</html>"), ModelAuth, "403"),
    ] {
        let error = error_of(answer);
        assert_eq!(error.code(), code, "{error}");
        assert!(error.message().contains(word) && !error.is_retryable(), "{error}");
    }
}

#[test]
fn limits_of_a_minute_and_of_a_day() {
    let minute = error_of(google(
        429,
        "RESOURCE_EXHAUSTED",
        "quota",
        quota("GenerateRequestsPerMinutePerProject", "37s"),
    ));
    assert_eq!((minute.code(), minute.retry_after_ms()), (ErrorCode::ModelRateLimited, Some(37_000)));
    let day = quota("GenerateRequestsPerDayPerProjectPerModel-FreeTier", "37s");
    let day = error_of(google(429, "RESOURCE_EXHAUSTED", "You exceeded your current quota", day));
    assert_eq!((day.code(), day.retry_after_ms()), (ErrorCode::ModelQuota, None));
    let broke =
        error_of(google(429, "RESOURCE_EXHAUSTED", "Your prepayment credits are depleted.", json!([])));
    assert_eq!(broke.code(), ErrorCode::ModelQuota);
    for bare in [
        Answer::json(429, ""),
        Answer::json(429, "{}"),
        google(429, "RESOURCE_EXHAUSTED", "billing", json!([])),
    ] {
        let error = error_of(bare.with_header("retry-after", "12"));
        assert_eq!((error.code(), error.retry_after_ms()), (ErrorCode::ModelRateLimited, Some(12_000)));
    }
}

#[test]
fn requests_that_are_refused() {
    use ErrorCode::{ModelNotFound, ModelQuota, ModelRejected};
    let level = "Thinking level MINIMAL is not supported for this model.";
    let field = json!([{ "@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": [
        { "field": format!("generation_config.response_json_schema.{KEY}"), "description": PROMPT }] }]);
    for (answer, code, word) in [
        (google(400, "INVALID_ARGUMENT", "no", json!([])), ModelRejected, "INVALID_ARGUMENT"),
        (google(400, "INVALID_ARGUMENT", level, json!([])), ModelRejected, "`thinkingLevel`"),
        (
            google(400, "INVALID_ARGUMENT", "no", field),
            ModelRejected,
            "`generation_config.response_json_schema`",
        ),
        (
            google(400, "FAILED_PRECONDITION", "User location is not supported for the API use.", json!([])),
            ModelRejected,
            "not offered where",
        ),
        (
            google(400, "FAILED_PRECONDITION", "Please enable billing on project", json!([])),
            ModelQuota,
            "billing",
        ),
        (google(400, "FAILED_PRECONDITION", "", json!([])), ModelRejected, "region and billing"),
        (
            google(
                400,
                "INVALID_ARGUMENT",
                "Request payload size exceeds the limit: 4194304 bytes",
                json!([]),
            ),
            ModelRejected,
            "too large",
        ),
        (Answer::json(413, "<html>"), ModelRejected, "too large"),
        (
            google(404, "NOT_FOUND", "models/x is not found for API version v1beta", json!([])),
            ModelNotFound,
            "`gemini-3.8-flash`",
        ),
        (Answer::json(404, "<html>"), ModelNotFound, "`model`"),
        (Answer::json(302, "").with_header("location", "https://elsewhere"), ModelRejected, "`baseUrl`"),
        (Answer::json(0, ""), ModelRejected, "`baseUrl`"),
        (Answer::json(418, "teapot"), ModelRejected, "418"),
    ] {
        let error = error_of(answer);
        assert_eq!(error.code(), code, "{error}");
        assert!(error.message().contains(word) && !error.is_retryable(), "{error}");
    }
}

#[test]
fn failures_of_the_service() {
    for (status, word) in [
        (500, "INTERNAL"),
        (502, ""),
        (503, "UNAVAILABLE"),
        (504, "DEADLINE_EXCEEDED"),
        (599, ""),
        (499, "CANCELLED"),
    ] {
        let error = error_of(google(status, word, "The model is overloaded.", json!([])));
        assert_eq!(error.code(), ErrorCode::ModelUnavailable);
        assert!(error.message().contains(&status.to_string()) && error.message().contains(word), "{error}");
        assert_eq!(error_of(Answer::json(status, "<html>")).code(), ErrorCode::ModelUnavailable);
    }
    assert_eq!(error_of(Answer::json(408, "")).code(), ErrorCode::Timeout);
    let waited = error_of(Answer::json(503, "").with_header("retry-after", "Sun, 22 Nov 2026 10:00:08 GMT"));
    assert_eq!(waited.retry_after_ms(), Some(8_000));
}

#[test]
fn an_error_in_a_list_or_under_status_200_is_still_that_error() {
    let error = json!({ "error": { "code": 404, "status": "NOT_FOUND", "message": PROMPT } });
    assert_eq!(
        error_of(Answer::json(400, json!([{ "error": { "status": "FAILED_PRECONDITION" } }]).to_string()))
            .code(),
        ErrorCode::ModelRejected
    );
    assert_eq!(error_of(ok(&error)).code(), ErrorCode::ModelNotFound);
    assert_eq!(error_of(ok(&json!({ "error": "odd" }))).code(), ErrorCode::ModelUnavailable);
    let world = world([ok(&error)]);
    let embedding =
        block_on(world.embedder("gemini-embedding-2", 128).embed(&["a".to_owned()], EmbedPurpose::Query));
    let error = embedding.unwrap_err();
    assert_eq!(error.code(), ErrorCode::ModelNotFound);
    assert!(error.message().contains("`gemini-embedding-2`"), "{error}");
}

#[test]
fn the_transport_may_not_show_the_key_either() {
    let network = |message: &str| Error::new(ErrorCode::Network, message);
    let leaky = || network("fetch failed").because(network(&format!("with {KEY}")));
    for answer in [
        Answer::Fail(leaky()),
        Answer::Fail(network(KEY)),
        Answer::pieces(vec![Piece::Bytes(b"{".to_vec()), Piece::Fail(leaky())]),
    ] {
        assert_eq!(error_of(answer).code(), ErrorCode::Network);
    }
    assert_eq!(error_of(Answer::Fail(network("offline"))).message(), "offline");
}
