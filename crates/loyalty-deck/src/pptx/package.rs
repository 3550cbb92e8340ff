//! The container: parts, their types and their relationships, zipped with one fixed time so that the same deck is the same bytes.
use loyalty_exports::deliverable::ExportError;
use std::collections::BTreeMap;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// Beginning of every relationship type of the format.
pub const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// A package in the making.
#[derive(Default)]
pub struct Package {
    parts: Vec<(String, Vec<u8>)>,
    types: Vec<(String, String)>,
    relations: BTreeMap<String, Vec<(String, String)>>,
}
impl Package {
    /// An XML part with its content type; its declaration is added.
    pub fn xml(&mut self, path: &str, content_type: &str, body: &str) {
        self.types.push((path.into(), content_type.into()));
        self.parts.push((path.into(), format!("{HEAD}{body}").into_bytes()));
    }
    /// A part of another kind; its extension has a default content type.
    pub fn file(&mut self, path: &str, bytes: Vec<u8>) {
        self.parts.push((path.into(), bytes));
    }
    /// Says that a part uses another; gives the id by which it does. The empty path is the package itself.
    pub fn relate(&mut self, from: &str, kind: &str, target: &str) -> String {
        let all = self.relations.entry(from.into()).or_default();
        all.push((kind.into(), target.into()));
        format!("rId{}", all.len())
    }
    /// The zip.
    ///
    /// # Errors
    /// A part larger than the format allows.
    pub fn bytes(self, format: &'static str) -> Result<Vec<u8>, ExportError> {
        let mut zip = ZipWriter::new(Cursor::new(vec![]));
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).last_modified_time(DateTime::default());
        let said = |e: &dyn std::fmt::Display| ExportError::Format { format, words: e.to_string() };
        let mut all = vec![("[Content_Types].xml".to_string(), self.content_types().into_bytes())];
        all.extend(self.relations.iter().map(|(from, to)| (beside(from), relations(to).into_bytes())));
        all.extend(self.parts);
        for (path, bytes) in all {
            zip.start_file(path, options).map_err(|e| said(&e))?;
            zip.write_all(&bytes).map_err(|e| said(&e))?;
        }
        Ok(zip.finish().map_err(|e| said(&e))?.into_inner())
    }
    fn content_types(&self) -> String {
        let defaults = [
            ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
            ("xml", "application/xml"),
            ("png", "image/png"),
            ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ];
        let defaults: String = defaults.iter().map(|(e, t)| format!("<Default Extension=\"{e}\" ContentType=\"{t}\"/>")).collect();
        let parts: String = self.types.iter().map(|(p, t)| format!("<Override PartName=\"/{p}\" ContentType=\"{t}\"/>")).collect();
        format!("{HEAD}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">{defaults}{parts}</Types>")
    }
}
/// Where the relationships of a part stand: `ppt/slides/_rels/slide1.xml.rels`.
fn beside(part: &str) -> String {
    let (folder, name) = part.rsplit_once('/').map_or(("", part), |(f, n)| (f, n));
    if folder.is_empty() { format!("_rels/{name}.rels") } else { format!("{folder}/_rels/{name}.rels") }
}
fn relations(all: &[(String, String)]) -> String {
    let each = all.iter().enumerate();
    let each: String = each.map(|(i, (kind, target))| format!("<Relationship Id=\"rId{}\" Type=\"{kind}\" Target=\"{target}\"/>", i + 1)).collect();
    format!("{HEAD}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{each}</Relationships>")
}
