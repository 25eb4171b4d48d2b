//! A report as HTML: fragments for a page, in plain elements with a few class names.
//!
//! Every text is escaped, and every text that somebody may have written stands in an element with
//! `dir="auto"`, so that it reads in the direction of its script; a sentence that only begins with a
//! name from the right to the left keeps its own direction. There is no inline style or script: the
//! page's sheet gives the look, under a content security policy as strict as `'self'`.
//!
//! Classes a sheet may speak of:
//!
//! * `report` around a whole report, and on each section its subject, such as `conflicts`, `openings`,
//!   `fair-packages` or `issues`; `verdict`, `as-of`, `lede` and `checked` on paragraphs;
//! * `status` with `agreed`, `partly`, `blocked` or `open`: the word is in the text, the sheet puts the
//!   sign before it; the sentence of a verdict has the second class alone. `status` with `held`,
//!   `improving`, `worsening` or `steady` brings its sign along;
//! * `num` on cells of figures; `kind` on the label of an item that is the analyst's reading; `mark` on
//!   the name in front of an item.
//!
//! Each cell of a table but the first of its row has its column's heading in `data-of`, for screens that
//! are too narrow for columns.

use maud::{Markup, html};
use mediant_engine::report::{
    Block, Cell, Headline, Item, Line, Report, Section, SectionSubject, Table, Tone,
};

/// The rank of a heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// That of a page.
    H1,
    /// That of a part of a page.
    H2,
    /// A heading within a part: one rank below `H2`.
    H3,
    /// One rank below `H3`.
    H4,
    /// One rank below `H4`.
    H5,
    /// The lowest rank that pages have.
    H6,
}

impl Level {
    /// The next rank down; the lowest stays what it is.
    pub fn below(self) -> Self {
        match self {
            Self::H1 => Self::H2,
            Self::H2 => Self::H3,
            Self::H3 => Self::H4,
            Self::H4 => Self::H5,
            Self::H5 | Self::H6 => Self::H6,
        }
    }
}

/// The whole report: its title at this level, its sections one below.
pub fn report(report: &Report, level: Level) -> Markup {
    html! {
        article.report {
            (heading(&report.title, level))
            @if let Some(day) = &report.as_of {
                p.as-of { "As of " span dir=(direction(day)) { (day) } }
            }
            @for line in report.preface.iter().filter(|line| !line.is_empty()) {
                p.lede dir=(direction(line)) { (line) }
            }
            (verdict(&report.verdict))
            @for part in &report.sections {
                (laid_out(part, level.below()))
            }
            p.checked { small { "Checked: " (report.checked) "." } }
        }
    }
}

/// One section with its heading at this level; `None` where the report has nothing on the subject.
pub fn section(report: &Report, subject: SectionSubject, level: Level) -> Option<Markup> {
    report.section(subject).map(|section| laid_out(section, level))
}

/// The answer in one sentence, with what limits or completes it.
pub fn verdict(verdict: &Headline) -> Markup {
    html! {
        p.verdict {
            // The blank stands between the sheet's sign and the sentence.
            strong class=(tone_class(verdict.tone)) dir=(direction(&verdict.sentence)) {
                " " (sign(verdict.tone)) (verdict.sentence)
            }
            @for detail in &verdict.details {
                " " span dir=(direction(detail)) { (detail) }
            }
        }
    }
}

/// The content of a section, without its heading.
pub fn blocks(blocks: &[Block]) -> Markup {
    html! {
        @for block in blocks {
            @match block {
                Block::Text(text) => p dir=(direction(text)) { (text) },
                Block::List(items) => (list(items)),
                Block::Table(table) => (self::table(table)),
            }
        }
    }
}

fn laid_out(section: &Section, level: Level) -> Markup {
    html! {
        section class=(class_of(section.subject)) {
            (heading(&section.title, level))
            (blocks(&section.blocks))
        }
    }
}

fn class_of(subject: SectionSubject) -> &'static str {
    match subject {
        SectionSubject::Package => "package",
        SectionSubject::Conflicts => "conflicts",
        SectionSubject::Openings => "openings",
        SectionSubject::FairPackages => "fair-packages",
        SectionSubject::Reasons => "reasons",
        SectionSubject::Places => "places",
        SectionSubject::Rankings => "rankings",
        SectionSubject::Issues => "issues",
        SectionSubject::WithoutDeal => "without-deal",
        SectionSubject::Timeline => "timeline",
        SectionSubject::Sessions => "sessions",
        SectionSubject::People => "people",
        SectionSubject::Said => "said",
        SectionSubject::Notes => "notes",
    }
}

fn heading(text: &str, level: Level) -> Markup {
    match level {
        Level::H1 => html! { h1 dir=(direction(text)) { (text) } },
        Level::H2 => html! { h2 dir=(direction(text)) { (text) } },
        Level::H3 => html! { h3 dir=(direction(text)) { (text) } },
        Level::H4 => html! { h4 dir=(direction(text)) { (text) } },
        Level::H5 => html! { h5 dir=(direction(text)) { (text) } },
        Level::H6 => html! { h6 dir=(direction(text)) { (text) } },
    }
}

/// How the items of a list are told apart.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Marks {
    /// By numbers that count up from this one.
    Numbers(usize),
    /// By letters that count up from the place of this one in the alphabet.
    Letters(usize),
    /// By names, or not at all.
    Names,
}

