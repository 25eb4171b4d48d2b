//! The demonstration: who one can be, what each finds, and that no real desk knows of it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot be set up fails"
)]

use crate::faulty::Faulty;
use crate::line::{self, Answer, Clockwork, Line, Listener, PATIENCE, cheap, master, patient};
use crate::pages::kept;
use mediant_desk::Desk;
use mediant_desk::accounts::Accounts;
use mediant_desk::app::AppState;
use mediant_desk::demonstration::{Demonstration, STEPS, invited_under};
use mediant_desk::server;
use mediant_desk::settings::Settings;
use mediant_desk::story::{STORIES, Seat, Story, play};
use mediant_model::case::Reader;
use mediant_pages::explained;
use mediant_record::Role;
use scraper::{ElementRef, Html, Selector};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

/// A demonstration that is open.
struct Shown {
    address: SocketAddr,
    _stop: oneshot::Sender<()>,
}

impl Shown {
    async fn open() -> Self {
        let mut told = Vec::new();
        for (seed, story) in (40..).zip(&STORIES) {
            let world = Clockwork::new(seed);
            let desk = Desk::open(Arc::new(Faulty::default()), master(), world.clone()).await.unwrap();
            play(&desk, &(story.steps)(), |now| world.set(now)).await.unwrap();
            let accounts = Arc::new(Accounts::with(desk.clone(), cheap(), patient()));
            let mut settings = Settings { invited_under: invited_under(story), ..Settings::default() };
            settings.limits.page_waits = PATIENCE;
            told.push((story, AppState::new(desk, accounts, settings)));
        }
        let demonstration = Demonstration::open(told).await.unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        tokio::spawn(server::serve_demonstration(listener, demonstration, async {
            let _ = stopped.await;
        }));
        Self { address, _stop: stop }
    }
}

/// A browser: it keeps cookies by name and path, and sends them where they belong.
struct Browser<'s> {
    shown: &'s Shown,
    cookies: RefCell<BTreeMap<(String, String), String>>,
}

impl<'s> Browser<'s> {
    fn new(shown: &'s Shown) -> Self {
        Self { shown, cookies: RefCell::default() }
    }

    fn sent(&self, path: &str) -> String {
        let path = path.split('?').next().unwrap();
        let cookies = self.cookies.borrow();
        let fits = |under: &str| under == "/" || path == under || path.starts_with(&format!("{under}/"));
        let own = cookies.iter().filter(|((_, under), _)| fits(under));
        own.map(|((name, _), value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }

    async fn ask(&self, method: &str, path: &str, body: &str) -> Answer {
        let cookie = self.sent(path);
        let mut headers =
            vec![("sec-fetch-site", "same-origin"), ("content-type", "application/x-www-form-urlencoded")];
        if !cookie.is_empty() {
            headers.push(("cookie", &cookie));
        }
        let answer = line::ask(self.shown.address, method, path, &headers, body).await;
        for (_, set) in answer.headers.iter().filter(|(name, _)| name == "set-cookie") {
            let (pair, rest) = set.split_once(';').unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            let under = rest.split(';').find_map(|part| part.trim().strip_prefix("Path=")).unwrap();
            assert!(rest.contains("HttpOnly") && rest.contains("SameSite=Lax"), "{set}");
            self.cookies.borrow_mut().insert((name.to_owned(), under.to_owned()), value.to_owned());
        }
        answer
    }

    async fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, "").await
    }

    /// A page, after where it leads.
    async fn page(&self, path: &str) -> Html {
        let answer = self.get(path).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        Html::parse_document(&answer.text())
    }

    /// Sends the first form of a page that goes to `action`, with these fields besides what it holds.
    async fn send(&self, page: &str, action: &str, fields: &[(&str, &str)]) -> Answer {
        let document = self.page(page).await;
        let form = document.select(&css("form")).find(|form| form.attr("action") == Some(action));
        let form = form.unwrap_or_else(|| panic!("{page} has no form {action}"));
        let hidden = css("input[type=hidden]");
        let held = form.select(&hidden).filter_map(|field| Some((field.attr("name")?, field.attr("value")?)));
        let mut all: BTreeMap<&str, &str> = held.collect();
        all.extend(fields.iter().copied());
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(all).finish();
        self.ask("POST", action, &body).await
    }
}

