//! Large arrays of integers, read by several threads. A free thread takes the next block of bytes under a lock, counts its
//! commas, which gives the number of whole records, cuts the block after the last of them, and takes the rows of the
//! table that these records fill. It parses the block outside the lock. So the order is known before anything is parsed,
//! and no two threads share a row.
//!
//! The header announces how many records there are. Table grow to that only as far as the input can hold it.

use std::num::NonZero;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;

use memchr::{memchr, memchr_iter, memrchr};

use super::input::{BLOCK, Block, Input};
use super::numbers::{Malformed, Numbers};
use crate::heap::error::Error;

/// More threads would wait for each other at the lock.
const MAX_THREADS: usize = 4;
/// The most integers in a record.
pub const MAX_FIELDS: usize = 32;
/// The number of rows that columns start with if the size of the input is unknown.
const FIRST_ROWS: usize = 1 << 20;

/// The rows of a table that the records of a block fill.
pub trait Rows: Sized + Send {
    /// What a block yields besides rows.
    type Yield: Send;

    /// The number of rows.
    fn count(&self) -> usize;

    /// Cuts off the first `count` rows.
    fn take_front(&mut self, count: usize) -> Self;

    /// Fills all rows from `records`, whose first one has the number `first` in the array.
    fn fill(self, records: &mut Records, first: usize) -> Result<Self::Yield, Error>;
}

/// Columns that an array is read into.
pub trait Table {
    /// What a block yields besides rows.
    type Yield: Send;
    /// A part of the table.
    type Rows<'a>: Rows<Yield = Self::Yield>
    where
        Self: 'a;

    /// Makes room for `count` rows in all.
    fn grow(&mut self, count: usize) -> Result<(), Error>;

    /// The rows from `first` on.
    fn rows(&mut self, first: usize) -> Self::Rows<'_>;

    /// Takes what a block has yielded. Called in the order of blocks.
    fn receive(&mut self, yielded: Self::Yield) -> Result<(), Error>;
}

/// The shape of an array.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// The name of the array in messages.
    pub name: &'static str,
    /// The number of integers in a record.
    pub fields: usize,
    /// The number of records that the header announces, if it does.
    pub announced: Option<u64>,
}

/// The records of a block.
pub struct Records<'a> {
    numbers: Numbers<'a>,
    offset: u64,
    shape: Shape,
    start: usize,
    record: [u64; MAX_FIELDS],
}

impl Records<'_> {
    /// The fields of the next record.
    #[inline(always)]
    pub fn record(&mut self) -> Result<&[u64; MAX_FIELDS], Error> {
        self.start = self.numbers.position();
        for field in 0..self.shape.fields.min(MAX_FIELDS) {
            self.record[field] = self.numbers.number().map_err(|malformed| self.malformed(malformed))?;
        }
        Ok(&self.record)
    }

    /// An error about the last record that was returned.
    #[cold]
    pub fn invalid(&self, problem: String) -> Error {
        Error::invalid(self.offset + self.start as u64, problem)
    }

    #[cold]
    fn malformed(&self, Malformed { at, expected }: Malformed) -> Error {
        Error::invalid(self.offset + at as u64, format!("expected {expected} in the {}", self.shape.name))
    }
}

/// Reads an array into `table` and returns the number of records. Its `[` has been read.
pub fn read_array<T: Table>(input: &mut Input, shape: Shape, table: &mut T) -> Result<usize, Error> {
    let Shape { name, fields, announced, .. } = shape;
    let start = input.offset();
    let fit = input.bytes_left().map(|bytes| bytes / (2 * fields as u64) + 1);
    let mut room = match (announced, fit) {
        (Some(announced), Some(fit)) => announced.min(fit) as usize,
        (announced, fit) => announced.or(fit).unwrap_or(u64::MAX).min(FIRST_ROWS as u64) as usize,
    };
    let mut done = 0;
    loop {
        table.grow(room)?;
        let Session { filled, ended, yields } = run_session(input, shape, table.rows(done), done)?;
        for yielded in yields {
            table.receive(yielded)?;
        }
        done += filled;
        if ended {
            break;
        }
        if announced.is_some_and(|announced| room as u64 >= announced) || room as u64 > u64::from(u32::MAX) {
            let most = announced.unwrap_or(u64::from(u32::MAX));
            return Err(Error::invalid(input.offset(), format!("there are more {name} than {most}")));
        }
        room = announced.unwrap_or(u64::MAX).min((room as u64).max(1) * 2) as usize;
    }
    if let Some(announced) = announced.filter(|&announced| announced != done as u64) {
        return Err(Error::invalid(
            start,
            format!("the header announces {announced} {name}, there are {done}"),
        ));
    }
    Ok(done)
}

/// What the threads have read when the array ends or the rows are full.
struct Session<Y> {
    filled: usize,
    ended: bool,
    yields: Vec<Y>,
}

/// What the threads share, under a lock.
struct Feed<'i, R: Rows> {
    input: &'i mut Input,
    shape: Shape,
    rows: R,
    /// The number of records taken in all sessions.
    taken: usize,
    /// No block is left: the array has ended, the rows are full, or a thread has failed.
    over: bool,
    ended: bool,
    yields: Vec<(usize, R::Yield)>,
    error: Option<Error>,
}

