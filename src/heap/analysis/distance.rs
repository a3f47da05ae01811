//! Distances as DevTools shows them: the least number of edges from a user root, which has distance 1. What only V8's own
//! roots hold has the number of edges from the root plus 100,000,000. Weak edges do not count, nor do some edges between
//! V8's internals that would be short cuts through unrelated objects. The value of an ephemeron comes after both its table
//! and its key: of its two edges the one that is met first is not followed.
//!
//! A breadth-first search that visits each edge once. The order of nodes and edges is DevTools', since it decides which
//! edge of an ephemeron is met first.

use crate::heap::analysis::roots::user_roots;
use crate::heap::column::{Column, zeros};
use crate::heap::error::Error;
use crate::heap::graph::{Edge, EdgeIndex, EdgeName, EdgeType, Graph, NodeIndex, StringIndex};

/// The distance of what cannot be reached.
pub const UNREACHABLE: u32 = u32::MAX;
/// The distance of the root, if there are user roots.
pub const SYSTEM: u32 = 100_000_000;
/// The distance of temporary roots, if they count last.
const TEMPORARY: u32 = 2 * SYSTEM;
/// V8's lists of temporary roots.
const TEMPORARY_ROOTS: [&str; 2] = ["(Stack roots)", "(Handle scope)"];
/// How V8 names the edges from the compiler's tables of objects, up to Node.js 24.
const COMPILER: &str = "/ IdentityMapBase";
/// The list of these tables, from Node.js 26 on.
const COMPILER_ROOTS: &str = "(Identity map)";

/// Which edges a search follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Follow {
    /// Those that DevTools follows.
    All,
    /// Those that keep a live object alive for longer than a moment. The stack and the handles of native code count only
    /// for what nothing else leads to. What is no reference of the program's is not followed: Node.js's lists of its
    /// native objects lead to objects that live only as long as their JavaScript side, marked as detached, and V8's
    /// compiler remembers the objects that it compiles with.
    Strong,
}

/// A breadth-first search tree.
#[derive(Debug)]
pub struct SearchTree {
    /// The distance of each node.
    pub distances: Column<NodeIndex, u32>,
    /// The node before each node on a shortest path from the root; none for the root and for what cannot be reached.
    pub parents: Column<NodeIndex, NodeIndex>,
}

impl SearchTree {
    /// The bytes that it takes.
    pub fn memory(&self) -> usize {
        let SearchTree { distances, parents } = self;
        distances.memory() + parents.memory()
    }
}

/// The distance of each node.
pub fn distances(graph: &Graph) -> Result<Column<NodeIndex, u32>, Error> {
    let (distances, NoParents) = search(graph, Follow::All, NoParents)?;
    Ok(distances)
}

/// The distance of each node, and one shortest path to it.
pub fn search_tree(graph: &Graph, follow: Follow) -> Result<SearchTree, Error> {
    let parents = Column::filled(graph.node_count(), NodeIndex::NONE)?;
    let (distances, parents) = search(graph, follow, parents)?;
    Ok(SearchTree { distances, parents })
}

/// What a search does with the parents that it finds.
trait Parents {
    fn set(&mut self, node: NodeIndex, parent: NodeIndex);
}

/// Forgets them.
struct NoParents;

impl Parents for NoParents {
    #[inline(always)]
    fn set(&mut self, _node: NodeIndex, _parent: NodeIndex) {}
}

impl Parents for Column<NodeIndex, NodeIndex> {
    #[inline(always)]
    fn set(&mut self, node: NodeIndex, parent: NodeIndex) {
        self[node] = parent;
    }
}

struct Search<'a, P> {
    graph: &'a Graph,
    distances: Column<NodeIndex, u32>,
    parents: P,
    /// By ephemeron: one of its edges was met and not followed, the other was not met yet.
    is_half_met: Vec<bool>,
    special: SpecialNodes,
}

