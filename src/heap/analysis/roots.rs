//! What hangs directly from the root. Its synthetic children, `(GC roots)` and the like, group what V8
//! holds; the others are the user roots: global objects and, in Chrome, DOM trees.

use crate::heap::graph::{EdgeType, Graph};

/// The targets of the root's edges that are user roots, in order; one that two edges lead to comes twice.
pub fn user_roots(graph: &Graph) -> impl Iterator<Item = u32> + '_ {
    let synthetic = graph.type_number("synthetic");
    let targets = graph.edges_of(graph.root).map(|edge| edge.target());
    targets.filter(move |&node| !graph.is_of_type(node, synthetic) || is_dom_trees(graph, node))
}

/// Where page-owned nodes start: what the root has shortcuts to, and DOM trees.
pub fn page_roots(graph: &Graph) -> impl Iterator<Item = u32> + '_ {
    let edges = graph.edges_of(graph.root);
    let is_root = |edge: &crate::heap::graph::Edge| match edge.kind() {
        EdgeType::Shortcut => true,
        EdgeType::Element => is_dom_trees(graph, edge.target()),
        _ => false,
    };
    edges.filter(is_root).map(|edge| edge.target())
}

fn is_dom_trees(graph: &Graph, node: u32) -> bool {
    graph.is_of_type(node, graph.type_number("synthetic"))
        && graph.strings.raw(graph.names[node as usize]) == b"(Document DOM trees)"
}
