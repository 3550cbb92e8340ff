-- SubscriptionFacts.months: month, opening customers and MRR, new MRR and customers, expansion, contraction, churned MRR and customers.
with spans as (select customer, start_day, last_day + 1 as gone_day, mrr from terms where pays and start_day is not null and (not gone or last_day is not null)),
months as (
  select cast(unnest(generate_series(date_trunc('month', (select min(start_day) from spans)), date_trunc('month', (select as_of from scope)), interval 1 month)) as date) as month),
bounds as (select month, month as opens, least(cast(month + interval 1 month as date), s.as_of + 1) as closes from months, scope s),
standing as (
  select b.month, side, p.customer, sum(p.mrr) as mrr
  from bounds b, (values ('opening'), ('closing')) v(side), spans p
  -- A contract that takes the place of one that ended the day before stands already.
  where (p.start_day < case side when 'opening' then opens else closes end
         or p.start_day = case side when 'opening' then opens else closes end and exists (select 1 from spans q where q.customer = p.customer and q.gone_day = p.start_day))
    and (p.gone_day is null or p.gone_day > case side when 'opening' then opens else closes end)
  group by 1, 2, 3),
pairs as (
  select month, customer, sum(case side when 'opening' then mrr end) as before, sum(case side when 'closing' then mrr end) as after from standing group by 1, 2)
select b.month, count(before) as opening_customers, coalesce(sum(before), 0) as opening_mrr,
       coalesce(sum(case when before is null then after end), 0) as new_mrr, count(case when before is null then after end) as new_customers,
       coalesce(sum(case when after > before then after - before end), 0) as expansion_mrr, coalesce(sum(case when after < before then before - after end), 0) as contraction_mrr,
       coalesce(sum(case when after is null then before end), 0) as churned_mrr, count(case when after is null then before end) as churned_customers
from bounds b left join pairs p on p.month = b.month group by 1 order by 1;
