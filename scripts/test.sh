#!/usr/bin/env bash
# Runs every test. Tests on public data say "skipped" where the data is not beside the project.
set -euo pipefail
cd "$(dirname "$0")/.."
cargo test --release --workspace --locked