fn search<P: Parents>(
    graph: &Graph,
    follow: Follow,
    parents: P,
) -> Result<(Column<NodeIndex, u32>, P), Error> {
    let mut search = Search {
        graph,
        distances: Column::filled(graph.node_count(), UNREACHABLE)?,
        parents,
        is_half_met: zeros(graph.ephemerons.count())?,
        special: SpecialNodes::new(graph, follow),
    };
    let roots: Vec<NodeIndex> = user_roots(graph).collect();
    for &node in &roots {
        search.distances[node] = 1;
        if node != graph.root {
            search.parents.set(node, graph.root);
        }
    }
    let distance = if roots.is_empty() { 0 } else { SYSTEM };
    search.visit_from(roots);
    search.distances[graph.root] = distance;
    search.parents.set(graph.root, NodeIndex::NONE);
    search.visit_from(vec![graph.root]);
    if follow == Follow::Strong {
        search.visit_temporary_roots();
    }
    Ok((search.distances, search.parents))
}

impl<P: Parents> Search<'_, P> {
    /// Sets the distances of all nodes that can be reached from `nodes`.
    fn visit_from(&mut self, mut nodes: Vec<NodeIndex>) {
        let mut next = Vec::new();
        while !nodes.is_empty() {
            for &node in &nodes {
                let distance = self.distances[node] + 1;
                if self.special.contains(self.graph, node) {
                    self.visit_special(node, distance, &mut next);
                    continue;
                }
                for (number, edge) in self.graph.indexed_edges_of(node) {
                    let target = edge.target();
                    if edge.is(EdgeType::Weak) || self.distances[target] != UNREACHABLE {
                        continue;
                    }
                    if edge.is(EdgeType::Ephemeron) && !self.completes_ephemeron(number) {
                        continue;
                    }
                    self.reach(node, target, distance, &mut next);
                }
            }
            nodes.clear();
            std::mem::swap(&mut nodes, &mut next);
        }
    }

    /// Visits what only the stack and handles lead to.
    fn visit_temporary_roots(&mut self) {
        let graph = self.graph;
        let mut roots = Vec::new();
        for list in graph.nodes().filter(|&node| graph.is_of_type(node, self.special.synthetic)) {
            // A list that the root does not lead to may be held by what it holds.
            if self.distances[list] == UNREACHABLE {
                continue;
            }
            for edge in graph.edges_of(list) {
                let target = edge.target();
                if self.distances[target] == UNREACHABLE && is_temporary_root(graph, target) {
                    roots.push((list, target));
                }
            }
        }
        let mut nodes = Vec::new();
        for (list, target) in roots {
            if self.distances[target] == UNREACHABLE {
                self.reach(list, target, TEMPORARY, &mut nodes);
            }
        }
        self.visit_from(nodes);
    }

    #[inline(always)]
    fn reach(&mut self, node: NodeIndex, target: NodeIndex, distance: u32, next: &mut Vec<NodeIndex>) {
        self.distances[target] = distance;
        self.parents.set(target, node);
        next.push(target);
    }

    #[cold]
    fn visit_special(&mut self, node: NodeIndex, distance: u32, next: &mut Vec<NodeIndex>) {
        for (number, edge) in self.graph.indexed_edges_of(node) {
            let target = edge.target();
            if edge.is(EdgeType::Weak) || self.distances[target] != UNREACHABLE {
                continue;
            }
            let kind = Some(self.graph.kinds[node]);
            let counts = if kind == self.special.array {
                descriptor_counts(&self.graph.edge_name(number))
            } else if kind == self.special.native || kind == self.special.synthetic {
                is_strong(self.graph, number, target) && !is_temporary_root(self.graph, target)
            } else {
                self.context_edge_counts(number, edge)
            };
            if counts {
                self.reach(node, target, distance, next);
            }
        }
    }

    fn context_edge_counts(&mut self, number: EdgeIndex, edge: Edge) -> bool {
        match self.graph.edge_name(number) {
            EdgeName::Text(name) if name == "sloppy_function_map" => false,
            _ => !edge.is(EdgeType::Ephemeron) || self.completes_ephemeron(number),
        }
    }

    /// Whether the other edge of the ephemeron was met before. The answer alternates.
    fn completes_ephemeron(&mut self, edge: EdgeIndex) -> bool {
        let is_half_met = &mut self.is_half_met[self.graph.ephemerons.get(edge).ephemeron as usize];
        *is_half_met = !*is_half_met;
        !*is_half_met
    }
}

