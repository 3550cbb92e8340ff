#!/usr/bin/env bash
# Makes what is handed on, in target/package or the folder given: a wheel, a tarball, SHA256SUMS. Reuses the release build of the tests.
# Two runs on one commit and one machine give the same bytes: times come from the last commit (or SOURCE_DATE_EPOCH), names are sorted, owners are numbers.
set -euo pipefail
cd "$(dirname "$0")/.."
out=${1:-target/package}
mkdir -p "$out"
out=$(realpath "$out")

[ -x .venv/bin/python ] || python3 -m venv .venv
.venv/bin/pip install --quiet --disable-pip-version-check -r scripts/requirements.txt
epoch=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2> /dev/null || stat -c %Y Cargo.lock)}
# Cargo must not see it: crates of C are built again when it changes.
unset SOURCE_DATE_EPOCH

cargo build --release --locked
target=$(realpath "${CARGO_TARGET_DIR:-target}")
built=$target/release/plan-loyalty
version=$("$built" --version)
version=${version#plan-loyalty }
host=$(rustc -vV | sed -n 's/^host: //p')

stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT

# Completions and man page where shells and man look for them below a prefix (/usr/local, ~/.local, a virtual environment).
share=$stage/share
mkdir -p "$share"/{bash-completion/completions,zsh/site-functions,fish/vendor_completions.d,man/man1}
"$built" completions bash > "$share/bash-completion/completions/plan-loyalty"
"$built" completions zsh > "$share/zsh/site-functions/_plan-loyalty"
"$built" completions fish > "$share/fish/vendor_completions.d/plan-loyalty.fish"
"$built" man > "$share/man/man1/plan-loyalty.1"

# Licence and notices travel with the program: its own, the typeface's, those of every crate and of the standard library.
licences=$stage/licences
mkdir "$licences"
cp LICENSE "$licences/LICENSE"
cp crates/loyalty-deck/fonts/OFL.txt "$licences/Inter-OFL.txt"
.venv/bin/python scripts/third_party.py "$licences/THIRD-PARTY.txt"
# What the program is made of, for those who keep a list of it (CycloneDX 1.5).
.venv/bin/python scripts/sbom.py "$licences/sbom.cdx.json"
standard_library=$(rustc --print sysroot)/share/doc/rust/COPYRIGHT-library.html
[ ! -e "$standard_library" ] || cp "$standard_library" "$licences/rust-standard-library.html"

# The wheel: the project's own pyproject.toml, with the files made above beside it.
wheel=$stage/wheel
mkdir -p "$wheel/plan-loyalty.data/data"
cp -r "$share" "$wheel/plan-loyalty.data/data/share"
cp README.md "$licences"/* "$wheel"
names=$(ls "$licences" | sed 's/.*/"&"/' | paste -sd,)
sed -e "s|^license-files = .*|license-files = [$names]|" -e "s|^manifest-path = .*|manifest-path = \"$PWD/crates/plan-loyalty/Cargo.toml\"\ndata = \"plan-loyalty.data\"|" \
  pyproject.toml > "$wheel/pyproject.toml"
mkdir "$stage/bin"
printf '#!/bin/sh\nunset SOURCE_DATE_EPOCH\nexec "%s" "$@"\n' "$(command -v cargo)" > "$stage/bin/cargo"
chmod +x "$stage/bin/cargo"
before=$(sha256sum < "$built")
root=$PWD
rm -f "$out"/plan_loyalty-*.whl "$out"/plan-loyalty-*.tar.gz "$out/SHA256SUMS"
(cd "$wheel" && PATH="$stage/bin:$PATH" SOURCE_DATE_EPOCH=$epoch CARGO_TARGET_DIR=$target "$root/.venv/bin/maturin" build --out "$out")
if [ "$before" != "$(sha256sum < "$built")" ]; then
  echo "package.sh: maturin built another program than cargo build --release --locked did: look at [tool.maturin] in pyproject.toml." >&2
  exit 1
fi

# The tarball: a prefix to unpack into /usr/local or ~/.local.
name=plan-loyalty-$version-$host
mkdir -p "$stage/$name/bin" "$share/doc/plan-loyalty"
cp "$built" "$stage/$name/bin/plan-loyalty"
cp README.md CHANGELOG.md "$licences"/* "$share/doc/plan-loyalty"
mv "$share" "$stage/$name/share"
tar --create --sort=name --format=ustar --owner=0 --group=0 --numeric-owner --mode=u+rw,go+r-w,a+X --mtime="@$epoch" --directory "$stage" "$name" |
  gzip -9 --no-name > "$out/$name.tar.gz"

(cd "$out" && sha256sum plan_loyalty-*.whl "$name.tar.gz" > SHA256SUMS && cat SHA256SUMS && ls -l plan_loyalty-*.whl "$name.tar.gz")
