-- TransactionFacts.order_values: net value of every order; the caller counts them in the bins 1, 2, 5 × 10^k.
select net from purchase_orders order by net;
