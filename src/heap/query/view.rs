//! A snapshot as answers show it: nodes and numbers become the types of [`super::response`].

use super::request::{NodeFilter, Sort, Ties};
use super::response::{
    Analysis, Class, DuplicateString, Edge, EdgeLabel, Link, NearNode, Node, Path, Summary, TypeTotal,
};
use crate::heap::analysis::distance::UNREACHABLE;
use crate::heap::analysis::duplicates::{Duplicate, duplicate_strings};
use crate::heap::analysis::paths::Step;
use crate::heap::error::Error;
use crate::heap::graph::node_names::Namer;
use crate::heap::graph::sizes::Sizes;
use crate::heap::graph::{EdgeIndex, EdgeName, NodeIndex};
use crate::heap::snapshot::Snapshot;

/// A snapshot as answers show it.
pub(super) struct View<'a> {
    snapshot: &'a Snapshot,
    namer: Namer<'a>,
}

impl<'a> View<'a> {
    pub(super) fn new(snapshot: &'a Snapshot) -> View<'a> {
        View { snapshot, namer: Namer::new(snapshot.graph()) }
    }

    pub(super) fn by_id(&self, id: u64) -> Result<NodeIndex, Error> {
        self.snapshot.graph().node_by_id(id).ok_or(Error::NodeNotFound(id))
    }

    pub(super) fn class_name(&self, node: NodeIndex) -> Result<&'a str, Error> {
        Ok(&self.snapshot.classes()?.key_of(node).name)
    }

    pub(super) fn distance(&self, node: NodeIndex) -> Result<Option<u32>, Error> {
        let distance = self.snapshot.distances()?[node];
        Ok((distance != UNREACHABLE).then_some(distance))
    }

    pub(super) fn analyze(&self) -> Result<Analysis, Error> {
        // First, since it computes distances at the same time.
        let retained = &self.snapshot.domination()?.retained;
        self.snapshot.distances()?;
        Ok(Analysis { retained_size: retained.get(self.snapshot.graph().root) })
    }

