//! Leaving on real tables: IBM's telecom subscribers and an airline's members (both fictional companies); lifelines 0.30.3 on the same files.
use super::{columns, public};
use loyalty_stats::cox::{self, Subject};
use loyalty_stats::kaplan_meier::{self, Step};
use loyalty_stats::log_rank::{self, Observation};
use loyalty_stats::weibull_aft;

fn near(got: f64, printed: f64, limit: f64) {
    assert!((got - printed).abs() <= limit, "{got} is not {printed}");
}
fn curve(seen: &[Observation]) -> Vec<Step> {
    kaplan_meier::curve(&kaplan_meier::table(seen), 1.959963984540054)
}
fn check(curve: &[Step], printed: &[(f64, f64)]) {
    printed.iter().for_each(|(t, s)| near(kaplan_meier::survival(curve, *t), *s, 5.1e-7));
}
const FILE: &str = "telco_churn/Telco-Customer-Churn.csv";

#[test]
fn telecom_contracts() {
    let Some(text) = public(FILE) else { return };
    let rows = columns(&text, ["tenure", "Churn", "Contract"]);
    let of = |contract: Option<&str>| -> Vec<Observation> {
        rows.iter().filter(|r| contract.is_none_or(|c| c == r[2])).map(|r| (r[0].parse().unwrap(), r[1] == "Yes")).collect()
    };
    let all = of(None);
    assert_eq!((all.len(), all.iter().filter(|o| o.1).count()), (7043, 1869));
    let printed = [(1.0, 0.945961), (12.0, 0.843200), (24.0, 0.788736), (36.0, 0.748545), (48.0, 0.708840), (60.0, 0.664404), (72.0, 0.592790)];
    check(&curve(&all), &printed);
    let (monthly, one_year, two_year) = (of(Some("Month-to-month")), of(Some("One year")), of(Some("Two year")));
    check(&curve(&monthly), &[(12.0, 0.703097), (24.0, 0.585915), (48.0, 0.397264), (72.0, 0.128952)]);
    assert_eq!(kaplan_meier::median(&curve(&monthly)), Some(35.0));
    check(&curve(&one_year), &[(72.0, 0.568146)]);
    check(&curve(&two_year), &[(72.0, 0.935739)]);
    let (chi, df, _) = log_rank::test_groups(&[&monthly, &one_year, &two_year]);
    near(chi, 2352.872538, 5.1e-7);
    assert_eq!(df, 2);
}
/// Of the 7,032 with a tenure: MonthlyCharges SeniorCitizen Partner Dependents PaperlessBilling one-year two-year fiber.
fn subscribers() -> Option<Vec<Subject>> {
    let text = public(FILE)?;
    let names = ["tenure", "Churn", "MonthlyCharges", "SeniorCitizen", "Partner", "Dependents", "PaperlessBilling", "Contract", "InternetService"];
    let is = |a: &str, b: &str| f64::from(u8::from(a == b));
    let all = columns(&text, names).into_iter().map(|r| Subject {
        time: r[0].parse().unwrap(),
        event: r[1] == "Yes",
        stratum: 0,
        covariates: vec![
            r[2].parse().unwrap(),
            r[3].parse().unwrap(),
            is(r[4], "Yes"),
            is(r[5], "Yes"),
            is(r[6], "Yes"),
            is(r[7], "One year"),
            is(r[7], "Two year"),
            is(r[8], "Fiber optic"),
        ],
    });
    Some(all.filter(|s| s.time > 0.0).collect())
}
#[test]
fn telecom_cox() {
    let Some(subjects) = subscribers() else { return };
    assert_eq!(subjects.len(), 7032);
    let found = cox::fit(&subjects).unwrap();
    let printed = [-0.018153, -0.040687, -0.569106, -0.124334, 0.239033, -1.962919, -3.871349, 1.191128];
    found.estimates.coefficients.iter().zip(printed).for_each(|(g, p)| near(*g, p, 5.1e-7));
    near(found.estimates.standard_errors()[0], 0.001762, 5.1e-7);
    near(found.estimates.log_likelihood, -14171.811171, 5.1e-7);
    near(found.concordance, 0.832629, 5.1e-7);
}
#[test]
fn telecom_weibull() {
    let Some(mut subjects) = subscribers() else { return };
    subjects.iter_mut().for_each(|s| s.covariates.clear());
    let found = weibull_aft::fit(&subjects).unwrap();
    near(found.scale(&[]), 220.2896729, 220.0 * 1e-5);
    near(found.shape(), 0.6447016, 1e-5);
    near(found.estimates.log_likelihood, -10576.286595, 5.1e-7);
}
#[test]
fn airline_membership() {
    // Months from enrolment to cancellation, or to June 2018.
    let Some(text) = public("airline_loyalty/customer_loyalty_history_to_2018-06.csv") else { return };
    let rows = columns(&text, ["Enrollment Year", "Enrollment Month", "Cancellation Year", "Cancellation Month"]);
    let month = |y: &str, m: &str| -> f64 { 12.0 * y.parse::<f64>().unwrap() + m.parse::<f64>().unwrap() };
    let seen: Vec<Observation> = rows
        .iter()
        .map(|r| {
            let left = !r[2].is_empty();
            (if left { month(r[2], r[3]) } else { month("2018", "6") } - month(r[0], r[1]), left)
        })
        .collect();
    assert_eq!((seen.len(), seen.iter().filter(|o| o.1).count()), (15_406, 1_707));
    let printed = [(6.0, 0.988628), (12.0, 0.914137), (24.0, 0.894609), (36.0, 0.876953), (48.0, 0.860761), (60.0, 0.847248), (72.0, 0.845090)];
    check(&curve(&seen), &printed);
}
