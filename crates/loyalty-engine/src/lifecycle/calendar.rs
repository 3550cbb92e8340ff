//! The campaign calendar: twelve months from the launch, laid over the season that the orders show, with the messages of a member counted against one cap.
use super::letters::{self, Draft};
use crate::base::Base;
use crate::design::space::shape::{Rules, Shape};
use crate::design::space::thresholds::clean_points;
use crate::launch::is_peak;
use crate::terms::Terms;
use loyalty_model::assumption::Book;
use loyalty_model::extract::Extract;
use loyalty_model::fact::{Fact, FactId};
use loyalty_model::line::LineBook;
use loyalty_model::plan::{CalendarMonth, CampaignCalendar, MessageCap, Moment, MomentKind, SeasonStanding, TestOption, TestPlan, TierFacts};
use loyalty_model::program::{Benefit, Expiry, Mission, Program};
use loyalty_model::units::{Date, Month};

/// Months that the calendar covers.
const MONTHS: i32 = 12;
/// Months of orders from which a season can be told from growth.
const SEASON_MONTHS: usize = 24;
/// Weeks over which the effect of a surprise is read.
const SURPRISE_WEEKS: u32 = 13;
/// Standard normal quantiles of 97.5% and 80%: 5% two-sided, 80% power.
const Z: f64 = 1.959_963_984_540_054 + 0.841_621_233_572_914;
/// Months of 365.25 ÷ 12 days in weeks.
const WEEKS_A_MONTH: f64 = 365.25 / 12.0 / 7.0;

