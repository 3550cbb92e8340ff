//! Acts of people on the plan: what is open, the statement that a person signs, and the signature. Nobody signs here: the person's own key does, and this
//! program never reads it.
use super::{Answer, frame, refusal};
use crate::studio::desk::{Act, Call, Desk};
use crate::studio::keys;
use crate::studio::state::quoted;
use loyalty_app::operations::decide::{Decides, Pending};
use loyalty_app::operations::review::ReviewOutcome;
use loyalty_app::refusal::Refusal;
use loyalty_plans::signers::{PREPARER, PUBLISHER};
use maud::{Markup, html};
use std::io::Write;

/// Acts that the page offers: word, act, and what it is called. Overrides and waivers name rules and evidence: they are made in a terminal.
const ACTS: [(&str, Decides, &str); 5] = [
    ("submit", Decides::Submit, "Submit for approval"),
    ("approve", Decides::Approve, "Approve"),
    ("reject", Decides::Reject, "Reject"),
    ("resolve", Decides::Resolve, "Resolve an escalation"),
    ("publish", Decides::Publish, "Publish"),
];
/// A form as it was sent.
struct Form(Vec<(String, String)>);
impl Form {
    fn of(bytes: &[u8]) -> Form {
        Form(form_urlencoded::parse(bytes).into_owned().collect())
    }
    fn field(&self, name: &str) -> String {
        self.0.iter().find(|(n, _)| n == name).map(|(_, v)| v.trim().to_string()).unwrap_or_default()
    }
    fn act(&self) -> Option<Act> {
        let (_, decides, _) = ACTS.into_iter().find(|(word, _, _)| *word == self.field("act"))?;
        let role = match decides {
            Decides::Approve | Decides::Reject => self.field("as"),
            // One role alone may do it.
            _ => String::new(),
        };
        Some(Act { decides, role, person: self.field("person"), note: self.field("note") })
    }
}
/// What is open, and the statement of the act that the address names.
pub fn sign(desk: &Desk, call: &Call, query: &[u8]) -> Answer {
    page(desk, call, &Form::of(query), None)
}
/// Records the act with its signature: one that was pasted, or one that a key of the running agent makes now.
pub fn signed(desk: &Desk, call: &Call, form: &[u8]) -> Answer {
    let form = Form::of(form);
    match record(desk, call, &form) {
        Ok(()) => Answer::GoTo("/?tab=history#details".into()),
        Err(why) => page(desk, call, &form, Some(why)),
    }
}
fn record(desk: &Desk, call: &Call, form: &Form) -> Result<(), Refusal> {
    let act = form
        .act()
        .ok_or_else(|| Refusal::input("the act", "none was chosen", "A decision is one of the acts on the page", "choose one and show its statement"))?;
    let machine = |e: std::io::Error| Refusal::machine("the signature", e.to_string(), "free some space and sign again");
    let mut file = tempfile::NamedTempFile::new().map_err(machine)?;
    let signature = match form.field("key") {
        key if !key.is_empty() => {
            let statement = desk.pending(call, &act)?.statement;
            if form.field("confirmed") != "yes" || form.field("statement") != statement.trim() {
                let reason = "The key of the agent signs what was on the page, after you said yes to it";
                return Err(Refusal::input(
                    "the confirmation",
                    "it was not given, or the statement is another now",
                    reason,
                    "read the statement again and confirm it",
                ));
            }
            keys::sign(&key, &statement)?
        }
        _ => format!("{}\n", form.field("signature").replace("\r\n", "\n")),
    };
    file.write_all(signature.as_bytes()).map_err(machine)?;
    desk.decide(call, &act, file.path())
        .map_err(|r| if r.place == file.path().display().to_string() { Refusal { place: "the signature".into(), ..r } } else { r })?;
    Ok(())
}
fn page(desk: &Desk, call: &Call, form: &Form, why: Option<Refusal>) -> Answer {
    let (saved, review) = match desk.saved().and_then(|saved| Ok((saved, desk.review(call)?))) {
        Ok(found) => found,
        Err(why) => return super::gone(desk, why),
    };
    let act = form.act();
    let pending = act.as_ref().map(|act| desk.pending(call, act));
    let (pending, forbidden) = match pending {
        Some(Ok(pending)) => (Some(pending), None),
        Some(Err(why)) => (None, Some(why)),
        None => (None, None),
    };
    let why = why.or(forbidden).map(|r| desk.told(r));
    let company = &saved.worded.design.brief.company;
    let roles: Vec<&str> = saved.worded.design.governance.approvals.iter().map(|a| a.role.as_str()).filter(|r| ![PREPARER, PUBLISHER].contains(r)).collect();
    let body = html! {
        a.skip href="#main" { "Skip to the statement" }
        header #top {
            div.who {
                p.kicker { a href="/" { (company) } " · studio" }
                h1 { "Decide and sign" }
                p.note { "The same acts, under the same rules, as in a terminal. This program never reads your key." }
            }
        }
        main #main .plain tabindex="-1" {
            (refusal(why.as_ref()))
            (choose(form, &roles))
            @if let (Some(pending), Some(act)) = (&pending, &act) { (statement(desk, form, act, pending)) }
            (open(&review))
            (unsettled(desk, call))
        }
    };
    Answer::Page { html: frame(&format!("{company}: decide and sign"), false, &body).into_string(), refusal: why.map(|r| r.kind), address: None }
}
fn choose(form: &Form, roles: &[&str]) -> Markup {
    let (word, role) = (form.field("act"), form.field("as"));
    html! {
        form #choose .stack action="/sign" method="get" autocomplete="off" {
            h2 { "Which act" }
            label for="act" { "Act" }
            select #act name="act" { @for (own, _, name) in ACTS { option value=(own) selected[own == word] { (name) } } }
            label for="as" { "Role" span.note { " of an approval or a rejection" } }
            select #as name="as" { @for own in roles { option value=(own) selected[*own == role] { (loyalty_exports::copy::role(own)) } } }
            label for="person" { "Person" span.note { " as the file of signers names you" } }
            input #person name="person" type="text" required maxlength="200" value=(form.field("person"));
            label for="note" { "Note" span.note { " the reason of a rejection or a resolution" } }
            input #note name="note" type="text" maxlength="400" value=(form.field("note"));
            p.acts { button type="submit" { "Show the statement" } }
        }
    }
}
fn statement(desk: &Desk, form: &Form, act: &Act, p: &Pending) -> Markup {
    let word = form.field("act");
    let mut flags = format!(" --act {word}");
    for (flag, said) in [("as", &act.role), ("person", &act.person), ("note", &act.note)] {
        if !said.is_empty() {
            flags += &format!(" --{flag} {}", quoted(said));
        }
    }
    let command = format!(
        "plan-loyalty statement {}{flags} > statement.txt\nssh-keygen -Y sign -n plan-loyalty -f YOUR_KEY statement.txt",
        quoted(&desk.plan().unwrap_or_default())
    );
    let own = keys::listed();
    html! {
        section #statement aria-labelledby="statement-title" {
            h2 #statement-title { (p.decision.person) " as " (loyalty_exports::copy::role(&p.decision.role)) ": " (p.act) }
            p { (p.title) ". " (p.verdict) }
            h3 { "The text that is signed" }
            pre { (p.statement) }
            form action="/sign" method="post" autocomplete="off" {
                @for name in ["act", "as", "person", "note"] { input type="hidden" name=(name) value=(form.field(name)); }
                input type="hidden" name="statement" value=(p.statement.trim());
                @if !own.is_empty() {
                    fieldset {
                        legend { "With a key of the running agent" }
                        @for key in &own { label.choice { input type="radio" name="key" value=(key.fingerprint); span { (key.comment) span.note { " " (key.fingerprint) } } } }
                        label.choice { input type="checkbox" name="confirmed" value="yes"; span { "I have read the statement, and sign it with this key" } }
                    }
                }
                h3 { "With a key of your own, in a terminal" }
                pre { (command) }
                label for="signature" { "Signature" span.note { " the content of statement.txt.sig" } }
                textarea #signature name="signature" rows="6" spellcheck="false" placeholder="-----BEGIN SSH SIGNATURE-----" {}
                p.acts { button.main type="submit" { "Record" } }
            }
        }
    }
}
/// Findings, each on a line; many of them folded.
fn found(all: &str) -> Markup {
    const FEW: usize = 4;
    let each: Vec<&str> = all.split("; ").collect();
    let list = |each: &[&str]| html! { ul.plain { @for one in each { li { (one) } } } };
    html! {
        @if each.len() > FEW { details { summary { (each.len()) " findings" } (list(&each)) } } @else { (list(&each)) }
    }
}
/// How many comments nobody has settled: they forbid nothing.
fn unsettled(desk: &Desk, call: &Call) -> Markup {
    let count = desk.comments(call).map_or(0, |all| all.iter().filter(|c| c.settled.is_none()).count());
    html! { @if count > 0 { p { a href="/#comments" { (count) @if count == 1 { " comment is" } @else { " comments are" } } " open. They forbid nothing." } } }
}
/// What is still open before publication.
fn open(r: &ReviewOutcome) -> Markup {
    html! {
        section aria-labelledby="open-title" {
            h2 #open-title { @if r.passes { "Nothing is open: the plan can be published" } @else { "What is open before publication" } }
            div.scroll.cards tabindex="0" role="group" aria-label="Table: what is open" {
                table {
                    thead { tr { th scope="col" { "Looked at" } th scope="col" { "Found" } th scope="col" { "Next" } } }
                    tbody {
                        @for i in &r.items {
                            tr {
                                th scope="row" { (if i.pass { "✓ " } else { "✗ " }) (i.item) span.unseen { (if i.pass { " passes" } else { " is open" }) } }
                                td data-label="Found" { (found(&i.found)) }
                                td data-label="Next" { (i.next) }
                            }
                        }
                    }
                }
            }
        }
    }
}
