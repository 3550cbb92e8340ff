"""What the checks share: the companies, the engines, the program."""
import os
import subprocess
from pathlib import Path

import adbc_driver_postgresql
import adbc_driver_spark
import adbc_driver_sqlite

PASSWORD = "top-secret-of-the-owner"
# Table of the program: name of the CSV file without its ending, columns with their types.
DEMO = {
    "transactions": ("orders", "order_id text, order_date date, customer_id text, item text, amount numeric(12,2)"),
    "subscriptions": (
        "subscriptions",
        "subscription_id text, customer_id text, plan text, start_date date, end_date date, mrr numeric(12,2), billing_months int, is_trial text",
    ),
    "usage": ("usage", "customer_id text, usage_date date, feature text, usage_count int"),
    "voc": ("survey", "customer_id text, survey_date date, score int, comment text"),
    "members": ("members", "customer_id text, joined date, segment text, place text, email_consent text, referred_by text"),
    "points-ledger": (
        "points_ledger",
        "customer_id text, date date, points_earned int, points_redeemed int, points_expired int, cost numeric(12,2)",
    ),
    "rewards": ("rewards", "reward text, points_price int, retail_value numeric(12,2), unit_cost numeric(12,2)"),
}
RAVEN = {
    "subscriptions": (
        "ravenstack_subscriptions",
        "subscription_id text, account_id text, start_date date, end_date date, plan_tier text, seats int, mrr_amount numeric(12,2),"
        " arr_amount numeric(12,2), is_trial text, upgrade_flag text, downgrade_flag text, churn_flag text, billing_frequency text, auto_renew_flag text",
    ),
    "usage": (
        "ravenstack_feature_usage",
        "usage_id text, subscription_id text, usage_date date, feature_name text, usage_count int, usage_duration_secs int, error_count int,"
        " is_beta_feature text",
    ),
    "members": (
        "ravenstack_accounts",
        "account_id text, account_name text, industry text, country text, signup_date date, referral_source text, plan_tier text, seats int,"
        " is_trial text, churn_flag text",
    ),
}

AIRLINE = {
    "points-ledger": (
        "flight_activity",
        "Loyalty Number text, Year int, Month int, Total Flights int, Distance int, Points Accumulated numeric(12,2), Points Redeemed int, Dollar Cost Points Redeemed int",
    ),
    "members": (
        "loyalty_history",
        "Loyalty Number text, Country text, Province text, City text, Postal Code text, Gender text, Education text, Salary int, Marital Status text, Loyalty Card text,"
        " CLV numeric(12,2), Enrollment Type text, Enrollment Year int, Enrollment Month int, Cancellation Year int, Cancellation Month int",
    ),
}
# For sums in the engine: a shop of the world with refunds, rows without a customer and price × quantity, and a made-up one with all that a column can hold.
RETAIL = {
    "transactions": (
        "online_retail",
        "InvoiceNo text, StockCode text, Description text, Quantity int, InvoiceDate timestamp, UnitPrice numeric(12,3), CustomerID int, Country text",
    )
}
ODD = {"transactions": ("odd_orders", "order_no text, customer_email text, bought date, amount numeric(14,4), currency text, remark text")}
# Beside those orders.
ODD_BESIDE = {
    "subscriptions": ("odd_subscriptions", "subscription_id text, customer_email text, plan text, start_date date, end_date date, mrr numeric(12,2), billing_months int"),
    "usage": ("odd_usage", "customer_email text, usage_date date, feature text, usage_count int"),
    "voc": ("odd_survey", "customer_email text, survey_date date, score int, comment text"),
    "members": ("odd_members", "customer_email text, joined date, tier text, email_consent text, referred_by text"),
    "points-ledger": ("odd_points", "customer_email text, date date, points_earned int, points_redeemed int, points_expired int, cost numeric(12,2)"),
    "rewards": ("odd_rewards", "reward text, points_price int, retail_value numeric(12,2), unit_cost numeric(12,2)"),
}


def drivers(duckdb):
    return {"postgresql": adbc_driver_postgresql._driver_path(), "sqlite": adbc_driver_sqlite._driver_path(), "duckdb": duckdb, "sail": adbc_driver_spark._driver_path(), "spark": adbc_driver_spark._driver_path()}


def differences(a, b, at=""):
    """Paths at which two documents differ, with both values."""
    if isinstance(a, dict) and isinstance(b, dict):
        return [d for k in sorted({*a, *b}) for d in differences(a.get(k), b.get(k), f"{at}.{k}")]
    if isinstance(a, list) and isinstance(b, list) and len(a) == len(b):
        return [d for i, (x, y) in enumerate(zip(a, b)) for d in differences(x, y, f"{at}[{i}]")]
    return [] if a == b else [f"{at}: {str(a)[:160]} / {str(b)[:160]}"]


def psql(port, sql, database="shop", user="owner"):
    command = ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-p", str(port), "-U", user, "-d", database, "-At"]
    run = subprocess.run(command, input=sql, capture_output=True, text=True, env={**os.environ, "PGPASSWORD": PASSWORD})
    assert run.returncode == 0, run.stderr
    return run.stdout.strip()


def program(plan, arguments, folder, driver=None, env=None, timeout=120):
    """The program in a folder of its own; every variable that names a database is taken away first."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("PG", "PLAN_LOYALTY", "ADBC"))}
    if driver:
        clean["PLAN_LOYALTY_DRIVER"] = str(driver)
    clean.update(env or {})
    return subprocess.run([plan, *arguments], cwd=folder, capture_output=True, text=True, env=clean, timeout=timeout)


def retail_file(data):
    """Path of Online Retail; none where the data is not here."""
    path = Path(data) / "online_retail" / "online_retail.csv.gz"
    return path if path.exists() else None


def airline_files(data):
    """Paths of the airline by table; none where the data is not here."""
    folder = Path(data) / "airline_loyalty"
    found = {
        "points-ledger": folder / "customer_flight_activity_2017-01_2018-06.csv.gz",
        "members": folder / "customer_loyalty_history_to_2018-06.csv",
    }
    return found if all(p.exists() for p in found.values()) else None


def raven_files(data):
    """Paths of RavenStack by table; none where the data is not here."""
    folder = Path(data) / "saas_ravenstack"
    found = {}
    for table, (name, _) in RAVEN.items():
        path = next((p for p in (folder / f"{name}.csv", folder / f"{name}.csv.gz") if p.exists()), None)
        if path is None:
            return None
        found[table] = path
    return found
