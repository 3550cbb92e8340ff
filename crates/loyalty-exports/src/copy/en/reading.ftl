## How we read your data

reading-claim-demonstration = You gave no data: this plan reads { NUMBER($rows) } rows of a demonstration company
reading-claim-given = You gave no files: this plan rests on the figures listed here
reading-claim-rows = { $left ->
    [0] All { NUMBER($rows) } rows that you gave are in the plan: check that we understood your columns
   *[other] { NUMBER($used) } of { NUMBER($rows) } rows are in the plan; { NUMBER($left) } are left out for the reasons below
 }
reading-more = { $n ->
    [one] One more row in the appendix: the full reading.
   *[other] { NUMBER($n) } more rows in the appendix: the full reading.
 }
reading-amounts = { $amounts }
reading-order-value = No column holds an amount: each order counts with an assumed { $value }. Name the column with --map transactions.amount=COLUMN, or give your own value with --assume orders.assumed_value=VALUE.
reading-zero-orders = { NUMBER($orders) } orders of { NUMBER($customers) } customers are worth nothing and are no purchases; { NUMBER($never) } of these customers never paid. --count-zero-orders counts them.
reading-zero-orders-counted = { NUMBER($orders) } orders of { NUMBER($customers) } customers are worth nothing and count as purchases, as you said.
reading-correct = Is a column wrong? Name the right one with --map TABLE.MEANING="COLUMN", or run plan-loyalty init to go through the reading.
reading-source-figures = No table was read: every figure follows from the values above.
reading-source = Data up to { $to }; every table reconciles to its own total.
reading-is-demonstration = demonstration company
reading-is-figures = figures
reading-by-name = its name
reading-by-content = its values
reading-by-map = you said so
reading-by-settings = your settings
reading-by-position = its position
reading-without-customer = no customer is named
reading-join = { NUMBER($known) } of { NUMBER($of) } { $what } have { $with }
reading-unread = Columns of { $file } that the plan does not use: { $columns }
reading-unread-more = Columns that the plan does not use, in { $file }: { $columns }; { $more } more
