//! The blueprint as one self-contained page: no script, no font and no picture from elsewhere; light and dark; it prints on A4.
//!
//! The pages of the story and of its appendix, each with its details folded below, then the registers. A policy in the page itself forbids
//! every request. Colours follow the reader's system, or the choice at the top, which is kept nowhere.
mod blocks;

use crate::brand::{Brand, Logo};
use crate::charts::Theme;
use crate::copy::standing_word;
use crate::format;
use crate::story::{Page, Place, Story, decision_sheet, details, story};
pub use blocks::{Writer, esc, table};
use loyalty_model::plan::Plan;
use std::fmt::Write;

/// The decision on one page.
pub fn sheet(plan: &Plan, brand: &Brand) -> String {
    whole(plan, brand, &decision_sheet(plan, brand))
}
/// The page.
pub fn html(plan: &Plan, brand: &Brand) -> String {
    whole(plan, brand, &story(plan, brand))
}
fn whole(plan: &Plan, brand: &Brand, told: &Story) -> String {
    let light = Theme::light(brand);
    let mut writer = Writer { theme: &light, charts: 0 };
    let pages = told.in_full();
    let mut body = String::new();
    let mut number = 0;
    for p in &pages {
        number += usize::from(p.place == Place::Main);
        body += &section(plan, p, number, &mut writer);
    }
    let h = &plan.design.header;
    let status = standing_word(&plan.design);
    let notices: String = told.notices.iter().map(|n| format!("<p class=\"warning\" role=\"note\">{}</p>", esc(n))).collect();
    let mark = if plan.design.is_clear() { "status" } else { "status stop" };
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'\"><meta name=\"color-scheme\" content=\"light dark\"><title>{title}</title><style>{css}</style></head><body><a class=\"skip\" href=\"#main\">Skip to the content</a><header><div class=\"mast\">{logo}<div><p class=\"kicker\"><span class=\"{mark}\">{status}</span> {subtitle}</p><h1>{title}</h1><p class=\"lead\">{verdict}</p></div>{look}</div>{notices}</header><div class=\"frame{single}\">{nav}<main id=\"main\" tabindex=\"-1\">{body}</main></div><footer>{footer}</footer></body></html>",
        title = esc(&told.title),
        css = style(brand),
        logo = brand.logo.as_ref().map_or(String::new(), |l| picture(l, brand.name.as_deref().unwrap_or(&plan.design.brief.company))),
        subtitle = esc(&told.subtitle.replacen(&format!(", {status}"), "", 1)),
        verdict = esc(&format::sentences(&h.verdict)),
        look = LOOK,
        single = if pages.len() > 1 { "" } else { " single" },
        nav = if pages.len() > 1 { format!("<nav aria-label=\"Pages\">{}</nav>", navigation(&pages)) } else { String::new() },
        footer = footer(plan)
    )
}
/// The choice of colours, and whether closed folds are printed: no script; nothing is stored.
const LOOK: &str = "<div class=\"choices\"><fieldset class=\"look\"><legend>Colours</legend><label><input type=\"radio\" name=\"look\" id=\"look-system\" checked> System</label><label><input type=\"radio\" name=\"look\" id=\"look-light\"> Light</label><label><input type=\"radio\" name=\"look\" id=\"look-dark\"> Dark</label></fieldset><fieldset class=\"look\"><legend>Print</legend><label><input type=\"checkbox\" id=\"print-all\"> Every detail</label></fieldset></div>";

