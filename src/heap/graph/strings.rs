//! The strings of a snapshot: their raw JSON bytes one after the other, and where each ends. They are decoded on
//! demand. Unpaired surrogates, invalid UTF-8 and unknown escapes become U+FFFD.

use std::borrow::Cow;

use memchr::memchr;

use super::index::StringIndex;
use crate::heap::column::{reserve, reserve_exact, vec_memory};
use crate::heap::error::Error;

/// A table of strings.
#[derive(Debug, Default)]
pub struct Strings {
    bytes: Vec<u8>,
    /// Where each string ends: the low 32 bits.
    ends: Vec<u32>,
    /// The strings at which the high bits of the end grow by 1.
    carries: Vec<u32>,
    /// Strings that start with a digit and are long: maybe names of ephemeron edges.
    long_with_digit: Vec<StringIndex>,
}

/// The least length of a long string, in bytes.
const LONG: usize = 60;

impl Strings {
    /// Makes room for `more` bytes of strings, and no more.
    pub fn reserve_exact(&mut self, more: usize) -> Result<(), Error> {
        reserve_exact(&mut self.bytes, more)
    }

    /// Makes room for `more` bytes of strings.
    #[inline]
    pub fn reserve(&mut self, more: usize) -> Result<(), Error> {
        reserve(&mut self.bytes, more)
    }

    /// Adds raw JSON bytes to the string that [`Strings::end_string`] will end. Room was made for them.
    #[inline]
    pub fn extend(&mut self, raw: &[u8]) {
        self.bytes.extend_from_slice(raw);
    }

    /// Ends a string: all bytes since the last one.
    #[inline]
    pub fn end_string(&mut self) {
        let start = self.end(self.ends.len());
        if self.bytes.len() - start >= LONG && self.bytes[start].is_ascii_digit() {
            self.long_with_digit.push(StringIndex::new(self.ends.len() as u32));
        }
        // As u64, since a usize of 32 bits cannot be shifted by 32.
        let high = (self.bytes.len() as u64 >> 32) as usize;
        if high > self.carries.len() {
            let count = high - self.carries.len();
            self.carries.extend(std::iter::repeat_n(self.ends.len() as u32, count));
        }
        self.ends.push(self.bytes.len() as u32);
    }

    /// Where the first `count` strings end.
    #[inline]
    fn end(&self, count: usize) -> usize {
        let Some(last) = count.checked_sub(1) else { return 0 };
        let high = self.carries.partition_point(|&carry| carry as usize <= last);
        (u64::from(self.ends[last]) + ((high as u64) << 32)) as usize
    }

    /// Gives unused memory back.
    pub fn shrink(&mut self) {
        self.bytes.shrink_to_fit();
        self.ends.shrink_to_fit();
    }

    /// Adds a string made of a prefix, as raw bytes, and another string. Returns its index.
    pub fn push_prefixed(&mut self, prefix: &[u8], string: StringIndex) -> StringIndex {
        let mut raw = prefix.to_vec();
        raw.extend_from_slice(self.raw(string));
        self.bytes.extend_from_slice(&raw);
        self.end_string();
        StringIndex::new(self.len() as u32 - 1)
    }

    /// The number of strings.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is no string.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// All strings, in order.
    pub fn indices(&self) -> impl Iterator<Item = StringIndex> + use<> {
        (0..self.len() as u32).map(StringIndex::new)
    }

    /// The raw JSON bytes of a string, without quotes. Empty if there is no such string.
    #[inline]
    pub fn raw(&self, string: StringIndex) -> &[u8] {
        let index = string.get() as usize;
        if index >= self.len() {
            return &[];
        }
        &self.bytes[self.end(index)..self.end(index + 1)]
    }

    /// A string.
    pub fn get(&self, string: StringIndex) -> Cow<'_, str> {
        decode(self.raw(string))
    }

    /// The long strings that start with a digit.
    pub fn long_with_digit(&self) -> &[StringIndex] {
        &self.long_with_digit
    }

    /// All strings that are `text`, in increasing order. `text` must need no escape in JSON. V8 writes each string once,
    /// others may not.
    pub fn find(&self, text: &str) -> Vec<StringIndex> {
        self.indices().filter(|&string| self.raw(string) == text.as_bytes()).collect()
    }

    /// Memory in use, in bytes.
    pub fn memory(&self) -> usize {
        let Strings { bytes, ends, carries, long_with_digit } = self;
        vec_memory(bytes) + vec_memory(ends) + vec_memory(carries) + vec_memory(long_with_digit)
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

/// Decodes the escape at the start of `raw`. Returns its character and its length.
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
