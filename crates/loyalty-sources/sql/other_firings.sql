-- UsageFacts.firings: features that half of the customers who stay used at most (two at least), customers who reached as many in the last 365 days, days without use that
-- nine in ten pauses do not exceed (a week at least), and pauses of the last 365 days that grew longer; the last of a customer who left counts for none.
-- VoiceFacts.praisers_last_year: customers with a rating of at least four fifths of the scale in the last 365 days; complainers_last_year: of at most two fifths (six of ten).
with used as (select u.* from usage_events u, scope s where u.uses > 0 and u.day <= s.as_of),
people as (
  select p.customer, t.running is not null and not t.running as gone,
         case when t.running is not null then t.running
              else p.last_use > s.as_of - 90 or coalesce(b.last_buy > s.as_of_no - 90, false) end as kept
  from (select customer, max(day) as last_use from used group by 1) p cross join scope s
  left join (select customer, bool_or(not gone) as running from terms group by 1) t on t.customer = p.customer
  left join (select customer, max(day_no) as last_buy from purchase_days group by 1) b on b.customer = p.customer),
firsts_used as (select customer, feature, min(day) as day from used group by 1, 2),
numbered as (select customer, day, row_number() over (partition by customer order by day) as nth from firsts_used),
breadths as (
  select features, row_number() over (order by features) as place, count(*) over () as all_of_them
  from (select customer, max(nth) as features from numbered group by 1) join people using (customer) where kept),
breadth as (
  select greatest(2, min(features)) as features from breadths where 2 * place >= all_of_them having (select max(nth) from numbered) >= greatest(2, min(features))),
use_days as (select distinct customer, day from used),
next_days as (select customer, day, lead(day) over (partition by customer order by day) as next from use_days),
gaps as (select next - day as gap, row_number() over (order by next - day) as place, count(*) over () as all_of_them from next_days where next is not null),
pause as (select greatest(7, min(gap)) as days from gaps where 10 * place >= 9 * all_of_them having count(*) > 0),
rated as (
  select v.* from voice v, scope s where v.score_hundredths is not null and (v.day is null or v.day <= s.as_of)),
scale as (select scale_max from rated group by scale_max order by count(*) desc, scale_max desc limit 1),
on_scale as (
  select r.* from rated r, scale c, scope s
  where r.customer is not null and r.scale_max = c.scale_max and r.score_hundredths <= 100 * r.scale_max and r.day > s.as_of - 365)
select (select features from breadth) as breadth,
  (select count(*) from numbered n, breadth b, scope s where n.nth = b.features and n.day > s.as_of - 365) as broad,
  (select days from pause) as pause_days,
  (select count(*) from next_days d join people using (customer), pause p, scope s
   where d.day + cast(p.days as integer) > s.as_of - 365 and d.day + cast(p.days as integer) <= s.as_of
     and case when d.next is null then not gone else d.next > d.day + cast(p.days as integer) end) as pauses,
  (select count(distinct customer) from on_scale where 5 * score_hundredths >= 400 * scale_max) as praisers,
  (select count(distinct customer) from on_scale where 5 * score_hundredths <= case when scale_max in (10, 11) then 3000 else 200 * scale_max end) as complainers;
