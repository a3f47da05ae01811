//! The part of SemiNCA that knows numbers only (see [`super::dominators`]): from a search tree to immediate dominators.

use bytemuck::allocation::cast_vec;

use crate::heap::column::{Column, index_type, with_capacity};
use crate::heap::error::Error;
use crate::heap::graph::varint::{self, Varints};
use crate::heap::grouped::{Counts, Grouped};

index_type! {
    /// The number of a node in the preorder of a depth-first search.
    Preorder
}

impl Preorder {
    /// No number yet. It is 0, so that a column of it takes memory only as it is written.
    pub const UNVISITED: Preorder = Preorder::new(0);
    /// The number of the root.
    pub const ROOT: Preorder = Preorder::new(1);
}

/// All numbers after the root's, up to `count`.
fn after_root(count: usize) -> impl DoubleEndedIterator<Item = Preorder> {
    (Preorder::ROOT.get() + 1..count as u32).map(Preorder::new)
}

/// Turns `semidominators`, the lowest number known to lead to each node by an edge from a lower one, into immediate
/// dominators. `parents` is the search tree. `unused` is memory that is no longer needed.
pub fn immediate_dominators(
    parents: Column<Preorder, Preorder>,
    semidominators: &mut Column<Preorder, Preorder>,
    back: BackEdges,
    unused: Vec<Preorder>,
) -> Result<(), Error> {
    let incoming = back.into_incoming(Counts::reusing(cast_vec(unused)))?;
    let distances_up = distances_up(&parents)?;
    find_semidominators(parents, semidominators, incoming)?;
    find_immediate_dominators(&distances_up, semidominators)
}

/// Edges to lower numbers in the order of the search: target and source. In parts, so that memory can be given back part
/// by part.
#[derive(Default)]
pub struct BackEdges {
    parts: Vec<Vec<(Preorder, Preorder)>>,
    last: Vec<(Preorder, Preorder)>,
}

impl BackEdges {
    /// Edges in a part. The allocator gives parts of this size back to the system at once.
    const PART: usize = 1 << 22;

    /// Adds an edge.
    #[inline(always)]
    pub fn push(&mut self, edge: (Preorder, Preorder)) {
        if self.last.len() == Self::PART {
            self.parts.push(std::mem::replace(&mut self.last, Vec::with_capacity(Self::PART)));
        }
        self.last.push(edge);
    }

    /// The sources of the edges to each number.
    fn into_incoming(mut self, mut counts: Counts<Preorder>) -> Result<Grouped<Preorder, Preorder>, Error> {
        self.parts.push(self.last);
        self.parts.iter().flatten().for_each(|&(target, _)| counts.count(target));
        let mut incoming = counts.grouped()?;
        self.parts.into_iter().flatten().for_each(|(target, source)| incoming.push(target, source));
        Ok(incoming)
    }
}

/// How far each number after the root's is above its parent's, as varints: mostly one byte.
fn distances_up(parents: &Column<Preorder, Preorder>) -> Result<Vec<u8>, Error> {
    let mut bytes = with_capacity(parents.len() + parents.len() / 4)?;
    for number in after_root(parents.len()) {
        varint::push(&mut bytes, number.get() - parents[number].get());
    }
    Ok(bytes)
}

/// Lowers `semidominators` to the semidominators. `parents` becomes the forest of processed numbers, with paths
/// compressed: numbers above the current one belong to it.
fn find_semidominators(
    parents: Column<Preorder, Preorder>,
    semidominators: &mut Column<Preorder, Preorder>,
    incoming: Grouped<Preorder, Preorder>,
) -> Result<(), Error> {
    let lowest = Column::zeros(parents.len())?;
    let mut forest = Forest { ancestors: parents, lowest, path: Vec::new() };
    for number in after_root(semidominators.len()).rev() {
        let mut least = semidominators[number];
        for &source in incoming.of(number) {
            least = least.min(forest.evaluate(source, number));
        }
        semidominators[number] = least;
        forest.lowest[number] = least;
    }
    Ok(())
}

/// The trees of the numbers that are processed.
struct Forest {
    ancestors: Column<Preorder, Preorder>,
    /// The lowest semidominator on the path from each number to its ancestor, exclusive.
    lowest: Column<Preorder, Preorder>,
    path: Vec<Preorder>,
}

