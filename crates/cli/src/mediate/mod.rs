//! `mediant mediate`: shuttle mediation at a terminal, with people or simulated parties answering.

mod transcript;

use crate::arguments::Format;
use crate::arguments::mediate::Mediate;
use crate::failure::CliError;
use crate::{input, output_file, screen};
use mediant_mediate::{
    Agenda, Answer, Manner, Mediation, MediationDriver, MediationEnding, Parties, Purpose, Question,
    Settings, SimulatedParty, Turn,
};
use mediant_model::fairness::product_of_gains;
use mediant_model::grid::Grid;
use mediant_model::problem::{ProblemParty, Stance};
use mediant_model::{IssueKind, Problem};
use mediant_render::text::wrapped;
use mediant_render::{Posed, mediation as words};
use std::io::{BufRead, IsTerminal};
use std::path::Path;
use transcript::{Spoken, Transcript};

/// People are taken to answer one question in so many wrongly.
const PEOPLE_ERR: f64 = 0.06;

/// Leads the talks to their end; what was asked for in files is written then, or when they break off.
pub fn run(arguments: &Mediate) -> Result<(), CliError> {
    if arguments.format == Format::Markdown {
        return Err(CliError::usage(
            "a mediation is not written as Markdown",
            "use `--format text` or `--format json`",
        ));
    }
    let posed = input::posed(&arguments.input, None, arguments.date)?;
    let unsuited = |error: mediant_mediate::UnsuitedError| {
        CliError::usage(
            format!("this cannot be mediated: {error}"),
            "`mediant check` shows what the case holds",
        )
    };
    let agenda = round_first(Agenda::from_problem(&posed.problem).map_err(unsuited)?, &posed);
    let settings = Settings {
        forms: !arguments.no_forms,
        error_rate: if arguments.simulate { arguments.errors.max(0.01) } else { PEOPLE_ERR },
        ..Settings::default()
    };
    let manner = if arguments.coupled { Manner::Coupled } else { Manner::Blind };
    let parties = Parties::from_problem(&posed.problem).map_err(unsuited)?;
    let mut room = Room::new(arguments, &posed, &agenda, &parties)?;
    let mediation = Mediation::new(&agenda, &settings, manner, parties, arguments.seed);
    let mut session = MediationDriver::new(mediation, usize::from(arguments.questions));
    let mut transcript = Transcript::new(arguments, &posed.problem, manner);
    let earlier = match &arguments.resume {
        Some(path) => transcript::read(path, &transcript)?,
        None => Vec::new(),
    };
    let record = arguments.record.as_deref();
    let outcome = talk(&mut session, &mut room, earlier, &mut transcript, record, &posed.problem)?;
    transcript.end(&posed, &outcome, &session.mediation().footings())?;
    record.map_or(Ok(()), |path| transcript.write(path))?;
    if let Some(path) = &arguments.certificate {
        certify(path, &posed, &outcome)?;
    }
    match arguments.format {
        Format::Json => {
            let json = serde_json::to_string_pretty(&transcript)
                .map_err(|error| CliError::Internal(error.to_string()))?;
            screen::print(&(json + "\n"))
        }
        Format::Text | Format::Markdown => screen::print(&report(&posed, &session, &outcome, room.truth())),
    }
}

/// With more values than this a number is asked about in round ones first.
const VALUES_MAX: usize = 20;
/// Steps between round values, at most.
const ROUND_STEPS: usize = 6;

/// The agenda with the values of numbers that are asked about first.
fn round_first(agenda: Agenda, posed: &Posed) -> Agenda {
    let places = |index: usize| {
        let issue = posed.problem.issues.get(index)?;
        let known = posed.case.issues.iter().find(|known| known.id == issue.id)?;
        let IssueKind::Range(range) = &known.kind else { return None };
        let grid = Grid::from_range(range).filter(|grid| grid.len() > VALUES_MAX)?;
        // Both ends, the round ones, and leaving it open where that may be, which comes last.
        let others = [0, grid.len() - 1, issue.options.len() - 1];
        grid.round(ROUND_STEPS)
            .chain(others)
            .map(|place| u32::try_from(place).ok())
            .collect::<Option<Vec<u32>>>()
    };
    (0..agenda.issues()).fold(agenda, |agenda, index| match places(index) {
        Some(places) => agenda.with_round(index, places),
        None => agenda,
    })
}

