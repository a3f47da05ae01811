//! Mutations that keep the input valid JSON, so that they get past the tokenizer: one number becomes another. They alternate
//! with libFuzzer's own.

use std::ops::Range;

use libfuzzer_sys::fuzzer_mutate;

/// Numbers at the limits of ranges.
const EDGES: [i64; 12] =
    [0, 1, 2, 6, 7, 0x7fff_ffff, 0x8000_0000, 0xffff_fffe, 0xffff_ffff, 1 << 32, i64::MAX, -1];

/// Changes the first `size` bytes of `data` and returns their new number.
pub fn mutate(data: &mut [u8], size: usize, max_size: usize, seed: u32) -> usize {
    let mut chance = Chance(seed);
    if chance.below(2) == 0 {
        return fuzzer_mutate(data, size, max_size);
    }
    let mut text = data[..size].to_vec();
    for _ in 0..1 + chance.below(4) {
        let numbers = numbers(&text);
        if numbers.is_empty() {
            return fuzzer_mutate(data, size, max_size);
        }
        let position = numbers[chance.below(numbers.len())].clone();
        let near = numbers[chance.below(numbers.len())].clone();
        let value = str::from_utf8(&text[position.clone()]).ok().and_then(|value| value.parse::<i64>().ok());
        let value = value.unwrap_or(0);
        let new = match chance.below(8) {
            0 => EDGES[chance.below(EDGES.len())].to_string().into_bytes(),
            1 => value.wrapping_add(1).to_string().into_bytes(),
            2 => value.wrapping_sub(1).to_string().into_bytes(),
            3 => (chance.below(30) * (5 + chance.below(3))).to_string().into_bytes(),
            4 | 5 => chance.below(20).to_string().into_bytes(),
            _ => text[near].to_vec(),
        };
        text.splice(position, new);
    }
    if text.len() > max_size {
        return fuzzer_mutate(data, size, max_size);
    }
    data[..text.len()].copy_from_slice(&text);
    text.len()
}

/// The positions of numbers outside strings.
fn numbers(text: &[u8]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let (mut at, mut in_string) = (0, false);
    while at < text.len() {
        let start = at;
        at += 1;
        match text[start] {
            b'\\' if in_string => at += 1,
            b'"' => in_string = !in_string,
            b'-' | b'0'..=b'9' if !in_string => {
                at += text[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
                found.push(start..at);
            }
            _ => {}
        }
    }
    found
}

/// xorshift32.
struct Chance(u32);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.max(1);
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 17;
        self.0 ^= self.0 << 5;
        self.0 as usize % bound
    }
}
