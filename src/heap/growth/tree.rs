//! The tree of groups of one snapshot.

use rustc_hash::FxHashMap;

use super::Total;
use super::words::{Step, Steps, Words};
use crate::error::Error;
use crate::heap::graph::Graph;
use crate::heap::sizes::zeros;
use crate::heap::snapshot::Snapshot;

/// No group.
pub(super) const NONE: u32 = u32::MAX;
/// The group of the root alone.
const ROOT: u32 = 0;
/// The longest repetition that is known as one, in steps; a link of a chain of promises takes three.
const LONGEST_PERIOD: usize = 6;

/// Which nodes count: what a program has made. How V8 stores it changes as it grows.
pub(super) struct Counted<'a> {
    graph: &'a Graph,
    by_type: Vec<Kind>,
    /// By what name V8's own objects go: a function's variables.
    contexts: Vec<u32>,
}

/// What nodes of a type are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Internal,
    Value,
    Object,
}

/// What counts of what the objects of a group hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Counts {
    /// Of V8's roots, and of its own nodes directly below: strings and the like are there in caches.
    Objects,
    /// Of V8's caches of functions, and of Node.js's list of native objects.
    Nothing,
    All,
}

impl Counted<'_> {
    pub(super) fn new(graph: &Graph) -> Counted<'_> {
        let kind = |name: &String| match name.as_str() {
            "synthetic" | "hidden" | "array" | "code" | "object shape" => Kind::Internal,
            "object" | "closure" | "native" => Kind::Object,
            _ => Kind::Value,
        };
        Counted {
            graph,
            by_type: graph.node_types.iter().map(kind).collect(),
            contexts: graph.strings.find("system / Context"),
        }
    }

    fn kind(&self, node: u32) -> Kind {
        self.by_type[self.graph.kinds[node as usize] as usize]
    }

    /// Whether a node counts among what an object holds of which this counts.
    pub(super) fn has(&self, node: u32, counts: Counts) -> bool {
        match self.kind(node) {
            Kind::Object => counts != Counts::Nothing && !self.is_context(node),
            Kind::Value => counts == Counts::All,
            Kind::Internal => false,
        }
    }

    fn is_context(&self, node: u32) -> bool {
        self.contexts.binary_search(&self.graph.names[node as usize]).is_ok()
    }

    /// What counts of what a node holds, if this counts of what is above it.
    fn below(&self, node: u32, above: Counts) -> Counts {
        if self.kind(node) == Kind::Internal { above } else { Counts::All }
    }
}

/// Groups, each after the one above it.
#[derive(Debug, Default)]
pub(super) struct Tree {
    pub(super) groups: Vec<Group>,
    /// By group above and step. Where a path repeats itself, it leads back up.
    pub(super) below: FxHashMap<(u32, Step), u32>,
}

/// Of each node two groups; [`NONE`] of what cannot be reached.
pub(super) struct GroupsOfNodes {
    /// The one it is in.
    pub(super) group_of: Vec<u32>,
    /// The one that holds it.
    pub(super) held_by: Vec<u32>,
}

/// Objects that are reached in the same way.
#[derive(Clone, Debug)]
pub(super) struct Group {
    above: u32,
    step: Step,
    pub(super) counts: Counts,
    pub(super) total: Total,
}

impl Tree {
    /// The tree, and of each node the groups. Objects with ids up to `last_id` are not new.
    pub(super) fn new(
        snapshot: &Snapshot,
        words: &mut Words,
        last_id: Option<u32>,
    ) -> Result<(Tree, GroupsOfNodes), Error> {
        let (graph, paths) = (snapshot.graph(), snapshot.paths_by_name()?);
        let mut steps = Steps::new(graph, words)?;
        let mut tree = Tree::default();
        tree.groups.push(Group {
            above: NONE,
            step: (NONE, NONE),
            counts: Counts::Objects,
            total: Total { objects: 1, ..Total::default() },
        });
        let mut group_of: Vec<u32> = zeros(graph.kinds.len())?;
        group_of.fill(NONE);
        let mut held_by = group_of.clone();
        group_of[graph.root as usize] = ROOT;
        let counted = Counted::new(graph);
        // Up to the next node whose group is known, and down again.
        let mut way = Vec::new();
        for node in 0..graph.node_count() {
            let mut at = node;
            while group_of[at as usize] == NONE
                && let Some((holder, edge)) = paths.last_step(at)
            {
                way.push((at, edge));
                at = holder;
            }
            let mut group = group_of[at as usize];
            while let Some((node, edge)) = way.pop() {
                if group != NONE {
                    let step = steps.step(edge);
                    // V8's lists of roots hold what has nothing to do with each other.
                    if steps.is_from_root(edge) {
                        let counts = tree.groups[group as usize].counts;
                        group = tree.below(group, steps.step_of_kind(node), counts);
                    }
                    let Group { counts: above, total, .. } = &mut tree.groups[group as usize];
                    let below =
                        if steps.is_to_list(step) { Counts::Nothing } else { counted.below(node, *above) };
                    if counted.has(node, *above) {
                        let id = graph.ids[node as usize];
                        total.held += 1;
                        total.new += u64::from(id % 2 == 0 || last_id.is_none_or(|last| id > last));
                    }
                    held_by[node as usize] = group;
                    group = tree.below(group, step, below);
                    tree.groups[group as usize].total.objects += 1;
                    group_of[node as usize] = group;
                }
            }
        }
        tree.add_retained(snapshot, &held_by)?;
        Ok((tree, GroupsOfNodes { group_of, held_by }))
    }