fn css(text: &str) -> Selector {
    Selector::parse(text).unwrap()
}

fn base(story: &Story, seat: &Seat) -> String {
    format!("/as/{}/{}", story.id, seat.id)
}

/// Where the links of a page lead, queries left out but where they choose what the page is.
fn links(page: &Html) -> Vec<String> {
    let anchors = css("a[href]");
    let all = page
        .select(&anchors)
        .filter_map(|link| link.attr("href"))
        .map(|href| href.split('#').next().unwrap());
    all.filter(|href| href.starts_with('/')).map(str::to_owned).collect()
}

/// Whether a page says somewhere that there is nothing yet.
fn says_there_is_nothing(page: &Html) -> bool {
    page.select(&css("main .empty")).next().is_some()
}

/// Whether something stands on a page beyond a note that there is nothing.
fn has_something(page: &Html) -> bool {
    let main = page.select(&css("main")).next().unwrap();
    let inside = |part: &ElementRef<'_>, names: &[&str]| {
        part.ancestors().filter_map(ElementRef::wrap).any(|around| names.contains(&around.value().name()))
    };
    let holds = "table tbody tr, article, dl > dd, ul > li, ol > li, img, .card, .item, .clause, .communique, .hurdle, textarea";
    main.select(&css(holds))
        .any(|part| !inside(&part, &["form", "details"]) && part.text().any(|text| !text.trim().is_empty()))
        || main
            .select(&css("form"))
            .any(|form| form.attr("action").is_some_and(|action| !action.contains("/do/")))
        || main.select(&css("img")).next().is_some()
}

#[tokio::test]
async fn one_browser_is_several_people_at_once_each_on_a_path_of_its_own() {
    let shown = Shown::open().await;
    let browser = Browser::new(&shown);
    let choose = browser.page("/").await;
    let offered: BTreeSet<String> =
        links(&choose).into_iter().filter(|path| path.starts_with("/as/")).collect();
    let all = STORIES
        .iter()
        .flat_map(|story| story.seats.iter().map(move |seat| format!("{}/", base(story, seat))));
    assert_eq!(offered, all.collect());
    for story in &STORIES {
        // All are opened first, then looked at again: none of them has become another one.
        for _ in 0..2 {
            for seat in story.seats {
                let under = base(story, seat);
                let answer = browser.get(&format!("{under}/")).await;
                let page = Html::parse_document(&answer.text());
                let signed_in = page.select(&css("[data-signed-in]")).next().is_some();
                assert_eq!(signed_in, seat.role().is_some(), "{under}");
                if let Some(role) = seat.role() {
                    let me = browser.get(&format!("{under}/api/v1/me")).await.json();
                    assert_eq!(me["role"], serde_json::to_value(role).unwrap());
                }
                // What browsers are told is what every desk tells them.
                let policy = answer.header("content-security-policy").unwrap();
                assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"));
                assert_eq!(answer.header("cache-control"), Some("no-store"));
            }
        }
    }
    assert!(browser.cookies.borrow().keys().all(|(name, under)| {
        let of = under.replace("/as/", "demonstration_").replace('/', "_");
        name.starts_with(&format!("{of}_mediant_"))
    }));
}

