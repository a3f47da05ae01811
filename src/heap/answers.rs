//! Questions and their answers, in the shapes that JavaScript sees (see `heap.d.ts`). Nodes go by node id here.

use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::heap::contexts;
use crate::heap::diff::{self, Side};
use crate::heap::display::Namer;
use crate::heap::distance::UNREACHABLE;
use crate::heap::duplicates;
use crate::heap::graph::EdgeName;
use crate::heap::paths::Step;
use crate::heap::snapshot::Snapshot;

/// A question.
#[derive(Debug, Deserialize)]
#[serde(tag = "ask", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Question {
    /// Totals.
    Summary,
    /// The classes.
    Classes { top: Option<usize>, sort: Option<Sort>, name: Option<String> },
    /// Nodes by class, name or type.
    Find {
        class_name: Option<String>,
        name: Option<String>,
        #[serde(rename = "type")]
        kind: Option<String>,
        top: Option<usize>,
        sort: Option<Sort>,
    },
    /// A node.
    Node { id: u64 },
    /// Why a node is alive.
    RetainingPath { id: u64, max: usize },
    /// What refers to a node.
    Retainers { id: u64, top: Option<usize> },
    /// What a node refers to.
    Edges { id: u64 },
    /// The dominators of a node, the nearest first.
    Dominators { id: u64 },
    /// What a node immediately dominates.
    Dominated { id: u64, top: Option<usize> },
    /// Strings that are there more than once.
    DuplicateStrings { top: Option<usize> },
    /// Contexts that nobody can enter any more.
    DetachedContexts,
}

/// What comes first.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Sort {
    /// The largest retained size.
    #[default]
    Retained,
    /// The largest shallow size.
    Shallow,
    /// The most objects.
    Count,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Summary<'a> {
    node_count: u32,
    edge_count: u32,
    string_count: usize,
    shallow_size: u64,
    extra_native_bytes: u64,
    unreachable_count: u64,
    unreachable_size: u64,
    types: Vec<TypeTotal<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TypeTotal<'a> {
    #[serde(rename = "type")]
    kind: &'a str,
    count: u64,
    shallow_size: u64,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Class<'a> {
    name: &'a str,
    location: Option<Location>,
    count: u64,
    shallow_size: u64,
    retained_size: u64,
    distance: Option<u32>,
}

#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    script_id: u32,
    line: u32,
    column: u32,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Node<'a> {
    id: u32,
    name: String,
    #[serde(rename = "type")]
    kind: &'a str,
    class_name: &'a str,
    shallow_size: u64,
    retained_size: u64,
    distance: Option<u32>,
    edge_count: usize,
    detached: bool,
    location: Option<Location>,
}

/// A node where nothing has been computed but distances.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct NearNode<'a> {
    id: u32,
    name: String,
    #[serde(rename = "type")]
    kind: &'a str,
    distance: Option<u32>,
    location: Option<Location>,
}

#[derive(Serialize)]
struct Edge<'a> {
    #[serde(rename = "type")]
    kind: &'a str,
    name: EdgeLabel,
}

#[derive(Serialize)]
#[serde(untagged)]
enum EdgeLabel {
    Index(u32),
    Text(String),
}

#[derive(Serialize)]
struct Link<'a> {
    edge: Edge<'a>,
    node: NearNode<'a>,
}

