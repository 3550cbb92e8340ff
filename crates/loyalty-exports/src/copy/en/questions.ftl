### The sentences of a plan in English: open questions and compliance.

## Open questions

question-own-figure = { $question } We assume { $assumed } for now.
question-own-figure-why = The return depends on it; your figure replaces our placeholder.
question-margin = What is your contribution margin on net sales?
question-setup = What will set-up cost (integration and launch)?
question-platform = What does the loyalty platform cost per month?
question-staff = What will program staff cost per month?
question-reward-cost = What does a reward cost you per unit of its retail value?
question-reward-vat = Which rewards are goods or services given free where VAT is due ({ $places }), and at what rate of their cost? The plan counts none until you say (--assume cost.reward_vat_rate=0.2).
question-reward-vat-why = Rule { $rule } of the compliance table: each shape of reward can change who owes VAT and when. Source: { $source }.
question-assumed-order-value = What is an order worth on average, net of tax, discounts and refunds? Your order file holds no amounts.
question-zero-orders = Are the { NUMBER($orders) } orders of { NUMBER($customers) } customers that are worth nothing purchases?
question-zero-orders-why = We read them as samples, gifts or replacements and do not count them; { $never ->
    [0] all of these customers also paid for an order
    [one] one of these customers never paid for an order and is no customer in this plan
   *[other] { NUMBER($never) } of these customers never paid for an order and are no customers in this plan
}. If they are purchases, plan again with --count-zero-orders: rates, churn and the number of customers change.
question-spend-per-point = How much spend does one point in your ledger represent?
question-members = How many members do you expect?
question-orders = How many orders does a customer place per year?
question-order-value = What is your average order value?
question-churn = What share of customers do you lose per year?
question-new-members = How many new members do you expect per month?
question-figure = What is your own figure?
question-amounts-tax = Do the amounts include tax? We use them unchanged for now.
question-amounts-shipping = Do the amounts include shipping? We use them unchanged for now.
question-amounts-discounts = Are discounts already deducted from the amounts? We use them unchanged for now.
question-amounts-why = Points and margin are computed on net sales; the wrong basis misstates both.
question-currency = Are the amounts in { $currency }? Neither the data nor the request names a currency.
question-currency-why = Every amount in the plan carries this currency.
question-repeated-lines = { $lines ->
    [one] { $lines } order line repeats another exactly. Is it a real sale, or was a file joined twice?
   *[other] { $lines } order lines repeat another exactly. Are they real sales, or was a file joined twice?
 }
question-repeated-lines-why = We count them; lines read twice overstate spend.
question-whole-histories = Does the order file hold every line of every order? It has { NUMBER($lines, maximumFractionDigits: 1) } lines per order.
question-whole-histories-why = A sample of lines looks the same, and would make spend, frequency and every threshold too low.
question-places = Where do your members live?
question-places-why = Local law governs expiry, consent and notices; your answer shows which rules apply.
question-expiry = May points expire where your members live?
question-expiry-why = Some places forbid or limit expiry.
question-fact = Is this so: { $fact }?
question-fact-why = { $rules ->
    [one] Decides one compliance rule. Answer in plan-loyalty.toml, [facts] { $fact }.
   *[other] Decides { $rules } compliance rules. Answer in plan-loyalty.toml, [facts] { $fact }.
 }
question-contradiction = The settings say { $name } = { $said }, but this design has { $design }. Which is right?
question-contradiction-why = We checked compliance against the design, not against the settings.
constraint-open = { $words }
constraint-not-understood = nothing follows it yet; it is kept as a question
constraint-asked = nothing in the design can follow it; its owner answers for it
constraint-broken = the design does not follow it, because something fixed by hand contradicts it
constraint-place = members live in { $places }: { $rules ->
    [one] { $rules } compliance rule of those places is checked
   *[other] { $rules } compliance rules of those places are checked
 }
constraint-channel = no message by { $channels }: { $triggers ->
    [0] no trigger of this design would have used it
    [one] { $triggers } trigger goes another way
   *[other] { $triggers } triggers go another way
 }
constraint-no-expiry = points never expire
constraint-expires = points expire { $months } after they are earned
constraint-expires-idle = points expire after { $months } without earning or redeeming
constraint-discount = a reward takes at most { $share } off an order: the dearest is worth { $dearest } and needs an order of { $basket }; a typical order is { $order }{ $items }
constraint-discount-items = { $items ->
    [one] ; one own product is given free, which takes nothing off an order
   *[other] ; { $items } own products are given free, which takes nothing off an order
 }
constraint-own-products = no reward is an item of the shop
constraint-reward = no reward is worth more than { $most }; the dearest is worth { $dearest }
constraint-liability = the plan is escalated if points outstanding may cost more than { $cap }; this design stays below
constraint-liability-fails = this design breaks it: points outstanding may cost more than { $cap }
constraint-margin = the plan is escalated if less than { $floor } of the contribution is left; this design leaves more
constraint-margin-fails = this design breaks it: less than { $floor } of the contribution is left
constraint-coupons = { $rewards ->
    [one] the reward is goods
   *[other] all { $rewards } rewards are goods
 } instead of money off
