//! A snapshot makes opening faster and decides nothing: damaged, cut off or missing, every answer stays what it was.

use std::collections::BTreeMap;

use forgetmenot::{
    engine::{
        Engine,
        request::{DeleteAllOptions, UpdateInput},
        response::{MemoryItem, SearchHit},
    },
    ports::{Batch, Durability, Key, Table, Write},
};

use super::{super::StoreEnv, World, add, add_all, all, faults::cut_short, search};

/// What an engine answers.
#[derive(Debug, PartialEq)]
struct Answers {
    listed: Vec<Vec<String>>,
    found: Vec<Vec<(MemoryItem, String)>>,
    memories: usize,
    vectors: usize,
}

async fn answers(engine: &Engine) -> Answers {
    let (mut listed, mut found) = (Vec::new(), Vec::new());
    let shown = |hit: SearchHit| (hit.item, format!("{:.4} {:?}", hit.score, hit.explain.len()));
    for who in ["ana", "bo", "cy"] {
        listed.push(all(engine, who).await);
        for query in ["number7", "thing3 number130", "nothing like it", "newcomer"] {
            let mut hits: Vec<_> = search(engine, who, query).await.into_iter().map(shown).collect();
            // Slots, and so the order of equals, may differ.
            hits.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.id.cmp(&b.0.id)));
            hits.truncate(3);
            found.push(hits);
        }
    }
    let health = engine.health().await.unwrap();
    assert!(health.set_aside.is_empty(), "a page is derived: nothing is lost with it");
    Answers { listed, found, memories: health.memories, vectors: health.index.vectors }
}

/// A store with a snapshot of several parts of each kind, and a few changes since.
async fn furnish(world: &World<'_>) {
    let engine = world.open().await.unwrap();
    add_all(&engine, "ana", (0..280).map(|n| format!("memory number{n} about thing{}", n % 17)).collect())
        .await;
    add_all(&engine, "bo", (0..20).map(|n| format!("note number{n} about thing{}", n % 5)).collect()).await;
    for n in [3, 150] {
        let id = search(&engine, "ana", &format!("number{n}")).await.remove(0).item.id;
        engine.delete(&id).await.unwrap();
    }
    while engine.maintain().await.unwrap() {}
    engine.close().await.unwrap();
    let engine = world.open().await.unwrap();
    let id = search(&engine, "ana", "number7").await.remove(0).item.id;
    let text = UpdateInput { text: Some("number7 is a newcomer".into()), metadata: None };
    engine.update(&id, text).await.unwrap();
    add(&engine, "cy", "the newcomer number7").await;
    drop(engine); // not closed: these changes are in the log alone
}

pub(crate) async fn any_damage_to_a_snapshot_costs_only_time(env: &dyn StoreEnv) {
    let world = World::new(env);
    furnish(&world).await;
    let engine = world.open().await.unwrap();
    let expected = answers(&engine).await;
    assert_eq!((expected.memories, expected.vectors), (299, 299));
    drop(engine);
    let embedded = world.embedder.embedded.get();
    let (pages, mut opened) = (world.rows(Table::Pages).await, 0);
    assert!(pages.len() > 6, "{}", pages.len());
    for (n, page) in pages.iter().enumerate() {
        let other = pages.get((n + 1) % pages.len()).unwrap();
        let cut = page.value.get(..page.value.len() / 2).unwrap().to_vec();
        for (damage, value) in
            [("flipped", None), ("cut", Some(cut)), ("exchanged", Some(other.value.clone()))]
        {
            match value {
                Some(value) => env.tamper("main", Table::Pages, &page.key, &value).await,
                None => world.damage(Table::Pages, page).await,
            }
            let engine = world.open().await.unwrap();
            assert_eq!(answers(&engine).await, expected, "{damage}: {}", page.key.as_str());
            opened += 1;
        }
        let store = env.open("main").await.unwrap();
        let writes = vec![Write::Delete(Table::Pages, page.key.clone())];
        store.apply(&Batch { durability: Durability::Relaxed, writes }).await.unwrap();
        store.close().await.unwrap();
        assert_eq!(answers(&world.open().await.unwrap()).await, expected, "removed: {}", page.key.as_str());
        opened += 1;
        env.tamper("main", Table::Pages, &page.key, &page.value).await;
    }
    let asked = world.embedder.embedded.get() - embedded;
    assert_eq!(asked, opened * 4, "only the questions were embedded");
    // Closing mends it: what was left whole and what was made again fit together.
    for n in 0..pages.len() {
        let Some(page) = world.rows(Table::Pages).await.into_iter().nth(n) else { break };
        world.damage(Table::Pages, &page).await;
        world.open().await.unwrap().close().await.unwrap();
        assert_eq!(answers(&world.open().await.unwrap()).await, expected, "mended: {}", page.key.as_str());
    }
}

