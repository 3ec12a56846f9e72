//! What is put can be got and found in order.

use forgetmenot::ports::{
    Range, Table, Write,
    store::{MAX_KEY_BYTES, MAX_ROW_BYTES},
};

use super::{StoreEnv, key, keys, put, put_in, value, write};

pub(crate) async fn an_empty_store_is_empty(env: &dyn StoreEnv) {
    let store = env.open("main").await.unwrap();
    assert_eq!(store.seq().await.unwrap(), 0);
    for table in Table::ALL {
        assert_eq!(store.scan(*table, &Range::default()).await.unwrap(), []);
        assert_eq!(store.get(*table, &[key("a")]).await.unwrap(), [None]);
    }
    assert!(store.get(Table::Meta, &[]).await.unwrap().is_empty());
}

pub(crate) async fn what_was_put_is_got(env: &dyn StoreEnv) {
    let store = env.open("main").await.unwrap();
    for table in Table::ALL {
        write(&*store, vec![put_in(*table, "name", table.as_str())]).await.unwrap();
    }
    for table in Table::ALL {
        let got = store.get(*table, &[key("none"), key("name"), key("name")]).await.unwrap();
        let own = Some(table.as_str().as_bytes().to_vec());
        assert_eq!(got, [None, own.clone(), own], "tables are apart, answers are in the order asked");
    }
    write(&*store, vec![put("name", "second")]).await.unwrap();
    assert_eq!(value(&*store, "name").await.unwrap(), b"second");
    write(
        &*store,
        vec![Write::Delete(Table::Memories, key("name")), Write::Delete(Table::Log, key("absent"))],
    )
    .await
    .unwrap();
    assert_eq!(value(&*store, "name").await, None);
    assert_eq!(store.get(Table::Log, &[key("name")]).await.unwrap(), [Some(b"log".to_vec())]);
}

pub(crate) async fn every_byte_comes_back(env: &dyn StoreEnv) {
    let store = env.open("main").await.unwrap();
    let every: Vec<u8> = (0..=255).chain((0..=255).rev()).collect();
    write(&*store, vec![put("bytes", every.clone())]).await.unwrap();
    assert_eq!(value(&*store, "bytes").await.unwrap(), every);
    assert_eq!(store.scan(Table::Memories, &Range::default()).await.unwrap().remove(0).value, every);
}

pub(crate) async fn an_empty_value_is_a_value(env: &dyn StoreEnv) {
    let store = env.open("main").await.unwrap();
    write(&*store, vec![put("empty", [])]).await.unwrap();
    assert_eq!(value(&*store, "empty").await, Some(Vec::new()));
    assert_eq!(keys(&*store, Range::default()).await, ["empty"]);
}

pub(crate) async fn keys_are_sorted_as_bytes(env: &dyn StoreEnv) {
    let store = env.open("main").await.unwrap();
    let longest = "~".repeat(MAX_KEY_BYTES);
    let odd = [
        "a", "B", "b", "A", "10", "9", "a b", "a!", "a/b", "a\"b", "a'b", "a%b", "a_b", "\\", " ", "~", "aa",
    ];
    let mut sorted: Vec<&str> = odd.into_iter().chain([longest.as_str()]).collect();
    write(&*store, sorted.iter().map(|text| put(text, *text)).collect()).await.unwrap();
    sorted.sort_unstable();
    assert_eq!(keys(&*store, Range::default()).await, sorted);
    assert!(keys(&*store, Range::prefix(&key("a%"))).await == ["a%b"], "no character is a wildcard");
    assert!(keys(&*store, Range::prefix(&key("a_"))).await == ["a_b"], "no character is a wildcard");
    assert_eq!(keys(&*store, Range::prefix(&key(&longest))).await, [longest]);
}

pub(crate) async fn ranges_start_and_stop(env: &dyn StoreEnv) {
    let store = env.open("main").await.unwrap();
    write(&*store, ["a", "b", "c", "d"].map(|text| put(text, text)).into()).await.unwrap();
    let between = |from: Option<&str>, to: Option<&str>| Range {
        from: from.map(key),
        to: to.map(key),
        ..Range::default()
    };
    for (from, to, expected) in [
        (None, None, &["a", "b", "c", "d"][..]),
        (Some("b"), None, &["b", "c", "d"]),
        (None, Some("c"), &["a", "b"]),
        (Some("b"), Some("d"), &["b", "c"]),
        (Some("aa"), Some("bb"), &["b"]),
        (Some("b"), Some("b"), &[]),
        (Some("d"), Some("a"), &[]),
        (Some("e"), None, &[]),
    ] {
        let range = between(from, to);
        assert_eq!(keys(&*store, range.clone()).await, expected, "{range:?}");
        let backwards: Vec<&str> = expected.iter().rev().copied().collect();
        assert_eq!(keys(&*store, range.clone().reversed()).await, backwards, "{range:?} backwards");
        let none = Vec::<String>::new();
        assert_eq!(keys(&*store, range.clone().limited(0)).await, none, "{range:?}, no rows");
        assert_eq!(keys(&*store, range.reversed().limited(0)).await, none, "backwards, no rows");
    }
}

