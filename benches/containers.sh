#!/usr/bin/env bash
# Seconds and memory of reading about 100 MB of gzip and 100 MB of xlsx (one sheet, 1,040,000 rows): bash benches/containers.sh
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cargo build --release --locked -p loyalty-sources --example intake_speed
cargo run --release --locked -- demo --out "$work" --orders 9000000 > /dev/null
head -c 400000000 "$work/orders.csv" | gzip -1 > "$work/orders.csv.gz"
python3 benches/sheet.py "$work/orders.csv" "$work/orders.xlsx" 1040000
for file in orders.csv.gz orders.xlsx; do
  ls -l "$work/$file"
  for round in 1 2 3; do
    /usr/bin/time -f "%e s on the clock, %U s of processor time, peak %M KB" target/release/examples/intake_speed "$work/$file"
  done
done
