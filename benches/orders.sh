#!/usr/bin/env bash
# Customer summary and cohorts of N order lines (20 million by default), beside DuckDB and Polars, one after another in the same run.
set -euo pipefail
cd "$(dirname "$0")/.."
lines=${1:-20000000}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv .venv
.venv/bin/pip install --quiet --disable-pip-version-check duckdb==2.0.0 polars
cargo build --release --locked
target/release/plan-loyalty demo --out "$work" --orders "$lines" > /dev/null
ls -l "$work/orders.csv"
for round in 1 2 3; do
  .venv/bin/python - "$work/orders.csv" <<'PY'
import resource, subprocess, sys, time
start = time.perf_counter()
out = subprocess.run(["target/release/plan-loyalty", "extract", "--transactions", sys.argv[1]], check=True, capture_output=True, text=True).stdout
seconds = time.perf_counter() - start
print(f"plan-loyalty: {out.splitlines()[0]}: {seconds:.2f} s, peak {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:.0f} MB")
PY
  .venv/bin/python benches/peers.py duckdb "$work/orders.csv"
  .venv/bin/python benches/peers.py polars "$work/orders.csv"
done
