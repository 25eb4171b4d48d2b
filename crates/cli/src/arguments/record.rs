//! The part of the command line that is about a record: where it is kept, how it opens, what is done with it.

use super::date;
use clap::{Args, Subcommand, ValueEnum, ValueHint};
use mediant_model::Date;
use std::net::SocketAddr;
use std::path::PathBuf;

/// Where a record is kept and what opens it.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "The record")]
pub struct Place {
    /// The folder that holds the record; without it, `mediant` in the folder for data of the user
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub data: Option<PathBuf>,
    /// The PostgreSQL database that holds the record, as postgres://…
    #[arg(
        long,
        value_name = "URL",
        env = "MEDIANT_DATABASE",
        hide_env_values = true,
        conflicts_with = "data"
    )]
    pub database: Option<String>,
    /// What opens it.
    #[command(flatten)]
    pub unlock: Unlock,
}

/// What opens a record.
#[derive(Clone, Debug, Default, Args)]
#[group(id = "unlock", multiple = false)]
pub struct Unlock {
    /// Ask for the passphrase at the terminal; a new record is sealed with it
    #[arg(long)]
    pub passphrase: bool,
    /// Read the passphrase from the first line of this file
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub passphrase_file: Option<PathBuf>,
    /// The key file; a new record makes it where there is none. Without any of these, `master.key` in the folder
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub key_file: Option<PathBuf>,
}

/// Arguments of `serve`.
#[derive(Debug, Args)]
pub struct Serve {
    /// The record.
    #[command(flatten)]
    pub place: Place,
    /// The desk.
    #[command(flatten)]
    pub desk: Listen,
}

/// Where the desk is reached.
#[derive(Clone, Debug, Args)]
pub struct Listen {
    /// The address to listen on; port 0 takes any that is free
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:7447")]
    pub listen: SocketAddr,
    /// The address at which browsers reach the desk, behind a proxy; with https:// cookies are sent over TLS alone
    #[arg(long, value_name = "URL", value_hint = ValueHint::Url)]
    pub origin: Option<String>,
}

/// Arguments of `demo`.
#[derive(Clone, Debug, Args)]
pub struct Demo {
    /// The desk.
    #[command(flatten)]
    pub desk: Listen,
    /// The report's talks alone, with a link for each who reads them instead of a page to choose on; always so where others
    /// than this machine can reach the desk
    #[arg(long)]
    pub links: bool,
}

/// Arguments of `record`.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = false)]
pub struct Record {
    /// What to do.
    #[command(subcommand)]
    pub act: Act,
}

/// What is done with a record.
#[derive(Debug, Subcommand)]
pub enum Act {
    /// Begin a record: with a title, or from a case and its briefs
    Open(Open),
    /// Ask the record for something, whatever its kind: `record add --kinds` lists them
    Add(Add),
    /// Put down what a party told the mediator in confidence
    Tell(Tell),
    /// Let an item that was told in confidence travel further, or hold it back again
    Release(ReleaseItem),
    /// Pass an item on, within its release
    Pass(Pass),
    /// Show what somebody may know of the talks
    Show(Show),
    /// List what was recorded, as somebody may know it, oldest first
    Log(Log),
    /// Make a link with which somebody can come to the desk, once
    Invite(Invite),
}

/// Arguments of `record open`.
#[derive(Debug, Args)]
pub struct Open {
    /// What the talks are called
    #[arg(required_unless_present = "case", conflicts_with = "case")]
    pub title: Option<String>,
    /// Begin from these files: a case, and briefs to put into the mediator's hands
    #[arg(long, value_name = "PATH", num_args = 1.., value_hint = ValueHint::AnyPath)]
    pub case: Vec<PathBuf>,
    /// A short name that briefs refer to
    #[arg(long, value_name = "NAME", conflicts_with = "case")]
    pub reference: Option<String>,
    /// Who may know that there are talks
    #[arg(long, value_enum, default_value_t = Known::Table)]
    pub known_to: Known,
    /// Let the substance of what a caucus tells pass, unless it is marked as held
    #[arg(long)]
    pub substance_may_pass: bool,
    /// The record.
    #[command(flatten)]
    pub place: Place,
}

