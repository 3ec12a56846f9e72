//! One HTTP exchange. The body arrives in chunks, so that a stream can be read as it comes.

use super::PortFuture;

/// A request. Headers may hold keys: an implementation never logs them.
#[derive(Clone)]
pub struct HttpRequest {
    /// `GET` or `POST`.
    pub method: &'static str,
    /// The absolute URL. Never holds a key.
    pub url: String,
    /// Names and values.
    pub headers: Vec<(String, String)>,
    /// The body, UTF-8 JSON.
    pub body: Option<String>,
}

impl std::fmt::Debug for HttpRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Header values and the body stay out: keys and memories' texts.
        f.debug_struct("HttpRequest").field("method", &self.method).finish_non_exhaustive()
    }
}

/// The response's head, and its body to be read.
pub struct HttpResponse {
    /// The status code.
    pub status: u16,
    /// Names (lower case) and values.
    pub headers: Vec<(String, String)>,
    /// The rest.
    pub body: Box<dyn HttpBody>,
}

impl std::fmt::Debug for HttpResponse {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("HttpResponse").field("status", &self.status).finish_non_exhaustive()
    }
}

/// A body being received. Dropping it aborts the exchange.
pub trait HttpBody {
    /// The next chunk as it came off the network (it may end within a character); none at the end.
    fn chunk(&mut self) -> PortFuture<'_, Option<Vec<u8>>>;
}

/// Sends requests. Errors: `network` if no response came. Any status is a response, not an error.
pub trait Http {
    /// Sends `request`; resolves when the head of the response is there. Dropping the future aborts it.
    fn send(&self, request: HttpRequest) -> PortFuture<'_, HttpResponse>;
}
