//! A desk on a socket, in a world without chance, and a client that sends exactly what it is told.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot be set up fails"
)]

use crate::faulty::Faulty;
use jiff::{SignedDuration, Timestamp};
use mediant_desk::accounts::{Accounts, Attempts, HashCost};
use mediant_desk::app::AppState;
use mediant_desk::server;
use mediant_desk::settings::Limits;
use mediant_desk::settings::Settings;
use mediant_desk::settings::rates::Rate;
use mediant_desk::{Desk, World};
use mediant_model::PersonId;
use mediant_model::case::Reader;
use mediant_model::party::PersonRole;
use mediant_record::keyring::MasterKey;
use mediant_record::state::Revision;
use mediant_record::{Actor, Command, Role, State};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

pub const PASSWORD: &str = "four small words here";

/// A clock that is set by hand, and bytes that follow from counters.
///
/// Each length of what is drawn has a counter of its own. Ids, nonces and tokens are of different lengths, and the writer
/// draws nonces at its own pace: with one counter for all, the id of a mediation, and with it the mediation's questions, would
/// differ between two runs of one test.
pub struct Clockwork {
    now: Mutex<Timestamp>,
    seed: u64,
    drawn: Mutex<BTreeMap<usize, u64>>,
}

impl Clockwork {
    pub fn new(seed: u64) -> Arc<Self> {
        let now = "2025-12-04T09:00:00Z".parse().unwrap();
        Arc::new(Self { now: Mutex::new(now), seed, drawn: Mutex::default() })
    }

    pub fn set(&self, now: Timestamp) {
        *self.now.lock().unwrap() = now;
    }

    pub fn advance(&self, by: SignedDuration) {
        let mut now = self.now.lock().unwrap();
        *now = now.checked_add(by).unwrap();
    }
}

impl World for Clockwork {
    fn now(&self) -> Timestamp {
        *self.now.lock().unwrap()
    }

    fn fill(&self, bytes: &mut [u8]) {
        let mut all = self.drawn.lock().unwrap();
        let drawn = all.entry(bytes.len()).or_default();
        *drawn += 1;
        let mut hasher = blake3::Hasher::new();
        for part in [self.seed, bytes.len() as u64, *drawn] {
            hasher.update(&part.to_le_bytes());
        }
        hasher.finalize_xof().fill(bytes);
    }
}

/// A desk that is open.
pub struct Line {
    pub app: AppState,
    pub world: Arc<Clockwork>,
    pub store: Faulty,
    pub address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    pub served: Option<tokio::task::JoinHandle<std::io::Result<()>>>,
}

pub fn cheap() -> HashCost {
    HashCost { memory_kib: 64, passes: 1 }
}

pub fn patient() -> Attempts {
    let rate = Rate { burst: 10_000, every: Duration::from_millis(1) };
    Attempts { by_address: rate, by_name: rate, in_all: rate, ..Attempts::default() }
}

pub fn master() -> MasterKey {
    MasterKey::generate(&mut |bytes: &mut [u8]| bytes.fill(7))
}

impl Line {
    pub async fn open() -> Self {
        Self::with(Settings::default(), patient()).await
    }

    pub async fn with(settings: Settings, attempts: Attempts) -> Self {
        Self::on(Faulty::default(), Clockwork::new(1), settings, attempts).await
    }

    /// The desk of another record.
    pub async fn elsewhere() -> Self {
        Self::on(Faulty::default(), Clockwork::new(2), Settings::default(), patient()).await
    }

    /// A desk at which chance falls out in another way.
    pub async fn of_chance(seed: u64) -> Self {
        Self::on(Faulty::default(), Clockwork::new(seed), Settings::default(), patient()).await
    }

    /// Another server of the same record.
    pub async fn beside(&self) -> Self {
        Self::on(self.store.clone(), self.world.clone(), Settings::default(), patient()).await
    }

