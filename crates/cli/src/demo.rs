//! `mediant demo`: stories, each on a desk in a temporary folder.

use crate::arguments::record::{Demo, Listen, Place};
use crate::failure::CliError;
use crate::{not_read_by_others, runtime, screen, serve};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use mediant_desk::demonstration::{Demonstration, invited_under};
use mediant_desk::story::{STORIES, Step, play, talks_2025_12_04};
use mediant_desk::world::OutsideWorld;
use mediant_desk::{Desk, World};
use mediant_model::PersonId;
use mediant_record::{Actor, Role};
use std::path::Path;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// Plays the stories and serves them: with a page to choose on who one is, or, where others than this machine may reach it or it was
/// asked for, one story with a link for each who reads it.
pub fn run(arguments: &Demo) -> Result<(), CliError> {
    not_read_by_others::begin();
    runtime::block_on(async {
        let folder = tempfile::Builder::new().prefix("mediant-demo-").tempdir();
        let folder = folder.map_err(|error| {
            CliError::Internal(format!("there is no room for a temporary folder: {error}"))
        })?;
        let door = serve::listen(&arguments.desk).await?;
        let served = if arguments.links || is_reached_by_others(&arguments.desk, &door) {
            by_links(arguments, folder.path(), door).await
        } else {
            by_choice(arguments, folder.path(), door).await
        };
        folder.close().map_err(|error| {
            CliError::Internal(format!("the temporary folder could not be removed: {error}"))
        })?;
        served
    })?
}

/// Whether others than this machine may come to the desk: then nobody chooses who to be.
fn is_reached_by_others(arguments: &Listen, door: &serve::Door) -> bool {
    arguments.origin.is_some() || !door.address.ip().to_canonical().is_loopback()
}

/// Every story, and a page to choose on.
async fn by_choice(arguments: &Demo, folder: &Path, door: serve::Door) -> Result<(), CliError> {
    let mut told = Vec::new();
    for story in &STORIES {
        let desk = played(&folder.join(story.id), &(story.steps)()).await?;
        let mut app = serve::state(desk, &arguments.desk);
        Arc::make_mut(&mut app.settings).invited_under = invited_under(story);
        told.push((story, app));
    }
    let demonstration = Demonstration::open(told).await;
    let demonstration = demonstration.map_err(|error| CliError::Internal(error.to_string()))?;
    let base = serve::base(&arguments.desk, door.address);
    screen::print(&format!(
        "A demonstration, in two stories: the talks of a news report of 4 December 2025, restated from its facts, and a neighbourhood’s \
         water,\nwhich is invented. Nobody named takes part, and all of it is gone when the desk closes.\n\n\
         Open this page and choose who you are, or take the tour:\n  {base}/\n\n\
         Whoever is at this machine may be anybody in it; nobody else gets in. Ctrl-C closes it.\n"
    ))?;
    serve::serve_demonstration(door, demonstration).await
}

/// The talks as the report has them, with a link for each who reads them.
async fn by_links(arguments: &Demo, folder: &Path, door: serve::Door) -> Result<(), CliError> {
    let arguments = &arguments.desk;
    let desk = played(&folder.join("record"), &talks_2025_12_04()).await?;
    let app = serve::state(desk, arguments);
    let base = serve::base(arguments, door.address);
    let mut said = "A demonstration: the talks of a news report of 4 December 2025, restated from its facts. It is that day \
                    here;\nnobody named takes part, and all of it is gone when the desk closes.\n"
        .to_owned();
    // Once a principal has come the mediator invites nobody of its party: its delegates' links are in its name.
    let ukraine = Actor::person(Role::Principal("ukraine".into()), "zelensky");
    said.push_str(&serve::readable_on_the_way(arguments, door.address));
    said.push_str(&format!("\nOpen {base} as\n"));
    let readers: [(&str, Role, Option<&str>); 5] = [
        ("the mediator", Role::Mediator, Some("witkoff")),
        ("Russia, its principal", Role::Principal("russia".into()), Some("putin")),
        ("Ukraine, its principal", Role::Principal("ukraine".into()), Some("zelensky")),
        ("Ukraine, its delegate", Role::Delegate("ukraine".into()), Some("umerov")),
        // He left: his link opens a page that says why it opens nothing more.
        ("Ukraine, who led before", Role::Delegate("ukraine".into()), Some("former_head")),
    ];
    for (whom, role, person) in readers {
        let (person, day) = (person.map(PersonId::from), jiff::Span::new().hours(24));
        let invitation = if matches!(role, Role::Delegate(_)) {
            app.accounts.invite_in_name_of(&ukraine, role, person, day).await
        } else {
            app.accounts.invite(role, person, None, day).await
        };
        let invitation = invitation.map_err(|error| CliError::Internal(error.to_string()))?;
        said.push_str(&format!("  {whom:<25}{base}{}\n", invitation.link_path));
    }
    said.push_str(&format!("  {:<25}{base}/\n", "the public"));
    said.push_str(
        "\nEach link works once, for a day: it asks for a name and a password of your own. Ctrl-C closes the desk.\n",
    );
    screen::print(&said)?;
    serve::serve(door, app).await
}

/// The desk of a story, played into a record of its own. It is the story's time there, and goes on from its end.
async fn played(folder: &Path, story: &[Step]) -> Result<Arc<Desk>, CliError> {
    let place = Place { data: Some(folder.to_owned()), ..Place::default() };
    let vault = place.open_or_begin().await?;
    let world = Arc::new(StoryWorld::new());
    let desk = serve::open(vault, world.clone()).await?;
    let told = play(&desk, story, |now| world.set(now)).await;
    told.map_err(|error| CliError::Internal(error.to_string()))?;
    world.go_on();
    Ok(desk)
}

/// A world in which it is the time of the story: set step by step while it is told, then going on from there.
struct StoryWorld {
    outside: OutsideWorld,
    /// While the story is told: its time.
    told: Mutex<Option<Timestamp>>,
    /// Afterwards: how far its time is from the time outside, in milliseconds.
    apart_ms: AtomicI64,
}

impl StoryWorld {
    fn new() -> Self {
        Self { outside: OutsideWorld::new(), told: Mutex::new(None), apart_ms: AtomicI64::new(0) }
    }

    fn set(&self, now: Timestamp) {
        *self.told.lock().unwrap_or_else(PoisonError::into_inner) = Some(now);
    }

    fn go_on(&self) {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(last) = told.take() {
            let apart = last.as_millisecond() - self.outside.now().as_millisecond();
            self.apart_ms.store(apart, Ordering::Relaxed);
        }
    }
}

impl World for StoryWorld {
    fn now(&self) -> Timestamp {
        let told = *self.told.lock().unwrap_or_else(PoisonError::into_inner);
        let apart = SignedDuration::from_millis(self.apart_ms.load(Ordering::Relaxed));
        told.unwrap_or_else(|| self.outside.now().saturating_add(apart).unwrap_or(Timestamp::MAX))
    }

    fn fill(&self, bytes: &mut [u8]) {
        self.outside.fill(bytes);
    }

    fn today(&self) -> jiff::civil::Date {
        TimeZone::UTC.to_datetime(self.now()).date()
    }
}
