//! How much room words take: widths of a wide sans-serif, so that no usual font overlaps what was laid out with them.

/// Width of a text at a font size, in the same units.
pub fn width(text: &str, size: f64) -> f64 {
    text.chars().map(advance).sum::<f64>() * size
}
/// Width of a character at size 1.
fn advance(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | '|' | '\'' | '’' | '.' | ',' | ':' | ';' | '!' | 'I' => 0.33,
        ' ' => 0.33,
        'f' | 't' | 'r' | '(' | ')' | '[' | ']' | '/' | '-' | '“' | '”' | '"' | '–' => 0.43,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '—' | '…' => 0.98,
        'A'..='Z' | '×' | '−' | '+' | '=' | '≥' | '≤' | '→' => 0.73,
        _ if c.is_ascii() => 0.61,
        _ if (c as u32) < 0x2e80 => 0.65,
        _ => 1.05,
    }
}
/// The text in lines no wider than `room`; at most `lines` of them, the last one cut with `…`.
pub fn wrap(text: &str, size: f64, room: f64, lines: usize) -> Vec<String> {
    let mut out: Vec<String> = vec![];
    let mut line = String::new();
    for word in text.split_whitespace() {
        let longer = if line.is_empty() { word.to_string() } else { format!("{line} {word}") };
        if width(&longer, size) <= room || line.is_empty() {
            line = longer;
        } else {
            out.push(std::mem::replace(&mut line, word.to_string()));
        }
    }
    out.push(line);
    if out.len() > lines {
        out.truncate(lines.max(1));
        if let Some(last) = out.last_mut() {
            last.push('…');
        }
    }
    out.iter().map(|l| fit(l, size, room)).collect()
}
/// The text, cut with `…` where it is wider than `room`.
pub fn fit(text: &str, size: f64, room: f64) -> String {
    if width(text, size) <= room {
        return text.to_string();
    }
    let bare = text.trim_end_matches('…');
    let mut kept = String::new();
    for c in bare.chars() {
        if width(&kept, size) + advance(c) * size + width("…", size) > room {
            break;
        }
        kept.push(c);
    }
    format!("{}…", kept.trim_end())
}
/// Places moved apart by at least `gap`, in their order, none outside `low..=high` where that is possible.
pub fn spread(places: &[f64], gap: f64, low: f64, high: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..places.len()).collect();
    order.sort_by(|a, b| places[*a].total_cmp(&places[*b]));
    let mut out = places.to_vec();
    let mut floor = low;
    for &i in &order {
        out[i] = out[i].max(floor);
        floor = out[i] + gap;
    }
    let mut ceiling = high;
    for &i in order.iter().rev() {
        out[i] = out[i].min(ceiling);
        ceiling = out[i] - gap;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn words_stay_in_their_room() {
        let lines = wrap("Expected cost of points outstanding at the end of the horizon", 12.0, 120.0, 2);
        assert_eq!(lines.len(), 2);
        assert!(lines.iter().all(|l| width(l, 12.0) <= 120.0), "{lines:?}");
        assert!(lines[1].ends_with('…'), "{lines:?}");
        assert!(width(&fit("Donaudampfschifffahrtsgesellschaft", 12.0, 80.0), 12.0) <= 80.0);
    }
    #[test]
    fn labels_move_apart_and_stay_inside() {
        let placed = spread(&[10.0, 12.0, 11.0, 100.0], 14.0, 0.0, 100.0);
        let mut sorted = placed.clone();
        sorted.sort_by(f64::total_cmp);
        assert!(sorted.windows(2).all(|w| w[1] - w[0] >= 14.0 - 1e-9), "{placed:?}");
        assert!(placed.iter().all(|p| (0.0..=100.0).contains(p)));
        assert!(placed[0] < placed[2] && placed[2] < placed[1], "order kept");
    }
}
