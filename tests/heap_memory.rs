//! How much memory a snapshot takes that announces far more than it has. A program of its own, since its
//! allocator counts everything.

use std::alloc::{GlobalAlloc, Layout, System};
use std::io::Cursor;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

use gc_tracker::heap::control::Control;
use gc_tracker::heap::error::Error;
use gc_tracker::heap::read::input::Input;
use gc_tracker::heap::read::load::load;

/// The system's allocator, which knows how much is in use and how much has been at most.
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
