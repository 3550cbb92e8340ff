"""Sums in the engine: files = rows = sums, equal extract and equal plan hash, and a refusal where they could not be. sums.py PLAN WORK PORT LIBDUCKDB DATA SAIL_PORT SPARK_PORT"""
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import common

BRIEF = ["--goal", "retention", "--tiers", "3", "--budget", "50000", "--asked-on", "2026-07-01", "--effort", "small", "--only", "triggers.csv"]
PLAN, WORK, PORT, DUCKDB, DATA, SAIL, SPARK = sys.argv[1], Path(sys.argv[2]), *sys.argv[3:8]
DRIVERS = common.drivers(DUCKDB)
ENV = {"OWNER": common.PASSWORD}
NO_ITEMS = ["--map", "transactions.item="]
failed = []


def url(engine, company):
    return {
        "postgresql": f"postgresql://owner:${{OWNER}}@127.0.0.1:{PORT}/shop",
        "duckdb": f"duckdb:{WORK}/{company}.duckdb",
        "sail": f"sc://127.0.0.1:{SAIL}",
        "spark": f"sc://127.0.0.1:{SPARK}",
        # May read, and may keep nothing.
        "reader": f"postgresql://sums_reader:${{OWNER}}@127.0.0.1:{PORT}/shop",
        "sqlite": f"sqlite:{WORK}/{company}.db",
    }[engine]


def query(engine, company, name):
    """The orders as an engine names them."""
    lake, table = f"SELECT * FROM parquet.`{WORK}/{name}.parquet`", f"{company}.{name}"
    return {"sail": lake, "spark": lake, "postgresql": table, "reader": table}.get(engine, name)


def seen(label, arguments, driver, more=(), until="2026-06-30"):
    folder = WORK / "sums" / label
    folder.mkdir(parents=True)
    made = common.program(PLAN, [*BRIEF, *arguments, *more, "--format", "json"], folder, driver, ENV, 900)
    assert made.returncode in (0, 3, 5), (label, made.returncode, made.stderr)
    measured = common.program(PLAN, ["extract", *arguments, *more, "--as-of", until, "--out", "extract"], folder, driver, ENV, 900)
    assert measured.returncode == 0, (label, measured.stderr)
    return json.loads(made.stdout), json.loads((folder / "extract" / "extract.json").read_text()), sorted(p.name for p in (folder / "extract").iterdir())


def records(plan):
    """Records of tables by their words; of a table in one file or query each."""
    return {i["table"]: i for i in plan["history"]["inputs"]}


def same(company, tables, path_of, more=(), label=None, engines=("duckdb", "postgresql", "sail"), until="2026-06-30", beside=()):
    """Files, rows and sums of every engine; `beside` names tables that come from files then too. Sail and a reader without that right keep no tables of their own, and
    say so."""
    label, more = label or company, list(more)
    named = lambda only: [word for table, (name, _) in tables.items() if table in only for word in (f"--{table}", str(path_of(name)))]
    ways = {"files": seen(f"{label}-files", named(tables), None, more, until)}

    def asked(engine, sums):
        queries = [word for table, (name, _) in tables.items() if table not in beside for word in ("--query", f"{table}={query(engine, company, name)}")]
        return ["--from", url(engine, company), *queries, *named(beside), "--sums", sums]

    ways["duckdb rows"] = seen(f"{label}-duckdb-rows", asked("duckdb", "rows"), DRIVERS["duckdb"], more, until)
    for engine in engines:
        driver = DRIVERS[{"reader": "postgresql", "spark": "sail"}.get(engine, engine)]
        ways[f"{engine} sums"] = seen(f"{label}-{engine}", asked(engine, "engine"), driver, more, until)
    first = ways["files"]
    for way, got in ways.items():
        found = [*common.differences(first[1], got[1], "extract"), *common.differences(first[0]["design"], got[0]["design"], "design")]
        equal = not found and got[0]["plan_hash"] == first[0]["plan_hash"]
        note = ""
        if way.endswith("sums"):
            own = records(got[0])
            record = own["transactions"]
            shipped = next(int(n.split(" rows came here")[0].rsplit(" ", 1)[1]) for n in record["notes"] if "rows came here" in n)
            kept = not any("may keep no tables" in n for n in record["notes"])
            note = f"  {record['rows']} rows, {shipped} came here, {'kept' if kept else 'worked up by each statement'}"
            equal &= kept == (way.split()[0] not in ("sail", "reader"))
            rows = {table: one["rows"] for table, one in records(first[0]).items()}
            assert {table: one["rows"] for table, one in own.items()} == rows and list(own) == list(rows) and got[2] == ["extract.json"], (own, rows, got[2])
        print(f"{label:9} {way:15} {'equal' if equal else 'DIFFERS'}  {got[0]['plan_hash'][:16]}{note}")
        if not equal:
            failed.append((label, way))
            print("\n".join(found[:12]))


