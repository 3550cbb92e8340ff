"""Fifty clients at once over HTTP on loopback: no error, bounded memory, cancelled calls stop. Usage: load.py SECONDS [CLIENTS]"""
import asyncio
import json
import os
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

import httpx2
from common import Http, company, over_http, run, words

SECONDS = float(sys.argv[1]) if len(sys.argv) > 1 else 10
CLIENTS = int(sys.argv[2]) if len(sys.argv) > 2 else 50
MEMORY_MB = 1500
DATA = {"transactions": ["orders.csv"]}
LIGHT = [("list_plans", {}), ("get_plan", {}), ("explain_number", {"figure": "economics.roi_p50"}), ("compliance_questions", {}), ("verify_plan", {}), ("compare_plans", {})]
HEAVY = [("describe_data", {"data": DATA}), ("simulate_change", {"change": {"budget": "15000/month"}}), ("review_signals", {"data": DATA})]


class Wire:
    """A client that speaks the protocol itself: fifty SDK clients in one process would measure that process."""

    def __init__(self, server, revision):
        self.server, self.revision, self.number = server, revision, 0
        self.http = httpx2.AsyncClient(timeout=httpx2.Timeout(120), headers={
            "Authorization": f"Bearer {server.token}", "Accept": "application/json, text/event-stream", "MCP-Protocol-Version": revision})

    async def send(self, method, params, name=None):
        self.number += 1
        message = {"jsonrpc": "2.0", "id": self.number, "method": method, "params": params}
        headers = {}
        if self.revision == "2026-07-28":
            headers = {"Mcp-Method": method, **({"Mcp-Name": name} if name else {})}
            params["_meta"] = {"io.modelcontextprotocol/protocolVersion": self.revision, "io.modelcontextprotocol/clientInfo": {"name": "load", "version": "1"},
                               "io.modelcontextprotocol/clientCapabilities": {}}
        response = await self.http.post(self.server.url, json=message, headers=headers)
        assert response.status_code == 200, (response.status_code, response.text[:300])
        if "event-stream" in response.headers["content-type"]:
            lines = [line[5:].strip() for line in response.text.splitlines() if line.startswith("data:")]
            replies = [json.loads(line) for line in lines if line]
            return response, next(r for r in replies if r.get("id") == self.number)
        return response, response.json()

    async def __aenter__(self):
        if self.revision != "2026-07-28":
            hello = {"protocolVersion": self.revision, "capabilities": {}, "clientInfo": {"name": "load", "version": "1"}}
            response, _ = await self.send("initialize", hello)
            self.http.headers["Mcp-Session-Id"] = response.headers["mcp-session-id"]
            await self.notify("notifications/initialized", {})
        return self

    async def __aexit__(self, *_):
        if "Mcp-Session-Id" in self.http.headers:
            await self.http.delete(self.server.url)
        await self.http.aclose()

    async def notify(self, method, params):
        await self.http.post(self.server.url, json={"jsonrpc": "2.0", "method": method, "params": params})

    async def call(self, name, arguments):
        _, reply = await self.send("tools/call", {"name": name, "arguments": arguments}, name)
        result = reply["result"]
        assert not result.get("isError"), (name, result["content"])

    async def cancelled(self, name, arguments, after):
        """Begins a call and cancels it, in the way of the revision: a notification, or by hanging up."""
        call = asyncio.create_task(self.send("tools/call", {"name": name, "arguments": arguments}, name))
        await asyncio.sleep(after)
        if self.revision != "2026-07-28":
            await self.notify("notifications/cancelled", {"requestId": self.number, "reason": "test"})
        call.cancel()
        await asyncio.gather(call, return_exceptions=True)


async def one(server, number, until, seen):
    """A client that works until the end: nine light calls to one that computes; now and then it cancels."""
    chance = random.Random(number)
    async with Wire(server, ("2025-11-25", "2026-07-28")[number % 2]) as client:
        while time.monotonic() < until:
            name, arguments = chance.choice(HEAVY if chance.random() < 0.1 else LIGHT)
            if name == "simulate_change" and chance.random() < 0.5:
                await client.cancelled(name, arguments, chance.random() * 0.5)
                seen["cancelled"] += 1
                continue
            began = time.monotonic()
            await asyncio.wait_for(client.call(name, arguments), 120)
            seen[name] = seen.get(name, []) + [time.monotonic() - began]


async def stopping(root):
    """How long a run at full effort goes on after it was cancelled: until the server's processor time stands still."""
    delays = []
    tick = 1 / os.sysconf("SC_CLK_TCK")
    with Http(root, small=False) as server:
        for i in range(8):
            async with over_http(server, ("legacy", "2026-07-28")[i % 2]) as client:
                call = asyncio.create_task(client.call_tool("plan_loyalty", {"goal": "retention", "tiers": 3, "budget": "50000/month"}))
                await asyncio.sleep(0.8 + 0.7 * i)
                if call.done():
                    continue
                call.cancel()
                cancelled = last = time.monotonic()
                used = server.cpu()
                await asyncio.gather(call, return_exceptions=True)
                while time.monotonic() - last < 0.5:
                    await asyncio.sleep(0.02)
                    if server.cpu() > used + 2 * tick:
                        used, last = server.cpu(), time.monotonic()
                delays.append(last - cancelled)
    print(f"  cancelled plans at full effort rest after {', '.join(f'{d:.2f}' for d in delays)} s")
    assert delays and max(delays) < 5, delays


async def main():
    with tempfile.TemporaryDirectory() as folder:
        root = company(Path(folder) / "root")
        with Http(root) as server:
            async with over_http(server, "legacy") as client:
                made = await client.call_tool("plan_loyalty", {"goal": "retention", "tiers": 3, "budget": "20000/month", "data": DATA})
                assert not made.is_error, words(made)
            seen = {"cancelled": 0}
            until = time.monotonic() + SECONDS
            most = [server.memory()]

            async def watch():
                while time.monotonic() < until:
                    most.append(server.memory())
                    await asyncio.sleep(0.2)

            await asyncio.gather(watch(), *(one(server, n, until, seen) for n in range(CLIENTS)))
            assert server.alive()
            cancelled = seen.pop("cancelled")
            calls = sum(map(len, seen.values()))
            print(f"  load: {CLIENTS} clients for {SECONDS:.0f} s: {calls} calls, no error, {cancelled} cancelled; memory at most {max(most):.0f} MB")
            for name, times in sorted(seen.items()):
                ordered = sorted(times)
                print(f"    {name:<22} {len(times):>5} calls, median {statistics.median(times):.2f} s, P95 {ordered[int(0.95 * (len(ordered) - 1))]:.2f} s, longest {ordered[-1]:.2f} s")
            assert max(most) < MEMORY_MB, max(most)
        await stopping(root)


run(main())
