-- The bin of an amount, $bin in the other statements: 1, 2, 5 × 10^k of the currency.
case when net < 10000 then 0 when net < 20000 then 1 when net < 50000 then 2 when net < 100000 then 3 when net < 200000 then 4
when net < 500000 then 5 when net < 1000000 then 6 when net < 2000000 then 7 when net < 5000000 then 8 when net < 10000000 then 9
when net < 20000000 then 10 when net < 50000000 then 11 when net < 100000000 then 12 when net < 200000000 then 13 when net < 500000000 then 14
when net < 1000000000 then 15 when net < 2000000000 then 16 when net < 5000000000 then 17 when net < 10000000000 then 18 else 19 end
