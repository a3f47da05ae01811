//! How much memory a snapshot takes: no more than it has if it announces far more, and as much as it says. A program of
//! its own, since its allocator counts everything.

use std::alloc::{GlobalAlloc, Layout, System};
use std::io::Cursor;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex, PoisonError};

use gc_tracker::heap::control::Control;
use gc_tracker::heap::error::Error;
use gc_tracker::heap::read::input::Input;
use gc_tracker::heap::read::load::load;
use gc_tracker::heap::snapshot::Snapshot;

/// The system's allocator. It knows how much is in use and how much has been at most.
struct Counting;

static IN_USE: AtomicUsize = AtomicUsize::new(0);
static MOST: AtomicUsize = AtomicUsize::new(0);

// SAFETY: every call goes to the system's allocator as it came; counting allocates nothing.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        MOST.fetch_max(IN_USE.fetch_add(layout.size(), SeqCst) + layout.size(), SeqCst);
        // SAFETY: the caller's promises are passed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        MOST.fetch_max(IN_USE.fetch_add(layout.size(), SeqCst) + layout.size(), SeqCst);
        // SAFETY: the caller's promises are passed on.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        IN_USE.fetch_sub(layout.size(), SeqCst);
        // SAFETY: the caller's promises are passed on.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// One test at a time, since the allocator counts for all threads.
static TURN: Mutex<()> = Mutex::new(());

/// A snapshot with one node and one edge, which announces others.
fn snapshot(nodes: u64, edges: u64) -> String {
    format!(
        r#"{{"snapshot":{{"meta":{{
            "node_fields":["type","name","id","self_size","edge_count"],
            "node_types":[["synthetic"],"string","number","number","number"],
            "edge_fields":["type","name_or_index","to_node"],
            "edge_types":[["element"],"string_or_number","node"],
            "location_fields":["object_index","script_id","line","column"]}},
            "node_count":{nodes},"edge_count":{edges}}},
        "nodes":[0,0,1,0,1],"edges":[0,0,0],"locations":[0,0,0,0],"strings":[""]}}"#
    )
}

/// The most memory that was in use while a snapshot was read, in MiB; and the result.
fn read(text: &str, knows_size: bool) -> (usize, Result<(), Error>) {
    let reader = Box::new(Cursor::new(text.to_owned()));
    let size = knows_size.then_some(text.len() as u64);
    let control = Arc::new(Control::default());
    let before = IN_USE.load(SeqCst);
    MOST.store(before, SeqCst);
    let result = load(Input::new(reader, size, control.clone()), &control).map(|_| ());
    ((MOST.load(SeqCst) - before) >> 20, result)
}

#[test]
fn counts_that_lie_take_no_memory() {
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    // Without its size, an input may hold a million of anything.
    for (knows_size, most) in [(true, 4), (false, 40)] {
        for (nodes, edges) in [(500_000_000, 1), (1, 4_294_967_294), (536_870_911, 4_294_967_294)] {
            let (peak, result) = read(&snapshot(nodes, edges), knows_size);
            let Err(Error::InvalidSnapshot { problem, .. }) = result else { panic!("{result:?}") };
            assert!(problem.starts_with("the header announces"), "{problem}");
            assert!(peak <= most, "{peak} MiB for {nodes} nodes, {edges} edges; size known: {knows_size}");
        }
        let (peak, result) = read(&snapshot(1, 1), knows_size);
        assert_eq!(result, Ok(()));
        assert!((1..=most).contains(&peak), "{peak} MiB, size known: {knows_size}");
    }
}

/// A snapshot in which the root leads to objects, all different, that lead to each other; half are WeakMap tables.
fn objects(count: usize) -> String {
    let list = |texts: Vec<String>| texts.join(",");
    let nodes =
        (1..=count).map(|node| format!("1,{node},{id},64,2,{state}", id = 2 * node + 1, state = node % 3));
    let nodes = format!("0,0,1,0,{count},0,{}", list(nodes.collect()));
    let from_root = (1..=count).map(|node| format!("0,{node},{}", 6 * node));
    let between = (1..=count).map(|node| {
        let next = 6 * (node % count + 1);
        format!("1,{},{next},2,{},{next}", count + node, node)
    });
    let strings = (1..=count).map(|node| format!("\"class {node}\""));
    let pairs = (1..=count).map(|node| {
        let (key, value) = (node + node % 2, node);
        format!(
            "\"{node} / part of key (k @{key}) -> value (v @{value}) pair in WeakMap (table @{})\"",
            2 * node + 1
        )
    });
    let locations = (1..=count).map(|node| format!("{},1,{node},0", 6 * node));
    format!(
        r#"{{"snapshot":{{"meta":{{
            "node_fields":["type","name","id","self_size","edge_count","detachedness"],
            "node_types":[["synthetic","object"],"string","number","number","number","number"],
            "edge_fields":["type","name_or_index","to_node"],
            "edge_types":[["element","internal","property"],"string_or_number","node"],
            "location_fields":["object_index","script_id","line","column"]}},
            "node_count":{},"edge_count":{}}},
        "nodes":[{nodes}],"edges":[{},{}],"locations":[{}],"strings":["",{},{}]}}"#,
        count + 1,
        3 * count,
        list(from_root.collect()),
        list(between.collect()),
        list(locations.collect()),
        list(strings.collect()),
        list(pairs.collect()),
    )
}

#[test]
fn a_snapshot_says_how_much_memory_it_has() {
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let before = IN_USE.load(SeqCst);
    let text = objects(20_000);
    let size = Some(text.len() as u64);
    let snapshot = Snapshot::read(Box::new(Cursor::new(text)), size, &Arc::default()).unwrap();
    let check = |what: &str| {
        let (used, told) = (IN_USE.load(SeqCst) - before, snapshot.memory());
        let share = told as f64 / used as f64;
        assert!((0.98..=1.02).contains(&share), "{what}: {told} of {used} bytes");
    };
    assert!(snapshot.graph().ephemerons.count() > 1000 && snapshot.graph().locations.iter().count() > 1000);
    check("the graph");
    snapshot.aggregates().unwrap();
    check("classes, dominators, sizes");
    snapshot.paths().unwrap();
    snapshot.paths_by_name().unwrap();
    check("paths");
}
