//! Files: compressed ones, damaged ones, and what is not a file.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::heap::error::Error;
use crate::heap::snapshot::Snapshot;
use crate::heap::tests::sample::Sample;

/// A temporary file of a test.
struct TestFile(PathBuf);

impl TestFile {
    fn new(name: &str) -> TestFile {
        TestFile(std::env::temp_dir().join(format!("gc-tracker-{}-{name}.heapsnapshot", std::process::id())))
    }

    /// Opens a file with this content. Returns what the snapshot knows, or the error.
    fn open(&self, bytes: &[u8]) -> Result<String, Error> {
        fs::write(&self.0, bytes).unwrap();
        open(&self.0)
    }
}

impl Drop for TestFile {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

fn open(path: &Path) -> Result<String, Error> {
    let snapshot = Snapshot::open(path, &Default::default())?;
    let graph = snapshot.graph();
    // The sizes are the snapshot's, no longer the graph's.
    let sizes: Vec<u64> = graph.nodes().map(|node| snapshot.shallow().unwrap().get(node)).collect();
    Ok(format!("{:?} {:?} {:?} {sizes:?}", graph.ids, graph.edges, graph.names))
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn a_compressed_file_in_one_part_or_several_is_the_same() {
    let file = TestFile::new("parts");
    let bytes = Sample::tiny().bytes();
    let plain = file.open(&bytes).unwrap();
    assert_eq!(file.open(&gzip(&bytes)), Ok(plain.clone()));
    let (start, end) = bytes.split_at(bytes.len() / 2);
    assert_eq!(file.open(&[gzip(start), gzip(b""), gzip(end)].concat()), Ok(plain));
}

#[test]
fn a_compressed_file_that_is_cut_off_anywhere_is_an_error() {
    let file = TestFile::new("cut");
    let bytes = gzip(&Sample::tiny().bytes());
    for cut in 0..bytes.len() {
        let result = file.open(&bytes[..cut]);
        match cut {
            0 | 1 => assert!(matches!(result, Err(Error::InvalidSnapshot { offset: 0, .. })), "{result:?}"),
            _ => assert!(matches!(result, Err(Error::Read(_))), "{result:?} after {cut}"),
        }
    }
}

#[test]
fn a_compressed_file_with_a_wrong_byte_is_an_error_or_the_same() {
    // What the header of a gzip file says of time, system and the like is nobody's business.
    const HEADER: usize = 10;
    let file = TestFile::new("bytes");
    let bytes = gzip(&Sample::tiny().bytes());
    let whole = file.open(&bytes);
    for at in 0..bytes.len() {
        let mut bytes = bytes.clone();
        bytes[at] ^= 0x55;
        let result = file.open(&bytes);
        assert!(result.is_err() || (at < HEADER && result == whole), "{result:?} with byte {at}");
    }
}

#[test]
fn garbage_behind_a_compressed_snapshot_is_an_error() {
    let file = TestFile::new("garbage");
    let bytes = [gzip(&Sample::tiny().bytes()), b"more".to_vec()].concat();
    assert!(matches!(file.open(&bytes), Err(Error::Read(_))));
}

/// The start of a snapshot that has all but its strings.
fn without_strings() -> String {
    let text = Sample::tiny().json().to_string();
    let key = "\"strings\":[";
    text.split_at(text.find(key).unwrap() + key.len()).0.to_owned()
}

#[test]
fn a_string_of_gigabytes_is_refused_soon() {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(format!("{}\"", without_strings()).as_bytes()).unwrap();
    (0..64).for_each(|_| encoder.write_all(&[b'a'; 1 << 20]).unwrap());
    encoder.write_all(b"\"]}").unwrap();
    let refused = TestFile::new("long").open(&encoder.finish().unwrap());
    let Err(Error::InvalidSnapshot { problem, .. }) = &refused else { panic!("{refused:?}") };
    assert_eq!(problem, "more than 16777216 bytes in a string");
}

#[test]
fn a_small_file_of_gigabytes_is_refused_soon() {
    let strings = format!("\"{}\",\n", "a".repeat(1000)).repeat(1000);
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(without_strings().as_bytes()).unwrap();
    (0..300).for_each(|_| encoder.write_all(strings.as_bytes()).unwrap());
    encoder.write_all(b"\"\"]}").unwrap();
    let refused = TestFile::new("many").open(&encoder.finish().unwrap());
    let Err(Error::InvalidSnapshot { offset, problem }) = &refused else { panic!("{refused:?}") };
    assert_eq!(problem, "it is compressed more than a heap snapshot can be");
    assert_eq!(*offset, 1 << 28);
}

#[test]
fn what_is_no_file_cannot_be_read() {
    let folder = open(&std::env::temp_dir());
    assert!(
        matches!(&folder, Err(Error::Read(reason)) if reason.starts_with("it is a directory, '")),
        "{folder:?}"
    );
    let missing = open(&TestFile::new("missing").0);
    assert!(
        matches!(&missing, Err(Error::Read(reason)) if reason.ends_with("missing.heapsnapshot'")),
        "{missing:?}"
    );
}
