//! What the typesetter may see: one template, one story, three fonts, and charts drawn at the size it asks for. No disk, no clock, no network.
use crate::ruler::FONTS;
use loyalty_exports::brand::Logo;
use loyalty_exports::charts::{self, Chart, Theme};
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

const TEMPLATE: &str = include_str!("deck.typ");

/// The world of one deck.
pub struct Deck<'a> {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    main: Source,
    story: Bytes,
    charts: Vec<&'a Chart>,
    theme: Theme,
    logo: Option<&'a Logo>,
}
impl<'a> Deck<'a> {
    /// The world of this story (JSON), these charts and this logo. `None`: the path of the template is no path, which cannot be.
    pub fn new(story: Vec<u8>, charts: Vec<&'a Chart>, theme: Theme, logo: Option<&'a Logo>) -> Option<Deck<'a>> {
        let fonts: Vec<Font> = FONTS.iter().flat_map(|f| Font::iter(Bytes::new(*f))).collect();
        let path = RootedPath::new(VirtualRoot::Project, VirtualPath::new("deck.typ").ok()?);
        Some(Deck {
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            main: Source::new(FileId::new(path), TEMPLATE.into()),
            story: Bytes::new(story),
            charts,
            theme,
            logo,
        })
    }
    /// `chart-3-640x300.svg`: the fourth chart in a frame of 640 by 300.
    fn chart(&self, name: &str) -> Option<Bytes> {
        let (index, size) = name.strip_prefix("chart-")?.strip_suffix(".svg")?.split_once('-')?;
        let (width, height) = size.split_once('x')?;
        let chart = self.charts.get(index.parse::<usize>().ok()?)?;
        Some(Bytes::from_string(charts::svg_in(chart, &self.theme, width.parse().ok()?, height.parse().ok()?)))
    }
}
impl World for Deck<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }
    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }
    fn main(&self) -> FileId {
        self.main.id()
    }
    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() { Ok(self.main.clone()) } else { Err(FileError::AccessDenied) }
    }
    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let name = id.get().vpath().get_without_slash();
        let found = match name {
            "story.json" => Some(self.story.clone()),
            "logo.png" | "logo.svg" => self.logo.map(|l| Bytes::new(l.bytes.clone())),
            _ => self.chart(name),
        };
        found.ok_or(FileError::AccessDenied)
    }
    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