/// Writes the proof that there is no deal, or of how near one is to the best; where there is none, says so.
fn certify(path: &Path, posed: &Posed, outcome: &MediationEnding) -> Result<(), CliError> {
    let claim = match outcome {
        MediationEnding::NoDeal(claim) => Some(claim),
        MediationEnding::Deal { share, .. } => share.as_ref(),
        MediationEnding::Open { .. } => None,
    };
    let Some(claim) = claim else {
        anstream::eprintln!("`{}` is not written: nothing was proven", path.display());
        return Ok(());
    };
    let certificate = transcript::certificate(posed, claim)?;
    let json = serde_json::to_string(&certificate).map_err(|error| CliError::Internal(error.to_string()))?;
    output_file::write_whole(path, json.as_bytes()).map_err(|error| CliError::unwritten(path, &error))
}

/// Asks until it ends. Answers of an earlier sitting are taken as long as they answer what is asked now; each new one is
/// on the disk before the next question.
fn talk(
    session: &mut MediationDriver,
    room: &mut Room<'_>,
    earlier: Vec<Spoken>,
    transcript: &mut Transcript,
    record: Option<&Path>,
    problem: &Problem,
) -> Result<MediationEnding, CliError> {
    let mut earlier = earlier.into_iter();
    // A file that cannot be written is found before anybody answered; what an earlier sitting wrote stays meanwhile.
    if earlier.len() == 0 {
        record.map_or(Ok(()), |path| transcript.write(path))?;
    }
    loop {
        let (party, question, purpose) = match session.turn(problem) {
            Turn::Ended(outcome) => return Ok(outcome),
            Turn::Ask { party, question, purpose } => (party, question, purpose),
        };
        let id = problem.parties.get(party).map(|party| party.id.to_string()).unwrap_or_default();
        let answer = match earlier.next() {
            Some(spoken) if spoken.party == id && spoken.question == question => spoken.answer,
            Some(_) => {
                let message = "the questions in the file are not those that would be asked now";
                return Err(CliError::usage(message, "resume with the same files, seed and options"));
            }
            None => room.ask(party, &question, purpose)?,
        };
        session
            .answer(answer.clone())
            .map_err(|misfit| CliError::usage(misfit.to_string(), "answer what was asked"))?;
        transcript.exchanges.push(Spoken { party: id, purpose, question, answer });
        if earlier.len() == 0 {
            record.map_or(Ok(()), |path| transcript.write(path))?;
        }
    }
}

enum Room<'a> {
    People { posed: &'a Posed, terminal: bool, seated: Option<usize>, quiet: bool },
    Simulated { problem: &'a Problem, agenda: &'a Agenda, parties: Vec<SimulatedParty> },
}

impl<'a> Room<'a> {
    fn new(
        arguments: &Mediate,
        posed: &'a Posed,
        agenda: &'a Agenda,
        who: &Parties,
    ) -> Result<Self, CliError> {
        if !arguments.simulate {
            let terminal = std::io::stdin().is_terminal();
            let quiet = arguments.format == Format::Json;
            return Ok(Self::People { posed, terminal, seated: None, quiet });
        }
        let mut parties = Vec::new();
        for (index, party) in posed.problem.parties.iter().enumerate() {
            let seed = arguments.seed.wrapping_add(index as u64);
            let Some(answering) =
                SimulatedParty::from_problem(&posed.problem, who, index, arguments.errors, seed)
            else {
                let message = format!("`{}` states no points, so nobody can answer in its place", party.id);
                return Err(CliError::usage(
                    message,
                    "add points to its brief, or leave out `--simulate` and answer yourself",
                ));
            };
            parties.push(answering);
        }
        Ok(Self::Simulated { problem: &posed.problem, agenda, parties })
    }

    fn ask(&mut self, party: usize, question: &Question, purpose: Purpose) -> Result<Answer, CliError> {
        match self {
            Self::Simulated { agenda, parties, .. } => match parties.get_mut(party) {
                Some(simulated) => Ok(simulated.answer(agenda, question)),
                None => Err(CliError::Internal("a party that is not there was asked".to_owned())),
            },
            Self::People { posed, terminal, seated, quiet } => {
                let width = screen::width();
                let name = posed.problem.parties.get(party).map_or("", |party| party.name.as_str());
                // Between two parties nobody may read what the other saw.
                if *seated != Some(party) {
                    if *terminal && seated.is_some() {
                        say(*quiet, "\u{1b}[2J\u{1b}[3J\u{1b}[H")?;
                    }
                    say(
                        *quiet,
                        &format!(
                            "\n--- {name}, please{}\n",
                            if *terminal { ": press Enter when you sit here alone" } else { "" }
                        ),
                    )?;
                    if *terminal {
                        line()?;
                    }
                    *seated = Some(party);
                }
                say(*quiet, &format!("\n{}", words::question(&posed.problem, question, purpose, width)))?;
                loop {
                    match words::typed_answer(question, &posed.problem, &line()?) {
                        Ok(answer) => return Ok(answer),
                        Err(expected) => say(*quiet, &format!("This is not understood: {expected}.\n"))?,
                    }
                }
            }
        }
    }

