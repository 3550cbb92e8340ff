//! Who a customer is.
use super::super::columns::{TableKind, flag};
use super::super::lexicon::{buyer_of, plain, rank_of};
use super::super::sample::{is_email, is_scientific};
use super::super::{Ask, IntakeError, IntakeErrorKind, marks};
use super::{Look, Meaning};
use rustc_hash::{FxHashMap, FxHashSet};

impl Look<'_> {
    /// Customers whose id has several mail addresses: several people may share it, or one may have moved.
    pub(super) fn shared_id(&self, customer: usize) -> Option<String> {
        let is_theirs = |at: &usize| {
            let s = &self.shapes[*at];
            *at != customer && s.emails > 0 && s.mostly(s.emails) && rank_of("staff.email", &self.header[*at]).is_none()
        };
        let mails = (0..self.header.len()).find(is_theirs)?;
        let mut known: FxHashMap<&[u8], FxHashSet<Vec<u8>>> = FxHashMap::default();
        for row in &self.sample.rows {
            let cell = |at: usize| row.get(at).map_or(&[][..], Vec::as_slice);
            if !cell(customer).is_empty() && is_email(cell(mails)) {
                known.entry(cell(customer)).or_default().insert(cell(mails).to_ascii_lowercase());
            }
        }
        let several = known.values().filter(|m| m.len() > 1).count();
        let of = known.len();
        (several > 0).then(|| {
            format!("{several} of the first {of} customers have several mail addresses: they are counted by their id; to count by address, map the customer to that column")
        })
    }
    /// Who a customer is: an id, else a mail address, else a name; never what stands for nobody in most rows.
    pub(super) fn customer(&self, out: &mut Meaning) -> Result<(), IntakeError> {
        #[derive(PartialEq, Clone, Copy)]
        enum Of {
            Id,
            Email,
            Name,
        }
        let mut all: Vec<(Of, usize, usize)> = vec![];
        for at in 0..self.header.len() {
            let (heading, s) = (&self.header[at], &self.shapes[at]);
            let ranks = [rank_of("customer.id", heading), rank_of("customer.email", heading), rank_of("customer.name", heading)];
            let role = buyer_of(heading);
            let by_name = ranks[0].or(ranks[1]).or(ranks[2]).or(role.map(|_| 2_000));
            let of_staff = rank_of("staff.email", heading).is_some();
            if s.filled > 0 && (s.mostly(s.objects) || of_staff) {
                continue;
            }
            let of = if s.mostly(s.emails) {
                Of::Email
            } else if (ranks[0].is_some() || ranks == [None; 3] && role == Some("id")) && !s.mostly(s.wordy) {
                Of::Id
            } else {
                Of::Name
            };
            match by_name {
                Some(rank) => all.push((of, rank, at)),
                None if of == Of::Email && !heading.starts_with('#') => all.push((of, 5_000, at)),
                None => {}
            }
        }
        let named = |at: usize| {
            let zeros = if self.sample.zero_is_nobody(at) { self.sample.values(at).filter(|v| v.iter().all(|c| *c == b'0')).count() } else { 0 };
            self.shapes[at].named.saturating_sub(zeros)
        };
        let best = |of: Of| {
            let own: Vec<(usize, usize)> = all.iter().filter(|c| c.0 == of).map(|c| (c.1, c.2)).collect();
            let most = own.iter().map(|c| named(c.1)).max()?;
            own.into_iter().filter(|c| named(c.1) * 10 >= most * 9).min().map(|c| c.1)
        };
        if let Some(at) = self.by_preset("customer").filter(|at| named(*at) > 0) {
            out.columns.put("customer", at, self.header, "known export");
            return Ok(());
        }
        let (id, email, name) = (best(Of::Id), best(Of::Email), best(Of::Name));
        self.two_ids(&all.iter().map(|c| c.2).collect::<Vec<_>>())?;
        let one_a_row = |at: usize| self.shapes[at].distinct == self.shapes[at].filled && self.rows() > 20;
        let chosen = match (id, email) {
            (Some(i), Some(e)) if named(i) * 10 < named(e) * 8 => Some(e),
            (Some(i), Some(e)) if one_a_row(i) && !one_a_row(e) && self.kind != TableKind::Members => Some(e),
            (Some(i), _) if named(i) > 0 => Some(i),
            (i, e) => e.filter(|e| named(*e) > 0).or(i).or(e),
        };
        let chosen = match (chosen, name) {
            (Some(c), Some(n)) if named(c) == 0 && named(n) > 0 => Some(n),
            (c, n) => c.or(n),
        };
        if let Some(at) = chosen {
            let by_name = all.iter().any(|c| c.2 == at && c.1 < 5_000);
            out.own_address = self.own_address(at);
            out.columns.put("customer", at, self.header, if by_name { "name" } else { "content" });
        }
        Ok(())
    }
    /// The company's own address, where one column says from whom money came and another to whom it went: on a row that gives money back the customer
    /// stands in the other one.
    pub(super) fn own_address(&self, from: usize) -> Option<(usize, Vec<u8>)> {
        let addresses = |at: &usize| *at != from && self.shapes[*at].filled * 2 >= self.rows() && self.shapes[*at].mostly(self.shapes[*at].emails);
        if !self.shapes[from].mostly(self.shapes[from].emails) {
            return None;
        }
        (0..self.header.len()).filter(addresses).find_map(|to| {
            let (own, rows) = self.sample.tally(to).into_iter().max_by_key(|(_, rows)| *rows)?;
            let gives_back = self.sample.values(from).any(|v| v.eq_ignore_ascii_case(own));
            let differs = (0..self.rows()).all(|row| self.sample.cell(row, from) != self.sample.cell(row, to));
            (gives_back && differs && rows * 10 >= self.shapes[to].filled * 6).then(|| (to, own.to_ascii_lowercase()))
        })
    }
    /// Two ids of a buyer that name different people: a person must say which one counts.
    pub(super) fn two_ids(&self, candidates: &[usize]) -> Result<(), IntakeError> {
        let strong = |at: &&usize| ["customerid", "clientid", "userid", "memberid"].contains(&plain(&self.header[**at]).as_str());
        let ids: Vec<usize> = candidates.iter().filter(strong).copied().filter(|at| self.shapes[*at].filled > 0 || self.rows() == 0).collect();
        match ids[..] {
            // Enough people who come back, each with one id of both kinds: then it does not matter.
            [a, b, ..] if self.rows() < 20 || self.shapes[a].distinct == self.shapes[a].filled || !self.sample.one_to_one(a, b) => {
                Err(self.either("customer", a, b))
            }
            _ => Ok(()),
        }
    }
    /// Ids that a sheet cut to scientific notation: people have become one, and nothing parts them again.
    pub(super) fn cut_ids(&self, at: usize) -> IntakeError {
        let first = self.sample.values(at).find(|v| is_scientific(v)).map(|v| String::from_utf8_lossy(v).into_owned()).unwrap_or_default();
        IntakeError::new(
            IntakeErrorKind::NothingUsable,
            self.path,
            format!(
                "the customers of {} are numbers in scientific notation ({})",
                marks::heading(self.header, at, &format!("{:?}", self.header[at])),
                marks::cell(first)
            ),
            "A sheet rounded long ids, and different customers have become one",
            format!("export it again with the ids as text, or name another column: {}", flag(self.kind, "customer", "COLUMN")),
        )
        .asking(Ask::Column {
            table: self.kind,
            column: "customer",
            candidates: self.header.iter().filter(|h| **h != self.header[at]).cloned().collect(),
        })
    }
}
