//! Orders: the column that names what was bought, and where its pieces and its price stand.
use super::super::IntakeError;
use super::super::lexicon::rank_of;
use super::{Grouping, ItemRule, Look, Meaning};

/// Rows from which a column of names must repeat itself: a text of its own on every row names no item.
const REPEATS_FROM: usize = 40;

impl Look<'_> {
    /// Finds the items by the name of a column, or takes the column whose text tells discounts; its content must be able to name items.
    pub(super) fn items(&self, out: &mut Meaning) -> Result<(), IntakeError> {
        if self.mapped.is_off("item") {
            return Ok(());
        }
        let mapped = self.mapped.column("item", self.path, self.header)?;
        let ranked = |at: usize| rank_of("transactions.itemname", &self.header[at]).filter(|_| self.names_items(at, out)).map(|rank| (rank, at));
        let named = || (0..self.header.len()).filter_map(ranked).min().map(|found| found.1);
        let told = || out.orders.discount.filter(|at| self.names_items(*at, out));
        let Some(name) = mapped.or_else(named).or_else(told) else { return Ok(()) };
        let column = |meaning: &str| {
            let ranked = |at: usize| rank_of(meaning, &self.header[at]).filter(|_| self.shapes[at].mostly(self.shapes[at].numbers)).map(|rank| (rank, at));
            (0..self.header.len()).filter(|at| *at != name && out.columns.at("amount") != Some(*at)).filter_map(ranked).min().map(|found| found.1)
        };
        let (units, price) = (column("transactions.quantity"), column("transactions.price"));
        let whole_order = out.orders.grouping == Grouping::Once && !out.orders.product;
        // The amount is the order's: without a price of its own no line tells what its item costs. An amount that is assumed tells nothing either.
        if out.orders.unpriced || whole_order && price.is_none() {
            return Ok(());
        }
        out.orders.items = Some(ItemRule { name, units, price: price.filter(|_| whole_order) });
        if mapped.is_none() && out.orders.discount != Some(name) {
            let besides = out.orders.discount.filter(|at| out.columns.at("item") == Some(*at));
            out.columns.put("item", name, self.header, "name");
            if let Some(at) = besides {
                out.columns.also("item", at, self.header, "content");
            }
        }
        Ok(())
    }
    /// Whether what stands in a column can name items: words or codes, of several kinds, that come again and are neither the order's nor the customer's.
    fn names_items(&self, at: usize, out: &Meaning) -> bool {
        let s = &self.shapes[at];
        let free = !out.columns.takes(at) || out.columns.at("item") == Some(at);
        // A name of figures alone could be shown to nobody.
        let words = s.filled * 2 >= self.rows() && s.distinct > 1 && s.objects == 0 && ![s.dates, s.numbers, s.emails].iter().any(|of| s.mostly(*of));
        let again = s.filled < REPEATS_FROM || s.distinct * 20 <= s.filled * 19;
        let anothers = ["order", "customer"].iter().filter_map(|name| out.columns.at(name)).any(|other| self.sample.one_to_one(at, other));
        free && words && again && (!anothers || s.filled < REPEATS_FROM)
    }
}
