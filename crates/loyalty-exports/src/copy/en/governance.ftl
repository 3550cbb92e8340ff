### The sentences of a plan in English: guardrails, escalations, roles, roll-out, accounts, change log.

## Guardrails

guardrail-no-limit = no limit given
guardrail-budget = Reward pool
guardrail-budget-limit = { NUMBER($least, maximumFractionDigits: 0) } of simulated futures stay within the pool
guardrail-budget-next = Raise the pool or accept a leaner design
guardrail-budget-found = { NUMBER($kept, maximumFractionDigits: 0) } likely to stay within the pool in every period
guardrail-budget-unknown = The probability of staying within the pool is unknown until the plan is run again
guardrail-return = Return
guardrail-return-limit = median ROI of zero or more
guardrail-return-next = Check the search record for changes that would make the return positive
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
guardrail-breakage-reliance-limit = median ROI of zero or more when redemption doubles (at most 99%)
guardrail-breakage-reliance-next = Lower the earn rate until the program pays without breakage; review after 12 months of points ledger
guardrail-breakage-reliance-found = median ROI { $roi } when redemption doubles; breakage of { $breakage } is a published prior
guardrail-breakage-reliance-unknown = The redemption shock was not simulated
guardrail-evidence = Evidence
guardrail-evidence-limit = repeat rate of { NUMBER($repeat, maximumFractionDigits: 0) } or more, hold-out forecast within { NUMBER($miss, maximumFractionDigits: 0) } and inside its 80% interval
guardrail-evidence-next = Wait for more history, or run a pilot with a hold-out group
guardrail-evidence-found = repeat rate { $repeat }; hold-out forecast off by { $miss }
guardrail-evidence-outside = The back-test of the forecast missed its own 80% interval
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
guardrail-fairness-kept = some of today's customers qualify for each tier
guardrail-fairness-empty = no customer of today would qualify for { $tiers }
guardrail-fraud = Fraud and abuse
guardrail-fraud-limit = a control for each of four known kinds of abuse
guardrail-fraud-next = Answer the open questions about fraud: name the platform's control for each
guardrail-fraud-held = { $controls }
guardrail-fraud-open = no known control for { $ways }
guardrail-fraud-part = no known control for { $ways }; { $controls }
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
escalation-negative-full = Expected net value and median ROI are negative in the full appraisal.
escalation-negative-twice = Expected net value and median ROI are negative, for the first design and for a cheaper redesign.
escalation-negative-fixed = Expected net value and median ROI are negative with the values fixed in the design.
escalation-negative-decision = Stop, replace the decisive assumptions with evidence, or fund the loss as an investment with a named sponsor
escalation-compliance = A compliance rule blocks the launch: { $rule }.
escalation-several = Several compliance rules block the launch: { $rules }.
escalation-and-blocked = { $first } Compliance blocks the launch too: { $rules }.
escalation-compliance-decision = { $remedy } Apply one of the changes that blueprint.html prices, each with its command, or override with evidence
escalation-guardrail = { $guardrail }: { $found }
escalation-frozen-loss = Mean net value is negative with the amended values.
escalation-frozen-decision = Run the plan again with these values to search for a better design, or stop
tried-read = reading the file
tried-read-again = reading it again after a pause
tried-read-later = reading it again after a longer pause, by one thread and in small blocks
tried-without-table = the plan without that table
tried-best-design = the best design for the goal
tried-redesign = a redesign with cheaper options
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
kpi-orders = Orders per active customer
kpi-missions = Missions completed since the launch
kpi-friends = Referred customers since the launch who would not have come
kpi-identification = Net sales with a member's number at the till ÷ net sales
kpi-active = Members with an order or a contract in the last 12 months ÷ members
kpi-redemption = Points redeemed ÷ points issued since the launch
kpi-basis-launch = counted from the launch; nothing here forecasts it, so its target is set with the first quarter's figure
kpi-basis-simulation = simulation with and without the program
kpi-basis-design = design; act at 15% above target
approval-legal = terms, consent, expiry, jurisdictions
approval-finance = economics, liability, pool
approval-operations = ledger, redemption flows, service load
approval-exec-sponsor = launch
risk-small-lift = The lift is smaller than the assumed response.
risk-small-lift-sign = hold-out difference below the break-even lift after two quarters.
risk-small-lift-response = cut the most expensive levers and keep recognition.
risk-redemption = Members redeem more than assumed.
risk-redemption-sign = redemption above the P90 of the simulation.
risk-redemption-response = re-estimate at the monthly close; adjust reward prices with notice.
risk-subsidy = Rewards go to customers who would have bought anyway.
risk-subsidy-sign = subsidy line above plan.
risk-subsidy-response = shift points to light and moderate buyers.
risk-abuse = Members abuse referrals or returns.
risk-abuse-sign = rewards per account above the cap.
risk-abuse-response = freeze and review the accounts; extend the pending period.
checklist-redemption = Redemption flows tested: earn, partial and full redemption, return, expiry, two at once
checklist-terms = Terms published and archived
checklist-consent = Consent recorded per channel
checklist-ledger = Points ledger reconciled to orders
checklist-holdout = Hold-out group drawn and locked
checklist-roll-back = Roll-back rehearsed

