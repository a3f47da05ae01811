//! Which native nodes (DOM nodes and the like) are detached, as DevTools tells it. The embedder marks some as
//! attached (1) or detached (2). What an attached native node refers to is attached, and what a detached one
//! refers to is detached unless it is attached; hidden and weak edges do not count. Other nodes
//! than native ones know nothing and pass nothing on. The name of a detached node gets a prefix.

use rustc_hash::FxHashMap;

use crate::heap::graph::{EdgeType, Graph};

/// The state of a native node that is part of the document.
pub const ATTACHED: u8 = 1;
/// The state of a native node that is not.
pub const DETACHED: u8 = 2;

/// Passes the states on, and renames what is detached. Nothing to do if no node has a state.
pub fn pass_on(graph: &mut Graph) {
    let marked: Vec<(u32, u8)> =
        (0u32..).zip(graph.detachedness.iter().copied()).filter(|&(_, state)| state != 0).collect();
    let mut spread = Spread {
        native: graph.type_number("native"),
        is_visited: vec![false; graph.detachedness.len()],
        attached: Vec::new(),
        detached: Vec::new(),
        renamed: FxHashMap::default(),
        graph,
    };
    for (node, state) in marked {
        spread.visit(node, state);
    }
    while let Some(node) = spread.attached.pop() {
        spread.visit_targets(node, ATTACHED);
    }
    while let Some(node) = spread.detached.pop() {
        spread.visit_targets(node, DETACHED);
    }
}

struct Spread<'a> {
    graph: &'a mut Graph,
    native: Option<u8>,
    is_visited: Vec<bool>,
    attached: Vec<u32>,
    detached: Vec<u32>,
    /// The prefixed string, by the one without.
    renamed: FxHashMap<u32, u32>,
}

impl Spread<'_> {
    fn visit(&mut self, node: u32, state: u8) {
        if std::mem::replace(&mut self.is_visited[node as usize], true)
            || !self.graph.is_of_type(node, self.native)
        {
            return;
        }
        self.graph.detachedness[node as usize] = state;
        if state == ATTACHED {
            self.attached.push(node);
        } else if state == DETACHED {
            let name = &mut self.graph.names[node as usize];
            let strings = &mut self.graph.strings;
            *name = *self.renamed.entry(*name).or_insert_with(|| strings.push_prefixed(b"Detached ", *name));
            self.detached.push(node);
        }
    }

    fn visit_targets(&mut self, node: u32, state: u8) {
        for number in self.graph.edge_range(node) {
            let edge = self.graph.edge(number);
            if !matches!(edge.kind(), EdgeType::Hidden | EdgeType::Weak) {
                self.visit(edge.target(), state);
            }
        }
    }
}
