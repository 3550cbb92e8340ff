"""Holds the reading of Parquet against CSV: DuckDB writes the same rows as both, and both must give the same extract.

    python tests/independent/parquet_csv.py target/release/plan-loyalty

Ends with 1 on any difference.
"""
import pathlib
import subprocess
import sys
import tempfile

import duckdb

# The line `i` of an order file, as columns of plain types; every case casts them.
LINES = """
    select i, 'c' || (i * 7919 % 900) as customer_id, date '2023-01-01' + cast(i * 31 % 730 as integer) as order_date,
        i // 3 as order_id, (i * 104729 % 20000 - 1500) / 100.0 as amount
    from range({rows}) t(i)
"""
# Name: the columns, and how DuckDB writes the Parquet file.
CASES = {
    "strings and dates": ("customer_id, order_date, order_id, cast(amount as decimal(18, 2)) as amount", ""),
    "decimal in 4 bytes": ("customer_id, order_date, order_id, cast(amount as decimal(9, 4)) as amount", "compression gzip"),
    "decimal of 4 digits": ("customer_id, order_date, order_id, cast(amount / 100 as decimal(4, 1)) as amount", ""),
    "decimal in 16 bytes": ("customer_id, order_date, order_id, cast(amount as decimal(38, 4)) as amount", "compression zstd"),
    "double": ("customer_id, order_date, order_id, cast(amount as double) as amount", "compression uncompressed"),
    "float": ("customer_id, order_date, order_id, cast(cast(amount as integer) as float) as amount", ""),
    "whole amounts": ("customer_id, order_date, order_id, cast(amount as smallint) as amount", "compression lz4_raw"),
    "tinyint, utinyint, usmallint": (
        "cast(i * 7919 % 250 as utinyint) as customer_id, order_date, cast(order_id as usmallint) as order_id, cast(i % 200 - 100 as tinyint) as amount", ""),
    "uinteger and ubigint ids": (
        "cast(4294967295 - i % 900 as uinteger) as customer_id, order_date, cast(18446744073709551615 - i // 3 as ubigint) as order_id, amount", ""),
    "uuid ids": ("cast('00000000-0000-4000-8000-' || lpad(hex(i * 7919 % 900), 12, '0') as uuid) as customer_id, order_date, order_id, amount", ""),
    "enum": ("cast('c' || i % 3 as enum('c0', 'c1', 'c2')) as customer_id, order_date, order_id, amount", ""),
    "bytes": ("cast(customer_id as blob) as customer_id, order_date, order_id, amount", ""),
    "timestamp": ("customer_id, order_date + to_seconds(i * 7 % 86400) + interval 123456 microsecond as order_date, order_id, amount", ""),
    "timestamp_s": ("customer_id, cast(order_date + to_seconds(i * 7 % 86400) as timestamp_s) as order_date, order_id, amount", ""),
    "timestamp_ms": ("customer_id, cast(order_date + to_seconds(i * 7 % 86400) as timestamp_ms) as order_date, order_id, amount", ""),
    "timestamp_ns": ("customer_id, cast(order_date + to_seconds(i * 7 % 86400) as timestamp_ns) as order_date, order_id, amount", ""),
    "timestamp with time zone": ("customer_id, cast(order_date + to_seconds(i * 7 % 86400) as timestamptz) as order_date, order_id, amount", ""),
    "text that needs quotes": ("'a, \"' || customer_id || e'\\n' as customer_id, order_date, order_id, amount", ""),
    "no value here and there": (
        "case when i % 5 > 0 then customer_id end as customer_id, order_date, order_id, case when i % 11 > 0 then amount end as amount, cast(null as varchar) as note", ""),
    "columns of no use": ("customer_id, order_date, order_id, amount, i % 2 = 0 as web, interval (i) day as took, cast('12:34:56.789' as time) as clock", ""),
    "version 2, delta encodings": ("customer_id, order_date, order_id, cast(amount as double) as amount", "parquet_version v2, compression zstd, dictionary_size_limit 1"),
    "one row": ("customer_id, order_date, order_id, amount", ""),
}
# A struct in Parquet; the same rows as flat columns in CSV.
STRUCT = ("{'id': customer_id, 'name': 'x'} as customer, order_date, order_id, amount, [1, 2] as tags",
          "customer_id as \"customer.id\", 'x' as \"customer.name\", order_date, order_id, amount")
# What must be refused: columns, how to write, words of the message.
REFUSED = {
    "brotli": ("customer_id, order_date, amount", "compression brotli", "compressed with BROTLI. Parquet is read with Snappy, Zstandard, Gzip, LZ4 or no compression.\n  Next: write the file again"),
    "lists only": ("[1, 2] as tags", "", "every column holds lists or maps: \"tags\""),
    "no row": ("customer_id, order_date, amount", "rows 0", "there is a header but no row"),
}


SAID = {}


def extract(plan, file, out):
    done = subprocess.run([plan, "extract", "--transactions", str(file), "--out", str(out)], capture_output=True, text=True)
    SAID[file.name] = " ".join((done.stdout + done.stderr).split())
    if done.returncode != 0:
        return done.returncode, done.stdout + done.stderr
    return 0, {f.name: f.read_text().replace(str(file), "FILE") for f in sorted(out.iterdir())}


def main(plan):
    db = duckdb.connect()
    # CSV shows an instant in the session's zone; Parquet holds it in UTC.
    db.execute("set timezone = 'UTC'")
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)

        def write(name, columns, how, rows, kind):
            file = folder / f"{name.replace(' ', '_').replace(',', '')}.{kind}"
            how = f"format parquet, row_group_size 2048{', ' + how if how else ''}" if kind == "parquet" else "format csv, header"
            db.execute(f"copy (select {columns} from ({LINES.format(rows=rows)}) order by i) to '{file}' ({how})")
            return file

        cases = [(name, columns, columns, how) for name, (columns, how) in CASES.items()] + [("struct and list", *STRUCT, "")]
        for name, columns, flat, how in cases:
            rows = 1 if name == "one row" else 7000
            parquet, csv = write(name, columns, how, rows, "parquet"), write(name, flat, "", rows, "csv")
            got, wanted = extract(plan, parquet, folder / f"{name} p"), extract(plan, csv, folder / f"{name} c")
            if name == "struct and list" and got[0] == 0:
                if "left out, because they hold lists or maps" not in SAID[parquet.name]:
                    got = (1, "no note of the list")
                else:
                    got = (0, {k: v for k, v in got[1].items() if k != "extract.json"})
                    wanted = (wanted[0], {k: v for k, v in wanted[1].items() if k != "extract.json"})
            same = got == wanted and wanted[0] == 0
            failed += not same
            print(f"{name}: {'equal' if same else 'DIFFERS'}")
            if not same:
                print(f"  Parquet: {str(got)[:400]}\n  CSV: {str(wanted)[:400]}")
        for name, (columns, how, words) in REFUSED.items():
            rows = 0 if how == "rows 0" else 100
            file = write(name, columns, "" if rows == 0 else how, rows, "parquet")
            code, said = extract(plan, file, folder / f"{name} r")
            good = code not in (0, 101) and words in said and str(file) in said
            failed += not good
            print(f"{name}: {'refused' if good else f'WRONG, exit {code}: {said}'}")
    print(f"{len(cases) + len(REFUSED) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
