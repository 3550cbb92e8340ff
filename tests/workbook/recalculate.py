"""The workbook, recalculated by LibreOffice, against the plan.

python3 recalculate.py PLAN_LOYALTY WORK NAME PLAN.json MODEL.xlsx [NAME PLAN.json MODEL.xlsx …]

For each company: cached values stripped, then a hard recalculation: every line equals the plan to a relative 1e-6, no cell holds an
error, every check holds; wrong cached values heal; margin, discount rate, fixed cost and cost of rewards move every line exactly as
`amend --drivers frozen` does; inputs that customers answer to move what hangs on them, and the cover says so in words where they lie
beyond what was simulated; changes by hand give what `amend` simulates inside the printed error, or the cover is red; a planted wrong
curve is found; the FAST linter passes. Needs the system's Python with `uno`.
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
# What the cover looks at: labels of Checks and of the cover.
ALL, INSIDE, SMALL, SCALED = (
    "Every check holds",
    "Every input lies between values that were simulated",
    "The net value is known to a small error",
    "Every input lies where scaling in proportion is near the simulation",
)
STATUS = [ALL, INSIDE, SMALL, SCALED, "The net value is not negative", "Reward cost stays within the pool in every period", "The margin floor is kept",
          "The cost of points outstanding stays below its cap", "Every guardrail of the plan holds, as planned"]
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
        self.curve = self.design["economics"]["drivers"].get("curve", {}).get("axes", [])
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

    def covered(self, sheets):
        """What the cover says: words, answers by label, and how far the net value may be off."""
        answers, words, off = {}, "", None
        for (row, col), (_, label, _) in self.book.sheets["Cover"].items():
            if col != 1 or (row, 2) not in self.book.sheets["Cover"]:
                continue
            if label in STATUS:
                answers[label] = sheets.value("Cover", f"B{row}") == 1.0
            elif label == "Answer":
                words = sheets.cell("Cover", f"B{row}").String
            elif str(label).startswith("May be off by"):
                off = sheets.value("Cover", f"B{row}")
        return words, answers, off

    def sound(self, what, sheets):
        errors = sheets.errors()
        if errors:
            fail(f"{self.name}: {what}: errors in {errors}")
        bad, checks = [], 0
        for (row, col), (formula, _, _) in self.book.sheets["Checks"].items():
            label = self.book.sheets["Checks"].get((row, 1), (None, "", ""))[1]
            if col != 4 or formula is None:
                continue
            # What the cover says of the case is looked at by itself; here the checks.
            if label in STATUS and label != ALL or label in self.inputs or label in ("Earn rate", "Strength of the effects", "Expected redemption rate", "Point value"):
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
    # What a reward costs follows what members take where items of the shop are among the rewards: the program refuses it on frozen drivers.
    if any(r.get("item") for r in c.design["blueprint"]["program"]["rewards"]):
        cases = [{id: v for id, v in case.items() if id != "points.reward_cost_ratio"} for case in cases if list(case) != ["points.reward_cost_ratio"]]
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
        c.sound(f"{label} × 1.1", sheets)
        sheets.set("Inputs", c.inputs[label], planned * 3.0)
        sheets.recalculate()
        words, answers, _ = c.covered(sheets)
        if answers.get(INSIDE, answers.get(SCALED)) and planned != 0.0 and "redemption" not in label:
            fail(f"{c.name}: {label} × 3, and the cover says {words!r}")
        sheets.close()
    print(f"{c.name}: earn rate, point value, effects, redemption move what hangs on them")
    sheets = office.open(c.model)
    # Cases, then the options of the plan that its response curve holds.
    options = [n["at"] for a in c.curve if a["input"] == "option" for n in a["nodes"] if n["at"] != 0.0]
    scenarios = len(c.design["economics"]["drivers"]["scenarios"]) + len(options)
    selector = [f"D{row}" for (row, col), (_, v, _) in c.book.sheets["Scenarios"].items() if col == 1 and v == "Scenario"][0]
    values = []
    for number in range(1, scenarios + 1):
        sheets.set("Scenarios", selector, number)
        sheets.recalculate()
        values.append(c.read(sheets)["economics.net_value"])
        c.sound(f"scenario {number}", sheets)
    sheets.close()
    if not same(values[0], before["economics.net_value"]) or len({round(v, 4) for v in values}) < scenarios - 1:
        fail(f"{c.name}: scenarios do not move the net value: {values}")
    else:
        print(f"{c.name}: net value by scenario: {', '.join(f'{v:,.0f}' for v in values)}")


def selected_options(office, c):
    """What each option of the plan in the selector changes, against what the plan's own appraisals say that it changes: full simulations of options and of
    the target on the same new draws, which are not those of the statement."""
    order = {"target": 0.0, "lean": 1.0, "full-pool": 2.0}
    appraised = {order[f["option"]]: f for f in c.design["blueprint"]["search"]["front"] if f.get("option") in order}
    nodes = [n["at"] for a in c.curve if a["input"] == "option" for n in a["nodes"] if n["at"] != 0.0]
    cases = len(c.design["economics"]["drivers"]["scenarios"])
    selector = [f"D{row}" for (row, col), (_, v, _) in c.book.sheets["Scenarios"].items() if col == 1 and v == "Scenario"][0]
    for number, at in enumerate(nodes, cases + 1):
        wanted = c.planned()["economics.net_value"] + appraised[at]["net_value"] - appraised[0.0]["net_value"]
        sheets = office.open(c.model)
        sheets.set("Scenarios", selector, number)
        sheets.recalculate()
        net = c.read(sheets)["economics.net_value"]
        words, answers, off = c.covered(sheets)
        sheets.close()
        marked = not (answers[INSIDE] and answers[SMALL])
        told = f"{c.name}: option {appraised[at]['option']}: net value {net:,.0f}, by the plan's own appraisals {wanted:,.0f}, printed ±{off:,.0f}{', red' if marked else ''}"
        print(told)
        if abs(net - wanted) > off and not marked:
            fail(told)


def changes(c):
    """Changes by hand: name, then what each input is multiplied by; `benefit.ID` is switched off."""
    program = c.design["blueprint"]["program"]
    held = {a["input"] for a in c.curve}
    tiers = [t["id"] for t in program["tiers"][1:]]
    benefits = [b["id"] for b in program["benefits"]]
    wanted = [{"earn_rate": f} for f in (0.1, 0.5, 0.66, 0.9, 1.1, 1.33, 2.0)]
    wanted += [{"point_value": f} for f in (0.8, 1.2)]
    wanted += [{f"threshold.{t}": f} for t in tiers for f in (0.6, 0.9, 1.2)][:6]
    # A multiplier may not exceed that of the tier above.
    wanted += [{f"multiplier.{t}": 1.2} for t in tiers[-1:]]
    wanted += [{f"benefit.{b}": 0.0} for b in (benefits[:1] + benefits[-1:])]
    wanted += [{"margin": 0.9}, {"redemption": 0.9}, {"redemption": 1.1}]
    wanted += [{"earn_rate": 0.8, "margin": 1.05}, {"earn_rate": 1.15, "point_value": 0.9}]
    if tiers:
        wanted += [{"earn_rate": 0.8, f"threshold.{tiers[-1]}": 0.8}, {f"threshold.{tiers[-1]}": 1.1, "redemption": 0.95}]
    return [change for change in wanted if all_held(change, held)]


def all_held(change, held):
    return all(key == "margin" or key in held for key in change)


FIXED = {"earn_rate": "Earn rate: points per unit of net sales", "point_value": "Point value: retail value of a point", "margin": "Contribution margin on net sales",
         "redemption": "Expected redemption rate: share of points redeemed in the end"}


def place(c, key):
    """Cell of an input on the sheet Inputs."""
    kind, _, id = key.partition(".")
    if kind in ("threshold", "multiplier"):
        name = next(t["name"] for t in c.design["blueprint"]["program"]["tiers"] if t["id"] == id)
        what = "threshold, " if kind == "threshold" else "points multiplier"
        return next(cell for label, cell in c.inputs.items() if str(label).startswith(f"{name}: {what}"))
    if kind == "benefit":
        name = next(b["name"] for b in c.design["blueprint"]["program"]["benefits"] if b["id"] == id)
        return c.inputs[f"{name} (1: given, 0: not given)"]
    return c.inputs[FIXED[key]]


def amended(c, binary, work, number, change):
    """The design that `amend` simulates: everything of the program pinned, the change on top."""
    folder = os.path.join(work, f"{c.name}-amend-{number}")
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    plan = os.path.join(folder, os.path.basename(c.plan_path))
    shutil.copy(c.plan_path, plan)
    heads = os.path.join(os.path.dirname(c.plan_path), "heads.log")
    if os.path.exists(heads):
        shutil.copy(heads, folder)
    program, given, args = c.design["blueprint"]["program"], c.design["assumptions"], []
    # An assumption may lead the search to another design; the workbook keeps this one.
    if any(key in change for key in ("margin", "redemption")):
        keys = ("earn", "point_value", "tiers", "rewards", "expiry", "benefits", "missions", "surprise", "referral", "triggers")
        args += [f"--set=blueprint.{key}={json.dumps(program[key])}" for key in keys]
    for key, by in change.items():
        kind, _, id = key.partition(".")
        if kind == "earn_rate":
            args.append(f"--set=blueprint.earn.points_per_unit={program['earn']['points_per_unit'] * by!r}")
        elif kind == "point_value":
            args.append(f"--set=blueprint.point_value={program['point_value'] * by!r}")
        elif kind in ("threshold", "multiplier"):
            tier = next(t for t in program["tiers"] if t["id"] == id)
            args.append(f"--set=blueprint.tiers.{id}.{kind}={tier[kind] * by!r}")
        elif kind == "benefit":
            args.append(f"--remove-benefit={id}")
        else:
            id = {"margin": "company.gross_margin", "redemption": "points.ultimate_redemption"}[kind]
            a = given[id]
            spread = f"±{a['sd'] * by!r}" if a["sd"] else ""
            args.append(f"--assume={id}={a['value'] * by!r}{spread}")
    ran = subprocess.run([binary, "amend", plan, "--reason", "what if", "--by", "finance", "--quiet", *args], cwd=folder, capture_output=True, text=True)
    if ran.returncode not in (0, 3, 5):
        return None, (ran.stderr or ran.stdout).strip()[:300]
    with open(plan) as f:
        return json.load(f)["design"], ""


def named(change):
    return ", ".join(f"{key} × {by}" for key, by in change.items())


def set_by_hand(c, sheets, change, after):
    for key, by in change.items():
        cell = place(c, key)
        sheets.set("Inputs", cell, sheets.value("Inputs", cell) * by)
    # Where nobody gave them, set-up, platform and staff are drawn, and a new simulation may need more draws: their means are taken from it, for the
    # workbook multiplies them exactly and the printed error is of the rest.
    now = after["economics"]["drivers"]["inputs"]
    for label, value in (("Set-up cost, once", now["setup"]), ("Platform cost, a month", now["platform_monthly"]), ("Staff cost, a month", now["staff_monthly"])):
        sheets.set("Inputs", c.inputs[label], value)
    # A plan takes the cost of rewards that are own products from the margin; in the workbook the two are inputs of their own.
    if "margin" in change:
        sheets.set("Inputs", c.inputs["Cost of a reward ÷ its retail value"], now["reward_cost_ratio"])
    sheets.recalculate()


def compared(office, c, results, tamper=None):
    """Differences that are neither inside the printed error nor marked red; and how many were inside, and red."""
    wrong, inside, red, told = [], 0, 0, []
    for change, after in results:
        sheets = office.open(c.model)
        if tamper:
            tamper(sheets)
        set_by_hand(c, sheets, change, after)
        now = c.read(sheets)
        words, answers, off = c.covered(sheets)
        errors = sheets.errors()
        sheets.close()
        wanted = c.planned(after)
        difference = now["economics.net_value"] - wanted["economics.net_value"]
        marked = not (answers[INSIDE] and answers[SMALL])
        held = abs(difference) <= off + 1e-6 * abs(wanted["economics.total_cost"])
        inside, red = inside + (held and not marked), red + marked
        told.append(f"  {named(change)}: net value {now['economics.net_value']:,.0f}, amend {wanted['economics.net_value']:,.0f}, off by {difference:,.0f}, "
                    f"printed ±{off:,.0f}{', red' if marked else ''}: {words}")
        if errors or not answers[ALL]:
            wrong.append(f"{named(change)}: errors {errors}, checks hold: {answers[ALL]}")
        if marked and "simulate" not in words.lower():
            wrong.append(f"{named(change)}: red, and the cover says {words!r}")
        if not held and not marked:
            wrong.append(f"{named(change)}: net value {now['economics.net_value']:,.0f}, amend {wanted['economics.net_value']:,.0f}, printed error {off:,.0f}")
    return wrong, inside, red, told


def by_hand(office, c, binary, work, most=None):
    """Changes by hand against full simulations."""
    if not c.curve:
        return
    results = []
    every = changes(c)
    # A few of every kind where not all are tried.
    tried = every if most is None else [every[i * len(every) // most] for i in range(min(most, len(every)))]
    for number, change in enumerate(tried):
        after, refused = amended(c, binary, work, number, change)
        if after is None:
            print(f"  {c.name}: {named(change)}: amend refuses: {refused}")
        else:
            results.append((change, after))
    wrong, inside, red, told = compared(office, c, results)
    print("\n".join(told))
    if wrong or inside < (len(results) // 2 if most is None else 1) or len(results) < (most or 20) // 2:
        fail(f"{c.name}: {len(results)} changes by hand, {inside} inside the printed error, {red} red: {'; '.join(wrong)}")
    else:
        print(f"{c.name}: {len(results)} changes by hand against amend: {inside} inside the printed error, {red} marked red")
    return results


def wrong_curve_is_found(office, c, results):
    """The corrections of sales at every node of the earn rate raised by half: the comparison with amend must fail."""
    sheet = c.book.sheets["Response curve"]
    head = next(col for (row, col), (_, v, _) in sheet.items() if v == "Net sales moved by the effects")
    first = next(row for (row, col), (_, v, _) in sorted(sheet.items()) if col == 1 and v == FIXED["earn_rate"])
    rows = [row for row in range(first + 1, first + 8) if sheet.get((row, 1), (None, "", ""))[1] == "Simulated"]

    def tamper(sheets):
        for row in rows:
            cell = sheets.document.Sheets.getByName("Response curve").getCellByPosition(head - 1, row - 1)
            cell.Value = cell.Value * 1.5

    wrong, *_ = compared(office, c, [r for r in results if "earn_rate" in r[0]], tamper)
    if not wrong:
        fail(f"{c.name}: a planted wrong curve passes")
    else:
        print(f"{c.name}: a planted wrong curve is found in {len(wrong)} changes, for example {wrong[0]}")


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
            selected_options(office, c)
            # Twenty and more where the company is small enough to be simulated again and again; a few everywhere.
            results = by_hand(office, c, binary, work, None if c is companies[0] else 6)
            if c is companies[0]:
                wrong_curve_is_found(office, c, results)
    linter_can_fail(companies[0], work)
    print(f"{len(failed)} failures" if failed else "the workbook recalculates to the plan")
    sys.exit(bool(failed))


main()
