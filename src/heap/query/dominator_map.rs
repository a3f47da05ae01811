//! The upper part of the dominator tree, for a map of what retains what. Best first: of all branches whose children are
//! not listed yet, the one that retains most is next, until there are as many branches as were asked for. Children that are
//! too small for a branch are counted by class.
//!
//! Sorts the children of each branch. The names of counted children are looked up by class.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::response::{Branch, Rest};
use super::view::View;
use crate::heap::analysis::classes::ClassIndex;
use crate::heap::error::Error;
use crate::heap::graph::{EdgeIndex, EdgeType, NodeIndex};
use crate::heap::snapshot::Snapshot;

/// A child that retains less than an even share of the heap, divided by this, is counted.
const SMALL: u64 = 4;
/// The most children of a branch that become branches.
const CHILDREN: usize = 60;
/// The most classes by which other children are counted.
const CLASSES: usize = 6;
/// The most branches on a path, so that a long list does not use up all branches.
const DEPTH: u32 = 40;

/// A branch before its names are looked up.
struct RawBranch {
    node: NodeIndex,
    parent: Option<usize>,
    depth: u32,
    edge: Option<EdgeIndex>,
    rest: Vec<Remainder>,
}

/// Children that are counted.
#[derive(Clone, Copy, Default)]
struct Remainder {
    /// Their class; none if they have several.
    class: Option<ClassIndex>,
    count: u64,
    retained: u64,
}

/// Up to `most` branches, the root first, each before its children.
pub(super) fn branches<'a>(
    snapshot: &'a Snapshot,
    view: &View<'a>,
    most: usize,
) -> Result<impl Iterator<Item = Result<Branch<'a>, Error>>, Error> {
    let classes = snapshot.classes()?;
    let branch = move |RawBranch { node, parent, edge, rest, .. }: RawBranch| {
        let rest = rest.into_iter().map(|remainder| Rest {
            class_name: remainder.class.map(|class| classes.keys[class].name.as_str()),
            count: remainder.count,
            retained_size: remainder.retained,
        });
        Ok(Branch {
            parent,
            node: view.node(node)?,
            edge: edge.map(|edge| view.edge(edge)),
            rest: rest.collect(),
        })
    };
    Ok(raw_branches(snapshot, most)?.into_iter().map(branch))
}

fn raw_branches(snapshot: &Snapshot, most: usize) -> Result<Vec<RawBranch>, Error> {
    let (root, children) = (snapshot.graph().root, snapshot.children()?);
    let retained = &snapshot.domination()?.retained;
    let least = retained.get(root) / (SMALL * most.max(1) as u64);
    let mut found = vec![RawBranch { node: root, parent: None, depth: 0, edge: None, rest: Vec::new() }];
    let mut waiting = BinaryHeap::from([(retained.get(root), Reverse(0))]);
    while let Some((_, Reverse(index))) = waiting.pop() {
        let RawBranch { node, depth, .. } = found[index];
        let mut below = children.of(node).to_vec();
        retained.largest_first(&mut below);
        let room = most.saturating_sub(found.len()).min(if depth < DEPTH { CHILDREN } else { 0 });
        let large = below.partition_point(|&child| retained.get(child) >= least);
        let (listed, counted) = below.split_at(large.min(room));
        let edges = edges_to(snapshot, node, listed);
        for &child in listed {
            waiting.push((retained.get(child), Reverse(found.len())));
            let edge = edges.get(&child).copied();
            let (parent, depth) = (Some(index), depth + 1);
            found.push(RawBranch { node: child, parent, depth, edge, rest: Vec::new() });
        }
        found[index].rest = by_class(snapshot, counted)?;
    }
    Ok(found)
}

/// The first reference from a node to each of its children that it refers to itself.
fn edges_to(snapshot: &Snapshot, node: NodeIndex, children: &[NodeIndex]) -> FxHashMap<NodeIndex, EdgeIndex> {
    let wanted: FxHashSet<NodeIndex> = children.iter().copied().collect();
    let mut edges = FxHashMap::default();
    for (index, edge) in snapshot.graph().indexed_edges_of(node) {
        if wanted.contains(&edge.target()) && !edge.is(EdgeType::Weak) {
            edges.entry(edge.target()).or_insert(index);
        }
    }
    edges
}

/// Counts nodes by class, the class that retains most first.
fn by_class(snapshot: &Snapshot, nodes: &[NodeIndex]) -> Result<Vec<Remainder>, Error> {
    let (classes, retained) = (snapshot.classes()?, &snapshot.domination()?.retained);
    let mut sums: FxHashMap<ClassIndex, Remainder> = FxHashMap::default();
    for &node in nodes {
        let class = classes.class_of[node];
        let sum = sums.entry(class).or_insert(Remainder { class: Some(class), ..Remainder::default() });
        add(sum, 1, retained.get(node));
    }
    let mut list: Vec<Remainder> = sums.into_values().collect();
    list.sort_unstable_by_key(|remainder| (Reverse(remainder.retained), remainder.class));
    if list.len() > CLASSES {
        let others = list.split_off(CLASSES - 1);
        let mut sum = Remainder::default();
        others.iter().for_each(|other| add(&mut sum, other.count, other.retained));
        list.push(sum);
    }
    list.retain(|remainder| remainder.retained > 0);
    Ok(list)
}

