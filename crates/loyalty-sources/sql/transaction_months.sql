-- TransactionFacts.months: month, active, new, orders, net, refunds.
select m.month, coalesce(a.active, 0) as active, coalesce(n.new, 0) as new, coalesce(o.orders, 0) as orders, coalesce(l.net, 0) as net, coalesce(l.refunds, 0) as refunds
from (select distinct cast(date_trunc('month', day) as date) as month from lines) m
left join (select cast(date_trunc('month', day) as date) as month, count(distinct customer) as active from purchase_days group by 1) a on a.month = m.month
left join (select cast(date_trunc('month', first_day) as date) as month, count(*) as new from firsts group by 1) n on n.month = m.month
left join (select cast(date_trunc('month', day) as date) as month, count(*) as orders from purchase_orders group by 1) o on o.month = m.month
left join (select cast(date_trunc('month', day) as date) as month, sum(amount) as net, sum(case when amount < 0 then amount else 0 end) as refunds from lines group by 1) l on l.month = m.month
order by 1;
