//! From bytes to a [`Graph`]: the keys of the snapshot one after the other, the large arrays by several
//! threads (see [`crate::heap::records`]). Everything that refers to something else is checked here, so
//! that the algorithms can rely on it.

use std::sync::Arc;

use crate::error::Error;
use crate::heap::control::Control;
use crate::heap::format::{EdgeLayout, Format, LocationLayout, NodeLayout};
use crate::heap::graph::{Edge, EdgeType, Graph, MAX_NODES};
use crate::heap::input::Input;
use crate::heap::json;
use crate::heap::locations::{Location, Locations, LocationsBuilder};
use crate::heap::names::{Names, Segment};
use crate::heap::pairs::mark_pairs;
use crate::heap::records::{Columns, Records, Rows, Shape, read_array};
use crate::heap::sizes::{Sizes, zeros};
use crate::heap::strings::Strings;

const WITHIN: &str = "the snapshot";

/// Reads a snapshot.
pub fn load(mut input: Input, control: &Arc<Control>) -> Result<Graph, Error> {
    let input = &mut input;
    if input.peek()?.is_none() {
        return Err(Error::invalid(0, "it is empty"));
    }
    let mut parts = Parts::default();
    json::expect(input, b'{', WITHIN)?;
    if json::peek(input, WITHIN)? == b'}' {
        input.consume(1);
    } else {
        loop {
            let offset = input.offset();
            let key = json::key(input, WITHIN)?;
            parts.read(&key, input, offset)?;
            if !json::another(input, b'}', WITHIN)? {
                break;
            }
        }
    }
    if json::peek(input, WITHIN).is_ok() {
        return Err(Error::invalid(input.offset(), "expected nothing after it"));
    }
    control.check()?;
    let graph = parts.finish(input.offset())?;
    control.check()?;
    Ok(graph)
}

#[derive(Default)]
struct Parts {
    format: Option<Format>,
    nodes: Option<NodeColumns>,
    edges: Option<EdgeColumns>,
    locations: Option<Locations>,
    strings: Option<Strings>,
}

impl Parts {
    /// Reads the value of a key that stands at `offset`.
    fn read(&mut self, key: &str, input: &mut Input, offset: u64) -> Result<(), Error> {
        let known = match key {
            "snapshot" => self.format.is_some(),
            "nodes" => self.nodes.is_some(),
            "edges" => self.edges.is_some(),
            "locations" => self.locations.is_some(),
            "strings" => self.strings.is_some(),
            _ => return json::skip_value(input, key),
        };
        if known {
            return Err(Error::invalid(offset, format!("the key '{key}' stands there twice")));
        }
        if key == "snapshot" {
            json::peek(input, "the header")?;
            let offset = input.offset();
            self.format = Some(Format::parse(&json::keep_value(input, "the header")?, offset)?);
            return Ok(());
        }
        if key == "strings" {
            self.strings = Some(Strings::read(input)?);
            return Ok(());
        }
        let Some(format) = &self.format else {
            return Err(Error::invalid(offset, format!("expected the key 'snapshot' before '{key}'")));
        };
        match key {
            "nodes" => self.nodes = Some(read_nodes(input, format)?),
            "edges" => self.edges = Some(read_edges(input, format)?),
            _ => self.locations = Some(read_locations(input, format)?),
        }
        Ok(())
    }

    /// Puts the graph together and checks what refers from one part to another.
    fn finish(self, end: u64) -> Result<Graph, Error> {
        let missing = |key: &str| Error::invalid(end, format!("it has no '{key}'"));
        let format = self.format.ok_or_else(|| missing("snapshot"))?;
        let nodes = self.nodes.ok_or_else(|| missing("nodes"))?;
        let edges = self.edges.ok_or_else(|| missing("edges"))?;
        let strings = self.strings.ok_or_else(|| missing("strings"))?;
        let invalid = |problem: String| Err(Error::invalid(end, problem));

        let count = nodes.kinds.len() as u64;
        let fields = format.node.fields as u64;
        let root = format.root_index / fields;
        if root >= count || format.root_index % fields != 0 {
            return invalid(format!("root_index {} is no node, of {count}", format.root_index));
        }
        let edge_count = edges.edges.len();
        let mut first_edges = nodes.edge_counts;
        let mut sum = 0u64;
        for first in &mut first_edges {
            let edges = std::mem::replace(first, sum as u32);
            sum += u64::from(edges);
            if sum > edge_count as u64 {
                return invalid(format!("the nodes have more than the {edge_count} edges"));
            }
        }
        if sum != edge_count as u64 {
            return invalid(format!("the nodes have {sum} edges, there are {edge_count}"));
        }
        let most = nodes.highest_name.max(edges.highest_name);
        if count > 0 && most as usize >= strings.len() {
            return invalid(format!("a name is string {most}, there are {}", strings.len()));
        }
        let mut graph = Graph {
            kinds: nodes.kinds,
            names: nodes.names,
            ids: nodes.ids,
            self_sizes: nodes.sizes,
            first_edges,
            edges: edges.edges,
            edge_names: edges.names,
            strings,
            node_types: format.node_types,
            root: root as u32,
            extra_native_bytes: format.extra_native_bytes,
            locations: self.locations.unwrap_or_default(),
            detachedness: nodes.detachedness,
            ..Graph::default()
        };
        mark_pairs(&mut graph);
        Ok(graph)
    }
}

