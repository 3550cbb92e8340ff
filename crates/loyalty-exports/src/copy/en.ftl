### The sentences of a plan in English, one for each fact. Voice: answer first, then the number, then how sure; short main clauses,
### active verbs, the words of the field. A changed sentence moves no plan_hash. Amounts and dates come written; NUMBER() sets decimals.

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

## Guardrails

guardrail-no-limit = no limit given
guardrail-budget = Reward pool
guardrail-budget-limit = { NUMBER($least, maximumFractionDigits: 0) } of simulated futures stay within the pool
guardrail-budget-next = Raise the pool or accept a leaner design
guardrail-budget-found = { NUMBER($kept, maximumFractionDigits: 0) } likely to stay within the pool in every period
guardrail-budget-unknown = The probability of staying within the pool is unknown until the plan is run again
guardrail-return = Return
guardrail-return-limit = median ROI of zero or more
guardrail-return-next = See in the search record what would turn the return positive
guardrail-return-found = median ROI { $roi }; probability of positive ROI { NUMBER($positive, maximumFractionDigits: 0) }
guardrail-return-unknown = The return cannot be estimated from these data
guardrail-margin-floor = Margin floor
guardrail-margin-floor-limit = rewards leave at least { $floor } of contribution
guardrail-margin-floor-next = Lower the earn rate
guardrail-margin-floor-found = rewards leave { $kept } of contribution
guardrail-margin-floor-none = No floor given; rewards leave { $kept } of contribution
guardrail-margin-floor-unknown = The contribution cannot be estimated from these data
guardrail-liability-cap = Liability cap
guardrail-liability-cap-limit = { $cap }
guardrail-liability-cap-next = Lower the earn rate or the joining points
guardrail-liability-cap-found = expected cost of points outstanding peaks at { $peak }
guardrail-liability-cap-none = No cap given; expected cost of points outstanding peaks at { $peak }
guardrail-liability-cap-unknown = The liability cannot be estimated from these data
guardrail-breakage-reliance = Reliance on breakage
guardrail-breakage-reliance-limit = median ROI of zero or more when redemption doubles
guardrail-breakage-reliance-next = Lower the earn rate until the program pays without breakage; review after 12 months of points ledger
guardrail-breakage-reliance-found = median ROI { $roi } when redemption doubles (at most 99%); breakage of { $breakage } is a published prior, not measured here
guardrail-breakage-reliance-unknown = The redemption shock was not simulated
guardrail-evidence = Evidence
guardrail-evidence-limit = repeat rate of { NUMBER($repeat, maximumFractionDigits: 0) } or more, hold-out forecast within { NUMBER($miss, maximumFractionDigits: 0) }
guardrail-evidence-next = Wait for more history, or run a pilot with a hold-out group
guardrail-evidence-found = repeat rate { $repeat }; hold-out forecast off by { $miss }
guardrail-evidence-incomplete = The order histories are incomplete, so no customer-base model was fitted
guardrail-evidence-no-orders = Repeat rate unknown: there are no orders
guardrail-evidence-low-repeat = repeat rate { $repeat }; no forecast could be tested on a hold-out
guardrail-evidence-no-score = repeat rate { $repeat }; no forecast could be tested on a hold-out
guardrail-concentration = Concentration
guardrail-concentration-limit = top 1% of customers bring at most { NUMBER($most, maximumFractionDigits: 0) } of net sales
guardrail-concentration-next = Manage the largest customers by contract, not by tier
guardrail-concentration-found = the top 1% of customers bring { $share } of net sales
guardrail-concentration-unknown = Net sales by customer are unknown
guardrail-fairness = Fairness
guardrail-fairness-limit = customers can reach every tier; no tier is withdrawn without notice
guardrail-fairness-next = Drop the tier or lower its threshold
guardrail-fairness-kept = today's customers reach every tier
guardrail-fairness-empty = no customer of today would qualify for { $tiers }
guardrail-fraud = Fraud and abuse
guardrail-fraud-limit = a control for each of four known kinds of abuse
guardrail-fraud-next = Name the platform's control in each open question fraud-…
guardrail-fraud-held = { $controls }
guardrail-fraud-open = no known control for { $ways }
guardrail-fraud-part = { $controls }; no known control for { $ways }
fraud-control = { $way }: { $control }
fraud-self-referral = self-referral
fraud-self-referral-control = the design has no referral reward
fraud-self-referral-question = How does the platform check that a referred friend is another person (address, payment, device)?
fraud-self-referral-why = Self-referral earns rewards without a new customer.
fraud-order-splitting = order splitting
fraud-order-splitting-control = points follow spend, and no mission counts orders
fraud-order-splitting-question = Does the platform count a customer's orders of one day once towards missions that count orders?
fraud-order-splitting-why = Order splitting completes missions without extra sales.
fraud-return-after-redemption = return after redemption
fraud-return-after-redemption-control = points become spendable after the return window of { $wait }
fraud-return-after-redemption-question = How long may customers return goods, and does a return revoke the points?
fraud-return-after-redemption-why = A return after redemption leaves a reward without a sale.
fraud-velocity = velocity
fraud-velocity-question = From how many points, redemptions or referrals per account and day does the platform hold an account for review?
fraud-velocity-why = Stolen or scripted accounts redeem in bursts.