#[derive(Serialize)]
struct Path<'a> {
    distance: Option<u32>,
    steps: Vec<Link<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct DuplicateString {
    value: String,
    count: usize,
    shallow_size: u64,
    retained_size: u64,
    ids: Vec<u32>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Diff {
    comparable: bool,
    classes: Vec<ClassChange>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ClassChange {
    name: String,
    location: Option<Location>,
    added_count: Option<usize>,
    removed_count: Option<usize>,
    added_size: Option<u64>,
    removed_size: Option<u64>,
    count_delta: i64,
    size_delta: i64,
}

#[derive(Serialize)]
struct DiffNodes<'a> {
    added: Vec<Node<'a>>,
    removed: Vec<Node<'a>>,
}

/// The answer to a question, as JSON.
pub fn answer(snapshot: &Snapshot, question: &Question) -> Result<String, Error> {
    let asked = Asked::new(snapshot);
    match question {
        Question::Summary => json(&asked.summary()?),
        Question::Classes { top, sort, name } => {
            json(&asked.classes(*top, sort.unwrap_or_default(), name.as_deref())?)
        }
        Question::Find { class_name, name, kind, top, sort } => {
            let wanted = |node: u32| -> Result<bool, Error> {
                let graph = snapshot.graph();
                Ok(kind.as_deref().is_none_or(|kind| graph.type_name(node) == kind)
                    && match class_name {
                        Some(class) => asked.class_name(node)? == class,
                        None => true,
                    }
                    && name.as_deref().is_none_or(|name| asked.namer.name(node) == name))
            };
            let mut nodes = Vec::new();
            for node in 0..snapshot.graph().node_count() {
                if wanted(node)? {
                    nodes.push(node);
                }
            }
            asked.largest(&mut nodes, *top, sort.unwrap_or_default())?;
            json(&asked.nodes(&nodes)?)
        }
        Question::Node { id } => json(&asked.node(asked.by_id(*id)?)?),
        Question::RetainingPath { id, max } => json(&asked.paths(asked.by_id(*id)?, *max)?),
        Question::Retainers { id, top } => json(&asked.retainers(asked.by_id(*id)?, *top)?),
        Question::Edges { id } => json(&asked.edges(asked.by_id(*id)?)?),
        Question::Dominators { id } => json(&asked.dominators(asked.by_id(*id)?)?),
        Question::Dominated { id, top } => {
            let mut nodes = snapshot.children()?.of(asked.by_id(*id)?).to_vec();
            asked.largest(&mut nodes, *top, Sort::Retained)?;
            json(&asked.nodes(&nodes)?)
        }
        Question::DuplicateStrings { top } => json(&asked.duplicate_strings(*top)?),
        Question::DetachedContexts => {
            let mut nodes = contexts::detached(snapshot.graph(), &snapshot.domination()?.dominators);
            asked.largest(&mut nodes, None, Sort::Retained)?;
            json(&asked.nodes(&nodes)?)
        }
    }
}

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
        classes.sort_by(|a, b| b.size_delta.cmp(&a.size_delta).then_with(|| a.name.cmp(&b.name)));
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

fn compare(
    base: &Snapshot,
    current: &Snapshot,
    answer: impl FnOnce(&Side, &Side, bool) -> Result<String, Error>,
) -> Result<String, Error> {
    // Both sides call plain objects after the same interfaces.
    let classes = crate::heap::classes::Classes::new(base.graph(), current.interfaces())?;
    let before = Side { graph: base.graph(), classes: &classes, shallow: base.shallow()? };
    let after = Side { graph: current.graph(), classes: current.classes()?, shallow: current.shallow()? };
    answer(&before, &after, diff::ids_go_on(base.graph(), current.graph()))
}

fn class_change(change: diff::Change) -> ClassChange {
    let (added, removed) = (change.added.len(), change.removed.len());
    ClassChange {
        name: change.name,
        location: change.location.map(location),
        added_count: Some(added),
        removed_count: Some(removed),
        added_size: Some(change.added_size),
        removed_size: Some(change.removed_size),
        count_delta: added as i64 - removed as i64,
        size_delta: change.added_size as i64 - change.removed_size as i64,
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
        size_delta: size as i64 - old_size as i64,
    }
}

fn json(answer: &impl Serialize) -> Result<String, Error> {
    serde_json::to_string(answer).map_err(|_| Error::InvalidCall)
}

fn location(location: crate::heap::locations::Location) -> Location {
    Location { script_id: location.script, line: location.line, column: location.column }
}

/// A snapshot that is being asked.
struct Asked<'a> {
    snapshot: &'a Snapshot,
    namer: Namer<'a>,
}

