-- TransactionFacts.cohorts: month of first purchase, age in months, customers active, orders, net. What lies before the first purchase counts at age 0.
with happened as (
  select customer, month_no, cast(1 as bigint) as active, cast(0 as bigint) as orders, cast(0 as bigint) as net
  from (select distinct customer, month_no from purchase_days) d
  union all select customer, month_no, cast(0 as bigint), count(*), cast(0 as bigint) from purchase_orders group by customer, month_no
  union all select customer, month_no, cast(0 as bigint), cast(0 as bigint), cast(sum(amount) as bigint) from lines group by customer, month_no),
aged as (
  select f.first_month as cohort, case when h.month_no > f.first_month then h.month_no - f.first_month else 0 end as age, h.active as bought, h.orders as ordered, h.net as spent
  from firsts f join happened h on h.customer = f.customer)
select cohort, age, sum(bought) as active, sum(ordered) as orders, sum(spent) as net from aged group by cohort, age
having sum(bought) > 0 or sum(ordered) > 0 or sum(spent) <> 0 order by cohort, age
