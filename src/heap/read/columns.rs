//! What the arrays of nodes, edges and locations have in common: checks of numbers, and columns cut into parts.

use super::records::Records;
use crate::heap::error::Error;
use crate::heap::graph::NodeIndex;

/// A number that must fit 4 bytes.
#[inline(always)]
pub fn narrow(value: u64, records: &Records, what: &str) -> Result<u32, Error> {
    u32::try_from(value).map_err(|_| {
        let value = value as i64;
        records.invalid(format!("the {what} {value} is not between 0 and 4294967295"))
    })
}

/// Cuts the first `count` rows off a part of a column.
pub fn take_front<'a, T>(rows: &mut &'a mut [T], count: usize) -> &'a mut [T] {
    let (front, rest) = std::mem::take(rows).split_at_mut(count);
    *rows = rest;
    front
}

/// Turns positions in the array of nodes into nodes: divides by the number of a node's fields. Multiplies instead, since
/// a division would cost more than the rest of an edge.
#[derive(Clone, Copy)]
pub struct NodePositions {
    fields: u64,
    /// 2^64 / fields, rounded up. Exact for dividends of 4 bytes.
    reciprocal: u64,
    node_count: u64,
}

impl NodePositions {
    /// Positions of `node_count` nodes with `fields` fields each.
    pub fn new(fields: usize, node_count: u64) -> NodePositions {
        let fields = fields as u64;
        NodePositions { fields, reciprocal: (u64::MAX / fields).wrapping_add(1), node_count }
    }

    /// The number of nodes.
    pub fn node_count(self) -> u64 {
        self.node_count
    }

    /// The node whose record starts at `position`, if there is one.
    #[inline(always)]
    pub fn node(self, position: u64) -> Option<NodeIndex> {
        let node = match u32::try_from(position) {
            Ok(narrow) if self.fields > 1 => {
                ((u128::from(narrow) * u128::from(self.reciprocal)) >> 64) as u64
            }
            _ => position / self.fields,
        };
        (node * self.fields == position && node < self.node_count).then_some(NodeIndex::new(node as u32))
    }
}
