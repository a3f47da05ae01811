//! Questions about two snapshots or more.

use crate::heap::analysis::classes::Classes;
use crate::heap::analysis::diff::{self, Side};
use crate::heap::error::Error;
use crate::heap::growth::{self, Growth};
use crate::heap::snapshot::Snapshot;

use super::response::{ClassChange, Diff, DiffNodes, Growing, Location};
use super::view::Asked;
use super::{Sort, json};

/// What changed since `base`, as JSON.
pub fn diff(base: &Snapshot, current: &Snapshot) -> Result<String, Error> {
    compare(base, current, |before, after, comparable| {
        let mut classes: Vec<ClassChange> = if comparable {
            diff::by_object(before, after).into_iter().map(class_change).collect()
        } else {
            diff::totals(before, after).into_iter().map(total_change).collect()
        };
        classes
            .retain(|class| class.count_delta != 0 || class.size_delta != 0 || class.added_count > Some(0));
        classes.sort_unstable_by(|a, b| b.size_delta.cmp(&a.size_delta).then_with(|| a.name.cmp(&b.name)));
        json(&Diff { comparable, classes })
    })
}

/// The objects of a class that are new since `base`, and those that are gone, as JSON; the largest `top`.
pub fn diff_nodes(
    base: &Snapshot,
    current: &Snapshot,
    class: &str,
    top: Option<usize>,
) -> Result<String, Error> {
    compare(base, current, |before, after, comparable| {
        let (mut added, mut removed) = (Vec::new(), Vec::new());
        if comparable {
            for change in diff::by_object(before, after).into_iter().filter(|change| change.name == class) {
                added.extend(change.added);
                removed.extend(change.removed);
            }
        }
        let (old, new) = (Asked::new(base), Asked::new(current));
        new.largest(&mut added, top, Sort::Retained)?;
        old.largest(&mut removed, top, Sort::Retained)?;
        json(&DiffNodes { added: new.nodes(&added)?, removed: old.nodes(&removed)? })
    })
}

/// Adds a snapshot: what has grown each time so far, as JSON.
pub fn growth(growth: &mut Growth, snapshot: &Snapshot) -> Result<String, Error> {
    let asked = Asked::new(snapshot);
    let described = |found: growth::Growing| {
        Ok(Growing {
            counts: found.counts,
            retained_sizes: found.sizes,
            holder: asked.node(found.holder)?,
            example: asked.node(found.example)?,
        })
    };
    let growing = growth.add(snapshot)?;
    json(&growing.into_iter().map(described).collect::<Result<Vec<_>, Error>>()?)
}

fn compare(
    base: &Snapshot,
    current: &Snapshot,
    answer: impl FnOnce(&Side, &Side, bool) -> Result<String, Error>,
) -> Result<String, Error> {
    // Both sides call plain objects after the same interfaces.
    let classes = Classes::new(base.graph(), current.interfaces())?;
    let before = Side { graph: base.graph(), classes: &classes, shallow: base.shallow()? };
    let after = Side { graph: current.graph(), classes: current.classes()?, shallow: current.shallow()? };
    answer(&before, &after, diff::ids_go_on(base.graph(), current.graph()))
}

fn class_change(change: diff::Change) -> ClassChange {
    let (added, removed) = (change.added.len(), change.removed.len());
    ClassChange {
        name: change.name,
        location: change.location.map(Location::from),
        added_count: Some(added),
        removed_count: Some(removed),
        added_size: Some(change.added_size),
        removed_size: Some(change.removed_size),
        count_delta: added as i64 - removed as i64,
        size_delta: delta(change.added_size, change.removed_size),
    }
}

fn total_change((name, [old_count, old_size, count, size]): (String, [u64; 4])) -> ClassChange {
    ClassChange {
        name,
        location: None,
        added_count: None,
        removed_count: None,
        added_size: None,
        removed_size: None,
        count_delta: count as i64 - old_count as i64,
        size_delta: delta(size, old_size),
    }
}

/// How much more it is, or the nearest number that there is.
fn delta(size: u64, old_size: u64) -> i64 {
    let delta = i128::from(size) - i128::from(old_size);
    delta.clamp(i64::MIN.into(), i64::MAX.into()) as i64
}
