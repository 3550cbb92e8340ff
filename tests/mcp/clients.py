"""The official Python SDK lists and calls every tool, over stdio and HTTP, in both protocol revisions. Answers are validated against the
declared schemas with jsonschema. CLI and server give one plan hash; quotes and names stay; paths outside are refused; cancelling stops."""
import asyncio
import hashlib
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import jsonschema
import mcp_types as types
from common import CALLS, INJECTION, PROGRAM, REVISIONS, SECRET, Http, company, over_http, refused, run, stdio, words
from mcp.client.client import Client

WRITES = {"plan_loyalty", "amend_plan", "export_deliverables"}
NEVER = ("approve", "reject", "resolve", "override", "publish")


async def everything(client: Client, revision: str, records: bool = False) -> dict:
    """Lists and calls every tool; gives the answers by tool."""
    assert client.protocol_version == revision, client.protocol_version
    tools = {t.name: t for t in (await client.list_tools()).tools}
    assert set(tools) == {c[0] for c in CALLS}, sorted(tools)
    for name, tool in tools.items():
        assert not any(word in name for word in NEVER), name
        jsonschema.Draft202012Validator.check_schema(tool.input_schema)
        jsonschema.Draft202012Validator.check_schema(tool.output_schema)
        hints = tool.annotations
        assert hints.read_only_hint == (name not in WRITES) and hints.open_world_hint is False and hints.title, name
    answers = {}
    for name, arguments in CALLS:
        told = []

        async def progress(done, total, message):
            told.append((done, total))

        jsonschema.validate(arguments, tools[name].input_schema, jsonschema.Draft202012Validator)
        result = await client.call_tool(name, arguments, progress_callback=progress)
        assert not result.is_error, (name, words(result))
        jsonschema.validate(result.structured_content, tools[name].output_schema, jsonschema.Draft202012Validator)
        assert words(result).strip(), name
        if name in ("plan_loyalty", "simulate_change", "amend_plan"):
            assert len(told) >= 5 and told == sorted(told), (name, told)
        if not records:
            everything_said = result.model_dump_json()
            assert SECRET not in everything_said and INJECTION not in everything_said, f"{name}: a quote left"
            assert "c0004" not in everything_said, f"{name}: a customer id left"
        answers[name] = result
    effort = next(i for i in answers["review_plan"].structured_content["items"] if i["item"] == "Effort")
    assert not effort["pass"] and "small effort" in answers["plan_loyalty"].structured_content["verdict"], "a plan at small effort says so"
    links = [c.uri for c in answers["plan_loyalty"].content if c.type == "resource_link"]
    assert len(links) > 4
    for uri in links:
        content = (await client.read_resource(uri)).contents
        assert content and SECRET not in content[0].model_dump_json(), uri
    listed = [r.uri for r in (await client.list_resources()).resources]
    for uri in ("plan-loyalty://assumptions", "plan-loyalty://compliance-rules", "plan-loyalty://schema"):
        assert uri in listed
        json.loads((await client.read_resource(uri)).contents[0].text)
    assert (await client.list_resource_templates()).resource_templates
    assert {p.name for p in (await client.list_prompts()).prompts} == {"plan-loyalty", "review-plan", "explain-number"}
    prompt = await client.get_prompt("explain-number", {"figure": "economics.roi_p50"})
    assert "explain_number" in prompt.messages[0].content.text
    return answers


def cli_hash(root: Path, *flags: str) -> str:
    command = [PROGRAM, *flags, "--effort", "small", "--plans", "cli-plans", "--out", "cli-out", "--format", "json"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True)
    assert done.returncode in (0, 3, 5), done.stderr
    return json.loads(done.stdout)["plan_hash"]


