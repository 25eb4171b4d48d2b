//! What is laid out: a negotiation as one reader knows it, and what was found out about it.

use mediant_engine::Analysis;
use mediant_engine::judgement::Judgement;
use mediant_engine::ordinal::Findings;
use mediant_engine::report::Subject;
use mediant_formats::Negotiation;
use mediant_model::case::Reader;
use mediant_model::problem::{CompileError, Options};
use mediant_model::{Brief, Case, Date, Problem};

/// A negotiation as one reader knows it, compiled.
#[derive(Clone, Debug)]
pub struct Posed {
    /// What the reader may see of the case.
    pub case: Case,
    /// The briefs the reader may read.
    pub briefs: Vec<Brief>,
    /// What is to be said about the reading.
    pub notes: Vec<String>,
    /// The exact problem.
    pub problem: Problem,
    /// Whose knowledge it is: nothing else of the case is in it.
    pub reader: Reader,
}

impl Posed {
    /// Compiles what the reader may see, as of `date` where one is given, else as of the day of the case.
    ///
    /// Everything the reader may not see is dropped before anything is derived. So are the notes on
    /// the reading, unless the reader is the mediator: they may speak of any file.
    ///
    /// # Errors
    /// Every inconsistency between what is left of case and briefs.
    pub fn new(
        negotiation: Negotiation,
        reader: Reader,
        date: Option<Date>,
    ) -> Result<Self, Vec<CompileError>> {
        let Negotiation { mut case, mut briefs, mut notes } = negotiation;
        match &reader {
            Reader::Mediator => {}
            Reader::Party(party) => {
                case = case.seen_by(&reader);
                briefs.retain(|brief| &brief.party == party);
                notes.clear();
            }
            Reader::Public => {
                case = case.seen_by(&reader);
                briefs.clear();
                notes.clear();
            }
        }
        if date.is_some() {
            case.as_of = date;
        }
        let problem = Problem::compile(&case, &briefs, &Options { on: date, ..Options::default() })?;
        Ok(Self { case, briefs, notes, problem, reader })
    }

    /// What a report on these findings is about.
    pub fn subject<'a>(&'a self, found: &Found<'a>) -> Subject<'a> {
        Subject {
            case: &self.case,
            briefs: &self.briefs,
            problem: &self.problem,
            analysis: found.analysis,
            ordinal: found.ordinal,
            judgement: found.judgement,
            reader: &self.reader,
        }
    }
}

/// Everything found out that a report shows.
#[derive(Clone, Copy, Debug)]
pub struct Found<'a> {
    /// What the engine found out.
    pub analysis: &'a Analysis,
    /// What rankings say, where there are any in place of points.
    pub ordinal: Option<&'a Findings>,
    /// The package asked about.
    pub judgement: Option<&'a Judgement>,
}

impl<'a> Found<'a> {
    /// An analysis alone: rankings were not looked at, and no package was asked about.
    pub fn new(analysis: &'a Analysis) -> Self {
        Self { analysis, ordinal: None, judgement: None }
    }
}
