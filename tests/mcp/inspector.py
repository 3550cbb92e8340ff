"""The MCP inspector, from its command line, lists and calls every tool over stdio and HTTP, in both
protocol revisions.
Usage: inspector.py NODE INSPECTOR"""
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import jsonschema
from common import CALLS, PROGRAM, Http, company

node, inspector = sys.argv[1], sys.argv[2]


def ask(era, target, *question):
    done = subprocess.run([node, inspector, "--cli", *target, *question, "--protocol-era", era], capture_output=True, text=True, timeout=180, stdin=subprocess.DEVNULL)
    assert done.returncode == 0, (question, done.stdout[-2000:], done.stderr[-2000:])
    return json.loads(done.stdout)


def everything(era, target, how):
    tools = {t["name"]: t for t in ask(era, target, "--method", "tools/list")["tools"]}
    assert set(tools) == {c[0] for c in CALLS}
    for name, arguments in CALLS:
        said = [x for key, value in arguments.items() for x in ("--tool-arg", f"{key}={value if isinstance(value, str) else json.dumps(value)}")]
        result = ask(era, target, "--method", "tools/call", "--tool-name", name, *said)
        assert not result.get("isError"), (name, result["content"])
        jsonschema.validate(result["structuredContent"], tools[name]["outputSchema"], jsonschema.Draft202012Validator)
    assert ask(era, target, "--method", "resources/list")["resources"]
    assert len(ask(era, target, "--method", "prompts/list")["prompts"]) == 3
    print(f"  inspector, {how}, {era}: {len(CALLS)} tools called, answers valid")


with tempfile.TemporaryDirectory() as folder:
    root = company(Path(folder) / "root")
    for era in ("legacy", "modern"):
        everything(era, [str(PROGRAM), "mcp", "--root", str(root), "--effort", "small"], "stdio")
        with Http(root) as server:
            everything(era, [server.url, "--transport", "http", "--header", f"Authorization: Bearer {server.token}"], "HTTP")
