//! Answers: which question gives the rating, and which the words.
use super::super::lexicon::plain;
use super::{Look, Meaning};

impl Look<'_> {
    pub(super) fn survey(&self, out: &mut Meaning) {
        const ASKS_SCORE: [&str; 22] = [
            "recommend",
            "howlikely",
            "rate",
            "rating",
            "satisf",
            "score",
            "stars",
            "nps",
            "csat",
            "empfehl",
            "zufrieden",
            "bewert",
            "recommand",
            "recomend",
            "raccomand",
            "consigli",
            "aanbevel",
            "tevreden",
            "満足",
            "すすめ",
            "推荐",
            "满意",
        ];
        const ASKS_TEXT: [&str; 22] = [
            "comment",
            "reason",
            "why",
            "feedback",
            "improve",
            "better",
            "tellus",
            "grund",
            "warum",
            "verbesser",
            "raison",
            "pourquoi",
            "motivo",
            "porque",
            "mejorar",
            "perche",
            "waarom",
            "理由",
            "改善",
            "原因",
            "建议",
            "意見",
        ];
        let asks = |at: usize, list: &[&str]| list.iter().any(|w| plain(&self.header[at]).contains(w));
        let words = |at: usize| self.words("score", at, false).0;
        let numeric = |at: usize| {
            let s = &self.shapes[at];
            s.numbers * 10 >= s.filled * 8 && s.filled > 0 && s.distinct <= 101 && s.dates < s.filled.max(1)
        };
        let named = out.columns.at("score").filter(|_| !out.columns.is_mapped("score"));
        if named.is_some_and(|at| !numeric(at) && words(at) < 50) {
            out.columns.drop("score");
        }
        if out.columns.at("score").is_none() && !self.mapped.is_off("score") {
            let free = |at: &usize| !out.columns.takes(*at) && asks(*at, &ASKS_SCORE);
            let found = (0..self.header.len()).filter(free).find(|at| numeric(*at) || words(*at) >= 50);
            if let Some(at) = found {
                out.columns.put("score", at, self.header, "content");
            }
        }
        if let Some(at) = out.columns.at("score") {
            out.worded_scores = !numeric(at) && words(at) >= 50;
        }
        if out.columns.at("text").is_none() && !self.mapped.is_off("text") {
            let open = |at: &usize| {
                let s = &self.shapes[*at];
                let asked = asks(*at, &ASKS_TEXT) || self.header[*at].trim_end().ends_with(['?', '？']);
                !out.columns.takes(*at) && asked && s.filled > 0 && s.numbers * 2 < s.filled && s.dates * 2 < s.filled && s.emails * 2 < s.filled
            };
            if let Some(at) = (0..self.header.len()).find(open) {
                out.columns.put("text", at, self.header, "content");
            }
        }
    }
}