constraint-referral = no referral reward and no invitation
constraint-missions = no mission
constraint-missions-kept = the requested type of program earns by missions, so they stay: choose other tiers, or drop the constraint
constraint-surprise = no surprise and no birthday reward
constraint-free-shipping = free shipping is not among the benefits
constraint-paid-tier = no tier costs a fee
constraint-messages = a member gets at most { $most ->
    [one] one message
   *[other] { $most } messages
 } a { $period }, all channels together: triggers go first by priority, then the campaign calendar
constraint-messages-lower = the program's own cap of { $most ->
    [one] one message
   *[other] { $most } messages
 } a { $period }, all channels together, is lower and stands
constraint-launch = the launch is on { $day }, not earlier
constraint-launch-asked = the requested launch on { $day } stands; check it against this constraint
constraint-fact = the compliance rules take { $name } to be { $value }
constraint-excluded = the rules say that { $name } earn and redeem nothing; the figures still count them, so Finance gives their share of sales
constraint-platform = limits of { $name } are not known here; its owner checks that it can carry this design
constraint-unknown-why = We did not recognise this constraint, so nothing in the design follows it yet.
constraint-unbound-why = We recognised this constraint, but only the set-up can enforce it: neither the data nor the design does.

## Compliance remedies

remedy-no-expiry = Points never expire; points that would have expired count as redeemed.
remedy-inactivity = Points expire only after { $idle } without earning or redeeming, and after a warning; points that would have expired earlier count as redeemed.
remedy-no-referral = No referral reward.
remedy-no-surprise = No reward by chance.
remedy-smaller-rewards = No single reward worth more than { $most }; members with more points take several.
remedy-drop-channel = No lifecycle message by { $channel }; its triggers are dropped.
## Facts of the compliance rules, asked of Legal: the id is the name of the fact in data/compliance.toml

