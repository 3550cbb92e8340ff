"""Customer summary and cohorts of an order file, by DuckDB or Polars: python benches/peers.py duckdb|polars FILE

Summary: per customer first and last day, purchase days, net. Cohorts: month of first purchase by age in months, customers and net.
Prints customers, cohort cells, net, seconds and the peak of memory. The work of plan-loyalty's extract holds these and more.
"""
import resource
import sys
import time


def duck(path):
    import duckdb

    db = duckdb.connect()
    db.execute("set enable_progress_bar = false")
    db.execute(f"create view o as select customer_id, cast(order_date as date) as day, cast(amount as decimal(18,4)) as amount from read_csv('{path}', header=true)")
    db.execute("create table c as select customer_id, min(day) as first, max(day) as last, count(distinct day) as days, sum(amount) as net from o group by 1")
    db.execute("""create table k as select date_trunc('month', c.first) as cohort, datediff('month', c.first, o.day) as age, count(distinct customer_id) as n, sum(amount) as net
                  from o join c using (customer_id) group by 1, 2""")
    return db.execute("select (select count(*) from c), (select count(*) from k), (select sum(net) from c)").fetchone()


def polar(path):
    import polars as pl

    o = pl.scan_csv(path, schema_overrides={"customer_id": pl.String}).select("customer_id", pl.col("order_date").str.to_date("%Y-%m-%d").alias("day"), "amount").collect()
    c = o.group_by("customer_id").agg(pl.col("day").min().alias("first"), pl.col("day").max().alias("last"), pl.col("day").n_unique().alias("days"), pl.col("amount").sum().alias("net"))
    months = lambda d: pl.col(d).dt.year() * 12 + pl.col(d).dt.month()
    k = o.join(c.select("customer_id", "first"), on="customer_id").with_columns((months("day") - months("first")).alias("age"), pl.col("first").dt.truncate("1mo").alias("cohort"))
    k = k.group_by("cohort", "age").agg(pl.col("customer_id").n_unique().alias("n"), pl.col("amount").sum().alias("net"))
    return c.height, k.height, c["net"].sum()


if __name__ == "__main__":
    start = time.perf_counter()
    found = {"duckdb": duck, "polars": polar}[sys.argv[1]](sys.argv[2])
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{sys.argv[1]}: customers {found[0]}, cohort cells {found[1]}, net {float(found[2]):.2f}: {seconds:.2f} s, peak {peak:.0f} MB")
