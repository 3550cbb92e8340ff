"""Everything that can be wrong between the program and a real server, and values of every type: gallery.py PLAN WORK PORT

A refusal says place, fact, reason and next step, ends with an exit code that is not 0, repeats no password and writes nothing."""
import csv
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import common

PLAN, WORK, PORT = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
DRIVERS = common.drivers(str(WORK / "duckdb" / "package" / "libduckdb.so"))
OWNER = {"PGPASSWORD": common.PASSWORD}
failed = []


def url(port=PORT, user="owner", database="shop", more=""):
    return f"postgresql://{user}@127.0.0.1:{port}/{database}{more}"


def folder(name):
    path = WORK / "gallery" / "".join(c if c.isalnum() else "-" for c in name)
    path.mkdir(parents=True)
    return path


def check(name, good, told=""):
    print(f"{'ok  ' if good else 'FAIL'} {name}")
    if not good:
        failed.append(name)
        print(told)


def run(name, arguments, settings=None, driver=DRIVERS["postgresql"], env=OWNER, timeout=60, verb="extract"):
    at = folder(name)
    if settings:
        (at / "plan-loyalty.toml").write_text(settings)
    words = [verb, *arguments, "--out", "out"] if verb else arguments
    begun = time.monotonic()
    out = common.program(PLAN, words, at, driver, env, timeout)
    return at, out, time.monotonic() - begun


def refused(name, arguments, *facts, within=20, **more):
    at, out, seconds = run(name, arguments, **more)
    told = out.stdout + out.stderr
    left = [p.name for p in at.iterdir() if p.name != "plan-loyalty.toml"]
    sentence, _, step = out.stderr.partition("\n  Next: ")
    whole = sentence.startswith("plan-loyalty: ") and len(re.findall(r"[.?!] \S", sentence + " ")) >= 1 and len(step.strip()) > 10
    good = out.returncode not in (0, 3, 5) and whole and not left and common.PASSWORD not in told and "hunter2" not in told and seconds < within
    good = good and "panicked" not in told and all(f in told for f in facts)
    check(f"{name} ({seconds:.1f} s)", good, f"exit {out.returncode}, left {left}, wanted {facts}:\n{told}")
    return out


def extracted(name, arguments, **more):
    at, out, _ = run(name, arguments, **more)
    if out.returncode != 0:
        check(name, False, out.stdout + out.stderr)
        return None, {}
    return json.loads((at / "out" / "extract.json").read_text()), {p.stem: list(csv.DictReader(open(p, encoding="utf-8"))) for p in (at / "out").glob("*.csv")}


def orders(query, at=None):
    return ["--from", at or url(), "--query", f"transactions={query}"]


def sql(text, database="shop"):
    return common.psql(PORT, text, database)


def connecting():
    refused("wrong password", orders("demo.orders"), "no connection", env={"PGPASSWORD": "hunter2"})
    refused("no such user", orders("demo.orders", url(user="nobody")), "no connection")
    refused("no such database", orders("demo.orders", url(database="none")), "no connection")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        closed = free.getsockname()[1]
    refused("nobody listens", orders("demo.orders", url(closed)), "no connection", "check host")
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        refused("a server that never answers", orders("demo.orders", url(silent.getsockname()[1])), "no connection", within=25)
    refused("no driver", orders("demo.orders"), "no ADBC driver for PostgreSQL is installed", "pip install adbc-driver-postgresql", driver=None)
    refused("a driver that is not there", orders("demo.orders"), "the driver cannot be loaded", driver="/nowhere/driver.so")
    other = WORK / "no-driver.so"
    other.write_text("no library")
    refused("a driver that is no library", orders("demo.orders"), "the driver cannot be loaded", driver=other)
    refused("the driver of another engine", orders("demo.orders"), "no connection", driver=DRIVERS["sqlite"])
    refused("a password in the URL", orders("demo.orders", f"postgresql://owner:hunter2@127.0.0.1:{PORT}/shop"), "a password or a token stands in the URL")
    text = f'[warehouse]\nfrom = "postgresql://owner:hunter2@127.0.0.1:{PORT}/shop"\ntransactions = "demo.orders"\n'
    refused("a password in the settings", [], "a password or a token stands in the URL", settings=text)
    refused("a variable that is not set", orders("demo.orders", f"postgresql://owner:${{NONE}}@127.0.0.1:{PORT}/shop"), "NONE", "is not set")
    refused("not encrypted", orders("demo.orders", "postgresql://db.example.com/shop?sslmode=prefer"), "would not be encrypted")
    refused("not encrypted by a variable", orders("demo.orders", "postgresql://db.example.com/shop"), "would not be encrypted", env={**OWNER, "PGSSLMODE": "disable"})
    service = WORK / "service.conf"
    service.write_text(f"[shop]\nhost=127.0.0.1\nport={PORT}\nuser=owner\ndbname=shop\n")
    got, _ = extracted("a service file", orders("demo.orders", "postgresql:///?service=shop"), env={**OWNER, "PGSERVICEFILE": str(service)})
    check("a service file is read", got is not None)
    refused("another database", orders("demo.orders", "mysql://127.0.0.1/shop"), "no database is read by mysql:")
    refused("no table", ["--from", url()], "no table of it is named", "plan-loyalty init --from")
    refused("a query without a database", ["--query", "transactions=orders"], "it is missing", "--from URL")
    refused("an unknown table of the program", ["--from", url(), "--query", "sales=orders"], "unknown table")
    refused("named twice", [*orders("demo.orders"), "--transactions", str(WORK / "demo" / "orders.csv")], "both as files and as a query")


