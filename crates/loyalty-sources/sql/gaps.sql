-- TransactionFacts.gaps: days between consecutive purchase days, pairs.
select gap, count(*) as pairs
from (select day - lag(day) over (partition by customer order by day) as gap from purchase_days) g
where gap is not null group by gap order by gap;
