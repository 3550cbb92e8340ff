"""The workbook, recalculated by LibreOffice, against the plan.

python3 recalculate.py PLAN_LOYALTY WORK NAME PLAN.json MODEL.xlsx [NAME PLAN.json MODEL.xlsx …]

For each company: cached values stripped, then a hard recalculation: every line equals the plan to a relative 1e-6, no cell holds an
error, every check holds; wrong cached values heal; margin, discount rate, fixed cost and cost of rewards move every line exactly as
`amend --drivers frozen` does; earn rate, point value, strength of the effects, redemption and scenario move what hangs on them; the
FAST linter passes. Needs the system's Python with `uno`.
"""
import json
import math
import os
import shutil
import subprocess
import sys

import fast
from office import Office
from xlsx import Book, planted, rewritten, stripped

RELATIVE = 1e-6
# Input of the workbook ↔ assumption of the plan.
LINEAR = {
    "Contribution margin on net sales": "company.gross_margin",
    "Discount rate a year": "company.discount_rate_yearly",
    "Set-up cost, once": "cost.setup",
    "Platform cost, a month": "cost.platform_monthly",
    "Staff cost, a month": "cost.staff_monthly",
    "Cost of a reward ÷ its retail value": "points.reward_cost_ratio",
}
STRETCHED = {
    "Earn rate: points per unit of net sales": ["economics.points_cost", "economics.points.issued", "economics.net_value", "economics.npv"],
    "Point value: retail value of a point": ["economics.points_cost", "economics.redemption_cash", "economics.net_value"],
    "Strength of the effects on customers (1: as assumed)": ["economics.incremental_net", "economics.net_value", "economics.roi"],
    "Expected redemption rate: share of points redeemed in the end": ["economics.points_cost", "economics.redemption_cash", "economics.net_value"],
}
failed = []


def fail(text):
    failed.append(text)
    print("FAILED", text)


def same(a, b):
    return math.isclose(a, b, rel_tol=RELATIVE, abs_tol=1e-12)


class Company:
    def __init__(self, name, plan, model):
        self.name, self.plan_path, self.model = name, plan, model
        with open(plan) as f:
            self.design = json.load(f)["design"]
        self.book = Book(model)
        self.lines = self.book.lines()
        first = {}
        for (row, col), (_, v, _) in sorted(self.book.sheets["Inputs"].items()):
            if col == 1 and (row, 5) in self.book.sheets["Inputs"]:
                first.setdefault(v, f"D{row}")
        self.inputs = first

    def planned(self, design=None):
        return {id: l["value"] for id, l in (design or self.design)["lines"].items() if id in self.lines}

    def read(self, sheets):
        return {id: sheets.value(sheet, cell) for id, (sheet, cell) in self.lines.items()}

    def compare(self, what, seen, wanted, least=20):
        compared = [id for id in seen if id in wanted]
        off = [f"{id}: {seen[id]!r}, wanted {wanted[id]!r}" for id in compared if not same(seen[id], wanted[id])]
        if off or len(compared) < least:
            fail(f"{self.name}: {what}: {len(compared)} lines compared, {len(off)} differ: {'; '.join(off[:4])}")
        else:
            print(f"{self.name}: {what}: {len(compared)} lines equal to {RELATIVE}")

    def sound(self, what, sheets, cautions=True):
        errors = sheets.errors()
        if errors:
            fail(f"{self.name}: {what}: errors in {errors}")
        bad, checks = [], 0
        for (row, col), (formula, _, _) in self.book.sheets["Checks"].items():
            label = self.book.sheets["Checks"].get((row, 1), (None, "", ""))[1]
            if col != 4 or formula is None:
                continue
            caution = label in ("Earn rate", "Strength of the effects", "Expected redemption rate", "Point value") or label.startswith("Every stretched input")
            if caution and not cautions:
                continue
            checks += 1
            if sheets.value("Checks", f"D{row}") != 1.0:
                bad.append(label)
        if bad or checks < 20:
            fail(f"{self.name}: {what}: {checks} checks, these do not hold: {bad}")


