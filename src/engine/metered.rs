//! The configured models behind the budget: nobody in the engine reaches a model but through [`Metered`].

use std::{borrow::Cow, rc::Rc};

use super::{Engine, Ports, budget};
use crate::{
    Result,
    model::MediaType,
    ports::{Llm, PortFuture, Prompt, Reply},
};

/// The models that were configured.
pub(super) struct Models {
    llm: Option<Rc<dyn Llm>>,
    chat: Option<Rc<dyn Llm>>,
}

impl Models {
    /// Takes them out of the ports, so that there is no other way to them.
    pub(super) fn taken_from(ports: &mut Ports) -> Self {
        Self { llm: ports.llm.take(), chat: ports.chat.take() }
    }
}

/// A model whose calls are booked before they are made.
pub(super) struct Metered<'a> {
    engine: &'a Engine,
    llm: Rc<dyn Llm>,
}

impl Engine {
    /// The model that extracts, decides and describes.
    pub(super) fn llm(&self) -> Option<Metered<'_>> {
        self.models.llm.clone().map(|llm| Metered { engine: self, llm })
    }

    /// The model that chats.
    pub(super) fn chat_llm(&self) -> Option<Metered<'_>> {
        self.models.chat.clone().map(|llm| Metered { engine: self, llm })
    }
}

impl Metered<'_> {
    /// Makes a call that the budget allows, and books what it took.
    async fn call<'p>(
        &self,
        prompt: &'p Prompt,
        call: impl AsyncFnOnce(&Prompt) -> Result<Reply>,
    ) -> Result<Reply> {
        let Some(booked) = self.engine.book(prompt).await? else { return call(prompt).await };
        let mut prompt = Cow::Borrowed(prompt);
        if let Some(most) = booked.most {
            prompt.to_mut().max_output_tokens = Some(most);
        }
        let reply = call(&prompt).await;
        match &reply {
            Ok(reply) => self.engine.settle_up(booked, budget::total(reply.usage)).await,
            Err(e) if budget::took_nothing(e.code()) => self.engine.settle_up(booked, 0).await,
            Err(_) => {}
        }
        reply
    }
}

impl Llm for Metered<'_> {
    fn model(&self) -> &str {
        self.llm.model()
    }

    fn supports(&self, media: MediaType) -> bool {
        self.llm.supports(media)
    }

    fn complete<'a>(&'a self, prompt: &'a Prompt) -> PortFuture<'a, Reply> {
        Box::pin(self.call(prompt, async |prompt: &Prompt| self.llm.complete(prompt).await))
    }

    fn stream<'a>(&'a self, prompt: &'a Prompt, on_text: &'a mut dyn FnMut(&str)) -> PortFuture<'a, Reply> {
        Box::pin(self.call(prompt, async |prompt: &Prompt| self.llm.stream(prompt, on_text).await))
    }
}
