"""The deck says what the plan says, as the reader's own programs see it: Poppler for the PDF, python-pptx for the PPTX.

usage: check_deck.py FOLDER   (deck.pdf, deck.pptx, story.json as `--example deck` writes them)
"""

import json
import re
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path
from posixpath import dirname, join, normpath
from xml.etree import ElementTree

from pptx import Presentation
from pypdf import PdfReader


def squeezed(text):
    """A line break may fall anywhere: blanks do not count."""
    return re.sub(r"\s+", "", text)


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def figures(text):
    """Figures as printed, without signs of currency; days, ids and versions left out."""
    text = re.sub(r"\d{4}-\d{2}(?:-\d{2})?|\b[0-9a-f]{12}\b", " ", text)
    return set(re.findall(r"(?<![\w.])\d[\d,]*(?:\.\d+)?", text))


def strings(block):
    """Every string that a block of the story prints."""
    kind = block["kind"]
    if kind == "figures":
        return [s for f in block["figures"] for s in (f["value"], f["label"], f["note"])]
    if kind in ("text", "warning"):
        return [block["text"]]
    if kind == "list":
        return block["items"]
    if kind == "table" and not block["rows"]:
        return []
    if kind == "table":
        return [block["title"], block["note"]] + [h["text"] for h in block["head"]] + [c for r in block["rows"] for c in r]
    if kind == "chart":
        return [block["title"], block["note"]]
    return [s for column in block["columns"] for inner in column for s in strings(inner)]


def drawn(block):
    """Every cell of the tables behind charts."""
    if block["kind"] == "columns":
        return [cell for column in block["columns"] for inner in column for cell in drawn(inner)]
    return [cell for row in block.get("data", []) for cell in row] + block.get("said", [])


def check_pdf(path, story, wanted):
    info = dict(line.split(":", 1) for line in run("pdfinfo", path).splitlines() if ":" in line)
    info = {k: v.strip() for k, v in info.items()}
    assert info["Tagged"] == "yes", "the PDF is not tagged"
    assert info["Title"] == story["title"]
    assert info["Page size"].startswith("960 x 540"), info["Page size"]
    pages = int(info["Pages"])
    main = [p for p in story["pages"] if not p["appendix"]]
    assert pages == len(story["pages"]) <= 18 and len(main) <= 10, f"{pages} pages for {len(story['pages'])} of the story"
    fonts = run("pdffonts", path).splitlines()[2:]
    assert fonts and all(line.split()[-5] == "yes" for line in fonts), "a font is not embedded:\n" + "\n".join(fonts)
    marks = [m.title for m in PdfReader(path).outline if not isinstance(m, list)]
    assert len(marks) == pages, f"{len(marks)} bookmarks for {pages} pages"
    assert marks[: len(main)] == [p["name"] for p in main], marks
    texts = [squeezed(run("pdftotext", "-raw", "-f", str(i), "-l", str(i), path, "-")) for i in range(1, pages + 1)]
    for i, page in enumerate(main):
        assert squeezed(page["name"]) in texts[i], f"page {i + 1} is not {page['name']}"
        assert squeezed(page["claim"]) in texts[i], f"page {i + 1} does not claim: {page['claim']}"
    for i, text in enumerate(texts):
        assert text.endswith(str(i + 1)) or str(i + 1) in text[-60:], f"page {i + 1} has no number"
        assert story["hash"] in text, f"page {i + 1} does not name the plan"
        for notice in story["notices"]:
            assert squeezed(notice) in text, f"page {i + 1} lacks the notice: {notice}"
    whole = "".join(texts)
    lost = [s for s in wanted if squeezed(s) not in whole]
    assert not lost, f"not in the PDF: {lost[:5]} and {len(lost)} in all"
    return pages


def check_positions(path, story):
    """Every word of a page's content stands inside the place of one block, where the layout said it would."""
    near, checked = 0.5, 0
    pages = re.findall(r"<page .*?</page>", run("pdftotext", "-bbox", path, "-"), re.S)
    assert len(pages) == len(story["sheets"])
    for sheet, page in zip(story["sheets"], pages):
        scale = 1 if sheet["fits"] else sheet["room"] / sheet["height"]
        for left, top, right, bottom, word in re.findall(r'<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)</word>', page):
            left, right = float(left), float(right)
            # Inter's box is 0.969 above and 0.241 below the line on which a word stands.
            line = float(bottom) - (float(bottom) - float(top)) * 0.2414 / 1.2102
            assert -near <= left and right <= 960 + near and 0 <= line <= 540, f"page {sheet['name']}: {word} is beyond the edge"
            if not sheet["top"] + near < line < sheet["top"] + sheet["room"] + near:
                continue
            def holds(p):
                seen = sheet["top"] + (p["y"] - sheet["top"]) * scale
                across = p["x"] * scale - near <= left and right <= (p["x"] + p["width"]) * scale + near
                return across and seen <= line <= seen + p["height"] * scale + near
            count = sum(map(holds, sheet["places"]))
            assert count == 1, f"page {sheet['name']}: {word} stands in {count} blocks"
            checked += 1
    assert checked > 1000, f"only {checked} words with a place"
    return checked


