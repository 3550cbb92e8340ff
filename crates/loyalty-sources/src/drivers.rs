//! A driver sheet: seven numbers that a person knows from memory, where there are no data. Customers are imagined from them,
//! laid out evenly and without chance, and every figure that follows is labelled as resting on what was given.
//!
//! ```text
//! members = 12000                 members or regular customers now
//! orders_per_year = 5.5           repeat orders of one member in a year
//! average_order_value = 48.00     net of discounts, without tax and shipping
//! margin = 0.45                   of net sales, 0 to 1 (or "45%")
//! churn_per_year = 0.30           share of members lost in a year
//! new_members_per_month = 350
//! currency = "EUR"
//! ```
//! The same as a CSV of two columns: `members,12000` and so on.
use loyalty_model::assumption::{magnitude, units_per_dollar};
use loyalty_model::extract::{Extract, Origin, PanelCustomer, PanelMonth};
use loyalty_model::fact::FactId;
use loyalty_model::line::Unit;
use loyalty_model::units::{Currency, Date, Money, Month};
use sha2::{Digest, Sha256};
use std::fmt;
use std::path::Path;

/// Imagined customers in the panel.
pub const PANEL: u32 = 2_000;
/// Months of history that the imagined customers have at most.
pub const HISTORY_MONTHS: i32 = 24;
const DAYS_PER_YEAR: f64 = 365.25;

/// What a person gave. Averages of a whole base; not a measurement.
#[derive(Debug, Clone, PartialEq)]
pub struct DriverSheet {
    /// Members (or regular customers) now.
    pub members: u64,
    /// Repeat orders of one member in a year of membership.
    pub orders_per_year: f64,
    /// Net value of an order.
    pub average_order_value: Money,
    /// Margin on net sales, 0 to 1.
    pub margin: f64,
    /// Share of members lost in a year, 0 to 1.
    pub churn_per_year: f64,
    /// New members in a month.
    pub new_members_per_month: f64,
    /// Currency of the order value.
    pub currency: Currency,
}

/// One figure that a person gave, ready to be labelled.
#[derive(Debug, Clone, PartialEq)]
pub struct Given {
    /// Its name in the sheet.
    pub name: &'static str,
    /// Value.
    pub value: f64,
    /// Unit.
    pub unit: Unit,
    /// What it says.
    pub statement: FactId,
}

/// What a sheet becomes.
#[derive(Debug, Clone)]
pub struct Imagined {
    /// The extract: a panel and nothing counted.
    pub extract: Extract,
    /// The figures given; margin, churn and acquisition are in no part of the extract.
    pub given: Vec<Given>,
    /// Gamma shape of purchase rates across the imagined customers: an assumption, not given.
    pub rate_shape: f64,
}

/// What is wrong with a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DriverFault {
    /// The file cannot be read as text, TOML or CSV.
    Unreadable,
    /// A figure is missing.
    Missing,
    /// A name that no sheet has.
    Unknown,
    /// A figure stands twice.
    Twice,
    /// Not a number, or not a currency.
    NotReadable,
    /// Below or above what makes sense.
    OutOfRange,
}
/// Place, fact, reason and next step of what is wrong with a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DriverError {
    /// Which kind.
    pub fault: DriverFault,
    /// File, and line where there is one.
    pub place: String,
    /// What was found, and why it won't do.
    pub fact: String,
    /// What to do.
    pub next_step: String,
}
impl fmt::Display for DriverError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} {}", self.place, self.fact, self.next_step)
    }
}
impl std::error::Error for DriverError {}

/// How a sheet is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SheetFormat {
    /// `name = value`.
    Toml,
    /// `name,value`.
    Csv,
}

