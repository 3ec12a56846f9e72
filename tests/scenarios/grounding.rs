//! What a weak model takes from its instructions instead of the conversation is not remembered.

use std::rc::Rc;

use forgetmenot::{
    engine::Ports,
    ports::{EmbedPurpose, Embedder, EmbeddingSpace, PortFuture},
};

use crate::{
    doubles::{World, add, all},
    support::words::WordEmbedder,
};

/// The embedder of words, as one on the device.
struct OnDevice(WordEmbedder);

impl Embedder for OnDevice {
    fn provider(&self) -> &str {
        self.0.provider()
    }

    fn space(&self) -> Option<&EmbeddingSpace> {
        self.0.space()
    }

    fn is_on_device(&self) -> bool {
        true
    }

    fn embed<'a>(
        &'a self,
        texts: &'a [String],
        purpose: EmbedPurpose,
    ) -> PortFuture<'a, Vec<Option<Vec<f32>>>> {
        self.0.embed(texts, purpose)
    }
}

#[test]
fn a_model_that_repeats_its_instructions_adds_no_junk() {
    let world = World::new();
    let embedder: Rc<dyn Embedder> = Rc::new(OnDevice(WordEmbedder::new("m1", 4_096)));
    let engine = world.open_with(Ports { embedder: Some(embedder), ..world.ports() });
    world.llm.facts(&["User is in Rome until Friday", "Plays the cello", "Loves aquaristics"]);
    let added = add(&engine, "ana", "I practise cello every day");
    assert_eq!(added.ungrounded, 1);
    assert_eq!(all(&engine, "ana"), ["Plays the cello", "Loves aquaristics"], "an unlikely fact is believed");
    world.llm.facts(&["User is in Rome until Friday"]);
    assert_eq!(add(&engine, "bo", "I'll stay in Rome for a week").ungrounded, 0, "who said so is believed");
}
