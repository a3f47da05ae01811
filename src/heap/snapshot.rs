//! A heap snapshot that answers questions. What a question needs is computed when it is first asked, once: a retaining
//! path needs a breadth-first search and no dominators. Can be shared between threads.
//!
//! Shallow sizes and distances are computed at the same time as dominators, if there are two cores.

use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use flate2::read::MultiGzDecoder;
use once_cell::sync::OnceCell;

use crate::heap::analysis::classes::{Aggregate, ClassIndex, Classes};
use crate::heap::analysis::distance::{Follow, SearchTree, distances, search_tree};
use crate::heap::analysis::dominators::DominatorTree;
use crate::heap::analysis::interfaces::{Interface, infer};
use crate::heap::analysis::paths::{Paths, edges_by_name};
use crate::heap::analysis::retained::{Children, children, dominators, retained_sizes};
use crate::heap::analysis::shallow::{owners, transfer};
use crate::heap::column::{Column, vec_memory};
use crate::heap::control::Control;
use crate::heap::error::Error;
use crate::heap::graph::sizes::Sizes;
use crate::heap::graph::{EdgeIndex, Graph, NodeIndex};
use crate::heap::parallel::join;
use crate::heap::read::input::Input;
use crate::heap::read::load::load;

/// How many times its size a compressed file may expand. Snapshots expand to seven times; gzip can do a thousand, of
/// gigabytes that nobody needs.
const MAX_RATIO: u64 = 100;
/// A compressed file may expand to this many bytes whatever its size.
const ANY_RATIO: u64 = 1 << 28;

/// A heap snapshot.
#[derive(Debug)]
pub struct Snapshot {
    graph: Graph,
    /// Sizes as V8 wrote them, until [`Snapshot::shallow`] uses them up.
    raw_sizes: Mutex<Sizes>,
    shallow: OnceCell<Sizes>,
    distances: OnceCell<Column<NodeIndex, u32>>,
    parents: OnceCell<Column<NodeIndex, NodeIndex>>,
    strong: OnceCell<SearchTree>,
    by_name: OnceCell<Column<NodeIndex, EdgeIndex>>,
    domination: OnceCell<Domination>,
    children: OnceCell<Children>,
    interfaces: OnceCell<Vec<Interface>>,
    classes: OnceCell<Classes>,
    aggregates: OnceCell<Column<ClassIndex, Aggregate>>,
}

/// Dominators, and what follows from them.
#[derive(Debug)]
pub struct Domination {
    /// The immediate dominator of each node. The root's is the root itself.
    pub dominators: Column<NodeIndex, NodeIndex>,
    /// The retained size of each node.
    pub retained: Sizes,
}

impl Snapshot {
    /// Reads a file, compressed by gzip or not.
    pub fn open(path: &Path, control: &Arc<Control>) -> Result<Snapshot, Error> {
        let read_error = |error: std::io::Error| Error::Read(format!("{error}, '{}'", path.display()));
        let mut file = File::open(path).map_err(read_error)?;
        let metadata = file.metadata().map_err(read_error)?;
        if metadata.is_dir() {
            return Err(Error::Read(format!("it is a directory, '{}'", path.display())));
        }
        if !metadata.is_file() {
            return Snapshot::read(Box::new(file), None, control);
        }
        let mut magic = Vec::new();
        (&mut file).take(2).read_to_end(&mut magic).map_err(read_error)?;
        file.seek(SeekFrom::Start(0)).map_err(read_error)?;
        if magic == [0x1f, 0x8b] {
            let reader = MultiGzDecoder::new(BufReader::with_capacity(1 << 16, file));
            let most = metadata.len().saturating_mul(MAX_RATIO).max(ANY_RATIO);
            let input = Input::new(Box::new(reader), None, control.clone()).at_most(most);
            return Ok(Snapshot::new(load(input, control)?));
        }
        Snapshot::read(Box::new(file), Some(metadata.len()), control)
    }

    /// Reads a snapshot, which has at most `size` bytes, if that is known.
    pub fn read(
        reader: Box<dyn Read + Send>,
        size: Option<u64>,
        control: &Arc<Control>,
    ) -> Result<Snapshot, Error> {
        Ok(Snapshot::new(load(Input::new(reader, size, control.clone()), control)?))
    }

    /// A snapshot of a graph.
    pub fn new(mut graph: Graph) -> Snapshot {
        let raw_sizes = Mutex::new(std::mem::take(&mut graph.self_sizes));
        Snapshot {
            graph,
            raw_sizes,
            shallow: OnceCell::new(),
            distances: OnceCell::new(),
            parents: OnceCell::new(),
            strong: OnceCell::new(),
            by_name: OnceCell::new(),
            domination: OnceCell::new(),
            children: OnceCell::new(),
            interfaces: OnceCell::new(),
            classes: OnceCell::new(),
            aggregates: OnceCell::new(),
        }
    }

    /// The graph.
    pub fn graph(&self) -> &Graph {
        &self.graph
    }

    /// The shallow size of each node.
    pub fn shallow(&self) -> Result<&Sizes, Error> {
        self.shallow.get_or_try_init(|| {
            let owners = owners(&self.graph)?;
            let mut raw = self.raw_sizes.lock().unwrap_or_else(PoisonError::into_inner);
            let mut sizes = std::mem::take(&mut *raw);
            transfer(&self.graph, &mut sizes, &owners);
            Ok(sizes)
        })
    }

