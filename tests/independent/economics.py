"""A second writing of docs/economics.md in numpy, from that page: no code and no random numbers of the engine.

    ECONOMICS_CASES=/tmp/cases.json cargo test --release -p loyalty-engine --test laws -- --ignored export
    python tests/independent/economics.py /tmp/cases.json

Prints every compared figure with its distance in Monte Carlo standard errors; ends with 1 if one is more than three away
(of some hundred and twenty comparisons, many of them related, up to one run in four would show one by chance alone; the
seeds are fixed).
"""
import json
import math
import sys
from concurrent.futures import ProcessPoolExecutor

import numpy as np
from economics_money import held_out, money

# The response has a long right tail: with 200 draws a sample without it is low in its mean and in its standard error at once.
DRAWS = 400
TODAY, NEW, REFERRED = 0, 1, 2


def draw_book(book, rng):
    """One draw of every assumption."""
    out = {}
    for key, a in book.items():
        value, sd, low, high = a["value"], a["sd"], a["low"], a["high"]
        if a["distribution"] == "fixed" or sd <= 0:
            out[key] = value
        elif a["distribution"] == "normal":
            out[key] = min(max(value + sd * rng.standard_normal(), low), high)
        elif a["distribution"] == "beta":
            n = value * (1 - value) / sd**2 - 1
            out[key] = min(max(rng.beta(value * n, (1 - value) * n), low), high)
        elif a["distribution"] == "lognormal":
            x = lognormal(value, sd, rng)
            while not low <= x <= high:
                x = lognormal(value, sd, rng)
            out[key] = x
        elif a["distribution"] == "shifted-lognormal":
            out[key] = min(low + lognormal(value - low, sd, rng), high)
        else:
            raise ValueError(f"{key}: unknown distribution {a['distribution']}")
    return out


def lognormal(mean, sd, rng):
    variance = math.log1p((sd / mean) ** 2)
    return math.exp(math.log(mean) - variance / 2 + math.sqrt(variance) * rng.standard_normal())


class Rules:
    """The program, read once."""

    def __init__(self, program, book, active):
        earn, tiers = program["earn"], program["tiers"]
        self.q = max(t["qualification_months"] for t in tiers)
        self.wait = math.ceil(earn["pending_days"] / 30.4375)
        self.rates = np.array([earn["points_per_unit"] * t["multiplier"] for t in tiers])
        self.joining = earn["joining_points"]
        self.thresholds = np.array([t["threshold"] for t in tiers])
        names = ["net-spend", "orders", "missions-completed", "recurring-revenue"]
        self.metrics = [names.index(t["metric"]) for t in tiers]
        self.validity = np.array([t["validity_months"] for t in tiers])
        k = len(tiers)
        self.per_order, self.per_month, self.per_spend = np.zeros(k), np.zeros(k), np.zeros(k)
        self.privileges = program["benefits"]
        for i in range(k):
            for b in self.privileges:
                if b["from_tier"] > i:
                    continue
                cost = b["unit_cost"] * b["take_up"]
                driver = b["driver"]
                self.per_order[i] += cost * (driver == "per-order")
                self.per_month[i] += cost * (driver == "per-member-month") + cost / 12 * (driver == "per-member-year")
                self.per_spend[i] += cost * (driver == "per-spend")
        self.prices = sorted(r["points_price"] for r in program["rewards"])
        self.expiry = program["expiry"]
        self.missions = program["missions"]
        self.surprise = program["surprise"]
        self.referral = program["referral"]
        volume = sum(t["volume_monthly"] for t in program["triggers"])
        enrolled = active * book["program.enrolment_active_share"]["value"]
        self.trigger_points = sum(t["volume_monthly"] * t["points"] for t in program["triggers"]) / enrolled
        self.trigger_messages = volume / enrolled
        self.point_value = program["point_value"]

    def level(self, counted):
        at = np.zeros(counted.shape[1], int)
        for i in range(1, len(self.thresholds)):
            at = np.where(counted[self.metrics[i]] >= self.thresholds[i], i, at)
        return at


