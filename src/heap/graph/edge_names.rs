//! The names of edges, which are needed for few of them: packed by 7 bits a byte (one or two bytes for
//! nearly all), in segments as the threads have read them, with a way in at every 64th edge.

/// Edges between two ways in.
const STRIDE: usize = 64;

/// The names of consecutive edges.
#[derive(Debug, Default)]
pub struct Segment {
    /// The number of the first edge.
    pub first: u32,
    /// The highest name of an internal edge; set by whoever fills the segment.
    pub highest_internal: u32,
    count: u32,
    bytes: Vec<u8>,
    /// Where every 64th name starts.
    starts: Vec<u32>,
}

impl Segment {
    /// An empty segment whose first edge will be number `first`.
    pub fn new(first: u32, edges: usize) -> Segment {
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
    pub fn push(&mut self, mut name: u32) {
        if (self.count as usize).is_multiple_of(STRIDE) {
            self.starts.push(self.bytes.len() as u32);
        }
        self.count += 1;
        while name >= 0x80 {
            self.bytes.push(name as u8 | 0x80);
            name >>= 7;
        }
        self.bytes.push(name as u8);
    }

    /// Its names.
    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        Unpacked { bytes: &self.bytes }
    }
}

/// The names of all edges: an index where the type is element or hidden, otherwise a string.
#[derive(Debug, Default)]
pub struct Names {
    segments: Vec<Segment>,
}

impl Names {
    /// Adds a segment, which continues the last one.
    pub fn push(&mut self, mut segment: Segment) {
        segment.bytes.shrink_to_fit();
        self.segments.push(segment);
    }

    /// The name of an edge; 0 for one that is not there.
    pub fn get(&self, edge: u32) -> u32 {
        self.from(edge).next().unwrap_or(0)
    }

    /// The names from `edge` on.
    pub fn from(&self, edge: u32) -> impl Iterator<Item = u32> + '_ {
        let index = self.segments.partition_point(|segment| segment.first <= edge).saturating_sub(1);
        let rest = self.segments.get(index..).unwrap_or_default();
        let within = rest.first().map_or(0, |segment| (edge - segment.first) as usize);
        let start = rest.first().and_then(|segment| segment.starts.get(within / STRIDE)).copied();
        let skipped = within % STRIDE;
        rest.iter()
            .enumerate()
            .flat_map(move |(number, segment)| {
                let start = if number == 0 { start.unwrap_or(segment.bytes.len() as u32) } else { 0 };
                Unpacked { bytes: &segment.bytes[start as usize..] }
            })
            .skip(skipped)
    }

    /// The segments, in order.
    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// Memory in use, in bytes.
    pub fn memory(&self) -> usize {
        let one = |segment: &Segment| segment.bytes.capacity() + 4 * segment.starts.capacity();
        self.segments.iter().map(one).sum()
    }
}

struct Unpacked<'a> {
    bytes: &'a [u8],
}

impl Iterator for Unpacked<'_> {
    type Item = u32;

    #[inline]
    fn next(&mut self) -> Option<u32> {
        let mut name = 0;
        let mut shift = 0;
        loop {
            let (&byte, rest) = self.bytes.split_first()?;
            self.bytes = rest;
            name |= u32::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(name);
            }
            shift += 7;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Names, Segment};

    #[test]
    fn every_name_is_found_again_from_every_edge() {
        let all: Vec<u32> = (0..1000u32).map(|i| i.wrapping_mul(2_654_435_761) >> (i % 32)).collect();
        let mut names = Names::default();
        for (start, end) in [(0, 1), (1, 64), (64, 300), (300, 1000)] {
            let mut segment = Segment::new(start as u32, end - start);
            all[start..end].iter().for_each(|&name| segment.push(name));
            names.push(segment);
        }
        for edge in 0..all.len() {
            assert_eq!(names.get(edge as u32), all[edge], "edge {edge}");
            assert_eq!(names.from(edge as u32).count(), all.len() - edge);
        }
        assert_eq!(names.get(1000), 0);
        assert_eq!(Names::default().get(0), 0);
    }
}
