//! The array of edges.

use super::columns::{NodePositions, narrow, take_front};
use super::format::{EdgeLayout, Format};
use super::input::Input;
use super::json;
use super::records::{Records, Rows, Shape, Table, read_array};
use crate::heap::column::Column;
use crate::heap::error::Error;
use crate::heap::graph::edge_names::{EdgeNames, Segment};
use crate::heap::graph::{Edge, EdgeIndex, EdgeType};

/// What the array of edges is read into.
pub(super) struct EdgeTable {
    layout: EdgeLayout,
    types: Vec<EdgeType>,
    positions: NodePositions,
    pub(super) edges: Column<EdgeIndex, Edge>,
    pub(super) names: EdgeNames,
    pub(super) highest_name: u32,
}

pub(super) fn read_edges(input: &mut Input, format: &Format) -> Result<EdgeTable, Error> {
    if format.edge_count >= u64::from(u32::MAX) {
        let problem = format!("{} edges are announced, at most 4294967294 are supported", format.edge_count);
        return Err(Error::invalid(input.offset(), problem));
    }
    let mut table = EdgeTable {
        layout: format.edge,
        types: format.edge_types.iter().map(|name| EdgeType::from_name(name)).collect(),
        positions: NodePositions::new(format.node.fields, format.node_count),
        edges: Column::default(),
        names: EdgeNames::default(),
        highest_name: 0,
    };
    json::expect(input, b'[', "the edges")?;
    let shape = Shape { name: "edges", fields: format.edge.fields, announced: Some(format.edge_count) };
    let count = read_array(input, shape, &mut table)?;
    table.edges.resize(count)?;
    Ok(table)
}

/// A part of the edges.
pub(super) struct EdgeRows<'a> {
    layout: EdgeLayout,
    types: &'a [EdgeType],
    positions: NodePositions,
    edges: &'a mut [Edge],
}

impl Table for EdgeTable {
    type Yield = (u32, Segment);
    type Rows<'a> = EdgeRows<'a>;

    fn grow(&mut self, count: usize) -> Result<(), Error> {
        self.edges.resize(count)
    }

    fn rows(&mut self, first: usize) -> EdgeRows<'_> {
        EdgeRows {
            layout: self.layout,
            types: &self.types,
            positions: self.positions,
            edges: &mut self.edges.values_mut()[first..],
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

    fn count(&self) -> usize {
        self.edges.len()
    }

    fn take_front(&mut self, count: usize) -> Self {
        EdgeRows { edges: take_front(&mut self.edges, count), ..*self }
    }

    fn fill(self, records: &mut Records, first: usize) -> Result<(u32, Segment), Error> {
        let mut names = Segment::new(EdgeIndex::new(first as u32), self.edges.len());
        let (mut highest_name, mut highest_internal) = (0, 0);
        let layout = self.layout;
        for edge in self.edges {
            let record = records.record()?;
            let (kind, name, target) = (record[layout.kind], record[layout.name], record[layout.target]);
            let Some(&kind) = self.types.get(kind as usize) else {
                return Err(records.invalid(format!(
                    "an edge has type {}, there are {}",
                    kind as i64,
                    self.types.len()
                )));
            };
            let name = match name as i64 {
                // V8 prints an index of 2^31 and more as a negative number.
                -0x8000_0000..0 if kind.is_indexed() => name as u32,
                _ => narrow(name, records, "name of an edge")?,
            };
            let Some(node) = self.positions.node(target) else {
                let problem = format!(
                    "an edge leads to {}, which is none of the {} nodes",
                    target as i64,
                    self.positions.node_count()
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
            *edge = Edge::new(node, kind);
        }
        names.highest_internal = highest_internal;
        Ok((highest_name, names))
    }
}
