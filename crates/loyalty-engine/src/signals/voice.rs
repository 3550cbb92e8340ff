//! Voice of customer: themes, who of them lapsed, what revenue stands behind them, and which words of the list they hold. No words of a customer's own
//! leave: removing names and numbers from quotes missed too many of them.
//!
//! A record's own reason code is its theme. Else a text belongs to every theme of `data/themes.csv` of which it holds a word
//! (a star stands for any ending): a fixed list that anyone can read and dispute, not a judgement.
use loyalty_model::extract::{VoiceFacts, VoiceRecord};
use loyalty_model::plan::{Theme, ThemeWord};
use std::collections::{BTreeMap, BTreeSet};

/// Words of a theme that are shown, and the records that a word or a theme needs to be shown.
const WORDS: usize = 5;
const LEAST_RECORDS: u64 = 5;
const MOST_THEMES: usize = 8;

/// Themes, the most frequent first.
pub fn themes(voice: &VoiceFacts) -> Vec<Theme> {
    let lists = word_lists();
    let mut of: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (i, record) in voice.sample.iter().enumerate() {
        for theme in themes_of(record, &lists) {
            of.entry(theme).or_default().push(i);
        }
    }
    let mut themes: Vec<Theme> =
        of.iter().filter(|(_, m)| m.len() as u64 >= LEAST_RECORDS).map(|(name, members)| theme(name, members, voice, &lists)).collect();
    themes.sort_by(|a, b| b.records.cmp(&a.records).then_with(|| a.theme.cmp(&b.theme)));
    themes.truncate(MOST_THEMES);
    themes
}
fn theme(name: &str, members: &[usize], voice: &VoiceFacts, lists: &[WordList]) -> Theme {
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
        words: common_words(&own, lists),
        quotes: vec![],
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

/// The words of the list that most records hold, with their number, the most frequent first: an entry of the list, never a word of a customer's own.
fn common_words(own: &[&VoiceRecord], lists: &[WordList]) -> Vec<ThemeWord> {
    let mut of: BTreeMap<&str, u64> = BTreeMap::new();
    for record in own {
        let said: BTreeSet<String> = words(&record.text).map(str::to_lowercase).collect();
        let whole = lists.iter().flat_map(|l| &l.whole).filter(|w| said.contains(*w));
        let begun = lists.iter().flat_map(|l| &l.beginnings).filter(|b| said.iter().any(|w| w.starts_with(b.as_str())));
        let hits: BTreeSet<&str> = whole.chain(begun).map(String::as_str).collect();
        hits.into_iter().for_each(|w| *of.entry(w).or_default() += 1);
    }
    let mut all: Vec<ThemeWord> = of.into_iter().filter(|(_, n)| *n >= LEAST_RECORDS).map(|(word, records)| ThemeWord { word: word.into(), records }).collect();
    all.sort_by(|a, b| b.records.cmp(&a.records).then_with(|| a.word.cmp(&b.word)));
    all.truncate(WORDS);
    all
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
    /// Of a hundred texts in ten languages, each with somebody's name, address or number in it, nothing leaves but words of the list.
    #[test]
    fn no_word_of_a_customers_own_leaves() {
        const SECRETS: [&str; 10] = [
            "Ann Lee, ann.lee+shop@mail.example.com",
            "Jürgen Groß, Hauptstraße 12a, 04109 Leipzig",
            "María-José Núñez, DNI 12345678Z",
            "Zoë d’Arc, 06 12 34 56 78",
            "王小明 13800138000",
            "山田太郎様、渋谷区神南1-2-3",
            "Анна Петрова, улица Мира 5",
            "محمد علي 0501234567",
            "Ayşe Yılmaz, TC 10000000146",
            "sarah from the delivery desk, order 778812",
        ];
        const OPINIONS: [&str; 10] = [
            "late delivery",
            "too expensive",
            "Lieferung kam zu spät",
            "llegó tarde",
            "livraison en retard",
            "送货太慢",
            "配送が遅い",
            "доставка опоздала",
            "التسليم متأخر",
            "kargo geç geldi",
        ];
        let text = |i: usize| match i % 3 {
            0 => format!("{} – {}", OPINIONS[i / 10], SECRETS[i % 10]),
            1 => format!("{}: {}", SECRETS[i % 10], OPINIONS[i / 10]),
            _ => format!("my name is {} and {}, please call", SECRETS[i % 10].to_lowercase(), OPINIONS[i / 10]),
        };
        let sample: Vec<VoiceRecord> = (0..100).map(|i| record(&text(i), Some("Feedback"), None, i as u64)).collect();
        let facts = VoiceFacts { records: 100, scale_max: 5, scores: vec![], off_scale: 0, praisers_last_year: 0, complainers_last_year: 0, sample };
        let (found, lists) = (themes(&facts), word_lists());
        assert!(found[0].quotes.is_empty() && !found[0].words.is_empty(), "{found:?}");
        let listed = |w: &ThemeWord| lists.iter().any(|l| l.whole.contains(&w.word) || l.beginnings.contains(&w.word));
        assert!(found.iter().flat_map(|t| &t.words).all(listed), "{found:?}");
        assert!(found[0].words.iter().any(|w| w.word == "late" && w.records >= 5), "{found:?}");
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
        assert_eq!(got[0].words, [ThemeWord { word: "expensive".into(), records: 6 }]);
        assert!(got.iter().all(|t| t.quotes.is_empty()));
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
