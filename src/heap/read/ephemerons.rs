//! The entries of WeakMaps. A value is held by table and key together, and V8 writes an edge from each
//! of them, both named `N / part of key (K @1) -> value (V @2) pair in WeakMap (table @3)`, with two N.
//! DevTools knows them by a regular expression for that name; here it is written out, with the same answers.

use rustc_hash::FxHashMap;

use crate::heap::graph::edge_names::Segment;
use crate::heap::graph::strings::Strings;
use crate::heap::graph::{Edge, EdgeType, Graph};
use crate::heap::parallel::beside;

/// Half of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Half {
    /// A number that the other half has too.
    pub pair: u32,
    /// Whether this is the edge from the table.
    pub from_table: bool,
}

/// The halves of all entries, by edge number.
#[derive(Debug, Default)]
pub struct Pairs {
    halves: FxHashMap<u32, Half>,
    count: u32,
}

impl Pairs {
    /// The half that an edge of type [`EdgeType::Pair`] is.
    #[inline]
    pub fn half(&self, edge: u32) -> Half {
        self.halves.get(&edge).copied().unwrap_or(Half { pair: 0, from_table: false })
    }

    /// How many different pairs there are.
    pub fn count(&self) -> u32 {
        self.count
    }
}

/// Finds the halves, and gives their edges the type [`EdgeType::Pair`].
pub fn mark_pairs(graph: &mut Graph) {
    let names = pair_names(&graph.strings);
    let Some((&lowest, _)) = names.iter().min_by_key(|&(&name, _)| name) else {
        return;
    };
    let (one, other) = graph.edge_names.segments().split_at(graph.edge_names.segments().len() / 2);
    let find = |segments: &[Segment]| find_named(segments, &graph.edges, &names, lowest);
    let (one, other) = beside(|| find(one), || find(other));
    let mut halves = FxHashMap::default();
    for (number, PairName { pair, table }) in one.into_iter().chain(other) {
        let from_table = graph.ids[graph.source_of(number) as usize] == table;
        let edge = &mut graph.edges[number as usize];
        *edge = Edge::new(Edge::from_bits(*edge).target(), EdgeType::Pair).bits();
        halves.insert(number, Half { pair, from_table });
    }
    let count = names.values().map(|name| name.pair + 1).max().unwrap_or(0);
    graph.pairs = Pairs { halves, count };
}

/// The internal edges with one of `names`.
fn find_named(
    segments: &[Segment],
    edges: &[u32],
    names: &FxHashMap<u32, PairName>,
    lowest: u32,
) -> Vec<(u32, PairName)> {
    let mut found = Vec::new();
    // Most internal edges have names that come early, so many segments have none of these.
    for segment in segments.iter().filter(|segment| segment.highest_internal >= lowest) {
        for (number, name) in (segment.first..).zip(segment.iter()) {
            if name >= lowest && Edge::from_bits(edges[number as usize]).is(EdgeType::Internal) {
                found.extend(names.get(&name).map(|&name| (number, name)));
            }
        }
    }
    found
}

#[derive(Clone, Copy, Debug)]
struct PairName {
    pair: u32,
    table: u32,
}

/// The strings that name halves.
fn pair_names(strings: &Strings) -> FxHashMap<u32, PairName> {
    let mut numbers = FxHashMap::default();
    let mut names = FxHashMap::default();
    for &index in strings.long_with_digit() {
        let text = strings.get(index);
        if let Some((common, table)) = parse(&text) {
            let next = numbers.len() as u32;
            let pair = *numbers.entry(common.to_owned()).or_insert(next);
            names.insert(index, PairName { pair, table });
        }
    }
    names
}

/// Of the name of a half: the part that both halves have, and the id of the table.
fn parse(name: &str) -> Option<(&str, u32)> {
    let common = name.trim_start_matches(|c: char| c.is_ascii_digit());
    let inner = common.strip_prefix(" / part of key (")?;
    // In the regular expression a dot is no line terminator.
    if inner.contains(['\n', '\r', '\u{2028}', '\u{2029}']) {
        return None;
    }
    let (inner, table) = strip_id(inner.strip_suffix(')')?, "(table @")?;
    let (value, _) = strip_id(inner.strip_suffix(") pair in WeakMap ")?, " @")?;
    let is_key = |key: &str| strip_id(key, " @").is_some();
    let between = ") -> value (";
    if !value.match_indices(between).any(|(at, _)| is_key(&value[..at])) {
        return None;
    }
    Some((common, table.parse().unwrap_or(0)))
}

/// Text that ends with `before` and an id, without them; and the id.
fn strip_id<'a>(text: &'a str, before: &str) -> Option<(&'a str, &'a str)> {
    let rest = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let id = &text[rest.len()..];
    if id.is_empty() { None } else { Some((rest.strip_suffix(before)?, id)) }
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn names_of_halves_are_recognised() {
        let common = " / part of key (Object @1) -> value (a (b @7) @2) pair in WeakMap (table @39)";
        assert_eq!(parse(&format!("12{common}")), Some((common, 39)));
        for other in [
            "1 / part of key (Object @1) -> value (Object @2) pair in WeakMap (table @)",
            "1 / part of key (Object @1) -> value (Object) pair in WeakMap (table @3)",
            "1 / part of key (Object) -> value (Object @2) pair in WeakMap (table @3)",
            "1 / part of key (Obj\nect @1) -> value (Object @2) pair in WeakMap (table @3)",
            "1 / part of key (Object @1) -> value (Object @2) pair in WeakMap (table @3) ",
            "1 / part of key (Object @1) pair in WeakMap (table @3)",
            "1",
        ] {
            assert_eq!(parse(other), None, "{other}");
        }
    }

    #[test]
    fn key_and_value_may_be_named_anything() {
        let name = "2 / part of key () -> value ( @5) -> value (x @1) pair in WeakMap (table @2) @6) pair in WeakMap (table @9)";
        assert_eq!(parse(name).map(|(_, table)| table), Some(9));
        assert!(parse("3 / part of key ( @5) -> value ( @6) pair in WeakMap (table @9)").is_some());
    }
}
