//! What the values of a column show of its dates, and the one shape that follows.
use super::DateShape::{self, *};
use super::{SHAPES, date, no_date, parts, plain, written};
use jiff::tz::TimeZone;
use loyalty_model::units::Date;

/// What the dates of a column can be.
#[derive(Debug, Clone, Default)]
pub struct DateEvidence {
    seen: u64,
    fits: [u64; SHAPES.len()],
    both: u64,
    both_compact: u64,
    /// Values of the first and of the last part of dates with a year of two digits.
    firsts: u128,
    lasts: u128,
    /// Cells with an offset from UTC.
    offsets: u64,
}
/// Why a column of dates has no one shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unsettled {
    /// Day first or month first: nothing tells.
    TwoWays,
    /// No shape fits.
    NoDates,
}
fn at_shape(shape: DateShape) -> usize {
    SHAPES.iter().position(|s| *s == shape).unwrap_or(0)
}
impl DateEvidence {
    /// Looks at one value.
    pub fn see(&mut self, text: &[u8]) {
        if text.is_empty() || no_date(text) {
            return;
        }
        self.seen += 1;
        let text = plain(text);
        let mut any = false;
        for (i, shape) in SHAPES.iter().enumerate() {
            let Some(found) = written(&text, *shape) else { continue };
            self.fits[i] += 1;
            self.offsets += u64::from(!any && found.offset.is_some());
            any = true;
            if *shape == Ymd {
                return;
            }
        }
        let fit = |s| written(&text, s).is_some();
        self.both += u64::from(fit(Dmy) && fit(Mdy));
        self.both_compact += u64::from(fit(CompactDmy) && fit(CompactMdy));
        if let Some((n, _)) = parts(&text, [2, 2, 2]) {
            self.firsts |= 1 << n[0].0;
            self.lasts |= 1 << n[2].0;
        }
    }
    /// Adds what another looked at.
    pub fn add(&mut self, o: &DateEvidence) {
        self.seen += o.seen;
        (0..SHAPES.len()).for_each(|i| self.fits[i] += o.fits[i]);
        self.both += o.both;
        self.both_compact += o.both_compact;
        self.firsts |= o.firsts;
        self.lasts |= o.lasts;
        self.offsets += o.offsets;
    }
    fn of(&self, shape: DateShape) -> u64 {
        self.fits[at_shape(shape)]
    }
    /// The shape that fits.
    ///
    /// # Errors
    /// [`Unsettled`].
    pub fn settle(&self, order: Option<&str>) -> Result<DateShape, Unsettled> {
        let separated = self.of(Dmy) + self.of(Mdy) - self.both;
        let compact = self.of(CompactDmy) + self.of(CompactMdy) - self.both_compact;
        let (mut best, mut most) = (None, 0);
        for shape in &SHAPES[..11] {
            if self.of(*shape) > most {
                (best, most) = (Some(*shape), self.of(*shape));
            }
        }
        let short = self.of(ShortYmd);
        if most * 2 < self.seen && separated.max(compact).max(short) * 2 < self.seen {
            return Err(Unsettled::NoDates);
        }
        if most >= separated.max(compact) && (most >= short || order != Some("ymd")) {
            let best = best.ok_or(Unsettled::NoDates)?;
            return Ok(if best == Serial1900 && order == Some("excel1904") { Serial1904 } else { best });
        }
        // A year of two digits in front: it has few values, and the day behind it many.
        let years_first = short >= separated && self.firsts.count_ones() <= 6 && self.lasts.count_ones() > 2 * self.firsts.count_ones();
        if short > 0 && (order == Some("ymd") || (order.is_none() && years_first)) {
            return Ok(ShortYmd);
        }
        let (dmy, mdy, both, shapes) = if separated >= compact {
            (self.of(Dmy), self.of(Mdy), self.both, (Dmy, Mdy))
        } else {
            (self.of(CompactDmy), self.of(CompactMdy), self.both_compact, (CompactDmy, CompactMdy))
        };
        match (dmy - both, mdy - both, order) {
            (_, _, Some("dmy")) => Ok(shapes.0),
            (_, _, Some("mdy")) => Ok(shapes.1),
            (d, m, _) if d > m * 20 => Ok(shapes.0),
            (d, m, _) if m > d * 20 => Ok(shapes.1),
            _ => Err(Unsettled::TwoWays),
        }
    }
}
/// The dates of a file: the shape of each of its columns.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Dates {
    shapes: Vec<(usize, DateShape)>,
    zone: Option<TimeZone>,
    /// What a reader of the plan must know of them.
    pub notes: Vec<String>,
}
impl Dates {
    /// Settles every column by its evidence; where one cannot tell day from month, the others of the file may.
    ///
    /// # Errors
    /// The column that could not be settled, and why; a column without dates is one only where it is `needed`.
    pub fn settle(
        seen: &[(usize, DateEvidence)],
        order: Option<&str>,
        zone: Option<TimeZone>,
        needed: Option<usize>,
        header: &[String],
    ) -> Result<Dates, (usize, Unsettled)> {
        let mut out = Dates { zone, ..Dates::default() };
        let mut all = DateEvidence::default();
        seen.iter().for_each(|(_, e)| all.add(e));
        for (at, evidence) in seen {
            let shape = match evidence.settle(order) {
                Err(Unsettled::TwoWays) => all.settle(order).map_err(|why| (*at, why))?,
                Err(Unsettled::NoDates) if needed == Some(*at) => return Err((*at, Unsettled::NoDates)),
                Err(Unsettled::NoDates) => continue,
                Ok(shape) => shape,
            };
            out.shapes.push((*at, shape));
            let name = header.get(*at).map_or("", String::as_str);
            let zoned = out.zone.is_some();
            match shape {
                _ if evidence.seen == 0 => {}
                YearMonth => out.notes.push(format!("{name:?} gives a month and no day: each date is taken as the first day of its month")),
                Quarter => out.notes.push(format!("{name:?} gives quarters: each date is taken as the first day of its quarter")),
                Week => out.notes.push(format!("{name:?} gives ISO weeks: a week without a day is taken as its Monday")),
                Serial1900 => out.notes.push(format!("{name:?} holds serial dates of a spreadsheet (1900 system; for the 1904 system set --date-order excel1904)")),
                Serial1904 => out.notes.push(format!("{name:?} holds serial dates of a spreadsheet (1904 system)")),
                _ if evidence.offsets > 0 && !zoned => out.notes.push(match shape {
                    Epoch(_) => format!("{name:?} counts time since 1970 in UTC: days are days in UTC; for the days of the shop set --time-zone, for example --time-zone Europe/Berlin"),
                    _ => format!(
                        "{name:?} carries offsets from UTC: days are taken as written, in no time zone of the shop; for its days set --time-zone, for example --time-zone Europe/Berlin"
                    ),
                }),
                _ => {}
            }
        }
        Ok(out)
    }
    /// The date in a cell of a column.
    pub fn read(&self, at: usize, cell: &[u8]) -> Option<Date> {
        let (_, shape) = self.shapes.iter().find(|(a, _)| *a == at)?;
        date(cell, *shape, self.zone.as_ref())
    }
}
