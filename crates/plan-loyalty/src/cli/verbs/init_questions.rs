//! `init` with a person at the terminal: how the files were read, what is wrong with it, and what no file tells.
use crate::cli::out::{say, say_line};
use crate::cli::screen;
use loyalty_app::context::Context;
use loyalty_app::operations::init::{self as recognising, Answers, InitRequest};
use loyalty_app::refusal::{Question, Refusal};
use loyalty_app::request::parse;
use loyalty_model::request::ColumnMap;
use std::io::BufRead;

/// Goes through the reading and the questions; what was answered is in the request afterwards.
///
/// # Errors
/// A file that no answer makes readable.
pub fn through(context: &Context, request: &mut InitRequest, from: &mut dyn BufRead) -> Result<(), Refusal> {
    reading(context, request, from)?;
    request.answers = Answers {
        places: answered(from, "Where do your customers live? Rules differ by place (for example EU, California; Enter: not known)", &recognising::places)?
            .unwrap_or_default(),
        sector: answered(
            from,
            &choice(
                "Is one of these your sector? Some have rules of their own, some a usual margin",
                &recognising::sectors().iter().map(String::as_str).collect::<Vec<_>>(),
            ),
            &recognising::sector,
        )?,
        audience: answered(from, &choice("Who gets the rewards?", &recognising::AUDIENCES), &recognising::audience)?,
        margin: answered(from, "What share of net sales is left after variable cost? It scales every result (for example 42%; Enter: a placeholder)", &|t| {
            parse::share("margin", t)
        })?,
        lead_months: answered(from, "How many months do you need between the decision and the launch? (Enter: not known)", &recognising::lead_months)?,
        substitutes: answered(
            from,
            "Who stands in for an approver who is absent? (ROLE=PERSON, for example legal=dana@example.com; Enter: nobody)",
            &recognising::substitutes,
        )?
        .unwrap_or_default(),
    };
    Ok(())
}
/// Shows the reading until nobody finds a fault in it.
fn reading(context: &Context, request: &mut InitRequest, from: &mut dyn BufRead) -> Result<(), Refusal> {
    let mut sound = request.clone();
    loop {
        match recognising::look(context, request) {
            Ok(seen) if seen.tables.is_empty() => return Ok(()),
            Ok(seen) => {
                say!("How we read your data\n{}", screen::recognised(&seen));
                sound = request.clone();
            }
            // What a person said last did not do: they hear why and may say something else.
            Err(refusal) if *request != sound => {
                say_line!("{refusal}");
                *request = sound.clone();
                continue;
            }
            Err(refusal) => {
                say_line!("{refusal}");
                settle(request, refusal, from)?;
                continue;
            }
        }
        let Some(line) = ask(from, "Is a column wrong? Write TABLE.MEANING=COLUMN, or press Enter if all is right")? else { return Ok(()) };
        match parse::column(&line) {
            Ok(map) => {
                request.data.columns.retain(|c| (&c.table, &c.name) != (&map.table, &map.name));
                request.data.columns.push(map);
            }
            Err(refusal) => say_line!("{refusal}"),
        }
    }
}
/// Asks what would make a refused file readable.
fn settle(request: &mut InitRequest, refusal: Refusal, from: &mut dyn BufRead) -> Result<(), Refusal> {
    let Some(question) = refusal.question.clone() else { return Err(refusal) };
    match question {
        Question::Column { table, column, candidates } => {
            let line = ask(from, &format!("Which column is the {column} of {table}? ({})", candidates.join(", ")))?;
            let Some(named) = line else { return Err(refusal) };
            request.data.columns.push(ColumnMap { table, name: column, column: named });
        }
        Question::DateOrder { choices } => match ask(from, &format!("In which order do day, month and year stand? ({})", choices.join(", ")))? {
            Some(order) if choices.contains(&order) => request.data.date_order = Some(order),
            _ => return Err(refusal),
        },
        Question::Goal { .. } => return Err(refusal),
    }
    Ok(())
}
fn choice(question: &str, words: &[&str]) -> String {
    format!("{question} ({}; Enter: not known)", words.join(", "))
}
/// Asks until the answer can be read, or none is given.
fn answered<T>(from: &mut dyn BufRead, question: &str, read: &dyn Fn(&str) -> Result<T, Refusal>) -> Result<Option<T>, Refusal> {
    while let Some(line) = ask(from, question)? {
        match read(&line) {
            Ok(value) => return Ok(Some(value)),
            Err(refusal) => say_line!("{refusal}"),
        }
    }
    Ok(None)
}
/// One line; none where it is empty or the input has ended.
fn ask(from: &mut dyn BufRead, question: &str) -> Result<Option<String>, Refusal> {
    say!("{question}: ");
    let mut line = String::new();
    let read = from.read_line(&mut line).map_err(|e| Refusal::machine("the answer", e.to_string(), "answer again, or add --ask never"))?;
    if read == 0 {
        say_line!("");
    }
    let line = line.trim();
    Ok((!line.is_empty()).then(|| line.to_string()))
}
