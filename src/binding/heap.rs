//! Heap snapshots for JavaScript. Everything that takes time is a task on another thread. Tasks do not fail: they resolve
//! with a result or with a [`Failure`], which JavaScript turns into an error.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use napi::bindgen_prelude::{AsyncTask, Either, Float64Array, Int32Array, ObjectFinalize, Uint32Array};
use napi::{Env, Task};
use napi_derive::napi;

use crate::binding::error::{heap_code, heap_message};
use crate::heap::control::Control;
use crate::heap::error::Error;
use crate::heap::growth::{Growth, NodeIds};
use crate::heap::query::{self, Question};
use crate::heap::snapshot::Snapshot;
use crate::heap::stream::{self, Consumer, Producer};

/// An error that JavaScript creates.
#[napi(object)]
pub struct Failure {
    /// The stable code.
    pub code: String,
    /// The message.
    pub message: String,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Failure {
        Failure { code: heap_code(&error).to_owned(), message: heap_message(&error) }
    }
}

/// Cancels the reading of a snapshot, and counts what was read.
#[napi]
#[derive(Default)]
pub struct HeapControl {
    control: Arc<Control>,
}

#[napi]
impl HeapControl {
    /// The control of one snapshot.
    #[napi(constructor)]
    pub fn new() -> HeapControl {
        HeapControl::default()
    }

    /// Makes the reading fail soon.
    #[napi]
    pub fn cancel(&self) {
        self.control.cancel();
    }

    /// Bytes read so far.
    #[napi]
    pub fn bytes_read(&self) -> f64 {
        self.control.bytes_read() as f64
    }
}

/// A snapshot. V8 is told how much memory it has.
#[napi(custom_finalize)]
pub struct NativeSnapshot {
    // Cells, since a running task counts as a borrow.
    snapshot: RefCell<Option<Arc<Snapshot>>>,
    /// What V8 was told, in bytes.
    told: Cell<i64>,
}

impl ObjectFinalize for NativeSnapshot {
    fn finalize(self, env: Env) -> napi::Result<()> {
        self.release(&env)
    }
}

impl NativeSnapshot {
    fn new(snapshot: Snapshot) -> NativeSnapshot {
        NativeSnapshot { snapshot: RefCell::new(Some(Arc::new(snapshot))), told: Cell::new(0) }
    }

    fn release(&self, env: &Env) -> napi::Result<()> {
        self.snapshot.replace(None);
        self.tell(env)
    }

    fn tell(&self, env: &Env) -> napi::Result<()> {
        let memory = self.snapshot.borrow().as_ref().map_or(0, |snapshot| snapshot.memory()) as i64;
        let more = memory - self.told.replace(memory);
        if more != 0 {
            env.adjust_external_memory(more)?;
        }
        Ok(())
    }

    fn shared(&self) -> napi::Result<Arc<Snapshot>> {
        // JavaScript does not use a snapshot that was disposed of.
        self.snapshot.borrow().clone().ok_or_else(|| napi::Error::from_reason("the snapshot was disposed of"))
    }
}

#[napi]
impl NativeSnapshot {
    /// Gives the memory back as soon as no task needs it.
    #[napi]
    pub fn dispose(&self, env: Env) -> napi::Result<()> {
        self.release(&env)
    }

    /// Tells V8 how much memory the snapshot has. It grows with the questions that were asked.
    #[napi]
    pub fn tell_memory(&self, env: Env) -> napi::Result<()> {
        self.tell(&env)
    }

    /// The numbers of nodes, edges and strings, and the bytes of memory.
    #[napi]
    pub fn counts(&self) -> napi::Result<Vec<f64>> {
        let snapshot = self.shared()?;
        let graph = snapshot.graph();
        let counts = [graph.node_count(), graph.edges.len(), graph.strings.len(), snapshot.memory()];
        Ok(counts.map(|count| count as f64).to_vec())
    }

    /// The answer to a question, both JSON.
    #[napi(ts_return_type = "Promise<string | Failure>")]
    pub fn ask(&self, question: String) -> napi::Result<AsyncTask<Ask>> {
        let question = Question::read(&question).map_err(napi::Error::from_reason)?;
        Ok(AsyncTask::new(Ask(AnyQuestion::Question(self.shared()?, question))))
    }