def nothing_left():
    """Sums leave no table in the database, and no row in the folder for temporary files."""
    found = common.psql(PORT, "select count(*) from pg_class where relname like 'plan_loyalty%'")
    scratch = [p.name for p in Path(tempfile.gettempdir()).glob("plan-loyalty-sums-*")]
    print(f"{'ok  ' if found == '0' and not scratch else 'FAIL'} nothing is left: {found} tables, {scratch}")
    if found != "0" or scratch:
        failed.append("left")


def scratch():
    """DuckDB writes what its memory does not hold into a folder that goes when the program does: by itself, by Ctrl-C, and at the next run where it was killed."""
    at = WORK / "sums" / "scratch"
    (at / "tmp").mkdir(parents=True)
    rows = "SELECT concat('O', n) AS order_no, concat('C', n % 900000) AS customer_id, DATE '2024-01-01' + CAST(n % 700 AS INTEGER) AS bought, CAST(n % 97 AS DECIMAL(9, 2)) AS amount FROM range({}) t(n)"
    env = {**os.environ, **ENV, "TMPDIR": str(at / "tmp"), "PLAN_LOYALTY_DRIVER": str(DRIVERS["duckdb"])}
    run = lambda n: [PLAN, "extract", "--from", url("duckdb", "odd"), "--query", f"transactions={rows.format(n)}", "--sums", "engine", "--out", "out"]
    for name, sent, left in [("Ctrl-C", signal.SIGINT, 0), ("a kill", signal.SIGKILL, 1)]:
        child = subprocess.Popen(run(30_000_000), cwd=at, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        until = time.monotonic() + 120
        while child.poll() is None and time.monotonic() < until and not list(at.glob("tmp/plan-loyalty-sums-*/*")):
            time.sleep(0.05)
        folders = list(at.glob("tmp/plan-loyalty-sums-*"))
        private = [oct(f.stat().st_mode & 0o777) for f in folders] == ["0o700"]
        child.send_signal(sent)
        told = child.communicate(timeout=60)
        there = len(list(at.glob("tmp/plan-loyalty-sums-*")))
        good = private and there == left and not (at / "out").exists()
        print(f"{'ok  ' if good else 'FAIL'} rows that DuckDB wrote aside, after {name}: {there} folders")
        if not good:
            failed.append(name)
            print(folders, private, there, told)
    done = subprocess.run(run(1_000), cwd=at, env=env, capture_output=True, text=True, timeout=120)
    there = list(at.glob("tmp/*"))
    print(f"{'ok  ' if done.returncode == 0 and not there else 'FAIL'} the next run removes what a kill left")
    if done.returncode != 0 or there:
        failed.append("after a kill")
        print(done, there)


def refusals():
    """What sums cannot do is said, with what to do; each made table differs from a good one in one thing."""
    good = "SELECT order_no, lower(customer_email) AS customer_email, bought, amount FROM odd_orders"
    cases = [
        ("a text for money", good.replace("amount FROM", "CAST(amount AS VARCHAR) AS amount FROM"), "is VARCHAR, not a whole number or a decimal"),
        ("floating point", good.replace("amount FROM", "CAST(amount AS DOUBLE) AS amount FROM"), "is DOUBLE, not a whole number or a decimal"),
        ("a text for days", good.replace("bought,", "CAST(bought AS VARCHAR) AS bought,"), "is VARCHAR, not a day"),
        ("moments in a time zone", good.replace("bought,", "CAST(bought AS TIMESTAMPTZ) AS bought,"), "not a day or a moment without a time zone"),
        ("blanks around ids", good.replace("lower(customer_email)", "' ' || customer_email"), "blanks around it"),
        ("ids with .0", good.replace("lower(customer_email)", "hash(customer_email) % 5000 || '.0'"), "blanks around it"),
        ("a status", good.replace("amount FROM", "amount, CASE WHEN amount < 0 THEN 'cancelled' ELSE 'completed' END AS status FROM"), "a column of status words"),
        ("discounts", good.replace("amount FROM", "amount, CASE WHEN amount < 0 THEN 'Discount' ELSE concat('Mug ', hash(order_no) % 9) END AS product_name FROM"), "are discounts on the others"),
        ("a line end in an item", good.replace("amount FROM", "amount, concat('Mug', chr(10), hash(order_no) % 9) AS product_name FROM"), "hold line ends"),
        ("a total of the others", f"{good} WHERE customer_email <> '' UNION ALL SELECT '', '', NULL, sum(amount) FROM odd_orders WHERE customer_email <> ''", "may be the total of the others"),
        ("a row that says total", f"{good} UNION ALL SELECT 'Grand total', '', NULL, 17", "may be the total of the others"),
        ("no rows", f"{good} WHERE amount > 1e9", "it has no row"),
        ("a table that is not there", "SELECT * FROM nowhere", "the query failed"),
    ]
    for name, statement, fact in cases:
        at = WORK / "sums" / ("refused-" + re.sub(r"\W", "-", name))
        at.mkdir(parents=True)
        out = common.program(PLAN, ["extract", "--from", url("duckdb", "odd"), "--query", f"transactions={statement}", "--sums", "engine", "--out", "out"], at, DRIVERS["duckdb"], ENV)
        told = out.stderr
        ok = out.returncode not in (0, 3, 5) and fact in told and "\n  Next: " in told and not list(at.iterdir()) and "panicked" not in told
        print(f"{'ok  ' if ok else 'FAIL'} refused: {name}")
        if not ok:
            failed.append(name)
            print(out.returncode, told)
    others = [
        ("SQLite", "sqlite", "odd_orders", [], "computes no sums"),
        ("a table beside whose ids are of another kind", "duckdb", good, ["--query", "members=SELECT 'x' || customer_email AS customer_email, joined FROM odd_members"], "none of its customers has orders (members)"),
        ("a table beside without a row", "duckdb", good, ["--query", "rewards=SELECT * FROM odd_rewards WHERE points_price < 0"], "it has no row"),
        ("two queries", "duckdb", good, ["--query", f"transactions={good}"], "several queries"),
        ("another word", "duckdb", good, ["--sums", "elsewhere"], "unknown value \"elsewhere\""),
    ]
    for name, engine, statement, more, fact in others:
        at = WORK / "sums" / ("refused-" + re.sub(r"\W", "-", name))
        at.mkdir(parents=True)
        sums = [] if "--sums" in more else ["--sums", "engine"]
        out = common.program(PLAN, ["extract", "--from", url(engine, "odd"), "--query", f"transactions={statement}", *sums, *more, "--out", "out"], at, DRIVERS[engine], ENV)
        ok = out.returncode not in (0, 3, 5) and fact in out.stderr and "\n  Next: " in out.stderr and not list(at.iterdir())
        print(f"{'ok  ' if ok else 'FAIL'} refused: {name}")
        if not ok:
            failed.append(name)
            print(out.returncode, out.stderr)


def ended():
    """A statement of sums ends after its time limit, with Ctrl-C, and where the server goes away: at the server too, with a refusal, nothing written."""
    # The first rows come at once, and a sum takes very long.
    slow = "SELECT o.order_no, lower(o.customer_email) AS customer_email, o.bought, o.amount FROM odd.odd_orders o CROSS JOIN generate_series(1, 20000)"
    active = "select count(*) from pg_stat_activity where application_name = 'plan-loyalty' and state = 'active' and query like '%pl_%'"
    driver = {"driver": DRIVERS["postgresql"], "env": ENV}

    def folder(name, timeout=600):
        at = WORK / "sums" / name
        at.mkdir(parents=True)
        (at / "plan-loyalty.toml").write_text(f'[warehouse]\nfrom = "{url("postgresql", "odd")}"\nsums = "engine"\ntimeout = {timeout}\ntransactions = "{slow}"\n')
        return at

    def check(name, good, told):
        print(f"{'ok  ' if good else 'FAIL'} {name}")
        if not good:
            failed.append(name)
            print(told)

    def waited(test, seconds=20):
        until = time.monotonic() + seconds
        while not test() and time.monotonic() < until:
            time.sleep(0.1)
        return test()

    at = folder("too-long", timeout=2)
    out = common.program(PLAN, ["extract", "--out", "out"], at, **driver)
    over = waited(lambda: common.psql(PORT, active) == "0", 5)
    check("a sum that takes too long", out.returncode == 2 and "time limit" in out.stderr and over and len(list(at.iterdir())) == 1, (out.returncode, out.stderr))
    for name, end in [
        ("Ctrl-C", lambda child: child.send_signal(signal.SIGINT)),
        ("a server that ends the session each time", lambda child: None),
    ]:
        at = folder(re.sub(r"\W", "-", name))
        env = {**{k: v for k, v in os.environ.items() if not k.startswith("PG")}, **ENV, "PLAN_LOYALTY_DRIVER": str(DRIVERS["postgresql"])}
        child = subprocess.Popen([PLAN, *BRIEF, "--plans", "plans"], cwd=at, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        began = waited(lambda: common.psql(PORT, active) == "1")
        end(child)
        while name != "Ctrl-C" and child.poll() is None:
            common.psql(PORT, active.replace("count(*)", "count(pg_terminate_backend(pid))"))
            time.sleep(0.2)
        told = child.communicate(timeout=30)
        over = waited(lambda: common.psql(PORT, active) == "0", 5)
        good = began and over and child.returncode not in (0, 3, 5) and not list(at.glob("plans/*.json")) and (name == "Ctrl-C" or "It was tried 3 times" in told[1])
        check(name, good, (began, over, child.returncode, told))


def main():
    (WORK / "sums").mkdir()
    common.psql(PORT, f"create role sums_reader login password '{common.PASSWORD}'; grant usage on schema odd to sums_reader; grant select on all tables in schema odd to sums_reader; revoke temporary on database shop from public")
    here, all_odd = lambda name: WORK / f"{name}.csv", {**common.ODD, **common.ODD_BESIDE}
    # All tables through every engine; what else may be asked of them through one, and with FULL=1 through the others.
    full = os.environ.get("FULL") == "1"
    engines = ("duckdb", "postgresql", "sail") if full else ("duckdb",)
    if full:
        same("odd", common.ODD, here, engines=("duckdb", "postgresql"))
    same("odd", common.ODD, here, ["--count-zero-orders"], "odd zeros", engines)
    same("odd", all_odd, here, label="odd all", engines=("duckdb", "postgresql", "reader", "sail", "spark"))
    # Customers who bought only behind the end of observation are known all the same.
    same("odd", all_odd, here, label="odd early", engines=engines, until="2024-09-30")
    same("odd", {t: all_odd[t] for t in ("transactions", "rewards", "voc", "members")}, here, label="odd files", engines=("duckdb",), beside=("voc", "members"))
    # Its items are told; Online Retail's rows hold discounts on others, which only a reading takes off, so that it goes without items.
    of_demo = lambda name: WORK / "demo" / f"{name}.csv"
    same("demo", {"transactions": common.DEMO["transactions"]}, of_demo, label="demo orders", engines=("duckdb",))
    same("demo", common.DEMO, of_demo)
    retail = common.retail_file(DATA)
    if retail:
        same("retail", common.RETAIL, lambda _: retail, NO_ITEMS, engines=engines)
    else:
        assert os.environ.get("REQUIRE_DATA") != "1", "REQUIRE_DATA=1, and Online Retail is not here"
        print("skipped: Online Retail is not here")
    refusals()
    ended()
    scratch()
    nothing_left()
    assert not failed, failed


main()
