//! What grows from one snapshot of a series to the next, after LeakCanary's object growth detector. Objects whose shortest
//! paths from the root are of the same kind (the same names of references, the same classes) are a *group*. Groups form a
//! tree. A group grows if its objects hold more objects than before: an array has more elements, each instance of a class
//! has another listener. What grows on every round is a leak; a cache that fills up does not.
//!
//! Ties between shortest paths are broken by names (see [`crate::heap::analysis::paths`]) and then by the order of groups,
//! so they are broken the same way in each round. Indices, ids and contents of strings are not part of a kind. If a path
//! repeats itself, like that of a linked list, all further repetitions are in the groups of the second one.
//!
//! Visits each node of a snapshot once, with one or two look-ups; about 70 bytes a group between rounds.
//!
//! Uses analysis, the graph and the snapshot.

mod countable;
mod groups;
mod steps;

use std::cmp::Reverse;

use rustc_hash::FxHashMap;

use self::countable::Countable;
use self::groups::{GroupIndex, GroupTotal, GroupTree, Membership};
use self::steps::Names;
use crate::heap::error::Error;
use crate::heap::graph::{EdgeIndex, Graph, NodeIndex};
use crate::heap::snapshot::Snapshot;

/// A group that has grown on every round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GrowingGroup {
    /// How many objects it held at first and after each round: of the kind that grows most if one does on every round, or
    /// else of all kinds.
    pub counts: Vec<u64>,
    /// What would be freed with all that it holds, in bytes, at first and after each round.
    pub sizes: Vec<u64>,
    /// The newest object of the kind that grows most.
    pub example: NodeIndex,
    /// The object of the group that holds the example.
    pub holder: NodeIndex,
}

/// Whether a node id means the same object in all snapshots of a series.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NodeIds {
    /// It does: the snapshots are of one process.
    Continuous,
    /// It may not.
    Unrelated,
}

/// A series of snapshots.
#[derive(Debug)]
pub struct Growth {
    least: u64,
    ids: NodeIds,
    /// The highest id in the first snapshot. New objects have higher ones.
    first_id: Option<u32>,
    names: Names,
    last: Option<GroupTree>,
    /// For each group of the last tree that has had more objects, or has held more, on every round: all its totals.
    more: FxHashMap<GroupIndex, Vec<GroupTotal>>,
}

impl Growth {
    /// An empty series. A group grows if it holds at least `least` more objects on every round. If ids are continuous, the
    /// objects must be new: others are only reached in another way.
    pub fn new(least: u64, ids: NodeIds) -> Growth {
        Growth { least, ids, first_id: None, names: Names::default(), last: None, more: FxHashMap::default() }
    }

    /// Adds the next snapshot. Returns what has grown on every round, by the most bytes first, without what grows below
    /// another growing group. The first round starts from the first snapshot.
    pub fn add(&mut self, snapshot: &Snapshot) -> Result<Vec<GrowingGroup>, Error> {
        let (tree, membership) = GroupTree::new(snapshot, &mut self.names, self.first_id)?;
        let Some(last) = self.last.take() else {
            self.first_id = highest_id(snapshot.graph()).filter(|_| self.ids == NodeIds::Continuous);
            self.more = tree.groups.iter().map(|(number, group)| (number, vec![group.total])).collect();
            self.last = Some(tree);
            return Ok(Vec::new());
        };
        let before = tree.groups_in(&last);
        let mut more = FxHashMap::default();
        for ((number, group), before) in tree.groups.iter().zip(before.values()) {
            // A group that did not exist has not grown before.
            let Some(mut totals) = self.more.remove(before) else { continue };
            totals.push(group.total);
            if self.holds_more(&totals) || self.has_grown(&totals, |total| total.objects) {
                more.insert(number, totals);
            }
        }
        self.more = more;
        let found = self.describe(snapshot.graph(), &tree, &membership);
        self.last = Some(tree);
        Ok(found)
    }

    fn has_grown(&self, totals: &[GroupTotal], count: impl Fn(&GroupTotal) -> u64) -> bool {
        totals.windows(2).all(|pair| count(&pair[1]) >= count(&pair[0]).saturating_add(self.least))
    }

