//! `mediant record`: the record without a server, under the same rules.

use crate::arguments::record::{Act, Add, Invite, Known, Log, Open, Pass, Reach, Record, ReleaseItem, Tell};
use crate::export::{desk, reader};
use crate::failure::CliError;
use crate::{input, runtime, screen, serve};
use jiff::ToSpan;
use jiff::tz::TimeZone;
use mediant_desk::accounts::{AccountError, Accounts};
use mediant_desk::world::OutsideWorld;
use mediant_desk::{AskError, Desk, show};
use mediant_formats::native::{self, NativeKind};
use mediant_model::spelling::quoted;
use mediant_model::{AgreementRule, PersonId};
use mediant_pages::Language;
use mediant_pages::form::Sent;
use mediant_record::brief::DepositBrief;
use mediant_record::case::{CaucusRule, ImportCase, OpenCase};
use mediant_record::item::{self, Audience, ItemId, PassItemOn, Release, TellItem};
use mediant_record::words::Words;
use mediant_record::{Actor, Command, Compartment, Role};
use serde_json::Value;
use std::io::Read;
use std::sync::Arc;

/// Does what was asked for.
pub fn run(arguments: &Record) -> Result<(), CliError> {
    runtime::block_on(async {
        match &arguments.act {
            Act::Open(arguments) => open(arguments).await,
            Act::Add(arguments) => add(arguments).await,
            Act::Tell(arguments) => tell(arguments).await,
            Act::Release(arguments) => release(arguments).await,
            Act::Pass(arguments) => pass(arguments).await,
            Act::Show(arguments) => {
                let desk = desk(&arguments.place).await?;
                let reader = reader(&desk, &arguments.reader)?;
                let today = arguments.date.unwrap_or_else(|| desk.world().today());
                let shown = desk.read(&reader, |state| show::text(state, today)).unwrap_or_default();
                screen::print(&shown)
            }
            Act::Log(arguments) => log(arguments).await,
            Act::Invite(arguments) => invite(arguments).await,
        }
    })?
}

