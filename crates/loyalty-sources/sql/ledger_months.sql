-- LedgerFacts.months: month, earned, redeemed, expired (hundredths of a point), earners, redeemers. Table: ledger(customer, day, earned, redeemed, expired, cost).
select cast(date_trunc('month', l.day) as date) as month, sum(earned) as earned, sum(redeemed) as redeemed, sum(expired) as expired,
       count(distinct case when earned > 0 then customer end) as earners, count(distinct case when redeemed > 0 then customer end) as redeemers
from ledger l, scope s where l.day <= s.as_of group by 1 order by 1;
