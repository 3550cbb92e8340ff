-- What tiers are replayed on: net spend and purchase days of each buyer in the last 12 calendar months, that of the end of observation included.
with recent as (select l.customer, sum(l.amount) as net from lines l cross join scope s where l.month_no > s.as_of_month - 12 group by l.customer),
bought as (select p.customer, count(*) as days from purchase_days p cross join scope s where p.month_no > s.as_of_month - 12 group by p.customer)
select r.customer, r.net, coalesce(b.days, 0) as purchase_days
from recent r join firsts f on f.customer = r.customer left join bought b on b.customer = r.customer order by r.customer
