//! Valid snapshots that V8 would not write: answers stay right and bounded.

use crate::heap::analysis::distance::{UNREACHABLE, distances};
use crate::heap::analysis::duplicates::duplicate_strings;
use crate::heap::graph::NodeIndex;
use crate::heap::graph::node_names::Namer;
use crate::heap::query::diff;
use crate::heap::snapshot::Snapshot;
use crate::heap::tests::sample::{Json, Sample, at, load_bytes};

const CONCATENATED: &str = "concatenated string";

#[test]
fn a_string_that_stands_there_several_times_means_the_same_each_time() {
    let mut sample = Sample::new();
    let child = sample.node("object", "Object", 8);
    for name in ["one", "two", "three"] {
        let array = sample.node("array", name, 8);
        sample.edge(0, "property", name, array);
        sample.edge(array, "element", "4", child);
    }
    // Keys of descriptors do not count as edges.
    let distance = |renamed: &[&str]| {
        let mut json = sample.json();
        for text in json.get("strings").list().iter_mut() {
            if renamed.iter().any(|name| text.to_string() == format!("{name:?}")) {
                *text = Json::text("(map descriptors)");
            }
        }
        distances(&load_bytes(json.to_string().as_bytes()).unwrap()).unwrap()[at(child)]
    };
    assert_eq!(distance(&["one", "two"]), 2);
    assert_eq!(distance(&["one", "two", "three"]), UNREACHABLE);
}

/// Adds a concatenated string of two nodes.
fn concatenate(sample: &mut Sample, first: usize, second: usize) -> usize {
    let node = sample.node(CONCATENATED, "(concatenated string)", 32);
    sample.edge(node, "internal", "first", first);
    sample.edge(node, "internal", "second", second);
    node
}

#[test]
fn the_text_of_a_concatenated_string_ends_soon_whatever_it_consists_of() {
    let mut sample = Sample::new();
    let mut doubled = sample.node("string", "ab", 16);
    for _ in 0..64 {
        doubled = concatenate(&mut sample, doubled, doubled);
    }
    let loops = concatenate(&mut sample, doubled, doubled);
    sample.nodes[loops].edges.iter_mut().for_each(|edge| edge.to = loops);
    let long = sample.node("string", &"x".repeat(1_000_000), 16);
    let short = sample.node("string", "short and ", 16);
    let long = concatenate(&mut sample, short, long);
    let graph = sample.graph();
    let name = |node: usize| Namer::new(&graph).name(at(node)).into_owned();
    assert_eq!(name(doubled), "ab".repeat(512));
    assert_eq!(name(loops), "");
    assert!(name(long) == format!("short and {}", "x".repeat(1024)));
}

#[test]
fn a_string_that_was_built_piece_by_piece_has_its_text_and_is_one_string() {
    const PIECES: usize = 9000;
    let mut sample = Sample::new();
    let mut build = |prefix: &str, last: &str| {
        let piece = sample.node("string", &format!("{prefix} piece "), 16);
        let other = sample.node("string", &format!("{prefix} other "), 16);
        let mut built = piece;
        for number in 0..PIECES {
            built = concatenate(&mut sample, built, if number % 3 == 0 { other } else { piece });
        }
        let last = sample.node("string", last, 16);
        let built = concatenate(&mut sample, built, last);
        sample.edge(0, "property", "built", built);
        built
    };
    let built = [("a", "!"), ("b", "!"), ("a", "!"), ("a", "?")].map(|(prefix, last)| build(prefix, last));
    let graph = sample.graph();
    let namer = Namer::new(&graph);
    assert!(namer.name(at(built[0])).starts_with("a piece a other a piece a piece a other "));
    assert!(namer.name(at(built[1])).starts_with("b piece b other "));
    let found = duplicate_strings(&graph, &graph.self_sizes);
    let is_rope = |node: &NodeIndex| graph.type_name(*node) == CONCATENATED;
    let ropes: Vec<_> =
        found.into_iter().map(|found| found.nodes).filter(|nodes| nodes.iter().any(is_rope)).collect();
    assert_eq!(ropes, [vec![at(built[0]), at(built[2])]]);
}

#[test]
fn a_part_of_a_concatenated_string_counts_if_something_else_holds_it() {
    let duplicates = |held: bool| {
        let mut sample = Sample::new();
        for name in ["one", "two"] {
            let [a, b, rest] = ["a", "b", name].map(|text| sample.node("string", text, 16));
            let part = concatenate(&mut sample, a, b);
            let whole = concatenate(&mut sample, part, rest);
            sample.edge(0, "property", "whole", whole);
            if held {
                sample.edge(0, "property", "part", part);
            }
        }
        let graph = sample.graph();
        let texts = duplicate_strings(&graph, &graph.self_sizes).into_iter().map(|found| found.text);
        texts.filter(|text| text == "ab").count()
    };
    assert_eq!((duplicates(true), duplicates(false)), (1, 0));
}

