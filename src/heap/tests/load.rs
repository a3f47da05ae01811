//! Inputs that are not snapshots, or broken or contradictory ones: an error that says where, never a panic.

use std::io::Cursor;

use crate::heap::error::Error;
use crate::heap::graph::ephemerons::EphemeronEdge;
use crate::heap::graph::{EdgeIndex, EdgeType};
use crate::heap::tests::sample::{Json, Sample, at, dump, load_bytes, load_from};

/// The offset and the problem of an invalid snapshot.
fn invalid(bytes: &[u8]) -> (u64, String) {
    match load_bytes(bytes) {
        Err(Error::InvalidSnapshot { offset, problem }) => (offset, problem),
        other => panic!("{:?} of {}", other.map(|graph| dump(&graph)), String::from_utf8_lossy(bytes)),
    }
}

/// Checks that the changed tiny sample is refused with a problem that contains `words`.
fn refused(words: &str, change: impl FnOnce(&mut Json)) {
    let mut json = Sample::tiny().json();
    change(&mut json);
    let (_, problem) = invalid(json.to_string().as_bytes());
    assert!(problem.contains(words), "{problem:?} does not say {words:?}");
}

fn set(value: &mut Json, text: &str) {
    *value = Json::Other(text.to_owned());
}

#[test]
fn cut_off_anywhere_it_is_truncated_at_that_byte() {
    let bytes = Sample::tiny().bytes();
    for cut in 1..bytes.len() {
        // A file that has shrunk since it was asked for its size, and a stream.
        let size = [Some(bytes.len() as u64), None][cut % 2];
        match load_from(Cursor::new(bytes[..cut].to_vec()), size) {
            Err(Error::TruncatedSnapshot { offset, .. }) => assert_eq!(offset, cut as u64),
            other => panic!("{other:?} after {}", String::from_utf8_lossy(&bytes[..cut])),
        }
    }
}

#[test]
fn what_is_empty_is_invalid_at_0() {
    assert_eq!(invalid(b""), (0, "it is empty".to_owned()));
}

#[test]
fn white_space_alone_is_truncated() {
    let result = load_bytes(b" \r\n\t ");
    assert!(matches!(result, Err(Error::TruncatedSnapshot { offset: 5, .. })), "{result:?}");
}

#[test]
fn other_documents_are_invalid() {
    for (text, offset) in [
        ("[]", 0),
        ("\"snapshot\"", 0),
        ("null", 0),
        ("\u{feff}{}", 5),
        ("\u{1f}\u{8b}\u{8}", 0),
        ("  }", 2),
        ("{}", 2),
        ("{\"a\":1}", 7),
        ("{\"a\":1,}", 7),
        ("{\"a\" 1}", 5),
        ("{a:1}", 1),
        ("{\"a\":}", 5),
        ("{\"a\":1]", 6),
        ("{\"head\":{\"cells\":[]},\"profile\":{}}", 34),
    ] {
        assert_eq!(invalid(text.as_bytes()).0, offset, "{text}");
    }
}

