//! The tree of groups of one snapshot.

use rustc_hash::FxHashMap;

use super::Total;
use super::steps::{Step, Steps, Words};
use crate::heap::analysis::paths::{EdgesByName, NONE as NO_EDGE, by_distance};
use crate::heap::error::Error;
use crate::heap::graph::Graph;
use crate::heap::graph::sizes::zeros;
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
    /// Of lists of V8's and Node.js's own.
    Nothing,
    /// Of what has a bound, and of all below.
    Never,
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
            Kind::Object => !matches!(counts, Counts::Nothing | Counts::Never) && !self.is_context(node),
            Kind::Value => counts == Counts::All,
            Kind::Internal => false,
        }
    }

    fn is_context(&self, node: u32) -> bool {
        self.contexts.binary_search(&self.graph.names[node as usize]).is_ok()
    }

    /// What counts of what a node holds, if this counts of what is above it.
    fn below(&self, node: u32, above: Counts) -> Counts {
        if self.kind(node) == Kind::Internal || above == Counts::Never { above } else { Counts::All }
    }
}

/// Groups, each after the one above it.
#[derive(Debug, Default)]
pub(super) struct Tree {
    pub(super) groups: Vec<Group>,
    /// By group above and step. Where a path repeats itself, it leads back up.
    pub(super) below: FxHashMap<(u32, Step), u32>,
}

/// Where the nodes of a snapshot belong; [`NONE`] for what cannot be reached.
pub(super) struct Placed<'a> {
    edges: EdgesByName<'a>,
    /// The group that a node is in.
    pub(super) group_of: Vec<u32>,
    /// The group that holds it.
    pub(super) held_by: Vec<u32>,
}

impl<'a> Placed<'a> {
    fn new(snapshot: &'a Snapshot) -> Result<Placed<'a>, Error> {
        let (graph, paths) = (snapshot.graph(), snapshot.paths()?);
        let mut group_of: Vec<u32> = zeros(graph.kinds.len())?;
        group_of.fill(NONE);
        let held_by = group_of.clone();
        group_of[graph.root as usize] = ROOT;
        let edges = EdgesByName::new(graph, paths.distances, paths.parents);
        Ok(Placed { edges, group_of, held_by })
    }

    /// The edge by which a node is held; none of the root and of what cannot be reached.
    pub(super) fn edge_to(&self, node: u32) -> Option<u32> {
        let edge = self.edges.best[node as usize];
        (edge != NO_EDGE).then_some(edge)
    }
}

/// Objects that are reached in the same way.
#[derive(Clone, Debug)]
pub(super) struct Group {
    above: u32,
    step: Step,
    pub(super) counts: Counts,
    /// Whether a path that goes on from here comes back here.
    is_repeated: bool,
    pub(super) total: Total,
}

impl Group {
    fn root() -> Group {
        let total = Total { objects: 1, ..Total::default() };
        Group { above: NONE, step: (NONE, NONE), counts: Counts::Objects, is_repeated: false, total }
    }
}

impl Tree {
    /// The tree, and where each node is in it. Objects with ids up to `last_id` are not new.
    pub(super) fn new<'a>(
        snapshot: &'a Snapshot,
        words: &mut Words,
        last_id: Option<u32>,
    ) -> Result<(Tree, Placed<'a>), Error> {
        let (graph, distances) = (snapshot.graph(), snapshot.distances()?);
        let mut placed = Placed::new(snapshot)?;
        let mut steps = Steps::new(graph, words)?;
        let counted = Counted::new(graph);
        let mut tree = Tree { groups: vec![Group::root()], ..Tree::default() };
        placed.edges.offer(graph.root);
        let mut nodes = by_distance(distances);
        let mut rest = nodes.as_mut_slice();
        // By group, its place in the order of their paths.
        let mut places = vec![0u32];
        while let Some(&first) = rest.first() {
            let distance = distances[first as usize];
            let count = rest.partition_point(|&node| distances[node as usize] == distance);
            let (level, others) = rest.split_at_mut(count);
            for &node in level.iter() {
                let Some(edge) = placed.edge_to(node) else { continue };
                let id = graph.ids[node as usize];
                let is_new = id.is_multiple_of(2) || last_id.is_none_or(|last| id > last);
                let holder = placed.group_of[graph.source_of(edge) as usize];
                let (above, group) = tree.enter(holder, &mut steps, &counted, (edge, node, is_new));
                placed.held_by[node as usize] = above;
                placed.group_of[node as usize] = group;
            }
            tree.order(&mut places);
            // Of equal edges to the next level the first one is taken.
            level.sort_unstable_by_key(|&node| places[placed.group_of[node as usize] as usize]);
            level.iter().filter(|&&node| node != graph.root).for_each(|&node| placed.edges.offer(node));
            rest = others;
        }
        for Group { is_repeated, total, .. } in &mut tree.groups {
            // What is new in a list may be before all that is repeated.
            if *is_repeated {
                total.new = total.held;
            }
        }
        tree.add_retained(snapshot, &placed.held_by)?;
        Ok((tree, placed))
    }

    /// Puts an object into its group: the group that holds it, and its own.
    fn enter(
        &mut self,
        holder: u32,
        steps: &mut Steps,
        counted: &Counted,
        (edge, node, is_new): (u32, u32, bool),
    ) -> (u32, u32) {
        let step = steps.step(edge);
        // V8's lists of roots hold what has nothing to do with each other.
        let above = if steps.is_from_root(edge) {
            let counts = self.groups[holder as usize].counts;
            self.below(holder, steps.step_of_kind(node), counts)
        } else {
            holder
        };
        let Group { counts, total, .. } = &mut self.groups[above as usize];
        let below = match step {
            _ if steps.is_to_bounded(step) => Counts::Never,
            _ if steps.is_to_list(step) => Counts::Nothing,
            _ => counted.below(node, *counts),
        };
        if counted.has(node, *counts) {
            total.held += 1;
            total.new += u64::from(is_new);
        }
        let group = self.below(above, step, below);
        self.groups[group as usize].total.objects += 1;
        (above, group)
    }

    /// Gives the groups that are new their places, by the place of the group above and by the step.
    fn order(&self, places: &mut Vec<u32>) {
        let known = places.len() as u32;
        places.resize(self.groups.len(), 0);
        // A group of a kind of roots is above others of the same level.
        let way = |group: u32| {
            let mut way = Vec::new();
            let mut at = group;
            while at >= known {
                way.push(self.groups[at as usize].step);
                at = self.groups[at as usize].above;
            }
            way.reverse();
            (places[at as usize], way, group)
        };
        let mut fresh: Vec<_> = (known..self.groups.len() as u32).map(way).collect();
        fresh.sort_unstable();
        for (place, (.., group)) in (known..).zip(fresh) {
            places[group as usize] = place;
        }
    }

    /// The group that a step leads to.
    fn below(&mut self, above: u32, step: Step, counts: Counts) -> u32 {
        if let Some(&known) = self.below.get(&(above, step)) {
            return known;
        }
        let group = self.repeated(above, step).unwrap_or(self.groups.len() as u32);
        if group as usize == self.groups.len() {
            self.groups.push(Group { above, step, counts, is_repeated: false, total: Total::default() });
        } else {
            self.mark_repeated(above, group);
        }
        self.below.insert((above, step), group);
        group
    }

    fn mark_repeated(&mut self, mut group: u32, last: u32) {
        while group != ROOT {
            self.groups[group as usize].is_repeated = true;
            if group == last {
                break;
            }
            group = self.groups[group as usize].above;
        }
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
}
