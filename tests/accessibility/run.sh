#!/usr/bin/env bash
# Checks pages in Chromium: `run.sh [PAGE.html …]`; with no page named, it makes those of three kinds of plan. `PRINTED=FOLDER` keeps the printed pages.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
plan=${PLAN_LOYALTY:-$here/../../target/release/plan-loyalty}
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)
if [ -z "$browser" ]; then
  as_root apt-get update -qq && as_root apt-get install -y -qq chromium > /dev/null
  browser=$(command -v chromium)
fi
command -v npm > /dev/null || { as_root apt-get update -qq && as_root apt-get install -y -qq npm > /dev/null; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$here/package.json" "$work/"
(cd "$work" && npm install --silent --no-audit --no-fund --ignore-scripts)
pages=("$@")
make() { # name, then the flags of a plan
  local name=$1 && shift
  "$plan" "$@" --out "$work/$name" --plans "$work/plans-$name" --quiet || [[ $? =~ ^[35]$ ]]
  pages+=("$work/$name/blueprint.html")
}
if [ ${#pages[@]} -eq 0 ]; then
  make planned --goal retention --tiers 3 --budget 50000
  make losing --goal retention --tiers 6 --budget 50000 --world losing
  make small --goal engagement --tiers points-only --budget 10
fi
python3 "$here/check.py" --browser "$browser" --axe "$work/node_modules/axe-core/axe.min.js" ${PRINTED:+--pdf "$PRINTED"} "${pages[@]}"
