//! Which format files are in, by what they contain.

use crate::diagnostic::{self, Diagnostic, SourceText};
use crate::json::{self, JsonFile, Node};
use crate::negotiation::{InputFile, ReadResult};
use crate::seats::{self, Named};
use crate::{case1, encoding, genius, geniusweb, native, negmas, negolog, xml, yaml};
use mediant_model::PartyId;
use std::borrow::Cow;

/// Reads a negotiation from the files of a folder, or from a list of files: a case and its briefs.
///
/// The format is recognised by content; files that are part of no negotiation, such as licences and
/// lists of results, are passed over. Parties of Genius, GeniusWeb, NegoLog and NegMAS files are named by their
/// profile's file name without its ending, in the order of the file names.
///
/// # Errors
/// Everything wrong in any of the files; no file of a known format; files of more than one format or negotiation.
///
/// ```
/// use mediant_formats::{InputFile, read};
///
/// let case = r#"
///     mediant = 1
///     title = "A fence"
///     [parties]
///     north = { name = "North" }
///     south = { name = "South" }
///     [issues.height]
///     options = { low = "one metre", high = "two metres" }
/// "#;
/// let (negotiation, warnings) = read(&[InputFile::new("fence.toml", case)]).map_err(|all| format!("{all:?}"))?;
/// assert_eq!(negotiation.case.parties.len(), 2);
/// assert!(warnings.is_empty());
///
/// // Every mistake has its place.
/// let wrong = case.replace("parties", "partys");
/// let found = read(&[InputFile::new("fence.toml", wrong)]).unwrap_err();
/// assert!(found.iter().any(|problem| problem.is_error() && problem.line_column().is_some()));
/// # Ok::<(), String>(())
/// ```
pub fn read(files: &[InputFile]) -> ReadResult {
    read_in_order(files, false)
}

/// The same, taking a `&` that stands alone in XML as it stands, which XML does not allow.
///
/// # Errors
/// As [`read`].
pub fn read_leniently(files: &[InputFile]) -> ReadResult {
    read_in_order(files, true)
}

fn read_in_order(files: &[InputFile], lenient: bool) -> ReadResult {
    let mut in_order: Vec<&InputFile> = files.iter().collect();
    in_order.sort_by(|a, b| (base(&a.name), &a.name).cmp(&(base(&b.name), &b.name)));
    let mut sorted = Sorted { lenient, ..Sorted::default() };
    let mut decoded: Vec<Cow<'_, InputFile>> = Vec::new();
    for file in in_order {
        match encoding::utf8(file) {
            Ok((file, warning)) => {
                decoded.push(file);
                sorted.warnings.extend(warning);
            }
            Err(problem) => sorted.unreadable.push(problem),
        }
    }
    for file in &decoded {
        sorted.add(file);
    }
    let (negotiation, mut warnings) = sorted.read(files.len())?;
    diagnostic::sort(&mut warnings);
    Ok((negotiation, warnings))
}

/// Endings of files that should be of some format.
const ENDINGS: [&str; 5] = ["toml", "xml", "json", "yml", "yaml"];

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Native,
    GeniusDomain,
    GeniusProfile,
    WebDomain,
    WebProfile,
    LogSpecs,
    LogProfile,
    MasDomain,
    MasProfile,
    Case,
}

/// A format, all of whose files belong to one negotiation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Family {
    Mediant,
    Genius,
    GeniusWeb,
    NegoLog,
    NegMas,
    Case,
}

impl Kind {
    fn family(self) -> Family {
        match self {
            Self::Native => Family::Mediant,
            Self::GeniusDomain | Self::GeniusProfile => Family::Genius,
            Self::WebDomain | Self::WebProfile => Family::GeniusWeb,
            Self::LogSpecs | Self::LogProfile => Family::NegoLog,
            Self::MasDomain | Self::MasProfile => Family::NegMas,
            Self::Case => Family::Case,
        }
    }
}

impl Family {
    fn name(self) -> &'static str {
        match self {
            Self::Mediant => "Mediant TOML",
            Self::Genius => "Genius XML",
            Self::GeniusWeb => "GeniusWeb JSON",
            Self::NegoLog => "NegoLog JSON",
            Self::NegMas => "NegMAS YAML or JSON",
            Self::Case => "case/1 JSON",
        }
    }
}

