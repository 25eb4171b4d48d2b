//! Labelled reports: the form that `training/README.md` describes.

use std::collections::BTreeMap;
use std::ops::Range;

/// A report with what it states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Labelled {
    /// The report: `date`, its day, its paragraphs.
    pub text: String,
    /// Ids of parties with their forms.
    pub parties: Vec<(String, Vec<String>)>,
    /// Names with office and party.
    pub people: Vec<[String; 3]>,
    /// Facts, by number.
    pub facts: Vec<Fact>,
}

/// A fact, or with the kind `trap` words that look like one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// `session`, `statement`, `status`, `alternative`, `person` or `trap`.
    pub kind: String,
    /// `held`, `rules out`, `hurdle`, `worsens`, `resigned`; why it is none.
    pub what: String,
    /// Fields by name; none of them is `-`.
    pub fields: BTreeMap<String, String>,
    /// Its words, as bytes of the text.
    pub at: Range<usize>,
    /// The other half of a statement.
    pub rest: Option<Range<usize>>,
    /// The words of the condition that a precondition rests on, as bytes of the text.
    pub condition: Option<Range<usize>>,
}

/// A labelled report that is not in form.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct LabelsError(pub String);

fn bad<T>(what: impl Into<String>) -> Result<T, LabelsError> {
    Err(LabelsError(what.into()))
}

/// Reads a labelled report.
///
/// # Errors
/// [`LabelsError`]: a part is missing, a mark is not closed, a fact has no mark.
///
/// ```
/// let text = "date 2033-04-14\nparty hill | the farmers\n---\nThe farmers and the board [[1: met on\nWednesday]].\n---\n1 session held | on 2033-04-13\n";
/// let report = mediant_reader::training::labelled::read(text)?;
/// assert_eq!(report.text, "date 2033-04-14\n\nThe farmers and the board met on Wednesday.");
/// assert_eq!(&report.text[report.facts[0].at.clone()], "met on Wednesday");
/// # Ok::<(), mediant_reader::training::labelled::LabelsError>(())
/// ```
pub fn read(text: &str) -> Result<Labelled, LabelsError> {
    let parts: Vec<&str> = text.split("\n---\n").collect();
    let [head, body, tail] = parts[..] else { return bad("there are not three parts") };
    let mut report =
        Labelled { text: String::new(), parties: Vec::new(), people: Vec::new(), facts: Vec::new() };
    for line in head.lines() {
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        let mut fields = rest.split('|').map(|field| field.trim().to_owned());
        match word {
            "date" => report.text = format!("date {}\n\n", rest.trim()),
            "party" | "third" => report.parties.push((fields.next().unwrap_or_default(), fields.collect())),
            "person" => report.people.push([(); 3].map(|()| fields.next().unwrap_or_default())),
            _ => return bad(format!("the head has `{line}`")),
        }
    }
    let mut marks = BTreeMap::new();
    for paragraph in body.trim().split("\n\n").filter(|paragraph| !paragraph.trim().is_empty()) {
        if !report.text.ends_with("\n\n") {
            report.text.push_str("\n\n");
        }
        read_marks(&paragraph.trim().replace('\n', " "), &mut report.text, &mut marks)?;
    }
    for line in tail.lines().filter(|line| !line.trim().is_empty()) {
        report.facts.push(fact(line, &marks)?);
    }
    Ok(report)
}

impl Labelled {
    /// A report for each of its paragraphs: of a file of paragraphs that have nothing to do with each other, the style `lines`.
    pub fn paragraphs(&self) -> Vec<Self> {
        let Some((head, _)) = self.text.split_once("\n\n") else { return Vec::new() };
        let mut all = Vec::new();
        let mut start = head.len() + 2;
        for paragraph in self.text[start..].split("\n\n") {
            let end = start + paragraph.len();
            let text = format!("{head}\n\n{paragraph}");
            let begins = head.len() + 2;
            let move_range = |range: &Range<usize>| range.start - start + begins..range.end - start + begins;
            let facts =
                self.facts.iter().filter(|fact| start <= fact.at.start && fact.at.end <= end).map(|fact| {
                    Fact {
                        at: move_range(&fact.at),
                        rest: fact.rest.as_ref().map(move_range),
                        condition: fact.condition.as_ref().map(move_range),
                        ..fact.clone()
                    }
                });
            all.push(Self {
                text,
                parties: self.parties.clone(),
                people: self.people.clone(),
                facts: facts.collect(),
            });
            start = end + 2;
        }
        all
    }
}

/// Marks by number and letter.
type Marks = BTreeMap<(u32, Option<char>), Range<usize>>;

fn read_marks(paragraph: &str, text: &mut String, marks: &mut Marks) -> Result<(), LabelsError> {
    let mut open = Vec::new();
    let mut rest = paragraph;
    while let Some(next) = rest.chars().next() {
        if let Some(behind) = rest.strip_prefix("[[") {
            let Some((name, behind)) = behind.split_once(':') else { return bad("a mark without a colon") };
            let letter = name.chars().next_back().filter(|c| c.is_alphabetic());
            let number = name.trim_end_matches(char::is_alphabetic).parse();
            let Ok(number) = number else { return bad(format!("`{name}` is no mark")) };
            open.push(((number, letter), text.len()));
            rest = behind.strip_prefix(' ').unwrap_or(behind);
        } else if let Some(behind) = rest.strip_prefix("]]") {
            let Some((name, start)) = open.pop() else { return bad("a mark is closed that was not opened") };
            marks.insert(name, start..text.len());
            rest = behind;
        } else {
            text.push(next);
            rest = &rest[next.len_utf8()..];
        }
    }
    if open.is_empty() { Ok(()) } else { bad(format!("a mark is not closed in: {paragraph}")) }
}

fn fact(line: &str, marks: &Marks) -> Result<Fact, LabelsError> {
    let mut fields = line.split('|').map(str::trim);
    let first = fields.next().unwrap_or_default();
    let mut words = first.splitn(3, ' ');
    let (number, kind, what) = (words.next(), words.next(), words.next());
    let (Some(Ok(number)), Some(kind), Some(what)) = (number.map(str::parse), kind, what) else {
        return bad(format!("`{line}` is no fact"));
    };
    let mark = |letter| marks.get(&(number, letter)).cloned();
    let Some(at) = mark(None) else { return bad(format!("fact {number} has no mark")) };
    let fields = fields.filter_map(|field| field.split_once(' ')).filter(|(_, value)| *value != "-");
    Ok(Fact {
        kind: kind.to_owned(),
        what: what.to_owned(),
        fields: fields.map(|(name, value)| (name.to_owned(), value.trim().to_owned())).collect(),
        at,
        rest: mark(Some('r')),
        condition: mark(Some('c')),
    })
}
