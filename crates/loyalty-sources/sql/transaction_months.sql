-- TransactionFacts.months: month, active, new, orders, net, refunds; months without a line are left out.
select m.month_no, coalesce(a.active, 0) as active, coalesce(n.fresh, 0) as fresh, coalesce(o.orders, 0) as orders, m.net, m.refunds
from (select month_no, sum(amount) as net, sum(case when amount < 0 then amount else 0 end) as refunds from lines group by month_no) m
left join (select month_no, count(distinct customer) as active from purchase_days group by month_no) a on a.month_no = m.month_no
left join (select first_month, count(*) as fresh from firsts group by first_month) n on n.first_month = m.month_no
left join (select month_no, count(*) as orders from purchase_orders group by month_no) o on o.month_no = m.month_no
order by m.month_no
