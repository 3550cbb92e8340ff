//! The brand file: name, colours and logo of the company, as TOML.
use crate::error::Refusal;
use loyalty_exports::brand::{Brand, Logo};
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// As written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    name: Option<String>,
    primary: Option<String>,
    accent: Option<String>,
    logo: Option<PathBuf>,
}
/// A larger logo would weigh on every page that carries it.
const LOGO_BYTES_MAX: usize = 300_000;

/// Reads the brand file; no file: the program's own look.
///
/// # Errors
/// A file that cannot be read, a colour that is none, a logo that is no PNG or SVG.
pub fn read(file: Option<&Path>) -> Result<Brand, Refusal> {
    let Some(path) = file else { return Ok(Brand::default()) };
    let place = path.display().to_string();
    let next = "write for example: name = \"Example\", primary = \"#0b6e63\", accent = \"#c8612b\", logo = \"logo.svg\"";
    let text = std::fs::read_to_string(path).map_err(|e| Refusal::input(&place, e.to_string(), "", "give a brand file with --brand, or leave it out"))?;
    let told: File = toml::from_str(&text).map_err(|e| Refusal::input(&place, e.message().to_string(), "", next))?;
    let plain = Brand::default();
    Ok(Brand {
        name: told.name.filter(|n| !n.trim().is_empty()),
        primary: colour(&place, "primary", told.primary, plain.primary)?,
        accent: colour(&place, "accent", told.accent, plain.accent)?,
        logo: told.logo.map(|l| logo(&path.parent().unwrap_or(Path::new("")).join(l))).transpose()?,
    })
}
fn colour(place: &str, what: &str, told: Option<String>, plain: String) -> Result<String, Refusal> {
    let Some(text) = told else { return Ok(plain) };
    let good = text.strip_prefix('#').is_some_and(|hex| hex.len() == 6 && hex.chars().all(|c| c.is_ascii_hexdigit()));
    if good {
        return Ok(text.to_ascii_lowercase());
    }
    Err(Refusal::input(format!("{place} {what}"), format!("{text:?} is no colour"), "", "write six hexadecimal digits after #: \"#0b6e63\""))
}
fn logo(path: &Path) -> Result<Logo, Refusal> {
    let place = path.display().to_string();
    let bytes = std::fs::read(path).map_err(|e| Refusal::input(&place, e.to_string(), "", "name a PNG or SVG file beside the brand file"))?;
    let media_type = match () {
        () if bytes.starts_with(b"\x89PNG\r\n\x1a\n") => "image/png",
        () if String::from_utf8_lossy(&bytes).contains("<svg") => "image/svg+xml",
        () => return Err(Refusal::input(place, "this is neither PNG nor SVG", "", "give the logo as PNG or SVG")),
    };
    if bytes.len() > LOGO_BYTES_MAX {
        return Err(Refusal::input(place, format!("the logo has {} bytes", bytes.len()), "", format!("give one of at most {LOGO_BYTES_MAX} bytes")));
    }
    Ok(Logo { media_type, bytes })
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
        check("name = \"Bäckerei\"\nprimary = \"#ABCDEF\"", "Bäckerei #abcdef #c8612b");
        check("primary = \"red\"", "\"red\" is no colour");
        check("colour = \"red\"", "unknown field");
        check("logo = \"none.png\"", "none.png");
        check("logo = \"brand.toml\"", "neither PNG nor SVG");
    }
}
