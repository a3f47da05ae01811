//! The array of locations.

use crate::heap::error::Error;
use crate::heap::graph::locations::Location;
use crate::heap::read::format::{Format, LocationLayout};
use crate::heap::read::input::Input;
use crate::heap::read::json;
use crate::heap::read::records::{Columns, Records, Rows, Shape, read_array};

use super::load::{Fields, narrow};

/// Nodes and their locations, in the order of the file, by block.
pub(super) type Blocks = Vec<Vec<(u32, Location)>>;

struct LocationColumns {
    layout: LocationLayout,
    node_fields: Fields,
    node_count: u64,
    locations: Blocks,
}

pub(super) fn read_locations(input: &mut Input, format: &Format) -> Result<Blocks, Error> {
    let Some(layout) = format.location else {
        json::skip_value(input, "the locations")?;
        return Ok(Blocks::new());
    };
    let mut columns = LocationColumns {
        layout,
        node_fields: Fields::new(format.node.fields),
        node_count: format.node_count,
        locations: Vec::new(),
    };
    json::expect(input, b'[', "the locations")?;
    let shape = Shape { name: "locations", fields: layout.fields, announced: None };
    read_array(input, shape, &mut columns)?;
    Ok(columns.locations)
}

pub(super) struct LocationRows {
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
        self.locations.push(yielded);
        Ok(())
    }
}

impl Rows for LocationRows {
    type Yield = Vec<(u32, Location)>;

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
            let Some(node) = self.node_fields.node(record[layout.node], self.node_count) else {
                let problem = format!("a location is of {}, which is no node", record[layout.node] as i64);
                return Err(records.invalid(problem));
            };
            let location = Location {
                script: narrow(record[layout.script], records, "script id")?,
                line: position(record[layout.line], records, "line")?,
                column: position(record[layout.column], records, "column")?,
            };
            locations.push((node, location));
        }
        Ok(locations)
    }
}

/// A line or a column. One before the script's start is none of its own: who compiles a script inside a wrapper (as
/// Vite does) may give it a negative offset, so that the script itself starts at 0, and V8 counts the wrapper from there.
fn position(value: u64, records: &Records, what: &str) -> Result<u32, Error> {
    let is_before = i32::try_from(value as i64).is_ok_and(i32::is_negative);
    if is_before { Ok(0) } else { narrow(value, records, what) }
}
