//! What nobody gave is drawn around its placeholder; what a person gave is certain.
use crate::COMPANY;
use crate::demonstration::{given, job};
use loyalty_engine::assumptions::settle;
use loyalty_engine::progress::RunEffort;
use loyalty_model::line::Provenance;

#[test]
fn costs_that_nobody_gave_are_drawn_and_those_given_are_certain() {
    let mut brief = job(RunEffort::Small).brief;
    for id in ["cost.setup", "cost.platform_monthly", "cost.staff_monthly"] {
        let book = settle(&brief, &COMPANY);
        let a = book.get(id).unwrap();
        assert_eq!(a.distribution, "lognormal", "{id}");
        assert!((a.sd - 0.5 * a.value).abs() < 1e-9 * a.value && a.value > 0.0, "{id}: {} ± {}", a.value, a.sd);
        brief.given.insert(id.into(), given(1_234.0));
        let book = settle(&brief, &COMPANY);
        let a = book.get(id).unwrap();
        assert_eq!((a.value, a.sd, a.distribution.as_str()), (1_234.0, 0.0, "fixed"), "{id}");
    }
}
#[test]
fn a_margin_that_nobody_gave_comes_from_the_sector_with_an_interval_and_a_source() {
    let mut brief = job(RunEffort::Small).brief;
    let margin = |brief: &loyalty_model::brief::Brief| settle(brief, &COMPANY).get("company.gross_margin").unwrap().clone();
    assert_eq!(margin(&brief).sd, 0.0, "given: certain");
    brief.given.clear();
    let plain = margin(&brief);
    assert!(plain.sd > 0.0 && plain.distribution == "beta" && matches!(plain.from, Provenance::Default { .. }), "{plain:?}");
    for (sector, value, read) in [("apparel", 0.6329, true), ("Household products", 0.5061, true), ("grocery", 0.25, false), ("mortgage", plain.value, false)] {
        brief.facts.insert("sector".into(), sector.into());
        let a = margin(&brief);
        assert!(a.sd > 0.0 && a.value == value, "{sector}: {} ± {}", a.value, a.sd);
        assert_eq!(matches!(&a.from, Provenance::Published { citation, .. } if citation == "damodaran-2019"), read, "{sector}: {:?}", a.from);
    }
}
