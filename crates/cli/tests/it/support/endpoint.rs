//! A server that answers as a model would, with whatever a test wants it to say.

#![expect(clippy::unwrap_used, reason = "a test whose server breaks should stop there")]

use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// What was asked: path and body.
pub type Asked = (String, String);

/// A server on this machine. It ends with the process.
pub struct Endpoint {
    pub url: String,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Endpoint {
    /// Answers every request with a status and a body, made from path and body of the request.
    pub fn answering(answer: impl Fn(&Asked) -> (String, String) + Send + 'static) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let url = format!("http://{}/v1", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let known = Arc::clone(&asked);
        thread::spawn(move || {
            for stream in listener.incoming() {
                serve(stream.unwrap(), &answer, &known);
            }
        });
        Self { url, asked }
    }

    /// A model that replies with a text, whatever it is asked.
    pub fn replying(reply: impl Into<String>) -> Self {
        let reply = reply.into();
        Self::answering(move |_| ("200 OK".to_owned(), chat(&reply)))
    }

    /// A model that claims facts.
    pub fn claiming(facts: Value) -> Self {
        Self::replying(json!({"facts": facts}).to_string())
    }

    /// What it was asked until now.
    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }
}

/// An answer of a chat with this reply.
pub fn chat(reply: &str) -> String {
    json!({"choices": [{"index": 0, "message": {"role": "assistant", "content": reply}}]}).to_string()
}

fn serve(stream: TcpStream, answer: &impl Fn(&Asked) -> (String, String), known: &Mutex<Vec<Asked>>) {
    let mut reader = BufReader::new(stream);
    let mut first = String::new();
    if reader.read_line(&mut first).unwrap_or(0) == 0 {
        return;
    }
    let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
        if line.trim().is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    let asked = (path, String::from_utf8(body).unwrap());
    let (status, body) = answer(&asked);
    known.lock().unwrap().push(asked);
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    // Whoever has read enough of a long answer hangs up.
    let _ = reader
        .get_mut()
        .write_all(head.as_bytes())
        .and_then(|()| reader.get_mut().write_all(body.as_bytes()));
}