## Escalations

escalation-unreadable = { $files } could not be read after three attempts; the plan was made without { $files }.
escalation-unreadable-decision = Fix the file and run the plan again, or accept the plan without it
escalation-negative-twice = Median ROI is negative, for the first design and for a cheaper redesign.
escalation-negative-fixed = Median ROI is negative with the values fixed in the design.
escalation-negative-decision = Stop, replace the decisive assumptions with evidence, or fund the loss as an investment with a named sponsor
escalation-compliance = A compliance rule blocks the launch: { $rule }.
escalation-compliance-decision = { $remedy } Apply the change with plan-loyalty amend { $change } --reason …, or override with evidence
escalation-guardrail = { $guardrail }: { $found }
escalation-frozen-loss = Mean net value is negative with the amended values.
escalation-frozen-decision = Run the plan again with these values so that the design is searched anew, or stop
tried-read = reading the file
tried-read-again = reading it again after a pause
tried-read-later = reading it again after a longer pause
tried-without-table = the plan without that table
tried-best-design = the best design for the goal
tried-redesign = a redesign with cheaper levers
tried-as-designed = the design as it is
tried-priced = priced: { $change }
tried-frozen = the present design with { $changes }

## Responsibilities, KPIs, approvals, risks, checklist

activity-rules = Program rules and tiers
activity-liability = Liability and accounting
activity-terms = Terms, consent, privacy
activity-ledger = Points ledger and redemption
activity-messages = Triggers and messages
activity-measurement = Measurement and hold-out
kpi-retention = Customers active after 12 months
kpi-nrr = Net revenue retention
kpi-cost-per-point-issued = Cost per point issued, at expected redemption
kpi-cost-per-point-redeemed = Cost per point redeemed
kpi-basis-simulation = simulation with the program against without it
kpi-basis-design = design; act at 15% above target
approval-legal = terms, consent, expiry, places
approval-finance = economics, liability, pool
approval-operations = ledger, redemption flows, service load
approval-exec-sponsor = launch
risk-small-lift = The lift is smaller than the published priors.
risk-small-lift-sign = hold-out difference below the break-even lift after two quarters.
risk-small-lift-response = cut the most expensive levers, keep recognition.
risk-redemption = Members redeem more than assumed.
risk-redemption-sign = redemption above the P90 of the simulation.
risk-redemption-response = re-estimate at the monthly close, adjust reward prices with notice.
risk-subsidy = Rewards go to customers who would have bought anyway.
risk-subsidy-sign = subsidy line above plan.
risk-subsidy-response = shift points to light and moderate buyers.
risk-abuse = Members abuse referrals or returns.
risk-abuse-sign = rewards per account above the cap.
risk-abuse-response = freeze, review, extend the pending period.
checklist-redemption = Redemption flows tested: earn, partial and full redemption, return, expiry, two at once
checklist-terms = Terms published and archived
checklist-consent = Consent recorded per channel
checklist-ledger = Points ledger reconciled to orders
checklist-holdout = Hold-out group drawn and locked
checklist-roll-back = Roll-back rehearsed

