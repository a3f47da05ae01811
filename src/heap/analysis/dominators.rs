//! Dominators: node d dominates node n if every path of essential edges from the root to n leads through d. The nearest
//! dominator of n is its immediate dominator. Immediate dominators form a tree.
//!
//! Algorithm: SemiNCA (Georgiadis, Linear-Time Algorithms for Dominators and Related Problems, 2005). A depth-first search
//! numbers the nodes in preorder, semidominators are found in decreasing order with path compression, and immediate
//! dominators in increasing order by climbing the tree built so far. O(m log n) at worst, since long climbs are made by
//! leaps; linear in practice. Only edges into a node from higher numbers are stored. A lower number that leads to a node
//! is a candidate for its semidominator as soon as the search meets the edge.
//!
//! Essential edges, as in DevTools: not weak; no shortcuts except from the root; of an ephemeron the edge from the key,
//! not the one from the table; and none to a page-owned node from a node that is not page-owned, except from the root. A
//! node is page-owned if it can be reached from [`page_roots`] by edges that are not weak. The search starts there, so the
//! lowest numbers are the page-owned nodes, and nothing has to mark them.
//!
//! Nodes that no essential edge leads to hang from the root. So do nodes that can be reached only from one another; the
//! search does not enter them.

use crate::heap::analysis::roots::page_roots;
use crate::heap::analysis::semidominators::{BackEdges, Preorder, immediate_dominators};
use crate::heap::column::{Column, reserve_exact};
use crate::heap::error::Error;
use crate::heap::graph::{Edge, EdgeIndex, EdgeType, Graph, NodeIndex};

/// The dominator tree, in preorder: each node comes after its immediate dominator.
pub struct DominatorTree {
    /// Nodes in preorder. The first one is the root; [`Preorder::UNVISITED`] is unused.
    nodes: Column<Preorder, NodeIndex>,
    /// Immediate dominators.
    dominators: Column<Preorder, Preorder>,
    /// Nodes that hang from the root because they can be reached only from one another.
    unreached: Vec<NodeIndex>,
}

impl DominatorTree {
    /// Finds the dominators of all nodes.
    pub fn of(graph: &Graph) -> Result<DominatorTree, Error> {
        let mut search = DepthFirst::new(graph)?;
        search.run()?;
        let unreached = search.unreached();
        let DepthFirst { numbers, nodes, parents, mut semidominators, back, .. } = search;
        immediate_dominators(parents, &mut semidominators, back, numbers.into_values())?;
        Ok(DominatorTree { nodes, dominators: semidominators, unreached })
    }

    /// All nodes except the root, each with its immediate dominator, after its dominators.
    pub fn iter(&self, root: NodeIndex) -> impl DoubleEndedIterator<Item = (NodeIndex, NodeIndex)> + '_ {
        let first = Preorder::ROOT.get() as usize + 1;
        let reached = self.nodes.values()[first..].iter().zip(&self.dominators.values()[first..]);
        let reached = reached.map(|(&node, &dominator)| (node, self.nodes[dominator]));
        reached.chain(self.unreached.iter().map(move |&node| (node, root)))
    }
}

/// A node whose edges are being followed.
struct Frame {
    next: EdgeIndex,
    end: EdgeIndex,
    number: Preorder,
}

/// The two phases of the search.
trait Phase {
    /// Whether everything that the search has entered so far is page-owned.
    const IS_PAGE: bool;
}

/// From the page roots.
struct FromPageRoots;

impl Phase for FromPageRoots {
    const IS_PAGE: bool = true;
}

/// From the other edges of the root, and from nodes that nothing leads to.
struct FromRoot;

impl Phase for FromRoot {
    const IS_PAGE: bool = false;
}

struct DepthFirst<'a> {
    graph: &'a Graph,
    numbers: Column<NodeIndex, Preorder>,
    nodes: Column<Preorder, NodeIndex>,
    /// The node before each node in the search tree.
    parents: Column<Preorder, Preorder>,
    /// The lowest number known to lead to each node.
    semidominators: Column<Preorder, Preorder>,
    back: BackEdges,
    stack: Vec<Frame>,
    /// Nodes up to this one are page-owned.
    last_page: Preorder,
    /// Nodes that are page-owned although the first phase did not enter them. Empty if there is none, as nearly always.
    is_other_page: Column<NodeIndex, bool>,
}

