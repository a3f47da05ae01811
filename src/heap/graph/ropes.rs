//! Concatenated strings (V8's ropes), which have no text of their own: that of their halves. A string that a program has
//! built by `+=` is a rope whose first half is a rope, thousands of times. The first 1,024 UTF-16 units are the text that is
//! shown, as in DevTools; length and hash of the whole tell whether longer ropes are equal.
//!
//! Each rope is measured once, after its halves. One whose text a half has, whole or as far as it is shown, stands for that
//! half. What is left is walked in at most 1,024 parts, however deep a rope is.

use std::cell::RefCell;
use std::collections::hash_map::Entry;
use std::hash::{Hash, Hasher};

use rustc_hash::{FxHashMap, FxHasher};

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
        ["first", "second"].map(|name| self.graph.internal(node, name))
    }

    /// The text of a rope, as far as it is shown.
    pub fn text(&self, node: NodeIndex) -> String {
        let mut text = String::new();
        let mut length = 0;
        let mut open = vec![node];
        while let Some(node) = open.pop().filter(|_| length < MAX_TEXT) {
            if self.contains(node) {
                // One without text is in a cycle. One that shows another node is walked there.
                let Measure { length, shown, .. } = self.measure(node);
                let next = if shown == node { self.halves(node) } else { [Some(shown), None] };
                open.extend(next.into_iter().rev().flatten().filter(|_| length > 0));
            } else {
                let part = self.graph.name(node);
                let part = start_of(&part);
                length += part.encode_utf16().count();
                text.push_str(part);
            }
        }
        text
    }

    /// Length and hash of a rope, if it is longer than what is shown.
    pub fn whole(&self, node: NodeIndex) -> Option<Whole> {
        let Measure { length, hash, .. } = self.measure(node);
        (length > MAX_TEXT as u64).then_some(Whole { length, hash })
    }

    fn measure(&self, node: NodeIndex) -> Measure {
        if !self.contains(node) {
            return self.measure_part(node);
        }
        let mut measured = self.measured.borrow_mut();
        let mut open = vec![(node, false)];
        while let Some((node, are_halves_measured)) = open.pop() {
            let empty = Measure { length: 0, hash: 0, shown: node };
            let halves = self.halves(node);
            if are_halves_measured {
                let [first, second] = halves.map(|half| match half {
                    Some(half) if self.contains(half) => measured.get(&half).copied().unwrap_or(empty),
                    Some(half) => self.measure_part(half),
                    None => empty,
                });
                measured.insert(node, joined(node, first, second));
            } else if let Entry::Vacant(entry) = measured.entry(node) {
                // Empty until it is measured. That ends a cycle, which only a damaged snapshot has.
                entry.insert(empty);
                open.push((node, true));
                let ropes = halves.into_iter().flatten().filter(|&half| self.contains(half));
                open.extend(ropes.map(|half| (half, false)));
            }
        }
        measured[&node]
    }

    /// Measures a string that is no rope. If V8 has cut it off, length and hash of the whole stand for the rest.
    fn measure_part(&self, node: NodeIndex) -> Measure {
        let text = self.graph.name(node);
        let (mut length, mut hash) = (0, 0);
        for unit in start_of(&text).encode_utf16() {
            length += 1;
            hash = (product(hash, BASE) + u64::from(unit) + 1) % PRIME;
        }
        if let Some(cut_off) = cut_off(self.graph, node) {
            let mut hasher = FxHasher::default();
            (hash, cut_off).hash(&mut hasher);
            hash = hasher.finish() % PRIME;
        }
        Measure { length, hash, shown: node }
    }

    /// The ropes that other ropes hold, and whether nothing else does: they are what a longer string was built of.
    pub fn inner(&self) -> FxHashMap<NodeIndex, bool> {
        let mut inner = FxHashMap::default();
        for node in self.graph.nodes() {
            let is_rope = self.contains(node);
            for edge in self.graph.edges_of(node) {
                if self.contains(edge.target()) && !edge.is(EdgeType::Weak) {
                    *inner.entry(edge.target()).or_insert(true) &= is_rope;
                }
            }
        }
        inner
    }
}

/// Length and hash of the whole, if the snapshot says that a string is cut off.
pub fn cut_off(graph: &Graph, node: NodeIndex) -> Option<(String, String)> {
    // The value of a number is the name of a node to which the number has an internal edge.
    let value = |name| {
        let value = graph.internal(graph.internal(node, name)?, "value")?;
        Some(graph.name(value).into_owned())
    };
    if value("truncated")? != "true" {
        return None;
    }
    Some((value("length").unwrap_or_default(), value("hash").unwrap_or_default()))
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

/// The product of two numbers below [`PRIME`], modulo that.
fn product(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    ((product as u64 & PRIME) + (product >> 61) as u64) % PRIME
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
