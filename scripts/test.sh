#!/usr/bin/env bash
# Runs every test. What needs public data says "skipped" where the data is not beside the project.
set -euo pipefail
cd "$(dirname "$0")/.."
data=${LOYALTY_SHARED_DATA:-../shared/data}

cargo test --release --workspace --locked

# Second writings of the same rules, not in Rust: the extract in SQL, the economics in numpy.
python3 -m venv .venv
.venv/bin/pip install --quiet --disable-pip-version-check -r tests/independent/requirements.txt
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
plan=target/release/plan-loyalty
cargo build --release --locked
"$plan" extract --demo --out "$work/demo"
.venv/bin/python tests/independent/duckdb_extract.py "$work/demo"
if [ -f "$data/online_retail/online_retail.csv.gz" ]; then
  "$plan" extract --transactions "$data/online_retail/online_retail.csv.gz" --out "$work/retail"
  .venv/bin/python tests/independent/duckdb_extract.py "$work/retail"
else
  echo "skipped: online_retail is not here"
fi
ECONOMICS_CASES="$work/cases.json" cargo test --release --locked -p loyalty-engine --test laws -- --ignored export
.venv/bin/python tests/independent/economics.py "$work/cases.json"
