### The sentences of a plan in English: signals, gaps in the data, customer base, personas.

## Signals

signals-churn = Churn
signals-value = Value
signals-expected = Expected without a program
signals-subscriptions = Subscriptions
signals-usage = Usage
signals-voice = Voice of customer
signals-ledger = Ledger
reading-churn = { NUMBER($repeat, maximumFractionDigits: 0) } of buyers came back; half of all next orders came within { $gap }.
reading-churn-no-gap = { NUMBER($repeat, maximumFractionDigits: 0) } of buyers came back; purchase interval unknown.
reading-value = The top fifth of customers generates { NUMBER($top, maximumFractionDigits: 0) } of net sales.
reading-value-unknown = There are too few customers to say what the top fifth generates.
reading-expected = We expect { $orders } orders from today's customers in the next 12 months, corrected for the bias of earlier forecasts.
reading-subscriptions = { $left } of { $all } subscribers have left.
reading-usage-apart = { $customers } customers used the product. Users of some features stay more often (an association, not an effect).
reading-usage-alike = { $customers } customers used the product. No feature is associated with staying beyond chance.
reading-voice = { $records } records, { $rated } with a rating.
reading-voice-theme = { $records } records, { $rated } with a rating. Most frequent theme: { $theme } ({ $named } records).
reading-ledger = Members have redeemed { $redeemed } of the points earned so far; the opening balance is unknown.
reading-ledger-empty = The ledger shows no points earned; the opening balance is unknown.

## What the data cannot tell

gap-purchase-histories = purchase histories
gap-purchase-histories-why = { $why }. Frequency, retention, spend per customer and every threshold rest on what is left.
gap-purchase-histories-needed = every line of every order of the customers in the file
gap-spend = spend
gap-spend-why = a points ledger is the only record of purchases; we count each point earned as a fixed amount of spend (ledger.spend_per_point).
gap-spend-needed = the orders behind the points, or finance's spend per point
gap-order-value-why = the order file holds no amounts; we count each order with one assumed value (orders.assumed_value), so every amount of money follows from it.
gap-order-value-needed = the amount of each order (--map transactions.amount=COLUMN), or finance's mean order value (--assume orders.assumed_value=…)
gap-ultimate-redemption = ultimate redemption
gap-ultimate-redemption-why = { $developed } developed as far as the ledger reaches, with more to come: { $why }. The accounting schedule assumes full redemption until then.
gap-ultimate-redemption-needed = a ledger longer than the usual life of a point, with the expiry rule
gap-triangle-shape = the chain ladder needs at least three months of earning.
gap-triangle-nothing = in some month of age nothing had been redeemed, so no development factor can be estimated.
gap-triangle-tail = the development factors do not fall towards 1, so the tail is unknown.
redemption-short = { $ledger } of ledger are fewer than { $least }
redemption-growing = redemption still grows by { $growth } over the last three months of age
redemption-no-expiry = no points expire in the ledger, so the tail has no end
gap-today = today's customers
gap-today-why = the data end on { $end }, { $waited } before the launch; we treat customers as they were then, as if the program began a month later.
gap-today-needed = an export up to today
gap-orders = orders and revenue
gap-orders-why = neither orders nor subscriptions were given.
gap-orders-needed = an order export (--transactions) or a driver sheet (--drivers)
gap-first-purchases = first purchases of early customers
gap-first-purchases-why = in the first months nearly every customer looks new: the export begins in the middle of the business.
gap-first-purchases-needed = the order history from the beginning, or each customer's first order date
gap-purchase-rate = purchase rate and drop-out
gap-purchase-rate-why = too few customers bought twice to fit a customer-base model.
gap-purchase-rate-needed = a longer order history, or more customers
gap-drop-out = customer drop-out
gap-drop-out-why = the history is too short, or sales grew too fast at its end, to distinguish a customer who left from one who pauses; the fitted model says that nobody leaves.
gap-drop-out-needed = at least two years of orders
gap-subscriber-drop-out = subscriber drop-out
gap-subscriber-drop-out-why = nobody left in { $seen } of subscriptions, so a program has no churn to reduce.
gap-subscriber-drop-out-needed = subscriptions with end dates, over a longer period

## The customer base