async def same_hash(client: Client, root: Path):
    """The same request: the same plan, in the terminal and here. With company data, and with the demonstration company."""
    _, arguments = next(c for c in CALLS if c[0] == "plan_loyalty")
    pairs = [
        (arguments, ["--goal", "retention", "--tiers", "3", "--budget", "20000/month", "--margin", "0.42", "--asked-on", "2026-01-15",
                     "--transactions", "orders.csv", "--voc", "survey.csv"]),
        ({"goal": "advocacy", "tiers": "hybrid:4", "budget": "150000/quarter", "constraints": "EU, no points expiry", "asked_on": "2026-01-15", "seed": 7},
         ["--goal", "advocacy", "--tiers", "hybrid:4", "--budget", "150000/quarter", "--constraints", "EU, no points expiry", "--asked-on", "2026-01-15", "--seed", "7"]),
        ({"goal": "retention", "tiers": 2, "budget": 30000, "budget_period": "quarter", "assume": ["response.total=0.01±0.01"], "asked_on": "2026-01-15"},
         ["--goal", "retention", "--tiers", "2", "--budget", "30000/quarter", "--assume", "response.total=0.01±0.01", "--asked-on", "2026-01-15"]),
    ]
    for arguments, flags in pairs:
        here = (await client.call_tool("plan_loyalty", arguments)).structured_content["plan_hash"]
        assert here == cli_hash(root, *flags), (arguments, here)
    print(f"  {len(pairs)} requests: the plan hash of the terminal and of the server are equal")


async def refusals(client: Client, root: Path):
    """Outside, links out, absurd: refused with a hint."""
    (root / "out-link.csv").symlink_to("/etc/hostname")
    (root / "folder").mkdir(exist_ok=True)
    (root / "folder/link.csv").symlink_to("/etc/hostname")
    for path in ("/etc/passwd", "../../etc/passwd", "out-link.csv", "folder", "none.csv", "", "*.csv", "a\u0000b", "x" * 5000):
        refused(await client.call_tool("describe_data", {"data": {"transactions": [path]}}))
        refused(await client.call_tool("fit_model", {"model": "all", "file": path}))
    for out in ("/tmp/elsewhere-of-the-test", "../elsewhere", "out-link.csv/x"):
        refused(await client.call_tool("export_deliverables", {"out": out}))
        refused(await client.call_tool("plan_loyalty", {"goal": "retention", "tiers": 3, "budget": "1000/month", "out": out}))
    assert not Path("/tmp/elsewhere-of-the-test").exists() and not (root.parent / "elsewhere").exists()
    for name in ("../plan.json", "/etc/passwd", "plan-.json", "none"):
        refused(await client.call_tool("get_plan", {"plan": name}))
    assert "retention" in refused(await client.call_tool("plan_loyalty", {"goal": "fame"}))["fact"]
    refused(await client.call_tool("plan_loyalty", {"goal": "retention", "tiers": 99, "budget": 1}))
    refused(await client.call_tool("explain_number", {"figure": "no.such.figure"}))
    refused(await client.call_tool("amend_plan", {"change": {}, "reason": "nothing"}))
    refused(await client.call_tool("list_plans", {"unknown": 1}))
    # What a person wrote into the settings is held to the fence too.
    (root / "plan-loyalty.toml").write_text('[data]\ntransactions = "/etc/passwd"\n')
    refused(await client.call_tool("describe_data", {}))
    (root / "plan-loyalty.toml").unlink()
    # A row's value is not repeated.
    (root / "broken.csv").write_text("customer_id,order_date,amount\n" + "".join(f"{SECRET},2025-01-01,{SECRET}\n" for _ in range(20)))
    assert SECRET not in words(await client.call_tool("describe_data", {"data": {"transactions": ["broken.csv"]}}))
    for left in ("out-link.csv", "folder/link.csv", "broken.csv"):
        (root / left).unlink()


