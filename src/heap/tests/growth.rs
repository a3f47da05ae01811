//! Hand-made heaps that grow in known ways.

use crate::heap::growth::{GrowingGroup, Growth, NodeIds};
use crate::heap::snapshot::Snapshot;
use crate::heap::tests::sample::{Sample, at};

/// What grows by at least 3 on each of the rounds that `heap` makes.
fn grows<T>(rounds: usize, heap: impl Fn(&mut Sample, usize) -> T) -> Vec<GrowingGroup> {
    let mut growth = Growth::new(3, NodeIds::Unrelated);
    let mut found = Vec::new();
    for round in 0..=rounds {
        found = growth.add(&snapshot(|sample| heap(sample, round))).unwrap();
    }
    found
}

fn snapshot<T>(heap: impl Fn(&mut Sample) -> T) -> Snapshot {
    let mut sample = Sample::new();
    heap(&mut sample);
    Snapshot::new(sample.graph())
}

fn counts(found: &[GrowingGroup]) -> Vec<&[u64]> {
    found.iter().map(|growing| growing.counts.as_slice()).collect()
}

/// Adds an object that another one refers to.
fn object(sample: &mut Sample, from: usize, edge: &str, class: &str) -> usize {
    let node = sample.node("object", class, 100);
    sample.edge(from, "property", edge, node);
    node
}

/// Adds an array of objects of a class.
fn array(sample: &mut Sample, from: usize, edge: &str, class: &str, length: usize) -> usize {
    let array = object(sample, from, edge, "Array");
    for index in 0..length {
        let node = sample.node("object", class, 10);
        sample.edge(array, "element", &index.to_string(), node);
    }
    array
}

#[test]
fn an_array_that_grows_on_every_round_does() {
    let found = grows(3, |sample, round| {
        let global = object(sample, 0, "global", "global");
        array(sample, global, "steady", "Point", 50);
        array(sample, global, "growing", "Session", 5 + 3 * round);
    });
    assert_eq!(counts(&found), [[5, 8, 11, 14]]);
    assert_eq!(found[0].sizes, [50, 80, 110, 140]);
    assert_eq!(found[0].bytes(), 90);
}

#[test]
fn the_example_is_the_newest_of_what_is_new_and_its_holder_holds_it() {
    let heap = |sample: &mut Sample, round: usize| {
        let global = object(sample, 0, "global", "global");
        array(sample, global, "growing", "Session", 3 * round);
    };
    let found = grows(2, heap);
    let last = snapshot(|sample| heap(sample, 2));
    assert_eq!(last.graph().name(found[0].holder), "Array");
    assert_eq!(found[0].example, at(last.graph().node_count() - 1));
}

#[test]
fn what_grows_by_too_little_or_not_on_every_round_does_not() {
    let few = |sample: &mut Sample, round| array(sample, 0, "few", "Session", 2 * round);
    assert_eq!(grows(3, few), []);
    let cache = |sample: &mut Sample, round: usize| array(sample, 0, "cache", "Session", 10 * round.min(2));
    assert_eq!(counts(&grows(2, cache)), [[0, 10, 20]]);
    assert_eq!(grows(3, cache), []);
    let late = |sample: &mut Sample, round: usize| {
        if round > 0 {
            array(sample, 0, "late", "Session", 10 * round);
        }
    };
    assert_eq!(grows(3, late), []);
}

#[test]
fn what_holds_for_a_moment_does_not_change_a_group() {
    for moment in ["(Stack roots)", "(Handle scope)", "(Strong roots)", "(Identity map)"] {
        // In the last round a shorter path than that of the module leads to the array.
        let found = grows(3, |sample, round| {
            let roots = sample.node("synthetic", "(GC roots)", 8);
            sample.edge(0, "element", "1", roots);
            let mut at = sample.node("synthetic", "(Global handles)", 8);
            sample.edge(roots, "element", "1", at);
            for name in ["module", "exports", "store"] {
                at = object(sample, at, name, "Object");
            }
            let array = array(sample, at, "growing", "Session", 5 + 3 * round);
            if round == 3 {
                let list = sample.node("synthetic", moment, 8);
                sample.edge(roots, "element", "2", list);
                let name = if moment == "(Strong roots)" { "3 / IdentityMapBase" } else { "51" };
                sample.edge(list, "internal", name, array);
            }
        });
        assert_eq!(counts(&found), [[5, 8, 11, 14]], "{moment}");
    }
}

