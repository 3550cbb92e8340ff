### The sentences of a plan in English: units, verdict, tiers, triggers, decision, scenarios, reasons.
### Voice: answer first, then the number, then how sure; short main clauses, active verbs, the words of the field. A changed sentence moves
### no plan_hash. Amounts and dates come written; NUMBER() sets decimals.

## Units and lists

unit-months = { $n ->
    [one] { $n } month
   *[other] { $n } months
 }
unit-days = { $n ->
    [one] { $n } day
   *[other] { $n } days
 }
list-item = { $item }

## The verdict and the header

title = Loyalty program blueprint — { $company }
effort-small = Made at small effort ({ $search_draws } draws of { $search_customers } customers in the search, { $draws } of { $customers } at the end): for trying out, not for a decision.
verdict-returns = Median ROI { NUMBER($roi, maximumFractionDigits: 0) } over { $horizon }; probability of positive ROI { NUMBER($positive, maximumFractionDigits: 0) }.
verdict-margin = The margin is assumed: finance must replace it (--margin).
verdict-order-value = Order values are assumed: the file holds no amounts, and we count { $value } for each order.
verdict-spend-per-point = Spend is assumed: { $spend } for each point earned.
verdict-incomplete = The order histories are incomplete.
verdict-stale = The data end { $waited } before the launch: give newer data, or plan as of their end (--asked-on { $day }).
verdict-infeasible = No design meets every limit; this is the cheapest permitted one.
verdict-decide = A person must decide before launch.
verdict-pilot = Pilot first: the expected net value is positive, but a loss is more likely than a gain.
verdict-near-zero = The mean net value is less than two simulation errors above zero, and a loss is more likely than a gain.
verdict-pilot-near-zero = Pilot first: the mean net value is less than two simulation errors above zero, and a loss is more likely than a gain.
verdict-uneven = The expected net value is positive, but a loss is more likely than a gain.
verdict-priors = The response is a judgement, not a finding about this company: test it with a hold-out group.
verdict-frozen = Mean ROI { NUMBER($roi, maximumFractionDigits: 0) } over { $horizon } with the amended values ({ $changes }).
verdict-frozen-unknown = Median, range and probability of loss are unknown until the plan is run again.
note-frozen = Recalculated without a new simulation: the range is unknown until the plan is run again
note-frozen-besides = { $note }. Recalculated without a new simulation: the range is unknown until the plan is run again
objective = { $goal } and net value: what the program adds for this goal, weighed against its cost (docs/economics.md)
goal-retention = retention
goal-expansion = expansion
goal-engagement = engagement
goal-advocacy = advocacy
complexity-complex = complex (more than three tiers)
complexity-moderate = moderate (up to three tiers)
error-handling = Invalid input stops the run and says where, what, why and what to do next. A model that cannot be fitted is replaced by a labelled assumption. A negative return is redesigned once, then escalated.
success-retention = higher retention than without the program
success-orders = more orders per active customer than without the program
success-missions = missions completed as planned
success-friends = referred customers as planned
success-nrr = higher net revenue retention than without the program
success-cost-per-point = cost per point, issued and redeemed, within 15% of plan
pattern-asked = requested by the person who ran the plan
pattern-diamond = with { $customers } customers, research (signals) and modeling (assumptions, customer base) run side by side; both feed design, economics and governance
pattern-pipeline = with only { $customers } customers, each step depends on what the step before could measure, so they run one after the other
attempt-reused = reused the result of an earlier run on the same inputs ({ $home })
attempt-before-stop = finished before the run stopped
attempt-read = ok: { $how }
attempt-unread = { $how }: { $place }: { $why } (table { $table })
attempt-without = continued without the table { $table } and escalated
read-first = first try
read-after-pause = second try, after a pause
read-after-longer-pause = third try, after a longer pause
read-gently = third try, after a longer pause, by one thread and in small blocks
attempt-every = on every history
attempt-rounded = on rounded histories
attempt-simpler = simpler model, on rounded histories
attempt-ok = ok: { $model } { $how }
attempt-limit = { $model } { $how }: stopped at the step limit
attempt-failed = { $model } { $how }: { $why }
hands-extract = the extract: counts, sums and a panel
hands-signals-and-book = signals of usage, voice and ledger; the assumption book
hands-signals = signals of usage, voice and ledger
hands-book = the assumption book
hands-base = the customer base with its hold-out score
hands-value-and-personas = signals of churn and value; personas with size, overlap and stability
hands-value = signals of churn and value
hands-personas = personas with size, overlap and stability
hands-triggers = triggers with volume and cost, appraised with the program
hands-program = the program and its near-best alternatives
hands-economics = lines, series, scenarios, budget use
hands-governance = owners, KPIs, guardrails, approvals, open questions

