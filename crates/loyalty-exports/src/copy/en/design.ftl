# Options of a design, how the search ended, why a figure was chosen, and what missions ask.

## Options

difference = { $axes }
difference-axis = { $option }
difference-before-redesign = before the redesign: { $difference }
option-reward-rate = a reward rate of { NUMBER($rate, maximumFractionDigits: 2) }
option-tier-width = { NUMBER($share, maximumFractionDigits: 0) } of customers above the first tier
option-threshold-spend = { $tier } from { $threshold } of net spend a year
option-threshold-fee = { $tier } from a fee of { $threshold } a month
option-threshold-orders = { $tier } from { $orders ->
    [one] one order
   *[other] { $orders } orders
} a year
option-threshold-missions = { $tier } from { $missions ->
    [one] one mission
   *[other] { $missions } missions
} a year
option-no-benefits = no benefits
option-benefits-lean = lean benefits
option-benefits-standard = standard benefits
option-benefits-rich = rich benefits
option-no-missions = no missions
option-missions-act = { $yearly } non-purchase missions a year
option-missions-order = { $yearly } one-order missions a year
option-missions-stretch = { $yearly } missions for more orders than usual a year
option-no-multiplier = the same points in every tier
option-multiplier = { NUMBER($faster, maximumFractionDigits: 0) } more points with each tier
option-no-referral = no referral reward
option-referral = a referral reward worth { NUMBER($order, maximumFractionDigits: 0) } of an order
option-no-surprise = no surprise rewards
option-surprise = surprise rewards for { NUMBER($members, maximumFractionDigits: 0) } in 100 members a month
option-first-reward = a first reward worth { NUMBER($order, maximumFractionDigits: 0) } of an order
option-no-expiry = points that never expire
option-expiry-inactivity = points that expire after { $idle } without activity
option-expiry-age = points that expire { $age } after they were earned
option-no-joining = no points on joining
option-joining = points on joining
option-head-start = points on joining that bring the first reward near
option-rank-spend = tiers by net spend
option-rank-orders = tiers by orders
option-rank-missions = tiers by missions
option-rank-fee = tiers by monthly fee

## How the search ended

search-ended = { $notes }
search-no-gain = { $times ->
    [one] one search ended where no single change improved the design
   *[other] { $times } searches, from different starting designs, each ended where no single change improved the design
 }
search-cut-short = { $times ->
    [one] one search stopped at its limit of { $designs } designs
   *[other] { $times } searches stopped at their limit of { $designs } designs
 }
search-equal = { $designs } designs were equal within the error of the simulation: the cheapest was chosen
search-dropped = { $times ->
    [one] one design failed the final check on fresh random numbers and was dropped
   *[other] { $times } designs failed the final check on fresh random numbers and were dropped
 }
search-redesign = the first design had a negative mean net value and a median ROI of { NUMBER($roi, maximumFractionDigits: 0) }: it was redesigned once with cheaper options
turn-effect = no saving would make it pay: the expected effect on contribution is not positive, so only evidence of an effect (a pilot with a hold-out group) would
turn-certainty = the program pays on average, but more likely loses than gains: a pilot with a hold-out group would settle the effect before the full cost is spent
turn-fixed-cost = costs other than rewards decide: set-up, platform, staff and messages ({ $fixed }) alone exceed the incremental contribution ({ $gain }); reduce them below it, or show an effect { NUMBER($times, maximumFractionDigits: 1) } times as large
turn-reward-cost = reward cost decides: reduce it from { $now } to { $most } over the horizon, or show an effect { NUMBER($times, maximumFractionDigits: 1) } times as large
limit-pool = The reward pool limits the design.
limit-liability = The liability cap limits the design.
limit-margin = The margin floor limits the design.

## Requests that no design can meet

unmet-referral-barred = Advocacy without a referral reward: the constraints rule it out, so reviews and community carry the goal. Allow `referral` to do more.
unmet-missions-barred = You asked for a missions program and ruled out missions. The design keeps missions; drop one of the two.
unmet-discount-cap = The cap on discounts limits the reward rate to { NUMBER($most, maximumFractionDigits: 2) } of spend.
unmet-reward-cap = The cap on reward value ends the reward ladder at { $most }; larger rewards were left out.
unmet-channel-barred = { $triggers ->
    [one] One trigger uses a channel you ruled out and was left out.
   *[other] { $triggers } triggers use a channel you ruled out and were left out.
 }