## Meetings and work

cadence-monthly = monthly
cadence-quarterly = quarterly
cadence-launch-watch = Launch watch
cadence-launch-watch-every = weekly for the first 8 weeks
cadence-launch-watch-agenda = enrolment, redemption errors, complaints, signs of fraud
cadence-launch-watch-decision = fix, pause or continue
cadence-performance = Performance review
cadence-performance-agenda = KPIs against thresholds, pool use, hold-out
cadence-performance-decision = adjust triggers and missions
cadence-liability = Liability close
cadence-liability-agenda = roll-forward of points, redemption estimate
cadence-liability-decision = book and explain the change
cadence-tiers = Tier and benefit review
cadence-tiers-agenda = members per tier, cost against margin on lift
cadence-tiers-decision = change with notice, or keep
cadence-go-or-stop = Go or stop
cadence-go-or-stop-every = after 12 months
cadence-go-or-stop-agenda = measured lift against the break-even lift
cadence-go-or-stop-decision = scale, change or stop
work-question = { $question } ({ $id })
work-approval = Approve as { $role }: { $subject }
work-approval-detail = plan-loyalty approve, on the current design
work-checklist-detail = launch checklist
work-trigger = Set up the trigger { $id }
work-trigger-detail = { $event }: { $condition }. { $action }. Template { $template }.

## Roll-out and exit

phase-prepare = Decide and prepare
phase-prepare-work = Approvals in order, then the launch checklist; { $holdout }
phase-prepare-divided = active customers are assigned at random, once, before any invitation
phase-prepare-held-out = { NUMBER($share, maximumFractionDigits: 0) } of active customers ({ $customers }) are drawn at random and not invited
phase-prepare-gate = all approvals given, all checklist items done
phase-launch = Launch under watch
phase-launch-work = Invite everyone outside the hold-out; weekly launch watch
phase-launch-gate = weekly check of redemption errors, complaints and signs of fraud: fix, pause or continue
phase-enrol = Enrol
phase-enrol-work = Existing customers enrol over { $ramp }; triggers and missions run; monthly performance review and liability close
phase-enrol-gate = reward cost within the pool
phase-test = Test
phase-test-work = Compare invited customers with the hold-out on { $metric } over { $weeks } weeks, with one interim look at half time
phase-test-gate = the test rules written before launch: scale, stop, or keep the hold-out
phase-decide = Go or stop
phase-decide-work = Compare the measured lift with the break-even lift; review members per tier and cost against margin on lift
phase-decide-gate = scale, change or stop, with the reason on record
exit-announce = Tell members in writing when earning ends and when points can last be spent; enrolment closes
exit-earning-ends = Earning ends; tiers and benefits run to the end of what was promised; every reward remains available
exit-re-estimate = Finance re-estimates redemption: more members redeem once an end is announced than the plan assumes
exit-last-day = Last day to spend points; the rest is released or paid out, as terms and local law require
exit-data = Member data are deleted or kept as consent allows; the hold-out comparison is closed and archived

## Open questions

