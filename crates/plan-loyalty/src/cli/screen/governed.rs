//! `verify` and `review` on a screen.
use loyalty_app::operations::review::ReviewOutcome;
use loyalty_app::operations::verify::VerifyOutcome;
use loyalty_plans::verify::Answer;
use std::fmt::Write;

/// The checklist.
pub fn reviewed(o: &ReviewOutcome) -> String {
    let mut out = String::new();
    for i in &o.items {
        let _ = writeln!(out, "  {:<5} {:<34} {}", if i.pass { "pass" } else { "OPEN" }, i.item, i.found);
        if !i.next.is_empty() {
            let _ = writeln!(out, "        next: {}", i.next);
        }
    }
    out + if o.passes { "Ready to publish: plan-loyalty publish\n" } else { "Not ready to publish.\n" }
}
/// What was looked at, and the answer.
pub fn verified(r: &VerifyOutcome) -> String {
    let mut out = String::new();
    for l in &r.looked {
        let mark = match l.holds {
            Some(true) => "holds",
            Some(false) => "BROKEN",
            None => "open",
        };
        out += &format!("  {mark:<7} {}\n", l.sentence);
    }
    let entry = r.first_broken.map_or(String::new(), |e| format!(" The first entry that does not hold: {e}."));
    out + &match r.answer {
        Answer::Anchored => "Verified: everything holds, and a signature by an allowed signer covers the design of today.\n".to_string(),
        Answer::Unanchored => "Holds, unanchored: nothing is out of order, but no signature by an allowed signer covers the design of today.\n".into(),
        Answer::Interrupted => "Interrupted: the last command was not saved; the plan is complete as it was before. Run that command again.\n".into(),
        Answer::Broken => format!("BROKEN.{entry} Do not rely on this plan; look for the copy that {} speaks of.\n", loyalty_plans::commit_log::NAME),
    }
}
