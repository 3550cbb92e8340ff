//! The story of a plan in every state that a plan can be in: its pages, its claims, its charts; and the page made of it.
use crate::common;
use common::command;
use loyalty_deck::imprint::Imprint;
use loyalty_exports::blueprint_html;
use loyalty_exports::brand::Brand;
use loyalty_exports::charts::chart_catalogue;
use loyalty_exports::charts::{self, ChartKind, Theme};
use loyalty_exports::deliverable::View;
use loyalty_exports::story::{Block, Page, Place, ROWS, decision_sheet, details, story};
use loyalty_model::finding::Verdict;
use loyalty_model::plan::{Plan, Status};
use std::collections::BTreeSet;

const PAGES: [&str; 10] = ["decision", "members", "tiers", "triggers", "goal", "money", "proof", "risks", "roll-out", "ask"];
const APPENDIX: [&str; 8] = ["certainty", "scenarios", "liability", "reading", "data", "personas", "governance", "launch"];

/// Plans in states that a deck must survive: made once for all tests.
fn awkward() -> &'static [(&'static str, Plan)] {
    static MADE: std::sync::OnceLock<Vec<(&'static str, Plan)>> = std::sync::OnceLock::new();
    MADE.get_or_init(made)
}
fn made() -> Vec<(&'static str, Plan)> {
    let sheet = "members = 12000\norders_per_year = 5.5\naverage_order_value = 480.00\nmargin = 0.45\nchurn_per_year = 0.2\nnew_members_per_month = 350\ncurrency = \"CAD\"\n";
    let cases: [(&str, &[&str]); 6] = [
        ("planned", &["--goal", "retention", "--tiers", "3", "--budget", "50000"]),
        ("escalated, six tiers", &["--goal", "retention", "--tiers", "6", "--budget", "50000", "--world", "losing"]),
        ("infeasible, points only", &["--goal", "expansion", "--tiers", "points-only", "--budget", "10"]),
        (
            "one tier",
            &[
                "--goal",
                "advocacy",
                "--tiers",
                "1",
                "--budget",
                "150000/quarter",
                "--company",
                "A company with a name that is far too long for any title, Limited & Sons",
            ],
        ),
        (
            "blocked by a rule",
            &["--goal", "retention", "--tiers", "3", "--budget", "50000", "--drivers", "sheet.toml", "--constraints", "Ontario, points expire after 12 months"],
        ),
        ("nothing measured", &["--goal", "retention", "--tiers", "3", "--budget", "50000", "--drivers", "sheet.toml"]),
    ];
    cases
        .into_iter()
        .map(|(name, args)| {
            let dir = tempfile::tempdir().unwrap();
            std::fs::write(dir.path().join("sheet.toml"), sheet).unwrap();
            let mut all = args.to_vec();
            // On this day the least costly remedy of the blocker is a list of rewards, whose command is long.
            all.extend(["--asked-on", "2026-12-01", "--quiet", "--only", "triggers.csv"]);
            let out = command(dir.path(), &all);
            assert!(matches!(out.status.code(), Some(0 | 3 | 5)), "{name}: {}", String::from_utf8_lossy(&out.stderr));
            let file =
                std::fs::read_dir(dir.path().join(".claude/plans")).unwrap().map(|f| f.unwrap().path()).find(|p| p.extension().is_some_and(|e| e == "json"));
            let plan: Plan = serde_json::from_str(&std::fs::read_to_string(file.unwrap()).unwrap()).unwrap();
            (name, Plan::clone(&loyalty_exports::copy::Worded::english(&plan)))
        })
        .collect()
}
/// Every figure that may be printed: each number of the plan as readers see it, each number in its sentences, and counts of its lists.
fn printable(plan: &Plan) -> BTreeSet<String> {
    fn walk(v: &serde_json::Value, out: &mut BTreeSet<String>) {
        match v {
            serde_json::Value::Number(n) => out.extend(n.as_f64().into_iter().flat_map(shapes)),
            serde_json::Value::String(s) => {
                out.extend(figures(s));
                out.extend(s.parse::<f64>().into_iter().flat_map(shapes));
            }
            serde_json::Value::Array(a) => a.iter().for_each(|v| walk(v, out)),
            serde_json::Value::Object(o) => o.values().for_each(|v| walk(v, out)),
            _ => {}
        }
    }
    let mut out = BTreeSet::new();
    walk(&serde_json::to_value(&plan.design).unwrap(), &mut out);
    // The first page adds up the rows of all tables.
    let (read, used) = plan.design.inputs.iter().fold((0, 0), |(read, used), i| (read + i.rows_read, used + i.rows_used));
    [read, used, read - used].into_iter().for_each(|n| out.extend(shapes(n as f64)));
    let g = &plan.design.governance;
    for verdict in [Verdict::Fail, Verdict::Unknown] {
        out.insert(g.compliance.iter().filter(|f| f.verdict == verdict).count().to_string());
    }
    out
}
fn shapes(v: f64) -> Vec<String> {
    use loyalty_exports::format;
    let v = v.abs();
    let usd = loyalty_model::units::Currency("USD".into());
    let all = [format::money(v, &usd), format::percent(v), format::percent_fine(v), format::whole(v)].into_iter().chain((0..=5).map(|n| format::decimal(v, n)));
    all.flat_map(|t| figures(&t)).collect()
}
/// Figures of a text: digits with their marks, without signs and units.
fn figures(text: &str) -> Vec<String> {
    let mut out = vec![];
    let mut now = String::new();
    for c in text.chars().chain([' ']) {
        if c.is_ascii_digit() || (!now.is_empty() && (c == ',' || c == '.')) {
            now.push(c);
        } else if !now.is_empty() {
            out.push(now.trim_end_matches([',', '.']).to_string());
            now.clear();
        }
    }
    out
}
fn each<'a>(blocks: &'a [Block], see: &mut dyn FnMut(&'a Block)) {
    for b in blocks {
        see(b);
        if let Block::Columns(columns) = b {
            columns.iter().for_each(|c| each(c, see));
        }
    }
}
fn claim<'a>(pages: &'a [Page], id: &str) -> &'a str {
    pages.iter().find(|p| p.id == id).map_or("", |p| p.claim.as_str())
}

