//! Small JSON documents in memory: the header of a snapshot, and questions. The caller names the keys that it wants. There
//! is no recursion, so nesting of any depth costs a counter.
//!
//! serde_json would do the same, and adds 100 kB to the binary: its errors can print numbers of all kinds.

use crate::heap::graph::strings::decode;

/// What a reader returns: a value, or what is wrong.
pub type Parsed<T> = Result<T, String>;

/// Reads one value after the other.
pub struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    /// Starts at the beginning of a document.
    pub fn new(bytes: &'a [u8]) -> Reader<'a> {
        Reader { bytes, at: 0 }
    }

    /// Reads an object: `read` reads or skips the value of each key.
    pub fn object(&mut self, read: &mut dyn FnMut(&str, &mut Reader<'a>) -> Parsed<()>) -> Parsed<()> {
        self.elements(b'{', b'}', &mut |reader| {
            let key = reader.string()?;
            reader.expect(b':')?;
            read(&key, reader)
        })
    }

    /// Reads an array: `read` reads or skips each element.
    pub fn list(&mut self, read: &mut dyn FnMut(&mut Reader<'a>) -> Parsed<()>) -> Parsed<()> {
        self.elements(b'[', b']', read)
    }

    /// Reads an array of strings.
    pub fn strings(&mut self) -> Parsed<Vec<String>> {
        let mut strings = Vec::new();
        self.list(&mut |reader| {
            strings.push(reader.string()?);
            Ok(())
        })?;
        Ok(strings)
    }

    /// Reads a string.
    pub fn string(&mut self) -> Parsed<String> {
        self.expect(b'"')?;
        let start = self.at;
        self.string_rest()?;
        Ok(decode(&self.bytes[start..self.at - 1]).into_owned())
    }

    /// Reads a whole number of 0 or more.
    pub fn number(&mut self) -> Parsed<u64> {
        self.peek();
        let rest = &self.bytes[self.at..];
        let length = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let digits =
            str::from_utf8(&rest[..length]).ok().filter(|digits| length == 1 || !digits.starts_with('0'));
        let Some(number) = digits.and_then(|digits| digits.parse().ok()) else {
            return self.wrong("a whole number below 2^64");
        };
        self.at += length;
        Ok(number)
    }

    /// Reads true or false.
    pub fn boolean(&mut self) -> Parsed<bool> {
        self.peek();
        for (word, value) in [("true", true), ("false", false)] {
            if self.skip_word(word) {
                return Ok(value);
            }
        }
        self.wrong("true or false")
    }

    /// Skips null. Returns whether it stood there.
    pub fn null(&mut self) -> bool {
        self.peek();
        self.skip_word("null")
    }

    /// Skips a value of any kind. Brackets are counted, not matched.
    pub fn skip(&mut self) -> Parsed<()> {
        let mut depth = 0usize;
        loop {
            match self.peek() {
                Some(b'{' | b'[') => depth += 1,
                Some(b'}' | b']') if depth > 0 => depth -= 1,
                Some(b',' | b':') if depth > 0 => {}
                Some(b'"') => {
                    self.at += 1;
                    self.string_rest()?;
                    self.at -= 1;
                }
                Some(b'-' | b'+' | b'.' | b'0'..=b'9' | b'a'..=b'z' | b'E') => {
                    let scalar =
                        |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b'.');
                    self.at += self.bytes[self.at..].iter().take_while(scalar).count() - 1;
                }
                _ => return self.wrong("a value"),
            }
            self.at += 1;
            if depth == 0 {
                return Ok(());
            }
        }
    }

    /// The next byte that is no white space.
    pub fn peek(&mut self) -> Option<u8> {
        let rest = &self.bytes[self.at..];
        self.at += rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        self.bytes.get(self.at).copied()
    }

    /// The error that something else stands here.
    pub fn wrong<T>(&self, expected: &str) -> Parsed<T> {
        Err(format!("expected {expected} at byte {}", self.at))
    }

    fn elements(
        &mut self,
        open: u8,
        close: u8,
        read: &mut dyn FnMut(&mut Reader<'a>) -> Parsed<()>,
    ) -> Parsed<()> {
        self.expect(open)?;
        if self.peek() == Some(close) {
            self.at += 1;
            return Ok(());
        }
        loop {
            read(self)?;
            if self.peek() == Some(close) {
                self.at += 1;
                return Ok(());
            }
            self.expect(b',')?;
        }
    }

    fn expect(&mut self, byte: u8) -> Parsed<()> {
        if self.peek() != Some(byte) {
            return self.wrong(&format!("{:?}", char::from(byte)));
        }
        self.at += 1;
        Ok(())
    }

    /// Skips the rest of a string after its opening quote.
    fn string_rest(&mut self) -> Parsed<()> {
        while let Some(byte) = self.bytes.get(self.at) {
            self.at += if *byte == b'\\' { 2 } else { 1 };
            if *byte == b'"' {
                return Ok(());
            }
        }
        self.at = self.bytes.len();
        self.wrong("the end of a string")
    }

    fn skip_word(&mut self, word: &str) -> bool {
        let found = self.bytes[self.at..].starts_with(word.as_bytes());
        self.at += if found { word.len() } else { 0 };
        found
    }
}

/// Sets the value of a key that may stand there once.
pub fn set<T>(value: &mut Option<T>, key: &str, new: T) -> Parsed<()> {
    match value.replace(new) {
        Some(_) => Err(format!("the key '{key}' stands there twice")),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_and_skipped_wherever_they_stand() {
        let text = r#" { "a" : [ "x" , "y\u0041\"" ] , "b":[[[{"c":[]}]], "}]", -1.5e3, null, true] , "n" : 12 ,"t":false,"e":[]}"#;
        let (mut a, mut number, mut boolean, mut empty) = (Vec::new(), None, None, None);
        let read = &mut |key: &str, reader: &mut Reader| match key {
            "a" => reader.strings().map(|strings| a = strings),
            "n" => set(&mut number, key, reader.number()?),
            "t" => set(&mut boolean, key, reader.boolean()?),
            "e" => set(&mut empty, key, reader.strings()?),
            _ => reader.skip(),
        };
        Reader::new(text.as_bytes()).object(read).unwrap();
        assert_eq!(a, ["x", "yA\""]);
        assert_eq!((number, boolean, empty), (Some(12), Some(false), Some(Vec::new())));
    }

    #[test]
    fn what_is_no_json_is_refused() {
        for text in [
            "",
            "{",
            "[",
            "[]",
            "{\"a\"}",
            "{\"a\":",
            "{\"a\":}",
            "{\"a\":1 2}",
            "{\"a\":1,}",
            "{a:1}",
            "{\"a\":\"\\\"}",
        ] {
            assert!(Reader::new(text.as_bytes()).object(&mut |_, reader| reader.skip()).is_err(), "{text}");
        }
        for number in ["-1", "1.0", "01", "1e3", "18446744073709551616", "\"1\"", "x"] {
            let text = format!("[{number}]");
            let read = &mut |reader: &mut Reader| reader.number().map(|_| ());
            assert!(Reader::new(text.as_bytes()).list(read).is_err(), "{number}");
        }
    }
}
