-- TransactionFacts.concentration: per mille, customers, net of the customers with the highest net spend. The share rounds up.
with spent as (select customer, sum(amount) as net from worth_something group by customer),
ranked as (select net, row_number() over (order by net desc) as place, count(*) over () as people from spent)
select p.mille, count(*) as customers, sum(r.net) as net
from ranked r cross join (select 10 as mille union all select 50 union all select 100 union all select 200 union all select 500) p
where r.place * 1000 <= r.people * p.mille + 999
group by p.mille order by p.mille
