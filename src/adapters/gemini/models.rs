//! What the models differ in. Known old models are listed; a name that is not inherits the newest behaviour, so that
//! a model that comes out tomorrow works today.

use serde::{Deserialize, Serialize};

use crate::{Error, Result, model::MediaType};

/// The model that extracts and decides, unless another is configured.
pub const DEFAULT_MODEL: &str = "gemini-3.5-flash-lite";
/// The model that chats, unless another is configured.
pub const DEFAULT_CHAT_MODEL: &str = "gemini-3.8-flash";
/// The model that embeds, unless another is configured.
pub const DEFAULT_EMBEDDING_MODEL: &str = "gemini-embedding-2";
/// The width of vectors, unless another is configured: a quarter of the full width, at little loss.
pub const DEFAULT_DIMS: usize = 768;

/// The widths the embedding models make.
pub(super) const DIMS: std::ops::RangeInclusive<usize> = 128..=3072;

/// How long a model thinks before it answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ThinkingLevel {
    /// As good as not at all.
    Minimal,
    /// A little.
    Low,
    /// As the larger models do by default.
    Medium,
    /// As long as it takes.
    High,
}

impl ThinkingLevel {
    const fn wire(self) -> &'static str {
        match self {
            Self::Minimal => "MINIMAL",
            Self::Low => "LOW",
            Self::Medium => "MEDIUM",
            Self::High => "HIGH",
        }
    }
}

/// Models by the start of their names, the more special first, with the thinking levels they take.
/// `thinkingBudget`, which the 2.x models took instead, is never sent.
const THINKING: &[(&str, &[ThinkingLevel])] = {
    use ThinkingLevel::{High, Low, Medium, Minimal};
    &[
        ("gemini-1", &[]),
        ("gemini-2", &[]),
        ("gemma", &[]),
        ("gemini-3-pro", &[Low, High]),
        ("gemini-3-flash", &[Minimal, Low, Medium, High]),
        ("gemini-3.1-flash-lite", &[Minimal, Low, Medium, High]),
        ("gemini-3.5-flash", &[Minimal, Low, Medium, High]),
        ("", &[Low, Medium, High]),
    ]
};

/// How `model` is told to think that long; none if it does not take that level (asking would be refused).
pub(super) fn thinking_level(model: &str, level: ThinkingLevel) -> Option<&'static str> {
    let name = bare(model);
    let (_, levels) = THINKING.iter().find(|(start, _)| name.starts_with(start))?;
    levels.contains(&level).then(|| level.wire())
}

/// What a model can be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Senses {
    Nothing,
    Sight,
    SightAndHearing,
}

/// Models by the start of their names, the more special first, with what they can be shown. Gemini sees and hears since 1.5; the
/// Gemma models that the service runs see.
const SENSES: &[(&str, Senses)] = &[
    ("gemini-1.0", Senses::Nothing),
    ("gemma-2", Senses::Nothing),
    ("gemma-3-1b", Senses::Nothing),
    ("gemma", Senses::Sight),
    ("", Senses::SightAndHearing),
];

/// Whether `model` can be shown a file of this type.
pub(super) fn supports(model: &str, media: MediaType) -> bool {
    let name = bare(model);
    let senses = SENSES.iter().find(|(start, _)| name.starts_with(start)).map(|(_, senses)| *senses);
    let fits = match senses {
        None | Some(Senses::Nothing) => false,
        Some(Senses::Sight) => media.is_image(),
        Some(Senses::SightAndHearing) => true,
    };
    fits && mime_type(media).is_some()
}

/// The name the service knows a type by; none if it takes no such files (<https://ai.google.dev/gemini-api/docs/image-understanding>,
/// <https://ai.google.dev/gemini-api/docs/audio>).
pub(super) fn mime_type(media: MediaType) -> Option<&'static str> {
    match media {
        MediaType::Mp3 => Some("audio/mp3"),
        MediaType::Gif | MediaType::Mp4 | MediaType::Webm => None,
        other => Some(other.as_str()),
    }
}

/// How an embedding model is told which side of a search a text stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TaskScheme {
    /// By words before the text.
    Prefix,
    /// By the field `taskType`.
    TaskType,
}

/// What an embedding model takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct EmbeddingModel {
    /// How it is told the side of a search.
    pub(super) scheme: TaskScheme,
    /// The most bytes of one text. The services count tokens (8,192 and 2,048), which cannot be counted here: three
    /// bytes a token is one token for every Korean, Chinese or Japanese character, and on the safe side for the rest.
    pub(super) max_bytes: usize,
}