fn add(sum: &mut Remainder, count: u64, retained: u64) {
    sum.count += count;
    sum.retained = sum.retained.saturating_add(retained);
}

#[cfg(test)]
mod tests {
    use crate::heap::query::{Question, answer};
    use crate::heap::snapshot::Snapshot;
    use crate::heap::tests::sample::Sample;

    /// A store of `count` sessions of 10 bytes each with a note of `note` bytes, and an index of 1000 bytes.
    fn store(count: u32, note: u64) -> Snapshot {
        let mut sample = Sample::new();
        let store = sample.node("object", "Store", 100);
        sample.edge(0, "property", "store", store);
        let index = sample.node("object", "Index", 1000);
        sample.edge(store, "property", "index", index);
        for number in 0..count {
            let session = sample.node("object", "Session", 10);
            sample.edge(store, "element", &number.to_string(), session);
            let text = sample.node("string", "note", note);
            sample.edge(session, "property", "note", text);
        }
        Snapshot::new(sample.graph())
    }

    fn ask(snapshot: &Snapshot, nodes: usize) -> Vec<serde_json::Value> {
        let text = answer(snapshot, &Question::DominatorTree { nodes }).unwrap();
        serde_json::from_str(&text).unwrap()
    }

    /// `name < position of the parent: retained size`, and what is counted.
    fn drawn(branches: &[serde_json::Value]) -> Vec<String> {
        let line = |branch: &serde_json::Value| {
            let rest = branch["rest"].as_array().unwrap().iter();
            let rest = rest
                .map(|rest| format!(" +{}x{} {}", rest["count"], rest["className"], rest["retainedSize"]));
            let (node, parent) = (&branch["node"], &branch["parent"]);
            format!(
                "{} < {}: {}{}",
                node["className"],
                parent,
                node["retainedSize"],
                rest.collect::<String>()
            )
            .replace('"', "")
        };
        branches.iter().map(line).collect()
    }

    #[test]
    fn a_small_tree_is_listed_whole_the_largest_first() {
        let branches = ask(&store(1, 5), 100);
        assert_eq!(
            drawn(&branches)[1..],
            ["Store < 0: 1115", "Index < 1: 1000", "Session < 1: 15", "(string) < 3: 5",]
        );
        assert_eq!(branches[2]["edge"]["name"], "index");
        assert_eq!(branches[0]["edge"], serde_json::Value::Null);
    }

    #[test]
    fn what_does_not_fit_is_counted_by_class() {
        let branches = ask(&store(5, 300), 4);
        let expected =
            ["Store < 0: 2650 +4xSession 1240", "Index < 1: 1000", "Session < 1: 310 +1x(string) 300"];
        assert_eq!(drawn(&branches)[1..], expected);
    }

    #[test]
    fn what_is_too_small_to_be_seen_is_counted_by_class() {
        let branches = ask(&store(5, 5), 15);
        assert_eq!(drawn(&branches)[1..], ["Store < 0: 1175 +5xSession 75", "Index < 1: 1000"]);
    }

    #[test]
    fn of_many_children_only_some_become_branches() {
        let branches = ask(&store(100, 5), 1000);
        let of_store = branches.iter().filter(|branch| branch["parent"] == 1).count();
        assert_eq!(of_store, super::CHILDREN);
        assert_eq!(branches[1]["rest"][0]["count"], 100 + 1 - super::CHILDREN);
    }

    #[test]
    fn sizes_add_up() {
        let branches = ask(&store(300, 7), 50);
        for (index, branch) in branches.iter().enumerate() {
            let size = |value: &serde_json::Value| value.as_u64().unwrap();
            let below = branches.iter().filter(|other| other["parent"] == index);
            let below: u64 = below.map(|other| size(&other["node"]["retainedSize"])).sum();
            let rest = branch["rest"].as_array().unwrap().iter();
            let rest: u64 = rest.map(|rest| size(&rest["retainedSize"])).sum();
            let own = size(&branch["node"]["shallowSize"]);
            assert_eq!(size(&branch["node"]["retainedSize"]), own + below + rest);
        }
    }

    #[test]
    fn a_long_list_leaves_branches_for_others() {
        let mut sample = Sample::new();
        let mut last = 0;
        for _ in 0..100 {
            let link = sample.node("object", "Link", 10);
            sample.edge(last, "property", "next", link);
            last = link;
        }
        let other = sample.node("object", "Other", 10);
        sample.edge(0, "property", "other", other);
        let branches = ask(&Snapshot::new(sample.graph()), 60);
        assert!(branches.iter().any(|branch| branch["node"]["className"] == "Other"));
        assert_eq!(branches.len() as u32, super::DEPTH + 2);
    }
}
