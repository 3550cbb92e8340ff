"""An xlsx file as cells, without a spreadsheet library: formulas, values, fills; and copies with other cached values."""
import re
import zipfile
from xml.etree import ElementTree as ET

NS = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def column(letters):
    n = 0
    for c in letters:
        n = 26 * n + ord(c) - 64
    return n


def place(ref):
    letters, row = re.fullmatch(r"([A-Z]+)(\d+)", ref).groups()
    return int(row), column(letters)


class Book:
    """Sheets in order: name → {(row, column): (formula or None, value, fill)}."""

    def __init__(self, path):
        self.path = path
        with zipfile.ZipFile(path) as z:
            self.names = z.namelist()
            book = ET.fromstring(z.read("xl/workbook.xml"))
            links = {r.get("Id"): r.get("Target") for r in ET.fromstring(z.read("xl/_rels/workbook.xml.rels"))}
            strings = []
            if "xl/sharedStrings.xml" in self.names:
                for si in ET.fromstring(z.read("xl/sharedStrings.xml")).findall("m:si", NS):
                    strings.append("".join(t.text or "" for t in si.iter("{%s}t" % NS["m"])))
            fills = self.fills(z)
            dated = self.date_styles(z)
            self.sheets = {}
            self.dates = set()  # (sheet, row, column) of cells that show a number as a day
            self.files = {}
            for s in book.find("m:sheets", NS):
                target = "xl/" + links[s.get(R)].lstrip("/")
                self.files[s.get("name")] = target
                sheet = ET.fromstring(z.read(target))
                self.sheets[s.get("name")] = self.cells(sheet, strings, fills)
                self.dates |= {(s.get("name"), *place(c.get("r"))) for c in sheet.iter("{%s}c" % NS["m"]) if int(c.get("s", 0)) in dated}

    @staticmethod
    def fills(z):
        styles = ET.fromstring(z.read("xl/styles.xml"))
        colours = []
        for f in styles.find("m:fills", NS):
            fg = f.find("m:patternFill/m:fgColor", NS)
            colours.append(fg.get("rgb", "")[-6:] if fg is not None else "")
        return [colours[int(x.get("fillId"))] for x in styles.find("m:cellXfs", NS)]

    @staticmethod
    def date_styles(z):
        styles = ET.fromstring(z.read("xl/styles.xml"))
        formats = {f.get("numFmtId"): f.get("formatCode") for f in styles.iter("{%s}numFmt" % NS["m"])}
        return {i for i, x in enumerate(styles.find("m:cellXfs", NS)) if "yy" in formats.get(x.get("numFmtId"), "")}

    @staticmethod
    def cells(sheet, strings, fills):
        out = {}
        for c in sheet.iter("{%s}c" % NS["m"]):
            f, v = c.find("m:f", NS), c.find("m:v", NS)
            value = None if v is None else v.text
            if value is not None and c.get("t") == "s":
                value = strings[int(value)]
            elif value is not None and c.get("t") not in ("str", "b", "e"):
                value = float(value)
            if f is None and value is None:
                continue
            out[place(c.get("r"))] = (None if f is None else f.text, value, fills[int(c.get("s", 0))])
        return out

    def lines(self):
        """Line id of the plan → (sheet, cell name) that recomputes it, from the formula map."""
        found = {}
        cells = self.sheets["Formula map"]
        for (row, col), (_, value, _) in cells.items():
            if col == 5 and row > 4:
                found[value] = (cells[(row, 2)][1], cells[(row, 3)][1])
        return found


def rewritten(path, out, change):
    """A copy in which `change` rewrote the XML of every sheet."""
    with zipfile.ZipFile(path) as z, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as to:
        for name in z.namelist():
            data = z.read(name)
            if name.startswith("xl/worksheets/sheet"):
                data = change(data.decode()).encode()
            to.writestr(name, data)


def stripped(path, out):
    """A copy whose formulas have no cached value."""
    rewritten(path, out, lambda xml: re.sub(r"(<c [^>]*?)(?: t=\"\w+\")?>(<f>.*?</f>)<v>.*?</v>", r"\1>\2", xml))


def planted(path, out, value):
    """A copy whose numeric formulas all have the same wrong cached value."""
    rewritten(path, out, lambda xml: re.sub(r"(<c r=\"\w+\"(?: s=\"\d+\")?>)(<f>.*?</f>)<v>.*?</v>", r"\1\2<v>%s</v>" % value, xml))