/// A number that must fit 4 bytes.
#[inline(always)]
fn narrow(value: u64, records: &Records, what: &str) -> Result<u32, Error> {
    u32::try_from(value).map_err(|_| {
        let value = value as i64;
        records.invalid(format!("the {what} {value} is not between 0 and 4294967295"))
    })
}

struct NodeColumns {
    layout: NodeLayout,
    types: usize,
    kinds: Vec<u8>,
    names: Vec<u32>,
    ids: Vec<u32>,
    sizes: Sizes,
    /// One more than nodes, which becomes the end of the last one's edges.
    edge_counts: Vec<u32>,
    detachedness: Vec<u8>,
    highest_name: u32,
}

fn read_nodes(input: &mut Input, format: &Format) -> Result<NodeColumns, Error> {
    if format.node_count >= MAX_NODES {
        let problem =
            format!("{} nodes are announced, at most {} are supported", format.node_count, MAX_NODES - 1);
        return Err(Error::invalid(input.offset(), problem));
    }
    let mut columns = NodeColumns {
        layout: format.node,
        types: format.node_types.len(),
        kinds: Vec::new(),
        names: Vec::new(),
        ids: Vec::new(),
        sizes: Sizes::default(),
        edge_counts: Vec::new(),
        detachedness: Vec::new(),
        highest_name: 0,
    };
    json::expect(input, b'[', "the nodes")?;
    let shape = Shape { name: "nodes", fields: format.node.fields, announced: Some(format.node_count) };
    let count = read_array(input, shape, &mut columns)?;
    columns.resize(count)?;
    Ok(columns)
}

impl NodeColumns {
    fn resize(&mut self, count: usize) -> Result<(), Error> {
        resize(&mut self.kinds, count)?;
        resize(&mut self.names, count)?;
        resize(&mut self.ids, count)?;
        resize(self.sizes.column(), count)?;
        resize(&mut self.edge_counts, count + 1)
    }
}

/// Gives a column another length. A new one comes as zeroed pages.
fn resize(column: &mut Vec<impl Clone + Default>, count: usize) -> Result<(), Error> {
    if column.is_empty() {
        *column = zeros(count)?;
        return Ok(());
    }
    column.try_reserve_exact(count.saturating_sub(column.len())).map_err(|_| Error::OutOfMemory)?;
    column.resize(count, Default::default());
    Ok(())
}

/// From this size on a node's does not fit the column.
const NARROW_SIZE: i64 = u32::MAX as i64;

/// What a block of nodes yields besides its rows.
#[derive(Default)]
struct NodeYield {
    highest_name: u32,
    wide: Vec<(u32, u64)>,
    detachedness: Vec<(u32, u8)>,
}

struct NodeRows<'a> {
    layout: NodeLayout,
    types: usize,
    kinds: &'a mut [u8],
    names: &'a mut [u32],
    ids: &'a mut [u32],
    sizes: &'a mut [u32],
    edge_counts: &'a mut [u32],
}

impl Columns for NodeColumns {
    type Yield = NodeYield;
    type Rows<'a> = NodeRows<'a>;

    fn grow(&mut self, count: usize) -> Result<(), Error> {
        self.resize(count)
    }

    fn rows(&mut self, first: usize) -> NodeRows<'_> {
        NodeRows {
            layout: self.layout,
            types: self.types,
            kinds: &mut self.kinds[first..],
            names: &mut self.names[first..],
            ids: &mut self.ids[first..],
            sizes: &mut self.sizes.column()[first..],
            edge_counts: &mut self.edge_counts[first..],
        }
    }

    fn receive(&mut self, yielded: NodeYield) -> Result<(), Error> {
        self.highest_name = self.highest_name.max(yielded.highest_name);
        for (node, size) in yielded.wide {
            self.sizes.set(node, size);
        }
        if !yielded.detachedness.is_empty() && self.detachedness.len() < self.kinds.len() {
            resize(&mut self.detachedness, self.kinds.len())?;
        }
        for (node, state) in yielded.detachedness {
            self.detachedness[node as usize] = state;
        }
        Ok(())
    }
}

