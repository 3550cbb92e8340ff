//! What the parts of the page are written from.
use crate::studio::desk::Saved;
use loyalty_app::refusal::Refusal;
use loyalty_model::units::Currency;
use loyalty_sandbox::Shop;
use maud::{Markup, html};
use std::sync::Arc;

/// The address of a member's account in a shop.
pub fn address(shop: &str, member: usize) -> String {
    format!("/sandbox?shop={shop}&member={member}")
}
/// What the page is written from.
pub struct View<'a> {
    pub saved: &'a Arc<Saved>,
    pub id: &'a str,
    pub shop: &'a Shop,
    /// Whose account is shown; none: nobody has signed up.
    pub member: Option<usize>,
    pub refusal: Option<Refusal>,
    pub note: Option<&'static str>,
    /// Id of the next request for a reward.
    pub request: String,
    /// The plan was saved again since the shop opened.
    pub older: bool,
}
impl View<'_> {
    pub fn currency(&self) -> &Currency {
        &self.saved.worded.design.brief.currency
    }
    pub fn names(&self) -> Vec<&str> {
        self.shop.names().collect()
    }
    /// A form that does something to the member whose account is shown.
    pub fn form(&self, act: &str, class: &str, body: &Markup) -> Markup {
        html! {
            form class=(class) method="post" action=(address(self.id, self.member.unwrap_or(0))) autocomplete="off" {
                input type="hidden" name="act" value=(act);
                (body)
            }
        }
    }
}
