//! `verify` and `review` on a screen: the answer first, then what it rests on.
use super::page::{Page, Tone};
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
/// The answer, and what was looked at.
pub fn verified(r: &VerifyOutcome) -> String {
    let mut page = Page::standard();
    let entry = r.first_broken.map_or(String::new(), |e| format!(" The first entry that does not hold is number {e}."));
    match r.answer {
        Answer::Anchored => page.say(Tone::Good, "Verified: everything holds,", " and an allowed signer signed the current design.", 2),
        Answer::Unanchored => {
            page.say(Tone::Attention, "Holds, unanchored:", " nothing is out of order, but no allowed signer has signed the current design.", 2)
        }
        Answer::Interrupted => {
            page.say(Tone::Attention, "Interrupted:", " the last command was not saved, and the plan is complete as it was before. Run that command again.", 2)
        }
        Answer::Broken => {
            page.say(Tone::Bad, "BROKEN.", &format!("{entry} Do not rely on this plan; restore the copy that {} records.", loyalty_plans::commit_log::NAME), 2)
        }
    };
    for l in &r.looked {
        match l.holds {
            Some(true) => page.say(Tone::Good, "  holds", &format!(" {}", l.sentence), 9),
            Some(false) => page.say(Tone::Bad, "  BROKEN", &format!(" {}", l.sentence), 9),
            None => page.say(Tone::Attention, "  open", &format!(" {}", l.sentence), 9),
        };
    }
    page.done()
}
