//! Voice of customer: themes, who of them lapsed, what revenue stands behind them, and quotes without personal data.
//!
//! A record's own reason code is its theme. Else a text belongs to every theme of `data/themes.csv` of which it holds a word
//! (a star stands for any ending): a fixed list that anyone can read and dispute, not a judgement.
use loyalty_model::extract::{VoiceFacts, VoiceRecord};
use loyalty_model::plan::Theme;
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

const QUOTES: usize = 3;
/// Least and most letters of a quote, and the records that a theme needs to be shown.
const SHORTEST: usize = 12;
const LONGEST: usize = 160;
const LEAST_RECORDS: u64 = 5;
const MOST_THEMES: usize = 8;

/// Themes, the most frequent first.
pub fn themes(voice: &VoiceFacts) -> Vec<Theme> {
    let lists = word_lists();
    let ordinary = Ordinary::of(&voice.sample);
    let mut of: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (i, record) in voice.sample.iter().enumerate() {
        for theme in themes_of(record, &lists) {
            of.entry(theme).or_default().push(i);
        }
    }
    let mut themes: Vec<Theme> =
        of.iter().filter(|(_, m)| m.len() as u64 >= LEAST_RECORDS).map(|(name, members)| theme(name, members, voice, &ordinary)).collect();
    themes.sort_by(|a, b| b.records.cmp(&a.records).then_with(|| a.theme.cmp(&b.theme)));
    themes.truncate(MOST_THEMES);
    themes
}
fn theme(name: &str, members: &[usize], voice: &VoiceFacts, ordinary: &Ordinary) -> Theme {
    let inside: BTreeSet<usize> = members.iter().copied().collect();
    let own: Vec<&VoiceRecord> = members.iter().map(|i| &voice.sample[*i]).collect();
    let rest: Vec<&VoiceRecord> = voice.sample.iter().enumerate().filter(|(i, _)| !inside.contains(i)).map(|(_, r)| r).collect();
    let scores: Vec<f64> = own.iter().filter_map(|r| r.score).map(f64::from).collect();
    let scale = 100.0 * f64::from(voice.scale_max);
    let complains = |r: &VoiceRecord| r.score.is_some_and(|s| f64::from(s) <= lowest_part(voice.scale_max) * scale + 1e-9);
    let (low, high): (Vec<&VoiceRecord>, Vec<&VoiceRecord>) = {
        let rated = voice.sample.iter().enumerate().filter(|(_, r)| r.score.is_some());
        let (low, high): (Vec<_>, Vec<_>) = rated.partition(|(i, r)| inside.contains(i) && complains(r));
        (low.into_iter().map(|(_, r)| r).collect(), high.into_iter().map(|(_, r)| r).collect())
    };
    let rated = !scores.is_empty() && scale > 0.0;
    let (left, others) = (lapsed(&low), lapsed(&high));
    let at_risk = left.zip(others).map(|(l, o)| value(&low).unwrap_or(0.0) * surely_more(&low, l, o));
    Theme {
        theme: name.into(),
        records: own.len() as u64,
        mean_score: (!scores.is_empty() && scale > 0.0).then(|| scores.iter().sum::<f64>() / scores.len() as f64 / scale),
        lapsed_share: lapsed(&own),
        lapsed_share_others: lapsed(&rest),
        value_behind: value(&own),
        complaints: rated.then_some(low.len() as u64),
        lapsed_complaining: left.filter(|_| rated),
        lapsed_not_complaining: others.filter(|_| rated),
        value_at_risk: at_risk.filter(|_| rated),
        quotes: quotes(&own, ordinary),
    }
}
/// Part of a scale up to which a rating complains: two of five, six of ten (the detractors of a recommendation score).
fn lowest_part(scale_max: u32) -> f64 {
    if (10..=11).contains(&scale_max) { 6.0 / f64::from(scale_max) } else { 0.4 }
}
/// How much more of the complaining customers lapsed, where that is more than chance would bring (two standard errors of their share); else nothing.
fn surely_more(complaining: &[&VoiceRecord], lapsed: f64, others: f64) -> f64 {
    let known = complaining.iter().filter(|r| r.lapsed.is_some()).count() as f64;
    let error = libm::sqrt(others * (1.0 - others) / known.max(1.0));
    if lapsed - others > 2.0 * error { lapsed - others } else { 0.0 }
}
/// The theme behind whose complaints most yearly value is at risk.
pub fn first(themes: &[Theme]) -> Option<&Theme> {
    let risk = |t: &Theme| t.value_at_risk.unwrap_or(0.0);
    themes.iter().filter(|t| risk(t) > 0.0).max_by(|a, b| risk(a).total_cmp(&risk(b)).then(b.theme.cmp(&a.theme)))
}
fn lapsed(records: &[&VoiceRecord]) -> Option<f64> {
    let known: Vec<bool> = records.iter().filter_map(|r| r.lapsed).collect();
    (!known.is_empty()).then(|| known.iter().filter(|l| **l).count() as f64 / known.len() as f64)
}
/// Yearly value of the customers behind the records, each customer once.
fn value(records: &[&VoiceRecord]) -> Option<f64> {
    let by_customer: BTreeMap<u64, f64> = records.iter().filter_map(|r| Some((r.customer?, r.yearly_value?.to_f64()))).collect();
    (!by_customer.is_empty()).then(|| by_customer.values().sum())
}

