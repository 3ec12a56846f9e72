//! The graph: which names are one, who stands near whom, how two are connected, and what comes and goes with its memory.

use forgetmenot::{
    ErrorCode,
    engine::{
        Abort, Engine,
        request::{AddOptions, EntitiesOptions, MessageInput, NeighborsOptions, PathOptions, UpdateInput},
        response::{GraphPath, Neighborhood},
    },
};
use serde_json::{Value, json};

use crate::{
    doubles::{World, add, of},
    support::block_on,
};

/// An entity as `name:type=alias,alias`, all but the name left out where there is none.
fn entity(text: &str) -> Value {
    let (rest, aliases) = text.split_once('=').unwrap_or((text, ""));
    let (name, kind) = rest.split_once(':').unwrap_or((rest, ""));
    let aliases: Vec<&str> = aliases.split(',').filter(|alias| !alias.is_empty()).collect();
    json!({ "name": name, "type": Some(kind).filter(|kind| !kind.is_empty()), "aliases": aliases })
}

/// A fact that names entities and states relations ("Mia sister_of User").
pub(crate) fn fact(text: &str, entities: &[&str], relations: &[&str]) -> Value {
    let relation = |text: &&str| {
        let parts: Vec<&str> = text.split(' ').collect();
        let at = parts.iter().position(|part| part.contains('_')).unwrap_or_default();
        let (subject, rest) = parts.split_at(at);
        let (predicate, object) = rest.split_first().unwrap_or((&"", &[]));
        json!({ "subject": subject.join(" "), "predicate": predicate, "object": object.join(" ") })
    };
    json!({
        "text": text, "kind": "fact", "messages": [1], "speaker": "user", "confidence": 1,
        "entities": entities.iter().map(|text| entity(text)).collect::<Vec<_>>(),
        "relations": relations.iter().map(relation).collect::<Vec<_>>(),
    })
}

/// Adds facts to what is known of somebody, each as something new.
pub(crate) fn know(world: &World, engine: &Engine, user: &str, facts: &[Value]) -> Vec<String> {
    world.clock.advance(1_000);
    world.llm.say(json!({ "facts": facts, "summary": "" }).to_string());
    let adds: Vec<Value> = (1..=facts.len()).map(|n| json!({ "fact": n, "event": "ADD" })).collect();
    world.llm.say(json!({ "decisions": adds }).to_string());
    let before = world.llm.calls();
    let text: Vec<&str> = facts.iter().filter_map(|fact| fact["text"].as_str()).collect();
    let added = add(engine, user, &text.join(". "));
    if world.llm.calls() == before + 1 {
        // Nothing was near, so the decision was not asked for: it must not answer the next call.
        block_on(engine.flush(&Abort::never())).unwrap();
        world.llm.forget();
    }
    added.results.into_iter().map(|item| item.id).collect()
}

fn within(user: &str) -> NeighborsOptions {
    NeighborsOptions { user_id: Some(user.into()), ..NeighborsOptions::default() }
}

fn near(engine: &Engine, entity: &str) -> Neighborhood {
    block_on(engine.neighbors(entity, within("ana"))).unwrap()
}

fn names(found: &Neighborhood) -> Vec<&str> {
    let mut names: Vec<&str> = found.neighbors.iter().map(|n| n.entity.name.as_str()).collect();
    names.sort_unstable();
    names
}

fn entities(engine: &Engine, user: &str) -> Vec<String> {
    let options = EntitiesOptions { user_id: Some(user.into()), ..EntitiesOptions::default() };
    let found = block_on(engine.entities(options)).unwrap();
    let mut names: Vec<String> = found.into_iter().map(|item| item.entity.name).collect();
    names.sort_unstable();
    names
}

fn path(engine: &Engine, from: &str, to: &str) -> Option<GraphPath> {
    let options = PathOptions { user_id: Some("ana".into()), ..PathOptions::default() };
    block_on(engine.path(from, to, options)).unwrap()
}

