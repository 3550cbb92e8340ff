"""Writes the figures of docs/goals.md and the README again from the program itself, or says which are no longer true.

    python3 scripts/documents.py [--check] [PROGRAM]     (PROGRAM: target/release/plan-loyalty)

A block of docs/goals.md is made by the flags of its heading; one on public data is skipped where the data are not beside the project."""
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("LOYALTY_SHARED_DATA", ROOT / "../shared/data"))
FILES = {"demonstration company": [], "Online Retail": ["--transactions", str(DATA / "online_retail/online_retail.csv.gz")]}
DEMONSTRATION_ASKED = ["--asked-on", "2026-07-01"]
SIGNS = {"GBP": "£"}


def call(program, arguments, folder):
    done = subprocess.run([program, *arguments], cwd=folder, capture_output=True, text=True)
    if done.returncode not in (0, 3, 5):
        sys.exit(f"{' '.join(arguments)}: exit {done.returncode}\n{done.stderr}")
    return done.stdout


def goals_table(program, flags, name):
    arguments = flags.split() + (DEMONSTRATION_ASKED if name == "demonstration company" else [])
    sign = next((SIGNS[c] for c in SIGNS if c in arguments), "$")
    with tempfile.TemporaryDirectory() as folder:
        rows = json.loads(call(program, ["goals", *arguments, "--budget", "50000", *FILES[name], "--format", "json"], folder))
    best = [max(r["objective"][k] for r in rows) for k in range(4)]
    money = lambda v: ("−" if round(v) < 0 else "") + sign + format(abs(round(v)), ",d")
    lines = ["Designed for        retention     expansion    engagement      advocacy  median ROI  reward/period"]
    for r in rows:
        cells = "".join((money(v) + (" *" if v == b else "  ")).rjust(14) for v, b in zip(r["objective"], best))
        roi = format(100 * r["roi_p50"], ".1f").replace("-", "−") + "%"
        lines.append((r["designed_for"].ljust(16) + cells + roi.rjust(11) + money(r["reward_cost_per_period"]).rjust(15)).rstrip())
    return "\n".join(lines)


def goals(program, text):
    def block(match):
        flags, name = match.group(1), match.group(2)
        if FILES[name] and not Path(FILES[name][-1]).exists():
            print(f"skipped: {name} is not beside the project")
            return match.group(0)
        return f"## `{flags}`, {name}\n```text\n{goals_table(program, flags, name)}\n```"

    return re.sub(r"## `([^`]*)`, ([^\n]*)\n```text\n.*?\n```", block, text, flags=re.S)


def readme(program, text):
    """The comment that shows what a comparison says: Gold raised as the command above it does."""
    raised = re.search(r"--set (blueprint\.tiers\.gold\.threshold=\d+)", text).group(1)
    with tempfile.TemporaryDirectory() as folder:
        call(program, ["--goal", "retention", "--tiers", "3", "--budget", "50000", "--quiet", *DEMONSTRATION_ASKED], folder)
        call(program, ["amend", "latest", "--set", raised, "--reason", "fewer in gold", "--quiet"], folder)
        said = call(program, ["diff", "latest"], folder)
    tier = re.search(r"tiers +(Gold [^\n]*)", said).group(1)
    roi = re.search(r"economics +(median ROI [^\n]*)", said).group(1)
    return re.sub(r'by meaning: "[^"]*"', f'by meaning: "{tier}; {roi}"', text)


def main():
    arguments = [a for a in sys.argv[1:] if a != "--check"]
    program = str(Path(arguments[0] if arguments else ROOT / "target/release/plan-loyalty").resolve())
    for name, again in [("docs/goals.md", goals), ("README.md", readme)]:
        page = ROOT / name
        before = page.read_text()
        after = again(program, before)
        if "--check" not in sys.argv:
            page.write_text(after)
            print(f"{name}: {'as it was' if before == after else 'written'}")
        elif before != after:
            changed = [(b, a) for b, a in zip(before.splitlines(), after.splitlines()) if b != a]
            sys.exit(f"{name} is no longer true; next: python3 scripts/documents.py\n" + "\n".join(f"  - {b}\n  + {a}" for b, a in changed))
        else:
            print(f"{name}: every figure is today's")


if __name__ == "__main__":
    main()
