//! The tree of groups of one snapshot.

use rustc_hash::FxHashMap;

use super::countable::{CountRule, Countable};
use super::steps::{Names, StepKind, StepKinds};
use crate::heap::analysis::paths::{EdgesByName, by_distance};
use crate::heap::analysis::retained::for_each_outermost;
use crate::heap::column::{Column, index_type};
use crate::heap::error::Error;
use crate::heap::graph::{EdgeIndex, NodeIndex};
use crate::heap::snapshot::Snapshot;

index_type! {
    /// A group. Groups have higher numbers than the group above them.
    GroupIndex
}

/// The group of the root alone.
const ROOT: GroupIndex = GroupIndex::new(0);
/// The longest repetition that is recognized, in steps. A link of a chain of promises takes three.
const LONGEST_PERIOD: usize = 6;

/// All groups.
#[derive(Debug, Default)]
pub(super) struct GroupTree {
    pub(super) groups: Column<GroupIndex, Group>,
    /// By the group above and a step. Where a path repeats itself, it leads back up.
    pub(super) below: FxHashMap<(GroupIndex, StepKind), GroupIndex>,
}

/// The groups of the nodes of a snapshot; [`GroupIndex::NONE`] for nodes that cannot be reached.
pub(super) struct Membership<'a> {
    edges: EdgesByName<'a>,
    /// The group that each node is in.
    pub(super) group_of: Column<NodeIndex, GroupIndex>,
    /// The group that holds each node.
    pub(super) held_by: Column<NodeIndex, GroupIndex>,
}

impl<'a> Membership<'a> {
    fn new(snapshot: &'a Snapshot) -> Result<Membership<'a>, Error> {
        let graph = snapshot.graph();
        let held_by = Column::filled(graph.node_count(), GroupIndex::NONE)?;
        let mut group_of = held_by.try_clone()?;
        group_of[graph.root] = ROOT;
        // What holds an object for a moment only (V8's compiler, the stack, handles) may be there in one round and not in
        // the next, and must not change its group.
        let edges = EdgesByName::new(graph, snapshot.strong()?);
        Ok(Membership { edges, group_of, held_by })
    }

    /// The edge by which a node is held. None for the root and for nodes that cannot be reached.
    pub(super) fn edge_to(&self, node: NodeIndex) -> Option<EdgeIndex> {
        self.edges.best[node].some()
    }
}

/// Totals of a group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct GroupTotal {
    /// The number of its objects.
    pub(super) objects: u64,
    /// The number of objects that they hold.
    pub(super) held: u64,
    /// How many of those are new since the first snapshot, as far as ids tell.
    pub(super) new: u64,
    /// What would be freed with what they hold, in bytes.
    pub(super) held_size: u64,
}

/// Objects that are reached in the same way.
#[derive(Clone, Debug)]
pub(super) struct Group {
    above: GroupIndex,
    step: StepKind,
    pub(super) rule: CountRule,
    /// Whether a path that goes on from here comes back here.
    is_repeated: bool,
    pub(super) total: GroupTotal,
}

impl Group {
    fn root() -> Group {
        let total = GroupTotal { objects: 1, ..GroupTotal::default() };
        let (above, step) = (GroupIndex::NONE, StepKind::NONE);
        Group { above, step, rule: CountRule::Objects, is_repeated: false, total }
    }
}

/// An object that gets its group.
struct Member {
    node: NodeIndex,
    /// The edge by which it is held.
    edge: EdgeIndex,
    /// Whether it is new since the first snapshot, as far as ids tell.
    is_new: bool,
}

