-- On how many of the days that $asked lists, each behind the SHA-256 of its customer and a colon, that customer has a line.
with listed as ($asked),
asked as (select substr(item, 1, 64) as hash, cast(substr(item, 66) as integer) as day_no from listed),
hashed as (select $text as hash, customer from (select distinct customer from lines) l)
select count(*) as shown
from (select distinct h.customer, l.day_no
      from asked a join hashed h on h.hash = a.hash join lines l on l.customer = h.customer and l.day_no = a.day_no) d