impl<'a> DepthFirst<'a> {
    fn new(graph: &'a Graph) -> Result<DepthFirst<'a>, Error> {
        let count = graph.node_count();
        Ok(DepthFirst {
            graph,
            numbers: Column::zeros(count + 1)?,
            nodes: numbered(count, NodeIndex::default())?,
            parents: numbered(count, Preorder::UNVISITED)?,
            semidominators: numbered(count, Preorder::UNVISITED)?,
            back: BackEdges::default(),
            stack: Vec::new(),
            last_page: Preorder::UNVISITED,
            is_other_page: Column::default(),
        })
    }

    fn run(&mut self) -> Result<(), Error> {
        let graph = self.graph;
        let root = graph.root;
        self.enter_number(root, Preorder::UNVISITED);
        // The first phase treats the root as unvisited, so that it notices edges to the root.
        self.numbers[root] = Preorder::UNVISITED;
        let mut open = Vec::new();
        for node in page_roots(graph) {
            self.follow_from_root::<FromPageRoots>(node, &mut open);
        }
        self.last_page = Preorder::new(self.nodes.len() as u32 - 1);
        self.mark_other_page(open)?;
        self.numbers[root] = Preorder::ROOT;
        for (number, edge) in graph.indexed_edges_of(root) {
            let skipped = edge.is(EdgeType::Weak)
                || edge.is(EdgeType::Ephemeron) && graph.ephemerons.get(number).from_table;
            if !skipped && edge.target() != root {
                self.follow_from_root::<FromRoot>(edge.target(), &mut Vec::new());
            }
        }
        if self.nodes.len() <= graph.node_count() {
            for node in self.orphans()? {
                self.follow_from_root::<FromRoot>(node, &mut Vec::new());
            }
        }
        Ok(())
    }

    fn enter_number(&mut self, node: NodeIndex, parent: Preorder) -> Preorder {
        let number = self.nodes.push(node);
        self.numbers[node] = number;
        self.parents.push(parent);
        self.semidominators.push(parent);
        number
    }

    /// Follows an edge from the root. In the first phase, `open` gets the targets of edges that make nodes page-owned
    /// without being essential.
    fn follow_from_root<P: Phase>(&mut self, node: NodeIndex, open: &mut Vec<NodeIndex>) {
        match self.numbers[node] {
            // The root makes page-owned what it leads to. The search enters it later.
            Preorder::UNVISITED if P::IS_PAGE && node == self.graph.root => return open.push(node),
            Preorder::UNVISITED => self.enter(node, Preorder::ROOT),
            number => self.semidominators[number] = Preorder::ROOT,
        }
        let graph = self.graph;
        while let Some(frame) = self.stack.last_mut() {
            let Frame { mut next, end, number } = *frame;
            let mut entered = None;
            while next < end {
                let index = next;
                let edge = graph.edges[index];
                next = EdgeIndex::new(next.get() + 1);
                let target = edge.target();
                let target_number = self.numbers[target];
                if target_number == Preorder::UNVISITED {
                    if self.is_essential::<P>(index, edge, number, Preorder::UNVISITED)
                        && !(P::IS_PAGE && target == graph.root)
                    {
                        entered = Some(target);
                        break;
                    }
                    if P::IS_PAGE && !edge.is(EdgeType::Weak) {
                        open.push(target);
                    }
                } else if target_number > number {
                    if self.semidominators[target_number] > number
                        && self.is_essential::<P>(index, edge, number, target_number)
                    {
                        self.semidominators[target_number] = number;
                    }
                } else if target_number != Preorder::ROOT
                    && target_number != number
                    && self.is_essential::<P>(index, edge, number, target_number)
                {
                    self.back.push((target_number, number));
                }
            }
            set_next(&mut self.stack, next, end);
            if let Some(target) = entered {
                self.enter(target, number);
            }
        }
    }

    fn enter(&mut self, node: NodeIndex, parent: Preorder) {
        let number = self.enter_number(node, parent);
        let range = self.graph.edge_range(node);
        self.stack.push(Frame { next: range.start, end: range.end, number });
    }

    /// Whether an edge from another node than the root is essential. In the first phase everything is page-owned.
    #[inline(always)]
    fn is_essential<P: Phase>(
        &self,
        index: EdgeIndex,
        edge: Edge,
        number: Preorder,
        target_number: Preorder,
    ) -> bool {
        is_essential(self.graph, index, edge)
            && (P::IS_PAGE
                || !self.is_page(edge.target(), target_number)
                || self.is_page(self.nodes[number], number))
    }

    /// Whether a node is page-owned. Its number is known.
    #[inline(always)]
    fn is_page(&self, node: NodeIndex, number: Preorder) -> bool {
        (number <= self.last_page && number != Preorder::UNVISITED)
            || (!self.is_other_page.is_empty() && self.is_other_page[node])
    }

    /// Marks the nodes that edges which are not essential make page-owned.
    fn mark_other_page(&mut self, open: Vec<NodeIndex>) -> Result<(), Error> {
        let graph = self.graph;
        let mut stack = open;
        stack.retain(|&node| self.numbers[node] == Preorder::UNVISITED);
        if stack.is_empty() {
            return Ok(());
        }
        self.is_other_page = Column::zeros(graph.node_count())?;
        while let Some(node) = stack.pop() {
            let seen = std::mem::replace(&mut self.is_other_page[node], true);
            if !seen {
                let targets = graph.edges_of(node).filter(|edge| !edge.is(EdgeType::Weak)).map(Edge::target);
                stack.extend(targets.filter(|&target| self.numbers[target] == Preorder::UNVISITED));
            }
        }
        Ok(())
    }

    /// The unvisited nodes that no essential edge leads to.
    fn orphans(&self) -> Result<Vec<NodeIndex>, Error> {
        let graph = self.graph;
        let mut is_led_to: Column<NodeIndex, bool> = Column::zeros(graph.node_count())?;
        let is_page = |node: NodeIndex| self.is_other_page.get(node).is_some_and(|&page| page);
        // Edges of visited nodes lead to visited nodes only.
        for &node in &self.unreached() {
            for (index, edge) in graph.indexed_edges_of(node) {
                let target = edge.target();
                if target != node && is_essential(graph, index, edge) && (is_page(node) || !is_page(target)) {
                    is_led_to[target] = true;
                }
            }
        }
        Ok(self.unreached().into_iter().filter(|&node| !is_led_to[node]).collect())
    }

    /// The unvisited nodes.
    fn unreached(&self) -> Vec<NodeIndex> {
        if self.nodes.len() > self.graph.node_count() {
            return Vec::new();
        }
        self.graph.nodes().filter(|&node| self.numbers[node] == Preorder::UNVISITED).collect()
    }
}

/// A column for `count` numbered nodes, with a value for [`Preorder::UNVISITED`] and none for the others yet.
fn numbered<T>(count: usize, unvisited: T) -> Result<Column<Preorder, T>, Error> {
    let mut values = Vec::new();
    reserve_exact(&mut values, count + 1)?;
    values.push(unvisited);
    Ok(values.into())
}

#[inline(always)]
fn set_next(stack: &mut Vec<Frame>, next: EdgeIndex, end: EdgeIndex) {
    if next == end {
        stack.pop();
    } else if let Some(frame) = stack.last_mut() {
        frame.next = next;
    }
}

/// Whether an edge from another node than the root is essential, page ownership aside.
#[inline(always)]
fn is_essential(graph: &Graph, index: EdgeIndex, edge: Edge) -> bool {
    match edge.kind() {
        EdgeType::Weak | EdgeType::Shortcut => false,
        EdgeType::Ephemeron => !graph.ephemerons.get(index).from_table,
        _ => true,
    }
}
