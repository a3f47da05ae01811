//! The numbers' part of SemiNCA (see [`crate::heap::dominators`]): from a search tree to immediate dominators. Places
//! are numbers in the order of the search; place 0 is not used, and the root's is 1.

use crate::error::Error;
use crate::heap::sizes::zeros;

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
    find_immediate_dominators(&distances_up, semi);
    Ok(())
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

/// Turns semidominators into immediate dominators.
fn find_immediate_dominators(distances_up: &DistancesUp, semi: &mut [u32]) {
    for (place, distance) in (FIRST as usize + 1..).zip(distances_up.iter()) {
        let mut dominator = place as u32 - distance;
        while dominator > semi[place] {
            dominator = semi[dominator as usize];
        }
        semi[place] = dominator;
    }
}
