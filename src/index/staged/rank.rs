//! The later stages: weighed distances of the rows within the first cut, int8 scores of those within the second, exact
//! scores of the best of those.

use super::{
    super::{
        cells::threshold,
        code::{Query, Signs},
        finalists::{Bound, Finalists},
        kernel, scan,
        top_k::Scored,
    },
    Effort, Part, Scratch, View, walked,
};

impl Scratch {
    /// The `k` best of what was read: weighed distances of the rows within the first cut, int8 scores of those within the
    /// second, exact ones of what may be among the best.
    pub(super) fn rank(
        &mut self,
        view: View<'_>,
        query: &Query,
        signs: &Signs,
        k: usize,
        effort: Effort,
    ) -> Vec<Scored> {
        let cut = threshold(&self.histogram, effort.weighed.max(effort.ef).max(k));
        self.slots.clear();
        self.weights.clear();
        for part in std::mem::take(&mut self.parts) {
            self.pick(view, part, cut, signs);
        }
        let mut finalists = Finalists::new(query, k, Bound::Likely);
        if self.slots.len() > effort.ef.max(k) {
            self.cut_by_weight(Signs::largest(query.codes.len()), effort.ef.max(k));
        }
        scan::some(view.arena, query, self.slots.iter().copied(), &mut finalists);
        for segment in view.segments {
            let Some(graph) = walked(view, k, segment) else { continue };
            let met = graph.nearest(query, view.arena, &segment.cells.rows);
            let met = met.into_iter().filter(|slot| segment.alive.contains(*slot));
            scan::some(view.arena, query, met, &mut finalists);
        }
        finalists.settle(view.arena, query)
    }

    /// Appends the slots of a part within the cut whose row counts, with their weighed distances.
    fn pick(&mut self, view: View<'_>, part: Part, cut: u16, signs: &Signs) {
        self.picked.clear();
        let may = |slot: u32| view.eligible.is_none_or(|set| set.contains(slot));
        let before = self.slots.len();
        let bits = match part {
            Part::Chunk { first, at, rows } => {
                let distances = self.distances.get(at..at + rows).unwrap_or_default();
                kernel::select_le(distances, cut, 0, &mut self.picked);
                self.picked.retain(|row| view.fresh.contains(first + row) && may(first + row));
                self.slots.extend(self.picked.iter().map(|row| first + row));
                view.arena.chunk_of(first).map(|chunk| chunk.bits.as_slice())
            }
            Part::Cells { segment, at, rows, runs } => {
                let distances = self.distances.get(at..at + rows).unwrap_or_default();
                let Some(segment) = view.segments.get(segment) else { return };
                kernel::select_le(distances, cut, 0, &mut self.picked);
                let mut runs = self.runs.get(runs..).unwrap_or_default();
                self.picked.retain_mut(|picked| {
                    let at = at + *picked as usize;
                    while let [_, rest @ ..] = runs
                        && rest.first().is_some_and(|next| next.at <= at)
                    {
                        runs = rest;
                    }
                    let Some(run) = runs.first() else { return false };
                    let place = run.first + (at - run.at);
                    let Some(slot) = segment.cells.rows.get(place) else { return false };
                    let counts = segment.alive.contains(*slot) && may(*slot);
                    if counts {
                        self.slots.push(*slot);
                        *picked = place as u32;
                    }
                    counts
                });
                Some(segment.cells.bits.as_slice())
            }
        };
        self.weights.resize(self.slots.len(), u16::MAX);
        let weights = self.weights.get_mut(before..).unwrap_or_default();
        kernel::weighed_hamming(signs.weighed(), bits.unwrap_or_default(), &self.picked, weights);
    }

    /// Leaves of the slots the `ef` nearest by weighed distance, and who ties with the last of them.
    fn cut_by_weight(&mut self, largest: usize, ef: usize) {
        self.histogram.clear();
        self.histogram.resize(largest + 1, 0);
        for weight in &self.weights {
            if let Some(count) = self.histogram.get_mut(usize::from(*weight)) {
                *count += 1;
            }
        }
        let cut = threshold(&self.histogram, ef);
        let mut weights = self.weights.iter();
        self.slots.retain(|_| weights.next().is_some_and(|weight| *weight <= cut));
    }
}
