//! Every number of the demonstration company, fixed before any plan was seen and listed in `docs/demo-company.md` (a test
//! keeps the two equal).
use super::World;

/// The first day of the window and of the business.
pub(super) const FIRST_DAY: (i16, i8, i8) = (2023, 7, 1);
/// The last day of the window: fixed, no clock.
pub(super) const LAST_DAY: (i16, i8, i8) = (2026, 6, 30);
/// Months from first to last day.
pub(super) const MONTHS: usize = 36;

/// Parameters of one world.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Parameters {
    /// Customers acquired in the window; each has a known first order.
    pub customers: u32,
    /// Growth of acquisition from month to month.
    pub acquisition_growth_monthly: f64,
    /// Factor on purchase rates and acquisition per calendar month, January first; mean 1.
    pub season: [f64; 12],
    /// MBG/NBD `r`: gamma shape of the purchase rate per day.
    pub r: f64,
    /// MBG/NBD `alpha`: gamma rate of the purchase rate, in days.
    pub alpha_days: f64,
    /// MBG/NBD `a`: the chance to leave after a purchase (the first included) is Beta(a, b).
    pub a: f64,
    /// MBG/NBD `b`.
    pub b: f64,
    /// Mean basket before heterogeneity, in the currency.
    pub basket_mean: f64,
    /// Gamma shape of a customer's own mean basket.
    pub basket_shape: f64,
    /// Log-normal sigma of one basket around the customer's mean.
    pub basket_sigma: f64,
    /// Chances that an order has one, two or three lines.
    pub lines: [f64; 3],
    /// Share of orders refunded later (a negative line under the same order id).
    pub refund_share: f64,
    /// Of these, refunded whole; the rest lose their last line.
    pub refund_whole: f64,
    /// Days from order to refund: lowest and highest.
    pub refund_days: (i32, i32),
    /// Share of customers offered the coffee club who take it up (if they are still there when they decide).
    pub club_share: f64,
    /// Mean days from first order to joining the club.
    pub club_delay_days: f64,
    /// Of new club members, share that begin with a free 30-day trial.
    pub club_trial: f64,
    /// Of trials, share that convert.
    pub club_trial_converts: f64,
    /// Of paying starts, share on the yearly plan.
    pub club_yearly: f64,
    /// Of paying starts, share on the larger box.
    pub club_large: f64,
    /// Monthly plans: the chance to leave at a renewal is Beta(a, b) across members.
    pub club_churn_monthly: (f64, f64),
    /// Yearly plans: the same at a yearly renewal.
    pub club_churn_yearly: (f64, f64),
    /// Chance to move to the larger box at a monthly renewal; at a yearly one eight times that.
    pub club_upgrade: f64,
    /// Price per month: monthly small, monthly large, yearly small, yearly large; in cents.
    pub club_cents: [i64; 4],
    /// Share of customers who install the app.
    pub app_share: f64,
    /// Gamma shape and mean of app sessions per day.
    pub app_rate: (f64, f64),
    /// Share of orders answered with a survey.
    pub survey_share: f64,
    /// Survey: mean score of a contented customer on 0 to 10.
    pub survey_mean: f64,
    /// Survey: how far the score falls on the order after which a customer left for good.
    pub survey_leaving: f64,
    /// One survey text in this many carries made-up personal data.
    pub survey_personal_one_in: u32,
    /// Share of customers that were referred by an earlier one.
    pub referred_share: f64,
    /// Chances that consent to e-mail is yes, no, unknown.
    pub consent: [f64; 3],
    /// Share of customers in the earlier points pilot.
    pub pilot_share: f64,
    /// Chance that a pilot member with enough points redeems at an order.
    pub pilot_redeems: f64,
    /// Gross margin on net sales: not in the data, a labelled demo figure for the brief.
    pub gross_margin: f64,
}

const DEFAULT: Parameters = Parameters {
    customers: 24_000,
    acquisition_growth_monthly: 0.025,
    season: [0.88, 0.90, 0.95, 0.95, 0.97, 0.93, 0.88, 0.90, 0.98, 1.05, 1.28, 1.33],
    r: 1.2,
    alpha_days: 24.0,
    a: 0.3,
    b: 1.2,
    basket_mean: 98.0,
    basket_shape: 6.0,
    basket_sigma: 0.45,
    lines: [0.62, 0.28, 0.10],
    refund_share: 0.04,
    refund_whole: 0.6,
    refund_days: (3, 25),
    club_share: 0.18,
    club_delay_days: 60.0,
    club_trial: 0.30,
    club_trial_converts: 0.65,
    club_yearly: 0.25,
    club_large: 0.30,
    club_churn_monthly: (1.3, 20.0),
    club_churn_yearly: (2.0, 4.0),
    club_upgrade: 0.012,
    club_cents: [2_400, 3_800, 2_000, 3_200],
    app_share: 0.25,
    app_rate: (1.5, 0.04),
    survey_share: 0.02,
    survey_mean: 8.4,
    survey_leaving: 1.8,
    survey_personal_one_in: 40,
    referred_share: 0.09,
    consent: [0.68, 0.22, 0.10],
    pilot_share: 0.08,
    pilot_redeems: 0.35,
    gross_margin: 0.60,
};

