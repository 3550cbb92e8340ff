-- TransactionFacts.concentration: per mille, customers, net of the customers with the highest net spend.
with ranked as (select net, row_number() over (order by net desc) as place, count(*) over () as n
                from (select customer, sum(amount) as net from worth_something group by customer) c)
select p.mille, count(*) as customers, sum(net) as net
from ranked, (values (10), (50), (100), (200), (500)) p(mille)
where place <= ceil(n * p.mille / 1000.0)
group by p.mille order by p.mille;
