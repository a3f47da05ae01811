//! Random graphs, each from a seed, against answers by definition and brute force: a node dominates what cannot be reached
//! without it. Many small graphs, so that all kinds of edges meet.

use std::collections::{HashMap, HashSet};

use crate::heap::analysis::distance::{SYSTEM, UNREACHABLE};
use crate::heap::snapshot::Snapshot;
use crate::heap::tests::sample::{Edge, NODE_TYPES, Sample, at};

const SEEDS: u64 = 2000;
const ROOT: usize = 0;

/// Random numbers: SplitMix64.
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % bound as u64) as usize
    }

    fn percent(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    fn of<T: Copy>(&mut self, values: &[T]) -> T {
        values[self.below(values.len())]
    }
}

/// The graph of a seed.
fn random(seed: u64) -> Sample {
    let mut chance = Chance(seed);
    let mut sample = Sample::new();
    let count = 1 + chance.below(60);
    for node in 1..count {
        let kind =
            chance.of(&["object", "object", "array", "hidden", "native", "closure", "synthetic", "code"]);
        let name = match kind {
            "array" => chance.of(&["", "", "(map descriptors)"]),
            "hidden" => chance.of(&["", "", "system / NativeContext"]),
            "native" => chance.of(&["<div>", "system / ExternalStringData"]),
            "synthetic" => chance.of(&["(GC roots)", "(Document DOM trees)"]),
            _ => chance.of(&["a", "b", "c"]),
        };
        let size = if chance.percent(2) { 5 << 32 } else { chance.below(100) };
        sample.node(kind, name, size as u64);
        // Most nodes are reached from an earlier one, so that the graph is deep.
        if chance.percent(85) {
            let from = chance.below(node);
            random_edge(&mut chance, &mut sample, from, node);
        }
    }
    for _ in 0..chance.below(2 * count) {
        let (from, to) = (chance.below(count), chance.below(count));
        random_edge(&mut chance, &mut sample, from, to);
    }
    for _ in 0..chance.below(4) {
        random_entry(&mut chance, &mut sample);
    }
    if count > 10 && chance.percent(30) {
        // Nodes that reach one another, and perhaps others, but cannot be reached.
        let clique: Vec<usize> = (0..2 + chance.below(4)).map(|_| sample.node("object", "a", 7)).collect();
        for &from in &clique {
            clique.iter().for_each(|&to| random_edge(&mut chance, &mut sample, from, to));
            let other = chance.below(count);
            random_edge(&mut chance, &mut sample, from, other);
        }
    }
    sample
}

fn random_edge(chance: &mut Chance, sample: &mut Sample, from: usize, to: usize) {
    // The root refers to each node once: two references would be visited twice.
    if from == ROOT && sample.nodes[from].edges.iter().any(|edge| edge.to == to) {
        return;
    }
    let kind = chance.of(&[
        "property", "property", "internal", "element", "element", "hidden", "context", "weak", "shortcut",
    ]);
    let name = match kind {
        "element" | "hidden" => chance.below(12).to_string(),
        _ => chance.of(&["a", "b", "sloppy_function_map", "7", "4"]).to_owned(),
    };
    sample.edge(from, kind, &name, to);
}

/// A WeakMap entry, or one of its two edges, between nodes whose other edges all count.
fn random_entry(chance: &mut Chance, sample: &mut Sample) {
    let plain = |&node: &usize| !matches!(sample.nodes[node].kind, "array" | "hidden" | "synthetic");
    let plain: Vec<usize> = (0..sample.nodes.len()).filter(plain).collect();
    if plain.len() < 3 {
        return;
    }
    let (table, key, value) = (chance.of(&plain), chance.of(&plain), chance.of(&plain));
    let used = |name: &str| sample.nodes.iter().flat_map(|node| &node.edges).any(|edge| edge.name == name);
    if table == key || used(&sample.ephemeron_name(1, table, key, value)) {
        return;
    }
    sample.ephemeron(table, key, value);
    if chance.percent(10) {
        let source = chance.of(&[table, key]);
        sample.nodes[source].edges.pop();
    }
}

/// Answers by definition.
pub(super) struct Oracle<'a> {
    sample: &'a Sample,
    is_page: Vec<bool>,
    user_roots: Vec<usize>,
}

/// The name of an ephemeron edge: the part that both edges have, and the node id of the table.
fn ephemeron(edge: &Edge) -> Option<(&str, u64)> {
    let (_, common) = edge.name.split_once(" / part of key").filter(|_| edge.kind == "internal")?;
    let (_, table) = common.rsplit_once('@')?;
    Some((common, table.strip_suffix(')')?.parse().ok()?))
}

