//! Words in Markdown: whoever wrote them, they are read as they stand and make no link, picture, heading, table or tag.

/// The words of a paragraph, a heading or an entry of a list, on one line.
pub fn safe(words: &str) -> String {
    // What begins a line makes a heading, a quotation, a list or a rule.
    let begins = words.starts_with(['#', '>', '+', '-', '=', '~']);
    if begins { format!("\\{}", inline(words)) } else { inline(words) }
}
/// Words behind others on their line.
pub fn inline(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    let mut before = ' ';
    let mut rest = words.chars().peekable();
    while let Some(c) = rest.next() {
        let next = rest.peek().copied().unwrap_or(' ');
        let means = match c {
            '\\' | '*' | '`' | '<' => true,
            // A bare address becomes a link by itself in many readers (GitHub Flavored Markdown, 6.9).
            ':' => rest.clone().take(2).eq(['/', '/']),
            '.' => out.len() >= 3 && out.is_char_boundary(out.len() - 3) && out[out.len() - 3..].eq_ignore_ascii_case("www"),
            // A link, a picture or the address of one ends so; a bracket alone is a bracket.
            ']' => matches!(next, '(' | '[' | ':'),
            // Within a word it is a letter, as in the ids of figures.
            '_' => !(before.is_alphanumeric() && next.is_alphanumeric()),
            _ => false,
        };
        if means {
            out.push('\\');
        }
        out.push(if c.is_control() { ' ' } else { c });
        before = c;
    }
    out
}
/// The words of a cell of a table.
pub fn cell(words: &str) -> String {
    inline(words).replace('|', "\\|")
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn words_make_nothing_and_ids_stay() {
        for (words, written) in [
            ("[click](javascript:alert(1))", "[click\\](javascript:alert(1))"),
            ("![x](http://evil.example/p.png)", "![x\\](http\\://evil.example/p.png)"),
            ("[x]: http://evil.example", "[x\\]: http\\://evil.example"),
            ("see https://evil.example/a?b=c or HTTP://x.y", "see https\\://evil.example/a?b=c or HTTP\\://x.y"),
            ("www.evil.example, Www.x.y, awww. and 12:30 // a: /b", "www\\.evil.example, Www\\.x.y, awww\\. and 12:30 // a: /b"),
            ("ü.ww. ftp://h", "ü.ww. ftp\\://h"),
            ("[a][b]", "[a\\][b]"),
            ("[facts] jurisdiction", "[facts] jurisdiction"),
            ("</script><img src=x>", "\\</script>\\<img src=x>"),
            ("`code` **bold** _it_", "\\`code\\` \\*\\*bold\\*\\* \\_it\\_"),
            ("economics.roi_p50", "economics.roi_p50"),
            ("# Heading\n# Another", "\\# Heading # Another"),
            ("- one", "\\- one"),
            ("a \\* b", "a \\\\\\* b"),
        ] {
            assert_eq!(safe(words), written);
        }
        assert_eq!(cell("| a | b |"), "\\| a \\| b \\|");
        assert_eq!((cell("-5"), inline("-$5")), ("-5".into(), "-$5".into()));
    }
}
