//! What a phrase asks: bindings, a slip with what was probably meant, or nothing that is known.
use super::places;
use loyalty_model::brief::Binding;
use loyalty_model::pool::amount_in;

/// A phrase as it was read.
#[derive(Debug, Clone, PartialEq)]
pub enum Reading {
    /// It binds, or asks a person.
    Binds(Vec<Binding>),
    /// It is nearly known; what may have been meant.
    Near(Vec<String>),
    /// It is not known.
    Unknown,
}
const PLATFORMS: &[&str] = &[
    "shopify",
    "salesforce",
    "hubspot",
    "klaviyo",
    "braze",
    "magento",
    "woocommerce",
    "bigcommerce",
    "sap",
    "zendesk",
    "stripe",
    "segment",
    "voucherify",
    "open loyalty",
    "talon.one",
    "yotpo",
    "emarsys",
];
/// Words that may stand beside a platform.
const BESIDE_PLATFORM: [&str; 18] =
    ["on", "we", "use", "using", "run", "runs", "our", "platform", "is", "plus", "with", "via", "marketing", "cloud", "commerce", "crm", "shop", "only"];
/// What people call a channel, and its name here.
const CHANNELS: &[(&str, &str)] = &[
    ("email", "email"),
    ("emails", "email"),
    ("e-mail", "email"),
    ("e-mails", "email"),
    ("email marketing", "email"),
    ("newsletter", "email"),
    ("newsletters", "email"),
    ("sms", "sms"),
    ("text", "sms"),
    ("texts", "sms"),
    ("text messages", "sms"),
    ("texting", "sms"),
    ("push", "push"),
    ("push messages", "push"),
    ("push notifications", "push"),
    ("notifications", "push"),
    ("phone", "phone"),
    ("phone calls", "phone"),
    ("calls", "phone"),
    ("telephone", "phone"),
    ("post", "post"),
    ("mail", "post"),
    ("letters", "post"),
    ("direct mail", "post"),
    ("in-app", "in-app"),
    ("in-app messages", "in-app"),
    ("app messages", "in-app"),
];
/// What people call a lever, and its name here.
const LEVERS: &[(&str, &str)] = &[
    ("referral", "referral"),
    ("referrals", "referral"),
    ("referral program", "referral"),
    ("referral programme", "referral"),
    ("refer-a-friend", "referral"),
    ("missions", "missions"),
    ("mission", "missions"),
    ("challenges", "missions"),
    ("quests", "missions"),
    ("surprise", "surprise"),
    ("surprises", "surprise"),
    ("surprise and delight", "surprise"),
    ("free shipping", "free-shipping"),
    ("free delivery", "free-shipping"),
    ("paid tier", "paid-tier"),
    ("paid tiers", "paid-tier"),
    ("paid membership", "paid-tier"),
    ("membership fee", "paid-tier"),
    ("coupons", "coupons"),
    ("coupon", "coupons"),
    ("coupon codes", "coupons"),
    ("vouchers", "coupons"),
    ("discount codes", "coupons"),
    ("discounts", "coupons"),
    ("discounting", "coupons"),
    ("money off", "coupons"),
    ("money-off rewards", "coupons"),
    ("price reductions", "coupons"),
    ("products as rewards", "own-products"),
    ("products as reward", "own-products"),
    ("own products as rewards", "own-products"),
    ("product rewards", "own-products"),
    ("own products", "own-products"),
    ("items as rewards", "own-products"),
    ("goods as rewards", "own-products"),
    ("free products", "own-products"),
    ("free items", "own-products"),
];
const NOT: [&str; 12] =
    ["no ", "without ", "never use ", "never ", "don't use ", "do not use ", "don't send ", "do not send ", "avoid ", "not by ", "zero ", "ban "];