async def asks(root: Path):
    """The budget's period and an ambiguous column are asked where the client can; the answers are arguments."""
    (root / "two.csv").write_text((root / "orders.csv").read_text().replace("customer_id", "user_id,client_id", 1).replace("\nc", "\nx,c"))
    for revision, mode in REVISIONS.items():
        asked = []

        async def answer(context, params):
            key, field = next(iter(params.requested_schema["properties"].items()))
            asked.append(key)
            return types.ElicitResult(action="accept", content={key: field["enum"][-1]})

        async with Client(stdio(root), mode=mode, elicitation_callback=answer) as client:
            arguments = {"goal": "retention", "tiers": 2, "budget": 20000, "asked_on": "2026-01-15", "data": {"transactions": ["two.csv"]}}
            result = await client.call_tool("plan_loyalty", arguments)
            assert not result.is_error, words(result)
            assert asked == ["budget_period", "map"], asked
            assert "quarter" in result.structured_content["budget"]
            said = {**arguments, "budget_period": "quarter", "data": {"transactions": ["two.csv"], "map": ["transactions.customer=client_id"]}}
            again = await client.call_tool("plan_loyalty", said)
            assert again.structured_content["plan_hash"] == result.structured_content["plan_hash"]
        async with Client(stdio(root), mode=mode) as client:
            assert "map" in refused(await client.call_tool("describe_data", {"data": {"transactions": ["two.csv"]}}))["hint"]
            taken = await client.call_tool("plan_loyalty", {**arguments, "data": {"transactions": ["orders.csv"]}})
            assert "monthly" in taken.structured_content["taken_for_granted"][0]
        print(f"  {revision}: asked for {', '.join(asked)}; the answers are arguments")


async def stops(root: Path):
    """A cancelled call at full effort stops: the processor rests, nothing is written."""
    for revision, mode in REVISIONS.items():
        async with Client(stdio(root, small=False), mode=mode) as client:
            before = sorted((root / ".claude/plans").glob("plan-*.json"))
            begun = asyncio.Event()

            async def progress(done, total, message):
                begun.set()

            call = asyncio.create_task(client.call_tool("plan_loyalty", {"goal": "retention", "tiers": 3, "budget": "50000/month"}, progress_callback=progress))
            await asyncio.wait_for(begun.wait(), 60)
            call.cancel()
            start = time.monotonic()
            await asyncio.gather(call, return_exceptions=True)
            # The only turn-takers are free again at once: a light and a computing call both come through.
            await client.call_tool("list_plans", {})
            await client.call_tool("describe_data", {"data": {"transactions": ["orders.csv"]}})
            print(f"  {revision}: after a cancelled plan the next call was answered within {time.monotonic() - start:.2f} s")
            await asyncio.sleep(1)
            assert sorted((root / ".claude/plans").glob("plan-*.json")) == before, "a cancelled call wrote a plan"


async def signed(root: Path):
    """A person approves in a terminal, with a signature; the server sees that it holds, and says no name."""
    person = "wilhelmina@example.com"
    home = root / "keys"
    home.mkdir()

    def do(*command, **more):
        done = subprocess.run([str(c) for c in command], cwd=root, capture_output=True, text=True, **more)
        assert done.returncode in (0, 5), (command, done.stderr)
        return done.stdout

    preparer, signers = "preparer@example.com", ""
    for who, name, held in (("key", person, "legal,finance,operations,exec-sponsor"), ("preparer", preparer, "preparer")):
        do("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", home / who)
        signers += f"{name} {(home / f'{who}.pub').read_text().strip()} roles={held}\n"
    (home / "allowed").write_text(signers)
    pin = hashlib.sha256(signers.encode()).hexdigest()
    (root / "plan-loyalty.toml").write_text(
        f'[governance]\nallowed_signers = "keys/allowed"\nallowed_signers_sha256 = "{pin}"\n[owners]\nfinance = "Wilhelmina Owner"\n'
    )
    do(PROGRAM, "--goal", "retention", "--tiers", "2", "--budget", "20000", "--margin", "0.75", "--effort", "small", "--quiet", "--asked-on", "2026-01-15")
    role = json.loads(do(PROGRAM, "show", "latest", "--format", "json"))["design"]["governance"]["approvals"][0]["role"]
    for act, held, name, key in (("submit", "preparer", preparer, "preparer"), ("approve", role, person, "key")):
        text = home / f"{act}.txt"
        text.write_text(do(PROGRAM, "statement", "--act", act, "--as", held, "--person", name))
        do("ssh-keygen", "-Y", "sign", "-n", "plan-loyalty", "-f", home / key, text)
        do(PROGRAM, act, "--as", held, "--person", name, "--signature", f"{text}.sig")
    async with Client(stdio(root), mode="legacy") as client:
        verified = await client.call_tool("verify_plan", {})
        assert verified.structured_content["answer"] == "verified", verified.structured_content
        review = await client.call_tool("review_plan", {})
        approvals = next(i for i in review.structured_content["items"] if i["item"].startswith("Approvals"))
        assert f"{role}:" not in approvals["found"], approvals
        plan = await client.call_tool("get_plan", {"section": "history"})
        assert [a["state"] for a in plan.structured_content["summary"]["approvals"] if a["role"] == role] == ["approved"]
        for result in (verified, review, plan, await client.call_tool("get_plan", {"section": "governance"})):
            assert "ilhelmina" not in result.model_dump_json(), "the name of a person left"
    (root / "plan-loyalty.toml").unlink()
    print("  a signed approval of a person holds for the server, and no name leaves")


