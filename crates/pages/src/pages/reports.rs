//! Reports: those that were added, and a form that adds one.

use crate::actions::ADD;
use crate::shell::{Here, Page};
use crate::stretch::Stretch;
use crate::view::View;
use crate::words::{self, Tone};
use crate::{assets, when};
use maud::{Markup, html};
use mediant_record::Compartment;
use mediant_record::limits::REPORT_MAX;
use mediant_record::report::{ReportId, ReportOnRecord};

/// The reports that were taken in, and the form for another.
pub fn page(view: &View<'_>) -> Page {
    let mut all: Vec<(&ReportId, &ReportOnRecord)> = view.state.reports.iter().collect();
    all.sort_by_key(|(_, report)| std::cmp::Reverse((report.on, report.trace.index)));
    let all = Stretch::new(view, "reports", all);
    let main = html! {
        p.lede {
            "A report is read for what it states. You accept what is right, say who may know of it, and put it on record with the report as \
             its source. Nobody but you and your team reads the report itself, or what you decide about it."
        }
        @if view.state.opening.is_none() { p.empty { "Open the case first: what a report says has to have somewhere to stand." } }
        @else if view.mediates() { (add(view, all.is_empty())) }
        h2 { "Added" }
        @if all.is_empty() { p.empty { "None yet." } }
        @else {
            ul.items { @for (id, report) in &all.shown { li { (line(view, id, report)) } } }
        }
        (all.links(view))
        script type="module" src=(assets::path("reports.js")) {}
    };
    Page { title: "Reports".to_owned(), here: Here::Reports, main, aside: None }
}

/// Where a report stands.
pub(super) fn path(id: &ReportId) -> String {
    format!("/reports/{}", words::step(id.as_str()))
}

fn line(view: &View<'_>, id: &ReportId, report: &ReportOnRecord) -> Markup {
    let (decided, waiting, entered) =
        (report.decisions().len(), report.waiting().len(), report.entered.len());
    html! {
        a href=(path(id)) { strong { bdi { (report.name) } } } ", " (when::day(report.on)) " "
        (published(report))
        small {
            @if decided == 0 { "nothing decided yet" }
            @else { (words::counted(decided, "suggestion decided", "suggestions decided")) ", " (entered) " on record" }
            @if waiting > 0 { " · " (words::status(Tone::Partly, &format!("{waiting} accepted, not on record yet"))) }
            " · added " (when::moment(report.trace.at, &view.who.zone))
        }
    }
}

/// Whether everybody could read it.
pub(super) fn published(report: &ReportOnRecord) -> Markup {
    html! { @if report.published { span.kind.public { "published" } } @else { span.kind.held { "not published" } } }
}

fn add(view: &View<'_>, opened: bool) -> Markup {
    let form =
        view.form(ADD).to("/reports/add_report").back("/reports").read_by(view, &Compartment::Mediator);
    let fields = html! {
        (form.line("name", "What it is called", true, "such as the paper and its day: whoever reads what you put on record reads this name as its source"))
        (form.radios("published", "Could everybody read it?", &[
            ("yes", "Yes, it was published: what you accept goes to everybody who may know of the talks, unless you choose otherwise"),
            ("no", "No, it is a letter, minutes, something told: what you accept stays with you and your team, unless you choose otherwise"),
        ], None))
        (form.day("on", "The day it is of", "not needed where the text begins with its day"))
        (form.report("text", "Its text", "paste it here, or drop a file anywhere on this form: text, Markdown, a web page, a mail, a Word document; English is read"))
        div.choose hidden data-choose {
            label for="report-file" { "Or choose a file" }
            " " input type="file" id="report-file" data-file;
            p.hint role="status" data-chosen {}
        }
        input type="hidden" name="file" value="" data-bytes;
        input type="hidden" name="file_name" value="" data-file-name;
    };
    let hint = format!("At most {} characters, some forty pages.", words::grouped(REPORT_MAX));
    html! {
        details.fold open[opened] data-drop {
            summary { "Add a report" }
            (form.ends(html! { (fields) small.hint { (hint) } }, "Add it, and read what it states"))
        }
    }
}
