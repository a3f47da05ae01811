//! Retaining paths in random graphs: each is valid, and none is missing.

use std::collections::HashSet;

use crate::heap::analysis::distance::SYSTEM;
use crate::heap::analysis::paths::{Paths, Step};
use crate::heap::graph::{EdgeName, EdgeType, Graph, NodeIndex};
use crate::heap::snapshot::Snapshot;
use crate::heap::tests::random::{Oracle, for_each_seed};
use crate::heap::tests::sample::{Sample, at};

const MANY: usize = 10_000;

/// The node that a step starts from.
fn source(graph: &Graph, step: &Step) -> NodeIndex {
    let starts = |&node: &NodeIndex| graph.edge_range(node).contains(&step.edge);
    graph.nodes().find(starts).expect("each edge has a source")
}

fn check_path(graph: &Graph, path: &[Step], node: NodeIndex) {
    let mut at = graph.root;
    let mut met = vec![at];
    for step in path {
        assert_eq!((source(graph, step), graph.edges[step.edge].target()), (at, step.node));
        // An edge from the root makes a user root, even if it is weak.
        assert!(at == graph.root || !graph.edges[step.edge].is(EdgeType::Weak), "{path:?}");
        at = step.node;
        assert!(!met.contains(&at), "twice at {at}: {path:?}");
        met.push(at);
    }
    assert_eq!(at, node);
}

#[test]
fn paths_lead_from_the_root_to_the_node_and_the_first_is_shortest() {
    for_each_seed(|sample, snapshot| {
        let (graph, paths) = (snapshot.graph(), snapshot.paths().unwrap());
        let root_is_led_to = sample.nodes.iter().flat_map(|node| &node.edges).any(|edge| edge.to == 0);
        for (node, distance) in Oracle::new(sample).distances().into_iter().enumerate() {
            let found = paths.find(at(node), 5);
            found.iter().for_each(|path| check_path(graph, path, at(node)));
            assert_eq!(found.is_empty(), distance.is_none(), "node {node}");
            // A path that leads back to the root is cut there.
            if let (Some(distance), false) = (distance, root_is_led_to) {
                let steps = if distance >= SYSTEM { distance - SYSTEM } else { distance };
                assert_eq!(found[0].len(), steps as usize, "node {node}");
            }
        }
    });
}

#[test]
fn alternatives_differ_and_the_first_ones_do_not_depend_on_how_many_are_wanted() {
    for_each_seed(|_, snapshot| {
        let (graph, paths) = (snapshot.graph(), snapshot.paths().unwrap());
        for node in graph.nodes() {
            let all = paths.find(node, 20);
            let nodes = |path: &Vec<Step>| path.iter().map(|step| step.node).collect::<Vec<NodeIndex>>();
            let different: HashSet<Vec<NodeIndex>> = all.iter().map(nodes).collect();
            assert_eq!(different.len(), all.len(), "node {node}: {all:?}");
            for max in [1, 2, 5] {
                assert_eq!(paths.find(node, max), all[..all.len().min(max)], "node {node}");
            }
        }
    });
}

/// The nodes that hold `node` and can be reached without it.
fn holders(graph: &Graph, paths: &Paths, node: NodeIndex) -> Vec<NodeIndex> {
    let holds = |&source: &NodeIndex| {
        graph.edges_of(source).any(|edge| edge.target() == node && !edge.is(EdgeType::Weak))
            && (paths.find(source, 1).first())
                .is_some_and(|path| source != node && path.iter().all(|step| step.node != node))
    };
    graph.nodes().filter(holds).collect()
}

fn check_holders(graph: &Graph, paths: &Paths) {
    for node in graph.nodes().filter(|&node| node != graph.root) {
        let found = paths.find(node, MANY);
        let mut last: Vec<NodeIndex> =
            found.iter().filter_map(|path| path.last()).map(|step| source(graph, step)).collect();
        last.sort_unstable();
        last.dedup();
        for holder in holders(graph, paths, node) {
            assert!(found.is_empty() || last.contains(&holder), "{holder} of {node}: {last:?}");
        }
    }
}

