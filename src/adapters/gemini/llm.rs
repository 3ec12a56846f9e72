//! Gemini's chat models behind [`Llm`].

use std::{fmt, rc::Rc};

use super::{
    client::{self, Client},
    config::GeminiConfig,
    generate::{self, Collector, Outcome, Style},
    models::{self, DEFAULT_MODEL, ThinkingLevel},
    sse::SseParser,
};
use crate::{
    Error, Result,
    model::MediaType,
    ports::{Clock, Entropy, Http, Llm, PortFuture, Prompt, Reply},
};

/// How often an answer that the service hands out in parts (`CONTINUATION`) is asked to go on; what is still
/// missing then is cut, as at the token limit.
const MAX_CONTINUATIONS: u32 = 5;

/// One chat model of Gemini.
pub struct GeminiLlm {
    client: Client,
    style: Style,
}

impl fmt::Debug for GeminiLlm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GeminiLlm")
            .field("model", &self.client.model())
            .field("style", &self.style)
            .finish_non_exhaustive()
    }
}

impl GeminiLlm {
    /// A door to `model`. The thinking level is sent only to models that take it; the temperature (0 to 2) only if
    /// given. Errors: `invalid_config`, naming the key.
    pub fn new(
        config: &GeminiConfig,
        model: &str,
        thinking_level: Option<ThinkingLevel>,
        temperature: Option<f64>,
        http: Rc<dyn Http>,
        clock: Rc<dyn Clock>,
        entropy: Rc<dyn Entropy>,
    ) -> Result<Self> {
        if temperature.is_some_and(|t| !(0.0..=2.0).contains(&t)) {
            return Err(Error::invalid_config("`temperature` must lie between 0 and 2"));
        }
        let client = Client::new(config, model, DEFAULT_MODEL, http, clock, entropy)?;
        Ok(Self { client, style: Style { thinking: thinking_level, temperature } })
    }

    /// One request, answered as a whole.
    async fn ask(&self, body: &str, before: &str) -> Result<Outcome> {
        let asked = self.client.asked();
        let read = |bytes: &[u8]| {
            let mut collector = Collector::default();
            collector.take(generate::read(bytes, asked)?);
            collector.finish(asked, false, before)
        };
        self.client.call("generateContent", body, read).await
    }

    /// One request, answered piece by piece; tried again only as long as nothing was handed out.
    async fn listen(&self, body: &str, before: &str, on_text: &mut dyn FnMut(&str)) -> Result<Outcome> {
        let mut attempts = self.client.retry.attempts();
        let mut handed_out = !before.is_empty();
        loop {
            let mut hand_out = |text: &str| {
                if !text.is_empty() {
                    handed_out = true;
                    on_text(text);
                }
            };
            match self.listen_once(body, before, &mut hand_out).await {
                Err(error) if !handed_out => attempts.after(error).await?,
                result => return result,
            }
        }
    }

    async fn listen_once(&self, body: &str, before: &str, hand_out: &mut dyn FnMut(&str)) -> Result<Outcome> {
        let retry = &self.client.retry;
        let asked = self.client.asked();
        let mut response = retry.limited(self.client.open("streamGenerateContent?alt=sse", body)).await?;
        let mut parser = SseParser::default();
        let mut collector = Collector::default();
        let mut received = 0_usize;
        while let Some(chunk) =
            retry.limited(response.body.chunk()).await.map_err(|e| self.client.scrubbed(e))?
        {
            received = received.saturating_add(chunk.len());
            if received > client::MAX_BODY_BYTES {
                return Err(client::too_long());
            }
            for event in parser.feed(&chunk) {
                hand_out(&collector.take(generate::read(&event, asked)?));
            }
        }
        if let Some(rest) = parser.finish() {
            hand_out(&collector.take(generate::read(&rest, asked)?));
        }
        collector.finish(asked, true, before)
    }

    /// Goes on asking until the answer is whole: `on_text` makes it a stream.
    async fn answer(&self, prompt: &Prompt, mut on_text: Option<&mut dyn FnMut(&str)>) -> Result<Reply> {
        let mut whole: Option<Reply> = None;
        let mut token: Option<String> = None;
        for continuations in 0.. {
            let body = generate::request(self.client.model(), self.style, prompt, token.as_deref())?;
            let before = whole.as_ref().map_or("", |reply| reply.text.as_str());
            let outcome = match &mut on_text {
                Some(on_text) => self.listen(&body, before, *on_text).await?,
                None => self.ask(&body, before).await?,
            };
            let (part, next) = match outcome {
                Outcome::Done(reply) => (reply, None),
                Outcome::Continue(part) => (part.reply, Some(part.token)),
            };
            let reply = match whole.take() {
                Some(mut reply) => {
                    reply.text.push_str(&part.text);
                    reply.usage += part.usage;
                    Reply { finish: part.finish, model: part.model, ..reply }
                }
                None => part,
            };
            if next.is_none() || continuations == MAX_CONTINUATIONS {
                return if reply.text.trim().is_empty() {
                    Err(Error::bad_reply("the model's answer is empty: try again"))
                } else {
                    Ok(reply)
                };
            }
            token = next;
            whole = Some(reply);
        }
        Err(Error::internal("an answer had no end"))
    }
}

impl Llm for GeminiLlm {
    fn model(&self) -> &str {
        self.client.model()
    }

    fn supports(&self, media: MediaType) -> bool {
        models::supports(self.client.model(), media)
    }

    fn complete<'a>(&'a self, prompt: &'a Prompt) -> PortFuture<'a, Reply> {
        Box::pin(self.answer(prompt, None))
    }

    fn stream<'a>(&'a self, prompt: &'a Prompt, on_text: &'a mut dyn FnMut(&str)) -> PortFuture<'a, Reply> {
        Box::pin(self.answer(prompt, Some(on_text)))
    }
}