    /// What changed since another snapshot, as JSON.
    #[napi(ts_return_type = "Promise<string | Failure>")]
    pub fn diff(&self, base: &NativeSnapshot) -> napi::Result<AsyncTask<Ask>> {
        Ok(AsyncTask::new(Ask(AnyQuestion::Diff(base.shared()?, self.shared()?))))
    }

    /// The new and the gone objects of a class since another snapshot, as JSON.
    #[napi(ts_return_type = "Promise<string | Failure>")]
    pub fn diff_nodes(
        &self,
        base: &NativeSnapshot,
        class_name: String,
        top: Option<u32>,
    ) -> napi::Result<AsyncTask<Ask>> {
        Ok(AsyncTask::new(Ask(AnyQuestion::DiffNodes(base.shared()?, self.shared()?, class_name, top))))
    }

    /// All results, node by node.
    #[napi(ts_return_type = "Promise<Columns | Failure>")]
    pub fn columns(&self) -> napi::Result<AsyncTask<ReadColumns>> {
        Ok(AsyncTask::new(ReadColumns(self.shared()?)))
    }
}

/// A series of snapshots, and what grows from one to the next.
#[napi]
pub struct HeapGrowth {
    growth: Arc<Mutex<Growth>>,
}

#[napi]
impl HeapGrowth {
    /// An empty series. A group must grow by at least `least` objects each time. `ids_go_on` says that an id means the same
    /// object in all snapshots.
    #[napi(constructor)]
    pub fn new(least: u32, ids_go_on: bool) -> HeapGrowth {
        let ids = if ids_go_on { NodeIds::Continuous } else { NodeIds::Unrelated };
        HeapGrowth { growth: Arc::new(Mutex::new(Growth::new(least.into(), ids))) }
    }

    /// Adds the next snapshot. Returns what has grown each time so far, as JSON.
    #[napi(ts_return_type = "Promise<string | Failure>")]
    pub fn add(&self, snapshot: &NativeSnapshot) -> napi::Result<AsyncTask<Ask>> {
        Ok(AsyncTask::new(Ask(AnyQuestion::Growth(self.growth.clone(), snapshot.shared()?))))
    }
}

/// Reads a file.
#[napi(ts_return_type = "Promise<NativeSnapshot | Failure>")]
pub fn open_snapshot(path: String, control: &HeapControl) -> AsyncTask<Open> {
    AsyncTask::new(Open(Some(Source::File(PathBuf::from(path), control.control.clone()))))
}

/// A snapshot that is pushed.
#[napi]
pub struct SnapshotStream {
    producer: RefCell<Option<Producer>>,
    consumer: RefCell<Option<Consumer>>,
}

#[napi]
impl SnapshotStream {
    /// Starts to read.
    #[napi(constructor)]
    pub fn new(control: &HeapControl) -> napi::Result<SnapshotStream> {
        let (producer, consumer) = stream::start(control.control.clone())
            .map_err(|error| napi::Error::from_reason(error.to_string()))?;
        Ok(SnapshotStream { producer: RefCell::new(Some(producer)), consumer: RefCell::new(Some(consumer)) })
    }

    /// Pushes a chunk. Returns whether more is wanted.
    #[napi]
    pub fn push(&self, chunk: &[u8]) -> bool {
        self.producer.borrow().as_ref().is_some_and(|producer| producer.push(chunk.to_vec()))
    }

    /// The snapshot, after the last chunk.
    #[napi(ts_return_type = "Promise<NativeSnapshot | Failure>")]
    pub fn finish(&self) -> AsyncTask<Open> {
        self.producer.replace(None);
        AsyncTask::new(Open(self.consumer.take().map(Source::Stream)))
    }
}

/// Where a snapshot comes from.
pub enum Source {
    /// A file.
    File(PathBuf, Arc<Control>),
    /// What is pushed.
    Stream(Consumer),
}

/// The task of reading a snapshot.
pub struct Open(Option<Source>);

impl Task for Open {
    type Output = Result<Snapshot, Error>;
    type JsValue = Either<NativeSnapshot, Failure>;

