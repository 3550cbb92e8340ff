//! Monthly counts ahead: last year's rate, or a damped trend in logs (Gardner & McKenzie 1985, Management Science 31(10):1237-1246) where it
//! forecast better; with a season where the years agree on one. Counts are of whole months, oldest first.
use libm::{exp, fabs, log, pow, sqrt};

/// Damping of the trend a month: after two years a growth of 1% a month has added 13.5%.
const DAMPING: f64 = 0.95;
/// Weight that a month loses with each month that it lies back, where level and trend are fitted.
const FORGETTING: f64 = 0.95;
/// Months that a trend is fitted on at most, and at least.
const WINDOW: usize = 24;
const LEAST_TRAINING: usize = 8;
/// A trend is kept where the root mean square of its log misses is below this share of last year's rate, and its slope beyond so many standard errors.
const WINS: f64 = 0.8;
const SIGNIFICANT: f64 = 2.0;
/// Months of a new level, the share of the others' miss below which it is kept, and the factor from last year's rate (its log, either way) from which a level counts as new.
const RECENT: usize = 3;
const RECENT_WINS: f64 = 0.9;
const NEW_LEVEL: f64 = core::f64::consts::LN_2;
/// Agreement of the last year's deviations with those of the years before (correlation over the twelve months) from which a season is shown: chance
/// gives it in 2 of 100.
const AGREEMENT: f64 = 0.6;
/// Least log standard deviation of a level, and of what it wanders in a month: no short history shows how calm a market stays.
const LEAST_LEVEL: f64 = 0.1;
const LEAST_WANDER: f64 = 0.03;
/// Log standard deviation that a history of no month at all would have; it falls to nothing over a year.
const UNKNOWN: f64 = 0.5;
/// Standard deviation of a growth a month that the history is too short to test, from the middle of that history on.
const UNTESTED: f64 = 0.04;
/// Standard normal quantile of 90%.
const Z90: f64 = 1.281_551_565_544_8;

