"""Holds the extract against its SQL, run by DuckDB over the canonical tables. Statements on orders are those that engines run (`--sums engine`).

    plan-loyalty extract --demo --out DIR
    python tests/independent/duckdb_extract.py DIR

Each statement of crates/loyalty-sources/sql must give what the extract says, to the last digit. Ends with 1 on any difference.
"""
import datetime
import json
import pathlib
import sys
from decimal import Decimal

import duckdb

SQL = pathlib.Path(__file__).resolve().parents[2] / "crates" / "loyalty-sources" / "sql"


def plain(value):
    """Money as a decimal, months as YYYY-MM, the rest as it is."""
    if hasattr(value, "strftime"):
        return value.strftime("%Y-%m")
    if isinstance(value, (str, Decimal, float, int)) and not isinstance(value, bool):
        try:
            return Decimal(str(value)).normalize()
        except ArithmeticError:
            return value
    return value


def rows(found):
    return [tuple(plain(v) for v in row) for row in found]


def statement(name):
    """A statement without its comments; one on orders stands behind the words that all of them share."""
    own = lambda word: "\n".join(line for line in (SQL / f"{word}.sql").read_text().splitlines() if not line.startswith("--")).strip()
    text = own(name).replace("$bin", own("bins"))
    if name == "subscription_views":
        return text
    return f"with {own('views')}" + (f", {text[5:]}" if text.startswith("with ") else f" {text}")


def of_integers(found, money, months):
    """Ten-thousandths as money, 12 · year + month as YYYY-MM, by the place of the column."""
    def one(at, value):
        if at in money:
            return Decimal(int(value)).scaleb(-4)
        return f"{(value - 1) // 12:04d}-{(value - 1) % 12 + 1:02d}" if at in months else value
    return [tuple(one(at, value) for at, value in enumerate(row)) for row in found]


def filled(found, said):
    """Counts and sums of every bin of the extract."""
    there = {b: (n, net) for b, n, net in found}
    return rows(there.get(at, (0, Decimal(0))) for at in range(len(said)))


