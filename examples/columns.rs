//! Writes a full analysis of a heap snapshot as raw columns, little-endian: `columns FILE [OUT]`. The number of nodes (u32),
//! then for each node: node id (u32), shallow size (u64), retained size (u64), distance (i32, -5 if it cannot be reached, as
//! in DevTools), node id of the immediate dominator (u32). `__test__/heap/compare.js` uses it, and it can be profiled, since
//! it runs without Node.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use gc_tracker::heap::analysis::distance::UNREACHABLE;
use gc_tracker::heap::control::Control;
use gc_tracker::heap::snapshot::{Domination, Snapshot};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let file = arguments.next().ok_or("usage: columns FILE [OUT]")?;
    let start = Instant::now();
    let snapshot = Snapshot::open(Path::new(&file), &Arc::new(Control::default()))?;
    eprintln!("read after {:?}, {} MB", start.elapsed(), snapshot.memory() / 1_000_000);
    let Domination { dominators, retained } = snapshot.domination()?;
    eprintln!("analyzed after {:?}, {} MB", start.elapsed(), snapshot.memory() / 1_000_000);

    let Some(out) = arguments.next() else { return Ok(()) };
    let mut out = BufWriter::new(File::create(out)?);
    let (graph, shallow) = (snapshot.graph(), snapshot.shallow()?);
    let nodes = || graph.nodes();
    out.write_all(&(graph.node_count() as u32).to_le_bytes())?;
    for id in graph.ids.values() {
        out.write_all(&id.to_le_bytes())?;
    }
    for sizes in [shallow, retained] {
        for node in nodes() {
            out.write_all(&sizes.get(node).to_le_bytes())?;
        }
    }
    for &distance in snapshot.distances()?.values() {
        let distance = if distance == UNREACHABLE { -5 } else { distance as i32 };
        out.write_all(&distance.to_le_bytes())?;
    }
    for &dominator in dominators.values() {
        out.write_all(&graph.ids[dominator].to_le_bytes())?;
    }
    Ok(out.flush()?)
}
