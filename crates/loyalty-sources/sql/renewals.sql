-- SubscriptionFacts.renewals: month, subscriptions due, their MRR, in the twelve months after that of the end of observation.
with due as (
  select t.*, date_trunc('month', coalesce(end_day + 1, start_day)) as anchor from terms t where pays and not gone and billing_months > 0 and coalesce(end_day, start_day) is not null),
ahead as (select cast(unnest(generate_series(date_trunc('month', (select as_of from scope)) + interval 1 month, date_trunc('month', (select as_of from scope)) + interval 12 month, interval 1 month)) as date) as month)
select a.month, count(*) as subscriptions, sum(d.mrr) as mrr
from ahead a join due d on a.month >= d.anchor
 and ((extract(year from a.month) - extract(year from d.anchor)) * 12 + extract(month from a.month) - extract(month from d.anchor)) % d.billing_months = 0
group by 1 order by 1;
