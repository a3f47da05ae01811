//! Dominators: node d dominates node n if every path of essential edges from the root to n leads through d.
//! The nearest one is n's immediate dominator; they form a tree.
//!
//! Algorithm: SemiNCA (Georgiadis, Linear-Time Algorithms for Dominators and Related Problems, 2005). Depth first
//! search numbers the nodes; semidominators are found in decreasing order with path compression, and
//! immediate dominators in increasing order, climbing the tree built so far. O(m log n) at worst, since
//! long climbs are made by leaps; in practice linear. Of the edges into a node only those from higher numbers are stored: a lower number
//! that leads to a node is a candidate for its semidominator as soon as the search sees it.
//!
//! Essential edges, after DevTools: not weak; no shortcuts but from the root; of a WeakMap entry the
//! key's edge, not the table's; and none from a node that is not page-owned to one that is, but from the root.
//! Page-owned is what can be reached from [`page_roots`] by edges that are not weak. The search starts
//! there, so that the first part of its numbers are page-owned nodes and nobody has to mark them.
//!
//! Nodes that no essential edge leads to hang from the root. So do those that can be reached only
//! from one another; they are not searched further.

use crate::heap::analysis::roots::page_roots;
use crate::heap::analysis::semidominators::{BackEdges, FIRST, immediate_dominators};
use crate::heap::error::Error;
use crate::heap::graph::sizes::zeros;
use crate::heap::graph::{Edge, EdgeType, Graph};

/// The dominator tree, in an order in which each node comes after its immediate dominator.
pub struct DominatorTree {
    /// Nodes in order; the first one is the root. Place 0 is not used.
    order: Vec<u32>,
    /// The place of the immediate dominator, by place.
    idom: Vec<u32>,
    /// Nodes that hang from the root because they can be reached only from one another.
    stray: Vec<u32>,
}

impl DominatorTree {
    /// Finds the dominators of all nodes.
    pub fn of(graph: &Graph) -> Result<DominatorTree, Error> {
        let mut search = Search::new(graph)?;
        search.run()?;
        let stray = search.stray();
        let Search { order, parent, mut semi, place, back, .. } = search;
        immediate_dominators(parent, &mut semi, back, place)?;
        Ok(DominatorTree { order, idom: semi, stray })
    }

    /// Pairs of a node and its immediate dominator, but for the root; dominators first.
    pub fn iter(&self, root: u32) -> impl DoubleEndedIterator<Item = (u32, u32)> + '_ {
        let stray = self.stray.iter().map(move |&node| (node, root));
        let tree = (FIRST as usize + 1)..self.order.len();
        tree.map(|place| (self.order[place], self.order[self.idom[place] as usize])).chain(stray)
    }
}

/// The place of nodes that have none.
const NOWHERE: u32 = 0;

/// A node whose edges are being followed.
struct Frame {
    next: u32,
    end: u32,
    place: u32,
}

struct Search<'a> {
    graph: &'a Graph,
    /// Place by node.
    place: Vec<u32>,
    /// Node by place.
    order: Vec<u32>,
    /// By place, the place before it in the search tree.
    parent: Vec<u32>,
    /// By place, the lowest place known to lead to it.
    semi: Vec<u32>,
    back: BackEdges,
    stack: Vec<Frame>,
    /// Places up to this one are page-owned.
    last_page_place: u32,
    /// By node, whether it is page-owned although the first part of the search did not reach it. Nearly
    /// always there is none, then this is empty.
    is_other_page: Vec<bool>,
}

