//! One call at work, as an operation sees it: tells its progress, may be cancelled.
use loyalty_engine::orchestrate::Moment;
use loyalty_engine::watch::{Stop, Watch};
use tokio::sync::mpsc::UnboundedSender;

/// Looks on a run for the client.
pub struct Call {
    stop: Stop,
    told: UnboundedSender<String>,
}
impl Call {
    /// A call that tells its tasks here.
    pub fn new(told: UnboundedSender<String>) -> Call {
        Call { stop: Stop::default(), told }
    }
}
impl Watch for Call {
    fn hear(&self, task: &str, moment: Moment) {
        if moment == Moment::End {
            let _ = self.told.send(task.to_string());
        }
    }
    fn stop(&self) -> Stop {
        self.stop.clone()
    }
}
