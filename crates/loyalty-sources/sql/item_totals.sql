-- ItemFacts: different items sold in the last 365 days, and orders with one.
with sold as (
  select i.customer, i.order_key, i.item from item_lines i cross join scope s
  where i.day_no <= s.as_of_no and i.day_no > s.as_of_no - 365 and i.units > 0 and i.amount > 0)
select n.items, o.orders
from (select count(distinct item) as items from sold) n
cross join (select count(*) as orders from (select customer, order_key from sold group by customer, order_key) b) o
