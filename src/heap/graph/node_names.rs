//! The names of nodes as DevTools shows them: the text of a concatenated string, the properties of a plain object,
//! V8's name of any other node.

use std::borrow::Cow;

use super::graph::{EdgeType, Graph};
use super::index::{NodeIndex, StringIndex};
use super::ropes::Ropes;

/// The longest list of a plain object's properties, in UTF-16 units.
const MAX_PROPERTIES: usize = 100;

/// Names nodes. Holds what is looked up once.
pub struct Namer<'a> {
    graph: &'a Graph,
    /// The concatenated strings.
    pub ropes: Ropes<'a>,
    object: Option<u8>,
}

impl<'a> Namer<'a> {
    /// Names the nodes of `graph`.
    pub fn new(graph: &'a Graph) -> Namer<'a> {
        Namer { graph, ropes: Ropes::new(graph), object: graph.type_number("object") }
    }

    /// The name of a node.
    pub fn name(&self, node: NodeIndex) -> Cow<'a, str> {
        if self.ropes.contains(node) {
            Cow::Owned(self.ropes.text(node))
        } else if self.is_plain_object(node) {
            Cow::Owned(self.properties(node))
        } else {
            self.graph.name(node)
        }
    }

    /// Whether a node is an object whose class is `Object`.
    pub fn is_plain_object(&self, node: NodeIndex) -> bool {
        let graph = self.graph;
        graph.is_of_type(node, self.object) && graph.strings.raw(graph.names[node]) == b"Object"
    }

    /// `{first, third, …, fourth, second}`: properties from both ends, as many as fit, but at least one.
    fn properties(&self, node: NodeIndex) -> String {
        let edges = self.graph.named_edges_of(node);
        let properties = edges.filter(|(edge, _)| edge.is(EdgeType::Property)).map(|(_, name)| name);
        let names: Vec<StringIndex> = properties.filter(|&name| !self.is_proto(name)).collect();
        let (mut start, mut end) = (String::from("{"), String::from("}"));
        let (mut from, mut to) = (0, names.len());
        let mut at_end = false;
        while from < to {
            let name = self.graph.strings.get(names[if at_end { to - 1 } else { from }]);
            let name = property_name(&name);
            let length =
                start.encode_utf16().count() + end.encode_utf16().count() + name.encode_utf16().count();
            if start.len() > 1 && length > MAX_PROPERTIES {
                break;
            }
            if at_end {
                to -= 1;
                let separator = if end.len() > 1 { ", " } else { "" };
                end.insert_str(0, separator);
                end.insert_str(0, &name);
            } else {
                from += 1;
                start.push_str(if start.len() > 1 { ", " } else { "" });
                start.push_str(&name);
            }
            at_end = !at_end;
        }
        start.push_str(if from < to { ", …" } else { "" });
        start.push_str(if end.len() > 1 { ", " } else { "" });
        start + &end
    }

    fn is_proto(&self, name: StringIndex) -> bool {
        self.graph.strings.raw(name) == b"__proto__"
    }
}

/// The name of a property in a list. It is quoted if it has a character that the list uses.
pub fn property_name(name: &str) -> Cow<'_, str> {
    if name.contains([',', '\'', '"', '{', '}']) {
        Cow::Owned(serde_json::to_string(name).unwrap_or_default())
    } else {
        Cow::Borrowed(name)
    }
}
