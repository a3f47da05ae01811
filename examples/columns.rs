//! Writes the results of a full analysis of a heap snapshot as raw columns: `columns FILE [OUT]`.

use std::fs::File;
use std::sync::Arc;
use std::time::Instant;

use gc_tracker::heap::control::Control;
use gc_tracker::heap::input::Input;
use gc_tracker::heap::load::load;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let file = arguments.next().expect("a file");
    let start = Instant::now();
    let control = Arc::new(Control::default());
    let size = std::fs::metadata(&file).unwrap().len();
    let input = Input::new(Box::new(File::open(&file).unwrap()), Some(size), control.clone());
    let graph = load(input, &control).unwrap();
    eprintln!("load {:?}, {} MB", start.elapsed(), graph.memory() / 1_000_000);
    eprintln!("{} nodes, {} edges, names {} MB, strings {} MB, locations {} MB, pairs {}", graph.node_count(), graph.edge_count(), graph.edge_names.memory()/1000000, graph.strings.memory()/1000000, graph.locations.memory()/1000000, graph.pairs.count());
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    eprintln!("{}", status.lines().find(|l| l.starts_with("VmHWM")).unwrap());
}