asked-jurisdiction = In which countries, states or provinces do members live, earn or spend?
asked-audience = Who personally receives the rewards: consumers, business buyers, a buyer's staff or public officials?
asked-sector = Does the program earn or pay in a regulated sector: mortgages, real estate, insurance or gambling? (If not: other.)
asked-enterprise-size = Which EU size class is the operator: micro, small, medium or large?
asked-reporting-standard = Under which standard does the operator report: IFRS, US GAAP or another?
asked-dominant-position = Might the operator hold a dominant market position?
asked-online-platform = Does the service show offers or content of third parties to the public?
asked-digital-consumer-service = Do members join, shop or redeem on a website or in an app?
asked-paid-membership = Do members pay to belong?
asked-auto-renews = Does paid membership renew, or a trial turn into payment, unless the member acts? (Needed only for paid membership.)
asked-easy-cancel = Can members stop the renewal as easily as they started it, in the same channel? (Needed only for paid membership.)
asked-unit = What do members collect: points, miles, stamps, cashback, credit, discounts only or status only?
asked-points-earned-on-purchase = Does a purchase earn a right to a later benefit?
asked-points-for-non-purchase-acts = Do members earn benefits for anything other than buying, such as joining or surveys?
asked-points-for-reviews = Do members earn a benefit for writing a review or testimonial?
asked-review-reward-needs-positive = Does the benefit for a review depend, openly or by hint, on a favourable one? (Needed only if reviews earn.)
asked-review-reward-disclosed = Do readers of a review learn that its author received a benefit? (Needed only if reviews earn.)
asked-points-sold-for-money = Can members buy or top up points, or receive them for payment in advance?
asked-credit-card-linked = Does a credit card account earn, hold or pay out points?
asked-exclusive-or-growth-target = Does a reward depend on buying all or most from the operator, or on an individual growth target?
asked-third-party-funded = Does anyone other than the seller pay for all or part of a reward?
asked-third-party-fulfils = Does anyone other than the seller provide a reward?
asked-chance-based-reward = Does chance decide who receives a reward, or how much?
asked-entry-needs-purchase-or-points = Does taking part in a draw need a purchase, a payment or points? (Needed only for rewards by chance.)
asked-free-entry-route = Is there an equal, free and published way to take part in a draw? (Needed only for rewards by chance.)
asked-bonus-wagering-multiple = Does the program offer casino bonuses with a wagering requirement, and how many times must a bonus be staked? (Needed only in gambling.)
asked-mixes-gambling-products = Does one incentive span betting, casino, bingo or lottery? (Needed only in gambling.)
asked-single-named-reward = Do points lead only to one product or service named at the start, and not to a voucher or card?
asked-max-single-reward-value = What is the retail value of the most expensive single reward, in the member's currency?
asked-reward-is-voucher-or-card = Is any reward a voucher, code or card with a stored amount?
asked-reward-disclosures-on-card = Does each voucher or card show the promotional statement, expiry date, fees and contact details that local law requires?
asked-redeem-for-cash = Can points become money or a cash equivalent?
asked-redeem-at-third-parties = Can members spend points with sellers other than the operator?
asked-points-transferable = Can members pass points to one another, free or for money?
asked-points-expire-by-time = Do points expire at a date or an age, whatever the member does?
asked-points-expire-on-inactivity = Do points expire after a period without earning or spending?
asked-inactivity-months = After how many months without earning or spending do points expire?
asked-inactivity-notice-days = How many days before points expire does the warning go out?
asked-inactivity-notice-standalone = Is that warning about expiry and nothing else?
asked-points-lost-on-termination = Do points end when the account, the contract or the program ends?
asked-redemption-window-after-end-days = For how many days after notice of an end, or of a change for the worse, can members still redeem?
asked-reserves-right-to-change = May the operator change the terms on its own?
asked-change-notice-days = How many days before such a change do members receive notice?
asked-change-notice-shows-old-and-new = Does that notice show the old term, the new term and the date?
asked-change-affects-earned-points = May a change of terms reduce the number or value of points already earned?
asked-breakage-in-business-case = Does the business case count on points that are never redeemed?
asked-collects-personal-data = Does the program keep data that identify its members?
asked-privacy-threshold-met = Does the operator meet the size or data threshold of the state privacy law concerned? (Needed only in the US.)
asked-consent-bundled = Does one consent, or joining itself, cover several purposes, such as running the program, marketing, profiling and sharing?
asked-profiling = Does the program use purchase or behaviour data to assess or predict members?
asked-profiling-on-by-default = Does profiling start without the member switching it on?
asked-solely-automated-effects = Does a system alone make decisions with a legal or similarly serious effect on a member?
asked-personalised-prices = Does an algorithm set a price or offer for one member from that member's data?
asked-algorithmic-price-notice = Does each such price carry the notice that the law prescribes? (Needed only for personalised prices.)
asked-data-shared-for-ads = Do third parties receive member data for advertising or for purposes of their own?
asked-discount-needs-data = Does a buyer who withholds an identifier or data lose the ordinary discount?
asked-financial-incentive-notice = Does a notice explain the offer, the data, how to join and leave, and the estimated value of the data?
asked-loyalty-notice-at-signup = Does sign-up show which data are sold or used for ads, the recipients and partners, and what deletion or refusal costs?
asked-health-data-inferred = Do purchases or behaviour reveal a member's health, or does the program infer it?
asked-separate-health-consent = Is there one separate consent to collect health data and another to share them? (Needed only for health data.)
asked-minors-possible = Are people under 18 likely to use the program?
asked-children-under-13 = Is the program aimed at children under 13, or do they use it to the operator's knowledge?
asked-verified-parental-consent = Is a parent's consent obtained and verified first? (Needed only for children under 13.)
asked-channels = Which channels carry marketing: email, SMS, phone, push, post or in-app?
asked-marketing-basis-recorded = Is consent, or a lawful exception with its date, on record for each member and channel?
asked-messages-identify-sender = Does each message name the sender, with a working contact and, where required, a postal address?
asked-unsubscribe-in-every-message = Does each message carry a working, free way to unsubscribe?
asked-unsubscribe-business-days = Within how many business days does an unsubscribe take effect?
asked-dnc-checked = Are numbers checked against the national do-not-call register? (Needed only for calls and texts.)
asked-referral-program = Do members earn a reward for bringing someone?
asked-referral-collects-friend-contacts = Does the operator collect friends' contact details, or send the referral message itself? (Needed only for referrals.)
asked-alcohol-in-program = Can members earn on alcohol, or receive it or a discount on it?
asked-alcohol-state-rules-applied = Is alcohol switched on, off or capped state by state, on a lawyer's list? (Needed only for alcohol in the US.)
asked-tobacco-in-program = Can members earn on tobacco, nicotine or vaping products, or receive them?
asked-prescription-in-program = Do prescriptions or pharmacy services earn or redeem points?
asked-government-health-payer = Do items earn or redeem points that a federal or state health program may pay for? (Needed only in health care.)
asked-health-exception-documented = Has health counsel documented which legal exception the program meets, and how? (Needed only in health care.)
asked-member-prices = Do members see a lower shelf or screen price than others?
asked-price-cut-claims = Are offers presented as reductions (was/now, percent off, "deal")?
asked-both-prices-shown = Are member price, non-member price, unit prices and the condition shown together? (Needed only for member prices.)
asked-non-member-price-genuine = Is the higher price really charged, in volume and for long enough? (Needed only for member prices.)
question-item-costs = What does each of these products cost you: { $items }?
question-item-costs-why = They are rewards, and the plan prices each at your margin on all sales: a product with less margin costs more than it says.
question-birthdays = Do you know month and day of your members' birthdays, and may you use them?
question-birthdays-why = the program has a birthday reward and the data hold no birthday: until then nobody can be greeted on the day (a column "birthday" of the member file)
