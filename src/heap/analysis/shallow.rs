//! Shallow sizes as DevTools shows them. V8 keeps the elements of an array, the properties of an object and the characters
//! of an external string in nodes of their own, which mean nothing to people. The size of such a node (of type array or
//! hidden, or external string data) is added to the node that owns it: the only other node from which it can be reached
//! by edges that are not weak and through such nodes alone.
//!
//! Visits each edge once; 4 bytes a node for the time being.

use bytemuck::Zeroable;

use crate::heap::analysis::roots::user_roots;
use crate::heap::column::Column;
use crate::heap::error::Error;
use crate::heap::graph::sizes::Sizes;
use crate::heap::graph::{EdgeType, Graph, NodeIndex};

/// Which node owns a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Zeroable)]
#[repr(transparent)]
pub struct Owner(u32);

impl Owner {
    /// No node so far. It is 0, so that a column of it takes memory only as it is written.
    const NONE: Owner = Owner(0);
    /// More than one node reaches it, so none owns it.
    const SEVERAL: Owner = Owner(1);

    fn new(node: NodeIndex) -> Owner {
        Owner(node.get() + 2)
    }

    fn node(self) -> Option<NodeIndex> {
        self.0.checked_sub(2).map(NodeIndex::new)
    }
}

/// The owners of all nodes, for [`transfer`]. Empty without user roots: such a snapshot shows V8's internals on purpose.
pub fn owners(graph: &Graph) -> Result<Column<NodeIndex, Owner>, Error> {
    if user_roots(graph).next().is_none() {
        return Ok(Column::default());
    }
    let ownable = ownable_nodes(graph)?;
    let mut owners: Column<NodeIndex, Owner> = Column::zeros(graph.node_count())?;
    let mut stack = Vec::new();
    for node in graph.nodes() {
        if ownable[node] {
            continue;
        }
        stack.push((node, Owner::new(node)));
        while let Some((source, owner)) = stack.pop() {
            for edge in graph.edges_of(source) {
                let target = edge.target();
                if !ownable[target] || edge.is(EdgeType::Weak) {
                    continue;
                }
                let known = &mut owners[target];
                if *known == Owner::NONE {
                    *known = owner;
                } else if *known != owner && *known != Owner::SEVERAL {
                    *known = Owner::SEVERAL;
                } else {
                    continue;
                }
                stack.push((target, *known));
            }
        }
    }
    Ok(owners)
}

/// Moves sizes to the owners, except to the root and other synthetic nodes, where they would mean nothing.
pub fn transfer(graph: &Graph, sizes: &mut Sizes, owners: &Column<NodeIndex, Owner>) {
    let synthetic = graph.type_number("synthetic");
    for (node, owner) in owners.iter() {
        let Some(owner) = owner.node() else { continue };
        if owner != graph.root && !graph.is_of_type(owner, synthetic) {
            let size = sizes.get(node);
            sizes.set(node, 0);
            sizes.add(owner, size);
        }
    }
}

fn ownable_nodes(graph: &Graph) -> Result<Column<NodeIndex, bool>, Error> {
    let mut ownable: Column<NodeIndex, bool> = Column::zeros(graph.node_count())?;
    let (array, hidden) = (graph.type_number("array"), graph.type_number("hidden"));
    let native = graph.type_number("native");
    let data = graph.strings.find("system / ExternalStringData");
    let nodes = graph.kinds.values().iter().zip(graph.names.values());
    for (ownable, (&kind, name)) in ownable.values_mut().iter_mut().zip(nodes) {
        let kind = Some(kind);
        *ownable = kind == array || kind == hidden || (kind == native && data.binary_search(name).is_ok());
    }
    Ok(ownable)
}
