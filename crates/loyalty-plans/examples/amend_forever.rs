//! Amends a plan again and again and says each revision that landed: what `tests/kills.rs` kills.
use loyalty_model::plan::Act;
use loyalty_plans::{chain, store};
use serde_json::json;
use std::io::Write;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::path::PathBuf::from(std::env::args().nth(1).ok_or("which plan?")?);
    for k in 0.. {
        let before = store::load(&path)?;
        let mut after = before.clone();
        after["design"]["step"] = json!(k);
        let entry =
            chain::Entry { at: "2026-11-24T10:00:00Z".into(), actor: "ann".into(), act: Act::Amended, reason: format!("step {k}").into(), decision: None };
        let after = chain::append(Some(&before), after, entry)?;
        store::replace(&path, &store::head_of(&before)?.1, &after)?;
        println!("{}", store::head_of(&after)?.0);
        std::io::stdout().flush()?;
    }
    Ok(())
}
