-- TransactionFacts.gaps: days between consecutive purchase days, pairs.
select gap, count(*) as pairs
from (select day_no - lag(day_no) over (partition by customer order by day_no) as gap from purchase_days) g
where gap is not null group by gap order by gap
