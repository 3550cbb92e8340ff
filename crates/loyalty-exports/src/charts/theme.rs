//! Colours of charts: the brand's own two, and those of Okabe and Ito, which the colour-blind tell apart; losses are hatched too.
use crate::brand::Brand;
use crate::colour::{contrast, mix};

/// Colours, each `#rrggbb`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theme {
    /// Text and axis.
    pub ink: String,
    /// Text of second rank; at least 4.5 to 1 on paper.
    pub soft: String,
    /// Grid.
    pub rule: String,
    /// Ground.
    pub paper: String,
    /// Ground of boxes.
    pub wash: String,
    /// Main colour.
    pub primary: String,
    /// The band of a fan.
    pub band: String,
    /// Marks.
    pub accent: String,
    /// Losses.
    pub loss: String,
    /// Text that says that something is in order.
    pub good: String,
    /// Layers of a stack: eight shades from light to strong (on dark: from dim to bright).
    pub layers: [String; 8],
}
/// What a shape is painted with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paint {
    Ink,
    Soft,
    Rule,
    Paper,
    Wash,
    Primary,
    Band,
    Accent,
    Loss,
    Layer(usize),
}
const NAMED: [(Paint, &str); 9] = [
    (Paint::Ink, "ink"),
    (Paint::Soft, "soft"),
    (Paint::Rule, "rule"),
    (Paint::Paper, "paper"),
    (Paint::Wash, "wash"),
    (Paint::Primary, "primary"),
    (Paint::Band, "band"),
    (Paint::Accent, "accent"),
    (Paint::Loss, "loss"),
];
impl Paint {
    /// The word in class names: `fill-ink`, `line-ink`.
    pub fn word(self) -> String {
        match self {
            Paint::Layer(i) => format!("layer{}", i.min(7)),
            _ => NAMED.iter().find(|(p, _)| *p == self).map_or("ink", |(_, w)| w).to_string(),
        }
    }
}
impl Theme {
    /// On white, for the screen.
    pub fn light(brand: &Brand) -> Theme {
        Theme::on("#ffffff", "#f4f6f8", "#17202a", "#52606d", "#d9e0e6", brand.primary.clone(), brand.accent.clone(), "#c4481a")
    }
    /// On white, for paper: as on the screen, the grid a little stronger.
    pub fn print(brand: &Brand) -> Theme {
        Theme { rule: "#c6ced6".into(), ..Theme::light(brand) }
    }
    /// On black.
    pub fn dark(brand: &Brand) -> Theme {
        let (paper, white) = ("#12181f", "#ffffff");
        let lit = |colour: &str| {
            let steps = (0..=10).map(|i| mix(colour, white, f64::from(i) / 10.0));
            steps.into_iter().find(|c| contrast(c, paper) >= 5.5).unwrap_or_else(|| white.into())
        };
        Theme::on(paper, "#1b232c", "#eef2f6", "#a9b6c2", "#35414d", lit(&brand.primary), lit(&brand.accent), "#f08a5d")
    }
    #[allow(clippy::too_many_arguments)]
    fn on(paper: &str, wash: &str, ink: &str, soft: &str, rule: &str, primary: String, accent: String, loss: &str) -> Theme {
        let layers = std::array::from_fn(|i| mix(paper, &primary, 0.22 + 0.78 * i as f64 / 7.0));
        Theme {
            ink: ink.into(),
            soft: soft.into(),
            rule: rule.into(),
            paper: paper.into(),
            wash: wash.into(),
            band: mix(paper, &primary, 0.28),
            primary,
            accent,
            loss: loss.into(),
            good: if contrast(paper, "#000000") > 10.0 { "#1d6b3a".into() } else { "#7fd39b".into() },
            layers,
        }
    }
    /// The colour of a paint.
    pub fn colour(&self, paint: Paint) -> &str {
        match paint {
            Paint::Ink => &self.ink,
            Paint::Soft => &self.soft,
            Paint::Rule => &self.rule,
            Paint::Paper => &self.paper,
            Paint::Wash => &self.wash,
            Paint::Primary => &self.primary,
            Paint::Band => &self.band,
            Paint::Accent => &self.accent,
            Paint::Loss => &self.loss,
            Paint::Layer(i) => &self.layers[i.min(7)],
        }
    }
    /// The colours as variables of a style sheet: `--ink:#17202a;…`.
    pub fn variables(&self) -> String {
        let text = if contrast(&self.primary, &self.paper) >= 4.5 { &self.primary } else { &self.ink };
        let all = paints().map(|p| format!("--{}:{};", p.word(), self.colour(p))).collect::<String>();
        format!("{all}--link:{text};--focus:{};--good:{};", self.ink, self.good)
    }
    /// Rules that give the classes of a picture the colours of these variables: how a page turns dark.
    pub fn classes() -> String {
        paints().map(|p| format!(".fill-{w}{{fill:var(--{w})}}.line-{w}{{stroke:var(--{w})}}", w = p.word())).collect()
    }
}
fn paints() -> impl Iterator<Item = Paint> {
    NAMED.iter().map(|(p, _)| *p).chain((0..8).map(Paint::Layer))
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn text_and_lines_stand_out_in_every_theme() {
        let brand = Brand::default();
        for t in [Theme::light(&brand), Theme::dark(&brand), Theme::print(&brand)] {
            for (colour, least) in [(&t.ink, 7.0), (&t.soft, 4.5), (&t.primary, 3.0), (&t.accent, 3.0), (&t.loss, 4.5), (&t.good, 4.5)] {
                assert!(contrast(colour, &t.paper) >= least, "{colour} on {}", t.paper);
            }
        }
    }
}