/// A figure as it stands in the sheet.
struct Entry {
    name: String,
    text: String,
    line: usize,
}
/// What a sheet holds. Range ends are included unless told otherwise.
struct Driver {
    name: &'static str,
    low: f64,
    high: f64,
    example: &'static str,
    unit: Unit,
    statement: FactId,
}
const DRIVERS: [Driver; 6] = [
    Driver { name: "members", low: 1.0, high: 1e9, example: "12000", unit: Unit::Customers, statement: FactId("driver-members") },
    Driver { name: "orders_per_year", low: 0.01, high: 365.0, example: "5.5", unit: Unit::PerYear, statement: FactId("driver-orders") },
    Driver { name: "average_order_value", low: 0.01, high: 1e6, example: "48.00", unit: Unit::Money, statement: FactId("driver-order-value") },
    Driver { name: "margin", low: 0.001, high: 0.999, example: "0.45", unit: Unit::Share, statement: FactId("driver-margin") },
    Driver { name: "churn_per_year", low: 0.0, high: 0.99, example: "0.30", unit: Unit::Share, statement: FactId("driver-churn") },
    Driver { name: "new_members_per_month", low: 0.0, high: 1e8, example: "350", unit: Unit::PerMonth, statement: FactId("driver-new-members") },
];
const CURRENCY: &str = "currency";

impl DriverSheet {
    /// Reads a sheet from a file: CSV when its name ends in `.csv`, TOML otherwise.
    ///
    /// # Errors
    /// [`DriverError`] says where, what and what to do.
    pub fn read(path: &Path) -> Result<Self, DriverError> {
        let place = path.display().to_string();
        let text = std::fs::read_to_string(path).map_err(|e| DriverError {
            fault: DriverFault::Unreadable,
            place: place.clone(),
            fact: format!("the driver sheet cannot be read ({e})."),
            next_step: "Check the path; the sheet must be a UTF-8 text file.".to_owned(),
        })?;
        let csv = path.extension().is_some_and(|e| e.eq_ignore_ascii_case("csv"));
        DriverSheet::parse(&text, &place, if csv { SheetFormat::Csv } else { SheetFormat::Toml })
    }

    /// Reads a sheet from its text; `place` names it in errors.
    ///
    /// # Errors
    /// [`DriverError`] says where, what and what to do.
    pub fn parse(text: &str, place: &str, format: SheetFormat) -> Result<Self, DriverError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let sheet = Sheet {
            place,
            entries: match format {
                SheetFormat::Toml => toml_entries(text, place)?,
                SheetFormat::Csv => csv_entries(text, place)?,
            },
        };
        sheet.only_known_names()?;
        let [members, orders_per_year, _, margin, churn_per_year, new_members_per_month] = [0, 1, 2, 3, 4, 5].map(|k| sheet.number(&DRIVERS[k]));
        let members = members?;
        if members.fract() != 0.0 {
            return Err(sheet.refuse(DRIVERS[0].name, DriverFault::NotReadable, "is not a whole number", "Give a count of members."));
        }
        Ok(DriverSheet {
            members: members as u64,
            orders_per_year: orders_per_year?,
            average_order_value: sheet.money(&DRIVERS[2])?,
            margin: margin?,
            churn_per_year: churn_per_year?,
            new_members_per_month: new_members_per_month?,
            currency: sheet.currency()?,
        })
    }

    /// The figures with their labels.
    pub fn given(&self) -> Vec<Given> {
        let values =
            [self.members as f64, self.orders_per_year, self.average_order_value.to_f64(), self.margin, self.churn_per_year, self.new_members_per_month];
        DRIVERS.iter().zip(values).map(|(d, value)| Given { name: d.name, value, unit: d.unit, statement: d.statement }).collect()
    }
    /// The sheet in one fixed form, for the fingerprint.
    fn canonical(&self) -> String {
        let figures: Vec<String> = self.given().iter().map(|g| format!("{}={}", g.name, g.value)).collect();
        format!("{};currency={}", figures.join(";"), self.currency)
    }
}