const AT_MOST: [&str; 17] = [
    "max",
    "most",
    "cap",
    "limit",
    "up to",
    "more than",
    "under",
    "below",
    "above",
    "over",
    "exceed",
    "less than",
    "≤",
    "<",
    "beyond",
    "higher than",
    "ceiling",
];
/// One spelling for what people write in several.
pub(super) fn plain(words: &str) -> String {
    let lower = words.trim().trim_end_matches('.').to_lowercase().replace('’', "'");
    let lower = lower.replace("per cent", "%").replace("percent", "%").replace(" pct", "%").replace(" %", "%");
    let words: Vec<&str> = lower.split_whitespace().filter(|w| *w != "please").collect();
    words.join(" ")
}
/// Reads one phrase, `words` as written.
pub(super) fn read(words: &str) -> Reading {
    // A note is kept word for word, whatever it resembles.
    if words.to_lowercase().starts_with("note:") {
        return Reading::Unknown;
    }
    if let Some(codes) = places::codes(words) {
        return Reading::Binds(codes.into_iter().map(|code| Binding::Place { code }).collect());
    }
    let w = plain(words);
    let read = [platform, expiry, caps, launch, negative, excluded, others].iter().map(|rule| rule(&w)).find(|r| *r != Reading::Unknown);
    read.unwrap_or(Reading::Unknown)
}
fn binds(binding: Binding) -> Reading {
    Reading::Binds(vec![binding])
}
fn near(all: &[&str]) -> Reading {
    Reading::Near(all.iter().map(|s| (*s).to_string()).collect())
}
fn asks(owner: &str) -> Reading {
    binds(Binding::Asks { owner: owner.into() })
}
fn has(w: &str, any: &[&str]) -> bool {
    any.iter().any(|cue| w.contains(cue))
}
/// The number before a percent sign, as a share.
fn share(w: &str) -> Option<f64> {
    let at = w.find('%')?;
    let number: String = w[..at].chars().rev().take_while(|c| c.is_ascii_digit() || matches!(c, '.' | ',')).collect();
    let number: f64 = number.chars().rev().collect::<String>().replace(',', ".").parse().ok()?;
    (number > 0.0 && number <= 100.0).then_some(number / 100.0)
}
fn number(w: &str) -> Option<f64> {
    w.split_whitespace().find_map(|t| t.trim_matches(|c: char| !c.is_ascii_digit()).parse::<f64>().ok())
}
fn months(w: &str) -> Option<u32> {
    // "24-month", "24 months", "2 years", "12 weeks".
    let w = w.replace('-', " ");
    let n = number(&w)?;
    let months = match (w.contains("month"), w.contains("year"), w.contains("week")) {
        (true, false, false) => n,
        (false, true, false) => 12.0 * n,
        (false, false, true) => libm::ceil(n * 12.0 / 52.0),
        _ => return None,
    };
    (months.fract() == 0.0 && (1.0..=120.0).contains(&months)).then_some(months as u32)
}
fn platform(w: &str) -> Reading {
    let Some(name) = PLATFORMS.iter().find(|p| w.split(' ').any(|t| t == **p) || w == **p) else { return Reading::Unknown };
    let others = w.replace(name, "");
    match others.split_whitespace().all(|t| BESIDE_PLATFORM.contains(&t)) {
        true => binds(Binding::Platform { name: (*name).into() }),
        false => asks("operations"),
    }
}
fn expiry(w: &str) -> Reading {
    if !has(w, &["expir", "lapse"]) {
        return Reading::Unknown;
    }
    let never = w.starts_with("no ") || has(w, &["never", "don't expire", "do not expire", "not expire", "don't lapse", "do not lapse", "zero expir"]);
    if never || (w.contains("without") && !w.contains("after")) {
        return binds(Binding::NoExpiry);
    }
    match months(w) {
        Some(months) => binds(Binding::Expires { months, inactivity: has(w, &["inactiv", "without", "idle"]) }),
        None if w.contains("point") || w.contains("expiry") => {
            near(&["points expire after 24 months", "points expire after 12 months of inactivity", "no points expiry"])
        }
        None => Reading::Unknown,
    }
}
fn caps(w: &str) -> Reading {
    let capped = has(w, &AT_MOST) || w.contains("maximum");
    let discount = w.contains("discount") || w.contains("% off");
    let amount = || amount_in(w).filter(|m| m.raw() > 0);
    if w.contains("liability") {
        return match amount() {
            Some(amount) if !w.contains('%') => binds(Binding::LiabilityCap { amount }),
            _ => near(&["liability cap 20000"]),
        };
    }
    if w.contains("margin") {
        return match share(w) {
            Some(share) if has(w, &["floor", "min", "least", "above", "keep", "below", "over", "under"]) => binds(Binding::MarginFloor { share }),
            _ => near(&["margin floor 30%"]),
        };
    }
    if discount && (capped || share(w).is_some()) {
        let money = has(w, &["$", "€", "£", "¥", "usd", "eur", "gbp"]);
        return match (share(w), amount()) {
            (Some(share), _) => binds(Binding::MaxDiscount { share }),
            (None, _) if w.contains('%') => near(&["max discount 10%"]),
            (None, Some(amount)) if money => binds(Binding::MaxRewardValue { amount }),
            (None, Some(amount)) => {
                let n = amount.to_string();
                let n = n.trim_end_matches(".00");
                Reading::Near(vec![format!("max discount {n}%"), format!("max reward {n}")])
            }
            (None, None) => near(&["max discount 10%"]),
        };
    }
    if w.contains("reward") && capped {
        return match (share(w), amount()) {
            (Some(share), _) => Reading::Near(vec![format!("max discount {}%", tidy(100.0 * share))]),
            (None, Some(amount)) => binds(Binding::MaxRewardValue { amount }),
            (None, None) => near(&["max reward 25"]),
        };
    }
    Reading::Unknown
}
fn tidy(value: f64) -> f64 {
    libm::round(value * 1e6) / 1e6
}
fn launch(w: &str) -> Reading {
    if !has(w, &["launch", "lead time", "go live", "go-live", "start no earlier", "start not before"]) {
        return Reading::Unknown;
    }
    match months(w) {
        Some(months) if has(w, &["no earlier", "not before", "after", "at least", "lead", "not earlier"]) => binds(Binding::LaunchAfter { months }),
        _ => asks("loyalty-strategist"),
    }
}
fn named(of: &str, list: &[(&str, &'static str)]) -> Option<&'static str> {
    list.iter().find(|(n, _)| *n == of).map(|(_, name)| *name)
}
/// "no emails", "without coupons", "email only".
fn negative(w: &str) -> Reading {
    if let Some(only) = w.strip_suffix(" only").or_else(|| w.strip_prefix("only "))
        && let Some(kept) = named(only.trim_start_matches("by "), CHANNELS)
    {
        let all = ["email", "sms", "push", "phone", "post", "in-app"];
        return Reading::Binds(all.iter().filter(|c| **c != kept).map(|c| Binding::ChannelBarred { channel: (*c).into() }).collect());
    }
    let Some(rest) = NOT.iter().find_map(|n| w.strip_prefix(n)) else { return Reading::Unknown };
    let rest = rest.trim_start_matches("any ").trim_end_matches(" allowed").trim_end_matches(" please");
    if let Some(channel) = named(rest, CHANNELS) {
        return binds(Binding::ChannelBarred { channel: channel.into() });
    }
    if let Some(lever) = named(rest, LEVERS) {
        return binds(Binding::LeverBarred { lever: lever.into() });
    }
    match rest {
        "cash" | "cashback" | "cash back" | "cash rewards" | "redemption for cash" => {
            binds(Binding::Fact { name: "redeem_for_cash".into(), value: "false".into() })
        }
        "tiers" | "levels" => near(&["--tiers points-only"]),
        "minors" | "children" | "under 18" | "under 18s" => asks("legal"),
        _ => Reading::Unknown,
    }
}
/// "exclude gift cards", "gift cards excluded", "no points on sale items".
fn excluded(w: &str) -> Reading {
    let before = ["exclude ", "excluding ", "except ", "no points on ", "no points for ", "no earning on ", "not on ", "nothing on "];
    let after = [" excluded", " are excluded", " earn nothing", " earn no points", " do not earn"];
    let name = before.iter().find_map(|b| w.strip_prefix(b)).or_else(|| after.iter().find_map(|a| w.strip_suffix(a)));
    let Some(name) = name.map(str::trim).filter(|n| !n.is_empty()).or_else(|| (w == "no gift cards").then_some("gift cards")) else { return Reading::Unknown };
    if let Some(channel) = named(name, CHANNELS) {
        return binds(Binding::ChannelBarred { channel: channel.into() });
    }
    if let Some(lever) = named(name, LEVERS) {
        return binds(Binding::LeverBarred { lever: lever.into() });
    }
    // Who may not join is a matter of the terms.
    if places::codes(name).is_some() {
        return asks("legal");
    }
    binds(Binding::ExcludedCategory { name: name.into() })
}
/// "max 2 emails a week", "no more than one message per month". A cap by day, or on one of several channels, is not kept by the calendar.
fn most_messages(w: &str) -> Option<Binding> {
    let words = ["one", "two", "three", "four", "five", "six"];
    let said = || w.split(' ').find_map(|t| words.iter().position(|n| *n == t)).map(|i| (i + 1) as f64);
    let most = number(w).or_else(said).filter(|n| n.fract() == 0.0 && (1.0..=31.0).contains(n))? as u32;
    let capped = has(w, &["max", "at most", "no more than", "not more than", "up to", "never more than", "limit"]);
    let monthly = match (has(w, &["week"]), has(w, &["month"]), has(w, &["a day", "per day", "daily"])) {
        (true, false, false) => false,
        (false, true, false) => true,
        _ => return None,
    };
    capped.then_some(Binding::MessageCap { most, monthly })
}
fn others(w: &str) -> Reading {
    let audience = |value: &str| binds(Binding::Fact { name: "audience".into(), value: value.into() });
    match w {
        "b2b" | "business customers only" | "businesses only" => return audience("business-buyers"),
        "b2c" | "consumers only" | "consumers" => return audience("consumers"),
        "18+" | "adults only" | "over 18 only" => return asks("legal"),
        _ => {}
    }
    let rhythm = has(w, &["a week", "per week", "a month", "per month", "weekly", "monthly", "a day", "per day"]);
    let messages = w.split(' ').any(|t| t.trim_end_matches('s') == "message" || CHANNELS.iter().any(|(n, _)| t == *n));
    if rhythm && messages {
        return most_messages(w).map_or_else(|| asks("crm-manager"), binds);
    }
    if has(w, &["budget", "pool"]) && number(w).is_some() {
        return near(&["--budget 50000"]);
    }
    Reading::Unknown
}
/// Words whose misspelling is a slip: those that the rules above look for.
pub(super) fn vocabulary() -> Vec<&'static str> {
    let mut all: Vec<&'static str> = places::names().flat_map(|n| n.split(' ')).chain(PLATFORMS.iter().copied()).collect();
    all.extend(CHANNELS.iter().chain(LEVERS).flat_map(|(n, _)| n.split(' ')));
    all.extend([
        "max",
        "maximum",
        "discount",
        "reward",
        "rewards",
        "liability",
        "margin",
        "floor",
        "expiry",
        "expire",
        "expires",
        "points",
        "never",
        "months",
        "exclude",
        "excluded",
        "launch",
        "inactivity",
        "percent",
        "without",
        "customers",
        "members",
        "only",
    ]);
    all.sort_unstable();
    all.dedup();
    all
}
