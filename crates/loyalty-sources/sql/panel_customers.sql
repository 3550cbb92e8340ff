-- The panel: the $most buyers with the smallest SHA-256 of their id; $hash is how the engine writes it. First and last purchase day, purchase days.
select customer, first_day, last_day, days from firsts order by $hash limit $most
