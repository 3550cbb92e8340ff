-- The words of the other statements. Tables: orders(customer, day, order_key, amount), scope(as_of, count_zero), one row.
-- A purchase day is a customer-day whose lines sum to more than nothing; an order likewise. Where count_zero is true, so is one none of whose lines
-- is negative. Who has no line of any worth is a customer only there.
create view lines as select o.* from orders o, scope s where o.day <= s.as_of;
create view purchase_days as
  select customer, day from lines group by customer, day having sum(amount) > 0 or (min(amount) >= 0 and (select count_zero from scope));
create view purchase_orders as
  select customer, order_key, min(day) as day, sum(amount) as net from lines group by customer, order_key
  having sum(amount) > 0 or (min(amount) >= 0 and (select count_zero from scope));
create view worth_something as select l.* from lines l where (select count_zero from scope) or l.amount <> 0;
create view firsts as select customer, min(day) as first_day, count(*) as days from purchase_days group by customer;
