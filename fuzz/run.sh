#!/usr/bin/env bash
# Fuzzes the intake: bash fuzz/run.sh [SECONDS for each target, 150 by default]. Needs a nightly compiler and cargo-fuzz (cargo install cargo-fuzz).
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-150}
FUZZ_SEEDS="$PWD/fuzz/corpus" cargo test --release -p loyalty-sources --test all mutations:: -- --ignored seeds_for_the_fuzzer
for target in csv json xlsx parquet; do
  # Without an address sanitizer: our code has no unsafe block, and a panic, a hang or a gigabyte is a finding without it.
  cargo +nightly fuzz run --sanitizer none "$target" "fuzz/corpus/$target" -- -max_total_time="$seconds" -rss_limit_mb=2048 -malloc_limit_mb=1024 -timeout=20 -max_len=65536 -print_final_stats=1
done
