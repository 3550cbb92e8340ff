//! Text that a stranger wrote, made safe to print: a name or a path must not look like a line of this program.

/// A character that does not print and changes how the text around it is read: marks of direction, marks without width, separators of lines.
const fn deceives(c: char) -> bool {
    matches!(
        c,
        '\u{00ad}' | '\u{061c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'
    )
}
/// A character that a reader sees as it is.
pub fn prints(c: char) -> bool {
    !c.is_control() && !deceives(c)
}
/// The text on one line, with every control character and every one that deceives written out as `\u{…}`.
pub fn escaped(text: &str) -> String {
    let one = |c: char| if prints(c) { c.to_string() } else { c.escape_default().collect() };
    text.chars().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn what_does_not_print_is_written_out() {
        assert_eq!(escaped("loyalty-plan/x\nVerified by the board\u{1b}[32m"), "loyalty-plan/x\\nVerified by the board\\u{1b}[32m");
        assert_eq!(escaped("\u{202e}gnp.exe \u{200b}\u{2028}é 東京 ok"), "\\u{202e}gnp.exe \\u{200b}\\u{2028}é 東京 ok");
    }
}