#[test]
fn every_state_of_a_plan_is_told_on_its_pages_with_claims_that_hold() {
    let brand = Brand::default();
    for (name, plan) in awkward() {
        let told = story(plan, &brand);
        let ids: Vec<&str> = told.pages.iter().filter(|p| p.place.in_deck()).map(|p| p.id.as_str()).collect();
        assert_eq!(ids, [&PAGES[..], &APPENDIX].concat(), "{name}");
        let place = |i: usize| if i < PAGES.len() { Place::Main } else { Place::Appendix };
        assert!(told.pages.iter().enumerate().all(|(i, p)| p.place == place(i) || i >= ids.len()), "{name}: the appendix comes last");
        let may = printable(plan);
        for p in &told.pages {
            assert!(!p.claim.is_empty() && p.claim.chars().count() <= 190, "{name} {}: {}", p.id, p.claim);
            for figure in figures(&p.claim) {
                assert!(may.contains(&figure), "{name} {}: {figure} of {:?} is no figure of the plan", p.id, p.claim);
            }
            for word in ["NaN", "inf", "None", "Some("] {
                assert!(!p.claim.contains(word), "{name} {}: {}", p.id, p.claim);
            }
            each(&p.blocks, &mut |b| {
                if let Block::Table(t) = b {
                    assert!(t.rows.iter().all(|r| r.len() == t.head.len()), "{name} {}: {}", p.id, t.title);
                    assert!(p.place != Place::Main || t.rows.len() <= ROWS, "{name} {}: {} rows of {} are too many for a page", p.id, t.rows.len(), t.title);
                }
            });
        }
        assert!(!told.pages.iter().any(|p| p.blocks.is_empty()), "{name}: an empty page");
        state(name, plan, &told.pages);
    }
}
/// What the claims must and must not say in this state.
fn state(name: &str, plan: &Plan, pages: &[Page]) {
    let d = &plan.design;
    let decision = claim(pages, "decision");
    match d.header.status {
        // Nobody is asked to approve what more likely loses than gains.
        Status::Planned if d.lines.value("economics.roi_p50") < 0.0 => {
            assert!(decision.starts_with("Decide ") && decision.ends_with("a loss is more likely than a gain"), "{name}: {decision}");
        }
        Status::Planned => assert!(decision.starts_with("Approve "), "{name}: {decision}"),
        Status::Escalated => assert!(decision.starts_with("Do not launch"), "{name}: {decision}"),
        Status::Infeasible => assert!(decision.starts_with("No design meets every limit"), "{name}: {decision}"),
    }
    let by = d.governance.roll_out.as_ref().map(|r| r.decide_by.to_string()).unwrap();
    assert!(decision.contains(&by), "{name}: the decision has a date: {decision}");
    let summary = claim(pages, "certainty");
    if d.lines.value("economics.net_value") < 0.0 {
        assert!(summary.contains("lose money") && !summary.contains("typically in month"), "{name}: {summary}");
    }
    assert_eq!(
        summary.contains("typically in month"),
        d.lines.value("economics.break_even_month") <= f64::from(d.brief.horizon_months)
            && d.lines.value("economics.roi_p50") >= 0.0
            && d.lines.value("economics.net_value") >= 0.0,
        "{name}: {summary}"
    );
    let tiers = claim(pages, "tiers");
    assert_eq!(tiers.starts_with("One tier"), d.blueprint.program.tiers.len() == 1, "{name}: {tiers}");
    if name == "nothing measured" {
        assert!(claim(pages, "data").contains("no purchase data"), "{}", claim(pages, "data"));
    }
    if name == "blocked by a rule" {
        assert!(claim(pages, "risks").contains("blocks the launch"), "{}", claim(pages, "risks"));
    }
    if d.header.status != Status::Planned {
        assert!(claim(pages, "roll-out").starts_with("No launch until"), "{name}: {}", claim(pages, "roll-out"));
    }
}