def recalculated(office, c, work):
    bare = os.path.join(work, f"{c.name}-stripped.xlsx")
    stripped(c.model, bare)
    if any(v is not None for sheet in Book(bare).sheets.values() for (f, v, _) in sheet.values() if f is not None):
        fail(f"{c.name}: cached values were not stripped")
    sheets = office.open(bare)
    sheets.recalculate()
    c.compare("cached values stripped, recalculated", c.read(sheets), c.planned())
    c.sound("recalculated", sheets)
    # Every formula of every sheet has the value that the file brings along.
    off, seen = [], 0
    for name, cells in c.book.sheets.items():
        data = sheets.document.Sheets.getByName(name)
        last = (max(r for r, _ in cells), max(k for _, k in cells))
        grid = data.getCellRangeByPosition(0, 0, last[1] - 1, last[0] - 1).DataArray
        for (row, col), (formula, value, _) in cells.items():
            if formula is None or not isinstance(value, float):
                continue
            seen += 1
            now = grid[row - 1][col - 1]
            # A difference of two large amounts is known to a part in 1e12 of them: LibreOffice calls nearly nothing nothing.
            scale = max(abs(v) for v in grid[row - 1] if isinstance(v, float)) if isinstance(now, float) else 0.0
            if not isinstance(now, float) or not math.isclose(now, value, rel_tol=RELATIVE, abs_tol=max(1e-6 * max(1.0, abs(value)), 1e-12 * scale)):
                off.append(f"{name} R{row}C{col}: {now!r}, in the file {value!r}")
    if off or not seen:
        fail(f"{c.name}: {len(off)} of {seen} cached values are not what LibreOffice computes: {off[:3]}")
    else:
        print(f"{c.name}: {seen} cached values are what LibreOffice computes")
    sheets.close()


def healed(office, c, work):
    wrong = os.path.join(work, f"{c.name}-planted.xlsx")
    planted(c.model, wrong, "123456.5")
    sheets = office.open(wrong)
    before = c.read(sheets)
    if sum(v == 123456.5 for v in before.values()) < 20:
        print(f"{c.name}: note: this LibreOffice recalculated on load")
    sheets.recalculate()
    c.compare("planted wrong values healed", c.read(sheets), c.planned())
    sheets.close()


def frozen(office, c, binary, work):
    folder = os.path.join(work, f"{c.name}-frozen")
    given = c.design["assumptions"]
    cases = [{id: given[id]["value"] * factor} for id, factor in zip(LINEAR.values(), (0.8, 1.5, 1.3, 0.7, 1.2, 0.9))]
    cases.append({id: given[id]["value"] * factor for id, factor in zip(LINEAR.values(), (0.9, 0.5, 0.8, 1.4, 1.1, 0.9))})
    # A margin that nobody gave is drawn, and a drawn one does not follow in proportion: the program refuses it. The companies here give theirs.
    if given["company.gross_margin"]["sd"] > 0:
        fail(f"{c.name}: the margin is drawn, so the sheet cannot be held to frozen drivers; give --margin")
        return
    for case in cases:
        shutil.rmtree(folder, ignore_errors=True)
        os.makedirs(folder)
        plan = os.path.join(folder, os.path.basename(c.plan_path))
        shutil.copy(c.plan_path, plan)
        heads = os.path.join(os.path.dirname(c.plan_path), "heads.log")
        if os.path.exists(heads):
            shutil.copy(heads, folder)
        assumed = [f"--assume={id}={value!r}" for id, value in case.items()]
        ran = subprocess.run([binary, "amend", plan, "--drivers", "frozen", "--reason", "what if", "--by", "finance", "--quiet", *assumed], cwd=folder, capture_output=True, text=True)
        if ran.returncode not in (0, 3, 5):
            fail(f"{c.name}: amend {assumed}: {ran.stderr or ran.stdout}")
            continue
        with open(plan) as f:
            after = json.load(f)["design"]
        sheets = office.open(c.model)
        for label, id in LINEAR.items():
            if id in case:
                sheets.set("Inputs", c.inputs[label], case[id])
        sheets.recalculate()
        c.compare("as amend --drivers frozen: " + ", ".join(case), c.read(sheets), c.planned(after))
        c.sound("frozen", sheets)
        moved = [id for id in c.planned(after) if not same(c.planned(after)[id], c.planned()[id])]
        if not moved:
            fail(f"{c.name}: {case} moves no line")
        sheets.close()


