//! Parts of a message: text, pictures, sounds.

use std::fmt;

use base64::{
    Engine as _,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use serde::{
    Deserialize, Deserializer,
    de::{SeqAccess, Visitor},
};

use crate::{
    Error, Result,
    model::{Media, MediaBytes, MediaId, MediaType},
};

/// The largest picture or sound, in bytes: a photo of a phone, or 8 minutes of speech at 128 kbit/s. A third more as base64.
pub const MAX_MEDIA_BYTES: usize = 8 * 1024 * 1024;
/// The most bytes of pictures and sounds one call may bring: as base64, with the text, within the 20 MB that Gemini takes of
/// a request (<https://ai.google.dev/gemini-api/docs/image-understanding>).
pub const MAX_CALL_MEDIA_BYTES: usize = 14 * 1024 * 1024;
/// The most pictures and sounds one call may bring: each is one call of the model.
pub const MAX_MEDIA: usize = 16;
/// The longest caption, in bytes.
pub const MAX_CAPTION_BYTES: usize = 4 * 1024;

/// Standard base64, with or without its padding.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// A part of a message as a caller gives it.
#[derive(Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PartInput {
    /// `text`, `image` or `audio`.
    pub r#type: String,
    /// Of a text: what it says.
    #[serde(default)]
    pub text: Option<String>,
    /// Of a picture or sound: its type. May be left out where `data` is a data URL.
    #[serde(default)]
    pub mime_type: Option<String>,
    /// Of a picture or sound: the file as base64, or as a data URL.
    #[serde(default)]
    pub data: Option<String>,
    /// What the sender wrote under it.
    #[serde(default)]
    pub caption: Option<String>,
}

impl fmt::Debug for PartInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PartInput").field("type", &self.r#type).finish_non_exhaustive()
    }
}

/// The content of a message: a text, or parts.
#[derive(Debug)]
pub(super) enum Content {
    Text(String),
    Parts(Vec<PartInput>),
}

impl<'de> Deserialize<'de> for Content {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ContentVisitor)
    }
}

struct ContentVisitor;