impl Oracle<'_> {
    pub(super) fn new(sample: &Sample) -> Oracle<'_> {
        let is_synthetic = |node: usize| sample.nodes[node].kind == "synthetic";
        let is_dom = |node: usize| is_synthetic(node) && sample.nodes[node].name == "(Document DOM trees)";
        let from_root = &sample.nodes[ROOT].edges;
        let page_roots = from_root
            .iter()
            .filter(|edge| edge.kind == "shortcut" || (edge.kind == "element" && is_dom(edge.to)));
        let start = page_roots.map(|edge| edge.to).collect();
        let is_page = reached(sample.nodes.len(), start, |node| {
            sample.nodes[node].edges.iter().filter(|edge| edge.kind != "weak").map(|edge| edge.to).collect()
        });
        let users = from_root.iter().map(|edge| edge.to).filter(|&to| !is_synthetic(to) || is_dom(to));
        Oracle { sample, is_page, user_roots: users.collect() }
    }

    fn count(&self) -> usize {
        self.sample.nodes.len()
    }

    fn is_essential(&self, from: usize, edge: &Edge) -> bool {
        let from_table = ephemeron(edge).is_some_and(|(_, table)| table == self.sample.nodes[from].id);
        edge.kind != "weak"
            && edge.to != from
            && !from_table
            && (from == ROOT || edge.kind != "shortcut" && (self.is_page[from] || !self.is_page[edge.to]))
    }

    fn essential(&self, from: usize) -> Vec<usize> {
        let edges = self.sample.nodes[from].edges.iter();
        edges.filter(|edge| self.is_essential(from, edge)).map(|edge| edge.to).collect()
    }

    /// For each node, which nodes it dominates, itself included.
    fn dominated(&self) -> Vec<Vec<bool>> {
        let count = self.count();
        let led_to: HashSet<usize> = (0..count).flat_map(|from| self.essential(from)).collect();
        let reached_once = reached(count, vec![ROOT], |node| self.essential(node));
        let orphans = (0..count).filter(|node| !reached_once[*node] && !led_to.contains(node));
        let starts: Vec<usize> = std::iter::once(ROOT).chain(orphans).collect();
        let all = reached(count, starts.clone(), |node| self.essential(node));
        let dominated_by = |without: usize| {
            if without == ROOT {
                // Unreached nodes too.
                return vec![true; count];
            }
            if !all[without] {
                return (0..count).map(|node| node == without).collect();
            }
            let starts = starts.iter().copied().filter(|&start| start != without).collect();
            let left = reached(count, starts, |node| {
                self.essential(node).into_iter().filter(|&to| to != without).collect()
            });
            (0..count).map(|node| all[node] && !left[node]).collect()
        };
        (0..count).map(dominated_by).collect()
    }

    /// Shallow sizes: an ownable node that only one other node reaches, through ownable nodes, adds its size to that one.
    fn shallow(&self) -> Vec<u64> {
        let nodes = &self.sample.nodes;
        let mut sizes: Vec<u64> = nodes.iter().map(|node| node.size).collect();
        if self.user_roots.is_empty() {
            return sizes;
        }
        let is_ownable = |node: usize| match nodes[node].kind {
            "array" | "hidden" => true,
            kind => kind == "native" && nodes[node].name == "system / ExternalStringData",
        };
        let steps = |node: usize| {
            let edges = nodes[node].edges.iter().filter(|edge| edge.kind != "weak");
            edges.map(|edge| edge.to).filter(|&to| is_ownable(to)).collect()
        };
        let others: Vec<usize> = (0..self.count()).filter(|&node| !is_ownable(node)).collect();
        let reach: Vec<Vec<bool>> =
            others.iter().map(|&node| reached(self.count(), steps(node), steps)).collect();
        for node in (0..self.count()).filter(|&node| is_ownable(node)) {
            let mut reaching = others.iter().zip(&reach).filter(|(_, reached)| reached[node]);
            let (Some((&owner, _)), None) = (reaching.next(), reaching.next()) else { continue };
            if owner != ROOT && nodes[owner].kind != "synthetic" {
                sizes[owner] += std::mem::take(&mut sizes[node]);
            }
        }
        sizes
    }

    /// Distances as the least numbers so that a node is one above a node that leads to it, and the value of a WeakMap entry
    /// one above both table and key. First with the user roots at 1, then with the root for all others.
    pub(super) fn distances(&self) -> Vec<Option<u32>> {
        let mut distances = vec![None; self.count()];
        self.user_roots.iter().for_each(|&node| distances[node] = Some(1));
        self.spread(&mut distances);
        let known: Vec<bool> = distances.iter().map(Option::is_some).collect();
        distances[ROOT] = Some(if self.user_roots.is_empty() { 0 } else { SYSTEM });
        let rest = |(node, distance): (usize, Option<u32>)| distance.filter(|_| known[node] || node == ROOT);
        let mut distances: Vec<Option<u32>> = distances.into_iter().enumerate().map(rest).collect();
        self.spread(&mut distances);
        distances
    }

    /// Sets the least distances of nodes that have none.
    fn spread(&self, distances: &mut [Option<u32>]) {
        let fixed: Vec<bool> = distances.iter().map(Option::is_some).collect();
        loop {
            let mut entries: HashMap<&str, Vec<u32>> = HashMap::new();
            let mut changed = false;
            for (from, node) in self.sample.nodes.iter().enumerate() {
                let Some(distance) = distances[from] else { continue };
                for edge in node.edges.iter().filter(|edge| self.counts(from, edge)) {
                    let mut through = distance;
                    if let Some((common, _)) = ephemeron(edge) {
                        let sources = entries.entry(common).or_default();
                        sources.push(distance);
                        if sources.len() < 2 {
                            continue;
                        }
                        through = through.max(sources[0]);
                    }
                    if !fixed[edge.to] && distances[edge.to].is_none_or(|known| known > through + 1) {
                        distances[edge.to] = Some(through + 1);
                        changed = true;
                    }
                }
            }
            if !changed {
                return;
            }
        }
    }

    fn counts(&self, from: usize, edge: &Edge) -> bool {
        let node = &self.sample.nodes[from];
        edge.kind != "weak"
            && match (node.kind, node.name.as_str()) {
                ("array", "(map descriptors)") => {
                    edge.name.parse::<u32>().map_or(true, |index| index < 2 || index % 3 != 1)
                }
                ("hidden", "system / NativeContext") => edge.name != "sloppy_function_map",
                _ => true,
            }
    }
}

