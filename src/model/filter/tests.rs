//! A table of cases, the limits, and every operator against a naive evaluator over plain JSON.

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::*;
use crate::{
    ErrorCode,
    model::{Evidence, Kind, MemoryId, Timestamp, Version},
};

fn memory(metadata: Value) -> Memory {
    let at = Timestamp::parse("2026-03-01T12:00:00Z").unwrap();
    let version = Version {
        number: 1,
        text: "Loves Straßenfest in 서울".into(),
        kind: Kind::Preference,
        categories: vec!["Food".into(), "travel".into()],
        event_time: None,
        valid_from: at,
        evidence: Evidence::default(),
        ..Version::default()
    };
    let scope = Scope { agent_id: Some("bot".into()), ..Scope::user("ana") };
    let Value::Object(metadata) = metadata else { panic!("metadata is an object") };
    Memory::new(MemoryId::new(at, &[1; 10]), scope, metadata, version)
}

fn passes(filter: &Value, memory: &Memory) -> bool {
    Filter::parse(filter).unwrap_or_else(|e| panic!("{filter}: {e}")).matches(memory)
}

#[test]
fn a_table_of_cases() {
    let memory = memory(json!({
        "year": 2024, "ratio": 0.5, "big": u64::MAX, "city": "Seoul", "tags": ["a", "B", 3], "nothing": null, "flag": true,
        "nested": { "deep": { "x": 1 } }, "a.b": "literal", "a": { "b": "path" }, "kind": "mine",
    }));
    let id = memory.id.as_str();
    let yes = [
        json!({}),
        json!({"year": 2024}),
        json!({"year": 2024.0}),
        json!({"year": {"gte": 2024, "lt": 2025}}),
        json!({"year": [1, 2024]}),
        json!({"year": {"nin": [1, 2]}}),
        json!({"big": u64::MAX}),
        json!({"big": {"gt": i64::MAX}}),
        json!({"ratio": {"lt": 1}}),
        json!({"city": {"contains": "eou"}}),
        json!({"city": {"icontains": "SEOUL"}}),
        json!({"city": {"gt": "Seou"}}),
        json!({"city": "*"}),
        json!({"flag": true}),
        json!({"nothing": null}),
        json!({"tags": "a"}),
        json!({"tags": ["x", 3]}),
        json!({"tags": {"contains": 3}}),
        json!({"tags": {"icontains": "b"}}),
        json!({"tags": {"ne": "x"}}),
        json!({"nested.deep.x": 1}),
        json!({"metadata.nested.deep.x": 1}),
        json!({"a.b": "literal"}),
        json!({"metadata.kind": "mine"}),
        json!({"kind": "preference"}),
        json!({"categories": "travel"}),
        json!({"categories": {"contains": "Food"}}),
        json!({"categories": {"icontains": "food"}}),
        json!({"categories": "*"}),
        json!({"memory": {"icontains": "STRASSENFEST"}}),
        json!({"memory": {"contains": "서울"}}),
        json!({"id": id}),
        json!({"user_id": "ana"}),
        json!({"userId": {"in": ["bo", "ana"]}}),
        json!({"agentId": "*"}),
        json!({"run_id": {"ne": "r"}}),
        json!({"created_at": {"gte": "2026-03-01", "lt": "2026-03-02"}}),
        json!({"updatedAt": "2026-03-01T14:00:00+02:00"}),
        json!({"event_time": {"ne": "2026-01-01"}}),
        json!({"absent": {"ne": 1}}),
        json!({"absent": {"nin": [1]}}),
        json!({"OR": [{"year": 1}, {"city": "Seoul"}]}),
        json!({"NOT": {"year": 1}}),
        json!({"NOT": [{"year": 1}, {"year": 2}]}),
        json!({"AND": [{"year": 2024}, {"NOT": [{"absent": "*"}]}], "flag": true}),
        json!({"city": {"in": ["Seoul"], "ne": "*"}}),
    ];
    let no = [
        json!({"year": "2024"}),
        json!({"year": {"gt": "2000"}}),
        json!({"city": {"gt": 1}}),
        json!({"year": {"gt": 2024}}),
        json!({"big": {"lt": 1}}),
        json!({"city": "seoul"}),
        json!({"city": {"eq": "*"}}),
        json!({"nothing": "*"}),
        json!({"absent": "*"}),
        json!({"absent": null}),
        json!({"absent": {"lt": 1}}),
        json!({"tags": {"ne": "a"}}),
        json!({"tags": {"nin": ["x", "a"]}}),
        json!({"tags": {"gt": 1}}),
        json!({"tags": {"contains": "b"}}),
        json!({"year": {"contains": 2}}),
        json!({"nested": "*", "nested.deep": 1}),
        json!({"nested.deep.x.y": 1}),
        json!({"a.b": "path"}),
        json!({"kind": "mine"}),
        json!({"event_time": "*"}),
        json!({"event_time": {"gt": "2020-01-01"}}),
        json!({"run_id": "*"}),
        json!({"year": {"in": []}}),
        json!({"OR": [{"year": 1}, {"city": "x"}]}),
        json!({"NOT": {"year": 2024}}),
        json!({"NOT": [{"year": 1}, {"flag": true}]}),
        json!({"year": 2024, "flag": false}),
        json!({"created_at": {"gt": "2026-03-01T12:00:00Z"}}),
        json!({"flag": 1}),
    ];
    for filter in yes {
        assert!(passes(&filter, &memory), "{filter}");
    }
    for filter in no {
        assert!(!passes(&filter, &memory), "{filter}");
    }
}

