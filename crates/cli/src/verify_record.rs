//! `mediant verify-record`: that nothing in a record was changed, moved, repeated or left out.

use crate::arguments::record::VerifyRecord;
use crate::backup::{AT_A_TIME, events, named};
use crate::backup_file::Items;
use crate::failure::Failure;
use crate::vault::unreachable;
use crate::{input, output_file, runtime, screen};
use mediant_formats::Diagnostic;
use mediant_record::Compartment;
use mediant_record::backup::{Contents, Item};
use mediant_record::codec;
use mediant_record::keyring::{ExportedKey, Keyring, MasterDescription};
use mediant_record::store::{SealedEntry, Store, StoreError, WrappedKey};
use mediant_record::verify::{
    ClockWatch, Depth, Fault, Heads, PutBack, RecordReport, RecordVerifier, StreamReport, StreamVerifier,
};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

/// Says what was verified, or every fault with its place.
pub fn run(arguments: &VerifyRecord) -> Result<(), Failure> {
    let earlier = arguments.against.as_deref().map(heads).transpose()?;
    let exported = arguments.key.as_deref().map(exported_key).transpose()?;
    let compartment = match (&arguments.compartment, &exported) {
        (Some(name), Some(key)) if named(name)? != key.compartment => {
            let message = format!("this is the key of `{}`, not of `{name}`", key.compartment);
            return Err(Failure::usage(message, "give the key of the compartment"));
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
            serde_json::to_vec(&verified.heads).map_err(|error| Failure::Internal(error.to_string()))?;
        output_file::write_whole(path, &text).map_err(|error| Failure::unwritten(path, &error))?;
    }
    if verified.faults.is_empty() {
        return screen::print(&told(&verified));
    }
    let fault = |fault: &Fault| Diagnostic::of_file(&verified.name, fault.to_string());
    let mut faults: Vec<Diagnostic> = verified.faults.iter().map(fault).collect();
    if let Some(last) = faults.pop() {
        faults.push(last.help("leave the record as it is, and compare it with a backup from before"));
    }
    Err(Failure::Input(faults))
}

/// What came of it.
struct Verified {
    name: String,
    streams: BTreeMap<Compartment, StreamReport>,
    heads: Heads,
    faults: Vec<Fault>,
    /// When the clock was put back, as far as the times of events can be read.
    put_back: Vec<PutBack>,
}

/// The time that an event was recorded at, where its key is at hand.
fn time_of(keyring: Option<&Keyring>, entry: &SealedEntry) -> Option<jiff::Timestamp> {
    let plain = keyring?.open(entry).ok()?;
    codec::decode(&plain).ok().map(|recorded| recorded.at)
}

impl Verified {
    fn of_record(name: &str, mut faults: Vec<Fault>, (report, last): (RecordReport, Vec<Fault>)) -> Self {
        faults.extend(last);
        let put_back = Vec::new();
        Self { name: name.to_owned(), streams: report.streams, heads: report.heads, faults, put_back }
    }

    fn watched(self, clock: &ClockWatch) -> Self {
        Self { put_back: clock.found().to_vec(), ..self }
    }

    fn of_stream(
        name: &str,
        compartment: &Compartment,
        mut faults: Vec<Fault>,
        (report, last): (StreamReport, Option<Fault>),
    ) -> Self {
        faults.extend(last);
        let head = report.head.map(|head| (compartment.clone(), head));
        Self {
            name: name.to_owned(),
            heads: Heads { record: None, streams: head.into_iter().collect() },
            streams: BTreeMap::from([(compartment.clone(), report)]),
            faults,
            put_back: Vec::new(),
        }
    }
}

async fn in_store(
    arguments: &VerifyRecord,
    exported: Option<ExportedKey>,
    compartment: Option<&Compartment>,
    earlier: Option<&Heads>,
) -> Result<Verified, Failure> {
    let (store, name, keyring) = if arguments.links || exported.is_some() {
        let found = arguments.place.find(false).await?;
        (found.store, found.name, exported.map(Keyring::of_one))
    } else {
        let vault = arguments.place.open().await?;
        let keys = vault.store.keys().await.map_err(|error| unreachable(&vault.name, &error))?;
        let keyring = Keyring::unwrap(vault.master.clone(), &keys);
        let keyring = keyring.map_err(|error| Failure::Internal(format!("{}: {error}", vault.name)))?;
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
            let faults = walk_record(&*store, &mut check).await.map_err(lost)?;
            Ok(Verified::of_record(&name, faults, verifier.finish()).watched(&clock))
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

/// What looks at an entry, and says what is wrong with it.
type Check<'c, F> = dyn FnMut(&SealedEntry) -> F + 'c;

async fn walk_stream(
    store: &dyn Store,
    compartment: &Compartment,
    check: &mut Check<'_, impl IntoIterator<Item = Fault>>,
) -> Result<Vec<Fault>, StoreError> {
    let (mut sequence, mut faults) = (0, Vec::new());
    loop {
        let entries = store.stream_after(compartment, sequence, AT_A_TIME).await?;
        let Some(end) = entries.last() else { return Ok(faults) };
        sequence = end.sequence;
        faults.extend(entries.iter().flat_map(&mut *check));
    }
}

async fn walk_record(
    store: &dyn Store,
    check: &mut Check<'_, impl IntoIterator<Item = Fault>>,
) -> Result<Vec<Fault>, StoreError> {
    let (mut position, mut faults) = (0, Vec::new());
    loop {
        let entries = store.entries_after(position, AT_A_TIME).await?;
        let Some(end) = entries.last() else { return Ok(faults) };
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
) -> Result<Verified, Failure> {
    let name = path.display().to_string();
    let found = contained(path)?;
    let keyring = match (exported, &found.description) {
        (Some(exported), _) => Some(Keyring::of_one(exported)),
        (None, Some(description)) if !arguments.links => {
            let master = arguments.place.key_for(description, &name)?;
            let keyring = Keyring::unwrap(master, &found.keys);
            Some(keyring.map_err(|error| Failure::usage(format!("{name}: {error}"), "give what opens it"))?)
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
    while let Some(item) = items.next()? {
        if let Item::Entry(entry) = item {
            clock.take(time_of(keyring.as_ref(), &entry));
            faults.extend(verifier.check(&entry));
        }
    }
    Ok(Verified::of_record(&name, faults, verifier.finish()).watched(&clock))
}

/// What a file holds besides entries.
struct Contained {
    contents: Contents,
    description: Option<MasterDescription>,
    keys: Vec<WrappedKey>,
    /// The compartment of the first entry.
    first: Option<Compartment>,
}

fn contained(path: &Path) -> Result<Contained, Failure> {
    let mut items = Items::open(path)?;
    let (mut description, mut keys, mut first) = (None, Vec::new(), None);
    while let Some(item) = items.next()? {
        match item {
            Item::Master(of_record) => description = Some(of_record),
            Item::Key(key) => keys.push(key),
            Item::Entry(entry) => {
                first.get_or_insert(entry.compartment);
            }
            Item::Document { .. } | Item::DestroyedKey(_) => {}
        }
    }
    let (contents, _) = items.finish()?;
    Ok(Contained { contents, description, keys, first })
}

fn exported_key(path: &Path) -> Result<ExportedKey, Failure> {
    let text = input::secret(path)?;
    ExportedKey::from_text(&text).map_err(|error| {
        let problem = Diagnostic::of_file(path.display().to_string(), error.to_string());
        Failure::Input(vec![
            problem.help("give the key of a compartment, as `mediant backup --key-to` writes it"),
        ])
    })
}

fn heads(path: &Path) -> Result<Heads, Failure> {
    let text = input::secret(path)?;
    serde_json::from_str(&text).map_err(|error| {
        let problem = Diagnostic::of_file(path.display().to_string(), error.to_string());
        Failure::Input(vec![problem.help("give a file that `mediant verify-record --keep` wrote")])
    })
}

fn told(verified: &Verified) -> String {
    let count = verified.streams.values().map(|stream| stream.entries).sum();
    let mut text = format!("{}: {}, nothing altered\n", verified.name, events(count));
    let width = verified.streams.keys().map(|name| name.name().chars().count()).max().unwrap_or(0);
    for (compartment, stream) in &verified.streams {
        let depth = match stream.depth {
            Depth::Opened => "every link and every text",
            Depth::LinksAlone => "every link; the texts are sealed",
            Depth::KeyDestroyed => "every link; the key was destroyed",
        };
        // Writing to a string does not fail.
        let _ = writeln!(text, "  {:<width$}  {:>12}  {depth}", compartment.name(), events(stream.entries));
    }
    for PutBack { at, from, to } in &verified.put_back {
        let _ = writeln!(
            text,
            "  the clock was put back before event {at}: from {from:.0} to {to:.0}. What ended before then stays ended; days and \
             times after it may be wrong"
        );
    }
    text
}
