-- What tiers are replayed on: net spend and purchase days of each buyer in the last 12 calendar months, that of the end of observation included.
with recent as (select l.* from lines l, scope s where l.day >= date_trunc('month', s.as_of) - interval 11 month),
bought as (select p.customer, count(*) as days from purchase_days p, scope s where p.day >= date_trunc('month', s.as_of) - interval 11 month group by 1)
select r.customer, sum(r.amount) as net, coalesce(max(b.days), 0) as purchase_days
from recent r left join bought b on b.customer = r.customer where r.customer in (select customer from firsts) group by 1 order by 1;