struct Sheet<'a> {
    place: &'a str,
    entries: Vec<Entry>,
}
impl Sheet<'_> {
    fn only_known_names(&self) -> Result<(), DriverError> {
        for (at, e) in self.entries.iter().enumerate() {
            let known = e.name == CURRENCY || DRIVERS.iter().any(|d| d.name == e.name);
            if !known {
                let names: Vec<&str> = DRIVERS.iter().map(|d| d.name).chain([CURRENCY]).collect();
                let next = format!("A driver sheet holds {}.", names.join(", "));
                return Err(self.refuse(&e.name, DriverFault::Unknown, "is not a driver", &next));
            }
            if self.entries[..at].iter().any(|b| b.name == e.name) {
                let fact = format!("{} stands twice.", e.name);
                let place = format!("{}:{}", self.place, e.line);
                return Err(DriverError { fault: DriverFault::Twice, place, fact, next_step: "Keep one of them.".to_owned() });
            }
        }
        Ok(())
    }
    fn entry(&self, name: &str, example: &str) -> Result<&Entry, DriverError> {
        self.entries.iter().find(|e| e.name == name).ok_or_else(|| DriverError {
            fault: DriverFault::Missing,
            place: self.place.to_owned(),
            fact: format!("{name} is missing; without it no customers can be imagined."),
            next_step: format!("Add {name}, for example {example}."),
        })
    }
    fn refuse(&self, name: &str, fault: DriverFault, why: &str, next_step: &str) -> DriverError {
        let (line, text) = self.entries.iter().find(|e| e.name == name).map_or((0, ""), |e| (e.line, &e.text));
        let place = format!("{}:{line}", self.place);
        DriverError { fault, place, fact: format!("{name} \"{text}\" {why}."), next_step: next_step.to_owned() }
    }
    fn number(&self, d: &Driver) -> Result<f64, DriverError> {
        self.number_up_to(d, d.high)
    }
    fn number_up_to(&self, d: &Driver, high: f64) -> Result<f64, DriverError> {
        let text = &self.entry(d.name, d.example)?.text;
        let percent = text.strip_suffix('%').filter(|_| d.unit == Unit::Share);
        let parsed = percent.unwrap_or(text).trim().parse::<f64>().ok().filter(|v| v.is_finite());
        let Some(value) = parsed else {
            let next = format!("Write it like {}.", d.example);
            return Err(self.refuse(d.name, DriverFault::NotReadable, "is not a number with a decimal point", &next));
        };
        let value = if percent.is_some() { value / 100.0 } else { value };
        if (d.low..=high).contains(&value) {
            return Ok(value);
        }
        let why = if value < d.low { format!("is below {}", d.low) } else { format!("is above {high}") };
        let next = if d.unit == Unit::Share && value > 1.0 {
            format!("A share lies between 0 and 1: write {} or \"{}%\".", value / 100.0, value)
        } else {
            let up_to = if high < f64::MAX { format!("to {high}") } else { "on".into() };
            format!("Give a value from {} {up_to}, for example {}.", d.low, d.example)
        };
        Err(self.refuse(d.name, DriverFault::OutOfRange, &why, &next))
    }
    fn money(&self, d: &Driver) -> Result<Money, DriverError> {
        // The limit is one of dollars; a currency whose worth is not known has none.
        let code = self.currency()?.0;
        let high = if units_per_dollar(&code).is_some() { magnitude(d.high, &code) } else { f64::MAX };
        self.number_up_to(d, high)?;
        let text = &self.entry(d.name, d.example)?.text;
        text.parse::<Money>().map_err(|e| self.refuse(d.name, DriverFault::NotReadable, &format!("won't do: {e}"), &format!("Write it like {}.", d.example)))
    }
    fn currency(&self) -> Result<Currency, DriverError> {
        let text = &self.entry(CURRENCY, "EUR")?.text;
        if text.len() == 3 && text.bytes().all(|b| b.is_ascii_uppercase()) {
            return Ok(Currency(text.clone()));
        }
        Err(self.refuse(CURRENCY, DriverFault::NotReadable, "is not a currency code of three capital letters", "Write it like EUR, USD or GBP."))
    }
}

fn toml_entries(text: &str, place: &str) -> Result<Vec<Entry>, DriverError> {
    let line_at = |byte: usize| text[..byte.min(text.len())].matches('\n').count() + 1;
    let table: toml::Table = text.parse().map_err(|e: toml::de::Error| DriverError {
        fault: DriverFault::Unreadable,
        place: e.span().map_or_else(|| place.to_owned(), |s| format!("{place}:{}", line_at(s.start))),
        fact: format!("this is not TOML ({}).", e.message()),
        next_step: "Write one figure a line, like members = 12000.".to_owned(),
    })?;
    // A heading [drivers] over the whole sheet is welcome; beside other names it is refused as one of them.
    let headed = table.get("drivers").and_then(toml::Value::as_table).filter(|_| table.len() == 1);
    let inner = headed.unwrap_or(&table);
    let line_of = |name: &str| text.lines().position(|l| l.split('=').next().is_some_and(|k| k.trim() == name)).map_or(1, |n| n + 1);
    let entries = inner.iter().map(|(name, value)| Entry {
        name: name.clone(),
        text: value.as_str().map_or_else(|| value.to_string(), |s| s.trim().to_owned()),
        line: line_of(name),
    });
    Ok(entries.collect())
}

