-- TransactionFacts.cuts at one cut: frequency, recency, age, holdout, customers. Parameters: $cut, $until (last day of the hold-out), $from (first seen on or after; the first of all days for everybody).
-- "First seen" is the first day that is not of nothing: a refund counts, a sample that was given away only where orders of nothing do.
select seen.frequency, seen.recency, seen.age, coalesce(later.days, 0) as holdout, count(*) as customers
from (select customer, count(*) - 1 as frequency, max(day) - min(day) as recency, cast($cut as date) - min(day) as age
      from purchase_days where day <= cast($cut as date) group by customer) seen
join (select customer, min(day) as first_line from worth_something group by customer) l on l.customer = seen.customer and l.first_line >= cast($from as date)
left join (select customer, count(*) as days from purchase_days where day > cast($cut as date) and day <= cast($until as date) group by customer) later on later.customer = seen.customer
group by 1, 2, 3, 4 order by 1, 2, 3, 4;
