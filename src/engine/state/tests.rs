//! Whatever happens to it, saved or not: a state is what its memories make of it.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::model::{Evidence, Kind, Metadata, Relation, Timestamp, Version};

const DIMS: usize = 32;

/// One step of a history.
#[derive(Clone, Debug)]
enum Step {
    Put {
        id: u8,
        user: u8,
        text: u8,
        embedded: bool,
    },
    Renew {
        id: u8,
        text: u8,
        embedded: bool,
    },
    Remove(u8),
    Embed(u8),
    /// Saves, and loads what was saved, but for the parts picked, which are damaged.
    Reopen {
        lost: Vec<usize>,
    },
}

fn step() -> impl Strategy<Value = Step> {
    let put = (0_u8..40, 0_u8..3, 0_u8..12, any::<bool>());
    let renew = (0_u8..40, 0_u8..12, any::<bool>());
    prop_oneof![
        6 => put.prop_map(|(id, user, text, embedded)| Step::Put { id, user, text, embedded }),
        2 => renew.prop_map(|(id, text, embedded)| Step::Renew { id, text, embedded }),
        2 => (0_u8..40).prop_map(Step::Remove),
        1 => (0_u8..40).prop_map(Step::Embed),
        2 => proptest::collection::vec(0_usize..8, 0..3).prop_map(|lost| Step::Reopen { lost }),
    ]
}

fn id(n: u8) -> MemoryId {
    MemoryId::new(Timestamp::from_millis(i64::from(n)).unwrap(), &[n; 10])
}

fn words(n: u8) -> String {
    format!("shelf{} number{n} tea", n % 3)
}

fn vector(n: u8) -> Vec<f32> {
    (0..DIMS).map(|at| ((at * 7 + usize::from(n) * 13) % 23) as f32 - 11.0).collect()
}

/// Two of three are turns of a conversation, some with a speaker.
fn version(text: u8) -> Version {
    let turn = !text.is_multiple_of(3);
    let said_at = Timestamp::from_millis(i64::from(text % 5) * 1_000_000).unwrap();
    let name = [None, Some("Ana"), Some("민지")][usize::from(text) % 3].map(str::to_owned);
    let evidence = Evidence { name, said_at: turn.then_some(said_at), ..Evidence::default() };
    Version {
        number: 1,
        text: words(text),
        kind: if turn { Kind::Verbatim } else { Kind::Fact },
        categories: Vec::new(),
        expires_at: text.is_multiple_of(4).then(|| Timestamp::from_millis(i64::from(text) + 1).unwrap()),
        valid_from: Timestamp::from_millis(5).unwrap(),
        evidence,
        relations: vec![Relation { subject: node(text), predicate: "knows".into(), object: node(text + 3) }],
        ..Version::default()
    }
}

fn node(n: u8) -> String {
    format!("Node{}", n % 12)
}

/// What a graph links to each node, with ids for slots.
fn linked(state: &State, scope: &Scope) -> Vec<String> {
    let graph = state.graph(scope);
    let of = |n: u8| {
        let links = graph.links(&node(n), 0);
        let named = |slot: u32| format!("{} {}", state.at(slot).unwrap().id, links.of(slot));
        let mut named: Vec<String> = links.nearest(99, |_| true).into_iter().map(named).collect();
        named.sort();
        format!("{named:?}")
    };
    (0..12).map(of).collect()
}

fn empty() -> State {
    let space = EmbeddingSpace { provider: "p".into(), model: "m".into(), dims: DIMS };
    State::new(Some(&space), IndexOptions::default())
}

/// Memories and the vectors of their current versions: what the rows of a store are.
type Rows = BTreeMap<u8, (Memory, Option<Vec<f32>>)>;
type Disk = BTreeMap<String, (u64, Vec<u8>)>;

fn from_rows(rows: &Rows) -> State {
    let mut state = empty();
    rows.values().for_each(|(memory, vector)| state.put(memory.clone(), vector.as_deref()).unwrap());
    state
}

