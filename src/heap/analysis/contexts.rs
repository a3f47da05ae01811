//! Detached contexts: native contexts (a vm context each, in Node.js) that are alive although the host cannot enter them
//! any more. The host enters a context by its global proxy or by the object that it was made from, which the context
//! holds among its embedder data. If the context dominates both, only what was made in it keeps it alive: a function,
//! a listener, a promise that outlived its use.
//!
//! Contexts that the root has a shortcut to are the realms of the process itself.

use rustc_hash::FxHashSet;

use crate::heap::column::Column;
use crate::heap::graph::{Edge, EdgeType, Graph, NodeIndex};

/// The detached contexts, in order.
pub fn detached_contexts(graph: &Graph, dominators: &Column<NodeIndex, NodeIndex>) -> Vec<NodeIndex> {
    let names = graph.strings.find("system / NativeContext");
    let contexts = graph.nodes().filter(|&node| names.binary_search(&graph.names[node]).is_ok());
    let shortcuts: FxHashSet<NodeIndex> =
        graph.edges_of(graph.root).filter(|edge| edge.is(EdgeType::Shortcut)).map(Edge::target).collect();
    contexts
        .filter(|&context| {
            let entries = entries(graph, context);
            let is_own_realm =
                shortcuts.contains(&context) || entries.iter().any(|entry| shortcuts.contains(entry));
            !is_own_realm && entries.iter().all(|&entry| is_dominated(entry, context, graph.root, dominators))
        })
        .collect()
}

/// The objects by which the host can enter a context.
fn entries(graph: &Graph, context: NodeIndex) -> Vec<NodeIndex> {
    let object = graph.type_number("object");
    let mut entries = Vec::new();
    for (edge, name) in graph.named_edges_of(context) {
        if !edge.is(EdgeType::Internal) {
            continue;
        }
        match graph.strings.raw(name) {
            b"global_proxy_object" => entries.push(edge.target()),
            b"embedder_data" => {
                let data = graph.edges_of(edge.target()).filter(|edge| !edge.is(EdgeType::Weak));
                entries.extend(data.map(Edge::target).filter(|&node| graph.is_of_type(node, object)));
            }
            _ => {}
        }
    }
    entries
}

fn is_dominated(
    node: NodeIndex,
    by: NodeIndex,
    root: NodeIndex,
    dominators: &Column<NodeIndex, NodeIndex>,
) -> bool {
    let mut node = node;
    while node != by && node != root {
        node = dominators[node];
    }
    node == by
}