/// A theme with its words and its beginnings of words.
struct WordList {
    theme: String,
    whole: BTreeSet<String>,
    beginnings: Vec<String>,
}
fn word_lists() -> Vec<WordList> {
    let table = include_str!("../../../loyalty-model/data/themes.csv");
    let rows = table.lines().skip(1).filter_map(|l| l.split_once(','));
    rows.map(|(theme, words)| {
        let (stems, whole): (Vec<&str>, Vec<&str>) = words.split_whitespace().partition(|w| w.ends_with('*'));
        WordList {
            theme: theme.into(),
            whole: whole.into_iter().map(str::to_string).collect(),
            beginnings: stems.into_iter().map(|s| s.trim_end_matches('*').to_string()).collect(),
        }
    })
    .collect()
}
fn themes_of(record: &VoiceRecord, lists: &[WordList]) -> Vec<String> {
    if let Some(own) = record.theme.as_deref().map(str::trim).filter(|t| !t.is_empty()) {
        return vec![own.to_lowercase()];
    }
    let words: BTreeSet<String> = words(&record.text).map(str::to_lowercase).collect();
    let hits = |l: &&WordList| words.iter().any(|w| l.whole.contains(w) || l.beginnings.iter().any(|b| w.starts_with(b.as_str())));
    lists.iter().filter(hits).map(|l| l.theme.clone()).collect()
}
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '\'' || c == '-')).filter(|w| !w.is_empty())
}

/// What tells a name: a capital that is not owed to the beginning of a sentence, on a word that never stands in small letters. At the
/// beginning of a sentence: a word that is a name elsewhere, or one that acts ("Maria helped").
struct Ordinary {
    small: BTreeSet<String>,
    names: BTreeSet<String>,
}
impl Ordinary {
    fn of(sample: &[VoiceRecord]) -> Ordinary {
        let is_small = |w: &&str| w.chars().next().is_some_and(char::is_lowercase);
        let mut out = Ordinary { small: BTreeSet::new(), names: BTreeSet::new() };
        for r in sample {
            out.small.extend(words(&r.text).filter(is_small).map(str::to_string));
        }
        for r in sample {
            for (word, opens) in opening(&r.text) {
                if !opens && out.odd(core(word)) {
                    out.names.insert(core(word).to_lowercase());
                }
            }
        }
        out
    }
    /// A capital, then small letters, on a word that is not ordinary. (All capitals: an abbreviation or a cry.)
    fn odd(&self, word: &str) -> bool {
        let mut letters = word.chars();
        let shape = letters.next().is_some_and(char::is_uppercase) && letters.next().is_some_and(char::is_lowercase);
        let bare = word.trim_end_matches("'s").to_lowercase();
        shape && !self.small.contains(&bare) && !COMMON.contains(&bare.as_str())
    }
    fn is_name(&self, word: &str, opens: bool, next: &str) -> bool {
        self.odd(word) && (!opens || self.names.contains(&word.to_lowercase()) || self.odd(next) || ACTS.contains(&next.to_lowercase().as_str()))
    }
}
/// The words of a text, each with whether it begins a sentence.
fn opening(text: &str) -> impl Iterator<Item = (&str, bool)> {
    text.split_whitespace().scan(true, |opens, word| {
        let was = *opens;
        *opens = word.ends_with(['.', '!', '?', ':', '"']);
        Some((word, was))
    })
}
fn core(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}
/// What people do in reviews.
const ACTS: [&str; 24] = [
    "was", "is", "were", "has", "had", "did", "does", "helped", "helps", "told", "said", "says", "answered", "sorted", "made", "called", "gave", "took",
    "wrote", "promised", "refused", "and", "from", "at",
];
/// Openings of sentences that small samples may lack in small letters.
const COMMON: [&str; 24] = [
    "the", "a", "an", "i'm", "i've", "it", "we", "they", "this", "that", "there", "my", "our", "very", "not", "no", "but", "and", "great", "good", "too",
    "would", "love", "nice",
];
static MAIL: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"[\p{L}\p{N}._%+-]+@[\p{L}\p{N}.-]+\.\p{L}{2,}").expect("a fixed pattern"));
static LINK: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?i)\b(?:https?://|www\.)\S+|(?:^|\s)@\w+").expect("a fixed pattern"));
static DIGITS: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\+?\(?\d[\d\s()./-]{4,}\d").expect("a fixed pattern"));
static TITLE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(mr|mrs|ms|miss|dr|prof|herr|frau|named|called|name is|regards,?|agent|manager|colleague|thanks to|spoke to|spoke with)\.?\s+\p{L}[\p{L}'-]*(?:\s+(?-i:\p{Lu})[\p{L}'-]*)*")
        .expect("a fixed pattern")
});

