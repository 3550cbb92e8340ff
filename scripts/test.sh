#!/usr/bin/env bash
# Runs every test, and installs what they need. What needs public data says "skipped" where the data is not beside the project.
set -euo pipefail
cd "$(dirname "$0")/.."
data=${LOYALTY_SHARED_DATA:-../shared/data}

# Readers of what is made: Poppler (deck), Chromium and npm (page), LibreOffice and its bridge for the system's Python (workbook).
missing=()
command -v pdftotext > /dev/null || missing+=(poppler-utils)
command -v chromium > /dev/null || command -v chromium-browser > /dev/null || command -v google-chrome > /dev/null || missing+=(chromium)
command -v npm > /dev/null || missing+=(npm)
command -v soffice > /dev/null || missing+=(libreoffice-calc)
/usr/bin/python3 -c "import uno" 2> /dev/null || missing+=(python3-uno)
if [ ${#missing[@]} -gt 0 ]; then
  as_root=$(command -v sudo || true)
  $as_root apt-get update -qq
  $as_root apt-get install -y -qq --no-install-recommends "${missing[@]}" > /dev/null
fi

cargo test --release --workspace --locked
# From here on everything runs on what that line built: another choice of packages would build the typesetter again.

# Second writings of the same rules, not in Rust: the extract in SQL, the economics in numpy.
python3 -m venv .venv
.venv/bin/pip install --quiet --disable-pip-version-check -r tests/independent/requirements.txt
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
plan=target/release/plan-loyalty
root=$PWD
for world in default losing; do
  "$plan" --goal retention --tiers 3 --budget 50000 --world $world --out "$work/out" --plans "$work/plans" --quiet || [ $? -eq 3 ]
done
"$plan" demo --out "$work/files" > /dev/null
"$plan" --goal advocacy --tiers hybrid:4 --budget "EUR 150000/quarter" --currency EUR --constraints "Ontario, no email, only on full moons" --subscriptions "$work/files/subscriptions.csv" \
  --voc "$work/files/survey.csv" --usage "$work/files/usage.csv" --out "$work/out" --plans "$work/plans" --quiet || [ $? -eq 3 ]
.venv/bin/python tests/independent/validate_plans.py "$work"/plans/*.json
"$plan" extract --demo --out "$work/demo"
.venv/bin/python tests/independent/duckdb_extract.py "$work/demo"
# Parquet and CSV of the same rows.
.venv/bin/python tests/independent/parquet_csv.py "$plan"
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
ECONOMICS_CASES="$work/cases.json" cargo test --release --workspace --locked --test laws -- --ignored export
.venv/bin/python tests/independent/economics.py "$work/cases.json"

# Hand-over files against the packages of the systems that take them.
.venv/bin/pip install --quiet --disable-pip-version-check -r tests/handover/requirements.txt
mkdir "$work/handover"
bash tests/handover/run.sh "$plan" .venv "$work/handover"
# The blueprint in a real browser: accessibility, requests, focus, print.
tests/accessibility/run.sh

# The server for agents and the plugin, with clients that are not ours. In full: bash tests/mcp/run.sh 5000 60
bash tests/mcp/run.sh
# The deck as readers' own programs see it.
.venv/bin/pip install --quiet --disable-pip-version-check -r tests/deck/requirements.txt
for written in "$work"/plans/*.json; do
  mkdir -p "$work/deck/$(basename "$written" .json)"
  target/release/examples/deck "$written" "$work/deck/$(basename "$written" .json)" > /dev/null
  .venv/bin/python tests/deck/check_deck.py "$work/deck/$(basename "$written" .json)"
done
# The workbook, recalculated by LibreOffice (the system's Python, for it has the bridge `uno`).
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
# Presentations and workbooks as PowerPoint and Excel check them.
bash tests/office/run.sh .venv "$work"/deck/*/deck.pptx "$work"/model-*/out/model.xlsx
