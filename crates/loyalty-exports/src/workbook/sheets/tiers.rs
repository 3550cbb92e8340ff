//! What each tier brings and costs: corrected one by one, then made to add up to the program.
use super::{Model, name};
use crate::workbook::formula::{ONE, ZERO, plus};
use crate::workbook::grid::Book;
use crate::workbook::layout::{Pen, Row, flow, ratio, stock};
use crate::workbook::style::CellFormat;
use loyalty_model::plan::Plan;

/// The sheet.
pub fn tiers(book: &mut Book, plan: &Plan, m: &mut Model) {
    let (c, kind) = (m.currency.clone(), m.kind);
    let (lift, margin, cost) = (m.stretch["lift"].fixed(), m.live["margin"].fixed(), m.live["point_cost"].fixed());
    let mut pen = Pen::begin(
        book,
        name::TIERS,
        "Incremental contribution of each tier's members against the cost of their points and benefits. Running costs are not allocated.",
        m.months,
    );
    pen.timeline(Some(m.row("number")), Some(m.row("day")));
    let tiers = &plan.design.economics.drivers.tiers;
    if tiers.is_empty() {
        return;
    }
    let factor = m.row("live.expected.factor");
    let source = |m: &Model, tier: &str, what: &str| m.row(&format!("tier.{tier}.{what}"));
    // As the program has it: tier by tier, without corrections of the tier.
    let of_program = |m: &Model, tier: &str, what: &str, t: u16| match what {
        "net" => {
            let (net, friends) = (source(m, tier, "net"), source(m, tier, "referred"));
            m.corrected("effects", (net.at(t) - friends.at(t)) * lift.clone()) + m.corrected("referred", friends.at(t))
        }
        "points" => source(m, tier, "expected").at(t) * factor.at(t),
        _ => m.corrected("benefits", source(m, tier, "benefits").at(t)),
    };
    let mut own: Vec<[Row; 3]> = vec![];
    for t in tiers {
        pen.heading(&format!("{}, before tiers add up", m.tier_name(plan, &t.tier)));
        let rows = [("net", "Incremental net sales", c.as_str()), ("points", "Points to be redeemed", "points"), ("benefits", "Benefits", c.as_str())];
        own.push(rows.map(|(what, label, unit)| {
            pen.row(flow(label, unit, CellFormat::Whole), |at| m.corrected(&format!("tier.{}.{what}", t.tier), of_program(m, &t.tier, what, at)))
        }));
    }
    pen.heading("Until tiers add up to the program");
    let all = |what: &str, t: u16| plus(tiers.iter().map(|tier| of_program(m, &tier.tier, what, t)));
    let here = |i: usize, t: u16| plus(own.iter().map(|r| r[i].at(t)));
    let left = pen.row(flow("Incremental net sales of the program less the sum", &c, CellFormat::Whole), |t| all("net", t) - here(0, t));
    let [points, given] = [("points", 1, "Points of the program ÷ the sum"), ("benefits", 2, "Benefits of the program ÷ the sum")]
        .map(|(what, i, label)| pen.row(ratio(label, "factor", CellFormat::Factor), |t| all(what, t).over(here(i, t), ONE)));
    let members = m.row("members.live");
    let mut rows: Vec<[Row; 5]> = vec![];
    for (t, own) in tiers.iter().zip(&own) {
        pen.heading(&m.tier_name(plan, &t.tier));
        let stands = source(m, &t.tier, "members.live");
        let here = pen.row(stock("Active members", "members", CellFormat::Whole), |t| stands.at(t));
        let brings =
            pen.row(flow("Incremental contribution", &c, kind), |t| (own[0].at(t) + left.at(t) * stands.at(t).over(members.at(t), ZERO)) * margin.clone());
        let issued = pen.row(flow("Points issued, at expected cost", &c, kind), |t| own[1].at(t) * points.at(t) * cost.clone());
        let benefits = pen.row(flow("Benefits", &c, kind), |t| own[2].at(t) * given.at(t));
        let result = pen.row(flow("Contribution less reward cost", &c, kind).bold(), |t| brings.at(t) - issued.at(t) - benefits.at(t));
        rows.push([here, brings, issued, benefits, result]);
    }
    pen.heading("All tiers");
    let together = pen.row(flow("Contribution on the lift of members", &c, kind), |t| plus(rows.iter().map(|r| r[1].at(t))));
    let everybody = m.row("referred_at_margin");
    let inside: Vec<Row> = tiers.iter().map(|t| source(m, &t.tier, "referred")).collect();
    let apart = pen.row(flow("Contribution on what referred customers buy of themselves (in no tier)", &c, kind), |t| {
        m.corrected("referred", everybody.at(t) - plus(inside.iter().map(|r| r.at(t)))) * margin.clone()
    });
    let contribution = pen.row(flow("Contribution", &c, kind).bold(), |t| together.at(t) + apart.at(t));
    let reward = pen.row(flow("Reward cost", &c, kind).bold(), |t| plus(rows.iter().map(|r| r[2].at(t) + r[3].at(t))));
    m.rows.extend([("tiers.contribution".into(), contribution), ("tiers.reward".into(), reward)]);
    m.tiers = rows;
}
