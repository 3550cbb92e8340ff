-- TransactionFacts.cohorts: month of first purchase, age in months, customers active, orders, net. What lies before the first purchase counts at age 0.
with month_of as (select customer, cast(date_trunc('month', first_day) as date) as cohort from firsts),
aged as (
  select customer, cohort, month, greatest(0, (extract(year from month) - extract(year from cohort)) * 12 + extract(month from month) - extract(month from cohort)) as age, active, orders, net
  from month_of join (
    select customer, cast(date_trunc('month', day) as date) as month, 1 as active, 0 as orders, 0 as net from (select distinct customer, date_trunc('month', day) as day from purchase_days) d
    union all select customer, cast(date_trunc('month', day) as date), 0, 1, 0 from purchase_orders
    union all select customer, cast(date_trunc('month', day) as date), 0, 0, amount from lines) e using (customer))
select cohort, age, sum(active) as active, sum(orders) as orders, sum(net) as net from aged group by 1, 2
having sum(active) > 0 or sum(orders) > 0 or sum(net) <> 0 order by 1, 2;
