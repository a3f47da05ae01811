//! Names files that are taken for heap snapshots, so that the error says what the file is instead of what it lacks.

/// The first bytes of compressed files.
const COMPRESSED: [(&[u8], &str); 6] = [
    (&[0x1f, 0x8b], "gzip"),
    (&[0x28, 0xb5, 0x2f, 0xfd], "zstd"),
    (&[0xfd, b'7', b'z', b'X', b'Z', 0], "xz"),
    (&[0x04, 0x22, 0x4d, 0x18], "lz4"),
    (b"BZh", "bzip2"),
    (b"PK\x03\x04", "zip"),
];
/// How many bytes tell binary data from text.
const START: usize = 64;

/// What a file is that starts with `bytes`; none if it may be a snapshot or starts with other text.
pub fn by_first_bytes(bytes: &[u8]) -> Option<String> {
    if let Some((_, name)) = COMPRESSED.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Some(format!("it is compressed by {name} (decompress it first)"));
    }
    if matches!(bytes, [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [b'{', 0, ..] | [0, b'{', ..]) {
        return Some("it is text in UTF-16 (convert it to UTF-8 first)".to_owned());
    }
    let start = &bytes[..bytes.len().min(START)];
    match start.trim_ascii_start().first() {
        Some(b'<') => return Some("it is HTML or XML".to_owned()),
        Some(b'[') => {
            return Some("it is a list, as performance traces are, which has no objects".to_owned());
        }
        _ => {}
    }
    if !bytes.starts_with(b"{") && is_binary(start) {
        return Some("it is binary data (if it is compressed by brotli, decompress it first)".to_owned());
    }
    None
}

/// What a JSON document without the key 'snapshot' is that starts with these keys.
pub fn by_keys(keys: &[String]) -> Option<&'static str> {
    if keys.iter().any(|key| key == "gcTracker") {
        return Some("it is a recording (gc-tracker report shows it)");
    }
    match keys.first()?.as_str() {
        "head" => Some("it is a sampling heap profile (.heapprofile), which has no objects"),
        "nodes" => {
            Some("expected the key 'snapshot' before 'nodes'; a CPU profile (.cpuprofile) starts like this")
        }
        "traceEvents" | "metadata" => Some("it is a performance trace, which has no objects"),
        "version" => {
            Some("it is in JavaScriptCore's format (in Bun, use Bun.generateHeapSnapshot('v8') instead)")
        }
        _ => None,
    }
}

fn is_binary(start: &[u8]) -> bool {
    let is_control = |byte: &u8| byte.is_ascii_control() && !byte.is_ascii_whitespace();
    let is_utf8 = match str::from_utf8(start) {
        Ok(_) => true,
        // A character that is cut off is none that is wrong.
        Err(error) => error.error_len().is_none(),
    };
    !is_utf8 || start.iter().any(is_control)
}
