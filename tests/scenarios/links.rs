//! What the graph is good for: searches that know who "my sister" is, memories related to one, the life of an entity.

use forgetmenot::{
    ErrorCode,
    engine::{
        Abort, Engine,
        request::{
            LinkKind, MessageInput, RelatedOptions, SearchOptions, SignalsInput, TimelineOptions, UpdateInput,
        },
        response::{RelatedItem, SearchHit, TimelineEntry},
    },
};
use serde_json::json;

use crate::{
    doubles::{World, all, find, of, search},
    graph::{fact, know},
    support::block_on,
};

fn graph_part(hit: &SearchHit) -> Option<f32> {
    hit.explain.iter().find(|part| part.signal == "graph").map(|part| part.value)
}

fn hit<'a>(hits: &'a [SearchHit], text: &str) -> &'a SearchHit {
    hits.iter().find(|hit| hit.item.memory == text).unwrap()
}

#[test]
fn a_search_finds_what_is_related_to_whom_it_names() {
    let world = World::new();
    let engine = world.open();
    know(
        &world,
        &engine,
        "ana",
        &[
            fact("User's sister is Mia", &["User:person", "Mia:person"], &["Mia sister_of User"]),
            fact("Mia works at Acme", &["Mia:person", "Acme:organization"], &["Mia works_at Acme"]),
            fact(
                "Acme moved its office to Porto",
                &["Acme:organization", "Porto:place"],
                &["Acme located_in Porto"],
            ),
            fact("Mia is allergic to nuts", &["Mia:person", "nuts:food"], &["Mia allergic_to nuts"]),
            fact("Bo is allergic to eggs", &["Bo:person", "eggs:food"], &["Bo allergic_to eggs"]),
            fact("Bo is User's boss", &["Bo:person", "User"], &["Bo boss_of User"]),
        ],
    );
    let hits = search(&engine, "ana", "what is my sister allergic to?");
    let place = |text: &str| hits.iter().position(|hit| hit.item.memory == text);
    assert!(place("Mia is allergic to nuts") < place("Bo is allergic to eggs"), "{hits:?}");
    assert_eq!(graph_part(hit(&hits, "Mia is allergic to nuts")), Some(1.0));
    assert_eq!(graph_part(hit(&hits, "Bo is allergic to eggs")), Some(0.0), "the person connects everything");
    for hit in &hits {
        let sum: f32 = hit.explain.iter().map(|part| part.weight * part.value).sum();
        assert!((hit.score - sum).abs() < 1e-5);
    }
    // Shares no word with the question, and is one step from whom it names.
    let hits = search(&engine, "ana", "which city is mia's job in?");
    assert_eq!(graph_part(hit(&hits, "Acme moved its office to Porto")), Some(0.5));
    // Who is not named lifts nobody, and the weight is the caller's.
    assert!(search(&engine, "ana", "allergic to what?").iter().all(|hit| graph_part(hit).is_none()));
    let off = SignalsInput { graph: Some(0.0), ..SignalsInput::default() };
    let off = SearchOptions { signals: Some(off), ..find("ana") };
    let hits = block_on(engine.search("what is Mia allergic to?", off, &Abort::never())).unwrap().results;
    assert!(hits.iter().all(|hit| graph_part(hit).is_none()));
    // As it was before any of it was said; and opened again from what was saved.
    let then = SearchOptions { as_of: Some("2026-11-20".into()), ..find("ana") };
    assert!(block_on(engine.search("Mia", then, &Abort::never())).unwrap().results.is_empty());
    block_on(engine.close()).unwrap();
    let engine = world.open();
    let hits = search(&engine, "ana", "which city is mia's job in?");
    assert_eq!(graph_part(hit(&hits, "Acme moved its office to Porto")), Some(0.5));
}

fn related(engine: &Engine, id: &str, kinds: &[LinkKind]) -> Vec<RelatedItem> {
    let kinds = (!kinds.is_empty()).then(|| kinds.to_vec());
    block_on(engine.related(id, RelatedOptions { kinds, ..RelatedOptions::default() })).unwrap()
}

