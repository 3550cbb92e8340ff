"""Fits of BG/NBD, MBG/NBD and Pareto/NBD beside Python lifetimes, in the same run: python benches/fits.py FILE [CUSTOMERS]

FILE: frequency,recency,T rows as lifetimes reads them (its CDNOW summary), or "simulated" for CUSTOMERS drawn from BG/NBD (weeks, r 0.25, alpha 4.5, a 0.8, b 2.5).
"""
import subprocess
import sys
import time
import warnings

import numpy as np
import pandas as pd

warnings.filterwarnings("ignore")


def simulated(n):
    rng = np.random.default_rng(1)
    age = rng.integers(27 * 7, 39 * 7, n) / 7
    rate = rng.gamma(0.25, 1 / 4.5, n)
    drop = rng.beta(0.8, 2.5, n)
    x, last, now, alive = np.zeros(n, int), np.zeros(n), np.zeros(n), np.ones(n, bool)
    while alive.any():
        now = now + rng.exponential(1, n) / np.maximum(rate, 1e-300)
        alive &= now < age
        x += alive
        last = np.where(alive, now, last)
        alive &= rng.random(n) >= drop
    return pd.DataFrame({"frequency": x, "recency": np.round(last * 7) / 7, "T": age})


def main(path, customers):
    data = simulated(customers) if path == "simulated" else pd.read_csv(path)[["frequency", "recency", "T"]]
    data = data[data.recency <= data["T"]]
    out = "/tmp/fits.csv"
    data.to_csv(out, index=False)
    repeats = "20" if len(data) < 100_000 else "1"
    subprocess.run(["cargo", "build", "--release", "--quiet", "-p", "loyalty-stats", "--example", "fit_speed"], check=True)
    print(subprocess.run(["target/release/examples/fit_speed", out, repeats], check=True, capture_output=True, text=True).stdout, end="")
    import lifetimes

    for name, fitter, most in [("bg-nbd", lifetimes.BetaGeoFitter, 1e7), ("mbg-nbd", lifetimes.ModifiedBetaGeoFitter, 1e7), ("pareto-nbd", lifetimes.ParetoNBDFitter, 2e5)]:
        if len(data) > most:
            print(f"lifetimes {name}: left out above {most:.0f} customers (minutes)")
            continue
        start = time.perf_counter()
        f = fitter().fit(data.frequency, data.recency, data["T"])
        print(f"lifetimes {name}: {time.perf_counter() - start:.4f} s, {dict(f.params_)}")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000)