/// Ids of the charts among blocks.
fn charts_in(blocks: &[Block], out: &mut BTreeSet<String>) {
    for block in blocks {
        match block {
            Block::Chart(c) => {
                out.insert(c.id.clone());
            }
            Block::Columns(columns) => columns.iter().for_each(|column| charts_in(column, out)),
            _ => {}
        }
    }
}
/// A chart that no page takes up would be drawn for nobody.
#[test]
fn every_chart_of_the_gallery_stands_on_a_page() {
    let (mut drawn, mut shown) = (BTreeSet::new(), BTreeSet::new());
    for (_, plan) in awkward() {
        drawn.extend(chart_catalogue::all(plan).into_iter().map(|c| c.id));
        for page in story(plan, &Brand::default()).pages {
            charts_in(&page.blocks, &mut shown);
            details(plan, &page.id).iter().for_each(|(_, blocks)| charts_in(blocks, &mut shown));
        }
    }
    // Points outstanding in one line: for plans that do not tell them by their time of issue.
    drawn.remove("liability");
    let nowhere: Vec<&String> = drawn.difference(&shown).collect();
    assert!(drawn.len() >= 10 && nowhere.is_empty(), "on no page: {nowhere:?}");
}
#[test]
fn every_chart_has_its_words_its_data_and_a_plain_picture() {
    let brand = Brand::default();
    let mut kinds = BTreeSet::new();
    for (name, plan) in awkward() {
        for c in chart_catalogue::all(plan) {
            kinds.insert(match c.kind {
                ChartKind::Fan(_) => "fan",
                ChartKind::Waterfall(_) => "waterfall",
                ChartKind::Tornado(_) => "tornado",
                ChartKind::HeatMap(_) => "heat map",
                ChartKind::Columns(_) => "columns",
                ChartKind::Stack(_) => "stack",
                ChartKind::Journey(_) => "journey",
                ChartKind::Graph(_) => "graph",
                ChartKind::Lives(_) => "lives",
            });
            assert!(c.title.len() > 10 && c.alt.len() > 20 && !c.note.is_empty(), "{name} {}", c.id);
            assert!(!c.data.rows.is_empty() && c.data.rows.iter().all(|r| r.len() == c.data.head.len()), "{name} {}: data as a table", c.id);
            for theme in [Theme::light(&brand), Theme::dark(&brand), Theme::print(&brand)] {
                for picture in [charts::svg(&c, &theme), charts::svg_in(&c, &theme, 400.0, 220.0), charts::svg_in(&c, &theme, 900.0, 500.0)] {
                    for bad in ["NaN", "inf", "var(", "<script", "http://127", "href"] {
                        assert!(!picture.contains(bad), "{name} {}: {bad}", c.id);
                    }
                    apart(&picture, &format!("{name} {}", c.id));
                }
            }
        }
    }
    for kind in ["fan", "waterfall", "tornado", "heat map", "columns", "stack", "journey", "graph", "lives"] {
        assert!(kinds.contains(kind), "no plan shows a {kind}");
    }
}
#[test]
fn members_by_tier_and_points_by_issue_are_stacked_and_named() {
    let brand = Brand::default();
    for (name, plan) in awkward() {
        let months = plan.design.brief.horizon_months as usize;
        let members: Vec<Vec<f64>> =
            (0..plan.design.blueprint.program.tiers.len()).map(|t| (1..=months).map(|m| (900.0 * m as f64) / (t * t + 1) as f64).collect()).collect();
        let members: Vec<&[f64]> = members.iter().map(Vec::as_slice).collect();
        let flows = chart_catalogue::tier_flows_of(plan, &members).unwrap();
        for c in [Some(flows), chart_catalogue::run_off(plan)].into_iter().flatten() {
            let ChartKind::Stack(stack) = &c.kind else { panic!("{name} {}: no stack", c.id) };
            assert!(stack.layers.len() <= 9 && stack.layers.iter().all(|l| l.values.len() == months), "{name} {}", c.id);
            assert!(!c.data.rows.is_empty() && c.data.rows.iter().all(|r| r.len() == c.data.head.len()), "{name} {}", c.id);
            if c.id == "run-off" {
                // Month by month the layers are all that the points account says is outstanding.
                for (m, month) in plan.design.economics.points_account.iter().enumerate() {
                    let all: f64 = stack.layers.iter().map(|l| l.values[m]).sum();
                    assert!((all - month.closing).abs() <= 1e-6 * month.closing.max(1.0), "{name}: {all} is not {} in month {}", month.closing, month.month);
                }
            }
            for theme in [Theme::light(&brand), Theme::dark(&brand)] {
                for picture in [charts::svg(&c, &theme), charts::svg_in(&c, &theme, 400.0, 220.0)] {
                    apart(&picture, &format!("{name} {}", c.id));
                }
            }
            if let Ok(folder) = std::env::var("PICTURES") {
                std::fs::write(format!("{folder}/{}-{}.svg", name.replace([' ', ','], "-"), c.id), charts::svg(&c, &Theme::light(&brand))).unwrap();
            }
        }
    }
}
/// No two texts of a picture overlap, and none leaves it.
fn apart(picture: &str, what: &str) {
    let view: Vec<f64> = picture.split("viewBox=\"").nth(1).and_then(|t| t.split('"').next()).unwrap().split(' ').map(|v| v.parse().unwrap()).collect();
    let mut boxes: Vec<(f64, f64, f64, f64, String)> = vec![];
    for part in picture.split("<text ").skip(1) {
        let (head, rest) = part.split_once('>').unwrap();
        let words = rest.split("</text>").next().unwrap().replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
        let at = |key: &str| head.split(&format!("{key}=\"")).nth(1).and_then(|t| t.split('"').next()).map(str::to_string);
        let number = |key: &str| at(key).and_then(|v| v.parse::<f64>().ok());
        let size = number("font-size").unwrap_or(12.0);
        // Narrower than the layout's own measure: the width of a usual sans-serif.
        let wide = charts::text_width(&words, size) * 0.84;
        let (x, y) = (number(" x").or(number("x")).unwrap(), number(" y").unwrap());
        let left = match at("text-anchor").as_deref() {
            Some("end") => x - wide,
            Some("middle") => x - wide / 2.0,
            _ => x,
        };
        boxes.push((left, left + wide, y - size * 0.72, y + size * 0.1, words));
    }
    for (i, a) in boxes.iter().enumerate() {
        assert!(a.0 >= -1.0 && a.1 <= view[2] + 1.0 && a.2 >= -1.0 && a.3 <= view[3] + 1.0, "{what}: {:?} leaves the picture", a.4);
        for b in &boxes[..i] {
            let over = a.0 < b.1 - 0.5 && b.0 < a.1 - 0.5 && a.2 < b.3 - 0.5 && b.2 < a.3 - 0.5;
            assert!(!over, "{what}: {:?} and {:?} overlap", a.4, b.4);
        }
    }
}

