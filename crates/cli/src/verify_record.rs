//! `mediant verify-record`: that nothing in a record was changed, moved, repeated or left out.

mod told;

use crate::arguments::record::VerifyRecord;
use crate::backup::{AT_A_TIME, events, named};
use crate::backup_file::Items;
use crate::failure::CliError;
use crate::vault::unreachable;
use crate::{input, output_file, runtime, screen};
use mediant_formats::Diagnostic;
use mediant_record::Compartment;
use mediant_record::audit::{self, AuditCheck};
use mediant_record::backup::{Contents, Item};
use mediant_record::end::{self, End, Held};
use mediant_record::keyring::{ExportedKey, Keyring, MasterDescription};
use mediant_record::store::{Document, SealedEntry, Store, StoreError, WrappedKey};
use mediant_record::verify::{ClockWatch, Heads, RecordVerifier, StreamFault, StreamVerifier};
use mediant_record::{codec, stream_list};
use std::path::Path;
use told::{Verified, told};

/// Says what was verified, or every fault with its place.
pub fn run(arguments: &VerifyRecord) -> Result<(), CliError> {
    let earlier = arguments.against.as_deref().map(heads).transpose()?;
    let exported = arguments.key.as_deref().map(exported_key).transpose()?;
    let compartment = match (&arguments.compartment, &exported) {
        (Some(name), Some(key)) if named(name)? != key.compartment => {
            let message = format!("this is the key of `{}`, not of `{name}`", key.compartment);
            return Err(CliError::usage(message, "give the key of the compartment"));
        }
        (Some(name), _) => Some(named(name)?),
        (None, Some(key)) => Some(key.compartment.clone()),
        (None, None) => None,
    };
    let verified = match &arguments.file {
        Some(path) => in_file(arguments, path, exported, compartment.as_ref(), earlier.as_ref())?,
        None => runtime::block_on(in_store(arguments, exported, compartment.as_ref(), earlier.as_ref()))??,
    };
    if let Some(path) = &arguments.keep {
        let text =
            serde_json::to_vec(&verified.heads).map_err(|error| CliError::Internal(error.to_string()))?;
        output_file::write_whole(path, &text).map_err(|error| CliError::unwritten(path, &error))?;
    }
    let of_streams = verified.faults.iter().map(ToString::to_string);
    let found = of_streams.chain(verified.end_faults.iter().map(ToString::to_string));
    let mut faults: Vec<Diagnostic> = found.map(|fault| Diagnostic::of_file(&verified.name, fault)).collect();
    if faults.is_empty() {
        return screen::print(&told(&verified));
    }
    let places = if faults.len() == 1 { "one place".to_owned() } else { format!("{} places", faults.len()) };
    screen::print(&format!("{}: {}, altered in {places}\n", verified.name, events(verified.entries())))?;
    if let Some(last) = faults.pop() {
        faults.push(last.help("leave the record as it is, and compare it with a backup from before"));
    }
    Err(CliError::Input(faults))
}

async fn in_store(
    arguments: &VerifyRecord,
    exported: Option<ExportedKey>,
    compartment: Option<&Compartment>,
    earlier: Option<&Heads>,
) -> Result<Verified, CliError> {
    let (store, name, keyring) = if arguments.links || exported.is_some() {
        let found = arguments.place.find(false).await?;
        (found.store, found.name, exported.map(Keyring::of_one))
    } else {
        let vault = arguments.place.open().await?;
        let keys = vault.store.keys().await.map_err(|error| unreachable(&vault.name, &error))?;
        let keyring = Keyring::unwrap(vault.master.clone(), &keys);
        let keyring = keyring.map_err(|error| CliError::Internal(format!("{}: {error}", vault.name)))?;
        (vault.store, vault.name, Some(keyring))
    };
    let lost = |error: StoreError| unreachable(&name, &error);
    match compartment {
        Some(compartment) => {
            let mut verifier = stream_verifier(compartment, keyring.as_ref(), earlier);
            let mut clock = ClockWatch::default();
            let mut check = |entry: &SealedEntry| {
                clock.take(time_of(keyring.as_ref(), entry));
                verifier.check(entry)
            };
            let faults = walk_stream(&*store, compartment, &mut check).await.map_err(lost)?;
            Ok(Verified::of_stream(&name, compartment, faults, verifier.finish()).watched(&clock))
        }
        None => {
            let mut verifier = record_verifier(keyring.as_ref(), earlier);
            let mut clock = ClockWatch::default();
            let mut check = |entry: &SealedEntry| {
                clock.take(time_of(keyring.as_ref(), entry));
                verifier.check(entry)
            };
            let Walked { faults, end, list } =
                walk_to_end(&*store, keyring.as_ref(), &mut check).await.map_err(lost)?;
            let roster = store.document(end::ROSTER_COLLECTION, end::ROSTER_ID).await.map_err(lost)?;
            let finished = verifier.finish();
            let held = Held { end: end.as_ref(), roster: roster.as_ref(), streams: list.as_ref() };
            let mut end_faults = keyring.as_ref().map(|keyring| End::check(keyring, held, &finished.0));
            if let (Some(faults), Some(keyring)) = (&mut end_faults, &keyring) {
                let stated = audit_stated(keyring, end.as_ref());
                faults.extend(audit::faults(&*store, keyring, stated).await.map_err(lost)?);
            }
            let verified = Verified::of_record(&name, faults, finished).watched(&clock);
            Ok(match end_faults {
                Some(faults) => verified.ended(end.as_ref(), faults),
                None => verified,
            })
        }
    }
}

