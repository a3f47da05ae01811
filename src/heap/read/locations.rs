//! The array of locations.

use super::columns::{NodePositions, narrow};
use super::format::{Format, LocationLayout};
use super::input::Input;
use super::json;
use super::records::{Records, Rows, Shape, Table, read_array};
use crate::heap::error::Error;
use crate::heap::graph::NodeIndex;
use crate::heap::graph::locations::Location;

/// Nodes and their locations, in the order of the file, by block.
pub(super) type Blocks = Vec<Vec<(NodeIndex, Location)>>;

struct LocationTable {
    layout: LocationLayout,
    positions: NodePositions,
    locations: Blocks,
}

pub(super) fn read_locations(input: &mut Input, format: &Format) -> Result<Blocks, Error> {
    let Some(layout) = format.location else {
        json::skip_value(input, "the locations")?;
        return Ok(Blocks::new());
    };
    let mut table = LocationTable {
        layout,
        positions: NodePositions::new(format.node.fields, format.node_count),
        locations: Vec::new(),
    };
    json::expect(input, b'[', "the locations")?;
    let shape = Shape { name: "locations", fields: layout.fields, announced: None };
    read_array(input, shape, &mut table)?;
    Ok(table.locations)
}

/// How many locations are read next. They need no columns.
pub(super) struct LocationRows {
    layout: LocationLayout,
    positions: NodePositions,
    count: usize,
}

impl Table for LocationTable {
    type Yield = Vec<(NodeIndex, Location)>;
    type Rows<'a> = LocationRows;

    fn grow(&mut self, _count: usize) -> Result<(), Error> {
        Ok(())
    }

    fn rows(&mut self, _first: usize) -> LocationRows {
        LocationRows { layout: self.layout, positions: self.positions, count: usize::MAX }
    }

    fn receive(&mut self, yielded: Vec<(NodeIndex, Location)>) -> Result<(), Error> {
        self.locations.push(yielded);
        Ok(())
    }
}

impl Rows for LocationRows {
    type Yield = Vec<(NodeIndex, Location)>;

    fn count(&self) -> usize {
        self.count
    }

    fn take_front(&mut self, count: usize) -> Self {
        LocationRows { count, ..*self }
    }

    fn fill(self, records: &mut Records, _first: usize) -> Result<Self::Yield, Error> {
        let mut locations = Vec::with_capacity(self.count);
        let layout = self.layout;
        for _ in 0..self.count {
            let record = *records.record()?;
            let Some(node) = self.positions.node(record[layout.node]) else {
                let problem = format!("a location is of {}, which is no node", record[layout.node] as i64);
                return Err(records.invalid(problem));
            };
            let location = Location {
                script: narrow(record[layout.script], records, "script id")?,
                line: coordinate(record[layout.line], records, "line")?,
                column: coordinate(record[layout.column], records, "column")?,
            };
            locations.push((node, location));
        }
        Ok(locations)
    }
}

/// A line or a column. Negative ones become 0: a tool that wraps a script (as Vite does) may compile it with a negative
/// offset, so that the script itself starts at 0, and V8 counts the wrapper from there.
fn coordinate(value: u64, records: &Records, what: &str) -> Result<u32, Error> {
    let is_before = i32::try_from(value as i64).is_ok_and(i32::is_negative);
    if is_before { Ok(0) } else { narrow(value, records, what) }
}