impl Marks {
    /// Other sentences refer to marks, so a list only counts by itself where that gives the same marks.
    fn new(items: &[Item]) -> Self {
        let Some(first) = items.first() else { return Self::Names };
        let number: Option<usize> = first.mark.parse().ok();
        let letter = ('a'..='z').position(|letter| first.mark == letter.to_string());
        let candidates = [number.map(Self::Numbers), letter.map(|place| Self::Letters(place + 1))];
        let counts = |marks: &Self| items.iter().enumerate().all(|(at, item)| marks.at(at) == item.mark);
        candidates.into_iter().flatten().find(counts).unwrap_or(Self::Names)
    }

    /// The mark that a browser gives the item at this place.
    fn at(self, place: usize) -> String {
        match self {
            Self::Numbers(first) => first.saturating_add(place).to_string(),
            Self::Letters(first) => ('a'..='z').nth(first - 1 + place).map(String::from).unwrap_or_default(),
            Self::Names => String::new(),
        }
    }
}

fn list(items: &[Item]) -> Markup {
    let start = |first: usize| (first != 1).then_some(first);
    match Marks::new(items) {
        Marks::Numbers(first) => html! {
            ol start=[start(first)] { @for item in items { (self::item(item, false)) } }
        },
        Marks::Letters(first) => html! {
            ol type="a" start=[start(first)] { @for item in items { (self::item(item, false)) } }
        },
        Marks::Names => html! { ul { @for item in items { (self::item(item, true)) } } },
    }
}

fn item(item: &Item, named: bool) -> Markup {
    // A dash stands for a bullet, which the list has anyway.
    let mark = Some(&item.mark).filter(|mark| named && !matches!(mark.as_str(), "" | "–"));
    html! {
        li {
            @if item.inferred { span.kind { "inferred" } " " }
            @if let Some(mark) = mark { strong.mark dir=(direction(mark)) { (mark) } " " }
            span dir=(direction(&item.text)) { (item.text) }
            @if !item.source.is_empty() { " " small dir=(direction(&item.source)) { (item.source) } }
        }
    }
}

fn table(table: &Table) -> Markup {
    let columns: Vec<String> = table.headings.iter().map(words).collect();
    html! {
        table {
            @if columns.iter().any(|column| !column.is_empty()) {
                thead {
                    tr {
                        @for heading in &table.headings {
                            @if heading.is_empty() {
                                td {}
                            } @else {
                                th scope="col" class=[figures(heading)] { (content(heading)) }
                            }
                        }
                    }
                }
            }
            tbody {
                @for row in &table.rows {
                    tr {
                        @for (at, cell) in row.iter().enumerate() {
                            @if at == 0 {
                                th scope="row" class=[figures(cell)] { (content(cell)) }
                            } @else {
                                @let column = columns.get(at).filter(|column| !column.is_empty());
                                td class=[figures(cell)] data-of=[column] { (content(cell)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A heading in one line.
fn words(heading: &Cell) -> String {
    heading.lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join(", ")
}

fn figures(cell: &Cell) -> Option<&'static str> {
    cell.figures.then_some("num")
}

fn content(cell: &Cell) -> Markup {
    html! {
        @if let [only] = cell.lines.as_slice() {
            (line(only))
        } @else {
            @for each in &cell.lines { div { (line(each)) } }
        }
    }
}

fn line(line: &Line) -> Markup {
    let (text, direction) = (&line.text, direction(&line.text));
    match line.tone {
        Tone::Plain => html! { span dir=(direction) { (text) } },
        Tone::Strong => html! { strong dir=(direction) { (text) } },
        Tone::Quiet => html! { small dir=(direction) { (text) } },
        tone => html! { span.status.(tone_class(tone)) dir=(direction) { (sign(tone)) (text) } },
    }
}

/// The direction of a text: that of its first letter, as a browser finds by itself, unless most of its
/// letters go from the left to the right. A sentence of this report may begin with any name.
fn direction(text: &str) -> &'static str {
    let leftwards = |letter: &char| {
        matches!(*letter, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}'
            | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
    };
    let letters = || text.chars().filter(|letter| letter.is_alphabetic());
    let (all, left) = (letters().count(), letters().filter(leftwards).count());
    if 0 < left && left * 2 < all { "ltr" } else { "auto" }
}

fn tone_class(tone: Tone) -> &'static str {
    match tone {
        Tone::Plain => "plain",
        Tone::Strong => "strong",
        Tone::Quiet => "quiet",
        Tone::Agreed => "agreed",
        Tone::Partly => "partly",
        Tone::Blocked => "blocked",
        Tone::Open => "open",
        Tone::Held => "held",
        Tone::Improving => "improving",
        Tone::Worsening => "worsening",
        Tone::Steady => "steady",
    }
}

/// The sign of a status, where the sheet does not bring it. The word says the same, so it is not read out.
fn sign(tone: Tone) -> Markup {
    let own = matches!(tone, Tone::Held | Tone::Improving | Tone::Worsening | Tone::Steady);
    html! {
        @if let Some(sign) = tone.sign().filter(|_| own) {
            span aria-hidden="true" { (sign) " " }
        }
    }
}
