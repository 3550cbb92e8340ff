#!/usr/bin/env bash
# N order lines (20 million by default) as Parquet, measured by DuckDB (`--sums engine`) and from their rows (`--sums rows`): time, peak memory of the process, rows that came here.
# DuckDB runs inside the process: its memory counts with ours.
set -euo pipefail
cd "$(dirname "$0")/.."
lines=${1:-20000000}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv .venv
.venv/bin/pip install --quiet --disable-pip-version-check duckdb==2.0.0
(cd "$work" && tar xzf "$(npm pack --silent --ignore-scripts @duckdb/node-bindings-linux-x64)")
cargo build --release --locked
.venv/bin/python - "$work" "$lines" <<'PY'
import sys
import duckdb
work, lines = sys.argv[1], int(sys.argv[2])
# A file that older libraries open too.
duckdb.sql(f"attach '{work}/shop.duckdb' as shop (storage_version 'v1.0.0')")
duckdb.sql("detach shop")
# One order has two lines on average; a twentieth of them gives back; three years of days, a few customers buy much and most little.
duckdb.sql(f"""copy (
  select 'O' || (n // 2) as order_no,
         'C' || cast(floor(pow((hash(n // 2) % 1000003) / 1000003.0, 2) * {lines // 20}) as bigint) as customer_id,
         date '2023-07-01' + cast(hash(n // 2, 7) % 1096 as integer) as order_date,
         cast((1 + hash(n, 3) % 9000) * case when hash(n, 5) % 20 = 0 then -1 else 1 end / 100.0 as decimal(12, 2)) as amount
  from range({lines}) t(n)) to '{work}/orders.parquet' (format parquet)""")
PY
ls -l "$work/orders.parquet"
for sums in engine rows; do
  .venv/bin/python - "$work" "$sums" <<'PY'
import os, re, resource, subprocess, sys, time
work, sums = sys.argv[1:]
env = {**os.environ, "PLAN_LOYALTY_DRIVER": f"{work}/package/libduckdb.so"}
query = f"transactions=SELECT * FROM read_parquet('{work}/orders.parquet')"
start = time.perf_counter()
asked = ["target/release/plan-loyalty", "extract", "--from", f"duckdb:{work}/shop.duckdb", "--query", query, "--sums", sums]
run = subprocess.run(asked, capture_output=True, text=True, env=env)
assert run.returncode == 0, run.stderr
out = run.stdout
seconds = time.perf_counter() - start
words = " ".join(out.split())
came = re.search(r"(\d+) rows came here", words)
lines = re.search(r"\d+ lines, \d+ customers, \d+ orders", words)
print(f"sums in {sums}: {lines[0]}: {seconds:.1f} s, peak {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:.0f} MB, rows that came here: {came[1] if came else 'all'}")
PY
done
