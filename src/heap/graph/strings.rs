//! The strings of a snapshot: their raw JSON bytes one after the other, and where each ends. Decoded on
//! demand. Half of a surrogate pair, invalid UTF-8 and unknown escapes become U+FFFD.

use std::borrow::Cow;

use memchr::{memchr, memchr2};

use crate::heap::error::Error;
use crate::heap::read::input::Input;
use crate::heap::read::json;

/// A table of strings.
#[derive(Debug, Default)]
pub struct Strings {
    bytes: Vec<u8>,
    /// Where each ends, in the 4 GiB that it ends in.
    ends: Vec<u32>,
    /// The strings that are the first to end in another 4 GiB.
    firsts: Vec<u32>,
    /// Strings that start with a digit and are long: maybe names of WeakMap entries, see
    /// [`crate::heap::read::ephemerons`].
    long_with_digit: Vec<u32>,
}

/// Strings below this length are not long.
const LONG: usize = 60;

impl Strings {
    /// Reads a JSON array of strings.
    pub fn read(input: &mut Input) -> Result<Strings, Error> {
        const WITHIN: &str = "the strings";
        let mut strings = Strings::default();
        json::expect(input, b'[', WITHIN)?;
        if json::peek(input, WITHIN)? == b']' {
            input.consume(1);
            return Ok(strings);
        }
        if let Some(bytes) = input.bytes_left() {
            strings.bytes.try_reserve_exact(bytes as usize).map_err(|_| Error::OutOfMemory)?;
        }
        loop {
            strings.read_plain(input)?;
            json::expect(input, b'"', WITHIN)?;
            json::string_rest(input, WITHIN, |part| {
                strings.bytes.try_reserve(part.len()).map_err(|_| Error::OutOfMemory)?;
                strings.bytes.extend_from_slice(part);
                Ok(())
            })?;
            strings.end_string();
            if !json::another(input, b']', WITHIN)? {
                return Ok(strings);
            }
            json::peek(input, WITHIN)?;
        }
    }

    /// Reads as many strings as lie whole in the window, have no escapes, and have another one after them as V8 writes it.
    /// Those are nearly all, and it takes half the time.
    fn read_plain(&mut self, input: &mut Input) -> Result<(), Error> {
        let window = input.window()?;
        self.bytes.try_reserve(window.len()).map_err(|_| Error::OutOfMemory)?;
        let mut at = 0;
        while let Some(rest) = window[at..].strip_prefix(b"\"") {
            let Some(end) = memchr2(b'"', b'\\', rest).filter(|&end| rest[end..].starts_with(b"\",\n\""))
            else {
                break;
            };
            self.bytes.extend_from_slice(&rest[..end]);
            self.end_string();
            at += end + 4;
        }
        input.consume(at);
        Ok(())
    }

    /// The bytes since the last string are another one.
    fn end_string(&mut self) {
        let start = self.end(self.ends.len());
        if self.bytes.len() - start >= LONG && self.bytes[start].is_ascii_digit() {
            self.long_with_digit.push(self.ends.len() as u32);
        }
        // As u64: where addresses have 32 bits there is no other 4 GiB, and no such shift.
        let begun = (self.bytes.len() as u64 >> 32) as usize;
        if begun > self.firsts.len() {
            let count = begun - self.firsts.len();
            self.firsts.extend(std::iter::repeat_n(self.ends.len() as u32, count));
        }
        self.ends.push(self.bytes.len() as u32);
    }

    /// Where the first `count` strings end.
    fn end(&self, count: usize) -> usize {
        let Some(index) = count.checked_sub(1) else { return 0 };
        let more = self.firsts.partition_point(|&first| first as usize <= index);
        (u64::from(self.ends[index]) + ((more as u64) << 32)) as usize
    }

    /// Gives memory back that no string needs.
    pub fn shrink(&mut self) {
        self.bytes.shrink_to_fit();
        self.ends.shrink_to_fit();
    }

