-- ItemFacts.top: the 200 items with the most buyers in the last 365 days, over item_lines(customer, day, order_key, item, units, amount).
-- A line counts where it is worth more than nothing and is of one piece or more; units_back are the pieces of lines below nothing.
-- The price of a line is its amount by its pieces, cut to ten-thousandths; the first of its quarters that at least 1/4, 1/2, 3/4 of the lines do not exceed.
with recent as (select i.* from item_lines i, scope s where i.day <= s.as_of and i.day > s.as_of - 365),
sold as (
  select *, (cast(amount * 10000 as bigint) // units) * cast(0.0001 as decimal(18, 4)) as price from recent where units > 0 and amount > 0
),
ranked as (select *, row_number() over (partition by item order by price) as place, count(*) over (partition by item) as lines from sold),
days as (select item, customer, count(distinct day) as days from sold group by item, customer),
people as (select item, count(*) as buyers, count(*) filter (where days > 1) as again from days group by item),
returned as (select item, -sum(units) as units_back from recent where units < 0 group by item),
figures as (
  select item, count(distinct (customer, order_key)) as orders, sum(units) as units, sum(amount) as amount,
    min(price) filter (where place * 4 >= lines) as price_low, min(price) filter (where place * 4 >= lines * 2) as price,
    min(price) filter (where place * 4 >= lines * 3) as price_high
  from ranked group by item
)
select f.item, f.orders, p.buyers, p.again, f.units, coalesce(r.units_back, 0), f.amount, f.price_low, f.price, f.price_high
from figures f join people p using (item) left join returned r using (item)
order by p.buyers desc, f.orders desc, f.amount desc, f.item limit 200;