def encrypted():
    """127.1 is 127.0.0.1 to the system, and a host like any other to the program: what goes there is encrypted."""
    other = lambda more="", port=PORT: f"postgresql://owner@127.1:{port}/shop{more}"
    sure = "SELECT customer_id, order_date, amount FROM demo.orders WHERE (SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid())"
    alone = {**OWNER, "HOME": str(folder("home"))}
    tunnel = f"ssh -N -L 15432:localhost:{PORT} 127.1; then --from \"postgresql://owner@localhost:15432/shop\""
    told = refused("TLS: a server without it", orders("demo.orders", other()), "no connection", f'psql "{other("?sslmode=require")}" must connect', tunnel, env=alone)
    asked = re.search(r'psql "(.*?)" must', told.stderr)[1]
    psql = subprocess.run(["psql", "-X", asked, "-c", "select 1"], env={**os.environ, **alone}, capture_output=True, text=True)
    check("TLS: the command that is named fails in the same way", psql.returncode != 0 and "SSL" in psql.stderr, psql.stderr)
    refused("TLS: refused before anything is sent", orders("demo.orders", other("?sslmode=disable")), "would not be encrypted", tunnel, env=alone)
    # What a tunnel is: bytes go from a port of this machine to the server.
    at = f"postgresql://owner@localhost:{Proxy(1 << 60).port}/shop"
    check("TLS: a server without it is read through a tunnel", extracted("tunnel", orders("demo.orders", at), env=alone)[0] is not None)

    def switch(to):
        sql(f"alter system set ssl = {to}")
        sql("select pg_reload_conf()")
        until = time.monotonic() + 10
        while sql("show ssl") != to and time.monotonic() < until:
            time.sleep(0.1)

    switch("on")
    known = f"&sslrootcert={WORK}/ca.crt"
    for name, more in [("asked for by the program", ""), ("with a certificate that is checked", f"?sslmode=verify-full{known}")]:
        got, _ = extracted(f"TLS {name}", orders(sure, other(more)), env=alone)
        check(f"TLS: {name}", got is not None and got["tables"][0]["rows_read"] == 397977)
    refused("TLS: an authority that nobody knows", orders(sure, other("?sslmode=verify-full")), "no connection", "&sslrootcert=/path/to/ca.crt", env=alone)
    stranger = WORK / "stranger.crt"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=stranger", "-keyout", str(WORK / "stranger.key"), "-out", str(stranger)], check=True, capture_output=True)
    refused("TLS: another authority", orders(sure, other(f"?sslmode=verify-full&sslrootcert={stranger}")), "no connection", "signed by an authority in the file", env=alone)
    refused("TLS: a certificate of another host", orders(sure, f"postgresql://owner@localhost:{PORT}/shop?sslmode=verify-full{known}"), "no connection", "must be for this host", env=alone)
    switch("off")
    refused("Spark Connect: not encrypted", orders("orders", "sc://127.1:15002"), 'write --from "sc://127.1:15002/;use_ssl=true"', driver=DRIVERS["sail"])