fn stream_verifier<'k>(
    compartment: &Compartment,
    keyring: Option<&'k Keyring>,
    earlier: Option<&Heads>,
) -> StreamVerifier<'k> {
    let key = keyring.and_then(|keyring| keyring.key(compartment));
    let verifier = StreamVerifier::new(compartment.clone(), key);
    match earlier {
        Some(heads) => verifier.against(heads),
        None => verifier,
    }
}

fn record_verifier<'k>(keyring: Option<&'k Keyring>, earlier: Option<&Heads>) -> RecordVerifier<'k> {
    let verifier = RecordVerifier::new(keyring);
    match earlier {
        Some(heads) => verifier.against(heads),
        None => verifier,
    }
}

/// The version of the list of sign-ins that the end of the record tells of; 0 where it tells of none.
fn audit_stated(keyring: &Keyring, end: Option<&Document>) -> u64 {
    end.and_then(|end| End::open(keyring, end).ok()).map_or(0, |end| end.audit)
}

/// What looks at an entry, and says what is wrong with it.
type Check<'c, F> = dyn FnMut(&SealedEntry) -> F + 'c;

async fn walk_stream(
    store: &dyn Store,
    compartment: &Compartment,
    check: &mut Check<'_, impl IntoIterator<Item = StreamFault>>,
) -> Result<Vec<StreamFault>, StoreError> {
    let (mut sequence, mut faults) = (0, Vec::new());
    loop {
        let entries = store.stream_after(compartment, sequence, AT_A_TIME).await?;
        let Some(end) = entries.last() else { return Ok(faults) };
        sequence = end.sequence;
        faults.extend(entries.iter().flat_map(&mut *check));
    }
}

/// What a walk through a record came to.
struct Walked {
    faults: Vec<StreamFault>,
    /// The end that was read last.
    end: Option<Document>,
    /// The list of streams, as it was when no entry was beyond that end.
    list: Option<Document>,
}

/// Walks to where the record says that it ends; a desk may write meanwhile.
async fn walk_to_end(
    store: &dyn Store,
    keyring: Option<&Keyring>,
    check: &mut Check<'_, impl IntoIterator<Item = StreamFault>>,
) -> Result<Walked, StoreError> {
    let (mut position, mut faults, mut seen) = (0, Vec::new(), None);
    loop {
        position = walk_record(store, position, &mut *check, &mut faults).await?;
        let list = store.document(stream_list::COLLECTION, stream_list::ID).await?;
        // Read after the entries: it is not behind them, where the record is sound.
        let end = store.document(end::COLLECTION, end::ID).await?;
        let version = end.as_ref().map(|end| end.version);
        let opened = end.as_ref().zip(keyring).and_then(|(end, keyring)| End::open(keyring, end).ok());
        if opened.is_none_or(|end| end.position <= position) || version == seen {
            return Ok(Walked { faults, end, list });
        }
        seen = version;
    }
}

/// Walks on after a position; the last one.
async fn walk_record(
    store: &dyn Store,
    after: u64,
    check: &mut Check<'_, impl IntoIterator<Item = StreamFault>>,
    faults: &mut Vec<StreamFault>,
) -> Result<u64, StoreError> {
    let mut position = after;
    loop {
        let entries = store.entries_after(position, AT_A_TIME).await?;
        let Some(end) = entries.last() else { return Ok(position) };
        position = end.position;
        faults.extend(entries.iter().flat_map(&mut *check));
    }
}

