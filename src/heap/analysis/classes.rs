//! Nodes by class, as in DevTools' Summary. The class of an object is its name and the location of its constructor, since
//! constructors often share a name. The class of a plain object is its interface. Other nodes are classed by type.
//!
//! The retained size of a class is the sum over its outermost objects. An object that another object of its class dominates
//! is part of that one's size.

use rustc_hash::FxHashMap;

use crate::heap::analysis::distance::UNREACHABLE;
use crate::heap::analysis::interfaces::{Interface, apply};
use crate::heap::analysis::retained::{Children, for_each_outermost};
use crate::heap::column::{Column, index_type};
use crate::heap::error::Error;
use crate::heap::graph::sizes::Sizes;
use crate::heap::graph::{Graph, LocationIndex, NodeIndex, StringIndex};

index_type! {
    /// A class.
    ClassIndex
}

/// What distinguishes a class.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ClassKey {
    /// The name of the class.
    pub name: String,
    /// The location of its constructor, if it is known.
    pub location: Option<LocationIndex>,
}

/// The classes of all nodes.
#[derive(Debug)]
pub struct Classes {
    /// The class of each node.
    pub class_of: Column<NodeIndex, ClassIndex>,
    /// All classes.
    pub keys: Column<ClassIndex, ClassKey>,
}

/// Totals of the objects of a class. Nodes of size 0 are left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Aggregate {
    /// The number of objects.
    pub count: u64,
    /// The sum of their shallow sizes, in bytes.
    pub shallow_size: u64,
    /// What would be freed with all of them, in bytes.
    pub retained_size: u64,
    /// The least distance; [`UNREACHABLE`] if none can be reached.
    pub distance: u32,
}

impl Classes {
    /// Finds the class of each node. Plain objects are named after `interfaces`.
    pub fn new(graph: &Graph, interfaces: &[Interface]) -> Result<Classes, Error> {
        let mut builder = ClassBuilder::new(graph)?;
        builder.by_name()?;
        let of_interface: Vec<ClassIndex> =
            interfaces.iter().map(|interface| builder.class(&interface.name, None)).collect();
        for (node, interface) in apply(graph, interfaces) {
            if let Some(interface) = interface {
                builder.class_of[node] = of_interface[interface];
            }
        }
        builder.by_location();
        Ok(Classes { class_of: builder.class_of, keys: builder.keys })
    }

    /// The key of the class of a node.
    pub fn key_of(&self, node: NodeIndex) -> &ClassKey {
        &self.keys[self.class_of[node]]
    }

    /// The totals of each class.
    pub fn aggregate(
        &self,
        graph: &Graph,
        shallow: &Sizes,
        distances: &Column<NodeIndex, u32>,
        retained: &Sizes,
        children: &Children,
    ) -> Column<ClassIndex, Aggregate> {
        let none = Aggregate { distance: UNREACHABLE, ..Aggregate::default() };
        let mut aggregates: Column<ClassIndex, Aggregate> = vec![none; self.keys.len()].into();
        for node in graph.nodes() {
            let size = shallow.get(node);
            if size > 0 {
                let aggregate = &mut aggregates[self.class_of[node]];
                aggregate.count += 1;
                aggregate.shallow_size = aggregate.shallow_size.saturating_add(size);
                aggregate.distance = aggregate.distance.min(distances[node]);
            }
        }
        let class_of = |node| (shallow.get(node) > 0).then(|| self.class_of[node]);
        for_each_outermost(children, graph.root, self.keys.len(), class_of, |class, node| {
            let size = &mut aggregates[class].retained_size;
            *size = size.saturating_add(retained.get(node));
        });
        aggregates
    }

    /// Memory in use, in bytes.
    pub fn memory(&self) -> usize {
        let Classes { class_of, keys } = self;
        let names = keys.values().iter().map(|key| key.name.capacity());
        class_of.memory() + keys.memory() + names.sum::<usize>()
    }
}

struct ClassBuilder<'a> {
    graph: &'a Graph,
    class_of: Column<NodeIndex, ClassIndex>,
    keys: Column<ClassIndex, ClassKey>,
    known: FxHashMap<ClassKey, ClassIndex>,
}

impl<'a> ClassBuilder<'a> {
    fn new(graph: &'a Graph) -> Result<ClassBuilder<'a>, Error> {
        Ok(ClassBuilder {
            graph,
            class_of: Column::zeros(graph.node_count())?,
            keys: Column::default(),
            known: FxHashMap::default(),
        })
    }

    fn class(&mut self, name: &str, location: Option<LocationIndex>) -> ClassIndex {
        let key = ClassKey { name: name.to_owned(), location };
        let keys = &mut self.keys;
        *self.known.entry(key).or_insert_with_key(|key| keys.push(key.clone()))
    }

    /// Classes by type and name, without locations.
    fn by_name(&mut self) -> Result<(), Error> {
        let graph = self.graph;
        let by_type: Vec<Option<ClassIndex>> = graph
            .node_types
            .iter()
            .map(|name| {
                let class = match name.as_str() {
                    "object" | "native" => return None,
                    "hidden" => "(system)".to_owned(),
                    "code" => "(compiled code)".to_owned(),
                    "closure" => "Function".to_owned(),
                    "regexp" => "RegExp".to_owned(),
                    other => format!("({other})"),
                };
                Some(self.class(&class, None))
            })
            .collect();
        let mut by_name: Column<StringIndex, ClassIndex> =
            Column::filled(graph.strings.len(), ClassIndex::NONE)?;
        for node in graph.nodes() {
            self.class_of[node] = match by_type[graph.kinds[node] as usize] {
                Some(class) => class,
                None => {
                    let name = graph.names[node];
                    if by_name[name].is_none() {
                        by_name[name] = self.class(&element_class(&graph.strings.get(name)), None);
                    }
                    by_name[name]
                }
            };
        }
        Ok(())
    }

    /// Splits classes of one name by the location of the constructor, where it is known.
    fn by_location(&mut self) {
        let graph = self.graph;
        let object = graph.type_number("object");
        let mut known: FxHashMap<(ClassIndex, LocationIndex), ClassIndex> = FxHashMap::default();
        for (node, location) in graph.locations.iter() {
            if !graph.is_of_type(node, object) {
                continue;
            }
            let class = self.class_of[node];
            self.class_of[node] = match known.get(&(class, location)) {
                Some(&split) => split,
                None => {
                    let name = self.keys[class].name.clone();
                    let split = self.class(&name, Some(location));
                    known.insert((class, location), split);
                    split
                }
            };
        }
    }
}

/// The class of a DOM element: that of `<div id="a">` is `<div>`, that of `Detached <div id="a">` is `Detached <div>`.
fn element_class(name: &str) -> std::borrow::Cow<'_, str> {
    let skipped = if name.starts_with('<') {
        0
    } else if name.starts_with("Detached <") {
        "Detached ".len() + 1
    } else {
        return name.into();
    };
    match name[skipped..].find(' ') {
        Some(space) => format!("{}>", &name[..skipped + space]).into(),
        None => name.into(),
    }
}