#[test]
fn what_is_no_filter_is_refused_by_its_path() {
    for (filter, path) in [
        (json!([]), "object"),
        (json!("x"), "object"),
        (json!(null), "object"),
        (json!({"year": {"gte2": 1}}), "year.gte2"),
        (json!({"year": {}}), "year"),
        (json!({"AND": []}), "AND"),
        (json!({"OR": {"a": 1}}), "OR"),
        (json!({"NOT": 1}), "NOT"),
        (json!({"AND": [{"OR": [{"a": 1}, {"b": {"in": 1}}]}]}), "AND[0].OR[1].b.in"),
        (json!({"OR": [{}]}), "OR[0]"),
        (json!({"NOT": {}}), "NOT"),
        (json!({"AND": ["x"]}), "AND[0]"),
        (json!({"a": [[1]]}), "a"),
        (json!({"a": {"eq": {}}}), "a.eq"),
        (json!({"a": {"gt": true}}), "a.gt"),
        (json!({"a": {"icontains": 1}}), "a.icontains"),
        (json!({"a": {"contains": []}}), "a.contains"),
        (json!({"created_at": "soon"}), "created_at"),
        (json!({"eventTime": {"lt": 5}}), "eventTime.lt"),
        (json!({"": 1}), "name"),
        (json!({"updated_at": {"in": ["2026-01-01", "x"]}}), "updated_at.in"),
        (json!({"created_at": {"contains": "2026"}}), "created_at.contains"),
        (json!({"k".repeat(300): 1}), "name"),
        (json!({"a": {"ne": [1]}}), "a.ne"),
    ] {
        let error = Filter::parse(&filter).unwrap_err();
        assert_eq!(error.code(), ErrorCode::InvalidFilter);
        assert!(error.message().contains(path) && error.message().len() < 300, "{filter}: {error}");
    }
}

#[test]
fn limits_hold() {
    let nested = |depth| (1..depth).fold(json!({"a": 1}), |inner, _| json!({"NOT": inner}));
    assert!(Filter::parse(&nested(MAX_DEPTH)).is_ok());
    // Dropping such a value recurses, so it is kept at what a test's stack bears.
    for depth in [MAX_DEPTH + 1, 1_000] {
        assert!(Filter::parse(&nested(depth)).unwrap_err().message().contains("deep"));
    }
    let wide = |count: usize| (0..count).map(|i| (format!("k{i}"), json!(1))).collect::<Map<_, _>>().into();
    assert!(Filter::parse(&wide(MAX_NODES)).is_ok());
    assert!(Filter::parse(&wide(MAX_NODES + 1)).is_err());
    assert!(Filter::parse(&json!({"OR": vec![json!({"a": 1}); MAX_NODES]})).is_err());
    let lists = |each: usize| json!({"a": vec![1; each], "b": {"nin": vec![1; each]}});
    assert!(Filter::parse(&lists(MAX_LIST_VALUES / 2)).is_ok());
    assert!(Filter::parse(&lists(MAX_LIST_VALUES / 2 + 1)).is_err());
}

#[test]
fn the_scope_comes_out_of_what_must_hold() {
    let (scope, rest) = Filter::parse_with_scope(&json!({"user_id": "ana", "runId": {"eq": "r"}})).unwrap();
    assert_eq!((scope, rest), (Scope { run_id: Some("r".into()), ..Scope::user("ana") }, None));

    let filter = json!({"AND": [{"user_id": "ana"}, {"year": 1, "agent_id": "bot"}]});
    let (scope, rest) = Filter::parse_with_scope(&filter).unwrap();
    assert_eq!(scope, Scope { agent_id: Some("bot".into()), ..Scope::user("ana") });
    assert!(rest.as_ref().unwrap().matches(&memory(json!({"year": 1}))));
    assert!(!rest.unwrap().matches(&memory(json!({"year": 2}))));

    for stays in [
        json!({"user_id": "*"}),
        json!({"user_id": ["ana"]}),
        json!({"user_id": {"ne": "bo"}}),
        json!({"OR": [{"user_id": "ana"}, {"user_id": "bo"}]}),
        json!({"NOT": {"user_id": "bo"}}),
    ] {
        let (scope, rest) = Filter::parse_with_scope(&stays).unwrap();
        assert!(scope.is_empty() && rest.unwrap().matches(&memory(json!({}))), "{stays}");
    }
    for bad in
        [json!({"user_id": 5}), json!({"user_id": null}), json!({"user_id": "a", "AND": [{"userId": "b"}]})]
    {
        assert_eq!(Filter::parse_with_scope(&bad).unwrap_err().code(), ErrorCode::InvalidFilter, "{bad}");
    }
    assert_eq!(Filter::parse_with_scope(&json!({})).unwrap(), (Scope::default(), None));
}