## Tiers and moments

requirement-join = Join.
requirement-spend = Spend { $spend } within { $within }, net of returns; valid for { $validity }.
requirement-orders = { $orders ->
    [one] Place { $orders } order within { $within }; valid for { $validity }.
   *[other] Place { $orders } orders within { $within }; valid for { $validity }.
 }
requirement-missions = { $missions ->
    [one] Complete { $missions } mission within { $within }; valid for { $validity }.
   *[other] Complete { $missions } missions within { $within }; valid for { $validity }.
 }
requirement-fee = Pay a monthly fee of { $fee }; valid for { $validity }.
tier-kpi-rise = Share of members who reach the next tier within 12 months
tier-kpi-retention = Share of members still active after 12 months
tier-kpi-expansion = Net spend per member in 12 months
tier-kpi-engagement = Orders per member in 12 months
tier-kpi-advocacy = Referred first orders and reviews per member in 12 months
member-nobody = No customer of today would qualify for { $tier }.
member-worked = { $tier }: a typical member spends { $spend } a year in { $buys } and earns { $earned } points{ $besides }, worth { $worth } in rewards.{ $enough }
member-orders = { $n ->
    [one] { $n } order
   *[other] { $n } orders
 }
member-invoices = { $n ->
    [one] { $n } invoice
   *[other] { $n } invoices
 }
member-missions = {" "}for spending and about { $points } from missions and surprises
member-enough = {" "}That buys { $reward } within a year.
member-not-enough = {" "}The first reward ({ $reward }) costs { $price } points, more than a year earns.
points-worth = { $points } points ({ $worth })
moment-earn = { $points ->
    [one] Earn: { $points } point per { $units } of net spend; spendable after { $wait }.
   *[other] Earn: { $points } points per { $units } of net spend; spendable after { $wait }.
 }
moment-joining = Joining: { $points }.
moment-mission = { $times ->
    [one] Mission “{ $name }”: { $task } Earns { $points }; offered once a year.
   *[other] Mission “{ $name }”: { $task } Earns { $points }; offered { $times } times a year.
 }
moment-surprise = Surprise: { $points } to { NUMBER($members, maximumFractionDigits: 0) } in 100 active members a month, { $occasion }.
moment-referral = Referral: { $recommender } to the member after the friend's first order that is not returned, { $friend } to the friend; at most { $cap } a year.
moment-own-item = Own product as a reward: { $items }. It is counted at its price less your margin of { $margin }, plus the full price for members who would have bought it anyway: { $again } of its buyers bought it on more than one day (a judgement that members are like them).
moment-own-items = Own products as rewards: { $items }. Each is counted at its price less your margin of { $margin }, plus the full price for members who would have bought it anyway: { $least } to { $most } of its buyers bought it on more than one day (a judgement that members are like them).
moment-no-expiry = Points never expire.
moment-expiry-inactivity = Points expire after { $idle } in which a member neither earns nor redeems.
moment-expiry-age = Points expire { $age } after they were earned.
moment-expiry-ruled-out = The brief rules out expiry.
moment-minimum-order = A reward takes at most { $share } off an order: { $value } off needs an order of at least { $basket }.
moment-excluded = These earn nothing and cannot be paid with points: { $names }.

