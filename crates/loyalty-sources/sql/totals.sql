-- TransactionFacts: lines, customers, buyers, repeat_buyers, orders, purchase_days, gross, refunds, and the first and the last day of a line.
select l.lines, w.customers, f.buyers, f.repeat_buyers, o.orders, f.purchase_days, l.gross, l.refunds, l.first_day, l.last_day
from (select count(*) as lines, coalesce(sum(case when amount > 0 then amount else 0 end), 0) as gross,
             coalesce(sum(case when amount < 0 then amount else 0 end), 0) as refunds, min(day_no) as first_day, max(day_no) as last_day from lines) l
cross join (select count(distinct customer) as customers from worth_something) w
cross join (select count(*) as buyers, coalesce(sum(case when days > 1 then 1 else 0 end), 0) as repeat_buyers, coalesce(sum(days), 0) as purchase_days from firsts) f
cross join (select count(*) as orders from purchase_orders) o
