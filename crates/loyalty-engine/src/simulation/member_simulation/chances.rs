//! What chance brings a customer month by month, whatever the program: noted once for each draw, so that designs are walked without drawing again.
use crate::random::{Purpose as P, Stream};
use crate::simulation::member_simulation::{MemberPath, SimulationContext, exp_at_most};

/// Log effect on purchases up to which [`Chance::Extra`] is noted.
pub(crate) const EXTRA_LOG: f64 = 0.25;
/// Largest ratio of hazards that the response takes; it keeps log ratios within ln ½ … ln 2.
const HAZARD_RATIO: f64 = 2.0;
/// Share of surprised members a month up to which [`Chance::Surprise`] is noted.
pub(crate) const SURPRISE_SHARE: f64 = 0.1;

/// What may happen in a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Chance {
    /// Leaves, at a hazard of at most twice the customer's own.
    Dropout = 1,
    /// Buys more often, at an effect of at most [`EXTRA_LOG`].
    Extra = 2,
    /// Redeems where a reward is affordable: no bound, the thing itself.
    Redemption = 4,
    /// Recommends, at the rate of a full reward.
    Referral = 8,
    /// Is surprised, at a share of at most [`SURPRISE_SHARE`].
    Surprise = 16,
}
/// What may happen in one month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Chances(pub(crate) u8);
impl Chances {
    /// Nothing was noted: all may happen, and each is drawn.
    pub(crate) const UNKNOWN: Chances = Chances(u8::MAX);
    /// Whether nothing may happen but a redemption, nor that where it could be `affordable`.
    #[inline]
    pub(crate) fn quiet(self, affordable: bool) -> bool {
        self.0 & if affordable { u8::MAX } else { !(Chance::Redemption as u8) } == 0
    }
    /// Whether it may happen; where it may, the number drawn decides.
    #[inline]
    pub(crate) fn may(self, what: Chance) -> bool {
        self.0 & what as u8 != 0
    }
}
/// Chances that somebody may ask for; who is left out is noted as nothing.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wanted {
    redemption: bool,
    referral: bool,
    surprise: bool,
}
impl Wanted {
    /// Whatever the program.
    pub(crate) const ALL: Wanted = Wanted { redemption: true, referral: true, surprise: true };
}
impl SimulationContext<'_> {
    /// What this program asks for.
    pub(crate) fn wanted(&self, w: &MemberPath) -> Wanted {
        let rules = self.rules;
        Wanted { redemption: self.redeems(w), referral: rules.referral.is_some(), surprise: rules.surprise_share > 0.0 }
    }
    /// Notes the chances of a customer from the first month to the horizon; `rate`: purchases a month.
    pub(crate) fn chances(&self, w: &MemberPath, rate: f64, wanted: Wanted, chances: &mut Vec<u8>) {
        let (d, hazard) = (self.draw, w.life.hazard);
        let referral = d.referral_with.max(d.referral_without) / 12.0;
        let extra = rate * (exp_at_most(EXTRA_LOG) - 1.0);
        let subscriber = w.who.mrr > 0.0;
        let below = |m: u32, purpose: P, most: f64, what: Chance| if drawn(w.stream, m, purpose) < most { what as u8 } else { 0 };
        chances.extend((w.origin.start().0..self.horizon).map(|m| {
            let extra = !subscriber && drawn(w.stream, m, P::Extra) >= 1.0 - extra * self.season[(m % 12) as usize];
            below(m, P::Dropout, HAZARD_RATIO * hazard, Chance::Dropout)
                | if extra { Chance::Extra as u8 } else { 0 }
                | if wanted.redemption { below(m, P::Redemption, d.redemption_hazard, Chance::Redemption) } else { 0 }
                | if wanted.referral { below(m, P::Referral, referral, Chance::Referral) } else { 0 }
                | if wanted.surprise { below(m, P::Surprise, SURPRISE_SHARE, Chance::Surprise) } else { 0 }
        }));
    }
    /// Whether a member redeems this month if a reward is affordable.
    #[inline]
    pub(crate) fn takes(&self, chances: Chances, stream: Stream, m: u32) -> bool {
        chances.may(Chance::Redemption) && (chances != Chances::UNKNOWN || drawn(stream, m, P::Redemption) < self.draw.redemption_hazard)
    }
    /// Whether a member is surprised this month.
    #[inline]
    pub(crate) fn surprised(&self, chances: Chances, stream: Stream, m: u32) -> bool {
        let share = self.rules.surprise_share;
        share > 0.0 && (share > SURPRISE_SHARE || chances.may(Chance::Surprise)) && drawn(stream, m, P::Surprise) < share
    }
}
#[inline]
fn drawn(stream: Stream, m: u32, purpose: P) -> f64 {
    stream.unit(m, purpose)
}
