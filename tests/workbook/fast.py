"""The FAST linter: one formula in all months of a row, no number in a formula but 0 and 1, inputs in their place, nothing forbidden."""
import re
import sys

from xlsx import Book, column

INPUT, DRIVER = "FFF2CC", "E2EEF9"
FIRST = 7  # column G: the first month
MONTHLY = ["Timeline", "Drivers", "Members & tiers", "Earn & burn", "Liability", "Costs", "Lift & P&L", "Cash & NPV", "Tier P&L"]
WORDS = ["Cover", "Assumptions", "Formula map"]
FORBIDDEN = ["OFFSET", "INDIRECT", "NOW", "TODAY", "RAND", "RANDBETWEEN", "HYPERLINK", "WEBSERVICE"]
REF = re.compile(r"('(?:[^']|'')+'!|[A-Za-z_]\w*!)?(\$?)([A-Z]{1,3})(\$?)(\d+)(?![\d(])")


def relative(formula, row, col):
    """The formula with its references as offsets, so that copies of one formula are equal."""

    def offset(m):
        sheet, fix_col, letters, fix_row, number = m.groups()
        c = f"C{column(letters)}" if fix_col else f"C[{column(letters) - col}]"
        r = f"R{number}" if fix_row else f"R[{int(number) - row}]"
        return f"{sheet or ''}{r}{c}"

    return REF.sub(offset, formula)


def faults(path):
    book = Book(path)
    out = []
    if any("vba" in n.lower() for n in book.names):
        out.append("macro in the file")
    if any("externalLink" in n for n in book.names):
        out.append("link to another file")
    for sheet, cells in book.sheets.items():
        for (row, col), (formula, value, fill) in cells.items():
            at = f"{sheet}!R{row}C{col}"
            if formula is None:
                if fill == INPUT and sheet not in ("Inputs", "Scenarios", "Cover"):
                    out.append(f"{at}: an input outside Inputs")
                if isinstance(value, float) and sheet not in WORDS and fill not in (INPUT, DRIVER) and not (sheet == "Inputs" and col >= 4):
                    out.append(f"{at}: the number {value} is neither input nor driver")
                continue
            if "[" in formula:
                out.append(f"{at}: link to another file")
            for name in FORBIDDEN:
                if re.search(rf"\b{name}\(", formula):
                    out.append(f"{at}: {name} is forbidden")
            bare = REF.sub("", re.sub(r"'(?:[^']|'')+'!", "", formula))
            for number in re.findall(r"(?<![A-Za-z_])\d+(?:\.\d+)?(?:[eE][-+]?\d+)?", bare):
                if number not in ("0", "1"):
                    out.append(f"{at}: the number {number} stands in the formula {formula}")
            if '"' in formula:
                out.append(f"{at}: words stand in the formula {formula}")
        if sheet in MONTHLY:
            out.extend(uneven(sheet, cells))
    scenario_inputs = [c for (_, f, fill) in [(k, v[0], v[2]) for k, v in book.sheets["Scenarios"].items()] for c in [f] if fill == INPUT]
    if len(scenario_inputs) != 1:
        out.append(f"Scenarios: {len(scenario_inputs)} inputs, one selector is allowed")
    return out


def uneven(sheet, cells):
    out = []
    last = max(c for (_, c) in cells if c >= FIRST)
    for row in sorted({r for (r, _) in cells}):
        here = [cells.get((row, c)) for c in range(FIRST, last + 1)]
        if all(h is None for h in here):
            continue
        if any(h is None for h in here):
            out.append(f"{sheet} row {row}: some months are empty")
            continue
        kinds = {relative(h[0], row, FIRST + i) if h[0] is not None else None for i, h in enumerate(here)}
        if len(kinds) != 1:
            out.append(f"{sheet} row {row}: {len(kinds)} different formulas in one row")
        elif kinds == {None} and sheet != "Drivers":
            out.append(f"{sheet} row {row}: numbers where formulas belong")
    return out


if __name__ == "__main__":
    bad = faults(sys.argv[1])
    print("\n".join(bad) or f"{sys.argv[1]}: no fault")
    sys.exit(bool(bad))
