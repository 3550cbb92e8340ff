-- TransactionFacts.firings: how often each trigger would have fired in the last 365 days.
-- With three purchase days or more a customer has a mean gap of its own: an order is due after 8/5 of it, a customer has lapsed after 23/10; with fewer
-- the gap that 80% (90%) of the company's gaps do not exceed.
with gaps as (select day - lag(day) over (partition by customer order by day) as gap from purchase_days),
reached as (
  select gap, sum(count(*)) over (order by gap) as seen, sum(count(*)) over () as pairs from gaps where gap is not null group by gap),
quantiles as (
  select min(gap) filter (where 5 * seen >= 4 * pairs) as due_days, min(gap) filter (where 10 * seen >= 9 * pairs) as lapsed_days from reached),
seen as (
  select customer, day, row_number() over w as n, first_value(day) over w as first, lead(day) over w as next
  from purchase_days window w as (partition by customer order by day)),
waits as (
  select s.*,
    day + cast(case when n >= 3 then (cast(day - first as bigint) * 8 + 5 * (n - 1) - 1) // (5 * (n - 1)) else q.due_days end as integer) as due,
    day + cast(case when n >= 3 then (cast(day - first as bigint) * 23 + 10 * (n - 1) - 1) // (10 * (n - 1)) else q.lapsed_days end as integer) as late
  from seen s, quantiles q),
fired as (
  select w.customer, w.n, w.day > c.as_of - 365 as recent,
    w.due > c.as_of - 365 and w.due <= c.as_of and (w.next is null or w.next > w.due) as due_fires,
    w.late > c.as_of - 365 and w.late <= c.as_of and (w.next is null or w.next > w.late) as late_fires
  from waits w, scope c),
days as (select customer, day, sum(amount) as net from lines group by customer, day),
mean as (select (select sum(amount) from worth_something) as sum, (select count(*) from purchase_orders) as orders),
large as (
  select count(*) as large from purchase_days p join days d using (customer, day), mean m, scope c where p.day > c.as_of - 365 and d.net * m.orders > m.sum)
select (select due_days from quantiles) as due_days, (select lapsed_days from quantiles) as lapsed_days,
  count(*) filter (where n = 1 and recent) as first_orders, count(*) filter (where n = 1 and due_fires) as second_due,
  count(*) filter (where n > 1 and due_fires) as overdue, count(distinct customer) filter (where late_fires) as lapsed,
  count(*) filter (where recent) as purchase_days, (select large from large) as large
from fired;
