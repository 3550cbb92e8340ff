#!/usr/bin/env bash
# Scores how exports that people have are read, against their right readings. "Skipped" where the cases are not beside the project.
#   bash scripts/score.sh [NAME…]     these cases alone
# Fails when more are silently wrong, or fewer right at once, than scripts/score.txt allows: change it with the reading, never to let a fault pass.
set -euo pipefail
cd "$(dirname "$0")/.."
cases=${LOYALTY_SHARED_CASES:-../shared/cases}
if [ ! -e "$cases/score.py" ]; then
  echo "skipped: $cases is not here"
  exit 0
fi
said=$(python3 "$cases/score.py" "${PLAN_LOYALTY:-target/release/plan-loyalty}" "$cases" "$@")
echo "$said"
last=${said##*$'\n'}
count() { grep -oE "[0-9]+ $1" <<< "$last" | head -1 | cut -d' ' -f1; }
[ $# -eq 0 ] || exit 0
wrong=$(grep -oE '^silently wrong [0-9]+' scripts/score.txt | grep -oE '[0-9]+$')
right=$(grep -oE '^right [0-9]+' scripts/score.txt | grep -oE '[0-9]+$')
if [ "$(count 'silently wrong')" -gt "$wrong" ] || [ "$(count crash)" -gt 0 ] || [ "$(count right)" -lt "$right" ]; then
  echo "score.sh: worse than scripts/score.txt: at most $wrong silently wrong, no crash, at least $right right." >&2
  exit 1
fi
