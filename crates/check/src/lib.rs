#![doc = include_str!("../../../docs/guide/certificates.md")]

mod about;
mod adjusted_winner;
mod answers;
mod better;
mod certificate;
mod claim;
mod complete;
mod hurdle;
pub mod meaning;
mod mixed;
mod one_by_one;
mod outlook;
mod package;
mod proof;
mod ranked;
mod replay;
mod report;
mod tally;
mod told;
mod walk;
mod watch;

pub use about::{About, ReportPrint};
pub use adjusted_winner::divides;
pub use answers::is_borne_out;
pub use certificate::*;
pub use meaning::Meaning;
pub use one_by_one::{values_one_by_one, worth_by_option};
pub use outlook::outlook;
pub use ranked::numbers_of;
pub use report::Statement;

use certificate::units;
use claim::Ground;
use mediant_model::case::Reader;
use mediant_model::problem::{CompileError, NameError, Options};
use mediant_model::{Brief, Date, Problem};
use outlook::Files;
use std::fmt;
use watch::Watch;

/// What a check found, or why it is refused.
pub(crate) type Checked<T> = Result<T, ClaimError>;

/// Why something is not accepted.
#[derive(Debug)]
pub(crate) enum ClaimError {
    /// It is not proven, as a sentence.
    Unproven(String),
    /// Time ran out before that was known.
    OutOfTime,
}

impl From<String> for ClaimError {
    fn from(why: String) -> Self {
        Self::Unproven(why)
    }
}

impl From<&str> for ClaimError {
    fn from(why: &str) -> Self {
        Self::Unproven(why.into())
    }
}

impl From<ClaimError> for String {
    fn from(fault: ClaimError) -> Self {
        match fault {
            ClaimError::Unproven(why) => why,
            ClaimError::OutOfTime => OUT_OF_TIME.into(),
        }
    }
}

impl From<NameError> for ClaimError {
    fn from(unnamed: NameError) -> Self {
        Self::Unproven(unnamed.into())
    }
}

const OUT_OF_TIME: &str = "the time given ran out before it was checked";

/// Why a certificate is refused, and which claim, counted from 0, where it is not all of it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "named in the sentence")]
pub struct CertificateError {
    pub claim: Option<usize>,
    pub why: String,
    /// Whether time ran out: nothing speaks against the claim, but it was not checked to the end.
    pub out_of_time: bool,
}

impl CertificateError {
    fn whole(why: impl Into<String>) -> Self {
        Self { claim: None, why: why.into(), out_of_time: false }
    }

    fn claim(claim: usize, fault: ClaimError) -> Self {
        let claim = Some(claim);
        match fault {
            ClaimError::Unproven(why) => Self { claim, why, out_of_time: false },
            ClaimError::OutOfTime => Self { claim, why: OUT_OF_TIME.into(), out_of_time: true },
        }
    }
}

impl fmt::Display for CertificateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.claim {
            Some(claim) if self.out_of_time => write!(f, "claim {} is not checked: {}", claim + 1, self.why),
            Some(claim) => write!(f, "claim {} is not proven: {}", claim + 1, self.why),
            None => write!(f, "the certificate cannot be checked: {}", self.why),
        }
    }
}

impl std::error::Error for CertificateError {}

/// The files that a certificate is held against: a case and its briefs as of a day, all that the third party knows.
pub struct Subject<'a> {
    about: About,
    problem: Problem,
    meaning: Meaning<'a>,
    files: Files<'a>,
    on: Option<Date>,
}

impl<'a> Subject<'a> {
    /// Compiles and reads the files; `on` where given, else the day of the case.
    ///
    /// # Errors
    /// Every inconsistency between case and briefs, as sentences.
    pub fn new(
        case: &'a mediant_model::Case,
        briefs: &'a [Brief],
        on: Option<Date>,
    ) -> Result<Self, Vec<String>> {
        let sentences =
            |errors: Vec<CompileError>| -> Vec<String> { errors.iter().map(ToString::to_string).collect() };
        let problem =
            Problem::compile(case, briefs, &Options { on, ..Options::default() }).map_err(sentences)?;
        let about = About::new(case, briefs, on).map_err(|why| vec![why])?;
        let meaning = Meaning::new(case, briefs, on, &Reader::Mediator);
        Ok(Self { about, problem, meaning, files: Files { case, briefs }, on: on.or(case.as_of) })
    }

    /// The day as of which the files were read.
    pub(crate) fn on(&self) -> Option<Date> {
        self.on
    }

    /// The compiled problem.
    pub fn problem(&self) -> &Problem {
        &self.problem
    }

