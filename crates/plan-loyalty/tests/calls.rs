//! What a CRM team builds from: triggers of every stage, suggested words, and the campaign calendar, over many programs.
use crate::common;
use common::{command, file, shop};
use loyalty_exports::copy::Worded;
use loyalty_model::fact::{Argument, Fact};
use loyalty_model::letters::{Letter, merge, merge_fields};
use loyalty_model::plan::{MomentKind, Plan, SeasonStanding};
use loyalty_model::program::Stage;
use std::collections::BTreeSet;
use std::path::Path;

#[track_caller]
fn planned(dir: &Path, args: &[&str]) -> Plan {
    let out = command(dir, &[args, &["--budget", "20000", "--asked-on", "2026-07-01", "--effort", "small", "--format", "json"]].concat());
    serde_json::from_slice(&out.stdout).unwrap_or_else(|e| panic!("{args:?}: {e}: {}", String::from_utf8_lossy(&out.stderr)))
}
/// Programs of different shapes, goals and kinds of business, by name.
fn plans() -> Vec<(String, Plan)> {
    let dir = tempfile::tempdir().unwrap();
    let at = |name: &str| dir.path().join(name).display().to_string();
    assert!(command(dir.path(), &["demo", "--out", "demo"]).status.success());
    let (subscriptions, usage, survey) = (at("demo/subscriptions.csv"), at("demo/usage.csv"), at("demo/survey.csv"));
    let small = file(dir.path(), "shop.csv", shop(false).as_bytes());
    // A service whose contracts are all that is known, and one that sees its use.
    let telecom = ["--subscriptions", &subscriptions[..]];
    let software = ["--subscriptions", &subscriptions[..], "--usage", &usage[..], "--voc", &survey[..]];
    let orders = ["--transactions", &small[..]];
    let mut out = vec![];
    let mut add = |name: String, args: Vec<&str>| out.push((name, planned(dir.path(), &args)));
    for goal in ["retention", "expansion", "engagement", "advocacy"] {
        for (name, data) in [("telecom", &telecom[..]), ("software", &software), ("shop", &orders)] {
            add(format!("{name}, {goal}"), [&["--goal", goal, "--tiers", "3"], data].concat());
        }
        add(format!("points only, {goal}"), [&["--goal", goal, "--tiers", "points-only"][..], &orders].concat());
    }
    add("demonstration, missions".into(), vec!["--goal", "engagement", "--tiers", "missions", "--constraints", "points expire after 10 months"]);
    add("demonstration, no e-mail".into(), vec!["--goal", "advocacy", "--tiers", "3", "--constraints", "no emails, no surprises, no coupons"]);
    let bonus = ["--assume", "triggers.bonus_win_back=0.05", "--assume", "triggers.bonus_basket=0.02", "--assume", "triggers.bonus_second_order=0.03"];
    add("demonstration, bonuses".into(), [&["--goal", "expansion", "--tiers", "hybrid:4"][..], &bonus].concat());
    out
}
/// Numbers of a text, as printed, without those of merge fields.
fn numbers(text: &str) -> Vec<String> {
    let mut plain = text.to_string();
    merge_fields().iter().for_each(|f| plain = plain.replace(&merge(&f.name), ""));
    let mut out = vec![];
    let mut at = String::new();
    for c in plain.chars().chain([' ']) {
        match c {
            '0'..='9' | ',' | '.' | '-' => at.push(c),
            _ => out.push(std::mem::take(&mut at)),
        }
    }
    out.into_iter().map(|n| n.trim_matches(|c: char| !c.is_ascii_digit()).replace(',', "")).filter(|n| !n.is_empty()).collect()
}
/// What the program gives, as it could be printed: prices, gifts, names of rewards, terms, and the days of the calendar.
fn given(plan: &Plan, worded: &Plan) -> BTreeSet<String> {
    let p = &plan.design.blueprint.program;
    let mut counts: Vec<u64> = vec![p.earn.joining_points];
    counts.extend(p.rewards.iter().map(|r| r.points_price));
    counts.extend(p.triggers.iter().map(|t| t.points).filter(|n| *n > 0));
    counts.extend(p.referral.iter().flat_map(|r| [r.recommender_points, r.friend_points, u64::from(r.yearly_cap)]));
    counts.extend(p.tiers.iter().map(|t| u64::from(t.validity_months)));
    if let loyalty_model::expiry::Expiry::Inactivity { months } | loyalty_model::expiry::Expiry::Age { months } = p.expiry {
        counts.push(months.into());
    }
    let mut out: BTreeSet<String> = counts.iter().map(ToString::to_string).collect();
    out.extend(p.rewards.iter().flat_map(|r| numbers(&r.name)));
    out.extend(numbers(&plan.design.brief.company));
    for m in &worded.design.blueprint.program.missions {
        out.extend([vec![m.points.to_string()], numbers(&m.name), numbers(&m.task.to_string())].concat());
    }
    for m in plan.design.blueprint.calendar.iter().flat_map(|c| &c.moments) {
        out.insert(m.from.to_string());
        // The points of the surprise stand in what it is, beside the number of members.
        if let (MomentKind::SurpriseTest, Fact::Known { args, .. }) = (m.kind, &m.what)
            && let Some(Argument::Count(points)) = args.get("points")
        {
            out.insert(points.to_string());
        }
    }
    out
}
fn elements(l: &Letter) -> Vec<String> {
    std::iter::once(&l.subject).chain(&l.body).map(ToString::to_string).collect()
}
/// What is wrong with the letters of one message.
fn wrong(id: &str, channel: &str, letters: &[Letter], worded: &[Letter], test: &Fact, allowed: &BTreeSet<String>) -> Vec<String> {
    let mut out = vec![];
    let [a, b] = letters else { return vec![format!("{id}: {} variants", letters.len())] };
    let differ = elements(a).iter().zip(elements(b)).filter(|(x, y)| **x != *y).count();
    if differ != 1 || a.body.len() != b.body.len() || test.is_empty() {
        out.push(format!("{id}: variants differ in {differ} elements"));
    }
    for (l, words) in letters.iter().zip(worded) {
        let most = if matches!(channel, "push" | "sms" | "in-app") { 2 } else { 4 };
        if !(2..=most).contains(&l.body.len()) {
            out.push(format!("{id} {}: {} sentences on {channel}", l.variant, l.body.len()));
        }
        for sentence in words.body.iter().map(ToString::to_string) {
            if !sentence.ends_with(['.', '?']) || (sentence.contains(". ") && !id.starts_with("mission-")) || sentence.contains('<') {
                out.push(format!("{id}: no sentence: {sentence}"));
            }
        }
        for text in elements(words) {
            out.extend(numbers(&text).into_iter().filter(|n| !allowed.contains(n)).map(|n| format!("{id}: {n} in {text:?} is not in the program")));
            let open: Vec<&str> = text.split('{').skip(1).map(|p| p.split('}').next().unwrap_or_default()).collect();
            out.extend(open.into_iter().filter(|f| merge_fields().iter().all(|m| m.name != *f)).map(|f| format!("{id}: {{{f}}} is not a merge field")));
        }
    }
    out
}
#[test]
fn every_program_covers_four_stages_and_promises_only_what_it_gives() {
    let mut faults = vec![];
    let mut letters = 0;
    for (name, plan) in plans() {
        let worded = Worded::english(&plan);
        let (b, w) = (&plan.design.blueprint, &worded.design.blueprint);
        for stage in [Stage::Onboarding, Stage::Adoption, Stage::Upsell, Stage::Renewal] {
            if !b.program.triggers.iter().any(|t| t.stage == stage) {
                faults.push(format!("{name}: {stage:?} has no trigger"));
            }
        }
        let barred: Vec<&str> = if name.contains("no e-mail") { vec!["email"] } else { vec![] };
        let allowed = given(&plan, &worded);
        for (t, words) in b.program.triggers.iter().zip(&w.program.triggers) {
            assert!(!barred.contains(&t.channel.as_str()), "{name}: {} goes by {}", t.id, t.channel);
            faults.extend(wrong(&t.id, &t.channel, &t.letters, &words.letters, &t.letter_test, &allowed).into_iter().map(|f| format!("{name}: {f}")));
            letters += t.letters.len();
            let all: f64 = t.letters.iter().map(|l| l.share).sum::<f64>() + t.holdout_share.unwrap_or(0.0);
            assert!((all - 1.0).abs() < 1e-9, "{name}: {} reaches {all}", t.id);
        }
        let (calendar, in_words) = (b.calendar.as_ref().unwrap(), w.calendar.as_ref().unwrap());
        for (m, words) in calendar.moments.iter().zip(&in_words.moments) {
            faults.extend(wrong(&m.id, &m.channel, &m.letters, &words.letters, &m.letter_test, &allowed).into_iter().map(|f| format!("{name}: {f}")));
            letters += m.letters.len();
        }
        if name.starts_with("software") {
            let of = |id: &str| b.program.triggers.iter().find(|t| t.id == id).unwrap_or_else(|| panic!("{name}: no {id}"));
            assert!(of("feature-adopted").frequency_cap.is("cap-once") && of("feature-adopted").volume_monthly > 0.0);
            assert!(of("use-paused").delay_days.is_some() && of("use-paused").volume_monthly > 0.0);
            assert!(b.trigger_sources.iter().any(|f| f.is("source-usage")) && b.trigger_sources.iter().any(|f| f.is("source-voice")), "{name}");
        } else if name.starts_with("telecom") {
            assert!(b.program.triggers.iter().all(|t| t.event != "Order Completed" && t.event != "Feature Used"), "{name}");
        }
        // Who is invited to recommend has rated well, wherever ratings are read; nobody is where nothing is given for it.
        for t in b.program.triggers.iter().filter(|t| t.id == "invite-a-friend") {
            assert!(t.condition.is("condition-good-rating") && b.program.referral.is_some(), "{name}");
        }
        if name.contains("no e-mail") {
            assert!(calendar.moments.iter().all(|m| m.kind != MomentKind::SurpriseTest) && calendar.told.iter().any(|f| f.is("calendar-surprise-barred")));
        }
    }
    assert!(letters > 300, "only {letters} letters");
    assert!(faults.is_empty(), "{}", faults[..faults.len().min(40)].join("\n"));
}
#[test]
fn a_promise_that_no_program_gives_is_found() {
    let letter = |variant: &str, subject: &str| Letter {
        variant: variant.into(),
        share: 0.5,
        subject: subject.into(),
        body: vec!["You get 500 points.".into(), "Ask {first_name}.".into()],
    };
    let allowed: BTreeSet<String> = ["500".to_string()].into();
    let pair = |b: &str| [letter("A", "Hello"), letter("B", b)];
    let look = |p: [Letter; 2]| wrong("demo", "email", &p, &p, &Fact::new("letter-test-greeting"), &allowed);
    assert!(look(pair("Good day")).is_empty());
    assert!(look(pair("Hello")).join(" ").contains("differ in 0"));
    assert!(look(pair("1,000 points")).join(" ").contains("1000 in"));
    assert!(look(pair("{shoe_size}")).join(" ").contains("is not a merge field"));
}
/// Three years of a shop whose orders double in November and halve in February; `months`: how many are kept.
fn seasonal(months: i32) -> String {
    let mut rows = vec![];
    for m in (36 - months)..36 {
        let (y, month) = (2023 + (m + 6) / 12, (m + 6) % 12 + 1);
        let n = match month {
            11 => 400,
            2 => 100,
            _ => 200,
        };
        rows.extend((0..n).map(|i| format!("c{},{y}-{month:02}-{:02},{}.00", (i * 7 + m * 31) % 900, 1 + i % 28, 20 + i % 40)));
    }
    format!("customer,date,amount\n{}\n", rows.join("\n"))
}
#[test]
fn multiplier_days_fall_into_measured_troughs_and_never_into_the_peak() {
    let dir = tempfile::tempdir().unwrap();
    let whole = file(dir.path(), "orders.csv", seasonal(36).as_bytes());
    // Half of the members tell their birthday.
    let members: String =
        (0..900).map(|i| if i % 2 == 0 { format!("c{i},2023-01-15,198{}-{:02}-14\n", i % 10, 1 + i % 12) } else { format!("c{i},2023-01-15,\n") }).collect();
    let members = file(dir.path(), "members.csv", format!("customer_id,joined,birthday\n{members}").as_bytes());
    let mut seen = 0;
    for added in [false, true] {
        let plan = if added {
            let out = command(dir.path(), &["amend", "--add-benefit", "double_points_day@silver", "--reason", "quiet months", "--quiet"]);
            assert!(matches!(out.status.code(), Some(0 | 3 | 5)), "{}", String::from_utf8_lossy(&out.stderr));
            serde_json::from_slice(&command(dir.path(), &["show", "--format", "json"]).stdout).unwrap()
        } else {
            planned(dir.path(), &["--goal", "expansion", "--tiers", "3", "--transactions", &whole, "--members", &members, "--currency", "USD"])
        };
        let c = plan.design.blueprint.calendar.as_ref().unwrap();
        assert!(c.season_measured && c.season.is("season-measured") && c.months.len() == 12, "{:?}", c.season);
        let of = |number: i32| c.months.iter().find(|m| m.month.year_month().1 == number).unwrap();
        assert_eq!((of(11).standing, of(2).standing, of(6).standing), (SeasonStanding::Peak, SeasonStanding::Trough, SeasonStanding::Usual));
        for m in c.moments.iter().filter(|m| matches!(m.kind, MomentKind::MultiplierDay | MomentKind::SurpriseTest)) {
            assert_ne!(m.from.month().year_month().1, 11, "{}", m.id);
            seen += usize::from(m.kind == MomentKind::MultiplierDay && m.from.month().year_month().1 == 2);
        }
        assert_eq!(c.moments.iter().filter(|m| m.kind == MomentKind::MultiplierDay).count(), if added { 4 } else { 0 });
        let born = c.moments.iter().find(|m| m.kind == MomentKind::Birthday).expect("the member file holds birthdays");
        let Fact::Known { args, .. } = &born.why_then else { panic!() };
        assert_eq!(args["known"], Argument::Count(450));
        // So few customers could detect nothing of a surprise, so there is none.
        assert!(c.moments.iter().all(|m| m.kind != MomentKind::SurpriseTest) && c.told.iter().any(|f| f.is("calendar-surprise-blind")));
        // The cap is counted: triggers of their own, the calendar's fullest month, and the other messages of the assumptions.
        let active = plan.design.lines.value("blueprint.customers_active");
        let fired: f64 = plan.design.blueprint.program.triggers.iter().filter(|t| t.own_message).map(|t| t.volume_monthly).sum();
        assert!((c.cap.by_triggers - fired / active).abs() < 1e-9);
        assert!((c.cap.total - c.cap.by_triggers - c.cap.by_calendar - c.cap.by_others).abs() < 1e-9 && c.cap.held_back_share < 1.0);
        let fullest = c.months.iter().map(|m| m.messages_per_member).fold(0.0, f64::max);
        assert!((c.cap.by_calendar - fullest).abs() < 1e-12);
    }
    assert_eq!(seen, 1, "one of the double points days is in the measured trough");
    // Eighteen months are no season, whatever they show.
    let short = file(dir.path(), "short.csv", seasonal(18).as_bytes());
    let plan = planned(dir.path(), &["--goal", "expansion", "--tiers", "3", "--transactions", &short, "--currency", "USD"]);
    let c = plan.design.blueprint.calendar.as_ref().unwrap();
    assert!(!c.season_measured && c.season.is("season-short") && c.months.iter().all(|m| m.factor.is_none()), "{:?}", c.season);
    assert!(c.told.iter().any(|f| f.is("calendar-birthdays-unknown")));
}
#[test]
fn a_crm_team_gets_messages_and_calendar_as_files() {
    let dir = tempfile::tempdir().unwrap();
    let plan = planned(dir.path(), &["--goal", "expansion", "--tiers", "3"]);
    let out = command(dir.path(), &["export", "latest", "--to", "messages.csv,campaign-calendar.csv,campaign-calendar.ics", "--out", "o"]);
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let rows = |name: &str| csv::Reader::from_path(dir.path().join("o").join(name)).unwrap().into_records().collect::<Result<Vec<_>, _>>().unwrap();
    let (messages, calendar) = (rows("messages.csv"), rows("campaign-calendar.csv"));
    let c = plan.design.blueprint.calendar.as_ref().unwrap();
    let surprise = c.moments.iter().find(|m| m.kind == MomentKind::SurpriseTest).unwrap();
    let points = surprise.cost.unwrap() / surprise.members.unwrap() - plan.design.assumptions.value("cost.message");
    let Fact::Known { args, .. } = &surprise.what else { panic!() };
    let Argument::Count(given) = args["points"] else { panic!() };
    assert!((points - given as f64 * plan.design.lines.value("blueprint.point_cost_issued")).abs() < 1e-9, "at the plan's own cost of a point");
    assert!(surprise.held_out == surprise.members && surprise.detects.as_ref().unwrap().is("calendar-surprise-detects"));
    let triggers = &plan.design.blueprint.program.triggers;
    assert_eq!(messages.len(), 2 * (triggers.len() + c.moments.len()));
    assert!(messages.iter().all(|r| r[13].starts_with("suggestion") && !r[8].is_empty() && !r[6].is_empty()));
    let order = messages.iter().find(|r| &r[0] == "order-overdue").unwrap();
    assert!(order[8].contains("{points_balance}") && order[10].contains("{points_balance}: points that the member can spend today"), "{order:?}");
    assert_eq!(calendar.len(), c.moments.len());
    let ics = std::fs::read_to_string(dir.path().join("o/campaign-calendar.ics")).unwrap();
    assert_eq!(ics.matches("BEGIN:VEVENT").count(), c.moments.len());
    assert!(ics.lines().all(|l| l.len() <= 75), "folded");
}
