//! The numbers' part of SemiNCA (see [`crate::heap::analysis::dominators`]): from a search tree to immediate dominators. Places
//! are numbers in the order of the search; place 0 is not used, and the root's is 1.

use crate::heap::error::Error;
use crate::heap::graph::sizes::zeros;

/// The root's place.
pub const FIRST: u32 = 1;

/// Turns `semi`, the lowest place known to lead to each place by an edge from a lower one, into immediate
/// dominators. `parent` is the search tree; the last column is one that nobody needs any more.
pub fn immediate_dominators(
    parent: Vec<u32>,
    semi: &mut [u32],
    back: BackEdges,
    column: Vec<u32>,
) -> Result<(), Error> {
    let incoming = Incoming::new(back, column)?;
    let distances_up = DistancesUp::new(&parent);
    find_semidominators(parent, semi, incoming)?;
    find_immediate_dominators(&distances_up, semi)
}

/// Edges to a lower place, as the search has found them: where they lead, and where from. In parts, so
/// that memory can be given back part by part.
#[derive(Default)]
pub struct BackEdges {
    parts: Vec<Vec<(u32, u32)>>,
    last: Vec<(u32, u32)>,
}

impl BackEdges {
    /// Large enough for the allocator to give each back to the system at once.
    const PART: usize = 1 << 22;

    /// Adds an edge.
    #[inline(always)]
    pub fn push(&mut self, edge: (u32, u32)) {
        if self.last.len() == Self::PART {
            self.parts.push(std::mem::replace(&mut self.last, Vec::with_capacity(Self::PART)));
        }
        self.last.push(edge);
    }

    fn into_parts(mut self) -> Vec<Vec<(u32, u32)>> {
        self.parts.push(self.last);
        self.parts
    }
}

/// Edges to a lower place, by the place that they lead to.
struct Incoming {
    /// By place, where its sources end.
    ends: Vec<u32>,
    /// Places.
    sources: Vec<u32>,
}

impl Incoming {
    /// Sorts `back` by target. The column is one that nobody needs any more.
    fn new(back: BackEdges, mut column: Vec<u32>) -> Result<Incoming, Error> {
        let parts = back.into_parts();
        column.fill(0);
        let mut ends = column;
        for &(target, _) in parts.iter().flatten() {
            ends[target as usize] += 1;
        }
        let mut total = 0;
        for end in &mut ends {
            total += std::mem::replace(end, total);
        }
        let mut sources: Vec<u32> = zeros(total as usize)?;
        for (target, source) in parts.into_iter().flatten() {
            let end = &mut ends[target as usize];
            sources[*end as usize] = source;
            *end += 1;
        }
        Ok(Incoming { ends, sources })
    }
}

/// How far the parent of each place is below it, in the order of places: 7 bits a byte, mostly one byte.
struct DistancesUp {
    bytes: Vec<u8>,
}

impl DistancesUp {
    fn new(parent: &[u32]) -> DistancesUp {
        let mut bytes = Vec::with_capacity(parent.len() + parent.len() / 4);
        for (place, &parent) in parent.iter().enumerate().skip(FIRST as usize + 1) {
            let mut distance = place as u32 - parent;
            while distance >= 0x80 {
                bytes.push(distance as u8 | 0x80);
                distance >>= 7;
            }
            bytes.push(distance as u8);
        }
        DistancesUp { bytes }
    }

    fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        let mut bytes = self.bytes.iter();
        std::iter::from_fn(move || {
            let (mut distance, mut shift) = (0, 0);
            loop {
                let byte = *bytes.next()?;
                distance |= u32::from(byte & 0x7f) << shift;
                if byte < 0x80 {
                    return Some(distance);
                }
                shift += 7;
            }
        })
    }
}

/// Lowers `semi` to the semidominators. `parent` becomes the forest of what has been processed, with paths
/// compressed: a place above the one being processed belongs to it.
fn find_semidominators(mut parent: Vec<u32>, semi: &mut [u32], incoming: Incoming) -> Result<(), Error> {
    let Incoming { ends, sources } = incoming;
    // The lowest semidominator on the path up to the root of a tree.
    let mut lowest: Vec<u32> = zeros(parent.len())?;
    let mut path = Vec::new();
    for place in (FIRST as usize + 1..parent.len()).rev() {
        let mut least = semi[place];
        for &source in &sources[ends[place - 1] as usize..ends[place] as usize] {
            least = least.min(evaluate(source, place as u32, &mut parent, &mut lowest, &mut path));
        }
        semi[place] = least;
        lowest[place] = least;
    }
    Ok(())
}

