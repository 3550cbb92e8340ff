-- What tables beside the orders ask of their customers (see asked_ids.sql): of each that has a line, purchase days, the last of them, and the net spend of 365 days.
with asked as ($asked),
people as (
  select l.customer, sum(case when l.day_no > s.as_of_no - 365 then l.amount else 0 end) as net from lines l cross join scope s group by l.customer),
hashed as (select $text as hash, customer, net from people)
select a.item, coalesce(f.days, 0) as days, coalesce(f.last_day, 0) as last_day, h.net
from asked a join hashed h on h.hash = a.item left join firsts f on f.customer = h.customer
