//! The canonical tables: typed, clean, one struct each. Intake fills them; `extract` aggregates them; `sql/*.sql` states
//! the same questions over the same columns.
//!
//! ```text
//! orders         customer, day, order_key, amount               one row per line item or per order; refunds negative
//! item lines     order line, item, units, amount                one row per line that names an item of the shop
//! subscriptions  subscription, customer, start?, end?, tenure_months?, ended, mrr, plan?, trial, billing?
//! usage          customer, day, feature, count
//! voice          customer?, day?, score?, scale_max, text, theme?
//! members        customer, joined?, tier?, segment?, country?, email_consent?, referred_by?
//! ledger         customer, day, earned, redeemed, expired, cost?
//! rewards        name, points_price, value?, unit_cost?
//! ```
use loyalty_model::units::{Date, Money};
use rustc_hash::FxHashMap;

/// Customer ids, each once; rows hold the position. The order of ids carries no meaning.
#[derive(Debug, Default, Clone)]
pub struct Customers {
    /// The ids as they stand in the file (trimmed).
    pub ids: Vec<String>,
}

/// Order lines by column: `customer[i]`, `day[i]`, `order_key[i]`, `amount[i]` belong together.
#[derive(Debug, Default, Clone)]
pub struct Orders {
    /// The customers.
    pub customers: Customers,
    /// Position in `customers.ids`.
    pub customer: Vec<u32>,
    /// Day of the line, as days since 1970-01-01.
    pub day: Vec<i32>,
    /// Identity of the order within its customer: the first 8 bytes of SHA-256 or another fixed 64-bit hash of the order id, or the day where no order id is given.
    pub order_key: Vec<u64>,
    /// Net amount of the line in ten-thousandths; refunds and cancellations are negative.
    pub amount: Vec<i64>,
    /// What was bought, where a column names it.
    pub items: ItemLines,
}
/// What the order lines are of, by column. A column that is empty says nothing of its own, so that a large file costs one number a line.
#[derive(Debug, Default, Clone)]
pub struct ItemLines {
    /// Names, each once, in any order. Postage, fees, discounts and vouchers are none.
    pub names: Vec<String>,
    /// Position in `names`; [`NO_ITEM`]: the line names none.
    pub item: Vec<u32>,
    /// Position of the order line: its customer, its day and its order are this one's. Empty: the lines of the table in turn.
    pub line: Vec<u32>,
    /// Pieces; of a line that takes something back, below nothing. Empty: one each.
    pub units: Vec<i32>,
    /// What these pieces cost together, in ten-thousandths, before discounts on the whole order; below nothing where they came back. Empty: the
    /// amount of the order line.
    pub amount: Vec<i64>,
}
/// A line that names no item.
pub const NO_ITEM: u32 = u32::MAX;
impl ItemLines {
    /// Position of the order line.
    pub fn line(&self, at: usize) -> usize {
        self.line.get(at).map_or(at, |l| *l as usize)
    }
}
impl Orders {
    /// Takes the items of order lines from `base` on behind the others; `lines` names them in turn.
    pub(crate) fn take_items(&mut self, lines: ItemLines, base: usize) {
        let i = &self.items;
        let alike = i.line.is_empty() && i.item.len() == base && i.units.is_empty() == lines.units.is_empty() && i.amount.is_empty() == lines.amount.is_empty();
        if alike || i.item.is_empty() && base == 0 {
            self.items.item.extend(lines.item);
            self.items.units.extend(lines.units);
            self.items.amount.extend(lines.amount);
        } else if !lines.item.is_empty() {
            self.items_by_line();
            for (at, item) in lines.item.iter().enumerate().filter(|(_, item)| **item != NO_ITEM) {
                let amount = lines.amount.get(at).copied().unwrap_or_else(|| self.amount[base + at]);
                self.items.line.push((base + at) as u32);
                self.items.item.push(*item);
                self.items.units.push(lines.units.get(at).copied().unwrap_or(amount.signum() as i32));
                self.items.amount.push(amount);
            }
        }
    }
    /// Gives every item line all columns, so that others can stand behind it that are not the lines of the table in turn.
    pub(crate) fn items_by_line(&mut self) {
        if self.items.item.is_empty() || !self.items.line.is_empty() {
            return;
        }
        let named: Vec<usize> = (0..self.items.item.len()).filter(|at| self.items.item[*at] != NO_ITEM).collect();
        let sold: Vec<(i32, i64)> = named.iter().map(|at| self.sold(*at)).collect();
        let i = &mut self.items;
        i.item = named.iter().map(|at| i.item[*at]).collect();
        i.line = named.iter().map(|at| *at as u32).collect();
        (i.units, i.amount) = sold.into_iter().unzip();
    }
    /// Pieces of an item line, and what they cost together.
    pub fn sold(&self, at: usize) -> (i32, i64) {
        let i = &self.items;
        let amount = i.amount.get(at).copied().unwrap_or_else(|| self.amount[i.line(at)]);
        (i.units.get(at).copied().unwrap_or(amount.signum() as i32), amount)
    }
}

