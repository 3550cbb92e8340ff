"""Holds the hand-over files against what their systems say of themselves: packages of the makers, documented columns, the calendar's reader.

    python check.py PACKAGES_FOLDER EXPORTED_FOLDER...

A folder whose name begins with `broken` holds files in which one thing was broken: there a problem must be found.
"""
import csv
import io
import json
import re
import sys
from datetime import date, datetime, timedelta
from pathlib import Path

import icalendar
import jsonschema
from dateutil.rrule import rrulestr
from typescript_models import JavaScriptModels, Models

OUT, PACKAGES = Path(), Path(sys.argv[1])
PROBLEMS, LOOKED = [], []


def say(what, problems):
    LOOKED.append(what)
    PROBLEMS.extend(f"{what}: {p}" for p in problems)


def rows(path):
    text = (OUT / path).read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text))), next(csv.reader(io.StringIO(text)))


def columns(path, documented):
    """The headings are the documented ones; what a row needs is there; no cell begins a formula."""
    table, head = rows(path)
    problems = [] if head == documented else [f"headings are {head}, documented are {documented}"]
    problems += ["no row"] if not table else []
    for i, row in enumerate(table):
        for key, cell in row.items():
            if cell[:1] in "=+-@\t\r" and cell and not re.fullmatch(r"[-+]?[0-9.]+", cell):
                problems.append(f"row {i + 1}: {key} begins a formula: {cell!r}")
    say(path, problems)
    return table


def package(name):
    return PACKAGES / name / "package"


def segment():
    # Columns: Segment, "The Protocols Tracking Plan", Tracking Plan Columns.
    table = columns("segment/tracking-plan.csv", ["Name", "Description", "Status", "Data Type", "Permitted Values", "Unverified"])
    kinds = {"", "any", "array", "object", "boolean", "integer", "number", "string", "Date time"}
    wrong = [r["Name"] for r in table if r["Data Type"] not in kinds or r["Status"] not in ("", "required", "optional")]
    # Its upload takes a template of the workspace that no public page lists: every event says that this was not held against it.
    wrong += [f"{r['Name']} does not say what is unverified" for r in table if not r["Data Type"] and "upload template" not in r["Unverified"]]
    say("segment/tracking-plan.csv values", wrong)
    rules = json.loads((OUT / "segment/rules.json").read_text())
    say("segment/rules.json", Models(package("segment") / "dist/model").check(rules, "UpdateRulesInTrackingPlanV1Input", "rules"))
    for path in sorted((OUT / "segment/events").glob("*.json")):
        schema = json.loads(path.read_text())
        jsonschema.Draft7Validator.check_schema(schema)
        rule = next((r for r in rules["rules"] if r["jsonSchema"] == schema), None)
        say(f"segment/events/{path.name}", [] if rule else ["its rule has another schema"])
    say("segment/events", [] if len(list((OUT / "segment/events").glob("*.json"))) == len(rules["rules"]) else ["not one file for each rule"])
    SCHEMAS.update({r["key"]: r["jsonSchema"]["properties"]["properties"] for r in rules["rules"]})