def columns(people):
    return {k: np.array([p[k] for p in people]) for k in people[0]}


def active_weight(b):
    """Expected number of customers active at the last observation that each row stands for."""
    return b["weight"] * np.where(b["mrr"] > 0, 1, b["p_alive"])


def past(b, r):
    """The counts of the last period, as far as twelve months tell them."""
    months = min(r.q, 12)
    n, scale = len(b["mrr"]), r.q / months
    spend, orders = (b[k][:, 12 - months :].sum(1) * scale for k in ("net_last_12", "orders_last_12"))
    return np.stack([spend, orders, np.zeros(n), b["mrr"].astype(float)])


def by_class(light, moderate, heavy, shares):
    """Factors of the classes whose mean over the shares is one."""
    factor = np.array([light, moderate, heavy], float)
    return factor / (factor @ shares)


def class_shares(b, worth):
    total = np.bincount(b["class"], worth, 3)
    return total / total.sum()


def pull(r, curvature, order_value):
    """How far the referral reward moves a member, 0 to 1."""
    reward = (r.referral["recommender_points"] + r.referral["friend_points"]) * r.point_value
    return 1 - np.exp(-reward / (curvature * order_value))


def at_least(mean, needed):
    """P(Poisson(mean) >= needed)."""
    term, below = np.exp(-mean), np.zeros_like(mean)
    for j in range(needed):
        below = below + term
        term = term * mean / (j + 1)
    return 1 - below


def delivered(b, r, value, holders):
    """Worth of points and of benefits, each as a share of spend: two arrays (member, tier). Section 5."""
    sub = b["mrr"] > 0
    orders = np.where(sub, 1.0, b["rate_monthly"])
    spend = np.where(sub, b["mrr"], b["rate_monthly"] * b["order_value"])
    stay = 1 - np.where(sub, b["mrr_hazard"], b["dropout_monthly"])
    safe = np.where(spend > 0, spend, 1.0)
    n, tiers = len(spend), len(r.rates)

    yearly, free, weight = np.zeros(n), 0, 1.0
    for month in range(12):
        offered = [x for x in r.missions if month in x["starts"]]
        if not offered or month < free:
            continue
        x = offered[0]
        weight = weight * value["mission.further"] if month == free and month > 0 else 1.0
        free = month + x["window_months"]
        done = at_least(orders * x["window_months"], x["orders_needed"]) if x["orders_needed"] > 0 else np.full(n, value["mission.completion"])
        counts = (done >= value["mission.hopeless_below"]) & (done <= value["mission.certain_above"])
        yearly += np.where(counts, weight * done * x["points"], 0)
    other = yearly / 12 + r.trigger_points
    if r.surprise:
        other = other + r.surprise["monthly_share"] * r.surprise["points"]
    if r.referral:
        without, paid = value["referral.rate_yearly_without"], value["referral.rate_yearly"]
        p = pull(r, value["referral.curvature"], np.where(sub, b["mrr"], b["order_value"]))
        other = other + (without + (paid - without) * p) / 12 * r.referral["recommender_points"]

    points, benefits = np.zeros((n, tiers)), np.zeros((n, tiers))
    price = r.prices[0] if r.prices else 1
    limit = r.expiry.get("months")
    keep = np.exp(-orders * np.exp(-orders * limit)) if r.expiry["kind"] == "inactivity" else np.ones(n)
    for i in range(tiers):
        monthly = spend * r.rates[i] + other
        locked, ready, kept, arrivals = np.zeros(n), np.zeros(n), np.ones(n), np.zeros(n)
        alive, worth, bought = np.ones(n), np.zeros(n), np.zeros(n)
        for k in range(int(value["response.value_months"])):
            if k >= r.wait:
                locked = locked + monthly + (r.joining if k == r.wait else 0)
                kept = kept * keep
                arrivals = arrivals + 1
                unlocks = locked >= price
                out = np.floor(locked / price) * price * unlocks
                locked, ready = locked - out, ready + out * kept
                kept, arrivals = np.where(unlocks, 1.0, kept), np.where(unlocks, 0, arrivals)
                if r.expiry["kind"] == "age":
                    locked = np.where(arrivals > limit, np.minimum(locked, monthly * limit), locked)
            taken = value["points.redemption_hazard_monthly"] * ready
            ready = ready - taken
            worth += alive * value["response.value_kept_monthly"] ** k * taken * r.point_value
            bought += alive * safe
            alive = alive * stay
        points[:, i] = worth / bought
        gifts = []
        for x in r.privileges:
            if x["from_tier"] > i:
                continue
            units = {"per-order": orders, "per-member-month": 1.0, "per-member-year": 1 / 12, "per-spend": spend}[x["driver"]]
            status = 1 + value["response.status_extra"] * (1 - holders[i]) ** 4 if x["from_tier"] > 0 else 1.0
            gifts.append(np.broadcast_to(x["perceived_value"] * x["take_up"] * units * status, n))
        if gifts:
            gifts = np.stack(gifts)
            best = gifts.max(0)
            benefits[:, i] = (best + value["response.further_benefit"] * (gifts.sum(0) - best)) / safe
    empty = spend <= 0
    points[empty], benefits[empty] = 0, 0
    return points, benefits


