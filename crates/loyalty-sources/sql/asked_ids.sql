-- Which customers that a table beside the orders names have a line on whatever day: by the SHA-256 of their ids, which $asked lists and $text writes.
with asked as ($asked),
hashed as (select $text as hash from (select distinct customer from orders) o)
select a.item, 1 as known from asked a join hashed h on h.hash = a.item
