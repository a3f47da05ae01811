//! Distances as DevTools shows them: the least number of edges from a user root, which is at 1; for what
//! only V8's own roots hold, the number of edges from the root plus 100,000,000. Weak edges do not count, nor
//! do some edges between V8's internals that would be short cuts through unrelated objects. The value of a
//! WeakMap entry comes after both its table and its key: the first of the two edges that is met is not taken.
//!
//! Breadth first, one visit an edge; the order of nodes and edges is DevTools', since what is
//! taken of a WeakMap entry depends on it.

use crate::heap::analysis::roots::user_roots;
use crate::heap::error::Error;
use crate::heap::graph::sizes::zeros;
use crate::heap::graph::{Edge, EdgeName, EdgeType, Graph};

/// The distance of what cannot be reached.
pub const UNREACHABLE: u32 = u32::MAX;
/// The root's distance, if there are user roots.
pub const SYSTEM: u32 = 100_000_000;
/// The distance of the stack and of handles, where they count last.
const MOMENT: u32 = 2 * SYSTEM;
/// V8's lists of them.
const MOMENTS: [&str; 2] = ["(Stack roots)", "(Handle scope)"];
/// What the compiler's table of objects is called in the name of an edge.
const COMPILER: &str = "/ IdentityMapBase";
/// The parent of what has none.
pub const NO_PARENT: u32 = u32::MAX;

/// Distances by node.
pub fn distances(graph: &Graph) -> Result<Vec<u32>, Error> {
    Ok(Search::<false>::run(graph, false)?.distances)
}

/// Distances by node, and the node before each on one shortest path from the root.
pub fn distances_and_parents(graph: &Graph) -> Result<(Vec<u32>, Vec<u32>), Error> {
    let search = Search::<true>::run(graph, false)?;
    Ok((search.distances, search.parents))
}

/// The same, for paths that say what holds a live object for longer than a moment. The stack, and handles of native code, count
/// only for what nothing else leads to. What is no reference of the program's does not count at all: Node.js's lists of its native
/// objects lead also to those that live only as long as their JavaScript side, which it marks as detached; and V8's compiler
/// remembers the objects that it compiles with.
pub fn distances_and_parents_of_strong(graph: &Graph) -> Result<(Vec<u32>, Vec<u32>), Error> {
    let search = Search::<true>::run(graph, true)?;
    Ok((search.distances, search.parents))
}

struct Search<'a, const PARENTS: bool> {
    graph: &'a Graph,
    distances: Vec<u32>,
    parents: Vec<u32>,
    /// By pair of a WeakMap entry: one half has been met and left out.
    half_met: Vec<bool>,
    special: Special,
}

/// Nodes some of whose edges do not count.
struct Special {
    array: Option<u8>,
    hidden: Option<u8>,
    map_descriptors: Vec<u32>,
    native_context: Vec<u32>,
    native: Option<u8>,
    /// Node.js's lists of its native objects.
    native_objects: Vec<u32>,
    synthetic: Option<u8>,
    /// V8's list of its lists of roots, and its list of strong ones.
    root_lists: Vec<u32>,
}

