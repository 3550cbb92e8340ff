//! How the company looks: name, colours, logo. Of no influence on any figure.
//!
//! A brand file is TOML: `name`, `primary`, `accent`, `logo` (a path beside the file). It is refused, with the reason, where a colour is
//! none or too faint to be read on white, and where a logo is too large, no PNG or SVG, or carries what may run or fetch.
use crate::colour::contrast;
use serde::Deserialize;

/// The look of deliverables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brand {
    /// Name printed instead of the company's, where given.
    pub name: Option<String>,
    /// Main colour, `#rrggbb`.
    pub primary: String,
    /// Second colour, `#rrggbb`.
    pub accent: String,
    pub logo: Option<Logo>,
}
/// A picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logo {
    /// `image/png` or `image/svg+xml`.
    pub media_type: &'static str,
    /// Content.
    pub bytes: Vec<u8>,
}
impl Default for Brand {
    fn default() -> Brand {
        Brand { name: None, primary: "#0b6e63".into(), accent: "#c8612b".into(), logo: None }
    }
}
/// Most bytes of a logo: every page that carries it weighs as much more.
pub const LOGO_BYTES_MAX: usize = 512 * 1024;
/// Least contrast of a colour with white: the bound of WCAG 2.2 for graphics (1.4.11).
pub const CONTRAST_MIN: f64 = 3.0;
/// Longest name.
const NAME_MAX: usize = 80;

/// Why a brand file is refused.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum BrandError {
    /// No TOML, or a key that no brand has.
    #[error("{0}")]
    File(String),
    /// No colour.
    #[error("{key} = {text:?} is no colour: write # and six hexadecimal digits, for example \"#0b6e63\"")]
    Colour {
        /// `primary` or `accent`.
        key: &'static str,
        /// As written.
        text: String,
    },
    /// Too faint.
    #[error("{key} = {text:?} has a contrast of {contrast:.1} to 1 with white, and {CONTRAST_MIN} is the least that can be read: take a darker tone")]
    Faint {
        /// `primary` or `accent`.
        key: &'static str,
        /// As written.
        text: String,
        /// Contrast with white.
        contrast: f64,
    },
    #[error("name has {0} characters, and {NAME_MAX} is the most: shorten it")]
    Name(usize),
    /// The logo cannot be read.
    #[error("the logo {path} cannot be read: {words}")]
    Unread {
        /// As written.
        path: String,
        /// What the system said.
        words: String,
    },
    /// Too large.
    #[error("the logo has {0} bytes, and {LOGO_BYTES_MAX} is the most: give a smaller one")]
    Large(usize),
    /// Neither PNG nor SVG.
    #[error("the logo is neither PNG nor SVG: give it as one of the two")]
    Kind,
    /// An SVG that could run or fetch something.
    #[error("the logo holds {0}, which may run or fetch something: take it out, or give the logo as PNG")]
    Active(String),
}
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    name: Option<String>,
    primary: Option<String>,
    accent: Option<String>,
    logo: Option<String>,
}
/// The brand of a file's text. `read` gives the content of a path beside the file, or the reason why not.
///
/// # Errors
/// [`BrandError`] says what is wrong and what to write instead.
pub fn parse(text: &str, read: impl Fn(&str) -> Result<Vec<u8>, String>) -> Result<Brand, BrandError> {
    let written: Written = toml::from_str(text).map_err(|e| BrandError::File(e.message().to_string()))?;
    let plain = Brand::default();
    let name = written.name.map(|n| n.trim().to_string()).filter(|n| !n.is_empty());
    if let Some(long) = name.as_ref().map(|n| n.chars().count()).filter(|n| *n > NAME_MAX) {
        return Err(BrandError::Name(long));
    }
    Ok(Brand {
        name,
        primary: written.primary.map_or(Ok(plain.primary), |c| colour("primary", c))?,
        accent: written.accent.map_or(Ok(plain.accent), |c| colour("accent", c))?,
        logo: written.logo.map(|path| read(&path).map_err(|words| BrandError::Unread { path, words }).and_then(logo)).transpose()?,
    })
}
fn colour(key: &'static str, text: String) -> Result<String, BrandError> {
    let good = text.strip_prefix('#').is_some_and(|hex| hex.len() == 6 && hex.chars().all(|c| c.is_ascii_hexdigit()));
    if !good {
        return Err(BrandError::Colour { key, text });
    }
    let contrast = contrast(&text, "#ffffff");
    if contrast < CONTRAST_MIN { Err(BrandError::Faint { key, text, contrast }) } else { Ok(text.to_ascii_lowercase()) }
}
/// A logo of these bytes.
///
/// # Errors
/// Too large, of another kind, or active.
pub fn logo(bytes: Vec<u8>) -> Result<Logo, BrandError> {
    if bytes.len() > LOGO_BYTES_MAX {
        return Err(BrandError::Large(bytes.len()));
    }
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        return Ok(Logo { media_type: "image/png", bytes });
    }
    let text = std::str::from_utf8(&bytes).map_err(|_| BrandError::Kind)?;
    if !text.contains("<svg") {
        return Err(BrandError::Kind);
    }
    match active(text) {
        Some(what) => Err(BrandError::Active(what)),
        None => Ok(Logo { media_type: "image/svg+xml", bytes }),
    }
}
/// What in an SVG could run or fetch something: everything but plain drawing is refused, references to itself are not.
fn active(svg: &str) -> Option<String> {
    let text: String = svg.to_ascii_lowercase();
    let barred = [
        "<script",
        "<foreignobject",
        "<iframe",
        "<image",
        "<style",
        "<!entity",
        "<!doctype",
        "<?xml-stylesheet",
        "<animate",
        "<set",
        "<a ",
        "<a>",
        "javascript:",
        "data:",
        "@import",
    ];
    if let Some(what) = barred.iter().find(|b| text.contains(**b)) {
        return Some((*what).trim().to_string());
    }
    // Colours may point at the file's own parts; anything else would be fetched.
    for (at, _) in text.match_indices("url(") {
        if !text[at + 4..].trim_start_matches([' ', '"', '\'', '\n', '\t']).starts_with('#') {
            return Some("url(…) to another file".into());
        }
    }
    for (at, _) in text.match_indices("href") {
        let value = text[at + 4..].trim_start().strip_prefix('=').map(str::trim_start).and_then(|v| v.strip_prefix(['"', '\'']));
        if value.is_some_and(|v| !v.trim_start().starts_with('#')) {
            return Some("href to another file".into());
        }
    }
    // Handlers: an attribute that begins with `on`.
    let spaced = text.replace(['\n', '\r', '\t', '/', '"', '\''], " ");
    spaced
        .split(' ')
        .find(|word| word.starts_with("on") && word.split_once('=').is_some_and(|(name, _)| name.len() > 2 && name.chars().all(|c| c.is_ascii_alphabetic())))
        .map(|word| format!("the handler {}", word.split('=').next().unwrap_or(word)))
        .or_else(|| spaced.contains(" = ").then(|| handler_with_space(&spaced)).flatten())
}
/// A handler whose equals sign stands apart: `onload = …`.
fn handler_with_space(spaced: &str) -> Option<String> {
    let words: Vec<&str> = spaced.split_whitespace().collect();
    words.windows(2).find(|w| w[0].starts_with("on") && w[0].len() > 2 && w[1].starts_with('=')).map(|w| format!("the handler {}", w[0]))
}

