"""Writes the figures of docs/goals.md, docs/demo-company.md, docs/constraints.md and the README again from the program itself, or says which
are no longer true; and runs every example that `--help` and the README print.

    python3 scripts/documents.py [--check] [PROGRAM]     (PROGRAM: target/release/plan-loyalty)

A block of docs/goals.md is made by the flags of its heading; one on public data is skipped where the data are not beside the project. In
docs/demo-company.md, figures that the program can count again stand between comments that name them."""
import csv
import datetime
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
# Examples that need a person's key, another program or a server that does not end; `examples/lifecycle.sh` and the tests of agents and of the
# package run these.
UNRUN = ["--signature", " mcp", " studio", "plan-….json", "statement ", "test.csv", "resume", "sc://"]


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


def counted(folder):
    """What stands in the files of a demonstration company."""
    rows = lambda name: csv.DictReader(open(folder / name, newline=""))
    last = datetime.date(2026, 6, 30)
    lines, days, net, quarter, year, recent = 0, {}, 0, 0, 0, set()
    orders = set()
    since = (last - datetime.timedelta(days=364)).isoformat()
    for r in rows("orders.csv"):
        lines += 1
        orders.add(r["order_id"])
        cents = round(100 * float(r["amount"]))
        day = r["order_date"]
        if cents > 0:
            days.setdefault(r["customer_id"], set()).add(day)
            if day >= since:
                recent.add(r["customer_id"])
        net += cents if day >= since else 0
        year += cents if day[:4] == "2025" else 0
        quarter += cents if "2025-10" <= day[:7] <= "2025-12" else 0
    club = [r["customer_id"] for r in rows("subscriptions.csv")]
    return {
        "customers": len(days), "active": len(recent), "lines": lines, "orders": len(orders), "net": net / 100,
        "twice": sum(len(d) > 1 for d in days.values()) / len(days), "quarter": quarter / year, "ever": len(set(club)), "rows": len(club),
    }


def demo_company(program, text):
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        call(program, ["demo", "--out", "default"], folder)
        call(program, ["demo", "--world", "losing", "--out", "losing"], folder)
        default, losing = counted(folder / "default"), counted(folder / "losing")
        fit = json.loads(call(program, ["model", "mbg-nbd", "default/orders.csv", "--format", "json"], folder))
    both = lambda cell: f"{cell(default)} | {cell(losing)}"
    million = lambda v: f"${v / 1e6:.1f} million" if v >= 1e6 else f"${v / 1e6:.2f} million"
    percent = lambda v: f"{100 * v:.1f}%"
    table = [
        ("Customers; active in the last 365 days", lambda c: f"{c['customers']:,}; {c['active']:,}"),
        ("Order lines, refunds included; orders", lambda c: f"{c['lines']:,}; {c['orders']:,}"),
        ("Bought on two days or more", lambda c: percent(c["twice"])),
        ("Net sales in the last 365 days", lambda c: million(c["net"])),
        ("Last quarter of 2025 ÷ year 2025", lambda c: percent(c["quarter"])),
        ("Ever in the club; subscription rows", lambda c: f"{c['ever']:,}; {c['rows']:,}"),
    ]
    for name, cell in table:
        text = re.sub(rf"\| {re.escape(name)} \|[^\n]*", lambda _, n=name, c=cell: f"| {n} | {both(c)} |", text)
    share = 600_000 / default["net"]
    text = re.sub(r"600,000 a year: [\d.]+% of", f"600,000 a year: {percent(share)} of", text)
    return fitted(fit, text)


def fitted(fit, text):
    """The purchase model of the demonstration company, as `plan-loyalty model` finds it again."""
    of = next(score["parameters"] for score in fit["scores"] if score["model"] == "mbg-nbd")
    words = f"r {of['r']:.2f}, α {7 * of['alpha']:.1f} days, a {of['a']:.3f}, b {of['b']:.2f}"
    return re.sub(r"r [\d.]+, α [\d.]+ days, a [\d.]+, b [\d.]+", words, text)


def constraints(program, text):
    """What a plan says of each phrase; the phrases of one table are those of one plan."""
    def block(match):
        phrases = re.findall(r"^\| ([^|]*) \|", match.group(2), flags=re.M)
        with tempfile.TemporaryDirectory() as folder:
            asked = ["--goal", "retention", "--tiers", "3", "--budget", "50000", "--only", "blueprint.md", "--quiet", *DEMONSTRATION_ASKED]
            call(program, [*asked, "--constraints", "; ".join(phrases)], folder)
            page = (Path(folder) / "loyalty-plan/blueprint.md").read_text()
        said = re.findall(r"^- Constraint “(.*?)” ([^:]*): (.*)$", page, flags=re.M)
        if [words for words, *_ in said] != phrases:
            sys.exit(f"docs/constraints.md: {phrases}\nare read as\n{said}")
        return match.group(1) + "".join(f"| {' | '.join(row)} |\n" for row in said)

    return re.sub(r"(\| Constraint \| What became of it \| What it changed \|\n\|---\|---\|---\|\n)((?:\|[^\n]*\n)+)", block, text)


def examples(program, readme_text):
    """Every line of `--help` and of the README that begins with the program's name, each in a folder as its reader has it."""
    lines = call(program, ["--help"], ROOT).split("Examples:")[1]
    lines = re.sub(r"\\\n *", " ", lines).splitlines()
    for block in re.findall(r"```\n(.*?)```", readme_text, flags=re.S):
        lines += re.sub(r"\\\n *", " ", block).splitlines()
    lines += re.findall(r"^- `(plan-loyalty [^`…]*)`", readme_text, flags=re.M)
    lines += re.findall(r"`(plan-loyalty (?:model|lift|export|resume)[^`…]*)`", readme_text)
    ran = 0
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        call(program, ["demo", "--out", "files"], folder)
        (folder / "orders.csv").symlink_to("files/orders.csv")
        (folder / "ledger.csv").symlink_to("files/points_ledger.csv")
        for line in dict.fromkeys(l.split("   ")[0].split("  #")[0].strip() for l in lines):
            for part in line.split("; "):
                if not part.startswith("plan-loyalty ") or any(w in part for w in UNRUN):
                    continue
                flags = part.replace("$(ls .claude/plans/*.json)", "latest").split(" > ")[0]
                done = subprocess.run(flags.replace("plan-loyalty", program, 1), shell=True, cwd=folder, capture_output=True, text=True)
                if done.returncode not in (0, 3, 4, 5):
                    sys.exit(f"an example does not run: {part}\nexit {done.returncode}\n{done.stderr[:2000]}")
                ran += 1
    print(f"examples: {ran} ran")


def main():
    arguments = [a for a in sys.argv[1:] if a != "--check"]
    program = str(Path(arguments[0] if arguments else ROOT / "target/release/plan-loyalty").resolve())
    examples(program, (ROOT / "README.md").read_text())
    pages = [("docs/demo-company.md", demo_company), ("docs/constraints.md", constraints), ("docs/goals.md", goals), ("README.md", readme)]
    for name, again in pages:
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
