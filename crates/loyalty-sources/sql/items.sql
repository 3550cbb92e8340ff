-- ItemFacts.top: the $most items with the most buyers in the last 365 days, over item_lines(customer, day_no, order_key, item, units, amount, price).
-- A line counts where it is worth more than nothing and is of one piece or more; units_back are the pieces of lines below nothing.
-- The price of a line is its amount by its pieces, cut to ten-thousandths; the first of its quarters that at least 1/4, 1/2, 3/4 of the lines do not exceed.
with recent as (
  select i.customer, i.day_no, i.order_key, i.item, i.units, i.amount, i.price from item_lines i cross join scope s
  where i.day_no <= s.as_of_no and i.day_no > s.as_of_no - 365),
sold as (select customer, day_no, order_key, item, units, amount, price from recent where units > 0 and amount > 0),
returned as (select item, -sum(units) as pieces from recent where units < 0 group by item),
ranked as (select item, price, row_number() over (partition by item order by price) as place, count(*) over (partition by item) as many from sold),
prices as (
  select item, min(case when place * 4 >= many then price end) as low, min(case when place * 4 >= many * 2 then price end) as middle,
         min(case when place * 4 >= many * 3 then price end) as high
  from ranked group by item),
of_days as (select item, customer, count(distinct day_no) as days from sold group by item, customer),
people as (select item, count(*) as buyers, sum(case when days > 1 then 1 else 0 end) as again from of_days group by item),
bought as (select item, count(*) as orders from (select item, customer, order_key from sold group by item, customer, order_key) b group by item),
figures as (select item, sum(units) as pieces, sum(amount) as net from sold group by item)
select f.item, b.orders, p.buyers, p.again, f.pieces as units, coalesce(r.pieces, 0) as units_back, f.net as amount, q.low as price_low, q.middle as price, q.high as price_high
from figures f join people p on p.item = f.item join bought b on b.item = f.item join prices q on q.item = f.item left join returned r on r.item = f.item
order by p.buyers desc, b.orders desc, f.net desc, f.item limit $most
