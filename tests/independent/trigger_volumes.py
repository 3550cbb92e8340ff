"""Counts how often each trigger would have fired, with SQLite over the canonical tables, and holds the plan's volumes against the counts.

    plan-loyalty extract --transactions orders.csv --out DIR        (and the plan of the same files, as JSON)
    python tests/independent/trigger_volumes.py DIR PLAN.json

Needs Python alone. Shares nothing with the program: gaps, rhythms and rewards are worked out here again. Ends with 1 on any difference.
"""
import csv
import datetime
import json
import math
import pathlib
import sqlite3
import sys
from fractions import Fraction


def day(text):
    return datetime.date.fromisoformat(text).toordinal()


def load(db, folder, name, columns):
    db.execute(f"create table {name} ({', '.join(columns)})")
    path = folder / f"{name}.csv"
    if path.exists():
        with open(path, newline="") as file:
            rows = [[r[c] for c in columns] for r in csv.DictReader(file)]
        db.executemany(f"insert into {name} values ({', '.join('?' * len(columns))})", rows)


def main(folder, plan):
    folder, plan = pathlib.Path(folder), json.loads(pathlib.Path(plan).read_text())["design"]
    said = json.loads((folder / "extract.json").read_text())
    as_of = day(said["as_of"])
    db = sqlite3.connect(":memory:")
    load(db, folder, "orders", ["customer", "day", "order_key", "amount"])
    load(db, folder, "subscriptions", ["customer", "start_day", "end_day", "ended", "mrr", "trial", "billing_months"])
    load(db, folder, "usage_events", ["customer", "day", "feature", "uses"])
    load(db, folder, "voice", ["customer", "day", "score_hundredths", "scale_max"])
    # Amounts in ten-thousandths, days as numbers: exact.
    db.create_function("raw", 1, lambda t: int(Fraction(t) * 10_000))
    db.create_function("ordinal", 1, lambda t: day(t) if t else None)
    db.execute("create table days as select customer, ordinal(day) as day, sum(raw(amount)) as net, min(raw(amount)) as least from orders group by customer, day")
    db.execute("create table bought as select customer, day, net from days where net > 0 and day <= ?", [as_of])
    start = db.execute("select min(day) from days").fetchone()[0] if said["transactions"] else None
    one = lambda sql, args=(): db.execute(sql, args).fetchone()[0] or 0
    counts = {}
    if said["transactions"]:
        gaps = sorted(g for (g,) in db.execute("select day - lag(day) over (partition by customer order by day) from bought") if g is not None)
        reached = lambda share: gaps[max(math.ceil(share * len(gaps)) - 1, 0)] if gaps else None
        due, late = reached(Fraction(4, 5)), reached(Fraction(9, 10))
        seen = db.execute(
            "select customer, day, row_number() over w, first_value(day) over w, lead(day) over w from bought window w as (partition by customer order by day)"
        ).fetchall()

        def fires(row, factor, company):
            customer, at, n, first, following = row
            wait = math.ceil(Fraction(at - first, n - 1) * factor) if n >= 3 else company
            return wait is not None and as_of - 365 < at + wait <= as_of and (following is None or following > at + wait)

        months = Fraction(min(365, max(1, as_of - start + 1)) * 12, 365)
        total, orders = one("select sum(net) from days where day <= ?", [as_of]), one("select count(*) from (select 1 from orders where ordinal(day) <= ? group by customer, order_key having sum(raw(amount)) > 0)", [as_of])
        counts["welcome"] = sum(1 for r in seen if r[2] == 1 and r[1] > as_of - 365) / months
        counts["second-order-due"] = sum(1 for r in seen if r[2] == 1 and fires(r, Fraction(8, 5), due)) / months
        counts["order-overdue"] = sum(1 for r in seen if r[2] > 1 and fires(r, Fraction(8, 5), due)) / months
        counts["lapsed"] = len({r[0] for r in seen if fires(r, Fraction(23, 10), late)}) / months
        counts["thank-for-review"] = sum(1 for r in seen if r[1] > as_of - 365) / months
        counts["bigger-basket"] = one("select count(*) from bought where day > ? and net * ? > ?", [as_of - 365, orders, total]) / months
    if said["voice"]:
        scale = one("select cast(scale_max as int) from voice where score_hundredths <> '' group by 1 order by count(*) desc, 1 desc limit 1")
        good = "select count(distinct customer) from voice where customer <> '' and day <> '' and score_hundredths <> '' and cast(scale_max as int) = ? and cast(score_hundredths as int) between 80 * ? and 100 * ? and ordinal(day) > ? and ordinal(day) <= ?"
        counts["invite-a-friend"] = one(good, [scale, scale, scale, as_of - 365, as_of]) / Fraction(12)
        bad = "select count(distinct customer) from voice where customer <> '' and day <> '' and score_hundredths <> '' and cast(scale_max as int) = ? and cast(score_hundredths as int) <= ? and ordinal(day) > ? and ordinal(day) <= ?"
        counts["answer-complaint"] = one(bad, [scale, 600 if scale in (10, 11) else 40 * scale, as_of - 365, as_of]) / Fraction(12)
    if said["usage"]:
        counts |= use(db, as_of, bool(said["transactions"]))
    if said["subscriptions"]:
        counts["renewal-ahead"] = Fraction(renewals(db, as_of), 12)
        if not said["transactions"] and (beginners := starts(db, as_of)) is not None:
            counts["welcome"] = beginners
    program = plan["blueprint"]["program"]
    if said["transactions"] and said["panel_weight"] == 1 and not said["subscriptions"]:
        counts |= near(db, as_of, program)
    failed = checked = 0
    for t in program["triggers"]:
        expected = counts.get(t["id"])
        if expected is None:
            print(f"{t['id']}: {t['volume_monthly']:.2f} a month, not counted here")
            continue
        checked += 1
        same = abs(float(expected) - t["volume_monthly"]) <= 1e-6 * max(1.0, float(expected))
        failed += not same
        print(f"{t['id']}: {t['volume_monthly']:.4f} a month, counted {float(expected):.4f}{'' if same else '  DIFFERS'}")
    print(f"{checked - failed} passed, {failed} failed")
    return 1 if failed or not checked else 0


