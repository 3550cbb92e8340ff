#!/usr/bin/env bash
# How a whole plan grows with the company: customers with three to four orders each, horizon 36 months. Prints seconds and peak memory.
#   bash benches/scaling.sh [customers ...]
set -euo pipefail
cd "$(dirname "$0")/.."
cargo build --release --locked -q
plan_loyalty=$(realpath target/release/plan-loyalty)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for customers in "${*:-10000 100000 1000000 10000000}"; do
  for n in $customers; do
    awk -v n="$n" 'BEGIN { srand(7); print "customer,date,amount"; for (c = 0; c < n; c++) { day = int(900 * rand()); k = 1 + int(6 * rand());
      for (i = 0; i < k && day < 1000; i++) { y = 2023 + int(day / 365); d = day % 365; m = int(d / 31); printf "c%d,%d-%02d-%02d,%.2f\n", c, y, m + 1, d % 28 + 1, 10 + 90 * rand(); day += int(10 + 240 * rand()) } } }' > "$work/orders.csv"
    lines=$(($(wc -l < "$work/orders.csv") - 1))
    /usr/bin/time -f "%e %M" -o "$work/time" "$plan_loyalty" --goal retention --tiers 3 --budget 50000 --horizon 36 --asked-on 2026-01-01 \
      --transactions "$work/orders.csv" --out "$work/out" --plans "$work/plans" --quiet || [[ $? =~ ^[35]$ ]]
    read -r seconds kilobytes <<< "$(tail -1 "$work/time")"
    error=$(python3 -c "import json,glob; print(json.load(open(max(glob.glob('$work/plans/plan-*.json'))))['design']['lines']['economics.monte_carlo_error']['value'])")
    printf '%10d customers  %10d lines  %7.1f s  %6d MB  Monte Carlo error of the median ROI %.1f%% of P10-P90\n' "$n" "$lines" "$seconds" "$((kilobytes / 1024))" "$(python3 -c "print(100*$error)")"
    rm -rf "$work/plans" "$work/out"
  done
done