#[test]
fn neighbours_come_with_the_relations_that_lead_to_them() {
    let world = World::new();
    let engine = world.open();
    let ids = know(
        &world,
        &engine,
        "ana",
        &[
            fact("User's sister is Mia", &["User:person", "Mia:person"], &["Mia sister_of User"]),
            fact("Mia works at Acme", &["Mia:person", "Acme:organization"], &["Mia works_at Acme"]),
            fact("Acme is in Porto", &["Acme:organization", "Porto:place"], &["Acme located_in Porto"]),
        ],
    );
    let mia = near(&engine, "mia");
    assert_eq!(
        mia.entity.as_ref().map(|e| (e.name.as_str(), e.kind.as_deref())),
        Some(("Mia", Some("person")))
    );
    assert_eq!(names(&mia), ["Acme", "User"]);
    let acme = mia.neighbors.iter().find(|n| n.entity.name == "Acme").unwrap();
    let [works] = &acme.relations[..] else { panic!("{acme:?}") };
    assert_eq!(
        (works.subject.as_str(), works.predicate.as_str(), works.object.as_str()),
        ("Mia", "works_at", "Acme")
    );
    assert_eq!(
        (&works.memory_id, works.valid_from.as_str(), &works.valid_to),
        (&ids[1], "2026-11-22T10:00:01Z", &None)
    );
    let far = NeighborsOptions { depth: Some(2.0), ..within("ana") };
    let far = block_on(engine.neighbors("Mia", far)).unwrap();
    assert_eq!(names(&far), ["Acme", "Porto", "User"]);
    assert_eq!(far.neighbors.last().map(|n| (n.entity.name.as_str(), n.distance)), Some(("Porto", 2)));
    let found = path(&engine, "Porto", "User").unwrap();
    let nodes: Vec<&str> = found.path.iter().map(|e| e.name.as_str()).collect();
    assert_eq!(nodes, ["Porto", "Acme", "Mia", "User"]);
    let steps: Vec<&str> = found.relations.iter().map(|r| r.predicate.as_str()).collect();
    assert_eq!(steps, ["located_in", "works_at", "sister_of"]);
    assert!(path(&engine, "Porto", "Nobody").is_none());
    let short = PathOptions { max_depth: Some(2.0), user_id: Some("ana".into()), ..PathOptions::default() };
    assert!(block_on(engine.path("Porto", "User", short)).unwrap().is_none(), "three steps are too many");
}

#[test]
fn names_that_are_one_are_one_entity() {
    let world = World::new();
    let engine = world.open();
    know(
        &world,
        &engine,
        "ana",
        &[
            fact(
                "민지(영어로 Minji)는 서울에 산다",
                &["민지:person=Minji", "서울:place"],
                &["민지 lives_in 서울"],
            ),
            fact("Minji likes tea", &["Minji:person", "tea"], &["Minji likes_drink tea"]),
            fact("민지 씨는 의사다", &["민지 씨:person", "의사"], &["민지 씨 works_as 의사"]),
            fact("김민지는 고양이가 있다", &["김민지:person", "나비:animal"], &["김민지 has_pet 나비"]),
            fact("Anne Marie paints", &["Anne Marie:person", "painting"], &["Anne Marie likes_art painting"]),
            fact("Anne-Marie sings", &["Anne-Marie", "singing"], &["Anne-Marie likes_art singing"]),
        ],
    );
    let minji = near(&engine, "minji");
    assert_eq!(names(&minji), ["tea", "나비", "서울", "의사"]);
    let minji = minji.entity.unwrap();
    assert_eq!(minji.name, "민지");
    assert_eq!(minji.aliases, ["Minji", "김민지"]);
    for name in ["민지님", "민지는", "김민지", "Minij"] {
        assert_eq!(near(&engine, name).entity.map(|e| e.name).as_deref(), Some("민지"), "{name}");
    }
    assert_eq!(names(&near(&engine, "anne marie")), ["painting", "singing"]);
    assert!(near(&engine, "Mindy").entity.is_none());
    assert!(near(&engine, "Mindy").neighbors.is_empty(), "who is not known has no neighbours");
}