#[test]
fn every_holder_of_a_node_ends_a_path_to_it() {
    for_each_seed(|_, snapshot| {
        check_holders(snapshot.graph(), &snapshot.paths().unwrap());
        check_holders(snapshot.graph(), &snapshot.paths_by_name().unwrap());
    });
}

#[test]
fn paths_chosen_by_name_are_as_short() {
    for_each_seed(|sample, snapshot| {
        let graph = snapshot.graph();
        let root_is_led_to = sample.nodes.iter().flat_map(|node| &node.edges).any(|edge| edge.to == 0);
        let paths = snapshot.paths().unwrap();
        let by_name = snapshot.paths_by_name().unwrap();
        for node in graph.nodes() {
            let (any, chosen) = (paths.find(node, 5), by_name.find(node, 5));
            chosen.iter().for_each(|path| check_path(graph, path, node));
            // A path that leads back to the root is cut there.
            assert!(
                root_is_led_to || any.first().map(Vec::len) == chosen.first().map(Vec::len),
                "node {node}"
            );
        }
    });
}

/// The names on the path to an object that is reached in two ways, which are written in this order.
fn two_ways(names: [&str; 2]) -> Vec<String> {
    let mut sample = Sample::new();
    let [root_object, target] = ["root object", "target"].map(|name| sample.node("object", name, 8));
    sample.edge(0, "shortcut", "1", root_object);
    for name in names {
        let holder = sample.node("object", "holder", 8);
        sample.edge(root_object, "property", name, holder);
        sample.edge(holder, "property", name, target);
    }
    let snapshot = Snapshot::new(sample.graph());
    let paths = snapshot.paths_by_name().unwrap();
    let text = |step: &Step| match snapshot.graph().edge_name(step.edge) {
        EdgeName::Text(text) => text.into_owned(),
        EdgeName::Index(index) => index.to_string(),
    };
    paths.find(at(target), 1)[0].iter().map(text).collect()
}

#[test]
fn paths_chosen_by_name_do_not_depend_on_the_order_in_the_file() {
    assert_eq!(two_ways(["answer", "error"])[1..], ["answer", "answer"]);
    assert_eq!(two_ways(["error", "answer"])[1..], ["answer", "answer"]);
    assert_eq!(two_ways(["__proto__", "answer"])[1..], ["answer", "answer"]);
}

/// V8 may write either edge first.
#[test]
fn equal_edges_are_told_apart_by_the_names_before_them() {
    for order in [["reject", "resolve"], ["resolve", "reject"]] {
        let mut sample = Sample::new();
        let holder = sample.node("object", "Promise", 10);
        sample.edge(0, "property", "promise", holder);
        let functions = order.map(|name| {
            let function = sample.node("closure", "", 10);
            sample.edge(holder, "context", name, function);
            function
        });
        let target = sample.node("object", "Login", 10);
        for function in functions {
            let context = sample.node("object", "system / Context", 10);
            sample.edge(function, "internal", "context", context);
            sample.edge(context, "context", "login", target);
        }
        let snapshot = Snapshot::new(sample.graph());
        let path = snapshot.paths_by_name().unwrap().find(at(target), 1).remove(0);
        let name = snapshot.graph().edge_name(path[1].edge);
        assert_eq!(name, EdgeName::Text("reject".into()), "{order:?}");
    }
}