    /// Checks a certificate, given as JSON; see [`Subject::verify`].
    ///
    /// # Errors
    /// It is no certificate, or it does not hold.
    pub fn verify_json(
        &self,
        certificate: &str,
        stop: &dyn Fn() -> bool,
    ) -> Result<Accepted<'_>, CertificateError> {
        self.verify(read(certificate)?, stop)
    }

    /// Checks that a certificate is about these files and that every claim of it is true of them: of the compiled
    /// problem and, package by package, of what the statements mean as they were written.
    ///
    /// `stop` is asked now and then whether time is up. Never panics, whatever the certificate says.
    ///
    /// # Errors
    /// It is about other files, claims nothing, or makes a claim that is not proven.
    ///
    /// ```
    /// use mediant_check::{About, Basis, Certificate, Claim, Subject};
    /// use mediant_formats::{InputFile, read};
    ///
    /// let file = InputFile::new("fence.toml", r#"
    ///     mediant = 1
    ///     title = "A fence"
    ///     [parties]
    ///     north = { name = "North" }
    ///     south = { name = "South" }
    ///     [issues.height]
    ///     options = { low = "one metre", high = "two metres" }
    /// "#);
    /// let (read, _) = read(&[file]).map_err(|faults| format!("{faults:?}"))?;
    /// let subject = Subject::new(&read.case, &read.briefs, None).map_err(|all| all.join("\n"))?;
    /// let claim = Claim::Count { basis: Basis::All, count: "2".to_owned() };
    /// let certificate = Certificate::new(subject.problem(), vec![claim]);
    /// // It does not say which files it is about.
    /// assert!(subject.verify(certificate.clone(), &|| false).is_err());
    /// let certificate = certificate.about(About::new(&read.case, &read.briefs, None)?);
    /// let accepted = subject.verify(certificate, &|| false).map_err(|refused| refused.to_string())?;
    /// assert_eq!(accepted.claims().len(), 1);
    /// # Ok::<(), String>(())
    /// ```
    pub fn verify(
        &self,
        certificate: Certificate,
        stop: &dyn Fn() -> bool,
    ) -> Result<Accepted<'_>, CertificateError> {
        ensure_form(&self.problem, &certificate).map_err(CertificateError::whole)?;
        let nameless =
            "it does not say which files it is about; `mediant analyze --certificate` writes it anew";
        let about = certificate.about.as_ref().ok_or_else(|| CertificateError::whole(nameless))?;
        let from_answers = |claim: &Claim| matches!(claim, Claim::Refused { .. } | Claim::Share { .. });
        about
            .ensure_is(&self.about, certificate.claims.iter().all(from_answers))
            .map_err(CertificateError::whole)?;
        if certificate.claims.is_empty() {
            return Err(CertificateError::whole("it claims nothing"));
        }
        claim::check_all(&self.ground(Watch(stop)), &certificate.claims)?;
        Ok(Accepted { subject: self, certificate })
    }
}

impl fmt::Debug for Subject<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Subject(confidential)")
    }
}

/// A certificate whose every claim was found true of the files.
pub struct Accepted<'a> {
    subject: &'a Subject<'a>,
    certificate: Certificate,
}

impl Accepted<'_> {
    /// The claims, all true.
    pub fn claims(&self) -> &[Claim] {
        &self.certificate.claims
    }

    /// What a claim says, in full: first what it is, then its parts line by line. Of the points of a frontier at most
    /// so many are told.
    pub fn told(&self, claim: &Claim, points_max: usize) -> Vec<String> {
        match claim {
            Claim::Outlook { rows, all } => outlook::told(self.subject, rows, *all, points_max),
            claim => told::in_full(&self.subject.problem, claim, points_max),
        }
    }

    /// Which statements of a report, given as JSON, the certificate proves and which it does not.
    ///
    /// # Errors
    /// It is no report, or not the one that the certificate covers.
    pub fn held_against(&self, report: &str) -> Result<Vec<Statement>, CertificateError> {
        report::statements(self.subject, &self.certificate, report).map_err(CertificateError::whole)
    }
}

impl fmt::Debug for Accepted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Accepted({} claims, confidential)", self.certificate.claims.len())
    }
}

/// Checks the claims of a certificate, given as JSON, against a compiled problem; see [`verify`].
///
/// # Errors
/// It is no certificate, or a claim is not proven.
pub fn verify_json(problem: &Problem, certificate: &str) -> Result<(), CertificateError> {
    verify(problem, &read(certificate)?)
}