/// A text without mail addresses, links, handles, numbers of six digits and more, and names. Rather one word too many than one too few.
fn without_personal_data(text: &str, ordinary: &Ordinary) -> String {
    let text = MAIL.replace_all(text, "[mail]");
    let text = LINK.replace_all(&text, " [link]");
    let text = DIGITS.replace_all(&text, "[number]");
    let text = TITLE.replace_all(&text, "$1 [name]");
    let all: Vec<(&str, bool)> = opening(&text).collect();
    let mut out: Vec<String> = vec![];
    for (i, (word, opens)) in all.iter().enumerate() {
        let next = all.get(i + 1).map_or("", |w| core(w.0));
        let follows_a_name = out.last().is_some_and(|w| w == "[name]");
        if ordinary.is_name(core(word), *opens, next) || (follows_a_name && ordinary.odd(core(word))) {
            let tail = word.rsplit_once(core(word)).map_or("", |(_, tail)| tail);
            if follows_a_name {
                out.pop();
            }
            out.push(format!("[name]{tail}"));
        } else {
            out.push((*word).to_string());
        }
    }
    out.join(" ")
}
/// The shortest telling texts first, equal ones once.
fn quotes(own: &[&VoiceRecord], ordinary: &Ordinary) -> Vec<String> {
    let clean = |text: &str| without_personal_data(text, ordinary);
    let mut sentences: Vec<String> = vec![];
    let fitting = own.iter().map(|r| r.text.trim()).filter(|t| (SHORTEST..=LONGEST).contains(&t.chars().count()));
    let mut texts: Vec<&str> = fitting.collect();
    if texts.is_empty() {
        // Long texts: their first sentence.
        texts = own
            .iter()
            .filter_map(|r| r.text.split_inclusive(['.', '!', '?']).next())
            .map(str::trim)
            .filter(|t| (SHORTEST..=LONGEST).contains(&t.chars().count()))
            .collect();
    }
    texts.sort_by_key(|t| (t.chars().count(), *t));
    texts.dedup();
    let step = (texts.len() / QUOTES).max(1);
    for text in texts.into_iter().step_by(step).take(QUOTES) {
        let text = clean(text);
        if !sentences.contains(&text) {
            sentences.push(text);
        }
    }
    sentences
}