#[test]
fn what_native_objects_hold_has_a_group_whatever_its_name() {
    let found = grows(3, |sample, round| {
        let global = object(sample, 0, "global", "global");
        let native = sample.node("native", "Node / Parser", 8);
        sample.edge(global, "internal", "native", native);
        let detached = sample.node("native", "Detached Node / Stream", 8);
        sample.edge(native, "internal", "stream", detached);
        array(sample, detached, "growing", "Session", 5 + 3 * round);
    });
    assert_eq!(counts(&found), [[5, 8, 11, 14]]);
}

#[test]
fn each_key_of_a_dictionary_may_be_new() {
    let found = grows(2, |sample, round| {
        let dictionary = object(sample, 0, "sessions", "Object");
        for key in 0..3 + 4 * round {
            object(sample, dictionary, &format!("user-{key}-{round}"), "Session");
        }
    });
    assert_eq!(counts(&found), [[3, 7, 11]]);
}

#[test]
fn a_list_grows_at_its_end_however_long_it_is() {
    let found = grows(2, |sample, round| {
        let mut last = object(sample, 0, "list", "List");
        for _ in 0..100 + 4 * round {
            last = object(sample, last, "next", "Link");
        }
    });
    // The first repetition of a step is a group of its own.
    assert_eq!(counts(&found), [[99, 103, 107]]);
    assert_eq!(found[0].bytes(), 800);
}

#[test]
fn a_list_may_have_several_steps_a_link() {
    let found = grows(2, |sample, round| {
        let mut last = object(sample, 0, "list", "List");
        for _ in 0..20 + 4 * round {
            let value = object(sample, last, "value", "Value");
            last = object(sample, value, "rest", "Rest");
        }
    });
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].counts.windows(2).map(|pair| pair[1] - pair[0]).collect::<Vec<_>>(), [4, 4]);
}

#[test]
fn of_what_grows_what_it_holds_is_left_out() {
    let found = grows(2, |sample, round| {
        let sessions = object(sample, 0, "sessions", "Array");
        for index in 0..4 * round {
            let session = sample.node("object", "Session", 10);
            sample.edge(sessions, "element", &index.to_string(), session);
            array(sample, session, "messages", "Message", 5);
        }
    });
    assert_eq!(counts(&found), [[0, 4, 8]]);
}

#[test]
fn the_largest_growth_comes_first() {
    let found = grows(2, |sample, round| {
        let global = object(sample, 0, "global", "global");
        array(sample, global, "small", "Session", 3 * round);
        array(sample, global, "large", "Request", 30 * round);
    });
    assert_eq!(counts(&found), [[0, 30, 60], [0, 3, 6]]);
}

#[test]
fn how_v8_stores_it_does_not_count() {
    let found = grows(2, |sample, round| {
        let object = object(sample, 0, "object", "Object");
        for index in 0..5 * round {
            let node = sample.node("hidden", "system / Map", 10);
            sample.edge(object, "internal", &index.to_string(), node);
        }
    });
    assert_eq!(found, []);
}

#[test]
fn contents_of_strings_and_indices_are_no_part_of_a_kind() {
    let found = grows(2, |sample, round| {
        let lines = object(sample, 0, "lines", "Array");
        for index in 0..3 * (round + 1) {
            let line = sample.node("string", &format!("line {index} of round {round}"), 10);
            sample.edge(lines, "internal", &(index + 100 * round).to_string(), line);
        }
    });
    assert_eq!(counts(&found), [[3, 6, 9]]);
}

#[test]
fn what_nothing_reaches_does_not_grow() {
    let found = grows(2, |sample, round| {
        for _ in 0..10 * round {
            sample.node("object", "Island", 10);
        }
    });
    assert_eq!(found, []);
}