struct Task<R> {
    offset: u64,
    bytes: std::ops::Range<usize>,
    rows: R,
    first: usize,
    /// The array ends with these records.
    last: bool,
}

fn run_session<R: Rows>(
    input: &mut Input,
    shape: Shape,
    rows: R,
    done: usize,
) -> Result<Session<R::Yield>, Error> {
    // At most one thread for each block.
    let blocks = input.bytes_left().map_or(usize::MAX, |bytes| bytes as usize / BLOCK + 1);
    let feed =
        Feed { input, shape, rows, taken: done, over: false, ended: false, yields: Vec::new(), error: None };
    let feed = Mutex::new(feed);
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(MAX_THREADS).min(blocks);
    thread::scope(|scope| {
        for _ in 1..threads {
            // If no thread can be started, this one reads everything.
            let _ = thread::Builder::new().spawn_scoped(scope, || work(&feed));
        }
        work(&feed);
    });
    let mut feed = feed.into_inner().unwrap_or_else(PoisonError::into_inner);
    if let Some(error) = feed.error {
        return Err(error);
    }
    feed.yields.sort_unstable_by_key(|&(first, _)| first);
    let yields = feed.yields.into_iter().map(|(_, yielded)| yielded).collect();
    Ok(Session { filled: feed.taken - done, ended: feed.ended, yields })
}

fn lock<'m, 'i, R: Rows>(feed: &'m Mutex<Feed<'i, R>>) -> MutexGuard<'m, Feed<'i, R>> {
    feed.lock().unwrap_or_else(PoisonError::into_inner)
}

fn work<R: Rows>(feed: &Mutex<Feed<R>>) {
    let shape = lock(feed).shape;
    let mut block = Block::default();
    loop {
        let task = {
            let mut feed = lock(feed);
            let task = feed.next(&mut block);
            match task {
                Ok(Some(task)) => task,
                Ok(None) => return,
                Err(error) => return feed.fail(error),
            }
        };
        let first = task.first;
        let result = parse(shape, task, block.bytes());
        let mut feed = lock(feed);
        match result {
            Ok(yielded) => feed.yields.push((first, yielded)),
            Err(error) => return feed.fail(error),
        }
    }
}

fn parse<R: Rows>(shape: Shape, task: Task<R>, block: &[u8]) -> Result<R::Yield, Error> {
    let bytes = &block[task.bytes];
    let mut records = Records {
        numbers: Numbers::new(bytes),
        offset: task.offset,
        shape,
        start: 0,
        record: [0; MAX_FIELDS],
    };
    let yielded = task.rows.fill(&mut records, task.first)?;
    let end = records.numbers.position();
    if task.last && !bytes[end..].trim_ascii().is_empty() {
        return Err(Error::invalid(
            task.offset + end as u64,
            format!("expected the end of the {}", shape.name),
        ));
    }
    Ok(yielded)
}

impl<R: Rows> Feed<'_, R> {
    /// The records of the next block, if there is one.
    fn next(&mut self, block: &mut Block) -> Result<Option<Task<R>>, Error> {
        if self.over {
            return Ok(None);
        }
        let Shape { name, fields, .. } = self.shape;
        let offset = self.input.take_block(block)?;
        let block = block.bytes();
        let end = memchr(b']', block);
        let body = &block[..end.unwrap_or(block.len())];
        let commas = memchr_iter(b',', body).count();
        let (records, cut) = match end {
            Some(end) => {
                let blank = commas == 0 && body.trim_ascii().is_empty() && self.taken == 0;
                let numbers = if blank { 0 } else { commas + 1 };
                if numbers % fields != 0 {
                    let problem =
                        format!("the last of the {name} has {} of {fields} fields", numbers % fields);
                    return Err(Error::invalid(offset + end as u64, problem));
                }
                (numbers / fields, end)
            }
            None => (commas / fields, end_of_record(body, commas % fields)),
        };
        if end.is_none() && block.len() < BLOCK {
            return Err(Error::truncated(offset + block.len() as u64, format!("the {name}")));
        }
        if end.is_none() && records == 0 {
            return Err(Error::invalid(offset, format!("expected one of the {name} within {BLOCK} bytes")));
        }
        if records > self.rows.count() {
            self.over = true;
            self.input.give_back(block);
            return Ok(None);
        }
        self.ended = end.is_some();
        self.over = self.ended;
        self.input.give_back(&block[cut + usize::from(self.ended)..]);
        let first = self.taken;
        self.taken += records;
        Ok(Some(Task { offset, bytes: 0..cut, rows: self.rows.take_front(records), first, last: self.ended }))
    }

    fn fail(&mut self, error: Error) {
        self.over = true;
        // The first error in the input is the one to report.
        let offset = |error: &Error| match error {
            Error::InvalidSnapshot { offset, .. } | Error::TruncatedSnapshot { offset, .. } => *offset,
            _ => 0,
        };
        if self.error.as_ref().is_none_or(|known| offset(&error) < offset(known)) {
            self.error = Some(error);
        }
    }
}

/// The index after the last comma that `excess` other commas follow.
fn end_of_record(body: &[u8], excess: usize) -> usize {
    let mut end = body.len();
    for _ in 0..=excess {
        end = memrchr(b',', &body[..end]).unwrap_or(0);
    }
    end + 1
}
