-- TransactionFacts.year_on_year: the 365 days to as_of against the 365 before. Only where the history spans 730 days.
with spend as (
  select l.customer,
         sum(case when l.day > s.as_of - 730 and l.day <= s.as_of - 365 then amount else 0 end) as prior_net,
         sum(case when l.day > s.as_of - 365 then amount else 0 end) as later_net
  from lines l, scope s group by l.customer),
bought as (
  select p.customer, max(case when p.day > s.as_of - 730 and p.day <= s.as_of - 365 then 1 else 0 end) as prior, max(case when p.day > s.as_of - 365 then 1 else 0 end) as later
  from purchase_days p, scope s group by p.customer)
select count(*) as prior_buyers, coalesce(sum(b.later), 0) as kept_buyers, coalesce(sum(prior_net), 0) as prior_net, coalesce(sum(later_net), 0) as later_net,
       coalesce(sum(least(later_net, prior_net)), 0) as later_net_capped
from bought b join spend using (customer) where b.prior = 1;
