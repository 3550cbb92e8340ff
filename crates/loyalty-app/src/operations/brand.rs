//! The brand file: name, colours and logo of the company, as TOML; what it may hold is `loyalty_exports::brand`'s to say.
use crate::context::Context;
use crate::refusal::Refusal;
use loyalty_exports::brand::{self, Brand};
use std::path::Path;

/// Reads the brand file; no file: the program's own look.
///
/// # Errors
/// A file that cannot be read, a colour that is none or too faint, a logo that is no plain PNG or SVG.
pub fn read(context: &Context, file: Option<&str>) -> Result<Brand, Refusal> {
    let Some(file) = file else { return Ok(Brand::default()) };
    let path = context.reading("brand", file)?;
    let text = std::fs::read_to_string(&path)
        .map_err(|e| Refusal::input(file, e.to_string(), "It sets the colours and the logo", "give a brand file with --brand, or leave it out"))?;
    let folder = Path::new(file).parent().unwrap_or(Path::new(""));
    let logo = |name: &str| {
        let at = context.reading("logo", folder.join(name)).map_err(|r| r.fact)?;
        std::fs::read(at).map_err(|e| e.to_string())
    };
    brand::parse(&text, logo).map_err(|e| {
        let next = "write for example: name = \"Example\", primary = \"#0b6e63\", accent = \"#c8612b\", logo = \"logo.svg\" (docs/deck-and-blueprint.md)";
        Refusal::input(file, e.to_string(), "Every page of the deliverables uses it", next)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    fn check(text: &str, said: &str) {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("brand.toml"), text).unwrap();
        let look = |_: &str, _: loyalty_engine::progress::TaskEvent| {};
        let got = read(&Context::of_program(dir.path().into(), &look), Some("brand.toml"))
            .map_or_else(|e| e.to_string(), |b| format!("{} {} {}", b.name.unwrap_or_default(), b.primary, b.accent));
        assert!(got.contains(said), "{text}: {got}");
    }
    #[test]
    fn a_brand_is_read_or_refused_with_a_reason() {
        check("name = \"Bäckerei\"\nprimary = \"#0B6E99\"", "Bäckerei #0b6e99 #c8612b");
        check("primary = \"red\"", "\"red\" is no colour");
        check("primary = \"#ABCDEF\"", "contrast of 1.7 to 1");
        check("colour = \"red\"", "unknown field");
        check("logo = \"none.png\"", "none.png");
        check("logo = \"brand.toml\"", "neither PNG nor SVG");
    }
}
