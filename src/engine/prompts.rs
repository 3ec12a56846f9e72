//! The prompts, as files with a version line; every memory stores which version it was made with.

/// A prompt's text and version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Template {
    pub(super) version: &'static str,
    pub(super) text: &'static str,
}

pub(super) fn extract() -> Template {
    parse(include_str!("prompts/extract.md"))
}

pub(super) fn decide() -> Template {
    parse(include_str!("prompts/decide.md"))
}

pub(super) fn describe() -> Template {
    parse(include_str!("prompts/describe.md"))
}

pub(super) fn chat() -> Template {
    parse(include_str!("prompts/chat.md"))
}

pub(super) fn forecast() -> Template {
    parse(include_str!("prompts/forecast.md"))
}

pub(super) fn repair() -> Template {
    parse(include_str!("prompts/repair.md"))
}

pub(super) fn rewrite() -> Template {
    parse(include_str!("prompts/rewrite.md"))
}

fn parse(file: &'static str) -> Template {
    let (head, text) = file.split_once('\n').unwrap_or(("", file));
    Template { version: head.trim_start_matches("version:").trim(), text: text.trim() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_prompt_has_a_version_and_a_text() {
        let all = [
            ("extract", extract()),
            ("decide", decide()),
            ("describe", describe()),
            ("chat", chat()),
            ("forecast", forecast()),
            ("repair", repair()),
            ("rewrite", rewrite()),
        ];
        for (name, prompt) in all {
            assert!(prompt.version.starts_with(&format!("{name}-")), "{name}: {}", prompt.version);
            assert!(prompt.text.len() > 100 && !prompt.text.contains("version:"), "{name}");
        }
    }
}
