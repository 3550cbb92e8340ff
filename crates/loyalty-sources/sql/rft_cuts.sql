-- TransactionFacts.cuts at one cut: frequency, recency, age, holdout, customers, and those of them first seen late. Parameters: $cut, $until (last
-- day of the hold-out), $from (first seen on or after: late). "First seen" is the first day that is not of nothing: a refund counts, a sample that
-- was given away only where orders of nothing do.
with seen as (
  select customer, count(*) - 1 as frequency, max(day_no) - min(day_no) as recency, $cut - min(day_no) as age
  from purchase_days where day_no <= $cut group by customer),
began as (select customer, min(day_no) as first_line from worth_something group by customer),
later as (select customer, count(*) as days from purchase_days where day_no > $cut and day_no <= $until group by customer)
select s.frequency, s.recency, s.age, coalesce(l.days, 0) as holdout, count(*) as customers, sum(case when b.first_line >= $from then 1 else 0 end) as late
from seen s join began b on b.customer = s.customer left join later l on l.customer = s.customer
group by s.frequency, s.recency, s.age, coalesce(l.days, 0) order by 1, 2, 3, 4
