//! Large arrays of integers, read by several threads. Whoever is free takes the next block of bytes
//! under a lock, counts its commas (which says how many whole records it holds, whatever the layout),
//! cuts it after the last whole one, takes the part of the columns that these records fill, and parses
//! outside the lock. So the order is known before anything is parsed, and no two threads share a row.
//!
//! Columns grow to what the header announces only as far as the input can hold it.

use std::num::NonZero;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;

use memchr::{memchr, memchr_iter, memrchr};

use super::input::{BLOCK, Block, Input};
use super::numbers::{Malformed, Numbers};
use crate::heap::error::Error;

/// More threads than this would wait for each other at the lock.
const MAX_THREADS: usize = 4;
/// The most integers that one record may have.
pub const MAX_FIELDS: usize = 32;
/// With an input of unknown size, columns start with so many rows.
const FIRST_ROWS: usize = 1 << 20;

/// Rows of the columns that a block's records fill.
pub trait Rows: Sized + Send {
    /// What a block yields besides its rows.
    type Yield: Send;

    /// The number of rows.
    fn count(&self) -> usize;

    /// Cuts the first `count` rows off.
    fn take_front(&mut self, count: usize) -> Self;

    /// Fills all rows from `records`. The first of them is number `first` of the array.
    fn fill(self, records: &mut Records, first: usize) -> Result<Self::Yield, Error>;
}

/// The columns that an array is read into.
pub trait Columns {
    /// What a block yields besides its rows.
    type Yield: Send;
    /// A part of them.
    type Rows<'a>: Rows<Yield = Self::Yield>
    where
        Self: 'a;

    /// Makes room for `count` rows in all.
    fn grow(&mut self, count: usize) -> Result<(), Error>;

    /// The rows from `first` on.
    fn rows(&mut self, first: usize) -> Self::Rows<'_>;

    /// Takes what a block has yielded, in order.
    fn receive(&mut self, yielded: Self::Yield) -> Result<(), Error>;
}

/// The shape of an array.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// What the array is called in messages.
    pub name: &'static str,
    /// Integers in a record.
    pub fields: usize,
    /// How many records the header announces, if it does.
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

    /// An error about the record that was returned last.
    #[cold]
    pub fn invalid(&self, problem: String) -> Error {
        Error::invalid(self.offset + self.start as u64, problem)
    }

    #[cold]
    fn malformed(&self, Malformed { at, expected }: Malformed) -> Error {
        Error::invalid(self.offset + at as u64, format!("expected {expected} in the {}", self.shape.name))
    }
}

/// Reads an array, whose `[` has been read, into `columns`; returns the number of records.
pub fn read_array<C: Columns>(input: &mut Input, shape: Shape, columns: &mut C) -> Result<usize, Error> {
    let Shape { name, fields, announced, .. } = shape;
    let start = input.offset();
    let fit = input.bytes_left().map(|bytes| bytes / (2 * fields as u64) + 1);
    let mut room = match (announced, fit) {
        (Some(announced), Some(fit)) => announced.min(fit) as usize,
        (announced, fit) => announced.or(fit).unwrap_or(u64::MAX).min(FIRST_ROWS as u64) as usize,
    };
    let mut done = 0;
    loop {
        columns.grow(room)?;
        let Session { filled, ended, yields } = run_session(input, shape, columns.rows(done), done)?;
        for yielded in yields {
            columns.receive(yielded)?;
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

/// What the threads did until the array ended or the rows were full.
struct Session<Y> {
    filled: usize,
    ended: bool,
    yields: Vec<Y>,
}

/// What the threads share under the lock.
struct Feed<'i, R: Rows> {
    input: &'i mut Input,
    shape: Shape,
    rows: R,
    /// Records taken in all sessions.
    taken: usize,
    /// No block is left: the array has ended, the rows are full, or something went wrong.
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
    // With a block or less, further threads would have nothing to do.
    let blocks = input.bytes_left().map_or(usize::MAX, |bytes| bytes as usize / BLOCK + 1);
    let feed =
        Feed { input, shape, rows, taken: done, over: false, ended: false, yields: Vec::new(), error: None };
    let feed = Mutex::new(feed);
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(MAX_THREADS).min(blocks);
    thread::scope(|scope| {
        for _ in 1..threads {
            // Without a further thread this one does it all.
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
    /// The next block's records; none if there is no further block.
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
        // The earliest one says most.
        let offset = |error: &Error| match error {
            Error::InvalidSnapshot { offset, .. } | Error::TruncatedSnapshot { offset, .. } => *offset,
            _ => 0,
        };
        if self.error.as_ref().is_none_or(|known| offset(&error) < offset(known)) {
            self.error = Some(error);
        }
    }
}

/// The index after the last comma but `excess`.
fn end_of_record(body: &[u8], excess: usize) -> usize {
    let mut end = body.len();
    for _ in 0..=excess {
        end = memrchr(b',', &body[..end]).unwrap_or(0);
    }
    end + 1
}
