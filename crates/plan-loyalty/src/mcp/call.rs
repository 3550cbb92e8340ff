//! One call at work: waits for its turn, tells its progress, stops at the next block of work when it is cancelled.
use super::answer::Answer;
use super::door::Door;
use super::tools::Tool;
use crate::error::{Refusal, exit};
use loyalty_engine::progress::{CancelToken, Progress, TaskEvent};
use rmcp::RoleServer;
use rmcp::model::{JsonObject, ProgressNotificationParam, ProgressToken};
use rmcp::service::RequestContext;
use std::sync::Arc;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// Tasks of a full run, for the total of the progress.
const TASKS: f64 = 10.0;

/// Looks on a run for the client.
pub struct Call {
    cancel: CancelToken,
    told: UnboundedSender<String>,
}
impl Progress for Call {
    fn on_event(&self, task: &str, event: TaskEvent) {
        if event != TaskEvent::Begin {
            let _ = self.told.send(task.to_string());
        }
    }
    fn cancel_token(&self) -> CancelToken {
        self.cancel.clone()
    }
}
impl Call {
    /// Goes on, or ends here because the client cancelled.
    ///
    /// # Errors
    /// Cancelled.
    pub fn going_on(&self) -> Result<(), Refusal> {
        if self.cancel.is_cancelled() { Err(cancelled()) } else { Ok(()) }
    }
}
fn cancelled() -> Refusal {
    Refusal { code: exit::STOPPED, ..Refusal::machine("the call", "it was cancelled; nothing was written", "call again: the same request gives the same plan") }
}

/// Runs a tool.
///
/// # Errors
/// What the tool refuses; a full queue; cancelled.
pub async fn run(door: &Arc<Door>, name: &str, arguments: JsonObject, context: &RequestContext<RoleServer>) -> Result<Answer, Refusal> {
    let heavy = door.tool(name).is_some_and(|t| t.computes);
    let _place = match heavy.then(|| door.places.try_acquire()).transpose() {
        Ok(place) => place,
        Err(_) => return Err(Refusal::machine("the server", "too many calls are waiting", "call again in a minute")),
    };
    let _turn = match heavy {
        true => tokio::select! {
            turn = door.turns.acquire() => turn.ok(),
            () = context.ct.cancelled() => return Err(cancelled()),
        },
        false => None,
    };
    let (told, heard) = unbounded_channel();
    let call = Call { cancel: CancelToken::default(), told };
    let cancel = call.cancel.clone();
    let (shared, name) = (Arc::clone(door), name.to_string());
    let work = tokio::task::spawn_blocking(move || match shared.tool(&name) {
        Some(Tool { run, .. }) => run(&shared, arguments, &call),
        None => Err(Refusal::input(name, "there is no such tool", "", "see tools/list")),
    });
    let progress = tell(heard, context);
    tokio::pin!(work, progress);
    let mut listening = true;
    loop {
        tokio::select! {
            done = &mut work => {
                return done.unwrap_or_else(|_| Err(Refusal::machine("the tool", "it failed inside; nothing was half-written", "tell the makers what was asked; try other arguments")));
            }
            () = &mut progress, if listening => listening = false,
            () = context.ct.cancelled(), if !cancel.is_cancelled() => cancel.cancel(),
        }
    }
}
/// Progress notifications, where the client asked for them.
async fn tell(mut heard: UnboundedReceiver<String>, context: &RequestContext<RoleServer>) {
    let token: Option<ProgressToken> = context.meta.get_progress_token();
    let mut done = 0.0;
    while let Some(task) = heard.recv().await {
        let Some(token) = &token else { continue };
        done += 1.0;
        let note = ProgressNotificationParam::new(token.clone(), done).with_total(TASKS).with_message(format!("{task} is done"));
        let _ = context.peer.notify_progress(note).await;
    }
}