    pub(super) fn summary(&self) -> Result<Summary<'a>, Error> {
        let graph = self.snapshot.graph();
        let (shallow, distances) = (self.snapshot.shallow()?, self.snapshot.distances()?);
        let (mut unreachable_count, mut unreachable_size) = (0, 0u64);
        let total = |kind: &'a String| TypeTotal { kind, count: 0, shallow_size: 0 };
        let mut types: Vec<TypeTotal> = graph.node_types.iter().map(total).collect();
        for node in graph.nodes() {
            let total = &mut types[graph.kinds[node] as usize];
            let size = shallow.get(node);
            total.count += 1;
            total.shallow_size = total.shallow_size.saturating_add(size);
            if distances[node] == UNREACHABLE {
                unreachable_count += 1;
                unreachable_size = size.saturating_add(unreachable_size);
            }
        }
        types.retain(|total| total.count > 0);
        types.sort_unstable_by_key(|total| (std::cmp::Reverse(total.shallow_size), total.kind));
        Ok(Summary {
            node_count: graph.node_count(),
            edge_count: graph.edges.len(),
            string_count: graph.strings.len(),
            shallow_size: shallow.total(),
            extra_native_bytes: graph.extra_native_bytes,
            unreachable_count,
            unreachable_size,
            types,
        })
    }

    pub(super) fn classes(
        &self,
        top: Option<usize>,
        sort: Sort,
        name: Option<&str>,
    ) -> Result<Vec<Class<'a>>, Error> {
        let classes = self.snapshot.classes()?;
        let locations = &self.snapshot.graph().locations;
        let listed = classes.keys.values().iter().zip(self.snapshot.aggregates()?.values());
        let listed =
            listed.filter(|(key, aggregate)| aggregate.count > 0 && name.is_none_or(|name| key.name == name));
        let mut list: Vec<Class> = listed
            .map(|(key, aggregate)| Class {
                name: &key.name,
                location: key.location.and_then(|location| locations.location(location)),
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
        list.sort_unstable_by(|a, b| size(b).cmp(&size(a)).then_with(|| a.name.cmp(b.name)));
        list.truncate(top.unwrap_or(usize::MAX));
        Ok(list)
    }

    pub(super) fn find(&self, filter: &NodeFilter) -> Result<Vec<NodeIndex>, Error> {
        let graph = self.snapshot.graph();
        let NodeFilter { class_name, name, kind, top, sort } = filter;
        let mut nodes = Vec::new();
        for node in graph.nodes() {
            let is_wanted = kind.as_deref().is_none_or(|kind| graph.type_name(node) == kind)
                && match class_name {
                    Some(class) => self.class_name(node)? == class,
                    None => true,
                }
                && name.as_deref().is_none_or(|name| self.namer.name(node) == name);
            if is_wanted {
                nodes.push(node);
            }
        }
        self.largest(&mut nodes, *top, sort.unwrap_or_default())?;
        Ok(nodes)
    }

    /// Keeps the `top` largest nodes, the largest first.
    pub(super) fn largest(
        &self,
        nodes: &mut Vec<NodeIndex>,
        top: Option<usize>,
        sort: Sort,
    ) -> Result<(), Error> {
        let sizes = match sort {
            Sort::Shallow => self.snapshot.shallow()?,
            Sort::Retained | Sort::Count => &self.snapshot.domination()?.retained,
        };
        sizes.largest_first(nodes);
        nodes.truncate(top.unwrap_or(usize::MAX));
        Ok(())
    }

    pub(super) fn nodes(&self, nodes: &[NodeIndex]) -> impl Iterator<Item = Result<Node<'a>, Error>> {
        nodes.iter().map(|&node| self.node(node))
    }

    pub(super) fn node(&self, node: NodeIndex) -> Result<Node<'a>, Error> {
        let graph = self.snapshot.graph();
        Ok(Node {
            id: graph.ids[node],
            name: self.namer.name(node).into_owned(),
            kind: graph.type_name(node),
            class_name: self.class_name(node)?,
            shallow_size: self.snapshot.shallow()?.get(node),
            retained_size: self.snapshot.domination()?.retained.get(node),
            distance: self.distance(node)?,
            edge_count: graph.edge_count_of(node),
            detached: graph.is_detached(node),
            location: graph.locations.get(node),
        })
    }

    pub(super) fn near(&self, node: NodeIndex) -> Result<NearNode<'a>, Error> {
        let graph = self.snapshot.graph();
        Ok(NearNode {
            id: graph.ids[node],
            name: self.namer.name(node).into_owned(),
            kind: graph.type_name(node),
            distance: self.distance(node)?,
            location: graph.locations.get(node),
        })
    }

    pub(super) fn edge(&self, edge: EdgeIndex) -> Edge<'a> {
        let graph = self.snapshot.graph();
        let name = match graph.edge_name(edge) {
            EdgeName::Index(index) => EdgeLabel::Index(index),
            EdgeName::Text(text) => EdgeLabel::Text(text.into_owned()),
        };
        Edge { kind: graph.edges[edge].kind().name(), name }
    }

    pub(super) fn link(&self, edge: EdgeIndex, node: NodeIndex) -> Result<Link<'a>, Error> {
        Ok(Link { edge: self.edge(edge), node: self.near(node)? })
    }

    pub(super) fn paths(
        &self,
        node: NodeIndex,
        max: usize,
        ties: Ties,
    ) -> Result<impl Iterator<Item = Result<Path<'a>, Error>>, Error> {
        let path = move |steps: Vec<Step>| {
            let links = steps.into_iter().map(|Step { edge, node }| self.link(edge, node));
            Ok(Path { distance: self.distance(node)?, steps: links.collect::<Result<_, Error>>()? })
        };
        let paths = match ties {
            Ties::NodeOrder => self.snapshot.paths()?,
            Ties::Name => self.snapshot.paths_by_name()?,
        };
        Ok(paths.find(node, max).into_iter().map(path))
    }

    pub(super) fn retainers(
        &self,
        node: NodeIndex,
        top: Option<usize>,
    ) -> Result<impl Iterator<Item = Result<Link<'a>, Error>>, Error> {
        let paths = self.snapshot.paths()?;
        let mut retainers: Vec<(NodeIndex, Step)> = paths.retainers(node).collect();
        retainers.sort_by_key(|&(source, _)| paths.distances[source]);
        retainers.truncate(top.unwrap_or(usize::MAX));
        Ok(retainers.into_iter().map(|(source, step)| self.link(step.edge, source)))
    }

    pub(super) fn edges(&self, node: NodeIndex) -> impl Iterator<Item = Result<Link<'a>, Error>> {
        let graph = self.snapshot.graph();
        graph.indexed_edges_of(node).map(|(index, edge)| self.link(index, edge.target()))
    }

    pub(super) fn dominators(
        &self,
        node: NodeIndex,
    ) -> Result<impl Iterator<Item = Result<Node<'a>, Error>>, Error> {
        let dominators = &self.snapshot.domination()?.dominators;
        let root = self.snapshot.graph().root;
        let above = move |&node: &NodeIndex| (node != root).then(|| dominators[node]);
        let chain = std::iter::successors(above(&node), above);
        Ok(chain.map(|node| self.node(node)))
    }

    pub(super) fn duplicate_strings(
        &self,
        top: Option<usize>,
    ) -> Result<impl Iterator<Item = Result<DuplicateString<'a>, Error>>, Error> {
        let (graph, shallow) = (self.snapshot.graph(), self.snapshot.shallow()?);
        let retained = &self.snapshot.domination()?.retained;
        let sum = |sizes: &Sizes, nodes: &[NodeIndex]| {
            nodes.iter().fold(0u64, |sum, &node| sum.saturating_add(sizes.get(node)))
        };
        let groups = duplicate_strings(graph, shallow).into_iter();
        let mut list: Vec<(u64, Duplicate)> =
            groups.map(|group| (sum(retained, &group.nodes), group)).collect();
        list.sort_unstable_by(|(a, one), (b, other)| b.cmp(a).then_with(|| one.text.cmp(&other.text)));
        list.truncate(top.unwrap_or(usize::MAX));
        Ok(list.into_iter().map(move |(retained_size, Duplicate { text, nodes })| {
            Ok(DuplicateString {
                value: text,
                count: nodes.len(),
                shallow_size: sum(shallow, &nodes),
                retained_size,
                ids: nodes.iter().map(|&node| graph.ids[node]).collect(),
            })
        }))
    }
}