pub(crate) async fn a_prefix_is_a_range(env: &dyn StoreEnv) {
    let store = env.open("main").await.unwrap();
    write(&*store, ["t/1", "t/10", "t/~", "t0", "s/1", "t", "t."].map(|text| put(text, text)).into())
        .await
        .unwrap();
    assert_eq!(keys(&*store, Range::prefix(&key("t/"))).await, ["t/1", "t/10", "t/~"]);
    assert_eq!(keys(&*store, Range::prefix(&key("t/")).reversed().limited(1)).await, ["t/~"]);
    assert_eq!(keys(&*store, Range::from(key("t/~"))).await, ["t/~", "t0"]);
}

pub(crate) async fn reverse_and_limit(env: &dyn StoreEnv) {
    let store = env.open("main").await.unwrap();
    let all: Vec<String> = (0..20).map(|n| format!("{n:02}")).collect();
    write(&*store, all.iter().map(|text| put(text, text.as_str())).collect()).await.unwrap();
    for limit in [1, 2, 19, 20, 21, usize::MAX] {
        let expected: Vec<&String> = all.iter().take(limit).collect();
        assert_eq!(keys(&*store, Range::default().limited(limit)).await.iter().collect::<Vec<_>>(), expected);
        let expected: Vec<&String> = all.iter().rev().take(limit).collect();
        let found = keys(&*store, Range::default().limited(limit).reversed()).await;
        assert_eq!(found.iter().collect::<Vec<_>>(), expected);
        let expected: Vec<&String> = all.iter().rev().skip(5).take(limit.min(10)).collect();
        let range = Range { from: Some(key("05")), to: Some(key("15")), reverse: true, limit: Some(limit) };
        assert_eq!(keys(&*store, range).await.iter().collect::<Vec<_>>(), expected);
    }
    let rows = store.scan(Table::Memories, &Range::default().reversed().limited(3)).await.unwrap();
    assert!(rows.iter().all(|row| row.key.as_str().as_bytes() == row.value), "a key keeps its value");
}

pub(crate) async fn a_megabyte_fits_and_no_more(env: &dyn StoreEnv) {
    let store = env.open("main").await.unwrap();
    let largest: Vec<u8> = (0..MAX_ROW_BYTES).map(|at| (at % 251) as u8).collect();
    write(&*store, vec![put("large", largest.clone())]).await.unwrap();
    assert!(value(&*store, "large").await.unwrap() == largest);
    let refused = write(&*store, vec![put("large", vec![0; MAX_ROW_BYTES + 1])]).await.unwrap_err();
    assert_eq!(refused.code().as_str(), "invalid_input");
    assert!(value(&*store, "large").await.unwrap() == largest);
}

pub(crate) async fn a_file_of_many_rows_is_put_and_deleted_whole(env: &dyn StoreEnv) {
    let store = env.open("main").await.unwrap();
    let part = |n: u8| put_in(Table::Blobs, &format!("part/f/{n:04}"), vec![n; 900_000]);
    let head = put_in(Table::Blobs, "head/f", "five parts");
    write(&*store, (0..5).map(part).chain([head]).collect()).await.unwrap();
    let parts = Range::prefix(&key("part/f/"));
    let found = store.scan(Table::Blobs, &parts).await.unwrap();
    assert!(found.iter().zip(0_u8..).all(|(row, n)| row.value == vec![n; 900_000]) && found.len() == 5);
    let gone = vec![Write::Delete(Table::Blobs, key("head/f")), Write::DeleteRange(Table::Blobs, parts)];
    write(&*store, gone).await.unwrap();
    assert_eq!(store.scan(Table::Blobs, &Range::default()).await.unwrap(), []);
}

pub(crate) async fn ten_thousand_rows(env: &dyn StoreEnv) {
    let store = env.open("main").await.unwrap();
    let text = |n: usize| format!("{n:05}");
    write(&*store, (0..10_000).map(|n| put(&text(n), vec![n as u8; 100])).collect()).await.unwrap();
    let rows = store.scan(Table::Memories, &Range::default()).await.unwrap();
    assert_eq!(rows.len(), 10_000);
    for (n, row) in rows.iter().enumerate() {
        assert_eq!((row.key.as_str(), row.value.as_slice()), (text(n).as_str(), &[n as u8; 100][..]));
    }
    let asked: Vec<_> = (0..10_000).step_by(97).map(|n| key(&text(n))).collect();
    let got = store.get(Table::Memories, &asked).await.unwrap();
    assert!(got.iter().zip((0..10_000).step_by(97)).all(|(got, n)| *got == Some(vec![n as u8; 100])));
}

pub(crate) async fn tampered_bytes_come_back_as_they_are(env: &dyn StoreEnv) {
    let store = env.open("main").await.unwrap();
    write(&*store, vec![put("row", "sound")]).await.unwrap();
    env.tamper("main", Table::Memories, &key("row"), b"\0rotten\xff").await;
    assert_eq!(value(&*store, "row").await.unwrap(), b"\0rotten\xff");
    assert_eq!(env.peek("main", Table::Memories, &key("row")).await.unwrap(), b"\0rotten\xff");
    assert_eq!(env.peek("main", Table::Memories, &key("none")).await, None);
    assert_eq!(store.seq().await.unwrap(), 1);
}
