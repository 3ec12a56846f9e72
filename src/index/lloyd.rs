//! Spherical k-means in small steps: Lloyd's algorithm (1982) on directions, each mean scaled to length 1
//! (Dhillon & Modha 2001).

use super::{arena::Arena, code::COARSE, heads::Heads, slots::SlotSet};

/// Rounds over all members: later ones move few rows.
const ROUNDS: usize = 5;
/// Dot products of a step: some tenth of a millisecond.
pub(super) const STEP_DOTS: usize = 4_096;

/// Heads drawn or moved in a step: as long.
const STEP_HEADS: usize = 64;

/// A clustering under way.
#[derive(Debug)]
pub(super) struct Lloyd {
    members: Vec<u32>,
    /// The members that are to be the first heads.
    drawn: Vec<u32>,
    heads: Heads,
    sums: Vec<f32>,
    counts: Vec<u32>,
    /// The heads' new places, as far as they moved.
    moved: Heads,
    round: usize,
    next: usize,
}

impl Lloyd {
    /// Clusters `members` around `wanted` heads, beginning with members drawn by `seed`.
    pub(super) fn new(arena: &Arena, members: Vec<u32>, wanted: usize, seed: u64) -> Self {
        let mut drawn = spread(&members, wanted, seed);
        drawn.reverse();
        let none = || Heads::new(arena.stride());
        Self {
            members,
            drawn,
            heads: none(),
            sums: Vec::new(),
            counts: Vec::new(),
            moved: none(),
            round: 0,
            next: 0,
        }
    }

    /// Does a bounded piece of work; the heads, once all rounds are done.
    pub(super) fn step(&mut self, arena: &Arena) -> Option<Heads> {
        if !self.drawn.is_empty() {
            self.draw(arena);
        } else if self.heads.len() < 2 || self.round >= ROUNDS {
            return Some(std::mem::replace(&mut self.heads, Heads::new(arena.stride())));
        } else if self.next < self.members.len() {
            self.assign(arena);
        } else {
            self.move_heads(arena.stride());
        }
        None
    }

    fn draw(&mut self, arena: &Arena) {
        let rest = self.drawn.len().saturating_sub(STEP_HEADS);
        for slot in self.drawn.split_off(rest).into_iter().rev() {
            if let Some(row) = arena.row(slot)
                && self.heads.push(&decoded(row.high, row.scale))
            {
                self.sums.resize(self.heads.len() * arena.stride(), 0.0);
                self.counts.push(0);
            }
        }
    }

    /// Adds the next members to their heads' sums.
    fn assign(&mut self, arena: &Arena) {
        let stride = arena.stride();
        let batch = (STEP_DOTS / self.heads.len()).max(1);
        let mut dots = Vec::new();
        for slot in self.members.iter().skip(self.next).take(batch) {
            let Some(row) = arena.row(*slot) else { continue };
            let wide: Vec<i16> = row.high.iter().map(|x| i16::from(*x)).collect();
            let Some((head, _)) = self.heads.nearest(&wide, 0..self.heads.len(), &mut dots) else { continue };
            if let (Some(sum), Some(count)) =
                (self.sums.get_mut(head * stride..(head + 1) * stride), self.counts.get_mut(head))
            {
                sum.iter_mut().zip(row.high).for_each(|(sum, x)| *sum += f32::from(*x) * row.scale);
                *count += 1;
            }
        }
        self.next += batch;
    }

    /// Moves the next heads to the means of their members; one without members stays.
    fn move_heads(&mut self, stride: usize) {
        let first = self.moved.len();
        let sums = self.sums.chunks_exact_mut(stride).zip(&mut self.counts);
        for (head, (sum, count)) in sums.enumerate().skip(first).take(STEP_HEADS) {
            if (*count == 0 || !self.moved.push(sum))
                && let Some((high, scale)) = self.heads.code(head)
            {
                self.moved.push(&decoded(high, scale / COARSE));
            }
            sum.fill(0.0);
            *count = 0;
        }
        if self.moved.len() >= self.heads.len() {
            self.heads = std::mem::replace(&mut self.moved, Heads::new(stride));
            (self.round, self.next) = (self.round + 1, 0);
        }
    }
}

fn decoded(high: &[i8], scale: f32) -> Vec<f32> {
    high.iter().map(|x| f32::from(*x) * COARSE * scale).collect()
}

/// `wanted` of `members`, one drawn from each of as many equal stretches.
pub(super) fn spread(members: &[u32], wanted: usize, seed: u64) -> Vec<u32> {
    places(members.len(), wanted, seed).filter_map(|place| members.get(place).copied()).collect()
}

/// The same of a set.
pub(super) fn spread_set(members: &SlotSet, wanted: usize, seed: u64) -> Vec<u32> {
    members.at(places(members.len(), wanted, seed)).collect()
}

/// `wanted` of the numbers below `count`, rising.
fn places(count: usize, wanted: usize, seed: u64) -> impl Iterator<Item = usize> {
    let wanted = wanted.min(count);
    let mut state = seed;
    (0..wanted).filter_map(move |i| {
        let (from, to) = (i * count / wanted, (i + 1) * count / wanted);
        let offset = next(&mut state) % (to - from).max(1) as u64;
        Some(from + usize::try_from(offset).ok()?)
    })
}

/// splitmix64 (Steele, Lea & Flood 2014).
pub(super) const fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
