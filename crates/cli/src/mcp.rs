//! `mediant mcp`: reports for a software agent, over the Model Context Protocol on standard input and output.
//!
//! Two tools: `read_report` gives the text of a report and the form of facts, `suggest_facts` takes facts and holds them against the report.
//! The agent gets the reports named on the command line and nothing else: no case, no brief, no other file. What it suggests is kept beside
//! the report as any model's reply is, and a person decides about it.

use crate::arguments::mcp::Mcp;
use crate::failure::CliError;
use crate::read::source::Source;
use crate::runtime;
use crate::screen::plain;
use crate::suggester::replies::{Replies, check_name};
use mediant_reader::claims::{Proposed, Request};
use mediant_reader::report::Options;
use rmcp::handler::server::ServerHandler;
use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CallToolResult, ContentBlock, Implementation, JsonObject,
    ListToolsResult, PaginatedRequestParams, ServerCapabilities, ServerConfig, Tool,
};
use rmcp::service::{RequestContext, RoleServer, ServiceExt};
use rmcp::transport::stdio;
use serde::Deserialize;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

/// Serves the tools until the agent closes its end.
pub fn run(arguments: &Mcp) -> Result<(), CliError> {
    let desk = Reports::open(arguments)?;
    runtime::block_on(async move {
        let broken = |error: String| CliError::Internal(format!("the agent's connection broke: {error}"));
        let running = desk.serve(stdio()).await.map_err(|error| broken(error.to_string()))?;
        running.waiting().await.map(|_| ()).map_err(|error| broken(error.to_string()))
    })?
}

/// The reports that an agent may read.
#[derive(Clone)]
struct Reports {
    all: Arc<Vec<Named>>,
    options: Options,
    /// One agent may send several requests at once; a reply is added to a file by one at a time.
    writing: Arc<Mutex<()>>,
}

