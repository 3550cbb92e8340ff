//! What a table of customers says of each at entry (channel, promotion, first product …), as covariates of the purchase models.
use crate::context::Context;
use crate::refusal::Refusal;
use loyalty_sources::experiment::{self, Columns, TableError};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Covariates that a model takes at most.
const MOST: usize = 3;
/// Customers with a value that a coefficient is fitted on at least.
const LEAST: usize = 50;
/// Different values up to which numbers are taken as they are; beyond, customers are put into as many groups of about equal size.
const STEPS: usize = 10;
/// Why a column of the file must be right.
const COLUMNS: &str = "Covariates are columns of a table with a row for each customer, as they were at the first order";

/// What is asked of a table of customers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskedAtEntry {
    /// The table: CSV or TSV, a row for each customer.
    pub file: String,
    /// Columns that are covariates.
    pub columns: Vec<String>,
    /// Column of the customer's id; none: the one that holds most of the ids of the orders.
    pub id: Option<String>,
}
/// How a column became covariates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Coded {
    /// A number, less its mean, over its standard deviation.
    Number {
        /// Column.
        column: String,
    },
    /// 1 for customers with a value, 0 for the others, for each of these values against all others.
    Values {
        /// Column.
        column: String,
        /// Values with a coefficient.
        values: Vec<String>,
        /// The value that they are held against.
        against: String,
        /// Rarer values, held to be like it.
        rarer: usize,
    },
}
/// What was read of the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AtEntryRead {
    /// The table.
    pub file: String,
    /// Its columns.
    pub coded: Vec<Coded>,
    /// Customers of whom it tells.
    pub customers: u64,
    /// Customers of whom it does not; they are left out of the fits with covariates and of the plain ones beside them.
    pub unknown: u64,
}
/// Customers with equal covariates.
pub(super) struct Groups {
    pub(super) names: Vec<String>,
    /// Of each group, a number for each name.
    pub(super) values: Vec<Vec<f64>>,
    pub(super) coded: Vec<Coded>,
    of: HashMap<String, usize>,
}
/// One column: its names, and its numbers by customer.
type Numbers = (Vec<String>, Vec<Vec<f64>>, Coded);
impl Groups {
    /// Group of a customer; `None`: the table does not tell.
    pub(super) fn group_of(&self, id: &str) -> Option<usize> {
        self.of.get(id).copied()
    }
    /// Reads the table. Customers with an empty cell are as if they were not in it; of several rows of a customer the first holds.
    ///
    /// # Errors
    /// No such file or column; ids that are not those of the orders; a column with one value; more than three covariates.
    pub(super) fn read(context: &Context, asked: &AskedAtEntry, buyers: &[String]) -> Result<Groups, Refusal> {
        let bad = |e: TableError| Refusal::input(&asked.file, e.fact, COLUMNS, e.next);
        let table = experiment::read(&context.reading("customers", &asked.file)?).map_err(bad)?;
        let columns = asked.columns.iter().map(|c| table.find(c)).collect::<Result<Vec<usize>, _>>().map_err(bad)?;
        let buyers: HashSet<&str> = buyers.iter().map(String::as_str).collect();
        let id = id_column(&table, asked, &buyers)?;
        if let Some(twice) = columns.iter().enumerate().find_map(|(i, c)| (*c == id || columns[..i].contains(c)).then_some(*c)) {
            let what = if twice == id { "holds the customers' ids" } else { "is named twice" };
            return Err(Refusal::input(
                &asked.file,
                format!("column {} {what}", table.names[twice]),
                "A covariate is something known of customers, and each counts once",
                format!("name each column once with --covariate: {}", table.names.join(", ")),
            ));
        }
        let mut seen: HashSet<&str> = HashSet::new();
        let told = |row: usize| columns.iter().all(|c| !table.values[*c][row].is_empty());
        let rows: Vec<usize> = (0..table.values[id].len())
            .filter(|row| buyers.contains(table.values[id][*row].as_str()) && seen.insert(&table.values[id][*row]) && told(*row))
            .collect();
        let all = columns.iter().map(|c| coded(&table, *c, &rows, asked)).collect::<Result<Vec<Numbers>, Refusal>>()?;
        let names: Vec<String> = all.iter().flat_map(|(names, ..)| names.clone()).collect();
        if names.len() > MOST {
            return Err(Refusal::input(
                &asked.file,
                format!("{} covariates: {}", names.len(), names.join(", ")),
                format!("The models take {MOST} at most, and each value of a text but the commonest is one"),
                "name fewer columns with --covariate, or put rare values together",
            ));
        }
        let mut numbers: BTreeMap<Vec<u64>, usize> = BTreeMap::new();
        let (mut values, mut of) = (vec![], HashMap::new());
        for (at, row) in rows.iter().enumerate() {
            let own: Vec<f64> = all.iter().flat_map(|(_, by_row, _)| by_row[at].clone()).collect();
            let group = *numbers.entry(own.iter().map(|v| v.to_bits()).collect()).or_insert_with(|| {
                values.push(own.clone());
                values.len() - 1
            });
            of.insert(table.values[id][*row].clone(), group);
        }
        Ok(Groups { names, values, coded: all.into_iter().map(|a| a.2).collect(), of })
    }
}
/// The column with the ids of the orders.
fn id_column(table: &Columns, asked: &AskedAtEntry, buyers: &HashSet<&str>) -> Result<usize, Refusal> {
    let bad = |e: TableError| Refusal::input(&asked.file, e.fact, COLUMNS, e.next);
    let known = |c: usize| table.values[c].iter().map(String::as_str).collect::<HashSet<_>>().intersection(buyers).count();
    let at = match &asked.id {
        Some(name) => table.find(name).map_err(bad)?,
        None => (0..table.names.len()).rev().max_by_key(|c| known(*c)).unwrap_or_default(),
    };
    if known(at) > 0 {
        return Ok(at);
    }
    let fact = match &asked.id {
        Some(name) => format!("no value of column {name} is the id of a customer who bought"),
        None => "no column holds ids of customers who bought".into(),
    };
    Err(Refusal::input(
        &asked.file,
        fact,
        "Rows belong to customers by the ids of the order file",
        format!("name the column with --id: {}", table.names.join(", ")),
    ))
}
/// A column as numbers; `rows`: one for each customer.
fn coded(table: &Columns, column: usize, rows: &[usize], asked: &AskedAtEntry) -> Result<Numbers, Refusal> {
    let (name, texts) = (table.names[column].clone(), &table.values[column]);
    let mut count: BTreeMap<&str, usize> = BTreeMap::new();
    rows.iter().for_each(|r| *count.entry(texts[*r].as_str()).or_default() += 1);
    if count.len() < 2 {
        return Err(Refusal::input(
            &asked.file,
            format!("column {name} has {} value among {} customers who bought", count.len(), rows.len()),
            "A covariate must differ between customers",
            format!("name another column with --covariate: {}", table.names.join(", ")),
        ));
    }
    let as_numbers: Option<Vec<f64>> = rows.iter().map(|r| texts[*r].parse::<f64>().ok().filter(|v| v.is_finite())).collect();
    if let Some(numbers) = as_numbers.filter(|_| count.len() > 2) {
        let by_row = standard(&stepped(&numbers)).into_iter().map(|v| vec![v]).collect();
        return Ok((vec![name.clone()], by_row, Coded::Number { column: name }));
    }
    let mut by_size: Vec<(&str, usize)> = count.into_iter().collect();
    by_size.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let own: Vec<&str> = by_size[1..].iter().filter(|(_, n)| *n >= LEAST).map(|(v, _)| *v).collect();
    if own.is_empty() {
        return Err(Refusal::input(
            &asked.file,
            format!("every value of column {name} but {:?} has fewer than {LEAST} customers who bought", by_size[0].0),
            "A coefficient on a handful of customers tells nothing",
            format!("name another column with --covariate, or put rare values together: {}", table.names.join(", ")),
        ));
    }
    let by_row = rows.iter().map(|r| own.iter().map(|v| f64::from(u8::from(texts[*r] == *v))).collect()).collect();
    let names = own.iter().map(|v| format!("{name}={v}")).collect();
    let rarer = by_size.len() - 1 - own.len();
    let values = own.iter().map(ToString::to_string).collect();
    Ok((names, by_row, Coded::Values { column: name, values, against: by_size[0].0.into(), rarer }))
}
/// Numbers of which there are many, each replaced by the mean of its group; groups are of about equal size, and equal numbers are in one.
fn stepped(numbers: &[f64]) -> Vec<f64> {
    let mut sorted = numbers.to_vec();
    sorted.sort_by(f64::total_cmp);
    let mut different = sorted.clone();
    different.dedup();
    if different.len() <= STEPS {
        return numbers.to_vec();
    }
    let edges: Vec<f64> = (1..STEPS).map(|k| sorted[k * sorted.len() / STEPS]).collect();
    let group = |v: f64| edges.partition_point(|e| *e <= v);
    let mut sums = [(0.0, 0.0); STEPS];
    numbers.iter().for_each(|v| {
        let (n, sum) = &mut sums[group(*v)];
        *n += 1.0;
        *sum += v;
    });
    numbers.iter().map(|v| sums[group(*v)].1 / sums[group(*v)].0).collect()
}
/// Less the mean, over the standard deviation.
fn standard(numbers: &[f64]) -> Vec<f64> {
    let n = numbers.len() as f64;
    let mean = numbers.iter().sum::<f64>() / n;
    let deviation = (numbers.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / n).sqrt();
    numbers.iter().map(|v| (v - mean) / if deviation > 0.0 { deviation } else { 1.0 }).collect()
}
