#!/usr/bin/env bash
# Runs every test, and installs what they need. What needs public data says "skipped" where the data is not beside the project, and fails
# instead with REQUIRE_DATA=1.
#   bash scripts/test.sh          all of it
#   bash scripts/test.sh --full   and the long proofs: kills, wide grids, planted worlds, more fuzzing, a longer load, more companies in workbooks and engines
#   bash scripts/test.sh NAME…    these sections alone, e.g. `deck workbook` (the plans that sections share are made before)
# Each section is timed; the times are printed at the end and kept in target/sections.csv.
set -euo pipefail
cd "$(dirname "$0")/.."
full= only=
case ${1:-} in
  --full) full=--full ;;
  -*) echo "test.sh: unknown option $1: --full, or names of sections, is all there is." >&2 && exit 2 ;;
  *) only=" $* " ;;
esac
data=${LOYALTY_SHARED_DATA:-../shared/data}
root=$PWD
plan=target/release/plan-loyalty
work=$(mktemp -d)
mkdir -p target
times=target/sections.csv
echo "section,seconds" > "$times"
# What still runs beside is a group of processes of its own, so that its servers end with it.
trap '[ -z "$beside" ] || { kill -- -"$beside"; wait "$beside"; } 2> /dev/null || true; rm -rf "$work"' EXIT
# A section: its name, and the function that is its test.
section() {
  local name=$1 begin=$SECONDS
  case "$only" in "  " | *" $name "*) ;; *) return 0 ;; esac
  printf '\n== %s\n' "$name"
  "$name"
  echo "$name,$((SECONDS - begin))" >> "$times"
}
# Sections one after the other, beside those that follow: none that measures time, for they share the processors. What they print comes in one piece when
# they are waited for; the first that fails ends them, and then the run.
beside=
begin_beside() {
  set -m
  (set -euo pipefail && for name in "$@"; do section "$name"; done) > "$work/beside.txt" 2>&1 &
  beside=$!
  set +m
}
wait_beside() {
  local failed=0
  wait "$beside" || failed=$?
  beside=
  cat "$work/beside.txt"
  return "$failed"
}
# A plan made once and read by many: name, then the flags. Exits 3 and 5 are plans that ask for a person.
declare -A plan_of
company() {
  local name=$1 && shift
  mkdir -p "$work/$name"
  (cd "$work/$name" && "$root/$plan" "$@" --out out --plans plans --quiet) || [[ $? =~ ^[35]$ ]]
  plan_of[$name]=$(ls "$work/$name"/plans/*.json)
}

# Readers of what is made: Poppler (deck), Chromium and npm (page), LibreOffice and its bridge for the system's Python (workbook).
system_packages() {
  local missing=()
  command -v pdftotext > /dev/null || missing+=(poppler-utils)
  command -v chromium > /dev/null || command -v chromium-browser > /dev/null || command -v google-chrome > /dev/null || missing+=(chromium)
  command -v npm > /dev/null || missing+=(npm)
  command -v soffice > /dev/null || missing+=(libreoffice-calc)
  /usr/bin/python3 -c "import uno" 2> /dev/null || missing+=(python3-uno)
  if [ ${#missing[@]} -gt 0 ]; then
    local as_root
    as_root=$(command -v sudo || true)
    $as_root apt-get update -qq
    $as_root apt-get install -y -qq --no-install-recommends "${missing[@]}" > /dev/null
  fi
}
python_packages() {
  python3 -m venv .venv
  local wanted=()
  for file in scripts/requirements.txt tests/*/requirements.txt; do wanted+=(-r "$file"); done
  .venv/bin/pip install --quiet --disable-pip-version-check "${wanted[@]}"
  # Beside the other packages: Sail refuses a Spark that it does not know.
  [ -d .venv/spark/pyspark ] || .venv/bin/pip install --quiet --disable-pip-version-check --no-deps --target .venv/spark -r tests/warehouse/spark.txt
  [ -d .venv/lake ] || .venv/bin/pip install --quiet --disable-pip-version-check --no-deps --target .venv/lake -r tests/warehouse/lake.txt
}
guards() { bash scripts/guards.sh; }
build() { cargo test --release --workspace --locked --no-run; }
# Every test runs, so that one run tells everything that fails.
rust() { cargo test --release --workspace --locked --no-fail-fast; }
# Plans that the sections below share. From here on everything runs on what was built.
plans() {
  company demo --goal retention --tiers 3 --budget 50000
  company losing --goal retention --tiers 3 --budget 50000 --world losing
  company points-only --goal expansion --tiers points-only --budget 90000/quarter --horizon 36
  company missions --goal engagement --tiers missions:3 --budget 20000 --horizon 12
  printf 'members = 50000\norders_per_year = 4\naverage_order_value = 6000\nmargin = 0.35\nchurn_per_year = 0.25\nnew_members_per_month = 800\ncurrency = "JPY"\n' > "$work/yen.toml"
  company yen --goal retention --tiers 6 --budget "JPY 900000000000" --currency JPY --horizon 60 --drivers "$work/yen.toml"
  "$plan" demo --out "$work/files" > /dev/null
  company files --goal advocacy --tiers hybrid:4 --budget "EUR 150000/quarter" --currency EUR --constraints "Ontario, no email, only on full moons" \
    --subscriptions "$work/files/subscriptions.csv" --voc "$work/files/survey.csv" --usage "$work/files/usage.csv"
  company small --goal engagement --tiers points-only --budget 10
  airline=$data/airline_loyalty/customer
  [ ! -e "$data/online_retail/online_retail.csv.gz" ] || company retail --goal retention --tiers 3 --budget 50000 --margin 0.40 --transactions "$(realpath "$data/online_retail/online_retail.csv.gz")"
  [ ! -e "${airline}_flight_activity_2017-01_2018-06.csv.gz" ] || company airline --goal retention --tiers 3 --budget 50000 --margin 0.40 \
    --points-ledger "$(realpath "${airline}_flight_activity_2017-01_2018-06.csv.gz")" --members "$(realpath "${airline}_loyalty_history_to_2018-06.csv")"
}
# Second writings of the same rules, not in Rust: the extract in SQL, the economics in numpy, the plans against the schema.
against_sql() { # name, then the flags
  local name=$1 && shift
  local first=${2%% *}
  if [ ! -e "$first" ]; then
    [ "${REQUIRE_DATA:-}" != 1 ] || { echo "REQUIRE_DATA=1, and $first is not here" >&2 && return 1; }
    echo "skipped: $first is not here"
    return
  fi
  "$plan" extract "$@" --out "$work/extract-$name"
  .venv/bin/python tests/independent/duckdb_extract.py "$work/extract-$name"
}
independent() {
  .venv/bin/python tests/independent/validate_plans.py "${plan_of[@]}"
  "$plan" extract --demo --out "$work/extract-demo"
  .venv/bin/python tests/independent/duckdb_extract.py "$work/extract-demo"
  # How often triggers fire, counted again.
  .venv/bin/python tests/independent/trigger_volumes.py "$work/extract-demo" "${plan_of[demo]}"
  # Parquet and CSV of the same rows.
  .venv/bin/python tests/independent/parquet_csv.py "$plan"
  against_sql retail --transactions "$data/online_retail/online_retail.csv.gz"
  local raven=$data/saas_ravenstack/ravenstack
  against_sql ravenstack --subscriptions "${raven}_subscriptions.csv" --usage "${raven}_feature_usage.csv.gz" --voc "${raven}_supports_ticket.csv" \
    --members "${raven}_accounts.csv" --date-order dmy
  against_sql telco --subscriptions "$data/telco_churn/Telco-Customer-Churn.csv" --as-of 2026-01-01
  local journey=$data/complete_journey
  against_sql journey --transactions "$journey/transactions_sample.csv.gz" --members "$journey/demographics.csv" --usage "$journey/coupon_redemptions.csv"
  local airline=$data/airline_loyalty/customer
  against_sql airline --points-ledger "${airline}_flight_activity_2017-01_2018-06.csv.gz" --members "${airline}_loyalty_history_to_2018-06.csv"
  ECONOMICS_CASES="$work/cases.json" cargo test --release --workspace --locked --test laws -- --ignored export
  .venv/bin/python tests/independent/economics.py "$work/cases.json"
}
# Exports that people have, against their right readings.
score() { bash scripts/score.sh; }
# Figures in documents, made again by the program.
documents() { python3 scripts/documents.py --check; }
# Hand-over files against the packages of the systems that take them.
handover() {
  mkdir "$work/handover"
  bash tests/handover/run.sh "$plan" .venv "$work/handover"
}
# Archives against the validators of RO-Crate and in-toto.
archive() {
  mkdir "$work/archive"
  .venv/bin/python tests/archive/check.py "$plan" "$work/archive" "${plan_of[demo]}" "${plan_of[files]}" "${plan_of[yen]}"
}
# The blueprint in a real browser: accessibility, requests, focus, print.
browser() { tests/accessibility/run.sh "$work/demo/out/blueprint.html" "$work/losing/out/blueprint.html" "$work/yen/out/blueprint.html" "$work/small/out/blueprint.html"; }
# The studio in a real browser: what a person does, accessibility, requests, speed.
studio() { bash tests/studio/run.sh "$work/demo"; }
# The server for agents and the plugin, with clients that are not ours.
agents() { if [ "$full" = --full ]; then bash tests/mcp/run.sh 5000 60; else bash tests/mcp/run.sh; fi; }
# The same companies from PostgreSQL, SQLite, DuckDB and Sail, and everything that can be wrong with a server.
warehouse() {
  mkdir "$work/warehouse"
  FULL=$([ "$full" != --full ] || echo 1) bash tests/warehouse/run.sh "$plan" .venv "$work/warehouse"
}
# The deck as readers' own programs see it.
deck() {
  local name
  for name in "${!plan_of[@]}"; do
    mkdir -p "$work/deck/$name"
    target/release/examples/deck "${plan_of[$name]}" "$work/deck/$name" > /dev/null
    .venv/bin/python tests/deck/check_deck.py "$work/deck/$name"
  done
}
# The workbook, recalculated by LibreOffice (the system's Python, for it has the bridge `uno`).
workbook() {
  local name companies=() more=()
  [ "$full" != --full ] || more=(losing points-only retail)
  for name in demo missions yen airline "${more[@]}"; do
    [ -z "${plan_of[$name]:-}" ] || companies+=("$name" "${plan_of[$name]}" "$work/$name/out/model.xlsx")
  done
  /usr/bin/python3 tests/workbook/recalculate.py "$plan" "$work" "${companies[@]}"
}
# Presentations and workbooks as PowerPoint and Excel check them.
office() { bash tests/office/run.sh .venv "$work"/deck/*/deck.pptx "$work"/*/out/model.xlsx; }
# The wheel and the tarball, installed where there is no compiler.
package() {
  bash scripts/package.sh > /dev/null
  bash tests/package/run.sh
}
long_proofs() {
  cargo test --release --workspace --locked -- --ignored --skip export
  bash scripts/planted_worlds.sh
}

# What is installed from elsewhere comes while the compiler works.
(system_packages && python_packages) > "$work/installed.txt" 2>&1 &
installing=$!
section build
wait "$installing" || { cat "$work/installed.txt"; exit 1; }
section guards
section rust
[ "$only" = "  " ] || [ "$only" = " build " ] || only+="plans "
section plans
section score
section studio
section agents
# Databases and readers' programs wait much: these run beside those. The package is last, for it puts the program in place again.
begin_beside warehouse
section independent
section documents
section handover
section archive
section browser
section deck
section workbook
section office
wait_beside
section package
[ "$full" != --full ] || section long_proofs
echo "all,$SECONDS" >> "$times"
printf '\nSeconds by section\n'
while IFS=, read -r name seconds; do printf '%-16s %7s\n' "$name" "$seconds"; done < "$times"