/// Whatever was written when the save was cut off: the next engine answers alike, and can save.
pub(crate) async fn killed_while_saving_a_snapshot_is_old_or_new(env: &dyn StoreEnv) {
    let world = World::new(env);
    furnish(&world).await;
    let mut expected = answers(&world.open().await.unwrap()).await;
    let mut finished = false;
    for polls in 1..=60 {
        let engine = world.open().await.unwrap();
        add(&engine, "bo", &format!("kill at poll{polls}")).await;
        expected.listed.get_mut(1).unwrap().push(format!("kill at poll{polls}"));
        finished = cut_short(engine.close(), polls).await;
        drop(engine);
        env.sleep(30).await; // a batch that was under way may still be written
        let engine = world.open().await.unwrap();
        let now = answers(&engine).await;
        assert_eq!(now.listed, expected.listed, "after {polls} polls");
        assert_eq!(now.vectors, expected.vectors + polls, "after {polls} polls");
        drop(engine);
        if finished {
            break;
        }
    }
    assert!(finished, "closing takes fewer than sixty polls");
}

pub(crate) async fn a_small_change_writes_little(env: &dyn StoreEnv) {
    let world = World::new(env);
    let engine = world.open().await.unwrap();
    let text = |n: usize| format!("memory number{n} about thing{} and place{}", n % 170, n % 31);
    for some in (0..5_000).collect::<Vec<usize>>().chunks(1_000) {
        add_all(&engine, "ana", some.iter().map(|n| text(*n)).collect()).await;
    }
    while engine.maintain().await.unwrap() {}
    engine.close().await.unwrap();
    let pages = async || -> BTreeMap<Key, Vec<u8>> {
        world.rows(Table::Pages).await.into_iter().map(|row| (row.key, row.value)).collect()
    };
    let before = pages().await;
    let engine = world.open().await.unwrap();
    add(&engine, "ana", "one more memory").await;
    engine.close().await.unwrap();
    let after = pages().await;
    let written: usize = after
        .iter()
        .filter(|(key, value)| before.get(*key) != Some(*value))
        .map(|(_, value)| value.len())
        .sum();
    let all: usize = after.values().map(Vec::len).sum();
    assert!(written > 0 && written < 200_000 && written < all / 5, "{written} of {all} bytes");
    assert!(all < before.values().map(Vec::len).sum::<usize>() + 10_000, "what was replaced is gone");
    let engine = world.open().await.unwrap();
    assert_eq!(engine.health().await.unwrap().memories, 5_001);
    engine.close().await.unwrap();
}

pub(crate) async fn saving_keeps_no_query_waiting(env: &dyn StoreEnv) {
    let world = World::new(env);
    furnish(&world).await;
    let engine = world.open().await.unwrap();
    add(&engine, "ana", "said while saving").await;
    let (closed, hits) = {
        // Closing refuses what comes after it, so the save is the one that upkeep makes.
        add_all(&engine, "bo", (0..600).map(|n| format!("crowd number{n}")).collect()).await;
        futures_util::future::join(engine.maintain(), search(&engine, "ana", "said while saving")).await
    };
    closed.unwrap();
    assert_eq!(hits.first().unwrap().item.memory, "said while saving");
    engine.close().await.unwrap();
}

pub(crate) async fn a_hard_delete_leaves_no_word_in_the_snapshot(env: &dyn StoreEnv) {
    let world = World::new(env);
    let engine = world.open().await.unwrap();
    add(&engine, "ana", "ana hides marzipan").await;
    add(&engine, "bo", "bo likes licorice").await;
    engine.close().await.unwrap();
    let engine = world.open().await.unwrap();
    let hard = DeleteAllOptions { user_id: Some("ana".into()), hard: Some(true), ..Default::default() };
    engine.delete_all(hard).await.unwrap();
    assert!(world.rows(Table::Pages).await.is_empty(), "at once");
    engine.close().await.unwrap();
    let pages = world.rows(Table::Pages).await;
    assert!(!pages.is_empty());
    for page in pages {
        assert!(!String::from_utf8_lossy(&page.value).contains("marzipan"), "{}", page.key.as_str());
    }
}
