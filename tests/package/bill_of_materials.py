"""Checks a bill of materials: by the schema of CycloneDX 1.5 in the library of its makers, and against what cargo says. bill_of_materials.py FILE checks a file by itself."""

import json
import pathlib
import subprocess
import sys
import tomllib

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator


def linked_crates():
    """Crates that the program is linked from, as cargo tree has them."""
    tree = subprocess.run(
        ["cargo", "tree", "--locked", "-p", "plan-loyalty", "-e", "normal,no-proc-macro", "--prefix", "none", "-f", "{p}"], capture_output=True, text=True, check=True
    ).stdout
    return {tuple(line.split()[:2]) for line in tree.splitlines() if line.strip() and "(/" not in line}


def faults(text, linked, version):
    found = [str(error) for error in [JsonStrictValidator(SchemaVersion.V1_5).validate_str(text)] if error]
    bill = json.loads(text)
    parts = {(c["name"], "v" + c["version"]): c for c in bill["components"]}
    absent = sorted(f"{name} {number}" for name, number in linked if (name, number) not in parts)
    if len(linked) <= 50 or absent:
        found.append(f"of {len(linked)} crates it leaves out {absent}")
    lock = {(p["name"], "v" + p["version"]): p["checksum"] for p in tomllib.loads(pathlib.Path("Cargo.lock").read_text())["package"] if "checksum" in p}
    for key, part in parts.items():
        said = [h["content"] for h in part.get("hashes", [])]
        if key in lock and said != [lock[key]]:
            found.append(f"{key}: checksum {said}, the lock file has {lock[key]}")
        if key in lock and not part.get("licenses"):
            found.append(f"{key} has no licence")
    program = bill["metadata"]["component"]
    if (program["name"], program["version"]) != ("plan-loyalty", version):
        found.append(f"it is of {program['name']} {program['version']}")
    # Everything is reached from the program.
    needs = {d["ref"]: d["dependsOn"] for d in bill["dependencies"]}
    todo, seen = [program["bom-ref"]], set()
    while todo:
        ref = todo.pop()
        if ref not in seen:
            seen.add(ref)
            todo += needs.get(ref, [])
    lost = {c["bom-ref"] for c in bill["components"]} - seen
    return found + ([f"nothing needs {sorted(lost)}"] if lost else [])


if __name__ == "__main__":
    text = pathlib.Path(sys.argv[1]).read_text(encoding="utf-8")
    version = tomllib.loads(pathlib.Path("Cargo.toml").read_text())["workspace"]["package"]["version"]
    wrong = faults(text, linked_crates(), version)
    # The checks see what they are for: a bill with a part taken out, a checksum changed, or a field that the schema does not know.
    bill = json.loads(text)
    key = next(c for c in bill["components"] if c.get("hashes"))
    planted = [
        {**bill, "components": bill["components"][1:]},
        {**bill, "components": [{**c, "hashes": [{"alg": "SHA-256", "content": "0" * 64}]} if c is key else c for c in bill["components"]]},
        {**bill, "made-by-hand": True},
        {**bill, "dependencies": bill["dependencies"][:1]},
    ]
    wrong += [f"planted fault {n} was not found" for n, p in enumerate(planted) if not faults(json.dumps(p), linked_crates(), version)]
    for fault in wrong:
        print(f"{sys.argv[1]}: {fault}", file=sys.stderr)
    print(f"{sys.argv[1]}: {len(bill['components'])} components, {len(planted)} planted faults found" if not wrong else "not in order")
    sys.exit(1 if wrong else 0)