base-incomplete = The order histories are incomplete ({ $why }), so no customer-base model was fitted.
base-assumed = No customer-base model was fitted: each customer continues at the rate observed, and we assume that { $rate } of customers leave each month.
base-driver-sheet = No customer-base model was fitted: each customer buys at the rate of the driver sheet, which says that { $rate } of customers leave each month.
base-covariates-used = When customers first ordered (year, and November or December) tells how they go on: the hold-out misses the cohorts by month of first order by { NUMBER($error, maximumFractionDigits: 1) } of all purchases with it, { NUMBER($plain, maximumFractionDigits: 1) } without, and the total by { $bias } and { $before }, so the forecast uses it.
base-covariates-left = When customers first ordered (year, and November or December) does not help on the hold-out: cohorts by month of first order are missed by { NUMBER($error, maximumFractionDigits: 1) } of all purchases with it, { NUMBER($plain, maximumFractionDigits: 1) } without, the total by { $bias } and { $before }. The forecast leaves it out.
base-season = Purchases follow the season that whole years agree on: from { NUMBER($low, maximumFractionDigits: 0) } to { NUMBER($high, maximumFractionDigits: 0) } of the mean month.
joiners-trend = New customers: { NUMBER($last, maximumFractionDigits: 0) } a month over the last year, changing by { NUMBER($growth, maximumFractionDigits: 1) } a month. On months held out this trend was off by { NUMBER($miss, maximumFractionDigits: 0) }, last year's rate by { NUMBER($flat, maximumFractionDigits: 0) }; damped, it gives { NUMBER($ahead, maximumFractionDigits: 0) } a month in the next 12.
joiners-flat = New customers: last year's rate goes on, { NUMBER($ahead, maximumFractionDigits: 0) } a month in the next 12. On months held out it was off by { NUMBER($flat, maximumFractionDigits: 0) }, a trend by { NUMBER($miss, maximumFractionDigits: 0) }.
joiners-recent = New customers: the rate of the last three months is another than the year's, { NUMBER($last, maximumFractionDigits: 0) } a month; it goes on, { NUMBER($ahead, maximumFractionDigits: 0) } a month in the next 12. On months held out it was off by { NUMBER($miss, maximumFractionDigits: 0) }, last year's rate by { NUMBER($flat, maximumFractionDigits: 0) }.
joiners-short = New customers: the mean of the { NUMBER($months) } whole months goes on, { NUMBER($ahead, maximumFractionDigits: 0) } a month; the history is too short to test a trend.
joiners-given = New customers: { NUMBER($ahead, maximumFractionDigits: 0) } a month, as you gave it.
joiners-season = They follow the season that whole years agree on: from { NUMBER($low, maximumFractionDigits: 0) } to { NUMBER($high, maximumFractionDigits: 0) } of the mean month.
base-subscribers = Subscribers leave at the measured rate of { NUMBER($hazard, maximumFractionDigits: 2) } per month.
base-subscribers-none-left = Nobody left in { $seen } of subscriptions; we count half a leaver instead, { NUMBER($hazard, maximumFractionDigits: 3) } per month.
base-no-drop-out = Its fitted drop-out is zero, which no company has: we assume { $rate } per month instead.
base-unscored = { $model } was fitted on all the data; the history is too short to hold some of it back, so the forecast could not be tested.
base-chosen = { $model } was chosen on the hold-out after { $cut }: its total was off by { $bias }, each customer by { NUMBER($error, maximumFractionDigits: 3) } purchases.
base-chosen-naive = No published model predicts single customers as well, so each customer is expected to repeat the same count as before.
base-chosen-model = Among the models within 5% of the best error per customer, its total is closest.
base-naive = Simply repeating each customer's last count is off by { $bias } in total and by { NUMBER($error, maximumFractionDigits: 3) } purchases per customer.
base-no-origin = No earlier forecast could be tested, so the forecast is not corrected for bias.
base-origin = { $bias } (from { $day })
base-level = Earlier forecasts of the total were off by { $origins }; we multiply the forecast by { NUMBER($factor, maximumFractionDigits: 3) }, plus or minus { NUMBER($spread, maximumFractionDigits: 0) } (80% interval), to allow for this bias, for differences between models and for fitting error.
base-check = A back-test at { $cut }, without later data, predicted { $low } to { $high } purchases (80% interval); the actual { $actual } is { $proof } it.
base-check-covered = inside
base-check-missed = outside
imagined-driver-sheet = synthetic customers from a driver sheet
imagined-order-value = orders × an assumed value of { $value } each (assumption orders.assumed_value)
imagined-spend-per-point = points earned × { $spend } of spend per point (assumption ledger.spend_per_point)
imagined-demonstration = demonstration data: { $query } over { $rows } rows

## Personas

persona-champions = 4 or more orders and at least { $spend } net spend in the last 12 months, probability of being active above 60%
persona-champions-nobody = 4 or more orders in the last 12 months and a place in the top fifth by net spend; nobody spent anything here
persona-champions-need = recognition and early access: they already buy
persona-subscribers = an active subscription
persona-subscribers-need = a reason to renew
persona-new = first order in the last 90 days
persona-new-need = a second order
persona-loyal = 3 or more orders in the last 12 months, probability of being active above 50%
persona-loyal-need = a next tier within reach
persona-at-risk = bought in the last 12 months, probability of being active 50% or less
persona-at-risk-need = an order before the usual interval ends
persona-one-time = a single order in the last 12 months
persona-one-time-need = a reason to come back
persona-occasional = 2 or more orders in the last 12 months, none of the above
persona-occasional-need = a steady purchase rhythm
persona-lapsed = no order in the last 12 months
persona-lapsed-need = a strong reason to return, if any
persona-member-file = segment “{ $segment }” of the member file
persona-own-need = your own segment
persona-small = { $overlap ->
    [0] too small to act on; stability over time not measured
   *[other] too small to act on; { $overlap } more customers match the definition but belong to an earlier persona; stability over time not measured
 }
persona-large = { $overlap ->
    [0] large enough; stability over time not measured
   *[other] large enough; { $overlap } more customers match the definition but belong to an earlier persona; stability over time not measured
 }
promise-champions = Recognition that others do not get, and first access
promise-subscribers = Every year of the contract is worth more than the last
promise-new = The second order is already worth something
promise-loyal = The next tier is near, and it is worth reaching
promise-at-risk = What you have earned is waiting
promise-one-time = Coming back pays from the first time
promise-occasional = Something small to reach, at your own pace
promise-lapsed = One message, then silence
offer-first-reward = { $reward }, for { $points } points
offer-joining = { $points } points on joining
offer-next-tier = the way to { $tier }: { $benefits }
offer-held = { $benefits }
offer-mission = the mission { $mission }, for { $points } points
offer-once = a reminder of unspent points, once
path-begins = starts as { $tier }
path-next = { $tier } ({ NUMBER($today, maximumFractionDigits: 0) } today), then { $next }
path-stays = { $tier } ({ NUMBER($today, maximumFractionDigits: 0) } today), the highest tier