impl Forest {
    /// The lowest semidominator on the path from `source` up to the root of its tree, exclusive. Trees consist of the
    /// numbers above `number`.
    #[inline(always)]
    fn evaluate(&mut self, source: Preorder, number: Preorder) -> Preorder {
        let mut top = source;
        let mut above = self.ancestors[top];
        while above > number {
            self.path.push(top);
            top = above;
            above = self.ancestors[top];
        }
        let mut least = self.lowest[top];
        while let Some(below) = self.path.pop() {
            least = least.min(self.lowest[below]);
            self.lowest[below] = least;
            self.ancestors[below] = above;
        }
        least
    }
}

/// Turns semidominators into immediate dominators: the nearest number that is the parent or above it in the tree built so
/// far, and not above the semidominator. Most are near. Where they are not, as below the end of a long list, the rest is
/// found by leaps.
fn find_immediate_dominators(
    distances_up: &[u8],
    semidominators: &mut Column<Preorder, Preorder>,
) -> Result<(), Error> {
    let mut numbers = after_root(semidominators.len()).zip(Varints::new(distances_up));
    let mut steps = 0;
    for (number, distance) in numbers.by_ref() {
        let mut dominator = Preorder::new(number.get() - distance);
        while dominator > semidominators[number] {
            dominator = semidominators[dominator];
            steps += 1;
        }
        semidominators[number] = dominator;
        if steps > MAX_STEPS * (number.get() as usize + MIN_NUMBERS) {
            break;
        }
    }
    let Some((next, distance)) = numbers.next() else { return Ok(()) };
    let mut leaps = Leaps::new(semidominators, next)?;
    for (number, distance) in std::iter::once((next, distance)).chain(numbers) {
        let parent = Preorder::new(number.get() - distance);
        semidominators[number] = leaps.climb(semidominators, parent, semidominators[number]);
        leaps.push(number, semidominators[number]);
    }
    Ok(())
}

/// Steps for each number beyond which leaps are worth their memory.
const MAX_STEPS: usize = 16;
/// With fewer numbers, leaps are never worth it.
const MIN_NUMBERS: usize = 1 << 10;

/// A way up a tree that makes each climb logarithmic. Each node knows its parent and one ancestor farther up, which its
/// depth alone determines (Myers, An Applicative Random-Access Stack, 1983).
struct Leaps {
    leap: Column<Preorder, Preorder>,
    depth: Column<Preorder, u32>,
}

impl Leaps {
    /// The leaps in a tree that so far consists of the numbers before `next`.
    fn new(dominators: &Column<Preorder, Preorder>, next: Preorder) -> Result<Leaps, Error> {
        let count = dominators.len();
        let mut leaps = Leaps { leap: Column::zeros(count)?, depth: Column::zeros(count)? };
        leaps.leap[Preorder::ROOT] = Preorder::ROOT;
        for number in after_root(next.get() as usize) {
            leaps.push(number, dominators[number]);
        }
        Ok(leaps)
    }

    /// Adds a number below `dominator`.
    fn push(&mut self, number: Preorder, dominator: Preorder) {
        let far = self.leap[dominator];
        let farther = self.leap[far];
        let is_level = self.depth[dominator] - self.depth[far] == self.depth[far] - self.depth[farther];
        self.leap[number] = if is_level { farther } else { dominator };
        self.depth[number] = self.depth[dominator] + 1;
    }

    /// The nearest number that is `from` or above it, and not above `least`.
    fn climb(&self, dominators: &Column<Preorder, Preorder>, from: Preorder, least: Preorder) -> Preorder {
        let mut number = from;
        while number > least {
            let leap = self.leap[number];
            number = if leap > least { leap } else { dominators[number] };
        }
        number
    }
}

#[cfg(test)]
mod tests {
    use super::{Leaps, Preorder};
    use crate::heap::column::Column;

    #[test]
    fn leaps_arrive_where_steps_do() {
        // A path, a bush, and trees between them.
        for width in [1, 2, 10, 1000] {
            let mut state = 1u32;
            let mut dominators = Column::from(vec![Preorder::UNVISITED, Preorder::UNVISITED]);
            let root = Preorder::ROOT.get();
            for number in root + 1..600 {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let dominator = (number - 1).saturating_sub((state >> 8) % width).max(root);
                dominators.push(Preorder::new(dominator));
            }
            let count = dominators.len() as u32;
            let leaps = Leaps::new(&dominators, Preorder::new(count)).unwrap();
            for from in (root..count).map(Preorder::new) {
                for least in (root..=from.get()).map(Preorder::new) {
                    let above = |&number: &Preorder| Some(dominators[number]);
                    let expected = std::iter::successors(Some(from), above).find(|&number| number <= least);
                    assert_eq!(Some(leaps.climb(&dominators, from, least)), expected);
                }
            }
        }
    }
}
