-- UsageFacts.first_uses_last_year: features used for the first time by a customer in the last 365 days.
-- VoiceFacts.praisers_last_year: customers with a rating of at least four fifths of the scale in the last 365 days.
with firsts_used as (
  select u.customer, u.feature, min(u.day) as day from usage_events u, scope s where u.uses > 0 and u.day <= s.as_of group by u.customer, u.feature),
rated as (
  select v.* from voice v, scope s where v.score_hundredths is not null and (v.day is null or v.day <= s.as_of)),
scale as (select scale_max from rated group by scale_max order by count(*) desc, scale_max desc limit 1)
select (select count(*) from firsts_used f, scope s where f.day > s.as_of - 365) as first_uses,
  (select count(distinct r.customer) from rated r, scale c, scope s
   where r.customer is not null and r.scale_max = c.scale_max and r.score_hundredths <= 100 * r.scale_max
     and 5 * r.score_hundredths >= 400 * r.scale_max and r.day > s.as_of - 365) as praisers;
