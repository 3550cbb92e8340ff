-- The words of the statements on subscriptions. Table: subscriptions(subscription, customer, start_day, end_day, tenure_months, ended, mrr, plan, trial, billing_months).
-- An end after the end of observation has not happened yet. A customer pays while a subscription that is no trial and has an MRR above nothing runs.
create view terms as
  select x.*, case when gone then coalesce(end_day, least(cast(start_day + to_months(tenure_months) as date) - 1, as_of)) end as last_day, not trial and mrr > 0 as pays
  from (select t.*, s.as_of, (end_day is not null and end_day <= s.as_of) or (ended and not coalesce(end_day > s.as_of, false)) as gone
        from subscriptions t, scope s where start_day is null or start_day <= s.as_of) x;
create view tenures as
  select customer,
         case when min(start_day) is null then max(tenure_months)
              when count(*) = 1 and bool_or(gone) and max(last_day) is null then null
              else (extract(year from until) - extract(year from min(start_day))) * 12 + extract(month from until) - extract(month from min(start_day))
                   - case when extract(day from until) < extract(day from min(start_day)) then 1 else 0 end end as months,
         bool_and(gone) as ended
  from (select t.*, case when bool_and(gone) over (partition by customer) then max(last_day) over (partition by customer) else as_of end + 1 as until from terms t where not trial) u
  group by customer, until;
