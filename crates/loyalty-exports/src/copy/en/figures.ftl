# Notes on figures, names of monthly series and cases, redemption tests, and who gave a value.

## Notes on figures

note-break-even = First month from which cumulative cash stays at or above zero until the end of the horizon
note-break-even-never = First month from which cumulative cash stays at or above zero until the end of the horizon; { $never } means later than month { $horizon }
note-break-even-of-means = Read from the mean cash path, not the median of the simulated futures; { $never } means later than month { $horizon }
note-lift = Increase in net sales of everyone invited, joined or not, at which the mean net value over the horizon is zero; referrals are left out
note-lift-not-enough = Increase in net sales of everyone invited, joined or not, at { $strength } times the response we assume; referrals are left out. Even this does not bring the mean net value to zero
note-lift-not-needed = Increase in net sales of everyone invited, joined or not, at which the mean net value over the horizon is zero; referrals are left out. The program pays back without any response
note-simulation-error = One standard error, from batches that each draw their own customers; we aim for { NUMBER($aim, maximumFractionDigits: 0) }
note-assumed-share = The share that disappears when every effect this company has neither measured nor given is set to zero
note-no-sales-before = Unknown: the data show no sales in the last 12 months and no active subscription
note-response-assumed = The response behind this figure is a judgement until the company's own test replaces it
note-breakage-prior = A prior for the business case; without a redemption history the accounting schedule assumes full redemption
note-breakage-simulated = A result of the simulation, which rests on the prior; it is not evidence of breakage
note-liability-end = Outstanding points at their expected redemption; not the contract liability in the accounts
note-survivors = Customers who are active at the end of the horizon only because of the program, valued over the following { $months } months without a program; not part of net value or ROI
note-opening-points = Points of the current program would be redeemed without the new one too, so the new program does not pay for them; what its rules let expire of them is not counted as a gain
note-fraud = A share of reward cost on top of it; a judgement until the ledger shows what abuse costs
note-reward-vat = Zero until Finance gives a rate; on what rewards cost when they are redeemed and on points outstanding at the end
note-cost-of-test = Customers held out join when the test ends and lack as many months at the end of the horizon: the contribution of these months, less what they would have cost; points at expected cost
note-subsidy = Part of reward cost, not in addition to it

note-demonstration-rows = Demonstration data: { $rows } rows generated with seed { $seed }, not read from a file.
note-demonstration-texts = Some texts contain invented names, mail addresses and phone numbers, to show that they are removed.

## Monthly series

series-cumulative-cash = Cumulative cash
series-liability = Expected cost of outstanding points
series-reward-cost = Accrued reward cost
series-redemption-cash = Cash for redemptions
series-incremental-margin = Incremental contribution
series-members = Active members
series-net-with = Net sales with the program
series-net-without = Net sales without the program
series-points-issued = Points issued
series-points-held = Points outstanding and pending
series-points-redeemed = Points redeemed
series-active-with = Active customers with the program
series-active-without = Active customers without the program
series-enrolled-share = Members as a share of active customers
series-orders-with = Orders with the program
series-orders-without = Orders without the program
series-redemption-rate = Points redeemed to date ÷ points issued to date
series-missions-completed = Missions completed
series-referred = Referred customers who would not have come
series-net-referred = Net sales of referred customers
series-points-purchases = Points issued on purchases
series-points-joining = Points issued for joining
series-points-missions = Points issued for missions
series-points-surprise = Points issued as a surprise
series-points-triggers = Points issued by lifecycle triggers
series-points-referral = Points issued for referrals
series-points-expired = Points expired
series-points-forfeited = Points forfeited when a subscription ends
series-points-pending = Points pending at the end of the month
series-points-outstanding = Points spendable at the end of the month
series-benefits = Benefits at cost
series-incremental-at-margin = Incremental net sales, weighted by the margin drawn
series-referred-at-margin = Net sales of referred customers, weighted by the margin drawn
series-net-with-at-margin = Net sales with the program, weighted by the margin drawn
series-expected-purchases = Purchase points expected to be redeemed
series-expected-joining = Joining points expected to be redeemed
series-expected-missions = Mission points expected to be redeemed
series-expected-surprise = Surprise points expected to be redeemed
series-expected-triggers = Trigger points expected to be redeemed
series-expected-referral = Referral points expected to be redeemed
series-expected-baseline = Points on sales that would have happened anyway, expected to be redeemed
series-benefits-baseline = Benefits on sales that would have happened anyway
series-redeemed-at-cost = Points redeemed, weighted by the cost of a point drawn
series-reestimate = Expected redemptions dropped where they reach a limit
series-messages = Messages sent
series-contacts = Contacts with customer service
series-fraud-on-points = Cost of points weighted by the fraud drawn ÷ cost of points
series-fraud-on-benefits = Cost of benefits weighted by the fraud drawn ÷ cost of benefits