fn style(brand: &Brand) -> String {
    let (light, dark, print) = (Theme::light(brand), Theme::dark(brand), Theme::print(brand));
    format!(
        ":root{{color-scheme:light;{l}}}@media screen{{@media (prefers-color-scheme:dark){{:root:not(:has(#look-light:checked)){{color-scheme:dark;{d}}}}}:root:has(#look-dark:checked){{color-scheme:dark;{d}}}}}@media print{{:root{{{p}}}}}{classes}{css}",
        l = light.variables(),
        d = dark.variables(),
        p = print.variables(),
        classes = Theme::classes(),
        css = include_str!("style.css")
    )
}
fn navigation(pages: &[&Page]) -> String {
    let link = |p: &Page, n: Option<usize>| {
        let n = n.map_or(String::new(), |n| format!("<span class=\"count\">{n}</span>"));
        format!("<li><a href=\"#{}\">{n}{}</a></li>", esc(&p.id), esc(&p.name))
    };
    let main: String = pages.iter().filter(|p| p.place == Place::Main).enumerate().map(|(i, p)| link(p, Some(i + 1))).collect();
    let rest: String = pages.iter().filter(|p| p.place != Place::Main).map(|p| link(p, None)).collect();
    format!("<ol>{main}</ol><p class=\"kicker\" id=\"nav-appendix\">Appendix</p><ul aria-labelledby=\"nav-appendix\">{rest}</ul>")
}
/// Days are not broken at their hyphens.
fn whole_days(text: &str) -> String {
    let day = |at: usize| {
        let part = text.as_bytes().get(at..at + 10)?;
        let shaped = part.iter().enumerate().all(|(i, b)| if i == 4 || i == 7 { *b == b'-' } else { b.is_ascii_digit() });
        // Ten ASCII letters: what follows begins at a letter.
        let (before, after) = shaped.then(|| (&text[..at], &text[at + 10..]))?;
        let apart = !before.ends_with(|c: char| c.is_ascii_digit()) && !after.starts_with(|c: char| c.is_ascii_digit());
        apart.then_some(&text[at..at + 10])
    };
    let (mut out, mut from) = (String::new(), 0);
    for (at, _) in text.char_indices() {
        if let Some(found) = day(at).filter(|_| at >= from) {
            let _ = write!(out, "{}<span class=\"day\">{found}</span>", &text[from..at]);
            from = at + 10;
        }
    }
    out + &text[from..]
}
fn section(plan: &Plan, p: &Page, number: usize, writer: &mut Writer) -> String {
    let kicker = if p.id == "reading" {
        p.name.clone()
    } else if p.place != Place::Main {
        format!("Appendix · {}", p.name)
    } else {
        format!("{number} · {}", p.name)
    };
    let mut out = format!(
        "<section id=\"{id}\" aria-labelledby=\"{id}-claim\"><p class=\"kicker\">{}</p><h2 id=\"{id}-claim\">{}</h2>",
        esc(&kicker),
        whole_days(&esc(&p.claim)),
        id = esc(&p.id)
    );
    // On the screen, folds below a page hold what it leaves out.
    let here = |text: String| text.replace("in blueprint.html", "below");
    out += &here(writer.blocks(&p.blocks));
    for (name, blocks) in details(plan, &p.id) {
        let _ = write!(out, "<details class=\"more\"><summary><h3>{}</h3></summary>{}</details>", esc(name), writer.blocks(&blocks));
    }
    if !p.source.is_empty() {
        let _ = write!(out, "<p class=\"source\">{}</p>", here(esc(&p.source)));
    }
    out + "</section>"
}
fn picture(logo: &Logo, name: &str) -> String {
    format!("<img class=\"logo\" alt=\"{}\" src=\"data:{};base64,{}\">", esc(name), logo.media_type, base64(&logo.bytes))
}
/// Base64 (RFC 4648) with padding.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let word = group.iter().fold(0u32, |w, b| (w << 8) | u32::from(*b)) << (8 * (3 - group.len()));
        for i in 0..4 {
            out.push(if i <= group.len() { char::from(LETTERS[(word >> (18 - 6 * i)) as usize & 63]) } else { '=' });
        }
    }
    out
}
fn footer(plan: &Plan) -> String {
    let h = &plan.design.header;
    format!(
        "<p>Plan {} · seed {} · data up to {} · plan-loyalty {}. Means add up; percentiles are ranges of single lines and do not.</p>",
        esc(&plan.plan_hash),
        h.seed,
        h.as_of,
        esc(&h.version)
    )
}

#[cfg(test)]
mod tests {
    use super::{base64, whole_days};
    #[test]
    fn base64_is_that_of_the_standard() {
        for (plain, coded) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("foobar", "Zm9vYmFy")] {
            assert_eq!(base64(plain.as_bytes()), coded, "RFC 4648, section 10");
        }
    }
    #[test]
    fn days_stay_whole_and_other_figures_are_left() {
        assert_eq!(whole_days("by 2027-02-22 or 2027-03-01"), "by <span class=\"day\">2027-02-22</span> or <span class=\"day\">2027-03-01</span>");
        for words in ["", "12027-02-22", "2027-02-222", "−€1,000-2-3 ü", "2027-02", "$1 of −−−−−−− ü 2027-−2-22"] {
            assert_eq!(whole_days(words), words);
        }
    }
}