impl Rows for NodeRows<'_> {
    type Yield = NodeYield;

    fn len(&self) -> usize {
        self.kinds.len()
    }

    fn take_front(&mut self, count: usize) -> Self {
        NodeRows {
            layout: self.layout,
            types: self.types,
            kinds: take_front(&mut self.kinds, count),
            names: take_front(&mut self.names, count),
            ids: take_front(&mut self.ids, count),
            sizes: take_front(&mut self.sizes, count),
            edge_counts: take_front(&mut self.edge_counts, count),
        }
    }

    fn fill(self, records: &mut Records, first: usize) -> Result<NodeYield, Error> {
        let mut yielded = NodeYield::default();
        let layout = self.layout;
        let rows = self.kinds.iter_mut().zip(self.names).zip(self.ids).zip(self.sizes).zip(self.edge_counts);
        for (row, ((((kind, name), id), size), edge_count)) in rows.enumerate() {
            let record = records.next()?;
            let state = layout.detachedness.map_or(0, |position| record[position]);
            let [node_type, node_name, node_id, node_size, node_edges] =
                [layout.kind, layout.name, layout.id, layout.size, layout.edge_count]
                    .map(|position| record[position]);
            let node = (first + row) as u32;
            if node_type >= self.types as u64 {
                let problem = format!("a node has type {}, there are {}", node_type as i64, self.types);
                return Err(records.invalid(problem));
            }
            *kind = node_type as u8;
            *name = narrow(node_name, records, "name of a node")?;
            yielded.highest_name = yielded.highest_name.max(*name);
            *id = narrow(node_id, records, "node id")?;
            *edge_count = narrow(node_edges, records, "edge count")?;
            match node_size as i64 {
                narrow @ 0..NARROW_SIZE => *size = narrow as u32,
                wide @ NARROW_SIZE.. => yielded.wide.push((node, wide as u64)),
                negative => return Err(records.invalid(format!("a node has the size {negative}"))),
            }
            if state != 0 {
                yielded.detachedness.push((node, state.min(2) as u8));
            }
        }
        Ok(yielded)
    }
}

fn take_front<'a, T>(rows: &mut &'a mut [T], count: usize) -> &'a mut [T] {
    let (front, rest) = std::mem::take(rows).split_at_mut(count);
    *rows = rest;
    front
}

struct EdgeColumns {
    layout: EdgeLayout,
    types: Vec<EdgeType>,
    node_fields: Fields,
    node_count: u64,
    edges: Vec<u32>,
    names: Names,
    highest_name: u32,
}

fn read_edges(input: &mut Input, format: &Format) -> Result<EdgeColumns, Error> {
    if format.edge_count >= u64::from(u32::MAX) {
        let problem = format!("{} edges are announced, at most 4294967294 are supported", format.edge_count);
        return Err(Error::invalid(input.offset(), problem));
    }
    let mut columns = EdgeColumns {
        layout: format.edge,
        types: format.edge_types.iter().map(|name| EdgeType::from_name(name)).collect(),
        node_fields: Fields::new(format.node.fields),
        node_count: format.node_count,
        edges: Vec::new(),
        names: Names::default(),
        highest_name: 0,
    };
    json::expect(input, b'[', "the edges")?;
    let shape = Shape { name: "edges", fields: format.edge.fields, announced: Some(format.edge_count) };
    let count = read_array(input, shape, &mut columns)?;
    resize(&mut columns.edges, count)?;
    Ok(columns)
}

struct EdgeRows<'a> {
    layout: EdgeLayout,
    types: &'a [EdgeType],
    node_fields: Fields,
    node_count: u64,
    edges: &'a mut [u32],
}

impl Columns for EdgeColumns {
    type Yield = (u32, Segment);
    type Rows<'a> = EdgeRows<'a>;

    fn grow(&mut self, count: usize) -> Result<(), Error> {
        resize(&mut self.edges, count)
    }

    fn rows(&mut self, first: usize) -> EdgeRows<'_> {
        EdgeRows {
            layout: self.layout,
            types: &self.types,
            node_fields: self.node_fields,
            node_count: self.node_count,
            edges: &mut self.edges[first..],
        }
    }

    fn receive(&mut self, (highest_name, segment): (u32, Segment)) -> Result<(), Error> {
        self.highest_name = self.highest_name.max(highest_name);
        self.names.push(segment);
        Ok(())
    }
}

