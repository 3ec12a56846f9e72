//! Two instances over one store, as two tabs are.

use std::future::Future;

use forgetmenot::{
    engine::{Abort, Ports, request::DeleteAllOptions},
    model::Op,
    ports::{Range, Store, Table},
};

use crate::{
    doubles::{World, add, all, search},
    support::block_on,
};

#[test]
fn each_sees_what_the_other_wrote_and_nothing_is_lost() {
    let world = World::new();
    let verbatim = || world.open_with(Ports { llm: None, ..world.ports() });
    let (one, two) = (verbatim(), verbatim());
    for n in 0..20 {
        add(if n % 2 == 0 { &one } else { &two }, "ana", &format!("memory {n}"));
    }
    assert_eq!(all(&one, "ana").len(), 20);
    assert_eq!(all(&one, "ana"), all(&two, "ana"));
    assert_eq!(search(&one, "ana", "memory 19")[0].item.memory, "memory 19");
    let id = search(&one, "ana", "memory 3")[0].item.id.clone();
    block_on(one.delete(&id)).unwrap();
    assert!(block_on(two.get(&id)).unwrap().is_none());
    block_on(two.delete_all(DeleteAllOptions { user_id: Some("ana".into()), ..Default::default() })).unwrap();
    assert!(all(&one, "ana").is_empty());
    add(&one, "ana", "after");
    block_on(two.reset()).unwrap();
    assert!(all(&one, "ana").is_empty(), "a cleared store is noticed");
    add(&one, "ana", "and usable");
    assert_eq!(all(&two, "ana"), ["and usable"]);
}

#[test]
fn an_instance_far_behind_loads_everything_anew() {
    let world = World::new();
    let verbatim = || world.open_with(Ports { llm: None, ..world.ports() });
    let (one, two) = (verbatim(), verbatim());
    for n in 0..4_500 {
        let text = format!("memory {}", n % 10);
        add(&one, "ana", &text);
    }
    let log = block_on(world.store.scan(Table::Log, &Range::default())).unwrap();
    assert!((4_096..4_096 + 256 + 1).contains(&log.len()), "{} rows: older ones are pruned", log.len());
    assert_eq!(all(&two, "ana").len(), 10);
}

/// The model decided about a memory that the other tab has changed since: the fact is kept, the change too.
#[test]
fn a_decision_about_a_memory_that_moved_on_becomes_an_add() {
    let world = World::new();
    let (one, two) = (world.open(), world.open());
    world.llm.facts(&["User lives in Lisbon"]);
    let id = add(&one, "ana", "Lisbon").results.remove(0).id;
    world.llm.facts(&["User lives in Porto"]);
    world.llm.decisions(&[(1, "UPDATE", Some(1), Some("User lives in Porto"))]);
    let never = Abort::never();
    let added = block_on(async {
        let mut adding =
            std::pin::pin!(two.add(crate::doubles::user("Porto"), crate::doubles::of("ana"), &never));
        // Let it ask for the decision, then change the memory before it can commit.
        loop {
            if let std::task::Poll::Ready(done) =
                std::future::poll_fn(|c| std::task::Poll::Ready(adding.as_mut().poll(c))).await
            {
                break done.unwrap();
            }
            if world.llm.calls() == 3 {
                let change = serde_json::from_str(r#"{"text":"User lives in Faro"}"#).unwrap();
                if one.update(&id, change).await.is_ok() {
                    break adding.await.unwrap();
                }
            }
        }
    });
    assert_eq!(added.results[0].event, Op::Add);
    assert_eq!(all(&one, "ana"), ["User lives in Faro", "User lives in Porto"]);
}
