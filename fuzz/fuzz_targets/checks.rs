//! What must be true of the analysis of any graph: no node is lost, dominators dominate, distances grow by one, and a class
//! retains what its outermost objects retain.

use gc_tracker::heap::analysis::classes::ClassIndex;
use gc_tracker::heap::analysis::distance::UNREACHABLE;
use gc_tracker::heap::analysis::roots::{page_roots, user_roots};
use gc_tracker::heap::column::Column;
use gc_tracker::heap::graph::{Edge, EdgeIndex, EdgeType, Graph, NodeIndex};
use gc_tracker::heap::snapshot::Snapshot;

/// Panics if results contradict one another.
pub fn check(snapshot: &Snapshot) {
    let graph = snapshot.graph();
    ids(graph);
    sizes(snapshot, graph);
    if page_roots(graph).next().is_none() {
        dominators(graph, &snapshot.domination().unwrap().dominators);
    }
    distances(snapshot, graph);
    classes(snapshot, graph);
}

/// No two nodes have one id.
fn ids(graph: &Graph) {
    let mut ids = graph.ids.values().to_vec();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), graph.node_count());
}

/// Each node retains itself and what its children retain. The root retains everything.
fn sizes(snapshot: &Snapshot, graph: &Graph) {
    let (root, count) = (graph.root, graph.node_count());
    let shallow = snapshot.shallow().unwrap();
    let domination = snapshot.domination().unwrap();
    let children = snapshot.children().unwrap();
    assert_eq!(domination.dominators[root], root);
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
        assert!(below.iter().all(|&child| domination.dominators[child] == node));
        open.extend_from_slice(below);
    }
    assert_eq!(met, count, "nodes in the tree");
}

fn is_essential(graph: &Graph, source: NodeIndex, number: EdgeIndex, edge: Edge) -> bool {
    match edge.kind() {
        EdgeType::Weak => false,
        EdgeType::Shortcut => source == graph.root,
        EdgeType::Ephemeron => !graph.ephemerons.get(number).from_table,
        _ => true,
    }
}

fn essential(graph: &Graph, node: NodeIndex) -> impl Iterator<Item = NodeIndex> {
    graph
        .indexed_edges_of(node)
        .filter(move |&(number, edge)| is_essential(graph, node, number, edge))
        .map(|(_, edge)| edge.target())
}

/// Without page-owned nodes, the immediate dominator of an edge's target dominates its source too.
fn dominators(graph: &Graph, dominators: &Column<NodeIndex, NodeIndex>) {
    let root = graph.root;
    let mut is_reached: Column<NodeIndex, bool> = vec![false; graph.node_count()].into();
    let mut open = vec![root];
    while let Some(node) = open.pop() {
        if !std::mem::replace(&mut is_reached[node], true) {
            open.extend(essential(graph, node));
        }
    }
    for node in graph.nodes().filter(|&node| is_reached[node]) {
        for target in essential(graph, node).filter(|&target| target != root && target != node) {
            let wanted = dominators[target];
            let mut above = node;
            while above != wanted && above != root {
                above = dominators[above];
            }
            assert_eq!(above, wanted, "dominates {target}, but not {node}, which leads there");
        }
    }
}

/// Each distance except those of the roots is one more than the parent's, and no edge makes a shorter path.
fn distances(snapshot: &Snapshot, graph: &Graph) {
    let distances = snapshot.distances().unwrap();
    let paths = snapshot.paths().unwrap();
    assert_eq!(distances.values(), paths.distances.values());
    let roots: Vec<NodeIndex> = user_roots(graph).chain([graph.root]).collect();
    for node in graph.nodes() {
        let distance = distances[node];
        let parent = paths.parents[node];
        if roots.contains(&node) {
            continue;
        }
        assert_eq!(distance == UNREACHABLE, parent.is_none(), "node {node}");
        if !parent.is_none() && parent != graph.root {
            assert_eq!(distance, distances[parent] + 1, "node {node}");
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
            graph.edges_of(node).filter(|edge| !matches!(edge.kind(), EdgeType::Weak | EdgeType::Ephemeron))
        {
            assert!(distances[edge.target()] <= distance + 1 || edge.target() == graph.root);
        }
    }
}

/// Each class retains the sum over the objects that no other object of the class dominates.
fn classes(snapshot: &Snapshot, graph: &Graph) {
    let (classes, aggregates) = (snapshot.classes().unwrap(), snapshot.aggregates().unwrap());
    let (domination, shallow) = (snapshot.domination().unwrap(), snapshot.shallow().unwrap());
    let mut retained: Column<ClassIndex, u64> = vec![0; aggregates.len()].into();
    let mut count: Column<ClassIndex, u64> = vec![0; aggregates.len()].into();
    for node in graph.nodes().filter(|&node| shallow.get(node) > 0) {
        let class = classes.class_of[node];
        count[class] += 1;
        let mut above = node;
        let is_outermost = loop {
            if above == graph.root {
                break true;
            }
            above = domination.dominators[above];
            if classes.class_of[above] == class && shallow.get(above) > 0 {
                break false;
            }
        };
        if is_outermost {
            let sum = &mut retained[class];
            *sum = sum.saturating_add(domination.retained.get(node));
        }
    }
    for (class, aggregate) in aggregates.iter() {
        let found = (aggregate.count, aggregate.retained_size);
        assert_eq!(found, (count[class], retained[class]), "{}", classes.keys[class].name);
    }
}