impl Rows for EdgeRows<'_> {
    type Yield = (u32, Segment);

    fn len(&self) -> usize {
        self.edges.len()
    }

    fn take_front(&mut self, count: usize) -> Self {
        EdgeRows { edges: take_front(&mut self.edges, count), ..*self }
    }

    fn fill(self, records: &mut Records, first: usize) -> Result<(u32, Segment), Error> {
        let mut names = Segment::new(first as u32, self.edges.len());
        let (mut highest_name, mut highest_internal) = (0, 0);
        let layout = self.layout;
        for edge in self.edges {
            let record = records.next()?;
            let (kind, name, target) = (record[layout.kind], record[layout.name], record[layout.target]);
            let Some(&kind) = self.types.get(kind as usize) else {
                return Err(records.invalid(format!(
                    "an edge has type {}, there are {}",
                    kind as i64,
                    self.types.len()
                )));
            };
            let name = match name as i64 {
                // V8 has printed an index of 2^31 and more as a signed number.
                -0x8000_0000..0 if kind.is_indexed() => name as u32,
                _ => narrow(name, records, "name of an edge")?,
            };
            let Some(node) = self.node_fields.node(target, self.node_count) else {
                let problem = format!(
                    "an edge leads to {}, which is none of the {} nodes",
                    target as i64, self.node_count
                );
                return Err(records.invalid(problem));
            };
            if !kind.is_indexed() {
                highest_name = name.max(highest_name);
            }
            if kind == EdgeType::Internal {
                highest_internal = name.max(highest_internal);
            }
            names.push(name);
            *edge = Edge::new(node, kind).bits();
        }
        names.highest_internal = highest_internal;
        Ok((highest_name, names))
    }
}

/// The number of fields of a node, to divide by: with a multiplication where a division would cost more
/// than all the rest of an edge.
#[derive(Clone, Copy)]
struct Fields {
    count: u64,
    /// 2^64 / count, rounded up: right for dividends of 4 bytes.
    reciprocal: u64,
}

impl Fields {
    fn new(count: usize) -> Fields {
        let count = count as u64;
        Fields { count, reciprocal: (u64::MAX / count).wrapping_add(1) }
    }

    /// The node whose record starts at `index`, if there is one among `nodes`.
    #[inline(always)]
    fn node(self, index: u64, nodes: u64) -> Option<u32> {
        let node = match u32::try_from(index) {
            Ok(narrow) if self.count > 1 => ((u128::from(narrow) * u128::from(self.reciprocal)) >> 64) as u64,
            _ => index / self.count,
        };
        (node * self.count == index && node < nodes).then_some(node as u32)
    }
}

struct LocationColumns {
    layout: LocationLayout,
    node_fields: Fields,
    node_count: u64,
    locations: LocationsBuilder,
}

fn read_locations(input: &mut Input, format: &Format) -> Result<Locations, Error> {
    let Some(layout) = format.location else {
        json::skip_value(input, "the locations")?;
        return Ok(Locations::default());
    };
    let mut columns = LocationColumns {
        layout,
        node_fields: Fields::new(format.node.fields),
        node_count: format.node_count,
        locations: LocationsBuilder::default(),
    };
    json::expect(input, b'[', "the locations")?;
    let shape = Shape { name: "locations", fields: layout.fields, announced: None };
    read_array(input, shape, &mut columns)?;
    Ok(columns.locations.finish())
}

struct LocationRows {
    layout: LocationLayout,
    node_fields: Fields,
    node_count: u64,
    count: usize,
}

impl Columns for LocationColumns {
    type Yield = Vec<(u32, Location)>;
    type Rows<'a> = LocationRows;

    fn grow(&mut self, _count: usize) -> Result<(), Error> {
        Ok(())
    }

    fn rows(&mut self, _first: usize) -> LocationRows {
        let &mut LocationColumns { layout, node_fields, node_count, .. } = self;
        LocationRows { layout, node_fields, node_count, count: usize::MAX }
    }

    fn receive(&mut self, yielded: Vec<(u32, Location)>) -> Result<(), Error> {
        for (node, location) in yielded {
            self.locations.push(node, location);
        }
        Ok(())
    }
}

impl Rows for LocationRows {
    type Yield = Vec<(u32, Location)>;

    fn len(&self) -> usize {
        self.count
    }

    fn take_front(&mut self, count: usize) -> Self {
        LocationRows { count, ..*self }
    }

    fn fill(self, records: &mut Records, _first: usize) -> Result<Self::Yield, Error> {
        let mut locations = Vec::with_capacity(self.count);
        let layout = self.layout;
        for _ in 0..self.count {
            let record = *records.next()?;
            let Some(node) = self.node_fields.node(record[layout.node], self.node_count) else {
                let problem = format!("a location is of {}, which is no node", record[layout.node] as i64);
                return Err(records.invalid(problem));
            };
            let location = Location {
                script: narrow(record[layout.script], records, "script id")?,
                line: narrow(record[layout.line], records, "line")?,
                column: narrow(record[layout.column], records, "column")?,
            };
            locations.push((node, location));
        }
        Ok(locations)
    }
}