/// Nodes some of whose edges do not count, by type and name.
struct SpecialNodes {
    array: Option<u8>,
    hidden: Option<u8>,
    map_descriptors: Vec<StringIndex>,
    native_context: Vec<StringIndex>,
    native: Option<u8>,
    /// Node.js's lists of its native objects.
    native_objects: Vec<StringIndex>,
    synthetic: Option<u8>,
    /// V8's list of its lists of roots, and its list of strong ones.
    root_lists: Vec<StringIndex>,
}

impl SpecialNodes {
    fn new(graph: &Graph, follow: Follow) -> SpecialNodes {
        let if_strong = |texts: [&str; 2]| {
            let texts = if follow == Follow::Strong { &texts[..] } else { &[] };
            let mut names: Vec<StringIndex> =
                texts.iter().flat_map(|text| graph.strings.find(text)).collect();
            names.sort_unstable();
            names
        };
        SpecialNodes {
            array: graph.type_number("array"),
            hidden: graph.type_number("hidden"),
            map_descriptors: graph.strings.find("(map descriptors)"),
            native_context: graph.strings.find("system / NativeContext"),
            native: graph.type_number("native"),
            native_objects: if_strong(["Node / CleanupQueue", "Node / BaseObjectList"]),
            synthetic: graph.type_number("synthetic"),
            root_lists: if_strong(["(GC roots)", "(Strong roots)"]),
        }
    }

    #[inline(always)]
    fn contains(&self, graph: &Graph, node: NodeIndex) -> bool {
        let kind = Some(graph.kinds[node]);
        let name = || &graph.names[node];
        (kind == self.array && self.map_descriptors.binary_search(name()).is_ok())
            || (kind == self.hidden && self.native_context.binary_search(name()).is_ok())
            || (kind == self.native && self.native_objects.binary_search(name()).is_ok())
            || (kind == self.synthetic && self.root_lists.binary_search(name()).is_ok())
    }
}

fn is_temporary_root(graph: &Graph, node: NodeIndex) -> bool {
    TEMPORARY_ROOTS.contains(&&*graph.name(node))
}

/// Whether an edge from a list of V8's or Node.js's keeps its target alive, as far as their names tell.
pub fn is_strong(graph: &Graph, edge: EdgeIndex, target: NodeIndex) -> bool {
    let is_of_compiler = matches!(graph.edge_name(edge), EdgeName::Text(text) if text.ends_with(COMPILER));
    let name = graph.name(target);
    !is_of_compiler && name != COMPILER_ROOTS && !name.starts_with("Detached ")
}

/// Whether an edge of an array of descriptors, which several maps share, counts. Keys do not: 4, 7, 10 and so on.
fn descriptor_counts(name: &EdgeName) -> bool {
    let index = match name {
        EdgeName::Index(index) => Some(i64::from(*index)),
        EdgeName::Text(text) => leading_integer(text),
    };
    index.is_none_or(|index| index < 2 || index % 3 != 1)
}

/// The integer at the start of a text, if there is one.
fn leading_integer(text: &str) -> Option<i64> {
    let text = text.trim_start();
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let length = digits.bytes().take_while(u8::is_ascii_digit).count();
    let value: i64 = digits[..length].parse().ok()?;
    Some(if text.starts_with('-') { -value } else { value })
}
