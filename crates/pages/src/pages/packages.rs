//! Packages that were proposed, what is answered to them, and what each means for the reader.

use super::people::on_whose_word;
use crate::field::folded;
use crate::shell::{Here, Page};
use crate::stretch::Stretch;
use crate::view::View;
use crate::words::{self, Tone};
use crate::{form, when, whose_word};
use maud::{Markup, html};
use mediant_engine::report::{Report, SectionSubject};
use mediant_insight::Insight;
use mediant_model::{Issue, IssueId, IssueKind, OptionId, PartyId, Problem};
use mediant_record::authority::Authority;
use mediant_record::package::{PackageId, ProposedPackage};
use mediant_record::{Compartment, Event};
use mediant_render::Found;
use mediant_render::html::{Level, section};
use std::collections::BTreeMap;

/// Options of a range that are listed at most; where there are more, a number is typed.
const LISTED_MAX: usize = 100;

/// The page of a party.
pub fn page(view: &View<'_>, insight: Option<&Insight>) -> Page {
    let main = html! {
        p.lede { "A package takes one option for every issue. What one means for us is worked out from our own brief and the table alone." }
        (proposing(view))
        h2 { "Proposed" }
        (all(view, insight))
    };
    Page { title: "Packages".to_owned(), here: Here::Packages, main, aside: None }
}

/// Every package the reader knows of, newest first.
pub(super) fn all(view: &View<'_>, insight: Option<&Insight>) -> Markup {
    let mut packages: Vec<(&PackageId, &ProposedPackage)> = view.state.packages.iter().collect();
    packages.sort_by_key(|(_, package)| std::cmp::Reverse(package.trace.index));
    let packages = Stretch::new(view, "packages", packages);
    html! {
        @if packages.is_empty() { p.empty { "No package was proposed yet." } }
        @for (id, package) in &packages.shown { (article(view, id, package, insight)) }
        (packages.links(view))
    }
}

fn article(view: &View<'_>, id: &PackageId, package: &ProposedPackage, insight: Option<&Insight>) -> Markup {
    let tally = view.state.package_tally(package);
    html! {
        article.card {
            h3 data-by=(package.party.as_ref().map_or("mediator", |_| "party")) {
                @match &package.party { Some(party) => { "Proposed by " (view.party(party)) } None => "Proposed by the mediator" }
                @if package.binding { ", binding" } @else { ", exploratory" }
            }
            p { (words::place_tag(&package.trace.compartment, |party| view.party_name(party))) small { (when::moment(package.trace.at, &view.who.zone)) (whose_word::at(view, &package.trace)) } }
            (as_list(view, &package.options)) (crate::mended::since(view, &package.options, package.trace.index))
            @if let Some(note) = &package.note { (words::prose(note)) }
            ul.answers {
                @for (party, answer) in &package.answers {
                    @let (word, tone) = words::verdict(answer.verdict);
                    li.outdated[answer.footing.taken_away] { strong { (view.party(party)) } " " (words::status(tone, word))
                        small {
                            @if answer.footing.taken_away { (crate::mended::why_fallen(&answer.footing)) " · " }
                            @if let Some(person) = &answer.person { (view.person(person)) " · " }
                            (when::moment(answer.trace.at, &view.who.zone))
                            @if let Some(note) = &answer.note { " · “" (words::said(note)) "”" }
                            (whose_word::at(view, &answer.trace))
                        } }
                }
                @if package.trace.compartment == Compartment::Table && !tally.silent.is_empty() {
                    li.quiet { "No answer from " (view.parties(&tally.silent)) }
                }
                @if view.state.carries(&tally.accepted) { li { (words::status(Tone::Agreed, "enough parties accept it")) } }
            }
            (whose_word::besides(view, |event| matches!(event, Event::PackageAnswered(answered) if answered.package == *id)))
            @if let Some(insight) = insight {
                @if view.own_party().is_some() { details.fold { summary { "What it means for us" } (judged(view, insight, &package.options, Level::H4)) } }
                @else if view.mediates() { p { a href=(look_path(&package.options)) { "Look at it: what it is worth, what can be inferred from it" } } }
            }
            @let on = mediant_record::advice::Advised::Package(id.clone());
            (super::advice::said(view, &on))
            (answering(view, id, package))
            @if view.own_party().is_some_and(|own| package.party.as_ref() != Some(&own)) { (super::advice::form(view, &on)) }
        }
    }
}