/// The paths to an object that is wrapped by a native object in Node.js's list of them. `held` adds a module that holds it.
fn ways_to_wrapped(native: &str, held: bool) -> Vec<Vec<String>> {
    let mut sample = Sample::new();
    let realm = sample.node("native", "Node / PrincipalRealm", 8);
    let list = sample.node("native", "Node / CleanupQueue", 8);
    let wrapper = sample.node("native", native, 8);
    let target = sample.node("object", "Object", 8);
    sample.edge(0, "element", "1", realm);
    sample.edge(realm, "internal", "cleanup_queue", list);
    sample.edge(list, "element", "1", wrapper);
    sample.edge(wrapper, "internal", "native_to_javascript", target);
    if held {
        let holders = ["first", "second", "third", "fourth"].map(|name| sample.node("object", name, 8));
        sample.edge(0, "element", "2", holders[0]);
        for pair in holders.windows(2) {
            sample.edge(pair[0], "property", "next", pair[1]);
        }
        sample.edge(holders[3], "property", "held", target);
    }
    let snapshot = Snapshot::new(sample.graph());
    let graph = snapshot.graph();
    let name = |step: &Step| graph.name(step.node).into_owned();
    let found = snapshot.paths_by_name().unwrap().find(at(target), 1);
    found.iter().map(|path| path.iter().map(name).collect()).collect()
}

#[test]
fn a_list_of_native_objects_keeps_only_those_that_are_not_detached() {
    let none: Vec<Vec<String>> = Vec::new();
    assert_eq!(ways_to_wrapped("Detached Node / ContextifyContext", false), none);
    let strong = ways_to_wrapped("Node / TCPServerWrap", true).remove(0);
    assert!(strong.contains(&"Node / TCPServerWrap".to_string()), "{strong:?}");
    let detached = ways_to_wrapped("Detached Node / ContextifyContext", true).remove(0);
    assert_eq!(detached, ["first", "second", "third", "fourth", "Object"]);
}

/// The nodes on the best path to an object that the stack, the compiler or a module holds.
fn way_to_held(holders: &[&str]) -> Vec<String> {
    let (snapshot, target) = held_by(holders);
    let found = snapshot.paths_by_name().unwrap().find(target, 1);
    found.into_iter().flatten().map(|step| snapshot.graph().name(step.node).into_owned()).collect()
}

/// The number of paths to it.
fn way_count(holders: &[&str]) -> usize {
    let (snapshot, target) = held_by(holders);
    snapshot.paths_by_name().unwrap().find(target, 5).len()
}

fn held_by(holders: &[&str]) -> (Snapshot, NodeIndex) {
    let mut sample = Sample::new();
    let roots = sample.node("synthetic", "(GC roots)", 8);
    sample.edge(0, "element", "1", roots);
    let target = sample.node("object", "Object", 8);
    for (index, holder) in holders.iter().enumerate() {
        let name = index.to_string();
        let list = sample.node("synthetic", holder, 8);
        sample.edge(roots, "element", &name, list);
        match *holder {
            "(Strong roots)" => sample.edge(list, "internal", "3 / IdentityMapBase", target),
            "(Global handles)" => {
                let module = sample.node("object", "Module", 8);
                sample.edge(list, "element", "1", module);
                sample.edge(module, "property", "exports", target);
            }
            "(Z roots)" => sample.edge(list, "internal", "9", target),
            _ => sample.edge(list, "element", "1", target),
        }
    }
    (Snapshot::new(sample.graph()), at(target))
}

#[test]
fn what_holds_for_a_moment_counts_last_and_the_compiler_never() {
    let all = ["(Stack roots)", "(Handle scope)", "(Strong roots)", "(Global handles)"];
    assert_eq!(way_to_held(&all), ["(GC roots)", "(Global handles)", "Module", "Object"]);
    assert_eq!(way_to_held(&all[..3]), ["(GC roots)", "(Handle scope)", "Object"]);
    assert_eq!(way_to_held(&all[2..3]), Vec::<String>::new());
    assert_eq!(way_to_held(&["(Identity map)"]), Vec::<String>::new());
    // The compiler counts neither as an alternative nor in a tie.
    assert_eq!(way_count(&["(Z roots)", "(Strong roots)"]), 1);
    assert_eq!(way_to_held(&["(Z roots)", "(Strong roots)"]), ["(GC roots)", "(Z roots)", "Object"]);
}