#[tokio::test]
async fn forms_streams_links_and_leaving_work_under_a_seat() {
    let shown = Shown::open().await;
    let browser = Browser::new(&shown);
    let (gardens, mediator) = ("/as/water/gardens", "/as/water/mediator");
    browser.page(&format!("{mediator}/")).await;
    let page = browser.page(&format!("{gardens}/caucus")).await;
    // A page hears of what is new.
    let live = page.select(&css("body")).next().unwrap().attr("data-live").unwrap().to_owned();
    assert_eq!(live, format!("{gardens}/live"));
    let cookie = browser.sent(&live);
    let mut stream = TcpStream::connect(shown.address).await.unwrap();
    let head = format!("GET {live} HTTP/1.1\r\nhost: {}\r\ncookie: {cookie}\r\n\r\n", shown.address);
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut listener = Listener::new(stream, &[]);
    let sent = browser
        .send(
            &format!("{gardens}/caucus"),
            &format!("{gardens}/do/tell_item"),
            &[("text", "The third tap drips.")],
        )
        .await;
    assert_eq!(
        (sent.status, sent.header("location").map(|to| to.starts_with(&format!("{gardens}/caucus")))),
        (303, Some(true))
    );
    listener.news().await;
    let told = |page: &Answer| page.text().contains("The third tap drips.");
    assert!(told(&browser.get(&format!("{gardens}/caucus")).await));
    assert!(told(&browser.get(&format!("{mediator}/caucus/gardens")).await));
    for other in ["/as/water/houses/caucus", "/as/water/houses/", "/as/water/public/", "/as/talks/mediator/"]
    {
        assert!(!told(&browser.get(other).await), "{other}");
    }
    // A form of one seat is not one of another, whatever cookies are there.
    let token =
        |page: Html| page.select(&css("input[name=token]")).next().unwrap().attr("value").unwrap().to_owned();
    let theirs = token(browser.page("/as/water/houses/caucus").await);
    let body = form_urlencoded::Serializer::new(String::new())
        .extend_pairs([("token", &*theirs), ("text", "forged"), ("party", "gardens")])
        .finish();
    assert_eq!(browser.ask("POST", &format!("{gardens}/do/tell_item"), &body).await.status, 403);
    // A form with a mistake comes back where it was, under the seat.
    let back = browser
        .send(&format!("{gardens}/caucus"), &format!("{gardens}/do/tell_item"), &[("text", " ")])
        .await;
    assert_eq!(back.status, 422);
    let again = Html::parse_document(&back.text());
    let form = again.select(&css("form[data-sent]")).next().unwrap();
    assert!(form.attr("data-sent").unwrap().starts_with(&format!("{gardens}/caucus")));
    // Whoever is invited comes in on a path of their own, and nobody else changes.
    let made = browser
        .send(&format!("{mediator}/accounts"), &format!("{mediator}/invite"), &[("role", "\"observer\"")])
        .await;
    let address = format!("http://{}", shown.address);
    let page = made.text();
    let from =
        page.find(&format!("{address}/as/water/invited/invitation/")).unwrap_or_else(|| panic!("{page}"));
    let link: String = page[from + address.len()..]
        .chars()
        .take_while(|c| !matches!(c, '<' | '"' | '&' | ' ' | '\n'))
        .collect();
    let fields = [("name", "Olga"), ("password", line::PASSWORD), ("again", line::PASSWORD), ("zone", "UTC")];
    let came = browser.send(&link, &link, &fields).await;
    assert_eq!((came.status, came.header("location")), (303, Some("/as/water/invited/")));
    assert_eq!(browser.get("/as/water/invited/api/v1/me").await.json()["name"], "Olga");
    // Leaving leads to the page to choose on, and ends this seat's session alone.
    let left = browser.send(&format!("{gardens}/"), &format!("{gardens}/sign-out"), &[]).await;
    assert_eq!((left.status, left.header("location")), (303, Some("/")));
    assert_eq!(browser.get(&format!("{gardens}/api/v1/me")).await.status, 401);
    assert_eq!(browser.get(&format!("{mediator}/api/v1/me")).await.status, 200);
    // Whoever comes back is in again.
    assert_eq!(browser.get(&format!("{gardens}/caucus")).await.status, 200);
}

#[tokio::test]
async fn nobody_is_signed_in_by_another_site_by_a_program_or_under_another_name() {
    let shown = Shown::open().await;
    let host = shown.address.to_string();
    let path = "/as/water/mediator/caucus/gardens";
    for headers in [
        vec![("host", host.as_str()), ("sec-fetch-site", "cross-site")],
        vec![("host", host.as_str()), ("origin", "http://evil.example")],
        vec![("host", "evil.example")],
    ] {
        let answer = line::ask(shown.address, "GET", path, &headers, "").await;
        assert!(
            answer.status != 200 && answer.header("set-cookie").is_none(),
            "{headers:?}: {}",
            answer.status
        );
    }
    for (method, path) in [
        ("GET", "/as/water/mediator/api/v1/me"),
        ("POST", "/as/water/mediator/do/write_note"),
        ("GET", "/as/water/mediator/live"),
        ("GET", "/as/water/public/record"),
        ("GET", "/as/water/nobody/"),
        ("GET", "/as/nothing/mediator/"),
        ("GET", "/caucus/gardens"),
        ("GET", "/api/v1/export"),
    ] {
        let answer = line::ask(shown.address, method, path, &[], "").await;
        assert!(
            answer.status != 200 && answer.header("set-cookie").is_none(),
            "{method} {path}: {}",
            answer.status
        );
    }
}

