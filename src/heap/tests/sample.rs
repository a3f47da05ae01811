//! Snapshots for tests: a hand-made graph, the JSON that V8 would write for it, and that JSON as a tree, so that a test can
//! spoil any part of it.

use std::fmt::Write;
use std::io::{Cursor, Read};
use std::sync::Arc;

use crate::heap::control::Control;
use crate::heap::error::Error;
use crate::heap::graph::{EdgeName, Graph, NodeIndex};
use crate::heap::read::input::Input;
use crate::heap::read::load::load;

/// The node types of V8, in its order.
pub const NODE_TYPES: [&str; 15] = [
    "hidden",
    "array",
    "string",
    "object",
    "code",
    "closure",
    "regexp",
    "number",
    "native",
    "synthetic",
    "concatenated string",
    "sliced string",
    "symbol",
    "bigint",
    "object shape",
];
/// The edge types of V8, in its order.
pub const EDGE_TYPES: [&str; 7] =
    ["context", "element", "property", "internal", "hidden", "shortcut", "weak"];

/// A node.
#[derive(Clone, Debug)]
pub struct Node {
    pub kind: &'static str,
    pub name: String,
    pub id: u64,
    pub size: u64,
    pub detachedness: u64,
    pub edges: Vec<Edge>,
}

/// An edge. The name of element and hidden edges is a number.
#[derive(Clone, Debug)]
pub struct Edge {
    pub kind: &'static str,
    pub name: String,
    pub to: usize,
}

/// A graph to write.
#[derive(Clone, Debug)]
pub struct Sample {
    pub nodes: Vec<Node>,
    /// Node, script, line, column.
    pub locations: Vec<[u64; 4]>,
    /// The fields of a node in the order in which they are written. Unknown fields are written as 7.
    pub fields: Vec<&'static str>,
}

impl Sample {
    /// A root alone.
    pub fn new() -> Sample {
        let fields = vec!["type", "name", "id", "self_size", "edge_count", "detachedness"];
        let mut sample = Sample { nodes: Vec::new(), locations: Vec::new(), fields };
        sample.node("synthetic", "", 0);
        sample
    }

    /// Three nodes with a bit of everything.
    pub fn tiny() -> Sample {
        let mut sample = Sample::new();
        let global = sample.node("object", "Object", 24);
        let text = sample.node("string", "caf\u{e9} \"au\" lait\n", 40);
        sample.edge(0, "element", "1", global);
        sample.edge(global, "property", "drink", text);
        sample.edge(global, "weak", "last", text);
        sample.edge(text, "internal", "map", 0);
        sample.nodes[text].detachedness = 2;
        sample.locations.push([global as u64, 7, 11, 13]);
        sample
    }

    /// Adds a node and returns its number. Node ids are odd, like V8's.
    pub fn node(&mut self, kind: &'static str, name: &str, size: u64) -> usize {
        let id = 2 * self.nodes.len() as u64 + 1;
        let name = name.to_owned();
        self.nodes.push(Node { kind, name, id, size, detachedness: 0, edges: Vec::new() });
        self.nodes.len() - 1
    }

    /// Adds an edge.
    pub fn edge(&mut self, from: usize, kind: &'static str, name: &str, to: usize) {
        self.nodes[from].edges.push(Edge { kind, name: name.to_owned(), to });
    }

    /// Adds both edges of a WeakMap entry.
    pub fn ephemeron(&mut self, table: usize, key: usize, value: usize) {
        for (number, from) in [(1, table), (2, key)] {
            let name = self.ephemeron_name(number, table, key, value);
            self.edge(from, "internal", &name, value);
        }
    }

    /// The name of an edge of a WeakMap entry.
    pub fn ephemeron_name(&self, number: usize, table: usize, key: usize, value: usize) -> String {
        let named = |node: usize| format!("{} @{}", self.nodes[node].name, self.nodes[node].id);
        let (key, value, table) = (named(key), named(value), self.nodes[table].id);
        format!("{number} / part of key ({key}) -> value ({value}) pair in WeakMap (table @{table})")
    }

