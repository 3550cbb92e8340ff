#!/usr/bin/env bash
# Runs every test. What needs public data says "skipped" where the data is not beside the project.
set -euo pipefail
cd "$(dirname "$0")/.."
data=${LOYALTY_SHARED_DATA:-../shared/data}

cargo test --release --workspace --locked

# Second writings of the same rules, not in Rust: the extract in SQL, the economics in numpy.
python3 -m venv .venv
.venv/bin/pip install --quiet --disable-pip-version-check -r tests/independent/requirements.txt
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
plan=target/release/plan-loyalty
root=$PWD
cargo build --release --locked
for world in default losing; do
  "$plan" --goal retention --tiers 3 --budget 50000 --world $world --out "$work/out" --plans "$work/plans" --quiet || [ $? -eq 3 ]
done
"$plan" demo --out "$work/files" > /dev/null
"$plan" --goal advocacy --tiers hybrid:4 --budget "EUR 150000/quarter" --currency EUR --constraints "Ontario, no email, only on full moons" --subscriptions "$work/files/subscriptions.csv" \
  --voc "$work/files/survey.csv" --usage "$work/files/usage.csv" --out "$work/out" --plans "$work/plans" --quiet || [ $? -eq 3 ]
.venv/bin/python tests/independent/validate_plans.py "$work"/plans/*.json
"$plan" extract --demo --out "$work/demo"
.venv/bin/python tests/independent/duckdb_extract.py "$work/demo"
against_sql() { # name, then the flags
  local name=$1 && shift
  local first=${2%% *}
  if [ ! -e "$first" ]; then
    echo "skipped: $first is not here"
    return
  fi
  "$plan" extract "$@" --out "$work/$name"
  .venv/bin/python tests/independent/duckdb_extract.py "$work/$name"
}
against_sql retail --transactions "$data/online_retail/online_retail.csv.gz"
raven=$data/saas_ravenstack/ravenstack
against_sql ravenstack --subscriptions "${raven}_subscriptions.csv" --usage "${raven}_feature_usage.csv.gz" --voc "${raven}_supports_ticket.csv" \
  --members "${raven}_accounts.csv" --date-order dmy
against_sql telco --subscriptions "$data/telco_churn/Telco-Customer-Churn.csv" --as-of 2026-01-01
journey=$data/complete_journey
against_sql journey --transactions "$journey/transactions_sample.csv.gz" --members "$journey/demographics.csv" --usage "$journey/coupon_redemptions.csv"
airline=$data/airline_loyalty/customer
against_sql airline --points-ledger "${airline}_flight_activity_2017-01_2018-06.csv.gz" --members "${airline}_loyalty_history_to_2018-06.csv"
ECONOMICS_CASES="$work/cases.json" cargo test --release --locked -p loyalty-engine --test laws -- --ignored export
.venv/bin/python tests/independent/economics.py "$work/cases.json"

# The workbook, recalculated by LibreOffice (the system's Python, for it has the bridge `uno`).
if ! command -v soffice > /dev/null || ! /usr/bin/python3 -c "import uno" 2> /dev/null; then
  sudo=$(command -v sudo || true)
  $sudo apt-get update -qq
  $sudo apt-get install -y -qq --no-install-recommends libreoffice-calc python3-uno > /dev/null
fi
companies=()
company() { # name, then the flags
  local name=$1 && shift
  mkdir -p "$work/model-$name"
  (cd "$work/model-$name" && "$root/$plan" "$@" --out out --plans plans --quiet) || [ $? -eq 3 ]
  companies+=("$name" "$(ls "$work/model-$name"/plans/*.json)" "$work/model-$name/out/model.xlsx")
}
company demo --goal retention --tiers 3 --budget 50000
company losing --goal retention --tiers 3 --budget 50000 --world losing
company points-only --goal expansion --tiers points-only --budget 90000/quarter --horizon 36
company missions --goal engagement --tiers missions:3 --budget 20000 --horizon 12
printf 'members = 50000\norders_per_year = 4\naverage_order_value = 6000\nmargin = 0.35\nchurn_per_year = 0.25\nnew_members_per_month = 800\ncurrency = "JPY"\n' > "$work/yen.toml"
company yen --goal retention --tiers 6 --budget "JPY 900000000000" --currency JPY --horizon 60 --drivers "$work/yen.toml"
[ ! -e "$data/online_retail/online_retail.csv.gz" ] || company retail --goal retention --tiers 3 --budget 50000 --transactions "$(realpath "$data/online_retail/online_retail.csv.gz")"
[ ! -e "${airline}_flight_activity_2017-01_2018-06.csv.gz" ] || company airline --goal retention --tiers 3 --budget 50000 \
  --points-ledger "$(realpath "${airline}_flight_activity_2017-01_2018-06.csv.gz")" --members "$(realpath "${airline}_loyalty_history_to_2018-06.csv")"
/usr/bin/python3 tests/workbook/recalculate.py "$plan" "$work" "${companies[@]}"