#[test]
fn other_formats_are_named() {
    let cases: [(&[u8], &str); 20] = [
        (&[0x1f, 0x8b, 8, 0], "compressed by gzip"),
        (&[0x28, 0xb5, 0x2f, 0xfd, 4], "compressed by zstd"),
        (&[0xfd, b'7', b'z', b'X', b'Z', 0], "compressed by xz"),
        (b"PK\x03\x04", "compressed by zip"),
        (&[0x1b, 0x1f, 0x4e, 0xf8, 0x8d], "binary data (if it is compressed by brotli"),
        (&[0xff, 0xfe, b'{', 0], "UTF-16"),
        (&[0xfe, 0xff, 0, b'{'], "UTF-16"),
        (b"{\0\"\0", "UTF-16"),
        (b"\0{\0\"", "UTF-16"),
        (br#"{"head":{"callFrame":{}},"samples":[]}"#, ".heapprofile"),
        (br#"{"nodes":[{"id":1}],"startTime":1}"#, ".cpuprofile"),
        (br#"{"traceEvents":[]}"#, "performance trace"),
        (br#"{"version":3,"type":"Inspector","nodes":[0,0,0,0]}"#, "JavaScriptCore's format"),
        (br#"{"metadata":{},"traceEvents":[]}"#, "performance trace"),
        (br#"[{"pid":1,"ph":"X"}]"#, "performance trace"),
        (br#"{"version":1,"gcTracker":"1.0.0","series":[]}"#, "a recording"),
        (b"\n<!doctype html>", "HTML"),
        (b"\xef\xbb\xbf<?xml?>", "XML"),
        (b"hello", "expected '{' and not 'h'"),
        ("h\u{e9}llo".as_bytes(), "expected '{' and not 'h'"),
    ];
    for (bytes, words) in cases {
        let (_, problem) = invalid(bytes);
        assert!(problem.contains(words), "{problem:?} does not say {words:?}");
    }
}

#[test]
fn a_byte_order_mark_is_skipped() {
    let bytes = Sample::tiny().bytes();
    let marked = load_bytes(&["\u{feff}".as_bytes(), &bytes].concat()).unwrap();
    assert_eq!(dump(&marked), dump(&load_bytes(&bytes).unwrap()));
}

#[test]
fn what_follows_it_is_invalid() {
    let mut bytes = Sample::tiny().bytes();
    let end = bytes.len() as u64;
    bytes.extend(b"\n ");
    assert!(load_bytes(&bytes).is_ok());
    bytes.push(b'{');
    assert_eq!(invalid(&bytes), (end + 2, "expected nothing after it".to_owned()));
}

/// Whether the value at a position must be there and valid.
fn is_needed(position: &str) -> bool {
    // Only the first list of types is read. Functions, traces and samples are not.
    let is_types = |list: &str| position.starts_with(list) && !position.starts_with(&format!("{list}.0"));
    !position.contains("trace")
        && !position.contains("samples")
        && !is_types("snapshot.meta.node_types.")
        && !is_types("snapshot.meta.edge_types.")
}

/// A position with its keys by name.
fn named(json: &Json, position: &[usize]) -> String {
    let mut names: Vec<String> = Vec::new();
    let mut json = json.clone();
    for &index in position {
        names.push(match &json {
            Json::Object(entries) => entries[index].0.clone(),
            _ => index.to_string(),
        });
        json = json.at(&[index]).clone();
    }
    names.join(".")
}

#[test]
fn a_wrong_type_anywhere_is_invalid_there() {
    let sample = Sample::tiny();
    let valid = sample.json();
    let text = valid.to_string();
    let mut tried = 0;
    for position in valid.positions() {
        let name = named(&valid, &position);
        // One name of each list is enough.
        if name.contains(".meta.") && position.last().is_some_and(|&index| index > 0) && position.len() > 3 {
            continue;
        }
        for wrong in ["", "true", "-1", "1.5", "NaN", "9223372036854775808", "\"x\"", "{}", "[]"] {
            // Some values may be negative (an index, a state of detachedness that V8 may add, a location), any text, or
            // missing.
            let is_fine = match wrong {
                "-1" => ["edges.1", "nodes.5", "nodes.11", "nodes.17", "locations.2", "locations.3"]
                    .contains(&name.as_str()),
                "\"x\"" => name.contains("_types.0.") || name.starts_with("strings."),
                "[]" => ["locations", "snapshot.meta.location_fields"].contains(&name.as_str()),
                "9223372036854775808" => name == "snapshot.extra_native_bytes",
                _ => false,
            };
            let mut json = valid.clone();
            set(json.at(&position), wrong);
            let changed = json.to_string();
            let result = load_bytes(changed.as_bytes());
            tried += 1;
            if is_fine || (!is_needed(&name) && result.is_ok()) {
                assert!(result.is_ok(), "{wrong} as {name}: {result:?}");
                continue;
            }
            let Err(Error::InvalidSnapshot { offset, problem }) = result else {
                panic!("{wrong} as {name}: {result:?}");
            };
            let at = text.bytes().zip(changed.bytes()).take_while(|(one, other)| one == other).count() as u64;
            let first = if name.starts_with("snapshot") { 11 } else { at.saturating_sub(20) };
            let range = first..=changed.len() as u64;
            assert!(range.contains(&offset), "{wrong} as {name}, at {at}: {problem}, at {offset}");
        }
    }
    assert!(tried > 500, "{tried}");
}

#[test]
fn counts_that_lie_are_refused() {
    for (key, name) in [("node_count", "nodes"), ("edge_count", "edges")] {
        for (count, words) in [
            ("0", format!("there are more {name} than 0")),
            ("2", format!("there are more {name} than 2")),
            ("5", format!("the header announces 5 {name}, there are")),
            ("500000000", format!("the header announces 500000000 {name}, there are")),
            ("4294967296", format!("4294967296 {name} are announced, at most")),
            ("9223372036854775808", format!("9223372036854775808 {name} are announced, at most")),
            ("18446744073709551616", "in its header".to_owned()),
            ("-1", "in its header".to_owned()),
            ("3.0", "in its header".to_owned()),
            ("3e0", "in its header".to_owned()),
            ("\"3\"", "in its header".to_owned()),
        ] {
            refused(&words, |json| set(json.get("snapshot").get(key), count));
        }
    }
}

#[test]
fn edge_counts_of_nodes_that_do_not_add_up_are_refused() {
    for (count, words) in [
        ("0", "the nodes have 3 edges, there are 4"),
        ("2", "the nodes have more than the 4 edges"),
        ("4294967295", "the nodes have more than the 4 edges"),
        ("4294967296", "the edge count 4294967296 is not between 0 and 4294967295"),
        ("-1", "the edge count -1 is not between 0 and 4294967295"),
    ] {
        refused(words, |json| set(&mut json.get("nodes").list()[4], count));
    }
    // Together they exceed 2^32 and come back to 4.
    refused("the nodes have more than the 4 edges", |json| {
        for (index, count) in [(4, "4294967295"), (10, "5"), (16, "4294967292")] {
            set(&mut json.get("nodes").list()[index], count);
        }
    });
}

#[test]
fn indices_out_of_range_are_refused() {
    for (array, index, value, words) in [
        ("nodes", 6, "15", "a node has type 15, there are 15"),
        ("nodes", 6, "-1", "a node has type -1, there are 15"),
        ("nodes", 6, "259", "a node has type 259, there are 15"),
        ("nodes", 7, "7", "a name is string 7, there are 7"),
        ("nodes", 7, "4294967295", "a name is string 4294967295, there are 7"),
        ("nodes", 7, "4294967296", "the name of a node 4294967296 is not between"),
        ("nodes", 8, "4294967296", "the node id 4294967296 is not between"),
        ("nodes", 8, "-1", "the node id -1 is not between"),
        ("nodes", 9, "-1", "a node has the size -1"),
        ("edges", 0, "7", "an edge has type 7, there are 7"),
        ("edges", 0, "-1", "an edge has type -1, there are 7"),
        ("edges", 1, "4294967296", "the name of an edge 4294967296 is not between"),
        ("edges", 1, "-2147483649", "the name of an edge -2147483649 is not between"),
        ("edges", 4, "7", "a name is string 7, there are 7"),
        ("edges", 4, "-1", "the name of an edge -1 is not between"),
        ("edges", 2, "18", "an edge leads to 18, which is none of the 3 nodes"),
        ("edges", 2, "7", "an edge leads to 7, which is none of the 3 nodes"),
        ("edges", 2, "-6", "an edge leads to -6, which is none of the 3 nodes"),
        ("edges", 2, "4294967298", "an edge leads to 4294967298, which is none"),
        ("edges", 2, "9223372036854775806", "an edge leads to 9223372036854775806, which is none"),
        ("locations", 0, "18", "a location is of 18, which is no node"),
        ("locations", 0, "5", "a location is of 5, which is no node"),
        ("locations", 0, "-6", "a location is of -6, which is no node"),
        ("locations", 1, "4294967296", "the script id 4294967296 is not between"),
        ("locations", 2, "4294967296", "the line 4294967296 is not between"),
        ("locations", 3, "-2147483649", "the column -2147483649 is not between"),
    ] {
        refused(words, |json| set(&mut json.get(array).list()[index], value));
    }
    for root in ["18", "7", "18446744073709551614"] {
        let words = format!("root_index {root} is no node, of 3");
        refused(&words, |json| {
            json.get("snapshot").entries().push(("root_index".to_owned(), Json::Other(root.to_owned())));
        });
    }
}

#[test]
fn a_location_before_the_start_of_its_script_is_its_start() {
    let mut json = Sample::tiny().json();
    set(&mut json.get("locations").list()[2], "-1");
    set(&mut json.get("locations").list()[3], "-2147483648");
    let graph = load_bytes(json.to_string().as_bytes()).unwrap();
    let location = graph.locations.get(at(1)).unwrap();
    assert_eq!((location.line, location.column), (0, 0));
}

#[test]
fn records_that_are_not_whole_are_refused() {
    for (array, fields) in [("nodes", 6), ("edges", 3), ("locations", 4)] {
        for missing in 1..fields {
            let words = format!("the last of the {array} has {} of {fields} fields", fields - missing);
            refused(&words, |json| {
                let list = json.get(array).list();
                list.truncate(list.len() - missing);
            });
        }
        let words = format!("the last of the {array} has 1 of {fields} fields");
        refused(&words, |json| json.get(array).list().push(Json::Other(String::new())));
    }
}

#[test]
fn fields_and_types_that_are_missing_or_too_many_are_refused() {
    for (list, field) in [
        ("node_fields", "type"),
        ("node_fields", "name"),
        ("node_fields", "id"),
        ("node_fields", "self_size"),
        ("node_fields", "edge_count"),
        ("edge_fields", "type"),
        ("edge_fields", "name_or_index"),
        ("edge_fields", "to_node"),
        ("location_fields", "object_index"),
        ("location_fields", "column"),
    ] {
        refused(&format!("meta.{list} lacks '{field}'"), |json| {
            let names = json.get("snapshot").get("meta").get(list).list();
            names.iter_mut().filter(|name| name.to_string() == format!("{field:?}")).for_each(|name| {
                set(name, "\"other\"");
            });
        });
        refused("fields, at most 32 are supported", |json| {
            json.get("snapshot").get("meta").get(list).list().extend(vec![Json::text("more"); 40]);
        });
    }
    for list in ["node_types", "edge_types"] {
        let words = format!("meta.{list} has 300 types, at most 256 are supported");
        refused(&words, |json| {
            let types = &mut json.get("snapshot").get("meta").get(list).list()[0];
            types.list().resize(300, Json::text("type"));
        });
    }
}

#[test]
fn a_snapshot_without_nodes_has_no_root() {
    refused("root_index 0 is no node, of 0", |json| {
        for count in ["node_count", "edge_count"] {
            set(json.get("snapshot").get(count), "0");
        }
        for array in ["nodes", "edges", "locations"] {
            json.get(array).list().clear();
        }
    });
}

#[test]
fn both_edges_of_a_weak_map_entry_are_marked() {
    let mut sample = Sample::tiny();
    sample.ephemeron(2, 0, 1);
    let graph = sample.graph();
    let edges = [1, 5].map(EdgeIndex::new).map(|edge| (graph.edges[edge].kind(), graph.ephemerons.get(edge)));
    let edge = |from_table| (EdgeType::Ephemeron, EphemeronEdge { ephemeron: 0, from_table });
    assert_eq!(edges, [edge(false), edge(true)]);
}

#[test]
fn what_the_fuzzer_starts_from_can_be_read() {
    let seeds = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/fuzz/seeds")).unwrap();
    let seeds: Vec<_> = seeds.map(|seed| seed.unwrap().path()).collect();
    assert!(seeds.len() > 10);
    for seed in seeds {
        let graph = load_bytes(&std::fs::read(&seed).unwrap()).unwrap();
        assert!(!graph.edges.is_empty(), "{}", seed.display());
    }
}
