"""A part of a cluster dies while it works: the rows are right, or the refusal is clear and nothing is written.

kills.py PLAN WORK SPARK_PORT SPARK_PID SAIL_PORT SAIL_PID   (Apache Spark with executors of its own, and Sail, both with the Parquet files in WORK)
Spark loses an executor at four moments of a run and once all of them; Sail, whose workers live in the server's process, dies as a whole."""
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import common

PLAN, WORK = os.path.realpath(sys.argv[1]), Path(sys.argv[2])
# Slow enough that a part can die in the middle: every row is hashed many times on the cluster, and none is left out.
SLOW = "SELECT o.* FROM parquet.`{work}/orders.parquet` o WHERE {hashed} <> ''"
DRIVER = common.drivers(None)["sail"]


def children(of, word):
    """Processes below a process whose command holds a word."""
    found = subprocess.run(["ps", "-eo", "pid=,ppid=,args="], capture_output=True, text=True).stdout.splitlines()
    rows = [(int(p), int(up), args) for p, up, args in (line.split(None, 2) for line in found if len(line.split(None, 2)) == 3)]
    below, more = {of}, True
    while more:
        more = {p for p, up, _ in rows if up in below} - below
        below |= more
    return [p for p, _, args in rows if p in below and word in args]


def run(name, port, kill):
    """The extract of a run in which `kill` was called, and what was printed."""
    hashed = "sha2(" * 20 + "concat(o.customer_id, o.order_id)" + ", 256)" * 20
    at = WORK / f"kill-{name}"
    at.mkdir()
    (at / "plan-loyalty.toml").write_text(f'[warehouse]\nfrom = "sc://127.0.0.1:{port}"\ntransactions = "{SLOW.format(work=WORK, hashed=hashed)}"\n')
    env = {k: v for k, v in os.environ.items() if not k.startswith(("PG", "PLAN_LOYALTY", "ADBC"))} | {"PLAN_LOYALTY_DRIVER": DRIVER}
    child = subprocess.Popen([PLAN, "extract", "--out", "extract"], cwd=at, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    killed = kill(child)
    out, err = child.communicate(timeout=300)
    path = at / "extract" / "extract.json"
    return child.returncode, json.loads(path.read_text()) if path.exists() else None, out + err, killed


def main():
    spark_port, spark, sail_port, sail = (int(a) for a in sys.argv[3:7])
    code, whole, told, _ = run("nobody", spark_port, lambda _: 0)
    assert code == 0 and whole, told
    took = time.monotonic()
    run("nobody-again", spark_port, lambda _: 0)
    took = time.monotonic() - took

    def after(share, most):
        def kill(child):
            time.sleep(took * share)
            executors = children(spark, "CoarseGrainedExecutorBackend")[:most]
            alive = child.poll() is None
            for p in executors:
                os.kill(p, signal.SIGKILL)
            return len(executors) if alive else 0
        return kill

    dead, right, refused = 0, 0, 0
    for name, share, most in [("early", 0.15, 1), ("middle", 0.4, 1), ("later", 0.6, 1), ("late", 0.8, 1), ("all", 0.4, 9)]:
        code, got, told, killed = run(name, spark_port, after(share, most))
        dead += killed
        if code == 0:
            assert got == whole, f"{name}: a run that lost {killed} executors measures something else"
            right += 1
        else:
            assert "Next:" in told and got is None, f"{name}: {told}"
            refused += 1
    assert dead > 0, "no executor died while a run was on"
    print(f"Spark: {dead} executors killed in 5 runs of {took:.1f} s: {right} with the same extract, {refused} refused clearly")

    def end_sail(_):
        time.sleep(1.0)
        os.kill(sail, signal.SIGKILL)
        return 1
    code, got, told, _ = run("sail", sail_port, end_sail)
    if code == 0:
        assert got == whole, "Sail was gone, and something else was measured"
    else:
        assert "Next:" in told and got is None, told
    print(f"Sail: killed in mid-run: {'the same extract' if code == 0 else 'refused: ' + ' '.join(told.split())[:160]}")


main()
