//! How the service is reached, as the caller configures it, and the checks of it.

use std::{collections::BTreeMap, fmt, ops::RangeInclusive};

use serde::Deserialize;

use crate::{Error, Result};

/// The service's own address.
const DEFAULT_BASE_URL: &str = "https://generativelanguage.googleapis.com";
/// `v1`, too, is served, but its published definition still lacks `systemInstruction` and JSON schemas.
const DEFAULT_API_VERSION: &str = "v1beta";

const TIMEOUT_MS: RangeInclusive<u64> = 100..=600_000;
const MAX_RETRIES: u32 = 10;

/// How the service is reached. Keys in JSON are in camel case; every one may be left out.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct GeminiConfig {
    /// Sent in the `x-goog-api-key` header only. None behind a proxy that adds it.
    pub api_key: Option<String>,
    /// `http` or `https`, without query or credentials. Default `https://generativelanguage.googleapis.com`.
    pub base_url: Option<String>,
    /// Default `v1beta`.
    pub api_version: Option<String>,
    /// Extra headers, for a proxy. In a browser, Google's own address allows none.
    pub headers: BTreeMap<String, String>,
    /// Time limit of one attempt, in milliseconds, 100 to 600,000; of a stream, the longest pause between two
    /// pieces. Default 60,000.
    pub timeout_ms: u64,
    /// Further attempts after a failure that may pass, 0 to 10. Default 3.
    pub max_retries: u32,
}

impl Default for GeminiConfig {
    fn default() -> Self {
        Self {
            api_key: None,
            base_url: None,
            api_version: None,
            headers: BTreeMap::new(),
            timeout_ms: 60_000,
            max_retries: 3,
        }
    }
}

impl fmt::Debug for GeminiConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The key and the values of headers (a proxy's token) stay out.
        f.debug_struct("GeminiConfig")
            .field("api_key", &self.api_key.as_ref().map(|_| "…"))
            .field("headers", &self.headers.keys())
            .field("timeout_ms", &self.timeout_ms)
            .field("max_retries", &self.max_retries)
            .finish_non_exhaustive()
    }
}

/// A configuration that was found sound: what every request starts with.
pub(super) struct Endpoint {
    /// Address and version, `https://generativelanguage.googleapis.com/v1beta`.
    pub(super) root: String,
    /// The headers of every request, the key's among them.
    pub(super) headers: Vec<(String, String)>,
    /// What must never be shown: the key and the values of the caller's headers.
    pub(super) secrets: Vec<String>,
}

impl GeminiConfig {
    /// Checks everything. Errors: `invalid_config`, naming the key that is wrong and never its value.
    pub(super) fn endpoint(&self) -> Result<Endpoint> {
        if !TIMEOUT_MS.contains(&self.timeout_ms) {
            return Err(Error::invalid_config("`timeoutMs` must lie between 100 and 600000"));
        }
        if self.max_retries > MAX_RETRIES {
            return Err(Error::invalid_config("`maxRetries` must lie between 0 and 10"));
        }
        let base = base_url(self.base_url.as_deref().unwrap_or(DEFAULT_BASE_URL))?;
        let version = self.api_version.as_deref().unwrap_or(DEFAULT_API_VERSION);
        if version.is_empty() || version.len() > 32 || !version.chars().all(|c| c.is_ascii_alphanumeric()) {
            return Err(Error::invalid_config("`apiVersion` must be a version's name, as in `v1beta`"));
        }

        let mut headers = vec![("content-type".to_owned(), "application/json".to_owned())];
        let mut secrets = Vec::new();
        if let Some(key) = &self.api_key {
            if key.is_empty() || !key.bytes().all(|b| b.is_ascii_graphic()) {
                return Err(Error::invalid_config(
                    "`apiKey` must be the key as Google shows it: not empty, no white space",
                ));
            }
            headers.push(("x-goog-api-key".to_owned(), key.clone()));
            secrets.push(key.clone());
        }
        for (name, value) in &self.headers {
            let name = header_name(name)?;
            if headers.iter().any(|(known, _)| *known == name) {
                return Err(Error::invalid_config(format!("`headers` names `{name}` twice")));
            }
            if !value.bytes().all(|b| b == b'\t' || (0x20..0x7f).contains(&b)) {
                return Err(Error::invalid_config(format!(
                    "the value of `{name}` in `headers` must be printable ASCII on one line"
                )));
            }
            headers.push((name, value.clone()));
            secrets.push(value.clone());
        }
        let knows_who = self.api_key.is_some() || headers.iter().any(|(name, _)| name == "authorization");
        if base.eq_ignore_ascii_case(DEFAULT_BASE_URL) && !knows_who {
            return Err(Error::invalid_config(
                "`apiKey` is missing: give one, or the `baseUrl` of a proxy that adds it",
            ));
        }
        Ok(Endpoint { root: format!("{base}/{version}"), headers, secrets })
    }
}

