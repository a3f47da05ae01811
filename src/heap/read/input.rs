//! Bytes from any reader, with their offset: a window for the tokenizer, and blocks for the parsers of arrays of numbers.
//! Files are read, not mapped. That is as fast and takes little memory, and a file that shrinks meanwhile causes an error
//! instead of a signal.

use std::io::{ErrorKind, Read};
use std::sync::Arc;

use crate::heap::control::Control;
use crate::heap::error::Error;

/// Bytes read at once.
pub const BLOCK: usize = 1 << 20;

/// Up to [`BLOCK`] bytes. Its memory is reused without being cleared.
#[derive(Default)]
pub struct Block {
    buffer: Vec<u8>,
    length: usize,
}

impl Block {
    /// The bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.buffer[..self.length]
    }

    fn set(&mut self, bytes: &[u8]) {
        let size = BLOCK.max(bytes.len());
        if self.buffer.len() < size {
            // Zeroed pages. Small inputs never touch most of them.
            self.buffer = vec![0; size];
        }
        self.buffer[..bytes.len()].copy_from_slice(bytes);
        self.length = bytes.len();
    }
}

/// A stream of bytes with an offset.
pub struct Input {
    reader: Box<dyn Read + Send>,
    control: Arc<Control>,
    window: Block,
    at: usize,
    /// Offset of the window's first byte.
    base: u64,
    /// The most bytes that there can be, if that is known.
    size: Option<u64>,
    /// The most bytes that are read.
    most: u64,
}

impl Input {
    /// Reads from `reader`, which has at most `size` bytes, if that is known.
    pub fn new(reader: Box<dyn Read + Send>, size: Option<u64>, control: Arc<Control>) -> Input {
        Input { reader, control, window: Block::default(), at: 0, base: 0, size, most: u64::MAX }
    }

    /// Refuses to read more than `most` bytes.
    pub fn at_most(self, most: u64) -> Input {
        Input { most, ..self }
    }

    /// Offset of the next byte.
    pub fn offset(&self) -> u64 {
        self.base + self.at as u64
    }

    /// The most bytes that can be left, if that is known.
    pub fn bytes_left(&self) -> Option<u64> {
        self.size.map(|size| size.saturating_sub(self.offset()))
    }

    /// The next bytes: at least one, or none at the end of the input.
    pub fn window(&mut self) -> Result<&[u8], Error> {
        if self.at == self.window.length {
            self.base += self.at as u64;
            self.at = 0;
            self.window.set(&[]);
            fill(&mut self.window, &mut self.reader, &self.control)?;
            self.check(self.base + self.window.length as u64)?;
        }
        Ok(&self.window.bytes()[self.at..])
    }

    /// Consumes the next `count` bytes of the window.
    pub fn consume(&mut self, count: usize) {
        self.at = (self.at + count).min(self.window.length);
    }

    /// Takes the next [`BLOCK`] bytes, or fewer at the end of the input. Returns the offset of the first byte.
    pub fn take_block(&mut self, block: &mut Block) -> Result<u64, Error> {
        let offset = self.offset();
        block.set(&self.window.bytes()[self.at..]);
        fill(block, &mut self.reader, &self.control)?;
        self.window.set(&[]);
        self.at = 0;
        self.base = offset + block.length as u64;
        self.check(self.base)?;
        Ok(offset)
    }

    fn check(&self, end: u64) -> Result<(), Error> {
        if end > self.most {
            return Err(Error::invalid(self.most, "it is compressed more than a heap snapshot can be"));
        }
        Ok(())
    }

    /// Puts the last bytes of a taken block back. They come next.
    pub fn give_back(&mut self, bytes: &[u8]) {
        self.window.set(bytes);
        self.at = 0;
        self.base -= bytes.len() as u64;
    }
}

/// Reads until the block is full or the input ends.
fn fill(block: &mut Block, reader: &mut dyn Read, control: &Control) -> Result<(), Error> {
    control.check()?;
    while block.length < BLOCK {
        match reader.read(&mut block.buffer[block.length..BLOCK]) {
            Ok(0) => break,
            Ok(count) => {
                block.length += count;
                control.add_bytes(count as u64);
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(Error::Read(error.to_string())),
        }
    }
    Ok(())
}