    fn compute(&mut self) -> napi::Result<Self::Output> {
        let source = self.0.take();
        Ok(guard(|| match source {
            Some(Source::File(path, control)) => Snapshot::open(&path, &control),
            Some(Source::Stream(consumer)) => consumer.finish(),
            None => Err(Error::Internal("a stream was finished twice".to_owned())),
        }))
    }

    fn resolve(&mut self, env: Env, output: Self::Output) -> napi::Result<Self::JsValue> {
        Ok(match output {
            Ok(snapshot) => {
                let snapshot = NativeSnapshot::new(snapshot);
                snapshot.tell(&env)?;
                Either::A(snapshot)
            }
            Err(error) => Either::B(error.into()),
        })
    }
}

/// A question about one snapshot or several.
enum AnyQuestion {
    Question(Arc<Snapshot>, Question),
    Diff(Arc<Snapshot>, Arc<Snapshot>),
    DiffNodes(Arc<Snapshot>, Arc<Snapshot>, String, Option<u32>),
    Growth(Arc<Mutex<Growth>>, Arc<Snapshot>),
}

/// The task of answering a question.
pub struct Ask(AnyQuestion);

impl Task for Ask {
    type Output = Result<String, Error>;
    type JsValue = Either<String, Failure>;

    fn compute(&mut self) -> napi::Result<Self::Output> {
        Ok(guard(|| match &self.0 {
            AnyQuestion::Question(snapshot, question) => query::answer(snapshot, question),
            AnyQuestion::Diff(base, current) => query::diff(base, current),
            AnyQuestion::DiffNodes(base, current, class, top) => {
                query::diff_nodes(base, current, class, top.map(|top| top as usize))
            }
            AnyQuestion::Growth(growth, snapshot) => {
                query::growth(&mut growth.lock().unwrap_or_else(PoisonError::into_inner), snapshot)
            }
        }))
    }

    fn resolve(&mut self, _env: Env, output: Self::Output) -> napi::Result<Self::JsValue> {
        Ok(output.map_or_else(|error| Either::B(error.into()), Either::A))
    }
}

/// All results, a row for each node in the order of the file.
#[napi(object)]
pub struct Columns {
    /// Node ids.
    pub id: Uint32Array,
    /// Shallow sizes, in bytes.
    pub shallow_size: Float64Array,
    /// Retained sizes, in bytes.
    pub retained_size: Float64Array,
    /// Distances; -1 for nodes that cannot be reached.
    pub distance: Int32Array,
    /// Node ids of immediate dominators.
    pub dominator: Uint32Array,
}

/// The task of copying the results.
pub struct ReadColumns(Arc<Snapshot>);

impl Task for ReadColumns {
    type Output = Result<Columns, Error>;
    type JsValue = Either<Columns, Failure>;

    fn compute(&mut self) -> napi::Result<Self::Output> {
        Ok(guard(|| columns(&self.0)))
    }

    fn resolve(&mut self, _env: Env, output: Self::Output) -> napi::Result<Self::JsValue> {
        Ok(output.map_or_else(|error| Either::B(error.into()), Either::A))
    }
}

fn columns(snapshot: &Snapshot) -> Result<Columns, Error> {
    let graph = snapshot.graph();
    let (domination, shallow) = (snapshot.domination()?, snapshot.shallow()?);
    let nodes = || graph.nodes();
    let distance = |&distance: &u32| i32::try_from(distance).unwrap_or(-1);
    Ok(Columns {
        id: graph.ids.values().into(),
        shallow_size: nodes().map(|node| shallow.get(node) as f64).collect::<Vec<_>>().into(),
        retained_size: nodes().map(|node| domination.retained.get(node) as f64).collect::<Vec<_>>().into(),
        distance: snapshot.distances()?.values().iter().map(distance).collect::<Vec<_>>().into(),
        dominator: domination
            .dominators
            .values()
            .iter()
            .map(|&node| graph.ids[node])
            .collect::<Vec<_>>()
            .into(),
    })
}

/// Turns a panic into an error, so that it does not end the process.
fn guard<T>(task: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    catch_unwind(AssertUnwindSafe(task)).unwrap_or_else(|panic| Err(Error::Internal(reason(panic.as_ref()))))
}

fn reason(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied().map(str::to_owned);
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default()
}