def stretched(office, c):
    before = c.planned()
    for label, lines in STRETCHED.items():
        sheets = office.open(c.model)
        planned = sheets.value("Inputs", c.inputs[label])
        sheets.set("Inputs", c.inputs[label], planned * 1.1)
        sheets.recalculate()
        now = c.read(sheets)
        still = [id for id in lines if id in now and before[id] != 0.0 and same(now[id], before[id])]
        if still and planned != 0.0:
            fail(f"{c.name}: {label} × 1.1 leaves {still} where they were")
        c.sound(f"{label} × 1.1", sheets, cautions=False)
        sheets.set("Inputs", c.inputs[label], planned * 3.0)
        sheets.recalculate()
        amber = [row for (row, col), (_, v, _) in c.book.sheets["Checks"].items() if col == 1 and str(v).startswith("Every stretched input")][0]
        if sheets.value("Checks", f"D{amber}") != 0.0 and planned != 0.0 and "redemption" not in label:
            fail(f"{c.name}: {label} × 3 raises no caution")
        sheets.close()
    print(f"{c.name}: earn rate, point value, effects, redemption move what hangs on them")
    sheets = office.open(c.model)
    scenarios = len(c.design["economics"]["drivers"]["scenarios"])
    selector = [f"D{row}" for (row, col), (_, v, _) in c.book.sheets["Scenarios"].items() if col == 1 and v == "Scenario"][0]
    values = []
    for number in range(1, scenarios + 1):
        sheets.set("Scenarios", selector, number)
        sheets.recalculate()
        values.append(c.read(sheets)["economics.net_value"])
        c.sound(f"scenario {number}", sheets, cautions=False)
    sheets.close()
    if not same(values[0], before["economics.net_value"]) or len({round(v, 4) for v in values}) < scenarios - 1:
        fail(f"{c.name}: scenarios do not move the net value: {values}")
    else:
        print(f"{c.name}: net value by scenario: {', '.join(f'{v:,.0f}' for v in values)}")


def linted(c, work):
    faults = fast.faults(c.model)
    if faults:
        fail(f"{c.name}: FAST linter: {len(faults)} faults: {faults[:5]}")
    else:
        print(f"{c.name}: FAST linter: no fault")


def linter_can_fail(c, work):
    """Planted violations: a number in a formula, one month with another formula, OFFSET, a number where a formula belongs."""
    bad = os.path.join(work, "violation.xlsx")
    cell = r'(<c r="{}"[^>]*><f>)(.*?)(</f>)'
    import re

    for name, find, put, wanted in [
        ("a number in a formula", cell.format("H10"), r"\1\2*1.05\3", "stands in the formula"),
        ("a broken row", cell.format("J10"), r"\g<1>I10\3", "different formulas"),
        ("OFFSET", cell.format("H10"), r"\1OFFSET(H9,1,0)\3", "is forbidden"),
        ("a link", cell.format("H10"), r"\1[1]Sheet!A1\3", "another file"),
    ]:
        rewritten(c.model, bad, lambda xml: re.sub(find, put, xml, count=1))
        if not any(wanted in f for f in fast.faults(bad)):
            fail(f"the FAST linter does not see {name}")
        else:
            print(f"the FAST linter sees {name}")


def main():
    binary, work = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    rest = sys.argv[3:]
    companies = [Company(*rest[i : i + 3]) for i in range(0, len(rest), 3)]
    with Office() as office:
        for c in companies:
            linted(c, work)
            recalculated(office, c, work)
            healed(office, c, work)
            frozen(office, c, binary, work)
            stretched(office, c)
    linter_can_fail(companies[0], work)
    print(f"{len(failed)} failures" if failed else "the workbook recalculates to the plan")
    sys.exit(bool(failed))


main()