impl<const PARENTS: bool> Search<'_, PARENTS> {
    fn run(graph: &Graph, strong: bool) -> Result<Search<'_, PARENTS>, Error> {
        let count = graph.kinds.len();
        let names = |texts: [&str; 2]| {
            let texts = if strong { &texts[..] } else { &[] };
            let mut names: Vec<u32> = texts.iter().flat_map(|text| graph.strings.find(text)).collect();
            names.sort_unstable();
            names
        };
        let mut search = Search {
            graph,
            distances: filled(count, UNREACHABLE)?,
            parents: filled(if PARENTS { count } else { 0 }, NO_PARENT)?,
            half_met: zeros(graph.pairs.count() as usize)?,
            special: Special {
                array: graph.type_number("array"),
                hidden: graph.type_number("hidden"),
                map_descriptors: graph.strings.find("(map descriptors)"),
                native_context: graph.strings.find("system / NativeContext"),
                native: graph.type_number("native"),
                native_objects: names(["Node / CleanupQueue", "Node / BaseObjectList"]),
                synthetic: graph.type_number("synthetic"),
                root_lists: names(["(GC roots)", "(Strong roots)"]),
            },
        };
        let roots: Vec<u32> = user_roots(graph).collect();
        for &node in &roots {
            search.distances[node as usize] = 1;
            if PARENTS && node != graph.root {
                search.parents[node as usize] = graph.root;
            }
        }
        let distance = if roots.is_empty() { 0 } else { SYSTEM };
        search.visit_from(roots);
        search.distances[graph.root as usize] = distance;
        if PARENTS {
            search.parents[graph.root as usize] = NO_PARENT;
        }
        search.visit_from(vec![graph.root]);
        if strong {
            search.visit_moments();
        }
        Ok(search)
    }

    /// Gives everything that can be reached from `nodes` its distance.
    fn visit_from(&mut self, mut nodes: Vec<u32>) {
        let mut next = Vec::new();
        while !nodes.is_empty() {
            for &node in &nodes {
                let distance = self.distances[node as usize] + 1;
                if self.special.covers(self.graph, node) {
                    self.visit_special(node, distance, &mut next);
                    continue;
                }
                let range = self.graph.edge_range(node);
                for (number, edge) in range.zip(self.graph.edges_of(node)) {
                    let target = edge.target();
                    if edge.is(EdgeType::Weak) || self.distances[target as usize] != UNREACHABLE {
                        continue;
                    }
                    if edge.is(EdgeType::Pair) && !self.completes_pair(number) {
                        continue;
                    }
                    self.reach(node, target, distance, &mut next);
                }
            }
            nodes.clear();
            std::mem::swap(&mut nodes, &mut next);
        }
    }

    /// What only the stack and handles lead to.
    fn visit_moments(&mut self) {
        let graph = self.graph;
        let lists = |node: &u32| Some(graph.kinds[*node as usize]) == self.special.synthetic;
        let is_moment = |node: u32| MOMENTS.contains(&&*graph.name(node));
        let mut moments = Vec::new();
        for list in (0..graph.kinds.len() as u32).filter(lists) {
            for edge in graph.edges_of(list) {
                let target = edge.target();
                if self.distances[target as usize] == UNREACHABLE && is_moment(target) {
                    moments.push((list, target));
                }
            }
        }
        let mut nodes = Vec::new();
        for (list, target) in moments {
            if self.distances[target as usize] == UNREACHABLE {
                self.reach(list, target, MOMENT, &mut nodes);
            }
        }
        self.visit_from(nodes);
    }

    #[inline(always)]
    fn reach(&mut self, node: u32, target: u32, distance: u32, next: &mut Vec<u32>) {
        self.distances[target as usize] = distance;
        if PARENTS {
            self.parents[target as usize] = node;
        }
        next.push(target);
    }

    #[cold]
    fn visit_special(&mut self, node: u32, distance: u32, next: &mut Vec<u32>) {
        for (number, edge) in self.graph.edge_range(node).zip(self.graph.edges_of(node)) {
            let target = edge.target();
            if edge.is(EdgeType::Weak) || self.distances[target as usize] != UNREACHABLE {
                continue;
            }
            let kind = Some(self.graph.kinds[node as usize]);
            let counts = if kind == self.special.array {
                counts_of_descriptors(&self.graph.edge_name(number))
            } else if kind == self.special.native || kind == self.special.synthetic {
                is_strong(self.graph, number, target) && !MOMENTS.contains(&&*self.graph.name(target))
            } else {
                self.counts_of_context(number, edge)
            };
            if counts {
                self.reach(node, target, distance, next);
            }
        }
    }

    fn counts_of_context(&mut self, number: u32, edge: Edge) -> bool {
        match self.graph.edge_name(number) {
            EdgeName::Text(name) if name == "sloppy_function_map" => false,
            _ => !edge.is(EdgeType::Pair) || self.completes_pair(number),
        }
    }

    /// Whether the other half of the pair was met before. Whatever the answer, the next one is the opposite.
    fn completes_pair(&mut self, edge: u32) -> bool {
        let met = &mut self.half_met[self.graph.pairs.half(edge).pair as usize];
        *met = !*met;
        !*met
    }
}

impl Special {
    #[inline(always)]
    fn covers(&self, graph: &Graph, node: u32) -> bool {
        let kind = Some(graph.kinds[node as usize]);
        let name = || &graph.names[node as usize];
        (kind == self.array && self.map_descriptors.binary_search(name()).is_ok())
            || (kind == self.hidden && self.native_context.binary_search(name()).is_ok())
            || (kind == self.native && self.native_objects.binary_search(name()).is_ok())
            || (kind == self.synthetic && self.root_lists.binary_search(name()).is_ok())
    }
}

/// Whether an edge from a list of V8's or Node.js's keeps its target alive, as far as its name and the target's tell.
pub fn is_strong(graph: &Graph, edge: u32, target: u32) -> bool {
    let is_of_compiler = matches!(graph.edge_name(edge), EdgeName::Text(text) if text.ends_with(COMPILER));
    !is_of_compiler && !graph.name(target).starts_with("Detached ")
}

/// Of an array of descriptors, which several maps share: the keys, at 4, 7, 10 and so on, do not count.
fn counts_of_descriptors(name: &EdgeName) -> bool {
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

fn filled(count: usize, value: u32) -> Result<Vec<u32>, Error> {
    let mut column = Vec::new();
    column.try_reserve_exact(count).map_err(|_| Error::OutOfMemory)?;
    column.resize(count, value);
    Ok(column)
}
