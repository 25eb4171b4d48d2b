//! `mediant demo`: the desk on a temporary folder, with the talks of the report played in.

use crate::arguments::record::{Listen, Place};
use crate::failure::CliError;
use crate::{not_read_by_others, runtime, screen, serve};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use mediant_desk::story::{Step, talks_2025_12_04};
use mediant_desk::world::OutsideWorld;
use mediant_desk::{Desk, World};
use mediant_model::PersonId;
use mediant_record::{Actor, Role};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// Plays the story, prints a link for each who reads it, and serves the desk.
pub fn run(arguments: &Listen) -> Result<(), CliError> {
    not_read_by_others::begin();
    runtime::block_on(async {
        let folder = tempfile::Builder::new().prefix("mediant-demo-").tempdir();
        let folder = folder.map_err(|error| {
            CliError::Internal(format!("there is no room for a temporary folder: {error}"))
        })?;
        let place = Place { data: Some(folder.path().join("record")), ..Place::default() };
        let vault = place.open_or_begin().await?;
        let world = Arc::new(StoryWorld::new());
        let desk = serve::open(vault, world.clone()).await?;
        let story = talks_2025_12_04();
        play(&desk, &world, &story).await?;
        let door = serve::listen(arguments).await?;
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
        let served = serve::serve(door, app).await;
        folder.close().map_err(|error| {
            CliError::Internal(format!("the temporary folder could not be removed: {error}"))
        })?;
        served
    })?
}

/// Asks for every step of a story in turn, each at its time.
async fn play(desk: &Arc<Desk>, world: &StoryWorld, story: &[Step]) -> Result<(), CliError> {
    let mut ids: BTreeMap<String, String> = BTreeMap::new();
    for step in story {
        world.set(step.at);
        let command = step.resolved(&ids).map_err(|error| CliError::Internal(error.to_string()))?;
        let kind = command.kind();
        let receipt = desk
            .ask(&step.actor, command, None)
            .await
            .map_err(|error| CliError::Internal(format!("the story stops at `{kind}`: {error}")))?;
        if let (Some(label), Some(made)) = (step.label, receipt.made) {
            ids.insert(label.to_owned(), made);
        }
    }
    world.go_on();
    Ok(())
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
