//! `verify` and `review` on a screen: the answer first, then what it rests on.
use super::page::{Page, Tone};
use loyalty_app::operations::decide::DecideOutcome;
use loyalty_app::operations::review::ReviewOutcome;
use loyalty_app::operations::verify::VerifyOutcome;
use loyalty_plans::verify::Answer;

/// The checklist: what is open first, each with what to do.
pub fn reviewed(o: &ReviewOutcome) -> String {
    let mut page = Page::standard();
    let open = o.items.iter().filter(|i| !i.pass).count();
    match o.passes {
        true => page.say(Tone::Good, "Ready to publish:", &format!(" all {} checks pass.", o.items.len()), 2),
        false => {
            page.say(Tone::Bad, "Not ready to publish:", &format!(" {open} of {} checks {} open.", o.items.len(), if open == 1 { "is" } else { "are" }), 2)
        }
    };
    for i in o.items.iter().filter(|i| !i.pass) {
        page.say(Tone::Attention, &format!("  OPEN {}:", i.item), &format!(" {}", i.found), 7);
        if !i.next.is_empty() {
            page.say(Tone::Plain, "", &format!("       To do: {}", i.next), 7);
        }
    }
    for i in o.items.iter().filter(|i| i.pass) {
        page.say(Tone::Good, "  pass", &format!(" {}: {}", i.item, i.found), 7);
    }
    if o.passes {
        page.say(Tone::Heading, "Next:", " freeze this revision", 2).command("plan-loyalty publish");
    }
    page.done()
}
/// A decision that was recorded, and whether it counts.
pub fn decided(done: &DecideOutcome) -> String {
    let mut page = Page::standard();
    let how = done.key.as_ref().map_or("unverified".into(), |k| format!("signed, key {k}"));
    page.words(&format!("{}: {} for {} by {} ({how}).", done.path.display(), done.act, done.role, done.person));
    if let Some(why) = &done.void {
        page.say(Tone::Attention, "It does not count:", &format!(" {why}."), 2);
    }
    if done.act == "published" {
        page.words(&format!("Published by {} (design {}). The revision is frozen.", done.person, super::short(&done.plan_hash)));
        if done.relaxed {
            page.say(Tone::Attention, "Published under relaxed policy:", " acts without a signature counted.", 2);
        }
    }
    page.done()
}
/// The answer, and what was looked at.
pub fn verified(r: &VerifyOutcome) -> String {
    let mut page = Page::standard();
    match r.answer {
        Answer::Verified => page.say(Tone::Good, "Verified", &format!(" {}.", r.because), 2),
        Answer::Unanchored => page.say(Tone::Attention, "Unanchored:", &format!(" nothing is out of order, but {}.", r.because), 2),
        Answer::Rejected => page.say(Tone::Bad, "Rejected", &format!(" {}.", r.because.trim_end_matches('.')), 2),
        Answer::Altered => page.say(Tone::Bad, "Altered:", &format!(" {}. Do not rely on this plan.", r.because), 2),
    };
    if r.interrupted {
        page.say(Tone::Attention, "Interrupted:", " the last command was not saved, and the plan is complete as it was before. Run that command again.", 2);
    }
    if r.relaxed {
        page.say(Tone::Attention, "Published under relaxed policy:", " acts without a signature counted.", 2);
    }
    page.say(Tone::Plain, "", &format!("Trust: {}.", r.trusted), 2);
    for l in &r.looked {
        match l.holds {
            Some(true) => page.say(Tone::Good, "  holds", &format!(" {}", l.sentence), 9),
            Some(false) => page.say(Tone::Bad, "  altered", &format!(" {}", l.sentence), 9),
            None => page.say(Tone::Attention, "  open", &format!(" {}", l.sentence), 9),
        };
    }
    page.done()
}