#[tokio::test]
async fn a_demonstration_is_not_served_to_others() {
    let open = Demonstration::open(Vec::new()).await.unwrap();
    let everywhere = TcpListener::bind("0.0.0.0:0").await.unwrap();
    assert!(server::serve_demonstration(everywhere, open, std::future::pending()).await.is_err());
}

/// To a real desk these paths are like any others that nobody ever gave out.
#[tokio::test]
async fn a_real_desk_knows_nothing_of_seats_and_says_the_same_as_of_any_other_path() {
    let line = Line::open().await;
    line.open_case().await;
    let member = line.member("Mona", Role::Mediator).await;
    let shown = [
        "/as/water/mediator/",
        "/as/talks/public/",
        "/as/water/mediator/tour-1/text",
        "/tour",
        "/demonstration.css",
    ];
    let other = [
        "/zs/water/mediator/",
        "/zs/talks/public/",
        "/zs/water/mediator/tour-1/text",
        "/zour",
        "/zemonstration.css",
    ];
    for (path, like) in shown.iter().zip(other) {
        for method in ["GET", "HEAD", "POST"] {
            for cookie in [member.cookie.as_str(), "demonstration_water_mediator_mediant_session=x", "a=b"] {
                let headers = [("cookie", cookie), ("x-mediant-token", member.form_token.as_str())];
                let (one, two) =
                    (line.ask(method, path, &headers, "").await, line.ask(method, like, &headers, "").await);
                // The path that was asked for is said back, where one signs in and where the page is asked for again.
                let said = |answer: &Answer| {
                    let headers: Vec<_> =
                        answer.headers.iter().filter(|(name, _)| name != "date").cloned().collect();
                    let (text, headers) = (answer.page(), format!("{headers:?}"));
                    (
                        answer.status,
                        [text, headers].map(|text| {
                            text.replace("/zs", "/as")
                                .replace("%2Fzs", "%2Fas")
                                .replace("zour", "tour")
                                .replace("zemon", "demon")
                        }),
                    )
                };
                assert_eq!(said(&one), said(&two), "{method} {path}");
                assert!(cookie != member.cookie || one.status == 404, "{method} {path}");
            }
        }
    }
    let page = member.get("/").await.text();
    assert!(!page.contains("data-base") && !page.contains("demonstration"));
}

/// Every page of every seat, found by following links from the first one.
#[tokio::test]
async fn every_page_of_every_seat_has_something_on_it() {
    let shown = Shown::open().await;
    let browser = Browser::new(&shown);
    let (mut empty, mut seen) = (Vec::new(), BTreeSet::new());
    for story in &STORIES {
        for seat in story.seats {
            let under = base(story, seat);
            let mut waiting = vec![format!("{under}/")];
            let mut known: BTreeSet<String> = waiting.iter().cloned().collect();
            while let Some(path) = waiting.pop() {
                let answer = browser.get(&path).await;
                assert_eq!(answer.status, 200, "{path}: {}", answer.text());
                if !answer.header("content-type").unwrap().starts_with("text/html") {
                    continue;
                }
                let page = Html::parse_document(&answer.text());
                // Each page says what it is, in the guide's words.
                let reader = seat.role().map_or(Reader::Public, |role| role.reader());
                let what =
                    page.select(&css("main details.what-is-this")).next().unwrap_or_else(|| panic!("{path}"));
                let said: String = what.text().collect();
                let asked = &path[under.len()..];
                let reader = if asked.starts_with("/preview/public") {
                    Reader::Public
                } else if let Some(of) = asked.strip_prefix("/preview/of-") {
                    Reader::Party(of.split('/').next().unwrap().into())
                } else {
                    reader
                };
                let heading = explained::heading(asked, &reader);
                assert_ne!(heading, explained::OTHER, "{path}");
                assert!(
                    said.contains(explained::paragraphs()[heading][0].split('*').next().unwrap()),
                    "{path}"
                );
                seen.insert(path[under.len()..].split(['/', '?']).nth(1).unwrap().to_owned());
                if says_there_is_nothing(&page) && !has_something(&page) {
                    empty.push(path.clone());
                }
                let own = links(&page)
                    .into_iter()
                    .filter(|to| to.starts_with(&format!("{under}/")) && !to.contains("before="));
                // Of what a preview leads to the page itself is looked at. The public signs in by choosing somebody.
                let wanted = |to: &String| {
                    (!to.contains("/preview/") || !path.contains("/preview/")) && !to.contains("/sign-in")
                };
                for to in own.filter(wanted) {
                    if known.insert(to.clone()) {
                        waiting.push(to);
                    }
                }
            }
        }
    }
    assert_eq!(empty, Vec::<String>::new());
    for page in [
        "",
        "text",
        "rounds",
        "mediation",
        "packages",
        "deal",
        "outlook",
        "timeline",
        "caucus",
        "brief",
        "sessions",
        "people",
        "communiques",
        "reports",
        "keys",
        "record",
        "accounts",
        "account",
        "issue",
        "mend",
        "pass-on",
        "preview",
    ] {
        assert!(seen.contains(page), "nothing leads to /{page}: {seen:?}");
    }
}

