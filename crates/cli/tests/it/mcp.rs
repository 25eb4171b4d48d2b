//! `mcp`: an agent reads the reports it was given and suggests facts, over its protocol.

#![expect(clippy::unwrap_used, reason = "a test should stop at the first thing that is not as it expects")]

use crate::support::{Folder, mediant};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

const TALKS: &str = "date 2031-05-14\n\nDelegations from Veldria and Norland met in Bern on Tuesday.\n";

struct Agent {
    child: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
    number: u64,
}

impl Agent {
    fn with(reports: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mediant"));
        let mut child =
            command.arg("mcp").args(reports).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let to = child.stdin.take().unwrap();
        let from = BufReader::new(child.stdout.take().unwrap());
        let mut agent = Self { child, to, from, number: 0 };
        let hello = json!({"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "agent", "version": "1"}});
        agent.ask("initialize", hello);
        agent.send(&json!({"jsonrpc": "2.0", "method": "notifications/initialized"}));
        agent
    }

    fn send(&mut self, message: &Value) {
        writeln!(self.to, "{message}").unwrap();
        self.to.flush().unwrap();
    }

    fn ask(&mut self, method: &str, params: Value) -> Value {
        self.number += 1;
        let number = self.number;
        self.send(&json!({"jsonrpc": "2.0", "id": number, "method": method, "params": params}));
        loop {
            let mut line = String::new();
            assert_ne!(self.from.read_line(&mut line).unwrap(), 0, "the server has gone");
            let answer: Value = serde_json::from_str(&line).unwrap();
            if answer["id"] == number {
                return answer;
            }
        }
    }

    fn call(&mut self, tool: &str, arguments: Value) -> Value {
        self.ask("tools/call", json!({"name": tool, "arguments": arguments}))["result"].clone()
    }

    fn leave(self) {
        let Self { mut child, to, .. } = self;
        drop(to);
        assert!(child.wait().unwrap().success());
    }
}

#[test]
fn an_agent_reads_a_report_and_suggests_what_stands_in_it() {
    let folder = Folder::new();
    let talks = folder.write("talks.txt", TALKS);
    folder.write("talks.toml", "title = \"a planted secret\"\n");
    let mut agent = Agent::with(&[&talks]);
    let tools = agent.ask("tools/list", json!({}));
    let names: Vec<_> =
        tools["result"]["tools"].as_array().unwrap().iter().map(|tool| tool["name"].clone()).collect();
    assert_eq!(names, ["read_report", "suggest_facts"]);

    let read = agent.call("read_report", json!({"report": "talks.txt"}));
    let given = &read["structuredContent"];
    assert!(given["report"].as_str().unwrap().contains("met in Bern on Tuesday"));
    assert!(!read.to_string().contains("planted secret"));

    let facts = json!([
        {"kind": "session", "status": "held", "words": "met in Bern on Tuesday", "paragraph": 1},
        {"kind": "status", "what": "agreed", "words": "agreed on everything", "paragraph": 1}
    ]);
    let told =
        agent.call("suggest_facts", json!({"report": "talks.txt", "model": "agent-1", "facts": facts}));
    assert_eq!(told["structuredContent"]["kept"], 1);
    assert_eq!(told["structuredContent"]["refused"][0]["fact"], 2);
    agent.leave();

    let said = mediant(&["read", "--format", "json", "--replies", &talks]);
    let report: Value = serde_json::from_str(&said.out).unwrap();
    let of_agent: Vec<_> =
        report["suggestions"].as_array().unwrap().iter().filter(|one| one["author"] == "agent-1").collect();
    assert_eq!(of_agent.len(), 1);
    assert_eq!(of_agent[0]["on"], "2031-05-13");
}

#[test]
fn an_agent_gets_nothing_that_was_not_named() {
    let folder = Folder::new();
    let talks = folder.write("talks.txt", TALKS);
    folder.write("other.txt", "date 2031-05-14\n\nA planted secret.\n");
    let mut agent = Agent::with(&[&talks]);
    for report in ["other.txt", "../talks.txt", "./talks.txt", &folder.at("other.txt"), "", "talks.txt#1"] {
        let told = agent.call("read_report", json!({"report": report}));
        assert_eq!(told["isError"], true, "{report}");
        assert!(!told.to_string().contains("planted secret"));
        let told = agent.call("suggest_facts", json!({"report": report, "model": "agent-1", "facts": []}));
        assert_eq!(told["isError"], true, "{report}");
    }
    for wrong in [json!({}), json!({"report": "talks.txt", "accept": true}), json!({"report": 7})] {
        assert_eq!(agent.call("read_report", wrong)["isError"], true);
    }
    let as_reader = json!({"report": "talks.txt", "model": "reader", "facts": []});
    assert_eq!(agent.call("suggest_facts", as_reader)["isError"], true);
    assert_eq!(agent.call("accept", json!({}))["isError"], true);
    agent.leave();
    assert_eq!(folder.names(), ["other.txt", "talks.txt"]);
}
