//! The array of nodes.

use super::columns::{narrow, take_front};
use super::format::{Format, NodeLayout};
use super::input::Input;
use super::json;
use super::records::{Records, Rows, Shape, Table, read_array};
use crate::heap::column::Column;
use crate::heap::error::Error;
use crate::heap::graph::sizes::Sizes;
use crate::heap::graph::{Detachedness, EdgeIndex, MAX_NODES, NodeIndex, StringIndex};

/// What the array of nodes is read into.
pub(super) struct NodeTable {
    layout: NodeLayout,
    types: usize,
    pub(super) kinds: Column<NodeIndex, u8>,
    pub(super) names: Column<NodeIndex, StringIndex>,
    pub(super) ids: Column<NodeIndex, u32>,
    pub(super) sizes: Sizes,
    /// The number of edges of each node, and a 0. `load.rs` turns them into the first edges in place.
    pub(super) edge_counts: Column<NodeIndex, EdgeIndex>,
    pub(super) detachedness: Column<NodeIndex, Detachedness>,
    pub(super) highest_name: u32,
}

pub(super) fn read_nodes(input: &mut Input, format: &Format) -> Result<NodeTable, Error> {
    if format.node_count >= MAX_NODES {
        let problem =
            format!("{} nodes are announced, at most {} are supported", format.node_count, MAX_NODES - 1);
        return Err(Error::invalid(input.offset(), problem));
    }
    let mut table = NodeTable {
        layout: format.node,
        types: format.node_types.len(),
        kinds: Column::default(),
        names: Column::default(),
        ids: Column::default(),
        sizes: Sizes::default(),
        edge_counts: Column::default(),
        detachedness: Column::default(),
        highest_name: 0,
    };
    json::expect(input, b'[', "the nodes")?;
    let shape = Shape { name: "nodes", fields: format.node.fields, announced: Some(format.node_count) };
    let count = read_array(input, shape, &mut table)?;
    table.resize(count)?;
    Ok(table)
}

impl NodeTable {
    fn resize(&mut self, count: usize) -> Result<(), Error> {
        self.kinds.resize(count)?;
        self.names.resize(count)?;
        self.ids.resize(count)?;
        self.sizes.column().resize(count)?;
        self.edge_counts.resize(count + 1)
    }
}

/// The least size that does not fit the column.
const NARROW_SIZE: i64 = u32::MAX as i64;

/// What a block of nodes yields besides its rows.
#[derive(Default)]
pub(super) struct NodeYield {
    highest_name: u32,
    wide: Vec<(NodeIndex, u64)>,
    detachedness: Vec<(NodeIndex, Detachedness)>,
}

/// A part of the nodes.
pub(super) struct NodeRows<'a> {
    layout: NodeLayout,
    types: usize,
    kinds: &'a mut [u8],
    names: &'a mut [StringIndex],
    ids: &'a mut [u32],
    sizes: &'a mut [u32],
    edge_counts: &'a mut [EdgeIndex],
}

impl Table for NodeTable {
    type Yield = NodeYield;
    type Rows<'a> = NodeRows<'a>;

    fn grow(&mut self, count: usize) -> Result<(), Error> {
        self.resize(count)
    }

    fn rows(&mut self, first: usize) -> NodeRows<'_> {
        NodeRows {
            layout: self.layout,
            types: self.types,
            kinds: &mut self.kinds.values_mut()[first..],
            names: &mut self.names.values_mut()[first..],
            ids: &mut self.ids.values_mut()[first..],
            sizes: &mut self.sizes.column().values_mut()[first..],
            edge_counts: &mut self.edge_counts.values_mut()[first..],
        }
    }

    fn receive(&mut self, yielded: NodeYield) -> Result<(), Error> {
        self.highest_name = self.highest_name.max(yielded.highest_name);
        for (node, size) in yielded.wide {
            self.sizes.set(node, size);
        }
        if !yielded.detachedness.is_empty() && self.detachedness.len() < self.kinds.len() {
            self.detachedness.resize(self.kinds.len())?;
        }
        for (node, state) in yielded.detachedness {
            self.detachedness[node] = state;
        }
        Ok(())
    }
}

impl Rows for NodeRows<'_> {
    type Yield = NodeYield;

    fn count(&self) -> usize {
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
            let record = records.record()?;
            let state = layout.detachedness.map_or(0, |position| record[position]);
            let [node_type, node_name, node_id, node_size, node_edges] =
                [layout.kind, layout.name, layout.id, layout.size, layout.edge_count]
                    .map(|position| record[position]);
            let node = NodeIndex::new((first + row) as u32);
            if node_type >= self.types as u64 {
                let problem = format!("a node has type {}, there are {}", node_type as i64, self.types);
                return Err(records.invalid(problem));
            }
            *kind = node_type as u8;
            *name = StringIndex::new(narrow(node_name, records, "name of a node")?);
            yielded.highest_name = yielded.highest_name.max(name.get());
            *id = narrow(node_id, records, "node id")?;
            *edge_count = EdgeIndex::new(narrow(node_edges, records, "edge count")?);
            match node_size as i64 {
                narrow @ 0..NARROW_SIZE => *size = narrow as u32,
                wide @ NARROW_SIZE.. => yielded.wide.push((node, wide as u64)),
                negative => return Err(records.invalid(format!("a node has the size {negative}"))),
            }
            if state != 0 {
                // The two lowest bits. Chrome uses the others for something else.
                yielded.detachedness.push((node, Detachedness(state as u8 & 3)));
            }
        }
        Ok(yielded)
    }
}
