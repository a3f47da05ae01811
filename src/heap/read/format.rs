//! The header of a snapshot, which describes its layout: `snapshot.meta` names the fields of nodes, edges and locations and
//! the types, in the order of the arrays. Node 18 to 22 write 7 fields a node, Node 24 and later 6; Chrome has its own.
//! Unknown fields are skipped.

use super::records::MAX_FIELDS;
use crate::heap::error::Error;
use crate::heap::json::{Parsed, Reader, set};

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

/// What is read of the header.
#[derive(Default)]
struct Header {
    meta: Option<Meta>,
    node_count: Option<u64>,
    edge_count: Option<u64>,
    root_index: Option<u64>,
    extra_native_bytes: Option<u64>,
}

impl Header {
    fn read(bytes: &[u8]) -> Parsed<Header> {
        let mut header = Header::default();
        Reader::new(bytes).object(&mut |key, reader| match key {
            "meta" => set(&mut header.meta, key, Meta::read(reader)?),
            "node_count" => set(&mut header.node_count, key, reader.number()?),
            "edge_count" => set(&mut header.edge_count, key, reader.number()?),
            "root_index" | "extra_native_bytes" if reader.null() => Ok(()),
            "root_index" => set(&mut header.root_index, key, reader.number()?),
            "extra_native_bytes" => set(&mut header.extra_native_bytes, key, reader.number()?),
            _ => reader.skip(),
        })?;
        Ok(header)
    }
}

#[derive(Default)]
struct Meta {
    node_fields: Option<Vec<String>>,
    node_types: Option<Vec<Types>>,
    edge_fields: Option<Vec<String>>,
    edge_types: Option<Vec<Types>>,
    location_fields: Option<Vec<String>>,
}

impl Meta {
    fn read(reader: &mut Reader) -> Parsed<Meta> {
        let mut meta = Meta::default();
        reader.object(&mut |key, reader| match key {
            "node_fields" => set(&mut meta.node_fields, key, reader.strings()?),
            "node_types" => set(&mut meta.node_types, key, read_types(reader)?),
            "edge_fields" => set(&mut meta.edge_fields, key, reader.strings()?),
            "edge_types" => set(&mut meta.edge_types, key, read_types(reader)?),
            "location_fields" if reader.null() => Ok(()),
            "location_fields" => set(&mut meta.location_fields, key, reader.strings()?),
            _ => reader.skip(),
        })?;
        Ok(meta)
    }
}

/// The type of a field: one of a list of names, or none if it is a kind of value.
type Types = Option<Vec<String>>;

fn read_types(reader: &mut Reader) -> Parsed<Vec<Types>> {
    let mut types = Vec::new();
    reader.list(&mut |reader| {
        types.push(match reader.peek() {
            Some(b'"') => reader.string().map(|_| None)?,
            _ => Some(reader.strings()?),
        });
        Ok(())
    })?;
    Ok(types)
}

impl Format {
    /// Parses the value of the key `snapshot`, which starts at `offset`.
    pub fn parse(header: &[u8], offset: u64) -> Result<Format, Error> {
        let invalid = |problem: String| Error::invalid(offset, problem);
        let header = Header::read(header).map_err(|problem| invalid(format!("in its header: {problem}")))?;
        let missing = |key: &str| invalid(format!("in its header: it lacks the key '{key}'"));
        let meta = header.meta.ok_or_else(|| missing("meta"))?;
        let node_fields = meta.node_fields.ok_or_else(|| missing("node_fields"))?;
        let edge_fields = meta.edge_fields.ok_or_else(|| missing("edge_fields"))?;
        let node_types = meta.node_types.ok_or_else(|| missing("node_types"))?;
        let edge_types = meta.edge_types.ok_or_else(|| missing("edge_types"))?;
        let nodes = FieldList { names: &node_fields, list: "node_fields", offset };
        let edges = FieldList { names: &edge_fields, list: "edge_fields", offset };
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
            node_count: header.node_count.ok_or_else(|| missing("node_count"))?,
            edge_count: header.edge_count.ok_or_else(|| missing("edge_count"))?,
            root_index: header.root_index.unwrap_or(0),
            extra_native_bytes: header.extra_native_bytes.unwrap_or(0),
            node,
            edge,
            location,
            node_types: types(node_types, node.kind, "node_types").map_err(invalid)?,
            edge_types: types(edge_types, edge.kind, "edge_types").map_err(invalid)?,
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

/// The names of types: the list at the position of the field `type`.
fn types(lists: Vec<Types>, position: usize, name: &str) -> Result<Vec<String>, String> {
    match lists.into_iter().nth(position) {
        Some(Some(names)) if names.len() > 256 => {
            Err(format!("meta.{name} has {} types, at most 256 are supported", names.len()))
        }
        Some(Some(names)) => Ok(names),
        _ => Err(format!("meta.{name} has no list for 'type'")),
    }
}
