"""Writes the companies into PostgreSQL, SQLite, DuckDB and Parquet, each column with its own type: load.py WORK PORT LIBDUCKDB DATA"""
import csv
import datetime
import gzip
import io
import random
import re
import sqlite3
import sys
from pathlib import Path

import adbc_driver_manager as adbc

import common


def rows_of(path, types):
    """Heading and rows of a file; days that are written day first are turned round."""
    opened = gzip.open(path, "rt", encoding="utf-8-sig", newline="") if path.suffix == ".gz" else open(path, encoding="utf-8-sig", newline="")
    with opened as file:
        heading, *rows = csv.reader(file)
    days = [i for i, t in enumerate(types) if t == "date"]
    whole = [i for i, t in enumerate(types) if t == "int"]
    for row in rows:
        for i in whole:
            row[i] = row[i].removesuffix(".0")
        for i in days:
            if len(row[i]) > 2 and row[i][2:3] == "-":
                d, m, y = row[i].split("-")
                row[i] = f"{y}-{m}-{d}"
    return heading, rows


def columns_of(spec):
    """Names and types; a comma inside numeric(12,2) separates nothing."""
    parts = [p.strip().rsplit(" ", 1) for p in re.sub(r"\((\d+),(\d+)\)", r"(\1;\2)", spec).split(",")]
    return [(name, kind.replace(";", ",")) for name, kind in parts]