def running(db, as_of):
    """Customers with a subscription, and whether one runs at the end of observation."""
    out = {}
    for customer, start, end, ended in db.execute("select customer, start_day, end_day, ended from subscriptions"):
        if start and day(start) > as_of:
            continue
        end = day(end) if end else None
        over = (end is not None and end <= as_of) or (ended == "true" and not (end is not None and end > as_of))
        out[customer] = out.get(customer, False) or not over
    return out


def use(db, as_of, orders):
    """Customers whose use became broad, and pauses that grew longer than nine in ten."""
    rows = [(c, day(d), f) for c, d, f, n in db.execute("select customer, day, feature, uses from usage_events") if int(n) > 0 and day(d) <= as_of]
    contract = running(db, as_of)
    bought = dict(db.execute("select customer, max(day) from bought group by customer")) if orders else {}
    days, firsts = {}, {}
    for customer, at, feature in rows:
        days.setdefault(customer, set()).add(at)
        own = firsts.setdefault(customer, {})
        own[feature] = min(at, own.get(feature, at))
    stays = lambda c: contract[c] if c in contract else max(days[c]) > as_of - 90 or bought.get(c, 0) > as_of - 90
    middle = lambda values, share: sorted(values)[max(math.ceil(share * len(values)), 1) - 1] if values else None
    out = {}
    usual = middle([len(f) for c, f in firsts.items() if stays(c)], Fraction(1, 2))
    if usual is not None:
        nth = max(usual, 2)
        out["feature-adopted"] = Fraction(sum(1 for f in firsts.values() if len(f) >= nth and sorted(f.values())[nth - 1] > as_of - 365), 12)
    gap = middle([b - a for d in days.values() for a, b in zip(sorted(d), sorted(d)[1:])], Fraction(9, 10))
    if gap is not None:
        wait, fired = max(gap, 7), 0
        for customer, own in days.items():
            own = sorted(own)
            for at, following in zip(own, own[1:] + [None]):
                left = following is None and contract.get(customer) is False
                fired += as_of - 365 < at + wait <= as_of and not left and (following is None or following > at + wait)
        out["use-paused"] = Fraction(fired, 12)
    return out