impl<'a> Search<'a> {
    fn new(graph: &'a Graph) -> Result<Search<'a>, Error> {
        let count = graph.kinds.len();
        let column = || {
            let mut column = Vec::new();
            column.try_reserve_exact(count + 1).map_err(|_| Error::OutOfMemory)?;
            column.push(NOWHERE);
            Ok(column)
        };
        Ok(Search {
            graph,
            place: zeros(count + 1)?,
            order: column()?,
            parent: column()?,
            semi: column()?,
            back: BackEdges::default(),
            stack: Vec::new(),
            last_page_place: 0,
            is_other_page: Vec::new(),
        })
    }

    fn run(&mut self) -> Result<(), Error> {
        let graph = self.graph;
        let root = graph.root;
        self.number(root, NOWHERE);
        // Page-owned nodes first. As long as the root has no place, an edge to it is noticed.
        self.place[root as usize] = NOWHERE;
        let mut open = Vec::new();
        for node in page_roots(graph) {
            self.follow_from_root::<true>(node, &mut open);
        }
        self.last_page_place = self.order.len() as u32 - 1;
        self.mark_other_page(open)?;
        self.place[root as usize] = FIRST;
        let range = graph.edge_range(root);
        for (number, edge) in range.zip(graph.edges_of(root)) {
            let skipped =
                edge.is(EdgeType::Weak) || edge.is(EdgeType::Pair) && graph.pairs.half(number).from_table;
            if !skipped && edge.target() != root {
                self.follow_from_root::<false>(edge.target(), &mut Vec::new());
            }
        }
        if self.order.len() <= graph.kinds.len() {
            for node in self.orphans()? {
                self.follow_from_root::<false>(node, &mut Vec::new());
            }
        }
        Ok(())
    }

    fn number(&mut self, node: u32, parent: u32) -> u32 {
        let place = self.order.len() as u32;
        self.place[node as usize] = place;
        self.order.push(node);
        self.parent.push(parent);
        self.semi.push(parent);
        place
    }

    /// Follows an edge from the root. In the first part (`PAGE`), `open` gets the targets of edges that
    /// make nodes page-owned without being essential.
    fn follow_from_root<const PAGE: bool>(&mut self, node: u32, open: &mut Vec<u32>) {
        match self.place[node as usize] {
            // It makes page-owned what it leads to, and is not searched before its turn.
            NOWHERE if PAGE && node == self.graph.root => return open.push(node),
            NOWHERE => self.enter(node, FIRST),
            place => self.semi[place as usize] = FIRST,
        }
        let graph = self.graph;
        while let Some(frame) = self.stack.last_mut() {
            let Frame { mut next, end, place } = *frame;
            let mut entered = None;
            while next < end {
                let number = next;
                let edge = graph.edge(number);
                next += 1;
                let target = edge.target();
                let target_place = self.place[target as usize];
                if target_place == NOWHERE {
                    if self.is_essential::<PAGE>(number, edge, place, NOWHERE)
                        && !(PAGE && target == graph.root)
                    {
                        entered = Some(target);
                        break;
                    }
                    if PAGE && !edge.is(EdgeType::Weak) {
                        open.push(target);
                    }
                } else if target_place > place {
                    if self.semi[target_place as usize] > place
                        && self.is_essential::<PAGE>(number, edge, place, target_place)
                    {
                        self.semi[target_place as usize] = place;
                    }
                } else if self.counts::<PAGE>(number, edge, place, target_place) {
                    self.back.push((target_place, place));
                }
            }
            frame_set_next(&mut self.stack, next, end);
            if let Some(target) = entered {
                self.enter(target, place);
            }
        }
    }

    fn enter(&mut self, node: u32, parent: u32) {
        let place = self.number(node, parent);
        let range = self.graph.edge_range(node);
        self.stack.push(Frame { next: range.start, end: range.end, place });
    }

    /// Whether an edge to a place below its own counts as incoming. One to the root or to itself does not.
    #[inline(always)]
    fn counts<const PAGE: bool>(&self, number: u32, edge: Edge, place: u32, target_place: u32) -> bool {
        target_place != FIRST
            && target_place != place
            && self.is_essential::<PAGE>(number, edge, place, target_place)
    }

    /// Whether an edge is essential that starts at a place other than the root's. In the first part of the
    /// search everything is page-owned.
    #[inline(always)]
    fn is_essential<const PAGE: bool>(&self, number: u32, edge: Edge, place: u32, target_place: u32) -> bool {
        is_essential(self.graph, number, edge)
            && (PAGE
                || !self.is_page(edge.target(), target_place)
                || self.is_page(self.order[place as usize], place))
    }

    /// Whether a node, whose place is known, is page-owned.
    #[inline(always)]
    fn is_page(&self, node: u32, place: u32) -> bool {
        (place <= self.last_page_place && place != NOWHERE)
            || (!self.is_other_page.is_empty() && self.is_other_page[node as usize])
    }

    /// Marks what edges that are not essential make page-owned.
    fn mark_other_page(&mut self, open: Vec<u32>) -> Result<(), Error> {
        let graph = self.graph;
        let mut stack = open;
        stack.retain(|&node| self.place[node as usize] == NOWHERE);
        if stack.is_empty() {
            return Ok(());
        }
        self.is_other_page = zeros(graph.kinds.len())?;
        while let Some(node) = stack.pop() {
            let seen = std::mem::replace(&mut self.is_other_page[node as usize], true);
            if !seen {
                let targets = graph.edges_of(node).filter(|edge| !edge.is(EdgeType::Weak)).map(Edge::target);
                stack.extend(targets.filter(|&target| self.place[target as usize] == NOWHERE));
            }
        }
        Ok(())
    }

    /// Nodes without a place that no essential edge leads to.
    fn orphans(&self) -> Result<Vec<u32>, Error> {
        let graph = self.graph;
        let mut is_led_to: Vec<bool> = zeros(graph.kinds.len())?;
        let rest = || (0..graph.node_count()).filter(|&node| self.place[node as usize] == NOWHERE);
        // What has a place leads to places only.
        for node in rest() {
            for (number, edge) in graph.edge_range(node).zip(graph.edges_of(node)) {
                let target = edge.target();
                let page = |node: u32| self.is_other_page.get(node as usize).is_some_and(|&page| page);
                if target != node && is_essential(graph, number, edge) && (page(node) || !page(target)) {
                    is_led_to[target as usize] = true;
                }
            }
        }
        Ok(rest().filter(|&node| !is_led_to[node as usize]).collect())
    }

    fn stray(&self) -> Vec<u32> {
        if self.order.len() > self.graph.kinds.len() {
            return Vec::new();
        }
        (0..self.graph.node_count()).filter(|&node| self.place[node as usize] == NOWHERE).collect()
    }
}

#[inline(always)]
fn frame_set_next(stack: &mut Vec<Frame>, next: u32, end: u32) {
    if next == end {
        stack.pop();
    } else if let Some(frame) = stack.last_mut() {
        frame.next = next;
    }
}

/// Whether an edge from another node than the root is essential, page ownership aside.
#[inline(always)]
fn is_essential(graph: &Graph, number: u32, edge: Edge) -> bool {
    match edge.kind() {
        EdgeType::Weak | EdgeType::Shortcut => false,
        EdgeType::Pair => !graph.pairs.half(number).from_table,
        _ => true,
    }
}