async fn open(arguments: &Open) -> Result<(), CliError> {
    // What cannot be read is told before anything is made.
    let files = if arguments.case.is_empty() { Vec::new() } else { input::files(&arguments.case)? };
    let kind =
        |file: &mediant_formats::InputFile, wanted| file.text().ok().and_then(native::kind) == Some(wanted);
    let case = files.iter().find(|file| kind(file, NativeKind::Case));
    if case.is_none() && arguments.title.is_none() {
        return Err(CliError::usage(
            "none of these files is a Mediant case",
            "name a case file, or give a title",
        ));
    }
    let text = |file: &mediant_formats::InputFile| {
        file.text().map(str::to_owned).map_err(|p| CliError::Input(vec![p]))
    };
    let place = match arguments.known_to {
        Known::Table => Compartment::Table,
        Known::Public => Compartment::Public,
    };
    let caucus_rule = if arguments.substance_may_pass {
        CaucusRule::SubstanceUnlessMarked
    } else {
        CaucusRule::NothingWithoutRelease
    };
    let begin = match (case, &arguments.title) {
        (Some(case), _) => {
            Command::ImportCase(ImportCase { r#in: place, file: Words::from(text(case)?), caucus_rule })
        }
        (None, title) => Command::OpenCase(OpenCase {
            r#in: place,
            title: title.clone().unwrap_or_default(),
            reference: arguments.reference.clone(),
            agreement: AgreementRule::default(),
            caucus_rule,
        }),
    };
    let vault = arguments.place.open_or_begin().await?;
    let name = vault.name.clone();
    let desk = serve::open(vault, Arc::new(OutsideWorld::new())).await?;
    let mediator = Actor::new(Role::Mediator);
    ask(&desk, &mediator, begin, None).await?;
    let mut deposited = Vec::new();
    for file in files.iter().filter(|file| kind(file, NativeKind::Brief)) {
        let (brief, _) = native::read_brief(file, None).map_err(CliError::Input)?;
        let deposit = Command::DepositBrief(DepositBrief {
            party: brief.party.clone(),
            text: Words::from(text(file)?),
            replaces_version: 0,
        });
        ask(&desk, &mediator, deposit, None).await?;
        deposited.push(brief.party.to_string());
    }
    serve::fold_in(&desk).await?;
    let briefs = if deposited.is_empty() {
        String::new()
    } else {
        format!(", with the briefs of {}", deposited.join(", "))
    };
    screen::print(&format!("opened a record in {name}{briefs}\n"))
}

async fn add(arguments: &Add) -> Result<(), CliError> {
    if arguments.kinds {
        return screen::print(&format!("{}\n", Command::KINDS.join("\n")));
    }
    let kind = arguments.kind.as_deref().unwrap_or_default();
    if !Command::KINDS.contains(&kind) {
        let message = format!("there is no kind {}", quoted(kind));
        return Err(CliError::usage(message, "`mediant record add --kinds` lists them"));
    }
    let command = if arguments.fields.is_empty() {
        from_json(kind, &standard_input()?)?
    } else {
        from_fields(kind, &arguments.fields)?
    };
    let actor = actor(&arguments.role)?;
    let desk = desk(&arguments.place).await?;
    done(&desk, &actor, command, arguments.request.clone()).await
}

fn standard_input() -> Result<String, CliError> {
    let mut text = String::new();
    let read = std::io::stdin().lock().take(2 << 20).read_to_string(&mut text);
    read.map_err(|error| {
        CliError::usage(format!("standard input cannot be read: {error}"), "give UTF-8 text")
    })?;
    Ok(text)
}

fn from_json(kind: &str, text: &str) -> Result<Command, CliError> {
    let unclear = |error: serde_json::Error| {
        CliError::usage(
            format!("standard input is not what {} takes: {error}", quoted(kind)),
            "give one JSON object",
        )
    };
    let mut value: Value = serde_json::from_str(text).map_err(unclear)?;
    if let Value::Object(fields) = &mut value {
        fields.insert("command".to_owned(), Value::from(kind));
    }
    serde_json::from_value(value).map_err(unclear)
}

fn from_fields(kind: &str, fields: &[String]) -> Result<Command, CliError> {
    let pairs = fields.iter().map(|field| {
        let (name, value) = field.split_once('=').ok_or_else(|| {
            CliError::usage(format!("{} names a field and no value", quoted(field)), "write it as name=value")
        })?;
        Ok((name.to_owned(), value.to_owned()))
    });
    let sent = Sent { fields: pairs.collect::<Result<_, CliError>>()?, ..Sent::default() };
    sent.command(kind, &TimeZone::try_system().unwrap_or(TimeZone::UTC), Language::English).map_err(
        |unclear| {
            let place = unclear.field.map(|field| format!("{}: ", quoted(&field))).unwrap_or_default();
            CliError::usage(
                format!("{place}{}", unclear.message),
                "docs/reference/events.md names every field",
            )
        },
    )
}

/// Who acts, from `ROLE`, `ROLE:PARTY` or `ROLE:PARTY:PERSON`; of the mediator and the team `ROLE:PERSON`.
fn actor(text: &str) -> Result<Actor, CliError> {
    let mut steps = text.splitn(3, ':');
    let (word, second, third) = (steps.next().unwrap_or_default(), steps.next(), steps.next());
    let (role, person) = match (word, second) {
        ("principal", Some(party)) => (Role::Principal(party.into()), third),
        ("delegate", Some(party)) => (Role::Delegate(party.into()), third),
        ("adviser", Some(party)) => (Role::Adviser(party.into()), third),
        ("mediator", person) => (Role::Mediator, person),
        ("team", person) => (Role::Team, person),
        ("observer", None) => (Role::Observer, None),
        _ => {
            return Err(CliError::usage(
                format!("{} is no role", quoted(text)),
                "it is mediator, team, observer, principal:PARTY, delegate:PARTY or adviser:PARTY, with :PERSON behind it",
            ));
        }
    };
    Ok(Actor { role, person: person.map(PersonId::from) })
}

async fn ask(
    desk: &Arc<Desk>,
    actor: &Actor,
    command: Command,
    request: Option<String>,
) -> Result<Option<String>, CliError> {
    let closed = Accounts::new(desk.clone()).keep_closed(&actor.role, &command).await;
    closed.map_err(|error| CliError::Internal(format!("the accounts cannot be reached: {error}")))?;
    match desk.ask(actor, command, request).await {
        Ok(receipt) => Ok(receipt.made),
        Err(AskError::Refused(refusal)) => {
            let place = refusal.field.map(|field| format!("{}: ", quoted(&field))).unwrap_or_default();
            let help = refusal.help.unwrap_or_else(|| "nothing was recorded".to_owned());
            Err(CliError::usage(format!("{place}{}", refusal.message), help))
        }
        Err(AskError::UnknownReader) => Err(CliError::usage(
            "this party is not on record",
            "add the party first: `mediant record add add_party`",
        )),
        Err(AskError::NameTaken) => Err(CliError::usage(
            "a request of this name was carried out before, and it said something else: nothing was recorded",
            "look at what is on record; give `--request` another name if this is to be recorded as well",
        )),
        Err(AskError::Busy) => Err(CliError::Internal(AskError::Unavailable.to_string())),
        Err(error @ (AskError::Faulty | AskError::Unavailable)) => Err(CliError::Internal(error.to_string())),
    }
}

async fn done(
    desk: &Arc<Desk>,
    actor: &Actor,
    command: Command,
    request: Option<String>,
) -> Result<(), CliError> {
    let kind = command.kind();
    let made = ask(desk, actor, command, request).await?;
    serve::fold_in(desk).await?;
    match made {
        Some(id) => screen::print(&format!("recorded `{kind}` as {id}\n")),
        None => screen::print(&format!("recorded `{kind}`\n")),
    }
}

fn reach(reach: Reach) -> Release {
    match reach {
        Reach::Held => Release::Held,
        Reach::Substance => Release::Substance,
        Reach::Verbatim => Release::Verbatim,
        Reach::Public => Release::Public,
    }
}

async fn tell(arguments: &Tell) -> Result<(), CliError> {
    let text =
        if arguments.text == "-" { standard_input()?.trim_end().to_owned() } else { arguments.text.clone() };
    let command = Command::TellItem(TellItem {
        party: arguments.party.as_str().into(),
        person: arguments.person.as_deref().map(PersonId::from),
        session: arguments.session.as_deref().map(mediant_record::session::SessionId::new),
        issue: arguments.issue.as_deref().map(Into::into),
        release: arguments.release.map(reach),
        text: Words::from(text),
    });
    done(&desk(&arguments.place).await?, &actor(&arguments.role)?, command, None).await
}

async fn release(arguments: &ReleaseItem) -> Result<(), CliError> {
    let command = Command::ReleaseItem(item::ReleaseItem {
        item: ItemId::new(arguments.item.as_str()),
        release: reach(arguments.release),
        person: arguments.person.as_deref().map(PersonId::from),
    });
    done(&desk(&arguments.place).await?, &actor(&arguments.role)?, command, None).await
}

async fn pass(arguments: &Pass) -> Result<(), CliError> {
    let to = match arguments.to.as_str() {
        "table" => Audience::Table,
        "public" => Audience::Public,
        party => Audience::Party(party.into()),
    };
    let command = Command::PassItemOn(PassItemOn {
        item: ItemId::new(arguments.item.as_str()),
        to,
        wording: arguments.wording.clone().map(Words::from),
    });
    done(&desk(&arguments.place).await?, &Actor::new(Role::Mediator), command, None).await
}

async fn log(arguments: &Log) -> Result<(), CliError> {
    let desk = desk(&arguments.place).await?;
    let reader = reader(&desk, &arguments.reader)?;
    let mut lines = desk.timeline(&reader, None, arguments.last);
    lines.reverse();
    let mut text = String::new();
    for line in lines {
        let recorded = &line.placed.recorded;
        let person = recorded.by.person.as_ref().map(|person| format!(" {person}")).unwrap_or_default();
        let account = recorded.account.as_ref().filter(|_| recorded.shows_account_to(&reader));
        let account = account.map(|account| format!(" ({})", account.name)).unwrap_or_default();
        text.push_str(&format!(
            "{:>6}  {}  {:<20} {:<24} {}{person}{account}\n",
            line.index,
            recorded.at,
            line.placed.compartment.name(),
            recorded.event.kind(),
            recorded.by.role.word(),
        ));
    }
    screen::print(&text)
}

async fn invite(arguments: &Invite) -> Result<(), CliError> {
    let Actor { role, .. } = actor(&arguments.role)?;
    let desk = desk(&arguments.place).await?;
    let accounts = Accounts::new(desk.clone());
    let person = arguments.person.as_deref().map(PersonId::from);
    let invitation = accounts.invite(role, person, None, 168.hours()).await;
    let invitation = invitation.map_err(|error| match error {
        AccountError::TheirOwn(party) => CliError::Usage {
            message: format!("a principal of {party} has come, and from then on lets its people in"),
            help: "ask a principal of the party; where the delegation lost its accounts, announce a new door on the desk"
                .to_owned(),
        },
        error => CliError::Internal(error.to_string()),
    })?;
    serve::fold_in(&desk).await?;
    screen::print(&format!(
        "{}\nPut the desk's address in front of it. It works once, for a week.\n",
        invitation.link_path
    ))
}