fn csv_entries(text: &str, place: &str) -> Result<Vec<Entry>, DriverError> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).trim(csv::Trim::All).comment(Some(b'#')).from_reader(text.as_bytes());
    let mut entries = Vec::new();
    for record in reader.records() {
        let unreadable = |line: usize, fact: String| DriverError {
            fault: DriverFault::Unreadable,
            place: format!("{place}:{line}"),
            fact,
            next_step: "Write two columns, like members,12000.".to_owned(),
        };
        let record = record.map_err(|e| unreadable(e.position().map_or(1, |p| p.line() as usize), format!("this is not CSV ({e}).")))?;
        let line = record.position().map_or(1, |p| p.line() as usize);
        if record.len() != 2 {
            return Err(unreadable(line, format!("{} columns were found where two belong.", record.len())));
        }
        let name = record[0].to_lowercase().replace([' ', '-'], "_");
        let heading = entries.is_empty() && ["driver", "name", "key", "figure"].contains(&name.as_str());
        if !heading {
            entries.push(Entry { name, text: record[1].to_owned(), line });
        }
    }
    Ok(entries)
}

/// Imagines customers from a sheet, with the default spread of purchase rates of `assumptions.csv`.
pub fn extract(sheet: &DriverSheet, as_of: Date) -> Imagined {
    let shape = loyalty_model::assumption::rows().into_iter().find(|r| r.id == "drivers.rate_shape");
    // A row that is always there: a test reads it.
    extract_with_shape(sheet, as_of, shape.map_or(1.0, |r| r.value))
}

/// Imagines customers from a sheet, with this gamma shape of purchase rates (1: exponential; higher: more alike).
///
/// The [`PANEL`] customers are laid out by quantiles: rates over the gamma, ages over the survivors of a steady
/// acquisition, both by low-discrepancy sequences so that rate and age are independent. Members older than
/// [`HISTORY_MONTHS`] stand with that age. Repeat orders are placed by one sweep over all customers, an order whenever the
/// sum of expected orders passes a whole number: their total is exact to one order. Each order has the average value.
///
/// # Panics
/// When the shape is not above zero: the book of assumptions keeps it in range.
pub fn extract_with_shape(sheet: &DriverSheet, as_of: Date, rate_shape: f64) -> Imagined {
    assert!(rate_shape > 0.0 && rate_shape.is_finite(), "a gamma shape is above zero");
    let ages = ages(sheet, as_of);
    let n = f64::from(PANEL);
    let mut rates: Vec<f64> = (0..PANEL).map(|k| gamma_quantile(rate_shape, (f64::from(k) + 0.5) / n) / rate_shape).collect();
    // Quantiles at midpoints lose a little of the tail; the mean over time exposed is set to what was given.
    let exposed: f64 = ages.iter().map(|&a| f64::from(a)).sum();
    let orders: f64 = rates.iter().zip(&ages).map(|(r, &a)| r * f64::from(a)).sum();
    let scale = sheet.orders_per_year / DAYS_PER_YEAR * exposed / orders;
    rates.iter_mut().for_each(|r| *r *= scale);

    let mut swept = 0.5;
    let panel = rates.iter().zip(&ages).zip(0..).map(|((&rate, &age), k)| customer(sheet, as_of, k, rate, age, &mut swept)).collect();
    let fingerprint = Sha256::digest(sheet.canonical()).iter().map(|b| format!("{b:02x}")).collect();
    Imagined {
        extract: Extract {
            origin: Origin::DriverSheet,
            currency: sheet.currency.clone(),
            as_of,
            fingerprint,
            tables: Vec::new(),
            transactions: None,
            spend_per_point: None,
            assumed_order_value: None,
            lost: vec![],
            incomplete: None,
            subscriptions: None,
            usage: None,
            voice: None,
            members: None,
            ledger: None,
            rewards: Vec::new(),
            items: None,
            panel,
            panel_weight: sheet.members as f64 / n,
        },
        given: sheet.given(),
        rate_shape,
    }
}