/// Which nodes can be reached from `start`, itself included, by the steps that `next` returns.
fn reached(count: usize, start: Vec<usize>, next: impl Fn(usize) -> Vec<usize>) -> Vec<bool> {
    let mut is_reached = vec![false; count];
    let mut open = start;
    while let Some(node) = open.pop() {
        if !std::mem::replace(&mut is_reached[node], true) {
            open.extend(next(node));
        }
    }
    is_reached
}

/// Checks the graph of every seed. Prints the one that fails.
pub(super) fn for_each_seed(check: impl Fn(&Sample, &Snapshot)) {
    for seed in 0..SEEDS {
        let sample = random(seed);
        let snapshot = Snapshot::new(sample.graph());
        let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| check(&sample, &snapshot)));
        if let Err(panic) = result {
            eprintln!("seed {seed}:\n{}", sample.dump());
            std::panic::resume_unwind(panic);
        }
    }
}

#[test]
fn the_graphs_have_all_there_is() {
    let samples: Vec<Sample> = (0..SEEDS).map(random).collect();
    let nodes = || samples.iter().flat_map(|sample| &sample.nodes);
    assert!(samples.iter().any(|sample| sample.nodes.len() == 1));
    assert!(samples.iter().any(|sample| sample.nodes.len() > 60));
    assert!(nodes().filter(|node| node.kind == NODE_TYPES[1]).count() > 1000);
    let edges = nodes().flat_map(|node| &node.edges).filter(|edge| ephemeron(edge).is_some()).count();
    assert!(edges > 1000, "{edges}");
    let oracles: Vec<Oracle> = samples.iter().map(Oracle::new).collect();
    let some_page = |oracle: &&Oracle| oracle.is_page.contains(&true) && oracle.is_page.contains(&false);
    assert!(oracles.iter().filter(some_page).count() > 100);
    assert!(oracles.iter().filter(|oracle| oracle.user_roots.is_empty()).count() > 10);
}

#[test]
fn a_node_dominates_what_cannot_be_reached_without_it() {
    for_each_seed(|sample, snapshot| {
        let dominated = Oracle::new(sample).dominated();
        let found = &snapshot.domination().unwrap().dominators;
        for node in 1..sample.nodes.len() {
            let mut all: Vec<usize> =
                (0..sample.nodes.len()).filter(|&other| other != node && dominated[other][node]).collect();
            // The nearest dominator dominates the fewest nodes.
            all.sort_by_key(|&other| dominated[other].iter().filter(|&&is| is).count());
            assert_eq!(found[at(node)], at(all[0]), "node {node} is dominated by {all:?}");
        }
    });
}

#[test]
fn a_retained_size_is_the_sum_of_what_the_node_dominates() {
    for_each_seed(|sample, snapshot| {
        let oracle = Oracle::new(sample);
        let shallow = oracle.shallow();
        let retained = &snapshot.domination().unwrap().retained;
        for (node, dominated) in oracle.dominated().iter().enumerate() {
            let sum: u64 = shallow.iter().zip(dominated).filter(|&(_, &is)| is).map(|(size, _)| size).sum();
            assert_eq!(retained.get(at(node)), sum, "node {node}");
        }
        let all: u64 = sample.nodes.iter().map(|node| node.size).sum();
        assert_eq!(retained.get(at(ROOT)), all);
        assert_eq!(snapshot.shallow().unwrap().total(), all);
    });
}

#[test]
fn shallow_sizes_go_to_the_only_owner() {
    for_each_seed(|sample, snapshot| {
        let sizes = snapshot.shallow().unwrap();
        let sizes: Vec<u64> = (0..sample.nodes.len()).map(|node| sizes.get(at(node))).collect();
        assert_eq!(sizes, Oracle::new(sample).shallow());
    });
}

#[test]
fn distances_are_the_least_that_the_edges_allow() {
    for_each_seed(|sample, snapshot| {
        let found = snapshot.distances().unwrap().values().iter();
        let found: Vec<Option<u32>> =
            found.map(|&distance| Some(distance).filter(|&distance| distance != UNREACHABLE)).collect();
        assert_eq!(found, Oracle::new(sample).distances());
    });
}
