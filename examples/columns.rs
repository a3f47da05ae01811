//! Writes the results of a full analysis of a heap snapshot as raw columns: `columns FILE [OUT]`.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::sync::Arc;
use std::time::Instant;

use gc_tracker::heap::control::Control;
use gc_tracker::heap::distance::distances;
use gc_tracker::heap::dominators::DominatorTree;
use gc_tracker::heap::input::Input;
use gc_tracker::heap::load::load;
use gc_tracker::heap::retained::{dominators, retained_sizes};
use gc_tracker::heap::shallow::{owners, transfer};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let file = arguments.next().expect("a file");
    let start = Instant::now();
    let control = Arc::new(Control::default());
    let size = std::fs::metadata(&file).unwrap().len();
    let input = Input::new(Box::new(File::open(&file).unwrap()), Some(size), control.clone());
    let mut graph = load(input, &control).unwrap();
    eprintln!("load {:?}, {} MB", start.elapsed(), graph.memory() / 1_000_000);
    eprintln!(
        "{} nodes, {} edges, names {} MB, strings {} MB, locations {} MB, pairs {}",
        graph.node_count(),
        graph.edge_count(),
        graph.edge_names.memory() / 1000000,
        graph.strings.memory() / 1000000,
        graph.locations.memory() / 1000000,
        graph.pairs.count()
    );
    let mut shallow = std::mem::take(&mut graph.self_sizes);
    let graph = &graph;
    let (distances, tree) = std::thread::scope(|scope| {
        let other = scope.spawn(|| {
            let t = Instant::now();
            let owners = owners(graph).unwrap();
            transfer(&mut shallow, &owners);
            drop(owners);
            eprintln!("shallow {:?}", t.elapsed());
            let t = Instant::now();
            let d = distances(graph).unwrap();
            eprintln!("distance {:?}", t.elapsed());
            d
        });
        let t = Instant::now();
        let tree = DominatorTree::of(graph).unwrap();
        eprintln!("dominators {:?}", t.elapsed());
        (other.join().unwrap(), tree)
    });
    let t = Instant::now();
    let count = graph.kinds.len();
    let dominators = dominators(&tree, graph.root, count).unwrap();
    let retained = retained_sizes(&tree, graph.root, &shallow).unwrap();
    eprintln!("retained {:?}, all {:?}", t.elapsed(), start.elapsed());
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    eprintln!("{}", status.lines().find(|l| l.starts_with("VmHWM")).unwrap());
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
