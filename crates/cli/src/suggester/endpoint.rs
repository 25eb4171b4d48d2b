//! Where a model answers: any server that speaks OpenAI's chat interface.
//!
//! A report goes to this machine alone, unless `MEDIANT_MODEL_HOSTS` names the host; then only over TLS. No redirect is followed and no proxy
//! used, since either could carry the report to somebody else.

use crate::failure::CliError;
use crate::screen::plain;
use mediant_reader::claims::{Request, reply};
use serde::Deserialize;
use serde_json::json;
use std::fmt;
use std::io::Read;
use std::net::{IpAddr, ToSocketAddrs};
use std::time::Duration;
use ureq::http::{Response, Uri};
use ureq::{Agent, Body};

/// Hosts that may be asked besides this machine, with commas between.
const HOSTS: &str = "MEDIANT_MODEL_HOSTS";
/// The key that a server may want.
const KEY: &str = "MEDIANT_MODEL_KEY";
/// A model on a laptop may take its time; somebody waits all the same.
const PATIENCE: Duration = Duration::from_secs(600);
/// Bytes of an answer that are read: a reply of full length, each of whose characters may be written as six.
const LONGEST: u64 = 6 * reply::LONGEST as u64 + 100_000;

/// A server that may be asked.
pub struct Endpoint {
    base: String,
    agent: Agent,
    key: Option<String>,
}

impl fmt::Debug for Endpoint {
    /// The address without the key.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Endpoint").field("base", &self.base).finish_non_exhaustive()
    }
}

#[derive(Deserialize)]
struct Models {
    data: Vec<Model>,
}

#[derive(Deserialize)]
struct Model {
    id: String,
}

#[derive(Deserialize)]
struct Answer {
    choices: Vec<Choice>,
}

#[derive(Deserialize)]
struct Choice {
    message: Message,
}

/// Calls of tools and whatever else a message may hold are not looked at: nothing is called.
#[derive(Deserialize)]
struct Message {
    #[serde(default)]
    content: Option<String>,
}

impl Endpoint {
    /// Of a URL such as `http://127.0.0.1:11434/v1`.
    ///
    /// # Errors
    /// It is no URL, or its host may not be asked.
    pub fn from_url(url: &str) -> Result<Self, CliError> {
        let environment = |name| variable(name).filter(|value| !value.trim().is_empty());
        Self::with(url, environment(HOSTS).as_deref().unwrap_or(""), environment(KEY))
    }

