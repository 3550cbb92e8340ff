//! The day of the launch: as asked, or after a lead time in working days and outside the measured peak of sales. Saturdays and Sundays are no
//! working days; public holidays are not known here.
use loyalty_model::assumption::rows;
use loyalty_model::brief::{Binding, Brief};
use loyalty_model::fact::Fact;
use loyalty_model::units::{Date, Month};
use serde::Serialize;

/// Least factor of a month of the season that is a peak, and its least share of the largest factor.
const PEAK: (f64, f64) = (1.15, 0.9);
/// Whether a month with this factor is a peak of a season.
pub fn is_peak(factor: f64, season: &[f64; 12]) -> bool {
    factor >= PEAK.0 && factor >= PEAK.1 * season.iter().copied().fold(0.0, f64::max)
}
/// Last day of a month on which a launch still counts as one of that month in the figures.
const HALF: i8 = 15;

/// When the program starts, and why then.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LaunchDay {
    /// First day of the program.
    pub day: Date,
    /// First month of the figures.
    pub month: Month,
    /// A person named the day.
    pub asked: bool,
    /// Working days after the day of asking, up to the launch.
    pub lead: i32,
    /// Working days that the tasks before a launch need.
    pub least: i32,
    /// Whether a season of sales was measured.
    pub season_known: bool,
    /// The launch is in a month of the measured peak.
    pub in_peak: bool,
    /// The month of the peak that a later launch avoids.
    pub avoided: Option<Month>,
}
/// The first month of the figures of a launch on this day: whole months only.
pub fn first_month(day: Date) -> Month {
    if day.ymd().2 <= HALF { day.month() } else { day.month().plus(1) }
}
fn days(brief: &Brief, id: &str) -> i32 {
    let default = || rows().into_iter().find(|r| r.id == id).map_or(f64::NAN, |r| r.value);
    let days = brief.given.get(id).map_or_else(default, |g| g.value);
    if days.is_finite() { days.clamp(0.0, 520.0) as i32 } else { 0 }
}
impl LaunchDay {
    /// The launch of a brief; `season`: factors of January to December, all one where none was measured.
    pub fn of(brief: &Brief, as_of: Date, season: &[f64; 12]) -> LaunchDay {
        let from = brief.asked_on.max(as_of);
        let least = days(brief, "roll_out.lead_days_least");
        let most = days(brief, "roll_out.lead_days_most").max(least);
        let peak = |month: Month| is_peak(season[month.year_month().1 as usize - 1], season);
        let (day, avoided) = match brief.launch {
            Some(day) => (day, None),
            None => {
                let first = from.plus_working_days(least.max(1)).max(wished(brief, from));
                let last = first.plus_working_days(most - least);
                let usual = Some(first_of(first.plus_days(-1).month().plus(1), first)).filter(|d| *d <= last).unwrap_or(first);
                let clear = (0..12).map(|n| if n == 0 { usual } else { first_of(usual.month().plus(n), usual) }).find(|d| !peak(first_month(*d)));
                (clear.unwrap_or(usual), peak(first_month(usual)).then(|| first_month(usual)))
            }
        };
        LaunchDay {
            day,
            month: first_month(day),
            asked: brief.launch.is_some(),
            lead: brief.asked_on.working_days_to(day),
            least,
            season_known: *season != [1.0; 12],
            in_peak: peak(first_month(day)),
            avoided,
        }
    }
    /// The same launch, its reasons unknown: of a plan that was made before.
    pub fn on(day: Date) -> LaunchDay {
        LaunchDay { day, month: first_month(day), asked: true, lead: 0, least: 0, season_known: false, in_peak: false, avoided: None }
    }
    /// Too few working days for the tasks before it.
    pub fn too_near(&self) -> bool {
        self.lead < self.least
    }
    /// Why the launch is on this day, and what to know about it.
    pub fn told(&self) -> Vec<Fact> {
        let lead = self.lead.max(0) as u64;
        let mut out = vec![match self.asked {
            true => Fact::new("launch-asked").date("day", self.day).count("lead", lead),
            false => Fact::new("launch-lead").date("day", self.day).count("lead", lead).count("least", self.least.max(0) as u64),
        }];
        match (self.avoided, self.season_known) {
            (Some(month), _) => out.push(Fact::new("launch-avoids-peak").date("month", month.first_day())),
            (None, false) => out.push(Fact::new("launch-season-unknown")),
            (None, true) => {}
        }
        if self.day.ymd().2 != 1 {
            out.push(Fact::new("launch-first-month").date("month", self.month.first_day()));
        }
        out.push(Fact::new("launch-holidays"));
        out
    }
    /// What page 1 says of it.
    pub fn warnings(&self) -> Vec<Fact> {
        let near = self.too_near().then(|| Fact::new("launch-near").count("lead", self.lead.max(0) as u64).count("least", self.least.max(0) as u64));
        near.into_iter().chain(self.in_peak.then(|| Fact::new("launch-in-peak").date("day", self.day))).collect()
    }
}
/// The first working day of a month, not before a day.
fn first_of(month: Month, not_before: Date) -> Date {
    month.first_day().max(not_before).or_next_working_day()
}
/// The earliest launch that a constraint allows.
fn wished(brief: &Brief, from: Date) -> Date {
    let months = brief.constraints.iter().flat_map(|c| &c.binds).filter_map(|b| match b {
        Binding::LaunchAfter { months } => Some(*months as i32),
        _ => None,
    });
    months.max().map_or(from, |m| {
        let month = from.month().plus(m);
        month.first_day().plus_days(i32::from(from.ymd().2) - 1).min(month.last_day()).or_next_working_day()
    })
}
/// Days for tasks: working days after the day of asking, before the launch.
#[derive(Debug, Clone, Copy)]
pub struct LeadTime {
    asked_on: Date,
    launch: Date,
}
impl LeadTime {
    /// Between the day of asking and the launch.
    pub fn between(asked_on: Date, launch: Date) -> LeadTime {
        LeadTime { asked_on, launch }
    }
    /// The working day at this share of the lead time, in twentieths: after the day of asking and before the launch, where any is.
    pub fn due(&self, twentieths: i32) -> Date {
        let days = self.asked_on.working_days_to(self.launch.plus_days(-1));
        if days <= 0 {
            return self.asked_on.or_next_working_day();
        }
        self.asked_on.plus_working_days((days * twentieths / 20).clamp(1, days))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }
    #[test]
    fn every_task_is_due_on_a_working_day_inside_the_lead_time() {
        for start in 0..400 {
            for length in 1..120 {
                let asked = day("2026-01-01").plus_days(start);
                let launch = asked.plus_days(length);
                let lead = LeadTime::between(asked, launch);
                let all: Vec<Date> = (0..=20).map(|t| lead.due(t)).collect();
                assert!(all.iter().all(|d| d.is_working_day() && *d >= asked), "{asked} {launch} {all:?}");
                assert!(all.is_sorted());
                if asked.working_days_to(launch.plus_days(-1)) > 0 {
                    assert!(all.iter().all(|d| *d < launch), "{asked} {launch} {all:?}");
                }
            }
        }
    }
    #[test]
    fn a_month_of_the_figures_is_the_one_that_holds_most_of_the_start() {
        assert_eq!(first_month(day("2027-03-15")).to_string(), "2027-03");
        assert_eq!(first_month(day("2027-03-16")).to_string(), "2027-04");
    }
}
