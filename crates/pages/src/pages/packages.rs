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
use mediant_words::say;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Options of a range that are listed at most; where there are more, a number is typed.
const LISTED_MAX: usize = 100;

/// The page of a party.
pub fn page(view: &View<'_>, insight: Option<&Insight>) -> Page {
    let main = html! {
        p.lede { (say!(view, packages.a_package_takes_one_option)) }
        (proposing(view))
        h2 { (say!(view, packages.proposed)) }
        (all(view, insight))
    };
    Page { title: say!(view, packages.packages).into_owned(), here: Here::Packages, main, aside: None }
}

/// Every package the reader knows of, newest first.
pub(super) fn all(view: &View<'_>, insight: Option<&Insight>) -> Markup {
    let mut packages: Vec<(&PackageId, &ProposedPackage)> = view.state.packages.iter().collect();
    packages.sort_by_key(|(_, package)| std::cmp::Reverse(package.trace.index));
    let packages = Stretch::new(view, "packages", packages);
    html! {
        @if packages.is_empty() { p.empty { (say!(view, packages.no_package_was_proposed_yet)) } }
        @for (id, package) in &packages.shown { (article(view, id, package, insight)) }
        (packages.links(view))
    }
}

fn article(view: &View<'_>, id: &PackageId, package: &ProposedPackage, insight: Option<&Insight>) -> Markup {
    let tally = view.state.package_tally(package);
    html! {
        article.card {
            h3 data-by=(package.party.as_ref().map_or("mediator", |_| "party")) {
                @match (&package.party, package.binding) {
                    (Some(party), true) => (say!(view, packages.proposed_binding, party = view.party(party))),
                    (Some(party), false) => (say!(view, packages.proposed_exploratory, party = view.party(party))),
                    (None, true) => (say!(view, packages.mediators_binding)),
                    (None, false) => (say!(view, packages.mediators_exploratory)),
                }
            }
            p { (words::place_tag(view, &package.trace.compartment, |party| view.party_name(party))) small { (when::moment(package.trace.at, &view.who.zone)) (whose_word::at(view, &package.trace)) } }
            (as_list(view, &package.options)) (crate::mended::since(view, &package.options, package.trace.index))
            @if let Some(note) = &package.note { (words::prose(note)) }
            ul.answers {
                @for (party, answer) in &package.answers {
                    @let (word, tone) = words::verdict(view, answer.verdict);
                    li.outdated[answer.footing.taken_away] { strong { (view.party(party)) } " " (words::status(tone, word))
                        small {
                            @if answer.footing.taken_away { (crate::mended::why_fallen(view, &answer.footing)) " · " }
                            @if let Some(person) = &answer.person { (view.person(person)) " · " }
                            (when::moment(answer.trace.at, &view.who.zone))
                            @if let Some(note) = &answer.note { " · “" (words::said(note)) "”" }
                            (whose_word::at(view, &answer.trace))
                        } }
                }
                @if package.trace.compartment == Compartment::Table && !tally.silent.is_empty() {
                    li.quiet { (say!(view, packages.no_answer_from, parties = view.parties(&tally.silent))) }
                }
                @if view.state.carries(&tally.accepted) { li { (words::status(Tone::Agreed, say!(view, packages.enough_parties_accept_it))) } }
            }
            (whose_word::besides(view, |event| matches!(event, Event::PackageAnswered(answered) if answered.package == *id)))
            @if let Some(insight) = insight {
                @if view.own_party().is_some() { details.fold { summary { (say!(view, packages.what_it_means_for_us)) } (judged(view, insight, &package.options, Level::H4)) } }
                @else if view.mediates() { p { a href=(look_path(&package.options)) { (say!(view, packages.look_at_it_what)) } } }
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
            @let label = if view.mediates() { say!(view, packages.record_the_answer_of, party = party.name).into_owned() } else { say!(view, packages.answer).into_owned() };
            (folded(&label, {
                let form = view.form("answer_package");
                let own = Compartment::Caucus(party.id.clone());
                let is_open = package.trace.compartment == Compartment::Table;
                let form = if is_open { form.read_as_chosen() } else { form.read_by(view, &own) };
                let fields = html! {
                    (form.fixed("package", id.as_str()))
                    (form.fixed("party", party.id.as_str()))
                    (form.radios("verdict", &say!(view, packages.answer), &verdicts(view, &party.id, package), None))
                    (form.line("note", &say!(view, packages.why), false, ""))
                    (on_whose_word(view, &form, &party.id, &say!(view, packages.on_whose_word)))
                    @if is_open { (form.audience(view, "in", &say!(view, packages.who_will_read_the_answer), &super::clause_answer::answers_read(view, &own), None)) }
                    @else { (form.fixed("in", &own.name())) }
                };
                form.ends(fields, &say!(view, packages.give_the_answer))
            }))
        }
    }
}

/// The answers that the reader may give for the party: accepting takes a mandate on the issues of the package.
fn verdicts(
    view: &View<'_>,
    party: &PartyId,
    package: &ProposedPackage,
) -> Vec<(&'static str, Cow<'static, str>)> {
    let accepts = view.has(&Authority::on(party, package.options.keys().cloned().collect()));
    let all = words::verdicts(view);
    all.into_iter().filter(|(verdict, _)| accepts || *verdict == "reject").collect()
}

/// A form to propose a package: a party at the table or to the mediator.
fn proposing(view: &View<'_>) -> Markup {
    let Some(own) = view.own_party().filter(|own| view.acts_for(own)) else { return html! {} };
    if view.state.issues.iter().all(|issue| !issue.is_disclosed()) {
        return html! {};
    }
    folded(&say!(view, packages.propose_a_package), {
        let form = view.form("propose_package").read_as_chosen();
        let caucus = Compartment::Caucus(own.clone());
        let fewest = caucus.name();
        let fields = html! {
            (form.fixed("party", own.as_str()))
            (choices(view, &form, "options", &BTreeMap::new()))
            (form.radios("binding:bool", &say!(view, packages.how_it_is_meant), &[("false", say!(view, packages.choose_exploratory)), ("true", say!(view, packages.choose_binding))], Some("false")))
            (form.text("note", &say!(view, packages.what_we_say_with_it), false, ""))
            (form.audience(view, "in", &say!(view, packages.who_will_read_it), &super::clause_answer::answers_read(view, &caucus), Some(&fewest)))
        };
        form.ends(fields, &say!(view, packages.propose_the_package))
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
                Offered::Number { hint, others } => (form.number_or(&name, &issue.name, chosen, &written(&others), &hint)),
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
        others: Vec<OptionId>,
    },
}

/// Options as they are written.
pub(super) fn written(options: &[OptionId]) -> Vec<&str> {
    options.iter().map(OptionId::as_str).collect()
}

/// What can be chosen of an issue that is disclosed.
pub(super) fn offered(view: &View<'_>, issue: &Issue) -> Offered {
    let partial = view.state.opening.as_ref().is_some_and(|opening| opening.agreement.partial);
    if let IssueKind::Range(range) = &issue.kind
        && issue.option_count() > LISTED_MAX
    {
        let unit = range.unit.as_ref().map(|unit| format!(" {unit}")).unwrap_or_default();
        let (least, most, step) = (range.min.to_string(), range.max.to_string(), range.step.to_string());
        let hint = if partial {
            say!(view, packages.number_or_left_open, least = least, most = most, unit = unit, step = step)
        } else {
            say!(view, packages.number, least = least, most = most, unit = unit, step = step)
        };
        let hint = hint.into_owned();
        return Offered::Number {
            hint,
            others: if partial { vec![OptionId::left_open()] } else { Vec::new() },
        };
    }
    let mut of = vec![(String::new(), say!(view, packages.not_part_of_it).into_owned())];
    of.extend(issue.option_ids().iter().map(ToString::to_string).zip(issue.option_names()));
    if partial {
        of.push((OptionId::left_open().to_string(), say!(view, packages.left_open).into_owned()));
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
        return html! { p { (say!(view, packages.it_says_nothing_on_so, issues = view.issues(missing))) } };
    };
    let found = Found { judgement: Some(&judgement), ..insight.found() };
    let report = Report::new(&insight.posed.subject(&found));
    html! {
        @match section(&report, SectionSubject::Package, level) {
            Some(found) => (found),
            None => p { (say!(view, packages.nothing_on_record_says_what)) },
        }
    }
}