async def records(root: Path):
    """No customer is quoted, not even with --allow-records: plans hold counts of the words of our list."""
    async with Client(stdio(root, "--allow-records"), mode="legacy") as client:
        found = (await client.call_tool("review_signals", {"data": {"transactions": ["orders.csv"], "voc": ["survey.csv"]}})).structured_content
        assert found["customer_texts"] == [] and any(t["words"] for t in found["themes"])


def gate(root: Path):
    """HTTP lets in who has the token and comes from here."""
    import httpx2

    body = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}}}
    accept = {"Accept": "application/json, text/event-stream", "Content-Type": "application/json"}
    with Http(root) as server:
        right = {"Authorization": f"Bearer {server.token}"}

        def status(headers, url=server.url, content=None):
            sent = {"json": body} if content is None else {"content": content}
            return httpx2.post(url, headers={**accept, **headers}, timeout=10, **sent).status_code

        assert status(right) == 200
        assert status({}) == 401 and status({"Authorization": "Bearer wrong"}) == 401
        assert status({**right, "Origin": "https://evil.example"}) == 403
        assert status({**right, "Origin": "http://127.0.0.1:1"}) == 403
        assert status({**right, "Host": "evil.example"}) == 403
        assert status(right, url=server.url.replace("/mcp", "/other")) == 404
        assert status(right, content=b'{"jsonrpc":"2.0","id":1,"method":"x","params":{"a":"' + b"a" * (2 << 20) + b'"}}') == 413
        assert status(right, content=b"no json") in (400, 415, 422)
    for address, more in (("0.0.0.0:0", []), ("nonsense", [])):
        done = subprocess.run([PROGRAM, "mcp", "--http", address, "--root", root, *more], capture_output=True, text=True, timeout=20)
        assert done.returncode == 2 and "Next:" in done.stderr, done.stderr
    print("  HTTP: token, origin, host and body size are checked")


async def main():
    with tempfile.TemporaryDirectory() as folder:
        root = company(Path(folder) / "root")
        for revision, mode in REVISIONS.items():
            async with Client(stdio(root), mode=mode) as client:
                await everything(client, revision)
                print(f"  Python, stdio, {revision}: {len(CALLS)} tools called, answers valid")
            with Http(root) as server:
                async with over_http(server, mode) as client:
                    await everything(client, revision)
                    print(f"  Python, HTTP, {revision}: {len(CALLS)} tools called, answers valid")
        async with Client(stdio(root), mode="legacy") as client:
            await same_hash(client, root)
            await refusals(client, root)
        await asks(root)
        await stops(root)
        await signed(root)
        await records(root)
        gate(root)


if __name__ == "__main__":
    run(main())
    sys.exit(0)