/// Saves the parts that changed and loads all but the lost; what is missing then is read from the rows.
fn reopen(state: &State, disk: &mut Disk, lost: &[usize], rows: &Rows) -> State {
    let parts = state.parts();
    for (name, version) in &parts {
        if disk.get(name).is_none_or(|(saved, _)| saved != version) {
            disk.insert(name.clone(), (*version, state.export(name).unwrap()));
        }
    }
    disk.retain(|name, _| parts.iter().any(|(known, _)| known == name));
    let names: Vec<String> = disk.keys().cloned().collect();
    let mut loaded = empty();
    for (n, name) in names.iter().enumerate().filter(|(n, _)| !lost.contains(n)) {
        loaded.import(name, &disk[name].1).unwrap_or_else(|e| panic!("part {n} {name}: {e}"));
    }
    let versions = loaded.finish_import(names.iter().map(String::as_str));
    for (n, name) in names.iter().enumerate() {
        match versions.get(name).filter(|_| !lost.contains(&n)) {
            Some(version) => disk.get_mut(name).unwrap().0 = *version,
            None => drop(disk.remove(name)),
        }
    }
    for (memory, vector) in rows.values() {
        if loaded.slot(&memory.id).is_none() {
            loaded.put(memory.clone(), None).unwrap();
        }
        let slot = loaded.slot(&memory.id).unwrap();
        if let (false, Some(vector)) = (loaded.vectors.as_ref().unwrap().contains(slot), vector) {
            loaded.embed(&memory.id, vector).unwrap();
        }
    }
    loaded
}

/// What a state answers, with ids for slots.
fn shown(state: &State) -> Vec<String> {
    let name = |slot: u32| state.at(slot).map_or_else(|| "nobody".to_owned(), |m| m.id.to_string());
    let ranked = |found: Vec<crate::index::Scored>| {
        let mut all: Vec<String> = found.iter().map(|s| format!("{:.5} {}", s.score, name(s.slot))).collect();
        all.sort();
        format!("{all:?}")
    };
    let mut out = vec![format!("{}", state.len())];
    for user in ["u0", "u1", "u2", "u3"] {
        let scope = Scope::user(user);
        let allowed = state.allowed(&scope, None, None);
        for ms in [0, 5, 9, 99] {
            let at = Timestamp::from_millis(ms).unwrap();
            let lasting: Vec<u32> =
                allowed.iter().filter(|s| !state.at(*s).unwrap().has_expired(at)).collect();
            assert!(state.allowed(&scope, None, Some(at)).iter().eq(lasting), "at {ms}");
        }
        let mut memories: Vec<String> = allowed.iter().map(|slot| format!("{:?}", state.at(slot))).collect();
        memories.sort();
        out.extend(memories);
        out.extend(linked(state, &scope));
        out.push(format!("{}", state.knows(&scope)));
        let asked = state.asked(&scope, "did Ana or 민지는");
        out.push(format!("{:?} {:?}", asked, state.asked(&scope, "Ana").speaker));
        let threads = state.threads();
        let mut turns: Vec<String> = allowed
            .iter()
            .map(|slot| {
                let of = threads
                    .session(slot)
                    .map(|s| threads.of_session(s).iter().map(|s| name(*s)).collect::<Vec<_>>());
                let beside = threads.beside(slot, -1).map(name);
                format!(
                    "{} {:?} {:?} {of:?} {beside:?}",
                    name(slot),
                    state.turns.of(slot),
                    threads.turn(slot).map(|t| t.speaker)
                )
            })
            .collect();
        turns.sort();
        out.extend(turns);
        for text in 0..12 {
            let same = state.same_text(&scope, &words(text).to_uppercase(), Timestamp::default());
            out.push(format!("{:?}", same.map(|m| m.current().map(|v| &v.text))));
            out.push(ranked(state.words.search(&words(text), 99, Some(&allowed))));
        }
        let index = state.vectors.as_ref().unwrap();
        out.push(ranked(index.search(&vector(3), 99, Some(&allowed)).unwrap()));
    }
    let mut bare: Vec<&str> = state.unembedded().map(|memory| memory.id.as_str()).collect();
    bare.sort_unstable();
    out.push(format!("{bare:?}"));
    out
}