    /// The distance of each node.
    pub fn distances(&self) -> Result<&Column<NodeIndex, u32>, Error> {
        self.distances.get_or_try_init(|| distances(&self.graph))
    }

    /// Retaining paths.
    pub fn paths(&self) -> Result<Paths<'_>, Error> {
        let parents = self.parents.get_or_try_init(|| {
            let SearchTree { distances, parents } = search_tree(&self.graph, Follow::All)?;
            // Fails if they are known, which does no harm.
            let _ = self.distances.set(distances);
            Ok(parents)
        })?;
        Ok(Paths { graph: &self.graph, distances: self.distances()?, parents, by_name: None })
    }

    /// Retaining paths that are the same in each run, over what keeps a program's objects alive.
    pub fn paths_by_name(&self) -> Result<Paths<'_>, Error> {
        let tree = self.strong()?;
        let edges = self.by_name.get_or_init(|| edges_by_name(&self.graph, tree));
        let SearchTree { distances, parents } = tree;
        Ok(Paths { graph: &self.graph, distances, parents, by_name: Some(edges) })
    }

    /// Shortest paths over what keeps objects alive for longer than a moment.
    pub fn strong(&self) -> Result<&SearchTree, Error> {
        self.strong.get_or_try_init(|| search_tree(&self.graph, Follow::Strong))
    }

    /// Dominators and retained sizes.
    pub fn domination(&self) -> Result<&Domination, Error> {
        self.domination.get_or_try_init(|| {
            let distances = || self.shallow().and_then(|_| self.distances()).map(|_| ());
            let (found, tree) = join(distances, || DominatorTree::of(&self.graph));
            found?;
            let tree = tree?;
            let (root, count, shallow) = (self.graph.root, self.graph.node_count(), self.shallow()?);
            let (dominators, retained) =
                join(|| dominators(&tree, root, count), || retained_sizes(&tree, root, shallow));
            Ok(Domination { dominators: dominators?, retained: retained? })
        })
    }

    /// The dominator tree downwards.
    pub fn children(&self) -> Result<&Children, Error> {
        self.children.get_or_try_init(|| children(&self.domination()?.dominators, self.graph.root))
    }

    /// The interfaces that plain objects are named after.
    pub fn interfaces(&self) -> &[Interface] {
        self.interfaces.get_or_init(|| infer(&self.graph))
    }

    /// The class of each node.
    pub fn classes(&self) -> Result<&Classes, Error> {
        self.classes.get_or_try_init(|| Classes::new(&self.graph, self.interfaces()))
    }

    /// The totals of each class.
    pub fn aggregates(&self) -> Result<&Column<ClassIndex, Aggregate>, Error> {
        self.aggregates.get_or_try_init(|| {
            let (classes, domination) = join(|| self.classes(), || self.domination());
            let (classes, Domination { retained, .. }) = (classes?, domination?);
            let (shallow, distances) = (self.shallow()?, self.distances()?);
            Ok(classes.aggregate(&self.graph, shallow, distances, retained, self.children()?))
        })
    }

    /// Memory in use, in bytes.
    pub fn memory(&self) -> usize {
        // Without `..`, so that no field is forgotten.
        let Snapshot {
            graph,
            raw_sizes,
            shallow,
            distances,
            parents,
            strong,
            by_name,
            domination,
            children,
            interfaces,
            classes,
            aggregates,
        } = self;
        graph.memory()
            + raw_sizes.lock().unwrap_or_else(PoisonError::into_inner).memory()
            + shallow.get().map_or(0, Sizes::memory)
            + distances.get().map_or(0, Column::memory)
            + parents.get().map_or(0, Column::memory)
            + strong.get().map_or(0, SearchTree::memory)
            + by_name.get().map_or(0, Column::memory)
            + domination.get().map_or(0, Domination::memory)
            + children.get().map_or(0, Children::memory)
            + interfaces.get().map_or(0, interfaces_memory)
            + classes.get().map_or(0, Classes::memory)
            + aggregates.get().map_or(0, Column::memory)
    }
}

impl Domination {
    fn memory(&self) -> usize {
        let Domination { dominators, retained } = self;
        dominators.memory() + retained.memory()
    }
}

fn interfaces_memory(interfaces: &Vec<Interface>) -> usize {
    let one = |Interface { name, properties }: &Interface| {
        name.capacity() + vec_memory(properties) + properties.iter().map(String::capacity).sum::<usize>()
    };
    vec_memory(interfaces) + interfaces.iter().map(one).sum::<usize>()
}

#[cfg(test)]
mod tests {
    use super::{NodeIndex, Snapshot};
    use crate::heap::tests::sample::Sample;

    #[test]
    fn a_question_computes_what_it_needs_and_no_more() {
        let snapshot = Snapshot::new(Sample::tiny().graph());
        assert_eq!(snapshot.paths().unwrap().find(NodeIndex::new(2), 1).len(), 1);
        assert!(snapshot.distances.get().is_some());
        assert!(snapshot.domination.get().is_none() && snapshot.shallow.get().is_none());
        assert!(snapshot.classes.get().is_none());

        let snapshot = Snapshot::new(Sample::tiny().graph());
        snapshot.domination().unwrap();
        assert!(snapshot.parents.get().is_none() && snapshot.children.get().is_none());
        assert!(snapshot.interfaces.get().is_none());
    }
}
