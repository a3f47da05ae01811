//! The graph does not depend on how a snapshot is written or in what pieces its bytes arrive.

use std::io::{Cursor, Error as IoError, ErrorKind, Read, Result as IoResult};
use std::sync::Arc;

use crate::heap::control::Control;
use crate::heap::error::Error;
use crate::heap::read::input::{BLOCK, Block, Input};
use crate::heap::read::json;
use crate::heap::read::load::load;
use crate::heap::read::strings::read_strings;
use crate::heap::tests::sample::{Json, Sample, at, dump, load_bytes, load_from};

/// Checks that the tiny sample, written in another way, is the same graph.
fn same(change: impl FnOnce(&mut Json)) {
    let mut json = Sample::tiny().json();
    change(&mut json);
    same_text(&json.to_string());
}

fn same_text(text: &str) {
    let graph = load_bytes(text.as_bytes()).unwrap_or_else(|error| panic!("{error}: {text}"));
    assert_eq!(dump(&graph), dump(&Sample::tiny().graph()), "{text}");
}

/// A value to be skipped.
const ANYTHING: &str = r#"{"a":[1e5,-2.5E-7,null,{"]":"}\"\\"},"\\"],"b":[[],{},true],"a":"[{"}"#;

fn anything() -> Json {
    Json::Other(ANYTHING.to_owned())
}

#[test]
fn white_space_of_any_kind_may_stand_anywhere() {
    for space in [" ", "\n", "\r\n\t", "\n          "] {
        same_text(&Sample::tiny().json().spaced(space));
    }
}

#[test]
fn line_breaks_as_v8_writes_them() {
    let text = Sample::tiny().json().to_string();
    let text = text.replace(",3,2,3,24", "\n,3,2,3,24").replace(",2,4,12", "\n,2,4,12");
    assert_eq!(text.matches('\n').count(), 2);
    same_text(&text.replace("],\"", "],\n\"").replace(",0]", ",0\n]"));
}

#[test]
fn keys_may_come_in_another_order_behind_the_header() {
    same(|json| json.entries()[1..].reverse());
    // Strings need no header.
    same(|json| json.entries().rotate_right(1));
}

#[test]
fn arrays_before_the_header_are_refused() {
    for key in ["nodes", "edges", "locations"] {
        let mut json = Sample::tiny().json();
        let index = json.entries().iter().position(|(known, _)| known == key).unwrap();
        let entry = json.entries().remove(index);
        json.entries().insert(0, entry);
        let Err(Error::InvalidSnapshot { offset, problem }) = load_bytes(json.to_string().as_bytes()) else {
            panic!("{key}");
        };
        assert_eq!(offset, 1);
        assert!(problem.starts_with(&format!("expected the key 'snapshot' before '{key}'")), "{problem}");
    }
}

#[test]
fn keys_that_stand_there_twice_are_refused_the_second_time() {
    for key in ["snapshot", "nodes", "edges", "locations", "strings"] {
        let mut json = Sample::tiny().json();
        let value = json.get(key).clone();
        let end = json.to_string().len() as u64;
        json.entries().push((key.to_owned(), value));
        let Err(Error::InvalidSnapshot { offset, problem }) = load_bytes(json.to_string().as_bytes()) else {
            panic!("{key}");
        };
        assert_eq!((offset, problem), (end, format!("the key '{key}' stands there twice")));
    }
}

#[test]
fn what_is_needed_must_be_there() {
    for key in ["snapshot", "nodes", "edges", "strings"] {
        let mut json = Sample::tiny().json();
        json.entries().retain(|(known, _)| known != key && known != "locations");
        let refused = load_bytes(json.to_string().as_bytes());
        assert!(matches!(refused, Err(Error::InvalidSnapshot { .. })), "{key}: {refused:?}");
    }
}