fn answering(view: &View<'_>, id: &PackageId, package: &ProposedPackage) -> Markup {
    let may = |party: &PartyId| match &package.trace.compartment {
        Compartment::Table => true,
        Compartment::Caucus(of) => of == party,
        Compartment::Public | Compartment::Mediator | Compartment::Report(_) | Compartment::Delegation(_) => {
            false
        }
    };
    let parties = view.state.negotiating().filter(|party| {
        let bound = package.party.as_ref() == Some(&party.id) && package.is_accepted_by(&party.id);
        // What undoes an acceptance takes what the acceptance took.
        let undoes = package.is_accepted_by(&party.id) && verdicts(view, &party.id, package).len() == 1;
        may(&party.id) && view.speaks_for(&party.id) && !bound && !undoes
    });
    html! {
        @for party in parties {
            @let label = if view.mediates() { format!("Record the answer of {}", party.name) } else { "Answer".to_owned() };
            (folded(&label, {
                let form = view.form("answer_package");
                let own = Compartment::Caucus(party.id.clone());
                let is_open = package.trace.compartment == Compartment::Table;
                let form = if is_open { form.read_as_chosen() } else { form.read_by(view, &own) };
                let fields = html! {
                    (form.fixed("package", id.as_str()))
                    (form.fixed("party", party.id.as_str()))
                    (form.radios("verdict", "Answer", verdicts(view, &party.id, package), None))
                    (form.line("note", "Why", false, ""))
                    (on_whose_word(view, &form, &party.id, "On whose word"))
                    @if is_open { (form.audience(view, "in", "Who will read the answer", &super::clause_answer::answers_read(&own), None)) }
                    @else { (form.fixed("in", &own.name())) }
                };
                form.ends(fields, "Give the answer")
            }))
        }
    }
}

/// The answers that the reader may give for the party: accepting takes a mandate on the issues of the package.
fn verdicts(
    view: &View<'_>,
    party: &PartyId,
    package: &ProposedPackage,
) -> &'static [(&'static str, &'static str)] {
    let accepts = view.has(&Authority::on(party, package.options.keys().cloned().collect()));
    if accepts { &words::VERDICTS } else { &[("reject", "Reject")] }
}

/// A form to propose a package: a party at the table or to the mediator.
fn proposing(view: &View<'_>) -> Markup {
    let Some(own) = view.own_party().filter(|own| view.acts_for(own)) else { return html! {} };
    if view.state.issues.iter().all(|issue| !issue.is_disclosed()) {
        return html! {};
    }
    folded("Propose a package", {
        let form = view.form("propose_package").read_as_chosen();
        let caucus = Compartment::Caucus(own.clone());
        let fewest = caucus.name();
        let fields = html! {
            (form.fixed("party", own.as_str()))
            (choices(view, &form, "options", &BTreeMap::new()))
            (form.radios("binding:bool", "How it is meant", &[("false", "exploratory: nobody is bound"), ("true", "binding: we are bound by it (needs a mandate on its issues)")], Some("false")))
            (form.text("note", "What we say with it", false, ""))
            (form.audience(view, "in", "Who will read it", &super::clause_answer::answers_read(&caucus), Some(&fewest)))
        };
        form.ends(fields, "Propose the package")
    })
}

/// A choice of an option for every issue.
pub(super) fn choices(
    view: &View<'_>,
    form: &crate::field::Form<'_>,
    path: &str,
    chosen: &BTreeMap<IssueId, OptionId>,
) -> Markup {
    html! {
        @for issue in view.state.issues.iter().filter(|issue| issue.is_disclosed()) {
            @let name = format!("{path}.{}", form::key(issue.id.as_str()));
            @let chosen = chosen.get(&issue.id).map_or("", OptionId::as_str);
            @match offered(view, issue) {
                Offered::List(of) => (form.choice(&name, &issue.name, &of, chosen, "")),
                Offered::Number { hint, others } => (form.number_or(&name, &issue.name, chosen, &others, &hint)),
            }
        }
    }
}