## Lifecycle triggers

trigger-welcome-action = Welcome: how to earn points, and the first reward within reach
trigger-welcome-kpi = second-order rate
trigger-second-order-due-action = Show what a second order brings: the way to the first reward
trigger-second-order-due-bonus = Bonus points for a second order
trigger-second-order-due-kpi = second-order rate
trigger-reward-in-reach-action = Show the next reward and the points still missing
trigger-reward-in-reach-kpi = redemption rate
trigger-tier-in-reach-action = Show the distance to the next tier
trigger-tier-in-reach-kpi = members who move up
trigger-bigger-basket-action = Show what the basket would earn, and what is missing to the next reward
trigger-bigger-basket-bonus = Bonus points above the usual order value
trigger-bigger-basket-kpi = average order value
trigger-order-overdue-action = Reminder of unspent points and the next reward (no bonus: retention offers have no proven effect)
trigger-order-overdue-kpi = 12-month retention
trigger-lapsed-action = One message about unspent points, then silence
trigger-lapsed-bonus = One win-back offer, then silence
trigger-lapsed-kpi = customers won back
trigger-invite-a-friend-action = Invitation to recommend; points after the friend's first order that is not returned
trigger-invite-a-friend-kpi = referred customers
trigger-thank-for-review-action = Ask for an honest review; thanks, whatever it says
trigger-thank-for-review-kpi = reviews per 100 orders
trigger-feature-adopted-action = Badge, once, when a customer comes to use the product broadly
trigger-feature-adopted-kpi = features per member
trigger-renewal-ahead-action = Review of the year's benefits, 30 days ahead
trigger-renewal-ahead-kpi = net revenue retention
trigger-seats-in-use-action = Offer the next plan with its benefits
trigger-seats-in-use-kpi = expansion revenue
trigger-use-paused-action = Reminder to use the product again, with a feature to begin with
trigger-use-paused-kpi = active users of the product
trigger-answer-complaint-action = Answer of a named person in customer service; no offer, for repeated apologies backfire
trigger-answer-complaint-kpi = complaints answered within two working days
chosen-firings = expected firings at full enrolment of today's active customers
firings-counted = counted in the last 12 months of the data, as if everyone were enrolled
firings-renewals = renewals due in the 12 months after the data, counted
firings-replayed = the program's rules replayed on the last 12 months of the data
firings-unknown = unknown: no data on this event were given
condition-overdue = no order for longer than usual (purchase interval unknown)
condition-no-order = no order for { $own } times the member's own usual interval; before a third order, for { $gap } ({ NUMBER($share, maximumFractionDigits: 0) } of next orders come sooner)
condition-no-second = no second order within { $gap } ({ NUMBER($share, maximumFractionDigits: 0) } of next orders come sooner)
condition-good-rating = after a rating of at least four fifths of the scale
condition-broad-use = the first time that a customer has used { $features } features: half of the customers who stay use at most as many
condition-use-paused = no use for { $pause } (at least { NUMBER($share, maximumFractionDigits: 0) } of pauses are no longer)
condition-poor-rating = after a rating of at most two fifths of the scale (six of ten)
condition-renewal = 30 days before the term ends
condition-reward-near = within { NUMBER($near, maximumFractionDigits: 0) } of the next reward
condition-tier-near = within { NUMBER($near, maximumFractionDigits: 0) } of the next threshold
condition-always = each time
consent-marketing = marketing consent for this channel
consent-device = permission on the device
consent-none = none (inside the service)
consent-answer = none as an answer without an offer; Legal confirms it for each place
consent-rules = { $consent }; rules { $rules }
data-ready = yes
data-billing-terms = yes, with billing terms
data-platform = comes with the loyalty platform
data-missing = missing: the event stream of the shop or service
cap-yearly = once a year
cap-once = once
cap-monthly = once in 30 days
window-complaint = no promotion while a complaint or return is open
window-quiet-hours = no message from { $from } to { $until } local time; no promotion while a complaint or return is open
gives-first-reward = { $reward } for { $points } points, or the next reward above
gives-joining = { $points } points on joining
gives-referral = { $points } points for the member ({ $friend } for the friend)
gives-tier = the benefits of { $tier }
gives-mission = the mission { $mission } ({ $points } points)