question-own-figure = { $question } We assume { $assumed } until you answer.
question-own-figure-why = The default is a placeholder, and the return follows it closely; your figure replaces it.
question-margin = What is your contribution margin on net sales?
question-setup = What will set-up cost (integration and launch)?
question-platform = What does the loyalty platform cost per month?
question-staff = What will program staff cost per month?
question-reward-cost = What does a reward cost you per unit of its retail value?
question-spend-per-point = How much spend does one point in your ledger stand for?
question-members = How many members do you expect?
question-orders = How many orders does a customer place per year?
question-order-value = What is your average order value?
question-churn = What share of customers do you lose per year?
question-new-members = How many new members do you expect per month?
question-figure = What is your own figure?
question-amounts-tax = Do the amounts include tax? We take them as they are.
question-amounts-shipping = Do the amounts include shipping? We take them as they are.
question-amounts-discounts = Are discounts already deducted from the amounts? We take them as they are.
question-amounts-why = Points and margin follow net sales.
question-currency = Are the amounts in { $currency }? Neither the data nor the request names a currency.
question-currency-why = Every amount in the plan carries this currency.
question-repeated-lines = { $lines ->
    [one] { $lines } order line repeats another exactly. Is it a real sale, or was a file joined twice?
   *[other] { $lines } order lines repeat another exactly. Are they real sales, or was a file joined twice?
 }
question-repeated-lines-why = They are counted; lines read twice would overstate spend.
question-whole-histories = Does the order file hold every line of every order? It has { NUMBER($lines, maximumFractionDigits: 1) } lines per order.
question-whole-histories-why = A sample of lines looks like this too, and would understate spend, frequency and every threshold.
question-places = Where do your members live?
question-places-why = Local law decides on expiry, consent and notices.
question-expiry = May points expire where your members live?
question-expiry-why = Some places forbid or limit expiry.
question-fact = { $fact }?
question-fact-why = { $rules ->
    [one] One compliance rule depends on it; answer it in plan-loyalty.toml under [facts] { $fact }.
   *[other] { $rules } compliance rules depend on it; answer it in plan-loyalty.toml under [facts] { $fact }.
 }
question-contradiction = The settings say { $name } = { $said }, but this design has { $design }. Which is right?
question-contradiction-why = Compliance was checked against the design, not against the settings.
constraint-unknown-why = We did not recognise this constraint, so nothing in the design follows it yet.
constraint-unbound-why = We recognised this constraint, but only the set-up can enforce it: neither the data nor the design does.

## Compliance remedies

remedy-no-expiry = Points never expire; points that would have expired count as redeemed.
remedy-inactivity = Points expire only after { $idle } without earning or redeeming, and after a warning; points that would have expired earlier count as redeemed.
remedy-no-referral = No referral reward.
remedy-no-surprise = No reward by chance.
remedy-smaller-rewards = No single reward worth more than { $most }; members with more points take several.
remedy-drop-channel = No lifecycle message by { $channel }; its triggers are dropped.

## The verdict and the header