    async fn on(store: Faulty, world: Arc<Clockwork>, settings: Settings, attempts: Attempts) -> Self {
        // Pages say the same on a machine that has much to do.
        let mut settings = settings;
        if settings.limits.page_waits == Limits::default().page_waits {
            settings.limits.page_waits = PATIENCE;
        }
        let desk = Desk::open(Arc::new(store.clone()), master(), world.clone()).await.unwrap();
        let accounts = Arc::new(Accounts::with(desk.clone(), cheap(), attempts));
        let app = AppState::new(desk, accounts, settings);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let shutdown = async {
            let _ = stopped.await;
        };
        let served = tokio::spawn(server::serve(listener, app.clone(), shutdown));
        Self { app, world, store, address, stop: Some(stop), served: Some(served) }
    }

    /// Tells the desk to shut down.
    pub fn stop(&mut self) {
        let _ = self.stop.take().map(|stop| stop.send(()));
    }

    /// Opens the case of two parties, `A` with the principal `anna` and `B`.
    pub async fn open_case(&self) {
        let ask = |command: Value| async move {
            let command: Command = serde_json::from_value(command).unwrap();
            self.app.desk.ask(&Actor::new(Role::Mediator), command, None).await.unwrap();
        };
        ask(json!({ "command": "open_case", "in": "table", "title": "Talks", "agreement": {} })).await;
        for id in ["A", "B"] {
            let party = json!({ "id": id, "name": id, "role": "negotiating" });
            ask(json!({ "command": "add_party", "in": "table", "party": party })).await;
        }
        self.principal("A", "anna", "Anna").await;
    }

    /// Names a principal of a party at the table.
    pub async fn principal(&self, party: &str, id: &str, name: &str) {
        self.person_of(party, id, name, "principal").await;
    }

    /// Names a person of a party at the table.
    pub async fn person_of(&self, party: &str, id: &str, name: &str, role: &str) {
        let person = json!({ "id": id, "name": name, "role": role });
        let name = json!({ "command": "name_person", "in": "table", "party": party, "person": person });
        let command: Command = serde_json::from_value(name).unwrap();
        self.app.desk.ask(&Actor::new(Role::Mediator), command, None).await.unwrap();
    }

    /// The token of a fresh invitation.
    pub async fn token(&self, role: Role) -> String {
        self.token_of(role, None).await
    }

    async fn token_of(&self, role: Role, person: Option<&str>) -> String {
        let person = person.map(PersonId::new);
        let (accounts, two_days) = (&self.app.accounts, jiff::Span::new().hours(48));
        // Whose principal has come invites its people itself.
        let principal = |state: &State| {
            let party = role.party().filter(|party| state.has_come(party))?;
            let mut people = state.party(party)?.people.iter();
            let decides = people.find(|person| state.in_office(party, &person.id, self.world.today()))?;
            Some(Actor::person(Role::Principal(party.clone()), decides.id.clone()))
        };
        let invitation = match self.app.desk.read(&Reader::Mediator, principal).flatten() {
            Some(principal) => accounts.invite_in_name_of(&principal, role, person, two_days).await.unwrap(),
            None => accounts.invite(role, person, None, two_days).await.unwrap(),
        };
        invitation.link_path.rsplit('/').next().unwrap().to_owned()
    }