impl<'a> Asked<'a> {
    fn new(snapshot: &'a Snapshot) -> Asked<'a> {
        Asked { snapshot, namer: Namer::new(snapshot.graph()) }
    }

    fn by_id(&self, id: u64) -> Result<u32, Error> {
        self.snapshot.graph().node_by_id(id).ok_or(Error::NodeNotFound(id))
    }

    fn class_name(&self, node: u32) -> Result<&'a str, Error> {
        let classes = self.snapshot.classes()?;
        Ok(&classes.keys[classes.class_of[node as usize] as usize].name)
    }

    fn distance(&self, node: u32) -> Result<Option<u32>, Error> {
        let distance = self.snapshot.distances()?[node as usize];
        Ok((distance != UNREACHABLE).then_some(distance))
    }

    fn location(&self, node: u32) -> Option<Location> {
        self.snapshot.graph().locations.get(node).map(location)
    }

    fn summary(&self) -> Result<Summary<'a>, Error> {
        let graph = self.snapshot.graph();
        let (shallow, distances) = (self.snapshot.shallow()?, self.snapshot.distances()?);
        let (mut unreachable_count, mut unreachable_size) = (0, 0u64);
        let total = |kind: &'a String| TypeTotal { kind, count: 0, shallow_size: 0 };
        let mut types: Vec<TypeTotal> = graph.node_types.iter().map(total).collect();
        for node in 0..graph.node_count() {
            let total = &mut types[graph.kinds[node as usize] as usize];
            let size = shallow.get(node);
            total.count += 1;
            total.shallow_size = total.shallow_size.saturating_add(size);
            if distances[node as usize] == UNREACHABLE {
                unreachable_count += 1;
                unreachable_size = size.saturating_add(unreachable_size);
            }
        }
        types.retain(|total| total.count > 0);
        types.sort_by_key(|total| std::cmp::Reverse(total.shallow_size));
        Ok(Summary {
            node_count: graph.node_count(),
            edge_count: graph.edge_count(),
            string_count: graph.strings.len(),
            shallow_size: shallow.total(),
            extra_native_bytes: graph.extra_native_bytes,
            unreachable_count,
            unreachable_size,
            types,
        })
    }

    fn classes(&self, top: Option<usize>, sort: Sort, name: Option<&str>) -> Result<Vec<Class<'a>>, Error> {
        let classes = self.snapshot.classes()?;
        let locations = &self.snapshot.graph().locations;
        let listed = classes.keys.iter().zip(self.snapshot.aggregates()?);
        let listed =
            listed.filter(|(key, aggregate)| aggregate.count > 0 && name.is_none_or(|name| key.name == name));
        let mut list: Vec<Class> = listed
            .map(|(key, aggregate)| Class {
                name: &key.name,
                location: key.place.and_then(|place| locations.place(place)).map(location),
                count: aggregate.count,
                shallow_size: aggregate.shallow_size,
                retained_size: aggregate.retained_size,
                distance: (aggregate.distance != UNREACHABLE).then_some(aggregate.distance),
            })
            .collect();
        let size = |class: &Class| match sort {
            Sort::Retained => class.retained_size,
            Sort::Shallow => class.shallow_size,
            Sort::Count => class.count,
        };
        list.sort_by(|a, b| size(b).cmp(&size(a)).then_with(|| a.name.cmp(b.name)));
        list.truncate(top.unwrap_or(usize::MAX));
        Ok(list)
    }

    /// Leaves the `top` largest nodes, the largest first.
    fn largest(&self, nodes: &mut Vec<u32>, top: Option<usize>, sort: Sort) -> Result<(), Error> {
        let sizes = match sort {
            Sort::Shallow => self.snapshot.shallow()?,
            Sort::Retained | Sort::Count => &self.snapshot.domination()?.retained,
        };
        nodes.sort_by_cached_key(|&node| (std::cmp::Reverse(sizes.get(node)), node));
        nodes.truncate(top.unwrap_or(usize::MAX));
        Ok(())
    }

    fn nodes(&self, nodes: &[u32]) -> Result<Vec<Node<'a>>, Error> {
        nodes.iter().map(|&node| self.node(node)).collect()
    }

    fn node(&self, node: u32) -> Result<Node<'a>, Error> {
        let graph = self.snapshot.graph();
        Ok(Node {
            id: graph.ids[node as usize],
            name: self.namer.name(node).into_owned(),
            kind: graph.type_name(node),
            class_name: self.class_name(node)?,
            shallow_size: self.snapshot.shallow()?.get(node),
            retained_size: self.snapshot.domination()?.retained.get(node),
            distance: self.distance(node)?,
            edge_count: graph.edge_range(node).len(),
            detached: graph.detachedness.get(node as usize) == Some(&2),
            location: self.location(node),
        })
    }

    fn near(&self, node: u32) -> Result<NearNode<'a>, Error> {
        let graph = self.snapshot.graph();
        Ok(NearNode {
            id: graph.ids[node as usize],
            name: self.namer.name(node).into_owned(),
            kind: graph.type_name(node),
            distance: self.distance(node)?,
            location: self.location(node),
        })
    }

    fn link(&self, edge: u32, node: u32) -> Result<Link<'a>, Error> {
        let graph = self.snapshot.graph();
        let name = match graph.edge_name(edge) {
            EdgeName::Index(index) => EdgeLabel::Index(index),
            EdgeName::Text(text) => EdgeLabel::Text(text.into_owned()),
        };
        Ok(Link { edge: Edge { kind: graph.edge(edge).kind().name(), name }, node: self.near(node)? })
    }

    fn paths(&self, node: u32, max: usize) -> Result<Vec<Path<'a>>, Error> {
        let path = |steps: Vec<Step>| {
            let links = steps.into_iter().map(|Step { edge, node }| self.link(edge, node));
            Ok(Path { distance: self.distance(node)?, steps: links.collect::<Result<_, Error>>()? })
        };
        self.snapshot.paths()?.find(node, max).into_iter().map(path).collect()
    }

    fn retainers(&self, node: u32, top: Option<usize>) -> Result<Vec<Link<'a>>, Error> {
        let paths = self.snapshot.paths()?;
        let mut retainers: Vec<(u32, Step)> = paths.retainers(node).collect();
        retainers.sort_by_key(|&(source, _)| paths.distances[source as usize]);
        retainers.truncate(top.unwrap_or(usize::MAX));
        retainers.into_iter().map(|(source, step)| self.link(step.edge, source)).collect()
    }

    fn edges(&self, node: u32) -> Result<Vec<Link<'a>>, Error> {
        let graph = self.snapshot.graph();
        let edges = graph.edge_range(node).zip(graph.edges_of(node));
        edges.map(|(number, edge)| self.link(number, edge.target())).collect()
    }

    fn dominators(&self, node: u32) -> Result<Vec<Node<'a>>, Error> {
        let dominators = &self.snapshot.domination()?.dominators;
        let root = self.snapshot.graph().root;
        let above = |&node: &u32| (node != root).then(|| dominators[node as usize]);
        let chain = std::iter::successors(above(&node), above);
        chain.map(|node| self.node(node)).collect()
    }

    fn duplicate_strings(&self, top: Option<usize>) -> Result<Vec<DuplicateString>, Error> {
        let (graph, shallow) = (self.snapshot.graph(), self.snapshot.shallow()?);
        let retained = &self.snapshot.domination()?.retained;
        let sum = |sizes: &crate::heap::sizes::Sizes, nodes: &[u32]| {
            nodes.iter().fold(0u64, |sum, &node| sum.saturating_add(sizes.get(node)))
        };
        let groups = duplicates::find(graph, shallow).into_iter();
        let mut list: Vec<DuplicateString> = groups
            .map(|group| DuplicateString {
                count: group.nodes.len(),
                shallow_size: sum(shallow, &group.nodes),
                retained_size: sum(retained, &group.nodes),
                ids: group.nodes.iter().map(|&node| graph.ids[node as usize]).collect(),
                value: group.text,
            })
            .collect();
        list.sort_by(|a, b| b.retained_size.cmp(&a.retained_size).then_with(|| a.value.cmp(&b.value)));
        list.truncate(top.unwrap_or(usize::MAX));
        Ok(list)
    }
}