#[test]
fn memories_are_related_by_cause_time_and_meaning() {
    let world = World::new();
    let engine = world.open();
    let dated = |mut fact: serde_json::Value, date: &str| {
        fact["eventDate"] = date.into();
        fact
    };
    let ids = know(
        &world,
        &engine,
        "ana",
        &[
            dated(
                fact(
                    "User hurt their knee skiing",
                    &["User", "knee injury", "skiing"],
                    &["knee injury caused_by skiing"],
                ),
                "2026-02-01",
            ),
            fact(
                "User stopped running because of the knee injury",
                &["User", "running", "knee injury"],
                &["knee injury led_to running"],
            ),
            fact(
                "User gained weight since the running ended",
                &["User", "weight", "running"],
                &["weight caused_by running"],
            ),
            dated(
                fact("User saw Dr. Lee", &["User", "Dr. Lee:person"], &["User patient_of Dr. Lee"]),
                "2026-02-03",
            ),
            dated(fact("User bought a piano", &["User", "piano"], &["User owns_thing piano"]), "2026-08-03"),
            fact("User likes skiing holidays", &["User", "skiing"], &["User likes_sport skiing"]),
        ],
    );
    let causal = related(&engine, &ids[0], &[LinkKind::Causal]);
    let by_id = |items: &[RelatedItem], id: &str| items.iter().find(|item| item.id == id).cloned();
    let stopped = by_id(&causal, &ids[1]).unwrap();
    assert_eq!(
        (stopped.score, stopped.reason.as_str(), stopped.via),
        (1.0, "led_to", vec!["knee injury".to_owned()])
    );
    let weight = by_id(&causal, &ids[2]).unwrap();
    assert!(weight.score < stopped.score, "further along the chain: {weight:?}");
    assert!(by_id(&causal, &ids[5]).is_some(), "about the cause");
    assert!(by_id(&causal, &ids[3]).is_none() && by_id(&causal, &ids[0]).is_none());

    let temporal = related(&engine, &ids[0], &[LinkKind::Temporal]);
    assert_eq!(by_id(&temporal, &ids[3]).map(|item| item.reason), Some("after".into()), "two days later");
    assert!(by_id(&temporal, &ids[4]).is_none(), "half a year later, of something else");
    assert_eq!(by_id(&temporal, &ids[1]).map(|item| item.via), Some(vec!["knee injury".into()]));
    let before = related(&engine, &ids[3], &[LinkKind::Temporal]);
    assert_eq!(by_id(&before, &ids[0]).map(|item| item.reason), Some("before".into()));

    let semantic = related(&engine, &ids[0], &[LinkKind::Semantic]);
    assert!(
        semantic.is_sorted_by(|a, b| a.score >= b.score) && semantic.iter().all(|item| item.score <= 1.0)
    );
    assert_eq!(by_id(&semantic, &ids[5]).map(|item| item.via), Some(vec!["skiing".into()]));
    assert!(by_id(&semantic, &ids[4]).is_none());
    let every = related(&engine, &ids[0], &[]);
    for kind in [LinkKind::Causal, LinkKind::Temporal, LinkKind::Semantic] {
        assert!(every.iter().any(|item| item.kind == kind), "{kind:?}");
    }
    let three = RelatedOptions { limit: Some(3.0), ..RelatedOptions::default() };
    let three = block_on(engine.related(&ids[0], three)).unwrap();
    let mut kinds: Vec<LinkKind> = three.iter().map(|item| item.kind).collect();
    kinds.sort_unstable();
    assert_eq!(kinds, [LinkKind::Causal, LinkKind::Temporal, LinkKind::Semantic], "each kind has its share");
}

#[test]
fn related_memories_are_of_the_same_scope() {
    let world = World::new();
    let engine = world.open();
    let ids = know(
        &world,
        &engine,
        "ana",
        &[fact("Mia lives in Seoul", &["Mia:person", "Seoul"], &["Mia lives_in Seoul"])],
    );
    know(
        &world,
        &engine,
        "bo",
        &[fact("Mia lives in Seoul, too", &["Mia:person", "Seoul"], &["Mia lives_in Seoul"])],
    );
    assert!(related(&engine, &ids[0], &[]).is_empty());
    let code = |id: &str, options: RelatedOptions| block_on(engine.related(id, options)).unwrap_err().code();
    let bo = || RelatedOptions { user_id: Some("bo".into()), ..RelatedOptions::default() };
    assert_eq!(code(&ids[0], bo()), ErrorCode::NotFound, "not one of theirs");
    assert_eq!(code("019a0000-0000-7000-8000-000000000000", RelatedOptions::default()), ErrorCode::NotFound);
    assert_eq!(code("x", RelatedOptions::default()), ErrorCode::InvalidInput);
    let none = RelatedOptions { kinds: Some(Vec::new()), ..RelatedOptions::default() };
    assert_eq!(code(&ids[0], none), ErrorCode::InvalidInput);
}

fn timeline(engine: &Engine, entity: &str, options: TimelineOptions) -> Vec<TimelineEntry> {
    let options = TimelineOptions { user_id: Some("ana".into()), ..options };
    block_on(engine.timeline(entity, options)).unwrap()
}

