//! The redemption sandbox: a shop that runs the program of the saved plan, on a page of its own. Shops are in memory, a few at a time, each at an address
//! that nobody guesses; acts on a shop are taken one at a time. Nothing here changes the plan.
mod account;
mod messages;
mod page;
mod store;
mod view;

use super::desk::{Desk, Saved};
use super::guard;
use super::page::Answer;
use loyalty_app::refusal::Refusal;
use loyalty_sandbox::{Given, Refused, Shop};
use std::sync::Arc;
use view::View;

/// Letters of the id of a request.
const REQUEST_LETTERS: usize = 24;

/// What an address of the sandbox, or a form on its page, says.
struct Fields(Vec<(String, String)>);
impl Fields {
    fn read(text: &[u8]) -> Fields {
        Fields(form_urlencoded::parse(text).into_owned().collect())
    }
    fn text(&self, name: &str) -> &str {
        self.0.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v.trim())
    }
    fn place(&self, name: &str) -> Option<usize> {
        self.text(name).parse().ok()
    }
    /// An amount; what is no number is no amount of the shop.
    fn amount(&self, name: &str) -> f64 {
        match self.text(name) {
            "" => 0.0,
            typed => typed.parse().unwrap_or(f64::NAN),
        }
    }
}
/// The page of a shop; without one, a new shop.
pub fn show(desk: &Desk, query: &str) -> Answer {
    let fields = Fields::read(query.as_bytes());
    let opened = desk.saved().and_then(|saved| match fields.text("shop") {
        "" => {
            let d = &saved.worded.design;
            let id = desk.shops.open(&d.blueprint.program, d.header.launch.max(d.header.asked_on), &saved.head)?;
            Ok(Answer::GoTo(view::address(&id, 0)))
        }
        id => {
            let (_, shop, head) = desk.shops.at(id, |_| ())?;
            Ok(whole(&saved, id, (shop, head), fields.place("member"), None, None))
        }
    });
    opened.unwrap_or_else(|refusal| page::bare(&desk.told(refusal)))
}
/// Does what a form asks, and shows the page again.
pub fn act(desk: &Desk, query: &str, form: &[u8]) -> Answer {
    let (place, fields) = (Fields::read(query.as_bytes()), Fields::read(form));
    let id = place.text("shop").to_string();
    let member = place.place("member").unwrap_or(0);
    let done = desk.saved().and_then(|saved| Ok((desk.shops.at(&id, |shop| on(shop, member, &fields))?, saved)));
    match done {
        Err(refusal) => page::bare(&desk.told(refusal)),
        Ok(((Ok(Done::Member(member)), _, _), _)) => Answer::GoTo(view::address(&id, member)),
        Ok(((Ok(Done::Before), shop, head), saved)) => whole(&saved, &id, (shop, head), Some(member), None, Some(messages::BEFORE)),
        Ok(((Err(refused), shop, head), saved)) => whole(&saved, &id, (shop, head), Some(member), Some(messages::refusal(&refused)), None),
    }
}
/// What came of an act.
enum Done {
    /// It was done; this member's account is shown.
    Member(usize),
    /// The same request was answered before.
    Before,
}
fn on(shop: &mut Shop, member: usize, fields: &Fields) -> Result<Done, Refused> {
    let number = |name: &str| fields.place(name).ok_or(Refused::Unknown);
    match fields.text("act") {
        "sign-up" => {
            let friend_of = match fields.text("friend-of") {
                "" => None,
                other => Some(other.parse().map_err(|_| Refused::Unknown)?),
            };
            return Ok(Done::Member(shop.sign_up(fields.text("name"), fields.text("welcome") == "1", friend_of)?));
        }
        "buy" => shop.buy(member, fields.amount("goods"), fields.amount("shipping")).map(|_| ())?,
        "return" => shop.take_return(member, number("purchase")?)?,
        "redeem" => {
            let price = fields.text("points").parse().unwrap_or(0);
            if shop.redeem(member, price, fields.text("request"))? == Given::Before {
                return Ok(Done::Before);
            }
        }
        "gift" => shop.gift(member, number("gift")?)?,
        "subscribe" => shop.subscribe(member, fields.amount("monthly"))?,
        "wait" => shop.pass(fields.text("days").parse().map_err(|_| Refused::NoDays)?)?,
        "month" => shop.pass_month()?,
        "next" => shop.pass_to(shop.next_change().ok_or(Refused::NoDays)?)?,
        _ => return Err(Refused::Unknown),
    }
    Ok(Done::Member(member))
}
fn whole(saved: &Arc<Saved>, id: &str, (shop, head): (Shop, String), member: Option<usize>, refusal: Option<Refusal>, note: Option<&'static str>) -> Answer {
    // The id of the next request: a form that is sent twice asks once.
    let request = guard::key().map(|k| k.chars().take(REQUEST_LETTERS).collect()).unwrap_or_default();
    let member = member.filter(|m| shop.account(*m).is_some());
    page::whole(&View { saved, id, shop: &shop, member, refusal, note, request, older: head != saved.head })
}