#[test]
fn the_page_is_one_file_that_asks_for_nothing_and_names_its_parts() {
    for (name, plan) in awkward() {
        let html = blueprint_html::html(plan, &Brand { name: Some("Brand & Co".into()), primary: "#7a1fa2".into(), ..Brand::default() });
        assert!(html.len() < 1_500_000, "{name}: {} bytes", html.len());
        for bad in ["<script", "src=\"http", "href=\"http", "@import", "url(http", "<link"] {
            assert!(!html.contains(bad), "{name}: {bad}");
        }
        assert!(html.contains("default-src 'none'") && html.contains("Loyalty program for Brand &amp; Co") && html.contains("#7a1fa2"), "{name}");
        for id in PAGES.into_iter().chain(APPENDIX) {
            assert!(html.contains(&format!("<section id=\"{id}\"")) && html.contains(&format!("href=\"#{id}\"")), "{name}: {id}");
        }
        let mut ids = BTreeSet::new();
        for id in html.split(" id=\"").skip(1).filter_map(|t| t.split('"').next()) {
            assert!(ids.insert(id), "{name}: the id {id} stands twice");
        }
        assert_eq!(html.matches("<details").count(), html.matches("</details>").count());
        // Nothing that the page told before it grew is lost.
        let d = &plan.design;
        let esc = |t: &str| t.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
        let mut words: Vec<String> = d.blueprint.tiers.iter().map(|t| t.worked_member.to_string()).collect();
        words.extend(d.governance.open_questions.iter().map(|q| q.why.to_string()));
        // What to do next about those that fail or cannot be judged; there is nothing to do about the others.
        let open = |g: &&loyalty_model::finding::Guardrail| matches!(g.verdict, Verdict::Fail | Verdict::Unknown);
        words.extend(d.governance.guardrails.iter().filter(open).map(|g| g.next_step.to_string()));
        for g in d.governance.guardrails.iter().filter(|g| !open(g)) {
            let (title, next) = (format!(">{}</th>", esc(&g.title.to_string())), esc(&g.next_step.to_string()));
            let asks = html.split("<tr").any(|row| row.contains(&title) && row.contains(&next));
            assert!(!asks, "{name}: {:?} holds, and the page says what to do about it", g.title);
        }
        words.extend(d.governance.cadences.iter().map(|c| c.every.to_string()));
        words.extend(d.economics.scenarios.iter().map(|s| s.description.to_string()));
        words.extend(d.economics.test_plan.rules.iter().map(ToString::to_string));
        words.extend(d.assumptions.0.values().map(|a| a.description.to_string()));
        words.extend(d.citations.iter().map(|c| c.reference.to_string()));
        words.extend(d.personas.iter().map(|p| p.validation.to_string()));
        words.extend(d.blueprint.program.triggers.iter().map(|t| t.data_ready.to_string()));
        let names: Vec<String> = d.economics.statement.iter().filter_map(|id| d.lines.get(id)).map(loyalty_model::metrics::name).collect();
        assert!(names.len() > 20, "{name}: {} lines", names.len());
        words.extend(names);
        words.extend(d.signals.themes.iter().flat_map(|t| &t.words).map(|w| format!("{} ({})", w.word, w.records)));
        words.extend(d.governance.compliance.iter().filter(|f| f.verdict == Verdict::Fail).map(|f| f.source.to_string()));
        words.push(plan.plan_hash.clone());
        // A cell begins with a capital.
        let small = html.to_lowercase();
        for w in words {
            assert!(small.contains(&esc(&w).to_lowercase()), "{name}: the page no longer says {w:?}");
        }
    }
}
/// A plan that fits every limit and pays on average is still no plan to approve where it more likely loses: the decision names the odds, and the
/// pilot where one is worth its cost.
#[test]
fn nobody_is_asked_to_approve_what_more_likely_loses() {
    let (_, plan) = awkward().iter().find(|(name, _)| *name == "planned").unwrap();
    let decision = |roi: f64, pilot: f64| {
        let mut plan = plan.clone();
        plan.design.header.status = Status::Planned;
        plan.design.lines.0.get_mut("economics.roi_p50").unwrap().value = roi;
        if let Some(p) = &mut plan.design.economics.pilot {
            p.value = pilot;
        }
        claim(&story(&plan, &Brand::default()).pages, "decision").to_string()
    };
    assert!(plan.design.economics.pilot.is_some());
    // What gains but fails a guardrail is settled first.
    assert!(decision(0.3, 1000.0).starts_with("Settle what speaks against the launch"));
    let mut clear = plan.clone();
    clear.design.governance.guardrails.clear();
    clear.design.lines.0.get_mut("economics.roi_p50").unwrap().value = 0.3;
    assert!(claim(&story(&clear, &Brand::default()).pages, "decision").starts_with("Approve "));
    // A mean that the simulation cannot tell from zero pays nothing on average.
    let mut near = plan.clone();
    near.design.header.status = Status::Planned;
    near.design.economics.pilot = None;
    for (error, words) in [(1.0, "it pays on average"), (1e9, "the average result is within its own error of zero")] {
        for (id, value) in [("economics.roi_p50", -0.1), ("economics.net_value", 500.0), ("economics.net_value_error", error)] {
            near.design.lines.0.get_mut(id).unwrap().value = value;
        }
        let said = claim(&story(&near, &Brand::default()).pages, "decision").to_string();
        assert!(said.contains(words) && said.ends_with("a loss is more likely than a gain"), "{said}");
    }
    for (pilot, word) in [(1000.0, "on a pilot"), (-1000.0, "whether to fund")] {
        let said = decision(-0.1, pilot);
        assert!(said.starts_with("Decide ") && said.contains(word) && said.ends_with("a loss is more likely than a gain"), "{said}");
    }
}

