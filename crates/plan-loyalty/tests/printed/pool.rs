//! What stands in a plan: its numbers, the figures inside its words, and how long its lists are.
use super::token::{Figure, figures};
use serde_json::Value;
use std::collections::BTreeSet;

/// The numbers of a plan.
#[derive(Debug, Default)]
pub struct Pool {
    /// Absolute values, ascending.
    numbers: Vec<f64>,
    /// Figures inside words: as printed, and whether as a percentage.
    words: BTreeSet<(String, bool)>,
}
/// A list whose rows are numbered where it is printed: the draws in ascending order.
const NUMBERED: &str = "roi_draws";

impl Pool {
    /// Of the design, and of what people decided on it.
    pub fn of(plan: &Value) -> Pool {
        let mut pool = Pool::default();
        pool.take(&plan["design"]);
        pool.take(&plan["history"]["inputs"]);
        // The page on the reading adds up the rows of all tables.
        let rows = |of: &str| plan["design"]["inputs"].as_array().map_or(0.0, |all| all.iter().filter_map(|i| i[of].as_f64()).sum());
        let (read, used): (f64, f64) = (rows("rows_read"), rows("rows_used"));
        pool.numbers.extend([read, used, read - used]);
        pool.take(&plan["schema_version"]);
        pool.take(&plan["history"]["change_log"]);
        pool.numbers.sort_by(f64::total_cmp);
        pool.numbers.dedup();
        pool
    }
    fn take(&mut self, value: &Value) {
        match value {
            Value::Number(n) => self.numbers.extend(n.as_f64().map(f64::abs)),
            Value::String(s) => {
                if let Ok(decimal) = s.parse::<f64>() {
                    self.numbers.push(decimal.abs());
                }
                self.words.extend(figures(s).into_iter().map(|f| (f.text, f.percent)));
            }
            Value::Array(all) => {
                self.numbers.push(all.len() as f64);
                all.iter().for_each(|v| self.take(v));
            }
            Value::Object(all) => {
                self.numbers.push(all.len() as f64);
                for (key, v) in all {
                    if key == NUMBERED {
                        self.numbers.extend((1..=v.as_array().map_or(0, Vec::len)).map(|row| row as f64));
                    }
                    self.words.extend(figures(key).into_iter().map(|f| (f.text, f.percent)));
                    self.take(v);
                }
            }
            _ => {}
        }
    }
    /// How many numbers there are.
    pub fn size(&self) -> usize {
        self.numbers.len()
    }
    /// Whether a figure stands in the plan: word for word inside its words, or as a number at the printed rounding.
    pub fn holds(&self, f: &Figure) -> bool {
        let near = |value: f64, half: f64| {
            let slack = half + 1e-9 * value.max(1.0);
            let at = self.numbers.partition_point(|n| *n < value - slack);
            self.numbers.get(at).is_some_and(|n| *n <= value + slack)
        };
        let number = if f.percent { near(f.value / 100.0, f.half / 100.0) } else { near(f.value, f.half) };
        number || self.words.contains(&(f.text.clone(), f.percent))
    }
}