/// The lowest semidominator on the path from `source` up to the root of its tree, exclusive. Trees consist of the
/// places above `place`.
#[inline(always)]
fn evaluate(source: u32, place: u32, ancestor: &mut [u32], lowest: &mut [u32], path: &mut Vec<u32>) -> u32 {
    let mut top = source;
    let mut above = ancestor[top as usize];
    while above > place {
        path.push(top);
        top = above;
        above = ancestor[top as usize];
    }
    let mut least = lowest[top as usize];
    while let Some(below) = path.pop() {
        least = least.min(lowest[below as usize]);
        lowest[below as usize] = least;
        ancestor[below as usize] = above;
    }
    least
}

/// Turns semidominators into immediate dominators: each is the nearest one above the parent, in the tree built
/// so far, that is not above the semidominator. Most are near; if they turn out not to be, as below the end of a
/// long list, the rest is found by leaps.
fn find_immediate_dominators(distances_up: &DistancesUp, semi: &mut [u32]) -> Result<(), Error> {
    let mut places = (FIRST as usize + 1..).zip(distances_up.iter());
    let mut steps = 0;
    for (place, distance) in places.by_ref() {
        let mut dominator = place as u32 - distance;
        while dominator > semi[place] {
            dominator = semi[dominator as usize];
            steps += 1;
        }
        semi[place] = dominator;
        if steps > STEPS * (place + MANY) {
            break;
        }
    }
    let Some((next, distance)) = places.next() else { return Ok(()) };
    let mut leaps = Leaps::new(&semi[..next], semi.len())?;
    for (place, distance) in std::iter::once((next, distance)).chain(places) {
        semi[place] = leaps.climb(semi, place as u32 - distance, semi[place]);
        leaps.push(place as u32, semi[place]);
    }
    Ok(())
}

/// Steps a place that are few enough.
const STEPS: usize = 16;
/// Fewer places are never worth the leaps.
const MANY: usize = 1 << 10;

/// A way up a tree in steps of many lengths, so that each climb takes logarithmic time. Beside its parent
/// each node knows one ancestor farther up, chosen by its depth alone (Myers, An Applicative Random-Access
/// Stack, 1983).
struct Leaps {
    leap: Vec<u32>,
    depth: Vec<u32>,
}

impl Leaps {
    /// The leaps in a tree that will have `count` places; so far it has those with a dominator.
    fn new(dominators: &[u32], count: usize) -> Result<Leaps, Error> {
        let mut leaps = Leaps { leap: zeros(count)?, depth: zeros(count)? };
        leaps.leap[FIRST as usize] = FIRST;
        for (place, &dominator) in dominators.iter().enumerate().skip(FIRST as usize + 1) {
            leaps.push(place as u32, dominator);
        }
        Ok(leaps)
    }

    /// Adds a place below `dominator`.
    fn push(&mut self, place: u32, dominator: u32) {
        let depth = |place: u32| self.depth[place as usize];
        let far = self.leap[dominator as usize];
        let farther = self.leap[far as usize];
        let is_level = depth(dominator) - depth(far) == depth(far) - depth(farther);
        self.leap[place as usize] = if is_level { farther } else { dominator };
        self.depth[place as usize] = depth(dominator) + 1;
    }

    /// The nearest one of `from` and what is above it that is not above the number `least`.
    fn climb(&self, dominators: &[u32], from: u32, least: u32) -> u32 {
        let mut place = from;
        while place > least {
            let leap = self.leap[place as usize];
            place = if leap > least { leap } else { dominators[place as usize] };
        }
        place
    }
}

#[cfg(test)]
mod tests {
    use super::{FIRST, Leaps};

    #[test]
    fn leaps_arrive_where_steps_do() {
        // A path, a bush, and trees between them.
        for width in [1, 2, 10, 1000] {
            let mut state = 1u32;
            let mut dominators = vec![0, 0];
            for place in FIRST + 1..600 {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                dominators.push((place - 1).saturating_sub((state >> 8) % width).max(FIRST));
            }
            let leaps = Leaps::new(&dominators, dominators.len()).unwrap();
            for from in FIRST..dominators.len() as u32 {
                for least in FIRST..=from {
                    let above = |&place: &u32| Some(dominators[place as usize]);
                    let expected = std::iter::successors(Some(from), above).find(|&place| place <= least);
                    assert_eq!(Some(leaps.climb(&dominators, from, least)), expected);
                }
            }
        }
    }
}