impl<'de> Visitor<'de> for ContentVisitor {
    type Value = Content;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text or a list of parts")
    }

    fn visit_str<E>(self, text: &str) -> Result<Content, E> {
        Ok(Content::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Content, E> {
        Ok(Content::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Content, A::Error> {
        let mut parts = Vec::new();
        while let Some(part) = list.next_element()? {
            parts.push(part);
        }
        Ok(Content::Parts(parts))
    }
}

impl Content {
    /// The text of all, each text part on a line of its own, and the parts that are more than text (or wrong).
    pub(super) fn split(self) -> (String, Vec<PartInput>) {
        let parts = match self {
            Self::Text(text) => return (text, Vec::new()),
            Self::Parts(parts) => parts,
        };
        let mut texts = Vec::new();
        let mut rest = Vec::new();
        for part in parts {
            let is_plain = part.r#type == "text"
                && part.mime_type.is_none()
                && part.data.is_none()
                && part.caption.is_none();
            match part.text {
                Some(text) if is_plain => texts.push(text),
                text => rest.push(PartInput { text, ..part }),
            }
        }
        (texts.join("\n"), rest)
    }
}

/// A checked picture or sound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MediaSaid {
    /// What it is.
    pub media: Media,
    /// What the sender wrote under it: trimmed, not empty.
    pub caption: Option<String>,
    /// The file.
    pub data: MediaBytes,
}

/// Checks the pictures and sounds of a call's messages: known types, files that are what they say, none too large.
pub(super) fn checked_media(part: PartInput) -> Result<MediaSaid> {
    let wrong = |what: &str| Err(Error::invalid_input(what));
    let PartInput { r#type, text, mime_type, data, caption } = part;
    match r#type.as_str() {
        "text" => return wrong("a text part holds `text` and nothing else"),
        "image" | "audio" => {}
        _ => return wrong("a part's type must be text, image or audio"),
    }
    if text.is_some() {
        return wrong("an image or audio part holds no `text`: give a `caption`, or a text part beside it");
    }
    let Some(data) = data else {
        return wrong("an image or audio part needs `data`: bytes, base64 or a data URL");
    };
    let (named, base64) = data_url(&data)?;
    let given = mime_type.as_deref().or(named).unwrap_or_default();
    let Some(mime_type) = MediaType::parse(given) else {
        let known: Vec<&str> = MediaType::ALL.iter().map(|known| known.as_str()).collect();
        return Err(Error::invalid_input(format!("a part's `mimeType` must be one of {}", known.join(", "))));
    };
    if named.is_some_and(|named| MediaType::parse(named) != Some(mime_type)) {
        return wrong("a part's `mimeType` is not the one its data URL names");
    }
    if mime_type.family() != r#type {
        return wrong("a part's `type` and its `mimeType` do not agree");
    }
    if base64.len() / 4 > MAX_MEDIA_BYTES / 3 + 1 {
        return Err(too_large());
    }
    let Ok(bytes) = BASE64.decode(base64) else {
        return wrong("a part's `data` must be standard base64 (A-Z a-z 0-9 + /), without line breaks");
    };
    if bytes.len() > MAX_MEDIA_BYTES {
        return Err(too_large());
    }
    if !mime_type.agrees_with(&bytes) {
        return Err(Error::invalid_input(format!("a part's `data` is no {} file", mime_type.as_str())));
    }
    let caption = caption.map(|caption| caption.trim().to_owned()).filter(|caption| !caption.is_empty());
    if caption.as_ref().is_some_and(|caption| caption.len() > MAX_CAPTION_BYTES) {
        return Err(Error::invalid_input(format!("a caption may hold {MAX_CAPTION_BYTES} bytes")));
    }
    let media = Media { id: MediaId::of(&bytes), mime_type, bytes: bytes.len() as u64 };
    Ok(MediaSaid { media, caption, data: bytes.into() })
}

/// The error of media that is larger than is taken.
pub(crate) fn too_large() -> Error {
    Error::invalid_input(format!(
        "an image or audio part may hold {MAX_MEDIA_BYTES} bytes, a call {MAX_CALL_MEDIA_BYTES} in {MAX_MEDIA} parts: make the \
         picture smaller, cut the sound"
    ))
}

/// The type and the base64 of a data URL (RFC 2397); what is none is base64.
fn data_url(data: &str) -> Result<(Option<&str>, &str)> {
    let split = data.split_at_checked(5).filter(|(scheme, _)| scheme.eq_ignore_ascii_case("data:"));
    let Some((_, rest)) = split else { return Ok((None, data)) };
    match rest.split_once(',').map(|(head, data)| (head.strip_suffix(";base64"), data)) {
        Some((Some(mime_type), data)) => Ok((Some(mime_type), data)),
        _ => Err(Error::invalid_input("a data URL of a part must be `data:<mimeType>;base64,<data>`")),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;
    use crate::engine::request::{MessageInput, checked_messages};

    fn png(length: usize) -> String {
        let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
        bytes.resize(length, 7);
        BASE64.encode(bytes)
    }

    fn checked(content: Value) -> Result<Vec<crate::engine::request::Said>> {
        let message: MessageInput = serde_json::from_value(json!({ "role": "user", "content": content }))
            .map_err(|_| Error::invalid_input("no such shape"))?;
        checked_messages(vec![message])
    }

    #[test]
    fn parts_are_read_and_their_text_joined() {
        let url = format!("data:image/png;base64,{}", png(40));
        let said = checked(json!([
            { "type": "text", "text": " Look" },
            { "type": "image", "mimeType": "image/png", "data": png(30), "caption": " Rex " },
            { "type": "text", "text": "at him " },
            { "type": "image", "data": url },
        ]))
        .unwrap()
        .remove(0);
        assert_eq!(said.content, "Look\nat him");
        assert_eq!((said.media[0].caption.as_deref(), said.media[0].media.bytes), (Some("Rex"), 30));
        assert_eq!((said.media[1].caption.as_deref(), said.media[1].media.bytes), (None, 40));
        assert!(checked(json!([{ "type": "image", "data": url }])).unwrap()[0].content.is_empty());
    }

    #[test]
    fn each_wrong_part_is_refused_and_says_why() {
        let image = |extra: Value| {
            let mut part = json!({ "type": "image", "mimeType": "image/png", "data": png(20) });
            part.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
            json!([part])
        };
        for (content, says) in [
            (json!([]), "must not be empty"),
            (json!([{ "type": "text", "text": "  " }]), "must not be empty"),
            (json!([{ "type": "video" }]), "text, image or audio"),
            (json!([{ "type": "text" }]), "holds `text`"),
            (json!([{ "type": "text", "text": "x", "caption": "y" }]), "holds `text`"),
            (image(json!({ "text": "x" })), "no `text`"),
            (image(json!({ "data": null })), "needs `data`"),
            (image(json!({ "mimeType": "image/svg+xml" })), "must be one of image/png"),
            (image(json!({ "mimeType": null })), "must be one of"),
            (image(json!({ "type": "audio" })), "do not agree"),
            (image(json!({ "mimeType": "image/jpeg" })), "no image/jpeg file"),
            (image(json!({ "data": "" })), "no image/png file"),
            (image(json!({ "data": "ab*d" })), "base64"),
            (image(json!({ "data": "data:image/png,abcd" })), "data URL"),
            (image(json!({ "data": format!("data:image/gif;base64,{}", png(20)) })), "data URL names"),
            (image(json!({ "caption": "x".repeat(MAX_CAPTION_BYTES + 1) })), "caption may hold"),
            (image(json!({ "data": png(MAX_MEDIA_BYTES + 1) })), "may hold 8388608"),
            (json!({ "type": "text" }), "no such shape"),
            (json!([{ "type": "text", "text": "x", "alt": "y" }]), "no such shape"),
        ] {
            let error = checked(content).unwrap_err();
            assert_eq!(error.code().as_str(), "invalid_input");
            assert!(error.message().contains(says), "{} / {says}", error.message());
        }
        assert!(checked(image(json!({ "data": png(MAX_MEDIA_BYTES) }))).is_ok());
    }

    #[test]
    fn a_call_is_limited_as_a_whole() {
        let many = |count: usize, length: usize| {
            let part = json!({ "type": "image", "mimeType": "image/png", "data": png(length) });
            checked(Value::Array(vec![part; count]))
        };
        assert!(many(MAX_MEDIA, 100).is_ok());
        assert!(many(MAX_MEDIA + 1, 100).is_err());
        assert!(many(2, MAX_CALL_MEDIA_BYTES / 2).is_ok());
        assert!(many(2, MAX_CALL_MEDIA_BYTES / 2 + 1).is_err());
    }

    proptest! {
        #[test]
        fn any_data_is_refused_or_read(data in "\\PC{0,60}", kind in "image|audio|text|", mime in "image/png|audio/wav|x|") {
            let part = PartInput { r#type: kind, mime_type: Some(mime), data: Some(data), ..PartInput::default() };
            prop_assert!(checked_media(part).is_err(), "nothing so short that begins like that is a file");
        }
    }
}
