//! Orders: which amount, how the rows of an order belong together, which words distinguish sales from what is none.
use super::super::IntakeError;
use super::super::lexicon::{is_discount, plain, rank_of};
use super::{Grouping, Look, Meaning};
use std::collections::BTreeSet;

impl Look<'_> {
    /// Orders: which amount, how the rows of an order belong together, which words tell sales from what is none.
    pub(super) fn orders(&self, out: &mut Meaning) -> Result<(), IntakeError> {
        self.states(out)?;
        self.refunds(out)?;
        self.amount(out);
        self.gross_of_refunds(out);
        self.order_by_content(out);
        self.grouping(out);
        self.discounts(out)?;
        self.items(out)
    }
    pub(super) fn states(&self, out: &mut Meaning) -> Result<(), IntakeError> {
        let mut classes = BTreeSet::new();
        for (name, asks) in [("status", true), ("kind", false)] {
            if self.mapped.is_off(name) {
                continue;
            }
            let mapped = self.mapped.column(name, self.path, self.header)?;
            let named = |at: &usize| rank_of(&self.meaning(name), &self.header[*at]).is_some() || self.by_preset(name) == Some(*at);
            let all: Vec<usize> = mapped.map_or_else(|| (0..self.header.len()).filter(named).collect(), |at| vec![at]);
            for at in all {
                let s = &self.shapes[at];
                let free = mapped.is_some() || !out.columns.takes(at) && s.filled > 0;
                if !free || out.orders.states.iter().any(|o| o.0 == at) || s.mostly(s.dates) {
                    continue;
                }
                let (known, own) = self.words("transactions", at, !asks);
                let words = s.distinct <= 60;
                // "Credit" in every row is how it was paid: a type that never speaks of a sale tells nothing of refunds.
                if mapped.is_none() && !asks && own.len() == 1 && own.contains("refund") {
                    continue;
                }
                // A status is a status whatever its words: which of them are sales must be known.
                let name_of_status = plain(&self.header[at]).ends_with("status") || self.header[at].ends_with("ステータス");
                let all_unknown = asks && name_of_status && known == 0 && (2..=12).contains(&s.distinct) && s.filled * 2 >= self.rows();
                if mapped.is_some() || words && (known >= if asks { 50 } else { 90 } || asks && s.distinct <= 12 && known > 0 || all_unknown) {
                    out.orders.states.push((at, asks));
                    classes.extend(own);
                    out.columns.also(name, at, self.header, if mapped.is_some() { "map" } else { "name" });
                } else if asks && words && s.distinct > 1 {
                    out.notes.insert(format!("the status column is not read, for none of its words is known: {}", self.some_words(at)));
                }
            }
        }
        // A deal is a sale on the day it was won, not on the day it was opened.
        let deals = ["lost", "undecided"].iter().any(|c| classes.contains(c)) || self.header.iter().any(|h| plain(h).ends_with("stage"));
        let closing = (0..self.header.len()).find(|at| rank_of("transactions.closing", &self.header[*at]).is_some() && self.shapes[*at].dates > 0);
        if let Some(at) = closing.filter(|_| deals && !out.columns.is_mapped("time") && !out.orders.states.is_empty()) {
            out.columns.put("time", at, self.header, "name");
        }
        Ok(())
    }
    pub(super) fn refunds(&self, out: &mut Meaning) -> Result<(), IntakeError> {
        if self.mapped.is_off("refund") || out.columns.is_mapped("refund") {
            return Ok(());
        }
        // A list of refunds in a cell ("amount:-11.00|reason:") counts as a number too.
        let told =
            |at: usize| self.shapes[at].numbers * 10 >= self.shapes[at].filled * 8 || self.sample.values(at).any(|v| v.windows(7).any(|w| w == b"amount:"));
        let ranked = |at: usize| rank_of(&self.meaning("refund"), &self.header[at]).filter(|_| self.shapes[at].filled > 0 && told(at)).map(|r| (r, at));
        let found = self.by_preset("refund").filter(|at| self.shapes[*at].filled > 0).map(|at| (at, "known export"));
        let found = found.or_else(|| (0..self.header.len()).filter(|at| !out.columns.takes(*at)).filter_map(ranked).min().map(|r| (r.1, "name")));
        if let Some((at, how)) = found {
            out.columns.put("refund", at, self.header, how);
        }
        Ok(())
    }
    pub(super) fn amount(&self, out: &mut Meaning) {
        let (price, quantity) = (out.columns.at("price"), out.columns.at("quantity"));
        let item = (0..self.header.len()).filter_map(|at| rank_of("transactions.item", &self.header[at]).map(|r| (r, at)));
        let item = item.filter(|(_, at)| self.shapes[*at].distinct > 1).min().map(|i| i.1);
        let taken = out.columns.at("amount");
        let held = match (item, taken.or(price), quantity) {
            (Some(i), Some(p), Some(q)) if p != q => self.sample.price_holds_quantity(i, p, q),
            _ => None,
        };
        if taken.is_none() && !self.mapped.is_off("amount") {
            match (price, quantity) {
                (Some(p), Some(_)) if held == Some(true) && !out.columns.is_mapped("price") => {
                    out.columns.put("amount", p, self.header, "content");
                    out.notes.insert("the price of an item holds its quantity already".into());
                }
                (Some(p), None) => out.columns.put("amount", p, self.header, "name"),
                (Some(_), Some(_)) => {}
                _ => self.amount_by_content(out),
            }
        }
        if out.columns.at("amount").is_some() {
            out.orders.product = false;
            for name in ["price", "quantity"] {
                if !out.columns.is_mapped(name) {
                    out.columns.drop(name);
                }
            }
        } else {
            out.orders.product = price.is_some() && quantity.is_some();
            out.orders.unpriced = !out.orders.product && (self.mapped.is_off("amount") || !self.some_column_may_be_an_amount(out));
        }
    }
    /// Numbers that nothing else claims and that differ from row to row, or a heading that speaks of a price: a person must say that they are no amounts.
    fn some_column_may_be_an_amount(&self, out: &Meaning) -> bool {
        (0..self.header.len()).any(|at| {
            let s = &self.shapes[at];
            let priced = ["price", "amount"].iter().any(|name| rank_of(&self.meaning(name), &self.header[at]).is_some());
            !out.columns.takes(at) && (priced || s.distinct > 1 && s.numbers * 2 > s.filled && !s.mostly(s.dates))
        })
    }
    /// An amount from which refunds are taken off already (total − refunded = net amount): the total is the sale, and the refund counts once.
    pub(super) fn gross_of_refunds(&self, out: &mut Meaning) {
        let (Some(net), Some(refund)) = (out.columns.at("amount"), out.columns.at("refund")) else { return };
        if out.columns.is_mapped("amount") {
            return;
        }
        let number = |row: usize, at: usize| self.sample.number(row, at).map(loyalty_model::units::Money::raw);
        let given: Vec<usize> = (0..self.rows()).filter(|row| number(*row, refund).is_some_and(|r| r != 0)).collect();
        let sums = |at: &usize| {
            let holds = |row: usize, at: usize| number(row, at).zip(number(row, net)).zip(number(row, refund)).is_some_and(|((t, n), r)| t - r.abs() == n);
            let other = *at != net && *at != refund && self.shapes[*at].filled * 2 >= self.rows() && self.shapes[*at].mostly(self.shapes[*at].numbers);
            let rest = (0..self.rows()).filter(|row| !given.contains(row)).take(200);
            other && given.iter().all(|row| holds(*row, *at)) && rest.into_iter().all(|row| number(row, *at) == number(row, net) || number(row, net).is_none())
        };
        if given.is_empty() {
            return;
        }
        if let Some(total) = (0..self.header.len()).find(sums) {
            out.columns.put("amount", total, self.header, "content");
            out.notes.insert("refunds are taken off the total once, as the net amount beside it shows".into());
        }
    }
    /// The one column of numbers with a decimal part that nothing else claims.
    pub(super) fn amount_by_content(&self, out: &mut Meaning) {
        const OTHERS: [&str; 20] = [
            "tax", "vat", "mwst", "tva", "iva", "fee", "ship", "versand", "discount", "rabatt", "balance", "saldo", "lat", "lon", "rate", "percent", "weight",
            "score", "margin", "cost",
        ];
        let money = |at: &usize| {
            let (s, heading) = (&self.shapes[*at], plain(&self.header[*at]));
            !out.columns.takes(*at)
                && !self.header[*at].starts_with('#')
                && s.filled * 2 >= self.rows()
                && s.mostly(s.numbers)
                && s.decimals * 2 >= s.filled
                && !OTHERS.iter().any(|o| heading.contains(o))
        };
        let all: Vec<usize> = (0..self.header.len()).filter(money).collect();
        if let [at] = all[..] {
            out.columns.put("amount", at, self.header, "content");
        }
    }
    /// Where amounts stand on some rows only: the column that keeps its value on the rows that follow one with an amount, and changes
    /// with the next amount, names the order.
    pub(super) fn order_by_content(&self, out: &mut Meaning) {
        let Some(amount) = out.columns.at("amount").filter(|_| out.columns.at("order").is_none() && !self.mapped.is_off("order")) else { return };
        let blank = |row: usize| self.sample.cell(row, amount).is_empty();
        let further = (1..self.rows()).filter(|row| blank(*row)).count();
        if further == 0 || further * 20 < self.rows() {
            return;
        }
        let keeps = |at: usize| {
            let same = |row: usize| self.sample.cell(row, at) == self.sample.cell(row - 1, at);
            let right = (1..self.rows()).filter(|row| same(*row) == blank(*row)).count();
            self.shapes[at].filled == self.rows() && right * 100 >= (self.rows() - 1) * 98
        };
        if let Some(at) = (0..self.header.len()).filter(|at| !out.columns.takes(*at) && keeps(*at)).max_by_key(|at| self.shapes[*at].distinct) {
            out.columns.put("order", at, self.header, "content");
        }
    }
    /// Whether the amount is the order's and stands on each of its rows, and whether the customer stands on its first row only.
    pub(super) fn grouping(&self, out: &mut Meaning) {
        let Some(order) = out.columns.at("order") else { return };
        let groups = self.sample.repeated(order);
        if groups.is_empty() {
            return;
        }
        let customer = out.columns.at("customer");
        let blank_later = |at: usize| {
            let first_only = |g: &&Vec<usize>| !self.sample.cell(g[0], at).is_empty() && g[1..].iter().any(|r| self.sample.cell(*r, at).is_empty());
            groups.iter().filter(first_only).count() * 2 > groups.len()
        };
        let one_buyer = |g: &&Vec<usize>| {
            let mut seen: Vec<&[u8]> = g.iter().map(|r| customer.map_or(&[][..], |c| self.sample.cell(*r, c))).filter(|c| !c.is_empty()).collect();
            seen.dedup();
            seen.len() <= 1
        };
        if groups.iter().filter(one_buyer).count() * 20 < groups.len() * 19 {
            return;
        }
        if let Some(at) = out.columns.at("amount") {
            // Rows that repeat one another whole are no items of an order.
            let parted: Vec<&Vec<usize>> = groups.iter().filter(|g| g[1..].iter().any(|r| self.sample.rows[*r] != self.sample.rows[g[0]])).collect();
            let constant = |g: &&&Vec<usize>| {
                let there: Vec<&[u8]> = g.iter().map(|r| self.sample.cell(*r, at)).filter(|c| !c.is_empty()).collect();
                !there.is_empty() && there.iter().all(|c| *c == there[0])
            };
            let same = parted.iter().filter(constant).count();
            let blank = blank_later(at);
            let sums = same == parted.len() && same > 0 && self.is_sum_of_lines(at, &parted);
            if sums || parted.len() >= 3 && same * 20 >= parted.len() * 19 && !self.of_a_line(at, &parted) || blank && same == parted.len() && same > 0 {
                out.orders.grouping = Grouping::Once;
                return;
            }
        }
        if customer.is_some_and(blank_later) || out.columns.at("time").is_some_and(blank_later) {
            out.orders.grouping = Grouping::Lines;
        }
    }
    /// Whether the amount that stands on every row of an order is what its lines sum to: price × quantity, or another column of numbers.
    pub(super) fn is_sum_of_lines(&self, amount: usize, orders: &[&Vec<usize>]) -> bool {
        let raw = |row: usize, at: usize| self.sample.number(row, at).map(loyalty_model::units::Money::to_f64);
        let column = |meaning: &str| {
            let ranked = |at: usize| rank_of(meaning, &self.header[at]).filter(|_| at != amount && self.shapes[at].numbers > 0).map(|r| (r, at));
            (0..self.header.len()).filter_map(ranked).min().map(|r| r.1)
        };
        let sums = |line: &dyn Fn(usize) -> Option<f64>| {
            let fits = |o: &&&Vec<usize>| {
                let lines: Option<Vec<f64>> = o.iter().map(|row| line(*row)).collect();
                let (Some(lines), Some(total)) = (lines, o.iter().find_map(|row| raw(*row, amount))) else { return false };
                (lines.iter().sum::<f64>() - total).abs() < 0.015 && lines.iter().all(|l| *l != 0.0)
            };
            orders.iter().filter(fits).count() * 10 >= orders.len() * 9
        };
        let product = column("transactions.price").zip(column("transactions.quantity"));
        if product.is_some_and(|(p, q)| sums(&|row| Some(raw(row, p)? * raw(row, q)?))) {
            return true;
        }
        (0..self.header.len()).any(|at| at != amount && self.shapes[at].mostly(self.shapes[at].numbers) && sums(&|row| raw(row, at)))
    }
    /// Whether an amount is a line's: its name says so, or it is price × quantity on nearly all lines of orders of several.
    pub(super) fn of_a_line(&self, amount: usize, orders: &[&Vec<usize>]) -> bool {
        let name = plain(&self.header[amount]);
        if ["line", "item", "unit", "position", "artikel", "ligne", "linea"].iter().any(|w| name.contains(w)) && !name.contains("order") {
            return true;
        }
        let column = |meaning: &str| {
            let ranked = |at: usize| rank_of(meaning, &self.header[at]).filter(|_| at != amount && self.shapes[at].numbers > 0).map(|r| (r, at));
            (0..self.header.len()).filter_map(ranked).min().map(|r| r.1)
        };
        let Some((price, quantity)) = column("transactions.price").zip(column("transactions.quantity")) else { return false };
        let number = |row: usize, at: usize| self.sample.number(row, at).map(loyalty_model::units::Money::to_f64);
        let (mut equal, mut all) = (0, 0);
        for row in orders.iter().flat_map(|o| o.iter()) {
            let (Some(p), Some(q), Some(a)) = (number(*row, price), number(*row, quantity), number(*row, amount)) else { continue };
            all += 1;
            equal += usize::from((p * q - a).abs() < 0.015);
        }
        all > 0 && equal * 20 >= all * 19
    }
    /// The column whose text tells that a line below nothing is a discount.
    pub(super) fn discounts(&self, out: &mut Meaning) -> Result<(), IntakeError> {
        let mapped = self.mapped.column("item", self.path, self.header)?;
        let Some(amount) = out.columns.at("amount").filter(|_| out.columns.at("order").is_some() && !self.mapped.is_off("item")) else { return Ok(()) };
        let below: Vec<usize> = (0..self.rows()).filter(|row| self.sample.number(*row, amount).is_some_and(|m| m.raw() < 0)).collect();
        let tells = |at: &usize| below.iter().any(|row| is_discount(&String::from_utf8_lossy(self.sample.cell(*row, *at))));
        let own = |at: &usize| !out.columns.takes(*at);
        out.orders.discount = mapped.or_else(|| (0..self.header.len()).filter(own).find(tells));
        if let Some(at) = out.orders.discount.filter(|_| mapped.is_none()) {
            out.columns.put("item", at, self.header, "content");
        }
        Ok(())
    }
}
