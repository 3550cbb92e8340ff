//! Contracts and points: what recurs, and what the words of a status or a movement say.
use super::super::lexicon::{class_of, plain, rank_of};
use super::super::{IntakeError, IntakeErrorKind, marks};
use super::{Look, Meaning, PointsRule};

impl Look<'_> {
    pub(super) fn recurring(&self, out: &mut Meaning) -> Result<(), IntakeError> {
        self.one_state(out, "subscriptions", "status", 50);
        self.unknown_states(out)?;
        let Some(at) = out.columns.at("mrr") else { return Ok(()) };
        let name = plain(&self.header[at]);
        let monthly = name.starts_with("mrr") || name.contains("month");
        let yearly = name.starts_with("arr") || name == "acv" || name.contains("annual") || name.contains("year");
        out.recurring.months = if monthly { Some(1) } else { yearly.then_some(12) };
        let product = out.columns.at("plan").or(out.columns.at("billing"));
        let of_a_unit = name.starts_with("unit") || name.ends_with("perunit") || name.ends_with("perseat");
        out.recurring.each = of_a_unit && out.columns.at("quantity").is_some_and(|q| q != at)
            || match (product, out.columns.at("quantity")) {
                (Some(p), Some(q)) if !monthly && q != at => self.sample.price_holds_quantity(p, at, q) == Some(false),
                _ => false,
            };
        if !out.recurring.each && !out.columns.is_mapped("quantity") {
            out.columns.drop("quantity");
        }
        Ok(())
    }
    /// Words of the status of subscriptions that nobody knows are a question.
    pub(super) fn unknown_states(&self, out: &Meaning) -> Result<(), IntakeError> {
        let Some(at) = out.columns.at("status") else { return Ok(()) };
        let mut unknown: Vec<(String, usize)> = self.sample.tally(at).into_iter().map(|(w, n)| (String::from_utf8_lossy(w).into_owned(), n)).collect();
        unknown.retain(|(w, _)| class_of("subscriptions", w).is_none() && self.mapped.word(w).is_none());
        unknown.sort();
        if unknown.is_empty() {
            return Ok(());
        }
        let words: Vec<String> = unknown.iter().take(8).map(|(w, n)| format!("{} ({n} rows)", marks::quoted(w))).collect();
        let say = |what: &str| {
            unknown.iter().take(8).map(|(w, _)| format!("--map \"{}.status:{}={what}\"", self.kind.word(), marks::cell(w))).collect::<Vec<_>>().join(" ")
        };
        Err(IntakeError::new(
            IntakeErrorKind::NothingUsable,
            self.path,
            format!("it is not known what these words of its status column say: {}", words.join(", ")),
            "They decide which subscriptions run",
            format!("say what they are: {} or {}", say("running"), say("ended")),
        ))
    }
    /// The first column of status words of which enough are known.
    pub(super) fn one_state(&self, out: &mut Meaning, list: &str, name: &'static str, share: usize) {
        if self.mapped.is_off(name) || out.columns.is_mapped(name) {
            return;
        }
        let ranked = |at: usize| rank_of(&self.meaning(name), &self.header[at]).map(|r| (r, at));
        let mut all: Vec<(usize, usize)> = (0..self.header.len()).filter_map(ranked).collect();
        all.sort_unstable();
        if let Some(at) = self.by_preset(name) {
            all.insert(0, (0, at));
        }
        // A word for points that expire tells what no sign does; words beside it that nobody knows are read by their sign.
        let known = |at: usize| match self.words(list, at, name == "kind") {
            (_, classes) if list == "points" && classes.contains("expired") && self.shapes[at].distinct <= 60 => 100,
            (share, _) => share,
        };
        if let Some((_, at)) = all.iter().find(|(_, at)| self.shapes[*at].filled > 0 && known(*at) >= share) {
            out.columns.put(name, *at, self.header, "name");
        } else if let Some((_, at)) = all.iter().find(|(_, at)| (2..=60).contains(&self.shapes[*at].distinct)) {
            out.notes.insert(format!("the {name} column is not read, for its words are not known: {}", self.some_words(*at)));
        }
    }
    pub(super) fn ledger(&self, out: &mut Meaning) {
        let parted = ["earned", "redeemed", "expired"].iter().any(|n| out.columns.at(n).is_some());
        if parted && !out.columns.is_mapped("points") {
            out.columns.drop("points");
        }
        self.one_state(out, "points", "kind", 60);
        let below = |name: &str| out.columns.at(name).is_some_and(|at| self.shapes[at].signs.0 > self.shapes[at].signs.1);
        let unsigned = out.columns.at("points").is_some_and(|at| self.shapes[at].signs.0 == 0);
        out.points = PointsRule { redeemed_below: below("redeemed"), expired_below: below("expired"), unsigned };
    }
}