/// One subscription.
#[derive(Debug, Clone, PartialEq)]
pub struct Subscription {
    /// Its id (or the customer's where there is one each).
    pub subscription: String,
    /// Who pays.
    pub customer: String,
    /// First day; absent in a snapshot that gives tenure only.
    pub start: Option<Date>,
    /// Last day; absent while it runs.
    pub end: Option<Date>,
    /// Months since start at the end of observation or at its end; measured from the dates where they exist.
    pub tenure_months: Option<u32>,
    /// It has ended.
    pub ended: bool,
    /// Monthly recurring revenue.
    pub mrr: Money,
    /// Plan name.
    pub plan: Option<String>,
    /// A free trial (its MRR does not count).
    pub trial: bool,
    /// Months between renewals: 1, 12, 24; absent where unknown.
    pub billing_months: Option<u32>,
}

/// One use of a feature on a day.
#[derive(Debug, Clone, PartialEq)]
pub struct Usage {
    /// Who (a customer; resolved through the subscriptions where the file names those).
    pub customer: String,
    /// When.
    pub day: Date,
    /// Which feature.
    pub feature: String,
    /// How often.
    pub count: u32,
}

/// One voice-of-customer record: a survey answer, a review, a ticket with its rating.
#[derive(Debug, Clone, PartialEq)]
pub struct Voice {
    /// Who, where known.
    pub customer: Option<String>,
    /// When.
    pub day: Option<Date>,
    /// The rating, in hundredths.
    pub score_hundredths: Option<u32>,
    /// The best rating of the scale: 5, 10, 100.
    pub scale_max: u32,
    /// Free text (may be empty).
    pub text: String,
    /// A reason code or category that came with the record.
    pub theme: Option<String>,
    /// The record says that the customer left.
    pub left: bool,
}

/// One member of an existing program, or a customer's master data.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Member {
    /// Who.
    pub customer: String,
    /// When enrolled.
    pub joined: Option<Date>,
    /// When left.
    pub left: Option<Date>,
    /// Present tier.
    pub tier: Option<String>,
    /// A segment of the company's own.
    pub segment: Option<String>,
    /// Country or place.
    pub place: Option<String>,
    /// Consent to marketing e-mail.
    pub email_consent: Option<bool>,
    /// Who referred.
    pub referred_by: Option<String>,
    /// Month of the birthday, 1 to 12.
    pub birth_month: Option<u32>,
}

/// One movement of points.
#[derive(Debug, Clone, PartialEq)]
pub struct LedgerEntry {
    /// Whose.
    pub customer: String,
    /// When.
    pub day: Date,
    /// Points earned, in hundredths of a point.
    pub earned: i64,
    /// Points redeemed, in hundredths, positive.
    pub redeemed: i64,
    /// Points expired, in hundredths, positive.
    pub expired: i64,
    /// Cost of the points redeemed, where booked.
    pub cost: Option<Money>,
}

