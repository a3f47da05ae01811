//! Retaining paths: why a node is alive. The shortest one follows the parents of the breadth-first search that
//! gives the distances. Alternatives leave it as near to its end as possible: another retainer of the node
//! itself, then of the node before, and so on, each with its own shortest path from the root. There is
//! no index of retainers: one look at all edges finds those of one node, and costs about 50 ms with 37 million.
//!
//! Which of several equally short paths the search finds depends on the order in which V8 wrote the nodes, another one in
//! each run. Those chosen by name ([`edges_by_name`]) do not.

use std::cmp::Ordering;

use crate::heap::analysis::distance::{NO_PARENT, UNREACHABLE, is_strong};
use crate::heap::graph::{EdgeName, EdgeType, Graph};

/// Equal edges are told apart by at most so many steps before them.
const MAX_STEPS_UP: usize = 16;
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
    /// What [`edges_by_name`] returned, if equally short paths are to be chosen by name.
    pub by_name: Option<&'a [u32]>,
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
        let graph = self.graph;
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
            let usual = graph.source_of(edge);
            let mut others: Vec<(u32, Step)> = self
                .retainers(node)
                .filter(|&(source, step)| {
                    source != usual && step.edge != edge && self.counts(source, step.edge)
                })
                .collect();
            others.dedup_by_key(|&mut (source, _)| source);
            others.sort_by(|&(a, step), &(b, other)| {
                let by_distance = self.distances[a as usize].cmp(&self.distances[b as usize]);
                let by_name =
                    || self.by_name.map_or(Ordering::Equal, |_| by_name(graph, step.edge, other.edge));
                by_distance.then_with(by_name)
            });
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
        !self.graph.edge(edge).is(EdgeType::Weak)
            && self.distances[source as usize] != UNREACHABLE
            && (self.by_name.is_none()
                || !lists(self.graph).contains(&Some(self.graph.kinds[source as usize]))
                || is_strong(self.graph, edge, self.graph.edge(edge).target()))
    }

    /// The steps from the root to a node, which the search has reached.
    fn shortest(&self, node: u32) -> Option<Vec<Step>> {
        if self.distances[node as usize] == UNREACHABLE {
            return None;
        }
        let mut steps = Vec::new();
        let mut node = node;
        while let Some((parent, edge)) = self.last_step(node) {
            steps.push(Step { edge, node });
            node = parent;
        }
        steps.reverse();
        Some(steps)
    }

    /// The node before on the shortest path to a node, and the edge between them; none of the root.
    pub fn last_step(&self, node: u32) -> Option<(u32, u32)> {
        let parent = self.parents[node as usize];
        if parent == NO_PARENT {
            return None;
        }
        match self.by_name {
            Some(edges) => {
                let edge = edges[node as usize];
                (edge != NONE).then(|| (self.graph.source_of(edge), edge))
            }
            None => Some((parent, self.edge_between(parent, node)?)),
        }
    }

    /// The most telling edge between two nodes: one that JavaScript can see before one that it cannot.
    fn edge_between(&self, source: u32, target: u32) -> Option<u32> {
        let graph = self.graph;
        let edges = graph.edge_range(source).zip(graph.edges_of(source));
        let edges = edges.filter(|(_, edge)| edge.target() == target);
        edges.min_by_key(|(_, edge)| rank(edge.kind())).map(|(number, _)| number)
    }
}

/// By node, the edge to it on a path that is as short as the search's: of all that would do, the one that comes first by
/// rank and name, whatever the order in the file. One look at all edges; [`NONE`] for nodes without a parent.
pub fn edges_by_name(graph: &Graph, distances: &[u32], parents: &[u32]) -> Vec<u32> {
    let mut by_name = EdgesByName::new(graph, distances, parents);
    by_name.lists = lists(graph);
    by_name.offer(graph.root);
    let others = by_distance(distances).into_iter().filter(|&node| node != graph.root);
    others.for_each(|node| by_name.offer(node));
    by_name.best
}