/// Reads the file twice: keys come after the entries they open.
fn in_file(
    arguments: &VerifyRecord,
    path: &Path,
    exported: Option<ExportedKey>,
    compartment: Option<&Compartment>,
    earlier: Option<&Heads>,
) -> Result<Verified, CliError> {
    let name = path.display().to_string();
    let found = contained(path)?;
    let keyring = match (exported, &found.description) {
        (Some(exported), _) => Some(Keyring::of_one(exported)),
        (None, Some(description)) if !arguments.links => {
            let master = arguments.place.key_for(description, &name)?;
            let keyring = Keyring::unwrap(master, &found.keys);
            Some(keyring.map_err(|error| CliError::usage(format!("{name}: {error}"), "give what opens it"))?)
        }
        (None, _) => None,
    };
    let compartment = match (found.contents, compartment) {
        (Contents::Stream, None) => found.first.as_ref(),
        (_, asked) => asked,
    };
    let mut items = Items::open(path)?;
    let mut faults = Vec::new();
    let mut clock = ClockWatch::default();
    if let Some(compartment) = compartment {
        let mut verifier = stream_verifier(compartment, keyring.as_ref(), earlier);
        while let Some(item) = items.next()? {
            match item {
                Item::Entry(entry)
                    if found.contents == Contents::Stream || entry.compartment == *compartment =>
                {
                    clock.take(time_of(keyring.as_ref(), &entry));
                    faults.extend(verifier.check(&entry));
                }
                _ => {}
            }
        }
        return Ok(Verified::of_stream(&name, compartment, faults, verifier.finish()).watched(&clock));
    }
    let mut verifier = record_verifier(keyring.as_ref(), earlier);
    let Contained { end, roster, list, audit_head, .. } = &found;
    let mut sign_ins = keyring.as_ref().map(|keyring| AuditCheck::new(keyring, audit_head.as_ref()));
    while let Some(item) = items.next()? {
        match (item, &mut sign_ins) {
            (Item::Entry(entry), _) => {
                clock.take(time_of(keyring.as_ref(), &entry));
                faults.extend(verifier.check(&entry));
            }
            (Item::Document { collection, document }, Some(check)) if collection == audit::COLLECTION => {
                check.take(&document);
            }
            _ => {}
        }
    }
    let finished = verifier.finish();
    let held = Held { end: end.as_ref(), roster: roster.as_ref(), streams: list.as_ref() };
    let mut end_faults = keyring.as_ref().map(|keyring| End::check(keyring, held, &finished.0));
    if let (Some(faults), Some(keyring), Some(check)) = (&mut end_faults, &keyring, sign_ins) {
        faults.extend(check.faults(audit_stated(keyring, end.as_ref())));
    }
    let verified = Verified::of_record(&name, faults, finished).watched(&clock);
    Ok(match end_faults {
        Some(faults) => verified.ended(end.as_ref(), faults),
        None => verified,
    })
}

/// What a file holds besides entries.
struct Contained {
    contents: Contents,
    description: Option<MasterDescription>,
    keys: Vec<WrappedKey>,
    /// Where the record ends, its accounts, and the list of its streams.
    end: Option<Document>,
    roster: Option<Document>,
    list: Option<Document>,
    /// What the list of sign-ins holds.
    audit_head: Option<Document>,
    /// The compartment of the first entry.
    first: Option<Compartment>,
}

fn contained(path: &Path) -> Result<Contained, CliError> {
    let mut items = Items::open(path)?;
    let (mut description, mut keys, mut first) = (None, Vec::new(), None);
    let (mut end, mut roster, mut list, mut audit_head) = (None, None, None, None);
    while let Some(item) = items.next()? {
        match item {
            Item::Master(of_record) => description = Some(of_record),
            Item::Key(key) => keys.push(key),
            Item::Entry(entry) => {
                first.get_or_insert(entry.compartment);
            }
            Item::Document { collection, document } => match (collection.as_str(), document.id.as_str()) {
                (end::COLLECTION, end::ID) => end = Some(document),
                (end::ROSTER_COLLECTION, end::ROSTER_ID) => roster = Some(document),
                (stream_list::COLLECTION, stream_list::ID) => list = Some(document),
                (audit::HEAD_COLLECTION, audit::HEAD_ID) => audit_head = Some(document),
                _ => {}
            },
            Item::DestroyedKey(_) => {}
        }
    }
    let (contents, _) = items.finish()?;
    Ok(Contained { contents, description, keys, end, roster, list, audit_head, first })
}

fn exported_key(path: &Path) -> Result<ExportedKey, CliError> {
    let text = input::secret(path)?;
    ExportedKey::from_text(&text).map_err(|error| {
        let problem = Diagnostic::of_file(path.display().to_string(), error.to_string());
        CliError::Input(vec![
            problem.help("give the key of a compartment, as `mediant backup --key-to` writes it"),
        ])
    })
}

fn heads(path: &Path) -> Result<Heads, CliError> {
    let text = input::secret(path)?;
    serde_json::from_str(&text).map_err(|error| {
        let problem = Diagnostic::of_file(path.display().to_string(), error.to_string());
        CliError::Input(vec![problem.help("give a file that `mediant verify-record --keep` wrote")])
    })
}

/// The time that an event was recorded at, where its key is at hand.
fn time_of(keyring: Option<&Keyring>, entry: &SealedEntry) -> Option<jiff::Timestamp> {
    let opened = keyring?.open_whole(entry).ok()?;
    codec::decode_opened(&opened).ok().map(|recorded| recorded.at)
}