/// One reward of a present catalogue.
#[derive(Debug, Clone, PartialEq)]
pub struct RewardOffer {
    /// Name.
    pub name: String,
    /// Price in points.
    pub points_price: u64,
    /// Retail value.
    pub value: Option<Money>,
    /// Cost to the company.
    pub unit_cost: Option<Money>,
}

/// Everything that intake found, and what it did with each file.
#[derive(Debug, Default, Clone)]
pub struct Tables {
    /// Order lines.
    pub orders: Option<Orders>,
    /// Subscriptions.
    pub subscriptions: Option<Vec<Subscription>>,
    /// Product usage.
    pub usage: Option<Vec<Usage>>,
    /// Voice of customer.
    pub voice: Option<Vec<Voice>>,
    /// Members.
    pub members: Option<Vec<Member>>,
    /// Points ledger.
    pub ledger: Option<Vec<LedgerEntry>>,
    /// Rewards.
    pub rewards: Option<Vec<RewardOffer>>,
    /// What was read, used and set aside, per table.
    pub quality: Vec<loyalty_model::extract::TableQuality>,
    /// Currency told by the files (a currency column), if any.
    pub currency: Option<String>,
    /// The orders are made up from the ledger: spend that a point earned stands for.
    pub spend_per_point: Option<f64>,
    /// The order file holds no amounts: spend that each order stands for.
    pub assumed_order_value: Option<f64>,
    /// A person says that orders of nothing count as purchases.
    pub count_zero_orders: bool,
    /// Why the orders are not whole histories, where a person or a file name says so.
    pub incomplete: Option<String>,
}
impl Tables {
    /// Gives each order of a file without amounts this value: it stands on the first of its lines (of a refund: on the first line that gives
    /// back), and the others are worth nothing.
    pub fn value_orders(&mut self, value: f64) {
        let Some(orders) = &mut self.orders else { return };
        orders.items = ItemLines::default();
        let raw = (value * Money::SCALE as f64).round() as i64;
        let mut first: FxHashMap<(u32, u64, bool), (i32, usize)> = FxHashMap::default();
        for (at, day) in orders.day.iter().enumerate() {
            let place = first.entry((orders.customer[at], orders.order_key[at], orders.amount[at] < 0)).or_insert((*day, at));
            *place = (*place).min((*day, at));
        }
        let amounts: Vec<i64> = orders.amount.iter().map(|a| raw * a.signum()).collect();
        orders.amount.fill(0);
        first.into_values().for_each(|(_, at)| orders.amount[at] = amounts[at]);
        self.assumed_order_value = Some(value);
    }
    /// Orders from a ledger that stands alone: what a member earned on a day stands for one purchase, of `spend_per_point` for each
    /// point. Frequency and recency are measured so; every amount rests on the assumption. Nothing happens where there are orders or
    /// subscriptions.
    pub fn orders_from_points(&mut self, spend_per_point: f64) {
        let Some(ledger) = self.ledger.as_ref().filter(|_| self.orders.is_none() && self.subscriptions.is_none()) else { return };
        let mut sums: std::collections::BTreeMap<(&str, i32), i64> = std::collections::BTreeMap::new();
        for entry in ledger.iter().filter(|e| e.earned > 0) {
            *sums.entry((&entry.customer, entry.day.days())).or_default() += entry.earned;
        }
        let mut orders = Orders::default();
        for ((customer, day), hundredths) in sums {
            if orders.customers.ids.last().is_none_or(|last| last != customer) {
                orders.customers.ids.push(customer.to_string());
            }
            orders.customer.push((orders.customers.ids.len() - 1) as u32);
            orders.day.push(day);
            orders.order_key.push(day as u64);
            orders.amount.push((hundredths as f64 * spend_per_point * Money::SCALE as f64 / 100.0) as i64);
        }
        if !orders.customer.is_empty() {
            self.orders = Some(orders);
            self.spend_per_point = Some(spend_per_point);
        }
    }
}
