//! Finds ephemerons by the names of their edges: V8 writes an edge from the table and one from the key, both named
//! `N / part of key (K @1) -> value (V @2) pair in WeakMap (table @3)`, with different N. DevTools uses a regular
//! expression for that name. This parser accepts the same names.

use rustc_hash::FxHashMap;

use crate::heap::column::Column;
use crate::heap::graph::edge_names::Segment;
use crate::heap::graph::ephemerons::{EphemeronEdge, Ephemerons};
use crate::heap::graph::strings::Strings;
use crate::heap::graph::{Edge, EdgeIndex, EdgeType, Graph, StringIndex};
use crate::heap::parallel::join;

/// Finds the edges of ephemerons and gives them the type [`EdgeType::Ephemeron`].
pub fn mark_ephemerons(graph: &mut Graph) {
    let names = ephemeron_names(&graph.strings);
    let Some(&lowest) = names.keys().min() else {
        return;
    };
    let segments = graph.edge_names.segments();
    let (one, other) = segments.split_at(segments.len() / 2);
    let find = |segments: &[Segment]| find_named(segments, &graph.edges, &names, lowest);
    let (one, other) = join(|| find(one), || find(other));
    let mut edges = FxHashMap::default();
    for (edge, EphemeronName { ephemeron, table_id }) in one.into_iter().chain(other) {
        let from_table = graph.ids[graph.source_of(edge)] == table_id;
        graph.edges[edge] = Edge::new(graph.edges[edge].target(), EdgeType::Ephemeron);
        edges.insert(edge, EphemeronEdge { ephemeron, from_table });
    }
    let count = names.values().map(|name| name.ephemeron as usize + 1).max().unwrap_or(0);
    graph.ephemerons = Ephemerons::new(edges, count);
}

/// The internal edges that have one of `names`, of which `lowest` is the first.
fn find_named(
    segments: &[Segment],
    edges: &Column<EdgeIndex, Edge>,
    names: &FxHashMap<StringIndex, EphemeronName>,
    lowest: StringIndex,
) -> Vec<(EdgeIndex, EphemeronName)> {
    let mut found = Vec::new();
    // Most names of internal edges come early in the table of strings, so many segments need no search.
    for segment in segments.iter().filter(|segment| segment.highest_internal >= lowest.get()) {
        for (edge, name) in segment.iter() {
            if name >= lowest.get() && edges[edge].is(EdgeType::Internal) {
                found.extend(names.get(&StringIndex::new(name)).map(|&name| (edge, name)));
            }
        }
    }
    found
}

/// What the name of an ephemeron edge says.
#[derive(Clone, Copy, Debug)]
struct EphemeronName {
    /// The number of the ephemeron.
    ephemeron: u32,
    /// The node id of the table.
    table_id: u32,
}

/// The strings that name ephemeron edges.
fn ephemeron_names(strings: &Strings) -> FxHashMap<StringIndex, EphemeronName> {
    let mut numbers = FxHashMap::default();
    let mut names = FxHashMap::default();
    for &string in strings.long_with_digit() {
        let text = strings.get(string);
        if let Some((common, table_id)) = parse(&text) {
            let next = numbers.len() as u32;
            let ephemeron = *numbers.entry(common.to_owned()).or_insert(next);
            names.insert(string, EphemeronName { ephemeron, table_id });
        }
    }
    names
}

/// Parses the name of an ephemeron edge: the part that both edges have, and the node id of the table.
fn parse(name: &str) -> Option<(&str, u32)> {
    let common = name.trim_start_matches(|c: char| c.is_ascii_digit());
    let inner = common.strip_prefix(" / part of key (")?;
    // A dot in the regular expression does not match a line terminator.
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

/// Splits a text that ends with `before` and an id into what precedes them and the id.
fn strip_id<'a>(text: &'a str, before: &str) -> Option<(&'a str, &'a str)> {
    let rest = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let id = &text[rest.len()..];
    if id.is_empty() { None } else { Some((rest.strip_suffix(before)?, id)) }
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn names_of_ephemeron_edges_are_recognised() {
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