#[test]
fn what_might_be_two_stays_two() {
    let world = World::new();
    let engine = world.open();
    know(
        &world,
        &engine,
        "ana",
        &[
            fact("Mia Kim lives in Seoul", &["Mia Kim:person", "Seoul:place"], &["Mia Kim lives_in Seoul"]),
            fact("Mia Lee lives in Busan", &["Mia Lee:person", "Busan:place"], &["Mia Lee lives_in Busan"]),
            fact("Mia plays chess", &["Mia:person", "chess"], &["Mia plays_game chess"]),
            fact("User's cat is Miso", &["User", "Miso:animal"], &["User has_pet Miso"]),
            fact("User likes miso soup", &["User", "miso:food"], &["User likes_food miso"]),
            fact("Minji lives in Jeju", &["Minji:person", "Jeju:place"], &["Minji lives_in Jeju"]),
            fact("민지는 대구에 산다", &["민지:person", "대구:place"], &["민지 lives_in 대구"]),
            fact(
                "Bo is the brother of Bo Chen",
                &["Bo:person", "Bo Chen:person"],
                &["Bo brother_of Bo Chen"],
            ),
        ],
    );
    assert_eq!(names(&near(&engine, "Mia")), ["chess"], "two are called so");
    assert_eq!(names(&near(&engine, "Mia Kim")), ["Seoul"]);
    assert_eq!(names(&near(&engine, "Lee")), ["Busan"], "one is called so");
    assert_eq!(names(&near(&engine, "Minji")), ["Jeju"], "nobody said that 민지 is Minji");
    assert_eq!(names(&near(&engine, "Bo")), ["Bo Chen"]);
    let kinds: Vec<_> = near(&engine, "User").neighbors.into_iter().map(|n| n.entity).collect();
    assert_eq!(kinds.iter().filter(|e| e.name.eq_ignore_ascii_case("miso")).count(), 2, "{kinds:?}");
}

#[test]
fn the_person_is_one_whatever_they_are_called() {
    let world = World::new();
    let engine = world.open();
    know(
        &world,
        &engine,
        "ana",
        &[
            fact(
                "User is called Ana Silva",
                &["User:person", "Ana Silva:person"],
                &["User has_name Ana Silva"],
            ),
            fact("Ana lives in Lisbon", &["Ana:person", "Lisbon:place"], &["Ana lives_in Lisbon"]),
            fact("User's boss is Bo", &["Bo:person=my boss"], &["Bo boss_of User"]),
        ],
    );
    for name in ["User", "Ana", "me", "ana silva"] {
        assert_eq!(names(&near(&engine, name)), ["Bo", "Lisbon"], "{name}");
    }
    assert_eq!(near(&engine, "my boss").entity.map(|e| (e.name, e.aliases)), Some(("Bo".into(), Vec::new())));
    know(
        &world,
        &engine,
        "bo",
        &[
            fact("User is called Ana", &["User", "Ana:person"], &["User has_name Ana"]),
            fact("User's sister is Ana, too", &["User", "Ana:person"], &["Ana sister_of User"]),
        ],
    );
    assert_eq!(entities(&engine, "bo"), ["Ana", "User"], "another person is called so");
}

#[test]
fn relations_come_and_go_with_their_memories() {
    let world = World::new();
    let engine = world.open();
    let ids = know(
        &world,
        &engine,
        "ana",
        &[
            fact("Mia lives in Seoul", &["Mia:person", "Seoul:place"], &["Mia lives_in Seoul"]),
            fact("Mia has a dog called Rex", &["Mia:person", "Rex:animal"], &["Mia has_pet Rex"]),
        ],
    );
    assert_eq!(names(&near(&engine, "Mia")), ["Rex", "Seoul"]);
    world.clock.advance(86_400_000);
    let change = UpdateInput { text: Some("Mia lives in Busan".into()), metadata: None };
    block_on(engine.update(&ids[0], change)).unwrap();
    assert_eq!(names(&near(&engine, "Mia")), ["Rex"], "the text no longer says it");
    assert!(near(&engine, "Seoul").entity.is_none());
    block_on(engine.delete(&ids[1])).unwrap();
    assert_eq!(names(&near(&engine, "Mia")), [""; 0]);
    assert_eq!(entities(&engine, "ana"), ["Mia"]);
    let then = NeighborsOptions { as_of: Some("2026-11-22T12:00:00Z".into()), ..within("ana") };
    assert_eq!(names(&block_on(engine.neighbors("Mia", then)).unwrap()), ["Rex", "Seoul"], "so it was then");
    let before = NeighborsOptions { as_of: Some("2026-11-21".into()), ..within("ana") };
    assert!(block_on(engine.neighbors("Mia", before)).unwrap().entity.is_none());
    // Opened again, and from another tab, it is the same graph.
    assert_eq!(entities(&world.open(), "ana"), ["Mia"]);
    know(
        &world,
        &world.open(),
        "ana",
        &[fact("Mia met Bo", &["Mia:person", "Bo:person"], &["Mia knows_person Bo"])],
    );
    assert_eq!(names(&near(&engine, "Mia")), ["Bo"]);
}