/// Checks the claims of a certificate against a compiled problem, taken for what the files mean.
///
/// For whoever has no files, such as the tests of the engine. It does not ask what the certificate is about;
/// [`Subject::verify`] does, and holds every package against the statements too.
///
/// # Errors
/// The first claim that is not proven. Never panics, whatever the certificate says.
///
/// ```
/// use mediant_check::{Basis, Certificate, Claim, verify};
/// use mediant_formats::{InputFile, read};
/// use mediant_model::{Problem, problem::Options};
///
/// let file = InputFile::new("fence.toml", r#"
///     mediant = 1
///     title = "A fence"
///     [parties]
///     north = { name = "North" }
///     south = { name = "South" }
///     [issues.height]
///     options = { low = "one metre", high = "two metres" }
/// "#);
/// let (read, _) = read(&[file]).map_err(|faults| format!("{faults:?}"))?;
/// let problem = Problem::compile(&read.case, &[], &Options::default()).map_err(|all| format!("{all:?}"))?;
/// let says = |count: &str| {
///     Certificate::new(&problem, vec![Claim::Count { basis: Basis::All, count: count.to_owned() }])
/// };
/// assert!(verify(&problem, &says("2")).is_ok());
/// assert!(verify(&problem, &says("3")).is_err());
/// # Ok::<(), String>(())
/// ```
pub fn verify(problem: &Problem, certificate: &Certificate) -> Result<(), CertificateError> {
    ensure_form(problem, certificate).map_err(CertificateError::whole)?;
    let ground = Ground { problem, meaning: None, files: None, watch: Watch(&|| false) };
    claim::check_all(&ground, &certificate.claims)
}

/// How many packages the basis has, by going through; `None` where that is too much, or time runs out.
///
/// What a claim [`Claim::Count`] is checked by.
///
/// ```
/// use mediant_check::{Basis, counted};
/// use mediant_formats::{InputFile, read};
/// use mediant_model::{Problem, problem::Options};
///
/// let file = InputFile::new("fence.toml", r#"
///     mediant = 1
///     title = "A fence"
///     [parties]
///     north = { name = "North" }
///     south = { name = "South" }
///     [issues.height]
///     options = { low = "one metre", high = "two metres" }
/// "#);
/// let (read, _) = read(&[file]).map_err(|faults| format!("{faults:?}"))?;
/// let problem = Problem::compile(&read.case, &[], &Options::default()).map_err(|all| format!("{all:?}"))?;
/// assert_eq!(counted(&problem, Basis::All, &|| false), Some(2_u32.into()));
/// # Ok::<(), String>(())
/// ```
pub fn counted(problem: &Problem, basis: Basis, stop: &dyn Fn() -> bool) -> Option<num_bigint::BigUint> {
    tally::count(&Ground { problem, meaning: None, files: None, watch: Watch(stop) }, basis).ok()
}

/// How many packages of the basis do as well as the claim of a [`Claim::Solution`] says its package does; `None` where
/// that is too much, or time runs out, or it is no such claim.
pub fn tied(problem: &Problem, claim: &Claim, stop: &dyn Fn() -> bool) -> Option<num_bigint::BigUint> {
    tally::ties(&Ground { problem, meaning: None, files: None, watch: Watch(stop) }, claim).ok()
}

/// Whether, with an option on the issue as good as it could be, the rest of the package respects all the facts; see
/// [`Claim::Hurdle`].
pub fn turns_on(problem: &Problem, issue: &str, facts: &[String], rest: &Choice) -> bool {
    hurdle::check(
        &Ground { problem, meaning: None, files: None, watch: Watch(&|| false) },
        issue,
        facts,
        rest,
    )
    .is_ok()
}

/// Whether the conflicts and openings among the claims are all there are, given that each of them holds; see
/// [`Claim::Complete`]. `None` where time runs out.
pub fn is_complete(problem: &Problem, claims: &[Claim], stop: &dyn Fn() -> bool) -> Option<bool> {
    match complete::check(&Ground { problem, meaning: None, files: None, watch: Watch(stop) }, claims) {
        Ok(()) => Some(true),
        Err(ClaimError::Unproven(_)) => Some(false),
        Err(ClaimError::OutOfTime) => None,
    }
}

fn read(certificate: &str) -> Result<Certificate, CertificateError> {
    #[derive(serde::Deserialize)]
    struct Head {
        mediant: u32,
    }
    serde_json::from_str(certificate).map_err(|error| match serde_json::from_str(certificate) {
        // Another version may have other fields; that is the better thing to say.
        Ok(Head { mediant }) if mediant != VERSION => CertificateError::whole(OTHER_VERSION),
        _ => CertificateError::whole(format!("it is no certificate: {error}")),
    })
}

const OTHER_VERSION: &str =
    "it is of another version of the format; `mediant analyze --certificate` writes it anew";

fn ensure_form(problem: &Problem, certificate: &Certificate) -> Result<(), &'static str> {
    if certificate.mediant != VERSION {
        return Err(OTHER_VERSION);
    }
    if certificate.units != units(problem) {
        return Err("its units are not those of the files");
    }
    Ok(())
}

fn ensure(holds: bool, otherwise: &str) -> Checked<()> {
    if holds { Ok(()) } else { Err(otherwise.into()) }
}