#[cfg(test)]
mod tests {
    use super::*;
    fn said(text: &str, file: &[u8]) -> String {
        match parse(text, |path| if path == "logo" { Ok(file.to_vec()) } else { Err("no such file".into()) }) {
            Ok(b) => format!("{:?} {} {} {}", b.name, b.primary, b.accent, b.logo.map_or("none", |l| l.media_type)),
            Err(e) => e.to_string(),
        }
    }
    #[test]
    fn a_brand_is_read_or_refused_with_its_reason() {
        for (text, words) in [
            ("", "None #0b6e63 #c8612b none"),
            ("name = \"Bäckerei\"\nprimary = \"#AA1122\"", "Some(\"Bäckerei\") #aa1122"),
            ("primary = \"red\"", "no colour"),
            ("primary = \"#12345\"", "no colour"),
            ("accent = \"#ffee00\"", "contrast of 1.2 to 1"),
            ("color = \"#000000\"", "unknown field"),
            ("logo = \"other\"", "no such file"),
        ] {
            assert!(said(text, b"").contains(words), "{text}: {}", said(text, b""));
        }
        assert!(said(&format!("name = \"{}\"", "x".repeat(81)), b"").contains("81 characters"));
    }
    #[test]
    fn a_logo_is_a_plain_picture_of_at_most_half_a_mebibyte() {
        let svg = |inside: &str| format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\">{inside}</svg>").into_bytes();
        let good = svg("<defs><linearGradient id=\"g\"/></defs><path fill=\"url(#g)\" d=\"M0 0h1\"/><use href=\"#g\"/>");
        assert_eq!(logo(good).map(|l| l.media_type), Ok("image/svg+xml"));
        assert_eq!(logo(b"\x89PNG\r\n\x1a\nxx".to_vec()).map(|l| l.media_type), Ok("image/png"));
        assert_eq!(logo(b"GIF89a".to_vec()), Err(BrandError::Kind));
        assert_eq!(logo(vec![0x89; LOGO_BYTES_MAX + 1]), Err(BrandError::Large(LOGO_BYTES_MAX + 1)));
        for bad in [
            "<script>1</script>",
            "<ScRipt/>",
            "<path onload=\"x()\"/>",
            "<path onLoad = \"x()\"/>",
            "<rect/onclick='x'/>",
            "<image href=\"https://example.com/a.png\"/>",
            "<use href=\"other.svg#a\"/>",
            "<use xlink:href='https://example.com/x#a'/>",
            "<path fill=\"url(https://example.com/#g)\"/>",
            "<style>@import 'x'</style>",
            "<foreignObject/>",
            "<a href=\"#x\"/>",
        ] {
            assert!(matches!(logo(svg(bad)), Err(BrandError::Active(_))), "{bad}");
        }
    }
}