/// A report by the name under which the agent knows it.
struct Named {
    name: String,
    path: PathBuf,
    item: Option<usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReadReport {
    report: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SuggestFacts {
    report: String,
    model: String,
    facts: Vec<Value>,
}

impl Reports {
    /// Opens every report once, so that what cannot be read is told before an agent comes.
    fn open(arguments: &Mcp) -> Result<Self, CliError> {
        let options = Options { date: arguments.date, ..Options::default() };
        let mut all: Vec<Named> = Vec::new();
        let mut problems = Vec::new();
        for path in &arguments.reports {
            let opened = Source::open(path);
            let sources = match opened {
                Ok(sources) => sources,
                Err(problem) => {
                    problems.push(problem);
                    continue;
                }
            };
            for source in sources {
                match source.reading_for_a_model(&options) {
                    Ok(_) => {
                        all.push(Named { name: source.file, path: path.clone(), item: source.incoming.item });
                    }
                    Err(problem) => problems.push(problem),
                }
            }
        }
        if !problems.is_empty() {
            return Err(CliError::Input(problems));
        }
        let mut names: Vec<&str> = all.iter().map(|report| report.name.as_str()).collect();
        names.sort_unstable();
        if let Some(twice) = names.windows(2).find(|pair| pair[0] == pair[1]) {
            let name = plain(twice[0]);
            return Err(CliError::usage(format!("two reports are called `{name}`"), "rename one of them"));
        }
        Ok(Self { all: Arc::new(all), options, writing: Arc::default() })
    }

    fn tools(&self) -> Vec<Tool> {
        let names: Vec<&str> = self.all.iter().map(|report| report.name.as_str()).collect();
        let report = json!({"enum": names, "description": "The report"});
        let read = json!({
            "type": "object",
            "additionalProperties": false,
            "required": ["report"],
            "properties": {"report": report}
        });
        let facts = mediant_reader::claims::request::schema()["properties"]["facts"].take();
        let suggest = json!({
            "type": "object",
            "additionalProperties": false,
            "required": ["report", "model", "facts"],
            "properties": {
                "report": report,
                "model": {"type": "string", "description": "Your model's name: the suggestions are shown as its"},
                "facts": facts
            }
        });
        let object = |schema: Value| match schema {
            Value::Object(schema) => Arc::new(schema),
            _ => Arc::new(JsonObject::new()),
        };
        vec![
            Tool::new(
                "read_report",
                "The text of a dated report by paragraphs, and what counts as a fact",
                object(read),
            ),
            Tool::new(
                "suggest_facts",
                "Suggest what a report states. Words that do not stand in the report are refused. A person decides about every suggestion.",
                object(suggest),
            ),
        ]
    }

    /// What a tool answers; `Err` is told to the agent.
    fn call(&self, name: &str, arguments: Option<JsonObject>) -> Result<Value, String> {
        let arguments = Value::Object(arguments.unwrap_or_default());
        let form = |error: serde_json::Error| format!("the arguments are not in form: {error}");
        match name {
            "read_report" => self.read(&serde_json::from_value(arguments).map_err(form)?),
            "suggest_facts" => self.suggest(&serde_json::from_value(arguments).map_err(form)?),
            _ => Err("there is no such tool: read_report and suggest_facts are there".to_owned()),
        }
    }

    fn read(&self, asked: &ReadReport) -> Result<Value, String> {
        let (_, source) = self.source(&asked.report)?;
        let report = source.incoming.dated(&self.options).map_err(|fault| fault.to_string())?;
        let request = Request::new(&report);
        Ok(json!({"task": request.task, "report": request.report, "schema": request.schema}))
    }

    fn suggest(&self, given: &SuggestFacts) -> Result<Value, String> {
        check_name(&given.model).map_err(|failure| said(&failure))?;
        let (named, source) = self.source(&given.report)?;
        let reading = source.reading_for_a_model(&self.options).map_err(|problem| problem.to_string())?;
        let reply = json!({"facts": given.facts}).to_string();
        let proposed = Proposed::from_reply(&reading, &reply);
        let place = Replies::place(&named.path, named.item);
        // Whoever panicked while writing left the file whole: it is written in one step.
        let _one_at_a_time = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = Replies::kept(&place, &source.sha256).map_err(|problem| problem.to_string())?;
        let mut replies = kept.unwrap_or_else(|| Replies::none(&source.file, &source.sha256));
        replies.add(&given.model, &reply);
        replies.keep(&place).map_err(|failure| said(&failure))?;
        let refused = proposed.refused.iter();
        let refused: Vec<Value> =
            refused.map(|one| json!({"fact": one.claim, "cause": one.why.cause()})).collect();
        Ok(json!({"kept": proposed.suggestions.len(), "refused": refused}))
    }

    /// A report as its file is now.
    fn source(&self, name: &str) -> Result<(&Named, Source), String> {
        let unknown = || "there is no such report: `report` is one of those in the tool's form".to_owned();
        let named = self.all.iter().find(|report| report.name == name).ok_or_else(unknown)?;
        let sources = Source::open(&named.path).map_err(|problem| problem.to_string())?;
        let source = sources.into_iter().find(|source| source.file == name).ok_or_else(unknown)?;
        Ok((named, source))
    }
}

/// A failure's cause for an agent.
fn said(failure: &CliError) -> String {
    match failure {
        CliError::Usage { message, help } | CliError::Unfinished { message, help, .. } => {
            format!("{message}; {help}")
        }
        CliError::Internal(message) => message.clone(),
        CliError::Input(problems) => problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"),
        CliError::Told | CliError::Closed => String::new(),
    }
}

impl ServerHandler for Reports {
    fn get_info(&self) -> ServerConfig {
        ServerConfig::new(ServerCapabilities::builder().enable_tools().build())
            .with_server_info(Implementation::new("mediant", env!("CARGO_PKG_VERSION")))
            .with_instructions("Read each report with read_report, then send its facts with suggest_facts.")
    }

    async fn list_tools(
        &self,
        _page: Option<PaginatedRequestParams>,
        _context: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, rmcp::ErrorData> {
        Ok(ListToolsResult::with_all_items(self.tools()))
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        _context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, rmcp::ErrorData> {
        let reports = self.clone();
        // Reading takes a while and would hold up what comes in meanwhile.
        let called =
            tokio::task::spawn_blocking(move || reports.call(&request.name, request.arguments)).await;
        let told = called.map_err(|_| rmcp::ErrorData::internal_error("this is a fault in mediant", None))?;
        Ok(match told {
            Ok(value) => CallToolResult::structured(value).into(),
            Err(cause) => CallToolResult::error(vec![ContentBlock::text(cause)]).into(),
        })
    }
}
