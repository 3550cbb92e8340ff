//! Colours as `#rrggbb`.

fn channels(colour: &str) -> [f64; 3] {
    let at = |i: usize| colour.get(i..i + 2).and_then(|h| u8::from_str_radix(h, 16).ok()).map_or(0.0, f64::from);
    [at(1), at(3), at(5)]
}
/// A colour between two, `share` of the way to the second.
pub fn mix(from: &str, to: &str, share: f64) -> String {
    let (a, b) = (channels(from), channels(to));
    let c = |i: usize| (a[i] + (b[i] - a[i]) * share).round() as u8;
    format!("#{:02x}{:02x}{:02x}", c(0), c(1), c(2))
}
/// Contrast of two colours, 1 to 21 (WCAG 2.2, relative luminance of sRGB).
pub fn contrast(one: &str, other: &str) -> f64 {
    let luminance = |colour: &str| {
        let [r, g, b] = channels(colour).map(|c| {
            let c = c / 255.0;
            if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * r + 0.7152 * g + 0.0722 * b
    };
    let (a, b) = (luminance(one), luminance(other));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn contrast_is_that_of_the_guideline() {
        assert!((contrast("#000000", "#ffffff") - 21.0).abs() < 1e-9);
        assert!((contrast("#777777", "#ffffff") - 4.48).abs() < 0.01, "the well-known grey that just fails");
    }
}