## The decision, the test, scenarios

decision-never = The program does not break even, even at four times the response we assume.
decision-without-effect = The program breaks even without any effect on invited customers.
decision-break-even = The program breaks even if invited customers buy { $lift } more: { NUMBER($strength, style: "percent", maximumFractionDigits: 0) } of the effect we assume.
decision-priors = The assumed response is { $low } to { $high } more sales of invited customers (median { $mid }); it is a judgement.
decision-no-test = There are too few data to size a test.
decision-test = Your data can detect a lift of { $quick }{ $lift } in { $weeks } weeks ({ $metric }, { NUMBER($holdout, maximumFractionDigits: 0) } held out).
decision-pilot = A pilot is worth { $value } more than deciding now: invite { $invited } customers at random for { $weeks } weeks. It detects a lift of { $lift }, has a net cost of { $cost }, and leads to a launch with a probability of { NUMBER($launch, maximumFractionDigits: 0) }.
decision-no-pilot = No pilot is worth its cost: the best of those compared ({ $invited } customers invited for { $weeks } weeks) changes the expected net value by { $value }.
decision-test-quick = { $lift } in { $weeks } weeks, or{" "}
decision-carried = With the same costs of set-up, platform and staff ({ $fixed }), the program carries them from about { $sales } of yearly sales; today they are { $today }.
decision-not-carried = No size of the company would carry the costs of set-up, platform and staff ({ $fixed }): rewards and messages cost more than they bring.
decision-frozen = Break-even lift, scenarios and probability of loss are unknown until the plan is run again with the amended values.
test-design = Active customers are assigned at random, once, by a hash of their id; the hold-out is not invited and gets no program message. Everyone invited is compared with everyone held out (intention to treat), joined or not.
test-too-few = too few customers bought in the last 12 months; { $customers } with an order, { $least } needed.
test-too-few-subscribers = customers pay by subscription: size the test on renewals; { $customers } with an order, { $least } needed.
test-rule-metric = Primary metric: { $metric } per invited customer over { $weeks } weeks, with { NUMBER($share, maximumFractionDigits: 0) } of active customers held out ({ $customers }). { $power }
test-power-enough = The test can detect a lift at break-even.
test-power-short = The test cannot detect a lift at break-even, which takes about { $times } times as many customers or customer-months, so read the interval, not the verdict.
test-rule-scale = Scale when the 80% interval of the lift is above { $even } (break-even), stop when it is below, otherwise keep the hold-out for the same time again.
test-rule-look = One interim look at half time (week { $week }), at { $significance } significance only (Haybittle-Peto), so that it costs the final test almost no power.
test-rule-kill = Stop at once, whatever the lift: reward cost above the pool in two periods in a row, fraud above 1% of points, or a compliance finding that cannot be fixed in 30 days.
test-rule-unsized = Without a sized test, the program is reviewed on cost alone.
test-rule-hopeless = Four times the assumed effects do not break even, so no test is worth its hold-out: the program is reviewed on cost alone.
test-rule-frozen = The test rules rest on the break-even lift: run the plan again before you write the test down.
two-way-rows = Strength of every effect on customers except referrals (1: as assumed)
two-way-columns = contribution margin on net sales
scenario-base = The plain design from which the search started; effects as assumed
scenario-base-chosen = The chosen design; effects as assumed (no plainer design to compare)
scenario-optimised = The chosen design; effects as assumed
scenario-aggressive = The chosen design with 50% more points on purchases and missions
scenario-redemption-doubles = Twice as many points are redeemed in the end (at most 99%)
scenario-lift-halves = Every effect on customers is half as strong
scenario-pool-cut = The pool is 20% smaller; this design is { NUMBER($kept, maximumFractionDigits: 0) } likely to stay within it
scenario-top-tier-grows = The top tier has half its threshold: more members hold it, so its privileges are worth less to each

