//! What a person reads: a typed document built from an analysis, for one reader.
//!
//! The analysis says what is so; this says it in words. Nothing here decides anything, and the
//! analysis holds no wording. A [`Report`] is made of a few kinds of [`Block`], so that text, Markdown
//! and pages show the same document. It takes no side: every statement names who made it, and what is
//! the analyst's reading is marked as inferred.

mod combination;
mod fair;
mod figures;
mod issues;
mod judged;
mod mixed;
mod naming;
mod nodeal;
mod rankings;
mod remarks;
mod sentences;
mod setting;
mod timeline;
mod verdict;
mod without;
mod wording;

pub use figures::{count, decimal};
pub use nodeal::{conflict_text, opening_text};

use crate::Analysis;
use crate::judgement::Judgement;
use crate::ordinal::Findings;
use crate::outlook::Outlook;
use mediant_model::case::Reader;
use mediant_model::{Brief, Case, Problem};
use naming::Naming;

/// What a report is about, and for whom.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// The case. Only what the reader may see of it is used.
    pub case: &'a Case,
    /// The briefs. Only the reader's own is used, unless the reader is the mediator.
    pub briefs: &'a [Brief],
    /// The problem analysed: compiled from what the reader may see.
    pub problem: &'a Problem,
    /// What was found out about it.
    pub analysis: &'a Analysis,
    /// What rankings say about it, where they were looked at.
    pub ordinal: Option<&'a Findings>,
    /// What was found out about a package that was asked about.
    pub judgement: Option<&'a Judgement>,
    /// Who reads it: everything that this reader may not see is out already.
    pub reader: &'a Reader,
}

/// An analysis in words, laid out in sections.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// The title of the case.
    pub title: String,
    /// The day it describes.
    pub as_of: Option<String>,
    /// Who negotiates, what makes a deal, what the report rests on.
    pub preface: Vec<String>,
    /// The answer in one sentence.
    pub verdict: Headline,
    /// Everything else, in reading order. Sections without content are absent.
    pub sections: Vec<Section>,
    /// What was looked at and how certain the answer is, as one line.
    pub checked: String,
}

/// The answer in one sentence.
#[derive(Clone, Debug, PartialEq)]
pub struct Headline {
    /// [`Tone::Agreed`] for a deal, [`Tone::Blocked`] for none, [`Tone::Open`] where it is not known.
    pub tone: Tone,
    /// The answer, as a sentence that can stand alone.
    pub sentence: String,
    /// What limits or completes it.
    pub details: Vec<String>,
}

/// A part of a report under a heading.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    /// What it is about.
    pub subject: SectionSubject,
    /// The heading that stands over the part.
    pub title: String,
    /// What stands under the heading, in order.
    pub blocks: Vec<Block>,
}

/// What a section is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SectionSubject {
    /// A package that was asked about.
    Package,
    /// Statements that exclude every package together.
    Conflicts,
    /// Changes that make a deal possible.
    Openings,
    /// Packages that fairness rules pick.
    FairPackages,
    /// What each party gets in one of them, and why.
    Reasons,
    /// Which packages can be efficient, and the best by rules on places, where not everybody gave points.
    Places,
    /// What orders without numbers say about packages.
    Rankings,
    /// Where each issue stands.
    Issues,
    /// What the parties do without a deal.
    WithoutDeal,
    /// What dated statements do to the room for a deal.
    Timeline,
    /// Meetings that took place or are planned.
    Sessions,
    /// Who speaks for the parties.
    People,
    /// What was said besides.
    Said,
    /// How the answer came about.
    Notes,
}

/// Content of a section.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A paragraph of one or more sentences.
    Text(String),
    /// Items one below the other.
    List(Vec<Item>),
    /// Rows and columns.
    Table(Table),
}

/// An entry of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// The number or letter in front, by which other sentences refer to it; may be empty.
    pub mark: String,
    /// What the entry says, as a sentence.
    pub text: String,
    /// What stands behind it: kind, speaker, day, place; may be empty.
    pub source: String,
    /// Whether it is the analyst's reading, not somebody's word.
    pub inferred: bool,
}

/// Rows and columns with headings.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// One heading for each column; the first may be empty.
    pub headings: Vec<Cell>,
    /// The rows, each with as many cells as there are headings.
    pub rows: Vec<Vec<Cell>>,
}

/// A cell: lines one below the other.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cell {
    /// The lines; a renderer may break them further.
    pub lines: Vec<Line>,
    /// Whether its content reads best from the right, as figures do.
    pub figures: bool,
}

/// A line of a cell.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// What stands in the line, without layout.
    pub text: String,
    /// How it is shown.
    pub tone: Tone,
}

