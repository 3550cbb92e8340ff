"""Order lines as Parquet, measured where they are and from their rows: time, peak memory of our process, rows that came here. warehouse.py PLAN VENV WORK LIBDUCKDB LINES WAY…

WAY is rows (DuckDB sends the rows, and our own reader reads them), duckdb, sail-1, sail-2 (workers; threads of one server), or spark (two executors of one core).
Our process holds DuckDB too; Sail and Spark are servers of their own, whose memory is not ours. Parquet is written in parts of five million lines.
"""
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import adbc_driver_spark
import duckdb

PLAN, VENV, WORK, LIBDUCKDB, LINES = sys.argv[1], *(Path(a) for a in sys.argv[2:4]), sys.argv[4], int(sys.argv[5])
PART = 5_000_000


def generate(folder):
    """One order has two lines on average; a twentieth of them gives back; three years of days; a few customers buy much and most little; a customer for twenty lines."""
    folder.mkdir(parents=True)
    for part in range(0, LINES, PART):
        duckdb.sql(f"""copy (
          select 'O' || (n // 2) as order_no,
                 'C' || cast(floor(pow((hash(n // 2) % 1000003) / 1000003.0, 2) * {LINES // 20}) as bigint) as customer_id,
                 date '2023-07-01' + cast(hash(n // 2, 7) % 1096 as integer) as order_date,
                 cast((1 + hash(n, 3) % 9000) * case when hash(n, 5) % 20 = 0 then -1 else 1 end / 100.0 as decimal(12, 2)) as amount
          from range({part}, {min(LINES, part + PART)}) t(n)) to '{folder}/part-{part // PART:04}.parquet' (format parquet)""")


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def server(way, port):
    """Starts Sail or Spark and waits until it listens."""
    log = open(WORK / f"{way}.log", "w")
    if way.startswith("sail"):
        workers = way.split("-")[1]
        env = {**os.environ, "SAIL_MODE": "local-cluster", "SAIL_CLUSTER__WORKER_INITIAL_COUNT": workers, "SAIL_CLUSTER__WORKER_MAX_COUNT": workers}
        asked = [VENV / "bin" / "sail", "spark", "server", "--ip", "127.0.0.1", "--port", str(port)]
    else:
        home, local = VENV / "spark" / "pyspark", WORK / "spark"
        local.mkdir(exist_ok=True)
        env = {**os.environ, "SPARK_HOME": home, "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_LOCAL_DIRS": local, "SPARK_WORKER_DIR": local / "workers"}
        settings = {
            "spark.connect.grpc.binding.address": "127.0.0.1",
            "spark.connect.grpc.binding.port": port,
            "spark.driver.host": "127.0.0.1",
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.ui.enabled": "false",
            "spark.executor.memory": "3g",
            "spark.sql.shuffle.partitions": 16,
            "spark.sql.warehouse.dir": local / "tables",
        }
        asked = [home / "bin" / "spark-submit", "--class", "org.apache.spark.sql.connect.service.SparkConnectServer", "--master", "local-cluster[2,1,3072]"]
        asked += [word for name, value in settings.items() for word in ("--conf", f"{name}={value}")]
    child = subprocess.Popen([str(a) for a in asked], env={k: str(v) for k, v in env.items()}, stdout=log, stderr=log, start_new_session=True)
    until = time.monotonic() + 120
    while time.monotonic() < until:
        with socket.socket() as s:
            if s.connect_ex(("127.0.0.1", port)) == 0:
                return child
        time.sleep(0.2)
    sys.exit(f"{way} does not listen: {WORK / way}.log")


def measured(way, folder):
    parquet = f"{folder}/*.parquet"
    port, child = free_port(), None
    if way in ("rows", "duckdb"):
        duckdb.connect(str(WORK / "shop.duckdb"), config={"storage_compatibility_version": "v1.0.0"}).close()
        url, driver, query = f"duckdb:{WORK}/shop.duckdb", LIBDUCKDB, f"SELECT * FROM read_parquet('{parquet}')"
    else:
        child = server(way, port)
        url, driver, query = f"sc://127.0.0.1:{port}", adbc_driver_spark._driver_path(), f"SELECT * FROM parquet.`{folder}`"
    own = WORK / f"{way}-run"
    own.mkdir()
    (own / "plan-loyalty.toml").write_text(f'[warehouse]\nfrom = "{url}"\ntimeout = 3600\nsums = "{"rows" if way == "rows" else "engine"}"\ntransactions = "{query}"\n')
    try:
        start = time.perf_counter()
        with open(WORK / f"{way}.out", "w") as out:
            run = subprocess.Popen([PLAN, "extract", "--out", "extract"], cwd=own, env={**os.environ, "PLAN_LOYALTY_DRIVER": driver}, stdout=out, stderr=out)
            _, status, used = os.wait4(run.pid, 0)
        seconds = time.perf_counter() - start
    finally:
        if child:
            os.killpg(child.pid, 15)
            child.wait()
    told = " ".join((WORK / f"{way}.out").read_text().split())
    if status != 0:
        print(f"{LINES:,} lines, {way}: refused after {seconds:.0f} s: {told[:400]}", flush=True)
        return None
    came = re.search(r"(\d+) rows came here", told)
    print(f"{LINES:,} lines, {way}: {seconds:.0f} s, peak of our process {used.ru_maxrss / 1024:,.0f} MB, rows that came here: {int(came[1]) if came else LINES:,}", flush=True)
    return (own / "extract" / "extract.json").read_bytes()


def main():
    folder = WORK / "orders"
    generate(folder)
    print(f"{LINES:,} lines: {sum(f.stat().st_size for f in folder.iterdir()) / 1e6:,.0f} MB of Parquet; load {os.getloadavg()[0]:.1f}", flush=True)
    first = None
    for way in sys.argv[6:]:
        got = measured(way, folder)
        first = first or got
        assert got is None or got == first, f"{way} gives another extract"
        shutil.rmtree(WORK / "spark", ignore_errors=True)
    print("equal extracts")


main()
