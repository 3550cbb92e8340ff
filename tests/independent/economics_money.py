"""Section 8 of docs/economics.md in numpy: from counts to money, for tests/independent/economics.py."""
import numpy as np


def held_out(b, value):
    """Share of customers held out, and months: those of the recommended test; nobody where it cannot be sized."""
    months, least = int(min(max(round(value["test.months"]), 1), 12)), value["test.customers_least"]
    orders = b["orders_last_12"]
    buyers = orders.sum(1) > 0
    known = buyers & ((months >= 12) | (orders[:, : 12 - months].sum(1) > 0))
    bought = orders[:, 12 - months :].sum(1)[known]
    enough = b["weight"][buyers].sum() >= least and b["weight"][known].sum() >= least
    sized = enough and bought.max() > 0 and np.ptp(bought) > 0
    return (value["test.holdout_share"], months) if sized else (0.0, 0)


def money(flows, tally, d, r, test):
    total = {k: sum(f[k] for f in flows) for k in flows[0]}
    horizon = len(flows)
    c, rho = r.point_value * d["points.reward_cost_ratio"], d["points.ultimate_redemption"]
    per_message = d["cost.message"] * (d["cost.messages_per_member_month"] + r.trigger_messages)
    per_member = d["cost.contact"] * d["cost.contacts_per_member_year"] / 12
    abused, vat, (share, months) = d["cost.fraud_share"], d["cost.reward_vat_rate"], test
    margin = d["company.gross_margin"]
    opening = max(0.0, min(rho * tally["opening"], tally["opening"] - tally["opening_lapsed"]))
    issued, redeemed, npv, liability, given_up = 0.0, 0.0, -d["cost.setup"], [], 0.0
    for m, f in enumerate(flows):
        points = f["issued"] * c * rho
        fraud = abused * (points + f["benefits"])
        lost = 0.0
        if m >= horizon - months:
            spared = (per_message + per_member) * f["members"] + points * (1 + vat) + f["benefits"] + fraud
            lost = share * (margin * (f["net_with"] - f["net_without"]) - spared)
        given_up += lost
        issued += f["issued"]
        redeemed += f["redeemed"]
        liability.append(max(0.0, min(opening + rho * issued - redeemed, f["spendable"])) * c)
        cash = margin * (f["net_with"] - f["net_without"]) - d["cost.platform_monthly"] - d["cost.staff_monthly"]
        cash -= (per_message + per_member) * f["members"] + f["benefits"] + f["redeemed"] * c * (1 + vat) + fraud + lost
        npv += cash / (1 + d["company.discount_rate_yearly"]) ** ((m + 1) / 12)
    owed = opening * c
    npv += (owed - liability[-1]) * (1 + vat) / (1 + d["company.discount_rate_yearly"]) ** (horizon / 12)
    fixed = d["cost.setup"] + horizon * (d["cost.platform_monthly"] + d["cost.staff_monthly"])
    reward_cost = total["issued"] * c * rho + total["benefits"]
    redemptions = total["redeemed"] * c + liability[-1] - owed
    variable = (per_message + per_member) * total["members"] + total["benefits"] + abused * reward_cost
    return {
        "total_cost": fixed + variable + redemptions * (1 + vat) + given_up,
        "fraud": abused * reward_cost,
        "service": per_member * total["members"],
        "reward_vat": redemptions * vat,
        "test": given_up,
        "reward_cost": reward_cost,
        "benefits": total["benefits"],
        "incremental_margin": margin * (total["net_with"] - total["net_without"]),
        "subsidy": total["subsidy_points"] * c * rho + total["subsidy_benefits"],
        "npv": npv,
        "liability_end": liability[-1],
        "liability_12": liability[11],
        "redemption_cash": total["redeemed"] * c,
        "net_without": total["net_without"],
        "orders_without": total["orders_without"],
        "member_months": total["members"],
        "points_issued": total["issued"],
        "points_redeemed": total["redeemed"],
        "points_expired": total["expired"],
        "points_forfeited": total["forfeited"],
        "missions_completed": total["missions"],
        "referred": total["referred"],
        "kept_with": tally["kept_with"],
        "kept_without": tally["kept_without"],
        "nrr_net_with": tally["net_with"],
        "nrr_net_without": tally["net_without"],
        "grr_net_with": tally["capped_with"],
        "grr_net_without": tally["capped_without"],
        "top_tier_member_months": total["top"],
    }
