//! `v8-heap-parser FILE`: parses a heap snapshot with the crate v8-heap-parser and has it compute
//! dominators and retained sizes. It knows no distances, so it is asked for less than the others. Prints the
//! number of nodes and the root's retained size.

use std::env::args_os;
use std::error::Error;
use std::fs;

fn main() -> Result<(), Box<dyn Error>> {
    let path = args_os().nth(1).ok_or("usage: v8-heap-parser FILE")?;
    let graph = v8_heap_parser::decode_slice(&fs::read(path)?)?;
    let retained = graph.retained_size(graph.root_index);
    println!("RESULT {{\"nodes\":{},\"retained\":{retained}}}", graph.nodes().len());
    Ok(())
}
