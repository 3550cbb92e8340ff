//! A call waits for its turn, is run off the server's threads, tells its progress, and stops at the next block of work when it is cancelled.
use super::answer::Answer;
use super::call::{self, Call, Heard, Tally};
use super::service::Service;
use super::tools::Tool;
use loyalty_app::refusal::Refusal;
use loyalty_engine::progress::Progress;
use rmcp::RoleServer;
use rmcp::model::{JsonObject, ProgressNotificationParam, ProgressToken};
use rmcp::service::RequestContext;
use std::sync::Arc;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

/// Tasks of a full run, for the total of the progress.
const TASKS: f64 = 10.0;

fn cancelled() -> Refusal {
    Refusal::stopped("the call", "the run was cancelled; nothing was written", "call again: the same request gives the same plan")
}

/// Runs a tool.
///
/// # Errors
/// What the tool refuses; a full queue; cancelled.
pub async fn run(service: &Arc<Service>, name: &str, arguments: JsonObject, context: &RequestContext<RoleServer>) -> Result<Answer, Refusal> {
    let heavy = service.tool(name).is_some_and(|t| t.computes);
    let shared = &service.context;
    let _place = match heavy.then(|| shared.places.try_acquire()).transpose() {
        Ok(place) => place,
        Err(_) => return Err(Refusal::machine("the server", "too many calls are waiting", "call again in a minute")),
    };
    let _turn = match heavy {
        true => tokio::select! {
            turn = shared.turns.acquire() => turn.ok(),
            () = context.ct.cancelled() => return Err(cancelled()),
        },
        false => None,
    };
    let (told, heard) = unbounded_channel();
    let call = Call::new(told, client(context));
    let cancel = call.cancel_token();
    let (service, name) = (Arc::clone(service), name.to_string());
    let work = tokio::task::spawn_blocking(move || match service.tool(&name) {
        Some(Tool { run, .. }) => run(&service.context, arguments, &call),
        None => Err(Refusal::input(name, "unknown tool", "Tools are called by name", "tools/list has the names")),
    });
    let progress = tell(heard, context);
    tokio::pin!(work, progress);
    let mut listening = true;
    loop {
        tokio::select! {
            done = &mut work => {
                return done.unwrap_or_else(|_| Err(Refusal::machine("the tool", "it failed inside; nothing was half-written", "report this as a bug, with the request; try other arguments")));
            }
            () = &mut progress, if listening => listening = false,
            () = context.ct.cancelled(), if !cancel.is_cancelled() => cancel.cancel(),
        }
    }
}
/// Who calls: as the request says it, else as the session began.
fn client(context: &RequestContext<RoleServer>) -> Option<String> {
    let told = context.meta.client_info().or_else(|| context.peer.peer_info().map(|p| p.client_info.clone()))?;
    call::client(&told.name, &told.version)
}
/// Progress notifications, where the client asked for them.
async fn tell(mut heard: UnboundedReceiver<Heard>, context: &RequestContext<RoleServer>) {
    let token: Option<ProgressToken> = context.meta.get_progress_token();
    let mut tally = Tally::default();
    while let Some(heard) = heard.recv().await {
        let Some(token) = &token else { continue };
        let Some((done, message)) = tally.next(heard) else { continue };
        let note = ProgressNotificationParam::new(token.clone(), done).with_total(TASKS).with_message(message);
        let _ = context.peer.notify_progress(note).await;
    }
}
