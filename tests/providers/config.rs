//! What the constructors take and refuse, and where requests then go.

use std::rc::Rc;

use forgetmenot::{
    ErrorCode, Result,
    adapters::gemini::{GeminiConfig, GeminiEmbedder, GeminiLlm},
    ports::Llm,
};

use super::{
    KEY, NOW, ask, ok, says,
    support::{FakeClock, ScriptedHttp, SeededEntropy, block_on},
    world,
};

fn llm(config: &GeminiConfig, model: &str, temperature: Option<f64>) -> Result<GeminiLlm> {
    let (clock, entropy) = (Rc::new(FakeClock::at(NOW)), Rc::new(SeededEntropy::new(1)));
    GeminiLlm::new(config, model, None, temperature, ScriptedHttp::new([]), clock, entropy)
}

fn embedder(dims: usize) -> Result<GeminiEmbedder> {
    let config = GeminiConfig { api_key: Some(KEY.to_owned()), ..GeminiConfig::default() };
    let (clock, entropy) = (Rc::new(FakeClock::at(NOW)), Rc::new(SeededEntropy::new(1)));
    GeminiEmbedder::new(&config, "gemini-embedding-2", dims, ScriptedHttp::new([]), clock, entropy)
}

#[test]
fn wrong_options_are_named() {
    let good = GeminiConfig { api_key: Some(KEY.to_owned()), ..GeminiConfig::default() };
    let refused = |result: Result<GeminiLlm>, key: &str| {
        let error = result.unwrap_err();
        assert_eq!(error.code(), ErrorCode::InvalidConfig);
        assert!(error.message().contains(key), "{error}");
    };
    assert!(llm(&good, "gemini-3.8-flash", Some(2.0)).is_ok());
    for temperature in [-0.1, 2.1, f64::NAN, f64::INFINITY] {
        refused(llm(&good, "gemini-3.8-flash", Some(temperature)), "`temperature`");
    }
    refused(llm(&good, "no model", None), "`model`");
    refused(llm(&GeminiConfig { timeout_ms: 1, ..good }, "m", None), "`timeoutMs`");
    refused(llm(&GeminiConfig::default(), "m", None), "`apiKey`");
    for dims in [0, 127, 3_073, usize::MAX] {
        let error = embedder(dims).unwrap_err();
        assert!(error.code() == ErrorCode::InvalidConfig && error.message().contains("`dims`"), "{error}");
    }
    assert!(embedder(128).is_ok() && embedder(3_072).is_ok());
}

#[test]
fn a_proxy_gets_its_headers_and_no_key() {
    let mut world = world([ok(&says("hi", "STOP"))]);
    world.config = serde_json::from_str(
        r#"{ "baseUrl": "https://proxy.example/ai/", "apiVersion": "v1", "headers": { "X-Token": "t" } }"#,
    )
    .unwrap();
    block_on(world.llm("tunedModels/mine").complete(&ask("hello"))).unwrap();
    let request = &world.http.requests()[0];
    assert_eq!(request.url, "https://proxy.example/ai/v1/tunedModels/mine:generateContent");
    let names: Vec<_> = request.headers.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["content-type", "x-token"]);
}

#[test]
fn nothing_shows_the_key() {
    let world = world([ok(&says("hi", "STOP"))]);
    let llm = world.llm("gemini-3.8-flash");
    block_on(llm.complete(&ask("hello"))).unwrap();
    let request = &world.http.requests()[0];
    let embedder = world.embedder("gemini-embedding-2", 768);
    for shown in [
        format!("{llm:?}{embedder:?}{:?}{request:?}", world.config),
        request.url.clone(),
        request.body.clone().unwrap(),
    ] {
        assert!(!shown.contains(KEY), "{shown}");
    }
}