def ramp(t, d):
    months = d["response.ramp_months"]
    return np.minimum(1, t / months) if months > 0 else np.ones_like(t, float)


def respond(b, worth, d, class_factor):
    """Log hazard ratio, log frequency effect and log basket effect: three arrays (member, tier). Section 6."""
    points, benefits = worth
    v = d["points.ultimate_redemption"] * points + np.minimum(d["response.soft_cap"], d["response.hypothetical_bias"] * benefits)
    kappa = d["response.curvature"]
    total = d["response.total"] * d["response.strength"] * (1 - np.exp(-v / kappa)) / (1 - np.exp(-d["response.reference_value"] / kappa))
    total = total * class_factor[b["class"]][:, None]
    sub = (b["mrr"] > 0)[:, None]
    hazard = np.where(b["mrr"] > 0, b["mrr_hazard"], b["dropout_monthly"])
    steps = ramp(np.arange(1.0, 24.0), d)
    ratios = np.linspace(-math.log(2), math.log(2), 257)
    y = total * d["response.staying_share"]
    x, carried, flat = np.zeros_like(y), np.zeros_like(y), np.zeros((len(y), 1))
    for h in np.unique(hazard):
        gone, months, months_flat = np.zeros_like(ratios), np.ones_like(ratios), 1.0
        for u, step in enumerate(steps, 1):
            gone = gone + np.exp(step * ratios)
            months = months + (1 - h) ** gone
            months_flat += (1 - h) ** u
        gain, here = np.log(months / months_flat)[::-1], hazard == h
        x[here] = np.interp(y[here], gain, ratios[::-1])
        carried[here] = np.clip(y[here], gain[0], gain[-1])
        flat[here] = months_flat
    beyond = y - carried
    rest = total - y
    reach, alive = np.zeros_like(hazard), np.ones_like(hazard)
    for step in steps:
        alive = alive * (1 - hazard)
        reach = reach + step * alive
    if d["response.ramp_months"] <= 0:
        reach = reach + 1
    shrink = reach[:, None] / flat
    share = d["response.frequency_share_of_rest"]
    frequency = np.where(sub, 0.0, rest * share + beyond) / shrink
    basket = np.where(sub, rest + beyond, rest * (1 - share)) / shrink
    return x, frequency, basket


FLOWS = ("net_with net_without orders_without members issued redeemed expired forfeited pending spendable benefits "
         "subsidy_points subsidy_benefits missions referred top").split()