/// A file whose kind is known, with its content where that had to be read to know.
struct Known<'f> {
    kind: Kind,
    file: &'f InputFile,
    json: Option<JsonFile<'f>>,
}

/// Files by what they are.
#[derive(Default)]
struct Sorted<'f> {
    lenient: bool,
    known: Vec<Known<'f>>,
    /// Files with a format's ending and none of its content.
    doubtful: Vec<&'f InputFile>,
    /// Problems of files that should be of some format but cannot be read.
    unreadable: Vec<Diagnostic>,
    warnings: Vec<Diagnostic>,
}

/// A domain, if there is one, and its profiles by party.
type Seated<'f> = (Option<Known<'f>>, Vec<(PartyId, Known<'f>)>);

impl<'f> Sorted<'f> {
    fn add(&mut self, file: &'f InputFile) {
        let is_named_like_one = ENDINGS.contains(&ending(&file.name).as_str());
        let text = match file.text() {
            Ok(text) => text,
            Err(problem) => {
                // A picture or an archive beside the files is nobody's mistake.
                if is_named_like_one {
                    self.unreadable.push(problem);
                }
                return;
            }
        };
        match text.trim_start().chars().next() {
            // It was to say something: without it somebody may be missing at the table.
            None if is_named_like_one && !base(&file.name).starts_with('_') => {
                let problem = Diagnostic::of_file(&file.name, "this file is empty");
                self.unreadable.push(problem.help("leave it out, or fetch it again"));
            }
            Some('<') => self.add_xml(file, text),
            Some('{' | '[') if !matches!(ending(&file.name).as_str(), "toml" | "yml" | "yaml") => {
                self.add_nodes(file, text, json::parse);
            }
            _ if native::kind(text).is_some() => self.push(Kind::Native, file, None),
            _ if is_frontier_list(text) => {}
            _ if matches!(ending(&file.name).as_str(), "yml" | "yaml") => {
                self.add_nodes(file, text, yaml::parse)
            }
            _ if is_named_like_one => self.doubtful.push(file),
            _ => {}
        }
    }

    fn push(&mut self, kind: Kind, file: &'f InputFile, json: Option<JsonFile<'f>>) {
        self.known.push(Known { kind, file, json });
    }

    fn add_xml(&mut self, file: &'f InputFile, text: &str) {
        match xml::root_name(text) {
            Some(root) if genius::is_domain(root) => self.push(Kind::GeniusDomain, file, None),
            Some(root) if genius::is_profile(root) => self.push(Kind::GeniusProfile, file, None),
            _ => self.doubtful.push(file),
        }
    }

    fn add_nodes(
        &mut self,
        file: &'f InputFile,
        text: &'f str,
        parse: fn(&SourceText<'_>) -> Result<Node, Diagnostic>,
    ) {
        let source = SourceText::new(&file.name, text);
        let root = match parse(&source) {
            Ok(root) => root,
            Err(problem) => return self.unreadable.push(problem),
        };
        let kind = if case1::is_case(&root) {
            Kind::Case
        } else if geniusweb::is_domain(&root) {
            Kind::WebDomain
        } else if geniusweb::is_profile(&root) {
            Kind::WebProfile
        } else if negolog::is_profile(&root) {
            Kind::LogProfile
        } else if negolog::is_specs(&root) {
            Kind::LogSpecs
        } else if negmas::is_domain(&root) {
            Kind::MasDomain
        } else if negmas::is_profile(&root) {
            Kind::MasProfile
        } else if base(&file.name).starts_with('_') || root.get("$schema").is_some() {
            // What NegMAS found out about a scenario; a description of files for an editor.
            return;
        } else {
            return self.doubtful.push(file);
        };
        self.push(kind, file, Some(JsonFile { source, root }));
    }

    fn read(mut self, file_count: usize) -> ReadResult {
        if !self.unreadable.is_empty() {
            return Err(self.unreadable);
        }
        let Some(first) = self.known.first() else { return Err(self.nothing(file_count)) };
        let (family, name) = (first.kind.family(), first.file.name.as_str());
        if let Some(other) = self.known.iter().find(|known| known.kind.family() != family) {
            let message = format!(
                "this file is {}, but `{name}` is {}: a negotiation is read from one format",
                other.kind.family().name(),
                family.name()
            );
            let help = "name the files that belong together, or give each negotiation a folder of its own";
            return Err(vec![Diagnostic::of_file(&other.file.name, message).help(help)]);
        }
        let doubtful = std::mem::take(&mut self.doubtful);
        let mut before = std::mem::take(&mut self.warnings);
        let read = match family {
            Family::Mediant => self.read_native(),
            Family::Genius => self.read_genius(&mut before),
            Family::GeniusWeb => self.read_geniusweb(&mut before),
            Family::NegoLog => self.read_negolog(),
            Family::NegMas => self.read_negmas(&mut before),
            Family::Case => self.read_case(),
        };
        let (negotiation, mut warnings) = read.map_err(|mut found| {
            // What was guessed or left out may be the cause of what is wrong.
            found.append(&mut before);
            diagnostic::sort(&mut found);
            found
        })?;
        warnings.append(&mut before);
        warnings.extend(doubtful.into_iter().map(passed_over));
        Ok((negotiation, warnings))
    }

    fn nothing(&self, file_count: usize) -> Vec<Diagnostic> {
        // What is wrong with a TOML file that does not say what it is, its own reader knows best.
        let toml = self.doubtful.iter().filter(|file| ending(&file.name) == "toml");
        let toml: Vec<InputFile> = toml.map(|file| (*file).clone()).collect();
        if !toml.is_empty()
            && let Err(problems) = native::read(&toml)
        {
            return problems;
        }
        let (name, message) = match (self.doubtful.as_slice(), file_count) {
            (_, 0) => ("", "there is no file to read"),
            ([only], 1) => (only.name.as_str(), "this file is in no format that is read"),
            _ => ("", "none of these files is a case, a domain or a profile"),
        };
        let help = "the formats are Mediant TOML, Genius XML, GeniusWeb JSON, NegoLog JSON, NegMAS YAML and JSON, and case/1 JSON";
        vec![Diagnostic::of_file(name, message).help(help)]
    }

    fn take(&mut self, kind: Kind) -> Vec<Known<'f>> {
        let (taken, rest) = std::mem::take(&mut self.known).into_iter().partition(|known| known.kind == kind);
        self.known = rest;
        taken
    }

    /// The one file of a kind of which there may be one.
    fn take_one(&mut self, kind: Kind, what: &str) -> Result<Option<Known<'f>>, Vec<Diagnostic>> {
        let mut all = self.take(kind).into_iter();
        match (all.next(), all.next()) {
            (Some(first), Some(second)) => {
                let message = format!("this is a second {what}; `{}` is one already", first.file.name);
                Err(vec![
                    Diagnostic::of_file(&second.file.name, message).help("give each a folder of its own"),
                ])
            }
            (first, _) => Ok(first),
        }
    }

    fn read_native(&self) -> ReadResult {
        let files: Vec<InputFile> = self.known.iter().map(|known| known.file.clone()).collect();
        native::read(&files)
    }

    /// The domain and the profiles that go with it: of several domains the one that profiles are named after, of
    /// several profiles of one seat one.
    fn seated(
        &mut self,
        domain: Kind,
        profile: Kind,
        warnings: &mut Vec<Diagnostic>,
    ) -> Result<Seated<'f>, Vec<Diagnostic>> {
        let (domains, profiles) = (self.take(domain), self.take(profile));
        let (domain, profiles) =
            seats::of_one_domain(domains, profiles, warnings).map_err(|found| vec![found])?;
        Ok((domain, named(seats::one_each(profiles, warnings))?))
    }

    fn read_genius(mut self, warnings: &mut Vec<Diagnostic>) -> ReadResult {
        let lenient = self.lenient;
        let (domain, profiles) = self.seated(Kind::GeniusDomain, Kind::GeniusProfile, warnings)?;
        let Some(domain) = domain else {
            let help = "give the file that begins with `<negotiation_template>` too";
            return Err(vec![without_domain(&profiles, help)]);
        };
        if profiles.is_empty() {
            return Err(vec![no_profile(domain.file)]);
        }
        let profiles: Vec<(PartyId, &InputFile)> =
            profiles.into_iter().map(|(party, known)| (party, known.file)).collect();
        genius::read(domain.file, &profiles, lenient)
    }

    fn read_geniusweb(mut self, warnings: &mut Vec<Diagnostic>) -> ReadResult {
        let (domain, profiles) = self.seated(Kind::WebDomain, Kind::WebProfile, warnings)?;
        if profiles.is_empty() {
            return Err(domain.map(|domain| no_profile(domain.file)).into_iter().collect());
        }
        geniusweb::read(domain.and_then(|known| known.json), contents(profiles))
    }

    fn read_negmas(mut self, warnings: &mut Vec<Diagnostic>) -> ReadResult {
        let (domain, profiles) = self.seated(Kind::MasDomain, Kind::MasProfile, warnings)?;
        let Some(domain) = domain else {
            return Err(vec![without_domain(&profiles, "give the file with the outcome space too")]);
        };
        if profiles.is_empty() {
            return Err(vec![no_profile(domain.file)]);
        }
        domain.json.map_or_else(|| Err(Vec::new()), |domain| negmas::read(domain, contents(profiles)))
    }

    fn read_negolog(mut self) -> ReadResult {
        let specs = self.take_one(Kind::LogSpecs, "list of specifications")?;
        let profiles = named(self.take(Kind::LogProfile))?;
        if profiles.is_empty() {
            return Err(specs.map(|specs| no_profile(specs.file)).into_iter().collect());
        }
        negolog::read(specs.and_then(|known| known.json), contents(profiles))
    }

    fn read_case(mut self) -> ReadResult {
        let case = self.take_one(Kind::Case, "case")?;
        case.and_then(|known| known.json).map_or_else(|| Err(Vec::new()), case1::read)
    }
}

