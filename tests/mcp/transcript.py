"""Writes docs/mcp-transcript.md: the slash command from its question to the deck, made from real tool calls to the server at full effort on the
demonstration company. What the agent says holds only figures that the calls returned. Usage: transcript.py [FILE]"""
import json
import re
import sys
import tempfile
from pathlib import Path

from common import HERE, run, stdio, words
from mcp.client.client import Client

OUT = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parents[1] / "docs/mcp-transcript.md"
NAME = "plan-20260701T090000Z.json"
ASKED = {"goal": "retention", "tiers": 3, "budget": 50000, "budget_period": "month", "constraints": "EU, no points expiry", "asked_on": "2026-07-01"}


class Page:
    def __init__(self, client):
        self.client, self.text = client, []

    def say(self, who, what):
        self.text.append(f"**{who}** {what}\n")

    async def call(self, name, arguments):
        result = await self.client.call_tool(name, arguments)
        assert not result.is_error, words(result)
        links = [c.uri for c in result.content if c.type == "resource_link"]
        lines = [f"→ {name} {json.dumps(arguments, ensure_ascii=False)}", "← " + words(result).replace("\n", "\n  ")]
        lines += [f"← link {uri}" for uri in links[:3]] + ([f"← … and {len(links) - 3} more links"] if len(links) > 3 else [])
        self.text.append("```text\n" + "\n".join(self.clean(line) for line in lines) + "\n```\n")
        return result.structured_content

    @staticmethod
    def clean(text):
        """The name of the plan is the second in which it was made."""
        return re.sub(r"plan-\d{8}T\d{6}Z(-\d+)?\.json", NAME, text)


def shown(figures, *ids):
    by_id = {f["id"]: f for f in figures}
    return "; ".join(f"{by_id[i]['label']} {by_id[i]['shown']}" + (f" (P10 to P90 {by_id[i]['range']})" if by_id[i]["range"] else "") for i in ids if i in by_id)


async def main():
    with tempfile.TemporaryDirectory() as folder:
        async with Client(stdio(Path(folder), small=False), mode="2026-07-28") as client:
            page = Page(client)
            page.say("You:", "`/loyalty-lifecycle-orchestration:plan-loyalty --goal retention --tiers 3 --budget 50000`")
            page.say("Agent:", "Before I plan: is the pool of 50000 for a month or a quarter? Where do your members live, and must the program follow any rule or platform? "
                     "Do you know the contribution margin? Which files hold orders, subscriptions or reviews? Without files, I use a made-up demonstration company.")
            page.say("You:", "A month. The EU, and points must not expire. Finance will give the margin. No files yet; show me with the demonstration company.")
            data = await page.call("describe_data", {})
            page.say("Agent:", f"These data are made up: {', '.join(t['table'] for t in data['tables'])}, up to {data['as_of']}. No figure from here on is about your company. "
                     f"Not given: {', '.join(data['not_given'])}.")
            signals = await page.call("review_signals", {})
            missing = signals["not_identified"]
            page.say("Agent:", "These are the signals, one sentence each." + (f" What the data cannot tell: {missing[0]['what']} ({missing[0]['data_needed']})."
                     if missing else "") + f" The customer base: {signals['base_choice']}")
            plan = await page.call("plan_loyalty", ASKED)
            head = f"**{plan['standing'].capitalize()}.** {plan['verdict']} {plan['origin_note'] or ''}"
            figures = shown(plan["headlines"], "economics.roi_p50", "economics.net_value", "economics.total_cost", "economics.break_even_month")
            tiers = "; ".join(f"{t['name']}: {t['requirement'].rstrip('.')}" for t in plan["tiers"])
            page.say("Agent:", f"{head}\n\n{figures}.\n\nTiers: {tiers}.\n\nThe pool: {plan['budget']}. {len(plan['open_questions'])} questions are open; "
                     f"{plan['assumptions']['assumed']} assumptions wait for finance, {plan['assumptions']['published']} are published priors.")
            for blocker in plan["compliance_blockers"]:
                priced = "; ".join(r["words"] for r in blocker["remedies"]) or blocker["next_step"]
                page.say("Agent:", f"A compliance rule blocks the launch: {blocker['title']}. {priced}.")
            page.say("You:", "Where does the ROI come from?")
            trace = (await page.call("explain_number", {"figure": "economics.roi_p50"}))["trace"]
            rests = "; ".join(f"{t['label']}: {t['value']} ({t['from']})" for t in trace["rests_most_on"][:3])
            page.say("Agent:", f"{trace['label']}: {trace['value']}, {trace['from']}." + (f" It rests most on: {rests}." if rests else f" {trace['note'] or ''}"))
            page.say("You:", "What if finance says that our contribution margin is 35%?")
            tried = await page.call("simulate_change", {"change": {"margin": "35%"}})
            page.say("Agent:", f"Simulated; nothing is saved: {tried['summary']}. " + " ".join(f"{d['area'].capitalize()}: {d['sentence']}." for d in tried["differences"][:4]) + " Shall I save it?")
            page.say("You:", "Not yet, I will ask them first. Is the plan ready to publish?")
            review = await page.call("review_plan", {})
            waits = "; ".join(f"{i['item']}: {i['next'] or i['found']}" for i in review["items"] if not i["pass"])
            page.say("Agent:", f"Not yet. {waits}. {review['who_acts']}")
            page.say("You:", "Write me the deck, and the trigger matrix for marketing.")
            available = {a for a, _ in (await client.call_tool("export_deliverables", {})).structured_content["available"]}
            deck = [d for d in ("deck.pdf", "deck.pptx", "workbook.xlsx") if d in available] or ["blueprint.html"]
            files = (await page.call("export_deliverables", {"deliverables": [*deck, "triggers.csv"]}))["files"]
            page.say("Agent:", f"Written: {', '.join('`' + f['path'] + '`' for f in files)}. They are for people: open them here. Approvals come next, each by a named person in a terminal: "
                     "`plan-loyalty statement`, then `plan-loyalty approve`.")
    OUT.write_text(
        "# From the slash command to the deck\n\nWritten by `tests/mcp/transcript.py` from real tool calls at full effort on the built-in demonstration company, a business that does not exist. "
        "Indented blocks are calls (→) and what the server answered in text (←); the structured content of each answer conforms to the tool's schema. "
        "A call returned every figure that the agent states. The plan's name contains the time of the run; here it is fixed.\n\n" + "\n".join(page.text))
    print(f"  transcript: {OUT}")


run(main())