/// Who may know that there are talks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Known {
    /// Those at the table
    Table,
    /// Everybody
    Public,
}

/// Arguments of `record add`.
#[derive(Debug, Args)]
pub struct Add {
    /// The kind, such as `state` or `plan_session`
    #[arg(value_name = "KIND", required_unless_present = "kinds")]
    pub kind: Option<String>,
    /// Its fields: `name=value`, `a.b=value` for a field within a field, `a[]=value` for an entry of a list. Without
    /// any, a JSON object is read from standard input
    #[arg(value_name = "FIELD=VALUE")]
    pub fields: Vec<String>,
    /// List the kinds
    #[arg(long)]
    pub kinds: bool,
    /// As whom: mediator, team, principal:PARTY, delegate:PARTY, adviser:PARTY, or one of these with :PERSON behind it
    #[arg(long = "as", value_name = "ROLE", default_value = "mediator")]
    pub role: String,
    /// The name of this request, so that asking twice counts once
    #[arg(long, value_name = "NAME")]
    pub request: Option<String>,
    /// The record.
    #[command(flatten)]
    pub place: Place,
}

/// Arguments of `record tell`.
#[derive(Debug, Args)]
pub struct Tell {
    /// The party that told it
    pub party: String,
    /// What it told; `-` reads it from standard input, so that it stands in no list of commands
    pub text: String,
    /// Who said it
    #[arg(long, value_name = "PERSON")]
    pub person: Option<String>,
    /// In which session
    #[arg(long, value_name = "SESSION")]
    pub session: Option<String>,
    /// On which issue
    #[arg(long, value_name = "ISSUE")]
    pub issue: Option<String>,
    /// How far it may travel; what the talks' rule says, where not given
    #[arg(long, value_enum)]
    pub release: Option<Reach>,
    /// As whom, as with `record add`
    #[arg(long = "as", value_name = "ROLE", default_value = "mediator")]
    pub role: String,
    /// The record.
    #[command(flatten)]
    pub place: Place,
}

/// How far an item may travel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Reach {
    /// Nowhere
    Held,
    /// Its substance, in other words and without saying whose it is
    Substance,
    /// Its words, and whose they are
    Verbatim,
    /// Its words, to everybody
    Public,
}

/// Arguments of `record release`.
#[derive(Debug, Args)]
pub struct ReleaseItem {
    /// The item, as `record show` names it
    pub item: String,
    /// How far it may travel from now on
    #[arg(value_enum)]
    pub release: Reach,
    /// Whose word that is; needed where the mediator records it
    #[arg(long, value_name = "PERSON")]
    pub person: Option<String>,
    /// As whom, as with `record add`
    #[arg(long = "as", value_name = "ROLE", default_value = "mediator")]
    pub role: String,
    /// The record.
    #[command(flatten)]
    pub place: Place,
}

/// Arguments of `record pass`.
#[derive(Debug, Args)]
pub struct Pass {
    /// The item, as `record show` names it
    pub item: String,
    /// To whom: a party, `table` or `public`
    pub to: String,
    /// In which words; the item's own where not given and its release allows that
    #[arg(long, value_name = "TEXT")]
    pub wording: Option<String>,
    /// The record.
    #[command(flatten)]
    pub place: Place,
}

/// Arguments of `record show`.
#[derive(Debug, Args)]
pub struct Show {
    /// For whom: mediator, a party, or public
    #[arg(long = "as", value_name = "READER", default_value = "mediator")]
    pub reader: String,
    /// As of this day instead of today
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    pub date: Option<Date>,
    /// The record.
    #[command(flatten)]
    pub place: Place,
}

/// Arguments of `record log`.
#[derive(Debug, Args)]
pub struct Log {
    /// For whom: mediator, a party, or public
    #[arg(long = "as", value_name = "READER", default_value = "mediator")]
    pub reader: String,
    /// The latest so many
    #[arg(long, value_name = "N", default_value_t = 1000)]
    pub last: usize,
    /// The record.
    #[command(flatten)]
    pub place: Place,
}

