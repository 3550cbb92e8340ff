//! Costs, profit and loss, cash, tiers.
use super::{Model, SOURCES, name};
use crate::workbook::formula::{ONE, ZERO, plus};
use crate::workbook::grid::Book;
use crate::workbook::layout::{LABEL, Pen, Row, TOTAL, UNIT, flow, ratio, stock};
use crate::workbook::style::{CellFormat, Role, look};
use loyalty_model::plan::Plan;

/// Running cost, and reward cost by source.
pub fn costs(book: &mut Book, _: &Plan, m: &mut Model) {
    let (c, kind) = (m.currency.clone(), m.kind);
    let live = |key: &str| m.live[key].fixed();
    let cost = live("point_cost");
    let mut pen = Pen::begin(
        book,
        name::COSTS,
        "Costs by month. Reward cost is the expected cost of the month's points, and benefits; the cash for redemptions is paid later.",
        m.months,
    );
    pen.timeline(Some(m.row("number")), Some(m.row("day")));
    let money = |label| flow(label, c.as_str(), kind);
    pen.heading("Running cost");
    let launched = m.row("launched");
    let setup = pen.row(money("Set-up"), |t| live("setup") * launched.at(t));
    pen.at_launch(setup, live("setup") * launched.launch(), kind);
    let platform = pen.row(money("Platform"), |_| live("platform"));
    let staff = pen.row(money("Staff"), |_| live("staff"));
    let sent = m.row("messages");
    let messages = pen.row(flow("Messages", &c, if kind == CellFormat::Whole { CellFormat::Whole } else { CellFormat::Cents }), |t| {
        m.corrected("messages", sent.at(t) * live("message"))
    });
    let asked = m.row("contacts");
    let service = pen.row(flow("Customer service", &c, if kind == CellFormat::Whole { CellFormat::Whole } else { CellFormat::Cents }), |t| {
        m.corrected("members", asked.at(t) * live("contact"))
    });
    let given = m.row("benefits");
    let benefits = pen.row(money("Benefits"), |t| m.corrected("benefits", given.at(t)));
    let rows = [setup, platform, staff, messages, service, benefits];
    let running = pen.row(money("Running cost").bold(), |t| plus(rows.iter().map(|r| r.at(t))));
    pen.at_launch(running, setup.launch(), kind);
    pen.heading("Reward cost: points issued, at expected cost, and benefits");
    let by_source: Vec<Row> = SOURCES
        .iter()
        .map(|(id, label)| {
            let points = m.row(&format!("live.expected_{id}"));
            pen.row(money(label), |t| points.at(t) * cost.clone())
        })
        .collect();
    let points = pen.row(money("Points issued, at expected cost").bold(), |t| crate::workbook::formula::sum(by_source[0].down_to(by_source[5], t)));
    let reward = pen.row(money("Reward cost").bold(), |t| points.at(t) + benefits.at(t));
    let (same, factor, freely) = (m.row("expected_baseline"), m.row("live.expected.factor"), m.row("benefits_baseline"));
    let subsidy = pen.row(money("Of this, on sales that would have happened anyway"), |t| {
        m.corrected("baseline", same.at(t) * factor.at(t) * cost.clone()) + m.corrected("benefits_baseline", freely.at(t))
    });
    pen.heading("Fraud and abuse, on top of reward cost");
    let (on_points, on_benefits, held) = (m.row("fraud_on_points"), m.row("fraud_on_benefits"), m.row("held"));
    let fraud = pen.row(money("Fraud and abuse"), |t| (points.at(t) * on_points.at(t) + benefits.at(t) * on_benefits.at(t)) * live("fraud"));
    let other = pen.row(money("Messages, service, benefits with fraud: without customers held out"), |t| {
        (ONE - held.at(t)) * (messages.at(t) + service.at(t) + benefits.at(t) * (ONE + live("fraud") * on_benefits.at(t)))
    });
    m.rows.extend([
        ("service.cost".into(), service),
        ("fraud.cost".into(), fraud),
        ("other.weighed".into(), other),
        ("setup".into(), setup),
        ("platform".into(), platform),
        ("staff".into(), staff),
        ("messages.cost".into(), messages),
        ("benefits.cost".into(), benefits),
        ("running".into(), running),
        ("points.cost".into(), points),
        ("reward".into(), reward),
        ("subsidy".into(), subsidy),
    ]);
    for ((id, _), row) in SOURCES.iter().zip(by_source) {
        m.rows.insert(format!("reward.{id}"), row);
    }
}
/// What the effects bring and what the program costs.
pub fn profit(book: &mut Book, _: &Plan, m: &mut Model) {
    let (c, kind) = (m.currency.clone(), m.kind);
    let (lift, margin) = (m.stretch["lift"].fixed(), m.live["margin"].fixed());
    let mut pen = Pen::begin(
        book,
        name::PROFIT,
        "Incremental: with the program less without it. The response is a judgement until this company's own test replaces it.",
        m.months,
    );
    pen.timeline(Some(m.row("number")), Some(m.row("day")));
    let money = |label| flow(label, c.as_str(), kind);
    pen.heading("Contribution");
    let (none, live, more) = (m.row("net.none"), m.row("net.live"), m.row("more.live"));
    pen.row(money("Net sales without the program"), |t| none.at(t));
    pen.row(money("Net sales with the program"), |t| live.at(t));
    let net = pen.row(money("Incremental net sales").bold(), |t| more.at(t));
    pen.row(ratio("Lift on net sales", "share", CellFormat::Percent), |t| net.at(t).over(none.at(t), ZERO));
    let (all, friends, sales) = (m.row("incremental_at_margin"), m.row("referred_at_margin"), m.row("net_with_at_margin"));
    let base = pen.row(money("Incremental net sales, weighted by the margin drawn"), |t| {
        m.corrected("effects", (all.at(t) - friends.at(t)) * lift.clone()) + m.corrected("referred", friends.at(t))
    });
    let contribution = pen.row(money("Incremental contribution").bold(), |t| base.at(t) * margin.clone());
    let whole = pen.row(money("Contribution of all sales with the program"), |t| (sales.at(t) - all.at(t) + base.at(t)) * margin.clone());
    pen.heading("Program cost");
    let copy = |pen: &mut Pen, label: &str, id: &str| {
        let source = m.row(id);
        pen.row(flow(label, &c, kind), |t| source.at(t))
    };
    let setup = copy(&mut pen, "Set-up", "setup");
    pen.at_launch(setup, m.row("setup").launch(), kind);
    let mut rows = vec![setup];
    for (label, id) in [
        ("Platform", "platform"),
        ("Staff", "staff"),
        ("Messages", "messages.cost"),
        ("Customer service", "service.cost"),
        ("Benefits", "benefits.cost"),
        ("Cash for redemptions", "paid"),
        ("Change of the expected cost of points outstanding", "owed.change"),
        ("Fraud and abuse", "fraud.cost"),
    ] {
        rows.push(copy(&mut pen, label, id));
    }
    let (vat, test) = tax_and_test(&mut pen, m, contribution);
    rows.extend([vat, test]);
    let cost = pen.row(money("Total program cost").bold(), |t| plus(rows.iter().map(|r| r.at(t))));
    pen.at_launch(cost, setup.launch(), kind);
    pen.heading("Net value");
    let net_value = pen.row(money("Net value").bold(), |t| contribution.at(t) - cost.at(t));
    pen.at_launch(net_value, -cost.launch(), kind);
    let own = pen.ahead(0);
    let so_far = pen.row(stock("Net value so far", &c, kind), |t| own.before(t) + net_value.at(t));
    pen.at_launch(so_far, net_value.launch(), kind);
    m.rows.extend([
        ("net".into(), net),
        ("contribution".into(), contribution),
        ("contribution.all".into(), whole),
        ("cost".into(), cost),
        ("net_value".into(), net_value),
        ("net_value.so_far".into(), so_far),
        ("at_margin".into(), base),
    ]);
}
/// VAT on rewards, and what the customers held out would have brought less what they would have cost.
fn tax_and_test(pen: &mut Pen, m: &mut Model, contribution: Row) -> (Row, Row) {
    let (c, kind, rate) = (m.currency.clone(), m.kind, m.live["reward_vat"].fixed());
    let (paid, change, held) = (m.row("paid"), m.row("owed.change"), m.row("held"));
    let (messages, service, reward, fraud, points) =
        (m.row("messages.cost"), m.row("service.cost"), m.row("reward"), m.row("fraud.cost"), m.row("points.cost"));
    let vat = pen.row(flow("VAT on rewards", &c, kind), |t| (paid.at(t) + change.at(t)) * rate.clone());
    let test = pen.row(flow("Value given up for the test", &c, kind), |t| {
        let cost = messages.at(t) + service.at(t) + reward.at(t) + fraud.at(t) + points.at(t) * rate.clone();
        held.at(t) * (contribution.at(t) - cost)
    });
    m.rows.extend([("vat".into(), vat), ("test".into(), test)]);
    (vat, test)
}
/// Cash, discounting.
pub fn cash(book: &mut Book, _: &Plan, m: &mut Model) {
    let (c, kind) = (m.currency.clone(), m.kind);
    let mut pen = Pen::begin(
        book,
        name::CASH,
        "Cash counts redemptions when they are paid. Points outstanding at the end are settled in the last month; points brought in are due with or without the program.",
        m.months,
    );
    pen.timeline(Some(m.row("number")), Some(m.row("day")));
    let money = |label| flow(label, c.as_str(), kind);
    pen.heading("Cash");
    let (contribution, running, paid) = (m.row("contribution"), m.row("running"), m.row("paid"));
    let came = pen.row(money("Incremental contribution"), |t| contribution.at(t));
    let ran = pen.row(money("Running cost"), |t| running.at(t));
    pen.at_launch(ran, running.launch(), kind);
    let (fraud, test, taxed) = (m.row("fraud.cost"), m.row("test"), ONE + m.live["reward_vat"].fixed());
    let gone = pen.row(money("Cash for redemptions, with VAT"), |t| paid.at(t) * taxed.clone());
    let abused = pen.row(money("Fraud and abuse"), |t| fraud.at(t));
    let tested = pen.row(money("Value given up for the test"), |t| test.at(t));
    let cash = pen.row(money("Cash of the month").bold(), |t| came.at(t) - ran.at(t) - gone.at(t) - abused.at(t) - tested.at(t));
    pen.at_launch(cash, -ran.launch(), kind);
    let own = pen.ahead(0);
    let so_far = pen.row(stock("Cumulative cash", &c, kind).bold(), |t| own.before(t) + cash.at(t));
    pen.at_launch(so_far, cash.launch(), kind);
    let number = m.row("number");
    let below =
        pen.row(ratio("Month, where cumulative cash is below zero", "number", CellFormat::Ordinal), |t| so_far.at(t).below(ZERO).then(number.at(t), ZERO));
    pen.heading("Net present value");
    let (rate, year) = (m.live["discount"].fixed(), m.now["year"].fixed());
    let factor = pen.row(ratio("Discount factor", "factor", CellFormat::Factor), |t| (ONE + rate.clone()).pow(-number.at(t) / year.clone()));
    pen.at_launch(factor, (ONE + rate.clone()).pow(-number.launch() / year.clone()), CellFormat::Factor);
    let present = pen.row(money("Present value of the month's cash"), |t| cash.at(t) * factor.at(t));
    pen.at_launch(present, cash.launch() * factor.launch(), kind);
    let owed = m.row("owed");
    let drawn = m.row("npv_drawn_rate");
    let extra = [
        (
            "settled",
            "Cost of points brought in less cost of points at the end, discounted from the last month",
            (owed.launch() - owed.last()) * taxed.clone() * factor.last(),
        ),
        ("drawn", "Difference that a drawn discount rate makes", drawn.launch()),
    ];
    let mut parts = vec![present.total()];
    for (_, label, e) in extra {
        let row = pen.next;
        pen.words(row, LABEL, label, Role::Text);
        pen.words(row, UNIT, &c, Role::Remark);
        let at = pen.formula(row, TOTAL, e, look(Role::Total, kind));
        parts.push(at.fixed());
        pen.next += 1;
    }
    let row = pen.next;
    pen.words(row, LABEL, "Net present value", Role::Total);
    pen.words(row, UNIT, &c, Role::Total);
    let npv = pen.formula(row, TOTAL, plus(parts), look(Role::Total, kind));
    m.live.insert("npv".into(), npv);
    m.rows.extend([("cash".into(), cash), ("cash.so_far".into(), so_far), ("cash.below".into(), below)]);
}
