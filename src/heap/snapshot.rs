//! A heap snapshot that can be asked. What a question needs is computed when it is first asked, once: a
//! retaining path needs a breadth-first search and no dominators. Shared between threads freely.
//!
//! With two cores, shallow sizes and distances are found beside the dominators.

use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use flate2::read::MultiGzDecoder;
use once_cell::sync::OnceCell;

use crate::heap::analysis::classes::{Aggregate, Classes};
use crate::heap::analysis::distance::{distances, distances_and_parents, distances_and_parents_of_strong};
use crate::heap::analysis::dominators::DominatorTree;
use crate::heap::analysis::interfaces::{Interface, infer};
use crate::heap::analysis::paths::{Paths, edges_by_name};
use crate::heap::analysis::retained::{Children, dominators, retained_sizes};
use crate::heap::analysis::shallow::{owners, transfer};
use crate::heap::control::Control;
use crate::heap::error::Error;
use crate::heap::graph::Graph;
use crate::heap::graph::sizes::Sizes;
use crate::heap::parallel::beside;
use crate::heap::read::input::Input;
use crate::heap::read::load::load;

/// A heap snapshot.
#[derive(Debug)]
pub struct Snapshot {
    graph: Graph,
    /// Sizes as V8 wrote them, until [`Snapshot::shallow`] takes them.
    raw_sizes: Mutex<Sizes>,
    shallow: OnceCell<Sizes>,
    distances: OnceCell<Vec<u32>>,
    parents: OnceCell<Vec<u32>>,
    by_name: OnceCell<ByName>,
    domination: OnceCell<Domination>,
    children: OnceCell<Children>,
    interfaces: OnceCell<Vec<Interface>>,
    classes: OnceCell<Classes>,
    aggregates: OnceCell<Vec<Aggregate>>,
}

/// The search behind [`Snapshot::paths_by_name`].
#[derive(Debug)]
struct ByName {
    distances: Vec<u32>,
    parents: Vec<u32>,
    edges: Vec<u32>,
}

/// Who dominates whom, and what follows from it.
#[derive(Debug)]
pub struct Domination {
    /// Immediate dominators by node; the root's is itself.
    pub dominators: Vec<u32>,
    /// Retained sizes by node.
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
            return Snapshot::read(Box::new(reader), None, control);
        }
        Snapshot::read(Box::new(file), Some(metadata.len()), control)
    }

    /// Reads a snapshot of at most `size` bytes, if that is known.
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

    /// Shallow sizes by node.
    pub fn shallow(&self) -> Result<&Sizes, Error> {
        self.shallow.get_or_try_init(|| {
            let owners = owners(&self.graph)?;
            let mut raw = self.raw_sizes.lock().unwrap_or_else(PoisonError::into_inner);
            let mut sizes = std::mem::take(&mut *raw);
            transfer(&self.graph, &mut sizes, &owners);
            Ok(sizes)
        })
    }

    /// Distances by node.
    pub fn distances(&self) -> Result<&[u32], Error> {
        Ok(self.distances.get_or_try_init(|| distances(&self.graph))?)
    }

    /// Retaining paths.
    pub fn paths(&self) -> Result<Paths<'_>, Error> {
        let parents = self.parents.get_or_try_init(|| {
            let (distances, parents) = distances_and_parents(&self.graph)?;
            // They may be known already.
            let _ = self.distances.set(distances);
            Ok(parents)
        })?;
        Ok(Paths { graph: &self.graph, distances: self.distances()?, parents, by_name: None })
    }

    /// Retaining paths that are the same in each run, over what keeps a program's objects alive.
    pub fn paths_by_name(&self) -> Result<Paths<'_>, Error> {
        let ByName { distances, parents, edges } = self.by_name.get_or_try_init(|| {
            let (distances, parents) = distances_and_parents_of_strong(&self.graph)?;
            let edges = edges_by_name(&self.graph, &distances, &parents);
            Ok::<_, Error>(ByName { distances, parents, edges })
        })?;
        Ok(Paths { graph: &self.graph, distances, parents, by_name: Some(edges) })
    }

    /// Dominators and retained sizes.
    pub fn domination(&self) -> Result<&Domination, Error> {
        self.domination.get_or_try_init(|| {
            let distances = || self.shallow().and_then(|_| self.distances()).map(|_| ());
            let (found, tree) = beside(distances, || DominatorTree::of(&self.graph));
            found?;
            let tree = tree?;
            let (root, count, shallow) = (self.graph.root, self.graph.kinds.len(), self.shallow()?);
            let (dominators, retained) =
                beside(|| dominators(&tree, root, count), || retained_sizes(&tree, root, shallow));
            Ok(Domination { dominators: dominators?, retained: retained? })
        })
    }

    /// The dominator tree downwards.
    pub fn children(&self) -> Result<&Children, Error> {
        self.children.get_or_try_init(|| Children::new(&self.domination()?.dominators, self.graph.root))
    }

    /// The interfaces that plain objects are called after.
    pub fn interfaces(&self) -> &[Interface] {
        self.interfaces.get_or_init(|| infer(&self.graph))
    }

    /// Classes by node.
    pub fn classes(&self) -> Result<&Classes, Error> {
        self.classes.get_or_try_init(|| Classes::new(&self.graph, self.interfaces()))
    }

    /// What each class comes to.
    pub fn aggregates(&self) -> Result<&[Aggregate], Error> {
        let aggregates = self.aggregates.get_or_try_init(|| {
            let (classes, domination) = beside(|| self.classes(), || self.domination());
            let (classes, Domination { retained, .. }) = (classes?, domination?);
            let (shallow, distances) = (self.shallow()?, self.distances()?);
            Ok(classes.aggregate(&self.graph, shallow, distances, retained, self.children()?))
        })?;
        Ok(aggregates)
    }

    /// Memory in use, in bytes.
    pub fn memory(&self) -> usize {
        let column = |cell: &OnceCell<Vec<u32>>| cell.get().map_or(0, |column| 4 * column.capacity());
        self.graph.memory()
            + self.raw_sizes.lock().unwrap_or_else(PoisonError::into_inner).memory()
            + self.shallow.get().map_or(0, Sizes::memory)
            + column(&self.distances)
            + column(&self.parents)
            + self.by_name.get().map_or(0, |by_name| 3 * size_of_val(by_name.edges.as_slice()))
            + self.domination.get().map_or(0, |d| 4 * d.dominators.capacity() + d.retained.memory())
            + self.children.get().map_or(0, Children::memory)
            + self.classes.get().map_or(0, |classes| 4 * classes.class_of.capacity())
    }
}

#[cfg(test)]
mod tests {
    use super::Snapshot;
    use crate::heap::tests::sample::Sample;

    #[test]
    fn a_question_computes_what_it_needs_and_no_more() {
        let snapshot = Snapshot::new(Sample::tiny().graph());
        assert_eq!(snapshot.paths().unwrap().find(2, 1).len(), 1);
        assert!(snapshot.distances.get().is_some());
        assert!(snapshot.domination.get().is_none() && snapshot.shallow.get().is_none());
        assert!(snapshot.classes.get().is_none());

        let snapshot = Snapshot::new(Sample::tiny().graph());
        snapshot.domination().unwrap();
        assert!(snapshot.parents.get().is_none() && snapshot.children.get().is_none());
        assert!(snapshot.interfaces.get().is_none());
    }
}
