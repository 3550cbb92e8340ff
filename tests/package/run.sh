#!/usr/bin/env bash
# What is handed on, as a newcomer gets it: the wheel in an empty environment without a compiler, the tarball unpacked. run.sh [FOLDER of scripts/package.sh]
set -euo pipefail
cd "$(dirname "$0")/../.."
packages=$(realpath "${1:-target/package}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() {
  echo "tests/package: $*" >&2
  exit 1
}

(cd "$packages" && sha256sum --check --strict --quiet SHA256SUMS) || fail "SHA256SUMS does not fit the files"
wheel=$(ls "$packages"/plan_loyalty-*.whl)
tarball=$(ls "$packages"/plan-loyalty-*.tar.gz)
version=$(.venv/bin/python -c 'import tomllib; print(tomllib.load(open("Cargo.toml", "rb"))["workspace"]["package"]["version"])')

# A machine with coreutils and Python, and nothing that could build: no PATH, home or setting of ours.
mkdir -p "$work/tools" "$work/home" "$work/run"
for tool in $(dpkg -L coreutils 2> /dev/null | sed -n 's|^\(/usr\)\?/bin/||p' | sort -u) sh; do
  ln -s "$(command -v "$tool")" "$work/tools/$tool" 2> /dev/null || true
done
python=$(.venv/bin/python -c 'import os, sys; print(os.path.realpath(sys.executable))')
ln -s "$python" "$work/tools/python3"
bare() { # PATH in front of the tools, then a command
  local first=$1 && shift
  env -i HOME="$work/home" LANG=C.UTF-8 TMPDIR="$work" PATH="$first:$work/tools" "$@"
}
for tool in cargo rustc rustup cc gcc clang ld make git; do
  ! bare "$work/tools" sh -c "command -v $tool" > /dev/null || fail "the bare machine has $tool: the test would prove nothing"
done

(cd "$work" && bare "$work/tools" python3 -m venv empty)
bare "$work/empty/bin" python3 -m pip install --quiet --disable-pip-version-check --no-index "$wheel"
said=$(bare "$work/empty/bin" plan-loyalty --version)
[ "$said" = "plan-loyalty $version" ] || fail "the installed program says \"$said\", Cargo.toml says $version"
(cd "$work/run" && bare "$work/empty/bin" plan-loyalty --goal retention --tiers 3 --budget 50000) > "$work/screen.txt" || [ $? -eq 5 ] || fail "the first command failed: $(tail -5 "$work/screen.txt")"
.venv/bin/pip install --quiet --disable-pip-version-check -r tests/package/requirements.txt
.venv/bin/python tests/package/check.py "$wheel" "$work/empty" "$work/run" "$version"

# The same without installing: what uvx and pipx do once the wheel is published, here from the file and without a network.
ln -s "$PWD/.venv/bin/uv" "$PWD/.venv/bin/pipx" "$work/home/"
said=$(cd "$work" && bare "$work/home" uv tool run --quiet --offline --no-config --python "$python" --from "$wheel" plan-loyalty --version)
[ "$said" = "plan-loyalty $version" ] || fail "uvx says \"$said\", Cargo.toml says $version"
said=$(cd "$work" && bare "$work/home" PIP_NO_INDEX=1 pipx run --quiet --spec "$wheel" plan-loyalty --version)
[ "$said" = "plan-loyalty $version" ] || fail "pipx says \"$said\", Cargo.toml says $version"

# The tarball is a prefix; one program in both.
mkdir "$work/prefix"
tar --extract --gzip --file "$tarball" --directory "$work/prefix" --strip-components=1
cmp "$work/prefix/bin/plan-loyalty" "$work/empty/bin/plan-loyalty" || fail "wheel and tarball hold different programs"
said=$(bare "$work/prefix/bin" plan-loyalty --version)
[ "$said" = "plan-loyalty $version" ] || fail "the unpacked program says \"$said\", Cargo.toml says $version"
bare "$work/prefix/bin" plan-loyalty --help > "$work/help.txt"
subcommands=$(sed -n '/^Commands:/,/^$/s/^  \([a-z][a-z-]*\).*/\1/p' "$work/help.txt")
[ "$(wc -w <<< "$subcommands")" -ge 20 ] || fail "--help names too few commands to check completions with: $subcommands"
share=$work/prefix/share
# What each file says where it offers a command; CMD stands for its name.
offers=(
  "bash-completion/completions/plan-loyalty|plan__loyalty,CMD)"
  "zsh/site-functions/_plan-loyalty|(CMD)"
  "fish/vendor_completions.d/plan-loyalty.fish|__fish_plan_loyalty_needs_command\" -f -a \"CMD\""
  "man/man1/plan-loyalty.1|plan\-loyalty\-CMD(1)"
)
for offer in "${offers[@]}"; do
  file=${offer%%|*}
  for command in $subcommands; do
    says=${offer#*|}
    grep -q -F -- "${says/CMD/$command}" "$share/$file" || fail "share/$file does not offer the command \"$command\""
  done
  cmp "$share/$file" "$work/empty/share/$file" || fail "share/$file is another one in the wheel"
done
bash -n "$share/bash-completion/completions/plan-loyalty"
bash -c "source $share/bash-completion/completions/plan-loyalty && complete -p plan-loyalty" > /dev/null || fail "bash does not take the completion"
! command -v zsh > /dev/null || zsh -n "$share/zsh/site-functions/_plan-loyalty"
! command -v fish > /dev/null || fish --no-execute "$share/fish/vendor_completions.d/plan-loyalty.fish"
head -c 400 "$share/man/man1/plan-loyalty.1" | grep -q '^\.TH plan-loyalty 1' || fail "the man page has no title line"
for file in README.md LICENSE Inter-OFL.txt THIRD-PARTY.txt sbom.cdx.json CHANGELOG.md; do
  [ -s "$share/doc/plan-loyalty/$file" ] || fail "share/doc/plan-loyalty/$file is missing or empty"
done
cmp LICENSE "$share/doc/plan-loyalty/LICENSE"
.venv/bin/python tests/package/bill_of_materials.py "$share/doc/plan-loyalty/sbom.cdx.json" || fail "the bill of materials is not in order"
echo "packages: wheel, uvx, pipx and tarball run plan-loyalty $version without a compiler"
