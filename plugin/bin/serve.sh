#!/bin/sh
# Starts the MCP server from the installed program, for the folder of the project; says how to install it where it is missing.
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=${CLAUDE_PROJECT_DIR:-$PWD}
for program in "${PLAN_LOYALTY:-}" "$(command -v plan-loyalty 2>/dev/null)" "$HOME/.cargo/bin/plan-loyalty" "$here/../../target/release/plan-loyalty"; do
  if [ -n "$program" ] && [ -x "$program" ]; then
    exec "$program" mcp --root "$root" "$@"
  fi
done
cat >&2 <<'WORDS'
plan-loyalty: the program is not installed, so this plugin has no engine, and no figure can be given.
  Next: in a checkout of the project run  cargo install --path crates/plan-loyalty --locked
        (or: cargo build --release, and set PLAN_LOYALTY to target/release/plan-loyalty), then start Claude Code again.
WORDS
exit 127
