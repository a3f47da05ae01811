//! Writes the results of a full analysis of a heap snapshot as raw columns: `columns FILE [OUT]`.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::sync::Arc;
use std::time::Instant;

use gc_tracker::heap::control::Control;
use gc_tracker::heap::input::Input;
use gc_tracker::heap::load::load;
use gc_tracker::heap::snapshot::{Domination, Snapshot};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let file = arguments.next().expect("a file");
    let start = Instant::now();
    let control = Arc::new(Control::default());
    let size = std::fs::metadata(&file).unwrap().len();
    let input = Input::new(Box::new(File::open(&file).unwrap()), Some(size), control.clone());
    let snapshot = Snapshot::new(load(input, &control).unwrap());
    eprintln!("read: {:?}, {} MB", start.elapsed(), snapshot.memory() / 1_000_000);
    let domination = snapshot.domination().unwrap();
    eprintln!("analysed: {:?}, {} MB", start.elapsed(), snapshot.memory() / 1_000_000);
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    eprintln!("{}", status.lines().find(|l| l.starts_with("VmHWM")).unwrap());
    let (graph, shallow) = (snapshot.graph(), snapshot.shallow().unwrap());
    let (distances, Domination { dominators, retained }) = (snapshot.distances().unwrap(), domination);
    let count = graph.kinds.len();
    let Some(out) = arguments.next() else { return };
    let mut out = BufWriter::new(File::create(out).unwrap());
    let nodes = || 0..count as u32;
    out.write_all(&(count as u32).to_le_bytes()).unwrap();
    nodes().for_each(|node| out.write_all(&graph.ids[node as usize].to_le_bytes()).unwrap());
    nodes().for_each(|node| out.write_all(&shallow.get(node).to_le_bytes()).unwrap());
    nodes().for_each(|node| out.write_all(&retained.get(node).to_le_bytes()).unwrap());
    nodes().for_each(|node| {
        let distance = distances[node as usize];
        let distance = if distance == u32::MAX { -5 } else { distance as i32 };
        out.write_all(&distance.to_le_bytes()).unwrap()
    });
    nodes().for_each(|node| {
        let id = graph.ids[dominators[node as usize] as usize];
        out.write_all(&id.to_le_bytes()).unwrap()
    });
}