    /// The snapshot as a tree, its keys in V8's order.
    pub fn json(&self) -> Json {
        let mut strings = StringTable { all: vec!["<dummy>".to_owned()] };
        let mut nodes = Vec::new();
        for node in &self.nodes {
            let values = self.fields.iter().map(|&field| match field {
                "type" => position(&NODE_TYPES, node.kind),
                "name" => strings.number(&node.name),
                "id" => node.id,
                "self_size" => node.size,
                "edge_count" => node.edges.len() as u64,
                "detachedness" => node.detachedness,
                _ => 7,
            });
            nodes.extend(values.map(Json::from));
        }
        let mut edges = Vec::new();
        for edge in self.nodes.iter().flat_map(|node| &node.edges) {
            let is_indexed = matches!(edge.kind, "element" | "hidden");
            let name =
                if is_indexed { edge.name.parse().unwrap_or(0) } else { strings.number(&edge.name) as i64 };
            edges.push(Json::from(position(&EDGE_TYPES, edge.kind)));
            edges.push(Json::Other(name.to_string()));
            edges.push(Json::from((edge.to * self.fields.len()) as u64));
        }
        let width = self.fields.len() as u64;
        let locations = self
            .locations
            .iter()
            .flat_map(|&[node, script, line, column]| [node * width, script, line, column].map(Json::from));
        let header = Json::object([
            ("meta", self.meta()),
            ("node_count", Json::from(self.nodes.len() as u64)),
            ("edge_count", Json::from(edges.len() as u64 / 3)),
            ("trace_function_count", Json::from(0)),
            ("extra_native_bytes", Json::from(77)),
        ]);
        Json::object([
            ("snapshot", header),
            ("nodes", Json::List(nodes)),
            ("edges", Json::List(edges)),
            ("trace_function_infos", Json::List(Vec::new())),
            ("trace_tree", Json::List(Vec::new())),
            ("samples", Json::List(Vec::new())),
            ("locations", Json::List(locations.collect())),
            ("strings", Json::List(strings.all.iter().map(|text| Json::text(text)).collect())),
        ])
    }

    fn meta(&self) -> Json {
        let texts = |texts: &[&str]| Json::List(texts.iter().map(|text| Json::text(text)).collect());
        let node_types = self.fields.iter().map(|&field| match field {
            "type" => texts(&NODE_TYPES),
            "name" => Json::text("string"),
            _ => Json::text("number"),
        });
        let edge_types = [texts(&EDGE_TYPES), Json::text("string_or_number"), Json::text("node")];
        Json::object([
            ("node_fields", texts(&self.fields)),
            ("node_types", Json::List(node_types.collect())),
            ("edge_fields", texts(&["type", "name_or_index", "to_node"])),
            ("edge_types", Json::List(edge_types.to_vec())),
            ("trace_function_info_fields", texts(&["function_id", "name"])),
            ("location_fields", texts(&["object_index", "script_id", "line", "column"])),
        ])
    }

    /// The snapshot as the bytes of a file.
    pub fn bytes(&self) -> Vec<u8> {
        self.json().to_string().into_bytes()
    }

    /// What [`dump`] returns if the snapshot is read right. WeakMap entries are left to other tests.
    pub fn dump(&self) -> String {
        let mut text = String::from("root 0 extra 77\n");
        let mut locations = vec![None; self.nodes.len()];
        for &[node, script, line, column] in &self.locations {
            locations[node as usize] = Some([script, line, column]);
        }
        for (Node { kind, name, id, size, detachedness, edges }, location) in self.nodes.iter().zip(locations)
        {
            let _ = writeln!(text, "{kind} {name:?} @{id} {size} {detachedness} {location:?}");
            for Edge { kind, name, to } in edges {
                let is_indexed = matches!(*kind, "element" | "hidden");
                let name = if is_indexed { name.clone() } else { format!("{name:?}") };
                let (first, rest) = kind.split_at(1);
                let _ = writeln!(text, "  {}{rest} {name} -> {to}", first.to_uppercase());
            }
        }
        text
    }

    /// The snapshot, written and read.
    pub fn graph(&self) -> Graph {
        load_bytes(&self.bytes()).expect("a sample is valid")
    }
}

fn position(names: &[&str], name: &str) -> u64 {
    names.iter().position(|&known| known == name).expect("a type of V8's") as u64
}

/// A table of strings.
struct StringTable {
    all: Vec<String>,
}

impl StringTable {
    fn number(&mut self, text: &str) -> u64 {
        let known = self.all.iter().position(|known| known == text);
        let number = known.unwrap_or_else(|| {
            self.all.push(text.to_owned());
            self.all.len() - 1
        });
        number as u64
    }
}

/// A JSON value. Its keys keep their order and may repeat.
#[derive(Clone, Debug)]
pub enum Json {
    Object(Vec<(String, Json)>),
    List(Vec<Json>),
    /// A string, a number or anything else, as it is written.
    Other(String),
}

impl From<u64> for Json {
    fn from(number: u64) -> Json {
        Json::Other(number.to_string())
    }
}

impl std::fmt::Display for Json {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.spaced(""))
    }
}