def main(folder):
    folder = pathlib.Path(folder)
    said = json.loads((folder / "extract.json").read_text())
    db = duckdb.connect()
    read = f"read_csv('{folder}/{{}}.csv', header=true, all_varchar=true)"
    if (folder / "orders.csv").exists():
        db.execute("create table orders as select customer, cast(day as date) - date '1970-01-01' as day_no, 12 * year(cast(day as date)) + month(cast(day as date)) as month_no, order_key, "
                   "cast(cast(amount as decimal(18,4)) * 10000 as bigint) as amount from " + read.format("orders"))
    zero = (said["transactions"] or {}).get("zero_orders", {"orders": 0, "customers": 0, "never_paid": 0, "counted": False})
    db.execute("create table scope as select a.as_of, a.as_of - date '1970-01-01' as as_of_no, 12 * year(a.as_of) + month(a.as_of) as as_of_month, a.count_zero "
               "from (select cast(? as date) as as_of, cast(? as integer) as count_zero) a", [said["as_of"], int(zero["counted"])])
    if (folder / "ledger.csv").exists():
        points = ", ".join(f"cast({c} as bigint) as {c}" for c in ("earned", "redeemed", "expired"))
        db.execute(f"create table ledger as select customer, cast(day as date) as day, {points} from " + read.format("ledger"))
    def table(name, columns, file=None):
        # A table that the company does not have stands empty, so that every statement can be asked.
        kinds = ", ".join(f"{c} {k}" for c, k in columns.items())
        db.execute(f"create table {name} ({kinds})")
        if (folder / f"{file or name}.csv").exists():
            got = ", ".join(f"cast(nullif({c}, '') as {k}) as {c}" for c, k in columns.items())
            db.execute(f"insert into {name} select {got} from " + read.format(file or name))

    table("subscriptions", {"subscription": "varchar", "customer": "varchar", "start_day": "date", "end_day": "date", "tenure_months": "bigint", "ended": "boolean", "mrr": "decimal(18,4)", "plan": "varchar", "trial": "boolean", "billing_months": "bigint"})
    table("usage_events", {"customer": "varchar", "day": "date", "feature": "varchar", "uses": "bigint"})
    table("voice", {"customer": "varchar", "day": "date", "score_hundredths": "bigint", "scale_max": "bigint", "text": "varchar", "theme": "varchar", "has_left": "boolean"})
    table("members", {"customer": "varchar", "joined": "date", "left_day": "date", "tier": "varchar", "segment": "varchar", "place": "varchar", "email_consent": "boolean", "referred_by": "varchar", "birth_month": "bigint"})
    table("raw_items", {"customer": "varchar", "day": "date", "order_key": "varchar", "item": "varchar", "units": "bigint", "amount": "decimal(18,4)"}, "item_lines")
    db.execute("create table item_lines as select customer, day - date '1970-01-01' as day_no, order_key, item, units, cast(amount * 10000 as bigint) as amount, "
               "case when units > 0 then cast(amount * 10000 as bigint) // units end as price from raw_items")
    if not (folder / "orders.csv").exists():
        db.execute("create table orders (customer varchar, day_no integer, month_no integer, order_key varchar, amount bigint)")
    db.execute(statement("subscription_views"))

    def ask(name, money=(), months=(), **parameters):
        text = statement(name)
        for word, value in parameters.items():
            text = text.replace(f"${word}", str(value))
        return of_integers(db.execute(text).fetchall(), money, months)

    t = said["transactions"]
    of = lambda keys, items: rows([i[k] for k in keys.split()] for i in items)
    checks = []
    if t:
        checks += [
            ("totals", rows(r[:8] for r in ask("totals", money=(6, 7))), of("lines customers buyers repeat_buyers orders purchase_days gross refunds", [t])),
            ("zero_orders", rows(ask("zero_orders")), of("orders customers never_paid", [zero])),
            ("transaction_months", rows(ask("transaction_months", money=(4, 5), months=(0,))), [m for m in of("month active new orders net refunds", t["months"]) if any(m[1:])]),
            ("cohorts", rows(ask("cohorts", money=(4,), months=(0,))), of("cohort age active orders net", t["cohorts"])),
            ("gaps", rows(ask("gaps")), rows(t["gaps"])),
            ("order_firings", [tuple(None if v == -1 else v for v in r) for r in rows(ask("order_firings"))], of("due_days lapsed_days first_orders second_due overdue lapsed purchase_days large", [t["firings"]])),
            ("concentration", rows(ask("concentration", money=(2,))), rows(t["concentration"])),
            ("order_values", filled(ask("order_values", money=(2,)), t["order_values"]), of("count sum", t["order_values"])),
            ("spend_last_year", filled(ask("spend_last_year", money=(2,)), t["spend_last_year"]), of("count sum", t["spend_last_year"])),
        ]
        if said["panel_weight"] == 1:
            last = said["as_of"][:7]
            first = f"{int(last[:4]) - 1}-{int(last[5:]) + 1:02d}" if last[5:] != "12" else f"{last[:4]}-01"
            seen = lambda c: [m for m in c["months"] if first <= m["month"] <= last]
            panel = sorted((c["id"], sum(Decimal(m["net"]) for m in seen(c)), sum(m["purchase_days"] for m in seen(c))) for c in said["panel"] if seen(c))
            checks.append(("customer_last_12", sorted((r[0], Decimal(r[1]), r[2]) for r in ask("customer_last_12", money=(1,))), panel))
        if t["year_on_year"]:
            keys = "prior_buyers kept_buyers prior_net later_net later_net_capped"
            checks.append(("year_on_year", rows(ask("year_on_year", money=(2, 3, 4))), of(keys, [t["year_on_year"]])))
        # Everybody at each cut, then those first seen late at each.
        every = len(t["cuts"]) // 2
        number = lambda day: (datetime.date.fromisoformat(day) - datetime.date(1970, 1, 1)).days
        for cut, few in zip(t["cuts"][:every], t["cuts"][every:]):
            until = number(cut["cut"]) + cut["holdout_days"]
            found = ask("rft_cuts", cut=number(cut["cut"]), until=until, **{"from": number(few["first_seen_from"])})
            keys = "frequency recency age holdout customers"
            checks.append((f"rft_cuts {cut['cut']}, held out {cut['holdout_days']} days", rows(r[:5] for r in found), of(keys, cut["cells"])))
            checks.append((f"the same first seen from {few['first_seen_from']}", rows((*r[:4], r[5]) for r in found if r[5]), of(keys, few["cells"])))
        most = len(said["panel"])
        who = [(c["id"], number(c["first_day"]), number(c["first_day"]) + c["recency"], c["frequency"] + 1) for c in said["panel"]]
        checks.append(("panel_customers", ask("panel_customers", hash="sha256(customer)", most=most), who))
        months = [(at, m["month"], m["purchase_days"], m["net"], m["refunds"]) for at, c in enumerate(said["panel"], 1) for m in c["months"]]
        checks.append(("panel_months", rows(ask("panel_months", money=(3, 4), months=(1,), hash="sha256(customer)", most=most)), rows(months)))
    if said["subscriptions"]:
        sub = said["subscriptions"]
        keys = "month opening_customers opening_mrr new_mrr new_customers expansion_mrr contraction_mrr churned_mrr churned_customers"
        checks += [
            ("survival", rows(ask("survival")), rows(sub["survival"])),
            ("subscription_months", rows(ask("subscription_months")) if sub["months"] else [], of(keys, sub["months"])),
            ("renewals", rows(ask("renewals")), rows(sub["renewals"])),
        ]
    if said["usage"]:
        checks += [
            ("usage_months", rows(ask("usage_months")), rows(said["usage"]["months"])),
            ("feature_facts", rows(ask("feature_facts")), of("feature adopters adopters_kept others others_kept", said["usage"]["features"])),
        ]
    used = said["usage"]["firings"] if said["usage"] else {"breadth": None, "broad": 0, "pause_days": None, "pauses": 0}
    heard = said["voice"] or {"praisers_last_year": 0, "complainers_last_year": 0}
    fired = [used[k] for k in ("breadth", "broad", "pause_days", "pauses")] + [heard[k] for k in ("praisers_last_year", "complainers_last_year")]
    checks.append(("other_firings", rows(ask("other_firings")), rows([fired])))
    told = (said.get("items") or {"top": []})["top"]
    checks.append(("items", rows(ask("items", money=(6, 7, 8, 9), most=200)), of("name orders buyers again units units_back amount price_low price price_high", told)))
    if said.get("items"):
        checks.append(("item_totals", rows(ask("item_totals")), rows([(said["items"]["items"], said["items"]["orders"])])))
    if said["voice"]:
        checks.append(("voice_scores", rows(ask("voice_scores")), rows(said["voice"]["scores"])))
    if said["members"]:
        m = said["members"]
        checks.append(("member_facts", rows(ask("member_facts")), rows([(m["members"], m["left"], *m["email_consent"], m["referred"], sum(m.get("birthdays", [])))])))
    if said["ledger"]:
        checks.append(("ledger_months", rows(ask("ledger_months")), [m for m in of("month earned reversed redeemed reimbursed expired earners redeemers", said["ledger"]["months"]) if any(m[1:])]))
    failed = 0
    for name, sql, engine in checks:
        if sql == engine:
            print(f"{name}: {len(sql)} rows equal")
        else:
            failed += 1
            odd = [(a, b) for a, b in zip(sql, engine) if a != b][:3]
            print(f"{name}: DIFFERS, {len(sql)} rows of SQL and {len(engine)} of the extract; first: {odd}")
    print(f"{len(checks) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