#[test]
fn unknown_keys_are_passed_over() {
    same(|json| {
        for index in 0..=json.entries().len() {
            json.entries().insert(2 * index, ("nodes \u{e9} \"".to_owned(), anything()));
        }
    });
    same(|json| json.get("snapshot").entries().insert(0, ("more".to_owned(), anything())));
    same(|json| json.get("snapshot").get("meta").entries().push(("more".to_owned(), anything())));
}

#[test]
fn unknown_fields_are_passed_over_wherever_they_stand() {
    let mut sample = Sample::tiny();
    let expected = dump(&sample.graph());
    sample.fields = vec!["x", "edge_count", "detachedness", "y", "self_size", "id", "name", "type", "z"];
    assert_eq!(dump(&sample.graph()), expected);
    same(|json| {
        json.get("snapshot").get("meta").get("edge_fields").list().push(Json::text("more"));
        let edges = std::mem::take(json.get("edges").list());
        let more = Json::Other("-9223372036854775807".to_owned());
        *json.get("edges").list() =
            edges.chunks(3).flat_map(|edge| [edge, std::slice::from_ref(&more)].concat()).collect();
    });
}

#[test]
fn unknown_types_are_kept_and_unknown_edges_count_as_internal() {
    let mut json = Sample::tiny().json();
    let meta = json.get("snapshot").get("meta");
    meta.get("node_types").list()[0].list().push(Json::text("cell"));
    meta.get("edge_types").list()[0].list().push(Json::text("ephemeral"));
    json.get("nodes").list()[6] = Json::from(15);
    json.get("edges").list()[3] = Json::from(7);
    let expected = dump(&Sample::tiny().graph());
    let expected = expected.replace("object \"", "cell \"").replace("Property \"", "Internal \"");
    assert_eq!(dump(&load_bytes(json.to_string().as_bytes()).unwrap()), expected);
}

#[test]
fn sizes_of_4_gib_and_more_are_kept() {
    for size in [u32::MAX as u64 - 1, u32::MAX as u64, 1 << 32, 1 << 53, i64::MAX as u64] {
        let mut sample = Sample::tiny();
        sample.nodes[1].size = size;
        assert_eq!(sample.graph().self_sizes.get(at(1)), size);
    }
}

#[test]
fn invalid_utf_8_in_strings_and_keys_is_replaced() {
    let text = Sample::tiny().json().to_string();
    let bytes = text.replace("Object", "O\u{1}j").replace("samples", "s\u{1}s").into_bytes();
    let bytes: Vec<u8> = bytes.into_iter().map(|byte| if byte == 1 { 0xff } else { byte }).collect();
    assert_eq!(load_bytes(&bytes).unwrap().name(at(1)), "O\u{fffd}j");
    let header: Vec<u8> = bytes.iter().map(|&byte| if byte == b'm' { 0xc3 } else { byte }).collect();
    let refused = load_bytes(&header);
    assert!(matches!(refused, Err(Error::InvalidSnapshot { offset: 12, .. })), "{refused:?}");
}

/// A key and a value that is a list in a list and so on.
fn nested(depth: usize) -> Box<dyn Read + Send> {
    let brackets = |bracket: u8| std::io::repeat(bracket).take(depth as u64);
    Box::new(Cursor::new("{\"x\":").chain(brackets(b'[')).chain(brackets(b']')))
}

#[test]
fn nesting_of_any_depth_is_passed_over() {
    const DEPTH: usize = 10_000_000;
    let rest = Sample::tiny().json().to_string().replacen('{', ",", 1);
    assert!(load_from(nested(DEPTH).chain(Cursor::new(rest)), None).is_ok());
    let truncated = load_from(nested(DEPTH).take(DEPTH as u64), None);
    assert!(matches!(truncated, Err(Error::TruncatedSnapshot { .. })), "{truncated:?}");
}

