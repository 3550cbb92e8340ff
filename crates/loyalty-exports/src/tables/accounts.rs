//! `accounts.csv`: the points account by month, the contract liability and the journal by quarter, for the people who book.
use crate::copy::journal_event;
use crate::tables::sheet::Sheet;
use loyalty_model::plan::{Element, Plan};

/// The file: kind, period, item, amount, unit, debit, credit.
///
/// # Errors
/// None in practice: it writes into memory.
pub fn csv(plan: &Plan) -> Result<Vec<u8>, csv::Error> {
    let (e, currency) = (&plan.design.economics, &plan.design.brief.currency.0);
    let mut out = Sheet::new(&["kind", "period", "item", "amount", "unit", "debit", "credit"])?;
    let mut put = |kind: &str, period: &str, item: &str, amount: f64, unit: &str, debit: &str, credit: &str| {
        out.row(&[kind, period, item, &format!("{amount:.2}"), unit, debit, credit])
    };
    for m in &e.points_account {
        for (item, amount) in [
            ("opening", m.opening),
            ("earned", m.earned),
            ("earned_reversed", m.reversed),
            ("redeemed", m.redeemed),
            ("redeemed_reimbursed", m.reimbursed),
            ("expired", m.expired),
            ("closing", m.closing),
        ] {
            put("points_account", &format!("month {}", m.month), item, amount, "points", "", "")?;
        }
        for (item, range) in [("redeemed", m.redeemed_range), ("closing", m.closing_range)] {
            for (edge, amount) in ["p10", "p90"].iter().zip(range.into_iter().flatten()) {
                put("points_account", &format!("month {}", m.month), &format!("{item}_{edge}"), amount, "points", "", "")?;
            }
        }
    }
    for p in &e.accounting.periods {
        for (item, amount) in [
            ("sales_that_earn_points", p.sales),
            ("revenue_goods", p.revenue_goods),
            ("contract_liability_opening", p.opening),
            ("deferred_for_points", p.deferred),
            ("revenue_points_redeemed", p.revenue_redeemed),
            ("revenue_points_expired", p.revenue_lapsed),
            ("contract_liability_closing", p.closing),
            ("contract_liability_current", p.current),
            ("contract_liability_non_current", p.non_current),
            ("marketing_expense_granted_points", p.marketing),
            ("revenue_reduction_granted_points", p.revenue_reduction),
            ("cost_of_contracts_recommenders", p.contract_cost),
            ("obligation_granted_points_closing", p.marketing_obligation),
        ] {
            put("contract_liability", &format!("quarter {}", p.quarter), item, amount, currency, "", "")?;
        }
    }
    for p in &e.accounting.partners {
        let name = if p.element == Element::Service { "service" } else { "reward" };
        for (item, amount) in [
            ("opening", p.opening),
            ("billed", p.additions),
            ("released", p.released),
            ("other", p.other),
            ("translation", p.translation),
            ("closing", p.closing),
        ] {
            put("partner_points", &format!("quarter {}", p.quarter), &format!("{name}_{item}"), amount, currency, "", "")?;
        }
    }
    for s in &e.accounting.bridge {
        put("bridge", "end", &s.step.to_string(), s.amount, currency, "", "")?;
    }
    for j in &e.accounting.journal {
        put("journal", &format!("quarter {}", j.quarter), journal_event(j.event), j.amount, currency, &j.debit.to_string(), &j.credit.to_string())?;
    }
    out.bytes()
}
