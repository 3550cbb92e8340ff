-- The words of the other statements. Tables: orders(customer, day, order_key, amount), scope(as_of), one row.
-- A purchase day is a customer-day whose lines sum to more than nothing, or none of whose lines is negative; an order likewise.
create view lines as select o.* from orders o, scope s where o.day <= s.as_of;
create view purchase_days as
  select customer, day from lines group by customer, day having sum(amount) > 0 or min(amount) >= 0;
create view purchase_orders as
  select customer, order_key, min(day) as day, sum(amount) as net from lines group by customer, order_key having sum(amount) > 0 or min(amount) >= 0;
create view firsts as select customer, min(day) as first_day, count(*) as days from purchase_days group by customer;
