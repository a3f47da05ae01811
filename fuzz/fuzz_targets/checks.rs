//! What must be true of the analyses of any graph: nothing is lost, dominators dominate, distances grow by
//! one, and a class retains what its outermost objects retain.

use gc_tracker::heap::analysis::distance::{NO_PARENT, UNREACHABLE};
use gc_tracker::heap::graph::{Edge, EdgeType, Graph};
use gc_tracker::heap::analysis::roots::{page_roots, user_roots};
use gc_tracker::heap::snapshot::Snapshot;

/// Panics if answers contradict one another.
pub fn check(snapshot: &Snapshot) {
    let graph = snapshot.graph();
    sizes(snapshot, graph);
    if page_roots(graph).next().is_none() {
        dominators(graph, &snapshot.domination().unwrap().dominators);
    }
    distances(snapshot, graph);
    classes(snapshot, graph);
}

/// Each node retains itself and what its children retain; the root retains everything.
fn sizes(snapshot: &Snapshot, graph: &Graph) {
    let (root, count) = (graph.root, graph.node_count());
    let shallow = snapshot.shallow().unwrap();
    let domination = snapshot.domination().unwrap();
    let children = snapshot.children().unwrap();
    assert_eq!(domination.dominators[root as usize], root);
    assert_eq!(domination.retained.get(root), shallow.total());
    let mut met = 0;
    let mut open = vec![root];
    while let Some(node) = open.pop() {
        met += 1;
        let below = children.of(node);
        let sum = below
            .iter()
            .fold(shallow.get(node), |sum, &child| sum.saturating_add(domination.retained.get(child)));
        assert_eq!(domination.retained.get(node), sum, "node {node}");
        assert!(below.iter().all(|&child| domination.dominators[child as usize] == node));
        open.extend_from_slice(below);
    }
    assert_eq!(met, count, "nodes in the tree");
}

fn is_essential(graph: &Graph, source: u32, number: u32, edge: Edge) -> bool {
    match edge.kind() {
        EdgeType::Weak => false,
        EdgeType::Shortcut => source == graph.root,
        EdgeType::Pair => !graph.pairs.half(number).from_table,
        _ => true,
    }
}

fn essential(graph: &Graph, node: u32) -> impl Iterator<Item = u32> {
    let edges = graph.edge_range(node).zip(graph.edges_of(node));
    edges
        .filter(move |&(number, edge)| is_essential(graph, node, number, edge))
        .map(|(_, edge)| edge.target())
}

/// Without page-owned nodes: the immediate dominator of an edge's target dominates its source, too.
fn dominators(graph: &Graph, dominators: &[u32]) {
    let root = graph.root;
    let mut is_reached = vec![false; graph.kinds.len()];
    let mut open = vec![root];
    while let Some(node) = open.pop() {
        if !std::mem::replace(&mut is_reached[node as usize], true) {
            open.extend(essential(graph, node));
        }
    }
    for node in (0..graph.node_count()).filter(|&node| is_reached[node as usize]) {
        for target in essential(graph, node).filter(|&target| target != root && target != node) {
            let wanted = dominators[target as usize];
            let mut above = node;
            while above != wanted && above != root {
                above = dominators[above as usize];
            }
            assert_eq!(above, wanted, "dominates {target}, but not {node}, which leads there");
        }
    }
}

/// Each distance but those of the roots is one more than the parent's, and no edge is a shorter way.
fn distances(snapshot: &Snapshot, graph: &Graph) {
    let distances = snapshot.distances().unwrap();
    let paths = snapshot.paths().unwrap();
    assert_eq!(distances, paths.distances);
    let roots: Vec<u32> = user_roots(graph).chain([graph.root]).collect();
    for node in 0..graph.node_count() {
        let distance = distances[node as usize];
        let parent = paths.parents[node as usize];
        if roots.contains(&node) {
            continue;
        }
        assert_eq!(distance == UNREACHABLE, parent == NO_PARENT, "node {node}");
        if parent != NO_PARENT && parent != graph.root {
            assert_eq!(distance, distances[parent as usize] + 1, "node {node}");
        }
        if distance == UNREACHABLE {
            continue;
        }
        assert!(graph.edges_of(parent).any(|edge| edge.target() == node && !edge.is(EdgeType::Weak)));
        // Some edges of arrays and hidden nodes do not count.
        if matches!(graph.type_name(node), "array" | "hidden") {
            continue;
        }
        for edge in
            graph.edges_of(node).filter(|edge| !matches!(edge.kind(), EdgeType::Weak | EdgeType::Pair))
        {
            assert!(distances[edge.target() as usize] <= distance + 1 || edge.target() == graph.root);
        }
    }
}

/// By class, the sum over the objects that no other object of the class dominates.
fn classes(snapshot: &Snapshot, graph: &Graph) {
    let (classes, aggregates) = (snapshot.classes().unwrap(), snapshot.aggregates().unwrap());
    let (domination, shallow) = (snapshot.domination().unwrap(), snapshot.shallow().unwrap());
    let mut retained = vec![0u64; aggregates.len()];
    let mut count = vec![0u64; aggregates.len()];
    for node in (0..graph.node_count()).filter(|&node| shallow.get(node) > 0) {
        let class = classes.class_of[node as usize];
        count[class as usize] += 1;
        let mut above = node;
        let is_outermost = loop {
            if above == graph.root {
                break true;
            }
            above = domination.dominators[above as usize];
            if classes.class_of[above as usize] == class && shallow.get(above) > 0 {
                break false;
            }
        };
        if is_outermost {
            let sum = &mut retained[class as usize];
            *sum = sum.saturating_add(domination.retained.get(node));
        }
    }
    for (class, aggregate) in aggregates.iter().enumerate() {
        let found = (aggregate.count, aggregate.retained_size);
        assert_eq!(found, (count[class], retained[class]), "{}", classes.keys[class].name);
    }
}
