//! The header of a snapshot, which describes its layout: `snapshot.meta` names the fields of nodes, edges and locations and
//! the types, in the order of the arrays. Node 18 to 22 write 7 fields a node, Node 24 and later 6; Chrome has its own.
//! Unknown fields are skipped.

use std::fmt;

use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::records::MAX_FIELDS;
use crate::heap::error::Error;

/// The positions of the fields of a node in its record.
#[derive(Clone, Copy, Debug)]
pub struct NodeLayout {
    pub(crate) fields: usize,
    pub(crate) kind: usize,
    pub(crate) name: usize,
    pub(crate) id: usize,
    pub(crate) size: usize,
    pub(crate) edge_count: usize,
    pub(crate) detachedness: Option<usize>,
}

/// The positions of the fields of an edge in its record.
#[derive(Clone, Copy, Debug)]
pub struct EdgeLayout {
    pub(crate) fields: usize,
    pub(crate) kind: usize,
    pub(crate) name: usize,
    pub(crate) target: usize,
}

/// The positions of the fields of a location in its record.
#[derive(Clone, Copy, Debug)]
pub struct LocationLayout {
    pub(crate) fields: usize,
    pub(crate) node: usize,
    pub(crate) script: usize,
    pub(crate) line: usize,
    pub(crate) column: usize,
}

/// The header of a snapshot.
#[derive(Debug)]
pub struct Format {
    pub(crate) node_count: u64,
    pub(crate) edge_count: u64,
    /// Position of the root in the array of nodes, in integers.
    pub(crate) root_index: u64,
    /// Memory that V8 counts outside the nodes, in bytes.
    pub(crate) extra_native_bytes: u64,
    pub(crate) node: NodeLayout,
    pub(crate) edge: EdgeLayout,
    pub(crate) location: Option<LocationLayout>,
    pub(crate) node_types: Vec<String>,
    pub(crate) edge_types: Vec<String>,
}

#[derive(Deserialize)]
struct Header {
    meta: Meta,
    node_count: u64,
    edge_count: u64,
    root_index: Option<u64>,
    extra_native_bytes: Option<u64>,
}

#[derive(Deserialize)]
struct Meta {
    node_fields: Vec<String>,
    node_types: Vec<Types>,
    edge_fields: Vec<String>,
    edge_types: Vec<Types>,
    location_fields: Option<Vec<String>>,
}

impl Format {
    /// Parses the value of the key `snapshot`, which starts at `offset`.
    pub fn parse(header: &[u8], offset: u64) -> Result<Format, Error> {
        let invalid = |problem: String| Error::invalid(offset, problem);
        let Header { meta, node_count, edge_count, root_index, extra_native_bytes } =
            serde_json::from_slice(header).map_err(|error| invalid(format!("in its header: {error}")))?;
        let nodes = FieldList { names: &meta.node_fields, list: "node_fields", offset };
        let edges = FieldList { names: &meta.edge_fields, list: "edge_fields", offset };
        let node = NodeLayout {
            fields: nodes.count()?,
            kind: nodes.position("type")?,
            name: nodes.position("name")?,
            id: nodes.position("id")?,
            size: nodes.position("self_size")?,
            edge_count: nodes.position("edge_count")?,
            detachedness: nodes.position("detachedness").ok(),
        };
        let edge = EdgeLayout {
            fields: edges.count()?,
            kind: edges.position("type")?,
            name: edges.position("name_or_index")?,
            target: edges.position("to_node")?,
        };
        let location = match &meta.location_fields {
            Some(names) if !names.is_empty() => {
                let fields = FieldList { names, list: "location_fields", offset };
                Some(LocationLayout {
                    fields: fields.count()?,
                    node: fields.position("object_index")?,
                    script: fields.position("script_id")?,
                    line: fields.position("line")?,
                    column: fields.position("column")?,
                })
            }
            _ => None,
        };
        Ok(Format {
            node_count,
            edge_count,
            root_index: root_index.unwrap_or(0),
            extra_native_bytes: extra_native_bytes.unwrap_or(0),
            node,
            edge,
            location,
            node_types: types(meta.node_types, node.kind, "node_types").map_err(invalid)?,
            edge_types: types(meta.edge_types, edge.kind, "edge_types").map_err(invalid)?,
        })
    }
}

/// The names of the fields of a record.
struct FieldList<'a> {
    names: &'a [String],
    list: &'static str,
    offset: u64,
}

impl FieldList<'_> {
    fn count(&self) -> Result<usize, Error> {
        let count = self.names.len();
        if count > MAX_FIELDS {
            let problem =
                format!("meta.{} has {count} fields, at most {MAX_FIELDS} are supported", self.list);
            return Err(Error::invalid(self.offset, problem));
        }
        Ok(count)
    }

    fn position(&self, name: &str) -> Result<usize, Error> {
        let position = self.names.iter().position(|field| field == name);
        position.ok_or_else(|| Error::invalid(self.offset, format!("meta.{} lacks '{name}'", self.list)))
    }
}

/// The type of a field: one of a list of names, or a kind of value.
enum Types {
    Names(Vec<String>),
    Any,
}

impl<'de> Deserialize<'de> for Types {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Types, D::Error> {
        deserializer.deserialize_any(TypesVisitor)
    }
}

struct TypesVisitor;

impl<'de> Visitor<'de> for TypesVisitor {
    type Value = Types;

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("a type or a list of types")
    }

    fn visit_str<E>(self, _: &str) -> Result<Types, E> {
        Ok(Types::Any)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Types, A::Error> {
        let mut names = Vec::new();
        while let Some(name) = list.next_element()? {
            names.push(name);
        }
        Ok(Types::Names(names))
    }
}

/// The names of types: the list at the position of the field `type`.
fn types(lists: Vec<Types>, position: usize, name: &str) -> Result<Vec<String>, String> {
    match lists.into_iter().nth(position) {
        Some(Types::Names(names)) if names.len() > 256 => {
            Err(format!("meta.{name} has {} types, at most 256 are supported", names.len()))
        }
        Some(Types::Names(names)) => Ok(names),
        _ => Err(format!("meta.{name} has no list for 'type'")),
    }
}
