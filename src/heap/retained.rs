//! Retained sizes: what would be freed with a node, that is its shallow size and the retained sizes of
//! what it immediately dominates. One sweep against the order of the dominator tree.

use crate::error::Error;
use crate::heap::dominators::DominatorTree;
use crate::heap::sizes::{Sizes, zeros};

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
