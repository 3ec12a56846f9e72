//! When a call is tried again, and after how long.

use forgetmenot::{
    Error, ErrorCode,
    ports::{EmbedPurpose, Embedder, Llm},
};
use proptest::prelude::*;
use serde_json::json;

use super::{
    ask, ok, says,
    support::{Answer, Piece, block_on},
    vectors, world,
};

fn overloaded() -> Answer {
    Answer::json(503, "{}")
}

fn limited(delay: &str) -> Answer {
    let retry = json!([{ "@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": delay }]);
    Answer::json(
        429,
        json!({ "error": { "code": 429, "status": "RESOURCE_EXHAUSTED", "details": retry } }).to_string(),
    )
}

#[test]
fn what_may_pass_is_tried_again_with_the_same_request() {
    let network = Answer::Fail(Error::new(ErrorCode::Network, "offline"));
    let world = world([overloaded(), network, limited("0s"), ok(&says("hi", "STOP"))]);
    assert_eq!(block_on(world.llm("gemini-3.8-flash").complete(&ask("hello"))).unwrap().text, "hi");
    let sleeps = world.clock.sleeps();
    assert_eq!(sleeps.len(), 3);
    assert!(sleeps.iter().zip([1_000, 2_000, 4_000]).all(|(wait, bound)| *wait <= bound), "{sleeps:?}");
    let bodies = world.bodies();
    assert!(bodies.iter().all(|body| *body == bodies[0]));
}

#[test]
fn what_stays_wrong_is_not_tried_again() {
    for (status, body) in [(400, "{}"), (401, "{}"), (403, "{}"), (404, "{}"), (413, "{}")] {
        let world = world([Answer::json(status, body), ok(&says("hi", "STOP"))]);
        block_on(world.llm("gemini-3.8-flash").complete(&ask("hello"))).unwrap_err();
        assert_eq!((world.http.left(), world.clock.sleeps().len()), (1, 0), "{status}");
    }
    let day = json!({ "error": { "code": 429, "details": [{ "violations": [{ "quotaId": "RequestsPerDay" }] }, { "retryDelay": "1s" }] } });
    let world = world([Answer::json(429, day.to_string()), ok(&says("hi", "STOP"))]);
    let error = block_on(world.llm("gemini-3.8-flash").complete(&ask("hello"))).unwrap_err();
    assert_eq!((error.code(), world.http.left()), (ErrorCode::ModelQuota, 1));
}

#[test]
fn the_wait_asked_for_is_kept() {
    let asked = world([limited("37s"), ok(&says("hi", "STOP"))]);
    block_on(asked.llm("gemini-3.8-flash").complete(&ask("hello"))).unwrap();
    assert_eq!(asked.clock.sleeps(), [37_000]);

    let header = world([overloaded().with_header("retry-after", "5"), ok(&says("hi", "STOP"))]);
    block_on(header.llm("gemini-3.8-flash").complete(&ask("hello"))).unwrap();
    assert_eq!(header.clock.sleeps(), [5_000]);
}

#[test]
fn a_wait_too_long_is_left_to_the_caller() {
    let world = world([limited("61s"), ok(&says("hi", "STOP"))]);
    let error = block_on(world.llm("gemini-3.8-flash").complete(&ask("hello"))).unwrap_err();
    assert_eq!((error.code(), error.retry_after_ms()), (ErrorCode::ModelRateLimited, Some(61_000)));
    assert_eq!((world.clock.sleeps().len(), world.http.left()), (0, 1));
}

#[test]
fn each_attempt_has_its_own_time_limit_body_included() {
    let slow_body = Answer::pieces(vec![Piece::Bytes(b"{\"candidates\":".to_vec()), Piece::Hang]);
    let mut world = world([Answer::Hang, slow_body, ok(&says("hi", "STOP"))]);
    world.config.timeout_ms = 1_234;
    assert_eq!(block_on(world.llm("gemini-3.8-flash").complete(&ask("hello"))).unwrap().text, "hi");
    let sleeps = world.clock.sleeps();
    assert_eq!((sleeps[0], sleeps[2], sleeps.len(), world.http.aborted()), (1_234, 1_234, 4, 2));
}

#[test]
fn the_number_of_attempts_is_bounded() {
    for max_retries in [0, 1, 10] {
        let mut world = world((0..20).map(|_| overloaded()));
        world.config.max_retries = max_retries;
        let error = block_on(world.llm("gemini-3.8-flash").complete(&ask("hello"))).unwrap_err();
        assert_eq!(error.code(), ErrorCode::ModelUnavailable);
        assert_eq!(world.http.requests().len(), max_retries as usize + 1);
        assert!(world.clock.sleeps().iter().all(|wait| *wait <= 60_000));
    }
}

#[test]
fn a_bad_reply_is_asked_for_once_more() {
    let bad = || Answer::json(200, "<html>captive portal</html>");
    let world = world([bad(), bad(), ok(&says("hi", "STOP"))]);
    let error = block_on(world.llm("gemini-3.8-flash").complete(&ask("hello"))).unwrap_err();
    assert_eq!((error.code(), world.http.left()), (ErrorCode::ModelBadReply, 1));
}

#[test]
fn one_batch_that_fails_does_not_send_the_others_again() {
    let world = world([ok(&vectors(100, 128)), overloaded(), ok(&vectors(20, 128))]);
    let texts: Vec<_> = (0..120).map(|i| format!("text {i}")).collect();
    let embedder = world.embedder("gemini-embedding-2", 128);
    assert_eq!(block_on(embedder.embed(&texts, EmbedPurpose::Document)).unwrap().len(), 120);
    let sizes: Vec<_> =
        world.bodies().iter().map(|body| body["requests"].as_array().unwrap().len()).collect();
    assert_eq!(sizes, [100, 20, 20]);
}

proptest! {
    #[test]
    fn waits_double_under_a_bound_of_a_minute(seed in any::<u64>()) {
        use forgetmenot::adapters::retry::Retry;
        use super::support::{FakeClock, SeededEntropy};
        use std::rc::Rc;
        let clock = FakeClock::at(super::NOW);
        let retry = Retry::new(Rc::new(clock.clone()), Rc::new(SeededEntropy::new(seed)), 1_000, 10);
        let mut attempts = retry.attempts();
        for _ in 0..10 {
            block_on(attempts.after(Error::new(ErrorCode::Network, "offline"))).unwrap();
        }
        prop_assert!(block_on(attempts.after(Error::new(ErrorCode::Network, "offline"))).is_err());
        for (i, wait) in clock.sleeps().into_iter().enumerate() {
            prop_assert!(wait <= (1_000_u64 << i).min(60_000));
        }
    }
}