fn scalar() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(json!(null)),
        any::<bool>().prop_map(Value::from),
        (-2_i64..3).prop_map(Value::from),
        prop::sample::select(vec![0.5, 1.0, -2.0]).prop_map(Value::from),
        "[abB]{0,2}".prop_map(Value::from),
    ]
}

fn condition() -> impl Strategy<Value = Value> {
    let key = prop::sample::select(vec!["p", "q", "n.x", "categories", "user_id"]);
    let order = prop_oneof![(-2_i64..3).prop_map(Value::from), "[ab]{0,2}".prop_map(Value::from)];
    let list = || proptest::collection::vec(scalar(), 0..4).prop_map(Value::from);
    let test = prop_oneof![
        scalar(),
        Just(json!("*")),
        list(),
        (prop::sample::select(vec!["eq", "ne", "contains"]), scalar()).prop_map(|(op, v)| json!({op: v})),
        (prop::sample::select(vec!["in", "nin"]), list()).prop_map(|(op, v)| json!({op: v})),
        (prop::sample::select(vec!["gt", "gte", "lt", "lte"]), order).prop_map(|(op, v)| json!({op: v})),
        "[abAB]{0,2}".prop_map(|v| json!({"icontains": v})),
    ];
    (key, test).prop_map(|(key, test)| json!({key: test}))
}

fn any_filter() -> impl Strategy<Value = Value> {
    condition().prop_recursive(4, 24, 3, |inner| {
        (prop::sample::select(vec!["AND", "OR", "NOT"]), proptest::collection::vec(inner, 1..4))
            .prop_map(|(group, list)| json!({group: list}))
    })
}

/// The same language, read off the JSON each time.
fn naive(filter: &Value, fields: &Value) -> bool {
    filter.as_object().unwrap().iter().all(|(key, value)| {
        let each = |v: &Value| v.as_array().unwrap().iter().map(|f| naive(f, fields)).collect::<Vec<_>>();
        match key.as_str() {
            "AND" => each(value).iter().all(|&x| x),
            "OR" => each(value).contains(&true),
            "NOT" => !each(value).contains(&true),
            _ => naive_test(fields.pointer(&format!("/{}", key.replace('.', "/"))), value),
        }
    })
}

fn naive_test(found: Option<&Value>, test: &Value) -> bool {
    let same = |a: &Value, b: &Value| a == b || (a.is_number() && a.as_f64() == b.as_f64());
    let any = |b: &Value| match found {
        None => false,
        Some(Value::Array(list)) => list.iter().any(|a| same(a, b)),
        Some(a) => same(a, b),
    };
    match test {
        Value::String(s) if s == "*" => found.is_some_and(|f| !f.is_null()),
        Value::Array(list) => list.iter().any(any),
        Value::Object(test) => {
            let (op, b) = test.iter().next().unwrap();
            let sign = match (found, b) {
                (Some(Value::String(a)), Value::String(b)) => Some(a.cmp(b)),
                (Some(Value::Number(a)), Value::Number(b)) => {
                    a.as_f64().unwrap().partial_cmp(&b.as_f64().unwrap())
                }
                _ => None,
            };
            match op.as_str() {
                "eq" => any(b),
                "ne" => !any(b),
                "in" => b.as_array().unwrap().iter().any(any),
                "nin" => !b.as_array().unwrap().iter().any(any),
                "gt" => sign.is_some_and(|s| s.is_gt()),
                "gte" => sign.is_some_and(|s| s.is_ge()),
                "lt" => sign.is_some_and(|s| s.is_lt()),
                "lte" => sign.is_some_and(|s| s.is_le()),
                "contains" => match (found, b) {
                    (Some(Value::String(a)), Value::String(b)) => a.contains(b.as_str()),
                    (Some(Value::Array(_)), _) => any(b),
                    _ => false,
                },
                _ => {
                    let low = |v: &Value| v.as_str().map(str::to_lowercase);
                    match found {
                        Some(Value::Array(list)) => list.iter().any(|a| low(a) == low(b)),
                        Some(a) => low(a).is_some_and(|a| a.contains(&low(b).unwrap())),
                        None => false,
                    }
                }
            }
        }
        scalar => any(scalar),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]
    #[test]
    fn equals_the_naive_evaluator(
        filter in any_filter(),
        p in proptest::option::of(scalar()),
        q in proptest::collection::vec(scalar(), 0..3),
        x in scalar(),
    ) {
        let mut metadata = json!({"q": q, "n": {"x": x}});
        if let Some(p) = p {
            metadata["p"] = p;
        }
        let mut fields = metadata.clone();
        fields["categories"] = json!(["Food", "travel"]);
        fields["user_id"] = json!("ana");
        prop_assert_eq!(passes(&filter, &memory(metadata)), naive(&filter, &fields));
    }
}