/// What can be chosen of an issue.
pub(super) enum Offered {
    /// One of these: values with their words.
    List(Vec<(String, String)>),
    /// A number, which is typed: the points of its grid are too many to list.
    Number {
        /// Which numbers there are.
        hint: String,
        /// What can be chosen in place of a number.
        others: Vec<&'static str>,
    },
}

/// What can be chosen of an issue that is disclosed.
pub(super) fn offered(view: &View<'_>, issue: &Issue) -> Offered {
    let partial = view.state.opening.as_ref().is_some_and(|opening| opening.agreement.partial);
    if let IssueKind::Range(range) = &issue.kind
        && issue.option_count() > LISTED_MAX
    {
        let unit = range.unit.as_ref().map(|unit| format!(" {unit}")).unwrap_or_default();
        let left_open = if partial { ", or “left open”" } else { "" };
        let hint = format!(
            "a number from {} to {}{unit} in steps of {}{left_open}; empty: not part of it",
            range.min, range.max, range.step
        );
        return Offered::Number { hint, others: if partial { vec!["left open"] } else { Vec::new() } };
    }
    let mut of = vec![(String::new(), "not part of it".to_owned())];
    of.extend(issue.option_ids().iter().map(ToString::to_string).zip(issue.option_names()));
    if partial {
        of.push((OptionId::left_open().to_string(), "left open".to_owned()));
    }
    Offered::List(of)
}

/// A package as a list: issue and option.
pub(crate) fn as_list(view: &View<'_>, options: &BTreeMap<IssueId, OptionId>) -> Markup {
    html! {
        dl.facts.compact.package {
            @for (issue, option) in options {
                dt { bdi { (view.issue_name(issue)) } }
                dd { bdi { (view.option_name(issue, option)) } }
            }
        }
    }
}

/// A package in a line.
pub(crate) fn in_words(view: &View<'_>, options: &BTreeMap<IssueId, OptionId>) -> String {
    let parts: Vec<String> = options
        .iter()
        .map(|(issue, option)| format!("{}: {}", view.issue_name(issue), view.option_name(issue, option)))
        .collect();
    parts.join("; ")
}

/// The page on which a package is looked at.
pub(super) fn look_path(options: &BTreeMap<IssueId, OptionId>) -> String {
    let parts: Vec<String> = options
        .iter()
        .map(|(issue, option)| format!("{}={}", words::step(issue.as_str()), words::step(option.as_str())))
        .collect();
    format!("/deal/package?{}", parts.join("&"))
}

/// The options with everything that a deal may leave open left open.
pub(super) fn completed(
    view: &View<'_>,
    options: &BTreeMap<IssueId, OptionId>,
) -> BTreeMap<IssueId, OptionId> {
    let mut whole = options.clone();
    if view.state.opening.as_ref().is_some_and(|opening| opening.agreement.partial) {
        for issue in view.state.issues.iter().filter(|issue| issue.is_disclosed()) {
            whole.entry(issue.id.clone()).or_insert_with(OptionId::left_open);
        }
    }
    whole
}

/// A package of the problem by names.
pub(super) fn by_name(problem: &Problem, package: &[u32]) -> BTreeMap<IssueId, OptionId> {
    let issues = problem.issues.iter().zip(package);
    issues
        .filter_map(|(issue, option)| Some((issue.id.clone(), issue.options.get(*option as usize)?.clone())))
        .collect()
}

/// What a package is worth to those whose briefs the reader may read.
pub(super) fn judged(
    view: &View<'_>,
    insight: &Insight,
    options: &BTreeMap<IssueId, OptionId>,
    level: Level,
) -> Markup {
    let Some(judgement) = insight.judge(&completed(view, options)) else {
        let missing = insight
            .posed
            .problem
            .issues
            .iter()
            .map(|issue| &issue.id)
            .filter(|issue| !options.contains_key(*issue));
        return html! { p { "It says nothing on " (view.issues(missing)) ", so it cannot be weighed as a whole." } };
    };
    let found = Found { judgement: Some(&judgement), ..insight.found() };
    let report = Report::new(&insight.posed.subject(&found));
    html! {
        @match section(&report, SectionSubject::Package, level) {
            Some(found) => (found),
            None => p { "Nothing on record says what it is worth." },
        }
    }
}
