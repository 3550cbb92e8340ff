#!/usr/bin/env bash
# What a newcomer waits for, beside what it was before the typesetter went: the README's first command in a fresh clone with an empty target folder.
# build_figures.sh [--cold-registry] [--tests]
#   --cold-registry   an empty CARGO_HOME, so that downloads count; without it, crates that this machine has already downloaded are used
#   --tests           builds the tests after it, and counts what they build that the first command had not built
# Measures the last commit. Needs room for one target folder in TMPDIR.
set -euo pipefail
cd "$(dirname "$0")/.."
registry=warm tests=no
for option in "$@"; do
  case $option in
    --cold-registry) registry=cold ;;
    --tests) tests=yes ;;
    *) echo "build_figures.sh: unknown option \"$option\": --cold-registry and --tests are all there are." >&2 && exit 2 ;;
  esac
done
root=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
git clone --quiet --no-local . "$work/clone"
[ -z "$(git status --porcelain)" ] || echo "note: what is not committed is not measured" >&2
cd "$work/clone"
unset CARGO_TARGET_DIR CARGO_BUILD_TARGET_DIR RUSTFLAGS RUSTC_WRAPPER CARGO_BUILD_RUSTC_WRAPPER CARGO_INCREMENTAL
if [ $registry = cold ]; then
  export CARGO_HOME="$work/cargo-home"
  mkdir "$CARGO_HOME"
else
  cargo fetch --quiet --locked # whoever calls it warm gets it warm
fi

now() { date +%s%N; }
clock() { printf '%d min %02d s' $(($1 / 60)) $(($1 % 60)); }
megabytes() { awk -v bytes="$(stat -c %s "$1")" 'BEGIN { printf "%.1f MB", bytes / 1e6 }'; }
compiled() { sed -n 's/^ *Compiling \([^ ]* v[^ ]*\).*/\1/p' "$1" | sort -u; }

began=$(now)
cargo run --release -- --goal retention --tiers 3 --budget 50000 > "$work/first.out" 2> "$work/first.log" || [ $? -eq 5 ] || {
  tail -20 "$work/first.log" >&2
  echo "build_figures.sh: the first command failed, so there is nothing to time. Its last lines are above." >&2
  exit 1
}
seconds=$((($(now) - began + 500000000) / 1000000000))
ls .claude/plans/plan-*.json > /dev/null
program=target/release/plan-loyalty
strip -o "$work/stripped" "$program"
build=$(sed -n 's/.*Finished .* in \(.*\)$/\1/p' "$work/first.log" | tail -1)

echo "commit $(git rev-parse --short HEAD), $(nproc) cores, $(rustc --version | cut -d' ' -f1,2), registry $registry, target folder empty"
echo
echo "| Figure | Before | Aim | Now |"
echo "|---|---|---|---|"
echo "| First command, cold | 20 min 29 s | under 7 min | $(clock $seconds) (build $build) |"
echo "| Program | 413 MB | under 40 MB | $(megabytes "$program") |"
echo "| Program, stripped | 72 MB | – | $(megabytes "$work/stripped") |"
echo "| Packages in Cargo.lock | about 518 | – | $(grep -c '^name = ' Cargo.lock) |"
echo "| Crates compiled for it | – | – | $(compiled "$work/first.log" | wc -l) |"

if [ $tests = yes ]; then
  began=$(now)
  cargo test --release --workspace --locked --no-run > /dev/null 2> "$work/tests.log" || { tail -20 "$work/tests.log" >&2 && exit 1; }
  seconds=$((($(now) - began + 500000000) / 1000000000))
  # Crates of this workspace are compiled again as their own tests; a crate of the registry that appears in both logs is work done twice.
  twice=$(comm -12 <(compiled "$work/first.log") <(compiled "$work/tests.log" | grep -v -E "^($(ls crates | paste -sd'|')) ") | paste -sd' ')
  echo "| Tests, built after it | – | only their own dependencies | $(clock $seconds), $(compiled "$work/tests.log" | wc -l) crates |"
  echo "| Registry crates built twice | – | none | ${twice:-none} |"
fi

echo
sections=$root/target/sections.csv
if [ -s "$sections" ]; then
  echo "CI by section (target/sections.csv of $(date -r "$sections" -u +%FT%TZ); 37 min before, aim under 30 min):"
  cat "$sections"
else
  echo "CI by section: no target/sections.csv yet (scripts/test.sh writes it)"
fi
