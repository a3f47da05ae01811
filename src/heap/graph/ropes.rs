//! Concatenated strings (V8's ropes), which have no text of their own: that of their halves. A string that a program has
//! built by `+=` is a rope whose first half is a rope, thousands of times. The first 1,024 UTF-16 units are the text that is
//! shown, as in DevTools; length and hash of the whole tell equal ropes.
//!
//! Each rope is measured once, after its halves. One whose text a half has, whole or as far as it is shown, stands for that
//! half. What is left is walked in at most 1,024 parts, however deep a rope is.

use std::cell::RefCell;

use rustc_hash::FxHashMap;

use super::graph::{EdgeType, Graph};
use super::index::NodeIndex;

/// The longest text of a concatenated string, in UTF-16 units.
const MAX_TEXT: usize = 1024;
/// The modulus of hashes, a prime.
const PRIME: u64 = (1 << 61) - 1;
/// The base of hashes.
const BASE: u64 = 0x0b79_1f3c_4a65_d287;

/// Length and hash of a text whose whole is longer than what is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Whole {
    length: u64,
    hash: u64,
}

/// The ropes of a graph. Keeps what it has measured.
pub struct Ropes<'a> {
    graph: &'a Graph,
    concatenated: Option<u8>,
    measured: RefCell<FxHashMap<NodeIndex, Measure>>,
}

/// What is known of a string.
#[derive(Clone, Copy)]
struct Measure {
    /// In UTF-16 units.
    length: u64,
    /// Of the units as digits to the base [`BASE`].
    hash: u64,
    /// The node whose text is shown.
    shown: NodeIndex,
}

impl<'a> Ropes<'a> {
    /// The ropes of `graph`.
    pub fn new(graph: &'a Graph) -> Ropes<'a> {
        let concatenated = graph.type_number("concatenated string");
        Ropes { graph, concatenated, measured: RefCell::default() }
    }

    /// Whether a node is a rope.
    pub fn contains(&self, node: NodeIndex) -> bool {
        self.graph.is_of_type(node, self.concatenated)
    }

    /// The two halves of a rope: the targets of its internal edges `first` and `second`.
    pub fn halves(&self, node: NodeIndex) -> [Option<NodeIndex>; 2] {
        let mut halves = [None, None];
        for (edge, name) in self.graph.named_edges_of(node) {
            if edge.is(EdgeType::Internal) {
                match self.graph.strings.raw(name) {
                    b"first" => halves[0] = halves[0].or(Some(edge.target())),
                    b"second" => halves[1] = halves[1].or(Some(edge.target())),
                    _ => {}
                }
            }
        }
        halves
    }

    /// The text of a rope, as far as it is shown.
    pub fn text(&self, node: NodeIndex) -> String {
        let mut text = String::new();
        let mut length = 0;
        let mut open = vec![node];
        while let Some(node) = open.pop().filter(|_| length < MAX_TEXT) {
            let shown = if self.contains(node) { self.shown(node) } else { node };
            if self.contains(shown) {
                // One without text is in a cycle.
                let has_text = self.measure(shown).length > 0;
                open.extend(self.halves(shown).into_iter().rev().flatten().filter(|_| has_text));
            } else {
                let part = self.graph.name(shown);
                let part = start_of(&part);
                length += part.encode_utf16().count();
                text.push_str(part);
            }
        }
        text
    }

    /// The node with the text that is shown of a rope: many ropes have the same one.
    pub fn shown(&self, node: NodeIndex) -> NodeIndex {
        self.measure(node).shown
    }

    /// Length and hash of a rope, if it is longer than what is shown. V8 cuts a part off at 1,024 characters; what it leaves
    /// out counts as nothing.
    pub fn whole(&self, node: NodeIndex) -> Option<Whole> {
        let Measure { length, hash, .. } = self.measure(node);
        (length > MAX_TEXT as u64).then_some(Whole { length, hash })
    }

    fn measure(&self, node: NodeIndex) -> Measure {
        if !self.contains(node) {
            return self.measure_part(node);
        }
        let empty = Measure { length: 0, hash: 0, shown: node };
        let mut measured = self.measured.borrow_mut();
        let mut open = vec![(node, false)];
        while let Some((node, are_halves_measured)) = open.pop() {
            let halves = self.halves(node);
            if are_halves_measured {
                let [first, second] = halves.map(|half| match half {
                    Some(half) if self.contains(half) => measured.get(&half).copied().unwrap_or(empty),
                    Some(half) => self.measure_part(half),
                    None => empty,
                });
                measured.insert(node, joined(node, first, second));
            } else if !measured.contains_key(&node) {
                // Empty until it is measured. That ends a cycle, which only a damaged snapshot has.
                measured.insert(node, Measure { shown: node, ..empty });
                open.push((node, true));
                let ropes = halves.into_iter().flatten().filter(|&half| self.contains(half));
                open.extend(ropes.map(|half| (half, false)));
            }
        }
        measured.get(&node).copied().unwrap_or(empty)
    }

    fn measure_part(&self, node: NodeIndex) -> Measure {
        let text = self.graph.name(node);
        let (mut length, mut hash) = (0, 0);
        for unit in start_of(&text).encode_utf16() {
            length += 1;
            hash = (product(hash, BASE) + u64::from(unit) + 1) % PRIME;
        }
        Measure { length, hash, shown: node }
    }
}

/// What is known of a rope with these halves.
fn joined(node: NodeIndex, first: Measure, second: Measure) -> Measure {
    if second.length == 0 {
        return first;
    }
    if first.length == 0 {
        return second;
    }
    Measure {
        length: first.length.saturating_add(second.length),
        hash: (product(first.hash, power(second.length)) + second.hash) % PRIME,
        shown: if first.length >= MAX_TEXT as u64 { first.shown } else { node },
    }
}

fn product(a: u64, b: u64) -> u64 {
    (u128::from(a) * u128::from(b) % u128::from(PRIME)) as u64
}

/// [`BASE`] to the power of `exponent`.
fn power(mut exponent: u64) -> u64 {
    let (mut result, mut square) = (1, BASE);
    while exponent > 0 {
        if exponent % 2 == 1 {
            result = product(result, square);
        }
        square = product(square, square);
        exponent /= 2;
    }
    result
}

/// As much of a text as a rope shows of it. V8 cuts strings off there. A longer one must not be copied into many texts.
fn start_of(text: &str) -> &str {
    text.char_indices().nth(MAX_TEXT).map_or(text, |(end, _)| &text[..end])
}
