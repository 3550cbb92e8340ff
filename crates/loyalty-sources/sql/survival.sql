-- SubscriptionFacts.survival: tenure in completed months, customers at risk, customers ended. Trials apart.
with known as (select greatest(0, months) as months, ended from tenures where months is not null)
select m.months, (select count(*) from known k where k.months >= m.months) as at_risk, (select count(*) from known k where k.months = m.months and k.ended) as ended
from (select unnest(generate_series(0, (select cast(max(months) as bigint) from known))) as months) m order by 1;
