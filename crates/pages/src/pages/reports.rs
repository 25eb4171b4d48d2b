//! Reports: those that were added, and a form that adds one.

use crate::actions::ADD;
use crate::scripts::Script;
use crate::shell::{Here, Page};
use crate::stretch::Stretch;
use crate::view::View;
use crate::when;
use crate::words::{self, Tone};
use maud::{Markup, html};
use mediant_record::Compartment;
use mediant_record::limits::REPORT_MAX;
use mediant_record::report::{ReportId, ReportOnRecord};
use mediant_words::say;

/// The reports that were taken in, and the form for another.
pub fn page(view: &View<'_>) -> Page {
    let mut all: Vec<(&ReportId, &ReportOnRecord)> = view.state.reports.iter().collect();
    all.sort_by_key(|(_, report)| std::cmp::Reverse((report.on, report.trace.index)));
    let all = Stretch::new(view, "reports", all);
    let main = html! {
        p.lede {
            (say!(view, reports.a_report_is_read_for_what))
        }
        @if view.state.opening.is_none() { p.empty { (say!(view, reports.open_the_case_first_what)) } }
        @else if view.mediates() { (add(view, all.is_empty())) }
        h2 { (say!(view, reports.added)) }
        @if all.is_empty() { p.empty { (say!(view, reports.none_yet)) } }
        @else {
            ul.items { @for (id, report) in &all.shown { li { (line(view, id, report)) } } }
        }
        (all.links(view))
        (Script::Reports.element(view))
    };
    Page { title: say!(view, reports.reports).into_owned(), here: Here::Reports, main, aside: None }
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
        (published(view, report))
        small {
            @if decided == 0 { (say!(view, reports.nothing_decided_yet)) }
            @else { (say!(view, reports.decided_and_entered, decided = decided, entered = entered)) }
            @if waiting > 0 { " · " (words::status(Tone::Partly, say!(view, reports.accepted_not_entered, count = waiting))) }
            " · " (say!(view, reports.added_2, moment = when::moment(report.trace.at, &view.who.zone)))
        }
    }
}

/// Whether everybody could read it.
pub(super) fn published(view: &View<'_>, report: &ReportOnRecord) -> Markup {
    html! { @if report.published { span.kind.public { (say!(view, reports.published)) } } @else { span.kind.held { (say!(view, reports.not_published)) } } }
}

fn add(view: &View<'_>, opened: bool) -> Markup {
    let form =
        view.form(ADD).to("/reports/add_report").back("/reports").read_by(view, &Compartment::Mediator);
    let fields = html! {
        (form.line("name", &say!(view, reports.what_it_is_called), true, &say!(view, reports.such_as_the_paper)))
        (form.radios("published", &say!(view, reports.could_everybody_read_it), &[
            ("yes", say!(view, reports.choose_published)),
            ("no", say!(view, reports.choose_unpublished)),
        ], None))
        (form.day("on", &say!(view, reports.the_day_it_is_of), &say!(view, reports.not_needed_where_the_text_begins)))
        (form.report("text", &say!(view, reports.its_text), &say!(view, reports.paste_it_here_or_drop)))
        div.choose hidden data-choose {
            label for="report-file" { (say!(view, reports.or_choose_a_file)) }
            " " input type="file" id="report-file" data-file;
            p.hint role="status" data-chosen {}
        }
        input type="hidden" name="file" value="" data-bytes;
        input type="hidden" name="file_name" value="" data-file-name;
    };
    let hint = say!(view, reports.at_most_characters, count = words::grouped(REPORT_MAX));
    html! {
        details.fold open[opened] data-drop {
            summary { (say!(view, reports.add_a_report)) }
            (form.ends(html! { (fields) small.hint { (hint) } }, &say!(view, reports.add_it_and_read_what)))
        }
    }
}
