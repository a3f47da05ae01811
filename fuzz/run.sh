#!/usr/bin/env bash
# Fuzzes the heap analyzer, guided by coverage: fuzz/run.sh [SECONDS], 30 without. Fails if there is a finding,
# which is then in fuzz/artifacts. What was learnt stays in fuzz/corpus, and the next run starts there.
# Needs rustup; installs a nightly toolchain and cargo-fuzz if they are missing.
set -euo pipefail
cd "$(dirname "$0")/.."

seconds=${1:-30}
if ! [[ $seconds =~ ^[1-9][0-9]*$ ]]; then
  echo "usage: fuzz/run.sh [SECONDS]" >&2
  exit 2
fi

rustup toolchain list | grep -q '^nightly' || rustup toolchain install nightly --profile minimal
cargo fuzz --version >/dev/null 2>&1 || cargo install cargo-fuzz --locked

# No address sanitizer: the analyzer has no unsafe code, and without it there are four times as many tries.
mkdir -p fuzz/corpus/snapshot
cargo +nightly fuzz run --sanitizer none snapshot fuzz/corpus/snapshot fuzz/seeds -- \
  -dict=fuzz/json.dict -max_len=16384 -timeout=100 -rss_limit_mb=2048 \
  -max_total_time="$seconds" -print_final_stats=1
