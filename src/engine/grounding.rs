//! A fact must rest on something that was said. A weak model writes down the examples of its instructions; such a fact shares words
//! with them, and neither a word with the conversation nor a meaning with any of its messages. No less will do: an idiom and a language
//! that the embedder does not know have no likeness to what they mean, either.

use std::collections::HashSet;

use super::{
    Engine,
    extract::{Background, Fact},
    prompts,
    verify::telling_words,
};
use crate::{model::Message, ports::EmbedPurpose};

/// Below this likeness to every message, on the embedder's own scale, a fact is about something else: with the model on the device
/// English paraphrases without a common word lie at 0.16 to 0.64, what was never said at 0.07 and less.
const GROUNDED: f32 = 0.08;
/// The longest message that is compared, in characters: of more, the direction says little.
const MAX_CHARS: usize = 2_000;

/// Facts, each with its vector.
type Embedded = Vec<(Fact, Option<Vec<f32>>)>;

impl Engine {
    /// The facts but those that only repeat the instructions, and how many did. Told only with an embedder on the device: where it
    /// cannot be told, a fact is believed.
    pub(super) async fn grounded(
        &self,
        background: &Background,
        heard: &[Message],
        facts: Embedded,
    ) -> (Embedded, usize) {
        let Some(embedder) = self.ports.embedder.as_ref().filter(|embedder| embedder.is_on_device()) else {
            return (facts, 0);
        };
        let said = words_of(background, heard);
        let instructions = telling_words(prompts::extract().text);
        let is_doubted = |(fact, vector): &(Fact, Option<Vec<f32>>)| {
            let words = telling_words(&fact.text);
            let is_parroted = words.is_disjoint(&said) && !words.is_disjoint(&instructions);
            is_parroted && vector.is_some() && !fact.is_forget()
        };
        let doubted: Vec<bool> = facts.iter().map(is_doubted).collect();
        if !doubted.contains(&true) {
            return (facts, 0);
        }
        let texts: Vec<String> = heard.iter().map(|m| m.content.chars().take(MAX_CHARS).collect()).collect();
        let Ok(messages) = embedder.embed(&texts, EmbedPurpose::Document).await else { return (facts, 0) };
        // A message without a direction may say anything.
        let Some(messages) = messages.into_iter().collect::<Option<Vec<Vec<f32>>>>() else {
            return (facts, 0);
        };
        let fusion = embedder.fusion();
        let is_near = |vector: &[f32]| {
            messages.iter().any(|message| {
                let cosine: f32 = message.iter().zip(vector).map(|(a, b)| a * b).sum();
                fusion.scale(cosine) >= GROUNDED
            })
        };
        let before = facts.len();
        let kept: Embedded = facts
            .into_iter()
            .zip(doubted)
            .filter(|((_, vector), doubted)| !doubted || vector.as_deref().is_none_or(is_near))
            .map(|(fact, _)| fact)
            .collect();
        let dropped = before.saturating_sub(kept.len());
        (kept, dropped)
    }
}

/// Every word that says something of what the model was shown.
fn words_of(background: &Background, heard: &[Message]) -> HashSet<String> {
    let new = heard.iter().map(|message| message.content.as_str());
    let earlier = background.earlier.iter().map(|message| message.content.as_str());
    let known = background.known.iter().map(String::as_str);
    let texts = new.chain(earlier).chain(known).chain(background.summary.as_deref());
    texts.flat_map(telling_words).collect()
}