#[test]
fn empty_pieces_make_a_text_no_longer_to_find() {
    let mut sample = Sample::new();
    let [text, empty] = ["text", ""].map(|text| sample.node("string", text, 16));
    let mut built = text;
    for number in 0..9000 {
        let halves = if number % 2 == 0 { (built, empty) } else { (empty, built) };
        built = concatenate(&mut sample, halves.0, halves.1);
    }
    let graph = sample.graph();
    let namer = Namer::new(&graph);
    assert!(graph.nodes().filter(|&node| namer.ropes.contains(node)).all(|node| namer.name(node) == "text"));
}

#[test]
fn cycles_of_concatenated_strings_have_a_text() {
    let mut sample = Sample::new();
    let [s, u] = ["s", "u"].map(|text| sample.node("string", text, 16));
    let a = concatenate(&mut sample, s, s);
    let q = concatenate(&mut sample, a, u);
    sample.nodes[a].edges[0].to = q;
    let top = concatenate(&mut sample, a, q);
    let graph = sample.graph();
    let namer = Namer::new(&graph);
    for node in [top, a, q] {
        let name = namer.name(at(node));
        assert!(!name.is_empty() && name.len() < 8, "{name}");
    }
}

#[test]
fn a_long_text_is_not_kept_for_each_string_that_it_is_part_of() {
    let mut sample = Sample::new();
    let long = sample.node("string", &"x".repeat(1_000_000), 16);
    for number in 0..100 {
        let start = sample.node("string", &number.to_string(), 16);
        concatenate(&mut sample, start, long);
        concatenate(&mut sample, start, long);
    }
    let graph = sample.graph();
    let found = duplicate_strings(&graph, &graph.self_sizes);
    assert_eq!(found.len(), 100);
    assert!(found.iter().all(|duplicate| duplicate.nodes.len() == 2 && duplicate.text.len() < 2000));
}

#[test]
fn differences_of_sizes_that_no_machine_has_end_at_the_largest_number() {
    let snapshot = |sizes: &[u64]| {
        let mut sample = Sample::new();
        for &size in sizes {
            let node = sample.node("object", "Widget", size);
            sample.edge(0, "property", "widget", node);
        }
        Snapshot::new(sample.graph())
    };
    let (small, large) = (snapshot(&[1, 0, 0]), snapshot(&[1, i64::MAX as u64, i64::MAX as u64]));
    assert!(diff(&small, &large).unwrap().contains(&format!("\"sizeDelta\":{}", i64::MAX)));
    assert!(diff(&large, &small).unwrap().contains(&format!("\"sizeDelta\":{}", i64::MIN)));
}

/// The end of a list refers to objects that each have another holder in the list. Their dominators are far above the node
/// from which the search finds them, and it must not visit everything in between.
#[test]
fn dominators_far_above_are_found_by_leaps() {
    const LENGTH: usize = 30_000;
    let mut sample = Sample::new();
    let links: Vec<usize> = (0..LENGTH).map(|_| sample.node("object", "Link", 1)).collect();
    let objects: Vec<usize> = (0..LENGTH).map(|_| sample.node("object", "Object", 1)).collect();
    sample.edge(0, "property", "list", links[0]);
    for (index, &link) in links.iter().enumerate() {
        let next = links.get(index + 1);
        next.into_iter().for_each(|&next| sample.edge(link, "property", "next", next));
        sample.edge(link, "property", "value", objects[index]);
    }
    for &object in &objects {
        sample.edge(links[LENGTH - 1], "element", "1", object);
    }
    let snapshot = Snapshot::new(sample.graph());
    let dominators = &snapshot.domination().unwrap().dominators;
    for index in 0..LENGTH {
        assert_eq!(dominators[at(objects[index])], at(links[index]));
    }
}

#[test]
fn each_node_of_a_file_with_one_id_for_all_can_be_asked_for() {
    let mut sample = Sample::tiny();
    sample.nodes.iter_mut().for_each(|node| node.id = 1);
    let snapshot = Snapshot::new(sample.graph());
    let graph = snapshot.graph();
    assert_eq!(graph.ids[graph.root], 1);
    for node in graph.nodes() {
        assert_eq!(graph.node_by_id(graph.ids[node].into()), Some(node));
    }
}
