//! What a tool answers: content that conforms to its output schema, a short text, and links to what is large.
use loyalty_app::refusal::Refusal;
use rmcp::model::{CallToolResult, ContentBlock, Resource};
use serde::Serialize;
use serde_json::Value;

/// An answer.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Conforms to the tool's output schema.
    pub structured: Value,
    /// In a few lines.
    pub text: String,
    /// Large artefacts.
    pub links: Vec<Resource>,
}
impl Answer {
    /// An answer without links.
    ///
    /// # Errors
    /// A figure that is no number.
    pub fn of(structured: &impl Serialize, text: impl Into<String>) -> Result<Answer, Refusal> {
        let structured = serde_json::to_value(structured).map_err(|e| Refusal::machine("the answer", e.to_string(), "ask again"))?;
        Ok(Answer { structured, text: text.into(), links: vec![] })
    }
    /// With links.
    pub fn with(self, links: Vec<Resource>) -> Answer {
        Answer { links, ..self }
    }
    /// As the protocol carries it.
    pub fn result(self) -> CallToolResult {
        let mut content = vec![ContentBlock::text(self.text)];
        content.extend(self.links.into_iter().map(ContentBlock::resource_link));
        let mut result = CallToolResult::success(content);
        result.structured_content = Some(self.structured);
        result
    }
}