## Meetings and work

cadence-monthly = monthly
cadence-quarterly = quarterly
cadence-launch-watch = Launch monitoring
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

launch-asked = Launch on { $day }, as requested: { $lead ->
    [one] { $lead } working day
   *[other] { $lead } working days
 } after the request
launch-lead = Launch on { $day }, { $lead ->
    [one] { $lead } working day
   *[other] { $lead } working days
 } after the request; approvals, set-up and training need { $least }
launch-near = The launch leaves { $lead ->
    [one] { $lead } working day
   *[other] { $lead } working days
 } of the { $least } that approvals, set-up and training need: choose a later day (--launch), or say who does less.
launch-in-peak = { $day } is in the measured peak of sales: teams and systems are busiest then; choose another day (--launch).
launch-avoids-peak = The month that begins on { $month } would be earlier, but it is in the measured peak of sales
launch-season-unknown = No season of sales was measured, so that the launch avoids no peak
launch-first-month = The figures count whole months from { $month }
launch-holidays = All dates avoid Saturdays and Sundays; public holidays are not known here
phase-prepare = Decide and prepare
phase-prepare-work = Approvals in order, then the launch checklist; { $holdout }
phase-prepare-divided = active customers are assigned at random, once, before any invitation
phase-prepare-held-out = { NUMBER($share, maximumFractionDigits: 0) } of active customers ({ $customers }) are drawn at random and not invited
phase-prepare-gate = all approvals given, all checklist items done
phase-launch = Monitored launch
phase-launch-work = Invite everyone outside the hold-out; weekly launch monitoring
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

## Accounts

