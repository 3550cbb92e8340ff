//! One call at work, as an operation sees it: tells its progress, may be cancelled.
use loyalty_engine::progress::{CancelToken, Progress, TaskEvent};
use tokio::sync::mpsc::UnboundedSender;

/// Looks on a run for the client.
pub struct Call {
    cancel: CancelToken,
    told: UnboundedSender<String>,
}
impl Call {
    /// A call that tells its tasks here.
    pub fn new(told: UnboundedSender<String>) -> Call {
        Call { cancel: CancelToken::default(), told }
    }
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
