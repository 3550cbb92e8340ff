#!/usr/bin/env bash
# One plan from run to publication: escalated, resolved, amended, diffed, submitted by its preparer, an open blocker waived by counsel, approved by four
# roles with their own SSH keys, reviewed, published, verified, reproduced. Runs in a folder of its own; the tests run it too.
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

step "Keys of six people, each for one role; the settings pin the file that names them"
mkdir keys
signer() { # who, role
  ssh-keygen -q -t ed25519 -N '' -C "$1@example.com" -f "keys/$1"
  printf '%s@example.com namespaces="plan-loyalty" %s roles=%s\n' "$1" "$(cut -d' ' -f1,2 "keys/$1.pub")" "$2" >> keys/allowed_signers
}
signer strategist preparer
signer legal legal
signer finance finance
signer operations operations
signer sponsor exec-sponsor
signer auditor publisher
cat > plan-loyalty.toml << END
[governance]
allowed_signers = "keys/allowed_signers"
allowed_signers_sha256 = "$(sha256sum keys/allowed_signers | cut -d' ' -f1)"

[facts]
jurisdiction = "DE"
consent_bundled = false
marketing_basis_recorded = true
END

step "A company whose best program loses money: escalated, exit 3"
refused 3 "$plan_loyalty" --goal retention --tiers 3 --budget 50000 --world losing --asked-on 2026-11-24 --quiet
plan=$(ls .claude/plans/plan-*.json)
refused 3 "$plan_loyalty" publish "$plan"

act() { # verb, role, who, note, further options
  local verb=$1 role=$2 who=$3 note=$4
  shift 4
  "$plan_loyalty" statement "$plan" --act "$verb" --as "$role" --person "$who@example.com" --note "$note" "$@" > statement.txt
  rm -f statement.txt.sig
  ssh-keygen -q -Y sign -n plan-loyalty -f "keys/$who" statement.txt
  # Anybody can check the signature without this program.
  ssh-keygen -Y verify -n plan-loyalty -f keys/allowed_signers -I "$who@example.com" -s statement.txt.sig < statement.txt
  "$plan_loyalty" "$verb" "$plan" --as "$role" --person "$who@example.com" --note "$note" "$@" --signature statement.txt.sig
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

step "The preparer submits the design; counsel waives the one blocker that nobody has settled"
refused 2 "$plan_loyalty" statement "$plan" --as legal --person legal@example.com
act submit preparer strategist "ready for approval"
refused 3 "$plan_loyalty" publish "$plan"
act waive legal legal "every message has an unsubscribe link; evidence follows before the launch" --rule eu-gb-eprivacy-marketing

step "An approval without a terminal and without a signature is refused; so are a preparer, one person with two roles, and a janitor"
refused 2 "$plan_loyalty" approve "$plan" --as legal --person legal@example.com --note "no signature"
refused 2 "$plan_loyalty" statement "$plan" --as legal --person strategist@example.com
refused 2 "$plan_loyalty" statement "$plan" --as janitor --person auditor@example.com

step "Four roles approve, in their order"
act approve legal legal "terms and consent are in order"
refused 2 "$plan_loyalty" statement "$plan" --as operations --person legal@example.com
act approve finance finance "figures agreed"
act approve operations operations "ledger and redemption flows tested"
act approve exec-sponsor sponsor "launch"

step "Reviewed and published"
"$plan_loyalty" review "$plan"
refused 2 "$plan_loyalty" publish "$plan" --by auditor@example.com
act publish publisher auditor "released"
grep -q "Published under strict policy" loyalty-plan/blueprint.html
refused 2 "$plan_loyalty" amend "$plan" --budget 60000 --reason "too late"

step "Verified and reproduced"
"$plan_loyalty" verify "$plan"
"$plan_loyalty" verify "$plan" --trust keys/allowed_signers
"$plan_loyalty" reproduce "$plan"

step "Deliverables written again are the same"
"$plan_loyalty" renew "$plan"
said=$("$plan_loyalty" verify "$plan")
[[ $said == "Verified by sponsor@example.com (resolved for exec-sponsor"* ]]

step "A threshold changed by hand is found"
sed -i '0,/"threshold": 0/s//"threshold": 1/' "$plan"
refused 4 "$plan_loyalty" verify "$plan"