impl GroupTree {
    /// The tree of a snapshot, and the groups of its nodes. Objects with ids up to `last_id` are not new.
    pub(super) fn new<'a>(
        snapshot: &'a Snapshot,
        names: &mut Names,
        last_id: Option<u32>,
    ) -> Result<(GroupTree, Membership<'a>), Error> {
        let (graph, distances) = (snapshot.graph(), &snapshot.strong()?.distances);
        let mut membership = Membership::new(snapshot)?;
        let mut steps = StepKinds::new(graph, names)?;
        let countable = Countable::new(graph);
        let mut tree = GroupTree { groups: vec![Group::root()].into(), ..GroupTree::default() };
        membership.edges.offer(graph.root);
        let mut nodes = by_distance(distances);
        let mut rest = nodes.as_mut_slice();
        // The rank of each group in the order of their paths.
        let mut ranks: Column<GroupIndex, u32> = vec![0].into();
        while let Some(&first) = rest.first() {
            let distance = distances[first];
            let count = rest.partition_point(|&node| distances[node] == distance);
            let (level, others) = rest.split_at_mut(count);
            for &node in level.iter() {
                let Some(edge) = membership.edge_to(node) else { continue };
                let id = graph.ids[node];
                let is_new = id.is_multiple_of(2) || last_id.is_none_or(|last| id > last);
                let holder = membership.group_of[graph.source_of(edge)];
                let (above, group) = tree.add(holder, &mut steps, &countable, Member { node, edge, is_new });
                membership.held_by[node] = above;
                membership.group_of[node] = group;
            }
            tree.rank_new_groups(&mut ranks);
            // Of equal edges to the next level, the first one that is offered is chosen.
            level.sort_unstable_by_key(|&node| ranks[membership.group_of[node]]);
            level.iter().filter(|&&node| node != graph.root).for_each(|&node| membership.edges.offer(node));
            rest = others;
        }
        for Group { is_repeated, total, .. } in tree.groups.values_mut() {
            // The new objects of a list may come before all that is repeated.
            if *is_repeated {
                total.new = total.held;
            }
        }
        tree.add_retained(snapshot, &membership.held_by)?;
        Ok((tree, membership))
    }

    /// Adds an object. Returns the group that holds it, and its own group.
    fn add(
        &mut self,
        holder: GroupIndex,
        steps: &mut StepKinds,
        countable: &Countable,
        Member { node, edge, is_new }: Member,
    ) -> (GroupIndex, GroupIndex) {
        let step = steps.of(edge);
        // The roots in one of V8's lists have nothing to do with each other, so each class gets a group.
        let above = if steps.is_from_root(edge) {
            let rule = self.groups[holder].rule;
            self.below(holder, steps.class_step(node), rule)
        } else {
            holder
        };
        let Group { rule, total, .. } = &mut self.groups[above];
        let below = match step {
            _ if steps.is_to_bounded(step) => CountRule::Never,
            _ if steps.is_to_list(step) => CountRule::Nothing,
            _ => countable.below(node, *rule),
        };
        if countable.contains(node, *rule) {
            total.held += 1;
            total.new += u64::from(is_new);
        }
        let group = self.below(above, step, below);
        self.groups[group].total.objects += 1;
        (above, group)
    }

    /// Gives ranks to the groups that have none: by the rank of the group above, then by the steps below it.
    fn rank_new_groups(&self, ranks: &mut Column<GroupIndex, u32>) {
        let known = ranks.len();
        // A group for a class of roots is above other groups of the same level.
        let path = |group: GroupIndex| {
            let mut steps = Vec::new();
            let mut at = group;
            while at.get() as usize >= known {
                steps.push(self.groups[at].step);
                at = self.groups[at].above;
            }
            steps.reverse();
            (ranks[at], steps, group)
        };
        let mut fresh: Vec<_> = self.groups.indices().skip(known).map(path).collect();
        fresh.sort_unstable();
        for _ in &fresh {
            ranks.push(0);
        }
        for (rank, (.., group)) in (known as u32..).zip(fresh) {
            ranks[group] = rank;
        }
    }

    /// The group that a step leads to from a group.
    fn below(&mut self, above: GroupIndex, step: StepKind, rule: CountRule) -> GroupIndex {
        if let Some(&known) = self.below.get(&(above, step)) {
            return known;
        }
        let group = match self.repeated(above, step) {
            Some(group) => {
                self.mark_repeated(above, group);
                group
            }
            None => {
                let total = GroupTotal::default();
                self.groups.push(Group { above, step, rule, is_repeated: false, total })
            }
        };
        self.below.insert((above, step), group);
        group
    }

    fn mark_repeated(&mut self, mut group: GroupIndex, last: GroupIndex) {
        while group != ROOT {
            self.groups[group].is_repeated = true;
            if group == last {
                break;
            }
            group = self.groups[group].above;
        }
    }

    /// The group one period above, if a path begins to repeat itself for the second time with this step.
    fn repeated(&self, above: GroupIndex, step: StepKind) -> Option<GroupIndex> {
        let mut groups = [GroupIndex::NONE; 2 * LONGEST_PERIOD + 1];
        let mut group = above;
        for slot in &mut groups[1..] {
            *slot = group;
            group = self.groups.get(group).map_or(GroupIndex::NONE, |group| group.above);
        }
        let step_at = |position: usize| match position {
            0 => Some(step),
            _ => self.groups.get(groups[position]).map(|group| group.step),
        };
        let repeats = |&period: &usize| {
            (0..=period).all(|at| step_at(at).is_some() && step_at(at) == step_at(at + period))
        };
        (1..=LONGEST_PERIOD).find(repeats).map(|period| groups[period])
    }

    /// Adds the retained size of what each group holds. An object that another held object dominates is part of that one.
    fn add_retained(
        &mut self,
        snapshot: &Snapshot,
        held_by: &Column<NodeIndex, GroupIndex>,
    ) -> Result<(), Error> {
        let (root, count) = (snapshot.graph().root, self.groups.len());
        let (retained, children) = (&snapshot.domination()?.retained, snapshot.children()?);
        for_each_outermost(
            children,
            root,
            count,
            |node| held_by[node].some(),
            |holder, node| {
                let size = &mut self.groups[holder].total.held_size;
                *size = size.saturating_add(retained.get(node));
            },
        );
        Ok(())
    }

    /// The same groups in another tree; [`GroupIndex::NONE`] where it has none.
    pub(super) fn groups_in(&self, other: &GroupTree) -> Column<GroupIndex, GroupIndex> {
        let mut same: Column<GroupIndex, GroupIndex> = vec![ROOT; self.groups.len()].into();
        for (number, group) in self.groups.iter().skip(1) {
            let above = same[group.above];
            same[number] = other.below.get(&(above, group.step)).copied().unwrap_or(GroupIndex::NONE);
        }
        same
    }

    /// Whether one of `groups` is above a group.
    pub(super) fn is_below_any<T>(&self, group: GroupIndex, groups: &FxHashMap<GroupIndex, T>) -> bool {
        let above = |group: GroupIndex| self.groups[group].above.some();
        std::iter::successors(above(group), |&group| above(group)).any(|group| groups.contains_key(&group))
    }
}