impl Json {
    pub fn object<const COUNT: usize>(entries: [(&str, Json); COUNT]) -> Json {
        Json::Object(entries.map(|(key, value)| (key.to_owned(), value)).to_vec())
    }

    pub fn text(text: &str) -> Json {
        Json::Other(serde_json::to_string(text).unwrap_or_default())
    }

    /// The text, with `space` wherever white space is allowed.
    pub fn spaced(&self, space: &str) -> String {
        let mut text = String::from(space);
        self.write(&mut text, space);
        text
    }

    fn write(&self, text: &mut String, space: &str) {
        match self {
            Json::Other(written) => text.push_str(written),
            Json::List(values) => {
                let _ = write!(text, "[{space}");
                for (index, value) in values.iter().enumerate() {
                    text.push_str(if index == 0 { "" } else { "," });
                    text.push_str(if index == 0 { "" } else { space });
                    value.write(text, space);
                }
                text.push(']');
            }
            Json::Object(entries) => {
                let _ = write!(text, "{{{space}");
                for (index, (key, value)) in entries.iter().enumerate() {
                    let comma = if index == 0 { "" } else { "," };
                    let _ = write!(text, "{comma}{space}{key:?}{space}:{space}");
                    value.write(text, space);
                }
                text.push('}');
            }
        }
        text.push_str(space);
    }

    /// The value of a key of an object.
    pub fn get(&mut self, key: &str) -> &mut Json {
        let Json::Object(entries) = self else { panic!("{key} of something that is no object") };
        let entry = entries.iter_mut().find(|(known, _)| known == key);
        &mut entry.unwrap_or_else(|| panic!("no {key}")).1
    }

    /// The values of a list.
    pub fn list(&mut self) -> &mut Vec<Json> {
        let Json::List(values) = self else { panic!("{self} is no list") };
        values
    }

    /// The positions of all values inside, each as indices from the top.
    pub fn positions(&self) -> Vec<Vec<usize>> {
        let values: Vec<&Json> = match self {
            Json::Object(entries) => entries.iter().map(|(_, value)| value).collect(),
            Json::List(values) => values.iter().collect(),
            Json::Other(_) => Vec::new(),
        };
        let within = |(index, value): (usize, &Json)| {
            let mut positions = vec![vec![index]];
            positions
                .extend(value.positions().into_iter().map(|position| [&[index], &position[..]].concat()));
            positions
        };
        values.into_iter().enumerate().flat_map(within).collect()
    }

    /// The value at a position.
    pub fn at(&mut self, position: &[usize]) -> &mut Json {
        position.iter().fold(self, |json, &index| match json {
            Json::Object(entries) => &mut entries[index].1,
            Json::List(values) => &mut values[index],
            Json::Other(text) => panic!("nothing inside {text}"),
        })
    }

    /// The entries of an object.
    pub fn entries(&mut self) -> &mut Vec<(String, Json)> {
        let Json::Object(entries) = self else { panic!("{self} is no object") };
        entries
    }
}

/// The node with a number.
pub fn at(node: usize) -> NodeIndex {
    NodeIndex::new(node as u32)
}

/// Reads a snapshot whose size is known.
pub fn load_bytes(bytes: &[u8]) -> Result<Graph, Error> {
    load_from(Cursor::new(bytes.to_vec()), Some(bytes.len() as u64))
}

/// Reads a snapshot from a reader.
pub fn load_from(reader: impl Read + Send + 'static, size: Option<u64>) -> Result<Graph, Error> {
    let control = Arc::new(Control::default());
    load(Input::new(Box::new(reader), size, control.clone()), &control)
}

/// All that a graph knows, as lines: equal if and only if the graphs are.
pub fn dump(graph: &Graph) -> String {
    let mut text = format!("root {} extra {}\n", graph.root, graph.extra_native_bytes);
    for node in graph.nodes() {
        let (kind, name, id) = (graph.type_name(node), graph.name(node), graph.ids[node]);
        let detachedness = graph.detachedness.get(node).copied().unwrap_or_default().0;
        let (size, location) = (graph.self_sizes.get(node), graph.locations.get(node));
        let location = location.map(|location| [location.script, location.line, location.column]);
        let _ = writeln!(text, "{kind} {name:?} @{id} {size} {detachedness} {location:?}");
        for (number, edge) in graph.indexed_edges_of(node) {
            let name = match graph.edge_name(number) {
                EdgeName::Index(index) => index.to_string(),
                EdgeName::Text(text) => format!("{text:?}"),
            };
            let _ = writeln!(text, "  {:?} {name} -> {}", edge.kind(), edge.target());
        }
    }
    text
}
