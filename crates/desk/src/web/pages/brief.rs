//! A party's own brief: by form and as a file, drafted in the delegation, deposited with the mediator.

use crate::insight::Insight;
use crate::web::brief_form;
use crate::web::field::folded;
use crate::web::shell::{Here, Page};
use crate::web::view::View;
use crate::web::words::{self, Tone};
use crate::web::{condition, diff, when, whose_word};
use maud::{Markup, html};
use mediant_formats::{InputFile, native};
use mediant_model::brief::IssueValues;
use mediant_model::{Brief, IssueId, PartyId};
use mediant_record::authority::Authority;
use mediant_record::brief::{BriefText, Briefs};
use mediant_record::{Compartment, Event};

/// A party’s own brief: what it says, the form to change it, and what it means.
pub fn page(view: &View<'_>, insight: Option<&Insight>, party: &PartyId) -> Page {
    let none = Briefs::default();
    let briefs = view.state.briefs.get(party).unwrap_or(&none);
    let deposited = briefs.deposited.last();
    let current = current(briefs);
    let text = current.map_or_else(|| beginning(view, party), |brief| brief.text.read().to_owned());
    let read = read(view, &text);
    let main = html! {
        p.lede {
            "Our instructions, in as many levels as we are ready to state: what we rule out, what we prefer, what it is worth to us, where we walk away. "
            "A draft stays within our delegation; the mediator reads what we deposit, and nobody else does."
        }
        (state(view, briefs))
        @match &read {
            Ok(brief) => (levels(view, brief)),
            Err(why) => div.notice role="alert" {
                p { (words::status(Tone::Blocked, "This does not fit the case:")) }
                ul { @for reason in why { li { (words::said(reason)) } } }
            },
        }
        @if view.acts_for(party) {
            @if let Ok(brief) = &read { h2 { "Change it by form" } (brief_form::form(view, party, brief)) }
            h2 { "Change it as a file" }
            (as_file(view, party, &text))
            h2 { "Put it into the mediator’s hands" }
            @if view.has(&Authority::MandateOnAll(party.clone())) { (deposit(view, party, briefs, &text)) }
            @else { p.notice { (words::status(Tone::Blocked, "no mandate")) " Depositing takes a live mandate over all issues: a principal deposits it, or gives you one." } }
        }
        (versions(view, briefs))
    };
    let aside = html! {
        section {
            h2 { "What it says about a deal" }
            @match insight {
                Some(insight) => {
                    (mediant_render::html::verdict(&insight.report.verdict))
                    p { small { "Worked out from our own brief and the table alone." } }
                    p { a href=(view.link("/packages")) { "What each package means for us" } }
                }
                None => p.empty { "Nothing to work out yet." },
            }
        }
        @if deposited.is_none() { section { h2 { "Not deposited" } p { "The mediator knows only what we said so far." } } }
    };
    Page { title: "Our brief".to_owned(), here: Here::Brief, main, aside: Some(aside) }
}

/// What the party worked on last: its draft, or what it deposited since.
pub fn current(briefs: &Briefs) -> Option<&BriefText> {
    briefs.draft.iter().chain(briefs.deposited.last()).max_by_key(|brief| brief.trace.index)
}

/// A brief that says nothing yet.
pub fn beginning(view: &View<'_>, party: &PartyId) -> String {
    let mut brief = Brief::empty(party.clone());
    brief.case = view.state.opening.as_ref().and_then(|opening| opening.reference.clone());
    native::write_brief(&brief)
}

/// The brief of a file as it fits the case today.
pub fn read(view: &View<'_>, text: &str) -> Result<Brief, Vec<String>> {
    let file = InputFile::new("brief", text.as_bytes());
    let found = native::read_brief(&file, Some(&view.state.case(view.today)));
    found
        .map(|(brief, _)| brief)
        .map_err(|faults| faults.iter().filter(|fault| fault.is_error()).map(ToString::to_string).collect())
}

fn state(view: &View<'_>, briefs: &Briefs) -> Markup {
    let is_newer = |draft: &BriefText| {
        briefs
            .deposited
            .last()
            .is_none_or(|deposited| deposited.trace.index < draft.trace.index && deposited.text != draft.text)
    };
    html! {
        ul.items {
            @match briefs.deposited.last() {
                Some(brief) => li { (words::status(Tone::Agreed, "deposited")) " version " (brief.version) ", " (when::moment(brief.trace.at, &view.who.zone)) (whose_word::at(view, &brief.trace)) },
                None => li { (words::status(Tone::Open, "not deposited")) },
            }
            @if let Some(draft) = briefs.draft.as_ref().filter(|draft| is_newer(draft)) {
                li { (words::status(Tone::Partly, "draft")) " in our delegation, " (when::moment(draft.trace.at, &view.who.zone)) ", not deposited yet" }
            }
        }
        (whose_word::besides(view, |event| matches!(event, Event::BriefDeposited(_))))
    }
}