title = Loyalty program blueprint — { $company }
effort-small = Made at small effort ({ $search_draws } draws of { $search_customers } customers in the search, { $draws } of { $customers } at the end): for trying out, not for a decision.
verdict-returns = Median ROI { NUMBER($roi, maximumFractionDigits: 0) } over { $horizon }; probability of positive ROI { NUMBER($positive, maximumFractionDigits: 0) }.
verdict-margin = The margin is assumed: finance must replace it (--margin).
verdict-spend-per-point = Spend is assumed: { $spend } for each point earned.
verdict-incomplete = The order histories are incomplete.
verdict-stale = The data end { $waited } before the launch.
verdict-infeasible = No design meets every limit; this is the cheapest permitted one.
verdict-decide = A person must decide before launch.
verdict-priors = Effects are published priors, not findings about this company: test them with a hold-out group.
verdict-frozen = Mean ROI { NUMBER($roi, maximumFractionDigits: 0) } over { $horizon } with the amended values ({ $changes }).
verdict-frozen-unknown = Median, range and probability of loss are unknown until the plan is run again.
note-frozen = Recalculated without a new simulation: the range is unknown until the plan is run again
note-frozen-besides = { $note }. Recalculated without a new simulation: the range is unknown until the plan is run again
objective = { $goal } and net value: what the program adds for this goal, weighed against its cost (docs/economics.md)
goal-retention = retention
goal-expansion = expansion
goal-engagement = engagement
goal-advocacy = advocacy
complexity-complex = complex: more than three tiers
complexity-moderate = moderate: up to three tiers
error-handling = Bad input stops the run with place, fact, reason and next step. A model that cannot be fitted is replaced by a labelled assumption. A negative return is redesigned once, then escalated.
success-retention = retention above the level without the program (KPI { $kpis })
success-nrr = net revenue retention above the level without the program (KPI { $kpis })
success-cost-per-point = cost per point within 15% of plan (KPI { $kpis })
pattern-asked = requested by the person who ran the plan
pattern-diamond = with { $customers } customers, research (signals) and modeling (assumptions, customer base) run side by side; both feed design, economics and governance
pattern-pipeline = with only { $customers } customers, each step needs the one before to say what it could not measure; nothing is gained by running them side by side
attempt-reused = reused the result of an earlier run on the same inputs ({ $home })
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
reading-expected = Without a program, we expect { $orders } orders from today's customers in the next 12 months, corrected for the bias of earlier forecasts.
reading-subscriptions = { $left } of { $all } subscribers have left.
reading-usage-apart = { $customers } customers used the product. Users of some features stay more often, an association and not an effect.
reading-usage-alike = { $customers } customers used the product. No feature is associated with staying beyond chance.
reading-voice = { $records } records, { $rated } with a rating.
reading-voice-theme = { $records } records, { $rated } with a rating. Most frequent theme: { $theme } ({ $named } records).
reading-ledger = Members have redeemed { $redeemed } of the points earned so far; the opening balance is unknown.
reading-ledger-empty = The ledger shows no points earned; the opening balance is unknown.
signal-repeat-rate = Buyers who bought again
signal-gap = Days within which { NUMBER($share, maximumFractionDigits: 0) } of next orders came
signal-p-alive = Mean probability of being active
signal-kept-buyers = Last year's buyers who bought again this year
signal-nrr = Net revenue retention: this year's net sales to last year's buyers ÷ their net sales then
signal-grr = Gross revenue retention (each customer capped at last year's spend)
signal-customers = Customers
signal-active-customers = Customers who bought in the last 365 days
signal-net-12m = Net sales of the last 365 days
signal-aov = Average order value, net
signal-refund-rate = Refunds ÷ gross sales
signal-new-per-month = New customers per month, last full year
signal-top-share = Share of net sales of the top { NUMBER($top, maximumFractionDigits: 1) } of customers
signal-expected-orders = Orders expected from today's customers in the next 12 months, without a program
signal-expected-spend = Net sales of those orders
signal-clv = Customer lifetime value: discounted contribution over the next 36 months, mean of today's customers
signal-logo-churned = Subscribers who have left to date
signal-mrr = Monthly recurring revenue
signal-logo-churn-monthly = Subscribers leaving per month, last 12 months
signal-subscription-nrr = Net revenue retention of subscriptions, last 12 months compounded
signal-subscription-grr = Gross revenue retention of subscriptions, last 12 months compounded
signal-revenue-churn-monthly = Recurring revenue lost to leavers per month, last 12 months
signal-renewals = Renewals due in the next { $ahead } (a monthly term counts each time)
signal-renewals-mrr = Monthly revenue up for renewal in the next { $ahead }, each renewal counted
signal-survival = Subscribers still active after { $after }
signal-usage-customers = Customers who used the product
signal-usage-active = Customers active in the last full month
signal-stickiness = Customers active on a day ÷ active in the month
signal-feature = Users of { $feature } who are still customers (an association)
signal-feature-others = Other users who never used { $feature } and are still customers
signal-rating = Mean rating out of { $scale }
signal-csat = Satisfied customers: rating of at least four fifths of the scale
signal-nps = Net promoter score
signal-voice-records = Records
signal-points-earned = Points earned in the ledger
signal-points-redeemed = Points redeemed
signal-redemption-so-far = Redeemed ÷ earned so far (not ultimate redemption)
signal-redeemers = Members who ever redeemed
signal-cost-per-point-redeemed = Booked cost per point redeemed
signal-ultimate-redemption = Ultimate redemption: share of points that will be redeemed
signal-over-redeemed = Members who redeemed more than they earned in the ledger: their opening balance is unknown

## What the data cannot tell

gap-purchase-histories = purchase histories
gap-purchase-histories-why = { $why }. Frequency, retention, spend per customer and every threshold rest on what is left.
gap-purchase-histories-needed = every line of every order of the customers in the file
gap-spend = spend
gap-spend-why = a points ledger is the only record of purchases; we take each point earned as a fixed amount of spend (ledger.spend_per_point).
gap-spend-needed = the orders behind the points, or finance's spend per point
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
gap-today-why = the data end on { $end }, { $waited } before the launch; customers are taken as they were then, as if the program began the month after.
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
gap-drop-out = drop-out of customers
gap-drop-out-why = the history is too short, or sales grew too fast at its end, to distinguish a customer who left from one who pauses; the fit says that nobody leaves.
gap-drop-out-needed = at least two years of orders
gap-subscriber-drop-out = drop-out of subscribers
gap-subscriber-drop-out-why = nobody left in { $seen } of subscriptions, so a program has no churn to reduce.
gap-subscriber-drop-out-needed = subscriptions with their ends, over a longer time

## The customer base

base-incomplete = The order histories are incomplete ({ $why }), so no customer-base model was fitted.
base-assumed = No customer-base model was fitted: each customer continues at the rate observed, and we assume that { $rate } of customers leave each month.
base-driver-sheet = No customer-base model was fitted: each customer buys at the rate of the driver sheet, which says that { $rate } of customers leave each month.
base-subscribers = Subscribers leave at the measured rate of { NUMBER($hazard, maximumFractionDigits: 2) } per month.
base-subscribers-none-left = Nobody left in { $seen } of subscriptions; we count half a leaver instead, { NUMBER($hazard, maximumFractionDigits: 3) } per month.
base-no-drop-out = Its fitted drop-out is zero, which no company has: we assume { $rate } per month instead.
base-unscored = { $model } was fitted on all the data; the history is too short to hold some of it back, so the forecast could not be tested.
base-chosen = { $model } won the hold-out test after { $cut }: total off by { $bias }, each customer by { NUMBER($error, maximumFractionDigits: 3) } purchases.
base-chosen-naive = No published model predicts single customers as well, so each customer is expected to repeat the same count as before.
base-chosen-model = It has the smallest error of the total among the models within 5% of the best error per customer.
base-naive = Repeating the same count as before misses the total by { $bias } and each customer by { NUMBER($error, maximumFractionDigits: 3) }.
base-no-origin = No earlier forecast could be tested, so the level is not corrected.
base-origin = { $bias } from { $day }
base-level = Earlier forecasts of the total were off by { $origins }; the forecast in the economics is multiplied by { NUMBER($factor, maximumFractionDigits: 3) }, within { NUMBER($spread, maximumFractionDigits: 0) } either way (80%), for this bias, the spread between models and the error of the fit.
base-check = A forecast made the same way at { $cut }, blind to what followed, gave { $low } to { $high } purchases (80%); { $actual } came: { $proof }.
base-check-covered = inside
base-check-missed = outside
imagined-driver-sheet = customers imagined from a driver sheet
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
persona-customers-line = Customers: { $persona }
persona-value-line = Annual value per customer: { $persona }
persona-small = too small to steer by; { $overlap } more customers match the definition but belong to an earlier persona; stability over time not measured
persona-large = large enough; { $overlap } more customers match the definition but belong to an earlier persona; stability over time not measured
path-begins = starts as { $tier }
path-next = { $tier } ({ NUMBER($today, maximumFractionDigits: 0) } today), then { $next }
path-stays = { $tier } ({ NUMBER($today, maximumFractionDigits: 0) } today), the highest tier

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
member-not-enough = {" "}The first reward ({ $reward }) costs { $price } points: more than a year's.
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
moment-no-expiry = Points never expire.
moment-expiry-inactivity = Points expire after { $idle } in which a member neither earns nor redeems.
moment-expiry-age = Points expire { $age } after they were earned.
moment-expiry-ruled-out = The brief rules expiry out.

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
trigger-feature-adopted-action = Badge for the first use of a feature
trigger-feature-adopted-kpi = features per member
trigger-renewal-ahead-action = Review of the year's benefits, 30 days ahead
trigger-renewal-ahead-kpi = net revenue retention
trigger-seats-in-use-action = Offer the next plan with its benefits
trigger-seats-in-use-kpi = expansion revenue
trigger-volume-line = Firings per month: { $trigger }
trigger-unit-cost-line = Cost per firing: { $trigger }
trigger-cost-line = Cost per month: { $trigger }
chosen-firings = expected firings at full enrolment of today's active customers
condition-overdue = no order for longer than usual (purchase interval unknown)
condition-no-order = no order for { $gap }: { NUMBER($share, maximumFractionDigits: 0) } of next orders had come by then
condition-renewal = 30 days before the term ends
condition-reward-near = the next reward is within a fifth of its price
condition-tier-near = within 15% of the next threshold
condition-always = each time
consent-marketing = marketing consent for this channel
consent-device = permission on the device
consent-none = none (inside the service)
consent-rules = { $consent }; rules { $rules }
data-ready = yes
data-billing-terms = yes, with billing terms
data-platform = comes with the loyalty platform
data-missing = missing: the event stream of the shop or service
cap-yearly = once a year
cap-monthly = once in 30 days
window-complaint = no promotion while a complaint or return is open
window-quiet-hours = no message from { $from } to { $until } local time; no promotion while a complaint or return is open
gives-first-reward = { $reward } for { $points } points, or the next reward above
gives-joining = { $points } points on joining
gives-referral = { $points } points for the member ({ $friend } for the friend)
gives-tier = the benefits of { $tier }
gives-mission = the mission { $mission } ({ $points } points)

## The decision, the test, scenarios

decision-never = It does not break even at twice the published effects.
decision-without-effect = It breaks even without any effect on invited customers.
decision-break-even = It breaks even if invited customers buy { $lift } more: { NUMBER($strength, maximumFractionDigits: 2) } times the effect we assume.
decision-priors = Published priors suggest { $low } to { $high } more sales (median { $mid }).
decision-no-test = These data are too few to size a test.
decision-test = Your data can detect a lift of { $quick }{ $lift } in { $weeks } weeks ({ $metric }, { NUMBER($holdout, maximumFractionDigits: 0) } held out).
decision-test-quick = { $lift } in { $weeks } weeks, or{" "}
decision-frozen = Break-even lift, scenarios and probability of loss are unknown until the plan is run again with the amended values.
test-design = Active customers are assigned at random, once, by a hash of their id; the hold-out is not invited and gets no program message. Everyone invited is compared with everyone held out (intention to treat), joined or not.
test-too-few = too few customers bought in the last 12 months; { $customers } with an order, { $least } needed.
test-too-few-subscribers = customers pay by subscription: size the test on renewals; { $customers } with an order, { $least } needed.
test-rule-metric = Primary metric: { $metric } per invited customer over { $weeks } weeks, with { NUMBER($share, maximumFractionDigits: 0) } of active customers held out ({ $customers }). { $power }
test-power-enough = The test can detect a lift at break-even.
test-power-short = The test cannot detect a lift at break-even: that takes about { $times } times as many customers or customer-months, so read the interval, not the verdict.
test-rule-scale = Scale when the 80% interval of the lift is above { $even } (break-even), stop when it is below, otherwise keep the hold-out for as long again.
test-rule-look = One interim look at half time (week { $week }), at the { $level } level only (Haybittle and Peto), so that it costs the final test next to nothing.
test-rule-kill = Stop at once, whatever the lift: reward cost above the pool in two periods in a row, fraud above 1% of points, or a compliance finding that cannot be fixed in 30 days.
test-rule-unsized = Without a sized test, the program is reviewed on cost alone.
test-rule-hopeless = Twice the assumed effects do not break even, so no test is worth its hold-out: the program is reviewed on cost alone.
test-rule-frozen = The test rules rest on the break-even lift: run the plan again before you write the test down.
two-way-rows = strength of every effect on customers, referrals aside (1: as assumed)
two-way-columns = contribution margin on net sales
scenario-base = The plain design from which the search started; effects as assumed
scenario-base-chosen = The chosen design; effects as assumed (no plainer design to compare)
scenario-optimised = The chosen design; effects as assumed
scenario-aggressive = The chosen design with half as many points again on purchases and missions
scenario-redemption-doubles = Ultimate redemption doubles (at most 99%)
scenario-lift-halves = Every effect on customers is half as strong
scenario-pool-cut = The pool is cut by 20%: { NUMBER($kept, maximumFractionDigits: 0) } likely to stay within it with this design
scenario-top-tier-grows = Members reach the top tier at half its threshold, and holding it lifts nobody's spend

## Accounts

accounting-basis = IFRS 15.B39-B43, ASC 606-10-55-41 to 55-48: the price is allocated once by relative stand-alone selling prices; revenue on points follows redemption and expiry; { $redemption }. Points not earned by a purchase are marketing expense. The expected cost of points in the business case is management information and is not booked on top.
accounting-full-redemption = no redemption history tells ultimate redemption, so every point counts as redeemed
accounting-chain-ladder = the chain ladder on the ledger gives ultimate redemption of { $redeemed } (standard error { $error })
account-receivables = Receivables or cash
account-revenue-goods = Revenue from goods
account-contract-liability = Contract liability: points
account-revenue-points = Revenue from points
account-cost-of-rewards = Cost of sales: rewards
account-inventory = Inventory or cash
account-marketing = Marketing expense
account-obligation = Obligation for granted points

## Reasons

chosen-point-value = a power of ten, so that a typical order is worth some tens of thousands of points
chosen-first-reward = the first step of the reward ladder
chosen-by-search = chosen by the search
chosen-missions = offers × expected completion × points
chosen-unit-costs = unit costs and take-up of data/benefits.toml
note-pending = Then { $wait } until the last of the points can be spent.
assumption-capped = { NUMBER($measured, maximumFractionDigits: 4) } was measured; values above { NUMBER($most, maximumFractionDigits: 4) } are not carried forward
assumption-converted = { $reason } (${ $dollars } at { NUMBER($rate, maximumFractionDigits: 4) } { $currency } per dollar of July 2021, The Economist's Big Mac index: an order of magnitude)
assumption-unconverted = { $reason } (the number of US dollars, taken in { $currency }, whose rate the program does not know: give your own figure)
search-then-fixed = { $ended }; then fixed by a person: { $pins }
search-infeasible = no design met every limit: { $ended }
difference-chosen = the chosen design
scenario-no-expiry-already = Points never expire in this design already
scenario-no-expiry = Points never expire, and points that would have expired are redeemed

## The change log

log-first = first plan
log-resumed = resumed after an interruption
log-in-place-of = replaces { $plan }: { $why }
log-review-passed = the review passed
why-data = the data changed
why-program = the program version changed
why-day = asked on another day
why-fixed = values fixed by hand changed
why-again = the same request was run again
why-several = { $all }

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
reading-correct = Is a column wrong? Name the right one with --map TABLE.MEANING="COLUMN", or run plan-loyalty init to go through the reading.
reading-source = Observed to { $to }; each table reconciles to its own total.
reading-is-demonstration = demonstration company
reading-is-figures = figures
reading-by-name = its name
reading-by-content = its values
reading-by-map = you said so
reading-by-settings = your settings
reading-by-position = its place
reading-without-customer = no customer is named
reading-join = { NUMBER($known) } of { NUMBER($of) } { $what } have { $with }
reading-unread = Columns of { $file } that the plan does not use: { $columns }
reading-unread-more = Columns that the plan does not use, in { $file }: { $columns }; { $more } more
