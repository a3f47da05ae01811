//! `measure COMMAND [ARGUMENT...]`: runs the command and prints, after its output, what the kernel knows of it: wall ms from
//! start to exit, CPU ms (user and system, of all its threads), peak RSS in bytes. It is small itself, since the peak of a
//! process includes what it inherits when it starts.

use std::env::args_os;
use std::io;
use std::process::{Command, ExitCode};
use std::time::Instant;

use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike;

/// The kernel counts the peak in KB, on macOS in bytes.
const PEAK_UNIT: i64 = if cfg!(target_os = "macos") { 1 } else { 1024 };

fn main() -> io::Result<ExitCode> {
    let mut words = args_os().skip(1);
    let program = words.next().ok_or_else(|| io::Error::other("usage: measure COMMAND [ARGUMENT...]"))?;
    let start = Instant::now();
    let status = Command::new(program).args(words).status()?;
    let wall = start.elapsed();
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    println!(
        "\nMEASURED {{\"wall\":{:.1},\"user\":{:.1},\"system\":{:.1},\"rss\":{}}}",
        wall.as_secs_f64() * 1e3,
        usage.user_time().num_microseconds() as f64 / 1e3,
        usage.system_time().num_microseconds() as f64 / 1e3,
        usage.max_rss() * PEAK_UNIT,
    );
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
