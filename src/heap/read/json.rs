//! The JSON around the large arrays: single bytes, keys, and values to skip or to keep. No recursion, so nesting of any
//! depth costs a counter.

use memchr::memchr2;

use super::input::Input;
use crate::heap::error::Error;

/// The longest key or header, in bytes.
const MAX_KEPT: usize = 1 << 24;

/// Skips white space and returns the next byte without consuming it.
pub fn peek(input: &mut Input, within: &str) -> Result<u8, Error> {
    loop {
        let window = input.window()?;
        if window.is_empty() {
            return Err(Error::truncated(input.offset(), within));
        }
        match window.iter().position(|byte| !byte.is_ascii_whitespace()) {
            Some(at) => {
                let byte = window[at];
                input.consume(at);
                return Ok(byte);
            }
            None => {
                let length = window.len();
                input.consume(length);
            }
        }
    }
}

/// Skips white space and `byte`.
pub fn expect(input: &mut Input, byte: u8, within: &str) -> Result<(), Error> {
    let found = peek(input, within)?;
    if found != byte {
        let problem = format!("expected {:?} and not {:?} in {within}", char::from(byte), char::from(found));
        return Err(Error::invalid(input.offset(), problem));
    }
    input.consume(1);
    Ok(())
}

/// Whether another element follows. Skips the comma, or `close` if there is none.
pub fn another(input: &mut Input, close: u8, within: &str) -> Result<bool, Error> {
    if peek(input, within)? == close {
        input.consume(1);
        return Ok(false);
    }
    expect(input, b',', within)?;
    Ok(true)
}

/// Skips the rest of a string after its opening quote, and hands its raw bytes to `keep`.
pub fn string_rest(
    input: &mut Input,
    within: &str,
    mut keep: impl FnMut(&[u8]) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut escaped = false;
    loop {
        let window = input.window()?;
        if window.is_empty() {
            return Err(Error::truncated(input.offset(), within));
        }
        let from = usize::from(escaped);
        let (length, over) = match memchr2(b'"', b'\\', &window[from..]) {
            Some(at) if window[from + at] == b'"' => (from + at, true),
            Some(at) => (from + at + 1, false),
            None => (window.len(), false),
        };
        escaped = !over && length > from && window[length - 1] == b'\\';
        keep(&window[..length])?;
        input.consume(length + usize::from(over));
        if over {
            return Ok(());
        }
    }
}

/// Reads a key of an object and its colon. Escapes are left as they are.
pub fn key(input: &mut Input, within: &str) -> Result<String, Error> {
    expect(input, b'"', within)?;
    let start = input.offset();
    let mut bytes = Vec::new();
    string_rest(input, within, |part| keep_some(&mut bytes, part, start, within))?;
    expect(input, b':', within)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Skips a value of any kind.
pub fn skip_value(input: &mut Input, within: &str) -> Result<(), Error> {
    value(input, within, |_| Ok(()))
}

/// Reads a value and returns its text.
pub fn keep_value(input: &mut Input, within: &str) -> Result<Vec<u8>, Error> {
    peek(input, within)?;
    let start = input.offset();
    let mut bytes = Vec::new();
    value(input, within, |part| keep_some(&mut bytes, part, start, within))?;
    Ok(bytes)
}

fn keep_some(bytes: &mut Vec<u8>, part: &[u8], start: u64, within: &str) -> Result<(), Error> {
    if bytes.len() + part.len() > MAX_KEPT {
        return Err(Error::invalid(start, format!("more than {MAX_KEPT} bytes in {within}")));
    }
    bytes.extend_from_slice(part);
    Ok(())
}

/// Skips a value and hands its bytes to `keep`. Brackets are counted, not matched: a kept value is parsed later, and a
/// skipped one does not matter.
fn value(
    input: &mut Input,
    within: &str,
    mut keep: impl FnMut(&[u8]) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut depth = 0usize;
    let first = peek(input, within)?;
    if !matches!(first, b'{' | b'[' | b'"') {
        return scalar(input, within, keep);
    }
    loop {
        let window = input.window()?;
        if window.is_empty() {
            return Err(Error::truncated(input.offset(), within));
        }
        let Some(at) = window.iter().position(|byte| matches!(byte, b'{' | b'[' | b'}' | b']' | b'"')) else {
            keep(window)?;
            let length = window.len();
            input.consume(length);
            continue;
        };
        let byte = window[at];
        keep(&window[..=at])?;
        input.consume(at + 1);
        match byte {
            b'{' | b'[' => depth += 1,
            b'"' => {
                string_rest(input, within, &mut keep)?;
                keep(b"\"")?;
            }
            _ => depth -= 1,
        }
        if depth == 0 {
            return Ok(());
        }
    }
}

/// Skips a number, true, false or null.
fn scalar(
    input: &mut Input,
    within: &str,
    mut keep: impl FnMut(&[u8]) -> Result<(), Error>,
) -> Result<(), Error> {
    let start = input.offset();
    loop {
        let window = input.window()?;
        let part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b'.');
        let length = window.iter().position(|byte| !part(byte)).unwrap_or(window.len());
        keep(&window[..length])?;
        input.consume(length);
        if length == 0 {
            break;
        }
    }
    if input.offset() == start {
        return Err(Error::invalid(start, format!("expected a value in {within}")));
    }
    Ok(())
}
