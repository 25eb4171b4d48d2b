//! A brief as a document.

use super::super::statement::Home;
use super::super::words::{self, word_for};
use super::entries::{Entries, put_inner, put_rows, unnamed};
use super::value;
use mediant_model::Brief;
use mediant_model::brief::{IssuePoints, IssueValues, Points, Ranking, StatedInteraction};
use mediant_model::statement::ReservationValue;
use toml_edit::{DocumentMut, Item, Table, Value};

pub(in super::super) fn document(brief: &Brief) -> DocumentMut {
    let mut document = DocumentMut::new();
    let top = document.as_table_mut();
    top.put("mediant_brief", Value::from(1));
    top.put_some("case", brief.case.as_ref().map(value::text));
    top.put("party", value::text(&brief.party));
    if brief.reservation_default != Brief::empty(brief.party.clone()).reservation_default {
        let word = word_for(words::RESERVATION_DEFAULT, &brief.reservation_default);
        top.put("reservation_default", value::text(word));
    }
    top.put_some("discount", brief.discount.as_ref().map(value::number));
    if let Some(points) = &brief.points {
        top.put_some("constant", points.constant.as_ref().map(value::number));
        top.put_some("cap", points.cap.as_ref().map(value::number));
    }
    if let Some(stated) = &brief.ranking {
        ranking(top, stated);
    }
    if let Some(stated) = &brief.points {
        points(top, stated);
    }
    put_rows(top, "reservation", brief.reservations.iter().map(reservation));
    let home = Home::BriefOf(&brief.party);
    put_rows(top, "red_lines", brief.red_lines.iter().map(|x| home.red_line_table(x)));
    put_rows(top, "preconditions", brief.preconditions.iter().map(|x| home.precondition_table(x)));
    put_rows(top, "linkages", brief.linkages.iter().map(|x| home.linkage_table(x)));
    put_rows(top, "interests", brief.interests.iter().map(|x| home.interest_table(x)));
    put_rows(top, "alternatives", brief.alternatives.iter().map(|x| home.alternative_table(x)));
    document
}

fn ranking(top: &mut Table, ranking: &Ranking) {
    if !ranking.importance.is_empty() {
        top.put("importance", value::tiers(&ranking.importance));
    }
    let mut table = Table::new();
    for (issue, tiers) in &ranking.options {
        table.put(issue.as_str(), value::tiers(tiers));
    }
    // An empty ranking is one, too: the header says so where nothing else does.
    if !table.is_empty() || ranking.importance.is_empty() {
        top.insert("ranking", Item::Table(table));
    }
}

fn points(top: &mut Table, points: &Points) {
    let mut parent = unnamed();
    for (issue, stated) in &points.issues {
        parent.insert(issue.as_str(), Item::Table(issue_points(stated)));
    }
    let said = !points.interactions.is_empty() || points.constant.is_some() || points.cap.is_some();
    parent.set_implicit(!points.issues.is_empty());
    if !points.issues.is_empty() || !said {
        top.insert("points", Item::Table(parent));
    }
    put_rows(top, "interactions", points.interactions.iter().map(interaction));
}

fn issue_points(stated: &IssuePoints) -> Table {
    let mut table = Table::new();
    if stated.weight != mediant_model::Number::one() {
        table.put("weight", value::number(&stated.weight));
    }
    table.put_some("left_open", stated.left_open.as_ref().map(value::number));
    match &stated.values {
        IssueValues::Options(points) => {
            let entries = points.iter().map(|(option, points)| (option.as_str(), value::number(points)));
            put_inner(&mut table, "options", entries.collect());
        }
        IssueValues::Curve(curve) => {
            let pairs = curve.iter().map(|(x, y)| value::list([value::number(x), value::number(y)]));
            table.put("curve", value::list(pairs));
        }
    }
    table
}

fn interaction(stated: &StatedInteraction) -> Table {
    let mut table = Table::new();
    table.put("when", value::condition(&stated.when));
    table.put("points", value::number(&stated.points));
    table.put_some("text", stated.text.as_ref().map(value::text));
    table
}

fn reservation(stated: &ReservationValue) -> Table {
    let mut table = Table::new();
    table.put_some("from", stated.from.map(value::date));
    if stated.low == stated.high {
        table.put("value", value::number(&stated.low));
    } else {
        table.put("range", value::list([value::number(&stated.low), value::number(&stated.high)]));
    }
    table.put_some("because", stated.because.as_ref().map(value::text));
    table
}