/// Arguments of `record invite`.
#[derive(Debug, Args)]
pub struct Invite {
    /// As whom: mediator, team, observer, principal:PARTY, delegate:PARTY or adviser:PARTY
    pub role: String,
    /// Which person of the case it is
    #[arg(long, value_name = "PERSON")]
    pub person: Option<String>,
    /// The record.
    #[command(flatten)]
    pub place: Place,
}

/// Arguments of `backup`.
#[derive(Debug, Args)]
pub struct Backup {
    /// The file to write
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub file: PathBuf,
    /// Copy one compartment alone: `public`, `table`, `mediator`, `caucus:PARTY`; still sealed
    #[arg(long, value_name = "COMPARTMENT", requires = "key_to")]
    pub compartment: Option<String>,
    /// Write the compartment's key into this file: whoever has it reads the copy
    #[arg(long, value_name = "FILE", requires = "compartment", value_hint = ValueHint::FilePath)]
    pub key_to: Option<PathBuf>,
    /// The record.
    #[command(flatten)]
    pub place: Place,
}

/// Arguments of `restore`.
#[derive(Debug, Args)]
pub struct Restore {
    /// The backup
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub file: PathBuf,
    /// The record, which has to be empty.
    #[command(flatten)]
    pub place: Place,
}

/// Arguments of `verify-record`.
#[derive(Debug, Args)]
pub struct VerifyRecord {
    /// Verify this backup, or copy of a compartment, instead of a record in use
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub file: Option<PathBuf>,
    /// Verify one compartment alone
    #[arg(long, value_name = "COMPARTMENT")]
    pub compartment: Option<String>,
    /// The key of that compartment
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub key: Option<PathBuf>,
    /// Follow the links alone, without any key
    #[arg(long, conflicts_with = "key")]
    pub links: bool,
    /// Hold it against where it ended before: a file that `--keep` wrote
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub against: Option<PathBuf>,
    /// Write where it ends into this file, to hold a later verification against it
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub keep: Option<PathBuf>,
    /// The record.
    #[command(flatten)]
    pub place: Place,
}

/// Arguments of `export`.
#[derive(Debug, Args)]
pub struct Export {
    /// For whom: mediator, a party, or public
    #[arg(long = "as", value_name = "READER", required_unless_present_any = ["agreement", "keys"])]
    pub reader: Option<String>,
    /// Write the agreement into this file, for `mediant verify-agreement`: the same for everybody at the table
    #[arg(long, value_name = "FILE", conflicts_with_all = ["reader", "format", "out", "date"], value_hint = ValueHint::FilePath)]
    pub agreement: Option<PathBuf>,
    /// Write the keys of the table into this file, for `mediant verify-agreement --keys`
    #[arg(long, value_name = "FILE", conflicts_with_all = ["reader", "format", "out", "date"], value_hint = ValueHint::FilePath)]
    pub keys: Option<PathBuf>,
    /// What to write
    #[arg(long, value_enum, default_value_t = ExportFormat::Json)]
    pub format: ExportFormat,
    /// The file to write; standard output without it
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub out: Option<PathBuf>,
    /// As of this day instead of today
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    pub date: Option<Date>,
    /// The record.
    #[command(flatten)]
    pub place: Place,
}

/// What `export` writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    /// Everything the reader may know, as one JSON document
    Json,
    /// The case as the reader may know it, as a case file for `mediant analyze`
    Toml,
}

/// Arguments of `rekey`.
#[derive(Debug, Args)]
pub struct Rekey {
    /// Seal the record with a new passphrase, asked for at the terminal
    #[arg(long)]
    pub new_passphrase: bool,
    /// Seal it with the passphrase in the first line of this file
    #[arg(long, value_name = "FILE", conflicts_with = "new_passphrase", value_hint = ValueHint::FilePath)]
    pub new_passphrase_file: Option<PathBuf>,
    /// Seal it with this key file, which is made where there is none
    #[arg(
        long,
        value_name = "FILE",
        conflicts_with_all = ["new_passphrase", "new_passphrase_file"],
        required_unless_present_any = ["new_passphrase", "new_passphrase_file"],
        value_hint = ValueHint::FilePath
    )]
    pub new_key_file: Option<PathBuf>,
    /// The record.
    #[command(flatten)]
    pub place: Place,
}
