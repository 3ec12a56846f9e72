//! Whether a memory is about what a query names, or what that is related to.

use super::super::super::graph::Links;

/// As measured and as counted: 1 if it names an entity of the query, 0.5 if it is one relation away, 0.25 if two.
pub(super) fn of(links: &Links, slot: u32) -> (f32, f32) {
    let near = links.of(slot);
    (near, near)
}
