-- UsageFacts.features: feature, adopters, adopters still customers, other users, other users still customers. An association, never an effect.
-- Still a customer: a subscription decides where there is one; else a purchase or a use in the last 90 days.
with used as (select u.* from usage_events u, scope s where u.day <= s.as_of and u.uses > 0),
people as (
  select p.customer,
         case when t.running is not null then t.running
              else p.last_use > s.as_of - 90 or coalesce(b.last_buy > s.as_of_no - 90, false) end as kept
  from (select customer, max(day) as last_use from used group by 1) p cross join scope s
  left join (select customer, bool_or(not gone) as running from terms group by 1) t on t.customer = p.customer
  left join (select customer, max(day_no) as last_buy from purchase_days group by 1) b on b.customer = p.customer),
adopters as (select distinct feature, customer from used)
select a.feature, count(*) as adopters, count(case when kept then 1 end) as adopters_kept,
       (select count(*) from people) - count(*) as others, (select count(case when kept then 1 end) from people) - count(case when kept then 1 end) as others_kept
from adopters a join people using (customer) group by 1 order by 1;