def walk(b, weight, origin, start, r, d, eager, level, season, horizon, gap, rng, flows, tally):
    """Many customers at once through the months; returns (row, month) of friends who would not have come."""
    n = len(weight)
    mrr0 = b["mrr"].astype(float)
    sub = mrr0 > 0
    alive0 = np.ones(n, bool)
    if origin == TODAY:
        chance = np.where(sub, (1 - b["mrr_hazard"]) ** gap, b["p_alive"] * (1 - b["dropout_monthly"]) ** gap)
        alive0 = rng.random(n) < chance
    a, aw = alive0.copy(), alive0.copy()
    if origin == REFERRED:
        a[:] = False
    rate = b["rate_monthly"] * level * rng.gamma(b["rate_shape"], 1 / b["rate_shape"])
    sigma2 = np.log1p(b["order_value_cv"] ** 2)
    premium = math.exp(d["referral.clv_premium"]) if origin == REFERRED else 1.0
    opening = np.floor(b["opening_points"]) if origin == TODAY else np.zeros(n)
    lots = np.zeros((n, horizon + 1))
    lots[:, 0] = opening
    tally["opening"] += weight @ opening
    if origin == TODAY:
        tally["cohort"] += weight @ alive0
    u = rng.random(n)
    if origin == TODAY:
        p = np.minimum(1, d["program.enrolment_active_share"] * eager[b["class"]])
        due = np.where(u < p, np.floor(u / p * d["program.enrolment_ramp_months"]), 999)
        due = np.where(opening >= 1, 0, due)
    elif origin == NEW:
        p = np.minimum(1, d["program.enrolment_new_share"] * eager[b["class"]])
        due = np.where(u < p, start, 999)
    else:
        due = start.copy()
    e = np.full(n, -1)
    redeemer = rng.random(n) < d["points.ultimate_redemption"]
    tier, review, seen = np.zeros(n, int), np.zeros(n, int), np.zeros(n, int)
    counted, before = np.zeros((4, n)), np.zeros((4, n))
    mission, m_from, m_orders = np.full(n, -1), np.zeros(n, int), np.zeros(n)
    missed_until, referrals = np.zeros(n, int), np.zeros(n, int)
    rounding = rng.random(n)
    mrr = mrr0.copy()
    last_move = np.zeros(n, int)
    year, year_w = np.zeros(n), np.zeros(n)
    friends = []
    rows = np.arange(n)
    history = past(b, r)
    if r.referral and origin != REFERRED:
        without = d["referral.rate_yearly_without"]
        p = pull(r, d["referral.curvature"], np.where(sub, mrr0, b["order_value"]))
        brought = without + max(0.0, d["referral.rate_yearly"] - without) * p

    def issue(m, points):
        lots[:, m + 1] += points
        last_move[points > 0] = m

    for m in range(horizon):
        f = flows[m]
        here = start <= m
        joining = (start == m) & (origin != TODAY)
        # 1 lapse
        if r.expiry["kind"] == "age" and m >= r.expiry["months"]:
            upto = m - r.expiry["months"] + 2
            f["expired"] += weight @ lots[:, :upto].sum(1)
            tally["opening_lapsed"] += weight @ lots[:, 0]
            lots[:, :upto] = 0
        if r.expiry["kind"] == "inactivity":
            idle = m - last_move >= r.expiry["months"]
            f["expired"] += weight @ (lots.sum(1) * idle)
            tally["opening_lapsed"] += weight @ (lots[:, 0] * idle)
            lots[idle] = 0
        # 3 drop-out
        go = here & ~joining
        h = np.where(sub, b["mrr_hazard"], b["dropout_monthly"])
        u = rng.random(n)
        t = m - e
        enrolled = e >= 0
        x = np.where(enrolled, ramp(t, d) * b["hazard_effect"][rows, tier], 0.0)
        left = go & aw & (u < 1 - (1 - h) ** np.exp(x))
        a &= ~(go & (u < h))
        aw &= ~left
        quit_ = left & sub
        f["forfeited"] += weight @ (lots.sum(1) * quit_)
        tally["opening_lapsed"] += weight @ (lots[:, 0] * quit_)
        lots[quit_] = 0
        # 4 period
        if m % r.q == 0 and m > 0:
            before, counted = counted, np.zeros((4, n))
            seen[:] = 0
        if m == 0 and origin == TODAY:
            carried = (opening >= 1) & (a | aw)
            e[carried] = 0
            tier = np.where(carried, r.level(history), tier)
            review = np.where(carried, r.validity[tier], review)
        enrolled = e >= 0
        t = m - e
        # 5 mission offered
        for i, mission_ in reversed(list(enumerate(r.missions))):
            if m % 12 in mission_["starts"]:
                fresh = enrolled & aw & ((mission < 0) | ((m_from == m) & (mission >= 0)))
                mission[fresh], m_from[fresh], m_orders[fresh] = i, m, 0
        # 6 purchases
        on = enrolled & aw & (t >= 1)
        frequency = ramp(t, d) * b["frequency_effect"][rows, tier]
        basket = np.where(enrolled & (t >= 1), np.exp(ramp(t, d) * b["basket_effect"][rows, tier]), 1.0)
        log = frequency + np.where(m < missed_until, d["lift.mission_missed"], 0.0)
        k = np.where(on, np.exp(np.where(on, log, 0.0)), 1.0)
        mean = rate * season[m % 12]
        base_n = np.where(joining, 1, rng.poisson(mean))
        with_n = np.where(k >= 1, base_n + rng.poisson(mean * np.maximum(k - 1, 0)), rng.binomial(base_n, np.minimum(k, 1)))
        with_n = np.where(joining, 1, with_n)
        size = np.maximum(base_n, 1)
        price = b["order_value"] * premium * np.exp(np.sqrt(sigma2 / size) * rng.standard_normal(n) - sigma2 / (2 * size))
        net, net_w = base_n * price * a * here, with_n * price * basket * aw * here
        orders, orders_w = base_n * a * here, with_n * aw * here
        pay = sub & here
        grow = pay & ~joining
        g = d["subscription.expansion_monthly"]
        smaller = rng.random(n) < d["subscription.contraction_monthly"] / d["subscription.contraction_depth"]
        kept = np.where(smaller, 1 - d["subscription.contraction_depth"], 1.0)
        mrr = np.where(grow, mrr * (1 + g) * kept, mrr)
        mrr_w = mrr * basket
        net, net_w = np.where(sub, mrr * premium * a * here, net), np.where(sub, mrr_w * premium * aw * here, net_w)
        orders, orders_w = np.where(sub, a & here, orders), np.where(sub, aw & here, orders_w)
        f["net_with"] += weight @ net_w
        if origin != REFERRED:
            f["net_without"] += weight @ net
            f["orders_without"] += weight @ orders
        else:
            f["referred"] += weight @ joining
        if m < 12:
            year, year_w = year + net, year_w + net_w
        if origin == TODAY and m == min(12, horizon) - 1:
            spent = np.where(sub, 12 * mrr0, b["net_last_12"].sum(1))
            year_w, year = np.where(sub, 12 * net_w, year_w), np.where(sub, 12 * net, year)
            tally["net_before"] += weight @ spent
            tally["net_with"] += weight @ year_w
            tally["net_without"] += weight @ year
            tally["capped_with"] += weight @ np.minimum(year_w, spent)
            tally["capped_without"] += weight @ np.minimum(year, spent)
            tally["kept_with"] += weight @ aw
            tally["kept_without"] += weight @ a
        # 7 enrolment
        joins = here & ~enrolled & aw & (orders_w > 0) & (m >= due)
        e[joins] = m
        welcome = np.where(joins, r.joining, 0)
        if origin == REFERRED and r.referral:
            welcome = welcome + np.where(joins, r.referral["friend_points"], 0)
        if origin == TODAY:
            history[3] = mrr_w
            tier = np.where(joins, r.level(history), tier)
            review = np.where(joins, m + r.validity[tier], review)
        issue(m, welcome)
        # 8 earning
        counted[0] += net_w
        counted[1] += orders_w
        counted[3] = np.where(aw & here, mrr_w, counted[3])
        act = (e >= 0) & aw & here
        earned = np.floor(np.maximum(net_w, 0) * r.rates[tier]) * act
        issue(m, earned)
        points = welcome + earned
        # 9 missions, surprise, triggers, referral
        for i, mission_ in enumerate(r.missions):
            run = act & (mission == i)
            m_orders += np.where(run, orders_w, 0)
            over = m + 1 >= m_from + mission_["window_months"]
            if mission_["orders_needed"] > 0:
                won = run & (m_orders >= mission_["orders_needed"])
            else:
                won = run & over & (rng.random(n) < d["mission.completion"])
            end = run & (won | over)
            mission[end] = -1
            if mission_["orders_needed"] > 0:
                missed_until[end & ~won] = m + 4
            counted[2] += won
            issue(m, won * mission_["points"])
            points = points + won * mission_["points"]
            f["missions"] += weight @ won
        if r.surprise:
            gift = (act & (rng.random(n) < r.surprise["monthly_share"])) * r.surprise["points"]
            issue(m, gift)
            points = points + gift
        if r.trigger_points > 0:
            k = m - e
            gift = act * (np.floor(r.trigger_points * (k + 1) + rounding) - np.floor(r.trigger_points * k + rounding))
            issue(m, gift)
            points = points + gift
        if r.referral and origin != REFERRED:
            if m % 12 == 0:
                referrals[:] = 0
            u = rng.random(n)
            hit = act & (u < brought / 12) & (referrals < r.referral["yearly_cap"])
            new = hit & (u < (brought - without) / 12)
            friends += [(i, m) for i in np.flatnonzero(new)]
            referrals[hit] += 1
            gift = np.where(hit, r.referral["recommender_points"], 0) + np.where(hit & ~new, r.referral["friend_points"], 0)
            issue(m, gift)
            points = points + gift
        held = tier.copy()
        # 10 tier
        reached = r.level(counted)
        up = act & ((reached > tier) | ((reached == tier) & (reached > seen)))
        seen = np.where(act, np.maximum(seen, reached), seen)
        down = act & ~up & (m >= review) & (tier > 0)
        tier = np.where(up, reached, np.where(down, np.maximum(np.maximum(reached, r.level(before)), tier - 1), tier))
        review = np.where(up | down, m + r.validity[tier], review)
        # 11 redemption
        ripe = max(0, m - r.wait + 2)
        spendable = lots[:, :ripe].sum(1) if ripe else np.zeros(n)
        if m - r.wait + 1 < 0:
            spendable = lots[:, :1].sum(1)
            ripe = 1
        price_ = np.zeros(n)
        for p in r.prices:
            price_ = np.where(spendable >= p, p, price_)
        if not r.prices:
            price_ = spendable
        take = act & redeemer & (price_ > 0) & (rng.random(n) < d["points.redemption_hazard_monthly"])
        f["redeemed"] += weight @ (take * price_)
        left_ = np.where(take, price_, 0)
        for lot in range(ripe):
            used = np.minimum(left_, lots[:, lot])
            lots[:, lot] -= used
            left_ = left_ - used
        last_move[take] = m
        # 12 benefits
        benefit = act * (r.per_month[held] + r.per_order[held] * orders_w + r.per_spend[held] * net_w)
        f["benefits"] += weight @ benefit
        f["members"] += weight @ act
        f["top"] += weight @ (act & (held == len(r.rates) - 1))
        f["issued"] += weight @ points
        share = np.where(net_w > 0, np.minimum(1, net / np.where(net_w > 0, net_w, 1)), a) if origin != REFERRED else np.zeros(n)
        f["subsidy_points"] += weight @ (share * points)
        f["subsidy_benefits"] += weight @ (share * benefit)
        f["spendable"] += weight @ lots.sum(1)
    return friends


