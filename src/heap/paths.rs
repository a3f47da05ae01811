//! Retaining paths: why a node is alive. The shortest one follows the parents of the breadth-first search that
//! gives the distances. Alternatives leave it as near to its end as possible: another retainer of the node
//! itself, then of the node before, and so on, each with its own shortest path from the root. There is
//! no index of retainers: one look at all edges finds those of one node, and costs about 50 ms with 37 million.
//!
//! Which of several equally short paths the search finds depends on the order in which V8 wrote the nodes, another one in
//! each run. Those chosen by name do not, at the price of a look at all edges a step.

use crate::heap::distance::{NO_PARENT, UNREACHABLE};
use crate::heap::graph::{EdgeName, EdgeType, Graph};

/// Alternatives leave the shortest path at most so many steps before its end.
const MAX_STEPS_BACK: usize = 8;

/// A step: an edge and the node it leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// Number of the edge.
    pub edge: u32,
    /// The node.
    pub node: u32,
}

/// The search tree that paths are read off.
pub struct Paths<'a> {
    /// The graph.
    pub graph: &'a Graph,
    /// Distance by node.
    pub distances: &'a [u32],
    /// The node before, by node.
    pub parents: &'a [u32],
    /// Whether of equally short paths the one is taken whose references come first by name.
    pub by_name: bool,
}

impl Paths<'_> {
    /// Up to `max` paths from the root to `node`, the shortest first. None if it cannot be reached.
    pub fn find(&self, node: u32, max: usize) -> Vec<Vec<Step>> {
        let Some(shortest) = self.shortest(node) else {
            return Vec::new();
        };
        if max == 0 || shortest.is_empty() {
            return vec![shortest];
        }
        let mut paths = vec![shortest.clone()];
        for back in 0..shortest.len().min(MAX_STEPS_BACK) {
            if paths.len() >= max {
                break;
            }
            // What comes after the other way in; its nodes must not be on that way, too.
            let (before, kept) = shortest.split_at(shortest.len() - back);
            let Some(&Step { node, edge }) = before.last() else { break };
            let mut kept_nodes: Vec<u32> = kept.iter().map(|step| step.node).collect();
            kept_nodes.push(node);
            let usual = self.parents[node as usize];
            let mut others: Vec<(u32, Step)> = self
                .retainers(node)
                .filter(|&(source, step)| {
                    source != usual && step.edge != edge && self.counts(source, step.edge)
                })
                .collect();
            others.sort_by_key(|&(source, _)| self.distances[source as usize]);
            others.dedup_by_key(|&mut (source, _)| source);
            for (source, step) in others {
                let Some(way) = self.shortest(source) else { continue };
                if way.iter().any(|step| kept_nodes.contains(&step.node)) {
                    continue;
                }
                paths.push(way.into_iter().chain([step]).chain(kept.iter().copied()).collect());
                if paths.len() >= max {
                    break;
                }
            }
        }
        paths
    }

    /// The edges that lead to a node, with their sources, in order; weak ones too.
    pub fn retainers(&self, node: u32) -> impl Iterator<Item = (u32, Step)> {
        let graph = self.graph;
        graph.edges.iter().enumerate().filter_map(move |(number, &bits)| {
            if crate::heap::graph::Edge::from_bits(bits).target() != node {
                return None;
            }
            let edge = number as u32;
            Some((graph.source_of(edge), Step { edge, node }))
        })
    }

    /// Whether an edge keeps its target alive, its source being alive.
    fn counts(&self, source: u32, edge: u32) -> bool {
        !self.graph.edge(edge).is(EdgeType::Weak) && self.distances[source as usize] != UNREACHABLE
    }

    /// The steps from the root to a node, which the search has reached.
    fn shortest(&self, node: u32) -> Option<Vec<Step>> {
        if self.distances[node as usize] == UNREACHABLE {
            return None;
        }
        let mut steps = Vec::new();
        let mut node = node;
        while self.parents[node as usize] != NO_PARENT {
            let parent = if self.by_name { self.parent_by_name(node) } else { self.parents[node as usize] };
            steps.push(Step { edge: self.edge_between(parent, node)?, node });
            node = parent;
        }
        steps.reverse();
        Some(steps)
    }

    /// Of all nodes that are as near to the root as the parent is, the one whose reference comes first by name.
    fn parent_by_name(&self, node: u32) -> u32 {
        let (graph, usual) = (self.graph, self.parents[node as usize]);
        if usual == graph.root {
            return usual;
        }
        let near = self.distances[usual as usize];
        let as_near = |&(source, step): &(u32, Step)| {
            let kind = graph.edge(step.edge).kind();
            source == usual
                || (self.distances[source as usize] == near
                    && source != graph.root
                    && kind != EdgeType::Weak
                    && kind != EdgeType::Pair)
        };
        let name = |&(source, step): &(u32, Step)| {
            let edge = match graph.edge_name(step.edge) {
                EdgeName::Index(index) => index.to_string(),
                EdgeName::Text(text) => text.into_owned(),
            };
            // A prototype refers to what a whole class has.
            let is_inherited = edge == "__proto__" || edge == "constructor";
            (rank(graph.edge(step.edge).kind()), is_inherited, edge, graph.name(source).into_owned())
        };
        self.retainers(node).filter(as_near).min_by_key(name).map_or(usual, |(source, _)| source)
    }

    /// The most telling edge between two nodes: one that JavaScript can see before one that it cannot.
    fn edge_between(&self, source: u32, target: u32) -> Option<u32> {
        let graph = self.graph;
        let edges = graph.edge_range(source).zip(graph.edges_of(source));
        let edges = edges.filter(|(_, edge)| edge.target() == target);
        edges.min_by_key(|(_, edge)| rank(edge.kind())).map(|(number, _)| number)
    }
}

fn rank(kind: EdgeType) -> u8 {
    match kind {
        EdgeType::Property | EdgeType::Context | EdgeType::Element => 0,
        EdgeType::Shortcut => 1,
        EdgeType::Internal | EdgeType::Pair => 2,
        EdgeType::Hidden => 3,
        EdgeType::Weak => 4,
    }
}