/// What `model` takes.
pub(super) fn embedding_model(model: &str) -> EmbeddingModel {
    let old = ["gemini-embedding-001", "embedding-001", "text-embedding-", "gemini-embedding-exp"];
    if old.iter().any(|start| bare(model).starts_with(start)) {
        EmbeddingModel { scheme: TaskScheme::TaskType, max_bytes: 2_048 * 3 }
    } else {
        EmbeddingModel { scheme: TaskScheme::Prefix, max_bytes: 8_192 * 3 }
    }
}

/// The model's resource name: `models/NAME`, or as given where it names its collection (`tunedModels/NAME`).
/// `invalid_config` if it cannot be part of an address.
pub(super) fn resource(model: &str) -> Result<String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    let segments: Vec<&str> = model.split('/').collect();
    let fits = model.len() <= 128
        && segments.len() <= 2
        && segments
            .iter()
            .all(|s| s.starts_with(|c: char| c.is_ascii_alphanumeric()) && s.chars().all(plain));
    if !fits {
        return Err(Error::invalid_config("`model` must be a model's name, as in `gemini-3.5-flash-lite`"));
    }
    Ok(if segments.len() == 2 { model.to_owned() } else { format!("models/{model}") })
}

/// The name without its collection: `gemini-embedding-2` of `models/gemini-embedding-2`.
pub(super) fn bare(model: &str) -> &str {
    model.rsplit('/').next().unwrap_or(model)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ThinkingLevel::{High, Low, Medium, Minimal};

    #[test]
    fn models_are_shown_only_what_they_take() {
        let takes =
            |model| [MediaType::Png, MediaType::Wav, MediaType::Gif].map(|media| supports(model, media));
        for model in [
            DEFAULT_MODEL,
            DEFAULT_CHAT_MODEL,
            "gemini-pro-latest",
            "models/gemini-9-neon",
            "tunedModels/mine",
        ] {
            assert_eq!(takes(model), [true, true, false], "{model}");
        }
        assert_eq!(takes("gemma-4-31b-it"), [true, false, false]);
        assert_eq!(takes("gemini-1.0-pro"), [false; 3]);
    }

    #[test]
    fn a_level_the_model_does_not_take_is_dropped() {
        let takes = |model| [Minimal, Low, Medium, High].map(|level| thinking_level(model, level).is_some());
        assert_eq!(takes("gemini-3.5-flash-lite"), [true; 4]);
        assert_eq!(takes("models/gemini-3.5-flash"), [true; 4]);
        for newest in
            ["gemini-3.7-flash", "gemini-3.8-flash", "gemini-4-argon", "gemini-9-neon", "my-proxy-model"]
        {
            assert_eq!(takes(newest), [false, true, true, true], "{newest}");
        }
        for old in ["gemini-2.5-flash", "gemini-2.0-flash", "gemini-1.5-pro", "gemma-4-31b-it"] {
            assert_eq!(takes(old), [false; 4], "{old}");
        }
        assert_eq!(thinking_level("gemini-3.8-flash", Low), Some("LOW"));
    }

    #[test]
    fn unknown_embedders_inherit_the_newest_scheme() {
        for old in ["gemini-embedding-001", "models/gemini-embedding-001", "text-embedding-004"] {
            assert_eq!(embedding_model(old).scheme, TaskScheme::TaskType, "{old}");
        }
        for new in [DEFAULT_EMBEDDING_MODEL, "gemini-embedding-3", "models/whatever"] {
            assert_eq!(embedding_model(new).scheme, TaskScheme::Prefix, "{new}");
        }
    }

    #[test]
    fn a_name_must_fit_an_address() {
        assert_eq!(resource("gemini-3.8-flash").unwrap(), "models/gemini-3.8-flash");
        assert_eq!(resource("models/x").unwrap(), "models/x");
        assert_eq!(resource("tunedModels/mine-1").unwrap(), "tunedModels/mine-1");
        let long = "x".repeat(200);
        for bad in
            ["", "/", "models/", "a/b/c", "../x", "models/..", "a b", "a?key=1", "a#", "a:b", "모델", &long]
        {
            assert!(resource(bad).is_err(), "{bad}");
        }
    }
}