#[test]
fn a_timeline_tells_what_was_and_until_when() {
    let world = World::new();
    let engine = world.open();
    let tell = |facts: serde_json::Value, decisions: Option<serde_json::Value>, at: &str| {
        world.llm.say(json!({ "facts": facts, "summary": "" }).to_string());
        if let Some(decisions) = decisions {
            world.llm.say(json!({ "decisions": decisions }).to_string());
        }
        let message = MessageInput {
            role: "user".into(),
            content: "about Mia".into(),
            timestamp: Some(at.into()),
            ..MessageInput::default()
        };
        world.clock.advance(1_000);
        block_on(engine.add(vec![message], of("ana"), &Abort::never())).unwrap();
        world.llm.forget();
    };
    let mut born = fact("Mia's son Leo was born", &["Mia:person", "Leo:person"], &["Leo son_of Mia"]);
    born["eventDate"] = "2020-05-01".into();
    tell(
        json!([fact("Mia lives in Seoul", &["Mia:person", "Seoul:place"], &["Mia lives_in Seoul"])]),
        None,
        "2026-01-10T10:00:00Z",
    );
    tell(
        json!([fact("Mia lives in Busan", &["Mia:person", "Busan:place"], &["Mia lives_in Busan"])]),
        Some(json!([{ "fact": 1, "event": "UPDATE", "memory": 1, "text": "Mia lives in Busan" }])),
        "2026-03-10T10:00:00Z",
    );
    tell(json!([born]), Some(json!([{ "fact": 1, "event": "ADD" }])), "2026-04-10T10:00:00Z");
    tell(
        json!([fact("User likes tea", &["User", "tea"], &["User likes_drink tea"])]),
        Some(json!([{ "fact": 1, "event": "ADD" }])),
        "2026-05-10T10:00:00Z",
    );
    assert_eq!(all(&engine, "ana").len(), 3);
    let mia = timeline(&engine, "Mia", TimelineOptions::default());
    let told: Vec<(&str, &str, Option<&str>)> =
        mia.iter().map(|e| (e.memory.as_str(), e.at.as_str(), e.valid_to.as_deref())).collect();
    assert_eq!(
        told,
        [
            ("Mia's son Leo was born", "2020-05-01T00:00:00Z", None),
            ("Mia lives in Seoul", "2026-01-10T10:00:00Z", Some("2026-03-10T10:00:00Z")),
            ("Mia lives in Busan", "2026-03-10T10:00:00Z", None),
        ]
    );
    assert_eq!(mia[1].replaced_by.as_deref(), Some("Mia lives in Busan"));
    assert_eq!((mia[1].version, mia[2].version, mia[1].memory_id == mia[2].memory_id), (1, 2, true));
    assert_eq!(
        (mia[0].event_time.as_deref(), mia[0].valid_from.as_str()),
        (Some("2020-05-01T00:00:00Z"), "2026-04-10T10:00:00Z")
    );
    let seoul = timeline(&engine, "Seoul", TimelineOptions::default());
    assert_eq!(seoul.len(), 1, "only the past names it");
    let window = TimelineOptions {
        from: Some("2026-02-01".into()),
        to: Some("2026-04-01".into()),
        ..TimelineOptions::default()
    };
    assert_eq!(timeline(&engine, "mia", window).len(), 1);
    let first = TimelineOptions { limit: Some(1.0), ..TimelineOptions::default() };
    assert_eq!(timeline(&engine, "Mia", first)[0].memory, "Mia's son Leo was born");
    // A change by hand and a delete stay in it, each with its end.
    world.clock.advance(86_400_000);
    block_on(
        engine.update(
            &mia[2].memory_id,
            UpdateInput { text: Some("Mia lives in Jeju".into()), metadata: None },
        ),
    )
    .unwrap();
    world.clock.advance(86_400_000);
    block_on(engine.delete(&mia[2].memory_id)).unwrap();
    let after = timeline(&engine, "Mia", TimelineOptions::default());
    let [.., busan, jeju] = &after[..] else { panic!("{after:?}") };
    assert_eq!(
        (busan.memory.as_str(), busan.replaced_by.as_deref()),
        ("Mia lives in Busan", Some("Mia lives in Jeju"))
    );
    assert!(
        jeju.valid_to.is_some()
            && jeju.replaced_by.is_none()
            && busan.valid_to.as_ref() < jeju.valid_to.as_ref()
    );
    assert!(timeline(&engine, "Nobody", TimelineOptions::default()).is_empty());
    let other = TimelineOptions { user_id: Some("bo".into()), ..TimelineOptions::default() };
    assert!(block_on(engine.timeline("Mia", other)).unwrap().is_empty());
    let wrong = TimelineOptions {
        user_id: Some("ana".into()),
        from: Some("2026-02-01".into()),
        to: Some("2026-01-01".into()),
        ..TimelineOptions::default()
    };
    assert_eq!(block_on(engine.timeline("Mia", wrong)).unwrap_err().code(), ErrorCode::InvalidInput);
}