    /// What everybody wants, where simulated parties know.
    fn truth(&self) -> Option<&Problem> {
        match self {
            Self::People { .. } => None,
            Self::Simulated { problem, .. } => Some(problem),
        }
    }
}

/// Where the answer is JSON, questions go to standard error.
fn say(quiet: bool, text: &str) -> Result<(), CliError> {
    if quiet {
        anstream::eprint!("{text}");
        return Ok(());
    }
    screen::print(text)
}

/// A line from whoever sits at the keyboard.
fn line() -> Result<String, CliError> {
    let mut line = String::new();
    match std::io::stdin().lock().read_line(&mut line) {
        Ok(0) => Err(CliError::Unfinished {
            message: "the answers ended before the mediation did".to_owned(),
            help: "with `--record FILE` what was answered is kept, and `--resume FILE` goes on from there"
                .to_owned(),
            code: 1,
        }),
        Ok(_) => Ok(line),
        Err(error) => Err(CliError::Internal(format!("the answer could not be read: {error}"))),
    }
}

fn report(
    posed: &Posed,
    session: &MediationDriver,
    outcome: &MediationEnding,
    truth: Option<&Problem>,
) -> String {
    let width = screen::width();
    let footings = session.mediation().footings();
    let mut text =
        format!("\n{}\n\n{}", posed.case.title, words::ending(&posed.problem, outcome, &footings, width));
    let asked =
        posed.problem.parties.iter().zip(session.mediation().interviews()).map(|(party, interview)| {
            let forms = interview.exchanges().iter().filter(|exchange| exchange.question.is_form()).count();
            let forms = if forms == 1 { "1 form".to_owned() } else { format!("{forms} forms") };
            format!("{} to {} ({forms})", interview.exchanges().len(), party.name)
        });
    let asked: Vec<String> = asked.collect();
    text.push_str(&format!("\nQuestions: {}.\n", asked.join(", ")));
    if let Some(problem) = truth {
        for line in wrapped(&in_truth(problem, outcome), width) {
            text.push_str(&line);
            text.push('\n');
        }
    }
    text
}

/// What is so by the briefs that answered.
fn in_truth(problem: &Problem, outcome: &MediationEnding) -> String {
    let patience = crate::patience::Patience::new(Some(std::time::Duration::from_secs(20)));
    let analysis = mediant_engine::analyze(problem, &mediant_engine::Settings::default(), &patience);
    patience.finish();
    let MediationEnding::Deal { package, .. } = outcome else {
        return match analysis.zopa.exists {
            Some(true) => "In truth, by the briefs: there is a package that passes.".to_owned(),
            Some(false) => "In truth, by the briefs: no package passes.".to_owned(),
            None => "Whether a package passes could not be found out from the briefs.".to_owned(),
        };
    };
    let passes = problem.outcome(package);
    if passes.is_none() {
        return "By the briefs it is not known whether it passes: it lies within a range of walk-away values."
            .to_owned();
    }
    if passes == Some(false) {
        let refuses =
            |(party, _): &(usize, &ProblemParty)| problem.stance(*party, package) == Stance::Refuses;
        let refusing: Vec<&str> = problem
            .parties
            .iter()
            .enumerate()
            .filter(refuses)
            .map(|(_, party)| party.name.as_str())
            .collect();
        return format!("In truth, by the briefs: it does not pass; against it: {}.", refusing.join(", "));
    }
    if !problem.is_unanimous() {
        return "In truth, by the briefs: it passes.".to_owned();
    }
    let (Some(solutions), Some(reservations)) = (analysis.solutions, problem.reservations()) else {
        return "In truth, by the briefs: it passes. How near it is to the best was not found out."
            .to_owned();
    };
    let product = |package: &[u32]| product_of_gains(&reservations, &problem.utilities(package));
    let reached = product(package);
    let best = product(&solutions.nash.package).max(reached.clone());
    if best.bits() == 0 && !solutions.nash.proven {
        return "In truth, by the briefs: it passes. How near it is to the best was not found out."
            .to_owned();
    }
    if best.bits() == 0 {
        return "In truth, by the briefs: it passes. In every package that does, somebody gains nothing over its walk-away: all products of gains are 0, and there is no share to state.".to_owned();
    }
    let thousandths = reached * 1000_u32 / best;
    let of_what =
        if solutions.nash.proven { "the largest product" } else { "the largest product that was found" };
    format!(
        "In truth, by the briefs: {}.{} % of {of_what} of gains.",
        &thousandths / 10_u32,
        &thousandths % 10_u32
    )
}
