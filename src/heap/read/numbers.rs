//! The integers of a JSON array, one by one. Strict: digits, then a comma or the end, with white space around them.
//!
//! Reads digit by digit: the processor predicts well where a number ends and works on the next one meanwhile. Eight digits
//! at a time by arithmetic on one word was slower.
//!
//! V8 prints indices of 2^31 and more as negative numbers. A negative number is returned as its two's complement; the
//! caller knows whether it is allowed.

/// Where and why an array has something else than integers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Malformed {
    /// Index of the byte.
    pub at: usize,
    /// What was expected there.
    pub expected: &'static str,
}

const DIGITS: &str = "a whole number";
const SMALLER: &str = "a number below 2^63";
const COMMA: &str = "a comma or the end of the array";

/// The integers in a part of an array that starts after `[` or a comma and ends before a comma or `]`.
pub struct Numbers<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Numbers<'a> {
    /// Starts at the beginning of `bytes`.
    pub fn new(bytes: &'a [u8]) -> Numbers<'a> {
        Numbers { bytes, at: 0 }
    }

    /// Index of the byte after the last number and its comma.
    pub fn position(&self) -> usize {
        self.at
    }

    /// The next number.
    #[inline(always)]
    pub fn number(&mut self) -> Result<u64, Malformed> {
        let Some(chunk) = self.bytes.get(self.at..).and_then(|rest| rest.first_chunk::<20>()) else {
            return self.next_slowly();
        };
        let mut value = u64::from(chunk[0].wrapping_sub(b'0'));
        if value > 9 {
            return self.next_slowly();
        }
        let mut length = 1;
        let after = loop {
            if length == 19 {
                return self.next_slowly();
            }
            let byte = chunk[length];
            let digit = byte.wrapping_sub(b'0');
            if digit > 9 {
                break byte;
            }
            value = value * 10 + u64::from(digit);
            length += 1;
        };
        self.at += length + 1;
        if after == b',' {
            return Ok(value);
        }
        // V8 writes a line break before the comma that separates two records.
        if after == b'\n' && self.bytes.get(self.at) == Some(&b',') {
            self.at += 1;
            return Ok(value);
        }
        self.at -= 1;
        self.separator()?;
        Ok(value)
    }

    #[cold]
    #[inline(never)]
    fn next_slowly(&mut self) -> Result<u64, Malformed> {
        self.skip_white_space();
        let minus = self.bytes.get(self.at) == Some(&b'-');
        self.at += usize::from(minus);
        let start = self.at;
        let mut value = 0i64;
        while let Some(digit) = self.bytes.get(self.at).filter(|byte| byte.is_ascii_digit()) {
            value = value
                .checked_mul(10)
                .and_then(|value| value.checked_add(i64::from(digit - b'0')))
                .ok_or(Malformed { at: start, expected: SMALLER })?;
            self.at += 1;
        }
        if self.at == start {
            return Err(Malformed { at: start, expected: DIGITS });
        }
        self.separator()?;
        Ok(if minus { -value } else { value } as u64)
    }

    /// Skips the comma after a number. The end of the bytes is allowed too.
    #[inline(never)]
    fn separator(&mut self) -> Result<(), Malformed> {
        self.skip_white_space();
        match self.bytes.get(self.at) {
            Some(b',') => {
                self.at += 1;
                Ok(())
            }
            Some(_) => Err(Malformed { at: self.at, expected: COMMA }),
            None => Ok(()),
        }
    }

    fn skip_white_space(&mut self) {
        while self.bytes.get(self.at).is_some_and(u8::is_ascii_whitespace) {
            self.at += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Result<Vec<u64>, Malformed> {
        let mut numbers = Numbers::new(text.as_bytes());
        let mut values = Vec::new();
        while numbers.position() < text.len() {
            values.push(numbers.number()?);
        }
        Ok(values)
    }

    #[test]
    fn numbers_of_every_length_are_read_wherever_they_stand() {
        for digits in 1..=18 {
            let value: u64 = "1234567890123456789"[..digits].parse().unwrap();
            for after in ["", ",", ",7", "\n,7,8,9,10,11", " ,7", ",0,0,0,0,0,0,0,0,0"] {
                assert_eq!(all(&format!("{value}{after}")).unwrap()[0], value, "{value}{after}");
            }
        }
    }

    #[test]
    fn a_sequence_as_v8_writes_it() {
        assert_eq!(
            all("9,1,1,0,5\n,9,2,3,9223372036854775807,0\n").unwrap(),
            [9, 1, 1, 0, 5, 9, 2, 3, i64::MAX as u64, 0]
        );
        assert_eq!(all("1,-294967296,231258").unwrap(), [1, -294_967_296i64 as u64, 231_258]);
    }

    #[test]
    fn what_is_no_whole_number_is_refused_where_it_stands() {
        for (text, at, expected) in [
            ("1,--2,3,4,5,6,7", 3, DIGITS),
            ("1,NaN,3,4,5,6,7", 2, DIGITS),
            ("1,,3,4,5,6,7,8", 2, DIGITS),
            ("1,2.5,3,4,5,6", 3, COMMA),
            ("1,2e5,3,4,5,6", 3, COMMA),
            ("1 2,3,4,5,6,7,8", 2, COMMA),
            ("1,9223372036854775808,3", 2, SMALLER),
            ("1,\"2\",3,4,5,6", 2, DIGITS),
            ("12345678x", 8, COMMA),
        ] {
            assert_eq!(all(text), Err(Malformed { at, expected }), "{text}");
        }
    }
}