## Cases of the workbook

case-planned = As planned
case-no-lift = The program has no effect on customers
case-redemption-doubles = Twice as many points are redeemed in the end, up to the limit
case-earn-half-more = 50% more points on purchases
case-margin-falls = The margin is 25% lower
case-running-cost-grows = Set-up, platform and staff cost 50% more

## What a test compares

test-metric-orders = orders
test-metric-spend = spend
test-metric-spend-capped = spend capped at the top { NUMBER($top, maximumFractionDigits: 1) }

## Redemption tests

flow-earn = Earn points
flow-full-redemption = Redeem the whole balance
flow-partial-redemption = Redeem part of the balance: the oldest points go first
flow-insufficient-balance = One point short of a reward
flow-two-at-once = Two redemptions at once, with points for one: the second is refused
flow-return-before = Return a purchase before its points are spent
flow-return-after = Return a purchase after its points were spent: the next points pay for it
flow-pending = Pending points cannot be spent
flow-expiry-by-age = Points expire by age
flow-expiry-by-inactivity = Points expire after inactivity; earning or redeeming restarts the clock
flow-no-expiry = Points never expire
flow-tier-review = { $tier } is reached, kept and lost
flow-buy = Buy for { $points } points
flow-wait-for-points = Wait { $wait } until the points can be spent
flow-wait = Wait { $months }
flow-idle = Neither earn nor redeem for { $months }
flow-redeem = Request a reward for { $points } points
flow-return = Return the purchase
flow-points-pending = The points are pending
flow-points-spendable = The points can be spent
flow-points-kept = The points are still there
flow-points-expire = The points expire
flow-points-revoked = The points are revoked
flow-points-owed = The member owes the points
flow-reward-given = The reward is issued
flow-refused = Refused: not enough spendable points
flow-tier-below = Stay just below the threshold
flow-tier-reached = Reach the threshold
flow-tier-new-period = A new period begins: the tier is kept
flow-tier-kept = Review: the threshold was reached in the previous period
flow-tier-lost = Review: the threshold was reached in neither period
flow-tier-outcome = The member is in { $tier }

## Compliance

compliance-disclaimer = A checklist, not legal advice. A place or topic without a rule here is not covered, and the absence of a rule is not a clearance: Legal reviews the whole design.

## Who gave a value

by-asker = the person who asked
by-demonstration = the demonstration company
by-driver-sheet = the driver sheet
by-assumption-book = the assumption book
by-member-file = the member file
given-with-request = given with the request
given-demonstration-margin = margin of the synthetic company
given-members-counted = members who have not left (counted)
driver-members = Members or regular customers today
driver-orders = Repeat orders per member and year
driver-order-value = Net value of an order
driver-margin = Contribution margin on net sales
driver-churn = Share of members lost in a year
driver-new-members = New members per month
currency-from-option = from --currency
currency-from-budget = from --budget
currency-from-data = from the data
budget-read-year = The reward pool of “{ $words }” is { $year } a year: { $amount } a month
budget-read-mark = The reward pool “{ $words }” is read as { $amount }: in amounts of { $currency }, “{ $mark }” separates thousands
