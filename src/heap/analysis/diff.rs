//! What changed from one snapshot to another, as in DevTools' Comparison view: by class, and by object if node ids are
//! continuous.
//!
//! They are if both snapshots were taken in one process without a reset in between. Then an id that both have is the same
//! object, and no new id is below the highest one of the base. Otherwise only the totals of classes can be compared, by
//! name.

use rustc_hash::FxHashMap;

use crate::heap::analysis::classes::{ClassIndex, ClassKey, Classes};
use crate::heap::column::Column;
use crate::heap::graph::locations::Location;
use crate::heap::graph::sizes::Sizes;
use crate::heap::graph::{Graph, NodeIndex};

/// How many objects are compared to find out whether ids are continuous.
const SAMPLE: usize = 20_000;
/// How many of them must be the same, in percent.
const SAME_PERCENT: usize = 98;

/// What a comparison needs of a snapshot.
pub struct Side<'a> {
    /// The graph.
    pub graph: &'a Graph,
    /// Its classes. Both sides have the same interfaces.
    pub classes: &'a Classes,
    /// Shallow sizes.
    pub shallow: &'a Sizes,
}

/// How a class changed, object by object. Sizes are shallow, in bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// The name of the class.
    pub name: String,
    /// The location of its constructor.
    pub location: Option<Location>,
    /// New objects: nodes of the current snapshot.
    pub added: Vec<NodeIndex>,
    /// Objects that are gone: nodes of the base.
    pub removed: Vec<NodeIndex>,
    /// The size of the new objects.
    pub added_size: u64,
    /// The size of the objects that are gone.
    pub removed_size: u64,
}

/// The objects of a class of one side: how many, and their shallow size in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Total {
    /// The number of objects.
    pub count: u64,
    /// Their size.
    pub size: u64,
}

/// The totals of a class by name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TotalChange {
    /// In the base.
    pub base: Total,
    /// In the current snapshot.
    pub current: Total,
}

/// Whether node ids are continuous from `base` to `current`.
pub fn are_ids_continuous(base: &Graph, current: &Graph) -> bool {
    let by_id = nodes_by_id(base);
    // Even ids are for what is not in V8's heap, and follow other rules.
    let highest = base.ids.values().iter().copied().filter(|id| id % 2 == 1).max().unwrap_or(0);
    let step = (current.node_count() / SAMPLE).max(1);
    let (mut known, mut same, mut late) = (0usize, 0usize, 0usize);
    for (node, id) in current.ids.iter().step_by(step) {
        match by_id.get(id) {
            Some(&old) => {
                known += 1;
                same += usize::from(is_alike(base, old, current, node));
            }
            None if id % 2 == 1 && *id < highest => late += 1,
            None => {}
        }
    }
    known > 0 && same * 100 >= known * SAME_PERCENT && late * 100 <= known * (100 - SAME_PERCENT)
}

fn is_alike(base: &Graph, old: NodeIndex, current: &Graph, node: NodeIndex) -> bool {
    base.type_name(old) == current.type_name(node)
        && base.strings.raw(base.names[old]) == current.strings.raw(current.names[node])
}

fn nodes_by_id(graph: &Graph) -> FxHashMap<u32, NodeIndex> {
    graph.ids.iter().map(|(node, &id)| (id, node)).collect()
}

/// The changes by class, object by object. Nodes of size 0 are left out.
pub fn by_object(base: &Side, current: &Side) -> Vec<Change> {
    let mut changes = Changes::default();
    let by_id = nodes_by_id(base.graph);
    let mut is_kept: Column<NodeIndex, bool> = vec![false; base.graph.node_count()].into();
    let of_class = changes.by_class(current);
    for (node, id) in current.graph.ids.iter() {
        let size = current.shallow.get(node);
        match by_id.get(id) {
            // As in DevTools, an object that changed its class or had no size counts as a new one.
            Some(&old) if size > 0 && base.shallow.get(old) > 0 && same_class(base, old, current, node) => {
                is_kept[old] = true;
            }
            _ if size > 0 => {
                let change = &mut changes.list[of_class[current.classes.class_of[node]]];
                change.added.push(node);
                change.added_size = change.added_size.saturating_add(size);
            }
            _ => {}
        }
    }
    let of_class = changes.by_class(base);
    for node in base.graph.nodes() {
        let size = base.shallow.get(node);
        if size > 0 && !is_kept[node] {
            let change = &mut changes.list[of_class[base.classes.class_of[node]]];
            change.removed.push(node);
            change.removed_size = change.removed_size.saturating_add(size);
        }
    }
    changes.list.retain(|change| !change.added.is_empty() || !change.removed.is_empty());
    changes.list
}

fn same_class(base: &Side, old: NodeIndex, current: &Side, node: NodeIndex) -> bool {
    let (before, after) = (base.classes.key_of(old), current.classes.key_of(node));
    before.name == after.name && location(base, before) == location(current, after)
}

fn location(side: &Side, key: &ClassKey) -> Option<Location> {
    side.graph.locations.location(key.location?)
}

/// The totals of each class, by name.
pub fn totals(base: &Side, current: &Side) -> Vec<(String, TotalChange)> {
    let mut totals: FxHashMap<&str, TotalChange> = FxHashMap::default();
    for (name, total) in class_totals(base) {
        add_total(&mut totals.entry(name).or_default().base, total);
    }
    for (name, total) in class_totals(current) {
        add_total(&mut totals.entry(name).or_default().current, total);
    }
    totals.into_iter().map(|(name, total)| (name.to_owned(), total)).collect()
}

fn class_totals<'a>(side: &Side<'a>) -> impl Iterator<Item = (&'a str, Total)> {
    let classes = side.classes;
    let mut totals: Column<ClassIndex, Total> = vec![Total::default(); classes.keys.len()].into();
    for node in side.graph.nodes() {
        let size = side.shallow.get(node);
        let total = Total { count: u64::from(size > 0), size };
        add_total(&mut totals[classes.class_of[node]], total);
    }
    classes.keys.values().iter().map(|key| key.name.as_str()).zip(totals.into_values())
}

fn add_total(sum: &mut Total, total: Total) {
    sum.count += total.count;
    sum.size = sum.size.saturating_add(total.size);
}

/// Changes by name and location of a class.
#[derive(Default)]
struct Changes {
    list: Vec<Change>,
    known: FxHashMap<(String, Option<Location>), usize>,
}

impl Changes {
    /// The position in the list of the change of each class of a side.
    fn by_class(&mut self, side: &Side) -> Column<ClassIndex, usize> {
        let position = |key: &ClassKey| {
            let location = location(side, key);
            *self.known.entry((key.name.clone(), location)).or_insert_with(|| {
                self.list.push(Change { name: key.name.clone(), location, ..Change::default() });
                self.list.len() - 1
            })
        };
        side.classes.keys.values().iter().map(position).collect::<Vec<_>>().into()
    }
}