#[test]
fn nesting_in_the_header_is_passed_over_or_refused() {
    let deep = "[".repeat(1_000_000) + &"]".repeat(1_000_000);
    same(|json| json.get("snapshot").entries().push(("more".to_owned(), Json::Other(deep.clone()))));
    let mut json = Sample::tiny().json();
    *json.get("snapshot").get("meta").get("node_types") = Json::Other(deep);
    let refused = load_bytes(json.to_string().as_bytes());
    assert!(matches!(refused, Err(Error::InvalidSnapshot { offset: 12, .. })), "{refused:?}");
}

#[test]
fn a_header_or_a_key_without_end_is_refused() {
    for start in ["{\"", "{\"snapshot\":{\"a\":\""] {
        let endless = Cursor::new(start).chain(std::io::repeat(b'a'));
        let refused = load_from(endless, None);
        assert!(matches!(refused, Err(Error::InvalidSnapshot { .. })), "{refused:?}");
    }
}

#[test]
fn a_record_without_end_is_refused() {
    for key in ["\"nodes\":[", "\"edges\":[", "\"locations\":["] {
        let text = Sample::tiny().json().to_string();
        let start = text.split_at(text.find(key).unwrap() + key.len()).0.to_owned();
        let refused = load_from(Cursor::new(start).chain(std::io::repeat(b'1')), None);
        assert!(matches!(refused, Err(Error::InvalidSnapshot { .. })), "{refused:?}");
    }
}

/// A block of input ends at every position after the first record of every array.
#[test]
fn records_are_read_wherever_a_block_ends() {
    let mut sample = Sample::tiny();
    sample.locations.push([2, 3, 5, 8]);
    let expected = dump(&sample.graph());
    for (key, fields) in [("nodes", 6), ("edges", 3), ("locations", 4)] {
        let array = sample.json().get(key).to_string();
        let first = array.match_indices(',').nth(fields - 1).unwrap().0;
        for before in first..array.len() + 2 {
            let space = " ".repeat(BLOCK - before);
            let text = sample.json().to_string().replace(&array, &format!("[{space}{}", &array[1..]));
            let size = [None, Some(text.len() as u64)][before % 2];
            let graph = load_from(Cursor::new(text), size);
            assert_eq!(dump(&graph.unwrap()), expected, "{before} bytes of {key} before the end of a block");
        }
    }
}

/// A chain with a shortcut from each node. Its arrays have several blocks.
#[test]
fn arrays_of_several_blocks_are_put_together_in_order() {
    const COUNT: usize = 120_000;
    let mut sample = Sample::new();
    for node in 1..COUNT {
        let size = if node % 1000 == 0 { 1 << 40 } else { 0 } + node as u64;
        sample.node(["object", "closure"][node % 2], ["a", "b", "c"][node % 3], size);
        sample.edge(node - 1, "property", ["next", "other"][node % 2], node);
        sample.edge(node, "element", &node.to_string(), node / 2);
        sample.nodes[node].detachedness = u64::from(node % 5 == 0);
        if node % 2 == 0 {
            sample.locations.push([node as u64, node as u64 % 7, node as u64, 3]);
        }
    }
    let bytes = sample.bytes();
    assert!(bytes.len() > 5 * BLOCK, "{} bytes", bytes.len());
    for size in [None, Some(bytes.len() as u64)] {
        let graph = load_from(Cursor::new(bytes.clone()), size).unwrap();
        assert_eq!(graph.node_count(), COUNT);
        assert_eq!(dump(&graph), sample.dump());
    }
}

/// Arbitrary bytes at no cost: those that the buffer has.
struct Whatever;

impl Read for Whatever {
    fn read(&mut self, buffer: &mut [u8]) -> IoResult<usize> {
        Ok(buffer.len())
    }
}

