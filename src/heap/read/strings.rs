//! The array of strings.

use memchr::memchr2;

use super::input::Input;
use super::json;
use crate::heap::error::Error;
use crate::heap::graph::strings::Strings;

const WITHIN: &str = "the strings";
/// The longest string that is not in one block, in bytes. V8 cuts strings off at 1,024 characters.
const MAX_STRING: usize = 1 << 24;

/// Reads a JSON array of strings.
pub fn read_strings(input: &mut Input) -> Result<Strings, Error> {
    let mut strings = Strings::default();
    json::expect(input, b'[', WITHIN)?;
    if json::peek(input, WITHIN)? == b']' {
        input.consume(1);
        return Ok(strings);
    }
    if let Some(bytes) = input.bytes_left() {
        strings.reserve_exact(bytes as usize)?;
    }
    loop {
        read_plain(&mut strings, input)?;
        json::expect(input, b'"', WITHIN)?;
        let (start, mut length) = (input.offset(), 0);
        json::string_rest(input, WITHIN, |part| {
            length += part.len();
            if length > MAX_STRING {
                return Err(Error::invalid(start, format!("more than {MAX_STRING} bytes in a string")));
            }
            strings.reserve(part.len())?;
            strings.extend(part);
            Ok(())
        })?;
        strings.end_string();
        if !json::another(input, b']', WITHIN)? {
            return Ok(strings);
        }
        json::peek(input, WITHIN)?;
    }
}

/// Reads strings as long as they are whole in the window, have no escape and are followed by another string in V8's
/// layout. Nearly all are, and it halves the time.
fn read_plain(strings: &mut Strings, input: &mut Input) -> Result<(), Error> {
    let window = input.window()?;
    strings.reserve(window.len())?;
    let mut at = 0;
    while let Some(rest) = window[at..].strip_prefix(b"\"") {
        let Some(end) = memchr2(b'"', b'\\', rest).filter(|&end| rest[end..].starts_with(b"\",\n\"")) else {
            break;
        };
        strings.extend(&rest[..end]);
        strings.end_string();
        at += end + 4;
    }
    input.consume(at);
    Ok(())
}
