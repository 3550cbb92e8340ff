-- TransactionFacts.order_values: orders by net value in the bins 1, 2, 5 × 10^k: bin, orders, net.
with binned as (select net, $bin as bin from purchase_orders)
select bin, count(*) as orders, sum(net) as net from binned group by bin order by bin
