//! Nodes by class, as in DevTools' Summary. The class of an object is its name and the place of its
//! constructor, since constructors often share a name; a plain object's is its interface; other
//! nodes go by type.
//!
//! The retained size of a class counts an object that is dominated by another one of its class once, with
//! that one: one walk over the dominator tree.

use rustc_hash::FxHashMap;

use crate::heap::analysis::distance::UNREACHABLE;
use crate::heap::analysis::interfaces::{Interface, apply};
use crate::heap::analysis::retained::Children;
use crate::heap::error::Error;
use crate::heap::graph::Graph;
use crate::heap::graph::sizes::{Sizes, zeros};

/// What tells a class from others.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ClassKey {
    /// The name of the class.
    pub name: String,
    /// The number of its constructor's place, see [`crate::heap::graph::locations`].
    pub place: Option<u32>,
}

/// The classes of all nodes.
#[derive(Debug)]
pub struct Classes {
    /// Number of the class, by node.
    pub class_of: Vec<u32>,
    /// Classes by number.
    pub keys: Vec<ClassKey>,
}

/// What the objects of a class come to. Nodes of size 0 are left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Aggregate {
    /// Number of objects.
    pub count: u64,
    /// Their shallow sizes, in bytes.
    pub shallow_size: u64,
    /// What would be freed with all of them, in bytes.
    pub retained_size: u64,
    /// The least distance; [`UNREACHABLE`] if none can be reached.
    pub distance: u32,
}

impl Classes {
    /// Finds the class of every node. Plain objects are called after `interfaces`.
    pub fn new(graph: &Graph, interfaces: &[Interface]) -> Result<Classes, Error> {
        let mut builder = Builder::new(graph)?;
        builder.by_name()?;
        let numbers: Vec<u32> =
            interfaces.iter().map(|interface| builder.number(&interface.name, None)).collect();
        for (node, interface) in apply(graph, interfaces) {
            if let Some(interface) = interface {
                builder.class_of[node as usize] = numbers[interface as usize];
            }
        }
        builder.by_place();
        Ok(Classes { class_of: builder.class_of, keys: builder.keys })
    }

    /// What each class comes to.
    pub fn aggregate(
        &self,
        graph: &Graph,
        shallow: &Sizes,
        distances: &[u32],
        retained: &Sizes,
        children: &Children,
    ) -> Vec<Aggregate> {
        let mut aggregates =
            vec![Aggregate { distance: UNREACHABLE, ..Aggregate::default() }; self.keys.len()];
        for node in 0..graph.node_count() {
            let size = shallow.get(node);
            if size > 0 {
                let aggregate = &mut aggregates[self.class_of[node as usize] as usize];
                aggregate.count += 1;
                aggregate.shallow_size = aggregate.shallow_size.saturating_add(size);
                aggregate.distance = aggregate.distance.min(distances[node as usize]);
            }
        }
        self.add_retained(&mut aggregates, graph.root, shallow, retained, children);
        aggregates
    }

    fn add_retained(
        &self,
        aggregates: &mut [Aggregate],
        root: u32,
        shallow: &Sizes,
        retained: &Sizes,
        children: &Children,
    ) {
        // Classes that a node on the way from the root has.
        let mut is_above = vec![false; self.keys.len()];
        let mut stack = vec![root];
        // Lengths of the stack at which the walk has left the nodes that set `is_above`, with their classes.
        let mut above: Vec<(usize, u32)> = Vec::new();
        while let Some(node) = stack.pop() {
            let class = self.class_of[node as usize];
            let below = children.of(node);
            if !is_above[class as usize] && shallow.get(node) > 0 {
                let size = &mut aggregates[class as usize].retained_size;
                *size = size.saturating_add(retained.get(node));
                if !below.is_empty() {
                    is_above[class as usize] = true;
                    above.push((stack.len(), class));
                }
            }
            stack.extend_from_slice(below);
            while let Some((_, class)) = above.pop_if(|&mut (length, _)| length == stack.len()) {
                is_above[class as usize] = false;
            }
        }
    }
}

struct Builder<'a> {
    graph: &'a Graph,
    class_of: Vec<u32>,
    keys: Vec<ClassKey>,
    numbers: FxHashMap<ClassKey, u32>,
}

impl<'a> Builder<'a> {
    fn new(graph: &'a Graph) -> Result<Builder<'a>, Error> {
        Ok(Builder {
            graph,
            class_of: zeros(graph.kinds.len())?,
            keys: Vec::new(),
            numbers: FxHashMap::default(),
        })
    }

    fn number(&mut self, name: &str, place: Option<u32>) -> u32 {
        let key = ClassKey { name: name.to_owned(), place };
        let keys = &mut self.keys;
        *self.numbers.entry(key).or_insert_with_key(|key| {
            keys.push(key.clone());
            keys.len() as u32 - 1
        })
    }

    /// Classes by type and name, without places.
    fn by_name(&mut self) -> Result<(), Error> {
        let graph = self.graph;
        let by_type: Vec<Option<u32>> = graph
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
                Some(self.number(&class, None))
            })
            .collect();
        // The class after each string, plus 1.
        let mut by_string: Vec<u32> = zeros(graph.strings.len())?;
        for node in 0..graph.kinds.len() {
            self.class_of[node] = match by_type[graph.kinds[node] as usize] {
                Some(class) => class,
                None => {
                    let name = graph.names[node];
                    if by_string[name as usize] == 0 {
                        let text = graph.strings.get(name);
                        by_string[name as usize] = self.number(&element_class(&text), None) + 1;
                    }
                    by_string[name as usize] - 1
                }
            };
        }
        Ok(())
    }

    /// Tells classes of the same name apart where the place of the constructor is known.
    fn by_place(&mut self) {
        let graph = self.graph;
        let object = graph.type_number("object");
        let mut known: FxHashMap<(u32, u32), u32> = FxHashMap::default();
        for (node, place) in graph.locations.iter() {
            if !graph.is_of_type(node, object) {
                continue;
            }
            let class = self.class_of[node as usize];
            let number = match known.get(&(class, place)) {
                Some(&number) => number,
                None => {
                    let name = self.keys[class as usize].name.clone();
                    let number = self.number(&name, Some(place));
                    known.insert((class, place), number);
                    number
                }
            };
            self.class_of[node as usize] = number;
        }
    }
}

/// `<div id="a">` is of the class `<div>`, detached or not.
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