def braze():
    # Columns: Braze, "Cloud Data Ingestion table setup" and its catalog sync.
    users, catalog = ["UPDATED_AT", "EXTERNAL_ID", "PAYLOAD"], ["UPDATED_AT", "ID", "PAYLOAD", "DELETED"]
    people = columns("braze/loyalty_attributes.csv", users) + columns("braze/loyalty_events.csv", users)
    things = columns("braze/loyalty_tiers.csv", catalog) + columns("braze/loyalty_rewards.csv", catalog)
    problems = [f"{r['EXTERNAL_ID']} could be a customer" for r in people if not r["EXTERNAL_ID"].startswith("EXAMPLE")]
    problems += [f"UPDATED_AT {r['UPDATED_AT']}" for r in people + things if not re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", r["UPDATED_AT"])]
    for r in people + things:
        payload = json.loads(r["PAYLOAD"])
        if "name" in payload and "time" in payload:
            problems += [e.message for e in jsonschema.Draft7Validator(SCHEMAS[payload["name"]]).iter_errors(payload["properties"])]
    ids = [r["ID"] for r in things]
    problems += ["an id of a catalog stands twice"] if len(set(ids)) != len(ids) else []
    sql = (OUT / "braze/create_tables.sql").read_text()
    made = {t: set(re.findall(r"^  (\w+) ", body, re.M)) for t, body in re.findall(r"CREATE TABLE (\w+) \((.*?)\);", sql, re.S)}
    for table in ("LOYALTY_ATTRIBUTES", "LOYALTY_EVENTS"):
        problems += [] if made.get(table) == set(users) else [f"{table} has the columns {made.get(table)}"]
    for table in ("LOYALTY_TIERS", "LOYALTY_REWARDS"):
        problems += [] if made.get(table) == set(catalog) else [f"{table} has the columns {made.get(table)}"]
    say("braze", problems)


def klaviyo():
    from openapi_client.models.event_create_query_v2 import EventCreateQueryV2
    from openapi_client.models.flow_create_query import FlowCreateQuery

    text = (OUT / "klaviyo/flows.md").read_text(encoding="utf-8")
    calls = re.findall(r"^`(POST /api/\w+)`\n\n```json\n(.*?)\n```$", text, re.M | re.S)
    models = Models(package("klaviyo") / "dist/model")
    problems = [] if "*Unverified*" in text else ["it does not say what is unverified"]
    for path, body in calls:
        body = json.loads(body)
        if path == "POST /api/events":
            EventCreateQueryV2.from_dict(body)
            problems += models.check(body, "EventCreateQueryV2", path)
            a = body["data"]["attributes"]
            name = a["metric"]["data"]["attributes"]["name"]
            problems += [f"{name}: {e.message}" for e in jsonschema.Draft7Validator(SCHEMAS[name]).iter_errors(a["properties"])]
            problems += [] if a["profile"]["data"]["attributes"] == {"external_id": "EXAMPLE-DO-NOT-SYNC"} else [f"{name}: the profile could be a customer"]
        else:
            FlowCreateQuery.from_dict(body)
            problems += models.check(body, "FlowCreateQuery", path)
            flow = body["data"]["attributes"]["definition"]
            ids = {a["temporary_id"] for a in flow["actions"]}
            ends = [a["links"]["next"] for a in flow["actions"]]
            problems += [] if flow["entry_action_id"] in ids and set(ends) - {None} <= ids and ends.count(None) == 1 else [f"{path}: actions are not one chain"]
    kinds = {p for p, _ in calls}
    problems += [] if kinds == {"POST /api/events", "POST /api/flows"} else [f"calls are {kinds}"]
    say(f"klaviyo/flows.md ({len(calls)} calls)", problems)


def calls(path):
    told = json.loads((OUT / path).read_text(encoding="utf-8"))
    say(f"{path} says what is unverified", [] if told["unverified"] and all(told["unverified"]) else ["nothing"])
    return told["calls"]


def talon_one():
    models = JavaScriptModels(package("talon_one") / "dist/model")
    problems, all_calls = [], calls("talon-one/calls.json")
    for c in all_calls:
        model = "NewLoyaltyProgram" if c["path"] == "/v1/loyalty_programs" else "NewRuleset"
        problems += models.check(c["body"], model, c["path"])
        for key in ("defaultValidity", "defaultPending", "tiersExpireIn"):
            if key in c["body"] and not re.fullmatch(r"unlimited|immediate|\d+[smhDWMY]", c["body"][key]):
                problems.append(f"{key} is {c['body'][key]}")
    say(f"talon-one/calls.json ({len(all_calls)} calls)", problems)


def voucherify():
    from voucherify import models as m

    kinds = {
        "/v1/loyalties": m.LoyaltiesCreateCampaignRequestBody,
        "/v1/loyalties/{campaignId}/earning-rules": m.LoyaltiesEarningRulesCreateRequestBodyItem,
        "/v1/loyalties/{statusCampaignId}/earning-rules": m.LoyaltiesEarningRulesCreateRequestBodyItem,
        "/v1/loyalties/{statusCampaignId}/tiers": m.LoyaltiesTiersCreateInBulkRequestBodyItem,
        "/v1/rewards": m.RewardsCreateRequestBody,
    }
    problems, all_calls = [], calls("voucherify/calls.json")
    for c in all_calls:
        for body in c["body"] if isinstance(c["body"], list) else [c["body"]]:
            # What the model does not know would be lost: read, write, compare.
            back = kinds[c["path"]].from_dict(body).to_dict()
            lost = difference(body, back, c["path"])
            problems += lost
    tiers = next((c["body"] for c in all_calls if c["path"].endswith("/tiers")), [])
    edges = [(t["points"]["from"], t["points"].get("to")) for t in tiers]
    problems += [f"ranges {a} and {b} leave a gap or overlap" for a, b in zip(edges, edges[1:]) if a[1] is None or a[1] + 1 != b[0]]
    say(f"voucherify/calls.json ({len(all_calls)} calls)", problems)


def difference(told, kept, where):
    if isinstance(told, dict) and isinstance(kept, dict):
        return [p for k, v in told.items() for p in (difference(v, kept[k], f"{where}.{k}") if k in kept else [f"{where}: the model knows no {k}"])]
    if isinstance(told, list) and isinstance(kept, list) and len(told) == len(kept):
        return [p for i, (a, b) in enumerate(zip(told, kept)) for p in difference(a, b, f"{where}[{i}]")]
    return [] if told == kept else [f"{where}: {told!r} comes back as {kept!r}"]


def open_loyalty():
    # Keys of the example in Open Loyalty's technical guide, "Create Campaign".
    documented = {"type", "trigger", "translations", "activity", "rules", "labels", "limits", "active"}
    problems, all_calls = [], calls("open-loyalty/calls.json")
    for c in (c for c in all_calls if c["path"] == "/api/{storeCode}/campaign"):
        campaign = c["body"]["campaign"]
        problems += [f"campaign has the keys {sorted(campaign)}"] if set(campaign) != documented else []
        problems += [] if all(set(e) == {"effect", "pointsRule", "walletCode"} for r in campaign["rules"] for e in r["effects"]) else ["an effect has other keys"]
    say(f"open-loyalty/calls.json ({len(all_calls)} calls)", problems)


def tasks():
    columns("tasks.csv", ["id", "kind", "title", "detail", "owner", "due", "blocks launch", "after"])
    # Jira: a summary is needed. Asana: this order. Linear: what its importer reads of an Asana table.
    jira = columns("tasks/jira.csv", ["Summary", "Issue Type", "Description", "Assignee", "Due Date", "Priority", "Labels"])
    asana = columns("tasks/asana.csv", ["Name", "Description", "Section", "Assignee", "Due Date", "Owner"])
    linear = columns("tasks/linear.csv", ["Name", "Notes", "Priority", "Tags", "Assignee", "Due Date"])
    problems = []
    for table, title, owner in ((jira, "Summary", "Assignee"), (asana, "Name", "Owner"), (linear, "Name", "Assignee")):
        for r in table:
            date.fromisoformat(r["Due Date"])
            problems += [] if r[title] and r[owner] else [f"{title} or {owner} is empty: {r}"]
    problems += ["Asana assigns by email address"] if any(r["Assignee"] and "@" not in r["Assignee"] for r in asana) else []
    problems += ["a label of Jira has a space"] if any(" " in r["Labels"] for r in jira) else []
    source = (package("linear") / "dist/cli.cjs").read_text(encoding="utf-8")
    importer = next(c for c in re.split(r"\nvar |\nclass |\nconst \w+ = class ", source) if "[View original issue in Asana]" in c)
    read = set(re.findall(r'row(?:\.(\w+)|\["([^"]+)"\])', importer))
    read = {a or b for a, b in read}
    problems += [f"Linear's importer does not read {set(linear[0]) - read}"] if set(linear[0]) - read else []
    say("tasks", problems)


def calendar():
    dated("cadence.ics", True)


def campaigns():
    dated("campaign-calendar.ics", False)


def dated(name, recurring):
    raw = (OUT / name).read_bytes()
    problems = [] if all(len(line) <= 75 for line in raw.split(b"\r\n")) else ["a line has more than 75 octets"]
    problems += ["a line end is not CR LF"] if raw.replace(b"\r\n", b"").count(b"\n") else []
    cal = icalendar.Calendar.from_ical(raw)
    problems += [f"{c.get('UID')}: {c.errors}" for c in cal.walk() if c.errors]
    events = cal.walk("VEVENT")
    uids = [str(e["UID"]) for e in events]
    problems += ["a UID stands twice"] if len(set(uids)) != len(uids) else []
    problems += ["no recurrence"] if recurring and not any("RRULE" in e for e in events) else []
    for e in events:
        days = e["DTEND"].dt - e["DTSTART"].dt
        problems += [] if days == timedelta(days=1) or not recurring and days > timedelta(days=1) else [f"{e['UID']}: no day"]
        if "RRULE" in e:
            day = e["DTSTART"].dt
            begin = datetime(day.year, day.month, day.day)
            first = next(iter(rrulestr(e["RRULE"].to_ical().decode(), dtstart=begin)), None)
            problems += [] if first == begin else [f"{e['UID']}: the first day is not of the rule"]
    say(f"{name} ({len(events)} events)", problems)


def matrix():
    columns("triggers.csv", "id,stage,event,condition,persona,loyalty action,points or benefit,unit cost,channel,template key,delay,frequency cap,"
            "priority,protected window,consent needed,responsible,accountable,consulted,informed,KPI,hold-out share,data status,expected volume,monthly cost,currency".split(","))
    columns("messages.csv", "id,of,template key,channel,variant,share of customers,hold-out share,what is tested,subject,body,merge fields,where fields are empty,footer,status".split(","))
    columns("campaign-calendar.csv", "id,kind,from,to,what,why then,season factor,members,held out,channel,owner,cost,what the cost is,what it detects,"
            "messages a member may get in a week,messages a member may get in a month,status,currency".split(","))


SCHEMAS = {}


def look(check):
    try:
        check()
    except Exception as e:  # noqa: BLE001 - a file that cannot be read is a problem like any other
        PROBLEMS.append(f"{check.__name__}: {type(e).__name__}: {str(e).splitlines()[0]}")


def examine(folder):
    """What is wrong with the files of a folder."""
    global OUT
    OUT = Path(folder)
    for seen in (PROBLEMS, LOOKED, SCHEMAS):
        seen.clear()
    for check in (segment, braze, klaviyo, talon_one, voucherify, open_loyalty, tasks, calendar, campaigns, matrix):
        look(check)
    return list(PROBLEMS)


wrong = 0
for folder in sys.argv[2:]:
    found, broken = examine(folder), Path(folder).name.startswith("broken")
    wrong += broken != bool(found)
    for problem in found[: 1 if broken else None]:
        print(f"  {problem}")
    print(f"{folder}: {len(LOOKED)} things looked at, {len(found)} problems{', and it was broken' if broken else ''}")
sys.exit(1 if wrong else 0)