norm-give-back = Reward rate on purchases, first tier
norm-first-reward = Spend until the first reward
norm-threshold-step = Threshold of { $tier } by the one below
norm-top-tier = Customers in the top tier
norm-benefits-entry = What the first tier has, rewards included
norm-benefits-step = Benefits that { $tier } adds
norm-why-rate = the search weighed other rates and found none better for the goal on these customers
norm-why-first-reward = orders here are larger or smaller than usual: the rule asks for a first reward after few orders
norm-why-customers = thresholds are cut from these customers
norm-why-benefits = benefits are taken by worth for their cost until a tier is felt; the search weighed richer sets
voice-answered = Voice of customer: { $complaints ->
    [one] one complaint
   *[other] { $complaints } complaints
} about { $theme }; { $lapsed } of these customers lapsed, { $others } of the others: { $risk } a year at risk. In the design: { $benefit }.
voice-no-lever = Voice of customer: most is at risk behind { $complaints ->
    [one] one complaint
   *[other] { $complaints } complaints
} about { $theme } ({ $lapsed } lapsed, { $others } of the others; { $risk } a year). No benefit of a loyalty program answers it: it is a task for whoever owns it.
voice-no-risk = Voice of customer: customers who complain have not lapsed more than others beyond chance, so no benefit is added for them.
voice-no-ratings = Voice of customer has no ratings: what praises and what complains cannot be separated, so it adds no benefit.
voice-none = No voice of customer was given: it adds nothing to the design.
voice-points-only = A points-only program has no benefits: voice of customer adds none.
unmet-first-reward = No design lets a typical member of the first tier reach a first reward within { NUMBER($orders, maximumFractionDigits: 0) } orders under these limits. Allow larger rewards, or a higher reward rate.
unmet-tiers = Your data support { $supported } of the { $asked } tiers requested: too many customers have the same { $metric } for another threshold. Ask for { $supported }, or rank members by something else.
unmet-no-legal-design = No design of this type is permitted: { $rule }.
unmet-pool = The cheapest design costs { $cost } per { $period } on average. To stay within the pool with a probability of { NUMBER($kept, maximumFractionDigits: 0) } it needs { $needed } per { $period }; the pool is { $pool }. Raise the pool, or enrol fewer members.
unmet-liability = The expected cost of points outstanding would peak at { $peak }, above the cap. Raise the cap, or let points expire.
unmet-margin = Even the cheapest design misses the margin floor by { NUMBER($by, maximumFractionDigits: 0) }. Lower the floor, or the running cost.
metric-orders = number of orders
metric-missions = number of missions
metric-fee = monthly fee
metric-spend = yearly spend
rule-expires = points may not expire
rule-reward-above = a reward is worth more than { $most }
rule-rate-above = the fastest tier returns { NUMBER($rate, maximumFractionDigits: 2) } of spend, more than { NUMBER($most, maximumFractionDigits: 2) }
rule-barred = { $lever } is ruled out
rule-barred-channel = trigger { $trigger } uses the channel { $channel }, which is ruled out
rule-first-tier = the first tier has a threshold, and it must be 0
rule-tiers-rise = thresholds and multipliers do not rise from tier to tier
rule-ladder-rises = the reward ladder does not rise
rule-ladder-empty = the reward ladder has a reward without value, or no reward

## Why a figure was chosen

earn-reason = { $points } points per unit of net spend, worth { NUMBER($worth, maximumFractionDigits: 9) } each: a reward rate of { NUMBER($rate, maximumFractionDigits: 2) }.{ $missions } Points become spendable after the return window.
earn-reason-missions = {" "}Missions raise a typical member's reward rate to { NUMBER($rate, maximumFractionDigits: 2) }.
tier-reason-everyone = Everyone who joins.
tier-reason-cut = { $reached } of today's active customers would qualify on their last 12 months. The target was { $target }; the threshold is rounded to a figure members can remember.
tier-reason-raised = { $reached } of today's active customers would qualify on their last 12 months. A target of { $target } put the threshold at { $cut }; the search raised it by { $steps ->
    [one] one step
   *[other] { $steps } steps
} of figures members can remember, because that serves the goal better.
tier-reason-lowered = { $reached } of today's active customers would qualify on their last 12 months. A target of { $target } put the threshold at { $cut }; the search lowered it by { $steps ->
    [one] one step
   *[other] { $steps } steps
} of figures members can remember, because that serves the goal better.
benefit-reason = { $what }. Cost: { $cost }.

## Surprise rewards

occasion-full-use = after a month of full use
occasion-late-order = after an order that came later than usual
occasion-large-order = after an unusually large order
occasion-third-order = after a third order in a quarter
occasion-review = after a helpful review or answer, whatever its rating

## Missions

task-set-reminder = Choose when we should remind you to order again.
task-keep-details = Confirm address, sizes and preferences in your account.
task-order-again = Place an order within { $days } of the start.
task-stay-with-us = Place another order within { $days }.
task-keep-the-rhythm = Place { $orders } orders within { $days }.
task-one-sooner = Place { $orders } orders within { $days }: one sooner than usual.
task-wish-list = Save three items from a category that is new to you.
task-find-your-set = Complete the guide that matches items to what you own.
task-new-category = Order from a category that is new to you within { $days }.
task-larger-basket = Place an order of { $basket } or more within { $days }.
task-complete-the-set = Place { $orders } orders, one from a new category, within { $days }.
task-larger-baskets = Place { $orders } orders of { $basket } or more within { $days }.
task-set-preferences = Fill in your preferences and save a list in your account.
task-try-the-app = Sign in to the app and use two of its functions.
task-order-this-season = Place an order within { $days }.
task-app-order = Place an order in the app within { $days }.
task-one-more-order = Place { $orders } orders within { $days }: one more than usual.
task-streak = Place { $orders } orders on different days within { $days }.
task-write-review = Review something you bought. Any rating counts, and the review says that it was rewarded.
task-answer-question = Answer another customer's question in the community.
task-order-and-review = Place an order within { $days } and review it. Any rating counts.
task-order-and-show = Place an order within { $days } and show it in the community.
task-seasoned-reviewer = Place and review { $orders } orders within { $days }. Any rating counts.
task-show-and-tell = Place { $orders } orders within { $days } and show them in the community.
task-finish-set-up = Complete the set-up checklist.
task-yearly-review = Hold the usage review with the success team.
task-second-feature = Use a feature that is new to your account in two weeks of the window.
task-invite-colleague = Invite a colleague who becomes active.
task-weekly-use = Use the product in every week of the window.
task-take-course = Complete one course of the product academy.
task-review-in-public = Review the product in public. Any rating counts, and the review says that it was rewarded.
task-tell-your-case = Describe in the community how you use the product.
