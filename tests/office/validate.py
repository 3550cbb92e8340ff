"""Presentations and workbooks against Microsoft's Open XML SDK: what PowerPoint and Excel would call damaged is found here.

    python validate.py NODE VALIDATOR FILE...

Each file must be valid for Office 2016 and for Microsoft 365. Then parts of it are broken, and each break must be found.
"""
import json
import os
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

NODE, VALIDATOR, FILES = sys.argv[1], sys.argv[2], sys.argv[3:]
# What is broken: the part, and its text before and after.
BREAKS = {
    ".pptx": [
        (r"ppt/charts/chart1\.xml", r"<c:ptCount val=\"\d+\"/>", '<c:ptCount val="many"/>'),
        (r"ppt/slides/slide2\.xml", r"<a:bodyPr", "<a:bodyPr rot=\"askew\""),
        (r"ppt/presentation\.xml", r"<p:notesSz[^>]*/>", ""),
    ],
    ".xlsx": [
        (r"xl/worksheets/sheet2\.xml", r"<sheetData>", "<sheetDate>"),
        (r"xl/styles\.xml", r"<cellXfs count=\"\d+\">", '<cellXfs count="few">'),
        (r"xl/charts/chart1\.xml", r"<c:crossBetween val=\"\w+\"/>", '<c:crossBetween val="nowhere"/>'),
    ],
}


def faults(path, version):
    # The validator is a program of .NET: it need not know the languages of the machine.
    env = {**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}
    ran = subprocess.run([NODE, VALIDATOR, str(path), "--officeVersion", version], capture_output=True, text=True, env=env, timeout=300)
    assert ran.returncode in (0, 1), ran.stderr or ran.stdout
    found = json.loads(ran.stdout)
    assert found["ok"] == (ran.returncode == 0)
    return [f"{e['path']}: {e['description']}" for e in found["errors"]] or ([] if found["ok"] else ["it could not be opened"])


def broken(path, folder):
    """Copies of a file, each with one part broken."""
    for i, (part, before, after) in enumerate(BREAKS[path.suffix]):
        out = Path(folder) / f"broken-{i}{path.suffix}"
        hits = 0
        with zipfile.ZipFile(path) as z, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as to:
            for name in z.namelist():
                data = z.read(name)
                if re.fullmatch(part, name):
                    text, hits = re.subn(before, after, data.decode(), count=1)
                    data = text.encode()
                to.writestr(name, data)
        assert hits == 1, f"{path}: nothing to break in {part}"
        yield f"{part}: {before}", out


def main():
    for path in map(Path, FILES):
        for version in ("Office2016", "Microsoft365"):
            wrong = faults(path, version)
            assert not wrong, f"{path} is not valid for {version}: {wrong[:5]} and {len(wrong)} in all"
    seen = 0
    with tempfile.TemporaryDirectory() as folder:
        for path in {Path(f).suffix: Path(f) for f in FILES}.values():
            for what, copy in broken(path, folder):
                assert faults(copy, "Microsoft365"), f"{path.suffix} broken at {what}, and nothing was found"
                seen += 1
    assert FILES and seen
    print(f"office: {len(FILES)} files are valid by the Open XML SDK, {seen} breaks were found")


main()
