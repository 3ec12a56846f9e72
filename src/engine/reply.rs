//! Reads JSON out of a model's reply, trusting nothing: models fence it, talk around it, and get cut off in the
//! middle. What is complete is kept; what is not is left out.

use std::borrow::Cow;

use serde_json::{Map, Value};

/// The longest reply that is read, in bytes. A longer one is refused as a whole.
const MAX_REPLY_BYTES: usize = 2 * 1024 * 1024;
/// The most places in a reply that are tried as the start of the object.
const MAX_STARTS: usize = 64;

/// What a reply held.
#[derive(Debug)]
pub(super) struct Items {
    /// The objects of the list.
    pub(super) items: Vec<Value>,
    /// The other fields of the object the list stands in.
    pub(super) rest: Map<String, Value>,
    /// False if the reply was cut off: there was more to come.
    pub(super) complete: bool,
}

/// The list `list` in the reply's JSON object. None if there is no such object, or if it was cut before anything of
/// it was complete.
pub(super) fn items(reply: &str, list: &str) -> Option<Items> {
    if reply.len() > MAX_REPLY_BYTES {
        return None;
    }
    if let Ok(value) = serde_json::from_str::<Value>(reply.trim()) {
        return split(value, list);
    }
    let reply = &*mended(reply);
    let starts = reply.match_indices('{').map(|(at, _)| at).take(MAX_STARTS);
    for start in starts {
        let rest = reply.get(start..)?;
        let mut stream = serde_json::Deserializer::from_str(rest).into_iter::<Value>();
        if let Some(Ok(value)) = stream.next()
            && let Some(found) = split(value, list)
        {
            return Some(found);
        }
    }
    salvage(reply, list)
}

/// The reply's JSON object that has the field `field`. None if there is no such object, or if it was cut off.
pub(super) fn object(reply: &str, field: &str) -> Option<Map<String, Value>> {
    if reply.len() > MAX_REPLY_BYTES {
        return None;
    }
    let reply = &*mended(reply.trim());
    let starts = reply.match_indices('{').map(|(at, _)| at).take(MAX_STARTS);
    for start in starts {
        let mut stream = serde_json::Deserializer::from_str(reply.get(start..)?).into_iter::<Value>();
        if let Some(Ok(Value::Object(map))) = stream.next()
            && map.contains_key(field)
        {
            return Some(map);
        }
    }
    None
}

/// JSON as some models write it, made JSON: NaN and infinities (Python's) become null, commas before a closing bracket go.
/// What stands in strings stays.
fn mended(reply: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let (mut copied, mut at) = (0, 0);
    let bytes = reply.as_bytes();
    let mut in_string = false;
    while let Some(byte) = bytes.get(at) {
        let rest = reply.get(at..).unwrap_or_default();
        let (found, instead) = match byte {
            b'\\' if in_string => {
                at = at.saturating_add(2);
                continue;
            }
            b'"' => {
                in_string = !in_string;
                (0, "")
            }
            _ if in_string => (0, ""),
            b',' if rest.get(1..).is_some_and(|after| after.trim_start().starts_with([']', '}'])) => (1, ""),
            b'N' | b'I' | b'-' => {
                let word = ["NaN", "-Infinity", "Infinity"].into_iter().find(|word| rest.starts_with(word));
                word.map_or((0, ""), |word| (word.len(), "null"))
            }
            _ => (0, ""),
        };
        if found > 0 {
            out.push_str(reply.get(copied..at).unwrap_or_default());
            out.push_str(instead);
            copied = at.saturating_add(found);
        }
        at = at.saturating_add(found.max(1));
    }
    if copied == 0 {
        return Cow::Borrowed(reply);
    }
    out.push_str(reply.get(copied..).unwrap_or_default());
    Cow::Owned(out)
}

/// Some services answer with the bare list; that is as good.
fn split(value: Value, list: &str) -> Option<Items> {
    match value {
        Value::Object(mut map) => match map.remove(list)? {
            Value::Array(items) => Some(Items { items, rest: map, complete: true }),
            _ => None,
        },
        Value::Array(items) if items.iter().all(Value::is_object) => {
            Some(Items { items, rest: Map::new(), complete: true })
        }
        _ => None,
    }
}

