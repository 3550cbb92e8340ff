//! A page of text for a terminal: words are never broken, colour only says something, and no line is wider than the terminal.
use loyalty_model::plain::escaped;
use std::io::IsTerminal;

/// Narrowest and widest page: below the one tables fall apart, above the other lines are hard to follow.
const NARROWEST: usize = 60;
const WIDEST: usize = 120;
/// Where nobody says how wide it is.
const USUAL: usize = 80;

/// What a colour says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// As it should be.
    Good,
    /// A person has to look.
    Attention,
    /// Not fit to launch, broken.
    Bad,
    Heading,
    /// Nothing beyond the words.
    Plain,
}
impl Tone {
    const fn code(self) -> &'static str {
        match self {
            Tone::Good => "32",
            Tone::Attention => "33",
            Tone::Bad => "31",
            Tone::Heading => "1",
            Tone::Plain => "",
        }
    }
}
/// A page being filled.
#[derive(Debug)]
pub struct Page {
    width: usize,
    colours: bool,
    text: String,
}
impl Page {
    /// A page for standard output: as wide as the terminal (elsewhere `COLUMNS`, or 80), with colours on a terminal unless `NO_COLOR` is set.
    pub fn standard() -> Page {
        let terminal = std::io::stdout().is_terminal();
        let set = |name: &str| std::env::var_os(name).filter(|v| !v.is_empty());
        let columns = || set("COLUMNS").and_then(|v| v.to_str().and_then(|v| v.parse().ok()));
        let measured = terminal.then(terminal_size::terminal_size).flatten().map(|(w, _)| usize::from(w.0));
        let width = measured.or_else(columns).unwrap_or(USUAL).clamp(NARROWEST, WIDEST);
        let colours = terminal && set("NO_COLOR").is_none() && set("TERM").is_none_or(|t| t != "dumb");
        Page { width, colours, text: String::new() }
    }
    /// An empty line.
    pub fn gap(&mut self) -> &mut Self {
        self.text.push('\n');
        self
    }
    /// A paragraph, its lead (no two blanks within it) in a colour of its own; without a lead all of it. Following lines are set in by `indent`.
    pub fn say(&mut self, tone: Tone, lead: &str, words: &str, indent: usize) -> &mut Self {
        let lead = &escaped(lead);
        let whole = format!("{lead}{}", shown(words));
        for (i, line) in wrapped(&whole, self.width, indent).into_iter().enumerate() {
            match line.strip_prefix(lead.as_str()).filter(|_| i == 0 && !lead.is_empty()) {
                Some(rest) => self.text += &format!("{}{rest}\n", self.painted(tone, lead)),
                None if lead.is_empty() => self.text += &format!("{}\n", self.painted(tone, &line)),
                None => self.text += &format!("{line}\n"),
            }
        }
        self
    }
    /// A plain paragraph.
    pub fn words(&mut self, words: &str) -> &mut Self {
        self.say(Tone::Plain, "", words, 0)
    }
    /// A command to paste: never wrapped.
    pub fn command(&mut self, line: &str) -> &mut Self {
        self.text += &format!("  {}\n", shown(line));
        self
    }
    /// Rows of cells: columns as wide as their cells, the widest text column wrapped until the table fits. Columns marked are set right.
    pub fn table(&mut self, rows: &[Vec<String>], right: &[bool]) -> &mut Self {
        let rows: Vec<Vec<String>> = rows.iter().map(|row| row.iter().map(|cell| shown(cell)).collect()).collect();
        let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
        let mut widths: Vec<usize> = (0..columns).map(|c| rows.iter().filter_map(|r| r.get(c)).map(|t| t.chars().count()).max().unwrap_or(0)).collect();
        let room = self.width.saturating_sub(2 + 2 * columns.saturating_sub(1));
        let all: usize = widths.iter().sum();
        if all > room {
            let left = |c: &usize| !right.get(*c).copied().unwrap_or(false);
            if let Some(widest) = (0..columns).filter(left).max_by_key(|c| widths[*c]) {
                widths[widest] = widths[widest].saturating_sub(all - room).max(12);
            }
        }
        for row in &rows {
            let cell = |(c, t): (usize, &String)| if t.chars().count() <= widths[c] { vec![t.clone()] } else { wrapped(t, widths[c].max(1), 0) };
            let cells: Vec<Vec<String>> = row.iter().enumerate().map(cell).collect();
            for i in 0..cells.iter().map(Vec::len).max().unwrap_or(0) {
                let line: Vec<String> = (0..row.len())
                    .map(|c| {
                        let cell = cells[c].get(i).map_or("", String::as_str);
                        if right.get(c).copied().unwrap_or(false) { format!("{cell:>w$}", w = widths[c]) } else { format!("{cell:<w$}", w = widths[c]) }
                    })
                    .collect();
                self.text += &format!("  {}\n", line.join("  ").trim_end());
            }
        }
        self
    }
    fn painted(&self, tone: Tone, words: &str) -> String {
        if self.colours && tone != Tone::Plain { format!("\u{1b}[{}m{words}\u{1b}[0m", tone.code()) } else { words.to_string() }
    }
    /// What was written.
    pub fn done(&mut self) -> String {
        std::mem::take(&mut self.text)
    }
}
/// Text as a page takes it: what somebody wrote moves no cursor, hides nothing and begins no line of its own.
fn shown(text: &str) -> String {
    escaped(&text.replace(['\n', '\r', '\t'], " "))
}
/// Text with lines of its own, for standard output: only lines that are too wide are broken, between words, and set in by two more.
pub fn fitted(text: &str) -> String {
    fitted_in(text, Page::standard().width)
}
/// The same for standard error: untouched where no terminal reads it.
pub fn fitted_error(text: &str) -> String {
    let measured = std::io::stderr().is_terminal().then(terminal_size::terminal_size).flatten();
    measured.map_or_else(|| text.to_string(), |(w, _)| fitted_in(text, usize::from(w.0).clamp(NARROWEST, WIDEST)))
}
fn fitted_in(text: &str, width: usize) -> String {
    let set_in = |line: &str| line.len() - line.trim_start_matches(' ').len() + 2;
    let fit = |line: &str| if line.chars().count() <= width { vec![line.to_string()] } else { wrapped(line, width, set_in(line)) };
    text.lines().flat_map(fit).map(|l| l + "\n").collect()
}
/// Lines of at most `width` characters, broken between words; a word that is longer stands on a line of its own. Leading blanks are kept.
pub fn wrapped(text: &str, width: usize, indent: usize) -> Vec<String> {
    let start: String = text.chars().take_while(|c| *c == ' ').collect();
    let mut lines = vec![];
    let (mut line, mut bare) = (start, true);
    for word in text.split_whitespace() {
        if !bare && line.chars().count() + 1 + word.chars().count() > width {
            lines.push(std::mem::replace(&mut line, " ".repeat(indent)));
            bare = true;
        }
        if !bare {
            line.push(' ');
        }
        line += word;
        bare = false;
    }
    lines.push(line);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    fn page(width: usize, colours: bool) -> Page {
        Page { width, colours, text: String::new() }
    }
    #[test]
    fn a_lead_word_alone_is_coloured_and_only_where_colours_are_wanted() {
        let said = |colours| page(30, colours).say(Tone::Bad, "Do not launch:", " the median return is below zero", 2).done();
        assert_eq!(said(false), "Do not launch: the median\n  return is below zero\n");
        assert_eq!(said(true), "\u{1b}[31mDo not launch:\u{1b}[0m the median\n  return is below zero\n");
    }
    #[test]
    fn a_table_wraps_its_widest_words_and_keeps_figures_whole() {
        let rows = vec![vec!["Gold".into(), "spend 1,200 euros within twelve months of joining".into(), "12,345".to_string()]];
        let text = page(40, false).table(&rows, &[false, false, true]).done();
        assert!(text.lines().all(|l| l.chars().count() <= 40) && text.lines().count() > 1, "{text}");
        assert!(text.lines().next().is_some_and(|l| l.ends_with("12,345")), "{text}");
    }
    #[test]
    fn only_lines_that_are_too_wide_are_broken() {
        assert_eq!(fitted_in("a   b\n  one two three\n", 12), "a   b\n  one two\n    three\n");
    }
    proptest! {
        #[test]
        fn every_word_is_there_once_and_no_line_is_too_wide(words in prop::collection::vec("[a-z]{1,9}", 1..40), width in 12_usize..90, indent in 0_usize..3) {
            let lines = wrapped(&words.join(" "), width, indent);
            prop_assert!(lines.iter().all(|l| l.chars().count() <= width), "{lines:?}");
            let again: Vec<&str> = lines.iter().flat_map(|l| l.split_whitespace()).collect();
            prop_assert_eq!(again, words);
        }
    }
}