## Reasons

chosen-point-value = a power of ten, so that a typical order is worth some tens of thousands of points
chosen-first-reward = the first step of the reward ladder
chosen-by-search = chosen by the search
chosen-missions = offers × expected completion × points
chosen-unit-costs = unit costs and take-up of data/benefits.toml
chosen-worth = worth to members and take-up of data/benefits.toml

# What the terms promise
term-soft-landing = Soft landing: a tier lasts { $validity }; who no longer reaches it falls one tier at a time
term-tier-notice = Members are told { $first } and { $last } before a tier ends, with what is missing
term-fast-track = Fast track: { $asked } within { $within } reach { $tier } at once
term-status-match = Status match: holders of a like status elsewhere get { $tier } for { $within } and keep it with { $asked } in them
term-ask-orders = { $orders ->
    [one] one order
   *[other] { $orders } orders
}
term-ask-missions = { $missions ->
    [one] one mission
   *[other] { $missions } missions
}
term-ask-spend = { $spend } of net spend
term-expiry-notice = Members are told { $first } and { $last } before points expire
term-returns = Points of a returned order are revoked: points wait { $wait }, and what was redeemed before counts against the next points
term-changes = Dearer rewards or higher thresholds are announced { $notice } before; until then the old prices hold
term-end = If the program ends, points can be redeemed for { $redeem } after the announcement

# Rules of shape: what they are called, and why one is not kept
shape-first-reward-orders = Orders to the first reward, median member of the first tier
shape-first-reward-months = Months to the first reward, median member of the first tier
shape-rules-to-learn = Rules that a member must learn
shape-pyramid = Customers in the tier below for each one in {$tier}
shape-cash-never-falls = Rise of the reward rate on purchases, the smallest from tier to tier
shape-worth-rises = More a year for a median member of {$tier} than the tier below would give
shape-status-felt = Worth of what {$tier} adds to its median member, of spend
shape-benefits-above-entry = Benefits above the first tier
shape-by-hand = a person fixed a part of the program
shape-customers-alike = the customers are too much alike for these tiers
shape-limit = a limit on rewards of the brief stands against it
shape-tiers-asked = so many tiers alone need more rules
shape-no-design = no design of the space keeps it with these customers
note-pending = Then { $wait } until the last of the points can be spent.
assumption-capped = { NUMBER($measured, maximumFractionDigits: 4) } was measured; values above { NUMBER($most, maximumFractionDigits: 4) } are not carried forward
assumption-converted = { $reason } (${ $dollars } at { NUMBER($rate, maximumFractionDigits: 4) } { $currency } per dollar of July 2021, The Economist's Big Mac index: an order of magnitude)
reward-cost-of-mix = money off at points.reward_cost_ratio and own products at what each costs, in the mix that simulated members redeem
reward-cost-from-margin = { $displaced } of a reward's value would have been paid in cash anyway (a judgement); the rest are goods that cost one minus the margin of { $margin }
margin-of-sector = Usual contribution margin of the sector { $sector }: a judgement with an interval; finance must give the company's own (--margin)
cost-scaled-setup = One-off set-up, a placeholder until the platform's quote is in: { $share } of yearly net sales ({ $sales }), at least { $least }
cost-scaled-platform = Platform fee a month for about { $members } members, a placeholder until the vendor's quote is in
cost-scaled-staff = Staff a month for about { $members } members: { NUMBER($persons, maximumFractionDigits: 2) } full-time equivalents, a placeholder until finance gives its own
assumption-unconverted = { $reason } (a figure in US dollars, used as { $currency } because no exchange rate is known: give your own figure)
search-then-fixed = { $ended }; then a person fixed { $pins }
search-infeasible = no design met every limit: { $ended }
difference-chosen = the chosen design
scenario-no-expiry-already = Points never expire in this design already
scenario-no-expiry = Points never expire, and points that would have expired are redeemed
