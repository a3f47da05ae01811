//! The integers of a JSON array, one by one: eight characters at a time by arithmetic on one word
//! (the digits are found by a carry, then summed pairwise), so that a number costs no branch that
//! depends on its length. Strict: digits, then a comma or the end; white space around.
//!
//! V8 prints indices of 2^31 and more as negative numbers, so a minus sign is read too, and the number
//! returned as its two's complement: whoever asks for it knows whether that can be.

/// Where and why an array is not one of integers.
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

/// The integers in a part of an array: after `[` or a comma, up to a comma or `]`, that one left out.
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

    /// The next number, which most often has one digit. A guess that is right costs nothing, where
    /// [`Numbers::next`] has to know how long one number is before it can look for the next.
    #[inline(always)]
    pub fn next_short(&mut self) -> Result<u64, Malformed> {
        let digit = match self.bytes.get(self.at..).and_then(|rest| rest.first_chunk::<2>()) {
            Some(&[digit, b',']) => digit.wrapping_sub(b'0'),
            _ => return self.next(),
        };
        if digit > 9 {
            return self.next();
        }
        self.at += 2;
        Ok(u64::from(digit))
    }

    /// The next number.
    #[inline(always)]
    pub fn next(&mut self) -> Result<u64, Malformed> {
        let Some(&chunk) = self.bytes.get(self.at..).and_then(|rest| rest.first_chunk::<16>()) else {
            return self.next_slowly();
        };
        let chunk = u128::from_le_bytes(chunk);
        let mut word = chunk as u64;
        let (mut length, mut value) = leading_digits(word);
        if length == 64 {
            word = (chunk >> 64) as u64;
            let (more, low) = leading_digits(word);
            // Numbers of 16 digits and more are rare enough.
            let Some(&power) = POWERS.get((more / 8) as usize) else {
                return self.next_slowly();
            };
            value = value * power + low;
            length = more;
            self.at += 8;
        } else if length == 0 {
            return self.next_slowly();
        }
        let after = (word >> length) as u8;
        self.at += (length / 8) as usize + 1;
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

    /// Passes over the comma after a number; the end does as well.
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

/// 10 to the power of up to 7 digits.
const POWERS: [u64; 8] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000];

/// The digits that eight characters start with: how many bits they take, and the number they are.
#[inline(always)]
fn leading_digits(word: u64) -> (u32, u64) {
    let digits = word ^ 0x3030_3030_3030_3030;
    // Bit 7 of each byte that is no digit; right up to the first of them, which is what is needed.
    let others = (digits.wrapping_add(0x7676_7676_7676_7676) | digits) & 0x8080_8080_8080_8080;
    let length = others.trailing_zeros() & !7;
    (length, sum_of_digits(digits.unbounded_shl(64 - length)))
}

/// The number whose up to eight digits stand in the high bytes, the first one lowest.
#[inline(always)]
fn sum_of_digits(digits: u64) -> u64 {
    let pairs = digits.wrapping_mul(2561) >> 8 & 0x00ff_00ff_00ff_00ff;
    let fours = pairs.wrapping_mul(6_553_601) >> 16 & 0x0000_ffff_0000_ffff;
    fours.wrapping_mul(42_949_672_960_001) >> 32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Result<Vec<u64>, Malformed> {
        let read = |short: bool| {
            let mut numbers = Numbers::new(text.as_bytes());
            let mut values = Vec::new();
            while numbers.position() < text.len() {
                values.push(if short { numbers.next_short()? } else { numbers.next()? });
            }
            Ok(values)
        };
        let values = read(false);
        assert_eq!(read(true), values, "{text}");
        values
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
