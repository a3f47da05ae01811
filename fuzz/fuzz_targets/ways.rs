//! Reads the same snapshot in several ways: whole with a known size, in small pieces without one, and with so much white
//! space that blocks of input end within its arrays.

use std::fmt::Write;
use std::io::{self, Cursor, Read};
use std::sync::Arc;

use gc_tracker::heap::control::Control;
use gc_tracker::heap::error::Error;
use gc_tracker::heap::graph::{EdgeName, Graph};
use gc_tracker::heap::read::input::{BLOCK, Input};
use gc_tracker::heap::read::load::load;

/// The graph, if the bytes are a snapshot. Panics if the ways differ.
pub fn read(data: &[u8]) -> Option<Graph> {
    let whole = load_from(Cursor::new(data.to_vec()), Some(data.len() as u64));
    let step = 1 + hash(data) as usize % 61;
    let pieces = load_from(Pieces { data: data.to_vec(), at: 0, step }, None);
    match (&whole, &pieces) {
        (Ok(one), Ok(other)) => assert_eq!(dump(one), dump(other)),
        (Err(one), Err(other)) => assert_eq!(one, other),
        _ => panic!("whole: {:?}, in pieces: {:?}", whole.err(), pieces.err()),
    }
    check_error(whole.as_ref().err(), data.len() as u64);
    // Rarely, since it takes many times as long as everything else.
    if hash(data).is_multiple_of(64)
        && let Ok(graph) = &whole
    {
        let spaced = spaced(data);
        let size = step.is_multiple_of(2).then_some(spaced.len() as u64);
        let other = load_from(Cursor::new(spaced), size).expect("white space does not matter");
        assert_eq!(dump(graph), dump(&other));
    }
    whole.ok()
}

/// The graph of a valid snapshot after some objects have gone and others have changed their sizes.
pub fn changed(data: &[u8]) -> Graph {
    let mut graph =
        load_from(Cursor::new(data.to_vec()), Some(data.len() as u64)).expect("it was read before");
    let mut state = hash(data);
    for node in graph.nodes() {
        state = state.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(1);
        match state >> 60 {
            0 => graph.ids[node] = graph.ids[node].wrapping_add(2),
            1 => graph.self_sizes.set(node, state >> 1),
            2 => graph.self_sizes.set(node, 0),
            _ => {}
        }
    }
    graph
}

fn load_from(reader: impl Read + Send + 'static, size: Option<u64>) -> Result<Graph, Error> {
    let control = Arc::new(Control::default());
    load(Input::new(Box::new(reader), size, control.clone()), &control)
}

/// Checks that an error is one of the two that bytes can cause, at a possible offset.
fn check_error(error: Option<&Error>, length: u64) {
    match error {
        None => {}
        Some(Error::InvalidSnapshot { offset, .. }) => assert!(*offset <= length),
        Some(Error::TruncatedSnapshot { offset, .. }) => assert_eq!(*offset, length),
        Some(other) => panic!("{other:?}"),
    }
}

struct Pieces {
    data: Vec<u8>,
    at: usize,
    step: usize,
}

impl Read for Pieces {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = buffer.len().min(self.step).min(self.data.len() - self.at);
        buffer[..count].copy_from_slice(&self.data[self.at..self.at + count]);
        self.at += count;
        Ok(count)
    }
}

/// A hash of all bytes (FNV-1a).
pub fn hash(data: &[u8]) -> u64 {
    data.iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// The snapshot with more than a block of spaces after the commas of each large array of numbers.
fn spaced(data: &[u8]) -> Vec<u8> {
    let mut spaced = Vec::new();
    let (mut in_string, mut escaped) = (false, false);
    let mut space = 0;
    for (at, &byte) in data.iter().enumerate() {
        spaced.push(byte);
        match byte {
            b'"' if !escaped => in_string = !in_string,
            b'[' if !in_string => space = space_after_commas(&data[at + 1..]),
            b']' if !in_string => space = 0,
            b',' if !in_string => spaced.resize(spaced.len() + space, b' '),
            _ => {}
        }
        escaped = in_string && byte == b'\\' && !escaped;
    }
    spaced
}

/// The number of spaces after each comma; 0 if a record, with its up to 32 fields, might exceed a block.
fn space_after_commas(array: &[u8]) -> usize {
    let is_part = |byte: &&u8| matches!(byte, b'0'..=b'9' | b'-' | b',') || byte.is_ascii_whitespace();
    let commas = array.iter().take_while(is_part).filter(|&&byte| byte == b',').count();
    if commas < 64 { 0 } else { BLOCK / commas + 1 + commas % 7 }
}

/// All that a graph knows.
fn dump(graph: &Graph) -> String {
    let mut text = format!("{} {} {:?}\n", graph.root, graph.extra_native_bytes, graph.node_types);
    for node in graph.nodes() {
        let _ = writeln!(
            text,
            "{} {:?} @{} {} {:?} {:?}",
            graph.kinds[node],
            graph.name(node),
            graph.ids[node],
            graph.self_sizes.get(node),
            graph.detachedness.get(node),
            graph.locations.get(node)
        );
        for (number, edge) in graph.indexed_edges_of(node) {
            let _ = match graph.edge_name(number) {
                EdgeName::Index(index) => writeln!(text, "  {:?} {index} {}", edge.kind(), edge.target()),
                EdgeName::Text(name) => writeln!(text, "  {:?} {name:?} {}", edge.kind(), edge.target()),
            };
        }
    }
    for string in graph.strings.indices() {
        let _ = writeln!(text, "{:?}", graph.strings.get(string));
    }
    text
}