def starts(db, as_of):
    """Customers who began to pay, a month, over the last twelve calendar months of observation; None where starts are unknown."""
    spans = []
    for customer, start, end, ended, mrr, trial in db.execute("select customer, start_day, end_day, ended, mrr, trial from subscriptions"):
        if not start or day(start) > as_of or trial == "true" or Fraction(mrr) <= 0:
            continue
        end = day(end) if end else None
        over = (end is not None and end <= as_of) or (ended == "true" and not (end is not None and end > as_of))
        if over and end is None:
            continue
        spans.append((customer, day(start), end + 1 if over else None))
    if not spans:
        return None
    ends = {(c, gone) for c, _, gone in spans}
    pays = lambda at: {c for c, begun, gone in spans if (begun < at or begun == at and (c, begun) in ends) and (gone is None or gone > at)}
    first = lambda m: datetime.date(m // 12, m % 12 + 1, 1).toordinal()
    now, oldest = month(as_of), month(min(s[1] for s in spans))
    months = range(max(now - 11, oldest), now + 1)
    return Fraction(sum(len(pays(min(first(m + 1), as_of + 1)) - pays(first(m))) for m in months), len(months))


def month(number):
    d = datetime.date.fromordinal(number)
    return d.year * 12 + d.month - 1


def renewals(db, as_of):
    """Renewals due in the twelve calendar months after the end of observation."""
    due, now = 0, month(as_of)
    for start, end, ended, mrr, trial, billing in db.execute("select start_day, end_day, ended, mrr, trial, billing_months from subscriptions"):
        if start and day(start) > as_of:
            continue
        end = day(end) if end else None
        over = (end is not None and end <= as_of) or (ended == "true" and not (end is not None and end > as_of))
        if over or trial == "true" or Fraction(mrr) <= 0 or not billing or int(billing) <= 0:
            continue
        anchor = end + 1 if end is not None else day(start) if start else None
        if anchor is not None:
            due += sum(1 for m in range(now + 1, now + 13) if m >= month(anchor) and (m - month(anchor)) % int(billing) == 0)
    return due


def near(db, as_of, program):
    """Members who came within a fifth of a reward or a tier in the last twelve calendar months, by the program's rules."""
    first = min(r["points_price"] for r in program["rewards"])
    rate, now = program["earn"]["points_per_unit"], month(as_of)
    net, orders = {}, {}
    buyers = {c for (c,) in db.execute("select distinct customer from bought")}
    purchases = {(c, d) for c, d in db.execute("select customer, day from bought")}
    for customer, at, amount in db.execute("select customer, day, net from days where day <= ?", [as_of]):
        if customer in buyers and month(at) > now - 12:
            net[customer] = net.get(customer, 0) + amount / 10_000
            orders[customer] = orders.get(customer, 0) + ((customer, at) in purchases)
    rewards = sum(math.floor(max(v * rate / first, 0.0) + 0.2) for v in net.values()) / 12
    out = {"reward-in-reach": rewards}
    tiers = [t for t in program["tiers"] if t["threshold"] > 0]
    if all(t["metric"] in ("net-spend", "orders") for t in tiers):
        value = {"net-spend": net, "orders": orders}
        out["tier-in-reach"] = sum(1 for t in tiers for v in value[t["metric"]].values() if v >= 0.8 * t["threshold"]) / 12
    return out


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