#[tokio::test]
async fn the_tour_leads_through_its_six_pages_and_can_be_left_anywhere() {
    let shown = Shown::open().await;
    let browser = Browser::new(&shown);
    let first =
        links(&browser.page("/tour").await).into_iter().find(|path| path.contains("/tour-1")).unwrap();
    let mut path = first;
    for step in 1..=STEPS.len() {
        let page = browser.page(&path).await;
        let tour = page.select(&css("main section.tour")).next().unwrap_or_else(|| panic!("{path}"));
        let ways: Vec<&str> = tour.select(&css(".ways a")).filter_map(|link| link.attr("href")).collect();
        // Leaving is the same page without the tour.
        let left = path.replace(&format!("/tour-{step}"), "");
        assert!(ways.contains(&&*left), "{ways:?}");
        let without = browser.page(&left).await;
        assert!(without.select(&css("section.tour")).next().is_none());
        // Whoever looks around keeps the tour, and a way back.
        let menu = page
            .select(&css("nav.menu a"))
            .filter_map(|link| link.attr("href"))
            .find(|to| *to != path)
            .unwrap();
        let beside = browser.page(menu).await;
        let back =
            beside.select(&css("section.tour a")).filter_map(|link| link.attr("href")).any(|to| to == path);
        assert!(back, "{menu}");
        path = match ways.iter().find(|to| to.contains(&format!("/tour-{}", step + 1))) {
            Some(next) => (*next).to_owned(),
            None => {
                assert_eq!(step, STEPS.len());
                break;
            }
        };
    }
}

/// Every page of every seat in a folder, beside those of `pages::kept`.
#[tokio::test]
#[ignore = "writes every page into a folder that a hand names"]
async fn kept() {
    let folder = kept::folder().expect("MEDIANT_PAGES_TO names the folder");
    let shown = Shown::open().await;
    let browser = Browser::new(&shown);
    // What is drawn for each page that is served is no part of it.
    let drawn = css("input[name=token], input[name=request]");
    for story in &STORIES {
        for seat in story.seats {
            let under = base(story, seat);
            let mut waiting = vec![format!("{under}/")];
            let mut known: BTreeSet<String> = waiting.iter().cloned().collect();
            while let Some(path) = waiting.pop() {
                let answer = browser.get(&path).await;
                if answer.status != 200 || !answer.header("content-type").unwrap().starts_with("text/html") {
                    continue;
                }
                let document = Html::parse_document(&answer.text());
                let mut text = answer.text().replace(&shown.address.to_string(), "HERE");
                for field in document.select(&drawn) {
                    text = text.replace(field.attr("value").unwrap(), "DRAWN");
                }
                kept::write_page(&folder.join("seats"), &path, &text);
                let own = links(&document).into_iter().filter(|to| to.starts_with(&format!("{under}/")));
                waiting.extend(own.filter(|to| known.insert(to.clone())));
            }
        }
    }
}
