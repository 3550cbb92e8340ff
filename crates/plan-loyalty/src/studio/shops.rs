//! Shops of the redemption sandbox: in memory, a few at a time, each under an id that nobody guesses; acts on them are taken one at a time.
use super::guard;
use loyalty_app::refusal::Refusal;
use loyalty_model::program::Program;
use loyalty_model::units::Date;
use loyalty_sandbox::{Day, Fault, Shop};
use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

/// Shops that are kept; the one that nobody has used for longest goes first.
const SHOPS_MOST: usize = 32;
/// Letters of the id of a shop.
const ID_LETTERS: usize = 24;

struct Kept {
    id: String,
    shop: Shop,
    /// The revision of the plan whose program it runs.
    head: String,
}
/// The shops of one studio.
pub struct Shops {
    fault: Option<Fault>,
    kept: Mutex<VecDeque<Kept>>,
}
impl Shops {
    pub fn new(fault: Option<Fault>) -> Shops {
        Shops { fault, kept: Mutex::default() }
    }
    /// Opens a shop with a program of a revision of the plan, on the first day of that program; gives its id.
    ///
    /// # Errors
    /// The system gives no random numbers.
    pub fn open(&self, program: &Program, first: Date, head: &str) -> Result<String, Refusal> {
        let (year, month, day) = first.ymd();
        let opened = Day::new(year, month, day).map_err(|e| Refusal::machine("the sandbox", e.to_string(), "report this as a bug"))?;
        let id: String = guard::key()?.chars().take(ID_LETTERS).collect();
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= SHOPS_MOST {
            kept.pop_front();
        }
        kept.push_back(Kept { id: id.clone(), shop: Shop::open(program, opened, self.fault), head: head.into() });
        Ok(id)
    }
    /// Works on a shop while nobody else does; gives a copy of it as it stands then, and the revision of its program.
    ///
    /// # Errors
    /// No such shop.
    pub fn at<T>(&self, id: &str, work: impl FnOnce(&mut Shop) -> T) -> Result<(T, Shop, String), Refusal> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let place = kept.iter().position(|k| k.id == id).and_then(|at| kept.remove(at));
        let Some(mut found) = place else {
            let reason = format!("Shops are in the memory of the studio: they end with it, and it keeps the last {SHOPS_MOST}");
            return Err(Refusal::input("the address", "it names no shop that is open", reason, "open a new shop at /sandbox"));
        };
        let done = work(&mut found.shop);
        let (shop, head) = (found.shop.clone(), found.head.clone());
        kept.push_back(found);
        Ok((done, shop, head))
    }
}
