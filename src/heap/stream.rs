//! A snapshot that is pushed chunk by chunk, while a thread of its own reads it. The producer waits when it is too many
//! chunks ahead, so memory stays bounded.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

use crate::heap::control::Control;
use crate::heap::error::Error;
use crate::heap::snapshot::Snapshot;

/// The most chunks that the producer can be ahead.
const AHEAD: usize = 64;

/// The end that pushes.
pub struct Producer {
    chunks: SyncSender<Vec<u8>>,
}

/// The end that returns the snapshot when the producer is dropped.
pub struct Consumer {
    thread: JoinHandle<Result<Snapshot, Error>>,
}

/// Starts a thread that reads what the producer pushes.
pub fn start(control: Arc<Control>) -> Result<(Producer, Consumer), Error> {
    let (chunks, receiver) = sync_channel(AHEAD);
    let reader = ChunkReader { receiver, chunk: Vec::new(), at: 0 };
    let thread = thread::Builder::new()
        .name("gc-tracker heap".to_owned())
        .spawn(move || Snapshot::read(Box::new(reader), None, &control))
        .map_err(|error| Error::Read(error.to_string()))?;
    Ok((Producer { chunks }, Consumer { thread }))
}

impl Producer {
    /// Pushes a chunk. Waits if the reader is far behind. Returns false if reading has failed or was cancelled; then
    /// [`Consumer::finish`] returns the error.
    pub fn push(&self, chunk: Vec<u8>) -> bool {
        self.chunks.send(chunk).is_ok()
    }
}

impl Consumer {
    /// Waits until everything is read. The producer must have been dropped.
    pub fn finish(self) -> Result<Snapshot, Error> {
        match self.thread.join() {
            Ok(result) => result,
            Err(_) => Err(Error::Internal("the reading thread has panicked".to_owned())),
        }
    }
}

struct ChunkReader {
    receiver: Receiver<Vec<u8>>,
    chunk: Vec<u8>,
    at: usize,
}

impl Read for ChunkReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.at == self.chunk.len() {
            match self.receiver.recv() {
                Ok(chunk) => (self.chunk, self.at) = (chunk, 0),
                Err(_) => return Ok(0),
            }
        }
        let count = buffer.len().min(self.chunk.len() - self.at);
        buffer[..count].copy_from_slice(&self.chunk[self.at..self.at + count]);
        self.at += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::start;
    use crate::heap::control::Control;
    use crate::heap::error::Error;

    #[test]
    fn a_snapshot_that_is_cut_off_or_cancelled_fails() {
        let (producer, consumer) = start(Arc::default()).unwrap();
        assert!(producer.push(b"{\"snapshot\":".to_vec()));
        drop(producer);
        assert!(matches!(consumer.finish(), Err(Error::TruncatedSnapshot { offset: 12, .. })));

        let control = Arc::new(Control::default());
        let (producer, consumer) = start(control.clone()).unwrap();
        control.cancel();
        while producer.push(vec![b' '; 1 << 20]) {}
        assert_eq!(consumer.finish().unwrap_err(), Error::Cancelled);
    }
}