fn base_url(url: &str) -> Result<String> {
    let wrong = |what: &str| Err(Error::invalid_config(format!("`baseUrl` {what}")));
    let Some((scheme, rest)) = url.split_once("://") else {
        return wrong("must be a whole address that starts with https:// or http://");
    };
    if !scheme.eq_ignore_ascii_case("https") && !scheme.eq_ignore_ascii_case("http") {
        return wrong("must start with https:// or http://");
    }
    if !rest.bytes().all(|b| b.is_ascii_graphic()) || rest.contains(['\\', '"', '<', '>']) {
        return wrong("must be plain ASCII without white space");
    }
    if rest.contains(['?', '#']) {
        return wrong("must not have a query or a fragment");
    }
    let authority = rest.split('/').next().unwrap_or_default();
    if authority.contains('@') {
        return wrong("must not hold a user name or a password: use `headers`");
    }
    // The colons of an IPv6 address stand within brackets.
    let after_bracket = authority.rsplit(']').next().unwrap_or_default();
    let (host, port) = after_bracket.split_once(':').unwrap_or((after_bracket, "0"));
    if (host.is_empty() && !authority.contains(']')) || port.parse::<u16>().is_err() {
        return wrong("must name a host and, if a port, a valid one");
    }
    Ok(url.trim_end_matches('/').to_owned())
}

fn header_name(name: &str) -> Result<String> {
    let lower = name.to_ascii_lowercase();
    let token = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b);
    if lower.is_empty() || lower.len() > 100 || !lower.bytes().all(token) {
        return Err(Error::invalid_config("`headers` holds a name that is not a header's name"));
    }
    match lower.as_str() {
        "x-goog-api-key" => {
            Err(Error::invalid_config("`headers` must not hold `x-goog-api-key`: give the key as `apiKey`"))
        }
        "content-type" | "content-length" | "host" => {
            Err(Error::invalid_config(format!("`headers` must not hold `{lower}`: it is set by the library")))
        }
        _ => Ok(lower),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ErrorCode;

    fn with_url(url: &str) -> GeminiConfig {
        GeminiConfig { api_key: Some("K-1".into()), base_url: Some(url.into()), ..GeminiConfig::default() }
    }

    fn refused(config: &GeminiConfig, key: &str) {
        let error = config.endpoint().err().unwrap_or_else(|| panic!("{config:?} was taken"));
        assert_eq!(error.code(), ErrorCode::InvalidConfig);
        assert!(error.message().contains(key), "{error}");
    }

    #[test]
    fn is_read_from_camel_case_with_defaults() {
        let config: GeminiConfig = serde_json::from_str(r#"{"apiKey":"k","timeoutMs":500}"#).unwrap();
        assert_eq!((config.api_key.as_deref(), config.timeout_ms, config.max_retries), (Some("k"), 500, 3));
        assert_eq!(config.endpoint().unwrap().root, "https://generativelanguage.googleapis.com/v1beta");
    }

    #[test]
    fn an_address_is_taken_or_refused() {
        for (url, root) in [
            ("https://proxy.example/gemini/", "https://proxy.example/gemini/v1beta"),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080/v1beta"),
            ("HTTP://[::1]:8080/", "HTTP://[::1]:8080/v1beta"),
            ("http://[::1]", "http://[::1]/v1beta"),
        ] {
            assert_eq!(with_url(url).endpoint().unwrap().root, root);
        }
        for url in [
            "",
            "proxy.example",
            "//proxy.example",
            "ftp://x",
            "javascript://x",
            "file:///etc",
            "https://",
            "https:///a",
            "https://u:p@x",
            "https://u@x",
            "https://x?key=1",
            "https://x/#a",
            "https://x y",
            "https://x\r\n",
            "https://é",
            "https://x:99999",
            "https://x:y",
            "https://:80",
            "https://x\\y",
        ] {
            refused(&with_url(url), "`baseUrl`");
        }
    }

    #[test]
    fn headers_are_checked() {
        let with = |pairs: &[(&str, &str)]| GeminiConfig {
            headers: pairs.iter().map(|(n, v)| ((*n).into(), (*v).into())).collect(),
            ..with_url("https://x")
        };
        let headers = with(&[("X-Proxy-Token", "t 1")]).endpoint().unwrap().headers;
        assert_eq!(headers.last().unwrap(), &("x-proxy-token".to_owned(), "t 1".to_owned()));
        for bad in [
            [("x-a", "1\r\nx-b: 2")],
            [("x-a", "é")],
            [("x a", "1")],
            [("", "1")],
            [("x\n", "1")],
            [("Content-Type", "text/plain")],
            [("X-Goog-Api-Key", "other")],
            [("Host", "x")],
        ] {
            refused(&with(&bad), "`headers`");
        }
        refused(&with(&[("x-a", "1"), ("X-A", "2")]), "`x-a`");
    }

    #[test]
    fn the_other_keys_are_checked() {
        let good = with_url("https://x");
        for timeout_ms in [0, 99, 600_001, u64::MAX] {
            refused(&GeminiConfig { timeout_ms, ..good.clone() }, "`timeoutMs`");
        }
        refused(&GeminiConfig { max_retries: 11, ..good.clone() }, "`maxRetries`");
        for version in ["", "v1/../x", "v1?x", "v 1"] {
            refused(&GeminiConfig { api_version: Some(version.into()), ..good.clone() }, "`apiVersion`");
        }
        for key in ["", " k", "k\n", "ключ"] {
            refused(&GeminiConfig { api_key: Some(key.into()), ..good.clone() }, "`apiKey`");
        }
        refused(&GeminiConfig::default(), "`apiKey`");
        let proxied = GeminiConfig { base_url: Some("https://x".into()), ..GeminiConfig::default() };
        assert!(proxied.endpoint().is_ok());
    }

    #[test]
    fn shows_no_secret() {
        let mut config = GeminiConfig { api_key: Some("AIza-secret".into()), ..GeminiConfig::default() };
        config.headers.insert("x-token".into(), "proxy-secret".into());
        assert!(!format!("{config:?}").contains("secret"));
    }
}
