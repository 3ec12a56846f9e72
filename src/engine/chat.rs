//! `chat`: recall → answer → remember, in one call.

use super::{
    Abort, Engine, prompts,
    recall::{Standing, pack},
    request::{Adding, Chat, ChatOptions, MessageInput, Said, Search},
    response::{AddResult, ChatResult, SearchHit, SearchResult},
};
use crate::{
    Error, Result,
    model::Role,
    ports::{Llm, Prompt, Turn, TurnMedia, TurnRole},
};

/// The longest query made of a message, in characters: the rest of a long message adds little to a search.
const MAX_QUERY_CHARS: usize = 4_000;
/// The budget of recalled memories in a chat's prompt, in tokens.
const MEMORY_TOKENS: usize = 2_000;

/// What a listener hears while a chat goes on.
#[derive(Clone, Debug, PartialEq)]
pub enum ChatStep {
    /// What the answer will rest on.
    Recall(SearchResult),
    /// A piece of the answer.
    Text(String),
}

impl Engine {
    /// Answers the last message with what is remembered, and remembers the exchange. `on_step` hears of the
    /// recall, then of each piece of text as it comes. Errors: `not_configured` without a model, `invalid_input`,
    /// `scope_required`, every `model_*`, `aborted`; then nothing of the exchange is remembered.
    pub async fn chat(
        &self,
        messages: Vec<MessageInput>,
        options: ChatOptions,
        on_step: &mut dyn FnMut(ChatStep),
        abort: &Abort,
    ) -> Result<ChatResult> {
        let chat = options.checked(messages)?;
        let llm = self.chat_llm().ok_or_else(|| {
            Error::not_configured(
                "chat needs a model: give `llm` to Memory.open, or use context() with your own",
            )
        })?;
        self.ready().await?;
        let found = match search(&chat) {
            Some(search) => self.recall(&search, abort).await?,
            None => SearchResult::default(),
        };
        on_step(ChatStep::Recall(found.clone()));
        let SearchResult { results: recalled, degraded, .. } = found;
        let standing = self.wishes(&chat.scope, MEMORY_TOKENS);
        let prompt = self.prompt(&llm, &chat, &recalled, &standing);
        let mut hear = |text: &str| on_step(ChatStep::Text(text.to_owned()));
        let reply = abort.guard(llm.stream(&prompt, &mut hear)).await?;
        let added = if chat.remember {
            self.remember_exchange(chat, &reply.text, abort).await?
        } else {
            AddResult::default()
        };
        Ok(ChatResult { text: reply.text, recalled, degraded, added })
    }

    fn prompt(&self, llm: &dyn Llm, chat: &Chat, recalled: &[SearchHit], standing: &[Standing]) -> Prompt {
        let mut system = chat.system.clone();
        for said in chat.messages.iter().filter(|m| m.role == Role::System) {
            system.push_str(&format!("\n\n{}", said.content));
        }
        system.push_str(&format!("\n\n{}", prompts::chat().text));
        let block = pack(recalled.to_vec(), standing, &self.ids.nonce(), MEMORY_TOKENS);
        self.used_beside(standing, &block);
        let block = block.text;
        let mut turns = Vec::new();
        if !block.is_empty() {
            turns.push(Turn::new(TurnRole::User, block));
        }
        for said in &chat.messages {
            let role = match said.role {
                Role::System => continue,
                Role::Assistant => TurnRole::Model,
                Role::User | Role::Tool => TurnRole::User,
            };
            turns.push(turn(llm, role, said));
        }
        Prompt { system: system.trim().to_owned(), turns, schema: None, max_output_tokens: None }
    }

    /// The person's message and the answer to it; what came before was remembered when it was said.
    async fn remember_exchange(&self, chat: Chat, answer: &str, abort: &Abort) -> Result<AddResult> {
        let Chat { mut messages, scope, .. } = chat;
        let Some(asked) = messages.pop() else { return Ok(AddResult::default()) };
        let answer = Said {
            role: Role::Assistant,
            content: answer.to_owned(),
            media: Vec::new(),
            name: None,
            at: None,
        };
        self.remember(vec![asked, answer], Adding { scope, infer: true, ..Adding::default() }, abort).await
    }
}

/// What a message said and showed, as far as the model takes it; of the rest it hears the caption.
fn turn(llm: &dyn Llm, role: TurnRole, said: &Said) -> Turn {
    let mut turn = Turn::new(role, said.content.as_str());
    for sent in &said.media {
        let mime_type = sent.media.mime_type;
        let (family, caption) = (mime_type.family(), sent.caption.as_deref());
        if llm.supports(mime_type) {
            turn.media.push(TurnMedia { mime_type, data: sent.data.clone() });
        }
        let note = match caption {
            Some(caption) => format!("[{family}: {caption}]"),
            None if !llm.supports(mime_type) => format!("[{family}]"),
            None => continue,
        };
        turn.text = format!("{}\n{note}", turn.text).trim().to_owned();
    }
    turn
}

/// What is recalled for the last message: by its words and its captions; nothing if it has none.
fn search(chat: &Chat) -> Option<Search> {
    let asked = chat.messages.last()?;
    let captions = asked.media.iter().filter_map(|sent| sent.caption.as_deref());
    let words: Vec<&str> = std::iter::once(asked.content.as_str()).chain(captions).collect();
    let query: String = words.join("\n").trim().chars().take(MAX_QUERY_CHARS).collect();
    (!query.is_empty()).then(|| Search::plain(query, chat.scope.clone(), chat.limit))
}
