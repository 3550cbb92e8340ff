#!/usr/bin/env bash
# The studio in Chromium: what a person does on the page, what it asks of the network, how fast it answers; the redemption sandbox, and the exported suite
# against it without a fault and with each planted one. `PICTURES=FOLDER` keeps pictures.
# Usage: run.sh [FOLDER]; its plan is in FOLDER/plans. Without one, a plan of the demonstration company is made.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
plan=${PLAN_LOYALTY:-$root/target/release/plan-loyalty}
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)
if [ -z "$browser" ]; then
  as_root apt-get update -qq && as_root apt-get install -y -qq chromium > /dev/null
  browser=$(command -v chromium)
fi
command -v npm > /dev/null || { as_root apt-get update -qq && as_root apt-get install -y -qq npm > /dev/null; }
# Beside the build, not in the tree.
modules=$root/target/studio-tests
mkdir -p "$modules"
cp "$here/package.json" "$here/package-lock.json" "$here"/*.mjs "$modules/"
(cd "$modules" && npm ci --silent --no-audit --no-fund --ignore-scripts)
# The script of the page is plain JavaScript: its types are checked, nothing is compiled.
for script in studio begin; do
  "$modules/node_modules/.bin/tsc" --noEmit --allowJs --checkJs --strict --noUnusedLocals --target es2022 --lib es2022,dom,dom.iterable \
    "$root/crates/plan-loyalty/src/studio/page/$script.js"
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/company" "$work/losing" "$work/yen" "$work/points"
make() { (cd "$1" && shift && "$plan" "$@" --only triggers.csv --quiet) || [[ $? =~ ^[35]$ ]]; }
# A plan that is given is read from its folder, and changed in a copy.
if [ -n "${1:-}" ]; then mkdir -p "$work/company/.claude" && cp -r "$1/plans" "$work/company/.claude/"; else make "$work/company" --goal retention --tiers 3 --budget 50000; fi
make "$work/losing" --goal engagement --tiers hybrid:4 --budget 90000/quarter --world losing --effort small \
  --company "Donaudampfschifffahrtsgesellschaft für Kaffee, Tee und andere Kolonialwaren"
printf 'members = 50000\norders_per_year = 4\naverage_order_value = 6000\nmargin = 0.35\nchurn_per_year = 0.25\nnew_members_per_month = 800\ncurrency = "JPY"\n' > "$work/yen/company.toml"
make "$work/yen" --goal retention --tiers 6 --budget "JPY 900000000000" --currency JPY --horizon 60 --drivers company.toml --effort small
make "$work/points" --goal advocacy --tiers points-only --budget 5000 --constraints "points expire after 12 months" --effort small
node "$modules/sandbox.mjs" "$browser" "$plan" "$work" ${PICTURES:+"$PICTURES"}
node "$modules/suite.mjs" "$browser" "$plan" "$work/company" "$work/points" "$work/losing" "$work/yen"
mkdir "$work/flood"
make "$work/flood" --goal retention --tiers 3 --budget 50000
node "$modules/flood.mjs" "$plan" "$work/flood"
mkdir "$work/new"
node "$modules/begin.mjs" "$browser" "$plan" "$work/new" ${PICTURES:+"$PICTURES"}
node "$modules/meeting.mjs" "$browser" "$plan" "$root/docs" check
node "$modules/page.mjs" "$browser" "$plan" "$work" ${PICTURES:+"$PICTURES"}
