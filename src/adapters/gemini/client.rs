//! One model's door to the service: makes the request, sends it, reads the body, and turns every failure into an error
//! that holds no secret.

use std::rc::Rc;

use super::{
    config::{Endpoint, GeminiConfig},
    error::{self, Asked},
    models,
};
use crate::{
    Error, ErrorCode, Result,
    adapters::retry::Retry,
    ports::{Clock, Entropy, Http, HttpBody, HttpRequest, HttpResponse},
};

/// The longest body that is read, in bytes.
pub(super) const MAX_BODY_BYTES: usize = 32 * 1024 * 1024;
/// The longest body of an error that is read, in bytes.
const MAX_ERROR_BODY_BYTES: usize = 1024 * 1024;

/// One model's door to the service.
pub(super) struct Client {
    endpoint: Endpoint,
    /// `models/NAME`.
    pub(super) resource: String,
    instead: &'static str,
    http: Rc<dyn Http>,
    pub(super) retry: Retry,
}

impl Client {
    /// `instead` is the model to suggest when the service does not know `model`.
    pub(super) fn new(
        config: &GeminiConfig,
        model: &str,
        instead: &'static str,
        http: Rc<dyn Http>,
        clock: Rc<dyn Clock>,
        entropy: Rc<dyn Entropy>,
    ) -> Result<Self> {
        let retry = Retry::new(clock, entropy, config.timeout_ms, config.max_retries);
        Ok(Self { endpoint: config.endpoint()?, resource: models::resource(model)?, instead, http, retry })
    }

    /// The model's name without its collection.
    pub(super) fn model(&self) -> &str {
        models::bare(&self.resource)
    }

    /// Asks `method` with a JSON `body` and reads the whole answer with `read`; tries again as far as that makes
    /// sense.
    pub(super) async fn call<T>(
        &self,
        method: &str,
        body: &str,
        read: impl Fn(&[u8]) -> Result<T>,
    ) -> Result<T> {
        let mut attempts = self.retry.attempts();
        loop {
            let attempt = async {
                let mut response = self.open(method, body).await?;
                let bytes =
                    read_body(response.body.as_mut(), MAX_BODY_BYTES).await.map_err(|e| self.scrubbed(e))?;
                read(&bytes)
            };
            match self.retry.limited(attempt).await {
                Ok(answer) => return Ok(answer),
                Err(error) => attempts.after(error).await?,
            }
        }
    }

    /// Sends one request; resolves to a response whose status says that all is well. No retry, no time limit.
    pub(super) async fn open(&self, method: &str, body: &str) -> Result<HttpResponse> {
        let request = HttpRequest {
            method: "POST",
            url: format!("{}/{}:{method}", self.endpoint.root, self.resource),
            headers: self.endpoint.headers.clone(),
            body: Some(body.to_owned()),
        };
        let mut response = self.http.send(request).await.map_err(|e| self.scrubbed(e))?;
        if (200..300).contains(&response.status) {
            return Ok(response);
        }
        // A failure whose body cannot be read is still known by its status.
        let body = read_body(response.body.as_mut(), MAX_ERROR_BODY_BYTES).await.unwrap_or_default();
        Err(error::of_response(response.status, &response.headers, &body, self.asked(), self.retry.now()))
    }

    /// What errors say was asked.
    pub(super) fn asked(&self) -> Asked<'_> {
        Asked { model: self.model(), instead: self.instead }
    }

    /// An error of the transport, which is not ours: its words are replaced if they hold a secret.
    pub(super) fn scrubbed(&self, error: Error) -> Error {
        let shows = |e: &Error| {
            self.endpoint.secrets.iter().any(|s| !s.is_empty() && e.message().contains(s.as_str()))
        };
        let mut next = Some(&error);
        while let Some(e) = next {
            if shows(e) {
                return Error::new(error.code(), "the model service could not be reached: check the network");
            }
            next = e.cause();
        }
        error
    }
}

/// The whole body. Errors: those of the transport, `model_bad_reply` when it is longer than `limit` bytes.
async fn read_body(body: &mut dyn HttpBody, limit: usize) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    while let Some(chunk) = body.chunk().await? {
        if bytes.len() + chunk.len() > limit {
            return Err(too_long());
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

/// The error of an answer that is longer than [`MAX_BODY_BYTES`].
pub(super) fn too_long() -> Error {
    Error::new(ErrorCode::ModelBadReply, "the model service sent more than 32 MB: check `baseUrl`")
}
