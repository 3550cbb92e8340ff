#!/usr/bin/env bash
# N order lines (20 million by default) as Parquet, measured where they are (`--sums engine`) and from their rows: benches/warehouse.py says what is printed.
#   warehouse.sh [LINES [WAY…]]        e.g. warehouse.sh 100000000 rows duckdb sail-1 sail-2
set -euo pipefail
cd "$(dirname "$0")/.."
lines=${1:-20000000}
[ $# -eq 0 ] || shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv .venv
.venv/bin/pip install --quiet --disable-pip-version-check -r tests/warehouse/requirements.txt duckdb==2.0.0
[ -d .venv/spark/pyspark ] || .venv/bin/pip install --quiet --disable-pip-version-check --target .venv/spark -r tests/warehouse/spark.txt
(cd "$work" && tar xzf "$(npm pack --silent --ignore-scripts @duckdb/node-bindings-linux-x64)")
cargo build --release --locked
.venv/bin/python benches/warehouse.py "$PWD/target/release/plan-loyalty" "$PWD/.venv" "$work" "$work/package/libduckdb.so" "$lines" $(printf "%s " "${@:-rows duckdb sail-1 sail-2 spark}")
