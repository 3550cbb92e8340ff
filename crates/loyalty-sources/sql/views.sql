-- The words of the other statements, each behind `with orders as (…), scope as (…),`. Integers only, so that every engine gives the same answer.
-- orders(customer, day_no, month_no, order_key, amount): day_no counts days since 1970, month_no is 12·year + month, amounts are ten-thousandths.
-- scope(as_of_no, as_of_month, count_zero), one row; count_zero is 1 where orders of nothing count, else 0.
-- A purchase day is a customer-day whose lines sum to more than nothing; an order likewise. Where count_zero is 1, so is one none of whose lines
-- is negative. Who has no line of any worth is a customer only there.
lines as (select o.customer, o.day_no, o.month_no, o.order_key, o.amount, s.count_zero from orders o cross join scope s where o.day_no <= s.as_of_no),
purchase_days as (
  select customer, day_no, min(month_no) as month_no, sum(amount) as net from lines group by customer, day_no
  having sum(amount) > 0 or (min(amount) >= 0 and max(count_zero) = 1)),
purchase_orders as (
  select customer, order_key, min(day_no) as day_no, min(month_no) as month_no, sum(amount) as net from lines group by customer, order_key
  having sum(amount) > 0 or (min(amount) >= 0 and max(count_zero) = 1)),
worth_something as (select customer, day_no, month_no, order_key, amount from lines where count_zero = 1 or amount <> 0),
firsts as (
  select customer, min(day_no) as first_day, max(day_no) as last_day, min(month_no) as first_month, count(*) as days from purchase_days group by customer)
