//! Which statements a request for sums takes, in their order: so that whoever waits hears how far it is.
use super::kept::Kept;
use crate::extract::Part;
use loyalty_model::statement::{Statement, StatementOf};

/// What is asked for before the orders are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Check {
    FirstRows,
    ColumnTypes,
    /// Texts in the column of customers.
    CustomerTexts,
    /// Rows by what becomes of them.
    Rows,
    /// Amounts and texts of rows that may be totals of the others.
    LoneAmounts,
    LoneTexts,
    RepeatedLines,
    ItemNames,
    Currencies,
}
/// One statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Check(Check),
    Keep(Kept),
    Ask(Part),
}
impl Step {
    /// Its word: of a file of `sql` without its ending, or of a table that is kept.
    const fn word(self) -> &'static str {
        match self {
            Step::Check(Check::FirstRows) => "first_rows",
            Step::Check(Check::ColumnTypes) => "column_types",
            Step::Check(Check::CustomerTexts) => "customer_texts",
            Step::Check(Check::Rows) => "rows",
            Step::Check(Check::LoneAmounts) => "lone_amounts",
            Step::Check(Check::LoneTexts) => "lone_texts",
            Step::Check(Check::RepeatedLines) => "repeated_lines",
            Step::Check(Check::ItemNames) => "item_names",
            Step::Check(Check::Currencies) => "currencies",
            Step::Keep(kept) => kept.word(),
            Step::Ask(part) => part.word(),
        }
    }
    /// The same statement, whatever its parameters are.
    fn is(self, other: Step) -> bool {
        self.word() == other.word() && matches!(self, Step::Keep(_)) == matches!(other, Step::Keep(_))
    }
}
/// What was asked, and what is ahead.
#[derive(Debug, Clone)]
pub struct Agenda {
    asked: u32,
    ahead: Vec<Step>,
}
impl Agenda {
    /// Every statement that a table of orders may take behind those that were asked before, with what tables beside it ask; and the first of them.
    pub fn of_orders(before: u32, beside: &[Part]) -> (Agenda, Statement<'static>) {
        use Check::{ColumnTypes, Currencies, CustomerTexts, FirstRows, ItemNames, LoneAmounts, LoneTexts, RepeatedLines, Rows};
        let checks = [FirstRows, ColumnTypes, CustomerTexts, Rows, LoneAmounts, LoneTexts, RepeatedLines, ItemNames, Currencies].map(Step::Check);
        let ahead = checks.into_iter().chain(Kept::ALL.map(Step::Keep)).chain(Part::all_of_orders().into_iter().chain(beside.iter().copied()).map(Step::Ask));
        let mut agenda = Agenda { asked: before, ahead: ahead.collect() };
        let first = agenda.next(Step::Check(FirstRows));
        (agenda, first)
    }
    /// The next statement: those that were passed over are not needed.
    pub(super) fn next(&mut self, step: Step) -> Statement<'static> {
        self.asked += 1;
        if let Some(at) = self.ahead.iter().position(|ahead| ahead.is(step)) {
            self.ahead.drain(..=at);
        }
        let what = match step {
            Step::Keep(kept) => StatementOf::Kept(kept.word()),
            Step::Check(_) | Step::Ask(_) => StatementOf::Sums(step.word()),
        };
        Statement { what, number: self.asked, of: self.asked + self.ahead.len() as u32 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    proptest! {
        /// Whatever is passed over: places count up by one, the number ahead never rises, and the last statement is the last of all.
        #[test]
        fn places_count_up_to_the_last(rows in 0u32..5, beside in 0usize..4, taken in prop::collection::vec(any::<bool>(), 64)) {
            let (mut agenda, first) = Agenda::of_orders(rows, &[Part::AskedIds, Part::AskedCustomers, Part::AskedDays][..beside]);
            prop_assert_eq!((first.number, first.of as usize), (rows + 1, rows as usize + agenda.ahead.len() + 1));
            let last = *agenda.ahead.last().unwrap();
            let before_last = &agenda.ahead[..agenda.ahead.len() - 1];
            let mut steps: Vec<Step> = before_last.iter().zip(taken).filter(|(_, taken)| *taken).map(|(step, _)| *step).collect();
            steps.push(last);
            let mut before = first;
            for step in steps {
                let next = agenda.next(step);
                prop_assert_eq!(next.number, before.number + 1);
                prop_assert!(next.number <= next.of && next.of <= before.of, "{:?} after {:?}", next, before);
                before = next;
            }
            prop_assert_eq!(before.number, before.of);
        }
    }
    #[test]
    fn every_statement_has_a_word_of_its_own() {
        let (agenda, _) = Agenda::of_orders(0, &[Part::AskedIds, Part::AskedCustomers, Part::AskedDays]);
        let mut words: Vec<&str> = agenda.ahead.iter().filter(|s| !matches!(s, Step::Ask(Part::Cut(..)))).map(|s| s.word()).collect();
        let all = words.len();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), all);
    }
}