#[cfg(test)]
mod tests {
    use super::*;
    fn record(text: &str, theme: Option<&str>, lapsed: Option<bool>, customer: u64) -> VoiceRecord {
        VoiceRecord {
            score: Some(400),
            text: text.into(),
            theme: theme.map(str::to_string),
            lapsed,
            yearly_value: Some(loyalty_model::units::Money::from_raw(1_000_000)),
            customer: Some(customer),
        }
    }
    fn check(text: &str, shown: &str) {
        let small = Ordinary::of(&[record("delivery was late and the staff were friendly, thanks again, please call me or write", None, None, 1)]);
        assert_eq!(without_personal_data(text, &small), shown);
    }
    #[test]
    fn quotes_hold_no_personal_data() {
        check("Please write to ann.lee+shop@mail.example.com", "Please write to [mail]");
        check("Call me at +44 (0)20 7946 0958 please", "Call me at [number] please");
        check("Thanks again Maria Schmidt, friendly staff", "Thanks again [name], friendly staff");
        check("my name is bob and delivery was late", "my name is [name] and delivery was late");
        check("Delivery was late. Friendly staff!", "Delivery was late. Friendly staff!");
        check("see www.example.com/me or @bobby", "see [link] or [link]");
        check("Mr Oduya was late", "Mr [name] was late");
        check("Returning one item was easy. Maria helped. I asked Maria again.", "Returning one item was easy. [name] helped. I asked [name] again.");
        check("Best coffee ever", "Best coffee ever");
    }
    #[test]
    fn a_reason_code_is_the_theme_and_words_are_it_elsewhere() {
        let mut sample: Vec<VoiceRecord> = (0..6).map(|i| record("too expensive for me", Some("Pricing"), Some(true), i / 2)).collect();
        sample.extend((0..5).map(|i| record("the parcel arrived late", None, Some(i == 0), 10 + i)));
        let facts = VoiceFacts { records: 11, scale_max: 5, scores: vec![], off_scale: 0, praisers_last_year: 0, complainers_last_year: 0, sample };
        let got = themes(&facts);
        assert_eq!(got.iter().map(|t| (t.theme.as_str(), t.records)).collect::<Vec<_>>(), [("pricing", 6), ("delivery and timing", 5)]);
        assert_eq!((got[0].lapsed_share, got[0].lapsed_share_others), (Some(1.0), Some(0.2)));
        assert_eq!((got[0].value_behind, got[1].value_behind), (Some(300.0), Some(500.0)), "each customer once");
        assert_eq!(got[0].quotes, ["too expensive for me"]);
        assert!((got[0].mean_score.unwrap() - 0.8).abs() < 1e-12);
        assert_eq!((got[0].complaints, got[0].value_at_risk), (Some(0), None), "rated four of five: no complaint");
    }
    #[test]
    fn praise_is_no_risk_and_complaints_are_one_only_where_more_lapse_than_chance_brings() {
        let rated = |score: u32, lapsed: bool, i: u64| VoiceRecord { score: Some(score), ..record("the parcel", Some("Delivery"), Some(lapsed), i) };
        let world = |lapsed_of_complaining: u64| {
            let mut sample: Vec<VoiceRecord> = (0..40).map(|i| rated(200, i < lapsed_of_complaining, i)).collect();
            // Many who praise lapsed: that is no risk of this theme.
            sample.extend((0..200).map(|i| rated(500, i % 4 == 0, 1_000 + i)));
            themes(&VoiceFacts { records: 240, scale_max: 5, scores: vec![], off_scale: 0, praisers_last_year: 0, complainers_last_year: 0, sample }).remove(0)
        };
        let (quiet, loud) = (world(11), world(30));
        assert_eq!((quiet.complaints, quiet.value_at_risk), (Some(40), Some(0.0)));
        assert_eq!((loud.lapsed_complaining, loud.lapsed_not_complaining), (Some(0.75), Some(0.25)));
        assert!((loud.value_at_risk.unwrap() - 40.0 * 100.0 * 0.5).abs() < 1e-9, "{:?}", loud.value_at_risk);
        assert!(first(std::slice::from_ref(&quiet)).is_none() && first(&[quiet, loud]).is_some());
        // On a scale to ten, six complains.
        let ten = VoiceFacts {
            records: 10,
            scale_max: 10,
            scores: vec![],
            off_scale: 0,
            praisers_last_year: 0,
            complainers_last_year: 0,
            sample: (0..10).map(|i| rated(100 * (i as u32 + 1), false, i)).collect(),
        };
        assert_eq!(themes(&ten)[0].complaints, Some(6));
    }
}
