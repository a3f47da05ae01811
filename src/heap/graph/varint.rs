//! Integers of variable length (LEB128): 7 bits a byte, the lowest first; the highest bit of a byte says that
//! another one follows.

/// Appends a number.
#[inline(always)]
pub fn push(bytes: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// Reads the numbers in `bytes` one after the other.
pub struct Varints<'a> {
    bytes: &'a [u8],
}

impl<'a> Varints<'a> {
    /// Starts at the beginning of `bytes`.
    pub fn new(bytes: &'a [u8]) -> Varints<'a> {
        Varints { bytes }
    }
}

impl Iterator for Varints<'_> {
    type Item = u32;

    #[inline]
    fn next(&mut self) -> Option<u32> {
        let mut number = 0;
        let mut shift = 0;
        loop {
            let (&byte, rest) = self.bytes.split_first()?;
            self.bytes = rest;
            number |= u32::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
            shift += 7;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Varints, push};

    #[test]
    fn numbers_of_every_length_are_read_back() {
        let numbers: Vec<u32> =
            (0..32).flat_map(|bits| [1 << bits, (1 << bits) - 1]).chain([u32::MAX]).collect();
        let mut bytes = Vec::new();
        numbers.iter().for_each(|&number| push(&mut bytes, number));
        assert_eq!(Varints::new(&bytes).collect::<Vec<_>>(), numbers);
    }
}