#[test]
fn a_list_of_a_hundred_thousand_takes_no_stack() {
    let found = grows(1, |sample, round| {
        let mut last = object(sample, 0, "list", "List");
        for _ in 0..100_000 + 4 * round {
            last = object(sample, last, "next", "Link");
        }
    });
    assert_eq!(found.len(), 1);
}

#[test]
fn what_is_only_reached_in_another_way_is_not_new() {
    let heap = |sample: &mut Sample, round: usize| {
        let global = object(sample, 0, "global", "global");
        let [one, other] = ["one", "other"].map(|edge| object(sample, global, edge, "Array"));
        for index in 0..20 {
            let node = sample.node("object", "Session", 10);
            let holder = if index < 5 * round { one } else { other };
            sample.edge(holder, "element", &index.to_string(), node);
        }
    };
    assert_eq!(counts(&grows(2, heap)), [[0, 5, 10]]);
    let mut growth = Growth::new(3, NodeIds::Continuous);
    for round in 0..3 {
        assert_eq!(growth.add(&snapshot(|sample| heap(sample, round))).unwrap(), []);
    }
}

#[test]
fn what_is_new_has_higher_ids() {
    let mut growth = Growth::new(3, NodeIds::Continuous);
    let mut found = Vec::new();
    for round in 0..3 {
        found = growth.add(&snapshot(|sample| array(sample, 0, "growing", "Session", 3 * round))).unwrap();
    }
    assert_eq!(counts(&found), [[0, 3, 6]]);
}

#[test]
fn a_list_may_grow_at_its_beginning() {
    let mut growth = Growth::new(3, NodeIds::Continuous);
    let mut found = Vec::new();
    for round in 0..3 {
        let list = |sample: &mut Sample| {
            let count = 20 + 3 * round;
            // The newest link is the first one, and has the highest id.
            let links: Vec<usize> = (0..count).map(|_| sample.node("object", "Link", 10)).collect();
            sample.edge(0, "property", "list", links[count - 1]);
            for link in 1..count {
                sample.edge(links[link], "property", "next", links[link - 1]);
            }
        };
        found = growth.add(&snapshot(list)).unwrap();
    }
    assert_eq!(counts(&found), [[18, 21, 24]]);
}

#[test]
fn v8s_own_caches_of_strings_and_functions_do_not_count() {
    let found = grows(2, |sample, round| {
        let roots = sample.node("synthetic", "(Strong roots)", 0);
        sample.edge(0, "element", "1", roots);
        let cache = sample.node("array", "", 100);
        sample.edge(roots, "internal", "1", cache);
        let realm = sample.node("hidden", "system / NativeContext", 100);
        sample.edge(0, "element", "2", realm);
        let functions = sample.node("array", "", 100);
        sample.edge(realm, "internal", "fast_template_instantiations_cache", functions);
        for index in 0..5 * round {
            let text = sample.node("string", "text", 10);
            sample.edge(cache, "internal", &index.to_string(), text);
            let function = sample.node("closure", "write", 10);
            sample.edge(functions, "internal", &index.to_string(), function);
        }
    });
    assert_eq!(found, []);
}

#[test]
fn an_object_that_only_native_code_holds_counts() {
    let found = grows(2, |sample, round| {
        let handles = sample.node("synthetic", "(Global handles)", 0);
        sample.edge(0, "element", "1", handles);
        for index in 0..5 + 5 * round {
            let socket = sample.node("object", "Socket", 10);
            sample.edge(handles, "internal", &index.to_string(), socket);
        }
    });
    assert_eq!(counts(&found), [[5, 10, 15]]);
}

#[test]
fn of_what_native_code_holds_each_kind_grows_by_itself() {
    let found = grows(2, |sample, round| {
        let handles = sample.node("synthetic", "(Global handles)", 0);
        sample.edge(0, "element", "1", handles);
        for (class, count) in [("Socket", 3 + 3 * round), ("Server", 4), ("Timer", 5 + 5 * round)] {
            for index in 0..count {
                let node = sample.node("object", class, 10);
                sample.edge(handles, "internal", &index.to_string(), node);
            }
        }
    });
    assert_eq!(counts(&found), [[5, 10, 15], [3, 6, 9]]);
    assert_eq!(found[1].sizes, [30, 60, 90]);
}

