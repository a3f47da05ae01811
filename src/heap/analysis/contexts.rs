//! Detached contexts: native contexts (a vm context each, in Node.js) that are alive although nobody can enter
//! them any more. The host enters a context by its global proxy or by the object that it was made from, which
//! the context holds among its embedder data. If the context itself dominates both, only what was made
//! in it holds it: a function, a listener, a promise that outlived its use.
//!
//! Contexts that the root has a shortcut to are the realms of the process itself.

use rustc_hash::FxHashSet;

use crate::heap::graph::{EdgeType, Graph};

/// The detached contexts, in order.
pub fn detached(graph: &Graph, dominators: &[u32]) -> Vec<u32> {
    let names = graph.strings.find("system / NativeContext");
    let contexts =
        (0..graph.node_count()).filter(|&node| names.binary_search(&graph.names[node as usize]).is_ok());
    let shortcuts: FxHashSet<u32> = graph
        .edges_of(graph.root)
        .filter(|edge| edge.is(EdgeType::Shortcut))
        .map(|edge| edge.target())
        .collect();
    contexts
        .filter(|&context| {
            let ways_in = ways_in(graph, context);
            let is_own_realm =
                shortcuts.contains(&context) || ways_in.iter().any(|way| shortcuts.contains(way));
            !is_own_realm && ways_in.iter().all(|&way| is_dominated(way, context, graph.root, dominators))
        })
        .collect()
}

/// The objects that the host can enter a context by.
fn ways_in(graph: &Graph, context: u32) -> Vec<u32> {
    let object = graph.type_number("object");
    let mut ways = Vec::new();
    for (_, edge, name) in graph.named_edges_of(context) {
        if !edge.is(EdgeType::Internal) {
            continue;
        }
        match graph.strings.raw(name) {
            b"global_proxy_object" => ways.push(edge.target()),
            b"embedder_data" => {
                let data = graph.edges_of(edge.target()).filter(|edge| !edge.is(EdgeType::Weak));
                ways.extend(data.map(|edge| edge.target()).filter(|&node| graph.is_of_type(node, object)));
            }
            _ => {}
        }
    }
    ways
}

fn is_dominated(node: u32, by: u32, root: u32, dominators: &[u32]) -> bool {
    let mut node = node;
    while node != by && node != root {
        node = dominators[node as usize];
    }
    node == by
}
