-- TransactionFacts.spend_last_year, before binning: net spend of the last 365 days of each buyer who bought in them.
select sum(l.amount) as net
from lines l, scope s
where l.day > s.as_of - 365 and l.customer in (select p.customer from purchase_days p, scope s where p.day > s.as_of - 365)
group by l.customer order by 1;
