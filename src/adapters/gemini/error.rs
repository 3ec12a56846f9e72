//! From what the service says went wrong to the crate's error.
//!
//! The service's own words may quote the prompt or the key, so they are looked at but never passed on: messages hold
//! the status and, of the codes and field names, only those listed here.

use serde_json::Value;
use time::{OffsetDateTime, format_description::well_known::Rfc2822};

use crate::{Error, ErrorCode, model::Timestamp};

/// Reasons that are passed on (`google.rpc.ErrorInfo.reason`, `error.status`, `blockReason`, `finishReason`).
const REASONS: &str = "\
    API_KEY_INVALID API_KEY_EXPIRED API_KEY_SERVICE_BLOCKED API_KEY_HTTP_REFERRER_BLOCKED \
    API_KEY_IP_ADDRESS_BLOCKED API_KEY_ANDROID_APP_BLOCKED API_KEY_IOS_APP_BLOCKED SERVICE_DISABLED \
    BILLING_DISABLED CONSUMER_INVALID CONSUMER_SUSPENDED CREDENTIALS_MISSING ACCESS_TOKEN_EXPIRED \
    ACCESS_TOKEN_SCOPE_INSUFFICIENT USER_PROJECT_DENIED RATE_LIMIT_EXCEEDED RESOURCE_QUOTA_EXCEEDED \
    INVALID_ARGUMENT FAILED_PRECONDITION OUT_OF_RANGE UNAUTHENTICATED PERMISSION_DENIED NOT_FOUND \
    RESOURCE_EXHAUSTED CANCELLED INTERNAL UNAVAILABLE DEADLINE_EXCEEDED UNIMPLEMENTED SAFETY \
    RECITATION LANGUAGE BLOCKLIST PROHIBITED_CONTENT SPII IMAGE_SAFETY IMAGE_PROHIBITED_CONTENT \
    IMAGE_RECITATION IMAGE_OTHER NO_IMAGE OTHER MALFORMED_FUNCTION_CALL UNEXPECTED_TOOL_CALL \
    TOO_MANY_TOOL_CALLS MALFORMED_RESPONSE";

/// Fields of our requests that are passed on when the service points at one.
const FIELDS: &str = "\
    contents parts text inline_data mime_type data role system_instruction generation_config response_mime_type \
    response_json_schema response_schema max_output_tokens temperature thinking_config thinking_level \
    requests content task_type output_dimensionality model continuation_token";

/// What was asked, for the message.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    /// The model.
    pub(super) model: &'a str,
    /// One that exists.
    pub(super) instead: &'static str,
}

/// The error of a response whose status says it failed. `now` is what an absolute `retry-after` is counted from.
pub(super) fn of_response(
    status: u16,
    headers: &[(String, String)],
    body: &[u8],
    asked: Asked<'_>,
    now: Timestamp,
) -> Error {
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    // Some endpoints wrap the error into a list.
    let error = body.get("error").or_else(|| body.get(0)?.get("error")).unwrap_or(&Value::Null);
    let details = Details::of(error);
    let wait = details.retry_ms.or_else(|| header_delay_ms(headers, now));
    let error = classify(status, &details, asked);
    match wait {
        Some(ms) if error.is_retryable() => error.retry_after(ms),
        _ => error,
    }
}

/// The error of an `error` object in a body or stream whose status said all was well.
pub(super) fn of_object(error: &Value, asked: Asked<'_>) -> Error {
    let details = Details::of(error);
    let status = error.get("code").and_then(Value::as_u64).and_then(|code| u16::try_from(code).ok());
    let error = classify(status.unwrap_or(500), &details, asked);
    match details.retry_ms {
        Some(ms) if error.is_retryable() => error.retry_after(ms),
        _ => error,
    }
}

/// `code`, as a word that may be shown.
pub(super) fn known_reason(code: &str) -> &'static str {
    listed(code).unwrap_or("unknown reason")
}

fn listed(code: &str) -> Option<&'static str> {
    REASONS.split_whitespace().find(|known| *known == code)
}

/// What the error object says, as far as we understand it.
#[derive(Default)]
struct Details {
    status: String,
    reason: Option<&'static str>,
    message: String,
    field: Option<String>,
    per_day: bool,
    retry_ms: Option<u64>,
}

