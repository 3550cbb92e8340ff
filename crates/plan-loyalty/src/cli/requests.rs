//! From the command line to requests: words are read here, by the readers that every door shares.
use super::args::{AmendArgs, DataArgs, DecideArgs, DriverMode, EffortOption, Layout, LiftArgs, ModelArgs, PlanArgs, Table};
use loyalty_app::operations::amend::{AmendRequest, Change};
use loyalty_app::operations::decide::{DecideRequest, Decides};
use loyalty_app::operations::lift::LiftRequest;
use loyalty_app::operations::model::at_entry::AskedAtEntry;
use loyalty_app::operations::model::{ModelName, ModelRequest};
use loyalty_app::refusal::Refusal;
use loyalty_app::request::answers::answers;
use loyalty_app::request::{Draft, parse};
use loyalty_model::brief::Given;
use loyalty_model::request::{self as model, DataRequest};
use std::collections::BTreeMap;
use std::path::Path;

/// A path as it was typed.
pub fn typed(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}
impl DataArgs {
    /// The data that the flags name.
    ///
    /// # Errors
    /// A flag that cannot be read.
    pub fn data(&self) -> Result<DataRequest, Refusal> {
        let tables = [
            ("transactions", &self.transactions),
            ("subscriptions", &self.subscriptions),
            ("usage", &self.usage),
            ("voc", &self.voc),
            ("members", &self.members),
            ("points-ledger", &self.points_ledger),
            ("rewards", &self.rewards),
        ];
        Ok(DataRequest {
            tables: tables.into_iter().filter(|(_, paths)| !paths.is_empty()).map(|(table, paths)| (table.to_string(), paths.clone())).collect(),
            columns: self.map.iter().map(|m| parse::column(m)).collect::<Result<_, _>>()?,
            decimal_mark: self.decimal_mark,
            date_order: self.date_order.clone(),
            time_zone: self.time_zone.clone(),
            as_of: self.as_of.as_deref().map(|t| parse::date("--as-of", t)).transpose()?,
            count_zero_orders: self.count_zero_orders,
            warehouse: parse::warehouse(self.from.as_deref(), &self.query, self.sums.as_deref())?,
            ..DataRequest::default()
        })
    }
    /// The same as a draft, with the currency.
    ///
    /// # Errors
    /// A flag that cannot be read.
    pub fn draft(&self) -> Result<Draft, Refusal> {
        Ok(Draft { data: self.data()?, currency: self.currency.as_deref().map(parse::currency).transpose()?, ..Draft::default() })
    }
}
impl PlanArgs {
    /// What the flags ask.
    ///
    /// # Errors
    /// A flag that cannot be read.
    pub fn draft(&self) -> Result<Draft, Refusal> {
        let mut data = self.data.data()?;
        data.drivers = self.drivers.as_deref().map(typed);
        Ok(Draft {
            goal: self.goal.as_deref().map(parse::goal).transpose()?,
            tiers: self.tiers.as_deref().map(parse::tiers).transpose()?,
            budget: self.budget.as_deref().map(parse::budget).transpose()?,
            personas: self.personas.as_deref().map(parse::list),
            constraints: self.constraints.clone(),
            horizon: self.horizon.map(parse::horizon).transpose()?,
            launch: self.launch.as_deref().map(|t| parse::date("--launch", t)).transpose()?,
            company: self.company.clone(),
            given: given(&self.assume, self.margin.as_deref())?,
            currency: self.data.currency.as_deref().map(parse::currency).transpose()?,
            pins: self.pin.clone(),
            frozen: self.frozen.iter().map(|t| parse::assume(t)).collect::<Result<_, _>>()?,
            data,
            demonstration: self.world.as_deref().map(parse::demonstration).transpose()?,
            seed: self.seed,
            asked_on: self.asked_on.as_deref().map(|t| parse::date("--asked-on", t)).transpose()?,
            layout: self.pattern.map(|l| match l {
                Layout::Diamond => model::Layout::Diamond,
                Layout::Pipeline => model::Layout::Pipeline,
            }),
            effort: self.effort.map(|e| match e {
                EffortOption::Full => model::Effort::Full,
                EffortOption::Small => model::Effort::Small,
            }),
            out: self.out.as_deref().map(typed),
            deliverables: self.only.clone(),
            brand: self.brand.as_deref().map(typed),
            pseudonyms: self.pseudonyms.then_some(true),
            ..Draft::default()
        }
        .over(answers(&self.answer)?))
    }
}
/// Own values; the margin has a flag of its own.
fn given(assume: &[String], margin: Option<&str>) -> Result<BTreeMap<String, Given>, Refusal> {
    assume.iter().map(|t| parse::assume(t)).chain(margin.map(parse::margin)).collect()
}
impl AmendArgs {
    /// The amendment.
    ///
    /// # Errors
    /// A flag that cannot be read.
    pub fn request(&self) -> Result<AmendRequest, Refusal> {
        let says = Draft {
            goal: self.goal.as_deref().map(parse::goal).transpose()?,
            tiers: self.tiers.as_deref().map(parse::tiers).transpose()?,
            budget: self.budget.as_deref().map(parse::budget).transpose()?,
            constraints: self.constraints.clone(),
            personas: self.personas.as_deref().map(parse::list),
            horizon: self.horizon.map(parse::horizon).transpose()?,
            launch: self.launch.as_deref().map(|t| parse::date("--launch", t)).transpose()?,
            given: given(&self.assume, self.margin.as_deref())?,
            pins: parse::pins(&self.set, &self.add_benefit, &self.remove_benefit, &self.drop_channel),
            ..Draft::default()
        }
        .over(answers(&self.answer)?);
        Ok(AmendRequest {
            plan: self.file.plan.clone(),
            change: Change { says, unpin: self.unpin, accept_data: self.accept_data },
            frozen: self.drivers == Some(DriverMode::Frozen),
            reason: self.reason.clone(),
            by: self.by.clone(),
            seen: None,
        })
    }
}
impl DecideArgs {
    /// The decision.
    pub fn request(&self, decides: Decides) -> DecideRequest {
        DecideRequest {
            plan: self.file.plan.clone(),
            decides,
            role: self.role.clone(),
            person: self.person.clone(),
            note: self.note.clone(),
            signature: self.signature.clone(),
            trust: self.trust.clone(),
            rules: self.rule.clone(),
            evidence: self.evidence.clone(),
        }
    }
}
/// What a word of `statement --act` decides.
///
/// # Errors
/// Another word.
pub fn decides(word: &str) -> Result<Decides, Refusal> {
    match word {
        "submit" => Ok(Decides::Submit),
        "approve" => Ok(Decides::Approve),
        "reject" => Ok(Decides::Reject),
        "resolve" => Ok(Decides::Resolve),
        "override" => Ok(Decides::Override),
        "waive" => Ok(Decides::Waive),
        "publish" => Ok(Decides::Publish),
        other => Err(Refusal::input(
            "--act",
            format!("unknown act {other:?}"),
            "A decision is one of seven acts",
            "say submit, approve, reject, resolve, override, waive or publish",
        )),
    }
}
impl ModelArgs {
    /// The model to fit, on data read as these settings say.
    ///
    /// # Errors
    /// A flag that cannot be read.
    pub fn request(&self, settings: Draft) -> Result<ModelRequest, Refusal> {
        Ok(ModelRequest {
            model: ModelName::of(&self.name)?,
            file: self.file.clone(),
            file_is_points_ledger: self.table == Table::PointsLedger,
            data: self.data.draft()?.over(settings).data,
            calibration_end: self.calibration_end.as_deref().map(|t| parse::date("--calibration-end", t)).transpose()?,
            at_entry: self.customers.clone().map(|file| AskedAtEntry { file, columns: self.covariate.clone(), id: self.id.clone() }),
        })
    }
}
impl LiftArgs {
    /// The test to read.
    pub fn request(&self) -> LiftRequest {
        LiftRequest {
            file: typed(&self.file),
            arm: self.arm.clone(),
            control: self.control.clone(),
            treated: self.treated.clone(),
            outcome: self.outcome.clone(),
            covariates: self.covariate.clone(),
            segments: self.segment.clone(),
            planned: self.planned.clone(),
            parameter: self.parameter.clone(),
            randomised_by: self.randomised_by.clone(),
            out: self.out.as_deref().map(typed),
        }
    }
}
