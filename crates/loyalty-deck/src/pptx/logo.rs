//! The logo as PNG: as it is, or drawn from SVG, which not every program that reads a presentation can show.
use crate::pdf::options;
use loyalty_exports::brand::Logo;
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::Tree;

/// Pixels of a logo drawn from SVG, from top to bottom: eight for each point of the larger of its two places.
const HIGH: f32 = 208.0;
/// Most pixels from left to right.
const WIDE_MOST: f32 = 4096.0;

/// The picture, and its shape: width ÷ height. `None`: it cannot be read.
pub fn png(logo: &Logo) -> Option<(Vec<u8>, f64)> {
    if logo.media_type == "image/png" {
        return Some((logo.bytes.clone(), size(&logo.bytes)?));
    }
    let bytes = drawn(&logo.bytes)?;
    let shape = size(&bytes)?;
    Some((bytes, shape))
}
/// Width ÷ height by the header of a PNG.
fn size(bytes: &[u8]) -> Option<f64> {
    let at = |i: usize| Some(f64::from(u32::from_be_bytes(bytes.get(i..i + 4)?.try_into().ok()?)));
    let (wide, high) = (at(16)?, at(20)?);
    (wide > 0.0 && high > 0.0).then_some(wide / high)
}
/// An SVG as PNG: its letters in the deck's own typeface, nothing of the machine's.
fn drawn(svg: &[u8]) -> Option<Vec<u8>> {
    let tree = Tree::from_data(svg, &options()).ok()?;
    let scale = (HIGH / tree.size().height()).min(WIDE_MOST / tree.size().width());
    let pixels = |side: f32| (side * scale).ceil().max(1.0) as u32;
    let mut paper = Pixmap::new(pixels(tree.size().width()), pixels(tree.size().height()))?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut paper.as_mut());
    paper.encode_png().ok()
}
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_svg_is_drawn_in_its_shape_and_twice_the_same() {
        let logo = Logo {
            media_type: "image/svg+xml",
            bytes: br##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 60"><rect width="200" height="60" fill="#ff0000"/><text x="16" y="40" font-family="sans-serif" font-size="30">M</text></svg>"##.to_vec(),
        };
        let (bytes, shape) = png(&logo).unwrap();
        assert!((shape - 200.0 / 60.0).abs() < 0.02, "{shape}");
        assert_eq!(png(&logo).unwrap().0, bytes);
        let paper = Pixmap::decode_png(&bytes).unwrap();
        let red = |x, y| paper.pixel(x, y).is_some_and(|p| (p.red(), p.green(), p.alpha()) == (255, 0, 255));
        assert!(red(2, 2) && red(paper.width() - 3, paper.height() - 3));
        let dark = paper.pixels().iter().filter(|p| p.red() < 20 && p.alpha() == 255).count();
        assert!(dark > 500, "the letter is not drawn: {dark} dark pixels");
        assert!(png(&Logo { media_type: "image/svg+xml", bytes: b"no picture".to_vec() }).is_none());
    }
}