accounting-basis = IFRS 15.B39-B43 and ASC 606-10-55-41 to 55-48. The price is allocated once by relative stand-alone selling prices; revenue on points follows redemption and expiry; { $redemption }. Points not earned by a purchase are provided for at cost. The expected cost of points in the business case is a management figure and is not booked as well.
accounting-opening-booked = The booked contract liability of { $booked } opens the schedule; the points ledger gives { $computed }.
accounting-opening-booked-alone = The booked contract liability of { $booked } opens the schedule. Without a points ledger nothing is known of when it is redeemed: it stays as booked.
accounting-opening-computed = { $expected } of { $outstanding } outstanding points are expected to be redeemed (by month of earning: expected in the end less redeemed so far), at { NUMBER($value, maximumFractionDigits: 4) } a point { $known }; { $allocation }.
accounting-opening-allocation = { $share } of that was deferred when they were earned (relative stand-alone selling prices)
accounting-opening-no-sales = the sales that earned them are not known, so nothing is taken off for the goods
accounting-value-catalogue = (median of the current reward catalogue)
accounting-value-ledger = (booked in the ledger for points redeemed)
accounting-value-new = (the new program's value: the current one is not known)
accounting-repricing = A point redeemed costs { NUMBER($present, maximumFractionDigits: 4) } in the current program and { NUMBER($planned, maximumFractionDigits: 4) } in this plan. The contract liability of points brought in is not repriced; the business case counts them at { NUMBER($planned, maximumFractionDigits: 4) }, and at { NUMBER($present, maximumFractionDigits: 4) } they would cost { $difference } more if all were redeemed. A change in what existing points buy needs a decision and a notice to members.
verdict-repricing = A point redeemed costs { NUMBER($present, maximumFractionDigits: 4) } in the current program and { NUMBER($planned, maximumFractionDigits: 4) } in this plan: decide what existing points buy before the launch.
points-of-purchases = Points on purchases
points-of-missions-purchases = Points for missions completed by purchases
points-of-friends = Points of referred friends
points-of-joining = Points for joining
points-of-missions-acts = Points for missions completed without a purchase
points-of-surprise = Surprise points
points-of-triggers = Points from lifecycle triggers
points-of-recommenders = Points for recommenders
treated-purchases = A material right of the sale (IFRS 15.B39-B42): part of its price is deferred.
treated-missions-purchases = Earned by purchases: allocated with them (IFRS 15.B39-B42).
treated-friends = They belong to the friend's first purchase and are allocated with it.
treated-joining = No purchase is needed: a provision at cost (policy choice). The alternative, allocating them with the first purchase, would defer them at selling price.
treated-missions-acts = No purchase is needed: a provision at cost, marketing expense.
treated-surprise = Given to customers for nothing in return: consideration payable to a customer, which reduces revenue (IFRS 15).
treated-triggers = Given to customers without a purchase: consideration payable to a customer, which reduces revenue (IFRS 15).
treated-recommenders = Paid for a new customer: cost of obtaining a contract (IFRS 15), expensed at once because a customer relationship of a year or less is assumed. As marketing expense the amount is the same.
bridge-business-case = Business case: expected cost of points outstanding
bridge-redemption = Redemption expected in the accounts instead of the business case
bridge-ledger = Redemptions as the ledger forecasts them instead of as simulated
bridge-value = Selling value instead of cost
bridge-granted = Points not earned by a purchase: a provision, not a contract liability
bridge-allocation = Relative stand-alone prices: part of the price stays with the goods
bridge-booked = Booked opening balance instead of the computed one
bridge-contract-liability = Accounts: contract liability
memo-material-right = { $tier }: its privileges are worth { $worth } a year to a member who just reaches it with sales of { $sales }, { $share } of them. From { $least } on they are treated as a material right: part of the price of those sales is deferred for them. This schedule does not defer it; Finance must confirm before the close.
memo-no-material-right = { $tier }: its privileges are worth { $worth } a year to a member who just reaches it with sales of { $sales }, { $share } of them. Below { $least } they are a marketing offer, not a material right.
memo-material-right-unknown = { $tiers }: reached without sales, so no sale pays for the privileges; they are a marketing offer unless Finance finds otherwise.
memo-joining = Policy choice: the { $points } points for joining are a provision at cost, because joining needs no purchase.
memo-partners = Points sold to partners have two elements: the reward, recognised as points are redeemed, and running the program ({ $service } of the price), recognised in equal parts over { $life }.
memo-sign-off = To be signed by { $who } before each close: redemption of { $redemption } of points in the accounts (breakage { $breakage }), by month of issue and by segment. One percentage point of redemption moves the closing contract liability of { $closing } by about { $point }.
accounting-full-redemption = without a redemption history, the schedule assumes that every point is redeemed
accounting-chain-ladder = the chain ladder on the ledger gives ultimate redemption of { $redeemed } (standard error { $error })
account-receivables = Receivables or cash
account-revenue-goods = Revenue from goods
account-contract-liability = Contract liability: points
account-revenue-points = Revenue from points
account-cost-of-rewards = Cost of sales: rewards
account-inventory = Inventory or cash
account-marketing = Marketing expense
account-revenue-reduction = Revenue: reductions
account-contract-cost = Cost of obtaining contracts
account-obligation = Obligation for granted points

## The change log

log-first = first plan
log-resumed = resumed after an interruption
log-in-place-of = replaces { $plan }: { $why }
why-data = the data changed
why-program = the program version changed
why-day = requested on another day
why-fixed = values fixed by hand changed
why-again = the same request was run again
why-several = { $all }
