-- TransactionFacts: lines, customers, buyers, repeat_buyers, orders, purchase_days, gross, refunds.
select (select count(*) from lines) as lines,
       (select count(distinct customer) from worth_something) as customers,
       (select count(*) from firsts) as buyers,
       (select count(*) from firsts where days > 1) as repeat_buyers,
       (select count(*) from purchase_orders) as orders,
       (select count(*) from purchase_days) as purchase_days,
       (select coalesce(sum(amount), 0) from lines where amount > 0) as gross,
       (select coalesce(sum(amount), 0) from lines where amount < 0) as refunds;