/// The twin that loses: the same shop as an outlet. Most people buy once and leave (chance to leave after a purchase 0.80
/// on average), baskets are well under half as large, and 12% of net sales is left. A lift of a few per cent on what repeat buyers
/// spend then earns a few hundred a month, below the running cost of the smallest program, whatever its design.
const LOSING: Parameters = Parameters {
    r: 0.8,
    alpha_days: 110.0,
    a: 3.2,
    b: 0.8,
    basket_mean: 38.0,
    refund_share: 0.07,
    club_share: 0.03,
    club_churn_monthly: (2.0, 8.0),
    app_share: 0.10,
    survey_share: 0.03,
    survey_mean: 7.9,
    referred_share: 0.02,
    gross_margin: 0.12,
    ..DEFAULT
};

impl Parameters {
    /// The parameters of a world. The pilot is the default world with its ledger shown.
    pub const fn of(world: World) -> &'static Parameters {
        match world {
            World::Default | World::WithPilot => &DEFAULT,
            World::Losing => &LOSING,
        }
    }
    /// Name, value and meaning of every parameter, as `docs/demo-company.md` lists them.
    pub fn rows(&self) -> Vec<(&'static str, String, &'static str)> {
        macro_rules! rows {
            ($($field:ident: $meaning:literal,)*) => {{
                // Every field once: a new parameter that is not listed does not compile.
                let Parameters { $($field,)* } = self;
                vec![$((stringify!($field), format!("{:?}", $field), $meaning),)*]
            }};
        }
        rows! {
            customers: "customers acquired in the window, each with a known first order",
            acquisition_growth_monthly: "growth of acquisition from month to month",
            season: "factor on purchase rates and acquisition per calendar month, January first",
            r: "MBG/NBD r: gamma shape of the purchase rate",
            alpha_days: "MBG/NBD alpha: gamma rate of the purchase rate, in days of an average season",
            a: "MBG/NBD a: chance to leave after each purchase, the first included, is Beta(a, b)",
            b: "MBG/NBD b",
            basket_mean: "mean basket, USD",
            basket_shape: "gamma shape of a customer's own mean basket",
            basket_sigma: "log-normal sigma of one basket around the customer's mean",
            lines: "chances that an order has 1, 2, 3 lines",
            refund_share: "share of orders refunded later, as negative lines under the same order id",
            refund_whole: "of these, refunded whole; the rest lose their last line",
            refund_days: "days from order to refund, lowest and highest",
            club_share: "share of customers who take up the coffee club, if still there when they decide",
            club_delay_days: "mean days from first order to joining the club",
            club_trial: "of new club members, share that begin with a free 30-day trial",
            club_trial_converts: "of trials, share that convert",
            club_yearly: "of paying starts, share on the yearly plan",
            club_large: "of paying starts, share on the larger box",
            club_churn_monthly: "monthly plans: chance to leave at a renewal is Beta(a, b) across members",
            club_churn_yearly: "yearly plans: the same at a yearly renewal",
            club_upgrade: "chance to move to the larger box at a monthly renewal; eight times that at a yearly one",
            club_cents: "cents per month: monthly small, monthly large, yearly small, yearly large",
            app_share: "share of customers who install the app",
            app_rate: "gamma shape and mean of app sessions per day",
            survey_share: "share of orders answered with a survey",
            survey_mean: "mean score of a contented customer, 0 to 10",
            survey_leaving: "how far the score falls on the order after which a customer left for good",
            survey_personal_one_in: "one survey text in this many carries made-up personal data",
            referred_share: "share of customers referred by an earlier one",
            consent: "chances that consent to e-mail is yes, no, unknown",
            pilot_share: "share of customers in the earlier points pilot",
            pilot_redeems: "chance that a pilot member with enough points redeems at an order",
            gross_margin: "gross margin on net sales; not in the data, a labelled figure for the brief",
        }
    }
}