/// The profiles with their parties' names: the file names without ending.
fn named(profiles: Vec<Known<'_>>) -> Result<Vec<(PartyId, Known<'_>)>, Vec<Diagnostic>> {
    let named: Vec<(PartyId, Known<'_>)> =
        profiles.into_iter().map(|known| (PartyId::new(stem(&known.file.name)), known)).collect();
    let mut found = Vec::new();
    for (index, (id, known)) in named.iter().enumerate() {
        if named.iter().take(index).any(|(other, _)| other == id) {
            let message = format!("a second profile would make another party `{id}`");
            found.push(Diagnostic::of_file(&known.file.name, message).help("rename one of the files"));
        }
    }
    if found.is_empty() { Ok(named) } else { Err(found) }
}

fn contents<'f>(profiles: Vec<(PartyId, Known<'f>)>) -> Vec<(PartyId, JsonFile<'f>)> {
    profiles.into_iter().filter_map(|(party, known)| Some((party, known.json?))).collect()
}

fn without_domain(profiles: &[(PartyId, Known<'_>)], help: &str) -> Diagnostic {
    let first = profiles.first().map_or("", |(_, known)| known.file.name.as_str());
    Diagnostic::of_file(first, "this profile comes without its domain").help(help)
}

impl Named for Known<'_> {
    fn name(&self) -> &str {
        &self.file.name
    }
}

fn no_profile(file: &InputFile) -> Diagnostic {
    let message = "no profile goes with this file, so nobody would negotiate";
    Diagnostic::of_file(&file.name, message).help("give the parties' profiles too")
}

fn passed_over(file: &InputFile) -> Diagnostic {
    let message = "this file is in no format that is read and is passed over";
    Diagnostic { severity: mediant_model::Severity::Warning, ..Diagnostic::of_file(&file.name, message) }
}

/// Whether a text is a list of points, one a line, as Genius keeps its frontiers in files called `pareto.xml`.
fn is_frontier_list(text: &str) -> bool {
    let number = |part: &str| part.trim().parse::<mediant_model::Number>().is_ok();
    let mut lines = text.lines().filter(|line| !line.trim().is_empty()).take(10).peekable();
    lines.peek().is_some() && lines.all(|line| line.contains(',') && line.split(',').all(number))
}

/// The last part of a file's name.
pub(crate) fn base(name: &str) -> &str {
    name.rsplit(['/', '\\']).next().unwrap_or(name)
}

/// The last part of a file's name, without its ending.
pub(crate) fn stem(name: &str) -> &str {
    let base = base(name);
    base.rsplit_once('.').map_or(base, |(stem, _)| if stem.is_empty() { base } else { stem })
}

/// What stands behind the last dot of a file's name, in small letters.
fn ending(name: &str) -> String {
    base(name).rsplit_once('.').map_or(String::new(), |(_, ending)| ending.to_ascii_lowercase())
}