impl Details {
    fn of(error: &Value) -> Self {
        let text = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).unwrap_or("").to_owned();
        let mut found = Self {
            status: text(error, "status"),
            message: text(error, "message").to_lowercase(),
            ..Self::default()
        };
        for detail in error.get("details").and_then(Value::as_array).into_iter().flatten() {
            if let Some(reason) = detail.get("reason").and_then(Value::as_str) {
                found.reason = listed(reason);
            }
            if let Some(delay) = detail.get("retryDelay").and_then(Value::as_str) {
                found.retry_ms = duration_ms(delay);
            }
            for violation in list(detail, "violations") {
                found.per_day |= text(violation, "quotaId").contains("PerDay");
            }
            for violation in list(detail, "fieldViolations") {
                found.field = found.field.or_else(|| known_field(&text(violation, "field")));
            }
        }
        found
    }

    fn says(&self, any: &[&str]) -> bool {
        any.iter().any(|words| self.message.contains(words))
    }

    /// `403, API_KEY_SERVICE_BLOCKED`
    fn shown(&self, status: u16) -> String {
        let word = self.reason.or_else(|| listed(&self.status));
        word.map_or_else(|| status.to_string(), |word| format!("{status}, {word}"))
    }
}

fn list<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    value.get(key).and_then(Value::as_array).into_iter().flatten()
}

fn classify(status: u16, details: &Details, asked: Asked<'_>) -> Error {
    let shown = details.shown(status);
    let error = |code, message: String| Error::new(code, message);
    match status {
        400 => bad_request(details, &shown),
        _ if details.reason == Some("BILLING_DISABLED") => billing(&shown),
        401 | 403 => auth(details, &shown),
        404 => error(
            ErrorCode::ModelNotFound,
            format!(
                "the service does not know the model `{}` ({shown}): it may be misspelt or retired, or `baseUrl` or \
                 `apiVersion` is wrong; set `model` to one that exists, as in `{}`",
                asked.model, asked.instead
            ),
        ),
        408 => {
            error(ErrorCode::Timeout, format!("the model service gave up waiting ({shown}): try again later"))
        }
        413 => too_large(&shown),
        429 if details.per_day => error(
            ErrorCode::ModelQuota,
            format!(
                "the daily quota of the model `{}` is used up ({shown}): it is renewed at midnight Pacific time; \
                 wait, enable billing, or choose another model",
                asked.model
            ),
        ),
        429 if details.says(&["credits are depleted", "prepayment", "spending cap"]) => billing(&shown),
        429 => error(
            ErrorCode::ModelRateLimited,
            format!("the model service asks for fewer requests ({shown}): wait and try again"),
        ),
        499 | 500.. => {
            error(ErrorCode::ModelUnavailable, format!("the model service failed ({shown}): try again later"))
        }
        0 | 300..=399 => error(
            ErrorCode::ModelRejected,
            format!(
                "the address redirects elsewhere ({shown}), which is not followed: set `baseUrl` to the final one"
            ),
        ),
        _ => rejected(details, &shown),
    }
}

fn bad_request(details: &Details, shown: &str) -> Error {
    if details.reason.is_some_and(|r| r.starts_with("API_KEY_"))
        || details.says(&["api key not valid", "api key expired"])
    {
        return auth(details, shown);
    }
    if details.reason == Some("BILLING_DISABLED") {
        return billing(shown);
    }
    if details.says(&["location is not supported", "not available in your country"]) {
        return Error::new(
            ErrorCode::ModelRejected,
            format!(
                "the service is not offered where this request comes from ({shown}): enable billing or use a proxy"
            ),
        );
    }
    if details.status == "FAILED_PRECONDITION" {
        return if details.says(&["billing"]) {
            billing(shown)
        } else {
            Error::new(
                ErrorCode::ModelRejected,
                format!(
                    "the service refused the project ({shown}): check its region and billing in Google AI Studio"
                ),
            )
        };
    }
    if details.says(&["payload size exceeds", "exceeds the maximum number of tokens", "token count exceeds"])
    {
        return too_large(shown);
    }
    rejected(details, shown)
}

fn auth(details: &Details, shown: &str) -> Error {
    let advice = match details.reason {
        Some("API_KEY_HTTP_REFERRER_BLOCKED") => {
            "the key is not allowed on this site: add it to the key's referrers"
        }
        Some("API_KEY_IP_ADDRESS_BLOCKED") => "the key is not allowed from this network address",
        Some("API_KEY_SERVICE_BLOCKED" | "SERVICE_DISABLED") => {
            "the Generative Language API is off for this key"
        }
        Some("API_KEY_EXPIRED") => "the key has expired: make a new one",
        Some("API_KEY_INVALID") => "the key is not valid: check `apiKey`",
        _ => "check `apiKey` and what it is restricted to",
    };
    Error::new(ErrorCode::ModelAuth, format!("the model service refused the key ({shown}): {advice}"))
}

