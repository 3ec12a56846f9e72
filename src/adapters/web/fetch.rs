//! [`Http`] over the global `fetch` of windows, Workers, Node and workerd.
//!
//! gloo-net builds the request. Its sending and its errors are left alone, because they panic on what JavaScript may
//! do at any time: `fetch` throwing something that is no `Error` of this realm, or resolving to something that is no
//! `Response` (a page's own mock or polyfill). For the same reason everything that can make its builder throw is tried
//! here first: the address, the headers, and a body where none may be.

use gloo_net::http::{Headers, Request as GlooRequest};
use js_sys::{Array, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, ReadableStreamDefaultReader, Request, RequestRedirect, Response};

use crate::{
    Error, ErrorCode, Result,
    ports::{Http, HttpBody, HttpRequest, HttpResponse, PortFuture},
};

#[wasm_bindgen]
extern "C" {
    // Bound as a global, so that it is found in every kind of global scope.
    #[wasm_bindgen(catch, js_name = "fetch")]
    fn fetch(request: &Request) -> Result<JsValue, JsValue>;
}

/// Sends through `fetch`. Redirects are not followed, for `fetch` would carry the key's header to wherever they lead:
/// they come back as a response of status 3xx (in browsers: 0).
#[derive(Clone, Copy, Debug, Default)]
pub struct FetchHttp;

impl Http for FetchHttp {
    fn send(&self, request: HttpRequest) -> PortFuture<'_, HttpResponse> {
        Box::pin(send(request))
    }
}

async fn send(request: HttpRequest) -> Result<HttpResponse> {
    let exchange = Exchange { controller: AbortController::new().map_err(|_| refused())?, finished: false };
    let request = build(&request, &exchange.controller)?;
    let promise = fetch(&request).map_err(|_| unreachable_service())?;
    let response = JsFuture::from(Promise::resolve(&promise)).await.map_err(|_| unreachable_service())?;
    let response: Response = response
        .dyn_into()
        .map_err(|_| Error::new(ErrorCode::Network, "`fetch` gave no `Response`: check what replaces it"))?;
    let reader = match response.body() {
        Some(stream) => Some(ReadableStreamDefaultReader::new(&stream).map_err(|_| broken())?),
        None => None,
    };
    Ok(HttpResponse {
        status: response.status(),
        headers: read_headers(&response),
        body: Box::new(FetchBody { reader, exchange }),
    })
}

fn build(request: &HttpRequest, controller: &AbortController) -> Result<Request> {
    Request::new_with_str(&request.url).map_err(|_| refused())?;
    let headers = web_sys::Headers::new().map_err(|_| refused())?;
    for (name, value) in &request.headers {
        headers.append(name, value).map_err(|_| refused())?;
    }
    let builder = match request.method {
        "GET" => GlooRequest::get(&request.url),
        "POST" => GlooRequest::post(&request.url),
        _ => return Err(refused()),
    };
    let builder = builder
        .headers(Headers::from_raw(headers))
        .redirect(RequestRedirect::Manual)
        .abort_signal(Some(&controller.signal()));
    let built = match &request.body {
        Some(_) if request.method == "GET" => return Err(refused()),
        Some(body) => builder.body(body.as_str()),
        None => builder.build(),
    };
    built.map(Request::from).map_err(|_| refused())
}

fn read_headers(response: &Response) -> Vec<(String, String)> {
    let headers = response.headers();
    let Ok(Some(entries)) = js_sys::try_iter(&headers) else { return Vec::new() };
    let pair = |entry: JsValue| {
        let entry: Array = entry.dyn_into().ok()?;
        Some((entry.get(0).as_string()?.to_ascii_lowercase(), entry.get(1).as_string()?))
    };
    entries.filter_map(|entry| pair(entry.ok()?)).collect()
}

/// One exchange with the service, aborted when it is dropped before its end.
#[derive(Debug)]
struct Exchange {
    controller: AbortController,
    finished: bool,
}

impl Drop for Exchange {
    fn drop(&mut self) {
        if !self.finished {
            self.controller.abort();
        }
    }
}

#[derive(Debug)]
struct FetchBody {
    reader: Option<ReadableStreamDefaultReader>,
    exchange: Exchange,
}

impl HttpBody for FetchBody {
    fn chunk(&mut self) -> PortFuture<'_, Option<Vec<u8>>> {
        Box::pin(async {
            let Some(reader) = &self.reader else {
                self.exchange.finished = true;
                return Ok(None);
            };
            let read = JsFuture::from(reader.read()).await.map_err(|_| broken())?;
            let done = Reflect::get(&read, &"done".into()).map_err(|_| broken())?;
            if done.is_truthy() {
                self.exchange.finished = true;
                self.reader = None;
                return Ok(None);
            }
            let value = Reflect::get(&read, &"value".into()).map_err(|_| broken())?;
            let bytes: Uint8Array = value.dyn_into().map_err(|_| broken())?;
            Ok(Some(bytes.to_vec()))
        })
    }
}

fn refused() -> Error {
    Error::new(ErrorCode::Network, "the request could not be made here: check `baseUrl` and `headers`")
}

fn unreachable_service() -> Error {
    Error::new(
        ErrorCode::Network,
        "the service could not be reached: check the network and, in a browser, whether it allows this site (CORS)",
    )
}

fn broken() -> Error {
    Error::new(ErrorCode::Network, "the connection to the service broke off: try again")
}