    fn with(url: &str, hosts: &str, key: Option<String>) -> Result<Self, CliError> {
        let form = "give it as http://127.0.0.1:PORT/v1";
        let shown = plain(url);
        let uri: Uri = url.parse().map_err(|_| CliError::usage(format!("`{shown}` is no URL"), form))?;
        let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
            return Err(CliError::usage(format!("`{shown}` has no host"), form));
        };
        if authority.as_str().contains('@') || uri.query().is_some() {
            return Err(CliError::usage(
                "the model's URL holds a name, a password or a query",
                format!("put a key into {KEY}, and {form}"),
            ));
        }
        let host = authority.host().trim_matches(['[', ']']).to_lowercase();
        let own = is_this_machine(&host, authority.port_u16());
        let named = hosts.split(',').any(|known| known.trim().eq_ignore_ascii_case(&host));
        match (scheme, own, named) {
            ("http" | "https", true, _) | ("https", false, true) => {}
            ("http", false, true) => {
                return Err(CliError::usage(
                    format!("{} would get the report unencrypted", plain(&host)),
                    "use https",
                ));
            }
            ("http" | "https", false, false) => {
                return Err(CliError::usage(
                    format!("{} is another machine, and the report would leave this one", plain(&host)),
                    format!("if that is meant, name it: {HOSTS}={}", plain(&host)),
                ));
            }
            _ => return Err(CliError::usage(format!("`{shown}` is neither http nor https"), form)),
        }
        let agent = Agent::config_builder()
            .timeout_global(Some(PATIENCE))
            .max_redirects(0)
            .proxy(None)
            .http_status_as_error(false)
            .build()
            .into();
        Ok(Self { base: url.trim_end_matches('/').to_owned(), agent, key })
    }

    /// The only model of the server.
    ///
    /// # Errors
    /// It does not answer, or it has none or several.
    pub fn only_model(&self) -> Result<String, CliError> {
        let mut request = self.agent.get(format!("{}/models", self.base));
        if let Some(key) = &self.key {
            request = request.header("Authorization", format!("Bearer {key}"));
        }
        let answer = self.body(request.call())?;
        let models: Models = serde_json::from_slice(&answer)
            .map_err(|_| self.failed("does not say which models it has", "name one with --model-name"))?;
        match models.data.as_slice() {
            [only] => Ok(only.id.clone()),
            [] => Err(self.failed("has no model", "load one into it")),
            several => {
                let names: Vec<String> = several.iter().take(12).map(|model| plain(&model.id)).collect();
                let names = names.join(", ");
                Err(self.failed("has several models", &format!("name one with --model-name: {names}")))
            }
        }
    }

    /// What a model replies, as it came. A reply that is too long ends behind the length that may be.
    ///
    /// # Errors
    /// There is no answer, or one that is no chat.
    pub fn ask(&self, model: &str, request: &Request) -> Result<String, CliError> {
        let body = json!({
            "model": model,
            "messages": [
                {"role": "system", "content": request.task},
                {"role": "user", "content": request.report}
            ],
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": "facts", "strict": true, "schema": request.schema}
            },
            "temperature": 0,
            "seed": 0,
            "stream": false
        });
        let mut sent = self
            .agent
            .post(format!("{}/chat/completions", self.base))
            .header("Content-Type", "application/json");
        if let Some(key) = &self.key {
            sent = sent.header("Authorization", format!("Bearer {key}"));
        }
        let answer = self.body(sent.send(body.to_string()))?;
        let unread =
            || self.failed("gave an answer that is no chat", "check its address, which ends with /v1");
        // What is cut off cannot be read as JSON: its text counts as the reply, which is refused for its length.
        if answer.len() as u64 > LONGEST {
            return Ok(cut(&String::from_utf8_lossy(&answer)).to_owned());
        }
        let answer: Answer = serde_json::from_slice(&answer).map_err(|_| unread())?;
        let choice = answer.choices.into_iter().next().ok_or_else(unread)?;
        Ok(cut(&choice.message.content.unwrap_or_default()).to_owned())
    }

    fn body(&self, answer: Result<Response<Body>, ureq::Error>) -> Result<Vec<u8>, CliError> {
        let start = "start it, or leave --model out";
        let mut answer = answer.map_err(|error| self.failed(&format!("does not answer: {error}"), start))?;
        let status = answer.status();
        if status.is_redirection() {
            return Err(self.failed(
                "points to another address, and nothing was sent there",
                "give that address, if it is meant",
            ));
        }
        if !status.is_success() {
            let help = match status.as_u16() {
                401 | 403 => format!("put its key into {KEY}"),
                404 => "check its address, which ends with /v1, and the model's name".to_owned(),
                _ => "look into its log".to_owned(),
            };
            return Err(self.failed(&format!("answers with status {}", status.as_u16()), &help));
        }
        let mut body = Vec::new();
        let read = answer.body_mut().as_reader().take(LONGEST + 1).read_to_end(&mut body);
        read.map_err(|error| self.failed(&format!("broke its answer off: {error}"), start))?;
        Ok(body)
    }

    fn failed(&self, what: &str, help: &str) -> CliError {
        CliError::Unfinished {
            message: format!("the model at {} {}", plain(&self.base), plain(what)),
            help: help.to_owned(),
            code: 1,
        }
    }
}

/// At most one byte more than a reply may have, so that it is known to be too long.
fn cut(reply: &str) -> &str {
    &reply[..reply.ceil_char_boundary(reply::LONGEST + 1)]
}

/// Whether a name or address is this machine's own, whatever the name service says of it.
fn is_this_machine(host: &str, port: Option<u16>) -> bool {
    if let Ok(address) = host.parse::<IpAddr>() {
        return address.is_loopback();
    }
    let found = (host, port.unwrap_or(80)).to_socket_addrs();
    host == "localhost" && found.is_ok_and(|mut all| all.all(|address| address.ip().is_loopback()))
}

#[expect(clippy::disallowed_methods, reason = "this is the place where the model's settings are read")]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(url: &str, hosts: &str) -> bool {
        Endpoint::with(url, hosts, None).is_err()
    }

    #[test]
    fn a_report_stays_on_this_machine_unless_a_host_is_named() {
        for url in [
            "http://127.0.0.1:8080/v1",
            "http://[::1]:8080/v1",
            "http://127.7.7.7/v1",
            "http://localhost:1/v1",
        ] {
            assert!(!refused(url, ""), "{url}");
        }
        let elsewhere = [
            "http://192.168.1.4/v1",
            "https://models.example/v1",
            "http://127.0.0.1.example/v1",
            "http://localhost.example/v1",
            "http://0.0.0.0/v1",
            "http://2130706433.example/v1",
            "ftp://127.0.0.1/v1",
            "http://user:word@127.0.0.1/v1",
            "http://127.0.0.1@models.example/v1",
            "127.0.0.1:8080",
            "/v1",
            "",
        ];
        for url in elsewhere {
            assert!(refused(url, ""), "{url}");
        }
        assert!(!refused("https://models.example/v1", "other.example, Models.Example"));
        assert!(refused("http://models.example/v1", "models.example"));
        assert!(refused("https://more.models.example/v1", "models.example"));
    }
}
