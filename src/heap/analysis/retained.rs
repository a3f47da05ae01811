//! Retained sizes: what would be freed with a node, that is its shallow size and the retained sizes of
//! what it immediately dominates. One sweep against the order of the dominator tree.

use crate::heap::analysis::dominators::DominatorTree;
use crate::heap::error::Error;
use crate::heap::graph::sizes::{Sizes, zeros};

/// Immediate dominators by node; the root's is itself.
pub fn dominators(tree: &DominatorTree, root: u32, count: usize) -> Result<Vec<u32>, Error> {
    let mut dominators: Vec<u32> = zeros(count)?;
    dominators[root as usize] = root;
    for (node, dominator) in tree.iter(root) {
        dominators[node as usize] = dominator;
    }
    Ok(dominators)
}

/// Retained sizes by node.
pub fn retained_sizes(tree: &DominatorTree, root: u32, shallow: &Sizes) -> Result<Sizes, Error> {
    let mut retained = shallow.try_clone()?;
    for (node, dominator) in tree.iter(root).rev() {
        retained.add(dominator, retained.get(node));
    }
    Ok(retained)
}

/// What each node immediately dominates.
#[derive(Debug)]
pub struct Children {
    /// By node, where its children end.
    ends: Vec<u32>,
    nodes: Vec<u32>,
}

impl Children {
    /// The children by immediate dominators.
    pub fn new(dominators: &[u32], root: u32) -> Result<Children, Error> {
        let mut ends: Vec<u32> = zeros(dominators.len())?;
        let others = || dominators.iter().enumerate().filter(move |&(node, _)| node as u32 != root);
        for (_, &dominator) in others() {
            ends[dominator as usize] += 1;
        }
        let mut total = 0;
        for end in &mut ends {
            total += std::mem::replace(end, total);
        }
        let mut nodes: Vec<u32> = zeros(total as usize)?;
        for (node, &dominator) in others() {
            let end = &mut ends[dominator as usize];
            nodes[*end as usize] = node as u32;
            *end += 1;
        }
        Ok(Children { ends, nodes })
    }

    /// The nodes that `node` immediately dominates, in order.
    pub fn of(&self, node: u32) -> &[u32] {
        let start = if node == 0 { 0 } else { self.ends[node as usize - 1] };
        &self.nodes[start as usize..self.ends[node as usize] as usize]
    }

    /// Memory in use, in bytes.
    pub fn memory(&self) -> usize {
        4 * (self.ends.capacity() + self.nodes.capacity())
    }
}