/// Leaders read one page: it asks, says what members get, what it earns, how sure that is and what could stop it; and every page of the deck holds its words.
#[test]
fn the_decision_fits_on_one_page_and_every_page_of_the_deck_on_its_sheet() {
    let brand = Brand::default();
    for (name, plan) in awkward() {
        let sheet = decision_sheet(plan, &brand);
        assert_eq!(sheet.pages.len(), 1, "{name}");
        let told = story(plan, &brand);
        assert_eq!(sheet.pages[0].claim, claim(&told.pages, "decision"), "{name}");
        let mut said = String::new();
        each(&sheet.pages[0].blocks, &mut |b| {
            if let Block::List(points) = b {
                said += &points.join(" ");
            }
        });
        for start in ["Asked: ", "Members get: ", "It pays from: ", "Proof: ", "What could stop it: "] {
            assert!(said.contains(start), "{name}: {said}");
        }
        let worded = loyalty_exports::copy::Worded::english(plan);
        let imprint = Imprint::of(&View { plan: &worded, brand: &brand });
        for (what, story) in [("decision sheet", &sheet), ("deck", &told)] {
            for laid in loyalty_deck::sheets(story, &imprint) {
                assert!(laid.fits, "{name}: {what}, page {} is over-full: {} of {}", laid.name, laid.height, laid.room);
                let cut: Vec<&String> = laid.places.iter().map(|p| &p.more).filter(|m| !m.is_empty()).collect();
                assert!(cut.is_empty(), "{name}: {what}, page {} leaves out rows: {cut:?}", laid.name);
            }
        }
    }
}
/// The draft promises what the design promises, asks Legal where it does not know, and shows members nothing of the company's own reckoning.
#[test]
fn the_draft_of_the_terms_promises_what_the_design_promises() {
    for (name, plan) in awkward() {
        let text = loyalty_exports::terms::markdown(plan, &Brand::default());
        let d = &plan.design;
        for tier in &d.blueprint.program.tiers {
            assert!(text.contains(&tier.name), "{name}: {}", tier.name);
        }
        for reward in &d.blueprint.program.rewards {
            assert!(text.contains(&reward.name), "{name}: {}", reward.name);
        }
        let asked = d.governance.open_questions.iter().filter(|q| q.owner == "legal").count();
        assert!(text.matches("**Question for Legal:**").count() == asked, "{name}: {asked} questions of Legal");
        for inside in ["would have bought it anyway", "not in the figures", "active members a month", "ROI", "breakage"] {
            assert!(!text.contains(inside), "{name}: members would read {inside:?}");
        }
    }
}
/// A first year adds up: nothing is earned, taken or kept that the design's rules do not give.
#[test]
fn a_first_year_adds_up_to_the_points_of_the_design() {
    let mut years = 0;
    for (name, plan) in awkward() {
        let (b, p) = (&plan.design.blueprint, &plan.design.blueprint.program);
        let tier = |id: &str| p.tiers.iter().position(|t| t.id == id).unwrap();
        let (price, value) = p.rewards.first().map_or((f64::INFINITY, 0.0), |r| (r.points_price as f64, r.value.to_f64()));
        // At most every mission is completed whenever it is offered.
        let missions: f64 = p.missions.iter().map(|m| m.starts.len() as f64 * m.points as f64).sum();
        for y in &b.member_years {
            years += 1;
            assert_eq!(y.months.iter().map(|m| m.month).collect::<Vec<_>>(), (1..=12).collect::<Vec<_>>(), "{name}");
            assert_eq!(y.months.iter().map(|m| m.orders).sum::<u32>(), y.orders, "{name}: every order has a month");
            assert!(y.months.windows(2).all(|w| tier(&w[0].tier) <= tier(&w[1].tier)), "{name}: a tier is lost in the first year");
            assert!(y.months.iter().all(|m| m.balance >= -1e-6 && m.balance < price), "{name}: a reward is left lying");
            assert_eq!(y.months.iter().map(|m| m.rewards).sum::<u32>(), y.rewards, "{name}");
            assert!((y.rewards_value - f64::from(y.rewards) * value).abs() < 1e-6, "{name}");
            let balance = y.months.last().unwrap().balance;
            assert!((y.balance_value - balance * p.point_value).abs() < 1e-6, "{name}");
            // Orders earn at the tier before them.
            let each = y.spend / f64::from(y.orders);
            let before = |i: usize| if i == 0 { 0 } else { tier(&y.months[i - 1].tier) };
            let bought: f64 =
                y.months.iter().enumerate().map(|(i, m)| f64::from(m.orders) * each * p.earn.points_per_unit * p.tiers[before(i)].multiplier).sum();
            let taken = if y.rewards > 0 { f64::from(y.rewards) * price } else { 0.0 };
            let of_missions = taken + balance - bought - p.earn.joining_points as f64;
            assert!(of_missions >= -1e-6 && of_missions <= missions + 1e-6, "{name}: {of_missions} points of missions, {missions} at most");
        }
        assert!(b.member_years.len() <= 3 && (p.tiers.len() < 2 || b.member_years.len() >= 2), "{name}: {} years", b.member_years.len());
    }
    assert!(years >= 10, "{years} years");
}