/// The nodes that can be reached, the nearest first.
pub fn by_distance(distances: &[u32]) -> Vec<u32> {
    let reached = |&node: &u32| distances[node as usize] != UNREACHABLE;
    let mut nodes: Vec<u32> = (0..distances.len() as u32).filter(reached).collect();
    nodes.sort_by_key(|&node| distances[node as usize]);
    nodes
}

/// The choice of edges by name. Nodes are offered by distance, the root before all others; of edges that are equal all
/// the way up the one that is offered first is taken.
pub struct EdgesByName<'a> {
    graph: &'a Graph,
    distances: &'a [u32],
    parents: &'a [u32],
    /// By node, the edge that has been chosen so far.
    pub best: Vec<u32>,
    /// Types of nodes not all of whose edges count: see [`is_strong`].
    lists: [Option<u8>; 2],
}

impl<'a> EdgesByName<'a> {
    /// Nothing chosen so far.
    pub fn new(graph: &'a Graph, distances: &'a [u32], parents: &'a [u32]) -> EdgesByName<'a> {
        EdgesByName { graph, distances, parents, best: vec![NONE; parents.len()], lists: [None; 2] }
    }

    /// Offers the edges of a node.
    pub fn offer(&mut self, source: u32) {
        let &mut EdgesByName { graph, distances, parents, .. } = self;
        let distance = distances[source as usize];
        if distance == UNREACHABLE {
            return;
        }
        let is_list = self.lists.contains(&Some(graph.kinds[source as usize]));
        for (number, edge) in graph.edge_range(source).zip(graph.edges_of(source)) {
            let target = edge.target() as usize;
            if is_list && !is_strong(graph, number, edge.target()) {
                continue;
            }
            let usual = parents[target];
            let is_usual = usual == source;
            let is_as_near = usual != NO_PARENT
                && usual != graph.root
                && source != graph.root
                && distances[usual as usize] == distance
                && !edge.is(EdgeType::Weak)
                && !edge.is(EdgeType::Pair);
            if (is_usual || is_as_near) && self.precedes(number, self.best[target]) {
                self.best[target] = number;
            }
        }
    }

    /// Whether an edge is to be taken instead of another one, if that is one: by themselves, or by what leads to them.
    fn precedes(&self, mut edge: u32, mut other: u32) -> bool {
        if other == NONE {
            return true;
        }
        for _ in 0..MAX_STEPS_UP {
            let order = by_name(self.graph, edge, other);
            if order.is_ne() {
                return order.is_lt();
            }
            [edge, other] = [edge, other].map(|edge| self.best[self.graph.source_of(edge) as usize]);
            if edge == other || edge == NONE || other == NONE {
                break;
            }
        }
        false
    }
}

/// Types of the nodes that are lists of V8's and of Node.js.
fn lists(graph: &Graph) -> [Option<u8>; 2] {
    ["native", "synthetic"].map(|kind| graph.type_number(kind))
}

/// No edge.
pub const NONE: u32 = u32::MAX;

/// Which of two edges to one node is to be taken: the lesser one. What V8 calls a plain object, after its properties, is
/// another name in each run; how many it has is not.
fn by_name(graph: &Graph, edge: u32, other: u32) -> Ordering {
    let rank = |edge| rank(graph.edge(edge).kind());
    let name = |edge| {
        let name = graph.edge_name(edge);
        // A prototype refers to what a whole class has.
        let is_inherited =
            matches!(&name, EdgeName::Text(text) if text == "__proto__" || text == "constructor");
        (is_inherited, name)
    };
    let holder = |edge| {
        let source = graph.source_of(edge);
        let name = graph.name(source);
        let class = if name.starts_with('{') { "Object".into() } else { name };
        (class, graph.edge_range(source).len())
    };
    rank(edge)
        .cmp(&rank(other))
        .then_with(|| name(edge).cmp(&name(other)))
        .then_with(|| holder(edge).cmp(&holder(other)))
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
