//! Arguments of `key`, `sign`, `verify-agreement` and `verify-copy`.

use clap::{Args, Subcommand, ValueHint};
use std::path::PathBuf;

/// Arguments of `key`.
#[derive(Debug, Args)]
pub struct Key {
    /// What to do.
    #[command(subcommand)]
    pub what: KeyCommand,
}

/// What to do with a key.
#[derive(Debug, Subcommand)]
pub enum KeyCommand {
    /// Make a key, sealed under a passphrase, in a file for its owner alone
    New {
        /// The file to write; one that is there is never written over
        #[arg(long, value_name = "FILE", default_value = "mediant.key", value_hint = ValueHint::FilePath)]
        out: PathBuf,
        /// Read the passphrase from the first line of this file
        #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
        passphrase_file: Option<PathBuf>,
    },
    /// Show the twelve words of a key, and its lines for `keys.txt`; nothing of it is secret
    Show {
        /// The key file
        #[arg(value_name = "FILE", default_value = "mediant.key", value_hint = ValueHint::FilePath)]
        file: PathBuf,
    },
}

/// Arguments of `sign`.
#[derive(Debug, Args)]
pub struct Sign {
    /// The act, as the desk gives it out
    #[arg(value_name = "ACT", value_hint = ValueHint::FilePath)]
    pub act: PathBuf,
    /// The key file
    #[arg(long, value_name = "FILE", default_value = "mediant.key", value_hint = ValueHint::FilePath)]
    pub key: PathBuf,
    /// The file to write; without it, the name of the act with `.signed.json` after it
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub out: Option<PathBuf>,
    /// The envelope of your act before: the act has to name it
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub after: Option<PathBuf>,
    /// Read the passphrase from the first line of this file
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub passphrase_file: Option<PathBuf>,
}

/// Arguments of `verify-agreement`.
#[derive(Debug, Args)]
pub struct VerifyAgreement {
    /// The agreement
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub file: PathBuf,
    /// Whose keys are whose: what the desk gives out as `keys.txt`, once its words were read to each other
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub keys: PathBuf,
    /// A copy of the record: the table that each signer saw is looked for in it
    #[arg(long = "copy", value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub copies: Vec<PathBuf>,
    /// A party without which the agreement binds the others, by its id
    #[arg(long, value_name = "PARTY")]
    pub without: Vec<String>,
    /// Write every act with its signature and key into this new folder, for `openssl`
    #[arg(long, value_name = "FOLDER", value_hint = ValueHint::DirPath)]
    pub unpack: Option<PathBuf>,
}

/// Arguments of `verify-copy`.
#[derive(Debug, Args)]
pub struct VerifyCopy {
    /// The copy
    #[arg(value_name = "NEW", value_hint = ValueHint::FilePath)]
    pub new: PathBuf,
    /// An older copy, or the copy of another reader, to hold it against
    #[arg(value_name = "OLD", value_hint = ValueHint::FilePath)]
    pub old: Option<PathBuf>,
    /// Look for a link that was noted: its 64 digits, or the first 16 of them at the least
    #[arg(long = "link", value_name = "HEX")]
    pub links: Vec<String>,
    /// Look for the table that the signer of this act saw: an envelope, or an agreement file
    #[arg(long = "act", value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub acts: Vec<PathBuf>,
}