    /// Adds a string made of raw bytes and another string; its index.
    pub fn push_prefixed(&mut self, prefix: &[u8], index: u32) -> u32 {
        let mut raw = prefix.to_vec();
        raw.extend_from_slice(self.raw(index));
        self.bytes.extend_from_slice(&raw);
        self.end_string();
        self.len() as u32 - 1
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The raw JSON bytes of a string, without quotes; none of a string that is not there.
    pub fn raw(&self, index: u32) -> &[u8] {
        let index = index as usize;
        if index >= self.len() {
            return &[];
        }
        &self.bytes[self.end(index)..self.end(index + 1)]
    }

    /// A string.
    pub fn get(&self, index: u32) -> Cow<'_, str> {
        decode(self.raw(index))
    }

    /// The strings that start with a digit and are long.
    pub fn long_with_digit(&self) -> &[u32] {
        &self.long_with_digit
    }

    /// The indices, in increasing order, of the strings that are `text`, which must need no escape in JSON. V8
    /// writes each once, others may not.
    pub fn find(&self, text: &str) -> Vec<u32> {
        (0..self.len() as u32).filter(|&index| self.raw(index) == text.as_bytes()).collect()
    }

    /// Memory in use, in bytes.
    pub fn memory(&self) -> usize {
        self.bytes.capacity() + 4 * self.ends.capacity()
    }
}

/// The text of a string's raw JSON bytes.
pub fn decode(raw: &[u8]) -> Cow<'_, str> {
    let Some(first) = memchr(b'\\', raw) else {
        return String::from_utf8_lossy(raw);
    };
    let mut text = Vec::with_capacity(raw.len());
    let mut rest = raw;
    let mut next = Some(first);
    while let Some(at) = next {
        text.extend_from_slice(&rest[..at]);
        let (character, length) = escape(&rest[at..]);
        text.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
        rest = &rest[at + length..];
        next = memchr(b'\\', rest);
    }
    text.extend_from_slice(rest);
    Cow::Owned(match String::from_utf8(text) {
        Ok(text) => text,
        Err(error) => String::from_utf8_lossy(error.as_bytes()).into_owned(),
    })
}

/// The character that an escape at the start of `raw` stands for, and the length of the escape.
fn escape(raw: &[u8]) -> (char, usize) {
    let simple = match raw.get(1) {
        Some(b'n') => '\n',
        Some(b't') => '\t',
        Some(b'r') => '\r',
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(&byte @ (b'"' | b'\\' | b'/')) => char::from(byte),
        Some(b'u') => return unicode_escape(raw),
        Some(_) => return (char::REPLACEMENT_CHARACTER, 1),
        None => return (char::REPLACEMENT_CHARACTER, 1),
    };
    (simple, 2)
}

fn unicode_escape(raw: &[u8]) -> (char, usize) {
    let unit = |raw: &[u8]| {
        let digits = raw.strip_prefix(b"\\u").and_then(|rest| rest.first_chunk::<4>())?;
        let digits = str::from_utf8(digits).ok().filter(|digits| !digits.starts_with('+'))?;
        u16::from_str_radix(digits, 16).ok()
    };
    let Some(first) = unit(raw) else {
        return (char::REPLACEMENT_CHARACTER, 2);
    };
    let second = raw.get(6..).and_then(unit);
    let units = [first, second.unwrap_or(0)];
    match char::decode_utf16(units).next() {
        Some(Ok(character)) => (character, 6 * character.len_utf16()),
        _ => (char::REPLACEMENT_CHARACTER, 6),
    }
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn escapes_are_decoded() {
        for (raw, text) in [
            (r"plain", "plain"),
            (r#"a\"b\\c\/d\n\t\r\b\f"#, "a\"b\\c/d\n\t\r\u{8}\u{c}"),
            (r"\u00e9\u20AC\ud83d\ude00!", "é€😀!"),
            (r"\ud83d alone", "\u{fffd} alone"),
            (r"\ud83d\u0041", "\u{fffd}A"),
            (r"\ude00", "\u{fffd}"),
            (r"\u00", "\u{fffd}00"),
            (r"\x41", "\u{fffd}x41"),
            ("\\", "\u{fffd}"),
        ] {
            assert_eq!(decode(raw.as_bytes()), text, "{raw}");
        }
        assert_eq!(decode(b"\xff\xfe and \xc3\xa9\\n"), "\u{fffd}\u{fffd} and é\n");
    }
}