    /// A new account, signed in: a principal's is that of the first principal on record.
    pub async fn member(&self, name: &str, role: Role) -> Member<'_> {
        let first = |state: &State| {
            let Role::Principal(party) = &role else { return None };
            let people = &state.party(party)?.people;
            people
                .iter()
                .find(|person| person.role == PersonRole::Principal)
                .map(|person| person.id.to_string())
        };
        let person = self.app.desk.read(&Reader::Mediator, first).flatten();
        self.person(name, role, person.as_deref()).await
    }

    /// A new account of somebody, signed in.
    pub async fn person(&self, name: &str, role: Role, person: Option<&str>) -> Member<'_> {
        let token = self.token_of(role, person).await;
        let wish = json!({ "token": token, "name": name, "password": PASSWORD });
        let answer = self.post("/api/v1/invitations/accept", &wish).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        self.signed_in(&answer)
    }

    /// Who is signed in by an answer.
    pub fn signed_in(&self, answer: &Answer) -> Member<'_> {
        let me = answer.json();
        Member {
            line: self,
            cookie: answer.cookie(),
            form_token: me["form_token"].as_str().unwrap().to_owned(),
            account: me["account"].as_str().unwrap().to_owned(),
        }
    }

    pub async fn sign_in(&self, name: &str, password: &str) -> Answer {
        self.post("/api/v1/sign-in", &json!({ "name": name, "password": password })).await
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[], "").await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.ask("POST", path, &[("content-type", "application/json")], &body.to_string()).await
    }

    /// Sends a request and reads the answer.
    pub async fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        ask(self.address, method, path, headers, body).await
    }
}

/// Sends a request to an address and reads the answer.
pub async fn ask(
    address: SocketAddr,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Answer {
    let mut text = format!("{method} {path} HTTP/1.1\r\nconnection: close\r\n");
    if !headers.iter().any(|(name, _)| *name == "host") {
        text.push_str(&format!("host: {address}\r\n"));
    }
    for (name, value) in headers {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    if !body.is_empty() {
        text.push_str(&format!("content-length: {}\r\n", body.len()));
    }
    text.push_str("\r\n");
    text.push_str(body);
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(text.as_bytes()).await.unwrap();
    Answer::read(&mut stream).await
}

/// Somebody who is signed in.
#[derive(Clone)]
pub struct Member<'a> {
    pub line: &'a Line,
    pub cookie: String,
    pub form_token: String,
    pub account: String,
}

impl Member<'_> {
    pub async fn get(&self, path: &str) -> Answer {
        self.line.ask("GET", path, &[("cookie", &self.cookie)], "").await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.send("POST", path, &body.to_string()).await
    }

    pub async fn send(&self, method: &str, path: &str, body: &str) -> Answer {
        let token = ("x-mediant-token", self.form_token.as_str());
        let headers = [("cookie", self.cookie.as_str()), token, ("content-type", "application/json")];
        self.line.ask(method, path, &headers, body).await
    }
}

/// How long a test waits for what must come before it fails. Nothing passes because this time went by.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// A stream of server-sent events that is listened to.
pub struct Listener {
    stream: TcpStream,
    /// What arrived, as it came over the line.
    raw: Vec<u8>,
    /// What of it is body.
    body: String,
    in_body: bool,
    /// The last chunk came, or the connection was closed.
    ended: bool,
}

