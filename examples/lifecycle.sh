#!/usr/bin/env bash
# One plan from run to publication: escalated, resolved, amended, diffed, approved by four roles with their own SSH keys, reviewed, published,
# verified, reproduced. Runs in a folder of its own; the tests run it too.
#   bash examples/lifecycle.sh [path to plan-loyalty]
set -euo pipefail
plan_loyalty=$(realpath "${1:-target/release/plan-loyalty}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
step() { printf '\n== %s\n' "$*"; }
refused() { # expected exit code, then the command
  local expected=$1 got=0
  shift
  "$@" < /dev/null || got=$?
  [ "$got" -eq "$expected" ] || { echo "expected exit $expected, got $got: $*"; exit 1; }
  echo "(refused with $got, as it should be)"
}
export PLAN_LOYALTY_PERSON=strategist@example.com

step "A company whose best program loses money: escalated, exit 3"
refused 3 "$plan_loyalty" --goal retention --tiers 3 --budget 50000 --world losing --asked-on 2026-11-24 --quiet
plan=$(ls .claude/plans/plan-*.json)
refused 3 "$plan_loyalty" publish "$plan"

step "Keys of five people, and the file that allows them"
mkdir keys
for who in legal finance operations sponsor auditor; do
  ssh-keygen -q -t ed25519 -N '' -C "$who@example.com" -f "keys/$who"
  printf '%s@example.com namespaces="plan-loyalty" %s\n' "$who" "$(cut -d' ' -f1,2 "keys/$who.pub")" >> keys/allowed_signers
done
printf '[governance]\nallowed_signers = "keys/allowed_signers"\n' > plan-loyalty.toml

act() { # verb, role, who, note
  local verb=$1 role=$2 who=$3 note=$4
  "$plan_loyalty" statement "$plan" --act "$verb" --as "$role" --person "$who@example.com" --note "$note" > statement.txt
  rm -f statement.txt.sig
  ssh-keygen -q -Y sign -n plan-loyalty -f "keys/$who" statement.txt
  # Anybody can check the signature without this program.
  ssh-keygen -Y verify -n plan-loyalty -f keys/allowed_signers -I "$who@example.com" -s statement.txt.sig < statement.txt
  "$plan_loyalty" "$verb" "$plan" --as "$role" --person "$who@example.com" --note "$note" --signature statement.txt.sig
}

step "The sponsor resolves the escalation"
act resolve exec-sponsor sponsor "accepted as an investment in retention for one year"

step "Finance asks for fewer members at the top: amended, and what it changed"
threshold=$("$plan_loyalty" show "$plan" --format json | python3 -c 'import json, sys; print(3 * json.load(sys.stdin)["design"]["blueprint"]["program"]["tiers"][-1]["threshold"])')
"$plan_loyalty" amend "$plan" --set blueprint.tiers.gold.threshold="$threshold" --budget 40000 --reason "fewer at the top, and a smaller pool" || [[ $? =~ ^[35]$ ]]
"$plan_loyalty" diff "$plan"
"$plan_loyalty" log "$plan"

step "The resolution was of the design before: it is asked again"
refused 3 "$plan_loyalty" publish "$plan"
act resolve exec-sponsor sponsor "accepted at the smaller pool as well"

step "An approval without a terminal and without a signature is refused; so are a preparer and one person with two roles"
refused 2 "$plan_loyalty" approve "$plan" --as legal --person legal@example.com --note "no signature"
refused 2 "$plan_loyalty" statement "$plan" --as legal --person strategist@example.com

step "Four roles approve, in their order"
act approve legal legal "terms and consent are in order"
refused 2 "$plan_loyalty" statement "$plan" --as operations --person legal@example.com
act approve finance finance "figures agreed"
act approve operations operations "ledger and redemption flows tested"
act approve exec-sponsor sponsor "launch"

step "Reviewed and published"
"$plan_loyalty" review "$plan"
"$plan_loyalty" publish "$plan" --by auditor@example.com
refused 2 "$plan_loyalty" amend "$plan" --budget 60000 --reason "too late"

step "Verified and reproduced"
"$plan_loyalty" verify "$plan"
"$plan_loyalty" reproduce "$plan"

step "A threshold changed by hand is found"
sed -i '0,/"threshold": 0/s//"threshold": 1/' "$plan"
refused 4 "$plan_loyalty" verify "$plan"
