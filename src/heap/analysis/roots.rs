//! What hangs directly from the root. Its synthetic children, `(GC roots)` and the like, group what V8 holds. The others
//! are the user roots: global objects and, in Chrome, DOM trees.

use crate::heap::graph::{Edge, EdgeType, Graph, NodeIndex};

/// The user roots among the targets of the root's edges, in order. The target of two edges comes twice.
pub fn user_roots(graph: &Graph) -> impl Iterator<Item = NodeIndex> + '_ {
    let synthetic = graph.type_number("synthetic");
    let targets = graph.edges_of(graph.root).map(Edge::target);
    targets.filter(move |&node| !graph.is_of_type(node, synthetic) || is_dom_trees(graph, node))
}

/// Where page-owned nodes start: DOM trees, and what the root has shortcuts to.
pub fn page_roots(graph: &Graph) -> impl Iterator<Item = NodeIndex> + '_ {
    let is_page_root = |edge: &Edge| match edge.kind() {
        EdgeType::Shortcut => true,
        EdgeType::Element => is_dom_trees(graph, edge.target()),
        _ => false,
    };
    graph.edges_of(graph.root).filter(is_page_root).map(Edge::target)
}

fn is_dom_trees(graph: &Graph, node: NodeIndex) -> bool {
    graph.is_of_type(node, graph.type_number("synthetic"))
        && graph.strings.raw(graph.names[node]) == b"(Document DOM trees)"
}
