"""Writes what the program is made of as CycloneDX 1.5: each crate that is linked into it, with version, licence, address, checksum and what it depends on.

sbom.py OUT.json: from cargo metadata and Cargo.lock alone. The same lock file gives the same bytes: no time and no random serial number stands in it.
"""

import json
import pathlib
import re
import sys
import tomllib
import uuid

from third_party import ROOT, linked, run

# Licences as cargo metadata has them; what is not an SPDX expression today (a slash between two) becomes one.
def licence(package):
    return re.sub(r"\s*/\s*", " OR ", package["license"] or "").strip()


def purl(package):
    return f"pkg:cargo/{package['name']}@{package['version']}"


def component(package, checksums):
    found = {"type": "library", "bom-ref": purl(package), "name": package["name"], "version": package["version"], "purl": purl(package)}
    if package["description"]:
        found["description"] = " ".join(package["description"].split())
    if package["authors"]:
        found["author"] = ", ".join(package["authors"])
    if licence(package):
        found["licenses"] = [{"expression": licence(package)}]
    if checksum := checksums.get((package["name"], package["version"])):
        found["hashes"] = [{"alg": "SHA-256", "content": checksum}]
    addresses = [{"type": kind, "url": package[key]} for kind, key in (("vcs", "repository"), ("website", "homepage")) if package[key]]
    if addresses:
        found["externalReferences"] = addresses
    return found


def main():
    out = pathlib.Path(sys.argv[1])
    lock = (ROOT / "Cargo.lock").read_bytes()
    checksums = {(p["name"], p["version"]): p["checksum"] for p in tomllib.loads(lock.decode())["package"] if "checksum" in p}
    packages = linked(own=True)
    host = re.search(r"^host: (\S+)$", run("rustc", "-vV"), re.MULTILINE).group(1)
    metadata = json.loads(run("cargo", "metadata", "--format-version", "1", "--locked", "--filter-platform", host))
    inside = {p["id"]: p for p in packages}
    nodes = {n["id"]: n for n in metadata["resolve"]["nodes"]}
    needs = {i: sorted({purl(inside[d["pkg"]]) for d in nodes[i]["deps"] if d["pkg"] in inside and any(k["kind"] is None for k in d["dep_kinds"])}) for i in inside}
    program = next(p for p in packages if p["name"] == "plan-loyalty" and p["source"] is None)
    document = {
        "$schema": "http://cyclonedx.org/schema/bom-1.5.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        # Of the lock file: another lock file is another document.
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, 'plan-loyalty ' + lock.decode() + host)}",
        "version": 1,
        "metadata": {"component": {**component(program, checksums), "type": "application"}},
        "components": [component(p, checksums) for p in packages if p is not program],
        "dependencies": sorted(({"ref": purl(inside[i]), "dependsOn": needs[i]} for i in inside), key=lambda d: d["ref"]),
    }
    out.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{out}: {len(document['components'])} components")


if __name__ == "__main__":
    main()