    /// The group that a step leads to.
    fn below(&mut self, above: u32, step: Step, counts: Counts) -> u32 {
        if let Some(&known) = self.below.get(&(above, step)) {
            return known;
        }
        let group = self.repeated(above, step).unwrap_or(self.groups.len() as u32);
        if group as usize == self.groups.len() {
            self.groups.push(Group { above, step, counts, total: Total::default() });
        }
        self.below.insert((above, step), group);
        group
    }

    /// The group one period above, if with this step a path begins to repeat itself for the second time.
    fn repeated(&self, above: u32, step: Step) -> Option<u32> {
        let mut groups = [NONE; 2 * LONGEST_PERIOD + 1];
        let mut group = above;
        for place in &mut groups[1..] {
            *place = group;
            group = self.groups.get(group as usize).map_or(NONE, |group| group.above);
        }
        let step_at = |place: usize| match place {
            0 => Some(step),
            _ => self.groups.get(groups[place] as usize).map(|group| group.step),
        };
        let repeats = |&period: &usize| {
            (0..=period).all(|place| step_at(place).is_some() && step_at(place) == step_at(place + period))
        };
        (1..=LONGEST_PERIOD).find(repeats).map(|period| groups[period])
    }

    /// Retained sizes of what each group holds. What another object that it holds dominates is counted with that one.
    fn add_retained(&mut self, snapshot: &Snapshot, held_by: &[u32]) -> Result<(), Error> {
        let graph = snapshot.graph();
        let (retained, children) = (&snapshot.domination()?.retained, snapshot.children()?);
        // Groups that hold a node on the way from the root.
        let mut is_above = vec![false; self.groups.len()];
        let mut stack = vec![graph.root];
        // Lengths of the stack at which the walk has left the nodes that set `is_above`, with their groups.
        let mut above: Vec<(usize, u32)> = Vec::new();
        while let Some(node) = stack.pop() {
            let below = children.of(node);
            let holder = held_by[node as usize];
            if holder != NONE && !is_above[holder as usize] {
                let size = &mut self.groups[holder as usize].total.held_size;
                *size = size.saturating_add(retained.get(node));
                if !below.is_empty() {
                    is_above[holder as usize] = true;
                    above.push((stack.len(), holder));
                }
            }
            stack.extend_from_slice(below);
            while let Some((_, group)) = above.pop_if(|&mut (length, _)| length == stack.len()) {
                is_above[group as usize] = false;
            }
        }
        Ok(())
    }

    /// The same groups in another tree, by group; [`NONE`] where it has none.
    pub(super) fn groups_in(&self, other: &Tree) -> Vec<u32> {
        let mut same = vec![ROOT; self.groups.len()];
        for (number, group) in self.groups.iter().enumerate().skip(1) {
            let above = same[group.above as usize];
            same[number] = other.below.get(&(above, group.step)).copied().unwrap_or(NONE);
        }
        same
    }

    /// Whether one of `groups` is above a group.
    pub(super) fn is_below_any<T>(&self, group: u32, groups: &FxHashMap<u32, T>) -> bool {
        let mut above = self.groups[group as usize].above;
        while above != NONE {
            if groups.contains_key(&above) {
                return true;
            }
            above = self.groups[above as usize].above;
        }
        false
    }

    /// Memory in use, in bytes.
    pub(super) fn memory(&self) -> usize {
        self.groups.capacity() * size_of::<Group>() + self.below.capacity() * size_of::<((u32, Step), u32)>()
    }
}
