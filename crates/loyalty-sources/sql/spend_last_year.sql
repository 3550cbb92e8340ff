-- TransactionFacts.spend_last_year: buyers of the last 365 days by their net spend in them: bin, customers, net.
with active as (select distinct p.customer from purchase_days p cross join scope s where p.day_no > s.as_of_no - 365),
spent as (
  select r.customer, sum(r.amount) as net from (select l.customer, l.amount from lines l cross join scope s where l.day_no > s.as_of_no - 365) r
  where r.customer in (select customer from active) group by r.customer),
binned as (select net, $bin as bin from spent)
select bin, count(*) as customers, sum(net) as net from binned group by bin order by bin
