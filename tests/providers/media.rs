//! Pictures and sounds in a request, exactly as they are on the wire.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use forgetmenot::{
    ErrorCode,
    model::{MediaBytes, MediaType},
    ports::{Llm, Prompt, Turn, TurnMedia, TurnRole},
};
use serde_json::{Value, json};

use super::{ok, says, support::Answer, support::block_on, world};

fn media(mime_type: MediaType, data: &[u8]) -> TurnMedia {
    TurnMedia { mime_type, data: MediaBytes::from(data.to_vec()) }
}

fn show(text: &str, media: Vec<TurnMedia>) -> Prompt {
    Prompt { turns: vec![Turn { media, ..Turn::new(TurnRole::User, text) }], ..Prompt::default() }
}

fn sent(prompt: &Prompt) -> Value {
    let world = world([ok(&says("hi", "STOP"))]);
    block_on(world.llm("gemini-3.5-flash-lite").complete(prompt)).unwrap();
    world.bodies().remove(0)
}

#[test]
fn files_stand_before_the_text_as_base64_under_the_names_the_service_knows() {
    let every: Vec<u8> = (0..=255).collect();
    let prompt = show("What is it?", vec![media(MediaType::Png, &every), media(MediaType::Mp3, b"ID3")]);
    assert_eq!(
        sent(&prompt),
        json!({ "contents": [{ "role": "user", "parts": [
            { "inlineData": { "mimeType": "image/png", "data": STANDARD.encode(&every) } },
            { "inlineData": { "mimeType": "audio/mp3", "data": "SUQz" } },
            { "text": "What is it?" },
        ] }] })
    );
    // The service refuses an empty text.
    let alone = sent(&show("", vec![media(MediaType::Wav, b"RIFF")]));
    assert_eq!(
        alone["contents"][0]["parts"],
        json!([{ "inlineData": { "mimeType": "audio/wav", "data": "UklGRg==" } }])
    );
}

#[test]
fn a_stream_shows_them_too_and_every_turn_keeps_its_own() {
    let chunk = format!("data: {}\r\n\r\n", says("A dog.", "STOP"));
    let world = world([Answer::pieces(vec![super::support::Piece::Bytes(chunk.into_bytes())])]);
    let mut prompt = show("What is it?", vec![media(MediaType::Jpeg, b"\xff\xd8\xff")]);
    prompt.turns.push(Turn::new(TurnRole::Model, "A cat."));
    prompt.turns.push(Turn::new(TurnRole::User, "Look again"));
    block_on(world.llm("gemini-3.8-flash").stream(&prompt, &mut |_| {})).unwrap();
    let contents = world.bodies()[0]["contents"].clone();
    assert_eq!(contents[0]["parts"][0]["inlineData"]["mimeType"], "image/jpeg");
    assert_eq!(contents[2], json!({ "role": "user", "parts": [{ "text": "Look again" }] }));
}

#[test]
fn a_model_says_what_it_takes() {
    let world = world([]);
    let takes = |model: &str| {
        let llm = world.llm(model);
        let taken = MediaType::ALL.iter().filter(|media| llm.supports(**media));
        taken.map(|media| media.as_str()).collect::<Vec<_>>()
    };
    let images = ["image/png", "image/jpeg", "image/webp", "image/heic", "image/heif"];
    let sounds = ["audio/wav", "audio/mpeg", "audio/aac", "audio/ogg", "audio/flac", "audio/aiff"];
    assert_eq!(takes("gemini-3.5-flash-lite"), [&images[..], &sounds[..]].concat());
    assert_eq!(takes("gemma-4-31b-it"), images);
    assert!(takes("gemini-1.0-pro").is_empty());
}

#[test]
fn a_refused_file_is_an_error_that_shows_nothing_of_it() {
    let data = STANDARD.encode(b"\x89PNG\r\n\x1a\n a private picture");
    let message =
        format!("Invalid value at 'contents[0].parts[0].inline_data.data' (TYPE_BYTES), \"{data}\"");
    let violations = json!([{ "field": "contents[0].parts[0].inline_data.data", "description": message }]);
    let details =
        json!([{ "@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": violations }]);
    let body = json!({ "error": { "code": 400, "message": message, "status": "INVALID_ARGUMENT", "details": details } });
    let world = world([Answer::json(400, body.to_string())]).without_retries();
    let prompt = show("x", vec![media(MediaType::Png, b"\x89PNG\r\n\x1a\n a private picture")]);
    let error = block_on(world.llm("gemini-3.5-flash-lite").complete(&prompt)).unwrap_err();
    assert_eq!(error.code(), ErrorCode::ModelRejected);
    assert!(
        error.message().contains("inline_data") && !format!("{error:?}").contains(data.get(..12).unwrap()),
        "{error:?}"
    );
    assert!(!format!("{prompt:?}").contains("private"));
}
