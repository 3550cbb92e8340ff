//! Pictures: the charts, drawn from their SVG with letters that can be selected, and the logo.
use crate::text_metrics::FONTS;
use krilla::geom::{Size, Transform};
use krilla::image::Image;
use krilla::surface::Surface;
use krilla_svg::{SurfaceExt, SvgSettings};
use loyalty_exports::brand::Logo;
use resvg::usvg::fontdb::{Database, Source};
use resvg::usvg::{ImageHrefResolver, Options, Tree};
use std::sync::Arc;

/// What pictures are read with: the deck's own typeface, and nothing of the machine's.
pub struct Pictures {
    options: Options<'static>,
}
impl Default for Pictures {
    fn default() -> Pictures {
        Pictures { options: options() }
    }
}
/// How an SVG is read: its letters are the deck's, and it fetches nothing.
pub fn options() -> Options<'static> {
    let mut fonts = Database::new();
    for font in FONTS {
        fonts.load_font_source(Source::Binary(Arc::new(font)));
    }
    fonts.set_sans_serif_family("Inter");
    fonts.set_serif_family("Inter");
    fonts.set_monospace_family("Inter");
    let nothing = ImageHrefResolver { resolve_string: Box::new(|_, _| None), ..ImageHrefResolver::default() };
    Options { fontdb: Arc::new(fonts), font_family: "Inter".into(), image_href_resolver: nothing, ..Options::default() }
}
/// A picture ready to be drawn, with its own width and height.
pub enum Picture {
    /// Of paths and letters.
    Drawn(Box<Tree>),
    Pixels(Image),
}
impl Pictures {
    /// An SVG. `None`: it cannot be read.
    pub fn svg(&self, text: &[u8]) -> Option<Picture> {
        Some(Picture::Drawn(Box::new(Tree::from_data(text, &self.options).ok()?)))
    }
    /// A logo. `None`: it cannot be read.
    pub fn logo(&self, logo: &Logo) -> Option<Picture> {
        if logo.media_type == "image/png" { Image::from_png(logo.bytes.clone().into(), false).ok().map(Picture::Pixels) } else { self.svg(&logo.bytes) }
    }
}
impl Picture {
    /// Width ÷ height.
    pub fn shape(&self) -> f64 {
        match self {
            Picture::Drawn(tree) => f64::from(tree.size().width()) / f64::from(tree.size().height()),
            Picture::Pixels(image) => f64::from(image.size().0) / f64::from(image.size().1.max(1)),
        }
    }
    /// Draws it with its upper left corner there, in points.
    pub fn draw(self, surface: &mut Surface, (x, y): (f64, f64), (width, height): (f64, f64)) {
        let Some(size) = Size::from_wh(width as f32, height as f32) else { return };
        surface.push_transform(&Transform::from_translate(x as f32, y as f32));
        match self {
            Picture::Drawn(tree) => {
                surface.draw_svg(&tree, size, SvgSettings::default());
            }
            Picture::Pixels(image) => surface.draw_image(image, size),
        }
        surface.pop();
    }
}