/// What the brief says, level by level.
fn levels(view: &View<'_>, brief: &Brief) -> Markup {
    html! {
        h2 { "What it says" }
        dl.facts {
            dt { "Red lines" }
            dd { @if brief.red_lines.is_empty() { "none told" }
                @for line in &brief.red_lines { div.voice { "never " (condition::words(view, &line.never)) @if let Some(text) = &line.provenance.text { small { (words::said(text)) } } } } }
            dt { "Preconditions" }
            dd { @if brief.preconditions.is_empty() { "none told" }
                @for precondition in &brief.preconditions { div.voice {
                    @if !precondition.settled.is_empty() { "no deal that leaves open " (view.issues(&precondition.settled)) }
                    @if let Some(require) = &precondition.require { " only with " (condition::words(view, require)) }
                } } }
            @if !brief.linkages.is_empty() {
                dt { "Linkages" }
                dd { @for linkage in &brief.linkages { div.voice { (condition::words(view, &linkage.when)) " only with " (condition::words(view, &linkage.then)) } } }
            }
            dt { "Walk-away value" }
            dd { @if brief.reservations.is_empty() { "not stated" }
                @for value in &brief.reservations { div.voice {
                    (value.low.to_string()) @if value.low != value.high { " to " (value.high.to_string()) }
                    @if let Some(from) = value.from { " from " (when::day(from)) }
                    @if let Some(because) = &value.because { small { (words::said(because)) } }
                } } }
            @if !brief.alternatives.is_empty() {
                dt { "Without a deal" }
                dd { @for alternative in &brief.alternatives { div.voice { (words::trend(alternative.trend)) " " @if let Some(text) = &alternative.provenance.text { (words::said(text)) } } } }
            }
        }
        (preferences(view, brief))
        @if let Some(points) = brief.points.as_ref().filter(|points| !points.interactions.is_empty()) {
            h3 { "Combinations that count" }
            ul { @for interaction in &points.interactions { li { (interaction.points.to_string()) " points for " (condition::words(view, &interaction.when)) @if let Some(text) = &interaction.text { small { (words::said(text)) } } } } }
        }
    }
}

fn preferences(view: &View<'_>, brief: &Brief) -> Markup {
    if brief.points.is_none() && brief.ranking.is_none() {
        return html! { p.quiet { "No preferences are stated yet: the analysis rests on what is ruled out." } };
    }
    html! {
        table {
            caption { "What we prefer, issue by issue." }
            thead { tr { th scope="col" { "Issue" } th scope="col" { "Weight" } th scope="col" { "Best first" } } }
            tbody { @for issue in view.state.issues.iter().filter(|issue| issue.is_disclosed()) {
                tr {
                    th scope="row" { bdi { (issue.name) } }
                    td.num data-of="Weight" { @match brief.points.as_ref().and_then(|points| points.issues.get(&issue.id)) { Some(points) => (points.weight.to_string()), None => "–" } }
                    td data-of="Best first" { (preferred(view, brief, &issue.id)) }
                }
            } }
        }
    }
}

fn preferred(view: &View<'_>, brief: &Brief, issue: &IssueId) -> Markup {
    let points = brief.points.as_ref().and_then(|points| points.issues.get(issue));
    match (
        points.map(|points| &points.values),
        brief.ranking.as_ref().and_then(|ranking| ranking.options.get(issue)),
    ) {
        (Some(IssueValues::Options(options)), _) => {
            let mut of: Vec<_> = options.iter().collect();
            of.sort_by(|(_, a), (_, b)| b.cmp(a));
            html! { @for (at, (option, points)) in of.iter().enumerate() { @if at > 0 { " · " } bdi { (view.option_name(issue, option)) } " " strong { (points.to_string()) } } }
        }
        (Some(IssueValues::Curve(curve)), _) => html! {
            @for (at, (value, points)) in curve.iter().enumerate() { @if at > 0 { " · " } (value.to_string()) ": " strong { (points.to_string()) } }
        },
        (None, Some(tiers)) => html! {
            @for (at, tier) in tiers.iter().enumerate() {
                @if at > 0 { " › " }
                @for (place, option) in tier.iter().enumerate() { @if place > 0 { " = " } bdi { (view.option_name(issue, option)) } }
            }
        },
        (None, None) => html! { span.quiet { "not stated" } },
    }
}

fn as_file(view: &View<'_>, party: &PartyId, text: &str) -> Markup {
    let form = view.form("draft_brief").read_by(view, &Compartment::Delegation(party.clone()));
    let fields = html! {
        (form.fixed("party", party.as_str()))
        (super::beginning::chooser("text", "Choose the file", ".toml,.txt,text/plain"))
        (form.file("text", "Brief file", text, 16, true, "a Mediant brief file; what the form does not show is kept as it is here"))
    };
    html! {
        (folded("Brief file", form.ends(fields, "Keep as our draft")))
        script type="module" src=(crate::web::assets::path("begin.js")) {}
    }
}

fn deposit(view: &View<'_>, party: &PartyId, briefs: &Briefs, text: &str) -> Markup {
    let version = briefs.deposited.last().map_or(0, |brief| brief.version);
    if briefs.deposited.last().is_some_and(|brief| brief.text.read() == text) {
        return html! { p { "The mediator has what stands here." } };
    }
    let form = view
        .form("deposit_brief")
        .confirm("Deposit the brief? The mediator reads it from then on.")
        .read_by(view, &Compartment::Caucus(party.clone()));
    let fields = html! {
        p { "The mediator will read the brief as it stands on this page, and no party will." }
        (form.fixed("party", party.as_str()))
        input type="hidden" name="replaces_version:number" value=(version);
        // What is deposited is what was looked at here, whatever became of the draft meanwhile.
        input type="hidden" name="text:fixed" value=(text);
    };
    form.ends(fields, if version == 0 { "Deposit it" } else { "Deposit it as an amended brief" })
}

fn versions(view: &View<'_>, briefs: &Briefs) -> Markup {
    html! {
        @if !briefs.deposited.is_empty() {
            h2 { "What was deposited" }
            @for (at, brief) in briefs.deposited.iter().enumerate().rev() {
                details.fold {
                    summary { "Version " (brief.version) ", " (when::moment(brief.trace.at, &view.who.zone)) (whose_word::at(view, &brief.trace)) }
                    pre.file { @match at.checked_sub(1).and_then(|before| briefs.deposited.get(before)) {
                        Some(before) => (diff::marked(before.text.read(), brief.text.read())),
                        None => (brief.text.read()),
                    } }
                }
            }
        }
    }
}
