#!/usr/bin/env bash
# Writes docs/studio-meeting.md and its pictures again: the meeting is played in Chromium. `run.sh` says whether the page is still true.
# Usage: meeting.sh, after run.sh has fetched what it needs; `PLAN_LOYALTY` names another binary.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
modules=$root/target/studio-tests
cp "$here"/*.mjs "$modules/"
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome)
node "$modules/meeting.mjs" "$browser" "${PLAN_LOYALTY:-$root/target/release/plan-loyalty}" "$root/docs" write
# Flat colours need few of them: the pictures come to a third of their size.
"$root/.venv/bin/python" - "$root"/docs/pictures/studio-*.png <<'END'
import sys
from PIL import Image
for path in sys.argv[1:]:
    Image.open(path).convert("RGB").quantize(96, dither=Image.Dither.NONE).save(path, optimize=True)
END
