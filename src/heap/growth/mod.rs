//! What grows from round to round, after LeakCanary's object growth detector: objects whose shortest paths from the root
//! are of the same kind (the same names of references, the same classes) are a *group*, groups are a tree, and a group
//! grows if its objects hold more objects than before: an array has more elements, the instances of a class have a
//! listener more each. What grows on every round is a leak; a cache that fills up is not.
//!
//! Of equally short paths it is the one that comes first by names (see [`crate::heap::analysis::paths`]) and then by the order of
//! groups, so that it is the same one in each round. Indices, ids and contents of strings
//! are no part of a kind. Of a path that repeats itself, a linked list's, all further repetitions are in the groups of
//! the second one. Per snapshot: one visit a node, and a look-up or two; between rounds about 70 bytes a group.

use std::cmp::Reverse;

use rustc_hash::FxHashMap;

use crate::heap::error::Error;
use crate::heap::graph::Graph;
use crate::heap::snapshot::Snapshot;

use self::groups::{Counted, Placed, Tree};
use self::steps::Words;

mod groups;
mod steps;

/// What a group comes to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Total {
    /// Number of its objects.
    pub objects: u64,
    /// Number of objects that they hold.
    pub held: u64,
    /// How many of those are new since the first snapshot, as far as ids tell.
    pub new: u64,
    /// What would be freed with what they hold, in bytes.
    pub held_size: u64,
}

/// A group that has grown on every round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Growing {
    /// How many objects it held at first, and after each round: of the kind that grows most if one does on every round, or
    /// else of all kinds.
    pub counts: Vec<u64>,
    /// What would be freed with all that it holds, in bytes; at first, and after each round.
    pub sizes: Vec<u64>,
    /// The newest object of the kind that grows most.
    pub example: u32,
    /// The object of the group that holds the example.
    pub holder: u32,
}

/// The rounds so far.
#[derive(Debug)]
pub struct Growth {
    least: u64,
    ids_go_on: bool,
    /// The highest id at first: what is new has a higher one.
    first_id: Option<u32>,
    words: Words,
    last: Option<Tree>,
    /// By group of the last tree: all totals of those of which there have been more, or which have held more, each time.
    more: FxHashMap<u32, Vec<Total>>,
}

impl Growth {
    /// No round so far. A group grows if it holds `least` objects more, or even more; where ids go on from one
    /// snapshot to the next, objects that are new: others have only come to be reached in another way.
    pub fn new(least: u64, ids_go_on: bool) -> Growth {
        Growth {
            least,
            ids_go_on,
            first_id: None,
            words: Words::default(),
            last: None,
            more: FxHashMap::default(),
        }
    }

    /// Adds the next snapshot: what has grown on every round, by the most bytes first. Of what grows, what it holds may grow
    /// too, and is left out. The first snapshot is what the first round starts from.
    pub fn add(&mut self, snapshot: &Snapshot) -> Result<Vec<Growing>, Error> {
        let (tree, placed) = Tree::new(snapshot, &mut self.words, self.first_id)?;
        let Some(last) = self.last.take() else {
            self.first_id = highest_id(snapshot.graph()).filter(|_| self.ids_go_on);
            self.more =
                (0u32..).zip(&tree.groups).map(|(number, group)| (number, vec![group.total])).collect();
            self.last = Some(tree);
            return Ok(Vec::new());
        };
        let before = tree.groups_in(&last);
        let mut more = FxHashMap::default();
        for (number, (group, before)) in (0u32..).zip(tree.groups.iter().zip(&before)) {
            // A group that was not there has not grown before.
            let Some(mut totals) = self.more.remove(before) else { continue };
            totals.push(group.total);
            if self.holds_more(&totals) || self.has_grown(&totals, |total| total.objects) {
                more.insert(number, totals);
            }
        }
        self.more = more;
        let found = self.describe(snapshot.graph(), &tree, &placed);
        self.last = Some(tree);
        Ok(found)
    }

    fn has_grown(&self, totals: &[Total], count: impl Fn(&Total) -> u64) -> bool {
        totals.windows(2).all(|pair| count(&pair[1]) >= count(&pair[0]).saturating_add(self.least))
    }

