//! Which native nodes (DOM nodes and the like) are detached, as in DevTools. The embedder marks some nodes as attached or
//! detached. What an attached native node refers to is attached. What a detached one refers to is detached, unless it is
//! attached. Hidden and weak edges do not count, and nodes that are not native neither have nor pass on a state. The name
//! of a detached node gets a prefix.

use rustc_hash::FxHashMap;

use crate::heap::column::Column;
use crate::heap::graph::Detachedness;
use crate::heap::graph::{EdgeIndex, EdgeType, Graph, NodeIndex, StringIndex};

/// Spreads the states and renames detached nodes. Does nothing if no node is marked.
pub fn spread_detachedness(graph: &mut Graph) {
    let states = graph.detachedness.iter().map(|(node, &state)| (node, state));
    let marked: Vec<(NodeIndex, Detachedness)> =
        states.filter(|&(_, state)| state != Detachedness::UNKNOWN).collect();
    let mut spread = Spread {
        native: graph.type_number("native"),
        is_visited: vec![false; graph.detachedness.len()].into(),
        attached: Vec::new(),
        detached: Vec::new(),
        renamed: FxHashMap::default(),
        graph,
    };
    for (node, state) in marked {
        spread.visit(node, state);
    }
    while let Some(node) = spread.attached.pop() {
        spread.visit_targets(node, Detachedness::ATTACHED);
    }
    while let Some(node) = spread.detached.pop() {
        spread.visit_targets(node, Detachedness::DETACHED);
    }
}

struct Spread<'a> {
    graph: &'a mut Graph,
    native: Option<u8>,
    is_visited: Column<NodeIndex, bool>,
    attached: Vec<NodeIndex>,
    detached: Vec<NodeIndex>,
    /// The string with the prefix, by the string without.
    renamed: FxHashMap<StringIndex, StringIndex>,
}

impl Spread<'_> {
    fn visit(&mut self, node: NodeIndex, state: Detachedness) {
        if std::mem::replace(&mut self.is_visited[node], true) || !self.graph.is_of_type(node, self.native) {
            return;
        }
        self.graph.detachedness[node] = state;
        if state == Detachedness::ATTACHED {
            self.attached.push(node);
        } else if state == Detachedness::DETACHED {
            let name = &mut self.graph.names[node];
            let strings = &mut self.graph.strings;
            *name = *self.renamed.entry(*name).or_insert_with(|| strings.push_prefixed(b"Detached ", *name));
            self.detached.push(node);
        }
    }

    fn visit_targets(&mut self, node: NodeIndex, state: Detachedness) {
        let range = self.graph.edge_range(node);
        for edge in (range.start.get()..range.end.get()).map(EdgeIndex::new) {
            let edge = self.graph.edges[edge];
            if !matches!(edge.kind(), EdgeType::Hidden | EdgeType::Weak) {
                self.visit(edge.target(), state);
            }
        }
    }
}
