//! What stands on every page beside the story, and what the file says of itself.
use loyalty_exports::brand::Brand;
use loyalty_exports::deliverable::View;

/// What stands on every page beside the story, and what the file says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imprint {
    /// The name on every page: the brand's, else the company's.
    pub company: String,
    /// Who prepared the plan; empty where nobody is named.
    pub author: String,
    /// `plan_hash`.
    pub hash: String,
    /// Day asked, `2026-11-25`: the only date of the file.
    pub day: String,
    /// Version of the program.
    pub version: String,
    /// Colours and logo.
    pub brand: Brand,
}
impl Imprint {
    /// The imprint of a plan.
    pub fn of(view: &View) -> Imprint {
        let (design, brand) = (&view.plan.design, view.brand);
        Imprint {
            company: brand.name.clone().unwrap_or_else(|| design.brief.company.clone()),
            author: view.plan.history.prepared_by.clone(),
            hash: view.plan.plan_hash.clone(),
            day: design.header.asked_on.to_string(),
            version: design.header.version.clone(),
            brand: brand.clone(),
        }
    }
    /// Enough of the hash to tell two plans apart.
    pub fn short_hash(&self) -> &str {
        self.hash.get(..12).unwrap_or(&self.hash)
    }
}
