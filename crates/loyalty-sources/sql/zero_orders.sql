-- TransactionFacts.zero_orders: orders of nothing none of whose lines is negative, customers with one, and those of them who never bought for money.
with zero as (
  select customer, count(*) as orders
  from (select customer, order_key from lines group by customer, order_key having sum(amount) = 0 and min(amount) >= 0) z group by customer),
paid as (select distinct customer from (select customer, day_no from lines group by customer, day_no having sum(amount) > 0) d)
select coalesce(sum(z.orders), 0) as orders, count(*) as customers, coalesce(sum(case when p.customer is null then 1 else 0 end), 0) as never_paid
from zero z left join paid p on p.customer = z.customer