proptest! {
    #[test]
    fn from_parts_and_changes_it_is_what_the_rows_make(steps in proptest::collection::vec(step(), 0..60)) {
        let (mut state, mut rows, mut disk) = (empty(), Rows::new(), Disk::new());
        for step in steps {
            match step {
                Step::Put { id: n, user, text, embedded } => {
                    let memory =
                        Memory::new(id(n), Scope::user(format!("u{user}")), Metadata::default(), version(text));
                    let vector = embedded.then(|| vector(text));
                    // The same version again keeps its vector.
                    let kept = rows.get(&n).filter(|(m, _)| m.versions().len() == 1).and_then(|(_, v)| v.clone());
                    state.put(memory.clone(), vector.as_deref()).unwrap();
                    rows.insert(n, (memory, vector.or(kept)));
                }
                Step::Renew { id: n, text, embedded } => {
                    let Some((memory, old)) = rows.get_mut(&n) else { continue };
                    memory.supersede(version(text));
                    *old = embedded.then(|| vector(text));
                    state.put(memory.clone(), old.as_deref()).unwrap();
                }
                Step::Remove(n) => {
                    rows.remove(&n);
                    state.remove(&id(n));
                }
                Step::Embed(n) => {
                    if let Some((_, old)) = rows.get_mut(&n) {
                        *old = Some(vector(n));
                    }
                    state.embed(&id(n), &vector(n)).unwrap();
                }
                Step::Reopen { lost } => state = reopen(&state, &mut disk, &lost, &rows),
            }
            // What is kept of a graph must not outlive a change.
            let _ = (state.graph(&Scope::user("u0")), state.graph(&Scope::default()));
        }
        prop_assert_eq!(shown(&state), shown(&from_rows(&rows)));
        prop_assert_eq!(shown(&reopen(&state, &mut disk, &[], &rows)), shown(&from_rows(&rows)));
    }
}

#[test]
fn slots_are_used_again_from_the_lowest() {
    let mut state = empty();
    let put = |state: &mut State, n: u8| {
        let memory = Memory::new(id(n), Scope::user("ana"), Metadata::default(), version(n));
        state.put(memory, None).unwrap();
        state.slot(&id(n)).unwrap()
    };
    assert_eq!((0..4).map(|n| put(&mut state, n)).collect::<Vec<_>>(), [0, 1, 2, 3]);
    for n in [2, 0, 3] {
        state.remove(&id(n));
    }
    assert_eq!((4..8).map(|n| put(&mut state, n)).collect::<Vec<_>>(), [0, 2, 3, 4]);
}

#[test]
fn a_damaged_block_is_refused_as_a_whole() {
    let mut state = empty();
    for n in 0..5 {
        let memory = Memory::new(id(n), Scope::user("ana"), Metadata::default(), version(n));
        state.put(memory, None).unwrap();
    }
    let block = state.export("docs/00000000").unwrap();
    for cut in 0..block.len() {
        let mut other = empty();
        assert!(other.import("docs/00000000", &block[..cut]).is_err() && other.len() == 0, "cut at {cut}");
    }
    let mut other = empty();
    other.import("docs/00000000", &block).unwrap();
    for name in ["docs/00000000", "docs/00000001", "docs/ffffffff", "docs/", "nothing", ""] {
        assert!(other.import(name, &block).is_err(), "{name}: the same memories twice");
    }
    assert_eq!(other.len(), 5);
    assert!((0..block.len()).all(|at| {
        let mut bad = block.clone();
        bad[at] ^= 0x55;
        let mut other = empty();
        let _ = other.import("docs/00000000", &bad);
        other.finish_import(["docs/00000000"].into_iter());
        shown(&other).len() > 1
    }));
}

#[test]
fn entities_are_read_in_slices() {
    let (mut rows, mut disk) = (Rows::new(), Disk::new());
    for n in [0, 3, 6, 9] {
        rows.insert(n, (Memory::new(id(n), Scope::user("ana"), Metadata::default(), version(n)), None));
    }
    let everybody = Scope::default();
    let state = reopen(&from_rows(&rows), &mut disk, &[], &rows);
    assert!(state.graph_within(&Scope::user("ana"), 2).is_none(), "two are left");
    assert!(!state.read_entities(&everybody, 1) && state.read_entities(&everybody, 1));
    assert!(state.graph_within(&Scope::user("ana"), 0).is_some());
    assert_eq!(linked(&state, &everybody), linked(&from_rows(&rows), &everybody));
    assert!(linked(&state, &everybody).iter().any(|links| links.contains(" 0.5")));
}
