//! The names of edges. Few of them are needed, so they are packed as [`varint`]s, one or two bytes for nearly all, in
//! the segments that the reading threads filled. Where every 64th name starts is kept.

use super::index::EdgeIndex;
use super::varint::{self, Varints};
use crate::heap::column::vec_memory;

/// The start of every name with a multiple of this number is kept.
const STRIDE: usize = 64;

/// The names of consecutive edges.
#[derive(Debug)]
pub struct Segment {
    /// The first edge.
    pub first: EdgeIndex,
    /// The highest name of an internal edge. Whoever fills the segment sets it.
    pub highest_internal: u32,
    count: u32,
    bytes: Vec<u8>,
    /// Where every 64th name starts.
    starts: Vec<u32>,
}

impl Segment {
    /// An empty segment with room for `edges` names of one or two bytes.
    pub fn new(first: EdgeIndex, edges: usize) -> Segment {
        Segment {
            first,
            highest_internal: 0,
            count: 0,
            bytes: Vec::with_capacity(edges * 2 + 16),
            starts: Vec::with_capacity(edges.div_ceil(STRIDE)),
        }
    }

    /// Adds the name of the next edge.
    #[inline(always)]
    pub fn push(&mut self, name: u32) {
        if (self.count as usize).is_multiple_of(STRIDE) {
            self.starts.push(self.bytes.len() as u32);
        }
        self.count += 1;
        varint::push(&mut self.bytes, name);
    }

    /// The edges and their names, in order.
    pub fn iter(&self) -> impl Iterator<Item = (EdgeIndex, u32)> + '_ {
        (self.first.get()..).map(EdgeIndex::new).zip(Varints::new(&self.bytes))
    }
}

/// The names of all edges. The name of an element or hidden edge is an index, that of any other edge a string.
#[derive(Debug, Default)]
pub struct EdgeNames {
    segments: Vec<Segment>,
}

impl EdgeNames {
    /// Adds the segment that follows the last one.
    pub fn push(&mut self, mut segment: Segment) {
        segment.bytes.shrink_to_fit();
        self.segments.push(segment);
    }

    /// The name of an edge; 0 if there is no such edge.
    pub fn get(&self, edge: EdgeIndex) -> u32 {
        self.from(edge).next().unwrap_or(0)
    }

    /// The names from `edge` on.
    pub fn from(&self, edge: EdgeIndex) -> impl Iterator<Item = u32> + '_ {
        let index = self.segments.partition_point(|segment| segment.first <= edge).saturating_sub(1);
        let rest = self.segments.get(index..).unwrap_or_default();
        let within = rest.first().map_or(0, |segment| (edge.get() - segment.first.get()) as usize);
        let start = rest.first().and_then(|segment| segment.starts.get(within / STRIDE)).copied();
        let skipped = within % STRIDE;
        rest.iter()
            .enumerate()
            .flat_map(move |(number, segment)| {
                let start = if number == 0 { start.unwrap_or(segment.bytes.len() as u32) } else { 0 };
                Varints::new(&segment.bytes[start as usize..])
            })
            .skip(skipped)
    }

    /// The segments, in order.
    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// Memory in use, in bytes.
    pub fn memory(&self) -> usize {
        let EdgeNames { segments } = self;
        let one = |segment: &Segment| {
            let Segment { first: _, highest_internal: _, count: _, bytes, starts } = segment;
            vec_memory(bytes) + vec_memory(starts)
        };
        vec_memory(segments) + segments.iter().map(one).sum::<usize>()
    }
}

#[cfg(test)]
mod tests {
    use super::{EdgeIndex, EdgeNames, Segment};

    #[test]
    fn every_name_is_found_again_from_every_edge() {
        let all: Vec<u32> = (0..1000u32).map(|i| i.wrapping_mul(2_654_435_761) >> (i % 32)).collect();
        let mut names = EdgeNames::default();
        for (start, end) in [(0, 1), (1, 64), (64, 300), (300, 1000)] {
            let mut segment = Segment::new(EdgeIndex::new(start as u32), end - start);
            all[start..end].iter().for_each(|&name| segment.push(name));
            names.push(segment);
        }
        for (number, &name) in all.iter().enumerate() {
            let edge = EdgeIndex::new(number as u32);
            assert_eq!(names.get(edge), name, "edge {edge}");
            assert_eq!(names.from(edge).count(), all.len() - number);
        }
        assert_eq!(names.get(EdgeIndex::new(1000)), 0);
        assert_eq!(EdgeNames::default().get(EdgeIndex::new(0)), 0);
    }
}
