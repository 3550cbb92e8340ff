//! Writes the story of plans as text, and every chart as SVG: `story FOLDER PLAN.json…`. For looking at, without running the engine.
use loyalty_exports::blueprint_html;
use loyalty_exports::brand::Brand;
use loyalty_exports::charts::chart_catalogue;
use loyalty_exports::charts::{self, Theme};
use loyalty_exports::story::{Block, Place, story};
use loyalty_model::plan::Plan;

fn told(blocks: &[Block], out: &mut String) {
    for b in blocks {
        match b {
            Block::Figures(f) => f.iter().for_each(|f| *out += &format!("  # {} | {} | {}\n", f.value, f.label, f.note)),
            Block::Text(t) => *out += &format!("  {t}\n"),
            Block::List(l) => l.iter().for_each(|l| *out += &format!("  - {l}\n")),
            Block::Warning(w) => *out += &format!("  ! {w}\n"),
            Block::Chart(c) => *out += &format!("  [{}] {}\n", c.id, c.title),
            Block::Table(t) => *out += &format!("  = {} ({} rows) {}\n", t.title, t.rows.len(), t.note),
            Block::Columns(c) => c.iter().for_each(|c| told(c, out)),
        }
    }
}
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let folder = args.next().ok_or("story FOLDER PLAN.json…")?;
    for path in args {
        let plan: Plan = serde_json::from_str(&std::fs::read_to_string(&path)?)?;
        let name = std::path::Path::new(&path).file_stem().and_then(|s| s.to_str()).unwrap_or("plan");
        let brand = Brand::default();
        let told_as = story(&plan, &brand);
        let mut out = format!("{}\n{}\n{}\n", told_as.title, told_as.subtitle, told_as.notices.join("\n"));
        for (i, p) in told_as.pages.iter().enumerate() {
            out += &format!(
                "\n{} {}{}: {}\n",
                i + 1,
                p.name,
                match p.place {
                    Place::Main => "",
                    Place::Appendix => " (appendix)",
                    Place::Register => " (register)",
                },
                p.claim
            );
            told(&p.blocks, &mut out);
        }
        std::fs::write(format!("{folder}/{name}.txt"), out)?;
        std::fs::write(format!("{folder}/{name}.html"), blueprint_html::html(&plan, &brand))?;
        for theme in ["light", "dark"] {
            let look = if theme == "light" { Theme::light(&brand) } else { Theme::dark(&brand) };
            for c in chart_catalogue::all(&plan) {
                std::fs::write(format!("{folder}/{name}-{theme}-{}.svg", c.id), charts::svg(&c, &look))?;
            }
        }
    }
    Ok(())
}