/// One customer of the panel; `swept` is the sum of expected orders of those before.
fn customer(sheet: &DriverSheet, as_of: Date, index: u32, rate_per_day: f64, age: i32, swept: &mut f64) -> PanelCustomer {
    let first_day = as_of.plus_days(-age);
    let mut days = vec![first_day];
    let (from, to) = (*swept, *swept + rate_per_day * f64::from(age));
    let mut order = libm::floor(from) + 1.0;
    while order <= to {
        let after = libm::ceil((order - from) / rate_per_day) as i32;
        days.push(first_day.plus_days(after.clamp(1, age)));
        order += 1.0;
    }
    *swept = to;
    let mut months: Vec<PanelMonth> = Vec::new();
    let mut before = None;
    for &day in &days {
        let month = day.month();
        if months.last().is_none_or(|m| m.month != month) {
            months.push(PanelMonth { month, purchase_days: 0, net: Money::ZERO, refunds: Money::ZERO });
        }
        if let Some(m) = months.last_mut() {
            m.purchase_days += u16::from(before != Some(day));
            m.net += sheet.average_order_value;
        }
        before = Some(day);
    }
    let purchase_days: u32 = months.iter().map(|m| u32::from(m.purchase_days)).sum();
    PanelCustomer {
        id: format!("imagined-{:04}", index + 1),
        first_day,
        frequency: purchase_days - 1,
        recency: days.last().map_or(0, |d| (d.days() - first_day.days()) as u32),
        age: age as u32,
        months,
        mrr: Money::ZERO,
        subscriber: false,
        subscription_ended: false,
        features_used: 0,
        usage_days_last_90: 0,
        last_score: None,
        tier: None,
        segment: None,
        place: None,
        email_consent: None,
        referred: false,
        referrals_made: 0,
        points_balance: 0,
    }
}

/// Ages in days, by customer. New members of one day shrink by churn as they grow old; what the acquisition of
/// [`HISTORY_MONTHS`] does not explain is older than that. Were it to explain more than all members, it is taken as less.
fn ages(sheet: &DriverSheet, as_of: Date) -> Vec<i32> {
    let start: Month = as_of.month().plus(-HISTORY_MONTHS);
    let oldest = as_of.days() - start.first_day().days().max(as_of.days() - (f64::from(HISTORY_MONTHS) * DAYS_PER_YEAR / 12.0) as i32);
    let hazard = -libm::log1p(-sheet.churn_per_year) / DAYS_PER_YEAR;
    let new_per_day = sheet.new_members_per_month * 12.0 / DAYS_PER_YEAR;
    // Members up to an age, for each new one a day: the integral of survival.
    let lived = |age: f64| if hazard > 0.0 { -libm::expm1(-hazard * age) / hazard } else { age };
    let explained = lived(f64::from(oldest));
    let share_young = (new_per_day * explained / sheet.members as f64).min(1.0);
    // The golden ratio's sequence spreads ages evenly over customers in the order of their rates.
    const GOLDEN: f64 = 0.618_033_988_749_894_9;
    let place = |k: u32| {
        let u = (f64::from(k) + 0.5) * GOLDEN;
        u - libm::floor(u)
    };
    let age = |u: f64| {
        if u >= share_young {
            return oldest;
        }
        let target = explained * u / share_young;
        let days = if hazard > 0.0 { -libm::log1p(-target * hazard) / hazard } else { target };
        (days as i32).clamp(1, oldest)
    };
    (0..PANEL).map(|k| age(place(k))).collect()
}

/// The value below which a gamma of scale 1 falls with probability `share`, by bisection on the series of the incomplete
/// gamma function (Abramowitz & Stegun 6.5.29).
fn gamma_quantile(shape: f64, share: f64) -> f64 {
    let below = |x: f64| {
        let (mut term, mut sum, mut k) = (1.0 / shape, 1.0 / shape, shape);
        while term > sum * 1e-16 {
            k += 1.0;
            term *= x / k;
            sum += term;
        }
        libm::exp(shape * libm::log(x) - x - libm::lgamma(shape)) * sum
    };
    let (mut low, mut high) = (0.0, shape.max(1.0));
    while below(high) < share {
        high *= 2.0;
    }
    for _ in 0..80 {
        let middle = f64::midpoint(low, high);
        if below(middle) < share { low = middle } else { high = middle }
    }
    f64::midpoint(low, high)
}

#[cfg(test)]
mod tests;
