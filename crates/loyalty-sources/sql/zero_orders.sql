-- TransactionFacts.zero_orders: orders of nothing none of whose lines is negative, customers with one, and those of them who never bought for money.
with zero as (select customer, order_key from lines group by customer, order_key having sum(amount) = 0 and min(amount) >= 0),
paid as (select distinct customer from (select customer, day from lines group by customer, day having sum(amount) > 0) d)
select count(*) as orders, count(distinct customer) as customers,
       count(distinct case when customer not in (select customer from paid) then customer end) as never_paid
from zero;