def statements():
    refused("missing table", orders("demo.oders"), "the query failed", "init --from URL lists the tables")
    refused("renamed column", orders("SELECT customer_id, order_date, amount_net FROM demo.orders"), "the query failed", "A column that the query names is not there")
    refused("no SQL", orders("SELECT FROM WHERE"), "the query failed", "not valid SQL")
    sql("create role reader login password 'top-secret-of-the-owner'")
    refused("revoked rights", orders("demo.orders", url(user="reader")), "the query failed", "GRANT")
    sql("create view demo.worded as select customer_id, order_date, 'about ' || amount as amount from demo.orders")
    refused("text for money", orders("demo.worded"), "amount")
    for name in ['orders"; drop table demo.orders; --', "demo.orders; drop table demo.orders", 'demo."orders""; drop table demo.orders; --"', "(select 1) as x"]:
        refused(f"injection {name}", orders(name))
    for query in ["SELECT 1; DROP TABLE demo.orders", "SELECT * FROM demo.orders) AS x; DROP TABLE demo.orders; SELECT * FROM (SELECT 1", "WITH gone AS (DELETE FROM demo.orders RETURNING *) SELECT * FROM gone"]:
        refused(f"a query that writes {query[:30]}", orders(query))
    sql("create function demo.wipe() returns int language plpgsql as $$ begin delete from demo.orders; return 1; end $$")
    refused("a function that writes", orders("SELECT demo.wipe() AS customer_id"), "the query failed", "read-only")
    check("the table is whole after all that", sql("select count(*) from demo.orders") == "397977")
    refused("two columns of one name", orders("SELECT a.*, b.* FROM demo.orders a JOIN demo.members b USING (customer_id)"), "two columns are named")
    sql("create table demo.nothing (); create table demo.empty (customer_id text, order_date date, amount numeric)")
    refused("no column", orders("demo.nothing"), "it has no column")
    refused("no row", orders("demo.empty"), "it has no row")
    refused("ids that are all missing", orders("SELECT NULL::text AS customer_id, order_date, amount FROM demo.orders LIMIT 500"))
    sql("create database ascii encoding 'SQL_ASCII' template template0 lc_collate 'C' lc_ctype 'C'; create database latin encoding 'LATIN1' template template0 lc_collate 'C' lc_ctype 'C'")
    for database in ("ascii", "latin"):
        sql("create table o as select chr(65 + n % 9) || case when current_database() = 'ascii' then E'\\xe9' else convert_from('\\xe9', 'LATIN1') end as customer_id,"
            " date '2025-01-01' + n as order_date, 5.25 as amount from generate_series(1, 400) n", database)
    refused("bytes that are no text", orders("o", url(database="ascii")), "customer_id", "not valid UTF-8")
    _, tables = extracted("another encoding", orders("o", url(database="latin")))
    check("another encoding is read", {r["customer"] for r in tables["orders"]} == {chr(65 + n) + "é" for n in range(9)}, str(tables.get("orders", [])[:2]))