def prepare(case):
    """What no draw changes: the customers with what the program delivers to them, and the class shares."""
    book = case["book"]
    value = {k: a["value"] for k, a in book.items()}
    cols, newcomers = columns(case["base"]["members"]), columns(case["base"]["newcomers"])
    here = active_weight(cols)
    r = Rules(case["program"], book, here.sum())
    level = r.level(past(cols, r))
    holders = [here[level >= i].sum() / here.sum() for i in range(len(r.rates))]
    sales = np.where(cols["mrr"] > 0, here * cols["mrr"], here * cols["rate_monthly"] * cols["order_value"])
    people = [(b, delivered(b, r, value, holders)) for b in (cols, newcomers)]
    return r, people, class_shares(cols, sales), class_shares(cols, here), held_out(cols, value)


def joining(base, gap, horizon, level):
    """Customers who join in each month of the program; the last month that is laid out goes on."""
    ahead = base["new_ahead"]
    if not ahead:
        return np.full(horizon, base["new_per_month"] * level)
    laid_out = [ahead[min(gap + m, len(ahead) - 1)] for m in range(horizon)]
    return np.array([median * level ** (sd / base["new_log_sd"]) if base["new_log_sd"] else median for median, sd in laid_out])


def one_draw(case, prepared, rng):
    base, book, horizon = case["base"], case["book"], case["horizon"]
    r, people, of_sales, of_active, test = prepared
    d = draw_book(book, rng)
    d["cost.reward_vat_rate"] = book["cost.reward_vat_rate"]["value"]
    level = math.exp(base["level_log_mean"] + base["level_log_sd"] * rng.standard_normal())
    new_level = math.exp(base["new_log_sd"] * rng.standard_normal())
    ratio = d["response.class_ratio"]
    responsive = by_class(ratio, math.sqrt(ratio), 1, of_sales)
    ratio = d["program.enrolment_heavy_ratio"]
    eager = by_class(1, math.sqrt(ratio), ratio, of_active)
    effects = ("hazard_effect", "frequency_effect", "basket_effect")
    cols, newcomers = ({**b, **dict(zip(effects, respond(b, worth, d, responsive)))} for b, worth in people)
    weight = cols["weight"].astype(float)
    shares = newcomers["weight"] / newcomers["weight"].sum()
    first = case["first_calendar_month"] - 1
    season = [base["season"][(first + m) % 12] for m in range(12)]
    flows = [dict.fromkeys(FLOWS, 0.0) for _ in range(horizon)]
    tally = dict.fromkeys(["opening", "opening_lapsed", "cohort", "kept_with", "kept_without", "net_before", "net_with", "net_without", "capped_with", "capped_without"], 0.0)

    def pick(count):
        rows = rng.choice(len(shares), count, p=shares)
        return {k: v[rows] for k, v in newcomers.items()}

    def go(b, w, origin, start):
        args = (r, d, eager, level, season, horizon, case["gap"], rng, flows, tally)
        friends = walk(b, w, origin, start, *args)
        if friends:
            rows, months = np.array([i for i, _ in friends]), np.array([m for _, m in friends])
            walk(pick(len(friends)), w[rows], REFERRED, months, *args)

    go(cols, weight, TODAY, np.zeros(len(weight), int))
    k = case["newcomers_simulated"]
    if k:
        months = np.repeat(np.arange(horizon), k)
        go(pick(len(months)), joining(base, case["gap"], horizon, new_level)[months] / k, NEW, months)
    return money(flows, tally, d, r, test)


def simulate(numbered):
    number, case = numbered
    rng = np.random.default_rng([2026, number])
    prepared = prepare(case)
    return [one_draw(case, prepared, rng) for _ in range(DRAWS)]


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        cases = json.load(file)
    with ProcessPoolExecutor(len(cases)) as pool:
        every = list(pool.map(simulate, enumerate(cases)))
    bad = 0
    for case, runs in zip(cases, every):
        print(f"\n{case['name']}\n{'':26}{'engine':>16}{'this script':>16}{'distance':>10}")
        for key, engine in case["results"].items():
            values = np.array([run[key] for run in runs])
            error = math.hypot(engine["se"], values.std() / math.sqrt(DRAWS))
            away = (engine["mean"] - values.mean()) / error if error > 0 else 0.0 if engine["mean"] == values.mean() else math.inf
            bad += abs(away) > 3
            print(f"{key:26}{engine['mean']:16.2f}{values.mean():16.2f}{away:10.2f}{'  <<<' if abs(away) > 3 else ''}")
    print("\nagrees within three standard errors" if bad == 0 else f"\n{bad} figures differ")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
