//! From bytes to a [`Graph`]: the keys of the snapshot one after the other, the large arrays by several threads (see
//! [`super::records`]). Whatever refers to something else is checked here, so that the algorithms can rely on it.

use std::sync::Arc;
use std::thread::{self, JoinHandle};

use super::detached::spread_detachedness;
use super::edges::{EdgeTable, read_edges};
use super::ephemerons::mark_ephemerons;
use super::format::Format;
use super::ids::make_unique;
use super::input::Input;
use super::json;
use super::locations::read_locations;
use super::nodes::{NodeTable, read_nodes};
use super::other_formats::{by_first_bytes, by_keys};
use super::strings::read_strings;
use crate::heap::control::Control;
use crate::heap::error::Error;
use crate::heap::graph::locations::Locations;
use crate::heap::graph::strings::Strings;
use crate::heap::graph::{EdgeIndex, Graph, NodeIndex};

const WITHIN: &str = "the snapshot";
/// How many keys tell other formats.
const KEYS: usize = 4;
/// U+FEFF in UTF-8, which some editors write first.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Reads a snapshot.
pub fn load(mut input: Input, control: &Arc<Control>) -> Result<Graph, Error> {
    let input = &mut input;
    let start = input.window()?;
    if start.is_empty() {
        return Err(Error::invalid(0, "it is empty"));
    }
    let mark = if start.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 };
    if let Some(format) = by_first_bytes(&start[mark..]) {
        return Err(Error::invalid(0, format));
    }
    input.consume(mark);
    let mut parts = Parts::default();
    json::expect(input, b'{', WITHIN)?;
    if json::peek(input, WITHIN)? == b'}' {
        input.consume(1);
    } else {
        loop {
            let offset = input.offset();
            let key = json::key(input, WITHIN)?;
            parts.read(&key, input, offset)?;
            if !json::another(input, b'}', WITHIN)? {
                break;
            }
        }
    }
    match json::peek(input, WITHIN) {
        Ok(_) => return Err(Error::invalid(input.offset(), "expected nothing after it")),
        Err(Error::TruncatedSnapshot { .. }) => {}
        Err(error) => return Err(error),
    }
    control.check()?;
    let graph = parts.finish(input.offset())?;
    control.check()?;
    Ok(graph)
}

#[derive(Default)]
struct Parts {
    /// The first keys.
    keys: Vec<String>,
    format: Option<Format>,
    nodes: Option<NodeTable>,
    edges: Option<EdgeTable>,
    locations: Option<JoinHandle<Locations>>,
    strings: Option<Strings>,
}

impl Parts {
    /// Reads the value of a key that starts at `offset`.
    fn read(&mut self, key: &str, input: &mut Input, offset: u64) -> Result<(), Error> {
        if self.keys.len() < KEYS {
            self.keys.push(key.to_owned());
        }
        let known = match key {
            "snapshot" => self.format.is_some(),
            "nodes" => self.nodes.is_some(),
            "edges" => self.edges.is_some(),
            "locations" => self.locations.is_some(),
            "strings" => self.strings.is_some(),
            _ => return json::skip_value(input, key),
        };
        if known {
            return Err(Error::invalid(offset, format!("the key '{key}' stands there twice")));
        }
        if key == "snapshot" {
            json::peek(input, "the header")?;
            let offset = input.offset();
            self.format = Some(Format::parse(&json::keep_value(input, "the header")?, offset)?);
            return Ok(());
        }
        if key == "strings" {
            self.strings = Some(read_strings(input)?);
            return Ok(());
        }
        let Some(format) = &self.format else {
            return Err(self.no_header(offset, format!("expected the key 'snapshot' before '{key}'")));
        };
        match key {
            "nodes" => self.nodes = Some(read_nodes(input, format)?),
            "edges" => self.edges = Some(read_edges(input, format)?),
            _ => {
                // Sorted while the strings are read: they come next and need one thread.
                let blocks = read_locations(input, format)?;
                let thread = thread::Builder::new().spawn(move || Locations::new(&blocks));
                self.locations = Some(thread.map_err(|_| Error::OutOfMemory)?);
            }
        }
        Ok(())
    }

    /// The error about a file without a header: what else it is, or `problem`.
    fn no_header(&self, offset: u64, problem: String) -> Error {
        Error::invalid(offset, by_keys(&self.keys).map_or(problem, str::to_owned))
    }

    /// Builds the graph, and checks references from one part to another.
    fn finish(mut self, end: u64) -> Result<Graph, Error> {
        let missing = |key: &str| Error::invalid(end, format!("it has no '{key}'"));
        let Some(format) = self.format.take() else {
            return Err(self.no_header(end, "it has no 'snapshot'".to_owned()));
        };
        let nodes = self.nodes.ok_or_else(|| missing("nodes"))?;
        let edges = self.edges.ok_or_else(|| missing("edges"))?;
        let strings = self.strings.ok_or_else(|| missing("strings"))?;
        let invalid = |problem: String| Error::invalid(end, problem);

        let count = nodes.kinds.len() as u64;
        let fields = format.node.fields as u64;
        let root = format.root_index / fields;
        if root >= count || format.root_index % fields != 0 {
            return Err(invalid(format!("root_index {} is no node, of {count}", format.root_index)));
        }
        let edge_count = edges.edges.len();
        let mut first_edges = nodes.edge_counts;
        let mut sum = 0u64;
        for first in first_edges.values_mut() {
            let count = std::mem::replace(first, EdgeIndex::new(sum as u32)).get();
            sum += u64::from(count);
            if sum > edge_count as u64 {
                return Err(invalid(format!("the nodes have more than the {edge_count} edges")));
            }
        }
        if sum != edge_count as u64 {
            return Err(invalid(format!("the nodes have {sum} edges, there are {edge_count}")));
        }
        let most = nodes.highest_name.max(edges.highest_name);
        if count > 0 && most as usize >= strings.len() {
            return Err(invalid(format!("a name is string {most}, there are {}", strings.len())));
        }
        let mut ids = nodes.ids;
        make_unique(&mut ids)?;
        let mut graph = Graph {
            kinds: nodes.kinds,
            names: nodes.names,
            ids,
            self_sizes: nodes.sizes,
            first_edges,
            edges: edges.edges,
            edge_names: edges.names,
            strings,
            node_types: format.node_types,
            root: NodeIndex::new(root as u32),
            extra_native_bytes: format.extra_native_bytes,
            detachedness: nodes.detachedness,
            ..Graph::default()
        };
        mark_ephemerons(&mut graph);
        spread_detachedness(&mut graph);
        graph.strings.shrink();
        if let Some(locations) = self.locations {
            graph.locations = locations.join().map_err(|_| Error::Internal("locations".to_owned()))?;
        }
        Ok(graph)
    }
}