def odd_orders(path):
    """Two and a half years with all that rows can be: no customer, no date, no amount, days to come, words for nobody, orders of nothing, refunds before and after a
    purchase, orders over several days, lines that repeat another, addresses in any case, months without an order, amounts of four decimals."""
    chance, first = random.Random(20260701), datetime.date(2024, 1, 5)
    with open(path, "w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow([c for c, _ in columns_of(common.ODD["transactions"][1])])
        for n in range(20_000):
            who = f"c{int(chance.paretovariate(0.6)) % 3_000}@example.com"
            if chance.random() < 0.1:
                who = who.upper()
            if chance.random() < 0.04:
                who = chance.choice(["", "guest", "Unknown", "-", "ann", "BOB"])
            day = first + datetime.timedelta(days=chance.choice([chance.randrange(900), chance.randrange(60), 400 + chance.randrange(200)]))
            if day.month == 8:
                continue
            for line in range(chance.choice([1, 1, 2, 5])):
                amount = f"{chance.choice([0, 0.005, 1, 9.99, 100, 1999.5, 25000]) * chance.choice([1, 1, 1, -1, 0.3333]):.4f}"
                when = (day + datetime.timedelta(days=chance.choice([0, 0, 0, 3]))).isoformat()
                if chance.random() < 0.01:
                    when = chance.choice(["", "1970-01-01", "1900-01-01", "2031-05-01"])
                if chance.random() < 0.01:
                    amount = ""
                row = [f"O{n}" if chance.random() < 0.97 else "", who, when, amount, "EUR", chance.choice(["", "a, b", 'say "so"', "summer", "Über"])]
                out.writerows([row] * chance.choice([1] * 30 + [2]))


def odd_beside(work):
    """Tables beside these orders: customers whom the orders know and others, nobody, rows twice, addresses in any case, days that are missing, before the first order or still to
    come, points taken back, answers off the scale, redemptions at the till on days without an order."""
    chance, first = random.Random(20260702), datetime.date(2024, 1, 5)

    def who(known=3_000):
        if chance.random() < 0.05:
            return chance.choice(["", "guest", "-"])
        name = f"c{chance.randrange(known + 400)}@example.com"
        return name.upper() if chance.random() < 0.1 else name

    def day(missing=0.02):
        if chance.random() < missing:
            return chance.choice(["", "1900-01-01", "2031-05-01"])
        return (first + datetime.timedelta(days=chance.randrange(-60, 905))).isoformat()

    def subscription(n):
        start = first + datetime.timedelta(days=chance.randrange(700))
        end = "" if chance.random() < 0.6 else (start + datetime.timedelta(days=chance.randrange(30, 600))).isoformat()
        return [f"S{n}", who(300), chance.choice(["basic", "plus", ""]), start.isoformat(), end, chance.choice(["9.00", "29.50", "0.00"]), chance.choice([1, 12])]

    made = {
        "subscriptions": (400, subscription),
        "usage": (6_000, lambda n: [who(900), day(), chance.choice(["search", "export", "Coupon redeemed"]), chance.choice([0, 1, 1, 5])]),
        "voc": (3_000, lambda n: [who(), day(), chance.choice([1, 2, 3, 4, 5, 5, 5, 9, ""]), chance.choice(["", "good", "too slow, too dear", 'she said "no"', "Über alles", f"case {n}"])]),
        "members": (2_500, lambda n: [who(), day(), chance.choice(["", "gold", "basic"]), chance.choice(["yes", "no", ""]), who() if chance.random() < 0.2 else ""]),
        "points-ledger": (5_000, lambda n: [who(1_500), day(), chance.choice([0, 10, 250, -40]), chance.choice([0, 0, 100]), chance.choice([0, 0, 0, 25]), chance.choice(["", "0.80"])]),
        "rewards": (40, lambda n: [f"Reward {n % 37}", 100 + 50 * n, chance.choice(["", "9.90"]), chance.choice(["", "4.00"])]),
    }
    for table, (many, row) in made.items():
        name, spec = common.ODD_BESIDE[table]
        with open(work / f"{name}.csv", "w", newline="", encoding="utf-8") as file:
            out = csv.writer(file)
            out.writerow([c for c, _ in columns_of(spec)])
            for n in range(many):
                out.writerows([row(n)] * chance.choice([1] * 30 + [2]))


def main():
    work, port, duckdb, data = Path(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4]
    companies = [("demo", {t: (work / "demo" / f"{n}.csv", n, c) for t, (n, c) in common.DEMO.items()})]
    raven = common.raven_files(data)
    if raven:
        companies.append(("raven", {t: (raven[t], n, c) for t, (n, c) in common.RAVEN.items()}))
    retail = common.retail_file(data)
    if retail:
        companies.append(("retail", {t: (retail, n, c) for t, (n, c) in common.RETAIL.items()}))
    airline = common.airline_files(data)
    if airline:
        companies.append(("airline", {t: (airline[t], n, c) for t, (n, c) in common.AIRLINE.items()}))
    odd_orders(work / "odd_orders.csv")
    odd_beside(work)
    companies.append(("odd", {t: (work / f"{n}.csv", n, c) for t, (n, c) in {**common.ODD, **common.ODD_BESIDE}.items()}))
    common.psql(port, "create database shop", "postgres")
    for company, tables in companies:
        common.psql(port, f"create schema {company}")
        lite = sqlite3.connect(work / f"{company}.db")
        path = work / f"{company}.duckdb"
        database = adbc.AdbcDatabase(driver=duckdb, entrypoint="duckdb_adbc_init", path=str(path))
        duck = adbc.AdbcConnection(database)
        for path, name, spec in tables.values():
            columns = columns_of(spec)
            heading, rows = rows_of(path, [kind for _, kind in columns])
            assert heading == [c for c, _ in columns], (name, heading)
            made = ", ".join(f'"{c}" {kind}' for c, kind in columns)
            text = io.StringIO()
            csv.writer(text).writerows(rows)
            clean = work / f"{name}.clean.csv"
            clean.write_text(text.getvalue())
            common.psql(port, f"create table {company}.{name} ({made});\n\\copy {company}.{name} from '{clean}' with (format csv)\n")
            # Each value as SQLite has it: numbers as numbers, everything else as text.
            lite.execute(f"create table {name} ({made})")
            lite.executemany(f"insert into {name} values ({','.join('?' * len(columns))})", [[v if v != "" else None for v in row] for row in rows])
            kinds = "{" + ", ".join(f"'{c}': '{'VARCHAR' if kind == 'text' else kind.upper()}'" for c, kind in columns) + "}"
            statement = adbc.AdbcStatement(duck)
            statement.set_sql_query(f"create table {name} as select * from read_csv('{clean}', header = false, auto_detect = false, delim = ',', quote = '\"', escape = '\"', columns = {kinds})")
            statement.execute_update()
            statement.set_sql_query(f"copy {name} to '{work}/{name}.parquet' (format parquet)")
            statement.execute_update()
            statement.close()
        lite.commit()
        lite.close()
        duck.close()
        database.close()


main()