    fn holds_more(&self, totals: &[Total]) -> bool {
        // The newest may be reached in another way, as the tail of a list.
        let enough_new = |(round, total): (u64, &Total)| total.new + 1 >= round * self.least;
        self.has_grown(totals, |total| total.held) && (0..).zip(totals).all(enough_new)
    }

    /// The topmost of the growing groups.
    fn describe(&self, graph: &Graph, tree: &Tree, placed: &Placed) -> Vec<Growing> {
        let growing = self.more.iter().filter(|(_, totals)| self.holds_more(totals));
        let growing: FxHashMap<u32, &Vec<Total>> = growing.map(|(&group, totals)| (group, totals)).collect();
        if growing.is_empty() {
            return Vec::new();
        }
        let counted = Counted::new(graph);
        let kind =
            |group: u32| self.more.get(&group).filter(|totals| self.has_grown(totals, |total| total.objects));
        // By growing group.
        let mut examples: FxHashMap<u32, Example> = FxHashMap::default();
        for node in 0..graph.node_count() {
            let (above, group) = (placed.held_by[node as usize], placed.group_of[node as usize]);
            if !growing.contains_key(&above)
                || !counted.has(node, tree.groups[above as usize].counts)
                || tree.is_below_any(above, &growing)
            {
                continue;
            }
            let Some(edge) = placed.edge_to(node) else { continue };
            let added = kind(group).map_or(0, |totals| added(totals));
            let example = Example {
                grows: added > 0,
                telling: telling(&graph.node_types[graph.kinds[node as usize] as usize]),
                added,
                is_link: group == above,
                group,
                edge,
                node,
            };
            match examples.get_mut(&above) {
                None => _ = examples.insert(above, example),
                Some(best) if example.says_more(best, graph) => *best = example,
                Some(_) => {}
            }
        }
        let describe = |(above, example): (u32, Example)| {
            let totals = growing[&above];
            Growing {
                counts: match kind(example.group) {
                    Some(kind) => kind.iter().map(|total| total.objects).collect(),
                    None => totals.iter().map(|total| total.held).collect(),
                },
                sizes: totals.iter().map(|total| total.held_size).collect(),
                example: example.node,
                holder: graph.source_of(example.edge),
            }
        };
        let mut found: Vec<Growing> = examples.into_iter().map(describe).collect();
        found.sort_unstable_by_key(|growing| (Reverse(growing.bytes()), growing.holder));
        found
    }
}

/// The highest id of what V8 numbers one after the other: odd ids.
fn highest_id(graph: &Graph) -> Option<u32> {
    graph.ids.iter().copied().filter(|id| id % 2 == 1).max()
}

/// An object of a growing group.
struct Example {
    /// Whether there are more of its kind after each round.
    grows: bool,
    telling: u8,
    added: u64,
    is_link: bool,
    group: u32,
    edge: u32,
    node: u32,
}

impl Example {
    /// Whether it says more of what grows than another one: the same in each run, except for which one of its kind.
    fn says_more(&self, other: &Example, graph: &Graph) -> bool {
        let rank = |example: &Example| (example.grows, example.telling, example.added, example.is_link);
        let by_rank = rank(self).cmp(&rank(other));
        if self.group == other.group || by_rank.is_ne() {
            let id = |example: &Example| graph.ids[example.node as usize];
            return by_rank.then_with(|| id(self).cmp(&id(other))).is_gt();
        }
        // A class says more than V8's name for a plain object; the names of Map entries are another one in each run.
        let names = |example: &Example| {
            let name = graph.name(example.node);
            let is_plain = name == "Object" || name.starts_with('{');
            (is_plain, (!is_plain).then_some(name), graph.edge_name(example.edge))
        };
        names(self) < names(other)
    }
}

/// How much objects of a type tell: those of a program's classes most, strings and numbers least.
fn telling(node_type: &str) -> u8 {
    match node_type {
        "object" => 3,
        "closure" => 2,
        "native" => 1,
        _ => 0,
    }
}

impl Growing {
    /// By how many bytes it has grown.
    pub fn bytes(&self) -> u64 {
        self.sizes.last().unwrap_or(&0).saturating_sub(self.sizes[0])
    }
}

/// How many objects a group has more than at first.
fn added(totals: &[Total]) -> u64 {
    totals.last().map_or(0, |last| last.objects.saturating_sub(totals[0].objects))
}