/// What the calendar is laid out from.
pub struct Known<'a> {
    pub program: &'a Program,
    pub tiers: &'a [TierFacts],
    pub base: &'a Base,
    pub book: &'a Book,
    pub terms: &'a Terms,
    pub lines: &'a LineBook,
    pub test: &'a TestPlan,
    pub extract: &'a Extract,
    pub company: &'a str,
}
impl Known<'_> {
    /// Members at full enrolment of today's active customers, of all tiers or from one on.
    fn members(&self, from_tier: usize) -> f64 {
        let customers: f64 = self.tiers.iter().skip(from_tier).map(|t| t.customers_today).sum();
        customers * self.book.value("program.enrolment_active_share")
    }
    fn month(&self, n: i32) -> Month {
        self.terms.launch.plus(n)
    }
    fn end(&self) -> Date {
        self.month(MONTHS - 1).last_day()
    }
    fn measured(&self) -> bool {
        self.base.season != [1.0; 12] && self.extract.transactions.is_some()
    }
    fn factor(&self, month: Month) -> f64 {
        self.base.season[month.year_month().1 as usize - 1]
    }
    fn standing(&self, month: Month) -> SeasonStanding {
        let low = self.base.season.iter().copied().fold(f64::INFINITY, f64::min);
        match self.factor(month) {
            _ if !self.measured() => SeasonStanding::Unknown,
            f if is_peak(f, &self.base.season) => SeasonStanding::Peak,
            // The mirror image of a peak.
            f if is_peak(1.0 / f.max(1e-9), &[1.0 / low.max(1e-9); 12]) => SeasonStanding::Trough,
            _ => SeasonStanding::Usual,
        }
    }
    /// A working day in the middle of the month.
    fn day_in(&self, month: Month) -> Date {
        month.first_day().plus_days(9).or_next_working_day()
    }
    fn benefit(&self, id: &str) -> Option<&Benefit> {
        self.program.benefits.iter().find(|b| b.id == id)
    }
    fn moment(&self, kind: MomentKind, id: String, days: (Date, Date), what: Fact, why_then: Fact, draft: Draft) -> Moment {
        let channel = super::channel("email", self.terms);
        let barred = self.terms.limits.channels_barred.contains(&channel);
        let held_out = self.test.recommended.and_then(|at| self.test.options.get(at as usize)).map_or(0.0, |o| o.holdout_share);
        let (letters, letter_test) = if barred { (vec![], Fact::default()) } else { draft.letters(&channel, held_out) };
        Moment {
            id,
            kind,
            from: days.0,
            to: days.1,
            what,
            why_then,
            members: None,
            cost: None,
            cost_basis: Fact::new("calendar-cost-none"),
            channel,
            owner: "CRM Manager".into(),
            held_out: None,
            detects: None,
            letters,
            letter_test,
        }
    }
}
/// The calendar of a program.
pub fn calendar(k: &Known) -> CampaignCalendar {
    let mut told = vec![];
    let mut moments = multiplier_days(k, &mut told);
    moments.push(launch(k));
    moments.extend(missions(k));
    moments.extend(birthdays(k, &mut told));
    moments.extend(surprise_test(k, &mut told));
    moments.extend(tier_notice(k, &mut told));
    moments.extend(expiry_warning(k, &mut told));
    moments.sort_by(|a, b| (a.from, a.kind, &a.id).cmp(&(b.from, b.kind, &b.id)));
    let (members, customers) = (k.members(0).max(1e-9), k.lines.value("blueprint.customers_active").max(1e-9));
    let months: Vec<CalendarMonth> = (0..MONTHS)
        .map(|n| {
            let month = k.month(n);
            let begins = |m: &&Moment| m.from.month() == month && m.kind != MomentKind::Birthday;
            let of = |m: &Moment| if m.kind == MomentKind::Launch { customers } else { members };
            let sent: f64 = moments.iter().filter(begins).map(|m| m.members.unwrap_or(0.0) / of(m)).sum();
            // Birthdays are spread over the year.
            let born: f64 = moments.iter().filter(|m| m.kind == MomentKind::Birthday && m.from.month() <= month).map(|m| m.members.unwrap_or(0.0) / 12.0).sum();
            CalendarMonth {
                month,
                factor: k.measured().then(|| k.factor(month)),
                standing: k.standing(month),
                messages_per_member: 0.0 + sent + born / members,
            }
        })
        .collect();
    let cap = cap(k, &months);
    CampaignCalendar { season: season(k), season_measured: k.measured(), months, moments, cap, told }
}
fn season(k: &Known) -> Fact {
    let Some(orders) = &k.extract.transactions else { return Fact::new("season-no-orders") };
    let months = orders.months.len();
    if !k.measured() {
        let (id, months) = (months < SEASON_MONTHS, months as u32);
        return if id { Fact::new("season-short").months("months", months) } else { Fact::new("season-none").months("months", months) };
    }
    let of = |wanted: SeasonStanding| -> Vec<Fact> {
        (0..MONTHS).map(|n| k.month(n)).filter(|m| k.standing(*m) == wanted).map(|m| month_name(m.year_month().1 as usize).into()).collect()
    };
    let (low, high) = k.base.season.iter().fold((f64::INFINITY, 0.0_f64), |(l, h), f| (l.min(*f), h.max(*f)));
    let (peaks, troughs) = (of(SeasonStanding::Peak), of(SeasonStanding::Trough));
    if peaks.is_empty() && troughs.is_empty() {
        return Fact::new("season-mild").number("low", low).number("high", high).months("months", months as u32);
    }
    let said = |all: Vec<Fact>| if all.is_empty() { vec![Fact::new("season-no-month")] } else { all };
    Fact::new("season-measured")
        .facts("peaks", said(peaks))
        .facts("troughs", said(troughs))
        .number("low", low)
        .number("high", high)
        .months("months", months as u32)
}
fn month_name(month: usize) -> FactId {
    const NAMES: [FactId; 12] = [
        FactId("month-january"),
        FactId("month-february"),
        FactId("month-march"),
        FactId("month-april"),
        FactId("month-may"),
        FactId("month-june"),
        FactId("month-july"),
        FactId("month-august"),
        FactId("month-september"),
        FactId("month-october"),
        FactId("month-november"),
        FactId("month-december"),
    ];
    NAMES[(month + 11) % 12]
}
/// Months of the multiplier days: the lowest of the season, never a peak and not the month of the launch; without a season one in the middle of each quarter.
fn quiet_months(k: &Known, days: usize) -> Vec<Month> {
    if !k.measured() {
        return (0..days as i32).map(|n| k.month((MONTHS * n + MONTHS / 2) / days as i32)).collect();
    }
    let mut months: Vec<Month> = (1..MONTHS).map(|n| k.month(n)).filter(|m| k.standing(*m) != SeasonStanding::Peak).collect();
    months.sort_by(|a, b| k.factor(*a).total_cmp(&k.factor(*b)).then(a.cmp(b)));
    months.truncate(days);
    months.sort();
    months
}
fn launch(k: &Known) -> Moment {
    let held_out = k.test.recommended.and_then(|at| k.test.options.get(at as usize)).map_or(0.0, |o| o.holdout_share);
    let invited = (1.0 - held_out) * k.lines.value("blueprint.customers_active");
    let day = k.terms.launch_day.day;
    Moment {
        members: Some(invited),
        cost: Some(invited * k.book.value("cost.message")),
        cost_basis: Fact::new("calendar-cost-launch"),
        ..k.moment(
            MomentKind::Launch,
            "launch".into(),
            (day, day),
            Fact::new("calendar-launch"),
            Fact::new("calendar-why-launch"),
            letters::launch(k.program, k.company),
        )
    }
}
fn missions(k: &Known) -> Vec<Moment> {
    let opens = |m: &Mission, start: u32| {
        let from = k.month(start as i32).first_day().max(k.terms.launch_day.day);
        let to = k.month((start + m.window_months.max(1)) as i32 - 1).last_day();
        let what = Fact::new("calendar-mission").text("mission", m.name.clone()).months("window", m.window_months);
        let why = Fact::new("calendar-why-mission").count("month", u64::from(start) + 1);
        Moment {
            members: Some(k.members(0)),
            cost_basis: Fact::new("calendar-cost-mission"),
            ..k.moment(MomentKind::Mission, format!("mission-{}-{}", m.id, start + 1), (from, to), what, why, letters::mission(m))
        }
    };
    let all = k.program.missions.iter().flat_map(|m| m.starts.iter().map(move |start| (m, *start)));
    all.filter(|(_, start)| *start < MONTHS as u32).map(|(m, start)| opens(m, start)).collect()
}
fn multiplier_days(k: &Known, told: &mut Vec<Fact>) -> Vec<Moment> {
    let Some(b) = k.benefit("double_points_day") else { return vec![] };
    let days = Rules::read().value("multiplier_days_yearly") as usize;
    let share: f64 = k.tiers.iter().skip(b.from_tier).map(|t| t.spend_share).sum();
    let spend = share * k.lines.value("blueprint.spend_active") * k.book.value("program.enrolment_active_share");
    let cost = spend * b.unit_cost * b.take_up / days as f64;
    if !k.measured() {
        told.push(Fact::new("calendar-days-unmeasured").count("days", days as u64));
    }
    let one = |(at, month): (usize, Month)| {
        let day = k.day_in(month);
        let why = match k.standing(month) {
            SeasonStanding::Unknown => Fact::new("calendar-why-even"),
            SeasonStanding::Trough => Fact::new("calendar-why-trough").number("factor", k.factor(month)),
            _ => Fact::new("calendar-why-quiet").number("factor", k.factor(month)),
        };
        let what = Fact::new("calendar-double").list("tiers", k.program.tiers.iter().skip(b.from_tier).map(|t| t.name.clone()));
        let draft = letters::multiplier_day(k.program, b.from_tier, day);
        Moment {
            members: Some(k.members(b.from_tier)),
            cost: Some(cost),
            cost_basis: Fact::new("calendar-cost-benefit").count("days", days as u64),
            ..k.moment(MomentKind::MultiplierDay, format!("double-points-day-{}", at + 1), (day, day), what, why, draft)
        }
    };
    quiet_months(k, days).into_iter().enumerate().map(one).collect()
}
fn birthdays(k: &Known, told: &mut Vec<Fact>) -> Option<Moment> {
    if k.base.contractual {
        return None;
    }
    let reward = k.benefit("birthday_reward");
    let known = k.extract.members.as_ref().map(|m| (m.birthdays.iter().sum::<u64>(), m.members)).filter(|m| m.0 > 0);
    let Some((known, all)) = known else {
        told.push(Fact::new("calendar-birthdays-unknown"));
        return None;
    };
    let members = k.members(0) * known as f64 / all.max(1) as f64;
    let from = k.month(1).first_day();
    let what = if reward.is_some() { Fact::new("calendar-birthday-reward") } else { Fact::new("calendar-birthday") };
    let why = Fact::new("calendar-why-birthday").count("known", known).count("members", all);
    Some(Moment {
        members: Some(members),
        cost: reward.map(|b| members * b.unit_cost * b.take_up),
        cost_basis: if reward.is_some() { Fact::new("calendar-cost-birthday") } else { Fact::new("calendar-cost-none") },
        ..k.moment(MomentKind::Birthday, "birthdays".into(), (from, k.end()), what, why, letters::birthday(reward.is_some()))
    })
}
/// A surprise for some members drawn at random, as many others held out: its effect is unproven, so it is a test with a price.
fn surprise_test(k: &Known, told: &mut Vec<Fact>) -> Option<Moment> {
    if !k.terms.allows("surprise") {
        told.push(Fact::new("calendar-surprise-barred"));
        return None;
    }
    let rules = Rules::read();
    let members = libm::floor(k.members(0) * rules.value("surprise_test_share"));
    let order = Shape::of(k.base, k.book).order_value;
    let points = k.program.surprise.as_ref().map_or_else(|| clean_points(rules.value("surprise_order_share") * order / k.program.point_value), |s| s.points);
    if members < 1.0 || points == 0 {
        told.push(Fact::new("calendar-surprise-nobody"));
        return None;
    }
    // After enrolment has settled, and early enough to be read within the calendar.
    let ready = (k.book.value("program.enrolment_ramp_months") as i32).clamp(1, 8);
    let mut months: Vec<Month> = (ready..9).map(|n| k.month(n)).filter(|m| k.standing(*m) != SeasonStanding::Peak).collect();
    months.sort_by(|a, b| k.factor(*a).total_cmp(&k.factor(*b)).then(a.cmp(b)));
    let day = k.day_in(*months.first().unwrap_or(&k.month(ready)));
    let each = points as f64 * k.lines.value("blueprint.point_cost_issued") + k.book.value("cost.message");
    let left = |o: &TestOption| o.cv * libm::sqrt(1.0 - o.correlation.unwrap_or(0.0).powi(2));
    let fits = |o: &&TestOption| o.weeks == SURPRISE_WEEKS;
    let spread = k.test.options.iter().filter(fits).map(left).filter(|v| v.is_finite()).min_by(f64::total_cmp);
    let enough = members >= k.book.value("test.customers_least");
    let Some(cv) = spread.filter(|_| enough) else {
        told.push(Fact::new("calendar-surprise-blind").count("members", members as u64));
        return None;
    };
    let detects = Fact::new("calendar-surprise-detects").share("lift", Z * cv * libm::sqrt(2.0 / members)).count("weeks", u64::from(SURPRISE_WEEKS));
    let why = match k.measured() {
        true => Fact::new("calendar-why-surprise").months("ready", ready as u32),
        false => Fact::new("calendar-why-surprise-even").months("ready", ready as u32),
    };
    let basis = match &k.program.surprise {
        Some(s) => Fact::new("calendar-cost-test-besides").share("share", s.monthly_share),
        None => Fact::new("calendar-cost-test"),
    };
    let what = Fact::new("calendar-surprise").count("points", points).count("members", members as u64);
    Some(Moment {
        members: Some(members),
        cost: Some(members * each),
        cost_basis: basis,
        held_out: Some(members),
        detects: Some(detects),
        ..k.moment(MomentKind::SurpriseTest, "surprise-test".into(), (day, day), what, why, letters::surprise(points))
    })
}
/// The day so many months after the launch.
fn after_launch(k: &Known, months: u32) -> Date {
    let day = k.terms.launch_day.day;
    let month = day.month().plus(months as i32);
    month.first_day().plus_days(i32::from(day.ymd().2) - 1).min(month.last_day())
}
fn notices(first: Date) -> (Date, Fact) {
    let rules = Rules::read();
    let days = |id: &str| rules.value(id) as u32;
    let (early, late) = (days("notice_days_first"), days("notice_days_last"));
    (first.plus_days(-(early as i32)), Fact::new("calendar-why-notice").date("day", first).days("first", early).days("last", late))
}
fn tier_notice(k: &Known, told: &mut Vec<Fact>) -> Option<Moment> {
    let top = k.program.tiers.last().filter(|t| t.threshold > 0.0)?;
    let (from, why) = notices(after_launch(k, top.validity_months));
    if from > k.end() {
        told.push(Fact::new("calendar-notice-later").date("from", from));
        return None;
    }
    let what = Fact::new("calendar-tier-notice").count("holders", libm::round(k.members(1)).max(0.0) as u64);
    Some(k.moment(MomentKind::TierNotice, "tier-notice".into(), (from, k.end()), what, why, letters::tier_notice()))
}
fn expiry_warning(k: &Known, told: &mut Vec<Fact>) -> Option<Moment> {
    let (Expiry::Inactivity { months } | Expiry::Age { months }) = k.program.expiry else { return None };
    let (from, why) = notices(after_launch(k, months));
    let from = from.max(k.terms.launch_day.day);
    if from > k.end() {
        told.push(Fact::new("calendar-expiry-later").date("from", from));
        return None;
    }
    Some(k.moment(MomentKind::ExpiryWarning, "expiry-warning".into(), (from, k.end()), Fact::new("calendar-expiry"), why, letters::expiry_warning(k.program)))
}
/// Expected share of messages beyond `most` where their number is Poisson with this mean: E (N − most)⁺ ÷ mean.
fn beyond(mean: f64, most: u32) -> f64 {
    if mean <= 0.0 {
        return 0.0;
    }
    let (mut chance, mut within) = (libm::exp(-mean), 0.0);
    for n in 0..=most {
        within += f64::from(most.saturating_sub(n)) * chance;
        chance *= mean / f64::from(n + 1);
    }
    // E (N − most)⁺ = mean − most + E (most − N)⁺.
    ((mean - f64::from(most) + within) / mean).clamp(0.0, 1.0)
}
/// Most messages of a member in a week and in a month, all channels together: the catalogue's, or a constraint's where that is lower.
pub fn most_messages(terms: &Terms) -> (u32, u32) {
    let rules = Rules::read();
    let least = |rule: &str, asked: Option<u32>| asked.map_or(u32::MAX, |a| a).min(rules.value(rule) as u32);
    let week = least("messages_week_most", terms.limits.messages_week);
    let month = least("messages_month_most", terms.limits.messages_month);
    // What a month allows, a week does not exceed; five weeks of the weekly cap may be fewer than the month allows.
    (week.min(month), month.min(week.saturating_mul(5)))
}
fn cap(k: &Known, months: &[CalendarMonth]) -> MessageCap {
    let rules = Rules::read();
    let (week_most, month_most) = most_messages(k.terms);
    // Volumes of triggers stand as if every active customer were a member.
    let customers = k.lines.value("blueprint.customers_active");
    let fired: f64 = k.program.triggers.iter().filter(|t| t.own_message).map(|t| t.volume_monthly).sum();
    let by_triggers = if customers > 0.0 { fired / customers } else { 0.0 };
    let by_calendar = months.iter().map(|m| m.messages_per_member).fold(0.0, f64::max);
    let by_others = k.book.value("cost.messages_per_member_month");
    let total = by_triggers + by_calendar + by_others;
    let held_back_share = beyond(total, month_most).max(beyond(total / WEEKS_A_MONTH, week_most));
    let reading = match total <= f64::from(month_most) {
        true => Fact::new("cap-holds").number("total", total).count("most", u64::from(month_most)).share("held", held_back_share),
        false => Fact::new("cap-binds").number("total", total).count("most", u64::from(month_most)).share("held", held_back_share),
    };
    MessageCap {
        week_most,
        month_most,
        reason: rules.reason("messages_month_most").into(),
        by_triggers,
        by_calendar,
        by_others,
        total,
        held_back_share,
        reading,
    }
}
#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn what_a_cap_holds_back_is_the_mean_beyond_it() {
        // Poisson of mean 2, summed by hand: P(3) + 2 P(4) + … over two.
        let mut chance = libm::exp(-2.0);
        let mut over = 0.0;
        for n in 1..60 {
            chance *= 2.0 / f64::from(n);
            over += f64::from((n - 2).max(0)) * chance;
        }
        assert!((beyond(2.0, 2) - over / 2.0).abs() < 1e-12, "{}", beyond(2.0, 2));
        assert!(beyond(0.0, 2) == 0.0 && beyond(1.0, 0) > 0.999_999 && beyond(50.0, 2) > 0.95);
    }
}
