"""Calls every tool with arguments made from its own schema: sound, wrong, absurd and hostile ones. No crash, no hang, nothing written
outside, every error with a hint. Usage: fuzz.py CALLS [SEED]"""
import asyncio
import hashlib
import json
import os
import random
import sys
import tempfile
import time
from pathlib import Path

import jsonschema
from common import CALLS, INJECTION, SECRET, company, refused, run, stdio
from mcp.client.client import Client
from mcp.shared.exceptions import MCPError

HOW_MANY = int(sys.argv[1]) if len(sys.argv) > 1 else 500
SEED = int(sys.argv[2]) if len(sys.argv) > 2 else 1
LONGEST = 60  # seconds for one call
# What an argument would make if it were run by a shell or taken as a flag.
TRAP = f"/tmp/plan-loyalty-fuzz-{os.getpid()}"
HOSTILE = ["/etc/passwd", "../../../etc/shadow", "outside/secret.csv", "link-out", "link-out/secret.csv", "fifo", "/dev/zero", "/proc/self/environ", "~/.ssh/id_rsa",
           "file:///etc/passwd", "\\\\server\\share", "orders.csv\u0000.png", "a" * 3000, "b" * 200000, "", " ", ".", "/", "*.csv", "**", f"--plans={TRAP}-plans", "-o",
           f"$(touch {TRAP}-shell)", "; rm -rf /", INJECTION, "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 ☕ نص עברית 汉字", "\u202egnp.exe", "\ud7ff\ufffd", "NaN", "1e309", "-0", "null", "{}", "<script>"]
GOOD = ["orders.csv", "survey.csv", "latest", "retention", "20000/month", "economics.roi_p50", "blueprint.tiers.gold.threshold=900", "response.total=0.01±0.01",
        "free-shipping@gold", "email", "triggers.csv", "blueprint.md", "2025-06-30", "EU, no points expiry, max discount 10%", "1..2", "42%", "EUR", "loyalty-plan",
        "transactions.customer=customer_id", "company.gross_margin=0.4", "hybrid:4", "missions"]
NUMBERS = [0, -1, 1, 3, 24, 61, 2**31, 2**53 + 1, -(2**63), 10**30, 0.42, -0.0, 1e308, 5e-324, 50000]


def value(schema, chance, depth=0):
    """Something for a schema: mostly what it asks for, sometimes not at all."""
    if chance.random() < 0.06:
        return chance.choice([None, True, chance.choice(NUMBERS), chance.choice(HOSTILE), [], {}, [[]], {"a": {"b": [1]}}, ["x"] * 100])
    if "enum" in schema:
        return chance.choice(schema["enum"])
    if "const" in schema:
        return schema["const"]
    for key in ("anyOf", "oneOf"):
        if key in schema:
            return value(chance.choice(schema[key]), chance, depth)
    kind = schema.get("type", "string")
    kind = chance.choice(kind) if isinstance(kind, list) else kind
    if kind == "object":
        return build(schema, chance, depth + 1)
    if kind == "array":
        return [value(schema.get("items", {}), chance, depth + 1) for _ in range(chance.choice([0, 1, 1, 1, 2, 3]))]
    if kind in ("integer", "number"):
        return chance.choice(NUMBERS)
    if kind == "boolean":
        return chance.random() < 0.5
    if kind == "null":
        return None
    return chance.choice(GOOD if chance.random() < 0.6 else HOSTILE)


def build(schema, chance, depth=0):
    out = {}
    for name, part in schema.get("properties", {}).items():
        if name in schema.get("required", []) or chance.random() < (0.25 if depth else 0.3):
            out[name] = value(part, chance, depth)
    if chance.random() < 0.04:
        out[chance.choice(["unknown", "__proto__", "", "plan", "☕"])] = chance.choice(HOSTILE)
    if out and chance.random() < 0.04:
        out.pop(chance.choice(list(out)))
    return out


def arguments(tool, chance):
    """From the schema; or a sound call with one thing changed."""
    if chance.random() < 0.5:
        return build(tool.input_schema, chance)
    sound = json.loads(json.dumps(next(a for n, a in CALLS if n == tool.name)))
    properties = tool.input_schema.get("properties", {})
    if properties and chance.random() < 0.8:
        name = chance.choice(list(properties))
        sound[name] = value(properties[name], chance)
    return sound


def picture(folder: Path) -> str:
    """Names and contents of everything outside the root."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        digest.update(str(path).encode())
        if path.is_file():
            digest.update(path.read_bytes())
    return digest.hexdigest()


async def main():
    chance = random.Random(SEED)
    with tempfile.TemporaryDirectory() as folder:
        top = Path(folder)
        root, outside = company(top / "root"), top / "outside"
        outside.mkdir()
        (outside / "secret.csv").write_text("customer_id,order_date,amount\nspy,2025-01-01,1\n")
        # The small company stands in where a call names no data: the demonstration company would take a second each time.
        (root / "plan-loyalty.toml").write_text('[data]\ntransactions = "orders.csv"\n')
        (root / "link-out").symlink_to(outside)
        os.mkfifo(root / "fifo")
        before = picture(outside)
        siblings = sorted(p.name for p in top.iterdir())
        answered = dict.fromkeys(("answers", "refusals", "protocol errors"), 0)
        slowest = (0.0, "")
        kinds = {}
        start = time.monotonic()
        for mode in ("legacy", "2026-07-28"):
            async with Client(stdio(root), mode=mode) as client:
                tools = (await client.list_tools()).tools
                validators = {t.name: jsonschema.Draft202012Validator(t.output_schema) for t in tools}
                for i in range(HOW_MANY // 2):
                    tool = tools[i % len(tools)]
                    asked = arguments(tool, chance)
                    if i % 250 == 249:
                        print(f"    {i + 1} calls in {mode}, {time.monotonic() - start:.0f} s", file=sys.stderr, flush=True)
                    began = time.monotonic()
                    try:
                        result = await asyncio.wait_for(client.call_tool(tool.name, asked), LONGEST)
                    except MCPError as e:
                        answered["protocol errors"] += 1
                        assert e.error.message, (tool.name, asked)
                        continue
                    except TimeoutError:
                        raise AssertionError(f"{tool.name} hangs on {json.dumps(asked)[:500]}") from None
                    took = time.monotonic() - began
                    slowest = max(slowest, (took, f"{tool.name} {json.dumps(asked)[:200]}"))
                    if result.is_error:
                        error = refused(result)
                        assert "inside" not in error["fact"] or "failed inside" not in error["fact"], (tool.name, asked, error)
                        answered["refusals"] += 1
                    else:
                        validators[tool.name].validate(result.structured_content)
                        answered["answers"] += 1
                        kinds[tool.name] = kinds.get(tool.name, 0) + 1
                    said = result.model_dump_json()
                    assert SECRET not in said, (tool.name, asked)
                assert len((await client.list_tools()).tools) == len(tools), "the server still answers"
        assert picture(outside) == before and sorted(p.name for p in top.iterdir()) == siblings, "something outside was touched"
        assert not list(Path(TRAP).parent.glob(f"{Path(TRAP).name}*")), "an argument was run, or taken as a flag"
        print(f"  fuzz: {HOW_MANY} calls (seed {SEED}) in {time.monotonic() - start:.0f} s: {answered}; slowest {slowest[0]:.1f} s ({slowest[1]})")
        print(f"  sound answers by tool: {kinds}")
        assert all(kinds.get(t.name) for t in tools), "a tool was never called soundly"


run(main(), 600 + 2 * HOW_MANY)