impl Listener {
    /// Opens the stream at a path, as somebody who is signed in or as anybody.
    pub async fn open(
        line: &Line,
        member: Option<&Member<'_>>,
        path: &str,
        headers: &[(&str, &str)],
    ) -> Self {
        let mut text = format!("GET {path} HTTP/1.1\r\nhost: {}\r\n", line.address);
        for (name, value) in headers {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        if let Some(member) = member {
            text.push_str(&format!("cookie: {}\r\n", member.cookie));
        }
        text.push_str("\r\n");
        let mut stream = TcpStream::connect(line.address).await.unwrap();
        stream.write_all(text.as_bytes()).await.unwrap();
        Self { stream, raw: Vec::new(), body: String::new(), in_body: false, ended: false }
    }

    /// A stream of which the first bytes were read.
    pub fn new(stream: TcpStream, read: &[u8]) -> Self {
        Self { stream, raw: read.to_vec(), body: String::new(), in_body: false, ended: false }
    }

    /// The next frame, exactly as it was sent: how it was cut on its way does not show.
    pub async fn frame(&mut self) -> String {
        loop {
            if let Some((frame, rest)) = self.body.split_once("\n\n") {
                let (frame, rest) = (frame.to_owned(), rest.to_owned());
                self.body = rest;
                return frame;
            }
            assert!(self.more().await, "the stream ended: {}", self.body);
        }
    }

    /// The number of events in the next frame of a page's line; a sign of life between frames is passed over.
    pub async fn news(&mut self) -> String {
        loop {
            let frame = self.frame().await;
            if let Some(id) = frame.lines().find_map(|line| line.strip_prefix("id: ")) {
                assert!(frame.lines().any(|line| line == "data: new"), "{frame}");
                return Revision::from_text(id).unwrap().seen.to_string();
            }
        }
    }

    /// What still comes until the server ends the stream, signs of life aside.
    pub async fn rest(&mut self) -> String {
        while self.more().await {}
        let frames = self.body.split("\n\n").filter(|frame| !frame.starts_with(':'));
        frames.collect::<Vec<_>>().concat()
    }

    /// Waits for bytes; false when the stream has ended. A stream that does neither is a failure, not an answer.
    async fn more(&mut self) -> bool {
        if self.ended {
            return false;
        }
        let mut bytes = [0; 4_096];
        let read = tokio::time::timeout(PATIENCE, self.stream.read(&mut bytes)).await;
        let count = read.expect("a stream that goes on or ends").unwrap();
        self.raw.extend_from_slice(&bytes[..count]);
        self.take_in();
        self.ended |= count == 0;
        !self.ended
    }

    /// Moves whole chunks into the body.
    fn take_in(&mut self) {
        let line_end =
            |bytes: &[u8], mark: &[u8]| bytes.windows(mark.len()).position(|window| window == mark);
        if !self.in_body {
            let Some(end) = line_end(&self.raw, b"\r\n\r\n") else { return };
            let head = String::from_utf8_lossy(&self.raw[..end]).to_lowercase();
            assert!(head.contains("text/event-stream") && head.contains("chunked"), "{head}");
            self.raw.drain(..end + 4);
            self.in_body = true;
        }
        while let Some(end) = line_end(&self.raw, b"\r\n") {
            let length = usize::from_str_radix(std::str::from_utf8(&self.raw[..end]).unwrap(), 16).unwrap();
            let (from, to) = (end + 2, end + 2 + length);
            if self.raw.len() < to + 2 {
                return;
            }
            self.ended |= length == 0;
            self.body.push_str(std::str::from_utf8(&self.raw[from..to]).unwrap());
            self.raw.drain(..to + 2);
        }
    }
}

/// What came back.
#[derive(Clone)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    pub async fn read(stream: &mut TcpStream) -> Self {
        let mut bytes = Vec::new();
        // A connection that is cut after the answer has still answered.
        let _ = stream.read_to_end(&mut bytes).await;
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n").expect("an answer with a head");
        let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
        let mut lines = head.lines();
        let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
        let headers = lines.map(|line| {
            let (name, value) = line.split_once(':').unwrap();
            (name.to_lowercase(), value.trim().to_owned())
        });
        let headers: Vec<_> = headers.collect();
        Self { status, headers, body: bytes[end + 4..].to_vec() }
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The page, without the ids of its forms' requests: those are drawn each time that it is served.
    pub fn page(&self) -> String {
        let text = self.text();
        let mut parts = text.split("name=\"request\" value=\"");
        let first = parts.next().unwrap_or_default().to_owned();
        parts.fold(first, |page, part| {
            page + "name=\"request\" value=\"" + part.split_once('"').map_or(part, |(_, rest)| rest)
        })
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error} in {}", self.text()))
    }

    /// The word of the problem; makes sure that it is one.
    pub fn reason(&self) -> String {
        assert_eq!(self.header("content-type"), Some("application/problem+json"), "{}", self.text());
        let problem = self.json();
        assert_eq!(problem["status"], self.status);
        problem["reason"].as_str().unwrap().to_owned()
    }

    /// The name and value of the cookie that is set.
    pub fn cookie(&self) -> String {
        self.header("set-cookie").unwrap().split(';').next().unwrap().to_owned()
    }
}
