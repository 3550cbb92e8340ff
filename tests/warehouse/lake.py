"""The same orders as CSV, as a Delta table and as an Iceberg table: equal extract, by rows and by sums, or a refusal that says what is missing. lake.py PLAN WORK SAIL_PORT VENV [LIBDUCKDB]

Both tables are written in two parts, the first with rows twice of which one is deleted afterwards: their folders hold more rows than the tables, so that whoever reads the Parquet files
alone reads another company. DuckDB needs its extensions for them, from VENV/lake (lake.txt), with LIBDUCKDB of their version; where they are not there, it is told."""
import json
import os
import shutil
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from deltalake import DeltaTable, write_deltalake
from pyiceberg.catalog.sql import SqlCatalog

import common

PLAN, WORK, SAIL, VENV = sys.argv[1], Path(sys.argv[2]), sys.argv[3], Path(sys.argv[4])
LIBDUCKDB = sys.argv[5] if len(sys.argv) > 5 else None
LAKE = WORK / "lake"
DRIVERS = common.drivers(LIBDUCKDB)
failed = []


def check(name, good, told=""):
    print(f"{'ok  ' if good else 'FAIL'} {name}")
    if not good:
        failed.append(name)
        print(told)


def written():
    """Both tables; the path of each as its readers want it."""
    orders = pq.read_table(WORK / "odd_orders.parquet")
    half = orders.num_rows // 2
    twice = orders.slice(0, 500).set_column(0, "order_no", pa.array(["deleted"] * 500))
    first = pa.concat_tables([orders.slice(0, half), twice]).combine_chunks()
    delta = LAKE / "orders_delta"
    write_deltalake(delta, first)
    write_deltalake(delta, orders.slice(half), mode="append")
    DeltaTable(delta).delete("order_no = 'deleted'")
    catalog = SqlCatalog("lake", uri=f"sqlite:///{LAKE}/catalog.db", warehouse=f"file://{LAKE}/iceberg")
    catalog.create_namespace("shop")
    table = catalog.create_table("shop.orders", schema=first.schema)
    table.append(first)
    table.append(orders.slice(half))
    table.delete("order_no = 'deleted'")
    in_files = lambda folder: sum(pq.read_metadata(p).num_rows for p in Path(folder).rglob("*.parquet"))
    iceberg = LAKE / "iceberg" / "shop" / "orders"
    assert in_files(delta) > orders.num_rows and in_files(iceberg) > orders.num_rows, "the files hold no more than the tables"
    return delta, iceberg, table.metadata_location


def extract(name, arguments, driver=None, home=None):
    at = LAKE / name
    at.mkdir()
    env = {"HOME": str(home)} if home else None
    return at, common.program(PLAN, ["extract", *arguments, "--as-of", "2026-06-30", "--out", "out"], at, driver, env, 300)


def extension_home():
    """A home in which DuckDB finds its extensions; none where they were not installed for this test."""
    found = list((VENV / "lake").glob("duckdb_extension_*/extensions/*/*.duckdb_extension"))
    if LIBDUCKDB is None or {p.name.split(".")[0] for p in found} < {"avro", "delta", "iceberg"}:
        return None
    for path in found:
        at = LAKE / "home" / ".duckdb" / "extensions" / path.parent.name / "linux_amd64"
        at.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, at)
    return LAKE / "home"


def main():
    LAKE.mkdir()
    delta, iceberg, metadata = written()
    _, of_files = extract("files", ["--transactions", str(WORK / "odd_orders.csv")])
    assert of_files.returncode == 0, of_files.stderr
    wanted = json.loads((LAKE / "files" / "out" / "extract.json").read_text())
    home = extension_home()
    ways = [
        ("Sail", f"sc://127.0.0.1:{SAIL}", DRIVERS["sail"], None, {"Delta": f"SELECT * FROM delta.`{delta}`", "Iceberg": f"SELECT * FROM iceberg.`{iceberg}`"}),
        ("DuckDB", f"duckdb:{WORK}/odd.duckdb", DRIVERS["duckdb"], home, {"Delta": f"SELECT * FROM delta_scan('{delta}')", "Iceberg": f"SELECT * FROM iceberg_scan('{metadata}')"}),
    ]
    for engine, url, driver, own_home, queries in ways:
        if engine == "DuckDB" and home is None:
            assert os.environ.get("REQUIRE_DATA") != "1", "REQUIRE_DATA=1, and DuckDB's extensions are not here"
            print("skipped: DuckDB's extensions for Delta and Iceberg are not here (lake.txt)")
            continue
        for form, query in queries.items():
            for sums in ("rows", "engine"):
                name = f"{form} through {engine}, {'sums' if sums == 'engine' else 'rows'}"
                at, out = extract(name.replace(" ", "-"), ["--from", url, "--query", f"transactions={query}", "--sums", sums], driver, own_home)
                got = json.loads((at / "out" / "extract.json").read_text()) if out.returncode == 0 else {}
                apart = common.differences(wanted, got)
                check(f"{name}: the extract of the files", apart == [], "\n".join(apart[:8]) + out.stderr)
    if LIBDUCKDB:
        empty = LAKE / "no-extensions"
        empty.mkdir()
        for form, query in ways[1][4].items():
            at, out = extract(f"{form}-without", ["--from", ways[1][1], "--query", f"transactions={query}"], DRIVERS["duckdb"], empty)
            told = out.stderr
            good = out.returncode not in (0, 3, 5) and "the query failed" in told and "is not installed here" in told and "\n  Next: install it once" in told and not list(at.iterdir())
            check(f"{form} through DuckDB without its extension is refused", good and not any(empty.rglob("*.duckdb_extension")), told)
    assert not failed, failed


main()
