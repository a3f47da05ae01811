//! Shallow sizes as DevTools shows them. V8 keeps the elements of an array, the properties of an object
//! and the characters of an external string in nodes of their own, which say nothing to people. Such a node
//! (of type array or hidden, or external string data) gives its size to the node that owns it: the only
//! one from which it can be reached, by edges that are not weak and through other such nodes.
//!
//! One visit an edge; 4 bytes a node for the time being.

use crate::heap::analysis::roots::user_roots;
use crate::heap::error::Error;
use crate::heap::graph::sizes::{Sizes, zeros};
use crate::heap::graph::{EdgeType, Graph};

/// No owner is known; otherwise the owner's number plus 2.
const NONE: u32 = 0;
/// More than one node reaches it.
const SEVERAL: u32 = 1;

/// Owners by node, as [`transfer`] takes them. Nothing at all without user roots: such a snapshot was taken
/// with V8's internals on purpose.
pub fn owners(graph: &Graph) -> Result<Vec<u32>, Error> {
    if user_roots(graph).next().is_none() {
        return Ok(Vec::new());
    }
    let ownable = ownable_nodes(graph)?;
    let mut owners: Vec<u32> = zeros(graph.kinds.len())?;
    let mut stack = Vec::new();
    for node in 0..graph.node_count() {
        if ownable[node as usize] {
            continue;
        }
        stack.push((node, node + 2));
        while let Some((source, owner)) = stack.pop() {
            for edge in graph.edges_of(source) {
                let target = edge.target();
                if !ownable[target as usize] || edge.is(EdgeType::Weak) {
                    continue;
                }
                let known = &mut owners[target as usize];
                if *known == NONE {
                    *known = owner;
                } else if *known != owner && *known != SEVERAL {
                    *known = SEVERAL;
                } else {
                    continue;
                }
                stack.push((target, *known));
            }
        }
    }
    Ok(owners)
}

/// Moves the sizes to their owners; but not to the root and its like, where they would say nothing.
pub fn transfer(graph: &Graph, sizes: &mut Sizes, owners: &[u32]) {
    let synthetic = graph.type_number("synthetic");
    for (node, &owner) in owners.iter().enumerate() {
        let Some(owner) = owner.checked_sub(2) else { continue };
        if owner != graph.root && !graph.is_of_type(owner, synthetic) {
            let size = sizes.get(node as u32);
            sizes.set(node as u32, 0);
            sizes.add(owner, size);
        }
    }
}

fn ownable_nodes(graph: &Graph) -> Result<Vec<bool>, Error> {
    let mut ownable: Vec<bool> = zeros(graph.kinds.len())?;
    let (array, hidden) = (graph.type_number("array"), graph.type_number("hidden"));
    let native = graph.type_number("native");
    let data = graph.strings.find("system / ExternalStringData");
    for ((ownable, &kind), name) in ownable.iter_mut().zip(&graph.kinds).zip(&graph.names) {
        let kind = Some(kind);
        *ownable = kind == array || kind == hidden || (kind == native && data.binary_search(name).is_ok());
    }
    Ok(ownable)
}
