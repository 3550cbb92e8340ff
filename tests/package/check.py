"""check.py WHEEL ENVIRONMENT RUN VERSION: the wheel's metadata and licences, and what the first command wrote in the empty folder RUN."""

import email
import json
import pathlib
import subprocess
import sys
import zipfile

import bill_of_materials

wheel, environment, run, version = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3]), sys.argv[4]
faults = []


def check(true, fault):
    if not true:
        faults.append(fault)


with zipfile.ZipFile(wheel) as packed:
    names = packed.namelist()
    info = f"plan_loyalty-{version}.dist-info"
    metadata = email.message_from_bytes(packed.read(f"{info}/METADATA"))
    notices = packed.read(f"{info}/licenses/THIRD-PARTY.txt").decode()
    bill = packed.read(f"{info}/licenses/sbom.cdx.json").decode()
check(metadata["Name"] == "plan-loyalty", f"name is {metadata['Name']}")
check(metadata["Version"] == version, f"version is {metadata['Version']}, not {version}")
check(metadata["License-Expression"] == "Apache-2.0", f"licence is {metadata['License-Expression']}")
check(bool(metadata["Summary"]) and bool(metadata["Keywords"]) and bool(metadata.get_all("Classifier")), "summary, keywords or classifiers are missing")
check("plan-loyalty" in metadata.get_payload(), "the README is not the description")
check(metadata.get_all("Requires-Dist") is None, f"the wheel needs other packages: {metadata.get_all('Requires-Dist')}")
for licence in ("LICENSE", "Inter-OFL.txt", "THIRD-PARTY.txt"):
    check(f"{info}/licenses/{licence}" in names, f"{licence} does not travel in the wheel")
check("none-any" not in wheel.name, f"{wheel.name} claims to run on every platform")

# Every crate that the program is linked from has its line in the notices. Asked another way than scripts/third_party.py does: cargo tree without build and test edges.
tree = subprocess.run(
    ["cargo", "tree", "--locked", "-p", "plan-loyalty", "-e", "normal,no-proc-macro", "--prefix", "none", "-f", "{p}"], capture_output=True, text=True, check=True
).stdout
linked = {tuple(line.split()[:2]) for line in tree.splitlines() if line.strip() and "(/" not in line}
absent = sorted(f"{name} {number}" for name, number in linked if f"\n{name} {number.removeprefix('v')}: " not in notices)
check(len(linked) > 50, f"cargo tree lists {len(linked)} crates only")
check(not absent, f"THIRD-PARTY.txt leaves out {', '.join(absent)}")

# The bill of materials, by the schema of CycloneDX, names the same crates, each with the checksum of the lock file and a place in the graph.
faults += [f"sbom.cdx.json: {fault}" for fault in bill_of_materials.faults(bill, linked, version)]

plans = list((run / ".claude/plans").glob("plan-*.json"))
check(len(plans) == 1, f"the first command left {len(plans)} plans")
if plans:
    plan = json.loads(plans[0].read_text(encoding="utf-8"))
    check(isinstance(plan, dict), "the plan is no JSON object")
    schema = json.loads(pathlib.Path("schema/plan.schema.json").read_text(encoding="utf-8"))
    lacking = [part for part in schema["required"] if not plan.get(part)]
    check(not lacking, f"the plan lacks {lacking}")
deck = run / "loyalty-plan/deck.pdf"
check(deck.exists() and deck.read_bytes()[:5] == b"%PDF-" and deck.stat().st_size > 50_000, "loyalty-plan/deck.pdf is missing, no PDF or too small for fifteen pages")
workbook = run / "loyalty-plan/model.xlsx"
check(workbook.exists() and zipfile.is_zipfile(workbook) and "xl/workbook.xml" in zipfile.ZipFile(workbook).namelist(), "loyalty-plan/model.xlsx is missing or no workbook")
for name in ("blueprint.html", "blueprint.md", "triggers.csv", "financial-summary.csv"):
    file = run / "loyalty-plan" / name
    check(file.exists() and file.stat().st_size > 0, f"loyalty-plan/{name} is missing or empty")

for fault in faults:
    print(f"tests/package: {fault}", file=sys.stderr)
sys.exit(1 if faults else 0)