/// How something is shown. Never by colour alone: a status has a word and a sign as well.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// As it is.
    #[default]
    Plain,
    /// More important than what stands around it.
    Strong,
    /// In the background.
    Quiet,
    /// Settled, or a deal.
    Agreed,
    /// Settled in part.
    Partly,
    /// Excluded, or no deal.
    Blocked,
    /// Not settled, or not known.
    Open,
    /// Kept in confidence.
    Held,
    /// Better for the party it is about.
    Improving,
    /// Worse for the party it is about.
    Worsening,
    /// Neither better nor worse for the party it is about.
    Steady,
}

impl Tone {
    /// The sign that stands before a status of this tone.
    pub fn sign(self) -> Option<&'static str> {
        Some(match self {
            Self::Plain | Self::Strong | Self::Quiet => return None,
            Self::Agreed => "●",
            Self::Partly => "◐",
            Self::Blocked => "■",
            Self::Open => "○",
            Self::Held => "◇",
            Self::Improving => "▲",
            Self::Worsening => "▼",
            Self::Steady => "▬",
        })
    }
}

impl Cell {
    /// One plain line.
    pub fn text(text: impl Into<String>) -> Self {
        Self::default().and(text, Tone::Plain)
    }

    /// One line of this tone.
    pub fn toned(text: impl Into<String>, tone: Tone) -> Self {
        Self::default().and(text, tone)
    }

    /// The same cell with one more line, unless that is empty.
    pub fn and(mut self, text: impl Into<String>, tone: Tone) -> Self {
        let text = text.into();
        if !text.is_empty() {
            self.lines.push(Line { text, tone });
        }
        self
    }

    /// The same cell, read from the right.
    pub fn figures(mut self) -> Self {
        self.figures = true;
        self
    }

    /// Whether it has no text.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }
}

impl Section {
    /// A section, unless it has no content.
    fn with(subject: SectionSubject, title: impl Into<String>, blocks: Vec<Block>) -> Option<Self> {
        (!blocks.is_empty()).then(|| Self { subject, title: title.into(), blocks })
    }
}

impl Report {
    /// Puts an analysis into words for the reader.
    ///
    /// What the reader may not see is dropped first: nothing in the report depends on it as long as
    /// the problem and its analysis do not.
    pub fn new(subject: &Subject<'_>) -> Self {
        Self::build(subject, |view| {
            let sections = [
                judged::section(view),
                nodeal::conflicts(view),
                nodeal::openings(view),
                fair::side_by_side(view),
                fair::reasons(view),
                mixed::section(view),
                rankings::section(view),
                issues::section(view),
                without::section(view),
                setting::sessions(view),
                setting::people(view),
                setting::said(view),
                remarks::section(view),
            ];
            sections.into_iter().flatten().collect()
        })
    }

    /// Puts into words how the room for a deal changes over time; the verdict is that of the case's day.
    pub fn over_time(subject: &Subject<'_>, outlook: &Outlook) -> Self {
        Self::build(subject, |view| {
            let sections = [timeline::section(view, outlook), without::section(view), remarks::section(view)];
            sections.into_iter().flatten().collect()
        })
    }

    fn build(subject: &Subject<'_>, sections: impl FnOnce(&View<'_>) -> Vec<Section>) -> Self {
        let case = subject.case.seen_by(subject.reader);
        let briefs: Vec<&Brief> = subject.briefs.iter().filter(|b| reads(subject.reader, b)).collect();
        let view = View {
            naming: Naming::new(&case, subject.problem),
            case: &case,
            briefs: &briefs,
            problem: subject.problem,
            analysis: subject.analysis,
            ordinal: subject.ordinal,
            judgement: subject.judgement,
            reader: subject.reader,
        };
        Self {
            title: case.title.clone(),
            as_of: case.as_of.map(figures::day),
            preface: setting::preface(&view),
            verdict: verdict::verdict(&view),
            sections: sections(&view),
            checked: verdict::checked(&view),
        }
    }

    /// The section on this subject.
    pub fn section(&self, subject: SectionSubject) -> Option<&Section> {
        self.sections.iter().find(|section| section.subject == subject)
    }
}

/// Whether the reader may read the brief.
fn reads(reader: &Reader, brief: &Brief) -> bool {
    match reader {
        Reader::Mediator => true,
        Reader::Party(party) => &brief.party == party,
        Reader::Public => false,
    }
}

/// What the parts of a report are written from: only what the reader may see.
struct View<'a> {
    case: &'a Case,
    briefs: &'a [&'a Brief],
    problem: &'a Problem,
    analysis: &'a Analysis,
    ordinal: Option<&'a Findings>,
    judgement: Option<&'a Judgement>,
    reader: &'a Reader,
    naming: Naming<'a>,
}