fn billing(shown: &str) -> Error {
    Error::new(
        ErrorCode::ModelQuota,
        format!("the project has no funds or no billing ({shown}): check its billing"),
    )
}

fn too_large(shown: &str) -> Error {
    Error::new(
        ErrorCode::ModelRejected,
        format!("the request is too large for the service ({shown}): send less at once"),
    )
}

fn rejected(details: &Details, shown: &str) -> Error {
    let what = if details.says(&["thinking level", "thinking_level", "thinking budget"]) {
        "; leave out `thinkingLevel` or choose another".to_owned()
    } else if let Some(field) = &details.field {
        format!("; it points at `{field}`")
    } else {
        String::new()
    };
    Error::new(
        ErrorCode::ModelRejected,
        format!("the model service refused the request ({shown}){what}: check the configuration"),
    )
}

/// A field's path as far as its names are known ones.
fn known_field(path: &str) -> Option<String> {
    let mut known = Vec::new();
    for segment in path.split('.') {
        let name = segment.split('[').next().unwrap_or_default();
        match FIELDS
            .split_whitespace()
            .find(|field| field.replace('_', "").eq_ignore_ascii_case(&name.replace('_', "")))
        {
            Some(field) => known.push(field),
            None => break,
        }
    }
    (!known.is_empty()).then(|| known.join("."))
}

/// A `google.protobuf.Duration` as JSON, `37s` or `1.5s`.
fn duration_ms(text: &str) -> Option<u64> {
    let seconds: f64 = text.strip_suffix('s')?.parse().ok()?;
    seconds_to_ms(seconds)
}

/// `retry-after-ms`, or `retry-after` in seconds or as a date (RFC 9110, section 10.2.3).
fn header_delay_ms(headers: &[(String, String)], now: Timestamp) -> Option<u64> {
    let header =
        |name: &str| headers.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, v)| v.trim());
    if let Some(ms) = header("retry-after-ms").and_then(|v| v.parse::<f64>().ok()) {
        return seconds_to_ms(ms / 1_000.0);
    }
    let value = header("retry-after")?;
    if let Ok(seconds) = value.parse::<f64>() {
        return seconds_to_ms(seconds);
    }
    let at = OffsetDateTime::parse(value, &Rfc2822).ok()?.unix_timestamp().checked_mul(1_000)?;
    Some(u64::try_from(at.saturating_sub(now.millis())).unwrap_or(0))
}

fn seconds_to_ms(seconds: f64) -> Option<u64> {
    // The cast saturates; a service that asks for more than a week is asking for never.
    (seconds.is_finite() && seconds >= 0.0)
        .then(|| ((seconds * 1_000.0).ceil() as u64).min(7 * 24 * 3_600_000))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_are_read_in_every_form() {
        for (text, ms) in
            [("37s", Some(37_000)), ("1.5s", Some(1_500)), ("0s", Some(0)), ("0.0001s", Some(1))]
        {
            assert_eq!(duration_ms(text), ms, "{text}");
        }
        for bad in ["", "s", "37", "-1s", "NaNs", "infs", "1e400s", "five s"] {
            assert_eq!(duration_ms(bad), None, "{bad}");
        }
        let now = Timestamp::parse("2026-11-22T10:00:00Z").unwrap();
        let delay = |name: &str, value: &str| header_delay_ms(&[(name.into(), value.into())], now);
        assert_eq!(delay("retry-after", "5"), Some(5_000));
        assert_eq!(delay("Retry-After", "Sun, 22 Nov 2026 10:00:30 GMT"), Some(30_000));
        assert_eq!(delay("retry-after", "Sun, 22 Nov 2026 09:00:00 GMT"), Some(0));
        assert_eq!(delay("retry-after-ms", "250"), Some(250));
        assert_eq!(delay("retry-after", "soon"), None);
        assert_eq!(delay("retry-after", "1e300"), Some(604_800_000));
    }

    #[test]
    fn only_known_field_names_are_shown() {
        let shown = |path| known_field(path);
        assert_eq!(
            shown("generation_config.response_json_schema").unwrap(),
            "generation_config.response_json_schema"
        );
        assert_eq!(shown("generationConfig.thinkingConfig.x").unwrap(), "generation_config.thinking_config");
        assert_eq!(shown("contents[0].parts[1].Ana is vegetarian").unwrap(), "contents.parts");
        assert_eq!(shown("AIzaSecret"), None);
    }
}