def check_package(path):
    """Every part is well-formed, every relationship leads somewhere, no part is without a type."""
    with zipfile.ZipFile(path) as z:
        names = set(z.namelist())
        for name in names:
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(z.read(name))
        for name in (n for n in names if n.endswith(".rels")):
            base = dirname(dirname(name))
            for r in ElementTree.fromstring(z.read(name)):
                target = normpath(join(base, r.get("Target")))
                assert target in names, f"{name} leads to {target}, which is not there"
        types = ElementTree.fromstring(z.read("[Content_Types].xml"))
        known = {t.get("PartName", "").lstrip("/") for t in types} | {t.get("Extension") for t in types}
        for name in names - {"[Content_Types].xml"}:
            assert name in known or name.rsplit(".", 1)[1] in known, f"{name} has no type"
        for name in (n for n in names if n.endswith(".xlsx")):
            with zipfile.ZipFile(BytesIO(z.read(name))) as book:
                for part in book.namelist():
                    ElementTree.fromstring(book.read(part))
        return sum(n.startswith("ppt/charts/chart") for n in names)


def check_pptx(path, story, wanted, pages):
    charts = check_package(path)
    deck = Presentation(path)
    assert len(deck.slides) == pages, f"{len(deck.slides)} slides, {pages} pages of the PDF"
    main = [p for p in story["pages"] if not p["appendix"]]
    texts, printed, seen, out = [], [], 0, []
    for i, slide in enumerate(deck.slides):
        assert slide.shapes.title is not None and slide.shapes.title.text_frame.text.strip(), f"slide {i + 1} has no title"
        if i < len(main):
            assert slide.shapes.title.text_frame.text == main[i]["claim"]
        here = []
        for shape in slide.shapes:
            assert shape.shape_type != 13 or shape.name == "Logo", "a picture where text should be"
            if shape.left < 0 or shape.top < 0 or shape.left + shape.width > deck.slide_width + 9 or shape.top + shape.height > deck.slide_height + 9:
                out.append((i + 1, shape.name))
            # The number of the slide is the program's own.
            if shape.has_text_frame and shape.name != "Slide number":
                here.append(shape.text_frame.text)
            if shape.has_table:
                here.extend(c.text_frame.text for r in shape.table.rows for c in r.cells)
            if shape.has_chart:
                seen += 1
                chart = shape.chart
                assert list(chart.plots[0].categories), f"slide {i + 1}: a chart without categories"
        texts.append(squeezed("\n".join(here)))
        # "3 more in blueprint.html" counts rows.
        printed.append(re.sub(r"\d+ more in blueprint.html", "", "\n".join(here)))
        for notice in story["notices"]:
            assert squeezed(notice) in texts[-1], f"slide {i + 1} lacks the notice: {notice}"
    assert not out, f"beyond the edge: {out}"
    assert seen == charts > 0, f"{seen} charts on slides, {charts} in the file"
    whole = "".join(texts)
    said = list(wanted) + story["notices"] + [s for p in story["pages"] for s in (p["name"], p["claim"])]
    said += [cell for p in story["pages"] for b in p["blocks"] for cell in drawn(b)] + [str(i) for i in range(1, 37)]  # months over the columns of a heat map
    known = set().union(*(figures(s) for s in said))
    foreign = {(i + 1, f) for i, words in enumerate(printed) for f in figures(words) - known}
    assert not foreign, f"figures that the story does not print: {sorted(foreign)[:9]}"
    lost = [s for s in wanted if squeezed(s) not in whole]
    assert not lost, f"not in the PPTX: {lost[:5]} and {len(lost)} in all"
    return charts


def main():
    folder = Path(sys.argv[1])
    story = json.loads((folder / "story.json").read_text())
    wanted = {s for p in story["pages"] for b in p["blocks"] for s in strings(b) if s}
    wanted |= {p["source"] for p in story["pages"] if p["source"]} | {story["title"], story["subtitle"]}
    assert len(wanted) > 100, "a story of few words proves nothing"
    pages = check_pdf(folder / "deck.pdf", story, wanted)
    placed = check_positions(folder / "deck.pdf", story)
    charts = check_pptx(folder / "deck.pptx", story, wanted, pages)
    figures = sum(any(c.isdigit() for c in s) for s in wanted)
    print(f"{folder.name}: {pages} pages and slides say all {len(wanted)} texts of the story, {figures} of them with figures; {charts} charts to edit; {placed} words stand where they were to")


main()
