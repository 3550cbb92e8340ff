-- TransactionFacts.firings: how often each trigger would have fired in the last 365 days; due_days and lapsed_days are -1 where there is no gap.
-- With three purchase days or more a customer has a mean gap of its own: an order is due after 8/5 of it, a customer has lapsed after 23/10; with fewer
-- the gap that 80% (90%) of the company's gaps do not exceed. No wait is divided: after `parts` of them rounded up, `wait / parts` days are over.
with between_days as (select day_no - lag(day_no) over (partition by customer order by day_no) as gap from purchase_days),
counted as (select gap, count(*) as pairs from between_days where gap is not null group by gap),
reached as (select gap, sum(pairs) over (order by gap) as seen, sum(pairs) over () as pairs from counted),
quantiles as (
  select min(case when 5 * seen >= 4 * pairs then gap end) as due_days, min(case when 10 * seen >= 9 * pairs then gap end) as lapsed_days from reached),
placed as (
  select customer, day_no, row_number() over (partition by customer order by day_no) as n, min(day_no) over (partition by customer) as first_day,
         lead(day_no) over (partition by customer order by day_no) as next_day
  from purchase_days),
waits as (
  select p.customer, p.day_no, p.n, p.next_day, c.as_of_no,
         case when p.n >= 3 then (p.day_no - p.first_day) * 8 else q.due_days end as due, case when p.n >= 3 then 5 * (p.n - 1) else 1 end as due_parts,
         case when p.n >= 3 then (p.day_no - p.first_day) * 23 else q.lapsed_days end as late, case when p.n >= 3 then 10 * (p.n - 1) else 1 end as late_parts
  from placed p cross join quantiles q cross join scope c),
fired as (
  select customer, n, case when day_no > as_of_no - 365 then 1 else 0 end as recent,
         case when due > (as_of_no - 365 - day_no) * due_parts and due <= (as_of_no - day_no) * due_parts
                and (next_day is null or due <= (next_day - day_no - 1) * due_parts) then 1 else 0 end as due_fires,
         case when late > (as_of_no - 365 - day_no) * late_parts and late <= (as_of_no - day_no) * late_parts
                and (next_day is null or late <= (next_day - day_no - 1) * late_parts) then 1 else 0 end as late_fires
  from waits),
sums as (
  select coalesce(sum(case when n = 1 then recent else 0 end), 0) as first_orders, coalesce(sum(case when n = 1 then due_fires else 0 end), 0) as second_due,
         coalesce(sum(case when n > 1 then due_fires else 0 end), 0) as overdue, count(distinct case when late_fires = 1 then customer end) as lapsed,
         coalesce(sum(recent), 0) as purchase_days
  from fired),
spent as (select coalesce(sum(amount), 0) as net from worth_something),
many as (select count(*) as orders from purchase_orders),
large as (
  select count(*) as large from purchase_days p cross join spent m cross join many o cross join scope c
  where p.day_no > c.as_of_no - 365 and cast(p.net as decimal(38, 0)) * o.orders > m.net)
select coalesce(q.due_days, -1) as due_days, coalesce(q.lapsed_days, -1) as lapsed_days, s.first_orders, s.second_due, s.overdue, s.lapsed, s.purchase_days, l.large
from quantiles q cross join sums s cross join large l
