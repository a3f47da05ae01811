//! What changed from one snapshot to another, as in DevTools' Comparison view: by class, and by
//! object where node ids go on from one to the other.
//!
//! They do if both were taken in one process without a reset in between. Then an id that both
//! have is one object, and no id that is new is below the highest one of before. In all other cases only
//! the totals of classes can be compared, by name.

use rustc_hash::FxHashMap;

use crate::heap::analysis::classes::{ClassKey, Classes};
use crate::heap::graph::Graph;
use crate::heap::graph::locations::Location;
use crate::heap::graph::sizes::Sizes;

/// So many objects are compared to find out whether ids go on.
const SAMPLE: usize = 20_000;
/// Of them so many must be the same, in percent.
const SAME_PERCENT: usize = 98;

/// A snapshot, as far as a comparison needs it.
pub struct Side<'a> {
    /// The graph.
    pub graph: &'a Graph,
    /// Its classes; both sides with the same interfaces.
    pub classes: &'a Classes,
    /// Shallow sizes.
    pub shallow: &'a Sizes,
}

/// How a class changed. Sizes are shallow ones, in bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// The name of the class.
    pub name: String,
    /// The place of its constructor, if ids go on.
    pub location: Option<Location>,
    /// New objects: their number in this snapshot.
    pub added: Vec<u32>,
    /// Objects that are gone: their number in the base.
    pub removed: Vec<u32>,
    /// Of those, the sizes.
    pub added_size: u64,
    /// Of those, the sizes.
    pub removed_size: u64,
}

/// Whether the ids of `base` go on in `current`.
pub fn ids_go_on(base: &Graph, current: &Graph) -> bool {
    let by_id = nodes_by_id(base);
    // V8 gives even ids to what is not in its heap, by other rules.
    let highest = base.ids.iter().copied().filter(|id| id % 2 == 1).max().unwrap_or(0);
    let step = (current.ids.len() / SAMPLE).max(1);
    let (mut known, mut same, mut late) = (0usize, 0usize, 0usize);
    for (node, id) in current.ids.iter().enumerate().step_by(step) {
        match by_id.get(id) {
            Some(&before) => {
                known += 1;
                same += usize::from(is_alike(base, before, current, node as u32));
            }
            None if id % 2 == 1 && *id < highest => late += 1,
            None => {}
        }
    }
    known > 0 && same * 100 >= known * SAME_PERCENT && late * 100 <= known * (100 - SAME_PERCENT)
}

fn is_alike(base: &Graph, before: u32, current: &Graph, node: u32) -> bool {
    let name = |graph: &Graph, node: u32| graph.names[node as usize];
    base.type_name(before) == current.type_name(node)
        && base.strings.raw(name(base, before)) == current.strings.raw(name(current, node))
}

fn nodes_by_id(graph: &Graph) -> FxHashMap<u32, u32> {
    graph.ids.iter().enumerate().map(|(node, &id)| (id, node as u32)).collect()
}

/// The changes by class, by object. Nodes of size 0 are left out.
pub fn by_object(base: &Side, current: &Side) -> Vec<Change> {
    let mut changes = Changes::default();
    let before = nodes_by_id(base.graph);
    let mut kept = vec![false; base.graph.kinds.len()];
    let class_numbers = changes.numbers(current);
    for node in 0..current.graph.node_count() {
        let size = current.shallow.get(node);
        match before.get(&current.graph.ids[node as usize]) {
            // As in DevTools: an object that has changed its class or had no size counts as another one.
            Some(&old) if size > 0 && base.shallow.get(old) > 0 && same_class(base, old, current, node) => {
                kept[old as usize] = true;
            }
            _ if size > 0 => {
                let class = current.classes.class_of[node as usize];
                let change = &mut changes.list[class_numbers[class as usize]];
                change.added.push(node);
                change.added_size = change.added_size.saturating_add(size);
            }
            _ => {}
        }
    }
    let class_numbers = changes.numbers(base);
    for node in 0..base.graph.node_count() {
        let size = base.shallow.get(node);
        if size > 0 && !kept[node as usize] {
            let class = base.classes.class_of[node as usize];
            let change = &mut changes.list[class_numbers[class as usize]];
            change.removed.push(node);
            change.removed_size = change.removed_size.saturating_add(size);
        }
    }
    changes.list.retain(|change| !change.added.is_empty() || !change.removed.is_empty());
    changes.list
}

fn same_class(base: &Side, old: u32, current: &Side, node: u32) -> bool {
    let key = |side: &Side, node: u32| side.classes.class_of[node as usize] as usize;
    let (old, new) = (&base.classes.keys[key(base, old)], &current.classes.keys[key(current, node)]);
    old.name == new.name && place(base, old) == place(current, new)
}

fn place(side: &Side, key: &ClassKey) -> Option<Location> {
    side.graph.locations.place(key.place?)
}

/// By name of a class: count and shallow size in the base, count and shallow size in the current snapshot.
pub fn totals(base: &Side, current: &Side) -> Vec<(String, [u64; 4])> {
    let mut totals: FxHashMap<&str, [u64; 4]> = FxHashMap::default();
    for (side, offset) in [(base, 0), (current, 2)] {
        let mut by_class = vec![[0u64; 2]; side.classes.keys.len()];
        for node in 0..side.graph.node_count() {
            let size = side.shallow.get(node);
            let total = &mut by_class[side.classes.class_of[node as usize] as usize];
            total[0] += u64::from(size > 0);
            total[1] = total[1].saturating_add(size);
        }
        for (key, [count, size]) in side.classes.keys.iter().zip(by_class) {
            let total = totals.entry(&key.name).or_default();
            total[offset] += count;
            total[offset + 1] = total[offset + 1].saturating_add(size);
        }
    }
    totals.into_iter().map(|(name, total)| (name.to_owned(), total)).collect()
}

#[derive(Default)]
struct Changes {
    list: Vec<Change>,
    known: FxHashMap<(String, Option<Location>), usize>,
}

impl Changes {
    /// By class of a side, the number of its change.
    fn numbers(&mut self, side: &Side) -> Vec<usize> {
        let number = |key: &ClassKey| {
            let location = place(side, key);
            *self.known.entry((key.name.clone(), location)).or_insert_with(|| {
                self.list.push(Change { name: key.name.clone(), location, ..Change::default() });
                self.list.len() - 1
            })
        };
        side.classes.keys.iter().map(number).collect()
    }
}
