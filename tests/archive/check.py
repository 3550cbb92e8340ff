"""Archives of plans, read by the validators of their formats; and archives in which one thing is broken, which must not pass.

    check.py PLAN_LOYALTY WORK PLAN.json…   (each plan's deliverables stand where it says, from the folder above its own)
"""
import email.message
import hashlib
import importlib.resources
import io
import json
import shutil
import subprocess
import sys
import urllib.response
from pathlib import Path

import requests
import rdflib._networking as networking

CONTEXT_URL = "https://w3id.org/ro/crate/1.3/context"
CONTEXT = importlib.resources.files("rocrate").joinpath("data/ro-crate.jsonld").read_bytes()


def opened(request):
    """The context from the package that brings it; nothing else is asked of the network."""
    url = request if isinstance(request, str) else request.full_url
    assert url == CONTEXT_URL, url
    head = email.message.Message()
    head["Content-Type"] = "application/ld+json"
    return urllib.response.addinfourl(io.BytesIO(CONTEXT), head, url, 200)


def sent(self, request, **_):
    assert request.url == CONTEXT_URL, request.url
    made = requests.Response()
    made.status_code, made.url, made.request, made._content = 200, request.url, request, CONTEXT
    made.headers["Content-Type"] = "application/ld+json"
    return made


networking.urlopen = opened
requests.adapters.HTTPAdapter.send = sent

from google.protobuf.json_format import Parse, ParseDict  # noqa: E402
from in_toto_attestation.predicates.provenance.v1.provenance_pb2 import Provenance  # noqa: E402
from in_toto_attestation.v1.statement import Statement  # noqa: E402
from in_toto_attestation.v1.statement_pb2 import Statement as Message  # noqa: E402
from rocrate_validator import services  # noqa: E402
from rocrate_validator.models import Severity  # noqa: E402

# An internal document of a company has no public licence and no publisher.
KNOWN = {"A License entity SHOULD have an absolute HTTP(S) URL", "The Root Data Entity SHOULD have a `publisher` property"}


def crate(folder: Path) -> list[str]:
    """What RO-Crate 1.3 requires or recommends and the folder does not meet."""
    settings = services.ValidationSettings(rocrate_uri=str(folder), profile_identifier="ro-crate-1.3", requirement_severity=Severity.RECOMMENDED, no_cache=True)
    found = [f"{i.severity.name} {i.check.identifier} {i.message}" for i in services.validate(settings).get_issues()]
    return [f for f in found if not any(k in f for k in KNOWN)]


def statement(folder: Path) -> list[str]:
    """What the in-toto statement of the folder breaks, by the format's own code, and where its digests differ from the files."""
    try:
        told = json.loads((folder / "statement.intoto.json").read_text())
        read = Statement.copy_from_pb(Parse(json.dumps(told), Message()))
        read.validate()
        ParseDict(told["predicate"], Provenance())
    except Exception as error:  # Whatever the validator raises is its finding.
        return [str(error)]
    out = []
    for subject in read.pb.subject:
        path = folder / subject.name
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != subject.digest["sha256"]:
            out.append(f"{subject.name} is not the file of the statement")
    held = {str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()} - {"statement.intoto.json", "ro-crate-metadata.json"}
    return out + [f"{name} is not in the statement" for name in held - {s.name for s in read.pb.subject}]


def archived(program: str, plan: Path, out: Path, refused: str | None = None) -> None:
    ran = subprocess.run([program, "archive", str(plan), "--out", str(out)], cwd=plan.parent.parent, capture_output=True, text=True)
    assert (ran.returncode == 0) == (refused is None), ran.stderr
    assert refused is None or (refused in ran.stderr and not out.exists()), ran.stderr


program, work, plans = sys.argv[1], Path(sys.argv[2]), [Path(p) for p in sys.argv[3:]]
program = str(Path(program).resolve())
for n, plan in enumerate(plans):
    folder = work / f"archive-{n}"
    archived(program, plan, folder)
    issues = crate(folder) + statement(folder)
    assert not issues, (plan, issues)
    assert not list(folder.rglob("members.csv")), f"{plan}: an archive holds no single customers"
whole = work / "archive-0"


def broken(name, change) -> None:
    folder = work / "broken"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(whole, folder)
    change(folder)
    assert crate(folder) + statement(folder), f"nobody found: {name}"


def edited(file, change):
    def at(folder):
        told = json.loads((folder / file).read_text())
        change(told)
        (folder / file).write_text(json.dumps(told))
    return at


breaks = {
    "a file of the crate is gone": lambda f: (f / "triggers.csv").unlink(),
    "a file is in no list": lambda f: (f / "more.csv").write_text("a,b\n"),
    "a deliverable was changed": lambda f: (f / "terms.md").write_text("other terms\n"),
    "the statement has no subject": edited("statement.intoto.json", lambda d: d.update(subject=[])),
    "the statement has another type": edited("statement.intoto.json", lambda d: d.update(_type="https://example.com/Statement")),
    "the predicate has a field that nobody knows": edited("statement.intoto.json", lambda d: d["predicate"].update(extra=1)),
    "the root has no name": edited("ro-crate-metadata.json", lambda d: d["@graph"][1].pop("name")),
    "the crate says nothing of itself": edited("ro-crate-metadata.json", lambda d: d["@graph"].pop(0)),
}
for name, change in breaks.items():
    broken(name, change)

# A deliverable that is not the recorded one is refused, and nothing is written.
first = plans[0]
changed = work / "changed"
shutil.copytree(first.parent.parent, changed)
(changed / "out/triggers.csv").write_text("event\n")
archived(program, changed / first.parent.name / first.name, work / "refused", refused="it is not the file that the plan records")
print(f"{len(plans)} archives hold by RO-Crate 1.3 and in-toto Statement v1; {len(breaks)} broken ones do not")