#[test]
fn what_is_over_links_no_more() {
    let world = World::new();
    let engine = world.open();
    let mut trip =
        fact("User is in Rome with Mia", &["User", "Rome:place", "Mia:person"], &["User travels_with Mia"]);
    trip["expires"] = "2026-11-24".into();
    know(&world, &engine, "ana", &[trip]);
    let mia = near(&engine, "Mia");
    assert_eq!(mia.neighbors[0].relations[0].valid_to.as_deref(), Some("2026-11-25T00:00:00Z"));
    world.clock.advance(86_400_000 * 5);
    assert!(near(&engine, "Mia").neighbors.is_empty());
}

#[test]
fn nobody_sees_the_graph_of_another() {
    let world = World::new();
    let engine = world.open();
    know(
        &world,
        &engine,
        "ana",
        &[fact("Mia is User's friend", &["Mia:person", "User"], &["Mia friend_of User"])],
    );
    know(
        &world,
        &engine,
        "bo",
        &[fact("Mia owns Acme", &["Mia:person", "Acme:organization"], &["Mia owner_of Acme"])],
    );
    assert_eq!(
        (entities(&engine, "ana"), entities(&engine, "bo")),
        (vec!["Mia".to_owned(), "User".into()], vec!["Acme".to_owned(), "Mia".into()])
    );
    assert_eq!(names(&near(&engine, "Mia")), ["User"]);
    assert!(entities(&engine, "cy").is_empty());
    assert!(path(&engine, "User", "Acme").is_none());
    // A run's memories belong to the person's graph, and not the other way round.
    let message = MessageInput { role: "user".into(), content: "Zed came".into(), ..MessageInput::default() };
    world.llm.say(
        json!({ "facts": [fact("Zed knows Mia", &["Zed:person", "Mia:person"], &["Zed knows_person Mia"])] })
            .to_string(),
    );
    let options = AddOptions { run_id: Some("r".into()), ..of("ana") };
    block_on(engine.add(vec![message], options, &Abort::never())).unwrap();
    assert_eq!(names(&near(&engine, "Mia")), ["User", "Zed"]);
    let run = NeighborsOptions { run_id: Some("r".into()), ..within("ana") };
    assert_eq!(names(&block_on(engine.neighbors("Mia", run)).unwrap()), ["Zed"]);
}

#[test]
fn what_cannot_be_asked_is_refused() {
    let engine = World::new().open();
    let code =
        |options: NeighborsOptions, name: &str| block_on(engine.neighbors(name, options)).unwrap_err().code();
    assert_eq!(code(NeighborsOptions::default(), "Mia"), ErrorCode::ScopeRequired);
    for (name, options) in [
        ("", within("ana")),
        ("Mia", NeighborsOptions { depth: Some(0.0), ..within("ana") }),
        ("Mia", NeighborsOptions { depth: Some(5.0), ..within("ana") }),
        ("Mia", NeighborsOptions { limit: Some(0.5), ..within("ana") }),
        ("Mia", NeighborsOptions { as_of: Some("then".into()), ..within("ana") }),
    ] {
        assert_eq!(code(options, name), ErrorCode::InvalidInput, "{name}");
    }
}
