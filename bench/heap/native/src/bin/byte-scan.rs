//! `byte-scan FILE`: reads every byte of a file on one thread and parses every run of digits, in a plain loop that keeps
//! nothing. This is about what a reader of heap snapshots can reach without tricks. Prints the number of integers and their
//! sum.

use std::env::args_os;
use std::fs::File;
use std::io::{self, Read};

fn main() -> io::Result<()> {
    let path = args_os().nth(1).ok_or_else(|| io::Error::other("usage: byte-scan FILE"))?;
    let mut file = File::open(path)?;
    let mut buffer = vec![0; 1 << 20];
    let mut integers: u64 = 0;
    let mut sum: u64 = 0;
    let mut number: u64 = 0;
    let mut inside = false;
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            break;
        }
        for &byte in &buffer[..read] {
            if byte.is_ascii_digit() {
                // A long run of digits in a string may wrap. Its value does not matter.
                number = number.wrapping_mul(10).wrapping_add(u64::from(byte - b'0'));
                inside = true;
            } else if inside {
                integers += 1;
                sum = sum.wrapping_add(number);
                number = 0;
                inside = false;
            }
        }
    }
    if inside {
        integers += 1;
        sum = sum.wrapping_add(number);
    }
    println!("RESULT {{\"integers\":{integers},\"sum\":{sum}}}");
    Ok(())
}
