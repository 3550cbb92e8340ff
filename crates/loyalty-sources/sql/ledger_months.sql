-- LedgerFacts.months: month, earned, reversed, redeemed, reimbursed, expired (hundredths of a point), earners, redeemers.
-- Table: ledger(customer, day, earned, redeemed, expired, cost). A negative earning is a reversal, a negative redemption a reimbursement.
select cast(date_trunc('month', l.day) as date) as month, sum(greatest(earned, 0)) as earned, sum(greatest(-earned, 0)) as reversed,
       sum(greatest(redeemed, 0)) as redeemed, sum(greatest(-redeemed, 0)) as reimbursed, sum(expired) as expired,
       count(distinct case when earned > 0 then customer end) as earners, count(distinct case when redeemed > 0 then customer end) as redeemers
from ledger l, scope s where l.day <= s.as_of group by 1 order by 1;
