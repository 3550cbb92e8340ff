#!/usr/bin/env python3
"""Member-months a second: the whole simulation of this program (tiers, lots, missions, referrals, with and without the program counted as one)
beside a bare numpy process (purchases, drop-out, order value, earning, redemption; one world, no tiers, no lots, no expiry).

    python benches/members.py            # needs numpy; builds the stop-watch of the engine's tests
"""
import subprocess
import time

import numpy as np

MEMBERS, MONTHS, DRAWS = 100_000, 36, 5


def bare(seed):
    rng = np.random.default_rng(seed)
    rate = rng.gamma(2.0, 0.25, MEMBERS)
    alive = np.ones(MEMBERS, bool)
    balance = np.zeros(MEMBERS)
    spend = redeemed = 0.0
    for _ in range(MONTHS):
        alive &= rng.random(MEMBERS) >= 0.03
        n = rng.poisson(rate) * alive
        net = n * 40.0 * np.exp(rng.normal(-0.11, 0.47, MEMBERS))
        balance += np.floor(2.0 * net)
        take = (balance >= 200) & (rng.random(MEMBERS) < 0.35)
        balance[take] -= 200
        spend += net.sum()
        redeemed += 200.0 * take.sum()
    return spend, redeemed


if __name__ == "__main__":
    for round_ in range(3):
        begin = time.perf_counter()
        for d in range(DRAWS):
            bare(d)
        seconds = time.perf_counter() - begin
        print(f"numpy, bare: {DRAWS * MEMBERS * MONTHS / seconds / 1e6:.1f} million member-months a second")
        command = "cargo test --release --locked -q -p loyalty-engine --test laws -- --ignored speed --nocapture".split()
        out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        print("plan-loyalty, whole:", next(line for line in out.splitlines() if "member-months" in line))
