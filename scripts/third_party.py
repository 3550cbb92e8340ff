"""Writes the notices of everything that is linked into the program, from the sources that it was built from.

third_party.py OUT.txt: each crate with version, licence and address, then every licence text once, under the crates that carry it.
A crate that carries no text gets the standard text of its licence, and the file says so.
"""

import json
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
# Licences that ask for no notice.
FREE = {"0BSD", "CC0-1.0", "MIT-0", "Unlicense"}
CODE = {".rs", ".toml", ".json", ".hbs", ".py", ".sh", ".html", ".yml", ".ttf", ".otf", ".h", ".c"}
NOTICE = re.compile(r"(un)?licen[sc]e|copying|notice|copyright", re.IGNORECASE)


def run(*command):
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout


def linked(own=False):
    """Packages that the program reaches by normal dependencies on this platform, the workspace's own too where asked. Those of tests and build scripts stay out."""
    host = re.search(r"^host: (\S+)$", run("rustc", "-vV"), re.MULTILINE).group(1)
    metadata = json.loads(run("cargo", "metadata", "--format-version", "1", "--locked", "--filter-platform", host))
    packages = {package["id"]: package for package in metadata["packages"]}
    nodes = {node["id"]: node for node in metadata["resolve"]["nodes"]}
    todo = [package["id"] for package in packages.values() if package["name"] == "plan-loyalty" and package["source"] is None]
    seen = set()
    while todo:
        here = todo.pop()
        if here in seen:
            continue
        seen.add(here)
        todo += [d["pkg"] for d in nodes[here]["deps"] if any(kind["kind"] is None for kind in d["dep_kinds"])]
    return sorted((packages[i] for i in seen if own or packages[i]["source"]), key=lambda p: (p["name"], p["version"]))


def texts_of(package):
    folder = pathlib.Path(package["manifest_path"]).parent
    # Folders too: what a crate brings from elsewhere (C sources, say) has its text there.
    files = [f for f in sorted(folder.rglob("*")) if f.is_file() and len(f.relative_to(folder).parts) <= 3]
    files = [f for f in files if (NOTICE.match(f.name) or f.parent.name == "LICENSES") and f.suffix.lower() not in CODE]
    return [f.read_text(encoding="utf-8", errors="replace").replace("\r\n", "\n").strip("\n") for f in files]


def main():
    out = pathlib.Path(sys.argv[1])
    packages = linked()
    carriers, without = {}, []
    for package in packages:
        found = [text for text in texts_of(package) if text]
        if not found:
            without.append(package)
        for text in found:
            carriers.setdefault(" ".join(text.split()), (text, []))[1].append(f"{package['name']} {package['version']}")
    standard = {"Apache-2.0": ROOT / "LICENSE"}
    toolchain = pathlib.Path(run("rustc", "--print", "sysroot").strip()) / "share/doc/rust/licenses"
    for file in sorted(toolchain.glob("*.txt")) if toolchain.is_dir() else []:
        standard.setdefault(file.stem, file)

    rule = "=" * 100
    lines = [
        "Notices of third parties",
        "",
        "plan-loyalty is under the Apache License 2.0 (LICENSE). Linked into it are the crates below, the Rust standard library (MIT OR Apache-2.0; its own notices are in",
        "rust-standard-library.html where the toolchain brings them) and, for the deck, the typeface Inter (SIL Open Font License 1.1, Inter-OFL.txt).",
        "Where a crate offers a choice of licences, the permissive one of deny.toml is taken.",
        "",
    ]
    for p in packages:
        lines.append(f"{p['name']} {p['version']}: {p['license'] or 'see its text'}; {p['repository'] or p['homepage'] or 'no address given'}")
    for text, names in sorted(carriers.values(), key=lambda entry: (-len(entry[1]), entry[1])):
        lines += ["", rule, f"Carried by: {', '.join(names)}", rule, "", text]
    if without:
        lines += ["", rule, "These crates carry no text of their own; the standard text of the licence that they name follows where it asks for a notice.", ""]
        wanted = []
        for p in without:
            lines.append(f"{p['name']} {p['version']}: {p['license']}; by {', '.join(p['authors']) or 'authors not named'}")
            parts = re.split(r"\s+(?:OR|AND|WITH)\s+|\s*/\s*|[()]", p["license"] or "")
            if FREE.intersection(parts) and " AND " not in p["license"]:
                continue
            named = [part for part in parts if part in standard]
            if not named:
                sys.exit(f"{p['name']} {p['version']}: no licence text in its sources, and none at hand for \"{p['license']}\". Add the text, or do without the crate.")
            wanted.append("Apache-2.0" if "Apache-2.0" in named else named[0])
        lines.append(rule)
        for name in sorted(set(wanted)):
            lines += ["", f"--- {name} ---", "", standard[name].read_text(encoding="utf-8").strip("\n")]
    out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{out}: {len(packages)} crates, {len(carriers)} texts, {len(without)} crates with the standard text")


if __name__ == "__main__":
    main()
