//! The `mediant` binary: reads files, asks the engine, prints and writes.

mod agreement;
mod analyze;
mod arguments;
mod backup;
mod backup_file;
mod check;
mod convert;
mod copy;
mod demo;
mod digest;
mod export;
mod failure;
mod input;
mod key;
mod log;
mod mcp;
mod mediate;
mod new;
mod not_read_by_others;
mod open_files;
mod outlook;
mod output_file;
mod patience;
mod picture_file;
mod read;
mod record;
mod rekey;
mod restore;
mod runtime;
mod schema;
mod screen;
mod serve;
mod sign;
mod simulate;
mod suggester;
mod threads;
mod tournament;
mod vault;
mod verify;
mod verify_record;
mod world;

use arguments::{Arguments, Command};
use clap::{CommandFactory, Parser};
use failure::CliError;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    // A panic is a fault of ours; its message says where, and nothing was printed or written before.
    match std::panic::catch_unwind(|| run(&arguments.command)) {
        Ok(Ok(())) => ExitCode::SUCCESS,
        Ok(Err(failure)) => failure.report(),
        Err(_) => CliError::Internal("this is a fault in mediant: please report it".to_owned()).report(),
    }
}

fn run(command: &Command) -> Result<(), CliError> {
    match command {
        Command::Analyze(arguments) => analyze::run(arguments),
        Command::Mediate(arguments) => mediate::run(arguments),
        Command::Simulate(arguments) => simulate::run(arguments),
        Command::Tournament(arguments) => tournament::run(arguments),
        Command::Read(arguments) => read::run(arguments),
        Command::Mcp(arguments) => mcp::run(arguments),
        Command::ReadPdf => read::pdf::run(),
        Command::New(arguments) => new::run(arguments),
        Command::Check(arguments) => check::run(arguments),
        Command::Schema { shape } => schema::run(*shape),
        Command::Convert(arguments) => convert::run(arguments),
        Command::Verify(arguments) => verify::run(arguments),
        Command::Outlook(arguments) => outlook::run(arguments),
        Command::Serve(arguments) => serve::run(arguments),
        Command::Demo(arguments) => demo::run(arguments),
        Command::Record(arguments) => record::run(arguments),
        Command::Backup(arguments) => backup::run(arguments),
        Command::Restore(arguments) => restore::run(arguments),
        Command::VerifyRecord(arguments) => verify_record::run(arguments),
        Command::Export(arguments) => export::run(arguments),
        Command::Rekey(arguments) => rekey::run(arguments),
        Command::Key(arguments) => key::run(arguments),
        Command::Sign(arguments) => sign::run(arguments),
        Command::VerifyAgreement(arguments) => agreement::run(arguments),
        Command::VerifyCopy(arguments) => copy::run(arguments),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut Arguments::command(), "mediant", &mut script);
            screen::print(&String::from_utf8_lossy(&script))
        }
        Command::Man => {
            let mut page = Vec::new();
            let rendered = clap_mangen::Man::new(Arguments::command()).render(&mut page);
            rendered.map_err(|error| CliError::Internal(error.to_string()))?;
            screen::print(&String::from_utf8_lossy(&page))
        }
    }
}
