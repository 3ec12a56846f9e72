//! From words to entities: one that a caller names, and those that a question is about.

use super::{kinship::kin_in, project::Graph};
use crate::sort::Arrange;
use crate::text::{is_one_slip, keys_in, name_key, without_particle};

/// What a caller may call the person.
const ME: &[&str] = &["me", "myself", "i", "나", "저"];

impl Graph {
    /// The entity of a name: as it is spelled in any way, without a Korean particle, by part of it, by how it stands to the
    /// person ("my sister"), or with one slip; each only if nothing came before, and the last three only if one entity fits.
    /// Of several of one name, that of which most is known.
    pub(super) fn find(&self, name: &str, at: i64) -> Option<usize> {
        let key = name_key(name);
        if ME.contains(&key.as_str()) {
            return self.user;
        }
        let by_key = |key: &str| self.by_key.get(key)?.first().copied();
        let by_part = |key: &str| self.by_part.get(key).and_then(|nodes| only(nodes));
        let noun = without_particle(&key);
        by_key(&key)
            .or_else(|| by_key(noun.as_deref()?))
            .or_else(|| by_part(&key))
            .or_else(|| by_part(noun.as_deref()?))
            .or_else(|| only(&kin_in(self, name, at)))
            .or_else(|| self.mistyped(&key))
    }

    /// The entities that a sentence names, the person left out: by a name, by part of one if only one has it, by how they
    /// stand to the person. In ascending order.
    pub(super) fn named_in(&self, sentence: &str, at: i64) -> Vec<usize> {
        let mut found: Vec<usize> = Vec::new();
        for key in keys_in(sentence) {
            let part = || self.by_part.get(&key).filter(|nodes| nodes.len() == 1);
            found.extend(self.by_key.get(&key).or_else(part).into_iter().flatten());
        }
        found.extend(kin_in(self, sentence, at));
        found.arrange();
        found.dedup();
        found.retain(|node| Some(*node) != self.user);
        found
    }

    fn mistyped(&self, key: &str) -> Option<usize> {
        let near = self.by_key.iter().filter(|(known, _)| is_one_slip(key, known));
        let mut nodes: Vec<usize> = near.flat_map(|(_, nodes)| nodes).copied().collect();
        nodes.arrange();
        nodes.dedup();
        only(&nodes)
    }
}

fn only(nodes: &[usize]) -> Option<usize> {
    match nodes {
        [only] => Some(*only),
        _ => None,
    }
}