#[test]
fn the_newest_of_a_list_may_be_reached_as_its_tail() {
    let mut growth = Growth::new(3, NodeIds::Continuous);
    let mut found = Vec::new();
    for round in 0..3 {
        let heap = |sample: &mut Sample| {
            let queue = object(sample, 0, "queue", "Queue");
            let mut last = object(sample, queue, "top", "Link");
            for _ in 0..10 + 3 * round {
                last = object(sample, last, "next", "Link");
            }
            sample.edge(queue, "property", "newest", last);
        };
        found = growth.add(&snapshot(heap)).unwrap();
    }
    assert_eq!(counts(&found), [[8, 11, 14]]);
}

#[test]
fn a_list_with_links_both_ways_grows_from_both_ends() {
    let found = grows(2, |sample, round| {
        let list = object(sample, 0, "list", "List");
        let mut last = object(sample, list, "head", "Link");
        for _ in 0..100 + 4 * round {
            let link = object(sample, last, "next", "Link");
            sample.edge(link, "property", "prev", last);
            last = link;
        }
        sample.edge(list, "property", "tail", last);
    });
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].counts.windows(2).map(|pair| pair[1] - pair[0]).collect::<Vec<_>>(), [4, 4]);
}

#[test]
fn the_example_is_of_a_kind_that_grows() {
    let heap = |sample: &mut Sample, round: usize| {
        let log = object(sample, 0, "log", "Array");
        for index in 0..5 {
            let node = sample.node("object", "Header", 10);
            sample.edge(log, "element", &index.to_string(), node);
        }
        for index in 0..3 + 3 * round {
            let line = sample.node("string", &format!("line {index}"), 10);
            sample.edge(log, "element", &(index + 5).to_string(), line);
        }
    };
    let found = grows(2, heap);
    let last = snapshot(|sample| heap(sample, 2));
    assert_eq!(last.graph().name(found[0].example), "line 8");
}

#[test]
fn what_a_function_keeps_counts_and_not_how_v8_keeps_it() {
    let heap = |sample: &mut Sample, round: usize| {
        let mut last = object(sample, 0, "latest", "Job");
        for _ in 0..10 + 4 * round {
            let function = sample.node("closure", "run", 10);
            sample.edge(last, "property", "run", function);
            let context = sample.node("object", "system / Context", 10);
            sample.edge(function, "internal", "context", context);
            last = sample.node("object", "Job", 10);
            sample.edge(context, "context", "previous", last);
        }
    };
    let found = grows(2, heap);
    let last = snapshot(|sample| heap(sample, 2));
    assert_eq!(found.len(), 1);
    assert_eq!(last.graph().name(found[0].example), "Job");
}

#[test]
fn what_v8_knows_of_a_functions_runs_does_not_count() {
    let found = grows(2, |sample, round| {
        let function = sample.node("closure", "run", 10);
        sample.edge(0, "property", "run", function);
        let mut last = function;
        for (edge, class) in
            [("feedback_cell", "system / FeedbackCell"), ("value", "system / FeedbackVector")]
        {
            let node = sample.node("hidden", class, 10);
            sample.edge(last, "internal", edge, node);
            last = node;
        }
        for index in 0..5 + 5 * round {
            let boilerplate = sample.node("object", "Array", 10);
            sample.edge(last, "internal", &index.to_string(), boilerplate);
        }
    });
    assert_eq!(found, []);
}

#[test]
fn what_node_keeps_up_to_a_bound_does_not_count_nor_what_it_holds() {
    let found = grows(2, |sample, round| {
        let times = object(sample, 0, "resourceTimingBuffer", "Array");
        for index in 0..5 * round {
            let time = object(sample, times, &index.to_string(), "PerformanceResourceTiming");
            object(sample, time, "details", "Object");
        }
    });
    assert_eq!(found, []);
}