#[test]
fn offsets_beyond_4_gib_are_right() {
    const BLOCKS: u64 = 5000;
    let before = BLOCKS * BLOCK as u64;
    let reader = Whatever.take(before).chain(Cursor::new(" \"text\" [\"a\", 1"));
    let mut input = Input::new(Box::new(reader), Some(before + 16), Arc::new(Control::default()));
    let mut block = Block::default();
    for number in 0..BLOCKS {
        assert_eq!(input.take_block(&mut block).unwrap(), number * BLOCK as u64);
    }
    assert_eq!(input.bytes_left(), Some(16));
    json::skip_value(&mut input, "a test").unwrap();
    let refused = read_strings(&mut input).err();
    assert_eq!(refused, Some(Error::invalid(before + 14, "expected '\"' and not '1' in the strings")));
}

/// Hands out so many bytes at once, interrupts every other read, and fails at an offset.
struct Slow {
    bytes: Vec<u8>,
    at: usize,
    step: usize,
    fails_at: usize,
    interrupted: bool,
}

impl Slow {
    fn new(step: usize, fails_at: usize) -> Slow {
        Slow { bytes: Sample::tiny().bytes(), at: 0, step, fails_at, interrupted: false }
    }
}

impl Read for Slow {
    fn read(&mut self, buffer: &mut [u8]) -> IoResult<usize> {
        self.interrupted = !self.interrupted;
        if self.interrupted {
            return Err(IoError::from(ErrorKind::Interrupted));
        }
        let end = self.fails_at.min(self.bytes.len()).min(self.at + self.step);
        let count = buffer.len().min(end - self.at);
        if count == 0 && self.at == self.fails_at {
            return Err(IoError::other("the disk is on fire"));
        }
        buffer[..count].copy_from_slice(&self.bytes[self.at..self.at + count]);
        self.at += count;
        Ok(count)
    }
}

#[test]
fn a_reader_may_give_few_bytes_at_once_and_be_interrupted() {
    for step in [1, 2, 7, 100] {
        let graph = load_from(Slow::new(step, usize::MAX), None).unwrap();
        assert_eq!(dump(&graph), dump(&Sample::tiny().graph()), "{step} bytes at once");
    }
}

/// Also behind the last byte: that is where a compressed stream notices that it is broken.
#[test]
fn a_reader_that_fails_anywhere_is_an_error() {
    let length = Sample::tiny().bytes().len();
    for at in (0..length).step_by(13).chain([length - 1, length]) {
        let failed = load_from(Slow::new(50, at), None);
        let Err(Error::Read(reason)) = failed else { panic!("{failed:?} at {at} of {length}") };
        assert_eq!(reason, "the disk is on fire");
    }
}

#[test]
fn a_reader_that_fails_after_the_last_byte_of_a_block_is_an_error() {
    let text = Sample::tiny().json().to_string();
    let array = text.find("\"locations\":[").unwrap() + 13;
    // The last array is taken as a block, and everything behind it comes along.
    let space = " ".repeat(array + BLOCK - text.len());
    let bytes = text.replace("],\"strings", &format!("]{space},\"strings")).into_bytes();
    let failed = load_from(Slow { fails_at: bytes.len(), bytes, ..Slow::new(5000, 0) }, None);
    assert!(matches!(failed, Err(Error::Read(_))), "{failed:?}");
}

#[test]
fn a_cancelled_load_ends() {
    let control = Arc::new(Control::default());
    let input = Input::new(Box::new(Slow::new(1000, usize::MAX)), None, control.clone());
    control.cancel();
    assert_eq!(load(input, &control).err(), Some(Error::Cancelled));
}

#[test]
fn messages_stay_short_whatever_they_quote() {
    let long = "x".repeat(100_000);
    let mut json = Sample::tiny().json();
    *json.get("snapshot").get("node_count") = Json::text(&long);
    for text in [json.to_string(), format!("{{\"{long}\":"), format!("{{\"{long}\":]")] {
        let message = load_bytes(text.as_bytes()).unwrap_err().to_string();
        assert!(message.len() < 1000, "{} bytes", message.len());
    }
}