/// How twelve months differ, January first; the mean is one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Season {
    /// Factor of each calendar month.
    pub factors: [f64; 12],
    /// Correlation of the last year with the years before.
    pub agreement: f64,
}
/// Counts of the months to come.
#[derive(Debug, Clone, PartialEq)]
pub struct Ahead {
    /// The trend of the log a month, where it forecast better than last year's rate.
    pub trend: Option<f64>,
    /// The season, where the years agree on one.
    pub season: Option<Season>,
    /// Root mean square of the log misses of hold-out totals: last year's rate, trend; none where the history is too short.
    pub misses: Option<(f64, f64)>,
    /// The same of the rate of the last three months, where these stand on a level of their own and that rate forecast better.
    pub recent: Option<f64>,
    /// Level of the last month, season taken out.
    pub level: f64,
    first: usize,
    held: f64,
    horizon: f64,
    fit: Option<Line>,
    months: usize,
}
impl Ahead {
    /// Median and log standard deviation of the `h`-th month after the last, from 1 on.
    pub fn month(&self, h: usize) -> (f64, f64) {
        let ahead = h as f64;
        let season = self.season.map_or(1.0, |s| s.factors[(self.first + self.months + h - 1) % 12]);
        let wander = (self.held * self.held / self.horizon).max(LEAST_WANDER * LEAST_WANDER) * ahead;
        let short = UNKNOWN * UNKNOWN * (1.0 - self.months as f64 / 12.0).max(0.0);
        let growth = if self.misses.is_none() { UNTESTED * (ahead + 0.5 * self.months as f64) } else { 0.0 };
        let around = LEAST_LEVEL * LEAST_LEVEL + wander + short + growth * growth;
        match (self.trend, &self.fit) {
            (Some(slope), Some(line)) => {
                let damped = DAMPING * (1.0 - pow(DAMPING, ahead)) / (1.0 - DAMPING);
                // The trend may end today, and it may last undamped: both lie inside the 80% interval.
                let either = slope * damped.max(ahead - damped) / Z90;
                (self.level * season * exp(slope * damped), sqrt(around + line.variance(damped) + either * either))
            }
            _ => (self.level * season, sqrt(around)),
        }
    }
}
/// Forecasts monthly counts; `first` is the calendar month of the oldest (January is 0). `None` without a month.
pub fn forecast(counts: &[f64], first: usize) -> Option<Ahead> {
    let n = counts.len();
    if n == 0 {
        return None;
    }
    let season = season(counts, first);
    let plain: Vec<f64> = counts.iter().enumerate().map(|(t, c)| c / season.map_or(1.0, |s| s.factors[(first + t) % 12].max(0.05))).collect();
    let held = (n / 4).clamp(3, 6);
    let origins: Vec<usize> = (0..3).filter_map(|k| n.checked_sub(held + 2 * k)).filter(|o| *o >= LEAST_TRAINING).collect();
    let miss = |of: &dyn Fn(&[f64]) -> f64| {
        let one = |o: &usize| log((of(&plain[..*o]) + 0.5) / (plain[*o..*o + held].iter().sum::<f64>() + 0.5));
        sqrt(origins.iter().map(one).map(|e| e * e).sum::<f64>() / origins.len().max(1) as f64)
    };
    let flat = |past: &[f64]| last_year(past) * held as f64;
    let trend = |past: &[f64]| line(past).map_or_else(|| flat(past), |l| (1..=held).map(|h| l.ahead(h)).sum());
    let misses = (!origins.is_empty()).then(|| (miss(&flat), miss(&trend)));
    // Who stops to look for customers, or begins to, has neither last year's rate nor a trend.
    let stands = last_months(&plain, RECENT);
    let apart = fabs(log((stands * RECENT as f64 + 0.5) / (last_year(&plain) * RECENT as f64 + 0.5))) > NEW_LEVEL;
    let of_recent = |past: &[f64]| last_months(past, RECENT) * held as f64;
    let recent = misses.filter(|_| apart).map(|(f, t)| (miss(&of_recent), f.min(t))).filter(|(own, others)| *own < RECENT_WINS * others).map(|m| m.0);
    // The same as a spread. A market that broke off or began tells little of further breaks: as such a miss grows, the spread does not.
    let spread = |of: &dyn Fn(&[f64]) -> f64| {
        let one = |o: &usize| log((of(&plain[..*o]) + 0.5) / (plain[*o..*o + held].iter().sum::<f64>() + 0.5)).clamp(-NEW_LEVEL, NEW_LEVEL);
        sqrt(origins.iter().map(one).map(|e| e * e).sum::<f64>() / origins.len().max(1) as f64)
    };
    let fit = line(&plain);
    let error = |l: &Line| sqrt(l.covariance[2]);
    // A step that lies back looks like a trend over two years, and not over the last.
    let lasts = |l: &Line| line(&plain[n.saturating_sub(12)..]).is_some_and(|own| own.slope * l.slope.signum() > error(&own));
    let told = fit.as_ref().is_some_and(|l| fabs(l.slope) > SIGNIFICANT * error(l) && lasts(l));
    let wins = told && recent.is_none() && misses.is_some_and(|(f, t)| t < WINS * f);
    let level = match (recent, wins) {
        (Some(_), _) => stands,
        (None, true) => fit.as_ref().map_or(0.0, |l| exp(l.level)),
        (None, false) => last_year(&plain),
    };
    Some(Ahead {
        trend: fit.as_ref().filter(|_| wins).map(|l| l.slope),
        season,
        misses,
        level,
        first,
        held: match (recent, wins) {
            (Some(_), _) => spread(&of_recent),
            (None, true) => spread(&trend),
            (None, false) => spread(&flat),
        },
        recent,
        horizon: held as f64,
        fit,
        months: n,
    })
}
fn last_year(past: &[f64]) -> f64 {
    last_months(past, 12)
}
fn last_months(past: &[f64], months: usize) -> f64 {
    let last = &past[past.len().saturating_sub(months)..];
    last.iter().sum::<f64>() / last.len().max(1) as f64
}
/// A straight line through the logs of the last months, level at the last of them.
#[derive(Debug, Clone, PartialEq)]
struct Line {
    level: f64,
    slope: f64,
    /// Variance of the level, covariance, variance of the slope.
    covariance: [f64; 3],
}
impl Line {
    fn ahead(&self, h: usize) -> f64 {
        exp(self.level + self.slope * DAMPING * (1.0 - pow(DAMPING, h as f64)) / (1.0 - DAMPING))
    }
    fn variance(&self, reach: f64) -> f64 {
        (self.covariance[0] + 2.0 * reach * self.covariance[1] + reach * reach * self.covariance[2]).max(0.0)
    }
}
/// Weighted least squares: a count varies by chance (1 ÷ count in logs) and by a tenth beyond it, and old months weigh less.
fn line(past: &[f64]) -> Option<Line> {
    let part = &past[past.len().saturating_sub(WINDOW)..];
    if part.len() < LEAST_TRAINING {
        return None;
    }
    type Row = (f64, f64, f64, f64);
    let rows: Vec<Row> = part
        .iter()
        .enumerate()
        .map(|(i, c)| {
            let back = (part.len() - 1 - i) as f64;
            let precision = 1.0 / (1.0 / (c.max(0.0) + 0.5) + 0.01);
            (-back, log(c.max(0.0) + 0.5), precision, pow(FORGETTING, back))
        })
        .collect();
    let sum = |of: &dyn Fn(&Row) -> f64| rows.iter().map(of).sum::<f64>();
    let [s0, s1, s2] = [0, 1, 2].map(|k| sum(&|r| r.2 * r.3 * libm::pow(r.0, f64::from(k))));
    let [y0, y1] = [0, 1].map(|k| sum(&|r| r.2 * r.3 * r.1 * libm::pow(r.0, f64::from(k))));
    let det = s0 * s2 - s1 * s1;
    if det <= 0.0 {
        return None;
    }
    let (level, slope) = ((s2 * y0 - s1 * y1) / det, (s0 * y1 - s1 * y0) / det);
    // Months scatter by more than was taken for granted where the residuals say so; the forgetting is in the variance (a sandwich).
    let scale = (sum(&|r| r.2 * (r.1 - level - slope * r.0).powi(2)) / (rows.len() - 2) as f64).max(1.0);
    let [q0, q1, q2] = [0, 1, 2].map(|k| sum(&|r| r.2 * r.3 * r.3 * libm::pow(r.0, f64::from(k))));
    let a = [s2 / det, -s1 / det, s0 / det];
    let covariance = [
        a[0] * a[0] * q0 + 2.0 * a[0] * a[1] * q1 + a[1] * a[1] * q2,
        a[0] * a[1] * q0 + (a[0] * a[2] + a[1] * a[1]) * q1 + a[1] * a[2] * q2,
        a[1] * a[1] * q0 + 2.0 * a[1] * a[2] * q1 + a[2] * a[2] * q2,
    ];
    Some(Line { level, slope, covariance: covariance.map(|c| c * scale) })
}
/// The season of monthly counts, where at least two whole years agree on one: deviations of the last year go with those of the years before.
/// Growth is taken out first. `first` is the calendar month of the oldest.
pub fn season(counts: &[f64], first: usize) -> Option<Season> {
    let years = (counts.len() / 12).min(3);
    if years < 2 || counts.iter().sum::<f64>() <= 0.0 {
        return None;
    }
    let from = counts.len() - 12 * years;
    let logs: Vec<f64> = counts[from..].iter().map(|c| log(c.max(0.0) + 0.5)).collect();
    let mean = |year: usize| logs[12 * year..12 * (year + 1)].iter().sum::<f64>() / 12.0;
    let growth = (mean(years - 1) - mean(0)) / (12 * (years - 1)) as f64;
    // Deviation of each month of each year from a line through the year's mean.
    let deviation = |growth: f64, year: usize, m: usize| logs[12 * year + m] - mean(year) - growth * (m as f64 - 5.5);
    let average = |growth: f64, over: std::ops::Range<usize>, m: usize| over.clone().map(|y| deviation(growth, y, m)).sum::<f64>() / over.len() as f64;
    let agree = |growth: f64| {
        let pairs: Vec<(f64, f64)> = (0..12).map(|m| (average(growth, 0..years - 1, m), deviation(growth, years - 1, m))).collect();
        let of = |f: &dyn Fn(&(f64, f64)) -> f64| pairs.iter().map(f).sum::<f64>();
        of(&|p| p.0 * p.1) / sqrt(of(&|p| p.0 * p.0) * of(&|p| p.1 * p.1)).max(1e-12)
    };
    // Growth within the years and none within them (a step between two): what is no season agrees under one of them only.
    let agreement = agree(growth).min(agree(0.0));
    if agreement < AGREEMENT {
        return None;
    }
    // Spearman and Brown: how far the mean of the years can be trusted.
    let k = years as f64;
    let trust = k * agreement / (1.0 + (k - 1.0) * agreement);
    let raw: Vec<f64> = (0..12).map(|m| exp(trust * average(growth, 0..years, m))).collect();
    let scale = 12.0 / raw.iter().sum::<f64>();
    let mut factors = [1.0; 12];
    (0..12).for_each(|m| factors[(first + from + m) % 12] = raw[m] * scale);
    Some(Season { factors, agreement })
}
