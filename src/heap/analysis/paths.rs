//! Retaining paths: why a node is alive. The shortest one follows the parents in the breadth-first search tree. Each
//! alternative leaves it as near to its end as possible: by another retainer of the node itself, then of the node before,
//! and so on, each with its own shortest path from the root. There is no index of retainers: one look at all edges finds
//! those of a node, and costs about 50 ms with 37 million edges.
//!
//! Which of several equally short paths the search finds depends on the order of nodes, which varies between runs. Paths
//! chosen by name ([`edges_by_name`]) do not vary.

use std::cmp::Ordering;

use crate::heap::analysis::distance::{SearchTree, UNREACHABLE, is_strong};
use crate::heap::column::Column;
use crate::heap::graph::{EdgeIndex, EdgeName, EdgeType, Graph, NodeIndex};

/// To break a tie between two edges, at most this many edges before each are compared.
const MAX_STEPS_UP: usize = 16;
/// Alternatives leave the shortest path at most this many steps before its end.
const MAX_STEPS_BACK: usize = 8;

/// A step of a path: an edge and the node that it leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// The edge.
    pub edge: EdgeIndex,
    /// The node.
    pub node: NodeIndex,
}

/// Paths in a search tree.
pub struct Paths<'a> {
    /// The graph.
    pub graph: &'a Graph,
    /// The distance of each node.
    pub distances: &'a Column<NodeIndex, u32>,
    /// The node before each node.
    pub parents: &'a Column<NodeIndex, NodeIndex>,
    /// What [`edges_by_name`] has returned, if ties between paths are broken by name.
    pub by_name: Option<&'a Column<NodeIndex, EdgeIndex>>,
}

impl Paths<'_> {
    /// Up to `max` paths from the root to `node`, the shortest first. Empty if the node cannot be reached.
    pub fn find(&self, node: NodeIndex, max: usize) -> Vec<Vec<Step>> {
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
            // An alternative joins the shortest path again at `node`, and must not visit the kept nodes before.
            let (before, kept) = shortest.split_at(shortest.len() - back);
            let Some(&Step { node, edge }) = before.last() else { break };
            let mut kept_nodes: Vec<NodeIndex> = kept.iter().map(|step| step.node).collect();
            kept_nodes.push(node);
            for (source, step) in self.other_retainers(node, edge) {
                let Some(start) = self.shortest(source) else { continue };
                if start.iter().any(|step| kept_nodes.contains(&step.node)) {
                    continue;
                }
                paths.push(start.into_iter().chain([step]).chain(kept.iter().copied()).collect());
                if paths.len() >= max {
                    break;
                }
            }
        }
        paths
    }

    /// The retainers of a node besides the source of `edge`, the nearest first, each with its first edge.
    fn other_retainers(&self, node: NodeIndex, edge: EdgeIndex) -> Vec<(NodeIndex, Step)> {
        let usual = self.graph.source_of(edge);
        let is_other = |&(source, step): &(NodeIndex, Step)| {
            source != usual && step.edge != edge && self.counts(source, step.edge)
        };
        let mut others: Vec<(NodeIndex, Step)> = self.retainers(node).filter(is_other).collect();
        others.dedup_by_key(|&mut (source, _)| source);
        others.sort_by(|&(a, step), &(b, other)| {
            let by_distance = self.distances[a].cmp(&self.distances[b]);
            by_distance.then_with(|| match self.by_name {
                Some(_) => compare_by_name(self.graph, step.edge, other.edge),
                None => Ordering::Equal,
            })
        });
        others
    }

    /// The edges that lead to a node, with their sources, in order. Weak edges are included.
    pub fn retainers(&self, node: NodeIndex) -> impl Iterator<Item = (NodeIndex, Step)> {
        let graph = self.graph;
        let edges = graph.edges.iter().filter(move |(_, edge)| edge.target() == node);
        edges.map(move |(edge, _)| (graph.source_of(edge), Step { edge, node }))
    }

    /// Whether an edge keeps its target alive, provided that its source is alive.
    fn counts(&self, source: NodeIndex, edge: EdgeIndex) -> bool {
        let graph = self.graph;
        !graph.edges[edge].is(EdgeType::Weak)
            && self.distances[source] != UNREACHABLE
            && (self.by_name.is_none()
                || !list_types(graph).contains(&Some(graph.kinds[source]))
                || is_strong(graph, edge, graph.edges[edge].target()))
    }

    /// The steps from the root to a node, unless the node cannot be reached.
    fn shortest(&self, node: NodeIndex) -> Option<Vec<Step>> {
        if self.distances[node] == UNREACHABLE {
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

    /// The node before a node on the shortest path, and the edge between them. None for the root.
    pub fn last_step(&self, node: NodeIndex) -> Option<(NodeIndex, EdgeIndex)> {
        let parent = self.parents[node].some()?;
        match self.by_name {
            Some(edges) => edges[node].some().map(|edge| (self.graph.source_of(edge), edge)),
            None => Some((parent, self.edge_between(parent, node)?)),
        }
    }

    /// The edge between two nodes that says most: one that JavaScript can see before one that it cannot.
    fn edge_between(&self, source: NodeIndex, target: NodeIndex) -> Option<EdgeIndex> {
        let edges = self.graph.indexed_edges_of(source).filter(|(_, edge)| edge.target() == target);
        edges.min_by_key(|(_, edge)| rank(edge.kind())).map(|(index, _)| index)
    }
}

/// The last edge of a shortest path to each node: of all shortest paths, the one that comes first by rank and name,
/// whatever the order of nodes. [`EdgeIndex::NONE`] for nodes without a parent. Looks at each edge once.
pub fn edges_by_name(graph: &Graph, tree: &SearchTree) -> Column<NodeIndex, EdgeIndex> {
    let mut by_name = EdgesByName::new(graph, tree);
    by_name.offer(graph.root);
    let others = by_distance(&tree.distances).into_iter().filter(|&node| node != graph.root);
    others.for_each(|node| by_name.offer(node));
    by_name.best
}

/// The nodes that can be reached, the nearest first.
pub fn by_distance(distances: &Column<NodeIndex, u32>) -> Vec<NodeIndex> {
    let mut nodes: Vec<NodeIndex> =
        distances.indices().filter(|&node| distances[node] != UNREACHABLE).collect();
    nodes.sort_by_key(|&node| distances[node]);
    nodes
}

/// Chooses edges by name. The root is offered first, then the other nodes by distance. Of edges that are equal all the way
/// up, the one that is offered first is chosen.
pub struct EdgesByName<'a> {
    graph: &'a Graph,
    distances: &'a Column<NodeIndex, u32>,
    parents: &'a Column<NodeIndex, NodeIndex>,
    /// The edge that is chosen so far for each node.
    pub best: Column<NodeIndex, EdgeIndex>,
    /// The types of nodes not all of whose edges count, see [`is_strong`].
    list_types: [Option<u8>; 2],
}

