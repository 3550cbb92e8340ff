//! A first look at the files of a table: which columns, how dates and amounts are written.
use super::super::amounts::CommaIs;
use super::super::columns::{Mapped, TableKind};
use super::super::given::Given;
use super::super::meaning::recognised;
use super::super::notation::{NotationEvidence, Of};
use super::super::sample::{self, Sample};
use super::super::scan::{Row, scan};
use super::super::text::{Text, last_record_end};
use super::super::{Asked, IntakeError};
use super::{Count, Kin, Opened, Reading, io, no_row};

/// A first pass over the files: which columns, how dates and amounts are written.
pub(super) fn look(kind: TableKind, files: &[Given], asked: &Asked, every_row: bool) -> Result<(Vec<Opened>, Vec<Kin>), IntakeError> {
    let mut opened: Vec<Opened> = vec![];
    let mut headers: Vec<Vec<String>> = vec![];
    for given in files {
        let text = given.open(asked.request.pace)?;
        let kin = headers.iter().position(|h| *h == text.header).unwrap_or_else(|| {
            headers.push(text.header.clone());
            headers.len() - 1
        });
        opened.push(Opened { given: given.clone(), shown: text.path, kin, notes: text.notes });
    }
    let kins = headers.into_iter().enumerate().map(|(kin, header)| {
        let own: Vec<&Opened> = opened.iter().filter(|f| f.kin == kin).collect();
        reading(kind, &header, &own, asked, every_row).map(|reading| {
            let count = Count { notes: reading.notation.notes().iter().cloned().collect(), ..Count::default() };
            Kin { reading, count }
        })
    });
    let kins = kins.collect::<Result<Vec<Kin>, IntakeError>>()?;
    Ok((opened, kins))
}
/// The beginning of a file, as far as a first look goes: the first block, whatever the number of threads.
struct Beginning {
    text: Text,
    block: Vec<u8>,
    line: u64,
}
impl Beginning {
    fn of(file: &Opened, asked: &Asked) -> Result<Beginning, IntakeError> {
        let mut text = file.given.open(asked.request.pace)?;
        let Some(mut first) = text.beginning().map_err(io(&file.shown))? else { return Err(no_row(&file.shown)) };
        first.bytes.truncate(first.cut);
        Ok(Beginning { text, block: first.bytes, line: first.line })
    }
    fn scan<V: Send>(
        &self,
        file: &Opened,
        asked: &Asked,
        bytes: usize,
        new: &(dyn Fn() -> V + Sync),
        visit: &(dyn Fn(&mut V, &Row) + Sync),
    ) -> Result<Vec<V>, IntakeError> {
        let whole = || last_record_end(&self.block[..bytes], self.text.layout, self.text.header.len());
        let cut = if bytes < self.block.len() { whole().unwrap_or(self.block.len()) } else { self.block.len() };
        scan(&mut Text::rest_of(&self.text, self.block[..cut].to_vec(), self.line), asked.cancelled, new, visit).map_err(io(&file.shown))
    }
    /// Bytes up to the last line that is looked at.
    fn looked_at(&self) -> usize {
        let last = NotationEvidence::LOOKED_AT.saturating_sub(self.line) as usize;
        memchr::memchr_iter(b'\n', &self.block).nth(last).map_or(self.block.len(), |at| at + 1)
    }
    /// The first rows, in the order of the file.
    fn rows(&self, file: &Opened, asked: &Asked) -> Result<Vec<Vec<Vec<u8>>>, IntakeError> {
        const BYTES: usize = 8 << 20;
        let last = self.line + sample::ROWS;
        type Rows = Vec<(u64, Vec<Vec<u8>>)>;
        let take = |v: &mut Rows, row: &Row| {
            if row.line < last && row.broken.is_none() {
                v.push((row.line, row.fields.iter().map(|f| f.to_vec()).collect()));
            }
        };
        let mut rows: Rows = self.scan(file, asked, BYTES, &Vec::new, &take)?.into_iter().flatten().collect();
        rows.sort_by_key(|r| r.0);
        Ok(rows.into_iter().map(|r| r.1).collect())
    }
}
fn reading(kind: TableKind, header: &[String], files: &[&Opened], asked: &Asked, every_row: bool) -> Result<Reading, IntakeError> {
    pub(super) const ENOUGH: usize = 1_000;
    let (request, first) = (asked.request, files[0]);
    let mapped = Mapped::of(kind, &request.maps)?;
    let (mut begun, mut rows) = (vec![], vec![]);
    for file in files {
        if rows.len() >= ENOUGH {
            break;
        }
        let beginning = Beginning::of(file, asked)?;
        let own = beginning.rows(file, asked)?;
        rows.extend(own);
        begun.push(beginning);
    }
    rows.truncate(sample::ROWS as usize);
    let mut sample = Sample::of(rows);
    if request.decimal_mark == Some(',') {
        sample = sample.with_comma(CommaIs::Decimal);
    }
    let meaning = recognised(kind, &first.shown, header, &sample, &mapped)?;
    drop(sample);
    let columns = &meaning.columns;
    let day_columns: Vec<usize> = ["time", "start", "end", "joined", "left", "birthday"].iter().filter_map(|n| columns.at(n)).collect();
    let money_columns: Vec<usize> = ["amount", "price", "mrr", "cost", "value", "refund"].iter().filter_map(|n| columns.at(n)).collect();
    let time = columns.at("time").filter(|_| kind != TableKind::Voc);
    let of = Of { kind, path: &first.shown, header, time };
    let empty = NotationEvidence::of(&day_columns, &money_columns);
    let (evidence, goes_on) = if every_row { (whole_evidence(files, &empty, asked)?, false) } else { first_evidence(files, begun, &empty, asked)? };
    let partial = goes_on || evidence.is_partial();
    let notation = match evidence.settle(&of, request) {
        // The rows behind the first look may tell what these leave open.
        Err(_) if partial => whole_evidence(files, &empty, asked)?.settle(&of, request)?,
        settled => settled?,
    };
    Ok(Reading { said: mapped, meaning, notation, partial, today: request.today })
}
/// What the beginnings of the files show of dates and amounts, and whether a file goes on behind its own.
fn first_evidence(files: &[&Opened], begun: Vec<Beginning>, empty: &NotationEvidence, asked: &Asked) -> Result<(NotationEvidence, bool), IntakeError> {
    let (mut evidence, mut goes_on) = (empty.clone(), false);
    let mut begun = begun.into_iter();
    for file in files {
        let beginning = match begun.next() {
            Some(beginning) => beginning,
            None => Beginning::of(file, asked)?,
        };
        let looked_at = beginning.looked_at();
        goes_on |= beginning.text.goes_on() || looked_at < beginning.block.len();
        let seen = beginning.scan(file, asked, looked_at, &|| empty.clone(), &|v: &mut NotationEvidence, row: &Row| v.see(row))?;
        if seen.iter().all(|s| s.rows == 0) {
            return Err(no_row(&file.shown));
        }
        seen.iter().for_each(|s| evidence.add(s));
    }
    Ok((evidence, goes_on))
}
/// What every row of the files shows of them.
fn whole_evidence(files: &[&Opened], empty: &NotationEvidence, asked: &Asked) -> Result<NotationEvidence, IntakeError> {
    let mut evidence = empty.clone().of_every_row();
    let new = evidence.clone();
    for file in files {
        let mut text = file.given.open(asked.request.pace)?;
        let visit = |v: &mut NotationEvidence, row: &Row| v.see(row);
        let seen = scan(&mut text, asked.cancelled, &|| new.clone(), &visit).map_err(io(&file.shown))?;
        seen.iter().for_each(|s| evidence.add(s));
    }
    Ok(evidence)
}
