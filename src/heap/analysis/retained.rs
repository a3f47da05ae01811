//! Retained sizes: what would be freed with a node. That is its shallow size plus the retained sizes of the nodes that it
//! immediately dominates. One sweep over the dominator tree from its leaves to the root.

use crate::heap::analysis::dominators::DominatorTree;
use crate::heap::column::{Column, Index};
use crate::heap::error::Error;
use crate::heap::graph::NodeIndex;
use crate::heap::graph::sizes::Sizes;
use crate::heap::grouped::{Counts, Grouped};

/// The nodes that each node immediately dominates, in order.
pub type Children = Grouped<NodeIndex, NodeIndex>;

/// The immediate dominator of each node. The root's is the root itself.
pub fn dominators(
    tree: &DominatorTree,
    root: NodeIndex,
    count: usize,
) -> Result<Column<NodeIndex, NodeIndex>, Error> {
    let mut dominators = Column::zeros(count)?;
    dominators[root] = root;
    for (node, dominator) in tree.iter(root) {
        dominators[node] = dominator;
    }
    Ok(dominators)
}

/// The retained size of each node.
pub fn retained_sizes(tree: &DominatorTree, root: NodeIndex, shallow: &Sizes) -> Result<Sizes, Error> {
    let mut retained = shallow.try_clone()?;
    for (node, dominator) in tree.iter(root).rev() {
        retained.add(dominator, retained.get(node));
    }
    Ok(retained)
}

/// The dominator tree downwards.
pub fn children(dominators: &Column<NodeIndex, NodeIndex>, root: NodeIndex) -> Result<Children, Error> {
    let others = || dominators.iter().filter(move |&(node, _)| node != root);
    let mut counts = Counts::new(dominators.len())?;
    others().for_each(|(_, &dominator)| counts.count(dominator));
    let mut children = counts.grouped()?;
    others().for_each(|(node, &dominator)| children.push(dominator, node));
    Ok(children)
}

/// Calls `visit` with each outermost node of each set: one that no other node of the set dominates. The retained size of
/// a set is the sum over them. `set_of` says which of `count` sets a node is in, if it is in one. One walk over the
/// dominator tree.
pub fn for_each_outermost<S: Index>(
    children: &Children,
    root: NodeIndex,
    count: usize,
    set_of: impl Fn(NodeIndex) -> Option<S>,
    mut visit: impl FnMut(S, NodeIndex),
) {
    // Sets of the nodes between the root and the current node.
    let mut is_above: Column<S, bool> = vec![false; count].into();
    let mut stack = vec![root];
    // The sets in `is_above`, with the length of the stack at which the walk leaves the node that is in it.
    let mut above: Vec<(usize, S)> = Vec::new();
    while let Some(node) = stack.pop() {
        let below = children.of(node);
        if let Some(set) = set_of(node).filter(|&set| !is_above[set]) {
            visit(set, node);
            if !below.is_empty() {
                is_above[set] = true;
                above.push((stack.len(), set));
            }
        }
        stack.extend_from_slice(below);
        while let Some((_, set)) = above.pop_if(|&mut (length, _)| length == stack.len()) {
            is_above[set] = false;
        }
    }
}