def broken():
    slow = "SELECT customer_id, order_date, amount FROM demo.orders, pg_sleep(60)"
    text = f'[warehouse]\nfrom = "{url()}"\ntimeout = 2\ntransactions = "{slow}"\n'
    refused("a statement that takes too long", [], "time limit", "timeout = SECONDS", settings=text, within=12)
    active = "select count(*) from pg_stat_activity where application_name = 'plan-loyalty' and state = 'active'"
    check("nothing goes on at the server", sql(active) == "0", sql(active))
    # Ctrl-C ends the statement at the server.
    at = folder("cancelled")
    env = {**{k: v for k, v in os.environ.items() if not k.startswith("PG")}, **OWNER, "PLAN_LOYALTY_DRIVER": DRIVERS["postgresql"]}
    brief = ["--goal", "retention", "--tiers", "3", "--budget", "50000", "--effort", "small"]
    child = subprocess.Popen([PLAN, *brief, *orders(slow)], cwd=at, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    until = time.monotonic() + 40
    # Statements before it are active for moments: this one sleeps.
    asleep = f"{active} and wait_event = 'PgSleep'"
    running = sql(asleep)
    while running == "0" and time.monotonic() < until:
        time.sleep(0.1)
        running = sql(asleep)
    child.send_signal(signal.SIGINT)
    told = child.communicate(timeout=20)
    until = time.monotonic() + 5
    while sql(active) != "0" and time.monotonic() < until:
        time.sleep(0.1)
    check("a cancelled query ends at the server", running == "1" and sql(active) == "0" and child.returncode not in (0, 3, 5), f"{running} {sql(active)} {child.returncode} {told}")
    # The connection is cut in the middle of a statement, each time.
    cut = "SELECT customer_id, order_date, amount, CASE WHEN n = 200000 THEN pg_terminate_backend(pg_backend_pid())::text END AS x FROM (SELECT *, row_number() OVER () AS n FROM demo.orders) o"
    refused("a connection that is cut", orders(cut), "It was tried 3 times")
    side = "SELECT customer_id, survey_date, score, comment, pg_terminate_backend(pg_backend_pid())::text AS x FROM demo.survey"
    at, out, _ = run("a side table that is cut", [*brief, "--only", "triggers.csv", "--plans", "plans", *orders("demo.orders"), "--query", f"voc={side}"], verb=None)
    plan = json.loads(next((at / "plans").glob("*.json")).read_text()) if out.returncode in (3, 5) else {}
    lost = json.dumps(plan.get("design", {}).get("lost", "")) + json.dumps(plan.get("history", {}))
    check("a side table that stays unread escalates", out.returncode == 3 and "attempt-without" in lost, f"{out.returncode} {out.stderr} {lost[:2000]}")
    proxy = Proxy(400_000)
    refused("a wire that is cut", orders("demo.orders", url(proxy.port)), "It was tried 3 times", within=40)
    check("each try is a connection of its own", proxy.connections in (3, 6), str(proxy.connections))


class Proxy:
    """Hands bytes on, and cuts each connection after so many."""

    def __init__(self, most):
        self.connections, self.most = 0, most
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            near, _ = self.listening.accept()
            self.connections += 1
            far = socket.create_connection(("127.0.0.1", PORT))
            threading.Thread(target=self.pump, args=(near, far, 1 << 60), daemon=True).start()
            threading.Thread(target=self.pump, args=(far, near, self.most), daemon=True).start()

    @staticmethod
    def pump(one, other, most):
        try:
            while most > 0 and (data := one.recv(1 << 14)):
                other.sendall(data)
                most -= len(data)
        except OSError:
            pass
        for end in (one, other):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


def snapshot():
    """Rows that come in while the first table is read belong to no table of this plan."""
    sql("create table demo.late as select * from demo.survey")
    slow = "SELECT customer_id, order_date, amount FROM demo.orders WHERE (SELECT pg_sleep(3)) IS NOT NULL"
    writes = threading.Timer(1.5, lambda: sql("insert into demo.late select * from demo.survey"))
    writes.start()
    # A name that sorts behind transactions is read after it.
    got, _ = extracted("a table that grows while another is read", [*orders(slow), "--query", "voc=demo.late"])
    writes.join()
    read = next(t["rows_read"] for t in got["tables"] if t["table"] == "voc")
    check("all tables are read as they were at one moment", read == 5125 and sql("select count(*) from demo.late") == "10250", str(read))


def values():
    sql(
        'create type demo.state as enum (\'paid\', \'void\'); create table demo."Odd ""Names""" ("Customer Id" bigint, "select" timestamptz, "Amount" money, state demo.state,'
        ' "from" boolean, data jsonb, tags text[], bytes bytea, span interval, id uuid, ratio float8);'
        ' insert into demo."Odd ""Names""" select 9007199254740993 + n % 7, timestamptz \'2025-03-01 23:30:00+00\' + n * interval \'1 day\', (1234.05 + n)::numeric::money, \'paid\','
        " n % 2 = 0, '{\"a\": [1, \"x,y\"]}', array['a,b', 'c'], '\\xff00', interval '1 day', gen_random_uuid(), 0.1 from generate_series(1, 60) n"
    )
    named = [*orders('demo."Odd ""Names"""'), "--map", "transactions.customer=Customer Id", "--map", "transactions.time=select", "--map", "transactions.amount=Amount"]
    _, tables = extracted("types and names of every kind", named)
    rows = tables.get("orders", [])
    check("ids beyond 2^53 and amounts to the cent", {r["customer"] for r in rows} == {str(9007199254740993 + n) for n in range(7)} and {r["amount"] for r in rows} >= {"1235.0500", "1294.0500"} or
          {float(r["amount"]) for r in rows} == {1234.05 + n for n in range(1, 61)}, str(rows[:3]))
    day = min(r["day"] for r in rows) if rows and "day" in rows[0] else str(rows[:1])
    check("instants are days in UTC", day == "2025-03-02", day)
    _, tables = extracted("a zone of the shop", [*named, "--time-zone", "Europe/Berlin"])
    day = min(r["day"] for r in tables["orders"])
    check("instants are days of the shop where it says its zone", day == "2025-03-03", day)
    sql(
        "create table demo.edges (customer_id text, order_date timestamp, amount numeric); insert into demo.edges select 'c' || n % 9, timestamp '2025-01-01' + n * interval '1 day', 10.01 from generate_series(1, 200) n;"
        " insert into demo.edges values ('late', 'infinity', 5), ('early', '-infinity', 5), ('odd', '2025-02-01', 'NaN'), ('old', '1969-12-31 23:59:59.5', 7.5), ('antique', '0044-03-15 BC', 1),"
        " (NULL, '2025-03-01', 3.25)"
    )
    got, tables = extracted("values at the edges", orders("demo.edges"))
    quality = got["tables"][0]
    aside = {s["reason"]: s["rows"] for s in quality["set_aside"]}
    check("infinite days, years before Christ and NaN are set aside, a missing id is counted", quality["rows_without_customer"] == 1 and quality["rows_set_aside"] == 4, str(quality))
    check("days before 1970 are days", any(r["customer"] == "old" and r["day"] == "1969-12-31" for r in tables["orders"]), str(aside))


def first_rows():
    """Columns are recognised by the first rows of a table: those are the same each time. PostgreSQL would begin where another scan of a large table stopped."""
    sql("create database large")
    sql("create table orders as select 'C' || n % 5000 as customer_id, date '2024-01-01' + n / 2000 as order_date, 'O' || n as order_id, (n % 97 + 1)::numeric(12, 2) as amount,"
        " case when n::bigint * 7919 % 900000 < n then 'Gift Wrapping' else 'Enamel Mug' end as item from generate_series(1, 900000) n", "large")
    told = [run(f"first rows {n}", ["init", "--from", url(database="large"), "--ask", "never"], verb=None)[1] for n in range(4)]
    check("init says the same each time", all(t.returncode == 0 and t.stdout == told[0].stdout for t in told), "\n".join(t.stdout + t.stderr for t in told))


def progress():
    """Each statement is told when it begins and when it is over, which it is and of how many."""
    at = ["--from", f"duckdb:{WORK}/demo.duckdb", "--query", "transactions=orders"]
    of_postgres = [*orders("SELECT * FROM demo.orders"), "--query", "members=demo.members"]
    duck = {"driver": DRIVERS["duckdb"], "env": {}}
    small = ["--goal", "retention", "--tiers", "3", "--budget", "50000", "--effort", "small", "--only", "triggers.csv", "--plans", "plans"]
    asked = {
        "rows": (run("progress of rows", [*of_postgres, "--progress", "lines"]), ["Connecting to the database", "Reading demo.members", "Reading query 1 of transactions"]),
        "a plan": (run("progress of a plan", [*small, *of_postgres, "--progress", "lines"], verb=None), ["Connecting to the database", "Reading demo.members", "Reading query 1 of transactions"]),
        "init": (run("progress of init", ["init", *at[:2], "--ask", "never", "--progress", "lines"], verb=None, **duck), ["Listing the tables", "Looking at", "Looking at"]),
        "sums in DuckDB": (run("progress of sums", [*at, "--sums", "engine", "--progress", "lines"], **duck), ["Connecting", "Computing first rows in the database", "Computing column types", "Keeping lines in the database", "Computing panel months"]),
        "sums in PostgreSQL": (run("progress of sums in PostgreSQL", [*orders("demo.orders"), "--sums", "engine", "--progress", "lines"]), ["Connecting", "Computing first rows in the database", "Keeping purchase days", "Computing panel months"]),
    }
    for name, ((_, out, _), words) in asked.items():
        lines = [line for line in out.stderr.splitlines() if re.match("Connecting to|Listing the|Reading (?!the data)|Looking at|Keeping|Computing", line)]
        begun = [re.sub(" …$", "", line) for line in lines if line.endswith("…")]
        ended = [re.sub(r": \d+\.\d s$", "", line) for line in lines if re.search(r": \d+\.\d s$", line)]
        in_turn = lines[0::2] == [f"{b} …" for b in begun] and begun == ended and len(lines) == 2 * len(begun)
        places = [tuple(map(int, found.groups())) for line in begun if (found := re.search(r", (\d+) of (\d+)$", line))]
        numbered = [n for n, _ in places] == list(range(1, len(places) + 1)) and places and places[-1][0] == places[-1][1] and all(a[1] >= b[1] for a, b in zip(places, places[1:]))
        seen = iter(begun)
        check(f"progress of {name}", out.returncode in (0, 3, 5) and in_turn and numbered and all(any(b.startswith(w) for b in seen) for w in words), out.stderr)


def memory():
    """DuckDB is given more memory where a statement lacks it, whether it answers or keeps rows, and the extract is that of the rows."""
    duck = {"driver": DRIVERS["duckdb"]}
    many = (
        "SELECT 'C' || i % 50000 AS customer_id, DATE '2023-01-01' + CAST(i * 7 % 1000 AS INTEGER) AS order_date, 'O' || i // 2 AS order_id,"
        " CAST(i % 97 + 1 AS DECIMAL(12, 2)) AS amount FROM range(3100000) r(i)"
    )
    for name, query, megabytes, at_work in [("the demonstration company", "orders", 8, "Computing"), ("three million lines", many, 4, "Keeping")]:
        at = ["--from", f"duckdb:{WORK}/demo.duckdb", "--query", f"transactions={query}"]
        wanted, _ = extracted(f"memory: rows of {name}", at, env={}, timeout=300, **duck)
        found, out, _ = run(f"memory: sums of {name}", [*at, "--sums", "engine", "--progress", "lines"], env={"PLAN_LOYALTY_DUCKDB_MB": str(megabytes)}, timeout=300, **duck)
        again = re.findall(r"^(\w+)( .*), again with (\d+) MB of memory", out.stderr, re.M)
        of_each = {}
        for verb, which, mb in again:
            of_each.setdefault(verb + which, []).append(int(mb))
        # Each statement begins with the first limit, whatever one before it needed.
        doubled = bool(of_each) and all(each == [megabytes * 2 ** (n + 1) for n in range(len(each))] for each in of_each.values())
        check(f"memory: {name} is asked again with twice as much", doubled and at_work in {verb for verb, _, _ in again}, out.stderr)
        got = json.loads((found / "out" / "extract.json").read_text()) if out.returncode == 0 else None
        apart = common.differences(wanted, got)
        check(f"memory: {name} measures what its rows do", got is not None and apart == [], str(apart[:5]) + out.stderr)
    refused("memory: no number of megabytes", [*orders("orders", f"duckdb:{WORK}/demo.duckdb"), "--sums", "engine"], "is not a number of megabytes", env={"PLAN_LOYALTY_DUCKDB_MB": "much"}, **duck)


def files():
    lite, duck = {"driver": DRIVERS["sqlite"], "env": {}}, {"driver": DRIVERS["duckdb"], "env": {}}
    refused("no such file", orders("orders", "sqlite:none.db"), "the file does not exist", **lite)
    noise = WORK / "noise.db"
    noise.write_bytes(b"this is no database " * 500)
    refused("no SQLite", orders("orders", f"sqlite:{noise}"), **lite)
    refused("no DuckDB", orders("orders", f"duckdb:{noise}"), "no connection", **duck)
    refused("SQLite: no such table", orders("oders", f"sqlite:{WORK}/demo.db"), "the query failed", **lite)
    refused("DuckDB: no such table", orders("oders", f"duckdb:{WORK}/demo.duckdb"), "the query failed", **duck)
    refused("SQLite: a query that writes", orders("SELECT 1; DROP TABLE orders", f"sqlite:{WORK}/demo.db"), "more than one statement", **lite)
    refused("DuckDB: a query that writes", orders("FROM (DELETE FROM orders RETURNING *)", f"duckdb:{WORK}/demo.duckdb"), **duck)
    parquet = f"SELECT * FROM read_csv('{WORK}/demo/orders.csv')"
    got, _ = extracted("DuckDB reads files of a lake", orders(parquet, f"duckdb:{WORK}/demo.duckdb"), **duck)
    check("DuckDB: rows of a file", got is not None and got["tables"][0]["rows_read"] == 397977)


def spark():
    """Spark Connect, as far as no server is needed; same.py plans from one."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        closed = free.getsockname()[1]
    refused("Spark Connect: nobody listens", orders("orders", f"sc://127.0.0.1:{closed}"), "no connection", driver=DRIVERS["sail"], within=45)


def agents():
    """An agent plans on a database only where the person who started the server named it."""
    text = f'[warehouse]\nfrom = "{url()}"\ntransactions = "demo.orders"\n'

    def describe(name, *flags):
        at = folder(name)
        (at / "plan-loyalty.toml").write_text(text)
        hello = {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "check", "version": "1"}}
        calls = [
            {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": hello},
            {"jsonrpc": "2.0", "method": "notifications/initialized"},
            {"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": {"name": "describe_data", "arguments": {}}},
        ]
        env = {**{k: v for k, v in os.environ.items() if not k.startswith("PG")}, **OWNER}
        server = subprocess.Popen([PLAN, "mcp", "--root", str(at), *flags], cwd=at, env=env, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for call in calls:
            server.stdin.write(json.dumps(call) + "\n")
        server.stdin.flush()
        timer = threading.Timer(40, server.kill)
        timer.start()
        answer = next((line for line in server.stdout if '"id":2' in line.replace(" ", "")), "")
        timer.cancel()
        server.stdin.close()
        server.wait(10)
        return answer + server.stderr.read()

    told = describe("an agent and no database named")
    check("an agent asks no database that nobody named", "may not ask that database" in told and common.PASSWORD not in told, told)
    told = describe("an agent and another database", "--from", url(database="other"), "--driver", DRIVERS["postgresql"])
    check("an agent asks no other database", "may not ask that database" in told, told)
    told = describe("an agent and its database", "--from", url(), "--driver", DRIVERS["postgresql"])
    check("an agent asks the database that was named", "397977 of 397977 rows used" in told and common.PASSWORD not in told, told)


def later():
    """A plan says when the rows of its database are no longer those that it was made from."""
    sql("create table demo.moving as select * from demo.orders where customer_id < 'C0002000'")
    brief = ["--goal", "retention", "--tiers", "3", "--budget", "50000", "--effort", "small", "--only", "triggers.csv", "--plans", "plans", "--asked-on", "2026-07-01"]
    at, out, _ = run("a plan", [*brief, *orders("demo.moving")], verb=None)
    plan = next((at / "plans").glob("*.json"), "")
    again = common.program(PLAN, ["reproduce", str(plan), "--plans", "plans"], at, DRIVERS["postgresql"], OWNER)
    check("a plan is reproduced from the same rows", again.returncode == 0, again.stdout + again.stderr + out.stderr)
    sql("update demo.moving set amount = amount + 1 where customer_id = 'C0000001'")
    again = common.program(PLAN, ["reproduce", str(plan), "--plans", "plans"], at, DRIVERS["postgresql"], OWNER)
    told = again.stdout + again.stderr
    check("rows that changed are named", again.returncode not in (0, 3, 5) and "demo.moving has changed" in told, told)
    record = json.loads(Path(plan).read_text())["history"]["inputs"][0]
    check("the record of a query", record["engine"] == "PostgreSQL" and record["version"].startswith("1") and record["snapshot"].endswith("+00")
          and 'FROM "demo"."moving"' in record["statement"] and common.PASSWORD not in json.dumps(record), str(record))


connecting()
encrypted()
statements()
values()
snapshot()
first_rows()
progress()
broken()
later()
spark()
agents()
files()
memory()
print(f"{len(failed)} failed" if failed else "all as it should be")
sys.exit(1 if failed else 0)
