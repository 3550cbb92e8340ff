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
  "$plan" "$@" --asked-on 2026-07-01 --out "$name/out" --plans "$name/plans" --only tasks.csv --quiet || [[ $? =~ ^[35]$ ]]
  "$plan" export --plans "$name/plans" --out "$name/files" > /dev/null \
    --to segment,braze,klaviyo,talon-one,open-loyalty,voucherify,tasks.csv,cadence.ics,triggers.csv,messages.csv,campaign-calendar.csv,campaign-calendar.ics
}
check demo --goal retention --tiers 3 --budget 50000
check hybrid --goal expansion --tiers hybrid:4 --budget "USD 150000/quarter" --constraints "EU, no email" \
  --assume triggers.bonus_win_back=0.05 --assume triggers.bonus_basket=0.02
check one-level --goal advocacy --tiers points-only --budget 5000 --world losing
check missions --goal engagement --tiers missions --budget 9000 --constraints "points expire after 24 months"
# Files in which one thing is broken: a key that no system knows, a value that none allows, a column, a day, a customer.
n=0
while IFS='|' read -r file from to; do
  n=$((n + 1))
  cp -r demo/files "broken-$n"
  sed -i "s/$from/$to/" "broken-$n/$file"
  if cmp -s "broken-$n/$file" "demo/files/$file"; then
    echo "nothing to break in $file: $from" && exit 1
  fi
done << 'BREAKAGES'
voucherify/calls.json|"loyalty_card"|"loyalty_kard"
voucherify/calls.json|"to": [0-9]*|"to": 1
talon-one/calls.json|"minPoints": [0-9]*|"minPoints": "many"
talon-one/calls.json|one_down|one_step
klaviyo/flows.md|"time-delay"|"time-dilay"
klaviyo/flows.md|"unit": "days"|"unit": "moons"
segment/rules.json|"TRACK"|"TRAK"
segment/tracking-plan.csv|Data Type|Kind
segment/tracking-plan.csv|not held against the upload template|
braze/loyalty_events.csv|EXAMPLE-DO-NOT-SYNC|c1001
braze/create_tables.sql|EXTERNAL_ID VARCHAR|CUSTOMER VARCHAR
open-loyalty/calls.json|"walletCode"|"wallet"
tasks/linear.csv|Due Date|Deadline
tasks/jira.csv|Summary|Title
cadence.ics|DTSTART;VALUE=DATE:......|DTSTART;VALUE=DATE:999999
triggers.csv|hold-out share|holdout
messages.csv|merge fields|fields
campaign-calendar.csv|why then|reason
campaign-calendar.ics|DTSTART;VALUE=DATE:......|DTSTART;VALUE=DATE:999999
BREAKAGES
"$venv/bin/python" "$here/check.py" packages demo/files hybrid/files one-level/files missions/files broken-*