    fn holds_more(&self, totals: &[GroupTotal]) -> bool {
        // One less, since the newest object may be reached in another way, like the tail of a list.
        let enough_new = |(round, total): (u64, &GroupTotal)| total.new + 1 >= round * self.least;
        self.has_grown(totals, |total| total.held) && (0..).zip(totals).all(enough_new)
    }

    /// The topmost growing groups.
    fn describe(&self, graph: &Graph, tree: &GroupTree, membership: &Membership) -> Vec<GrowingGroup> {
        let growing = self.more.iter().filter(|(_, totals)| self.holds_more(totals));
        let growing: FxHashMap<GroupIndex, &Vec<GroupTotal>> =
            growing.map(|(&group, totals)| (group, totals)).collect();
        if growing.is_empty() {
            return Vec::new();
        }
        let countable = Countable::new(graph);
        let kind = |group: GroupIndex| {
            self.more.get(&group).filter(|totals| self.has_grown(totals, |total| total.objects))
        };
        // By growing group.
        let mut examples: FxHashMap<GroupIndex, Example> = FxHashMap::default();
        for node in graph.nodes() {
            let (above, group) = (membership.held_by[node], membership.group_of[node]);
            if !growing.contains_key(&above)
                || !countable.contains(node, tree.groups[above].rule)
                || tree.is_below_any(above, &growing)
            {
                continue;
            }
            let Some(edge) = membership.edge_to(node) else { continue };
            let added = kind(group).map_or(0, |totals| added(totals));
            let example = Example {
                grows: added > 0,
                significance: significance(graph.type_name(node)),
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
        let describe = |(above, example): (GroupIndex, Example)| {
            let totals = growing[&above];
            GrowingGroup {
                counts: match kind(example.group) {
                    Some(kind) => kind.iter().map(|total| total.objects).collect(),
                    None => totals.iter().map(|total| total.held).collect(),
                },
                sizes: totals.iter().map(|total| total.held_size).collect(),
                example: example.node,
                holder: graph.source_of(example.edge),
            }
        };
        let mut found: Vec<GrowingGroup> = examples.into_iter().map(describe).collect();
        found.sort_unstable_by_key(|growing| (Reverse(growing.bytes()), growing.holder));
        found
    }
}

/// The highest odd id. V8 gives odd ids in increasing order.
fn highest_id(graph: &Graph) -> Option<u32> {
    graph.ids.values().iter().copied().filter(|id| id % 2 == 1).max()
}

/// An object of a growing group.
struct Example {
    /// Whether there are more of its kind after each round.
    grows: bool,
    significance: u8,
    added: u64,
    is_link: bool,
    group: GroupIndex,
    edge: EdgeIndex,
    node: NodeIndex,
}

impl Example {
    /// Whether it says more about what grows than another one. The kind of the best example is the same in each run.
    fn says_more(&self, other: &Example, graph: &Graph) -> bool {
        let rank = |example: &Example| (example.grows, example.significance, example.added, example.is_link);
        let by_rank = rank(self).cmp(&rank(other));
        if self.group == other.group || by_rank.is_ne() {
            let id = |example: &Example| graph.ids[example.node];
            return by_rank.then_with(|| id(self).cmp(&id(other))).is_gt();
        }
        // A class says more than V8's name for a plain object. The names of Map entries vary between runs.
        let names = |example: &Example| {
            let name = graph.name(example.node);
            let is_plain = name == "Object" || name.starts_with('{');
            (is_plain, (!is_plain).then_some(name), graph.edge_name(example.edge))
        };
        names(self) < names(other)
    }
}

/// How much objects of a type say: those of a program's classes most, strings and numbers least.
fn significance(node_type: &str) -> u8 {
    match node_type {
        "object" => 3,
        "closure" => 2,
        "native" => 1,
        _ => 0,
    }
}

impl GrowingGroup {
    /// How much it has grown, in bytes.
    pub fn bytes(&self) -> u64 {
        self.sizes.last().unwrap_or(&0).saturating_sub(self.sizes[0])
    }
}

/// How many more objects a group has than at first.
fn added(totals: &[GroupTotal]) -> u64 {
    totals.last().map_or(0, |last| last.objects.saturating_sub(totals[0].objects))
}
