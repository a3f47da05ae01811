#!/usr/bin/env bash
# Fuzzes the heap analyzer, guided by coverage: fuzz/run.sh [SECONDS], 30 without. Fails if there is a finding,
# which is then in fuzz/artifacts. What was learnt stays in fuzz/corpus, and the next run starts there. Meanwhile
# fuzz/structure/ changes real snapshots by their structure, and asks the built addon and the command everything.
# Installs cargo-fuzz if it is missing. Without a sanitizer the stable toolchain will do.
set -euo pipefail
cd "$(dirname "$0")/.."

seconds=${1:-30}
if ! [[ $seconds =~ ^[1-9][0-9]*$ ]]; then
  echo "usage: fuzz/run.sh [SECONDS]" >&2
  exit 2
fi

cargo fuzz --version >/dev/null 2>&1 || cargo install cargo-fuzz --locked

# No address sanitizer: the analyzer has no unsafe code, and without it there are four times as many tries.
mkdir -p fuzz/corpus/snapshot
node fuzz/structure/run.js "$seconds" &
structure=$!
cargo fuzz run --sanitizer none snapshot fuzz/corpus/snapshot fuzz/seeds -- \
  -dict=fuzz/json.dict -max_len=16384 -timeout=100 -rss_limit_mb=2048 \
  -max_total_time="$seconds" -print_final_stats=1
wait $structure
