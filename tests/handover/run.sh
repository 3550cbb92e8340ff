#!/usr/bin/env bash
# Exports every hand-over file of three plans and holds it against the packages of its system.
#   run.sh PLAN_LOYALTY VENV WORK   (VENV holds requirements.txt; WORK is an empty folder)
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
plan=$(realpath "$1") venv=$(realpath "$2") work=$(realpath "$3")
npm=npm
command -v npm > /dev/null || npm=$venv/bin/npm
export PATH=$PATH:$venv/bin

cd "$work"
mkdir -p packages
while read -r name package; do
  mkdir -p "packages/$name"
  tar xzf "$("$npm" pack --silent --ignore-scripts "$package")" -C "packages/$name"
done < "$here/packages.txt"

check() { # name, then the flags of the plan
  local name=$1 && shift
  "$plan" "$@" --asked-on 2026-07-01 --out "$name/out" --plans "$name/plans" --only tasks.csv --quiet || [ $? -eq 3 ]
  "$plan" export --plans "$name/plans" --out "$name/files" > /dev/null \
    --to segment,braze,klaviyo,talon-one,open-loyalty,voucherify,tasks.csv,cadence.ics,triggers.csv
  echo "$name: $("$venv/bin/python" "$here/check.py" "$name/files" packages)"
}
check demo --goal retention --tiers 3 --budget 50000
check hybrid --goal expansion --tiers hybrid:4 --budget "EUR 150000/quarter" --currency EUR --constraints "EU, no email" \
  --assume triggers.bonus_win_back=0.05 --assume triggers.bonus_basket=0.02
check one-level --goal advocacy --tiers points-only --budget 5000 --world losing
check missions --goal engagement --tiers missions --budget 9000 --constraints "points expire after 24 months"
# The check finds what is wrong: a key that no system knows, a column that is not documented, a day that is none.
cp -r demo/files broken
sed -i 's/"loyalty_card"/"loyalty_kard"/' broken/voucherify/calls.json
sed -i '1s/EXTERNAL_ID/CUSTOMER/' broken/braze/loyalty_events.csv
sed -i 's/"minPoints": [0-9]*/"minPoints": "many"/' broken/talon-one/calls.json
sed -i 's/"time-delay"/"time-dilay"/' broken/klaviyo/flows.md
sed -i '0,/DTSTART;VALUE=DATE:........\r/s//DTSTART;VALUE=DATE:20261399\r/' broken/cadence.ics
if "$venv/bin/python" "$here/check.py" broken packages > broken.txt 2>&1; then
  echo "the check passes broken files" && exit 1
fi