impl<'a> EdgesByName<'a> {
    /// Nothing is chosen so far. The tree follows strong edges only.
    pub fn new(graph: &'a Graph, tree: &'a SearchTree) -> EdgesByName<'a> {
        let SearchTree { distances, parents } = tree;
        let best = vec![EdgeIndex::NONE; parents.len()].into();
        EdgesByName { graph, distances, parents, best, list_types: list_types(graph) }
    }

    /// Offers the edges of a node.
    pub fn offer(&mut self, source: NodeIndex) {
        let &mut EdgesByName { graph, distances, parents, .. } = self;
        let distance = distances[source];
        if distance == UNREACHABLE {
            return;
        }
        let is_list = self.list_types.contains(&Some(graph.kinds[source]));
        // The search follows all edges of some lists. Those that are not strong are chosen if no other one is.
        let mut weaker = Vec::new();
        for (index, edge) in graph.indexed_edges_of(source) {
            let target = edge.target();
            let usual = parents[target];
            let is_usual = usual == source;
            if is_list && !is_strong(graph, index, target) {
                if is_usual {
                    weaker.push(index);
                }
                continue;
            }
            let is_as_near = !usual.is_none()
                && usual != graph.root
                && source != graph.root
                && distances[usual] == distance
                && !edge.is(EdgeType::Weak)
                && !edge.is(EdgeType::Ephemeron);
            if (is_usual || is_as_near) && self.precedes(index, self.best[target]) {
                self.best[target] = index;
            }
        }
        for index in weaker {
            let best = &mut self.best[graph.edges[index].target()];
            if best.is_none() {
                *best = index;
            }
        }
    }

    /// Whether an edge is chosen before another one: by their own names, or by those of the edges before them.
    fn precedes(&self, mut edge: EdgeIndex, mut other: EdgeIndex) -> bool {
        if other.is_none() {
            return true;
        }
        for _ in 0..MAX_STEPS_UP {
            let order = compare_by_name(self.graph, edge, other);
            if order.is_ne() {
                return order.is_lt();
            }
            [edge, other] = [edge, other].map(|edge| self.best[self.graph.source_of(edge)]);
            if edge == other || edge.is_none() || other.is_none() {
                break;
            }
        }
        false
    }
}

/// The types of the nodes that are lists of V8's and of Node.js.
fn list_types(graph: &Graph) -> [Option<u8>; 2] {
    ["native", "synthetic"].map(|kind| graph.type_number(kind))
}

/// The order of two edges to one node. V8 may name a plain object after its properties, which vary between runs. How many
/// it has does not vary.
fn compare_by_name(graph: &Graph, edge: EdgeIndex, other: EdgeIndex) -> Ordering {
    let rank = |edge: EdgeIndex| rank(graph.edges[edge].kind());
    let name = |edge| {
        let name = graph.edge_name(edge);
        // What a prototype refers to belongs to a whole class.
        let is_inherited =
            matches!(&name, EdgeName::Text(text) if text == "__proto__" || text == "constructor");
        (is_inherited, name)
    };
    let holder = |edge| {
        let source = graph.source_of(edge);
        let name = graph.name(source);
        let class = if name.starts_with('{') { "Object".into() } else { name };
        (class, graph.edge_count_of(source))
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
        EdgeType::Internal | EdgeType::Ephemeron => 2,
        EdgeType::Hidden => 3,
        EdgeType::Weak => 4,
    }
}
