-- UsageFacts.months: month, customers active in it, sum over its days of that day's active customers, days with data. Table: usage_events(customer, day, feature, uses).
select cast(date_trunc('month', day) as date) as month, count(distinct customer) as active, count(distinct concat(day, ' ', customer)) as daily, count(distinct day) as days
from usage_events u, scope s where u.day <= s.as_of and u.uses > 0 group by 1 order by 1;
