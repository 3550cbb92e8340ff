//! The brand file: name, colours and logo of the company, as TOML; what it may hold is `loyalty_exports::brand`'s to say.
use crate::error::Refusal;
use loyalty_exports::brand::{self, Brand};
use std::path::Path;

/// Reads the brand file; no file: the program's own look.
///
/// # Errors
/// A file that cannot be read, a colour that is none or too faint, a logo that is no plain PNG or SVG.
pub fn read(file: Option<&Path>) -> Result<Brand, Refusal> {
    let Some(path) = file else { return Ok(Brand::default()) };
    let place = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|e| Refusal::input(&place, e.to_string(), "", "give a brand file with --brand, or leave it out"))?;
    let folder = path.parent().unwrap_or(Path::new(""));
    brand::parse(&text, |logo| std::fs::read(folder.join(logo)).map_err(|e| e.to_string())).map_err(|e| {
        let next = "write for example: name = \"Example\", primary = \"#0b6e63\", accent = \"#c8612b\", logo = \"logo.svg\" (docs/deck-and-blueprint.md)";
        Refusal::input(&place, e.to_string(), "", next)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    fn check(text: &str, said: &str) {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("brand.toml");
        std::fs::write(&path, text).unwrap();
        let got = read(Some(&path)).map_or_else(|e| e.to_string(), |b| format!("{} {} {}", b.name.unwrap_or_default(), b.primary, b.accent));
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