/// The complete objects of a list that was cut off.
fn salvage(reply: &str, list: &str) -> Option<Items> {
    let at = reply.find(&format!("\"{list}\""))?;
    let (_, mut rest) = reply.get(at..)?.split_once('[')?;
    let mut items = Vec::new();
    loop {
        rest = rest.trim_start_matches([' ', '\n', '\r', '\t', ',']);
        let mut stream = serde_json::Deserializer::from_str(rest).into_iter::<Value>();
        match stream.next() {
            Some(Ok(item @ Value::Object(_))) => items.push(item),
            _ => break,
        }
        let read = stream.byte_offset();
        rest = rest.get(read..)?;
    }
    (!items.is_empty()).then_some(Items { items, rest: Map::new(), complete: false })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const GOOD: &str = r#"{"facts":[{"text":"a {b}"},{"text":"c \" ]"}],"summary":"s"}"#;

    #[test]
    fn reads_plain_fenced_and_surrounded_replies() {
        let bare = r#"[{"text":"a {b}"},{"text":"c \" ]"}]"#;
        for reply in [
            GOOD.to_owned(),
            format!("```json\n{GOOD}\n```"),
            format!("Let me think {{hmm}}. Here it is:\n{GOOD}\nDone. {{}}"),
            bare.to_owned(),
        ] {
            let found = items(&reply, "facts").unwrap();
            assert!(found.items.len() == 2 && found.complete, "{reply}");
        }
        assert_eq!(items(GOOD, "facts").unwrap().rest["summary"], "s");
    }

    #[test]
    fn a_reply_cut_anywhere_keeps_its_complete_items() {
        let first_done = GOOD.find("},").unwrap() + 1;
        let second_done = GOOD.find("}],").unwrap() + 1;
        for cut in 0..GOOD.len() {
            let got = items(GOOD.get(..cut).unwrap(), "facts")
                .map_or(0, |found| if found.complete { 9 } else { found.items.len() });
            let want = usize::from(cut >= first_done) + usize::from(cut >= second_done);
            assert_eq!(got, want, "cut at {cut}");
        }
    }

    #[test]
    fn what_is_nearly_json_is_read_as_meant() {
        let reply = r#"{"facts":[{"text":"a, ] NaN \",}","confidence":NaN,},{"text":"b","x":-Infinity}, ],}"#;
        let found = items(reply, "facts").unwrap();
        assert!(found.complete && found.items.len() == 2);
        assert_eq!(
            (&found.items[0]["text"], &found.items[0]["confidence"]),
            (&"a, ] NaN \",}".into(), &Value::Null)
        );
    }

    #[test]
    fn nonsense_is_none() {
        let deep = "[".repeat(100_000);
        let braces = "{".repeat(100_000);
        for bad in ["", "null", "12", "{}", "{\"facts\":1}", "{\"facts\":[1,", "sorry", &deep, &braces] {
            assert!(items(bad, "facts").is_none(), "{}", bad.chars().take(20).collect::<String>());
        }
        assert!(items(&format!("{{\"facts\":[{}", " ".repeat(MAX_REPLY_BYTES)), "facts").is_none());
    }

    #[test]
    fn an_object_is_found_by_its_field() {
        for reply in ["{\"a\":1}", "```json\n{\"a\":1,}\n```", "{hm} {\"b\":2} so: {\"a\":1} {"] {
            assert_eq!(object(reply, "a").unwrap()["a"], 1, "{reply}");
        }
        for reply in ["", "{}", "[1]", "{\"a\":", "{\"b\":{}}"] {
            assert!(object(reply, "a").is_none(), "{reply}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(reply in "\\PC{0,200}") {
            let _ = object(&reply, "facts");
            let _ = items(&reply, "facts");
            let _ = items(&format!("{{\"facts\":[{reply}"), "facts");
        }
    }
}
