"""The same company through files and through each engine: equal extract, equal plan hash. same.py PLAN WORK PORT LIBDUCKDB DATA SAIL_PORT SPARK_PORT

With FULL=1 Online Retail and the airline too, and Apache Spark for every company; else Spark reads the demonstration company."""
import json
import os
import sys
from pathlib import Path

import adbc_driver_manager
import adbc_driver_spark

import common

BRIEF = ["--goal", "retention", "--tiers", "3", "--budget", "50000", "--asked-on", "2026-07-01", "--effort", "small", "--only", "triggers.csv"]


def settings(url, tables, schema, work):
    lines = ["[warehouse]", f'from = "{url}"']
    if url.startswith("sc:"):
        return "\n".join(lines + [f'{table} = "SELECT * FROM parquet.`{work}/{name}.parquet`"' for table, (name, _) in tables.items()]) + "\n"
    for i, (table, (name, _)) in enumerate(tables.items()):
        whole = f"{schema}.{name}" if schema else name
        # Names and queries by turns: both ways lead to the same rows.
        lines.append(f'{table} = "{whole}"' if i % 2 == 0 else f'{table} = ["SELECT * FROM {whole}"]')
    return "\n".join(lines) + "\n"


def registered(url, company, tables, work):
    """Tables of Spark's catalog over the files of the lake."""
    with adbc_driver_manager.AdbcDatabase(driver=adbc_driver_spark._driver_path(), uri=url) as database, adbc_driver_manager.AdbcConnection(database) as connection:
        for text in [f"CREATE DATABASE {company}"] + [f"CREATE TABLE {company}.{name} USING parquet LOCATION '{work}/{name}.parquet'" for name, _ in tables.values()]:
            with adbc_driver_manager.AdbcStatement(connection) as statement:
                statement.set_sql_query(text)
                statement.execute_update()


def main():
    plan, work, port, duckdb, data = sys.argv[1], Path(sys.argv[2]), sys.argv[3], sys.argv[4], sys.argv[5]
    drivers = common.drivers(duckdb)
    companies = [("demo", common.DEMO, {t: work / "demo" / f"{n}.csv" for t, (n, _) in common.DEMO.items()}, [])]
    raven = common.raven_files(data)
    if raven:
        companies.append(("raven", common.RAVEN, raven, ["--date-order", "dmy"]))
    else:
        assert os.environ.get("REQUIRE_DATA") != "1", "REQUIRE_DATA=1, and RavenStack is not here"
        print("skipped: RavenStack is not here")
    full = os.environ.get("FULL") == "1"
    retail, airline = common.retail_file(data), common.airline_files(data)
    if full and retail:
        companies.append(("retail", common.RETAIL, {"transactions": retail}, []))
    if full and airline:
        companies.append(("airline", common.AIRLINE, airline, []))
    assert not full or os.environ.get("REQUIRE_DATA") != "1" or (retail and airline), "REQUIRE_DATA=1, and Online Retail or the airline is not here"
    failed = 0
    for company, tables, files, reading in companies:
        seen = {}
        engines = {
            "files": None,
            "postgresql": f"postgresql://owner:${{OWNER}}@127.0.0.1:{port}/shop",
            "sqlite": f"sqlite:{work}/{company}.db",
            "duckdb": f"{work}/{company}.duckdb",
            "sail": f"sc://127.0.0.1:{sys.argv[6]}",
            "spark": f"sc://127.0.0.1:{sys.argv[7]}",
        }
        if company != "demo" and not full:
            del engines["spark"]
        for engine, url in engines.items():
            folder = work / f"{company}-{engine}"
            folder.mkdir()
            if url:
                (folder / "plan-loyalty.toml").write_text(settings(url, tables, company if engine == "postgresql" else None, work))
                given = []
            else:
                given = [word for table, path in files.items() for word in (f"--{table}", str(path))] + reading
            env = {"OWNER": common.PASSWORD}
            made = common.program(plan, [*BRIEF, *given, "--format", "json"], folder, drivers.get(engine), env, 400)
            assert made.returncode in (0, 3, 5), (engine, made.returncode, made.stderr)
            measured = common.program(plan, ["extract", *given, "--out", "extract"], folder, drivers.get(engine), env, 400)
            assert measured.returncode == 0, (engine, measured.stderr)
            seen[engine] = (json.loads(made.stdout), json.loads((folder / "extract" / "extract.json").read_text()))
            if url:
                inputs = seen[engine][0]["history"]["inputs"]
                assert all(i["kind"] == "query" and i["rows"] > 0 and i["version"] and len(i["statement_sha256"]) == 64 for i in inputs), inputs
                assert {i["table"] for i in inputs} == set(tables)
                kept = made.stdout + made.stderr + "".join(p.read_text(errors="replace") for p in folder.rglob("*") if p.is_file() and p.suffix != ".gz")
                assert common.PASSWORD not in kept, f"{engine}: the password was kept"
        # What init writes by itself plans the same. On Spark it looks through the schemas.
        inits = ["sqlite", "duckdb"]
        if company == "demo":
            registered(engines["spark"], company, tables, work)
            inits.append("spark")
        for engine in inits:
            folder = work / f"{company}-init-{engine}"
            folder.mkdir()
            url = engines[engine]
            proposed = common.program(plan, ["init", "--from", url, "--ask", "never"], folder, drivers[engine], None, 400)
            assert proposed.returncode == 0, proposed.stderr
            text = (folder / "plan-loyalty.toml").read_text()
            assert "SELECT\n" in text and "[warehouse]" in text, text
            made = common.program(plan, [*BRIEF, "--format", "json"], folder, drivers[engine], None, 400)
            assert made.returncode in (0, 3, 5), (engine, made.stderr)
            measured = common.program(plan, ["extract", "--out", "extract"], folder, drivers[engine], None, 400)
            seen[f"init {engine}"] = (json.loads(made.stdout), json.loads((folder / "extract" / "extract.json").read_text()))
        first = seen["files"]
        for engine, got in seen.items():
            # The settings that init writes name the columns, so that they are found by a map.
            found = [*common.differences(first[1], got[1], "extract"), *common.differences(first[0]["design"], got[0]["design"], "design")]
            found = [d for d in found if not (engine.startswith("init") and "found_by: name / map" in d)]
            same = not found and got[0]["plan_hash"] == first[0]["plan_hash"]
            print(f"{company:6} {engine:11} {'equal' if same else 'DIFFERS'}  {got[0]['plan_hash'][:16]}")
            if not same:
                failed += 1
                print("\n".join(found[:12]))
    assert failed == 0, f"{failed} differ"


main()
