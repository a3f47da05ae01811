//! Questions about two snapshots or a series.

use super::request::Sort;
use super::response::{ClassChange, Diff, GrowingEntry, Json, json, json_list};
use super::view::View;
use crate::heap::analysis::classes::Classes;
use crate::heap::analysis::diff::{self, Side};
use crate::heap::error::Error;
use crate::heap::growth::{GrowingGroup, Growth};
use crate::heap::snapshot::Snapshot;

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

/// The largest `top` objects of a class that are new since `base`, and those that are gone, as JSON.
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
        let (old, new) = (View::new(base), View::new(current));
        new.largest(&mut added, top, Sort::Retained)?;
        old.largest(&mut removed, top, Sort::Retained)?;
        let mut json = Json::default();
        json.raw("{\"added\":")?;
        json.list(new.nodes(&added))?;
        json.raw(",\"removed\":")?;
        json.list(old.nodes(&removed))?;
        json.raw("}")?;
        json.finish()
    })
}

/// Adds a snapshot to a series. Returns what has grown on every round, as JSON.
pub fn growth(growth: &mut Growth, snapshot: &Snapshot) -> Result<String, Error> {
    let view = View::new(snapshot);
    let entry = |group: GrowingGroup| {
        Ok(GrowingEntry {
            counts: group.counts,
            retained_sizes: group.sizes,
            holder: view.node(group.holder)?,
            example: view.node(group.example)?,
        })
    };
    let growing = growth.add(snapshot)?;
    json_list(growing.into_iter().map(entry))
}

fn compare(
    base: &Snapshot,
    current: &Snapshot,
    answer: impl FnOnce(&Side, &Side, bool) -> Result<String, Error>,
) -> Result<String, Error> {
    // Both sides name plain objects after the same interfaces.
    let classes = Classes::new(base.graph(), current.interfaces())?;
    let before = Side { graph: base.graph(), classes: &classes, shallow: base.shallow()? };
    let after = Side { graph: current.graph(), classes: current.classes()?, shallow: current.shallow()? };
    answer(&before, &after, diff::are_ids_continuous(base.graph(), current.graph()))
}

fn class_change(change: diff::Change) -> ClassChange {
    let (added, removed) = (change.added.len(), change.removed.len());
    ClassChange {
        name: change.name,
        location: change.location,
        added_count: Some(added),
        removed_count: Some(removed),
        added_size: Some(change.added_size),
        removed_size: Some(change.removed_size),
        count_delta: added as i64 - removed as i64,
        size_delta: delta(change.added_size, change.removed_size),
    }
}

fn total_change((name, diff::TotalChange { base, current }): (String, diff::TotalChange)) -> ClassChange {
    ClassChange {
        name,
        location: None,
        added_count: None,
        removed_count: None,
        added_size: None,
        removed_size: None,
        count_delta: current.count as i64 - base.count as i64,
        size_delta: delta(current.size, base.size),
    }
}

/// The difference of two sizes. Saturates.
fn delta(size: u64, old_size: u64) -> i64 {
    let delta = i128::from(size) - i128::from(old_size);
    delta.clamp(i64::MIN.into(), i64::MAX.into()) as i64
}
