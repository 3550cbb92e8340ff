-- Months of the panel's customers with any line: place in the panel from 1, month, purchase days, net, refunds.
with chosen as (select customer, row_number() over (order by $hash) as place from (select customer from firsts order by $hash limit $most) f),
of_days as (
  select c.place, l.month_no, l.day_no, sum(l.amount) as net, sum(case when l.amount < 0 then l.amount else 0 end) as refunds,
         case when sum(l.amount) > 0 or (min(l.amount) >= 0 and max(l.count_zero) = 1) then 1 else 0 end as bought
  from chosen c join lines l on l.customer = c.customer group by c.place, l.month_no, l.day_no)
select place, month_no, sum(bought) as purchase_days, sum(net) as net, sum(refunds) as refunds from of_days group by place, month_no order by place, month_no
