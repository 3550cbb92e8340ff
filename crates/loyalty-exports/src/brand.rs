//! How the company looks: name, colours, logo. Of no influence on any figure.

/// The look of deliverables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brand {
    /// Name printed instead of the company's, where given.
    pub name: Option<String>,
    /// Main colour, `#rrggbb`.
    pub primary: String,
    /// Second colour, `#rrggbb`.
    pub accent: String,
    /// Logo.
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
