-- TransactionFacts.year_on_year: the 365 days to as_of against the 365 before. Only where the history spans 730 days.
with spend as (
  select l.customer,
         sum(case when l.day_no > s.as_of_no - 730 and l.day_no <= s.as_of_no - 365 then l.amount else 0 end) as prior_net,
         sum(case when l.day_no > s.as_of_no - 365 then l.amount else 0 end) as later_net
  from lines l cross join scope s group by l.customer),
bought as (
  select p.customer, max(case when p.day_no > s.as_of_no - 730 and p.day_no <= s.as_of_no - 365 then 1 else 0 end) as prior,
         max(case when p.day_no > s.as_of_no - 365 then 1 else 0 end) as later
  from purchase_days p cross join scope s group by p.customer)
select count(*) as prior_buyers, coalesce(sum(b.later), 0) as kept_buyers, coalesce(sum(m.prior_net), 0) as prior_net, coalesce(sum(m.later_net), 0) as later_net,
       coalesce(sum(case when m.later_net < m.prior_net then m.later_net else m.prior_net end), 0) as later_net_capped
from bought b join spend m on m.customer = b.customer where b.prior = 1
